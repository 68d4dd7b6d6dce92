"""Where everything of a timeline's ribbon stands: one geometry, of which the server's SVG and Plotly's figure are made.

Pure: no request, no HTML, no database. Time runs along x, in percent of the drawing's width, so that one drawing fits every
screen; y and radii are in CSS pixels. What has to be told apart in pixels is laid out for a width of ``WIDTH``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from timeline.dates import OPEN_END, OPEN_START

WIDTH = 1000.0
LANE = 22.0  # pixels of a row of marks
NAMED_LANE = 34.0  # with its name above the marks
TOP, BOTTOM = 3.0, 3.0
LEVEL = 5.5  # marks that would touch stand so far above and below each other
BAR = 14.0  # a span at least so long is drawn as a bar
MAX_DRAWN = 320  # events; more are drawn as counts
BIN = 14.0

LANES = (
    ("talks", "Summits and visits", ("summit", "visit")),
    ("words", "Agreements, statements", ("agreement", "announcement", "statement")),
    ("office", "Elections and office", ("election", "office", "anniversary", "other")),
    ("force", "Rule, rulings, force", ("period", "conflict", "sanction", "ruling", "protest")),
)
KIND_LANES = tuple((key, title) for key, title, _ in LANES)
LANE_OF = {kind: lane for lane, _, kinds in LANES for kind in kinds}


@dataclass(frozen=True, slots=True)
class ChartEvent:
    """What a drawing needs to know of an event."""

    id: int
    slug: str
    title: str
    kind: str
    earliest: date
    latest: date
    precision: str
    is_interval: bool = False
    is_planned: bool = False
    is_disputed: bool = False
    weight: int = 1  # documents that report it
    score: float = 0.0  # how much it matters
    words: str = ""  # the date in words
    lanes: tuple[str, ...] = ()  # where lanes are not those of the kinds: all in which it stands
    is_faded: bool = False  # not among what was asked for

    @property
    def lane(self) -> str:
        """The lane of its kind, which is its colour."""
        return LANE_OF.get(self.kind, "office")

    @property
    def is_vague(self) -> bool:
        return self.precision != "day" and not self.is_interval


@dataclass(frozen=True, slots=True)
class Span:
    """A titled stretch of days, both ends included."""

    title: str
    first: date
    last: date
    years: str = ""
    link: str = ""
    colour: str = ""  # of a chapter, by name


@dataclass(frozen=True, slots=True)
class Axis:
    """A stretch of days as wide as the drawing."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def x(self, day: date, part: float = 0.0) -> float:
        """Where a day stands, in percent; ``part`` is 0 for its beginning, 1 for its end. What lies outside stands outside."""
        return ((day - self.first).days + part) / self.days * 100

    def clipped(self, first: date, last: date) -> tuple[float, float] | None:
        """The stretch of these days within the axis; None where there is none."""
        if last < self.first or first > self.last:
            return None
        return max(self.x(first), 0.0), min(self.x(last, 1.0), 100.0)


@dataclass(frozen=True, slots=True)
class Label:
    """Words beside a mark: from ``x``, in percent, and so many pixels right and down of there."""

    text: str
    x: float
    dx: float
    dy: float
    anchor: str  # "start", "middle" or "end"
    level: int  # the narrowest of chart.WIDTHS at which it stands whole
    side: str  # of its mark: "right", "left", "over" or "above"


@dataclass(slots=True)
class Mark:
    """An event in the drawing, or so many in one place (``count`` over 1). ``x2`` > ``x`` where it has a length."""

    event: ChartEvent
    lane: str  # of its kind: the colour
    x: float
    x2: float
    y: float = 0.0
    radius: float = 4.0
    count: int = 1
    first: date | None = None  # of the days that a count stands for
    last: date | None = None
    link: str = ""  # set by the page, which knows its address
    label: Label | None = None

    @property
    def is_bar(self) -> bool:
        return self.x2 > self.x

    @property
    def middle(self) -> float:
        """The middle of what is within the drawing."""
        return (min(max(self.x, 0.0), 100.0) + min(max(self.x2, 0.0), 100.0)) / 2


@dataclass(frozen=True, slots=True)
class Lane:
    key: str
    title: str
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    text: str
    is_major: bool  # shown where there is little room


