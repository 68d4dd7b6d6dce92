"""The list of a page: its events under chapters or stretches of time, cut into columns, with what finds no room counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from timeline.models import Citation, Event

from .columns import COLUMNS, Lens, Place, cut, lenses
from .layout import Axis, Span

COLUMN_GAP = {2: 3.2, 3: 2.8, 4: 2.0, 5: 1.6}  # percent of the list's width; the style sheet has the same


@dataclass(slots=True)
class Row:
    """An event of the list; ``begins`` are the numbers of columns at which a column begins with it."""

    event: Event
    begins: list[int] = field(default_factory=list)
    said: list[Citation] = field(default_factory=list)  # for print


@dataclass(slots=True)
class Section:
    """A stretch of time with its events, or those of them that matter most."""

    span: Span
    rows: list[Row]
    count: int
    link: str = ""  # to this stretch alone
    more_link: str = ""
    left: float = 0.0  # where it lies in the ribbon, in percent
    width: float = 100.0
    begins: list[int] = field(default_factory=list)

    @property
    def more(self) -> int:
        """How many of its events find no room here."""
        return self.count - len(self.rows)


def assign(events: Sequence[Event], spans: Sequence[Span]) -> list[list[Event]]:
    """The events of each span: those that begin in it, each in one alone."""
    found: list[list[Event]] = [[] for _ in spans]
    for event in events:
        for number, span in enumerate(spans):
            if span.first <= event.earliest <= span.last:
                found[number].append(event)
                break
        else:  # what began before the window goes on in its first stretch
            found[0 if event.earliest < spans[0].first else -1].append(event)
    return found


def best(events: Sequence[Event], most: int) -> list[Event]:
    """Those of these that matter most, in their order."""
    if len(events) <= most:
        return list(events)
    chosen = sorted(events, key=lambda e: (-e.significance, e.earliest, e.pk))[:most]
    kept = {event.pk for event in chosen}
    return [event for event in events if event.pk in kept]


def shares(counts: Sequence[int], most: int) -> list[int]:
    """How many of each section are listed, so that all together are ``most``: none loses a row before a longer one does."""
    left, given = min(most, sum(counts)), [0] * len(counts)
    while left:
        open_ones = [n for n, count in enumerate(counts) if given[n] < count]
        each = max(left // len(open_ones), 1)
        for n in open_ones:
            taken = min(each, counts[n] - given[n], left)
            given[n] += taken
            left -= taken
    return given


def fan(sections: Sequence[Section], axis: Axis, words) -> dict[int, list[Lens]]:
    """Cut the list into columns: notes with each section and row where one begins, and gives the lenses for each number of
    columns. ``words`` gives what a row says."""
    places = [Place(n, words(row.event)) for n, section in enumerate(sections) for row in section.rows]
    rows = [(section, row) for section in sections for row in section.rows]
    if not rows:
        return {}
    found = {}
    for number in COLUMNS:
        begins = [(0.0 if not sections else _begin(rows[0], axis), 0)]
        for at in cut(places, number)[: number - 1]:
            section, row = rows[at]
            (section if row is section.rows[0] else row).begins.append(number)
            begins.append((_begin(rows[at], axis), places[at].group))
        found[number] = lenses(begins, number, COLUMN_GAP[number])
    return found


def _begin(place: tuple[Section, Row], axis: Axis) -> float:
    section, row = place
    day = section.span.first if row is section.rows[0] else max(row.event.earliest, section.span.first)
    return min(max(axis.x(day), 0.0), 100.0)
