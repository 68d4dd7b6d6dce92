"""Dates as precise as they are known: EDTF text, its bounds, and its form in words.

The text is ISO 8601-2 (EDTF, https://www.loc.gov/standards/datetime/) up to level 1, for the years 0001 to 9999:
days, months, seasons, years, decades and centuries with X for what is unknown, intervals, open ends, and the
qualifiers ``?`` (uncertain), ``~`` (approximate) and ``%`` (both). A season is three whole months, named by the north: spring
2001-21 is March to May, and winter 2001-24 is December 2001 to February 2002, under the year in which it begins. An interval
that ends with ``..`` goes on, one that ends with nothing (``1985/``) ended on a day that nobody knows; both are drawn open. No
Django here.
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
    """How precisely a date is known; an interval has the lower precision of its two ends."""

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
    re.VERBOSE | re.ASCII,  # digits of other scripts are not EDTF
)


class EdtfError(ValueError):
    """The text is not an EDTF date that a timeline can hold; the message says why."""


class BeyondReachError(EdtfError):
    """The text is EDTF, or nearly, but a timeline cannot hold it; the message says what to write instead."""


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
        """Whether the date is less precise than a day or qualified, and so is drawn as vague."""
        return self.precision != Precision.DAY or self.is_approximate or self.is_uncertain

    def covers(self, other: Edtf) -> bool:
        """Whether every possible day of ``other`` is within this date."""
        return self.earliest <= other.earliest and other.latest <= self.latest

    def overlaps(self, other: Edtf) -> bool:
        return self.earliest <= other.latest and other.earliest <= self.latest


@lru_cache(maxsize=4096)
def parse_edtf(text: str) -> Edtf:
    """Parse an EDTF date, ``parse_edtf("2024-09-06/2024-09-07").latest == date(2024, 9, 7)``.

    Raises EdtfError, with what is wrong and what would be right, for anything else.
    """
    try:
        return _parse(text)
    except EdtfError:
        if advice := _advice(text):
            raise BeyondReachError(f"{text!r} is not supported: {advice}") from None
        raise


def _parse(text: str) -> Edtf:
    if "/" not in text:
        point = _parse_point(text, text)
        return Edtf(text, point.earliest, point.latest, point.precision, point, point)
    first, _, last = text.partition("/")
    start = None if first in ("", "..") else _parse_point(first, text)
    end = None if last in ("", "..") else _parse_point(last, text)
    known = [point for point in (start, end) if point]
    if not known:
        raise EdtfError(f"{text!r} has no date: give at least one end, such as 2022/..")
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
        raise ValueError("the year 0000 is before the first supported year, 0001")
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
    if end_year > date.max.year:
        return date(year, first, 1), date.max
    return date(year, first, 1), date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])


SPANS = {
    **{25: (3, 5), 26: (6, 8), 27: (9, 11), 28: (12, 14)},  # the seasons of the north
    **{29: (9, 11), 30: (12, 14), 31: (3, 5), 32: (6, 8)},  # and of the south
    **{33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12), 37: (1, 4), 38: (5, 8), 39: (9, 12), 40: (1, 6), 41: (7, 12)},  # parts
}  # fmt: skip
LIKE_EDTF = re.compile(
    r"[\dXxuYyEST:+?~%.,/^\[\]{}\s-]*Z?[\dX.,/\]}-]*|\S*/(?:unknown|open)|(?:unknown|open)/\S*|[\d-]+\^\w+",
    re.ASCII,
)
PART_OF_YEAR = re.compile(r"(?<![\d-])(\d{4})-(2[5-9]|3\d|4[01])(?![\d-])", re.ASCII)
BEFORE_CHRIST = re.compile(r"\bB\.?C\.?(?:E\b|E\.)?(?!\w)|기원전|紀元前")
TIME = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)[T\s]\d", re.ASCII)
ADVICE = [
    (re.compile(shape, re.ASCII), advice)
    for shape, advice in (
        (r"(?:^|/)(?:Y?-\d|-?0000)", "dates begin with the year 0001. A span that began before it is written ../0014; tell an earlier date in the summary"),
        (r"(?:^|/)[Yy]?\+?\d{5,}|Y|\dE\d", "a year has four digits, 0001 to 9999, and a day is written 2024-09-06"),
        (r"[\[{].*[\]}]", "it is a set of dates. Write the span from the first to the last, such as 1667/1672, or an event for each"),
        (r"\dS\d", "write what is known of the year as 195X or 19XX, or the year as about 1950: 1950~"),
        (r"\^", "write the months of the season, such as 2001-09/2001-11"),
        (r"unknown", "an end that nobody knows is left empty: 1985/"),
        (r"open", "what goes on is written 1985/.."),
        (r"\d[ux]|-(?:uu|xx)", "what is unknown is a capital X: 199X, 2024-XX"),
        (r"(?:^|/)[?~%]|[?~%](?:-|\d\d?(?!\d))", "?, ~ and % stand after the whole date: 2004-06-11~"),
        (r"X", "X stands for the end of a year (199X, 19XX) or for a whole month or day (2024-XX, 2024-09-XX)"),
    )
]  # fmt: skip


def _advice(text: str) -> str:
    """What to write instead of unsupported EDTF: level 2, times of day, years before 1; "" if it is not EDTF."""
    if len(text) > 200:
        return ""
    if BEFORE_CHRIST.search(text):
        return ADVICE[0][1]
    if not LIKE_EDTF.fullmatch(text):
        return ""
    if found := TIME.search(text):
        return f"dates are whole days. Write {'-'.join(found.groups())}"
    if found := PART_OF_YEAR.search(text):
        first, last = SPANS[int(found[2])]
        year = int(found[1])
        end = f"{year + 1:04}-{last - 12:02}" if last > 12 else f"{year:04}-{last:02}"
        return (
            f"{found[1]}-{found[2]} is a part of a year. Write its months, {year:04}-{first:02}/{end}, "
            "or, if several years are meant, both of them with four digits"
        )
    return next((advice for shape, advice in ADVICE if shape.search(text)), "")


LOCALES = {"en": "en_GB", "ko": "ko", "ja": "ja"}
SEASON_NAMES = {
    "en": ("spring {}", "summer {}", "autumn {}", "winter {}"),
    "ko": ("{}년 봄", "{}년 여름", "{}년 가을", "{}년 겨울"),
    "ja": ("{}年春", "{}年夏", "{}年秋", "{}年冬"),
}
PHRASES = {
    "en": {"decade": "{}s", "~": "about {}", "?": "perhaps {}", "%": "perhaps about {}", "since": "since {}", "until": "until {}", "from": "from {}, until an unknown day", "up to": "until {}, start unknown", "to": "{} – {}"},
    "ko": {"decade": "{}년대", "~": "{}경", "?": "{}(불확실)", "%": "{}경(불확실)", "since": "{}부터", "until": "{}까지", "from": "{}부터(끝은 알 수 없음)", "up to": "{}까지(시작은 알 수 없음)", "to": "{}~{}"},
    "ja": {"decade": "{}年代", "~": "{}頃", "?": "{}(不確か)", "%": "{}頃(不確か)", "since": "{}から", "until": "{}まで", "from": "{}から（終わりは不明）", "up to": "{}まで（始まりは不明）", "to": "{}～{}"},
}  # fmt: skip
SKELETONS = {Precision.DAY: "yMMMMd", Precision.MONTH: "yMMMM", Precision.YEAR: "y"}


def _language(language: str) -> str:
    code = language[:2].lower()
    return code if code in LOCALES else "en"


@lru_cache(maxsize=8192)
def describe(text: str, language: str = "en") -> str:
    """Write an EDTF date in words: ``describe("2022/..") == "since 2022"``, in English, Korean or Japanese.

    Raises EdtfError for text that is no date. An unknown language falls back to English.
    """
    edtf, code = parse_edtf(text), _language(language)
    phrases = PHRASES[code]
    if edtf.start is None or edtf.end is None:
        known = cast(Point, edtf.start or edtf.end)
        is_unknown = not text.endswith("..") if edtf.start else not text.startswith("..")
        words = ("from" if is_unknown else "since") if edtf.start else ("up to" if is_unknown else "until")
        return phrases[words].format(_describe_point(known, code))
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
