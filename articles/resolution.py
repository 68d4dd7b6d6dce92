"""Which claims tell the same event, which dispute it, and what the event then looks like.

Pure: the answer depends on the set of claims alone, never on their order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

from timeline.dates import RANK, Edtf, Precision, parse_edtf

from .extraction.actors import shipped_gazetteer
from .extraction.claims import Claim, ClaimActor
from .extraction.titles import build_title
from .extraction.told import ANY_ACTION

NEWS_WINDOW = timedelta(days=3)  # news without a date is told at most so long after it happened
DISPUTE_WINDOW = timedelta(days=3)  # two exact days so close are one happening, told with a different day
OFFICE_WINDOW = timedelta(days=730)  # the same person leaves the same office once in so long
PERSONAL = frozenset(
    ("office", "visit", "statement", "announcement", "summit")
)  # who did it makes it what it is
COARSE = (Precision.YEAR, Precision.DECADE, Precision.CENTURY)


@dataclass(frozen=True, slots=True)
class SourcedClaim:
    """A claim and the document that it stands in; ``key`` identifies it among all claims."""

    origin: str
    claim: Claim

    @property
    def key(self) -> tuple[str, int, int, str, str, str]:
        c = self.claim
        return (self.origin, c.start, c.end, c.kind, c.action, c.edtf)


@dataclass(slots=True)
class Cluster:
    """Claims of one happening; those in ``disputing`` give a date that cannot be squared with the others'."""

    claims: list[SourcedClaim] = field(default_factory=list)
    disputing: list[SourcedClaim] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.claims[0].claim.kind

    @property
    def action(self) -> str:
        return self.claims[0].claim.action


@dataclass(frozen=True, slots=True)
class ResolvedEvent:
    """What the claims of a cluster add up to."""

    title: str
    kind: str
    edtf: str
    place: str
    actors: tuple[ClaimActor, ...]
    is_planned: bool
    is_derived: bool
    claims: tuple[SourcedClaim, ...]
    disputing: tuple[SourcedClaim, ...]


def resolve(claims: Iterable[SourcedClaim]) -> list[ResolvedEvent]:
    """Bring claims together into events, ordered by date and title."""
    clusters: dict[tuple[str, str], list[Cluster]] = defaultdict(list)
    for sourced in sorted(claims, key=_specificity):
        group = clusters[sourced.claim.kind, sourced.claim.action]
        best = max(group, key=lambda c: _likeness(c, sourced), default=None)
        if best is not None and _likeness(best, sourced) > 0:
            best.claims.append(sourced)
        else:
            group.append(Cluster([sourced]))
    _join_told(clusters)
    found: list[ResolvedEvent] = []
    for group in clusters.values():
        found.extend(_build_event(cluster) for cluster in _settle_disputes(group))
    return sorted(found, key=lambda e: (e.edtf, e.title, e.claims[0].key))


def _join_told(clusters: dict[tuple[str, str], list[Cluster]]) -> None:
    """Let a happening told only in a clause's own words join the one of its kind, day and people that a rule has read."""
    for (kind, action), told in clusters.items():
        known = [c for (k, a), group in clusters.items() if k == kind and a != ANY_ACTION for c in group]
        if action != ANY_ACTION or kind not in PERSONAL or not known:
            continue
        for cluster in list(told):
            fits = [c for c in known if _is_same_act(c, cluster)]
            if fits:
                min(fits, key=lambda c: c.claims[0].key).claims.extend(cluster.claims)
                told.remove(cluster)


def _is_same_act(known: Cluster, told: Cluster) -> bool:
    people = {a.name for m in known.claims for a in m.claim.actors if a.kind == "person"}
    return all(
        people & {a.name for a in other.claim.actors if a.kind == "person"}
        and all(_dates_agree(m.claim, other.claim) for m in known.claims)
        for other in told.claims
    )


def _specificity(sourced: SourcedClaim) -> tuple[object, ...]:
    """Firm, finely dated claims come first and found the clusters that vaguer ones then join."""
    claim = sourced.claim
    when = parse_edtf(claim.edtf)
    width = (when.latest - when.earliest).days
    return (claim.basis == "published", RANK[when.precision], width, -len(claim.actors), sourced.key)


def _likeness(cluster: Cluster, sourced: SourcedClaim) -> float:
    """How well a claim fits a cluster: 0 when it cannot be the same happening."""
    mine = sourced.claim
    if not all(_dates_agree(member.claim, mine) for member in cluster.claims):
        return 0.0
    people = _shared_actors(cluster, mine)
    places = {m.claim.place for m in cluster.claims if m.claim.place}
    same_place = bool(mine.place and any(_is_same_place(mine.place, p) for p in places))
    other_place = bool(mine.place and places and not same_place)
    topic = _topic_likeness(cluster, mine)
    if mine.actors and any(m.claim.actors for m in cluster.claims) and not people:
        return 0.0
    if mine.action == ANY_ACTION and (topic is None or topic < 0.5):
        return 0.0
    if other_place and mine.kind in ("summit", "visit"):
        return 0.0
    if (
        topic is not None
        and topic < 0.34
        and mine.kind in ("agreement", "election", "announcement", "statement", "anniversary")
    ):
        return 0.0
    if _is_vague(mine) and not (same_place or topic or mine.kind in ("office", "period")) and people < 0.5:
        return 0.0
    return people + same_place + (topic or 0.0) + 0.1


