"""The drawing of a timeline: where each event stands. The server's SVG and Plotly's figure are made from one layout.

Pure: no request, no HTML, no database. Lengths are in units of a drawing ``WIDTH`` wide; time runs along x.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from .dates import OPEN_END, OPEN_START

WIDTH = 1000.0
HEAD = 40.0  # chapter titles above the panels
FOOT = 26.0  # years below them
GAP = 10.0  # between panels
PAD = 12.0  # within a panel, so that no mark touches its edge
ROW = 21.0
LANE_HEAD = 18.0
RADIUS = 5.0
BAR = 22.0  # a span at least so long is drawn as a bar
MIN_PANEL = 96.0
MAX_ROWS = 12  # of one lane
MIN_LABEL = 36.0
FONT = 11.0
MAX_DRAWN = 320  # events; more are drawn as counts
BIN = 18.0

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
    """What the drawing needs to know of an event."""

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
    weight: int = 1  # documents that report it: who gets a label first
    words: str = ""  # the date in words
    group: str = ""  # the lane that it stands in, where lanes are not those of the kinds


@dataclass(frozen=True, slots=True)
class Span:
    """A chapter, or the whole, as a stretch of days."""

    title: str
    first: date
    last: date
    years: str = ""


@dataclass(slots=True)
class Panel:
    """A stretch of the axis with its own scale."""

    span: Span
    left: float
    right: float
    ticks: list[tuple[float, str]] = field(default_factory=list)

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def shown_title(self) -> str:
        return shorten(self.span.title, self.width / 1.15)  # set a little larger and bolder than labels

    def x(self, day: date) -> float:
        days = max((self.span.last - self.span.first).days, 1)
        part = min(max((day - self.span.first).days / days, 0.0), 1.0)
        return self.left + PAD + part * (self.right - self.left - 2 * PAD)


@dataclass(slots=True)
class Mark:
    """An event in the drawing. ``x2`` > ``x`` for a bar; the label stands at ``label_x``, anchored start or end."""

    event: ChartEvent
    lane: str
    x: float
    x2: float
    y: float
    row: int
    is_bar: bool
    label: str = ""
    label_x: float = 0.0
    anchor: str = "start"
    count: int = 1
    is_stacked: bool = False  # the label stands above the mark, in the row before
    band: str = ""  # the lane that it stands in; ``lane`` is the one of its kind, which gives the colour
    link: str = ""  # set by the page, which knows its address
    first: date | None = None  # of the days that a count stands for
    last: date | None = None

    @property
    def width(self) -> float:
        return self.x2 - self.x

    @property
    def bar_y(self) -> float:
        return self.y + 4

    @property
    def label_row(self) -> int:
        return self.row - self.is_stacked

    @property
    def label_y(self) -> float:
        if self.is_stacked:
            return self.y - 9
        return self.y if self.is_bar else self.y + 4

    @property
    def haze_left(self) -> float:
        return self.x - 10

    @property
    def haze_right(self) -> float:
        return self.x + 10

    @property
    def is_vague(self) -> bool:
        return self.event.precision != "day" and not self.event.is_interval


@dataclass(slots=True)
class Lane:
    key: str
    title: str
    top: float
    height: float

    @property
    def title_y(self) -> float:
        return self.top + 13


@dataclass(slots=True)
class Layout:
    """A whole drawing."""

    width: float
    height: float
    panels: list[Panel]
    lanes: list[Lane]
    marks: list[Mark]
    top: float = HEAD
    bottom: float = 0.0

    @property
    def panel_height(self) -> float:
        return self.bottom - self.top

    @property
    def tick_y(self) -> float:
        return self.bottom + 16


NARROW, THIN, WIDE = frozenset("iljI.,:;'’|!()[]"), frozenset("tfr-–/ "), frozenset("mwMW@—%…")


def text_width(text: str, size: float = FONT) -> float:
    """How wide a text is set, guessed for a wide sans serif (DejaVu Sans): in a narrower font labels only gain room."""
    width = 0.0
    for sign in text:
        if unicodedata.east_asian_width(sign) in "WF":
            width += 1.0
        elif sign in NARROW:
            width += 0.32
        elif sign in THIN:
            width += 0.39
        elif sign in WIDE:
            width += 0.96
        else:
            width += 0.69 if sign.isupper() else 0.62
    return width * size


def build_layout(
    events: Sequence[ChartEvent],
    spans: Sequence[Span],
    *,
    axis: str = "even",
    language: str = "en",
    groups: Sequence[tuple[str, str]] = (),
) -> Layout:
    """Place events on panels (one a span when the axis is "even", one for all when it is "scale") and in lanes.

    Every event gets a mark. Labels never overlap and never leave their panel: the best supported events get theirs
    first, and those that find no room stay without. More than MAX_DRAWN events are drawn by build_dense_layout.
    ``groups`` are lanes, as key and title, that take the place of those by kind.
    """
    panels = _panels(events, spans, axis, language)
    placed: dict[str, list[Mark]] = defaultdict(list)
    rows: dict[str, Rows] = defaultdict(list)
    for event in sorted(events, key=lambda e: (-e.weight, e.earliest, e.latest, e.slug)):
        mark = _mark(event, panels)
        mark.band = event.group if groups else mark.lane
        _place(mark, _panel_of(mark.x, panels), rows[mark.band])
        placed[mark.band].append(mark)
    return _stack(panels, placed, rows, groups or KIND_LANES)


def build_dense_layout(panels: list[Panel], counts: Sequence[Count]) -> Layout:
    """A drawing of counts instead of events; those of one event show it. See :func:`bin_edges` for their places."""
    edges = bin_edges(panels)
    placed: dict[str, list[Mark]] = defaultdict(list)
    for count in counts:
        _, x = edges[count.index]
        event = count.event or ChartEvent(0, "", "", "", date.min, date.min, "day", words=str(count.number))
        mark = Mark(event, count.lane, x, x, 0.0, 0, False, count=count.number)
        mark.first = edges[count.index][0]
        mark.last = edges[count.index + 1][0] - timedelta(days=1) if count.index + 1 < len(edges) else None
        placed[count.lane].append(mark)
    return _stack(panels, placed, {lane: [[]] for lane in placed}, KIND_LANES)


@dataclass(frozen=True, slots=True)
class Count:
    """So many events of a lane in one bin, numbered along the axis; the event itself where it is a single one."""

    lane: str
    index: int
    number: int
    event: ChartEvent | None = None


def bin_edges(panels: Sequence[Panel]) -> list[tuple[date, float]]:
    """The day with which each bin begins, ascending, and where its count stands in the drawing."""
    edges: list[tuple[date, float]] = []
    for panel in panels:
        room = panel.width - 2 * PAD
        days = max((panel.span.last - panel.span.first).days, 1)
        number = max(min(int(room // BIN), days), 1)
        for n in range(number):
            day = panel.span.first + timedelta(days=days * n // number)
            if not edges or day > edges[-1][0]:
                edges.append((day, panel.left + PAD + room * (n + 0.5) / number))
    return edges


def _panels(events: Sequence[ChartEvent], spans: Sequence[Span], axis: str, language: str) -> list[Panel]:
    if axis == "scale" or len(spans) <= 1:
        shown = [_whole(events, spans)]
    else:
        shown = [s for s in spans if any(s.first <= e.earliest <= s.last for e in events)] or [
            _whole(events, spans)
        ]
    numbers = [sum(s.first <= e.earliest <= s.last for e in events) for s in shown]
    return make_panels(shown, numbers, language)


def make_panels(shown: Sequence[Span], numbers: Sequence[int], language: str = "en") -> list[Panel]:
    """Panels side by side, each as wide as its number of events asks for."""
    counts = [max(number, 1) ** 0.75 for number in numbers]
    room = WIDTH - GAP * (len(shown) - 1) - MIN_PANEL * len(shown)
    panels, left = [], 0.0
    for span, count in zip(shown, counts, strict=True):
        right = left + MIN_PANEL + room * count / sum(counts)
        panel = Panel(span, left, right)
        panel.ticks = _ticks(panel, language)
        panels.append(panel)
        left = right + GAP
    return panels


def _whole(events: Sequence[ChartEvent], spans: Sequence[Span]) -> Span:
    days = [d for e in events for d in (e.earliest, e.latest) if d not in (OPEN_START, OPEN_END)]
    if len(spans) == 1 and not spans[0].title:
        return spans[0]
    if spans:
        days += [spans[0].first] if len(spans) == 1 else []
        days += [spans[-1].last] if len(spans) == 1 else []
    if not days:
        return Span("", date(2000, 1, 1), date(2000, 12, 31))
    title, years = (spans[0].title, spans[0].years) if len(spans) == 1 else ("", "")
    return whole_span(min(days), max(days), title, years)


def whole_span(first: date, last: date, title: str = "", years: str = "") -> Span:
    """The stretch from the first to the last day with a little room around it."""
    margin = timedelta(days=max((last - first).days // 60, 3))
    return Span(title, _moved(first, -margin), _moved(last, margin), years)


def _moved(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day


MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def _ticks(panel: Panel, language: str) -> list[tuple[float, str]]:
    """Years, or months of a short span, so many as find room without touching."""
    first, last = panel.span.first, panel.span.last
    years = last.year - first.year
    marks: list[tuple[date, str]]
    if years >= 4:
        step = next(
            s
            for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 10000)
            if (years / s) * 44 <= panel.right - panel.left or s == 10000
        )
        start = -(-first.year // step) * step or step
        marks = [(date(y, 1, 1), str(y)) for y in range(start, last.year + 1, step)]
    else:
        months = years * 12 + last.month - first.month
        step = next(
            s for s in (1, 2, 3, 6, 12, 24, 48) if (months / s) * 62 <= panel.right - panel.left or s == 48
        )
        marks = []
        for n in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
            if n % step == 0:
                day = date(n // 12, n % 12 + 1, 1)
                english = f"{MONTHS[day.month - 1]} {day.year}"
                marks.append((day, english if language == "en" else f"{day.year}.{day.month}"))
    kept: list[tuple[float, str]] = []
    for day, text in marks:
        x, half = panel.x(day), text_width(text, 11) / 2 + 3
        inside = panel.left + half <= x <= panel.right - half
        if (
            first <= day <= last
            and inside
            and (not kept or x - half > kept[-1][0] + text_width(kept[-1][1], 11) / 2 + 3)
        ):
            kept.append((x, text))
    return kept


def _panel_of(x: float, panels: Sequence[Panel]) -> Panel:
    return next((p for p in panels if p.left <= x <= p.right), panels[-1])


def _mark(event: ChartEvent, panels: Sequence[Panel]) -> Mark:
    home = next((p for p in panels if p.span.first <= event.earliest <= p.span.last), None)
    if home is None:
        home = panels[0] if event.earliest < panels[0].span.first else panels[-1]
    x, x2 = home.x(event.earliest), home.x(event.latest)
    is_bar = x2 - x >= BAR
    if not is_bar:
        x = x2 = (x + x2) / 2
    return Mark(event, LANE_OF.get(event.kind, "office"), x, x2, 0.0, 0, is_bar)


Label = tuple[str, float, float, str]  # text, left, right, anchor
Rows = list[list[tuple[float, float]]]  # what is taken of each row


def _place(mark: Mark, panel: Panel, rows: Rows) -> None:
    """Put a mark into the first row with room for it and its title: beside it whole, above it, cut, or not at all."""
    core = (mark.x - RADIUS - 3, mark.x2 + RADIUS + 3)
    whole, short = _labels(mark, panel)
    if _place_beside(mark, core, whole, rows):
        return
    if not whole and _place_above(mark, core, panel, rows):
        return
    if _place_beside(mark, core, short, rows):
        return
    row = _free_row(rows, core, 4 * MAX_ROWS)
    if row is None:
        row = min(range(len(rows)), key=lambda r: len(rows[r]))
    rows[row].append(core)
    mark.row = row


def _place_beside(mark: Mark, core: tuple[float, float], labels: Sequence[Label], rows: Rows) -> bool:
    for text, left, right, anchor in labels:
        wanted = (min(core[0], left), max(core[1], right))
        row = _free_row(rows, wanted, MAX_ROWS)
        if row is not None:
            rows[row].append(wanted)
            mark.row, mark.label, mark.anchor = row, text, anchor
            mark.label_x = left + 3 if anchor == "start" else right - 3
            return True
    return False


def _place_above(mark: Mark, core: tuple[float, float], panel: Panel, rows: Rows) -> bool:
    """Give a title that is too long to stand beside its mark the row above it."""
    width = text_width(mark.event.title)
    if width + 6 > panel.width:
        return False
    left = min(max((mark.x + mark.x2 - width) / 2, panel.left + 3), panel.right - width - 3)
    wanted = (left - 3, left + width + 3)
    for row in range(MAX_ROWS - 1):
        while len(rows) < row + 2:
            rows.append([])
        if _is_free(rows[row], wanted) and _is_free(rows[row + 1], core):
            rows[row].append(wanted)
            rows[row + 1].append(core)
            mark.row, mark.label, mark.label_x, mark.is_stacked = row + 1, mark.event.title, left, True
            return True
    return False


def _is_free(taken: Sequence[tuple[float, float]], wanted: tuple[float, float]) -> bool:
    return all(wanted[1] <= left or right <= wanted[0] for left, right in taken)


def _free_row(rows: Rows, wanted: tuple[float, float], limit: int) -> int | None:
    for number, taken in enumerate(rows):
        if _is_free(taken, wanted):
            return number
    if len(rows) < limit:
        rows.append([])
        return len(rows) - 1
    return None


def _labels(mark: Mark, panel: Panel) -> tuple[list[Label], list[Label]]:
    """Ways to write the title beside the mark within its panel: whole ones, and cut ones if there is none."""
    title = mark.event.title
    width = text_width(title) + 6
    after, before = mark.x2 + RADIUS + 2, mark.x - RADIUS - 2
    if mark.is_bar:
        after, before = mark.x - 3, mark.x2 + 3  # above the bar
    whole: list[Label] = []
    if after + width <= panel.right:
        whole.append((title, after, after + width, "start"))
    if before - width >= panel.left:
        whole.append((title, before - width, before, "end"))
    room_after, room_before = panel.right - after, before - panel.left
    text = "" if whole else shorten(title, max(room_after, room_before) - 6)
    if not text:
        return whole, []
    width = text_width(text) + 6
    cut = (
        (text, after, after + width, "start")
        if room_after >= room_before
        else (text, before - width, before, "end")
    )
    return whole, [cut]


def shorten(text: str, room: float) -> str:
    """Cut a text at a word so that it fits, with an ellipsis; "" when too little would be left."""
    if text_width(text) <= room:
        return text
    kept = text
    while kept and text_width(kept + "…") > room:
        kept = kept[:-1]
    if " " in kept and unicodedata.east_asian_width(text[0]) not in "WF":
        kept = kept.rsplit(" ", 1)[0]
    kept = kept.rstrip(" ,;:–-")
    return kept + "…" if text_width(kept) >= MIN_LABEL else ""


def _stack(
    panels: list[Panel], placed: dict[str, list[Mark]], rows: Any, bands: Sequence[tuple[str, str]]
) -> Layout:
    lanes, marks, top = [], [], HEAD + 6
    for key, title in bands:
        if not placed.get(key):
            continue
        height = LANE_HEAD + ROW * max(len(rows[key]), 1) + 6
        for mark in placed[key]:
            mark.y = top + LANE_HEAD + ROW * (mark.row + 0.5)
        marks.extend(placed[key])
        lanes.append(Lane(key, title, top, height))
        top += height
    bottom = max(top, HEAD + 60)
    marks.sort(key=lambda m: (m.event.earliest, m.event.latest, m.event.slug))
    return Layout(WIDTH, bottom + FOOT, panels, lanes, marks, bottom=bottom)


@dataclass(frozen=True, slots=True)
class StripTick:
    x: float
    lane: str


def build_strip(
    begins: Sequence[tuple[date, str]], spans: Sequence[Span], whole: Span | None = None
) -> dict[str, Any]:
    """The overview below the drawing: the whole span to scale, a line where events of a lane begin, and the chapters."""
    days = [d for s in spans for d in (s.first, s.last)] or [day for day, _ in begins]
    whole = whole or (Span("", min(days), max(days)) if days else _whole([], []))
    panel = Panel(whole, 0.0, WIDTH)
    ticks = sorted({(round(panel.x(day), 1), lane) for day, lane in begins})
    return {
        "ticks": [StripTick(x, lane) for x, lane in ticks],
        "chapters": [
            (panel.x(s.first), max(panel.x(s.last) - panel.x(s.first), 4.0), s.title) for s in spans
        ],
        "first": whole.first.year,
        "last": whole.last.year,
    }


def build_figure(layout: Layout) -> dict[str, Any]:
    """The same drawing as data for Plotly: coordinates of the layout, y downwards; colours are the page's own."""
    return {
        "width": layout.width,
        "height": layout.height,
        "top": layout.top,
        "bottom": layout.bottom,
        "panels": [
            {
                "left": p.left,
                "right": p.right,
                "title": p.shown_title,
                "years": p.span.years,
                "ticks": p.ticks,
            }
            for p in layout.panels
        ],
        "lanes": [
            {"key": lane.key, "title": lane.title, "top": lane.top, "height": lane.height}
            for lane in layout.lanes
        ],
        "marks": [
            {
                "id": m.event.id,
                "slug": m.event.slug,
                "title": m.event.title,
                "words": m.event.words,
                "lane": m.lane,
                "x": round(m.x, 2),
                "x2": round(m.x2, 2),
                "y": round(m.y, 2),
                "bar": m.is_bar,
                "vague": m.is_vague,
                "planned": m.event.is_planned,
                "disputed": m.event.is_disputed,
                "label": m.label,
                "labelX": round(m.label_x, 2),
                "anchor": m.anchor,
                "above": m.is_stacked,
                "count": m.count,
                "link": m.link if m.count > 1 else "",
            }
            for m in layout.marks
        ],
    }
