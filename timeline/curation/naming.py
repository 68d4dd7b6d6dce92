"""Confirm, join, split and ignore actors, and undo any of it.

Each decision keeps what it takes to undo it: the rows that it deleted, and what it gave to whom. Undoing gives back what is
still where the decision put it; whatever people did since stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from timeline.batches import batched
from timeline.models import (  # fmt: skip
    Actor,
    Alias,
    Citation,
    Event,
    FormerActor,
    IgnoredName,
    NameDecision,
    Participation,
    ProposedChange,
    Timeline,
)
from timeline.record.search import paused, refresh
from timeline.slugs import free_slug, stem_of
from timeline.wording import TRANSLATED, language_of_name

FIELDS = ("id", "name", "slug", "kind", "description", "is_proposed", "wikidata")
Kept = dict[str, Any]  # what it takes to undo a step, as JSON
readings_changed = Signal()  # with the keys of the events whose passages now name somebody else


class NamingError(Exception):
    """A name cannot be handled as requested; the message says why."""


@transaction.atomic
def confirm(names: Sequence[Actor], kept: Actor, kind: str, by: Any = None) -> NameDecision:
    """Confirm ``kept`` as an actor of that kind; the other names become its aliases."""
    rows = _locked([kept, *names])
    kept = rows.pop(kept.pk)
    was = {"id": kept.pk, "kind": kept.kind, "is_proposed": kept.is_proposed}
    kept.kind, kept.is_proposed = kind, False
    kept.save()
    joined = [_join(kept, name) for name in rows.values()]
    done = f"“{kept}” is now an actor."
    if joined:
        done = f"“{kept}” is now an actor, and {_listed(rows.values())} the same."
    return _decided(done, by, confirmed=[was], joined=joined, into=kept.pk)


@transaction.atomic
def join(kept: Actor, others: Sequence[Actor], by: Any = None) -> NameDecision:
    """Make other actors or names one with ``kept``: it gets their events, aliases and names, and their addresses lead to it.

    Raises NamingError.
    """
    if any(other.pk == kept.pk for other in others):
        raise NamingError(f"“{kept}” cannot be an alias of itself: choose another actor")
    if not others:
        raise NamingError("choose at least two actors to merge")
    rows = _locked([kept, *others])
    kept = rows.pop(kept.pk)
    joined = [_join(kept, other) for other in rows.values()]
    word = "aliases" if len(rows) > 1 else "an alias"
    verb = "are" if len(rows) > 1 else "is"
    return _decided(f"{_listed(rows.values())} {verb} now {word} of {kept}.", by, joined=joined, into=kept.pk)


@transaction.atomic
def ignore(names: Sequence[Actor], by: Any = None) -> NameDecision:
    """Ignore names: remove them from all events, and from later readings."""
    rows = _locked(names)
    ignored = []
    for actor in rows.values():
        if actor.timelines.exists() or actor.representatives.exists():
            raise NamingError(f"“{actor}” is used by a timeline or another actor: remove it there first")
        kept = _snapshot(actor)
        for participation in actor.participations.all():
            participation.delete()
        _, is_new = IgnoredName.objects.get_or_create(name=actor.name)
        actor.delete()
        ignored.append(kept | {"is_newly_ignored": is_new})
    return _decided(f"{_listed(rows.values())} will be ignored from now on.", by, ignored=ignored)


@transaction.atomic
def split(actor: Actor, name: str, aliases: Iterable[int], events: Iterable[int], by: Any = None) -> tuple[Actor, NameDecision]:  # fmt: skip
    """Make a new actor of some of an actor's aliases and events, given by their keys. Raises NamingError."""
    actor = _locked([actor])[actor.pk]
    name = " ".join(name.split())[:200]
    moved = list(actor.aliases.filter(pk__in=list(aliases)))
    parts = list(actor.participations.filter(event__in=list(events)))
    if not name:
        raise NamingError("type the name of the new actor")
    if not moved and not parts:
        raise NamingError("choose an alias or an event that belongs to the new actor")
    own = next((alias for alias in moved if alias.name.casefold() == name.casefold()), None)
    taken = Actor.objects.filter(name=name).first()
    if taken is None and (alias := Alias.objects.filter(name__iexact=name).first()) and alias not in moved:
        taken = alias.actor
    if taken is not None:
        raise NamingError(f"“{name}” is already a name of {taken}: choose another, or tick that alias too")
    new = Actor.objects.create(name=name, slug=free_slug(Actor, stem_of(name, "actor")), kind=actor.kind)
    kept: Kept = {"id": actor.pk, "new": new.pk, "aliases": [alias.pk for alias in moved]}
    kept["own"] = [own.name, own.language, own.is_preferred] if own else []
    kept["parts"] = [part.pk for part in parts]
    with paused():
        for alias in moved:
            if alias is own:
                alias.delete()
            else:
                alias.actor = new
                alias.save()
        for part in parts:
            part.actor = new
            part.save()
        kept["readings"] = _rename_in_readings([part.event_id for part in parts], actor.name, new)
    _refresh([actor.pk, new.pk])
    return new, _decided(f"“{new}” is now an actor apart from {actor}.", by, split=[kept], into=actor.pk)


