"""Dates as curators type them: EDTF itself, or words that a registered reader understands."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from django import forms
from django.urls import reverse_lazy

from .dates import EdtfError, describe, parse_edtf

UNDERSTOOD = (
    "2024-09-06, 6-7 September 2024, Sept 2024, circa 1907, since 2022, 1910-1945, 2024년 9월 6일 or EDTF"
)

Reader = Callable[[str], str | None]
_readers: list[Reader] = []


def register_reader(reader: Reader) -> None:
    """Add what turns words into EDTF, or None; the app that reads articles does so when it starts."""
    if reader not in _readers:
        _readers.append(reader)


def read_typed(text: str) -> str:
    """The EDTF of what was typed; raises EdtfError, saying what would be understood."""
    text = unicodedata.normalize("NFKC", text).strip()  # figures as Japanese keyboards write them
    try:
        return parse_edtf(text).text
    except EdtfError:
        pass
    for reader in _readers:
        edtf = reader(text)
        if edtf is not None:
            return parse_edtf(edtf).text
    raise EdtfError(f"{text!r} is no date that can be read here. What would be: {UNDERSTOOD}.")


def reading_of(text: str) -> dict[str, str]:
    """What a date field would make of it, for those who are typing: its words and EDTF, or the error."""
    try:
        edtf = read_typed(text)
    except EdtfError as error:
        return {"error": str(error)}
    return {"edtf": edtf, "words": describe(edtf)}


class TypedDateField(forms.CharField):
    """Takes a date in words and gives its EDTF."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 80)
        kwargs.setdefault("label", "Date")
        kwargs.setdefault("help_text", f"As you would write it: {UNDERSTOOD}.")
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
