"""Times of day in English, with the day next to them."""

from __future__ import annotations

from datetime import date

from articles.extraction.timex.context import BREAK, Context, Found, Match, add_days, near_year, safe_date

from .vocabulary import COMMA, DAY, DAYS, GAP, MONTH, WEEKDAY, YEAR, ZONE, S, month_number
from .weekdays import weekday_gap


def read_clock(match: Match, context: Context) -> Found | None:
    """ "16:08 UTC", "5:34 a.m. on Friday": TIMEX3 TIME; XXXX-XX-XX if the day is unknown."""
    groups = match.groupdict()
    word = (groups.get("word") or "").lower()
    hour = {"noon": 12, "midday": 12, "midnight": 0}.get(
        word, int(groups.get("hour") or groups.get("hour24") or groups.get("military") or 0)
    )
    minute = int(groups.get("minute") or groups.get("minute24") or groups.get("minutes") or 0)
    half = (groups.get("half") or groups.get("night") or "").lower().replace(".", "").replace(" ", "")
    if half in ("pm", "afternoon", "evening", "night") and hour < 12:
        hour += 12
    elif half in ("am", "morning") and hour == 12:
        hour = 0
    if hour > 24 or minute > 59:
        return None
    day = _day_beside(match, context)
    zone = (
        "Z"
        if (groups.get("zone") or groups.get("zone2") or groups.get("zone3") or "").upper()
        in ("UTC", "GMT", "Z")
        else ""
    )
    day_value = day.isoformat() if day else "XXXX-XX-XX"
    seconds = groups.get("seconds")
    time = f"{hour:02d}:{minute:02d}" + (f":{int(seconds):02d}" if seconds else "")
    return Found(
        "TIME", f"{day_value}T{time}{zone}", day.isoformat() if day else None, day, "D" if day else ""
    )


def _day_beside(match: Match, context: Context) -> date | None:
    groups = match.groupdict()
    if said := groups.get("month") or groups.get("month2"):
        month, day = (
            month_number(said),
            int("".join(filter(str.isdigit, groups["day"] or groups["day2"] or ""))),
        )
        given = groups["year"] or groups["year2"]
        year = int(given) if given else near_year(month, day, context, match.start(), match.end())
        return safe_date(year, month, day) if year else None
    if context.is_narrative:
        return context.focus if context.grain == "D" else None
    base = context.reference
    if base is None:
        return None
    if word := groups.get("near"):
        return add_days(base, {"yesterday": -1, "tomorrow": 1}.get(word.lower(), 0))
    if groups.get("weekday"):
        return add_days(base, weekday_gap(DAYS[match["weekday"].lower()], match, context))
    between = context.text[max(context.last_end, 0) : match.start()]
    if (
        context.grain == "D"
        and context.last_end >= 0
        and len(between) < SENTENCE
        and not BREAK.search(between)
    ):
        return context.focus  # "on Tuesday in Everett at 18:00"
    return base


SENTENCE = 140  # characters within which a time belongs to the day named before it
BESIDE = rf"(?:{COMMA}(?:(?-i:on){S})?(?:(?P<near>today|yesterday|tomorrow)|(?:(?P<weekday>{WEEKDAY})(?:{COMMA})?)?(?:(?P<month>{MONTH}){S}(?P<day>{DAY})(?:{COMMA}(?P<year>{YEAR}))?|(?P<day2>{DAY}){S}(?:of{S})?(?P<month2>{MONTH})(?:{COMMA}(?P<year2>{YEAR}))?)?(?<=[\w.])))?"
HALF = r"(?P<half>[ap]\.?\s?m\b\.?)"
IN_ZONE = rf"(?:{GAP}(?:\((?P<zone3>{ZONE})\)|(?P<zone>{ZONE})\b))?"
