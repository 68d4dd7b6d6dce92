"""Dates as curators type them: EDTF, or words that a registered reader understands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from django import forms
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from timeline.dates import BeyondReachError, EdtfError, describe, months_of_part, parse_edtf

UNDERSTOOD = "2024-09-06, 6-7 September 2024, Sept 2024, circa 1907, since 2022, 1910-1945, Q2 2024, 2024년 9월 6일 or EDTF"

YEAR_FIRST = re.compile(
    r"(?<![\d/.-])(\d{4})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?:\.(?!\d)|(?![\d/.-]))", re.ASCII
)  # 2024/9/6, 2024-9-6, 2024. 9. 6.

YEAR_AND_PART = re.compile(r"([12]\d{3})-(2[1-9]|3\d|4[01])", re.ASCII)
LAST_PLAIN_SEASON = 24
FIRST_OF_SHORT_SEASONS = (
    1999  # seasons without a hemisphere are common in EDTF: 2001-21 is the standard's own example
)

Reader = Callable[[str], str | None]
_readers: list[Reader] = []


def register_reader(reader: Reader) -> None:
    """Add a function that turns words into EDTF, or None; the app that reads articles adds one when it starts."""
    if reader not in _readers:
        _readers.append(reader)


def read_typed(text: str) -> str:
    """The EDTF for typed text; raises EdtfError with examples of what is understood."""
    text = unicodedata.normalize("NFKC", text).strip()  # full-width digits, as Japanese keyboards write them
    refuse_two_readings(text)
    try:
        return parse_edtf(text).text
    except BeyondReachError:
        raise
    except EdtfError:
        pass
    text = YEAR_FIRST.sub(lambda found: f"{found[1]}-{int(found[3]):02}-{int(found[4]):02}", text)
    for reader in (_edtf, *_readers):
        edtf = reader(text)
        if edtf is not None:
            return parse_edtf(edtf).text
    raise EdtfError(f"{text!r} cannot be read as a date. Examples that can: {UNDERSTOOD}.")


def refuse_two_readings(text: str) -> None:
    """Raise EdtfError for 1939-41: in EDTF the second half of 1939, but whoever types it may mean the years 1939 to 1941.

    From 2000 on a season such as 2001-21 is what EDTF says, and so is a number that as a year would still lie ahead.
    """
    found = YEAR_AND_PART.fullmatch(text)
    if not found:
        return
    year, part = int(found[1]), int(found[2])
    last = year // 100 * 100 + part
    if year < last <= (FIRST_OF_SHORT_SEASONS if part <= LAST_PLAIN_SEASON else timezone.localdate().year):
        months = "/".join(f"{day:%Y-%m}" for day in months_of_part(year, part))
        raise EdtfError(
            f"{text!r} could be {describe(text)} or the years {year} to {last}: write {months}, or {year}/{last}"
        )


def _edtf(text: str) -> str | None:
    try:
        return parse_edtf(text).text
    except EdtfError:
        return None


def reading_of(text: str) -> dict[str, str]:
    """How a date field reads it, shown while typing: words and EDTF, or the error."""
    try:
        edtf = read_typed(text)
    except EdtfError as error:
        return {"error": str(error)}
    return {"edtf": edtf, "words": describe(edtf, get_language() or "en")}


class TypedDateField(forms.CharField):
    """A form field that accepts a date in words and returns its EDTF."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 80)
        kwargs.setdefault("label", _("Date"))
        kwargs.setdefault("help_text", format_lazy(_("For example: {}."), UNDERSTOOD))
        super().__init__(**kwargs)
        reading = reverse_lazy("admin:timeline_event_read_date")
        self.widget.attrs.update(
            {"class": "vTextField typed-date", "autocomplete": "off", "data-reading": reading}
        )

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return text
        try:
            return read_typed(text)
        except EdtfError as error:
            raise forms.ValidationError(str(error)) from error
