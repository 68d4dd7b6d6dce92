"""What a timeline page shows, put together from the selection: events, drawing, choices and evidence."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language, gettext

from .charts import (
    LANE_OF,
    MAX_DRAWN,
    ChartEvent,
    Count,
    Span,
    bin_edges,
    build_dense_layout,
    build_figure,
    build_layout,
    build_strip,
    make_panels,
    whole_span,
)
from .dates import OPEN_END, OPEN_START, describe
from .density import MANY, Bin, Summary, count_all, count_bins, name_of, remember, summarize
from .feeds import Alternate, timeline_alternates
from .filters import Choice, Selection, narrow, read_selection, within
from .models import Actor, Chapter, Event, Participation, Timeline

LIST_PAGE = 100  # events in one part of a dense timeline's list


@dataclass(slots=True)
class Tab:
    title: str
    link: str
    is_current: bool
    chapter: Chapter | None = None


class TimelinePage:
    """One state of a timeline: everything that its template reads, each fact worked out once."""

    def __init__(self, timeline: Timeline | None, selection: Selection, chapters: list[Chapter]):
        self.timeline, self.selection = timeline, selection
        self.steps = chapters  # in the order in which readers step through them
        self.chapters = sorted(chapters, key=lambda chapter: (chapter.earliest, chapter.pk))
        # Who looks at a draft sees what it would show once its events are published.
        self.is_preview = bool(timeline and not timeline.is_published)
        self.visible = Event.objects.standing() if self.is_preview else Event.objects.published()
        self.everything = timeline.events(status=None).standing() if self.is_preview else timeline.events() if timeline else self.visible  # fmt: skip
        self.key = (timeline.pk, timeline.updated_at) if timeline else (None,)
        self.narrowed = narrow(self.everything, selection)
        if chapter := selection.chapter:
            self.narrowed = within(self.narrowed, chapter.earliest, chapter.latest)
        keys = self._keys(0, MAX_DRAWN + 1)
        self.is_dense = len(keys) > MAX_DRAWN
        self.count = self._remember("count", self.narrowed.count) if self.is_dense else len(keys)
        if self.is_dense:
            keys = self._keys((selection.page - 1) * LIST_PAGE, LIST_PAGE)
        found = Event.objects.with_counts().in_bulk(keys)
        self.events = [found[key] for key in keys if key in found]
        self.title = timeline.title if timeline else gettext("All events")
        self.introduction = timeline.introduction if timeline else ""
        self.language = get_language() or "en"
        self._draw()
        self.selected = self._find_selected()

    def _remember(self, what: str, count):
        """Something counted of this state's events, kept until they change."""
        state = self.selection.link(axis=None, event=None, page=None)
        return remember((what, *self.key, state), count)

    def _keys(self, start: int, most: int) -> list[int]:
        """Some of this state's events in their order. Of many they are kept: to find a few in the middle of a century, or
        those of one actor, a database walks through all that came before."""
        ordered = self.narrowed.order_by("earliest", "latest", "id").values_list("pk", flat=True)
        if count_all(self.everything, self.key) < MANY:
            return list(ordered[start : start + most])
        return self._remember(f"keys-{start}-{most}", lambda: list(ordered[start : start + most]))

    @cached_property
    def summary(self) -> Summary:
        return summarize(self.everything, self.key)

    def _draw(self) -> None:
        if self.is_dense:
            self._draw_counts()
        else:
            charted = [chart_event(event, self.language) for event in self.events]
            groups: list[tuple[str, str]] = []
            if self.selection.lanes == "actor":
                charted, groups = group_by_actor(charted)
            self.layout = build_layout(
                charted,
                self._spans(charted),
                axis=self.selection.axis,
                language=self.language,
                groups=groups,
            )
            begins = [(e.earliest, LANE_OF.get(e.kind, "office")) for e in charted]
            self.strip = build_strip(begins, [_chapter_span(c) for c in self.chapters])
        for mark in self.layout.marks:
            if mark.count == 1:
                mark.link = self.selection.link(event=mark.event.slug, page=None) + "#evidence"
            else:
                changes = {"from": _iso(mark.first), "to": _iso(mark.last)}
                mark.link = self.selection.link(**changes, event=None, page=None)
        for lane in self.layout.lanes:
            lane.title = (
                gettext(lane.title) if self.selection.lanes == "kind" or self.is_dense else lane.title
            )
        self.figure = build_figure(self.layout)

    def _draw_counts(self) -> None:
        spans = self._dense_spans()
        edges = [span.first for span in spans]
        numbers = [0] * len(spans)
        for found in self._remember("spans", lambda: count_bins(self.narrowed, edges)):
            numbers[found.index] += found.count
        shown = [n for n, number in enumerate(numbers) if number] or [0]
        panels = make_panels([spans[n] for n in shown], [numbers[n] for n in shown], self.language)
        places = [day for day, _ in bin_edges(panels)]
        bins = self._remember(
            f"bins-{self.selection.axis}-{places[0]}-{len(places)}", lambda: count_bins(self.narrowed, places)
        )
        self.layout = build_dense_layout(panels, self._counts(bins))
        begins = sorted({(places[b.index], LANE_OF.get(b.kind, "office")) for b in bins})
        whole = Span("", spans[0].first, spans[-1].last)
        self.strip = build_strip(begins, [_chapter_span(c) for c in self.chapters], whole)

    def _counts(self, bins: list[Bin]) -> list[Count]:
        """The bins of each lane, with the event of those that hold a single one."""
        numbers: dict[tuple[int, str], int] = defaultdict(int)
        one: dict[tuple[int, str], int] = {}
        for found in bins:
            place = found.index, LANE_OF.get(found.kind, "office")
            numbers[place] += found.count
            one[place] = found.pk
        alone = [pk for place, pk in one.items() if numbers[place] == 1]
        events = {e.pk: chart_event(e, self.language) for e in Event.objects.filter(pk__in=alone)}
        return [
            Count(lane, index, number, events.get(one[index, lane]) if number == 1 else None)
            for (index, lane), number in sorted(numbers.items())
        ]

    def _spans(self, events: list[ChartEvent]) -> list[Span]:
        if chapter := self.selection.chapter:
            return [_chapter_span(chapter)]
        return [_fitted(_chapter_span(c), events) for c in self.chapters] or []

    def _dense_spans(self) -> list[Span]:
        """The chapters, or the stretch asked for; the axis to scale has one for all."""
        if chapter := self.selection.chapter:
            return [_chapter_span(chapter)]
        bounds = self.selection.form.get("from"), self.selection.form.get("to")
        if self.chapters and self.selection.axis == "even" and not any(bounds):
            return [_chapter_span(c) for c in self.chapters]
        first, last = self._remember("ends", self._ends)
        if bounds[0] and bounds[0].earliest > first:
            first = bounds[0].earliest
        return [whole_span(first, last)]

    def _ends(self) -> tuple[date, date]:
        begins = self.narrowed.order_by("earliest").values_list("earliest", flat=True)
        return begins[0], begins.reverse()[0]

    def _find_selected(self) -> Event | None:
        slug = self.selection.event_slug
        if not slug:
            return None
        chosen = self.visible.filter(slug=slug).with_evidence().select_related("part_of").first()
        if chosen:
            chosen.before, chosen.after = neighbours(chosen, self.events)
        return chosen

    @property
    def alternates(self) -> list[Alternate]:
        return timeline_alternates(self.timeline) if self.timeline and self.timeline.is_published else []

    @property
    def proposed_count(self) -> int:
        """How many of a draft's events readers would not see yet."""
        return self.everything.filter(status=Event.Status.PROPOSED).count() if self.is_preview else 0

    @property
    def address(self) -> str:
        """The full page of what this shows."""
        return self.timeline.get_absolute_url() if self.timeline else reverse("timeline:home")

    @property
    def from_text(self) -> str:
        return self.selection.params.get("from", "")

    @property
    def to_text(self) -> str:
        return self.selection.params.get("to", "")

    @property
    def strip_chapters(self) -> list[tuple[float, float, str, str]]:
        links = [self.selection.link(chapter=c.slug, event=None) for c in self.chapters]
        return [(*place, link) for place, link in zip(self.strip["chapters"], links, strict=True)]

    @property
    def is_empty(self) -> bool:
        return self.summary.total == 0

    @property
    def earlier_link(self) -> str:
        """The part of a dense list before this one; "" at its start."""
        page = self.selection.page
        if not self.is_dense or page == 1:
            return ""
        return self.selection.link(page=page - 1 if page > 2 else None, event=None)

    @property
    def later_link(self) -> str:
        """The part of a dense list after this one; "" at its end."""
        page = self.selection.page
        return (
            self.selection.link(page=page + 1, event=None)
            if self.is_dense and page * LIST_PAGE < self.count
            else ""
        )

    @property
    def tabs(self) -> list[Tab]:
        current = self.selection.chapter
        tabs = [Tab(gettext("Whole story"), self.selection.link(chapter=None, event=None), current is None)]
        for chapter in self.steps:
            link = self.selection.link(chapter=chapter.slug, event=None)
            tabs.append(Tab(chapter.title, link, chapter == current, chapter))
        return tabs

    @property
    def axis_links(self) -> list[Tab]:
        names = {"even": gettext("Even"), "scale": gettext("To scale")}
        return [
            Tab(name, self.selection.link(axis=None if axis == "even" else axis), axis == self.selection.axis)
            for axis, name in names.items()
        ]

    @property
    def lane_links(self) -> list[Tab]:
        if self.is_dense:
            return []
        names = {"kind": gettext("By kind"), "actor": gettext("By actor")}
        return [
            Tab(name, self.selection.link(lanes=None if by == "kind" else by), by == self.selection.lanes)
            for by, name in names.items()
        ]

    @property
    def choices(self) -> dict[str, list[Choice]]:
        """Actors, kinds and sources of the whole timeline with the number of its events; what is chosen is there too."""
        params, summary = self.selection.params, self.summary
        actors, kinds = set(params.getlist("actor")), set(params.getlist("kind"))
        source = params.get("source", "")
        known = {slug for slug, *_ in summary.actors}
        others = Actor.objects.filter(slug__in=actors - known) if actors - known else ()
        chosen = [Choice(actor.slug, actor.name, None, True) for actor in others]
        listed = {str(pk) for pk, *_ in summary.sources}
        picked = self.selection.form.get("source")
        return {
            "actor": chosen + [Choice(slug, name, n, slug in actors) for slug, name, n in summary.actors],
            "kind": [
                Choice(k.value, k.label, summary.kinds[k.value], k.value in kinds)
                for k in Event.Kind
                if summary.kinds.get(k.value)
            ],
            "source": (
                [Choice(str(picked.pk), name_of(picked), None, True)]
                if picked and source not in listed
                else []
            )
            + sorted(
                (Choice(str(pk), label, n, str(pk) == source) for pk, label, n in summary.sources),
                key=lambda choice: choice.label,
            ),
        }


