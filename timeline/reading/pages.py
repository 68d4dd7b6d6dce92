"""What a timeline page shows. Each fact is worked out once, and only when needed: a request for evidence lays out no drawing."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language, gettext

from timeline.data.views import Alternate, timeline_alternates
from timeline.models import Chapter, Event, Timeline
from timeline.wording import worded

from .choices import Choice, Pill, choices, nearest, pills
from .columns import Lens
from .counts import VERY_MANY, Summary, count_all, count_spans, remember, summarize
from .evidence import Evidence, place_among, place_in_keys
from .filters import LEVELS, USUAL, Selection, narrow, read_selection, within
from .layout import (
    MAX_DRAWN,
    Span,
    bin_days,
)
from .page_drawings import PageDrawings
from .page_links import LIST_PAGE, PageLinks
from .passages import strongest_of
from .sections import Row, Section, assign, best, fan, shares
from .short_dates import in_short
from .story import Stop, stops
from .stretches import calendar_spans, story_spans

LEADING = 2000  # of very many events, those that are sought for all stretches at once


class TimelinePage(PageLinks, PageDrawings):
    """One state of a timeline, with everything that its templates need."""

    def __init__(
        self,
        timeline: Timeline | None,
        selection: Selection,
        chapters: list[Chapter],
        *,
        with_proposed: bool = False,
        listed: int | None = None,
    ):
        self.timeline, self.selection = timeline, selection
        self.detail = selection.form.get("detail") or USUAL
        self.most = listed or LEVELS[self.detail - 1]
        self.steps = chapters  # in the order in which readers step through them
        self.chapters = sorted(chapters, key=lambda chapter: (chapter.earliest, chapter.pk))
        self.is_preview = bool(timeline and not timeline.is_published)
        # A preview shows what the timeline would be if proposed events were published.
        self.with_proposed = with_proposed
        self.visible = Event.objects.standing() if with_proposed else Event.objects.published()
        self.everything = timeline.events(status=None).standing() if timeline and with_proposed else timeline.events() if timeline else self.visible  # fmt: skip
        self.key = (timeline.pk, timeline.updated_at, with_proposed) if timeline else (None,)
        self.narrowed = narrow(self.everything, selection)
        if chapter := selection.chapter:
            self.narrowed = within(self.narrowed, chapter.earliest, chapter.latest)
        self.language = get_language() or "en"
        self.title = worded(timeline, "title", self.language) if timeline else gettext("All events")
        self.introduction = worded(timeline, "introduction", self.language) if timeline else ""

    def _remember(self, what: str, count: Any) -> Any:
        """A value counted from the events of this state, cached until they change."""
        state = self.selection.link(lanes=None, event=None, page=None, view=None, detail=None)
        return remember((what, *self.key, state), count, "default" if state == "?" else "states")

    # Which events, and how many.

    def _keys(self, start: int, most: int) -> list[int]:
        """Some events of this state in order. They are cached: to find a few in the middle of a century, or those of one
        actor, a database reads all earlier ones."""
        ordered = self.narrowed.by_date().values_list("pk", flat=True)
        return self._remember(f"keys-{start}-{most}", lambda: list(ordered[start : start + most]))

    @cached_property
    def keys(self) -> list[int]:
        """All events of this state in order; of a dense one only enough to know that it is dense."""
        return self._keys(0, MAX_DRAWN + 1)

    @property
    def is_dense(self) -> bool:
        return len(self.keys) > MAX_DRAWN

    @cached_property
    def count(self) -> int:
        return self._remember("count", self.narrowed.count) if self.is_dense else len(self.keys)

    @cached_property
    def summary(self) -> Summary:
        return summarize(self.everything, self.key)

    @cached_property
    def _everything_drawn(self) -> list[Event]:
        """The events of the ribbon: those of the whole timeline if they can all be drawn, else only those of this state."""
        if count_all(self.everything, self.key) <= MAX_DRAWN:
            return list(self.everything.with_counts().by_date())
        return [] if self.is_dense else self._fetched(self.keys)

    @staticmethod
    def _fetched(keys: list[int]) -> list[Event]:
        found = Event.objects.with_counts().in_bulk(keys)
        return [found[key] for key in keys if key in found]

    # The list in columns.

    @cached_property
    def sections(self) -> list[Section]:
        if self.is_in_order:
            start = (self.selection.page - 1) * LIST_PAGE
            events = self._fetched(self._keys(start, LIST_PAGE))
            return (
                [self._section(Span("", self.axis.first, self.axis.last), events, len(events))]
                if events
                else []
            )
        if self.is_dense:
            return self._dense_sections()
        by_key = {event.pk: event for event in self._everything_drawn}
        events = [by_key[key] for key in self.keys if key in by_key]
        spans = self._stretches([event.earliest for event in events])
        parts = assign(events, spans) if spans else []
        rooms = shares([len(part) for part in parts], self.most)
        return [
            self._section(span, best(part, most), len(part))
            for span, part, most in zip(spans, parts, rooms, strict=True)
            if part
        ]

    def _stretches(self, days: list[date]) -> list[Span]:
        if self.window or not self.chapters:
            return calendar_spans(days, self.axis.first, self.axis.last, self.language)
        return story_spans(self._spans, days)

    def _dense_sections(self) -> list[Section]:
        days = bin_days(self.axis)
        spans = self._stretches(sorted({days[b.index] for b in self._bins}))
        edges = [span.first for span in spans]
        numbers = self._remember(f"sections-{edges}", lambda: count_spans(self.narrowed, edges))
        found = []
        for span, number, most in zip(spans, numbers, shares(numbers, self.most), strict=True):
            if most:
                found.append(self._section(span, self._fetched(self._best_of(span, most)), number))
        return found

    def _best_of(self, span: Span, most: int) -> list[int]:
        """The events of a period that matter most; of very many events those that matter most in the whole, then a few from
        each part, so that not all are read."""
        if self.count > VERY_MANY:
            chosen = [pk for pk, day in self._leading if span.first <= day <= span.last][:most]
            days = bin_days(self.axis)
            some = [
                b.pk for b in self._bins if span.first <= days[b.index] <= span.last and b.pk not in chosen
            ]
            room = most - len(chosen)
            chosen += some[:: -(-len(some) // room)] if 0 < room < len(some) else some[:room]
        else:
            events = within(self.narrowed, span.first, span.last)
            ranked = events.order_by("-significance", "earliest", "id").values_list("pk", flat=True)
            chosen = self._remember(f"best-{span.first}-{span.last}-{most}", lambda: list(ranked[:most]))
        ordered = Event.objects.filter(pk__in=chosen).by_date()
        return list(ordered.values_list("pk", flat=True))

    @cached_property
    def _leading(self) -> list[tuple[int, date]]:
        """The events of very many that matter most, with the days on which they begin."""
        ranked = self.narrowed.by_significance().values_list("pk", "earliest")
        return self._remember("leading", lambda: list(ranked[:LEADING]))

    def _section(self, span: Span, events: list[Event], count: int) -> Section:
        window = {"chapter": None, "from": span.first.isoformat(), "to": span.last.isoformat()}
        link = span.link or (self.selection.link(**window, event=None, page=None) if span.title else "")
        is_all = self.window == (span.first, span.last)
        more = self.selection.link(event=None, list="all") if is_all or span.first == span.last else link
        left, right = self.axis.clipped(span.first, span.last) or (0.0, 100.0)
        rows = [Row(event) for event in events]
        return Section(span, rows, count, link, more, left=left, width=right - left)

    @cached_property
    def fan(self) -> dict[int, list[Lens]]:
        """The lenses for each number of columns; sets where columns begin on the sections."""
        return fan(
            self.sections,
            self.axis,
            lambda e: f"{in_short(e.edtf, self.language)} 00 {worded(e, 'title', self.language)}",
        )

    @property
    def told_sections(self) -> list[Section]:
        """The sections, each row with the passages that are printed with it."""
        said = strongest_of([event.pk for event in self.listed])
        for section in self.sections:
            for row in section.rows:
                row.said = said.get(row.event.pk, [])
        return self.sections

    @property
    def listed(self) -> list[Event]:
        return [row.event for section in self.sections for row in section.rows]

    # The chosen event.

    @cached_property
    def selected(self) -> Event | None:
        """The event in the address, else the curator's lead, else the one that matters most; with its evidence."""
        chosen = self.visible.with_evidence()
        if self.stop:
            return chosen.filter(pk=self.stop.event).first()
        if slug := self.selection.event_slug:
            return chosen.filter(slug=slug).first()
        key = self._lead_key()
        return chosen.filter(pk=key).first() if key else None

    def _lead_key(self) -> int | None:
        lead = self.timeline.lead_id if self.timeline else None
        if lead and self.narrowed.filter(pk=lead).exists():
            return lead
        if self.is_dense:
            listed = self.listed
        elif count_all(self.everything, self.key) <= MAX_DRAWN:
            asked = set(self.keys)
            listed = [event for event in self._everything_drawn if event.pk in asked]
        else:
            listed = self._everything_drawn
        return max(listed, key=lambda e: (e.significance, e.earliest, e.pk)).pk if listed else None

    @cached_property
    def evidence(self) -> Evidence | None:
        if not (event := self.selected):
            return None
        found = Evidence(event, total=self.count)
        if self.is_dense:
            # Asked for by every state that shows the event, and not by the lists of keys: a far one is behind a long walk.
            place = self._remember(f"place-{event.pk}", lambda: place_among(self.narrowed, event))
        else:
            place = place_in_keys(self.keys, event)
        found.position, *neighbours = place
        slugs = (
            dict(Event.objects.filter(pk__in=neighbours).order_by().values_list("pk", "slug"))
            if any(neighbours)
            else {}
        )
        found.before, found.after = (
            self.event_link(slugs[pk], pk) if pk in slugs else "" for pk in neighbours
        )
        return found

    # The story.

    @cached_property
    def stops(self) -> list[Stop]:
        steps = self.timeline.story.filter(event__in=self.visible) if self.timeline else ()
        language = self.language
        summaries = {worded(c, "title", language): worded(c, "summary", language) for c in self.chapters}
        return stops(list(steps.select_related("event")) if steps else [], self.sections, summaries, language)

    @cached_property
    def stop(self) -> Stop | None:
        """The step of the story that is shown; None if the list is shown."""
        number = self.selection.form.get("story")
        return self.stops[number - 1] if number and number <= len(self.stops) else None

    # The state in the address.

    @property
    def is_understood(self) -> bool:
        """Whether everything in the address exists. Other addresses are endless, and not worth caching."""
        selection = self.selection
        is_part = selection.page == 1 or bool(self._keys((selection.page - 1) * LIST_PAGE, 1))
        is_step = not self.story_number or self.stop is not None
        return (
            not selection.errors
            and is_part
            and is_step
            and (self.selected is not None or not selection.event_slug)
        )

    @property
    def alternates(self) -> list[Alternate]:
        return timeline_alternates(self.timeline) if self.timeline and self.timeline.is_published else []

    @property
    def proposed_count(self) -> int:
        """How many events of a draft are not public yet."""
        return self.everything.filter(status=Event.Status.PROPOSED).count() if self.with_proposed else 0

    @property
    def levels(self) -> int:
        """The highest level of detail to choose from: the first that lists the whole timeline, and the usual one at least; 0
        if every level does. Filters do not change it: their form stays as it is while they are changed."""
        total = self.summary.total
        return max(USUAL, 1 + sum(most < total for most in LEVELS[:-1])) if total > LEVELS[0] else 0

    @property
    def is_empty(self) -> bool:
        return self.summary.total == 0

    @property
    def is_partial(self) -> bool:
        return self.count != self.summary.total

    @cached_property
    def choices(self) -> dict[str, list[Choice]]:
        return choices(self.selection, self.summary, self.language)

    @cached_property
    def nearest(self) -> list[tuple[Pill, int]]:
        return nearest(self.everything, self.key, self.pills, self.steps, is_preview=self.with_proposed)

    @property
    def pills(self) -> list[Pill]:
        return pills(self.selection, self.summary, self.language)


def timeline_page(
    timeline: Timeline | None,
    params: QueryDict | None = None,
    *,
    with_proposed: bool = False,
    listed: int | None = None,
) -> TimelinePage:
    """The page of a timeline, or of all events, in the state given by the parameters, with so many events in its list; without
    a number as many as the level of detail in the address allows.

    With proposed events it is the preview of a draft, for staff who may see it.
    """
    chapters = list(timeline.chapters.all()) if timeline else []
    selection = read_selection(params or QueryDict(), chapters, is_preview=with_proposed)
    return TimelinePage(timeline, selection, chapters, with_proposed=with_proposed, listed=listed)
