"""Stored claims that could report the same happenings as new ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Count, Prefetch

from articles.extraction import Claim
from articles.resolution import SourcedClaim, Ties
from timeline.batches import batched
from timeline.curation.proposals import waiting
from timeline.models import (
    Citation,
    Event,
    ProposedChange,
)

from .citations import Stored, claim_of
from .crowds import WHOLE, sample
from .ties import Search, any_untied, tie_some

What = ProposedChange.What


def hold(event_ids: Iterable[int]) -> None:
    """Keep curators from changing events that are about to be written; they wait, and see what was written."""
    if connection.features.has_select_for_update:
        for some in batched(sorted(event_ids)):
            held = Event.objects.select_for_update(no_key=True).filter(pk__in=some).order_by("pk")
            for _ in held.values_list("pk").iterator():
                pass


def tie_next() -> None:
    """Make the keys of some events that have none, or others than now."""
    tie_some(_load)


# Stored claims looked at for each new one, and for a batch of few, before the search for what lies further off ends. What
# tells the same as a new claim is always looked at; beyond it, chains of claims that might have to do with each other lead
# through whole months of dense news, and almost never matter.
LOOKED_AT = 5
AT_LEAST = 1000


def neighbourhood(claims: Sequence[Claim], event_ids: Iterable[int]) -> list[Stored]:
    """Stored claims that could tell the same happenings, and those that could with these, until none is left or very many
    are found."""
    while any_untied():
        tie_next()
    found = _load(event_ids)
    frontier = [*claims, *(s.sourced.claim for stored in found.values() for s in stored)]
    most = max(AT_LEAST, LOOKED_AT * len(frontier))
    apart: dict[int, list[Stored]] = {}  # looked at, and not tied to any claim so far
    search = Search()
    while frontier:
        ids = [pk for pk in search.near(frontier) if pk not in found and pk not in apart]
        apart.update(_load(ids, merged_into=None))
        ties = Ties(frontier)
        fresh = {
            pk: stored for pk, stored in apart.items() if any(ties.hold(s.sourced.claim) for s in stored)
        }
        for pk in fresh:
            del apart[pk]
        found.update(fresh)
        if sum(map(len, found.values())) > most:
            break
        frontier = [s.sourced.claim for stored in fresh.values() for s in stored]
    if found and connection.features.has_select_for_update:
        hold(found)
        found = _load(found)  # as they are now that nobody changes them
    return [s for stored in found.values() for s in stored]


def _load(event_ids: Iterable[int], **only: Any) -> dict[int, list[Stored]]:
    """The machine's claims of the events, by event: those that it has, and those that wait to be added to it.

    Of an event that very many report, as many as settle what it is: the first by origin, and the first of each date.
    """
    found: dict[int, list[Stored]] = {}
    proposed = Prefetch(
        "proposed_changes",
        waiting().filter(what__in=(What.CITE, What.DROP)).select_related("source"),
        to_attr="passages_waiting",
    )
    for some in batched(sorted(event_ids)):
        events = list(Event.objects.filter(pk__in=some, **only).prefetch_related(proposed))
        cited, crowds = _cited([event.pk for event in events])
        for event in events:
            event.is_sampled = event.pk in crowds
            speaks = crowds.get(event.pk, {})
            stored = [
                Stored(
                    SourcedClaim(c.source.origin, claim_of(c), c.source.published, speaks.get(c.pk, 1)),
                    c,
                    event,
                )
                for c in _claimed(event, cited.get(event.pk, ()))
            ]
            if stored:
                found[event.pk] = stored
    return found


def _cited(event_ids: Sequence[int]) -> tuple[dict[int, list[Citation]], dict[int, dict[int, int]]]:
    """The citations of events, in no order; of those with very many some, with how many each of these speaks for."""
    rows = Citation.objects.filter(event__in=event_ids).order_by()
    counts = rows.values("event").annotate(n=Count("pk")).filter(n__gt=WHOLE)
    crowds = {event: sample(event) for event in counts.values_list("event", flat=True)}
    few = rows.filter(event__in=[pk for pk in event_ids if pk not in crowds]) if crowds else rows
    found: dict[int, list[Citation]] = defaultdict(list)
    for citation in few.select_related("source"):
        found[citation.event_id].append(citation)
    for event in crowds:
        for some in batched(list(crowds[event])):
            found[event] += Citation.objects.filter(pk__in=some).select_related("source").order_by()
    return found, crowds


PASSAGE = ("edition", "page", "quote", "start", "end", "edtf", "date_words", "is_derived", "reading", "rule", "confidence", "rules_version")  # fmt: skip


def _claimed(event: Event, citations: Iterable[Citation]) -> list[Citation]:
    """The citations that a rule read: those that the event has and that stay, and unsaved those that wait."""
    changes = event.passages_waiting
    gone = {pk for change in changes if change.what == What.DROP for pk in change.before["citations"]}
    kept = [c for c in citations if c.reading and c.pk not in gone]
    return kept + [Citation(source=c.source, **c.after) for c in changes if c.what == What.CITE]