def _dates_agree(one: Claim, two: Claim) -> bool:
    a, b = parse_edtf(one.edtf), parse_edtf(two.edtf)
    if "published" in (one.basis, two.basis):
        slack = NEWS_WINDOW
        return a.earliest <= _later(b, slack) and b.earliest <= _later(a, slack)
    if one.kind == "period":
        return a.text == b.text or (a.earliest.year == b.earliest.year and a.latest.year == b.latest.year)
    return a.overlaps(b)


def _later(when: Edtf, slack: timedelta) -> date:
    return when.latest if when.latest > date.max - slack else when.latest + slack


def _is_vague(claim: Claim) -> bool:
    return parse_edtf(claim.edtf).precision in COARSE


def _names(actors: Iterable[ClaimActor]) -> set[str]:
    return {name for a in actors for name in (a.name, a.represents) if name}


def _shared_actors(cluster: Cluster, claim: Claim) -> float:
    """The part of the smaller set of actors that both share; a person counts for the state represented too."""
    theirs = {a for m in cluster.claims for a in m.claim.actors}
    people, their_people = ({a.name for a in s if a.kind == "person"} for s in (claim.actors, theirs))
    if people and their_people and claim.kind in PERSONAL:
        return len(people & their_people) / min(len(people), len(their_people))
    mine, other = _names(claim.actors), _names(theirs)
    return len(mine & other) / min(len(mine), len(other)) if mine and other else 0.0


def _topic_likeness(cluster: Cluster, claim: Claim) -> float | None:
    """Shared words of the topics from 0 to 1; None when either has none."""
    theirs = [_words(m.claim.topic) for m in cluster.claims if m.claim.topic]
    mine = _words(claim.topic)
    if not mine or not theirs:
        return None
    return max(len(mine & words) / min(len(mine), len(words)) for words in theirs)


def _is_same_place(one: str, two: str) -> bool:
    """Whether two places are one, or one is the capital of the other: a visitor to Seoul is in South Korea."""
    return one == two or capitals().get(one) == two or capitals().get(two) == one


@lru_cache(maxsize=1)
def capitals() -> dict[str, str]:
    return {capital: state.name for capital, state in shipped_gazetteer().capitals.items()}


SMALL = frozenset("a an the of on in and to for with its their new that would will he she it".split())


def _words(topic: str) -> set[str]:
    return {w.strip("’'.,").removesuffix("'s").removesuffix("’s") for w in topic.lower().split()} - SMALL


def _settle_disputes(group: Sequence[Cluster]) -> list[Cluster]:
    """Fold a cluster into the better supported one that it contradicts."""
    standing: list[Cluster] = []
    for cluster in sorted(group, key=lambda c: (-_support(c.claims), c.claims[0].key)):
        rival = next((s for s in standing if _contradict(s, cluster)), None)
        if rival is None:
            standing.append(cluster)
        else:
            rival.disputing.extend(cluster.claims)
    return standing


def _support(claims: Sequence[SourcedClaim]) -> int:
    """Documents that report it; one whose date was only worked out counts less than one that says it."""
    return 2 * len({c.origin for c in claims if c.claim.basis == "said"}) + bool(
        any(c.claim.basis != "said" for c in claims)
    )


def _contradict(better: Cluster, other: Cluster) -> bool:
    """Whether both can only be one happening although their dates exclude each other."""
    a, b = (_cluster_date(c.claims) for c in (better, other))
    gap = max(a.earliest, b.earliest) - min(a.latest, b.latest)
    people = min((_shared_actors(better, c.claim) for c in other.claims), default=0.0)
    if better.kind == "office":
        return people == 1.0 and gap <= OFFICE_WINDOW and (better.action == "leave")
    if better.kind in (
        "visit",
        "summit",
        "statement",
        "announcement",
        "conflict",
        "protest",
        "other",
        "sanction",
    ):
        return False  # such things do happen again within days
    topics = [_topic_likeness(better, c.claim) for c in other.claims]
    alike = all(t is not None and t >= 0.5 for t in topics) or (better.kind == "election" and None in topics)
    exact = a.precision == b.precision == Precision.DAY
    return exact and gap <= DISPUTE_WINDOW and people >= 0.5 and alike and a.text != b.text


def _cluster_date(claims: Sequence[SourcedClaim]) -> Edtf:
    """The finest well-supported date: by precision, then by documents that say it, then the narrowest.

    Of a visit the longest: who says on which day it began does not contradict who says how long it lasts.
    """
    said = [c for c in claims if c.claim.basis == "said"] or list(claims)
    sign = -1 if claims[0].claim.kind == "visit" else 1
    support: dict[str, set[str]] = defaultdict(set)
    for sourced in said:
        support[sourced.claim.edtf].add(sourced.origin)

    def rank(text: str) -> tuple[object, ...]:
        when = parse_edtf(text)
        return (RANK[when.precision], -len(support[text]), sign * (when.latest - when.earliest).days, text)

    return parse_edtf(min(support, key=rank))


def _build_event(cluster: Cluster) -> ResolvedEvent:
    claims = sorted(cluster.claims, key=lambda c: c.key)
    when = _cluster_date(claims)
    actors = _merge_actors(claims)
    place = _most_common(c.claim.place for c in claims)
    topic = _best_topic(claims)
    title = build_title(cluster.kind, cluster.action, actors, place, topic)
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
    )


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
