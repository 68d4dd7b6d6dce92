"""The list of events in columns: how many rows stand in each, and which stretch of the ribbon widens into it.

Pure. A browser flows the list into as many columns as its window has room for; where each begins is decided here for every
number of columns, so that a stretch of the ribbon can be drawn towards its column before anything is measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .lettering import wrap

COLUMNS = (2, 3, 4, 5)
ROOMS = {2: 320.0, 3: 220.0, 4: 200.0, 5: 184.0}  # CSS pixels of a row's words at each number of columns
SIZE = 11.4  # of their letters, somewhat less than it is: the guess of their width is for a wide font
LINE, GAP, HEAD, AGAIN = 17.0, 3.5, 50.0, 38.0  # CSS pixels
ORPHANS = 2  # so few rows of a group are not left at the foot of a column


@dataclass(frozen=True, slots=True)
class Place:
    """A row: the group that it belongs to, and its words."""

    group: int
    words: str


def cut(places: Sequence[Place], number: int) -> list[int]:
    """The rows with which the second and later columns begin, so that the highest column is as low as it can be."""
    heights = [len(wrap(place.words, ROOMS[number], SIZE)) * LINE + GAP for place in places]
    low, high = max(heights, default=0.0) + HEAD, sum(heights) + HEAD * len({p.group for p in places}) + 1
    for _ in range(12):
        middle = (low + high) / 2
        if len(_fill(places, heights, middle)) < number:
            high = middle
        else:
            low = middle
    return _fill(places, heights, high)


def _fill(places: Sequence[Place], heights: Sequence[float], most: float) -> list[int]:
    """Where columns begin that are filled one after another up to a height."""
    begins: list[int] = []
    filled, group_begins = 0.0, 0
    for row, (place, height) in enumerate(zip(places, heights, strict=True)):
        is_new = row == 0 or places[row - 1].group != place.group
        if is_new:
            group_begins = row
        # The last row of a group stays with those before it, though the column is then a row too long.
        is_last = not is_new and (row + 1 == len(places) or places[row + 1].group != place.group)
        if filled + height + (HEAD if is_new else 0) <= most + (height if is_last else 0):
            filled += height + (HEAD if is_new else 0)
            continue
        begin = row
        if 0 < row - group_begins <= ORPHANS and group_begins > (begins[-1] if begins else 0):
            begin = group_begins  # the few rows before go with this one
        begins.append(begin)
        filled = sum(heights[begin : row + 1]) + (HEAD if begin == group_begins else AGAIN)
    return begins


@dataclass(frozen=True, slots=True)
class Lens:
    """What widens into a column: from ``x`` to ``x2`` of the ribbon, to ``left`` and ``right``, in percent."""

    x: float
    x2: float
    left: float
    right: float
    group: int

    @property
    def is_odd(self) -> bool:
        return self.group % 2 == 1

    @property
    def path(self) -> str:
        """Its outline in a box of 1000 by 24."""
        x, x2, left, right = (round(n * 10, 1) for n in (self.x, self.x2, self.left, self.right))
        return f"M{x} 0C{x} 14 {left} 10 {left} 24H{right}C{right} 10 {x2} 14 {x2} 0Z"


def lenses(begins: Sequence[tuple[float, int]], number: int, gap: float) -> list[Lens]:
    """Lenses of columns side by side: each from where it begins in the ribbon (x, group) to where the next one does.

    ``gap`` is the space between columns, in percent of the width.
    """
    room = (100 - gap * (number - 1)) / number
    found = []
    for n, (x, group) in enumerate(begins):
        end = begins[n + 1][0] if n + 1 < len(begins) else 100.0
        left = n * (room + gap)
        found.append(Lens(x, max(end, x + 0.2), left, left + room, group))
    return found
