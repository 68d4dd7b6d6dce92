"""One date as somebody types it: "6-7 Sept 2024", "circa 1907", "since 2022", "昭和20年8月15日"."""

from __future__ import annotations

import re

from .dates import find_dates, join_spans

LEADS = (
    (
        re.compile(r"(?:perhaps|possibly|probably|maybe)\s+(?:about|around|circa|ca?\.)\s*", re.IGNORECASE),
        "{}%",
    ),
    (re.compile(r"(?:since|from|after|starting)\s+", re.IGNORECASE), "{}/.."),
    (re.compile(r"(?:until|till|up\sto|before)\s+", re.IGNORECASE), "../{}"),
    (re.compile(r"(?:circa|ca?\.|ca|about|around|approximately|roughly)\s*", re.IGNORECASE), "{}~"),
    (re.compile(r"(?:perhaps|possibly|probably|maybe)\s+", re.IGNORECASE), "{}?"),
)
SMALL = re.compile(r"(?:in|on|the|between|from|of)?\s*", re.IGNORECASE)
QUARTER_OR_HALF = re.compile(r"(\d{4})-(?:Q([1-4])|H([12]))")  # as TIMEX3 values
SEASON = re.compile(r"(\d{4})-2([1-4])")
HEMISPHERE = re.compile(
    r"\s*[(（]?(?:(?:in\s+)?the\s+)?(?:(north)(?:ern\s+hemisphere)?|(south)(?:ern\s+hemisphere)?|(북반구)|(남반구)|(北半球)|(南半球))[)）]?",
    re.IGNORECASE,
)


def read_written_date(text: str) -> str | None:
    """The EDTF of a date in words that does not depend on another day; None if there is no such date, or more than one.

    >>> read_written_date("circa 1907")
    '1907~'
    """
    words = " ".join(text.split())
    shape = "{}"
    bare = _only_date(words)
    if bare is not None and "/" in bare:
        return bare  # "from 1910 to 1945"
    for lead, form in LEADS:
        if match := lead.match(words):
            words, shape = words[match.end() :], form
            break
    if words.endswith("?"):
        words, shape = words[:-1].rstrip(), "{}?" if shape == "{}" else shape
    edtf = _only_date(words)
    if edtf is None or (shape != "{}" and ("/" in edtf or edtf[-1] in "~?%")):
        return None if edtf is None or shape != "{}~" else edtf
    return shape.format(edtf)


def _only_date(words: str) -> str | None:
    """The EDTF of a text that is one date and nothing else."""
    # find_dates does not take a bare number in a sentence for a year; in a date field it is one.
    if re.fullmatch(r"[12]\d{3}", words):
        return words
    mentions = [m for m in join_spans(find_dates(words, reference_date=None)) if m.edtf]
    if len(mentions) != 1:
        return None
    found = mentions[0]
    before, after = words[: found.start], words[found.end :].rstrip(" .")
    if not SMALL.fullmatch(before):
        return None
    if (part := QUARTER_OR_HALF.fullmatch(found.timex_value)) and not after:
        return f"{part[1]}-{32 + int(part[2]) if part[2] else 39 + int(part[3])}"
    if (season := SEASON.fullmatch(found.edtf or "")) and (place := HEMISPHERE.fullmatch(after)):
        return f"{season[1]}-{(28 if place[2] or place[4] or place[6] else 24) + int(season[2])}"
    return None if after else found.edtf
