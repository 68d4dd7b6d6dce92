"""Days of the week in English: which Friday is meant."""

from __future__ import annotations

import re
from datetime import date

from articles.extraction.timex.context import Context, Found, Match, add_days, day_found

from .names import is_paper
from .vocabulary import DAYS, PARTS

BACK = frozenset(("last", "past", "previous"))
ON = frozenset(("next", "coming", "following"))
NAMED_DAY = re.compile(
    r"\b(?:Black|Bloody|Good|Easter|Palm|Ash|Super|Holy|Cyber)\s$"
)  # "Black Monday" is a name


def read_weekday(match: Match, context: Context) -> Found | None:
    """A day of the week, past or future by the tense of its clause; "Tuesday" on a Tuesday is that day."""
    groups = match.groupdict()
    start = match.start()
    if NAMED_DAY.search(match.string, max(0, start - 8), start):
        return None
    if is_paper(match.string, *match.span("weekday")):
        return None
    number = DAYS[match["weekday"].lower().rstrip(".")]
    part = "morning" if groups.get("small") else (groups.get("part") or "").lower()
    suffix, kind = (f"T{PARTS[part]}", "TIME") if part else ("", "DATE")
    base = context.now
    if base is None or (context.is_narrative and context.grain != "D"):
        return Found(kind, f"XXXX-WXX-{number + 1}{suffix}")
    which = (groups.get("which") or "").lower().split()
    carried = context.range_start(start)
    if carried and not which:  # "from Monday to Friday"
        return day_found(add_days(carried, (number - carried.weekday()) % 7), suffix, kind)
    if not which and (next_one := _joined(number, start, context)):
        return day_found(next_one, suffix, kind)
    if which and which[-1] in ("previous", "following") and context.grain == "D":
        base = context.focus or base
    if groups.get("after") and not which:  # "Monday week": a week after the next one
        return day_found(add_days(base, (number - base.weekday()) % 7 + 7), suffix, kind)
    gap = _gap_said(number - base.weekday(), which, groups.get("week") or "")
    if gap is None:
        gap = weekday_gap(number, match, context)
    return day_found(add_days(base, gap), suffix, kind)


JOINED = re.compile(r",?\s(?:and|or)\s(?:on\s)?")


def _joined(number: int, start: int, context: Context) -> date | None:
    """The weekday after the one just before, as in "Monday and Tuesday", unless the first is past and this is to come."""
    last, reference = context.last, context.reference
    if last is None or reference is None or context.is_narrative or context.grain != "D":
        return None
    if not JOINED.fullmatch(context.text, context.last_end, start):
        return None
    day = add_days(last, (number - last.weekday()) % 7 or 7)
    return day if day and (last >= reference or day <= reference) else None


def _gap_said(apart: int, which: list[str], week: str) -> int | None:
    """The days from the base where a word says which: "last Friday", "Friday next week"; None for a bare one."""
    if week:
        return apart + (7 if week.lower() == "next" else -7)
    if not which:
        return None
    if which[-1] in BACK:
        return apart % 7 - 7
    gap = apart % 7
    return gap or (7 if which[-1] in ("next", "following") else 0)


def weekday_gap(number: int, match: Match, context: Context) -> int:
    """The days from the base to a bare weekday, 0 to 6 ahead or 1 to 6 back.

    In news it is the last such day unless its clause says plainly that it is to come, or another clause of the text has
    said so of the same weekday; in history the nearest.
    """
    base = context.now
    gap = (number - base.weekday()) % 7 if base else 0
    is_story = context.is_narrative
    way = context.direction(match.start(), match.end(), surely=not is_story)
    if way > 0:
        context.days_ahead.add(number)
    if way > 0 or not gap or (way == 0 and (number in context.days_ahead or (is_story and gap <= 3))):
        return gap
    return gap - 7
