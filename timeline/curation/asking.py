"""Merges and splits of published events by people who may not publish: tried out, undone, and kept for an Editor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import transaction

from timeline.models import Citation, Event, ProposedChange

from . import merging
from .proposals import Proposer, Wanted, keep

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


def _tried(work: Callable[[], Result]) -> Result:
    """The result of the work, of which nothing stays."""
    with transaction.atomic():
        result = work()
        transaction.set_rollback(True)
    return result
