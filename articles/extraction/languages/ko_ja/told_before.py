"""Times that Korean and Japanese news tell by what they told before: the same hour, three days later, the afternoon."""

from __future__ import annotations

from articles.extraction.timex.context import (
    Context,
    Found,
    Match,
    add_days,
    day_found,
    month_found,
    safe_date,
    year_found,
)

from .dates import with_clock
from .words import PARTS, whole


def read_same(match: Match, context: Context) -> Found | None:
    """ "同53分", "同11時", "同20日": what is not said again is as in the time or day told last."""
    groups = match.groupdict()
    if groups["day"]:
        base = context.focus if context.grain in ("D", "M") else None
        return with_clock(safe_date(base.year, base.month, whole(match["day"]) or 0), match) if base else None
    clock = context.clock
    if clock is None or match.start() - context.last_end > NEAR_CLOCK:
        return None
    hour = whole(groups["same_hour"])
    if hour is None:
        hour = clock.hour
    elif clock.hour >= 12 and hour < 12:
        hour += 12
    minute = 30 if groups["and_half"] else whole(groups["same_minute"] or groups["minute_alone"]) or 0
    if hour > 23 or minute > 59:
        return None
    day = clock.date()
    return Found("TIME", f"{day}T{hour:02d}:{minute:02d}", day.isoformat(), day, "D")


NEAR_CLOCK = 60  # signs within which "the same hour" belongs to a time told before


def read_after_days(match: Match, context: Context) -> Found | None:
    """ "3日後の10日": a day whose number shows from which day it is counted."""
    steps, day = whole(match["steps"]) or 0, whole(match["day"])
    sign = -1 if match["way"] in ("前", "전") else 1
    bases = [base for base in (context.last, context.focus, context.reference) if base is not None]
    found = next((d for base in bases if (d := add_days(base, sign * steps)) and d.day == day), None)
    return with_clock(found, match)


def read_year_of_era(match: Match, context: Context) -> Found | None:
    """ "西暦79年", "서기 79년", and "紀元前44年", which has no EDTF here."""
    year, month, day = (whole(match[name]) for name in ("year", "month", "day"))
    if match["before"]:
        rest = "".join(f"-{part:02d}" for part in (month, day) if part)
        return Found("DATE", f"BC{year:04d}{rest}", before_christ=year or 0)
    if month is None:
        return year_found(year or 0)
    return day_found(safe_date(year or 0, month, day)) if day else month_found(year or 0, month)


def read_now(match: Match, context: Context) -> Found | None:
    return Found("DATE", "PRESENT_REF")


def read_part_alone(match: Match, context: Context) -> Found | None:
    """ "午後の会議", "오전에는": a part of the day told last in the news, or of that of the news."""
    day = context.focus if context.grain == "D" and context.focus else context.reference
    if day is None or context.is_narrative:
        return None
    return day_found(day, f"T{PARTS[match['part']]}", "TIME")