@transaction.atomic
def undo(decision: NameDecision) -> None:
    """Undo a decision. Raises NamingError if it is undone already, or if something done since stands in the way."""
    decision = NameDecision.objects.select_for_update().get(pk=decision.pk)
    if decision.undone_at:
        raise NamingError("this has already been undone")
    before = decision.before
    mine = set(before["keys"])
    for later in NameDecision.objects.filter(pk__gt=decision.pk, undone_at=None).order_by("-pk"):
        if mine & set(later.before["keys"]):
            raise NamingError(f"undo first what was decided later: {later.words}")
    with paused():
        for kept in before.get("split", ()):
            _rejoin(kept)
        for kept in reversed(before.get("ignored", [])):
            actor = _restore(kept)
            if kept["is_newly_ignored"]:
                for ignored in IgnoredName.objects.filter(name=actor.name):
                    ignored.delete()
        for kept in reversed(before.get("joined", [])):
            _separate(kept, before["into"])
        for was in before.get("confirmed", ()):
            for actor in Actor.objects.filter(pk=was["id"]):
                actor.kind, actor.is_proposed = was["kind"], was["is_proposed"]
                actor.save()
    decision.undone_at = timezone.now()
    decision.save()
    _refresh(mine)


def _decided(words: str, by: Any, **before: Any) -> NameDecision:
    keys = {before.get("into")} - {None}
    for rows in before.values():
        for row in rows if isinstance(rows, list) else ():
            keys |= {row["id"], row.get("new", row["id"])}
    return NameDecision.objects.create(words=words[:300], by=by, before=before | {"keys": sorted(keys)})


