"""What decides how an expression is read: the reference day, the dates already told, and the tense of the clause."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

# The look back stands behind the figures, so that the search can skip from figure to figure.
YEAR_SAID = re.compile(r"(?:1[0-9]{3}|20[0-4]\d)(?<![\d.,$€£#-]....)(?![\d,]|\.\d|\s?%)")
CLAUSE_WORD = re.compile(r"[a-z]+|'ll")
AHEAD = frozenset(
    "will 'll shall due slated scheduled expected planned planning upcoming would hopes hope intends deadline ahead tomorrow plans plan".split()
)
AHEAD_TO = frozenset(
    "is are set going plans expected due scheduled slated hopes intends be preparing prepares".split()
)
TO_DO = frozenset("be take meet hold start begin visit open vote elect sign travel".split())
BEHIND = frozenset(
    "was were had said met held took came went told made began won left fell rose gave saw became found got kept led lost put ran sent shot shrank sank sought caught taught slept swept spent drove withdrew overthrew undertook understood sat laid bound shook forbade blew slid swore froze chose wore tore bore hid dealt meant felt shot spoke struck wrote broke built brought fought hit knew paid rode sank sold stood thought threw grew drew flew has have since".split()
)
PLANNED = re.compile(
    r"\b(?:plan(?:s|ned)?|projected|scheduled|expected|intended|until|would)\b", re.IGNORECASE
)
BREAK = re.compile(r"\.(?!\d)|[;!?\n]")
ASIDE = 4  # years
NARRATIVE_YEARS = 5  # so many years, told long before the reference day, make a text history rather than news


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule reads out of an expression."""

    kind: str
    value: str
    edtf: str | None = None
    anchor: date | None = None  # the day that later expressions ("the next day") hang on
    grain: str = ""  # how fine the anchor is: Y, M or D
    cut: int = 0  # where the second half of a written-out span begins in the text; the first half ends at ``first_end``
    first_end: int = 0
    second: Found | None = None
    before_christ: int = 0  # the year, where it lies before Christ


@dataclass(slots=True)
class Context:
    """The reading so far."""

    text: str
    reference: date | None
    is_narrative: bool = False
    focus: date | None = None
    grain: str = ""
    order: bool | None = None

    @property
    def now(self) -> date | None:
        """The day that "this year" is read against: the story's in history, else the reference."""
        return self.focus if self.is_narrative else self.reference

    stray: int = 0
    year_said: int | None = None  # the year told last, in an aside or not
    before_christ: int = 0  # the year told last, where it lies before Christ
    told_at: int = -1000  # where the last date ended in the text

    def unknown(self, rest: str) -> str:
        """The value of a month or season without a year: XXXX-08, BC0480-08 in a story before Christ."""
        return f"BC{self.before_christ:04d}-{rest}" if self.before_christ else f"XXXX-{rest}"

    @property
    def day_first(self) -> bool:
        """Whether 06-09-2024 means 6 September, worked out when the first such date is met."""
        if self.order is None:
            self.order = day_first(self.text, self.reference)
        return self.order

    def note(self, found: Found, start: int) -> None:
        """Move the focus to what was just told; one year far from the story is an aside, two are a new story."""
        if found.anchor is None:
            self.before_christ = found.before_christ or self.before_christ
            return
        self.before_christ = 0
        self.year_said = year = found.anchor.year
        if self.is_narrative and self._is_aside(found, start):
            return
        far = self.is_narrative and self.focus is not None and abs(year - self.focus.year) > ASIDE
        if far and found.grain in "YE" and abs(year - self.stray) > ASIDE:
            self.stray = year
            return
        self.stray = 0
        if not (self.is_narrative and self._looks_back(year, start)):
            self.focus, self.grain = found.anchor, found.grain

    def _looks_back(self, year: int, start: int) -> bool:
        """Whether an earlier year is told in passing, amid a paragraph; a new paragraph may begin anew."""
        if self.focus is None or self.grain not in ("D", "M") or year >= self.focus.year:
            return False
        return "\n" not in self.text[max(self.told_at, 0) : start]

    def _is_aside(self, found: Found, start: int) -> bool:
        """Whether the date stands in brackets, or is a year that was only planned for."""
        before = self.text[max(0, start - 45) : start]
        if before.endswith("("):
            return True
        return found.grain == "Y" and bool(PLANNED.search(BREAK.split(before)[-1]))

    def direction(self, start: int, end: int) -> int:
        """-1 when the clause tells the past, 1 when it tells what lies ahead, 0 when it does not say.

        The verb nearest before the date decides, else the first one after it.
        """
        before = BREAK.split(self.text[max(0, start - 80) : start].lower())[-1]
        words = CLAUSE_WORD.findall(before)
        for n in range(len(words) - 1, -1, -1):
            if way := _tense(words, n):
                return way
        words = CLAUSE_WORD.findall(BREAK.split(self.text[end : end + 50].lower(), maxsplit=1)[0])
        return next((way for n in range(len(words)) if (way := _tense(words, n))), 0)


def _tense(words: list[str], n: int) -> int:
    word = words[n]
    if word in AHEAD:
        return 1
    if word == "to":
        follows = n + 1 < len(words) and words[n + 1] in TO_DO
        return 1 if follows or (n and words[n - 1] in AHEAD_TO) else 0
    if word == "for" and n and words[n - 1] == "set":
        return 1
    if word in ("by", "until") and n == len(words) - 1:
        return 1  # right before the date
    if n and words[n - 1] == "be":
        return 1  # "should be completed"
    return -1 if word in BEHIND or (word.endswith("ed") and len(word) > 3) else 0


