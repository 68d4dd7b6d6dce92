"""The stretches of time under which events are listed: a timeline's chapters, or so many decades, years, months or days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from timeline.dates import describe

from .layout import Span

FEWEST, MOST = 3, 8  # stretches that a window is cut into, if it can be
UNITS = ("century", "decade", "year", "month", "day")


def calendar_spans(days: Sequence[date], first: date, last: date, language: str) -> list[Span]:
    """Cut a window at the borders of the calendar, as coarsely as still tells its events apart.

    ``days`` are those on which the events begin; a stretch without any is left out.
    """
    if not days:
        return []
    found: list[Span] = []
    for unit in UNITS:
        starts = sorted({_start(min(max(day, first), last), unit) for day in days})
        if found and len(starts) > MOST:
            break
        found = [_span(start, unit, language) for start in starts]
        if len(found) >= FEWEST:
            break
    return _joined(found) if len(found) > 2 * MOST else found


def _start(day: date, unit: str) -> date:
    if unit == "century":
        return date(max(day.year // 100 * 100, 1), 1, 1)
    if unit == "decade":
        return date(max(day.year // 10 * 10, 1), 1, 1)
    if unit == "year":
        return date(day.year, 1, 1)
    return day.replace(day=1) if unit == "month" else day


def _span(start: date, unit: str, language: str) -> Span:
    year, month = start.year, start.month
    if unit == "century":
        return Span(f"{year}–{year // 100 * 100 + 99}", start, date(year // 100 * 100 + 99, 12, 31))
    if unit == "decade":
        return Span(describe(f"{year // 10:03}X", language), start, date(year // 10 * 10 + 9, 12, 31))
    if unit == "year":
        return Span(str(year), start, date(year, 12, 31))
    if unit == "month":
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1) if (year, month) != (9999, 12) else date.max  # fmt: skip
        return Span(describe(f"{year:04}-{month:02}", language), start, last)
    return Span(describe(start.isoformat(), language), start, start)


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Neighbours taken together until there are no more than MOST."""
    step = -(-len(spans) // MOST)
    found = []
    for n in range(0, len(spans), step):
        part = spans[n : n + step]
        title = part[0].title if len(part) == 1 else f"{part[0].title} – {part[-1].title}"
        found.append(Span(title, part[0].first, part[-1].last))
    return found


def story_spans(chapters: Sequence[Span], days: Sequence[date]) -> list[Span]:
    """The chapters, and a stretch for what begins before, between or after them; one without events is left out."""
    found: list[Span] = []
    ordered = sorted(chapters, key=lambda span: span.first)
    outside = sorted(day for day in days if not any(s.first <= day <= s.last for s in ordered))
    for n, day in enumerate(outside):
        if n and not any(outside[n - 1] < s.first <= day for s in ordered) and found:
            found[-1] = Span("", found[-1].first, day)
        else:
            found.append(Span("", day, day))
    found = [Span(_years(s.first, s.last), s.first, s.last) for s in found]
    found += [s for s in ordered if any(s.first <= day <= s.last for day in days)]
    return sorted(found, key=lambda span: span.first)


def _years(first: date, last: date) -> str:
    return f"{first.year}–{last.year}" if first.year != last.year else str(first.year)
