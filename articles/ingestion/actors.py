"""Rows of actors for the names that claims bring, and the names that readers know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from articles.extraction import ClaimActor
from articles.extraction.gazetteer import KnownActor, language_of_name, shipped_actors
from articles.resolution import ResolvedEvent
from timeline.models import (
    Actor,
    Alias,
    IgnoredName,
)
from timeline.slugs import free_slug, stem_of


class ActorBook:
    """Rows of actors by name or alias, made when first needed; names that curators pass over are no actors."""

    def __init__(self) -> None:
        self.rows = {actor.name: actor for actor in Actor.objects.all()}
        self.ignored = set(IgnoredName.objects.values_list("name", flat=True))
        self.aliases: dict[int, list[str]] = defaultdict(list)
        by_key = {actor.pk: actor for actor in self.rows.values()}
        for pk, name in Alias.objects.values_list("actor", "name"):
            self.aliases[pk].append(name)
            self.rows.setdefault(name, by_key[pk])
        self.shipped: dict[str, KnownActor] = {actor.name: actor for actor in shipped_actors()}

    def get(self, claimed: ClaimActor) -> Actor:
        if claimed.name not in self.rows:
            self.rows[claimed.name] = self._make(claimed)
        return self.rows[claimed.name]

    def wanted(self, resolved: ResolvedEvent) -> list[ClaimActor]:
        return [actor for actor in resolved.actors if actor.name not in self.ignored]

    def names(self, claimed: ClaimActor) -> list[str]:
        """What an actor is called, in every language."""
        return [claimed.name, *self.aliases[self.get(claimed).pk]]

    def _make(self, claimed: ClaimActor) -> Actor:
        represents = None
        if claimed.represents and claimed.represents != claimed.name:
            known = self.shipped.get(claimed.represents)
            represents = self.get(ClaimActor(claimed.represents, known.kind if known else "state"))
        actor = Actor.objects.create(
            name=claimed.name,
            slug=free_slug(Actor, stem_of(claimed.name, "actor")),
            kind=claimed.kind,
            represents=represents,
            is_proposed=not claimed.is_known,
        )
        known = self.shipped.get(claimed.name)
        if known:
            self.aliases[actor.pk] = [name for name in dict.fromkeys(known.names) if name != actor.name]
            Alias.objects.bulk_create(_aliases(actor, self.aliases[actor.pk]), ignore_conflicts=True)
        return actor


def _aliases(actor: Actor, names: Iterable[str]) -> list[Alias]:
    """The names as aliases; the first of each other language is the one that its readers see."""
    found, seen = [], {"en"}
    for name in names:
        language = language_of_name(name)
        found.append(Alias(actor=actor, name=name, language=language, is_preferred=language not in seen))
        seen.add(language)
    return found
