"""The drawings of a timeline page: its window of time, the ribbon, and the chart, as SVG and as data for Plotly."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from timeline.dates import OPEN_END, OPEN_START
from timeline.models import Chapter, Event, Timeline
from timeline.wording import worded

from .chart import build_chart
from .counts import Bin, count_all, count_bins, remember
from .drawing import by_actor, chart_event, lane_counts
from .figure import build_figure
from .filters import Selection
from .layout import (
    KIND_LANES,
    MAX_DRAWN,
    Axis,
    ChartEvent,
    Count,
    Ribbon,
    Span,
    bin_days,
    build_dense_ribbon,
    build_ribbon,
    whole_axis,
)


class PageDrawings:
    """What is drawn of a page's state; each drawing is laid out only when it is asked for."""

    timeline: Timeline | None
    selection: Selection
    chapters: list[Chapter]
    everything: QuerySet[Event]
    narrowed: QuerySet[Event]
    key: tuple[Any, ...]
    language: str
    keys: list[int]
    is_dense: bool
    selected: Event | None
    listed: list[Event]
    story_number: int
    _everything_drawn: list[Event]

    @cached_property
    def window(self) -> tuple[date, date] | None:
        """The stretch that the address asks for; None for the whole story."""
        if chapter := self.selection.chapter:
            return chapter.earliest, chapter.latest
        first, last = self.selection.form.get("from"), self.selection.form.get("to")
        if not first and not last:
            return None
        whole = self.whole
        begin = first.earliest if first and first.earliest != OPEN_START else whole.first
        end = last.latest if last and last.latest != OPEN_END else whole.last
        return (begin, end) if begin <= end else None

    @cached_property
    def whole(self) -> Axis:
        """The axis of the whole timeline."""
        if count_all(self.everything, self.key) <= MAX_DRAWN:
            days = [day for e in self._everything_drawn for day in (e.earliest, e.latest)]
        else:
            ends = remember(("ends", *self.key), self._ends)
            days = list(ends)
        return whole_axis([*days, *(day for c in self.chapters for day in (c.earliest, c.latest))])

    def _ends(self) -> tuple[date, ...]:
        begins = self.everything.order_by("earliest").values_list("earliest", flat=True)
        known = begins.exclude(earliest=OPEN_START)
        return tuple(known[:1]) + tuple(known.reverse()[:1])

    @cached_property
    def axis(self) -> Axis:
        if not self.window:
            return self.whole
        return Axis(*self.window)

    @property
    def is_chart(self) -> bool:
        """Whether the drawing is asked for at full height, with titles in it."""
        return self.selection.form.get("view") == "chart" and not self.story_number

    @cached_property
    def _spans(self) -> list[Span]:
        return [self._chapter_span(chapter) for chapter in self.chapters]

    def _charted(self) -> tuple[list[ChartEvent], list[tuple[str, str]]]:
        """The events to draw, and the lanes in which they stand where those are not the ones of their kinds."""
        asked = set(self.keys)
        charted = [chart_event(e, self.language, is_faded=e.pk not in asked) for e in self._everything_drawn]
        return by_actor(charted, self.language) if self.selection.lanes == "actor" else (charted, [])

    @cached_property
    def ribbon(self) -> Ribbon:
        if self.is_dense:
            counts = lane_counts(self._bins, self.language)
            ribbon = build_dense_ribbon(counts, self.axis, spans=self._spans, language=self.language)
        else:
            charted, groups = self._charted()
            ribbon = build_ribbon(
                charted, self.axis, spans=self._spans, language=self.language, groups=groups
            )
        return self._linked(ribbon)

    @cached_property
    def chart(self) -> Ribbon:
        """The same selection at full height: of a dense one the counts, and the events of the list."""
        counts: list[Count] = []
        groups: list[tuple[str, str]] = []
        if self.is_dense:
            counts = lane_counts(self._bins, self.language)
            charted = [chart_event(event, self.language) for event in self.listed]
            listed = {event.pk for event in self.listed}
            counts = [c for c in counts if not (c.event and c.event.id in listed)]
        else:
            charted, groups = self._charted()
        lanes = groups or [(key, gettext(title)) for key, title in KIND_LANES]
        scale = self.axis if self.is_dense else self.whole
        return self._linked(build_chart(charted, self.axis, lanes, scale=scale, counts=counts, spans=self._spans, language=self.language))  # fmt: skip

    @property
    def drawn(self) -> Ribbon:
        return self.chart if self.is_chart else self.ribbon

    def _linked(self, ribbon: Ribbon) -> Ribbon:
        for mark in ribbon.marks:
            if mark.count == 1:
                mark.link = self.event_link(mark.event.slug, mark.event.id)
            else:
                changes = {
                    "from": mark.first and mark.first.isoformat(),
                    "to": mark.last and mark.last.isoformat(),
                    "chapter": None,
                }
                mark.link = self.selection.link(**changes, event=None, page=None)
        return ribbon

    @cached_property
    def _bins(self) -> list[Bin]:
        days = bin_days(self.axis)
        return self._remember(f"bins-{days[0]}-{len(days)}", lambda: count_bins(self.narrowed, days))

    @property
    def figure(self) -> dict[str, Any]:
        """The drawing for Plotly."""
        return build_figure(self.drawn, self.whole, chosen=self.selected.pk if self.selected else 0)

    def _chapter_span(self, chapter: Chapter) -> Span:
        first, last = chapter.earliest.year, chapter.latest.year
        years = f"{first}–{last}" if first != last else str(first)
        link = self.selection.link(
            **{"chapter": chapter.slug, "from": None, "to": None}, event=None, page=None
        )
        title = worded(chapter, "title", self.language)
        return Span(title, chapter.earliest, chapter.latest, years, link, chapter.colour)
