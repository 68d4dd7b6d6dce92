"""Which claims tell the same event, which dispute it, and what the event then looks like.

Pure: the answer depends on the set of claims alone, never on their order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Generic, TypeVar

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
RECURRENT = frozenset(
    ("visit", "summit", "statement", "announcement", "conflict", "protest", "other", "sanction")
)  # what does happen again within days, so that two dates are two happenings
SAME_TOPIC = 0.5  # the part of the words of two headlines that they share when they tell one happening
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


class Cluster:
    """Claims of one happening; those in ``disputing`` give a date that cannot be squared with the others'.

    What decides whether another claim fits is kept up to date with each claim, so that large clusters cost no more.
    """

    def __init__(self, first: SourcedClaim, order: int = 0):
        self.claims: list[SourcedClaim] = []
        self.disputing: list[SourcedClaim] = []
        self.kind, self.action = first.claim.kind, first.claim.action
        self.order = order
        self.names: set[str] = set()
        self.people: set[str] = set()
        self.places: set[str] = set()
        self.topics: set[frozenset[str]] = set()
        # A date agrees with all claims when it begins by the first end and ends from the last start on; apart for dates
        # said and for those of publication, which have more leeway.
        self.said = _Overlap()
        self.published = _Overlap()
        self.add(first)

    def add(self, sourced: SourcedClaim) -> None:
        claim = sourced.claim
        self.claims.append(sourced)
        self.names |= _names(claim.actors)
        self.people |= _people(claim)
        if claim.place:
            self.places.add(claim.place)
        if words := _words(claim.topic):
            self.topics.add(words)
        (self.published if claim.basis == "published" else self.said).add(parse_edtf(claim.edtf))

    def agrees(self, claim: Claim) -> bool:
        """Whether the claim's date fits those of all claims."""
        if self.kind == "period":
            return all(_dates_agree(member.claim, claim) for member in self.claims)
        when = parse_edtf(claim.edtf)
        slack = NEWS_WINDOW if claim.basis == "published" else timedelta(0)
        return self.said.meets(when, slack) and self.published.meets(when, NEWS_WINDOW)


class _Overlap:
    """The latest start and the earliest end of some dates."""

    __slots__ = ("start", "end")

    def __init__(self) -> None:
        self.start, self.end = date.min, date.max

    def add(self, when: Edtf) -> None:
        self.start, self.end = max(self.start, when.earliest), min(self.end, when.latest)

    def meets(self, when: Edtf, slack: timedelta) -> bool:
        return when.earliest <= _moved(self.end, slack) and self.start <= _moved(when.latest, slack)


Item = TypeVar("Item")


class _Index(Generic[Item]):
    """Things by what a claim must share with them to have to do with them: a key, and a time that its date touches.

    What touches few days is kept by a few days, else by month; what touches very many months is kept apart and always
    considered. So a look-up costs by what its own days hold, however much there is before and after them.
    """

    def __init__(self) -> None:
        self.days: dict[tuple[Hashable, int], list[Item]] = defaultdict(list)
        self.months: dict[tuple[Hashable, int], list[Item]] = defaultdict(list)
        self.broad: dict[tuple[Hashable, int], list[Item]] = defaultdict(list)  # those of months not in days
        self.wide: dict[Hashable, list[Item]] = defaultdict(list)
        self.all: dict[Hashable, list[Item]] = defaultdict(list)

    def add(self, keys: Iterable[Hashable], when: Edtf, item: Item) -> None:
        days, months = _days(when, timedelta(0)), _months(when, timedelta(0))
        for key in keys:
            self.all[key].append(item)
            if months is None:
                self.wide[key].append(item)
            for month in months or ():
                self.months[key, month].append(item)
                if days is None:
                    self.broad[key, month].append(item)
            for day in days or ():
                self.days[key, day].append(item)

    def near(self, keys: Iterable[Hashable], when: Edtf, slack: timedelta) -> Iterable[Item]:
        """All of one of the keys that may overlap the date, give or take the slack, each once."""
        days, months = _days(when, slack), _months(when, slack)
        found: dict[int, Item] = {}
        for key in keys:
            for items in self._lists(key, days, months):
                for item in items:
                    found[id(item)] = item
        return found.values()

    def _lists(self, key: Hashable, days: range | None, months: range | None) -> Iterable[Iterable[Item]]:
        if months is None:
            return [self.all.get(key, ())]
        by_month = self.months if days is None else self.broad
        found = [self.wide.get(key, ()), *(by_month.get((key, month), ()) for month in months)]
        return found if days is None else [*found, *(self.days.get((key, day), ()) for day in days)]


