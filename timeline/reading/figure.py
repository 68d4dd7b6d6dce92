"""The ribbon as data for Plotly: finished coordinates, so that the page's script works out none of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from .layout import Axis, Mark, Ribbon

DAY = 86_400_000  # milliseconds
EPOCH = date(1970, 1, 1).toordinal()


def milliseconds(day: date, part: float = 0.0) -> int:
    """A day as Plotly's axes count: milliseconds since 1970."""
    return round((day.toordinal() - EPOCH + part) * DAY)


def build_figure(ribbon: Ribbon, whole: Axis, *, chosen: int = 0) -> dict[str, Any]:
    """The drawing as columns of values: x in milliseconds since 1970, y in pixels downwards, sizes in pixels, colours by name.

    ``whole`` is as far as a reader can go; ``chosen`` is the id of the event whose evidence is open.
    """
    begin = milliseconds(ribbon.axis.first)
    scale = ribbon.axis.days * DAY / 100

    def x(percent: float) -> int:
        return round(begin + percent * scale)

    shown = [mark for mark in ribbon.marks if not mark.event.is_faded]
    return {
        "height": ribbon.height,
        "range": [x(0), x(100)],
        "limits": [milliseconds(whole.first), milliseconds(whole.last, 1.0)],
        "ticks": {
            "values": [x(t.x) for t in ribbon.ticks],
            "texts": [t.text for t in ribbon.ticks],
            "major": [t.is_major for t in ribbon.ticks],
        },
        "bands": [[x(left), x(right), span.colour] for left, right, span in ribbon.bands],
        "lanes": [
            {"title": lane.title if ribbon.has_names else "", "y": lane.top + 8} for lane in ribbon.lanes
        ],
        "is_chart": ribbon.is_chart,
        "rules": [lane.top for lane in ribbon.lanes[1:]] if ribbon.is_chart else [],
        "joins": _lines((x(at), x(at), y, y2) for at, y, y2 in ribbon.joins),
        "faded": _points([m for m in ribbon.marks if m.event.is_faded and not m.is_bar], x),
        "faded_bars": _by_lane([m for m in ribbon.marks if m.event.is_faded and m.is_bar], x),
        "bars": _by_lane([m for m in shown if m.is_bar and not m.event.is_vague], x),
        "hazes": _by_lane([m for m in shown if m.is_bar and m.event.is_vague], x),
        "rings": _points([m for m in shown if m.event.is_disputed], x),
        "events": _events(shown, x, has_titles=ribbon.is_chart),
        "chosen": chosen,
    }


def _events(shown: list[Mark], x: Any, *, has_titles: bool) -> dict[str, Any]:
    found = _points(shown, x) | {
        "ids": [m.event.id for m in shown],
        "slugs": [m.event.slug for m in shown],
        "titles": [m.event.title for m in shown],
        "words": [m.event.words for m in shown],
        "links": [m.link for m in shown],
        "counts": [m.count for m in shown],
        "lines": [m.is_bar for m in shown],  # drawn by bars and hazes
    }
    if has_titles:
        found["ends"] = [[x(m.x), x(m.x2)] for m in shown]
        found["sides"] = [m.label.side if m.label else "" for m in shown]
    return found


def _points(marks: list[Mark], x: Any) -> dict[str, Any]:
    return {
        "x": [x(m.middle if m.is_bar else m.x) for m in marks],
        "y": [m.y for m in marks],
        "sizes": [round(2 * m.radius, 1) for m in marks],
        "tones": [m.lane for m in marks],
        "hollow": [m.event.is_planned for m in marks],
    }


def _by_lane(marks: list[Mark], x: Any) -> dict[str, dict[str, list[float | None]]]:
    """Lines of each colour."""
    return {
        lane: _lines((x(m.x), x(m.x2), m.y, m.y) for m in marks if m.lane == lane)
        for lane in dict.fromkeys(m.lane for m in marks)
    }


def _lines(ends: Iterable[tuple[int, int, float, float]]) -> dict[str, list[float | None]]:
    xs: list[float | None] = []
    ys: list[float | None] = []
    for x, x2, y, y2 in ends:
        xs += [x, x2, None]
        ys += [y, y2, None]
    return {"x": xs, "y": ys}