def timeline_page(timeline: Timeline | None, params: QueryDict | None = None) -> TimelinePage:
    """The page of a timeline, or of all events, in the state that the parameters ask for."""
    chapters = list(timeline.chapters.all()) if timeline else []
    return TimelinePage(timeline, read_selection(params or QueryDict(), chapters), chapters)


ACTOR_LANES = 5
LANE_EVENTS = 3  # who has fewer gets no lane, unless there are hardly any others


def group_by_actor(events: list[ChartEvent]) -> tuple[list[ChartEvent], list[tuple[str, str]]]:
    """Put each event into the lane of whoever is named first, or of the state that they act for; the rest is others."""
    first: dict[int, tuple[str, str]] = {}
    rows = Participation.objects.filter(event__in=[e.id for e in events]).order_by("-id")
    names = ("actor__slug", "actor__name", "actor__represents__slug", "actor__represents__name")
    for pk, slug, name, state, state_name in rows.values_list("event", *names):
        first[pk] = (state, state_name) if state else (slug, name)
    counts = Counter(first[e.id] for e in events if e.id in first)
    top = [who for who, count in counts.most_common(ACTOR_LANES) if count >= LANE_EVENTS or len(counts) <= 2]
    known = {slug for slug, _ in top}
    grouped = [
        replace(e, group=who if (who := first.get(e.id, ("", ""))[0]) in known else OTHERS) for e in events
    ]
    return grouped, [*top, (OTHERS, gettext("Others"))]


