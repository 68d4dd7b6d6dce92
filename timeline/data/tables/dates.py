"""Dates as spreadsheets write them: day-month order is decided for a whole column, and every reading is kept for the preview.

EDTF, and words a registered reader knows, are left to ``typed_dates``. Also read: 13/09/2024, 9/6/24, 06.09.2024,
2024/9/6, 2024. 9. 6., 6-Sep-24, 6 septembre 2024, 20240906, 45541 (days since 1900), midnights, and spans of two.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from babel import Locale

from timeline.curation.typed_dates import read_typed, refuse_two_readings
from timeline.dates import EdtfError, describe, parse_edtf


class Order(StrEnum):
    """Which comes first when both are numbers and the year comes last."""

    DAY = "day"
    MONTH = "month"


YEAR_LAST = re.compile(
    r"(?<![\d/.-])(\d{1,2})(?:(\s?[/.-]\s?)(\d{1,2})\2)(\d{4}|\d{2})(?![\d/-]|\.\d)", re.ASCII
)
YEAR_AND_MONTH = re.compile(r"(\d{4})\s?([./-])\s?(\d{1,2})\.?", re.ASCII)
NAMED = re.compile(
    r"(?:(\d{1,2})(?:\.|er|º)?[\s-]*(?:de\s+)?)?([^\W\d_]{3,})\.?([\s-]+)(?:de\s+)?(\d{4}|\d{2})"
)
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:\.0+)?", re.ASCII)
SERIAL = re.compile(r"(\d{5})(?:\.0+)?", re.ASCII)
WHOLE_YEAR = re.compile(r"(\d{4})\.0+", re.ASCII)
CLOCK = r"(?:(?:오전\s?12|午前\s?0|0?0):00(?::00(?:[.,]0+)?)?|12:00(?::00)?\s?AM)"
MIDNIGHT = re.compile(rf"(?<=\d)[T\s,]+{CLOCK}\s?(?:Z|UTC|[+-]\d\d:?\d\d)?(?=\s|$)", re.IGNORECASE)
TIME = re.compile(r"\d:\d\d|\d{5}\.0*[1-9]", re.ASCII)
BETWEEN = re.compile(r"\s*[–—~]\s*|\s+(?:-|to|bis|au|al|a)\s+")
LAST_OF_2000 = 29  # as in spreadsheets: 29 is 2029, 30 is 1930
LANGUAGES = ("en", "en_GB", "de", "fr", "es", "it", "pt", "nl")
SERIAL_NOTE = "were read as days since 1900, as spreadsheets store dates"
YEAR_NOTE = "have two-digit years, read as 1930 to 2029"


@dataclass(slots=True)
class Column:
    """Evidence for the order of a column: for each order a cell that fits only it, and a cell that fits both."""

    proofs: dict[Order, str] = field(default_factory=dict)
    dotted: str = ""
    unclear: str = ""

    def see(self, text: str) -> None:
        for found in YEAR_LAST.finditer(text):
            first, second = int(found[1]), int(found[3])
            if first > 12 >= second:
                self.proofs.setdefault(Order.DAY, text)
            elif second > 12 >= first:
                self.proofs.setdefault(Order.MONTH, text)
            elif first != second and "." in found[2]:
                self.dotted = self.dotted or text
            elif first != second:
                self.unclear = self.unclear or text

    @property
    def order(self) -> Order | None:
        """The order that fits the whole column; dates written with dots put the day first wherever they are used."""
        if len(self.proofs) == 1:
            return next(iter(self.proofs))
        return Order.DAY if self.dotted and not self.proofs and not self.unclear else None

    @property
    def is_asked(self) -> bool:
        return self.order is None and bool(self.unclear or self.dotted)


@dataclass(slots=True)
class Dates:
    """Reads the dates of one table. ``chosen`` is the user's choice for columns that fit both orders."""

    chosen: Order | None = None
    is_ours: bool = False  # an export of this site: what looks like EDTF is EDTF
    columns: dict[str, Column] = field(default_factory=dict)
    notes: Counter[str] = field(default_factory=Counter)
    read_now: list[tuple[str, str, str]] = field(default_factory=list)  # column, as written, EDTF

    def study(self, cells: Iterable[tuple[str, Any]]) -> None:
        """Look at all cells before any is read."""
        for column, cell in cells:
            if isinstance(cell, str):
                self.columns.setdefault(column, Column()).see(_tidy(cell))

    @property
    def is_asked(self) -> bool:
        return any(column.is_asked for column in self.columns.values())

    def explanations(self) -> list[str]:
        """How the dates were read, for the preview."""
        orders = [
            f"{name}: the {column.order} comes first{f', as {proof} shows' if (proof := column.proofs.get(column.order)) else ''}."
            for name, column in self.columns.items()
            if column.order
        ]
        return [*orders, *(f"{count} {note}." for note, count in self.notes.items())]

    def read(self, column: str, text: str) -> str:
        """The EDTF for a cell; raises EdtfError."""
        notes: list[str] = []
        edtf = self._read(column, _tidy(text), notes)
        self.notes.update(set(notes))
        self.read_now.append((column, text, edtf))
        return edtf

    def _read(self, column: str, text: str, notes: list[str]) -> str:
        try:
            return self._one(column, text, notes)
        except EdtfError as error:
            ends = BETWEEN.split(text)
            if len(ends) != 2 or not all(ends):
                raise
            try:
                first, last = (self._one(column, end, notes) for end in ends)
                return parse_edtf(f"{first}/{last}").text
            except EdtfError:
                raise error from None

    def _one(self, column: str, text: str, notes: list[str]) -> str:
        text = MIDNIGHT.sub("", text)
        if not self.is_ours:
            refuse_two_readings(text)
        try:
            return parse_edtf(text).text
        except EdtfError:
            if TIME.search(text):
                raise EdtfError(
                    f"“{text}” has a time of day: write only the day, such as 2024-09-06"
                ) from None
        whole = _bare_number(text, notes) or _month(text) or _named(text, notes)
        if whole:
            return parse_edtf(whole).text
        text = YEAR_LAST.sub(lambda found: self._ordered(column, found, notes), text)
        return read_typed(text)

    def _ordered(self, column: str, found: re.Match[str], notes: list[str]) -> str:
        text, first, second, year = found[0], found[1], found[3], found[4]
        if len(year) == 2 and "-" in found[2]:
            raise EdtfError(f"“{text}” can be read in three ways: write the year with four digits")
        year = _full_year(year, notes)
        readings = {}
        for order, (day, month) in {Order.DAY: (first, second), Order.MONTH: (second, first)}.items():
            try:
                readings[order] = _iso(text, year, month, day)
            except EdtfError:
                continue
        if not readings:
            raise EdtfError(f"“{text}” is not a calendar date")
        known = self.columns.get(column, Column())
        order = known.order or self.chosen
        if order in readings or len(set(readings.values())) == 1:
            if order in readings or known.order is None:
                return readings.get(order) or next(iter(readings.values()))
            raise EdtfError(f"“{text}” is not a date if the {order} comes first")
        one, other = (describe(edtf) for edtf in readings.values())
        raise EdtfError(
            f"“{text}” could be {one} or {other}: choose whether the day or the month comes first"
        )


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).replace("−", "-").split())


