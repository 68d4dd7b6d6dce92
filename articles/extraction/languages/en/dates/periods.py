"""Seasons, decades and centuries in English."""

from __future__ import annotations

import re
from datetime import date

from articles.extraction.timex.context import (
    Context,
    Found,
    Match,
    full_year,
    year_of_phrase,
)

from .vocabulary import (
    DECADES,
    SEASONS,
)

AGE = re.compile(r"\b(?:his|her|their|my|our|your|its)\s(?:(?:early|late|mid|middle)[\s-])?$", re.IGNORECASE)


def read_decade(match: Match, context: Context) -> Found | None:
    groups = match.groupdict()
    if (groups.get("name") or groups.get("short")) and AGE.search(
        context.text, max(0, match.start() - 12), match.start()
    ):
        return None  # "in her 40s"
    if groups.get("name"):
        digit = DECADES[groups["name"].lower()]
    elif groups.get("short"):
        digit = int(groups["short"][0])
    else:
        return Found(
            "DATE", match["decade"], f"{match['decade']}X", date(int(match["decade"]) * 10, 1, 1), "E"
        )
    base = context.now.year // 10 if context.now else 199
    decade = base // 10 * 10 + digit
    decade -= 10 if decade > base else 0
    return Found("DATE", str(decade), f"{decade}X", date(decade * 10, 1, 1), "E")


CENTURIES = {
    w: n
    for n, w in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first".split(),
        1,
    )
}


def read_century(match: Match, context: Context) -> Found | None:
    word = match["number"].lower()
    number = CENTURIES.get(word) or int(re.sub(r"\D", "", word) or 0)
    if not 1 <= number <= 21:
        return None
    if match["era"]:
        return Found("DATE", f"BC{number - 1:02d}")
    return Found("DATE", f"{number - 1:02d}", f"{number - 1:02d}XX")


SEASON_LEAD = re.compile(r"\b(?:in|by|during|until|since|through|of|for)\s$", re.IGNORECASE)


def _step_of_tense(apart: int, way: int) -> int:
    """The years by which the tense of its clause moves a season that lies so many months from now: a past autumn in May."""
    return (way > 0 and apart < -2) - (way < 0 and apart > 1)


def read_season(match: Match, context: Context) -> Found | None:
    groups = match.groupdict()
    code, number = SEASONS[match["season"].lower()]
    which = (groups.get("which") or "").lower()
    if said := groups.get("year") or groups.get("short"):
        if groups.get("era"):
            return Found("DATE", f"BC{int(said):04d}-{code}", before_christ=int(said))
        year = full_year(said)
    elif context.now is None:
        winters_on = (
            context.before_christ > 1 and number == 24
        )  # the winter after the date named last is in the next year
        return Found(
            "DATE", f"BC{context.before_christ - 1:04d}-{code}" if winters_on else context.unknown(code)
        )
    else:
        now = context.now
        if which in ("previous", "following") and context.focus and context.grain in ("D", "M"):
            now = context.focus
        month = {21: 4, 22: 7, 23: 10, 24: 1}[number]
        year = now.year
        if which in ("last", "previous") and month >= now.month - (which == "last"):
            year -= 1
        elif which in ("next", "following", "coming") and month <= now.month:
            year += 1
        elif (
            not which
            and not groups.get("article")
            and not groups.get("early")
            and not (context.is_narrative and match["season"].lower() not in ("fall", "spring"))
            and not SEASON_LEAD.search(context.text, max(0, match.start() - 10), match.start())
        ):
            return None
        elif (
            context.is_narrative
            and number == 24
            and context.grain in ("D", "M")
            and now.month > 5
            and not which
        ):
            year += 1  # the winter after the date named last
        if not which and not context.is_narrative and not groups.get("of"):
            year += _step_of_tense(month - now.month, context.direction(match.start(), match.end()))
    if groups.get("of"):
        year = year_of_phrase(groups["of"], context) or year
    if not 0 < year < 10000:
        return None
    is_given = bool(said)
    anchor = date(year, {21: 4, 22: 7, 23: 10, 24: 1}[number], 1) if is_given else None
    return Found("DATE", f"{year:04d}-{code}", f"{year:04d}-{number}", anchor, "M" if is_given else "")
