"""Merges, splits and their undoing by people who may not publish: tried out, undone, and kept for an Editor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from django.db import transaction

from timeline.models import Actor, Citation, Event, NameDecision, ProposedChange

from . import merging, naming
from .proposals import Proposer, Wanted, keep
from .regrouping import KINDS

Result = TypeVar("Result")
What = ProposedChange.What


def propose_merge(target: Event, others: Sequence[Event], by: Proposer) -> list[ProposedChange]:
    """Propose to merge the others into ``target``, each by a change of its own; raises MergeError if that cannot be done."""
    _tried(lambda: merging.merge(target, others))
    return keep([Wanted(What.MERGE, None, event=other, into=target) for other in others], by=by)


def propose_split(event: Event, citations: Sequence[Citation], by: Proposer) -> list[ProposedChange]:
    """Propose to make a new event of some passages of an event; raises MergeError if that cannot be done."""
    new = _tried(lambda: merging.split(event, citations))
    before = {"citations": sorted(citation.pk for citation in citations)}
    after = {"event": {"title": new.title, "edtf": new.edtf}}
    return keep([Wanted(What.MOVE, after, before, event=event)], by=by)


def propose_undoing_merge(event: Event, by: Proposer) -> list[ProposedChange]:
    """Propose to separate a merged event again; raises MergeError if that cannot be done."""
    _tried(lambda: merging.undo_merge(event))
    return _keep(Wanted(What.UNMERGE, None, event=event, into=event.merged_into), by)


def propose_undoing_split(event: Event, by: Proposer) -> list[ProposedChange]:
    """Propose to put an event back into the one it was split from; raises MergeError if that cannot be done."""
    _tried(lambda: merging.undo_split(event))
    return _keep(Wanted(What.UNSPLIT, None, event=event, into=event.split_from), by)


def propose_joining(kept: Actor, others: Sequence[Actor], by: Proposer) -> list[ProposedChange]:
    """Propose to make other actors one with ``kept``; raises NamingError if that cannot be done."""
    _tried(lambda: naming.join(kept, others, by.user))
    after = {"others": sorted(other.pk for other in others)}
    return _keep(Wanted(What.JOIN, after, actor=kept), by)


def propose_parting(
    actor: Actor, name: str, aliases: Iterable[int], events: Iterable[int], by: Proposer
) -> list[ProposedChange]:
    """Propose to make a new actor of some of an actor's aliases and events; raises NamingError if that cannot be done."""
    after = {"name": " ".join(name.split())[:200], "aliases": sorted(aliases), "events": sorted(set(events))}
    _tried(lambda: naming.split(actor, after["name"], after["aliases"], after["events"], by.user))
    return _keep(Wanted(What.PART, after, actor=actor), by)


def propose_undoing_names(decision: NameDecision, actor: Actor, by: Proposer) -> list[ProposedChange]:
    """Propose to undo a decision about an actor; raises NamingError if that cannot be done."""
    _tried(lambda: naming.undo(decision))
    after = {"decision": decision.pk, "words": decision.words}
    return _keep(Wanted(What.UNDO, after, actor=actor), by)


def _keep(wanted: Wanted, by: Proposer) -> list[ProposedChange]:
    return keep([replace(wanted, before=KINDS[wanted.what].state(wanted))], by=by)


def _tried(work: Callable[[], Result]) -> Result:
    """The result of the work, of which nothing stays."""
    with transaction.atomic():
        result = work()
        transaction.set_rollback(True)
    return result