def _iso(text: str, year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        raise EdtfError(f"“{text}” is not a calendar date") from None


def _full_year(year: str, notes: list[str]) -> str:
    if len(year) == 4:
        return year
    notes.append(YEAR_NOTE)
    return f"{20 if int(year) <= LAST_OF_2000 else 19}{year}"


def _bare_number(text: str, notes: list[str]) -> str:
    """20240906, 2024.0 and 45541: a five-digit number counts days, as no year has so many digits."""
    if found := WHOLE_YEAR.fullmatch(text):
        return found[1]
    if found := COMPACT.fullmatch(text):
        return _iso(text, *found.groups())
    if found := SERIAL.fullmatch(text):
        notes.append(SERIAL_NOTE)
        return (date(1899, 12, 30) + timedelta(days=int(found[1]))).isoformat()
    return ""


def _month(text: str) -> str:
    """2024/9, 2024-9 and "2024. 9."; but 1911/12 may be two years."""
    found = YEAR_AND_MONTH.fullmatch(text)
    if not found or not 1 <= int(found[3]) <= 12:
        return ""
    if found[2] == "/" and len(found[3]) == 2 and int(found[3]) > int(found[1][2:]):
        raise EdtfError(
            f"“{text}” could be a month or several years: write {found[1]}-{found[3]}, or {found[1]}/{found[1][:2]}{found[3]}"
        )
    return f"{found[1]}-{int(found[3]):02}"


def _named(text: str, notes: list[str]) -> str:
    """6-Sep-24, 6. September 2024, 6 de septiembre de 2024, Sep-24: with or without the day."""
    found = NAMED.fullmatch(text)
    month = _months().get(found[2].casefold()) if found else None
    if not found or not month or (not found[1] and len(found[4]) == 2 and found[3] != "-"):
        return ""
    year = _full_year(found[4], notes)
    return _iso(text, year, str(month), found[1]) if found[1] else f"{year}-{month:02}"


@cache
def _months() -> dict[str, int]:
    """The names of the months in the European languages that tables use."""
    names: dict[str, int] = {}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in Locale.parse(language).months["format"][width].items():
                names.setdefault(name.casefold().rstrip("."), number)
    return names
