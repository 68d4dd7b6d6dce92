"""The actors that extraction knows: the shipped ones and what curators added."""

from __future__ import annotations

from dataclasses import replace

from articles.extraction.gazetteer import (
    Gazetteer,
    KnownActor,
    build_gazetteer,
    language_of_name,
    shipped_actors,
)
from timeline.curation.unknown_names import Known
from timeline.models import Actor, Alias


def load_gazetteer() -> Gazetteer:
    """The shipped actors together with what curators added: their names and aliases come first."""
    aliases: dict[int, list[str]] = {}
    for actor_id, name in Alias.objects.values_list("actor_id", "name"):
        aliases.setdefault(actor_id, []).append(name)
    shipped = {actor.name: actor for actor in shipped_actors()}
    curated: list[KnownActor] = []
    for actor in Actor.objects.filter(is_proposed=False).select_related("represents"):
        base = shipped.pop(actor.name, KnownActor(actor.name, actor.kind))
        names = tuple(dict.fromkeys((*base.names, *aliases.get(actor.pk, []))))
        represents = actor.represents.name if actor.represents else base.represents
        curated.append(replace(base, kind=actor.kind, names=names, represents=represents))
    return build_gazetteer([*curated, *shipped.values()])


def known_actors() -> list[Known]:
    """The shipped actors, for proposals of whose name an unknown one is."""
    return [
        Known(
            actor.name,
            actor.kind,
            actor.represents,
            tuple((name, language_of_name(name)) for name in actor.names if name != actor.name),
        )
        for actor in shipped_actors()
    ]
