"""Claims brought together as one happening, and how well another fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from articles.extraction.claims import Claim
from articles.extraction.reported import ANY_ACTION
from timeline.dates import Edtf, parse_edtf

from .acts import telling
from .likeness import (
    PERSONAL,
    SAME_TOPIC,
    alike,
    dates_agree,
    is_same_place,
    is_vague,
    names_of,
    of_one_script,
    people_of,
    topics_of,
    words_of,
)
from .sameness import ENOUGH, sameness
from .windows import NEWS_WINDOW, moved

LEAST_TOPIC = 0.34  # the part of the words of what both are about
COMPARED = 8  # claims of a cluster with which another is compared, the first: so large clusters cost no more


@dataclass(frozen=True, slots=True)
class SourcedClaim:
    """A claim, the document that it stands in (``origin``, the identity of its source), and the day on which that was published,
    None if unknown. ``key`` identifies it among all claims. ``voices`` counts the documents for which it speaks: its own, and
    others of the same date not looked at (docs/decisions/0032)."""

    origin: str
    claim: Claim
    published: date | None = field(default=None, compare=False)
    voices: int = field(default=1, compare=False)

    @property
    def key(self) -> tuple[str, int, int, str, str, str, int]:
        c = self.claim
        return (self.origin, c.start, c.end, c.kind, c.action, c.edtf, c.group)


def voices(claims: Iterable[SourcedClaim]) -> int:
    """How many documents these claims speak for."""
    most: dict[str, int] = {}
    for sourced in claims:
        most[sourced.origin] = max(most.get(sourced.origin, 0), sourced.voices)
    return sum(most.values())


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
        self.groups: dict[str, int] = {}  # which of the happenings that a model tells apart in each document
        # A date agrees with all claims when it begins by the first end and ends from the last start on; apart for dates
        # said and for those of publication, which have more leeway.
        self.said = _Overlap()
        self.published = _Overlap()
        self.add(first)

    def add(self, sourced: SourcedClaim) -> None:
        """Take in a claim; whether it fits is for the caller to ask first. ValueError if its date is no EDTF."""
        claim = sourced.claim
        self.claims.append(sourced)
        self.names |= names_of(claim.actors)
        self.people |= people_of(claim)
        if claim.place:
            self.places.add(claim.place)
        self.topics |= topics_of(claim)
        if claim.group:
            self.groups[sourced.origin] = claim.group
        (self.published if claim.basis == "published" else self.said).add(parse_edtf(claim.edtf))

    def is_another(self, sourced: SourcedClaim) -> bool:
        """Whether the claim's document tells another happening here: a model lists each of them once, and two Korean or
        Japanese sentences of one document with two subjects tell two."""
        mine = sourced.claim.group
        if mine:
            return self.groups.get(sourced.origin, mine) != mine
        return any(_has_another_subject(member, sourced) for member in self.claims[:COMPARED])

    def tells(self, sourced: SourcedClaim) -> float:
        """How surely the claim's words tell this happening: the best sameness, where most of the first claims are the same.

        Two clauses of one sentence are two happenings, unless one lies within the other.
        """
        compared = self.claims[:COMPARED]
        if any(_are_side_by_side(member, sourced) for member in compared):
            return 0.0
        scores = [sameness(member.claim, sourced.claim) for member in compared]
        enough = [score for score in scores if score >= ENOUGH]
        return max(enough) if 2 * len(enough) >= len(scores) and enough else 0.0

    def settle_kind(self) -> None:
        """Take the kind of the claims that a rule has read, else that of most, and any rather than "other"."""
        read = [(c.claim.kind, c.claim.action) for c in self.claims if c.claim.action != ANY_ACTION]
        counts = Counter(read or [(c.claim.kind, c.claim.action) for c in self.claims])
        self.kind, self.action = min(counts, key=lambda pair: (pair[0] == "other", -counts[pair], pair))

    def agrees(self, claim: Claim) -> bool:
        """Whether the claim's date fits those of all claims."""
        if self.kind == "period":
            return all(dates_agree(member.claim, claim) for member in self.claims)
        when = parse_edtf(claim.edtf)
        slack = NEWS_WINDOW if claim.basis == "published" else timedelta(0)
        return self.said.meets(when, slack) and self.published.meets(when, NEWS_WINDOW)