@dataclass(slots=True)
class Ribbon:
    """The whole drawing."""

    axis: Axis
    height: float
    lanes: list[Lane]
    marks: list[Mark]
    ticks: list[Tick]
    bands: list[tuple[float, float, Span]] = field(default_factory=list)
    joins: list[tuple[float, float, float]] = field(
        default_factory=list
    )  # x, y, y2: one event in several lanes
    has_names: bool = False
    is_chart: bool = False  # at full height, with titles


def build_ribbon(
    events: Sequence[ChartEvent],
    axis: Axis,
    *,
    spans: Sequence[Span] = (),
    language: str = "en",
    groups: Sequence[tuple[str, str]] = (),
) -> Ribbon:
    """Place every event that touches the axis. More than MAX_DRAWN are for build_dense_ribbon.

    ``groups`` are lanes, as key and title, in place of those by kind; an event stands in each that it names.
    """
    placed: dict[str, list[Mark]] = defaultdict(list)
    for event in in_order_of_placing(events):
        for lane in event.lanes if groups else (event.lane,):
            if mark := mark_of(event, axis):
                placed[lane].append(mark)
    return _stack(axis, placed, groups, spans, language)


def in_order_of_placing(events: Sequence[ChartEvent]) -> list[ChartEvent]:
    """The events with those first that matter most, for which there is most room; those not asked for come last."""
    return sorted(events, key=lambda e: (e.is_faded, -e.score, -e.weight, e.earliest, e.latest, e.slug))


def in_order_of_drawing(marks: Sequence[Mark]) -> list[Mark]:
    """The marks with those last that matter most, and so above the others; faded ones lie below all."""
    return sorted(
        marks, key=lambda m: (not m.event.is_faded, m.event.score, m.event.weight, m.event.earliest, m.event.slug)
    )  # fmt: skip


def mark_of(event: ChartEvent, axis: Axis) -> Mark | None:
    """The mark of an event, at no height yet; None where it lies outside."""
    if event.latest < axis.first or event.earliest > axis.last:
        return None
    x, x2 = axis.x(event.earliest), axis.x(event.latest, 1.0)
    radius = min(2.4 + 1.3 * event.weight**0.5, 7.0)
    if event.is_vague:  # faint, and never so short that it seems to be a point
        room = max(x2 - x, 18 / WIDTH * 100)
        x, x2 = (x + x2 - room) / 2, (x + x2 + room) / 2
    elif not event.is_interval or (x2 - x) / 100 * WIDTH < BAR:
        x = x2 = (x + x2) / 2
    return Mark(event, event.lane, x, x2, radius=radius)


@dataclass(frozen=True, slots=True)
class Count:
    """So many events of a lane in one bin, numbered along the axis; the event itself where it is a single one."""

    lane: str
    index: int
    number: int
    event: ChartEvent | None = None


