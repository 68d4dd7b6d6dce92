"""What decides how an expression is read: the reference day, the dates before it, and the tense of the clause."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

PLANNED = re.compile(
    r"\b(?:plan(?:s|ned)?|projected|scheduled|expected|intended|until|would)\b", re.IGNORECASE
)
FROM_TO = re.compile(r"\s?(?:から|부터|에서|~|∼|〜|～|―|-|–|—|\b(?:to|until|till|through)\b(?:\sthe)?)\s?")
AND_ON = re.compile(
    r",?\s(?:and|or|then)(?:\s(?:again|then|later|also))?(?:\s(?:on|in|from|by|at))?(?:\sthe)?\s"
)
JOINED = re.compile(r"(?:と|・|·|および|及び|과|와|\s및)\s?")
# A date without its year before another that has one: "28 May and 12 June 2019".
YEAR_AT_END = re.compile(
    r"\s(?:and|or|to)(?:\son)?\s(?:\d{1,2}(?:st|nd|rd|th)?\s[A-Z][a-z]{2,8}\.?,?|[A-Z][a-z]{2,8}\.?(?:\s\d{1,2}(?:st|nd|rd|th)?)?,?)\s(?P<year>(?:1[5-9]|20)\d\d)\b(?!\s[a-z]+s\b)"
)
# The end of a clause, but not the full stop of a title or of "a.m.". It begins with its sign, so that the search can skip.
BREAK = re.compile(
    r"[.;!?\n](?:(?<!\.)|(?<!\bjr\.)(?<!\bsr\.)(?<!\bmr\.)(?<!\bms\.)(?<!\bdr\.)(?<!\bst\.)(?<!\bmrs\.)(?<!\bgen\.)"
    r"(?<!\bsen\.)(?<!\bgov\.)(?<!\brep\.)(?<!\bu\.s\.)(?<!\bu\.n\.)(?<!\bp\.m\.)(?<!\ba\.m\.)(?![\da-z]))",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")
Match = re.Match[str]
CLOCK_TIME = re.compile(r"^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d(?::\d\d)?Z?$")
ASIDE = 4  # years
REPORT = 600  # characters within which a report is still about the quarter named last


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


OLD = 400  # days before the reference day by which a date is no news


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
    year_said: int | None = None  # the year named last, in an aside or not
    before_christ: int = 0  # the year named last, if it is before Christ
    quarter: date | None = None  # the first day of the quarter named last
    quarter_at: int = 0  # and its position
    last: date | None = None  # the day, or first day, of the date named last
    behind: date | None = None  # the last day named that is not in the future
    last_end: int = -1000  # where the last date ended in the text
    has_news: bool = False  # whether a date less than OLD days from the reference has been named
    days_ahead: set[int] = field(
        default_factory=set
    )  # weekdays, 0 is Monday, that a clause has said to be to come
    clock: datetime | None = None  # the time of day named last, to the minute or second

    def range_start(self, start: int) -> date | None:
        """The first day of the date just before, if a word for "from" or "to" is between."""
        if self.last is None or not FROM_TO.fullmatch(self.text, self.last_end, start):
            return None
        return self.last

    def coordinate(self, start: int) -> date | None:
        """The day just before, if only words like "and again on" are between."""
        if self.last is None or not AND_ON.fullmatch(self.text, self.last_end, start):
            return None
        return self.last

    def joined(self, start: int) -> date | None:
        """The day just before, if Korean or Japanese joins the two: 8月6日と9日."""
        return self.last if self.last and JOINED.fullmatch(self.text, self.last_end, start) else None

    def old_story(self) -> date | None:
        """The day named last, if every date so far is long before the reference: the text is telling what came to pass then."""
        is_told = self.focus is not None and self.grain == "D" and not self.has_news
        return self.focus if is_told else None

    def day_of_old_story(self, day: int) -> date | None:
        """The day of that number in an old story: of the month told last, or if it lies well before that day, of the next."""
        story = self.old_story()
        month = story and (story if day >= story.day - 14 else add_months(story.replace(day=1), 1))
        return safe_date(month.year, month.month, day) if month else None

    def year_of_sentence(self, month: int, start: int) -> int | None:
        """The year in which a sentence goes on that has named a past month with its year: "in April 1982 ...; on June 14"."""
        if self.last is None or self.grain not in ("D", "M") or self.reference is None:
            return None
        near = self.text[max(0, self.last_end - 14) : max(0, self.last_end)]
        if str(self.last.year) not in near or self.last.year >= self.reference.year:
            return None
        if start - self.last_end > 200 or SENTENCE_END.search(self.text, self.last_end, start):
            return None
        return self.last.year + (month < self.last.month)

    def unknown(self, rest: str) -> str:
        """The value of a month or season without a year: XXXX-08, BC0480-08 in a story before Christ."""
        return f"BC{self.before_christ:04d}-{rest}" if self.before_christ else f"XXXX-{rest}"

    @property
    def day_first(self) -> bool:
        """Whether 06-09-2024 means 6 September, worked out when the first such date is met."""
        if self.order is None:
            self.order = day_first(self.text)
        return self.order

    def note(self, found: Found, start: int) -> None:
        """Move the focus to the date just read; one year far from the story is an aside, two are a new story."""
        if CLOCK_TIME.search(found.value):
            self.clock = datetime.fromisoformat(found.value.rstrip("Z"))
        if found.anchor is None:
            self.before_christ = found.before_christ or self.before_christ
            return
        self.before_christ = 0
        self.last = found.anchor
        self.has_news |= self.reference is not None and (self.reference - found.anchor).days < OLD
        if found.grain == "D" and (self.reference is None or found.anchor <= self.reference):
            self.behind = found.anchor
        self.year_said = year = found.anchor.year
        if "-Q" in found.value and not self._is_compared_quarter(found.anchor, start):
            self.quarter, self.quarter_at = found.anchor, start
        if self.is_narrative and self._is_aside(found, start):
            return
        far = self.is_narrative and self.focus is not None and abs(year - self.focus.year) > ASIDE
        if far and found.grain in "YE" and abs(year - self.stray) > ASIDE:
            self.stray = year
            return
        self.stray = 0
        if not (self.is_narrative and self._looks_back(year, start)):
            self.focus, self.grain = found.anchor, found.grain

    def _is_compared_quarter(self, first_day: date, start: int) -> bool:
        """Whether an earlier quarter is only compared with the one that a report is about, or one to end is only foreseen."""
        if self.quarter is None or start - self.quarter_at >= REPORT:
            return False
        ends = add_months(first_day, 3)
        return first_day < self.quarter or bool(self.reference and ends and ends > self.reference)

    def _looks_back(self, year: int, start: int) -> bool:
        """Whether an earlier year is mentioned in passing within a paragraph; a new paragraph may start a new story."""
        if self.focus is None or self.grain not in ("D", "M") or year >= self.focus.year:
            return False
        return "\n" not in self.text[max(self.last_end, 0) : start]

    def _is_aside(self, found: Found, start: int) -> bool:
        """Whether the date stands in brackets, or is a year that was only planned for."""
        before = self.text[max(0, start - 45) : start]
        if before.endswith("("):
            return True
        return found.grain == "Y" and bool(PLANNED.search(BREAK.split(before)[-1]))

    def direction(self, start: int, end: int, *, surely: bool = False) -> int:
        """-1 when the clause tells the past, 1 when it tells what lies ahead, 0 when it does not say. A language with
        tenses overrides this. ``surely`` counts only words that leave no doubt."""
        return 0


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


def week_of_month(year: int, month: int, which: int | None) -> Found:
    """The first (0) to fourth week of a month, or the last: seven days, with the calendar week in which most of them lie."""
    last = calendar.monthrange(year, month)[1]
    first = date(year, month, last - 6 if which is None else 1 + 7 * which)
    middle = first + timedelta(days=3)
    iso_year, week, _ = middle.isocalendar()
    return Found("DATE", f"{iso_year}-W{week:02d}", f"{first}/{first + timedelta(days=6)}", first, "W")


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
        return story_year(month, context)
    if carried := context.range_start(start) or context.coordinate(start):
        return carried.year + ((month, day or 1) < (carried.month, carried.day if day else 1))
    if year := YEAR_AT_END.match(context.text, end):
        return int(year["year"])
    if known := context.year_of_sentence(month, start):
        return known
    reference = context.reference
    if reference is None:
        return None
    if SINCE.search(context.text, max(0, start - 16), start):  # what has been going on cannot lie ahead
        return reference.year - ((month, day or 1) > (reference.month, reference.day))
    if day is not None:
        return nearest_year(lambda year: safe_date(year, month, day), reference, context, start, end)
    way = context.direction(start, end)
    surely = way > 0 and context.direction(start, end, surely=True) > 0

    def cost(year: int) -> float:
        gap = (year - reference.year) * 12 + month - reference.month
        return abs(gap) + (24 if surely else 8) * (way * gap < 0) + 0.5 * (gap > 0)

    return min((reference.year + step for step in (-1, 0, 1)), key=cost)


SINCE = re.compile(r"\b(?:since|recently\sas|(?:months|year)\s(?:to|through))\s$", re.IGNORECASE)


def nearest_year(
    day: Callable[[int], date | None], reference: date, context: Context, start: int, end: int
) -> int | None:
    """The year in which a day that recurs lies nearest to the reference day, as the tense of its clause allows."""
    way = context.direction(start, end)
    gaps = {
        d.year: (d - reference).days for step in (-1, 0, 1) if (d := day(reference.year + step)) is not None
    }
    return min(gaps, key=lambda year: abs(gaps[year]) + 240 * (way * gaps[year] < 0), default=None)


def story_year(month: int, context: Context) -> int | None:
    """The year named last; a story that moves from autumn to winter has passed into the next."""
    if context.focus is None:
        return None
    passed = context.grain in ("D", "M") and context.focus.month - month >= 8
    return context.focus.year + passed


def year_of_phrase(phrase: str, context: Context) -> int | None:
    """The year that "of that year" or "of next year" means: the one told last, or one counted from the reference."""
    step = next(
        (way for word, way in (("next", 1), ("last", -1), ("this", 0)) if word in phrase.lower()), None
    )
    if step is not None:
        return context.now.year + step if context.now else None
    base = context.year_said or (context.now.year if context.now else None)
    return base + ("following" in phrase.lower()) if base else None


MONTH_STEM = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b"
DAY_THEN_MONTH = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH_STEM}")
MONTH_THEN_DAY = re.compile(rf"\b{MONTH_STEM}\.? \d{{1,2}}(?:st|nd|rd|th)?\b")


def day_first(text: str) -> bool:
    """Whether 06-09-2024 means 6 September: one order for the whole text, never by nearness to a day.

    Decided by another date of the text that reads one way only, then by the order in which it writes out its dates, then
    by the sign between: hyphens and dots put the day first, slashes the month.
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
    days, months = (len(pattern.findall(text)) for pattern in (DAY_THEN_MONTH, MONTH_THEN_DAY))
    return days > months if days != months else first["sep"] != "/"


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
    """A way of saying a date: which words it starts with, its pattern, a text that it reads and one that it leaves alone.

    ``value`` is what it reads in the example on 3 September 2024: the TIMEX3 values of its mentions, with a blank between.
    """

    name: str
    starts: frozenset[str]
    pattern: re.Pattern[str]
    resolve: Callable[[re.Match[str], Context], Found | None]
    example: str
    value: str
    counter_example: str
    words: frozenset[str] = frozenset()  # all that the pattern can hold, where rules are chosen by words
