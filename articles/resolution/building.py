"""What the claims of a cluster add up to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from articles.extraction.claims import ClaimActor
from articles.extraction.languages.en.titles import build_title
from articles.extraction.wording import EXTRACT, HEADLINE, RULE
from timeline.dates import RANK, Edtf, parse_edtf

from .clusters import Cluster, SourcedClaim
from .windows import moved


@dataclass(frozen=True, slots=True)
class ResolvedEvent:
    """An event as the claims of a cluster give it, not stored yet.

    ``kind`` is one of the kinds of events, ``edtf`` a date in EDTF, ``title_basis`` one of :data:`BASES`, ``titles`` pairs of a
    language and a title, the first of which is ``title``; ``read_by`` is "rules", "model" or "both". ``claims`` give the event,
    ``disputing`` report it with a date that cannot be squared with its own; both are in the order of their keys.
    """

    title: str
    kind: str
    edtf: str
    place: str
    actors: tuple[ClaimActor, ...]
    is_planned: bool
    is_derived: bool
    claims: tuple[SourcedClaim, ...]
    disputing: tuple[SourcedClaim, ...]
    title_basis: str = "rule"
    titles: tuple[tuple[str, str], ...] = ()
    read_by: str = "rules"


def cluster_date(claims: Sequence[SourcedClaim]) -> Edtf:
    """The finest well-supported date: by precision, then by documents that say it, then the narrowest.

    Of documents count most those that were published near the day.

    Of a visit the longest: who says on which day it began does not contradict who says how long it lasts. There must be at
    least one claim; with none, IndexError.
    """
    said = [c for c in claims if c.claim.basis == "said"] or list(claims)
    sign = -1 if claims[0].claim.kind == "visit" else 1
    support: dict[str, dict[str, int]] = defaultdict(dict)
    for sourced in said:
        voices = support[sourced.claim.edtf]
        voices[sourced.origin] = max(voices.get(sourced.origin, 0), _weight(sourced) * sourced.voices)

    def rank(text: str) -> tuple[object, ...]:
        when = parse_edtf(text)
        return (
            RANK[when.precision],
            -sum(support[text].values()),
            sign * (when.latest - when.earliest).days,
            text,
        )

    return parse_edtf(min(support, key=rank))


NEAR = timedelta(days=7)  # about the date: who writes then knows it at first hand (docs/decisions/0029)


def _weight(sourced: SourcedClaim) -> int:
    """How much a document says of a date, in halves: all where it was published within a week of it, or nobody knows when."""
    if sourced.published is None:
        return 2
    when = parse_edtf(sourced.claim.edtf)
    is_near = when.earliest <= moved(sourced.published, NEAR) and sourced.published <= moved(
        when.latest, NEAR
    )
    return 2 if is_near else 1


def build_event(cluster: Cluster) -> ResolvedEvent:
    """The event of a cluster: its date by :func:`cluster_date`, its title the best that a claim brings, else one built from kind,
    actors, place and topic. Planned or derived only where all claims are."""
    claims = sorted(cluster.claims, key=lambda c: c.key)
    when = cluster_date(claims)
    actors = _merge_actors(claims)
    place = _most_common(c.claim.place for c in claims)
    topic = _best_topic(claims)
    titles, basis = _titles(claims)
    title = titles[0][1] if titles else build_title(cluster.kind, cluster.action, actors, place, topic)
    return ResolvedEvent(
        title=title,
        kind=cluster.kind,
        edtf=when.text,
        place=place,
        actors=actors,
        is_planned=all(c.claim.is_planned for c in claims),
        is_derived=all(c.claim.basis == "derived" for c in claims),
        claims=tuple(claims),
        disputing=tuple(sorted(cluster.disputing, key=lambda c: c.key)),
        title_basis=basis,
        titles=titles,
        read_by=_read_by(claims),
    )


FULL = 70  # signs from which on a longer title says no more
LEAD = 600  # signs of an article that tell its main news, as a rule in its own best words
MODEL = "model"
BASES = (MODEL, RULE, HEADLINE, EXTRACT)  # the most trusted first
Given = tuple[str, str, str]  # a language, a title in it, and its basis


def _titles(claims: Sequence[SourcedClaim]) -> tuple[tuple[tuple[str, str], ...], str]:
    """The titles of the claims, the best of each language, and the basis of the first.

    First comes English where an article in English has one, else the language of most. A model's titles come before those
    of a rule, a headline and an extract; among equals what most documents say, then what an article begins with, then the
    shorter, of extracts and headlines the fuller one.
    """
    given = [c.claim for c in claims if c.claim.titles]
    if any(claim.title_basis == MODEL for claim in given):
        given = [claim for claim in given if claim.title_basis == MODEL]
    if not given:
        return (), RULE
    counts: Counter[Given] = Counter()
    firsts: Counter[str] = Counter()
    leads = {
        (language, title, claim.title_basis)
        for claim in given
        if claim.start < LEAD
        for language, title in claim.titles
    }
    for claim in given:
        firsts[claim.titles[0][0]] += 1
        counts.update((language, title, claim.title_basis) for language, title in claim.titles)

    def rank(title: Given) -> tuple[object, ...]:
        return (
            BASES.index(title[2]),
            -counts[title],
            title not in leads,
            _fullness(title[1], title[2]),
            title[1],
        )

    best: dict[str, Given] = {}
    for title in sorted(counts, key=rank):
        best.setdefault(title[0], title)
    first = min(firsts, key=lambda language: (language != "en", -firsts[language], language))
    order = sorted(best, key=lambda language: (language != first, language))
    return tuple((language, best[language][1]) for language in order), best[first][2]


def _read_by(claims: Sequence[SourcedClaim]) -> str:
    readers = {c.claim.read_by for c in claims}
    return readers.pop() if len(readers) == 1 else "both"


def _fullness(title: str, basis: str) -> int:
    return len(title) if basis in (MODEL, RULE) else -min(len(title), FULL)


def _best_topic(claims: Sequence[SourcedClaim]) -> str:
    """The topic most documents give; among equals the fuller one."""
    counts = Counter(c.claim.topic for c in claims if c.claim.topic)
    return min(counts, key=lambda t: (-counts[t], -min(len(t), 60), t)) if counts else ""


def _most_common(values: Iterable[str]) -> str:
    counts = Counter(v for v in values if v)
    return min(counts, key=lambda v: (-counts[v], v)) if counts else ""


def _merge_actors(claims: Sequence[SourcedClaim]) -> tuple[ClaimActor, ...]:
    """Everyone named, the most named first, each in the most telling role."""
    counts: Counter[str] = Counter()
    best: dict[str, ClaimActor] = {}
    first: dict[str, int] = {}
    for sourced in claims:
        for place, actor in enumerate(sourced.claim.actors):
            counts[actor.name] += 1
            first[actor.name] = min(first.get(actor.name, place), place)
            known = best.get(actor.name)
            if known is None or (known.role == "participant") > (actor.role == "participant"):
                best[actor.name] = actor if known is None else replace(known, role=actor.role)
    order = sorted(best, key=lambda name: (-counts[name], first[name], name))
    return tuple(best[name] for name in order)
