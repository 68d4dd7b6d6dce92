"""The chart: the ribbon at full height, with the titles of as many events as have room to stand whole.

Pure. An event keeps its row however far one zooms in, so that eyes can follow it; the nearer in time two events of a lane are,
the further apart their rows. Which titles stand is decided here for several widths, by score; a browser shows those
of its own width, and decides anew while one pans and zooms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from .layout import (
    Axis,
    ChartEvent,
    Count,
    Label,
    Lane,
    Mark,
    Ribbon,
    Span,
    count_marks,
    in_order_of_drawing,
    in_order_of_placing,
    joins_of,
    mark_of,
    ticks,
)
from .lettering import text_width

WIDTHS = (
    300.0,
    640.0,
    880.0,
    1000.0,
    1290.0,
)  # CSS pixels of the drawing; the style sheet has the same steps
USUAL = 1000.0
ROWS = 20  # of all lanes together
ROW, HEAD, FOOT = 25.0, 19.0, 4.0  # pixels of a row, and of what stands above and below the rows of a lane
COUNTED = 34.0  # of the row of counts, with their numbers
SIZE = 13.0  # of the letters
BESIDE, ABOVE = 5.0, 10.0  # pixels from a mark to its title


def build_chart(
    events: Sequence[ChartEvent],
    axis: Axis,
    lanes: Sequence[tuple[str, str]],
    *,
    scale: Axis,
    counts: Sequence[Count] = (),
    spans: Sequence[Span] = (),
    language: str = "en",
) -> Ribbon:
    """Place events in the rows of their lanes (keys and titles), and counts of more than can be drawn below them.

    Rows are chosen along ``scale``, the whole of which ``axis`` is the part in sight.
    """
    members: dict[str, list[ChartEvent]] = defaultdict(list)
    for event in in_order_of_placing(events):
        for lane in event.lanes or (event.lane,):
            members[lane].append(event)
    counted: dict[str, list[Mark]] = defaultdict(list)
    for mark in count_marks(counts, axis):
        counted[mark.lane].append(mark)
    rows = _rows([len(members[key]) for key, _ in lanes])
    placed, marks, top = [], [], 0.0
    for (key, title), number in zip(lanes, rows, strict=True):
        begin = top + HEAD + ROW / 2
        marks += _placed(members[key], number, axis, scale, begin)
        height = HEAD + number * ROW + (COUNTED if counts else 0.0) + FOOT
        for mark in counted[key]:
            mark.y = top + height - FOOT - ROW / 2
            marks.append(mark)
        placed.append(Lane(key, title, top, height))
        top += height
    _letter(marks)
    marks = in_order_of_drawing(marks)
    bands = [(*place, span) for span in spans if (place := axis.clipped(span.first, span.last))]
    chart = Ribbon(axis, top, placed, marks, ticks(axis, language), bands, has_names=True, is_chart=True)
    chart.joins = joins_of(marks)
    return chart


def _rows(numbers: Sequence[int]) -> list[int]:
    """The rows of each lane, by how many events it has: at least one, and no more than it has events."""
    rows = [1] * len(numbers)
    while sum(rows) < ROWS:
        full = [
            (n / have, place) for place, (n, have) in enumerate(zip(numbers, rows, strict=True)) if n > have
        ]
        if not full:
            break
        rows[max(full, key=lambda lane: (lane[0], -lane[1]))[1]] += 1
    return rows


def _placed(events: Sequence[ChartEvent], rows: int, axis: Axis, scale: Axis, begin: float) -> list[Mark]:
    """A mark for each event in sight, in the row in which no title is in its way and its nearest neighbour furthest away."""
    taken: list[list[_Reach]] = [[] for _ in range(rows)]
    found = []
    for event in events:
        own = _reach(event, scale)
        row = max(range(rows), key=lambda n: (all(map(own.is_clear_of, taken[n])), min(map(own.gap, taken[n]), default=200.0), -n))  # fmt: skip
        taken[row].append(own)
        if mark := mark_of(event, axis):
            mark.y = begin + row * ROW
            found.append(mark)
    return found


@dataclass(frozen=True, slots=True)
class _Reach:
    """How far an event and its title reach along the whole, in percent of a drawing of usual width."""

    x: float
    x2: float
    left: float
    right: float

    def gap(self, other: _Reach) -> float:
        return max(other.x - self.x2, self.x - other.x2, 0.0)

    def is_clear_of(self, other: _Reach) -> bool:
        """Whether neither hides the title of the other."""
        return (other.right < self.x or other.left > self.x2) and (
            self.right < other.x or self.left > other.x2
        )


def _reach(event: ChartEvent, scale: Axis) -> _Reach:
    x, x2 = scale.x(event.earliest), scale.x(event.latest, 1.0)
    long = (text_width(event.title, SIZE) + 20) / USUAL * 100
    return _Reach(x, x2, x, x2 + long) if x2 + long <= 100 else _Reach(x, x2, x - long, x2)


@dataclass(frozen=True, slots=True)
class _Room:
    """A stretch of a row: from so many percent and pixels to so many."""

    left: float
    from_left: float
    right: float
    from_right: float

    def ends(self, width: float) -> tuple[float, float]:
        return self.left / 100 * width + self.from_left, self.right / 100 * width + self.from_right


def _letter(marks: Sequence[Mark]) -> None:
    """Give as many marks their titles as have room at each width. What stands at one width stands at every wider one, as all
    that is beside it moves away."""
    taken: dict[tuple[float, str], list[tuple[int, _Room]]] = defaultdict(list)
    for mark in marks:
        taken[mark.y, "row"].append((id(mark), _body(mark)))
    told: set[int] = set()
    for level, width in enumerate(WIDTHS):
        for mark in marks:
            event = mark.event
            if mark.label or event.is_faded or (mark.count == 1 and event.id in told):
                continue
            for label, room, line in _ways(mark, level):
                others = [r for owner, r in taken[mark.y, line] if owner != id(mark)]
                if _is_free(room, others, width) and (line != "over" or _is_within(room, _body(mark), width)):
                    mark.label = label
                    told.add(event.id)
                    taken[mark.y, line].append((0, room))
                    break


def _body(mark: Mark) -> _Room:
    if mark.is_bar:
        return _Room(max(mark.x, 0.0), -3.0, min(mark.x2, 100.0), 3.0)
    return _Room(mark.x, -mark.radius - 1, mark.x, mark.radius + 1)


def _ways(mark: Mark, level: int) -> list[tuple[Label, _Room, str]]:
    """Where a title may stand: right or left of its mark, or over a bar; a number stands above its count."""
    if mark.count > 1:
        text = f"{mark.count:,}"
        half = text_width(text, SIZE) / 2
        label = Label(text, mark.x, 0.0, -mark.radius - 4, "middle", level, "above")
        return [(label, _Room(mark.x, -half - 2, mark.x, half + 2), "above")]
    text = mark.event.title
    long = text_width(text, SIZE)
    reach = BESIDE + (3.0 if mark.is_bar else mark.radius)
    left, right = max(mark.x, 0.0), min(mark.x2, 100.0)
    beside = long + reach + BESIDE
    ways = [
        (
            Label(text, right, reach, 4.5, "start", level, "right"),
            _Room(right, reach - 2, right, beside),
            "row",
        ),
        (Label(text, left, -reach, 4.5, "end", level, "left"), _Room(left, -beside, left, 2 - reach), "row"),
    ]
    if mark.is_bar:
        ways.append(
            (
                Label(text, left, 4.0, -ABOVE + 3, "start", level, "over"),
                _Room(left, 0.0, left, long + 8),
                "over",
            )
        )
    return ways


def _is_free(room: _Room, others: Sequence[_Room], width: float) -> bool:
    left, right = room.ends(width)
    if left < 0 or right > width:
        return False
    return all(right <= a or left >= b for a, b in (other.ends(width) for other in others))


def _is_within(room: _Room, body: _Room, width: float) -> bool:
    return room.ends(width)[1] <= body.ends(width)[1]
