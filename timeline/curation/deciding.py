"""Accepting and refusing proposed changes of what is published, all or some of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from timeline.models import (
    Actor,
    Citation,
    Event,
    Participation,
    ProposedChange,
    Source,
    Timeline,
    Withdrawal,
)

from . import disputes, drafts, merging
from .naming import NamingError
from .proposals import WITHDRAWN, Proposer, Wanted, actors_of, keep
from .regrouping import KINDS
from .support import NEEDED, is_unsupported, locate
from .uploaded_pictures import size_of

What, State, Origin = ProposedChange.What, ProposedChange.State, ProposedChange.Origin
# The fields of an event that ingestion leaves alone once a person has set them.
CURATED = (
    "title",
    "title_ko",
    "title_ja",
    "kind",
    "edtf",
    "place",
    "status",
    "summary",
    "part_of",
    "is_planned",
)


class ProposalError(Exception):
    """A proposed change cannot be accepted or refused; the message says why."""


@transaction.atomic
def accept(change: ProposedChange, by, note: str = "", seen: str | None = None) -> None:
    """Apply a proposed change; raises ProposalError if what it applies to has changed since.

    ``seen`` is the mark (:func:`mark_of`) of the live version that the Editor was shown: that one may be replaced even if
    it is not the one that stood there when the change was proposed.
    """
    change = _undecided(change)
    _unchanged(change, seen)
    try:
        ACCEPTING[change.what](change)
        if change.origin != Origin.READING:
            _settled(change)
    except ValidationError as error:
        raise ProposalError("; ".join(error.messages)) from error
    except IntegrityError as error:
        raise ProposalError("another record has these values already") from error
    except (merging.MergeError, NamingError) as error:
        raise ProposalError(str(error)) from error
    _decided(change, State.ACCEPTED, by, note)


def accept_all(
    changes: Iterable[ProposedChange], by, note: str = "", seen: Mapping[int, str] | None = None
) -> tuple[list[ProposedChange], list[tuple[ProposedChange, str]]]:
    """Accept each that can be accepted; return those, and the others with the reason.

    What is new comes first and what is removed last, and what failed is tried again after the rest: two fields may fit only
    together with each other, such as the days of a chapter.
    """
    order = {What.ADD: 0, What.REMOVE: 2}
    left = sorted(changes, key=lambda c: (order.get(What(c.what), 1), c.pk))
    accepted: list[ProposedChange] = []
    while left:
        failed = []
        for change in left:
            try:
                accept(change, by, note, (seen or {}).get(change.pk))
            except ProposalError as error:
                failed.append((change, str(error)))
            else:
                accepted.append(change)
        if len(failed) == len(left):
            return accepted, failed
        left = [change for change, _ in failed]
    return accepted, []


def try_on(changes: Iterable[ProposedChange]) -> None:
    """Apply what can be applied of proposed changes without deciding on them, to look at the result; the caller rolls back."""
    for change in changes:
        try:
            with transaction.atomic():
                ACCEPTING[change.what](change)
        except (ProposalError, ValidationError, IntegrityError, merging.MergeError, NamingError):
            continue  # it is shown as failing when an Editor accepts it


@transaction.atomic
def refuse(change: ProposedChange, by, note: str = "") -> None:
    """Refuse a proposed change: nothing published changes, and readings do not propose it again."""
    change = _undecided(change)
    if change.what == What.CITE:
        Withdrawal.objects.get_or_create(
            source=change.source,
            start=change.after["start"],
            end=change.after["end"],
            kind=change.after["reading"]["kind"],
            action=change.after["reading"]["action"],
            defaults={"quote": change.after["quote"]},
        )
    elif change.what in (What.DROP, What.MOVE) and change.origin == Origin.READING:
        for citation in Citation.objects.filter(pk__in=change.before["citations"]):
            citation.is_pinned = True
            citation.save()
    _decided(change, State.REFUSED, by, note)


def mark_of(change: ProposedChange) -> str:
    """Identifies the live version that the change would replace."""
    live = live_value(change)
    return hashlib.sha256(json.dumps(live, sort_keys=True, default=str).encode()).hexdigest()[:16]


def live_value(change: ProposedChange) -> Any:
    """What stands now in the place of what the change would replace; None if that cannot be compared."""
    if change.record:
        return drafts.live_state(change)
    if change.what == What.FIELD and change.event_id:
        return field_of(_event_of(change.event), change.field)
    if change.what == What.SETTLE:
        return settled_state(_event_of(change.event))
    return KINDS[change.what].state(change) if change.what in KINDS else None


def is_overtaken(change: ProposedChange) -> bool:
    """Whether the live version has changed since the change was proposed."""
    if change.record:
        return drafts.is_overtaken(change)
    is_compared = change.what in (What.SETTLE, *KINDS) or (change.what == What.FIELD and change.event_id)
    return bool(is_compared and live_value(change) != change.before)


def propose_settling(event: Event, edtf: str, note: str, by: Proposer) -> list[ProposedChange]:
    """Propose the decision of a dispute about a published event."""
    after = {"edtf": edtf, "note": note.strip()}
    return keep([Wanted(What.SETTLE, after, settled_state(event), event=event)], by=by)


def settled_state(event: Event) -> dict[str, str]:
    """What settling a dispute would replace."""
    return {"edtf": event.edtf, "note": event.dispute_note}


def _undecided(change: ProposedChange) -> ProposedChange:
    # The lock makes a second Editor wait, and then see that the first has decided.
    row = ProposedChange.objects.select_for_update().filter(pk=change.pk, state=State.WAITING).first()
    if row is None:
        raise ProposalError("it has been decided by someone else, or is no longer proposed")
    return row


def _unchanged(change: ProposedChange, seen: str | None) -> None:
    if change.record and change.what != What.ADD and drafts.row_of(change) is None:
        raise ProposalError("what it would change is no longer there")
    if is_overtaken(change) and seen != mark_of(change):
        raise ProposalError(
            f"“{change.thing}” has changed since: open the proposal to see what stands there now, and decide again"
        )


def _decided(change: ProposedChange, state: str, by, note: str) -> None:
    change.state, change.decided_by, change.decided_at, change.note = state, by, timezone.now(), note[:300]
    change.is_told = change.proposer_id in (None, by.pk if by else None)
    change.save()


def _settled(change: ProposedChange) -> None:
    """Bring in order what follows from the change, and see that it may be public."""
    if change.timeline_id:
        timeline = Timeline.objects.get(pk=change.timeline_id)
        timeline.save()  # its content has changed, and so does updated_at
        return
    if change.event_id is None:
        return
    event = Event.objects.get(pk=_event_of(change.event).pk)
    if change.record.startswith("participation"):
        event.mark_curated(["actors"])
    event.judge(is_redated=change.field == "edtf" and change.record.startswith("event-"))
    event.save()
    if is_unsupported(event) and change.what == What.REMOVE:
        raise ProposalError(f"it would be public, and {NEEDED}")


def _event_of(event: Event | None) -> Event:
    """The event as it is now, or the one it was merged into."""
    if event is None:
        raise ProposalError("the event has been deleted")
    event = Event.objects.select_for_update().get(pk=event.pk)
    return _event_of(event.merged_into) if event.merged_into_id else event


def _set_field(change: ProposedChange) -> None:
    if change.record:
        _set_of_record(change)
        return
    if change.event_id is None:
        _set_of_source(change)
        return
    event = _event_of(change.event)
    if change.field == "actors":
        _set_actors(event, change.after)
    else:
        setattr(event, "part_of_id" if change.field == "part_of" else change.field, change.after)
        if change.field == "edtf":
            event.judge(is_redated=True)
    event.save()


def _set_of_record(change: ProposedChange) -> None:
    """Set a field of an event, of a timeline, or of a part of one."""
    row: Any = _locked_row(change)
    values = {change.field: change.after}
    if isinstance(row, Citation) and change.field == "disputes":
        row.set_verdict(change.after, row.event.date)
    else:
        drafts.fill(row, values)
    if isinstance(row, Citation):
        row.is_pinned = True
        if change.field in ("quote", "source") and not row.rule:
            locate(row)  # its source may have been read anew since it was proposed
    if isinstance(row, Event) and change.field == "picture_digest":
        row.picture_width, row.picture_height = size_of(change.after)
    if isinstance(row, Event) and change.field in CURATED:
        row.mark_curated([change.field])
    _save_valid(row)
    drafts.fill_lists(row, values)
    if isinstance(row, Citation) and row.event_id != change.event_id:  # it was moved meanwhile
        row.event.judge()
        row.event.save()


def _locked_row(change: ProposedChange) -> models.Model:
    row = drafts.row_of(change)
    if row is None:
        raise ProposalError("what it would change is no longer there")
    return type(row)._base_manager.select_for_update().get(pk=row.pk)


def _save_valid(row: models.Model) -> None:
    if isinstance(row, Event):
        row.derive_bounds()
    row.full_clean()
    row.save()


def _add(change: ProposedChange) -> None:
    row = drafts.fill(drafts.model_named(change.record)(), change.after)
    if change.event_id:
        row.event = _event_of(change.event)
    if isinstance(row, Citation):
        row.is_pinned = True
        if not row.rule:
            locate(row)
    _save_valid(row)


def _remove(change: ProposedChange) -> None:
    row = _locked_row(change)
    if isinstance(row, Citation):
        merging.withdraw(row)
    else:
        row.delete()


def _settle(change: ProposedChange) -> None:
    disputes.settle(_event_of(change.event), change.after["edtf"], change.after["note"])


def field_of(event: Event, name: str) -> Any:
    """The value of an event's field in the form that proposed changes use."""
    if name == "actors":
        return actors_of(event.participations.values_list("actor_id", "role"))
    return event.part_of_id if name == "part_of" else getattr(event, name)