OTHERS = "-"  # no slug


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def chart_event(event: Event, language: str) -> ChartEvent:
    when = event.date
    return ChartEvent(
        id=event.pk,
        slug=event.slug,
        title=event.title,
        kind=event.kind,
        earliest=event.earliest if event.earliest != OPEN_START else event.latest,
        latest=event.latest if event.latest != OPEN_END else event.earliest,
        precision=event.precision,
        is_interval=when.is_interval,
        is_planned=event.is_planned,
        is_disputed=event.is_disputed,
        weight=getattr(event, "source_count", 1),
        words=describe(event.edtf, language),
    )


def _chapter_span(chapter: Chapter) -> Span:
    first, last = chapter.earliest.year, chapter.latest.year
    return Span(
        chapter.title, chapter.earliest, chapter.latest, f"{first}–{last}" if first != last else str(first)
    )


def _fitted(span: Span, events: list[ChartEvent]) -> Span:
    """Draw a chapter in together round its events, so that no empty decades take its room."""
    days = [
        d
        for e in events
        if span.first <= e.earliest <= span.last
        for d in (e.earliest, min(e.latest, span.last))
    ]
    if not days:
        return span
    first, last = min(days), max(days)
    margin = timedelta(days=max((last - first).days // 25, 2))
    return Span(
        span.title,
        max(span.first, _back(first, margin)),
        min(span.last, last + margin if last < date.max - margin else last),
        span.years,
    )


def _back(day: date, by: timedelta) -> date:
    return day - by if day > date.min + by else day


def neighbours(event: Event, events: list[Event]) -> tuple[Event | None, Event | None]:
    """The events before and after one in the list."""
    ids = [e.pk for e in events]
    if event.pk not in ids:
        return None, None
    at = ids.index(event.pk)
    return (events[at - 1] if at else None), (events[at + 1] if at + 1 < len(events) else None)
