"""Dates found in a text, and how neighbouring ones are combined: spans, and days counted from another day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from .context import FROM_TO, add_days, add_months


@dataclass(frozen=True, slots=True)
class DateMention:
    """An expression in the text: code points start..end (exclusive), TIMEX3 type and value, and EDTF if it is a date."""

    start: int
    end: int
    timex_type: str
    timex_value: str
    edtf: str | None
    rule: str = ""


ABOUT = re.compile(r"\b(?:about|around|circa|approximately|roughly|ca?\.|some)|[頃경쯤]|ごろ", re.IGNORECASE)
ABOUT_REACH = 12  # characters before a date within which "about" belongs to it


def as_happened(text: str, mention: DateMention, kind: str) -> str:
    """The EDTF of an event of this kind: only a period can be open-ended, and "early in 2016" is certainly in 2016."""
    edtf = mention.edtf or ""
    if kind == "period":
        return edtf
    edtf = edtf.removesuffix("/..").removeprefix("../")
    is_about = ABOUT.search(text, max(0, mention.start - ABOUT_REACH), mention.end)
    return edtf if is_about else edtf.replace("~", "")


def join_spans(mentions: list[DateMention]) -> list[DateMention]:
    """Join the two mentions of a span in words, for callers who need the period rather than the words."""
    joined: list[DateMention] = []
    whole = 0  # how many of the joined mentions are finished
    for mention in mentions:
        before = joined[-1] if len(joined) > whole else None
        if (
            before
            and mention.edtf
            and before.edtf
            and before.rule == mention.rule
            and before.edtf.endswith("/" + mention.edtf)
        ):
            joined[-1] = replace(before, end=mention.end)
            whole = len(joined)
        else:
            joined.append(mention)
    return joined


def join_years(text: str, mentions: Sequence[DateMention]) -> list[DateMention]:
    """Join a month and the year in words after it: "March last year"."""
    joined: list[DateMention] = []
    for mention in mentions:
        before = joined[-1] if joined else None
        if (
            before
            and len(before.edtf or "") == 7
            and len(mention.edtf or "") == 4
            and YEAR_BEHIND.fullmatch(text, mention.start, mention.end)
            and text[before.end : mention.start] in (" ", " of ", ", ")
        ):
            joined[-1] = replace(before, end=mention.end, edtf=f"{mention.edtf}{(before.edtf or '')[4:]}")
        else:
            joined.append(mention)
    return joined


YEAR_BEHIND = re.compile(r"(?:last|this|next|the same|the previous|the following) year", re.IGNORECASE)


MOVED = re.compile(
    r"\b(?:postponed|moved|delayed|put\soff|rescheduled|brought\sforward|changed|raised|lowered)\b[^.]*$"
)


def with_spans(text: str, found: list[DateMention]) -> list[DateMention]:
    """Give the first of two dates joined by "から" or "부터" the EDTF of the whole span, as in other languages."""
    for n, (first, second) in enumerate(pairwise(found)):
        if (
            first.edtf
            and second.edtf
            and first.edtf < second.edtf
            and FROM_TO.fullmatch(text, first.end, second.start)
        ):
            if "/" in first.edtf + second.edtf or len(first.edtf) != len(second.edtf):
                continue
            if MOVED.search(text, max(0, first.start - 40), first.start):
                continue  # "postponed from 3 May to 5 June"
            found[n] = replace(first, edtf=f"{first.edtf}/{second.edtf}", rule=second.rule)
    return found


OFFSET = re.compile(r"\s(?P<way>before|after|from|following|prior\sto)\s(?:the\s)?")
LENGTH = re.compile(r"P(?P<count>\d+)(?P<unit>[DWMY])")


def with_offsets(text: str, found: list[DateMention], reference: date | None) -> list[DateMention]:
    """Join "two weeks before 13 May 1999": a day counted from a day that is given."""
    kept: list[DateMention] = []
    for mention in found:
        before = kept[-1] if kept else None
        if before and mention.rule != "offset" and (day := _offset(text, before, mention, reference)):
            kept[-1] = DateMention(
                before.start, mention.end, "DATE", day.isoformat(), day.isoformat(), "offset"
            )
        else:
            kept.append(mention)
    return kept


def _offset(text: str, length: DateMention, day_given: DateMention, reference: date | None) -> date | None:
    if (
        length.timex_type != "DURATION"
        or day_given.timex_type != "DATE"
        or not day_given.edtf
        or not IS_DAY.fullmatch(day_given.edtf)
    ):
        return None
    amount, between = (
        LENGTH.fullmatch(length.timex_value),
        OFFSET.fullmatch(text, length.end, day_given.start),
    )
    if not amount or not between:
        return None
    count = int(amount["count"]) * (-1 if between["way"] in ("before", "prior to") else 1)
    day = date.fromisoformat(day_given.edtf)
    if day_given.rule == "weekday" and between["way"] == "from" and reference and day < reference:
        day += timedelta(days=7)  # "a week from Friday" lies ahead
    if amount["unit"] in "DW":
        return add_days(day, count * (7 if amount["unit"] == "W" else 1))
    return add_months(day, count * (12 if amount["unit"] == "Y" else 1))


IS_DAY = re.compile(r"\d{4}-\d\d-\d\d")