def _own_keys(claim: Claim) -> list[Hashable]:
    """Under what a claim is found by those that may lie in one event with it; see :func:`_sought_keys`."""
    group = claim.kind, claim.action
    if claim.action == ANY_ACTION:
        return [(*group, word) for word in _words(claim.topic)]
    return [(*group, ANYBODY), *((*group, name) for name in _names(claim.actors) or (NOBODY,))]


def _sought_keys(claim: Claim) -> list[Hashable]:
    """What a claim looks for: a word of the same headline, or somebody who is named in both or nobody in one."""
    group = claim.kind, claim.action
    if claim.action == ANY_ACTION:
        return _own_keys(claim)
    names = _names(claim.actors)
    return [*((*group, name) for name in names), (*group, NOBODY)] if names else [(*group, ANYBODY)]


ANYBODY, NOBODY = "\x00anybody", "\x00nobody"  # no actor's name begins so


class Ties:
    """Claims, ready to be asked whether another could come to lie in one event with one of them, or dispute it."""

    def __init__(self, claims: Iterable[Claim] = ()):
        self.index: _Index[Claim] = _Index()
        for claim in claims:
            self.index.add([*_own_keys(claim), *_person_keys(claim)], parse_edtf(claim.edtf), claim)

    def hold(self, claim: Claim) -> bool:
        slack = OFFICE_WINDOW if claim.kind == "office" else max(DISPUTE_WINDOW, NEWS_WINDOW)
        keys = [*_sought_keys(claim), *_person_keys(claim)]
        near = self.index.near(keys, parse_edtf(claim.edtf), slack)
        return any(may_meet(claim, other) for other in near)


def _person_keys(claim: Claim) -> list[Hashable]:
    return [(claim.kind, "person", name) for name in _people(claim)] if claim.kind in PERSONAL else []


MOST_MONTHS = 60
FEW_DAYS = 4  # kept together
MOST_DAYS = 48  # by which to look: a month, and the windows about it