def _has_another_subject(one: SourcedClaim, two: SourcedClaim) -> bool:
    if one.origin != two.origin or one.claim.read_by != "rules" or two.claim.read_by != "rules":
        return False
    script = telling(one.claim).script
    if script == "en" or script != telling(two.claim).script or people_of(one.claim) & people_of(two.claim):
        return False
    mine, theirs = (words_of_subject(dict(c.claim.parts).get("subject", ""), script) for c in (one, two))
    return bool(mine and theirs) and not mine & theirs


def words_of_subject(subject: str, script: str) -> frozenset[str]:
    """What two ways of naming one subject share: words in Korean, pairs of signs in Japanese, which writes no blanks."""
    return frozenset(subject.split()) if script == "ko" else words_of(subject)


def _are_side_by_side(one: SourcedClaim, two: SourcedClaim) -> bool:
    a, b = one.claim, two.claim
    if one.origin != two.origin or a.end <= b.start or b.end <= a.start:
        return False
    return a.clause not in b.clause and b.clause not in a.clause


class _Overlap:
    """The latest start and the earliest end of some dates."""

    __slots__ = ("start", "end")

    def __init__(self) -> None:
        self.start, self.end = date.min, date.max

    def add(self, when: Edtf) -> None:
        self.start, self.end = max(self.start, when.earliest), min(self.end, when.latest)

    def meets(self, when: Edtf, slack: timedelta) -> bool:
        return when.earliest <= moved(self.end, slack) and self.start <= moved(when.latest, slack)


def likeness(cluster: Cluster, mine: Claim) -> float:
    """How well a claim fits a cluster of its kind and action: 0 when it cannot be the same happening, else up to 3.1.

    The sum of the share of actors (0 to 1), of 1 for the same place, of the share of the topic's words, and of 0.1 for agreeing
    at all; only the order of two results means anything.
    """
    if not cluster.agrees(mine):
        return 0.0
    people = shared_actors(cluster, mine)
    same_place = bool(mine.place and any(is_same_place(mine.place, p) for p in cluster.places))
    other_place = bool(mine.place and cluster.places and not same_place)
    topic = topic_likeness(cluster, mine)
    if mine.actors and cluster.names and not people:
        return 0.0
    if mine.action == ANY_ACTION and (topic is None or topic < SAME_TOPIC):
        return 0.0
    if not people and mine.kind in DONE_BY and _have_other_subjects(cluster.claims[0].claim, mine):
        return 0.0
    if not people and not same_place and (topic or 0.0) < LEAST_TOPIC and not is_vague(mine):
        return 0.0
    if other_place and mine.kind in ("summit", "visit"):
        return 0.0
    if (
        topic is not None
        and topic < LEAST_TOPIC
        and mine.kind in ("agreement", "election", "announcement", "statement", "anniversary")
    ):
        return 0.0
    if is_vague(mine) and not (same_place or topic or mine.kind in ("office", "period")) and people < 0.5:
        return 0.0
    return people + same_place + (topic or 0.0) + 0.1


DONE_BY = PERSONAL | {"ruling"}  # kinds in which two subjects without a word in common are two happenings


def _have_other_subjects(one: Claim, two: Claim) -> bool:
    """Whether both clauses name who acts, in one language and without a word in common."""
    a, b = telling(one), telling(two)
    return a.script == b.script and bool(a.subject and b.subject) and not a.subject & b.subject


def shared_actors(cluster: Cluster, claim: Claim) -> float:
    """The part of the smaller set of actors that both share, from 0 to 1; a person counts for the state represented too.

    Where both name people and who did it makes it what it is (:data:`~.likeness.PERSONAL`), people alone count.
    """
    people = people_of(claim)
    if people and cluster.people and claim.kind in PERSONAL:
        return len(people & cluster.people) / min(len(people), len(cluster.people))
    mine = names_of(claim.actors)
    return len(mine & cluster.names) / min(len(mine), len(cluster.names)) if mine and cluster.names else 0.0


def topic_likeness(cluster: Cluster, claim: Claim) -> float | None:
    """Shared words of the topics from 0 to 1; None when either has none, or they are of languages of other scripts."""
    best: float | None = None
    for one in topics_of(claim):
        if one in cluster.topics:
            return 1.0
        script = of_one_script(one)
        for two in cluster.topics:
            if of_one_script(two) == script:
                best = max(best or 0.0, alike(one, two))
    return best