def _listed(names: Iterable[Actor]) -> str:
    words = [f"“{name}”" for name in names]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _locked(actors: Iterable[Actor]) -> dict[int, Actor]:
    """The rows, locked in the order of their keys; raises NamingError if one is gone."""
    keys = {actor.pk: str(actor) for actor in actors}
    rows = {row.pk: row for row in Actor.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    if gone := [name for key, name in keys.items() if key not in rows]:
        raise NamingError(f"“{gone[0]}” is no longer there: somebody else has decided on it")
    return rows


def _snapshot(actor: Actor) -> Kept:
    """Everything that goes with an actor, so that it can be made again."""
    return {
        **{name: getattr(actor, name) for name in FIELDS},
        "represents": actor.represents_id,
        "aliases": [[a.pk, a.name, a.language, a.is_preferred] for a in actor.aliases.all()],
        "parts": [[p.pk, p.event_id, p.role] for p in actor.participations.all()],
        "representatives": list(actor.representatives.values_list("pk", flat=True)),
        "timelines": list(actor.timelines.values_list("pk", flat=True)),
        "former": list(actor.former_slugs.values_list("slug", flat=True)),
    }


def _join(kept: Actor, other: Actor) -> Kept:
    """Give everything that an actor has to another and delete it; return what it takes to undo that."""
    before = _snapshot(other)
    have = set(kept.participations.values_list("event", flat=True))
    listed = set(kept.timelines.values_list("pk", flat=True))
    with paused():
        for part in other.participations.all():
            if part.event_id in have:
                part.delete()
            else:
                part.actor = kept
                part.save()
        events = [event for _, event, _ in before["parts"]]
        before["readings"] = _rename_in_readings(events, other.name, kept)
        for one in other.representatives.all():
            one.represents = None if one.pk == kept.pk else kept
            one.save()
        if kept.represents_id == other.pk:
            kept.refresh_from_db()
        before["added"] = [pk for pk in before["timelines"] if pk not in listed]
        for timeline in other.timelines.all():
            timeline.actors.add(kept)
        _give_aliases(kept, other)
        before["address"] = _move_address(kept, other)
        before["proposals"] = list(other.proposed_changes.values_list("pk", flat=True))
        other.proposed_changes.update(actor=kept)
        other.delete()
        before["alias"] = _add_alias(kept, before["name"])
        before["wikidata_given"] = bool(other.wikidata and not kept.wikidata)
        if before["wikidata_given"]:
            kept.wikidata = other.wikidata
            kept.save()
    _refresh([kept.pk])
    return before


def _give_aliases(kept: Actor, other: Actor) -> None:
    preferred = set(kept.aliases.filter(is_preferred=True).values_list("language", flat=True))
    for alias in other.aliases.all():
        alias.actor = kept
        alias.is_preferred = alias.is_preferred and alias.language not in preferred
        alias.save()


def _move_address(kept: Actor, other: Actor) -> bool:
    """Let the addresses of an actor lead to another; whether it has one that readers may know."""
    FormerActor.objects.filter(actor=other).update(actor=kept)
    if other.is_proposed:
        return False
    FormerActor.objects.update_or_create(slug=other.slug, defaults={"actor": kept})
    return True


def _add_alias(actor: Actor, name: str) -> int | None:
    """Make the name an alias, in the language that its script tells; its key, if it was none before."""
    other = Alias.objects.filter(name__iexact=name).select_related("actor").first()
    if other is not None and other.actor_id != actor.pk:
        raise NamingError(f"“{name}” is already an alias of {other.actor}: change that first")
    if other is not None or name.casefold() == actor.name.casefold():
        return None
    language = language_of_name(name)
    is_first = language in TRANSLATED and not actor.aliases.filter(language=language).exists()
    return Alias.objects.create(actor=actor, name=name, language=language, is_preferred=is_first).pk


def _rename_in_readings(events: Sequence[int], name: str, actor: Actor) -> list[list[Any]]:
    """Rename an actor in stored readings too, so that the next resolution matches them; where, and its kind before."""
    changed: dict[Citation, None] = {}
    places: list[list[Any]] = []
    for some in batched(events):
        for citation in Citation.objects.filter(event__in=some).exclude(reading={}):
            for place, named in enumerate(citation.reading.get("actors", ())):
                if named.get("name") == name:
                    places.append([citation.pk, place, named.get("kind", ""), name])
                    named["name"], named["kind"] = actor.name, actor.kind
                    changed[citation] = None
    _save_readings(changed)
    return places


def _save_readings(changed: Iterable[Citation]) -> None:
    citations = list(dict.fromkeys(changed))
    Citation.objects.bulk_update(citations, ["reading"], batch_size=500)
    readings_changed.send(Citation, events={citation.event_id for citation in citations})


def _name_back_in_readings(places: Iterable[list[Any]], name_now: str) -> None:
    by_key: dict[int, list[list[Any]]] = {}
    for place in places:
        by_key.setdefault(place[0], []).append(place)
    changed = []
    for some in batched(sorted(by_key)):
        for citation in Citation.objects.filter(pk__in=some):
            actors = citation.reading.get("actors", [])
            for _, place, kind, name in by_key[citation.pk]:
                if place < len(actors) and actors[place].get("name") == name_now:
                    actors[place]["name"], actors[place]["kind"] = name, kind
                    changed.append(citation)
    _save_readings(changed)


def _restore(kept: Kept, give_back: Callable[[Actor], None] | None = None) -> Actor:
    """Make a deleted actor again under its old key and address, with what ``give_back`` gives it and what is then missing."""
    if Actor.objects.filter(pk=kept["id"]).exists() or Actor.objects.filter(slug=kept["slug"]).exists():
        raise NamingError(f"“{kept['name']}” is there again: delete that actor first")
    other = Actor.objects.filter(name=kept["name"]).first()
    other = other or getattr(Alias.objects.filter(name__iexact=kept["name"]).first(), "actor", None)
    if other is not None:
        raise NamingError(f"“{kept['name']}” is now a name of {other}: change that first")
    actor = Actor(**{name: kept[name] for name in FIELDS})
    actor.represents = Actor.objects.filter(pk=kept["represents"]).first()
    actor.save(force_insert=True)
    if give_back:
        give_back(actor)
    there = set(actor.participations.values_list("event", flat=True))
    standing = set(Event.objects.filter(pk__in=[e for _, e, _ in kept["parts"]]).values_list("pk", flat=True))
    for _, event, role in kept["parts"]:
        if event in standing and event not in there:
            Participation.objects.create(event_id=event, actor=actor, role=role)
    for one in Actor.objects.filter(pk__in=kept["representatives"]):
        one.represents = actor
        one.save()
    for timeline in Timeline.objects.filter(pk__in=kept["timelines"]):
        timeline.actors.add(actor)
    return actor


def _separate(kept: Kept, into: int) -> None:
    """Undo a join: make the actor again, and give it back what is still where the join put it."""
    target = Actor.objects.select_for_update().filter(pk=into).first()
    if target is None:
        raise NamingError("the actor that it was merged into has since been deleted: restore that first")
    for alias in Alias.objects.filter(pk=kept["alias"], actor=target):
        alias.delete()
    if kept["wikidata_given"] and target.wikidata == kept["wikidata"]:
        target.wikidata = ""
        target.save()

    def give_back(actor: Actor) -> None:
        for pk, _, _, preferred in kept["aliases"]:
            for alias in Alias.objects.filter(pk=pk, actor=target):
                alias.actor, alias.is_preferred = actor, preferred
                alias.save()
        for pk, _, _ in kept["parts"]:
            for part in Participation.objects.filter(pk=pk, actor=target):
                part.actor = actor
                part.save()
        for timeline in Timeline.objects.filter(pk__in=kept["added"]):
            timeline.actors.remove(target)
        FormerActor.objects.filter(slug__in=kept["former"], actor=target).update(actor=actor)
        target.proposed_changes.filter(pk__in=kept.get("proposals", ())).update(actor=actor)

    if kept["address"]:
        FormerActor.objects.filter(slug=kept["slug"]).delete()
    _restore(kept, give_back)
    _name_back_in_readings(kept["readings"], target.name)


def _rejoin(kept: Kept) -> None:
    """Undo a split: give everything back and delete the new actor. Raises NamingError if it has more by now."""
    new = Actor.objects.select_for_update().filter(pk=kept["new"]).first()
    old = Actor.objects.select_for_update().filter(pk=kept["id"]).first()
    if new is None or old is None:
        raise NamingError("one of the two actors has since been deleted or merged: undo that first")
    more = new.participations.exclude(pk__in=kept["parts"]).count() + new.representatives.count()
    if more or new.timelines.exists() or new.aliases.exclude(pk__in=kept["aliases"]).exists():
        raise NamingError(f"“{new}” has got events, aliases or timelines since: merge it into {old} instead")
    have = set(old.participations.values_list("event", flat=True))
    for part in new.participations.all():
        if part.event_id in have:
            part.delete()
        else:
            part.actor = old
            part.save()
    for alias in new.aliases.all():
        alias.actor = old
        alias.save()
    _name_back_in_readings(kept["readings"], new.name)
    ProposedChange.objects.filter(actor=new).update(actor=old)
    new.delete()
    if kept["own"] and not Alias.objects.filter(name__iexact=kept["own"][0]).exists():
        name, language, preferred = kept["own"]
        Alias.objects.create(actor=old, name=name, language=language, is_preferred=preferred)


def _refresh(actors: Iterable[int]) -> None:
    refresh(Participation.objects.filter(actor__in=list(actors)).values_list("event", flat=True))
