"""Bring events together that tell one happening, take apart what tells two, and undo either; no citation is lost.

What a curator moved is pinned: a later ingestion leaves it where it is and adds what it finds anew to the same event.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.text import slugify

from .dates import parse_edtf
from .models import Citation, Event, Participation, Withdrawal

COPIED = ("title", "kind", "edtf", "place", "summary", "status", "is_planned", "is_derived")


class MergeError(Exception):
    """Events cannot be merged or taken apart as asked; the message says why."""


@transaction.atomic
def merge(target: Event, others: Sequence[Event]) -> Event:
    """Let ``target`` stand for all: the others' citations and actors join it, and their addresses lead to it."""
    rows = _locked([target, *others])
    target = rows.pop(target.pk)
    if not rows:
        raise MergeError("choose at least two events to merge")
    for event in (target, *rows.values()):
        if event.merged_into_id:
            raise MergeError(
                f"“{event}” was merged before: undo that first, or choose the event that it became"
            )
    if target.status != Event.Status.PUBLISHED and any(
        e.status == Event.Status.PUBLISHED for e in rows.values()
    ):
        raise MergeError(
            f"“{target}” is not published: let a published event stand, or readers would be led nowhere"
        )
    have = set(target.participations.values_list("actor_id", flat=True))
    for event in rows.values():
        citations = list(event.citations.all())
        added = [p for p in event.participations.all() if p.actor_id not in have]
        event.before_merge = {
            "citations": [[c.pk, c.is_pinned] for c in citations],
            "actors": [p.actor_id for p in added],
        }
        event.merged_into = target
        event.mark_curated(["merged_into"])
        event.save()
        for citation in citations:
            citation.event, citation.is_pinned = target, True
            citation.save()
        Participation.objects.bulk_create(
            Participation(event=target, actor_id=p.actor_id, role=p.role) for p in added
        )
        have.update(p.actor_id for p in added)
        # Whatever was merged into this event before now leads to the one that stands.
        for other in event.merged.all():
            other.merged_into = target
            other.save()
        for part in event.parts.all():
            part.part_of = target
            part.save()
    _settle(target)
    return target


@transaction.atomic
def undo_merge(event: Event) -> Event:
    """Let a merged event stand by itself again, with the citations and actors that it brought along."""
    event = _locked([event])[event.pk]
    target = event.merged_into
    if target is None:
        raise MergeError(f"“{event}” was not merged")
    for pk, was_pinned in event.before_merge.get("citations", []):
        for citation in Citation.objects.filter(pk=pk, event=target):
            citation.event, citation.is_pinned = event, was_pinned
            citation.save()
    target.participations.filter(actor__in=event.before_merge.get("actors", [])).delete()
    event.merged_into, event.before_merge = None, {}
    event.curated_fields = [name for name in event.curated_fields if name != "merged_into"]
    event.save()
    _settle(target)
    return event


@transaction.atomic
def split(event: Event, citations: Sequence[Citation]) -> Event:
    """Make an event of its own of some of an event's citations; at least one must stay."""
    event = _locked([event])[event.pk]
    chosen = [c for c in event.citations.all() if c.pk in {c.pk for c in citations}]
    if not chosen:
        raise MergeError("choose at least one citation to split off")
    if len(chosen) == event.citations.count():
        raise MergeError(
            "leave at least one citation with the event: there would be nothing left to split from"
        )
    new = Event(**{name: getattr(event, name) for name in COPIED}, split_from=event)
    dates = [c.edtf for c in chosen if c.edtf]
    if dates:
        new.edtf = min(dates, key=lambda text: (parse_edtf(text).latest - parse_edtf(text).earliest, text))
    new.slug = _free_slug(new)
    new.mark_curated((*COPIED, "actors"))
    new.save()
    for citation in chosen:
        citation.event, citation.is_pinned = new, True
        citation.save()
    named = {a["name"] for c in chosen for a in (c.reading or {}).get("actors", ())}
    kept = [p for p in event.participations.select_related("actor") if not named or p.actor.name in named]
    Participation.objects.bulk_create(Participation(event=new, actor=p.actor, role=p.role) for p in kept)
    _settle(event)
    _settle(new)
    return new


def undo_split(event: Event) -> Event:
    """Bring an event that was split off back to the one that it came from; its address leads there."""
    if event.split_from is None or event.merged_into_id:
        raise MergeError(f"“{event}” does not stand as the part of another event")
    return merge(event.split_from, [event])


@transaction.atomic
def withdraw(citation: Citation) -> None:
    """Delete a citation for good: what a rule read there is not read again with the article."""
    if citation.rule and citation.reading and citation.start is not None:
        Withdrawal.objects.get_or_create(
            source=citation.source,
            start=citation.start,
            end=citation.end,
            kind=citation.reading["kind"],
            action=citation.reading["action"],
        )
    citation.delete()


def _locked(events: Sequence[Event]) -> dict[int, Event]:
    rows = Event.objects.select_for_update().filter(pk__in=[e.pk for e in events]).order_by("pk")
    return {event.pk: event for event in rows}


def _settle(event: Event) -> None:
    event.is_disputed = event.citations.filter(disputes=True).exists()
    event.save()


def _free_slug(event: Event) -> str:
    base = f"{slugify(event.title)[:180] or 'event'}-{slugify(event.edtf.partition('/')[0])}"
    number = 2
    while Event.objects.filter(slug=f"{base}-{number}").exists():
        number += 1
    return f"{base}-{number}"


def likely_target(events: Sequence[Event]) -> Event:
    """The event that should stand for the others: a published one, then the best supported, then the oldest."""
    return min(
        events,
        key=lambda e: (
            e.status != Event.Status.PUBLISHED,
            -e.citations.values("source").distinct().count(),
            e.pk,
        ),
    )
