"""Dates as precise as they are known: EDTF text, its bounds, and how to say it in words.

The text is ISO 8601-2 (EDTF, https://www.loc.gov/standards/datetime/) up to level 1, for the years 0001 to 9999:
days, months, seasons, years, decades and centuries with X for what is unknown, intervals, open ends, and the
qualifiers ``?`` (uncertain), ``~`` (approximate) and ``%`` (both). No Django here.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import cast

from babel.dates import format_date, format_interval, format_skeleton

OPEN_START, OPEN_END = (
    date.min,
    date.max,
)  # stand for ".." so that both databases compare and sort them as dates


class Precision(StrEnum):
    """How finely a date is known; an interval has the coarser precision of its two ends."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"


RANK = {precision: rank for rank, precision in enumerate(Precision)}
SEASONS = {
    21: (3, 5),
    22: (6, 8),
    23: (9, 11),
    24: (12, 14),
}  # months of the northern year, 14 = next February

POINT = re.compile(
    r"""(?P<year> \d{4} | \d{3}X | \d{2}XX )
        (?: - (?P<month> \d{2} | XX ) (?: - (?P<day> \d{2} | XX ) )? )?
        (?P<qualifier> [?~%] )?""",
    re.VERBOSE | re.ASCII,  # the digits of other scripts are no EDTF
)


class EdtfError(ValueError):
    """The text is no EDTF date that a timeline can hold; the message says why."""


@dataclass(frozen=True, slots=True)
class Point:
    """One end of a date: its first and last possible day, its precision and its qualifier."""

    text: str
    earliest: date
    latest: date
    precision: Precision
    qualifier: str = ""


@dataclass(frozen=True, slots=True)
class Edtf:
    """A parsed date. ``earliest`` and ``latest`` bound it; open ends are OPEN_START and OPEN_END."""

    text: str
    earliest: date
    latest: date
    precision: Precision
    start: Point | None
    end: Point | None

    @property
    def is_interval(self) -> bool:
        return "/" in self.text

    @property
    def is_approximate(self) -> bool:
        return "~" in self.text or "%" in self.text

    @property
    def is_uncertain(self) -> bool:
        return "?" in self.text or "%" in self.text

    @property
    def is_vague(self) -> bool:
        """Whether the date is coarser than a day or qualified, and so has to be drawn as vague."""
        return self.precision != Precision.DAY or self.is_approximate or self.is_uncertain

    def covers(self, other: Edtf) -> bool:
        """Whether every day that ``other`` may mean lies within this date."""
        return self.earliest <= other.earliest and other.latest <= self.latest

    def overlaps(self, other: Edtf) -> bool:
        return self.earliest <= other.latest and other.earliest <= self.latest


@lru_cache(maxsize=4096)
def parse_edtf(text: str) -> Edtf:
    """Parse an EDTF date, ``parse_edtf("2024-09-06/2024-09-07").latest == date(2024, 9, 7)``.

    Raises EdtfError, with what is wrong and what would be right, for anything else.
    """
    if "/" not in text:
        point = _parse_point(text, text)
        return Edtf(text, point.earliest, point.latest, point.precision, point, point)
    first, _, last = text.partition("/")
    start = None if first in ("", "..") else _parse_point(first, text)
    end = None if last in ("", "..") else _parse_point(last, text)
    known = [point for point in (start, end) if point]
    if not known:
        raise EdtfError(f"{text!r} names no date: give at least one end, such as 2022/..")
    earliest = start.earliest if start else OPEN_START
    latest = end.latest if end else OPEN_END
    if earliest > latest:
        raise EdtfError(f"{text!r} ends before it starts")
    precision = max((point.precision for point in known), key=RANK.__getitem__)
    return Edtf(text, earliest, latest, precision, start, end)


def _parse_point(text: str, whole: str) -> Point:
    match = POINT.fullmatch(text)
    if not match:
        raise EdtfError(
            f"{whole!r} is not an EDTF date: use forms such as 2024-09-06, 2024-09, 1910/1945, 1907~, 2022/.."
        )
    year, month, day, qualifier = match.group("year", "month", "day", "qualifier")
    try:
        earliest, latest, precision = _bounds(year, month, day)
    except ValueError as error:
        raise EdtfError(f"{whole!r} is not a date: {error}") from None
    return Point(text, earliest, latest, precision, qualifier or "")


