"""Unknown names found in articles, in clusters of what is probably one name, each with proposals of whose name it is.

Proposals come from the names that are known (actors, their aliases, and the gazetteer of whoever reads articles) and from
what stands near in the passages: another name in brackets, or an actor of whom the same source speaks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery

from timeline.models import Actor, Alias, Citation, Participation
from timeline.slugs import free_slug, stem_of

from .likeness import NONE, PART, Index, Likeness, Named, clusters

MOST_NAMES = 3000  # compared with each other; those with the fewest events wait until others are decided
MOST_PROPOSALS = 4
MOST_PASSAGES = 200  # read for what stands near, over all names of a page
BESIDE, SAME_SOURCE = 90, 20
IN_BRACKETS = re.compile(r"([^()（）\n]{1,80}?)\s*[(（]([^()（）\n]{1,60})[)）]")
WORDS_BEFORE = 5


@dataclass(frozen=True, slots=True)
class Known:
    """An actor of the gazetteer with whom no row was needed so far. ``names`` holds its other names, each with its language."""

    name: str
    kind: str
    represents: str = ""
    names: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Whose name it may be: the value of the form that chooses it, words, a score up to 100, and the reason."""

    value: str
    words: str
    score: int
    why: str


@dataclass(slots=True)
class Cluster:
    """Names that are probably one. Each has ``event_count`` and ``an_event``; the first takes part in the most events."""

    names: list[Actor]
    proposals: list[Proposal] = field(default_factory=list)

    @property
    def key(self) -> int:
        return self.names[0].pk

    @property
    def event_count(self) -> int:
        return sum(name.event_count for name in self.names)


_gazetteers: list[Callable[[], Sequence[Known]]] = []


def add_gazetteer(source: Callable[[], Sequence[Known]]) -> None:
    """Let proposals draw on a list of known actors that need no rows."""
    _gazetteers.append(source)


@lru_cache(maxsize=1)
def _gazetteer() -> dict[str, Known]:
    return {known.name: known for source in _gazetteers for known in source()}


@lru_cache(maxsize=1)
def _gazetteer_index() -> Index:
    return Index(Named(f"new:{known.name}", text, known.kind) for known in _gazetteer().values() for text in (known.name, *(name for name, _ in known.names)))  # fmt: skip


def unknown_names() -> QuerySet[Actor]:
    """Unconfirmed actors, those with the most events first, each with the key of one of its events."""
    events = Participation.objects.filter(actor=OuterRef("pk")).order_by("-pk").values("event")
    return (
        Actor.objects.filter(is_proposed=True)
        .annotate(event_count=Count("participations"), an_event=Subquery(events[:1]))
        .order_by("-event_count", "name")
    )


def name_clusters() -> list[Cluster]:
    """All unknown names in clusters, those with the most events first; without proposals."""
    rows = {row.pk: row for row in unknown_names()[:MOST_NAMES]}
    found = clusters([Named(row.pk, row.name, row.kind) for row in rows.values()])
    made = [Cluster([rows[name.key] for name in group]) for group in found]
    return sorted(made, key=lambda cluster: (-cluster.event_count, cluster.names[0].name))


def propose(some: Sequence[Cluster], *, with_passages: bool = True) -> None:
    """Give these clusters their proposals; the same few queries however many they are.

    Without passages, nothing is drawn from what stands beside a name: for users who may not read it.
    """
    known = [Named(f"{pk}", name, kind) for pk, name, kind in Actor.objects.filter(is_proposed=False).values_list("pk", "name", "kind")]  # fmt: skip
    aliases = Alias.objects.filter(actor__is_proposed=False).values_list("actor", "name", "actor__kind")
    known += [Named(f"{pk}", name, kind) for pk, name, kind in aliases]
    indexes = (Index(known), _gazetteer_index())
    labels = {name.key: name.text for name in reversed(known)}
    taken = set(labels.values())
    near = _near([name for cluster in some for name in cluster.names], known) if with_passages else _Near()
    for cluster in some:
        scores: dict[str, Likeness] = {}
        for name in cluster.names:
            for index in indexes:
                for key, alike in index.like(Named(name.pk, name.name, name.kind)).items():
                    _better(scores, str(key), alike)
            for key in near.sources[name.pk] & scores.keys():
                score, why = scores[key]
                if why and "same source" not in why:
                    scores[key] = Likeness(min(score + SAME_SOURCE, 99), f"{why}; the same source speaks of it")  # fmt: skip
            for key, why in near.brackets[name.pk].items():
                _better(scores, key, Likeness(BESIDE, why))
        best = sorted(scores.items(), key=lambda item: (-item[1].score, item[0]))
        usable = [(key, alike) for key, alike in best if key in labels or key.removeprefix("new:") not in taken]  # fmt: skip
        cluster.proposals = [
            Proposal(key, labels.get(key, key.removeprefix("new:")), alike.score, alike.why)
            for key, alike in usable[:MOST_PROPOSALS]
            if alike.score >= PART
        ]


