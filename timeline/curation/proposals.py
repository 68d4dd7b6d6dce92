"""Proposed changes of what is published, as they are kept until an Editor decides; see deciding.py for that."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from timeline.models import Actor, Event, ProposedChange, Source, Timeline

What, State = ProposedChange.What, ProposedChange.State
CHUNK = 500  # keys in one query
WITHDRAWN = "Its sources no longer report it."


@dataclass(frozen=True, slots=True)
class Proposer:
    """Who proposes changes, why and on which way."""

    user: Any
    remark: str = ""
    origin: str = ProposedChange.Origin.PERSON


@dataclass(frozen=True, slots=True)
class Wanted:
    """A change of something published: an event, a source of one, a timeline or an actor."""

    what: str
    after: Any
    before: Any = None
    event: Event | None = None
    source: Source | None = None
    field: str = ""
    into: Event | None = None
    timeline: Timeline | None = None
    record: str = ""
    actor: Actor | None = None

    def key(self, by: Proposer | None = None) -> str:
        """Identifies the same change when it is proposed again, possibly with another value.

        What two people propose waits side by side, and so does what a reading proposes.
        """
        parts: list[Any] = [
            self.what,
            self.event and self.event.pk,
            self.source and self.source.pk,
            self.field,
            self.into and self.into.pk,
        ]
        if self.what == What.CITE:
            reading = self.after["reading"]
            parts += [self.after["quote"], self.after["edtf"], reading["kind"], reading["action"]]
        elif self.what in (What.DROP, What.MOVE):
            parts.append(sorted(self.before["citations"]))
        if by is not None:
            parts += [by.user.pk, self.timeline and self.timeline.pk, self.record]
            parts += [self.after] if self.what == What.ADD else []
            parts += [self.actor.pk, self.after] if self.actor else []
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def waiting() -> Any:
    """The proposed changes awaiting a decision."""
    return ProposedChange.objects.filter(state=State.WAITING)


def answers_for(user) -> Any:
    """What Editors decided of the proposals of a user who has not been told yet, newest first."""
    decided = ProposedChange.objects.filter(proposer=user, is_told=False)
    return decided.exclude(state=State.WAITING).order_by("-decided_at", "-pk")


def keep(
    wanted: Iterable[Wanted],
    stale: Iterable[int] = (),
    *,
    rules_version: str = "",
    by: Proposer | None = None,
) -> list[ProposedChange]:
    """Store the proposed changes, and delete those of the ``stale`` ones that readings no longer propose; return those that
    are new or changed.

    What a reading proposes (``by`` is None) and an Editor refused is not proposed again; a person may insist.
    """
    proposed = {change.key(by): change for change in wanted}
    waits, refused = _known(list(proposed))
    _drop(set(stale) - {row.pk for row in waits.values()})
    new: list[ProposedChange] = []
    kept: list[ProposedChange] = []
    for key, change in proposed.items():
        if by is None and (key, _plain(change.after)) in refused:
            continue
        row = waits.get(key)
        if row is None:
            new.append(_row(change, key, rules_version, by))
        elif by or _plain(row.after) != _plain(change.after) or _plain(row.before) != _plain(change.before):
            row.before, row.after, row.rules_version = change.before, change.after, rules_version
            row.remark = by.remark[:300] if by and by.remark else row.remark
            row.made_at = timezone.now()
            row.save()
            kept.append(row)
    return ProposedChange.objects.bulk_create(new, batch_size=CHUNK) + kept


def _known(keys: Sequence[str]) -> tuple[dict[str, ProposedChange], set[tuple[str, str]]]:
    waits: dict[str, ProposedChange] = {}
    refused: set[tuple[str, str]] = set()
    for start in range(0, len(keys), CHUNK):
        for row in ProposedChange.objects.filter(key__in=keys[start : start + CHUNK]).exclude(
            state=State.ACCEPTED
        ):
            if row.state == State.WAITING:
                waits[row.key] = row
            else:
                refused.add((row.key, _plain(row.after)))
    return waits, refused


def _drop(ids: set[int]) -> None:
    rows = sorted(ids)
    for start in range(0, len(rows), CHUNK):
        # What people proposed stays until somebody decides.
        found = waiting().filter(origin=ProposedChange.Origin.READING)
        found.filter(pk__in=rows[start : start + CHUNK]).delete()


def _row(change: Wanted, key: str, rules_version: str, by: Proposer | None) -> ProposedChange:
    return ProposedChange(
        event=change.event,
        source=change.source,
        into=change.into,
        what=change.what,
        field=change.field,
        before=change.before,
        after=change.after,
        key=key,
        rules_version=rules_version,
        timeline=change.timeline,
        actor=change.actor,
        record=change.record,
        origin=by.origin if by else ProposedChange.Origin.READING,
        proposer=by.user if by else None,
        remark=by.remark[:300] if by else "",
    )


def _plain(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def actors_of(roles: Iterable[tuple[int, str]]) -> list[list[Any]]:
    return sorted([pk, role] for pk, role in roles)
