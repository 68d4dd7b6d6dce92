"""Dates as feeds and pages write them, in any form: only complete dates count, and nothing is filled in."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_tz

MAX_WRITTEN = 200  # characters; nothing longer is a date
YEAR_FIRST = re.compile(
    r"(?<!\d)(\d{4})\s?(?:[-./]|년|年)\s?(\d{1,2})\s?(?:[-./]|월|月)\s?(\d{1,2})(?!\d|[-./:]\d)", re.ASCII
)
COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{2,6}\S*)?", re.ASCII)
SECONDS = re.compile(r"(\d{10})(?:\d{3}|\.\d+)?", re.ASCII)  # since 1970
YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})([-./])\s?(\d{1,2})\2\s?(\d{4})(?!\d)", re.ASCII)
NO_YEAR = re.compile(r"(?<!\d)0001(?!\d)")
# Two reference days far apart: a result that is the same for both depends on neither.
EARLY, LATE = date(1801, 2, 3), date(2197, 11, 29)


def written_day(written: str, language: str = "") -> date | None:
    """The day that a date names, in its own time zone; None if it is not a complete day ("Sept 2024", "10:00"), or is
    ambiguous (06/09/2024)."""
    written = written.strip()
    if not written or len(written) > MAX_WRITTEN or NO_YEAR.search(written):
        return None
    day = _day(written, language)
    # Programs write these for a missing date: the end of their calendar, the start of their clock.
    return None if day is None or day.year == 9999 or day == date(1970, 1, 1) else day


def _day(written: str, language: str) -> date | None:
    if found := YEAR_FIRST.search(written) or COMPACT.fullmatch(written):
        return _calendar(*found.groups())
    if found := SECONDS.fullmatch(written):
        return datetime.fromtimestamp(int(found[1]), UTC).date()
    if found := YEAR_LAST.search(written):
        one, sign, other, year = found.groups()
        if sign == "." or int(one) > 12 or one == other:
            return _calendar(year, other, one)
        return _calendar(year, one, other) if int(other) > 12 else None
    if not any(c.isalpha() for c in written):
        return None  # 24.09.06 is one day in Seoul and another in Berlin
    return (
        _mail_day(written, language)
        if re.search(r"[A-Za-z]{3}", written)
        else _day_in_words(written, language)
    )


def _mail_day(written: str, language: str) -> date | None:
    """A day in the form of RFC 822, with or without a time."""
    try:
        parts = parsedate_tz(written if ":" in written else f"{written} 00:00:00")
    except (ValueError, TypeError, IndexError):  # not a date at all
        parts = None
    return _calendar(*parts[:3]) if parts else _day_in_words(written, language)


def _day_in_words(written: str, language: str) -> date | None:
    """A day in words: in English, Korean or Japanese, or in the language of its page."""
    from articles.extraction.dates import find_dates  # only for uncommon forms

    for code in dict.fromkeys(("en", language or "en")):
        early, late = (
            {m.edtf for m in find_dates(written, reference_date=day, language=code) if m.edtf}
            for day in (EARLY, LATE)
        )
        same = {edtf for edtf in early & late if re.fullmatch(r"\d{4}-\d\d-\d\d", edtf)}
        if len(same) == 1:
            return date.fromisoformat(same.pop())
    return None


def _calendar(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