def _better(scores: dict[str, Likeness], key: str, alike: Likeness) -> None:
    if alike.score > scores.get(key, NONE).score:
        scores[key] = alike


@dataclass(slots=True)
class _Near:
    """What stands near names, by the key of the name: what stands in brackets beside it, and whom its sources speak of."""

    brackets: dict[int, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    sources: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))


def _near(names: Sequence[Actor], known: Sequence[Named]) -> _Near:
    found = _Near()
    named = {_plain(name.text): str(name.key) for name in reversed(known)}
    events: dict[int, list[Actor]] = defaultdict(list)
    for name in names:
        events[name.an_event].append(name)
    cited = Citation.objects.filter(event__in=[key for key in events if key]).values_list(
        "event", "source", "quote"
    )[:MOST_PASSAGES]
    passages = list(cited)
    for event, _, quote in passages:
        for name in events[event]:
            for key, words in _beside(quote, name.name, named):
                found.brackets[name.pk].setdefault(key, f"stands beside it in brackets: “{words}”")
    parts = Participation.objects.filter(
        event__citations__source__in={source for _, source, _ in passages}, actor__is_proposed=False
    )
    by_source = defaultdict(set)
    for source, actor in parts.values_list("event__citations__source", "actor").distinct():
        by_source[source].add(str(actor))
    for event, source, _ in passages:
        for name in events[event]:
            found.sources[name.pk] |= by_source[source]
    return found


def _beside(quote: str, name: str, named: dict[str, str]) -> Iterable[tuple[str, str]]:
    """Known names that a passage has before or in a pair of brackets of which the other side is the name."""
    for found in IN_BRACKETS.finditer(quote):
        before, inside = found[1].strip(), found[2].strip()
        if before.endswith(name) and (key := named.get(_plain(inside))):
            yield key, found[0].strip()[-80:]
        if _plain(inside) == _plain(name):
            words = before.split()
            endings = [" ".join(words[-n:]) for n in range(min(len(words), WORDS_BEFORE), 0, -1)]
            if key := next((named[_plain(end)] for end in endings if _plain(end) in named), None):
                yield key, found[0].strip()[-80:]


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


@transaction.atomic
def actor_for(value: str) -> Actor | None:
    """The actor that a proposal stands for; one of the gazetteer gets a row with its names. None if it is no longer there."""
    if value.isdecimal() and len(value) < 16:
        return Actor.objects.filter(pk=value, is_proposed=False).first()
    known = _gazetteer().get(value.removeprefix("new:"))
    if known is None:
        return None
    if (there := Actor.objects.filter(name=known.name).first()) is not None:
        return None if there.is_proposed else there
    actor = Actor.objects.create(
        name=known.name,
        slug=free_slug(Actor, stem_of(known.name, "actor")),
        kind=known.kind,
        represents=Actor.objects.filter(name=known.represents).first() if known.represents else None,
    )
    seen = {"en"}
    for name, language in known.names:
        if name.casefold() != known.name.casefold() and not Alias.objects.filter(name__iexact=name).exists():
            Alias.objects.create(actor=actor, name=name, language=language, is_preferred=language not in seen)
            seen.add(language)
    return actor