NEWS_WORDS = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:today|yesterday|tonight)\b")
BEFORE_CHRIST = re.compile(r"\d\s?B\.?C\b")


def find_story(text: str, reference: date | None) -> tuple[bool, date | None]:
    """Whether the text tells history rather than news, and in which year it begins where that is known.

    History names many years, nearly all of them well before the reference day. With few of them, a long text that hardly
    speaks of weekdays or of anybody's today counts as history too.
    """
    if reference is None:
        return False, None
    head = text[:60000]
    if ("BC" in head or "B.C" in head) and len(BEFORE_CHRIST.findall(head)) >= NARRATIVE_YEARS:
        return True, None
    years = [int(y) for y in YEAR_SAID.findall(head)]
    far = [y for y in years if y < reference.year - 1]
    near = len(years) - len(far)
    told = len(far) >= NARRATIVE_YEARS and len(far) > 2 * near
    quiet = (
        len(far) >= 2 and not near and len(head) > 5000 and len(NEWS_WORDS.findall(head)) < len(head) / 8000
    )
    if not told and not quiet:
        return False, None
    usual = sorted(far)[len(far) // 2]
    return True, date(next(y for y in far if abs(y - usual) <= 10), 1, 1)


def safe_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_found(day: date | None, suffix: str = "", kind: str = "DATE") -> Found | None:
    if day is None:
        return None
    return Found(kind, day.isoformat() + suffix, day.isoformat(), day, "D")


def month_found(year: int, month: int, mark: str = "") -> Found | None:
    if not (0 < year < 10000 and 1 <= month <= 12):
        return None
    value = f"{year:04d}-{month:02d}"
    return Found("DATE", value, value + mark, date(year, month, 1), "M")


def year_found(year: int, mark: str = "") -> Found | None:
    if not 0 < year < 10000:
        return None
    return Found("DATE", f"{year:04d}", f"{year:04d}{mark}", date(year, 1, 1), "Y")


def week_found(day: date) -> Found | None:
    try:
        monday = day - timedelta(days=day.weekday())
        sunday = monday + timedelta(days=6)
    except OverflowError:
        return None
    year, week, _ = monday.isocalendar()
    return Found("DATE", f"{year}-W{week:02d}", f"{monday.isoformat()}/{sunday.isoformat()}", monday, "W")


def add_days(day: date, count: float) -> date | None:
    try:
        return day + timedelta(days=count)
    except OverflowError:
        return None


def add_months(day: date, count: int) -> date | None:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not 0 < year < 10000:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def near_year(month: int, day: int | None, context: Context, start: int, end: int) -> int | None:
    """The year of a date said without one: the story's in history; in news the nearest that fits the clause's tense."""
    if context.is_narrative:
        return _story_year(month, context)
    reference = context.reference
    if reference is None:
        return None
    way = context.direction(start, end)
    options = [
        y for y in (reference.year - 1, reference.year, reference.year + 1) if safe_date(y, month, day or 1)
    ]

    def cost(year: int) -> float:
        if day is None:
            gap = (year - reference.year) * 12 + month - reference.month
            return abs(gap) + 8 * (way * gap < 0) + 0.5 * (gap > 0)
        gap = (date(year, month, day) - reference).days
        return abs(gap) + 240 * (way * gap < 0)

    return min(options, key=cost) if options else None


def _story_year(month: int, context: Context) -> int | None:
    """The year told last; a story that stands in autumn and goes on in winter has passed into the next."""
    if context.focus is None:
        return None
    passed = context.grain in ("D", "M") and context.focus.month - month >= 8
    return context.focus.year + passed


def day_first(text: str, reference: date | None) -> bool:
    """Whether 06-09-2024 means 6 September.

    Decided by another date of the text that reads one way only, then by nearness to the reference day, then by the sign
    between: hyphens and dots put the day first, slashes the month.
    """
    first: re.Match[str] | None = None
    for match in NUMERIC.finditer(text):
        a, b = int(match["a"]), int(match["b"])
        if a > 12 >= b:
            return True
        if b > 12 >= a:
            return False
        first = first or match
    if first is None:
        return True
    a, b, year = int(first["a"]), int(first["b"]), full_year(first["y"])
    if reference:
        gaps = [abs((d - reference).days) for d in (safe_date(year, b, a), safe_date(year, a, b)) if d]
        if len(gaps) == 2 and gaps[0] != gaps[1]:
            return gaps[0] < gaps[1]
    return first["sep"] != "/"


NUMERIC = re.compile(
    r"(?<![\d./-])(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<y>(?:1[5-9]|20)\d\d|\d\d)(?![\d/-]|\.\d)"
)


def full_year(text: str) -> int:
    """1997 for "1997" and for "97": two figures belong to 1930 to 2029."""
    year = int(text)
    if len(text) == 4:
        return year
    return 2000 + year if year < 30 else 1900 + year


@dataclass(frozen=True, slots=True)
class DateRule:
    """A way of saying a date: which words it starts with, its pattern, and texts that it reads and leaves alone."""

    name: str
    starts: frozenset[str]
    pattern: re.Pattern[str]
    resolve: Callable[[re.Match[str], Context], Found | None]
    example: str
    counter_example: str
