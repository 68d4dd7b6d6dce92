"""Names that a text brought up and nobody knows yet: made an actor, taken for another name of one, or passed over."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery

from .models import Actor, Alias, Citation, IgnoredName, Participation
from .search import paused, refresh


class NamingError(Exception):
    """A name cannot be taken as asked; the message says why."""


def unknown_names() -> QuerySet[Actor]:
    """Actors that nobody has confirmed, those with the most events first, and the key of an event of each."""
    events = Participation.objects.filter(actor=OuterRef("pk")).order_by("-pk").values("event")
    return (
        Actor.objects.filter(is_proposed=True)
        .annotate(event_count=Count("participations"), an_event=Subquery(events[:1]))
        .order_by("-event_count", "name")
    )


@transaction.atomic
def confirm(actor: Actor, kind: str) -> None:
    """Make it an actor: from now on texts are read with it."""
    actor = Actor.objects.select_for_update().get(pk=actor.pk)
    actor.kind, actor.is_proposed = kind, False
    actor.save()


@transaction.atomic
def take_for(name: Actor, actor: Actor) -> None:
    """Take a name for another one of an actor: its events become the actor's, and texts are read so from now on."""
    name, actor = (Actor.objects.select_for_update().get(pk=a.pk) for a in (name, actor))
    if name.pk == actor.pk:
        raise NamingError(f"“{name}” cannot stand for itself: choose another actor")
    events = list(name.participations.values_list("event", flat=True))
    have = set(actor.participations.values_list("event", flat=True))
    with paused():
        for participation in name.participations.all():
            if participation.event_id in have:
                participation.delete()
            else:
                participation.actor = actor
                participation.save()
        _rename_in_readings(events, name.name, actor)
        for representative in name.representatives.all():
            representative.represents = None if representative.pk == actor.pk else actor
            representative.save()
        actor.refresh_from_db()
        for timeline in name.timelines.all():
            timeline.actors.add(actor)
        for alias in name.aliases.all():
            alias.actor = actor
            alias.save()
        name.delete()
        _add_alias(actor, name.name)
    refresh(Participation.objects.filter(actor=actor).values_list("event", flat=True))


def _add_alias(actor: Actor, name: str) -> None:
    other = Alias.objects.filter(name__iexact=name).select_related("actor").first()
    if other is not None and other.actor_id != actor.pk:
        raise NamingError(f"“{name}” is another name of {other.actor} already: change that first")
    if other is None and name.casefold() != actor.name.casefold():
        Alias.objects.create(actor=actor, name=name)


def _rename_in_readings(events: list[int], name: str, actor: Actor) -> None:
    """What the machine read names the actor too, so that its next reading meets this one."""
    changed = []
    for citation in Citation.objects.filter(event__in=events).exclude(reading={}):
        for named in citation.reading.get("actors", ()):
            if named.get("name") == name:
                named["name"], named["kind"] = actor.name, actor.kind
                changed.append(citation)
    Citation.objects.bulk_update(dict.fromkeys(changed), ["reading"], batch_size=500)


@transaction.atomic
def ignore(actor: Actor) -> None:
    """Pass a name over: it takes part in nothing, and no later reading brings it up again."""
    actor = Actor.objects.select_for_update().get(pk=actor.pk)
    if actor.timelines.exists() or actor.representatives.exists():
        raise NamingError(f"“{actor}” is used by a timeline or another actor: take it out there first")
    for participation in actor.participations.all():
        participation.delete()
    IgnoredName.objects.get_or_create(name=actor.name)
    actor.delete()