def _days(when: Edtf, slack: timedelta) -> range | None:
    """The stretches of a few days from the first to the last day; None where they are too many to list."""
    first, last = _spread(when, slack)
    if (last - first).days > MOST_DAYS:
        return None
    return range(first.toordinal() // FEW_DAYS, last.toordinal() // FEW_DAYS + 1)


def _months(when: Edtf, slack: timedelta) -> range | None:
    """The months from the first to the last day, counted from year 0; None where they are too many to list."""
    first, last = _spread(when, slack)
    months = range(first.year * 12 + first.month, last.year * 12 + last.month + 1)
    return months if len(months) <= MOST_MONTHS else None


def _spread(when: Edtf, slack: timedelta) -> tuple[date, date]:
    first = when.earliest if when.earliest - date.min < slack else when.earliest - slack
    return first, _moved(when.latest, slack)


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
    index: _Index[Cluster] = _Index()
    for sourced in sorted(claims, key=_specificity):
        group = sourced.claim.kind, sourced.claim.action
        when = parse_edtf(sourced.claim.edtf)
        best = max(
            (
                (_likeness(c, sourced.claim), -c.order, c)
                for c in index.near(_sought_keys(sourced.claim), when, NEWS_WINDOW)
            ),
            default=(0.0, 0, None),
        )
        if best[2] is not None and best[0] > 0:
            cluster = best[2]
            cluster.add(sourced)
        else:
            cluster = Cluster(sourced, len(clusters[group]))
            clusters[group].append(cluster)
        index.add(_own_keys(sourced.claim), parse_edtf(cluster.claims[0].claim.edtf), cluster)
    _join_told(clusters)
    found: list[ResolvedEvent] = []
    for settled in clusters.values():
        found.extend(_build_event(cluster) for cluster in _settle_disputes(settled))
    return sorted(found, key=lambda e: (e.edtf, e.title, e.claims[0].key))


def may_meet(one: Claim, two: Claim) -> bool:
    """Whether two claims could come to lie in one event, or the one dispute the other's: the ties that hold a neighbourhood.

    Needed, not sufficient: what :func:`resolve` joins is tied by a chain of such pairs.
    """
    if one.kind != two.kind:
        return False
    told = ANY_ACTION in (one.action, two.action)
    if one.action != two.action and not (told and one.kind in PERSONAL):
        return False
    mine, theirs = _names(one.actors), _names(two.actors)
    if one.action != two.action:
        return bool(_people(one) & _people(two)) and _dates_agree(one, two)
    if told and not _dates_agree(one, two):
        return False
    if told:
        return _alike(_words(one.topic), _words(two.topic)) >= SAME_TOPIC
    if mine and theirs and not mine & theirs:
        return False
    if _dates_agree(one, two):
        return True
    a, b = parse_edtf(one.edtf), parse_edtf(two.edtf)
    gap = max(a.earliest, b.earliest) - min(a.latest, b.latest)
    if one.kind == "office":
        return one.action == "leave" and gap <= OFFICE_WINDOW
    return one.kind not in RECURRENT and gap <= DISPUTE_WINDOW


def _join_told(clusters: dict[tuple[str, str], list[Cluster]]) -> None:
    """Let a happening told only in a clause's own words join the one of its kind, day and people that a rule has read."""
    for kind in PERSONAL:
        index: _Index[Cluster] = _Index()
        for (k, action), group in clusters.items():
            for known in group if k == kind and action != ANY_ACTION else ():
                index.add(known.people, parse_edtf(known.claims[0].claim.edtf), known)
        apart = []
        for cluster in clusters.get((kind, ANY_ACTION), ()):
            near = index.near(cluster.people, parse_edtf(cluster.claims[0].claim.edtf), NEWS_WINDOW)
            fits = [known for known in near if _is_same_act(known, cluster)]
            if not fits:
                apart.append(cluster)
                continue
            joined = min(fits, key=lambda c: c.claims[0].key)
            for sourced in cluster.claims:
                joined.add(sourced)
        if (kind, ANY_ACTION) in clusters:
            clusters[kind, ANY_ACTION] = apart


def _is_same_act(known: Cluster, told: Cluster) -> bool:
    return all(known.people & _people(other.claim) and known.agrees(other.claim) for other in told.claims)


def _specificity(sourced: SourcedClaim) -> tuple[object, ...]:
    """Firm, finely dated claims come first and found the clusters that vaguer ones then join."""
    claim = sourced.claim
    when = parse_edtf(claim.edtf)
    width = (when.latest - when.earliest).days
    return (claim.basis == "published", RANK[when.precision], width, -len(claim.actors), sourced.key)


def _likeness(cluster: Cluster, mine: Claim) -> float:
    """How well a claim fits a cluster: 0 when it cannot be the same happening."""
    if not cluster.agrees(mine):
        return 0.0
    people = _shared_actors(cluster, mine)
    same_place = bool(mine.place and any(_is_same_place(mine.place, p) for p in cluster.places))
    other_place = bool(mine.place and cluster.places and not same_place)
    topic = _topic_likeness(cluster, mine)
    if mine.actors and cluster.names and not people:
        return 0.0
    if mine.action == ANY_ACTION and (topic is None or topic < SAME_TOPIC):
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
        return a.earliest <= _moved(b.latest, NEWS_WINDOW) and b.earliest <= _moved(a.latest, NEWS_WINDOW)
    if one.kind == "period":
        return a.text == b.text or (a.earliest.year == b.earliest.year and a.latest.year == b.latest.year)
    return a.overlaps(b)


def _moved(day: date, slack: timedelta) -> date:
    return day if day > date.max - slack else day + slack


def _is_vague(claim: Claim) -> bool:
    return parse_edtf(claim.edtf).precision in COARSE


def _names(actors: Iterable[ClaimActor]) -> set[str]:
    return {name for a in actors for name in (a.name, a.represents) if name}


def _people(claim: Claim) -> set[str]:
    return {a.name for a in claim.actors if a.kind == "person"}


def _shared_actors(cluster: Cluster, claim: Claim) -> float:
    """The part of the smaller set of actors that both share; a person counts for the state represented too."""
    people = _people(claim)
    if people and cluster.people and claim.kind in PERSONAL:
        return len(people & cluster.people) / min(len(people), len(cluster.people))
    mine = _names(claim.actors)
    return len(mine & cluster.names) / min(len(mine), len(cluster.names)) if mine and cluster.names else 0.0


def _topic_likeness(cluster: Cluster, claim: Claim) -> float | None:
    """Shared words of the topics from 0 to 1; None when either has none."""
    mine = _words(claim.topic)
    if not mine or not cluster.topics:
        return None
    return max(_alike(mine, words) for words in cluster.topics)


def _alike(one: frozenset[str], two: frozenset[str]) -> float:
    return len(one & two) / min(len(one), len(two)) if one and two else 0.0


def _is_same_place(one: str, two: str) -> bool:
    """Whether two places are one, or one is the capital of the other: a visitor to Seoul is in South Korea."""
    return one == two or capitals().get(one) == two or capitals().get(two) == one


@lru_cache(maxsize=1)
def capitals() -> dict[str, str]:
    return {capital: state.name for capital, state in shipped_gazetteer().capitals.items()}


SMALL = frozenset("a an the of on in and to for with its their new that would will he she it".split())


@lru_cache(maxsize=50_000)
def _words(topic: str) -> frozenset[str]:
    return (
        frozenset(w.strip("’'.,").removesuffix("'s").removesuffix("’s") for w in topic.lower().split())
        - SMALL
    )


def _settle_disputes(group: Sequence[Cluster]) -> list[Cluster]:
    """Fold a cluster into the better supported one that it contradicts."""
    if not group or group[0].kind in RECURRENT:
        return list(group)
    window = OFFICE_WINDOW if group[0].kind == "office" else DISPUTE_WINDOW
    standing: list[Cluster] = []
    index: _Index[tuple[int, Cluster, Edtf]] = _Index()
    for cluster in sorted(group, key=lambda c: (-_support(c.claims), c.claims[0].key)):
        when = _cluster_date(cluster.claims)
        # Who contradicts it shares an actor with each of its claims.
        near = sorted(index.near(_names(cluster.claims[0].claim.actors), when, window), key=lambda t: t[0])
        rival = next((c for _, c, its in near if _contradict(c, its, cluster, when)), None)
        if rival is None:
            index.add(cluster.names, when, (len(standing), cluster, when))
            standing.append(cluster)
        else:
            rival.disputing.extend(cluster.claims)
    return standing


def _support(claims: Sequence[SourcedClaim]) -> int:
    """Documents that report it; one whose date was only worked out counts less than one that says it."""
    return 2 * len({c.origin for c in claims if c.claim.basis == "said"}) + bool(
        any(c.claim.basis != "said" for c in claims)
    )


def _contradict(better: Cluster, a: Edtf, other: Cluster, b: Edtf) -> bool:
    """Whether both, of these dates, can only be one happening although the dates exclude each other."""
    gap = max(a.earliest, b.earliest) - min(a.latest, b.latest)
    if better.kind == "office":
        return better.action == "leave" and gap <= OFFICE_WINDOW and _least_shared(better, other) == 1.0
    is_exact = a.precision == b.precision == Precision.DAY
    if not is_exact or gap > DISPUTE_WINDOW or a.text == b.text or _least_shared(better, other) < 0.5:
        return False
    topics = [_topic_likeness(better, c.claim) for c in other.claims]
    return all(t is not None and t >= 0.5 for t in topics) or (better.kind == "election" and None in topics)


def _least_shared(better: Cluster, other: Cluster) -> float:
    return min((_shared_actors(better, c.claim) for c in other.claims), default=0.0)


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
