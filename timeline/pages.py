"""What a timeline page shows, put together from the selection: events, drawing, choices and evidence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import get_language, gettext

from .charts import ChartEvent, Span, build_figure, build_layout, build_strip
from .dates import OPEN_END, OPEN_START, describe
from .filters import Choice, Selection, narrow, within
from .models import Chapter, Event, Participation, Source, Timeline

LIST_LIMIT = 400  # events in the page's list; a filter or a chapter shows the rest


@dataclass(slots=True)
class Tab:
    title: str
    link: str
    is_current: bool
    chapter: Chapter | None = None


class TimelinePage:
    """One state of a timeline: everything that its template reads, each fact worked out once."""

    def __init__(self, timeline: Timeline | None, selection: Selection, chapters: list[Chapter]):
        self.timeline, self.selection, self.chapters = timeline, selection, chapters
        self.everything = timeline.events() if timeline else Event.objects.published()
        narrowed = narrow(self.everything, selection)
        if chapter := selection.chapter:
            narrowed = within(narrowed, chapter.earliest, chapter.latest)
        self.events = list(narrowed.with_counts().order_by("earliest", "latest", "id"))
        self.total = self.everything.count()
        self.source_count = (
            Source.objects.filter(citations__event__in=self.everything.values("pk")).distinct().count()
        )
        self.disputed_count = self.everything.filter(is_disputed=True).count()
        self.title = timeline.title if timeline else gettext("All events")
        self.introduction = timeline.introduction if timeline else ""
        self._draw()
        self.selected = self._find_selected()

    def _draw(self) -> None:
        language = get_language() or "en"
        charted = [_chart_event(event, language) for event in self.events]
        spans = self._spans(charted)
        self.layout = build_layout(charted, spans, axis=self.selection.axis)
        for mark in self.layout.marks:
            mark.link = self.selection.link(event=mark.event.slug) + "#evidence"
        self.figure = build_figure(self.layout)
        chapters = [_chapter_span(c) for c in self.chapters]
        self.strip = build_strip(charted, chapters)

    def _spans(self, events: list[ChartEvent]) -> list[Span]:
        if chapter := self.selection.chapter:
            return [_chapter_span(chapter)]
        return [_fitted(_chapter_span(c), events) for c in self.chapters] or []

    def _find_selected(self) -> Event | None:
        slug = self.selection.event_slug
        if not slug:
            return None
        chosen = Event.objects.published().filter(slug=slug).with_evidence().select_related("part_of").first()
        if chosen:
            chosen.before, chosen.after = neighbours(chosen, self.events)
        return chosen

    formats = (("json", "JSON"), ("csv", "CSV"), ("ics", "iCalendar"), ("atom", "Atom"))

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
        return self.total == 0

    @property
    def listed(self) -> list[Event]:
        return self.events[:LIST_LIMIT]

    @property
    def unlisted_count(self) -> int:
        return max(len(self.events) - LIST_LIMIT, 0)

    @property
    def tabs(self) -> list[Tab]:
        current = self.selection.chapter
        tabs = [Tab(gettext("Whole story"), self.selection.link(chapter=None, event=None), current is None)]
        for chapter in self.chapters:
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
    def choices(self) -> dict[str, list[Choice]]:
        """Actors, kinds and sources of the whole timeline with the number of its events, in three queries."""
        ids = self.everything.values("pk")
        return {"actor": self._actors(ids), "kind": self._kinds(), "source": self._sources(ids)}

    def _actors(self, ids: QuerySet) -> list[Choice]:
        chosen = set(self.selection.params.getlist("actor"))
        rows = Participation.objects.filter(event__in=ids).values_list("actor__slug", "actor__name")
        counts = Counter(rows)
        top = sorted(counts, key=lambda row: (row[0] not in chosen, -counts[row], row[1]))[:24]
        return [Choice(slug, name, counts[slug, name], slug in chosen) for slug, name in top]

    def _kinds(self) -> list[Choice]:
        chosen = set(self.selection.params.getlist("kind"))
        counts = Counter(self.everything.values_list("kind", flat=True))
        return [
            Choice(k.value, k.label, counts[k.value], k.value in chosen)
            for k in Event.Kind
            if counts[k.value]
        ]

    def _sources(self, ids: QuerySet) -> list[Choice]:
        chosen = self.selection.params.get("source", "")
        rows = Source.objects.filter(citations__event__in=ids).values_list(
            "pk", "title", "publisher", "citations__event"
        )
        names = {
            pk: f"{publisher or gettext('Unnamed publisher')}: {title or gettext('untitled')}"
            for pk, title, publisher, _ in rows
        }
        counts = Counter(pk for pk, *_ in set(rows))
        return [
            Choice(str(pk), names[pk], counts[pk], str(pk) == chosen)
            for pk in sorted(names, key=lambda p: names[p])
        ]


def _chart_event(event: Event, language: str) -> ChartEvent:
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
