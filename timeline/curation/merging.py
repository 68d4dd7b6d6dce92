"""Merge events that are one, split an event that is two, and undo either; no citation is lost.

Citations that a curator moved are pinned: a later ingestion leaves them there and adds new ones to the same event.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from timeline.dates import parse_edtf
from timeline.models import Citation, Event, Participation, Pick, Withdrawal
from timeline.slugs import event_stem, free_slug

COPIED = ("title", "kind", "edtf", "place", "summary", "status", "is_planned", "is_derived")


PASSAGE = ("source_id", "start", "end", "edtf")  # an event may cite each of these only once


class MergeError(Exception):
    """Events cannot be merged or split as requested; the message says why."""


@transaction.atomic
def merge(target: Event, others: Sequence[Event]) -> Event:
    """Merge the others into ``target``: it gets their citations and actors, and their addresses redirect to it."""
    rows = _locked([target, *others])
    target = rows.pop(target.pk)
    if not rows:
        raise MergeError("choose at least two events to merge")
    for event in (target, *rows.values()):
        if event.merged_into_id:
            raise MergeError(
                f"“{event}” has already been merged: undo that first, or choose the event it was merged into"
            )
    if target.status != Event.Status.PUBLISHED and any(
        e.status == Event.Status.PUBLISHED for e in rows.values()
    ):
        raise MergeError(
            f"“{target}” is not published: keep a published event, so that its address still works"
        )
    for event in rows.values():
        event.before_merge = _bring(event, target)
        event.merged_into = target
        event.mark_curated(["merged_into"])
        event.save()
    _settle(target)
    return target


def _bring(event: Event, target: Event) -> dict[str, Any]:
    """Give everything an event has to the target; return the keys of what was given, so that it can be undone."""
    brought: dict[str, Any] = {"citations": [], "actors": [], "merged": [], "parts": [], "timelines": []}
    cited = set(target.citations.values_list(*PASSAGE))
    for citation in event.citations.all():
        brought["citations"].append([citation.pk, citation.is_pinned])
        citation.is_pinned = True
        if citation.start is None or tuple(getattr(citation, name) for name in PASSAGE) not in cited:
            citation.event = target  # otherwise the target already cites this passage, and it stays
        citation.save()
    have = set(target.participations.values_list("actor_id", flat=True))
    for part in event.participations.exclude(actor__in=have):
        Participation.objects.create(event=target, actor_id=part.actor_id, role=part.role)
        brought["actors"].append(part.actor_id)
    for pick in Pick.objects.filter(event=event).exclude(timeline__in=Pick.objects.filter(event=target).values("timeline")):  # fmt: skip
        Pick.objects.create(event=target, timeline_id=pick.timeline_id, is_included=pick.is_included)
        brought["timelines"].append(pick.timeline_id)
    # Events merged into this one earlier now lead to the target.
    for other in event.merged.all():
        other.merged_into = target
        other.save()
        brought["merged"].append(other.pk)
    for other in event.parts.all():
        if other.pk == target.pk:
            target.part_of = None
        else:
            other.part_of = target
            other.save()
        brought["parts"].append(other.pk)
    return brought


@transaction.atomic
def undo_merge(event: Event) -> Event:
    """Separate a merged event again, with everything it gave to the target that is still there."""
    event = _locked([event])[event.pk]
    target = event.merged_into
    if target is None:
        raise MergeError(f"“{event}” was not merged")
    target = _locked([target])[target.pk]
    brought = event.before_merge
    event.merged_into, event.before_merge = None, {}
    event.curated_fields = [name for name in event.curated_fields if name != "merged_into"]
    event.save()
    for pk, was_pinned in brought.get("citations", []):
        for citation in Citation.objects.filter(pk=pk, event__in=[target, event]):
            citation.event, citation.is_pinned = event, was_pinned
            citation.save()
    for other in Event.objects.filter(pk__in=brought.get("merged", []), merged_into=target):
        other.merged_into = event
        other.save()
    for other in Event.objects.filter(pk__in=brought.get("parts", [])):
        if other.pk == target.pk and target.part_of_id is None:
            target.part_of = event
        elif other.part_of_id == target.pk:
            other.part_of = event
            other.save()
    _take_back(target, "actors", brought, Participation.objects.filter(event=target), "actor")
    _take_back(target, "timelines", brought, Pick.objects.filter(event=target), "timeline")
    _settle(target)
    _settle(event)
    return event


def _take_back(target: Event, what: str, brought: dict[str, Any], rows: QuerySet, key: str) -> None:
    """Delete rows that a merge gave to the target, except those that another merged event would also have given."""
    others = list(target.merged.order_by("pk"))
    for row in rows.filter(**{f"{key}__in": brought.get(what, [])}):
        value = getattr(row, f"{key}_id")
        heir = next((o for o in others if type(row).objects.filter(event=o, **{key: value}).exists()), None)
        if heir is None:
            row.delete()
        else:
            heir.before_merge = {**heir.before_merge, what: [*heir.before_merge.get(what, []), value]}
            heir.save()


@transaction.atomic
def split(event: Event, citations: Sequence[Citation]) -> Event:
    """Make a new event of some of an event's citations; at least one must stay."""
    event = _locked([event])[event.pk]
    chosen = [c for c in event.citations.all() if c.pk in {c.pk for c in citations}]
    if not chosen:
        raise MergeError("choose at least one citation to split off")
    if len(chosen) == event.citations.count():
        raise MergeError("leave at least one citation with the event, or nothing would be left of it")
    new = Event(**{name: getattr(event, name) for name in COPIED}, split_from=event)
    dates = [c.edtf for c in chosen if c.edtf]
    if dates:
        new.edtf = min(dates, key=lambda text: (parse_edtf(text).latest - parse_edtf(text).earliest, text))
    new.slug = free_slug(Event, event_stem(new.title, new.edtf))
    new.mark_curated((*COPIED, "actors"))
    new.save()
    for citation in chosen:
        citation.event, citation.is_pinned = new, True
        citation.save()
    named = {a["name"] for c in chosen for a in (c.reading or {}).get("actors", ())}
    kept = [p for p in event.participations.select_related("actor") if not named or p.actor.name in named]
    for part in kept:
        Participation.objects.create(event=new, actor=part.actor, role=part.role)
    _settle(event)
    _settle(new)
    return new


def undo_split(event: Event) -> Event:
    """Merge an event that was split off back into the original; its address redirects there."""
    if event.split_from is None or event.merged_into_id:
        raise MergeError(f"“{event}” was not split from another event")
    return merge(event.split_from, [event])


@transaction.atomic
def withdraw(citation: Citation) -> None:
    """Delete a citation for good: reading the article again will not bring it back."""
    if citation.rule and citation.reading and citation.start is not None:
        Withdrawal.objects.get_or_create(
            source=citation.source,
            start=citation.start,
            end=citation.end,
            kind=citation.reading["kind"],
            action=citation.reading["action"],
            defaults={"quote": citation.quote},
        )
    citation.delete()


def _locked(events: Sequence[Event]) -> dict[int, Event]:
    rows = Event.objects.select_for_update().filter(pk__in=[e.pk for e in events]).order_by("pk")
    return {event.pk: event for event in rows}


def _settle(event: Event) -> None:
    event.judge()
    event.save()


def likely_target(events: Sequence[Event]) -> Event:
    """The event to keep when merging: a published one, then the best supported, then the oldest. No query for events whose
    citations have been fetched."""
    return min(
        events,
        key=lambda e: (
            e.status != Event.Status.PUBLISHED,
            -len({citation.source_id for citation in e.citations.all()}),
            e.pk,
        ),
    )