def bin_days(axis: Axis) -> list[date]:
    """The day with which each bin begins, ascending."""
    number = max(min(int(WIDTH // BIN), axis.days), 1)
    return [axis.first + timedelta(days=axis.days * n // number) for n in range(number)]


def count_marks(counts: Sequence[Count], axis: Axis) -> list[Mark]:
    """A mark for each count, at no height yet."""
    days = [*bin_days(axis), axis.last + timedelta(days=1)]
    most = max((count.number for count in counts), default=1)
    found = []
    for count in counts:
        first, last = days[count.index], days[count.index + 1] - timedelta(days=1)
        x = (axis.x(first) + axis.x(last, 1.0)) / 2
        event = count.event or ChartEvent(0, "", "", "", first, last, "day")
        radius = 2.0 + 5.0 * (count.number / most) ** 0.5
        found.append(Mark(event, count.lane, x, x, radius=radius, count=count.number, first=first, last=last))
    return found


def build_dense_ribbon(
    counts: Sequence[Count], axis: Axis, *, spans: Sequence[Span] = (), language: str = "en"
) -> Ribbon:
    """A drawing of counts instead of events, sized by their number; those of one event show it."""
    placed: dict[str, list[Mark]] = defaultdict(list)
    for mark in count_marks(counts, axis):
        placed[mark.lane].append(mark)
    return _stack(axis, placed, (), spans, language)


def _stack(
    axis: Axis,
    placed: dict[str, list[Mark]],
    groups: Sequence[tuple[str, str]],
    spans: Sequence[Span],
    language: str,
) -> Ribbon:
    lanes, top = [], TOP
    height = NAMED_LANE if groups else LANE
    for key, title in groups or KIND_LANES:
        lanes.append(Lane(key, title, top, height))
        middle = top + height - LANE / 2
        _swarm(placed.get(key, []), middle)
        top += height
    marks = in_order_of_drawing([mark for lane in lanes for mark in placed.get(lane.key, [])])
    bands = [(*place, span) for span in spans if (place := axis.clipped(span.first, span.last))]
    ribbon = Ribbon(axis, top + BOTTOM, lanes, marks, ticks(axis, language), bands, has_names=bool(groups))
    ribbon.joins = joins_of(marks) if groups else []
    return ribbon


def _swarm(marks: Sequence[Mark], middle: float) -> None:
    """Let marks of one lane that would touch stand above and below each other, as far as its height allows."""
    levels: list[list[tuple[float, float]]] = [[], [], []]
    offsets = (0.0, -LEVEL, LEVEL)
    for mark in marks:
        reach = mark.radius + 0.5
        left, right = mark.x / 100 * WIDTH - reach, mark.x2 / 100 * WIDTH + reach
        is_wide = mark.is_bar
        overlaps = [sum(left < end and right > begin for begin, end in taken) for taken in levels]
        level = 0 if is_wide and not overlaps[0] else min(range(3), key=lambda n: (overlaps[n], n))
        levels[level].append((left, right))
        mark.y = middle + offsets[level]


def joins_of(marks: Sequence[Mark]) -> list[tuple[float, float, float]]:
    """The lines from the first to the last lane of each event that stands in several."""
    places: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        places[mark.event.id].append(mark)
    return [
        (own[0].middle, min(m.y for m in own), max(m.y for m in own))
        for own in places.values()
        if len(own) > 1 and not own[0].event.is_faded
    ]


def whole_axis(days: Sequence[date]) -> Axis:
    """From the first to the last of these days with a little room around; open ends do not count."""
    known = [day for day in days if day not in (OPEN_START, OPEN_END)]
    if not known:
        return Axis(date(2000, 1, 1), date(2000, 12, 31))
    first, last = min(known), max(known)
    margin = timedelta(days=max((last - first).days // 80, 3))
    return Axis(_moved(first, -margin), _moved(last, margin))


def _moved(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day


MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
MONTH_STEPS = (1, 2, 3, 6)
DAY_STEPS = (1, 2, 5, 10)
MOST_TICKS, FEW_TICKS = 14, 6


def ticks(axis: Axis, language: str = "en") -> list[Tick]:
    """Years, months or days along the axis, at most MOST_TICKS; at most about FEW_TICKS of them are major."""
    days = _tick_days(axis)
    texts = [_tick_text(day, days, axis, language) for day in days]
    step = -(-len(days) // FEW_TICKS)
    found = []
    for number, (day, text) in enumerate(zip(days, texts, strict=True)):
        x = axis.x(day)
        if 1.5 <= x <= 98.0:
            found.append(Tick(x, text, _is_major(day, number, days, step)))
    return found


def _is_major(day: date, number: int, days: Sequence[date], step: int) -> bool:
    if len(days) > 1 and days[1].year - days[0].year >= 1:  # round years, wherever the axis begins
        return day.year % ((days[1].year - days[0].year) * step) == 0
    return number % step == 0


def _tick_days(axis: Axis) -> list[date]:
    first, last = axis.first, axis.last
    years = last.year - first.year + 1
    if axis.days > 366 * 3:
        step = next((s for s in YEAR_STEPS if years / s <= MOST_TICKS), YEAR_STEPS[-1])
        begin = max(-(-first.year // step) * step, 1)
        return [date(year, 1, 1) for year in range(begin, last.year + 1, step) if date(year, 1, 1) >= first]
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if axis.days > 62:
        step = next((s for s in MONTH_STEPS if months / s <= MOST_TICKS), 12)
        numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        found = [date(n // 12, n % 12 + 1, 1) for n in numbers if n % step == 0]
        return [day for day in found if day >= first]
    step = next((s for s in DAY_STEPS if axis.days / s <= MOST_TICKS), 10)
    return [_moved(first, timedelta(days=n)) for n in range(0, axis.days, step)]


def _tick_text(day: date, days: Sequence[date], axis: Axis, language: str) -> str:
    if axis.days > 366 * 3:
        return str(day.year)
    if axis.days > 62:
        return f"{MONTHS[day.month - 1]} {day.year}" if language == "en" else f"{day.year}.{day.month}"
    return f"{day.day} {MONTHS[day.month - 1]}" if language == "en" else f"{day.month}.{day.day}"
