"""Timelines composed of the most important events: a draft for a curator, with chapters where the news paused.

Composing the same timeline again proposes what would be added and left out; what a curator has decided stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from timeline.dates import OPEN_END, OPEN_START, describe
from timeline.models import Actor, Chapter, Event, Participation, Pick, Step, Timeline
from timeline.record.ranking import day_of, most_significant
from timeline.record.significance import pauses
from timeline.slugs import free_slug, stem_of

EVENTS = 20  # in a composed timeline, by default
MOST_EVENTS = 500
MOST_CHAPTERS = 7
STEPS = 15  # of its story at most
EVENTS_A_CHAPTER = 5  # on average


class NothingToChoose(ValueError):
    """No event is in the requested scope."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The events to choose from: within a span, with any of some actors, cited by some sources; by default all that are not rejected."""

    first: date | None = None
    last: date | None = None
    actors: tuple[Actor, ...] = ()
    sources: frozenset[int] | None = None

    def events(self) -> QuerySet[Event]:
        found = Event.objects.standing().between(self.first, self.last)
        if self.actors:
            found = found.involving(self.actors)
        if self.sources is not None:
            found = found.filter(citations__source__in=self.sources).distinct()
        return found


@dataclass(slots=True)
class Composition:
    """The events chosen for a new timeline; for one composed before, those to be added and left out."""

    timeline: Timeline
    is_new: bool
    events: list[Event] = field(default_factory=list)
    added: list[Event] = field(default_factory=list)
    dropped: list[Event] = field(default_factory=list)


def best(scope: Scope, most: int) -> list[Event]:
    """The most important events in scope, spread over time, in order of date."""
    return sorted(
        Event.objects.filter(pk__in=most_significant(scope.events(), most)),
        key=lambda e: (day_of(e), e.latest, e.pk),
    )


def title_for(events: Sequence[Event]) -> str:
    """A title to start from for a timeline of these events: who takes part in at least half of them, and when; "" without
    events."""
    if not events:
        return ""
    taking_part = Counter(
        Participation.objects.filter(event__in=events).values_list("actor__name", flat=True)
    )
    names = [name for name, n in sorted(taking_part.items(), key=lambda item: (-item[1], item[0])) if 2 * n >= len(events)]  # fmt: skip
    first, last = min(event.earliest for event in events), max(event.latest for event in events)
    length = len("2024-09" if first.year == last.year else "2024")
    ends = [
        first.isoformat()[:length] if first > OPEN_START else "..",
        last.isoformat()[:length] if last < OPEN_END else "..",
    ]
    span = describe(ends[0] if ends[0] == ends[1] else "/".join(ends)) if set(ends) != {".."} else ""
    who = " and ".join(names[:2]) or f"{len(events)} event{'s' * (len(events) > 1)}"
    return ", ".join(filter(None, [who, span]))[:200]


@transaction.atomic
def compose(title: str, scope: Scope, *, events: int = EVENTS, chapters: int | None = None) -> Composition:
    """Create a draft timeline of the most important events; if one was composed under that title, propose changes to it.

    ``chapters`` is how many at most; None lets the number of events decide, 0 makes none. Raises NothingToChoose.
    """
    chosen = best(scope, min(events, MOST_EVENTS))
    if not chosen:
        raise NothingToChoose(
            "no event fits: read articles first (manage.py ingest PATH), or ask for a wider span"
        )
    keys = [event.pk for event in chosen]
    made = Timeline.objects.select_for_update().filter(title=title).exclude(composition={}).first()
    if made:
        return _propose(made, chosen)
    timeline = Timeline.objects.create(
        title=title,
        slug=free_slug(Timeline, stem_of(title, "timeline")),
        is_published=False,
        picks_only=True,
        composition={"events": keys},
    )
    for event in chosen:
        Pick.objects.create(timeline=timeline, event=event, is_composed=True)
    _make_chapters(timeline, chosen, chapters)
    timeline.lead = max(chosen, key=_weight)
    timeline.save()
    steps = sorted(sorted(chosen, key=_weight)[-STEPS:], key=lambda e: (day_of(e), e.pk))
    for position, event in enumerate(steps, 1):
        Step.objects.create(timeline=timeline, event=event, position=position)
    return Composition(timeline, True, chosen, added=chosen)


def _make_chapters(timeline: Timeline, events: Sequence[Event], most: int | None) -> None:
    """Divide the timeline into chapters where the news paused, each named after its most important event."""
    if most is None:
        most = min(MOST_CHAPTERS, len(events) // EVENTS_A_CHAPTER)
    if most < 2 or len(events) < 4:
        return
    cuts = [0, *pauses([day_of(event) for event in events], most - 1), len(events)]
    for first, after in zip(cuts, cuts[1:], strict=False):
        within = events[first:after]
        lead = max(within, key=_weight)
        start, end = min(day_of(e) for e in within), max(_last(e) for e in within)
        Chapter.objects.create(
            timeline=timeline,
            title=lead.title,
            slug=free_slug(Chapter, stem_of(lead.title, "chapter")),
            earliest=start,
            latest=max(start, end),
        )


def _weight(event: Event) -> tuple[float, int]:
    return event.significance, -event.pk


def _last(event: Event) -> date:
    return day_of(event) if event.ends_open else event.latest


def _propose(timeline: Timeline, chosen: Sequence[Event]) -> Composition:
    """Propose additions and removals, and store them with the timeline until somebody decides."""
    picks = {pick.event_id: pick for pick in Pick.objects.filter(timeline=timeline).select_related("event")}
    before = set(timeline.composition.get("events", []))
    # Events that were composed and are no longer picked were removed by a curator.
    added = [e for e in chosen if e.pk not in picks and e.pk not in before]
    wanted = {event.pk for event in chosen}
    dropped = [
        p.event for p in picks.values() if p.is_composed and p.is_included and p.event_id not in wanted
    ]
    timeline.composition = {
        "events": sorted(before),
        "add": [event.pk for event in added],
        "drop": [event.pk for event in dropped],
    }
    timeline.save(update_fields=["composition"])
    return Composition(timeline, False, list(chosen), added, dropped)


@transaction.atomic
def settle(timeline: Timeline, *, add: Iterable[int] = (), drop: Iterable[int] = ()) -> int:
    """Accept proposals, all or some; return how many picks changed. Those not accepted are not proposed again."""
    timeline = Timeline.objects.select_for_update().get(pk=timeline.pk)
    asked = timeline.composition
    changed = 0
    for event in Event.objects.filter(pk__in=set(add) & set(asked.get("add", []))):
        _, is_new = Pick.objects.get_or_create(timeline=timeline, event=event, defaults={"is_composed": True})
        changed += is_new
    for pick in Pick.objects.filter(
        timeline=timeline, is_composed=True, event__in=set(drop) & set(asked.get("drop", []))
    ):
        pick.delete()
        changed += 1
    kept = set(asked.get("drop", [])) - set(drop)  # a curator keeps these
    Pick.objects.filter(timeline=timeline, event__in=kept).update(is_composed=False)
    timeline.composition = {"events": sorted({*asked.get("events", []), *asked.get("add", [])})}
    timeline.save()
    return changed
