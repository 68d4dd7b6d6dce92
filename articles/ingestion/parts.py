"""Summits and signings that fall within a visit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from timeline.batches import batched
from timeline.models import (
    Actor,
    Event,
    Participation,
)


def parts(events: Sequence[Event]) -> Iterator[tuple[Event, Event]]:
    """Summits and signings that are not yet a part of the visit in which they fall, between the same people."""
    inner = [
        e
        for e in events
        if e.kind in (Event.Kind.SUMMIT, Event.Kind.AGREEMENT) and "part_of" not in e.curated_fields
    ]
    if not inner:
        return
    visits = list(
        Event.objects.filter(
            kind=Event.Kind.VISIT,
            earliest__lte=max(e.earliest for e in inner),
            latest__gte=min(e.latest for e in inner),
            merged_into=None,
        )
        .exclude(status=Event.Status.REJECTED)
        .order_by("earliest", "id")
    )
    who: dict[int, set[int]] = defaultdict(set)
    ids = {e.pk for e in (*visits, *inner)} if visits else set()
    people = Participation.objects.filter(actor__kind=Actor.Kind.PERSON)
    for some in batched(sorted(ids)):
        for event_id, actor_id in people.filter(event__in=some).values_list("event_id", "actor_id"):
            who[event_id].add(actor_id)
    for event in inner:
        visit = next(
            (
                v
                for v in visits
                if v.earliest <= event.earliest
                and v.latest >= event.latest
                and len(who[v.pk] & who[event.pk]) >= 2
            ),
            None,
        )
        if visit and event.part_of_id != visit.pk:
            yield event, visit