def _set_actors(event: Event, wanted: Sequence[Sequence[Any]]) -> None:
    roles = {pk: role for pk, role in wanted if Actor.objects.filter(pk=pk).exists()}
    for part in event.participations.exclude(actor__in=roles):
        part.delete()
    have = {part.actor_id: part for part in event.participations.all()}
    for pk, role in roles.items():
        part = have.get(pk) or Participation(event=event, actor_id=pk)
        if part.pk is None or part.role != role:
            part.role = role
            part.save()


def _set_of_source(change: ProposedChange) -> None:
    source = Source.objects.select_for_update().get(pk=change.source_id)
    if change.field == "published":
        day, basis = change.after
        source.published, source.published_basis = date.fromisoformat(day) if day else None, basis
    else:
        setattr(source, change.field, change.after)
    source.save()


def _cite(change: ProposedChange) -> None:
    event = _event_of(change.event)
    passage = {name: change.after[name] for name in ("start", "end", "edtf")}
    if not event.citations.filter(source=change.source, **passage).exists():
        Citation.objects.create(event=event, source=change.source, **change.after)
    event.judge()
    event.save()


def _drop_passage(change: ProposedChange) -> None:
    gone = list(Citation.objects.filter(pk__in=change.before["citations"]).select_related("event"))
    for citation in gone:
        event = _event_of(citation.event)
        if not event.citations.exclude(pk__in=[c.pk for c in gone]).exists():
            event.withdraw(WITHDRAWN)  # its last passage stays for the record
            continue
        citation.delete()
        event.judge()
        event.save()


def _move(change: ProposedChange) -> None:
    event = _event_of(change.event)
    moving = list(event.citations.filter(pk__in=change.before["citations"]))
    if not moving:
        raise ProposalError("its passages are no longer there")
    if change.into_id is None:
        new = merging.split(event, moving)
        new.status = Event.Status.PROPOSED
        new.published_at = None  # it was never public at this address
        for name, value in change.after["event"].items():
            setattr(new, name, value)
        new.judge()
        new.save()
        return
    into = _event_of(change.into)
    for citation in moving:
        citation.event = into
        citation.save()
    for one in (event, into):
        one.judge()
        one.save()


def _merge(change: ProposedChange) -> None:
    into = _event_of(change.into)
    if change.event.merged_into_id:
        raise ProposalError(f"“{change.event}” has since been merged")
    merging.merge(into, [change.event])


ACCEPTING = {
    What.FIELD: _set_field,
    What.ADD: _add,
    What.REMOVE: _remove,
    What.SETTLE: _settle,
    What.CITE: _cite,
    What.DROP: _drop_passage,
    What.MOVE: _move,
    What.MERGE: _merge,
    **{what: kind.carry_out for what, kind in KINDS.items()},
}
