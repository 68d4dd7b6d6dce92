"""Dates as precise as they are known: EDTF text, its bounds, and its form in words.

The text is ISO 8601-2 (EDTF, https://www.loc.gov/standards/datetime/) up to level 1, for the years 0001 to 9999:
days, months, seasons, years, decades and centuries with X for what is unknown, intervals, open ends, and the
qualifiers ``?`` (uncertain), ``~`` (approximate) and ``%`` (both). Of level 2 it has the parts of a year: seasons of either
hemisphere, quarters, thirds and halves. All of them are whole months. A season without a hemisphere is named by the north:
spring 2001-21 is March to May. One that passes New Year stands under the year in which it begins: winter 2001-24 is December
2001 to February 2002. An interval that ends with ``..`` goes on, one that ends with nothing (``1985/``) ended on a day that
nobody knows; both are drawn open. No Django here.
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

from .unsupported_dates import advice_on

OPEN_START, OPEN_END = (
    date.min,
    date.max,
)  # stand for ".." so that both databases compare and sort them as dates


class Precision(StrEnum):
    """How precisely a date is known; an interval has the lower precision of its two ends."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    THIRD = "third"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"


RANK = {precision: rank for rank, precision in enumerate(Precision)}
# The parts of a year by their number in EDTF (ISO 8601-2, 4.8): first and last month, 14 = next February.
SEASONS = {
    **{21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)},
    **{25: (3, 5), 26: (6, 8), 27: (9, 11), 28: (12, 14)},  # of the north
    **{29: (9, 11), 30: (12, 14), 31: (3, 5), 32: (6, 8)},  # of the south
}
QUARTERS = {32 + n: (3 * n - 2, 3 * n) for n in range(1, 5)}
THIRDS = {36 + n: (4 * n - 3, 4 * n) for n in range(1, 4)}
HALVES = {39 + n: (6 * n - 5, 6 * n) for n in range(1, 3)}
PARTS = {
    number: (*months, precision)
    for precision, parts in (
        (Precision.SEASON, SEASONS),
        (Precision.QUARTER, QUARTERS),
        (Precision.THIRD, THIRDS),
        (Precision.HALF, HALVES),
    )
    for number, months in parts.items()
}

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
        if advice := advice_on(text):
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
    if number in PARTS and day is None:
        return (*months_of_part(first, number), PARTS[number][2])
    if not 1 <= number <= 12:
        raise ValueError(f"there is no month {month} (parts of a year are 21 to 41 and take no day)")
    if day is None or day == "XX":
        return (
            date(first, number, 1),
            date(first, number, calendar.monthrange(first, number)[1]),
            Precision.MONTH,
        )
    exact = date(first, number, int(day))
    return exact, exact, Precision.DAY


def months_of_part(year: int, part: int) -> tuple[date, date]:
    """The first and the last day of a part of a year, such as 34 for its second quarter."""
    first, last, _ = PARTS[part]
    end_year, end_month = (year + 1, last - 12) if last > 12 else (year, last)
    if end_year > date.max.year:
        return date(year, first, 1), date.max
    return date(year, first, 1), date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])


LOCALES = {"en": "en_GB", "ko": "ko", "ja": "ja"}
SEASON_NAMES = {
    "en": ("spring {}", "summer {}", "autumn {}", "winter {}"),
    "ko": ("{}년 봄", "{}년 여름", "{}년 가을", "{}년 겨울"),
    "ja": ("{}年春", "{}年夏", "{}年秋", "{}年冬"),
}
HEMISPHERES = {
    "en": ("", " (northern hemisphere)", " (southern hemisphere)"),
    "ko": ("", "(북반구)", "(남반구)"),
    "ja": ("", "（北半球）", "（南半球）"),
}
QUARTER_NAMES = {
    "en": "{ordinal} quarter of {year}",
    "ko": "{year}년 {number}분기",
    "ja": "{year}年第{number}四半期",
}
HALF_NAMES = {
    "en": ("first half of {}", "second half of {}"),
    "ko": ("{}년 상반기", "{}년 하반기"),
    "ja": ("{}年上半期", "{}年下半期"),
}
ORDINALS = ("first", "second", "third", "fourth")
WITH_ARTICLE = re.compile(rf"(?:{'|'.join(ORDINALS)}) (?:quarter|half) |\d+(?:st|nd|rd|th) century|\d+s$")
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
        return phrases[words].format(_in_phrase(_describe_point(known, code)))
    if not edtf.is_interval:
        return _describe_point(edtf.start, code)
    start, end = edtf.start, edtf.end
    if start.precision == end.precision and not (start.qualifier or end.qualifier):
        if code == "en" and start.precision in (*SKELETONS, Precision.QUARTER):
            return _english_interval(start, end)
        if start.precision not in SKELETONS:
            return phrases["to"].format(_describe_point(start, code), _describe_point(end, code))
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
    return PHRASES[code][point.qualifier].format(_in_phrase(words)) if point.qualifier else words


def _in_phrase(words: str) -> str:
    """English words as they stand after "since" or "about": the second quarter of 2001, the 1990s."""
    return f"the {words}" if WITH_ARTICLE.match(words) else words


def _describe_part(point: Point, code: str) -> str:
    year, part = point.earliest.year, int(point.text[5:7])
    if part in SEASONS:
        hemisphere, season = divmod(part - 21, 4)
        return SEASON_NAMES[code][season].format(year) + HEMISPHERES[code][hemisphere]
    if part in QUARTERS:
        return QUARTER_NAMES[code].format(ordinal=ORDINALS[part - 33], number=part - 32, year=year)
    if part in HALVES:
        return HALF_NAMES[code][part - 40].format(year)
    months = [day.isoformat()[:7] for day in (point.earliest, point.latest)]  # %Y writes 663 for 0663
    return describe("/".join(months), code)  # no language has a word for a third


def _describe_unqualified(point: Point, code: str) -> str:
    locale = LOCALES[code]
    if point.precision == Precision.DAY:
        return format_date(point.earliest, "long", locale=locale)
    if point.precision == Precision.MONTH:
        return format_skeleton("yMMMM", point.earliest, locale=locale)
    if point.precision in (Precision.SEASON, Precision.QUARTER, Precision.THIRD, Precision.HALF):
        return _describe_part(point, code)
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
