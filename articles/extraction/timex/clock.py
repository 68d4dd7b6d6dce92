"""Times of day in English, with the day that stands beside them."""

from __future__ import annotations

from datetime import date

from .absolute import LONG, SHORT, Match, rule
from .context import BREAK, Context, Found, add_days, near_year, safe_date
from .vocabulary import COMMA, DAY, DAYS, GAP, MONTH, WEEKDAY, YEAR, ZONE, S, month_number


def _clock(match: Match, context: Context) -> Found | None:
    """ "16:08 UTC", "5:34 a.m. on Friday": TIMEX3 TIME; no day is made up where none is known."""
    groups = match.groupdict()
    word = (groups.get("word") or "").lower()
    hour = {"noon": 12, "midnight": 0}.get(
        word, int(groups.get("hour") or groups.get("hour24") or groups.get("military") or 0)
    )
    minute = int(groups.get("minute") or groups.get("minute24") or groups.get("minutes") or 0)
    half = (groups.get("half") or "").lower().replace(".", "").replace(" ", "")
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    if hour > 24 or minute > 59:
        return None
    day = _day_beside(match, context)
    zone = "Z" if (groups.get("zone") or groups.get("zone2") or "").upper() in ("UTC", "GMT", "Z") else ""
    told = day.isoformat() if day else "XXXX-XX-XX"
    seconds = groups.get("seconds")
    time = f"{hour:02d}:{minute:02d}" + (f":{int(seconds):02d}" if seconds else "")
    return Found("TIME", f"{told}T{time}{zone}", day.isoformat() if day else None, day, "D" if day else "")


def _day_beside(match: Match, context: Context) -> date | None:
    groups = match.groupdict()
    if groups.get("month"):
        month, day = month_number(match["month"]), int("".join(filter(str.isdigit, match["day"])))
        year = (
            int(groups["year"])
            if groups.get("year")
            else near_year(month, day, context, match.start(), match.end())
        )
        return safe_date(year, month, day) if year else None
    if context.is_narrative:
        return context.focus if context.grain == "D" else None
    base = context.reference
    if base is None:
        return None
    if word := groups.get("near"):
        return add_days(base, {"yesterday": -1, "tomorrow": 1}.get(word.lower(), 0))
    if groups.get("weekday"):
        gap = (DAYS[match["weekday"].lower()] - base.weekday()) % 7
        way = context.direction(match.start(), match.end())
        return add_days(base, gap - (7 if gap and way <= 0 else 0))
    between = context.text[max(context.told_at, 0) : match.start()]
    if (
        context.grain == "D"
        and context.told_at >= 0
        and len(between) < SENTENCE
        and not BREAK.search(between)
    ):
        return context.focus  # "on Tuesday in Everett at 18:00"
    return base


SENTENCE = 140  # characters within which a time belongs to the day told before it
BESIDE = rf"(?:{COMMA}(?:on{S})?(?:(?P<near>today|yesterday|tomorrow)|(?:(?P<weekday>{WEEKDAY})(?:{COMMA})?)?(?:(?P<month>{MONTH}){S}(?P<day>{DAY})(?:{COMMA}(?P<year>{YEAR}))?)?(?<=\w)))?"
HALF = r"(?P<half>[ap]\.?\s?m\b\.?)"
IN_ZONE = rf"(?:{GAP}\(?(?P<zone>{ZONE})\b\)?)?"
CLOCK_RULES = (
    rule("clock", SHORT, rf"(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d))?{GAP}{HALF}{IN_ZONE}{BESIDE}", _clock, "5:34 a.m. on Friday", "5 amps"),
    rule("clock-24", SHORT, rf"(?P<hour24>[01]?\d|2[0-4]):(?P<minute24>[0-5]\d)(?::(?P<seconds>[0-5]\d))?(?![\d:])(?:{GAP}(?:hrs|hours|h)\b)?{IN_ZONE}{BESIDE}", _clock, "16:08 UTC", "16:99"),
    rule("military", LONG, rf"(?P<military>[01]\d|2[0-3])(?P<minutes>[0-5]\d){GAP}(?:(?:hours|hrs)\b{IN_ZONE}|(?P<zone2>{ZONE})\b)", _clock, "0800 UTC", "1500 pages"),
    rule("noon", frozenset(("noon", "midnight")), rf"(?P<word>noon|midnight)\b{IN_ZONE}{BESIDE}", _clock, "at noon", "afternoon"),
)  # fmt: skip
