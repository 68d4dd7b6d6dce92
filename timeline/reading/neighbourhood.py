"""What happened around an event, an actor's events or what a source reports, for pages that show no timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, Value
from django.db.models.lookups import GreaterThan, LessThan

from timeline.models import Actor, Event, Source

from .drawing import chart_event
from .layout import MAX_DRAWN, Ribbon, build_ribbon, whole_axis
from .rows import Row

EACH_SIDE = 4  # events shown before and after one
FEW = 2  # before and after several
COMPANIONS = 10


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The published events next to one or to some, in order, and a ribbon of them all."""

    before: list[Event]
    after: list[Event]
    ribbon: Ribbon


def neighbourhood(event: Event, language: str) -> Neighbourhood:
    """What is published just before an event begins, and from then on."""
    shown = Event.objects.published().exclude(pk=event.pk).with_counts()
    earlier = shown.filter(earliest__lt=event.earliest).by_date().reverse()
    later = shown.filter(earliest__gte=event.earliest).by_date()
    before, after = list(earlier[:EACH_SIDE])[::-1], list(later[:EACH_SIDE])
    return Neighbourhood(before, after, _ribbon([*before, event, *after], [], language))


def surroundings(events: Sequence[Event], language: str) -> Neighbourhood:
    """What is published just before the first of some events begins and after the last has begun; in the ribbon they are faint."""
    shown = Event.objects.published().exclude(pk__in=[event.pk for event in events]).with_counts()
    first, last = min(e.earliest for e in events), max(e.earliest for e in events)
    earlier = shown.filter(earliest__lt=first).by_date().reverse()
    later = shown.filter(earliest__gt=last).by_date()
    before, after = list(earlier[:FEW])[::-1], list(later[:FEW])
    return Neighbourhood(before, after, _ribbon(events[:MAX_DRAWN], [*before, *after], language))


def companions(actor: Actor, events: Sequence[Event]) -> list[Actor]:
    """Who else took part in some events, most often first; ``n`` of each is in how many."""
    theirs = Q(participations__event__in=[event.pk for event in events])
    counted = (
        Actor.objects.exclude(pk=actor.pk)
        .filter(theirs)
        .annotate(n=Count("participations__event", distinct=True))
    )
    return list(counted.prefetch_related("aliases").order_by("-n", "name")[:COMPANIONS])


def published_around(source: Source) -> tuple[list[Source], list[Source]]:
    """The sources shown that stand just before and after one in their list; none where its day is not known."""
    if not source.published:
        return [], []
    dated = Source.objects.shown().order_by("published", "publisher", "id")
    columns = Row(F("published"), F("publisher"), F("id"))
    place = Row(Value(source.published), Value(source.publisher), Value(source.pk))
    earlier, later = dated.filter(LessThan(columns, place)), dated.filter(GreaterThan(columns, place))
    return list(earlier.reverse()[:EACH_SIDE])[::-1], list(later[:EACH_SIDE])


def _ribbon(events: Sequence[Event], faint: Sequence[Event], language: str) -> Ribbon:
    """A ribbon of some events, each leading to its page, among others."""
    links = {event.pk: event.get_absolute_url() for event in [*events, *faint]}
    charted = [chart_event(event, language) for event in events]
    charted += [chart_event(event, language, is_faded=True) for event in faint]
    axis = whole_axis([day for e in charted for day in (e.earliest, e.latest)])
    ribbon = build_ribbon(charted, axis, language=language)
    for mark in ribbon.marks:
        mark.link = links[mark.event.id]
    return ribbon
