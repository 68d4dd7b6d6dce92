"""Stored claims that could report the same happenings as new ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import connection
from django.db.models import Prefetch, Q

from articles.extraction import Claim
from articles.resolution import SourcedClaim, Ties, window_of
from timeline.batches import batched
from timeline.curation.proposals import waiting
from timeline.dates import OPEN_END, OPEN_START, parse_edtf
from timeline.models import (
    Citation,
    Event,
    ProposedChange,
)

from .citations import Stored, claim_of

What = ProposedChange.What


def hold(event_ids: Iterable[int]) -> None:
    """Keep curators from changing events that are about to be written; they wait, and see what was written."""
    if connection.features.has_select_for_update:
        for some in batched(sorted(event_ids)):
            held = Event.objects.select_for_update(no_key=True).filter(pk__in=some).order_by("pk")
            for _ in held.values_list("pk").iterator():
                pass


def neighbourhood(claims: Sequence[Claim], event_ids: Iterable[int]) -> list[Stored]:
    """Stored claims that could tell the same happenings, and those that could with these, until none is left."""
    found = _load(event_ids)
    frontier = [*claims, *(s.sourced.claim for stored in found.values() for s in stored)]
    apart: dict[int, list[Stored]] = {}  # looked at, and not tied to any claim so far
    while frontier:
        for windows in batched(_windows(frontier), WINDOWS):
            query = Q()
            for first, last in windows:
                query |= Q(earliest__lte=last, latest__gte=first)
            ids = Event.objects.filter(query, merged_into=None).values_list("pk", flat=True)
            apart.update(_load(pk for pk in ids if pk not in found and pk not in apart))
        ties = Ties(frontier)
        fresh = {
            pk: stored for pk, stored in apart.items() if any(ties.hold(s.sourced.claim) for s in stored)
        }
        for pk in fresh:
            del apart[pk]
        found.update(fresh)
        frontier = [s.sourced.claim for stored in fresh.values() for s in stored]
    if found and connection.features.has_select_for_update:
        hold(found)
        found = _load(found)  # as they are now that nobody changes them
    return [s for stored in found.values() for s in stored]


WINDOWS = 100  # spans of time in one query: SQLite refuses expressions deeper than 1000


def _windows(claims: Sequence[Claim]) -> list[tuple[date, date]]:
    """The spans of time in which resolution may look, those that overlap joined."""
    spans = set()
    for claim in claims:
        when = parse_edtf(claim.edtf)
        slack = window_of(claim.kind)
        first = when.earliest if when.earliest < OPEN_START + slack else when.earliest - slack
        last = when.latest if when.latest > OPEN_END - slack else when.latest + slack
        spans.add((first, last))
    joined: list[tuple[date, date]] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


# In no order, for resolution asks for none: an event may have thousands.
CITED = Prefetch("citations", Citation.objects.select_related("source").order_by())


def _load(event_ids: Iterable[int]) -> dict[int, list[Stored]]:
    """The machine's claims of the events, by event: those that it has, and those that wait to be added to it."""
    found: dict[int, list[Stored]] = {}
    proposed = Prefetch(
        "proposed_changes",
        waiting().filter(what__in=(What.CITE, What.DROP)).select_related("source"),
        to_attr="passages_waiting",
    )
    for some in batched(sorted(event_ids)):
        for event in Event.objects.filter(pk__in=some).prefetch_related(CITED, proposed):
            stored = [
                Stored(SourcedClaim(c.source.origin, claim_of(c), c.source.published), c, event)
                for c in _claimed(event)
            ]
            if stored:
                found[event.pk] = stored
    return found


PASSAGE = ("edition", "page", "quote", "start", "end", "edtf", "date_words", "is_derived", "reading", "rule", "confidence", "rules_version")  # fmt: skip


def _claimed(event: Event) -> list[Citation]:
    """The citations that a rule read: those that the event has and that stay, and unsaved those that wait."""
    changes = event.passages_waiting
    gone = {pk for change in changes if change.what == What.DROP for pk in change.before["citations"]}
    kept = [c for c in event.citations.all() if c.reading and c.pk not in gone]
    return kept + [Citation(source=c.source, **c.after) for c in changes if c.what == What.CITE]
