"""A small map with the place of an event lit: the outlines of states around it, cut from map.json.

Pure. Positions are degrees; the drawing is a flat one around its middle (equirectangular, true to scale there).
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from timeline.places import Place, find_place

UNIT = 10  # parts of a degree in map.json
WIDTH, HEIGHT = 180.0, 100.0  # of the drawing, in its own units
SPAN = (
    40.0  # degrees of latitude from top to bottom around a city; fewer would show how coarse the outlines are
)
ROOM = 1.5  # times its own size is shown of a state
NORTH, SOUTH = 84.0, -60.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Locator:
    """The paths of a map: all land, the lit state if the place is one, and the dot of a city (x and y)."""

    land: str
    lit: str
    dot: Point | None


@lru_cache(maxsize=512)
def locate(words: str) -> Locator | None:
    """The map for a place by its words; None where it is not known, or too small to be drawn."""
    place = find_place(words)
    if place is None:
        return None
    window = _window(place)
    if window is None:
        return None
    land = [path for code, rings in states().items() if code != place.code for path in window.paths(rings)]
    lit = window.paths(states()[place.code]) if place.code else []
    return Locator("".join(land), "".join(lit), window.at(place.position[::-1]) if place.position else None)


@lru_cache(maxsize=1)
def states() -> dict[str, list[list[Point]]]:
    """The outlines of states (longitude, latitude) by their codes of ISO 3166."""
    read = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))["states"]
    return {code: [_points(steps) for steps in rings] for code, rings in read.items()}


def _points(steps: Sequence[int]) -> list[Point]:
    x = y = 0
    found = []
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        found.append((x / UNIT, y / UNIT))
    return found


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of the earth: its middle (longitude, latitude) and degrees of latitude from top to bottom."""

    middle: Point
    span: float

    def at(self, point: Point) -> Point:
        """Where a position lies in the drawing."""
        scale = HEIGHT / self.span
        x = WIDTH / 2 + (point[0] - self.middle[0]) * scale * self._squeeze
        return round(x, 1), round(HEIGHT / 2 - (point[1] - self.middle[1]) * scale, 1)

    @property
    def _squeeze(self) -> float:
        return math.cos(math.radians(self.middle[1]))

    def paths(self, rings: Iterable[list[Point]]) -> list[str]:
        """What of these outlines lies in the drawing, as paths of SVG; also from over the edge of the world's map."""
        found = []
        for ring in rings:
            for turn in (-360.0, 0.0, 360.0):
                cut = clip([self.at((x + turn, y)) for x, y in ring], WIDTH, HEIGHT)
                whole = [(round(x), round(y)) for x, y in cut]
                thinned = [p for n, p in enumerate(whole) if p != whole[n - 1]]
                if len(thinned) > 2:
                    (x, y), *rest = thinned
                    steps = zip(thinned, rest, strict=False)
                    found.append(
                        f"M{x} {y}l" + " ".join(f"{c - a} {d - b}" for (a, b), (c, d) in steps) + "z"
                    )
        return found


def _window(place: Place) -> _Window | None:
    if place.position:
        latitude, longitude = place.position
        return _Window((longitude, _within(latitude, SPAN)), SPAN)
    rings = states().get(place.code)
    if not rings:
        return None
    largest = max(rings, key=lambda ring: abs(_area(ring)))  # far islands and colonies do not stretch the map
    west, east = min(x for x, _ in largest), max(x for x, _ in largest)
    south, north = min(y for _, y in largest), max(y for _, y in largest)
    middle = ((west + east) / 2, (south + north) / 2)
    across = (east - west) * math.cos(math.radians(middle[1])) * HEIGHT / WIDTH
    span = min(max(max(north - south, across) * ROOM, SPAN), NORTH - SOUTH)
    return _Window((middle[0], _within(middle[1], span)), span)


def _within(latitude: float, span: float) -> float:
    """The latitude moved so far that the map does not reach over the poles."""
    return min(max(latitude, SOUTH + span / 2), NORTH - span / 2)


def _area(ring: Sequence[Point]) -> float:
    ends = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(a * d - c * b for (a, b), (c, d) in ends) / 2


def clip(points: list[Point], width: float, height: float) -> list[Point]:
    """The part of an outline within a box from 0, 0, after Sutherland and Hodgman: one edge of the box after the other."""
    edges: tuple[tuple[int, float, Callable[[float], bool]], ...] = (
        (0, 0.0, lambda v: v >= 0),
        (0, width, lambda v: v <= width),
        (1, 0.0, lambda v: v >= 0),
        (1, height, lambda v: v <= height),
    )
    for axis, edge, is_in in edges:
        found: list[Point] = []
        for n, point in enumerate(points):
            before = points[n - 1]
            if is_in(point[axis]) != is_in(before[axis]):
                t = (edge - before[axis]) / (point[axis] - before[axis])
                found.append((before[0] + t * (point[0] - before[0]), before[1] + t * (point[1] - before[1])))
            if is_in(point[axis]):
                found.append(point)
        points = found
        if not points:
            return []
    return points
