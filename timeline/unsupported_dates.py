"""What to write instead of EDTF that a timeline cannot hold: most of level 2, times of day, and years before 1."""

from __future__ import annotations

import re

LONGEST = 200  # characters of a text that may be a date
LIKE_EDTF = re.compile(
    r"[\dXxuYyEST:+?~%.,/^\[\]{}\s-]*Z?[\dX.,/\]}-]*|\S*/(?:unknown|open)|(?:unknown|open)/\S*|[\d-]+\^\w+",
    re.ASCII,
)
BEFORE_CHRIST = re.compile(r"\bB\.?C\.?(?:E\b|E\.)?(?!\w)|기원전|紀元前")
TIME = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)[T\s]\d", re.ASCII)
PART_WITH_PLACE = re.compile(r"(\d{4})-2([1-4])\^(north|south)\w*", re.ASCII | re.IGNORECASE)
BEFORE_YEAR_1 = "dates begin with the year 0001. A span that began before it is written ../0014; tell an earlier date in the summary"
ADVICE = [
    (re.compile(shape, re.ASCII), advice)
    for shape, advice in (
        (r"(?:^|/)(?:Y?-\d|-?0000)", BEFORE_YEAR_1),
        (r"(?:^|/)[Yy]?\+?\d{5,}|Y|\dE\d", "a year has four digits, 0001 to 9999, and a day is written 2024-09-06"),
        (r"^\[.*\]$", "it is one of several dates. Write the span from the first to the last of them, such as 1667/1672, or the likeliest with ?, such as 1667?"),
        (r"^\{.*\}$", "it is several dates. Add an event for each, or write the span from the first to the last of them, such as 1667/1672"),
        (r"[\[{].*[\]}]", "it holds a set of dates. Write the span from the first to the last of them, such as 1667/1672"),
        (r"\dS\d", "write what is known of the year as 195X or 19XX, or the year as about 1950: 1950~"),
        (r"\^", "write the part of the year as a number from 21 to 41, such as 2001-21 for spring 2001 and 2001-34 for its second quarter"),
        (r"unknown", "an end that nobody knows is left empty: 1985/"),
        (r"open", "what goes on is written 1985/.."),
        (r"\d[ux]|-(?:uu|xx)", "what is unknown is a capital X: 199X, 2024-XX"),
        (r"(?:^|/)[?~%]|[?~%](?:-|\d\d?(?!\d))", "?, ~ and % stand after the whole date: 2004-06-11~"),
        (r"X", "X stands for the end of a year (199X, 19XX) or for a whole month or day (2024-XX, 2024-09-XX)"),
    )
]  # fmt: skip


def advice_on(text: str) -> str:
    """What to write instead of unsupported EDTF; "" if the text is not like EDTF at all."""
    if len(text) > LONGEST:
        return ""
    if BEFORE_CHRIST.search(text):
        return BEFORE_YEAR_1
    if not LIKE_EDTF.fullmatch(text):
        return ""
    if found := TIME.search(text):
        return f"dates are whole days. Write {'-'.join(found.groups())}"
    if found := PART_WITH_PLACE.fullmatch(text):
        first = 25 if found[3].lower() == "north" else 29
        return f"write the season of that hemisphere as {found[1]}-{first + int(found[2]) - 1}"
    if fixed := _qualified_as_a_whole(text):
        return f"?, ~ and % stand after the whole date. Write {fixed}"
    return next((advice for shape, advice in ADVICE if shape.search(text)), "")


PARTLY_QUALIFIED = re.compile(r"[?~%]?\d{4}[?~%]?(?:-[?~%]?\d\d[?~%]?){0,2}", re.ASCII)


def _qualified_as_a_whole(text: str) -> str:
    """2004-06-11~ for 2004-06~-11, ?2004-06-11 and the like, each end of a span by itself; "" for anything else."""
    ends = text.split("/")
    if not all(PARTLY_QUALIFIED.fullmatch(end) or end in ("", "..") for end in ends):
        return ""
    fixed = []
    for end in ends:
        signs = {sign for sign in end if sign in "?~%"}
        fixed.append(re.sub("[?~%]", "", end) + ("%" if len(signs) > 1 else "".join(signs)))
    return "/".join(fixed) if fixed != ends else ""
