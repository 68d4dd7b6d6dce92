"""Relative times: weekdays, "last month", "two weeks ago", durations, sets, and vague times."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from articles.extraction.timex.context import (
    BREAK,
    Context,
    Found,
    Match,
    add_days,
    add_months,
    day_found,
    month_found,
    week_found,
    year_found,
)

from .amounts import moved_by, period
from .quarters import FAR, compared_quarter
from .vocabulary import (
    DAYS,
    PARTS,
    UNITS,
    S,
    number_value,
    unit_code,
)

THIS = frozenset(
    (
        "this",
        "that",
        "the",
        "last",
        "next",
        "past",
        "previous",
        "coming",
        "same",
        "following",
        "current",
        "early",
        "late",
        "later",
        "earlier",
        "mid",
        "each",
        "every",
    )
)
STEP = {
    "last": -1,
    "past": -1,
    "previous": -1,
    "preceding": -1,
    "prior": -1,
    "next": 1,
    "coming": 1,
    "following": 1,
    "upcoming": 1,
    "subsequent": 1,
}
BIG = r"(?P<unit>day|week|weekend|month|quarter|year|decade|century|fortnight)"


def read_named_day(match: Match, context: Context) -> Found | None:
    groups = match.groupdict()
    word = match["word"].lower()
    part = (
        groups.get("part") or groups.get("part2") or ("night" if word in ("tonight", "overnight") else "")
    ).lower()
    suffix, kind = (f"T{PARTS[part]}", "TIME") if part else ("", "DATE")
    reference = context.reference
    if reference is None or context.is_narrative:
        return Found(kind, "PRESENT_REF" if word == "today" and not part else f"XXXX-XX-XX{suffix}")
    step = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
    return day_found(add_days(reference, step), suffix, kind)


def read_bare_part(match: Match, context: Context) -> Found | None:
    """ "calm in the evening": of the day that the news has just named."""
    focus, reference = context.focus, context.reference
    if focus and reference and focus > reference:
        focus = context.behind
    if focus is None or reference is None or context.grain != "D" or match.start() - context.last_end > FAR:
        return None
    if not context.text[max(0, match.start() - 4) : match.start()].lower().endswith(" in "):
        return None
    if abs((reference - focus).days) >= 7 or context.direction(match.start(), match.end(), surely=True) > 0:
        return None
    return day_found(focus, f"T{PARTS[match['part'].lower()]}", "TIME")


def read_part_late(match: Match, context: Context) -> Found | None:
    """ "by late afternoon": of the day that the news has just named, else of its own."""
    if context.reference is None or context.is_narrative:
        return None
    day = context.behind if context.behind and match.start() - context.last_end < FAR else context.reference
    return day_found(day, f"T{PARTS[match['part'].lower()]}", "TIME")


def read_day_beyond(match: Match, context: Context) -> Found | None:
    """ "the day before yesterday", "the day after tomorrow"."""
    if context.reference is None or context.is_narrative:
        return Found("DATE", "XXXX-XX-XX")
    return day_found(add_days(context.reference, -2 if match["word"] else 2))


def read_part_of_day(match: Match, context: Context) -> Found | None:
    """ "this morning", "last night", "that evening"."""
    which, part = match["which"].lower(), PARTS[match["part"].lower()]
    base = context.focus if which.startswith(("that", "the")) else context.now
    if base is None or (context.is_narrative and context.grain != "D"):
        return Found("TIME", f"XXXX-XX-XXT{part}")
    step = (
        -1
        if which.startswith(("last", "the previous"))
        else 1
        if re.match(r"(?:the\s)?(?:next|following)", which)
        else 0
    )
    return day_found(add_days(base, step), f"T{part}", "TIME")


def _unit_near(base: date, unit: str, step: int, mark: str = "") -> Found | None:
    """The day, week, month ... that is ``step`` units from the base."""
    if unit == "day":
        return day_found(add_days(base, step))
    if unit == "weekend":
        week = week_found(base + timedelta(weeks=step))
        if not week or not week.anchor:
            return None
        saturday = week.anchor + timedelta(days=5)
        return Found(
            "DATE",
            f"{week.value}-WE",
            f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}",
            saturday,
            "D",
        )
    if unit in ("week", "fortnight"):
        moved = add_days(base, 7 * step)
        return week_found(moved) if moved else None
    if unit == "month":
        moved = add_months(base, step)
        return month_found(moved.year, moved.month, mark) if moved else None
    if unit == "quarter":
        moved = add_months(base, 3 * step)
        if moved is None:
            return None
        quarter = (moved.month - 1) // 3
        return Found(
            "DATE",
            f"{moved.year:04d}-Q{quarter + 1}",
            f"{moved.year:04d}-{3 * quarter + 1:02d}/{moved.year:04d}-{3 * quarter + 3:02d}",
            moved,
            "M",
        )
    if unit == "decade":
        return Found("DATE", str(base.year // 10 + step), f"{base.year // 10 + step}X")
    if unit == "century":
        return Found("DATE", f"{base.year // 100 + step:02d}", f"{base.year // 100 + step:02d}XX")
    return year_found(base.year + step, mark)


def read_the_day(match: Match, context: Context) -> Found | None:
    """ "to end the day at 98": the day named last if it is near, else the reference day."""
    focus, now = context.focus, context.now
    if not DAY_GOES.search(context.text, max(0, match.start() - 12), match.start()) or now is None:
        return None
    near = context.grain == "D" and focus is not None and abs((now - focus).days) < 7
    return day_found(focus if near else now) if near or not context.is_narrative else None


DAY_GOES = re.compile(
    r"\b(?:end|ended|ending|close|closed|closing|finish|finished|finishing|start|started|starting|(?:later|earlier|early|late)\sin)\s$",
    re.IGNORECASE,
)
UNKNOWN_UNIT = {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX", "year": "XXXX", "decade": "XXX", "century": "XX", "fortnight": "XXXX-WXX"}  # fmt: skip


OVER = re.compile(r"\b(?:over|throughout)\s$", re.IGNORECASE)
DURING = re.compile(r"\b(?:over|for|within|throughout|during|in)\s$", re.IGNORECASE)


def _spans(unit: str, before: str) -> bool:
    """Whether "over the next decade", "over the last year" is a length rather than a date."""
    if unit in ("decade", "century"):
        return bool(DURING.search(before))
    return unit in ("year", "month", "week") and bool(OVER.search(before))


def read_unit(match: Match, context: Context) -> Found | None:
    """ "last month", "the previous day", "this year", "the end of the week"."""
    groups = match.groupdict()
    which = (groups.get("which") or "the").lower().split()[-1]
    unit = (groups.get("unit") or groups["weekend"]).lower()
    part = (groups.get("early") or groups.get("edge") or "").lower()
    mark = (
        "~" if part and not part.startswith(("later ", "earlier ")) else ""
    )  # "later this month" is some day of it
    step = STEP.get(which, 0)
    anaphoric = which in ("same", "that", "following", "previous", "preceding", "prior", "subsequent") or (
        (groups.get("which") or "").lower().startswith("the ") and which == "next"
    )
    if "past" in which and unit in ("year", "decade", "century"):
        return Found("DURATION", period(1, UNITS[unit]))  # TIMEX3: "the past decade" is a span up to now
    is_span = (
        groups["which"] and groups["which"].lower().startswith("the ") and which in ("next", "last", "coming")
    )
    if is_span and _spans(unit, context.text[max(0, match.start() - 12) : match.start()]):
        return Found("DURATION", period(1, UNITS[unit]))
    base = context.now
    if moved := _beside(match, context, unit):
        return moved
    if (
        anaphoric
        and context.focus is not None
        and (
            context.is_narrative
            or which in ("same", "that", "following", "subsequent")
            or (unit == "day" and which in ("next", "previous") and _is_beside_day(context, match.start()))
            or (unit == "month" and which != "next" and _is_beside_month(context, match.start()))
        )
    ):
        base = context.focus
    if base is None and context.before_christ:
        return _years_before_christ(context.before_christ - step, unit)
    if base is None:
        return Found("DATE", UNKNOWN_UNIT[unit])
    if context.is_narrative and unit in ("day", "week") and context.grain not in ("D", "W"):
        return Found("DATE", UNKNOWN_UNIT[unit])
    if unit == "weekend" and which in ("the", "this") and base.weekday() < WEEKEND:
        # On a working day, "the weekend" is the last or the next one by the tense of the clause.
        way = context.direction(match.start(), match.end(), surely=which == "the")
        step = -1 if way < 0 or (way == 0 and which == "the") else 0
    return _unit_near(base, unit, step, mark)


def _is_beside_day(context: Context, start: int) -> bool:
    """Whether a day not after the reference day has just been named, which "the next day" hangs on."""
    focus, reference = context.focus, context.reference
    if context.grain != "D" or focus is None or reference is None or focus > reference:
        return False
    return start - context.last_end < 2 * SENTENCE


def _is_beside_month(context: Context, start: int) -> bool:
    """Whether the sentence has just named a month, with which the previous one is compared."""
    if context.grain != "M" or context.focus is None or start - context.last_end > SENTENCE:
        return False
    return not BREAK.search(context.text, max(0, context.last_end), start)


SENTENCE = 140  # characters
WEEKEND = 4  # from Friday on, the coming weekend is meant


BESIDE = re.compile(r"\s(before|after)\b(?=(\s?[.,;)]|$)?)")


def _beside(match: Match, context: Context, unit: str) -> Found | None:
    """ "the day before.", counted from what was told last; "the year after the war" hangs on something without a date."""
    after = BESIDE.match(context.text, match.end())
    groups = match.groupdict()
    if (
        after is None
        or (groups["which"] or "the").lower() != "the"
        or groups.get("edge")
        or groups.get("early")
    ):
        return None
    if context.is_narrative and (after[2] is None or context.grain != "D"):
        return None  # "on 2 October 1950, the day after they had crossed the river"
    if after[2] is None or context.focus is None:
        return Found("DATE", UNKNOWN_UNIT[unit])
    return _unit_near(context.focus, unit, -1 if after[1] == "before" else 1)


def _years_before_christ(year: int, unit: str) -> Found:
    """ "the following year" in a text about years before Christ; months and days are not worked out."""
    if unit == "year" and year > 0:
        return Found("DATE", f"BC{year:04d}", before_christ=year)
    return Found("DATE", UNKNOWN_UNIT[unit])


FINER = {"Y": ("M", 12), "E": ("Y", 10), "C": ("Y", 100)}


def read_ago(match: Match, context: Context) -> Found | None:
    """ "two weeks ago", "a year later", "three days earlier"."""
    groups = match.groupdict()
    unit, way = match["unit"].lower(), match["way"].lower()
    code = unit_code(unit)
    past = way.startswith(("ago", "earlier", "before", "previously", "prior"))
    count = number_value(groups.get("number") or "")
    if groups.get("vague") or (count is None and not groups.get("number")):
        return Found("DATE", "PAST_REF" if past else "FUTURE_REF")
    if count is None:
        return None
    if unit.startswith("fortnight"):
        count *= 2
    elif count != round(count) and code in FINER:  # "half a century ago"
        code, count = FINER[code][0], count * FINER[code][1]
    if code in CLOCK_UNITS:
        return _clock_from(-count if past else count, code, way.startswith("ago"), context)
    if groups.get("anchor") and context.reference and not context.is_narrative:
        return _ago_from(groups["anchor"].lower(), context.reference, count, code)
    if code == "Y" and past and (quarter := compared_quarter(count, context, *match.span())):
        return quarter
    return _counted(-count if past else count, code, _base_of(way, code, match, context), match, context)


CLOCK_UNITS = {"TH": 3600, "TM": 60, "TS": 1}  # seconds
DAY_SECONDS = 24 * 3600


def _clock_from(count: float, code: str, is_ago: bool, context: Context) -> Found | None:
    """ "two hours ago", "ten minutes later": counted from the time told last, else some time of the day it belongs to."""
    seconds, clock, focus = count * CLOCK_UNITS[code], context.clock, context.focus
    day = context.now if is_ago else focus if context.grain == "D" else None
    if seconds % DAY_SECONDS == 0 and day:
        return day_found(add_days(day, seconds // DAY_SECONDS))
    if clock is None or is_ago or clock.date() != focus:
        return Found("TIME", f"{day or 'XXXX-XX-XX'}TXX:XX")
    moved = add_seconds(clock, seconds)
    if moved is None:
        return None
    return Found("TIME", moved.isoformat(timespec="minutes"), moved.date().isoformat(), moved.date(), "D")


def add_seconds(clock: datetime, count: float) -> datetime | None:
    try:
        return clock + timedelta(seconds=count)
    except OverflowError:
        return None


def _base_of(way: str, code: str, match: Match, context: Context) -> date | None:
    """The day from which "ago", "later" or "earlier" counts."""
    if context.is_narrative or context.reference is None:
        return context.focus or context.now
    if way.startswith(("ago", "from")):
        return context.reference
    if way.startswith(("later", "after")):
        return context.focus  # None if it is of a day that nobody named
    return context.focus if code == "M" and _is_beside_month(context, match.start()) else context.reference


def _counted(count: float, code: str, base: date | None, match: Match, context: Context) -> Found | None:
    """The date so many units from the base; without its days where they cannot be known."""
    unknown = Found("DATE", UNKNOWN_UNIT.get(match["unit"].lower().rstrip("s"), "XXXX-XX-XX"))
    if base is None and context.before_christ and code == "Y":
        return _years_before_christ(context.before_christ - round(count), "year")
    if base is None:
        is_news = context.reference is not None and not context.is_narrative
        return unknown if is_news else Found("DURATION", period(abs(count), code))
    if context.is_narrative and code in "DW" and context.grain not in ("D", "W"):
        return Found("DATE", "XXXX-XX-XX")
    found = moved_by(base, count, code)
    if count < 0 or context.is_narrative or not (found and found.anchor and context.reference):
        return found
    is_later = match["way"].lower().startswith(("later", "after")) and found.anchor > context.reference
    # "two years later they signed it" cannot lie ahead.
    return unknown if is_later and context.direction(match.start(), match.end()) < 0 else found


def _ago_from(anchor: str, reference: date, count: float | None, code: str) -> Found | None:
    """ "a year ago today", "five years ago this week", "a week ago Sunday"."""
    if anchor in DAYS:
        base = add_days(reference, -((reference.weekday() - DAYS[anchor]) % 7))
    else:
        base = add_days(reference, {"yesterday": -1, "tomorrow": 1}.get(anchor, 0))
    if base is None or count is None:
        return None
    moved = (
        add_months(base, -round(count * {"M": 1, "Y": 12, "E": 120}[code]))
        if code in "MYE"
        else add_days(base, -count * {"D": 1, "W": 7}.get(code, 0))
    )
    if moved is None:
        return None
    if anchor.endswith("month"):
        return month_found(moved.year, moved.month)
    return week_found(moved) if anchor.endswith("week") else day_found(moved)


WHICH = rf"(?:the{S}(?:very{S}|immediately{S})?(?:same|previous|preceding|prior|following|next|past|last|coming|current|subsequent|upcoming)|this{S}(?:past|coming)|this{S}same|that{S}(?:very|same)|this|that|last|next|previous|current)"
