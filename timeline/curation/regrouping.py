"""Kinds of proposed change that regroup events or actors as a whole: merges and splits of actors, and what undoes any.

Each kind knows what it rests on, so that an Editor is told if that has changed since, and how it is carried out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from timeline.models import Actor, Event, NameDecision, ProposedChange

from . import merging, naming

What = ProposedChange.What


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of proposed change. ``state`` is what it rests on, as JSON, and ``then`` the same in words; ``proposed`` says what
    would become of it. ``carry_out`` raises MergeError or NamingError. ``state`` also takes a change that is only wanted."""

    state: Callable[[Any], Any]
    then: Callable[[ProposedChange, Any], str]
    proposed: Callable[[ProposedChange], str]
    carry_out: Callable[[ProposedChange], object]


def _leads_to(change: Any) -> int | None:
    return Event.objects.filter(pk=change.event.pk).values_list("merged_into", flat=True).first()


def _leads_in_words(change: ProposedChange, state: int | None) -> str:
    into = Event.objects.filter(pk=state).first() if state else None
    return f"“{change.event}” is merged into “{into}”" if into else f"“{change.event}” stands apart"


def _others(change: Any) -> list[list[Any]]:
    """The actors who would be merged into another, with their names, as far as they are still there."""
    rows = Actor.objects.filter(pk__in=change.after["others"]).order_by("pk")
    return [[row.pk, row.name] for row in rows]


def _join(change: ProposedChange) -> None:
    naming.join(change.actor, list(Actor.objects.filter(pk__in=change.after["others"])), change.proposer)


def _parts(change: Any) -> dict[str, list[Any]]:
    """The aliases and events that a new actor would get, as far as the actor still has them."""
    aliases = change.actor.aliases.filter(pk__in=change.after["aliases"]).order_by("pk")
    events = change.actor.participations.filter(event__in=change.after["events"]).order_by("event")
    return {
        "aliases": [[alias.pk, alias.name] for alias in aliases],
        "events": list(events.values_list("event", flat=True)),
    }


def _parts_in_words(change: ProposedChange, state: dict[str, list[Any]]) -> str:
    titles = Event.objects.filter(pk__in=state["events"]).order_by("earliest", "pk")
    names = [name for _, name in state["aliases"]]
    return f"of “{change.actor}”: {'; '.join([*names, *map(str, titles)])}"


def _part(change: ProposedChange) -> None:
    after = change.after
    naming.split(change.actor, after["name"], after["aliases"], after["events"], change.proposer)


def _is_decided(change: Any) -> bool:
    return NameDecision.objects.filter(pk=change.after["decision"], undone_at=None).exists()


def _undo(change: ProposedChange) -> None:
    decision = NameDecision.objects.filter(pk=change.after["decision"]).first()
    if decision is None:
        raise naming.NamingError("what it would undo is no longer there")
    naming.undo(decision)


KINDS: dict[str, Kind] = {
    What.UNMERGE: Kind(
        _leads_to,
        _leads_in_words,
        lambda change: f"“{change.event}” is an event of its own again, with what it gave to “{change.into}”",
        lambda change: merging.undo_merge(change.event),
    ),
    What.UNSPLIT: Kind(
        _leads_to,
        _leads_in_words,
        lambda change: f"“{change.event}” goes back into “{change.into}”, to which its address redirects",
        lambda change: merging.undo_split(change.event),
    ),
    What.JOIN: Kind(
        _others,
        lambda change, state: ", ".join(f"“{name}”" for _, name in state),
        lambda change: f"part of “{change.actor}”, to whom their addresses lead",
        _join,
    ),
    What.PART: Kind(
        _parts,
        _parts_in_words,
        lambda change: f"of “{change.after['name']}”, a new actor",
        _part,
    ),
    What.UNDO: Kind(
        _is_decided,
        lambda change, state: change.after["words"] if state else "undone already",
        lambda change: f"undone: {change.after['words']}",
        _undo,
    ),
}