def _bounds(year: str, month: str | None, day: str | None) -> tuple[date, date, Precision]:
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    first = max(first, 1)  # 000X starts with year 1, the first that a calendar date can hold
    if last < 1:
        raise ValueError("the year 0000 comes before the first that can be drawn, 0001")
    if first != last:
        if month:
            raise ValueError("a decade or century has no months")
        return (
            date(first, 1, 1),
            date(last, 12, 31),
            Precision.DECADE if last - first < 10 else Precision.CENTURY,
        )
    if month is None or month == "XX":
        if day not in (None, "XX"):
            raise ValueError("a day needs its month")
        return date(first, 1, 1), date(first, 12, 31), Precision.YEAR
    number = int(month)
    if number in SEASONS and day is None:
        return (*_season(first, number), Precision.SEASON)
    if not 1 <= number <= 12:
        raise ValueError(f"there is no month {month} (seasons are 21 to 24 and take no day)")
    if day is None or day == "XX":
        return (
            date(first, number, 1),
            date(first, number, calendar.monthrange(first, number)[1]),
            Precision.MONTH,
        )
    exact = date(first, number, int(day))
    return exact, exact, Precision.DAY


def _season(year: int, season: int) -> tuple[date, date]:
    first, last = SEASONS[season]
    end_year, end_month = (year + 1, last - 12) if last > 12 else (year, last)
    end_year = min(end_year, date.max.year)
    return date(year, first, 1), date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])


LOCALES = {"en": "en_GB", "ko": "ko", "ja": "ja"}
SEASON_NAMES = {
    "en": ("spring {}", "summer {}", "autumn {}", "winter {}"),
    "ko": ("{}년 봄", "{}년 여름", "{}년 가을", "{}년 겨울"),
    "ja": ("{}年春", "{}年夏", "{}年秋", "{}年冬"),
}
PHRASES = {
    "en": {"decade": "{}s", "~": "about {}", "?": "perhaps {}", "%": "perhaps about {}", "since": "since {}", "until": "until {}", "to": "{} – {}"},
    "ko": {"decade": "{}년대", "~": "{}경", "?": "{}(불확실)", "%": "{}경(불확실)", "since": "{}부터", "until": "{}까지", "to": "{}~{}"},
    "ja": {"decade": "{}年代", "~": "{}頃", "?": "{}(不確か)", "%": "{}頃(不確か)", "since": "{}から", "until": "{}まで", "to": "{}～{}"},
}  # fmt: skip
SKELETONS = {Precision.DAY: "yMMMMd", Precision.MONTH: "yMMMM", Precision.YEAR: "y"}


def _language(language: str) -> str:
    code = language[:2].lower()
    return code if code in LOCALES else "en"


@lru_cache(maxsize=8192)
def describe(text: str, language: str = "en") -> str:
    """Say an EDTF date in words: ``describe("2022/..") == "since 2022"``, in English, Korean or Japanese.

    Raises EdtfError for text that is no date. An unknown language falls back to English.
    """
    edtf, code = parse_edtf(text), _language(language)
    phrases = PHRASES[code]
    if edtf.start is None or edtf.end is None:
        known = cast(Point, edtf.start or edtf.end)
        return phrases["since" if edtf.start else "until"].format(_describe_point(known, code))
    if not edtf.is_interval:
        return _describe_point(edtf.start, code)
    start, end = edtf.start, edtf.end
    if (
        start.precision == end.precision
        and start.precision in SKELETONS
        and not (start.qualifier or end.qualifier)
    ):
        if code == "en":
            return _english_interval(start, end)
        skeleton = SKELETONS[start.precision]
        return format_interval(start.earliest, end.earliest, skeleton, locale=LOCALES[code])
    return phrases["to"].format(_describe_point(start, code), _describe_point(end, code))


def _english_interval(start: Point, end: Point) -> str:
    """Leave out of the first date what it shares with the second (CLDR would shorten the month's name)."""
    first, last = _describe_unqualified(start, "en").split(), _describe_unqualified(end, "en").split()
    shared = 0
    while shared < len(first) - 1 and first[-1 - shared] == last[-1 - shared]:
        shared += 1
    kept = first[: len(first) - shared]
    dash = "–" if len(kept) == 1 else " – "
    return " ".join(kept) + dash + " ".join(last)


def _describe_point(point: Point, code: str) -> str:
    words = _describe_unqualified(point, code)
    return PHRASES[code][point.qualifier].format(words) if point.qualifier else words


def _describe_unqualified(point: Point, code: str) -> str:
    locale, year = LOCALES[code], point.earliest.year
    if point.precision == Precision.DAY:
        return format_date(point.earliest, "long", locale=locale)
    if point.precision == Precision.MONTH:
        return format_skeleton("yMMMM", point.earliest, locale=locale)
    if point.precision == Precision.SEASON:
        return SEASON_NAMES[code][int(point.text[5:7]) - 21].format(year)
    if point.precision == Precision.YEAR:
        return format_skeleton("y", point.earliest, locale=locale)
    if point.precision == Precision.DECADE:
        return PHRASES[code]["decade"].format(point.latest.year - 9)
    return _century(point.latest.year // 100 + 1, code)


def _century(number: int, code: str) -> str:
    if code != "en":
        return f"{number}{'세기' if code == 'ko' else '世紀'}"
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending} century"
