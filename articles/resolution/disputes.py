"""Clusters whose dates cannot be squared: which disputes which."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from timeline.dates import Edtf, Precision

from .acts import telling
from .building import cluster_date
from .clusters import COMPARED, Cluster, SourcedClaim, shared_actors, topic_likeness, voices
from .index import Index
from .likeness import RECURRENT, names_of
from .sameness import SURE, act_keys, likeness_of_acts, sought_acts
from .windows import DISPUTE_WINDOW, OFFICE_WINDOW


def settle_disputes(group: Sequence[Cluster]) -> list[Cluster]:
    """Fold each cluster into the better supported one that it contradicts, as disputing it, and give those left.

    All are of one kind and action. Kinds that recur within days (:data:`~.likeness.RECURRENT`) dispute nothing: two dates are two.
    """
    if not group or group[0].kind in RECURRENT:
        return list(group)
    window = OFFICE_WINDOW if group[0].kind == "office" else DISPUTE_WINDOW
    standing: list[Cluster] = []
    index: Index[tuple[int, Cluster, Edtf]] = Index()
    for cluster in sorted(group, key=lambda c: (-_support(c.claims), c.claims[0].key)):
        when = cluster_date(cluster.claims)
        # Who contradicts it shares an actor with each of its claims.
        near = sorted(index.near(names_of(cluster.claims[0].claim.actors), when, window), key=lambda t: t[0])
        rival = next((c for _, c, its in near if _contradict(c, its, cluster, when)), None)
        if rival is None:
            index.add(cluster.names, when, (len(standing), cluster, when))
            standing.append(cluster)
        else:
            rival.disputing.extend(cluster.claims)
    return standing


LATER = timedelta(days=7)  # after the day: who writes so much later is more easily mistaken in it
FEWER = 3  # times as many documents give the one date as the other


def fold_misdated(clusters: Sequence[Cluster]) -> list[Cluster]:
    """Fold a happening that few report, and those long after, into one of a neighbouring day that many report in the same words.

    Gives the clusters that are left, best supported first (docs/decisions/0029).
    """
    index: Index[tuple[int, Cluster, Edtf]] = Index()
    standing: list[Cluster] = []
    for cluster in sorted(clusters, key=lambda c: (-_documents(c), c.claims[0].key)):
        when = cluster_date(cluster.claims)
        better = None
        if all(_is_reported_later(sourced, when) for sourced in cluster.claims):
            near = index.near(sought_acts(cluster.claims[0].claim), when, DISPUTE_WINDOW)
            fits = [t for t in near if _is_better_reported(t[1], t[2], cluster, when)]
            better = min(fits, key=lambda t: t[0], default=None)
        if better is not None:
            better[1].disputing.extend(cluster.claims)
            continue
        for sourced in cluster.claims[:COMPARED]:
            index.add(act_keys(sourced.claim), when, (len(standing), cluster, when))
        standing.append(cluster)
    return standing


def _documents(cluster: Cluster) -> int:
    return voices(cluster.claims)


def _is_reported_later(sourced: SourcedClaim, when: Edtf) -> bool:
    return sourced.published is not None and sourced.published - LATER > when.latest


def _is_better_reported(better: Cluster, a: Edtf, other: Cluster, b: Edtf) -> bool:
    if not (a.precision == b.precision == Precision.DAY) or a.text == b.text:
        return False
    if _documents(better) < FEWER * _documents(other) or abs(a.earliest - b.earliest) > DISPUTE_WINDOW:
        return False
    alike = [
        likeness_of_acts(known.claim, sourced.claim) >= SURE
        for known in better.claims[:COMPARED]
        for sourced in other.claims[:COMPARED]
        if telling(known.claim).script == telling(sourced.claim).script
    ]
    return bool(alike) and 2 * sum(alike) >= len(alike)


def _support(claims: Sequence[SourcedClaim]) -> int:
    """Documents that report it; one whose date was only worked out counts less than one that says it."""
    return 2 * voices(c for c in claims if c.claim.basis == "said") + bool(
        any(c.claim.basis != "said" for c in claims)
    )


def _contradict(better: Cluster, a: Edtf, other: Cluster, b: Edtf) -> bool:
    """Whether both, of these dates, can only be one happening although the dates exclude each other."""
    if any(better.is_another(sourced) for sourced in other.claims):
        return False
    gap = max(a.earliest, b.earliest) - min(a.latest, b.latest)
    if better.kind == "office":
        return better.action == "leave" and gap <= OFFICE_WINDOW and _least_shared(better, other) == 1.0
    is_exact = a.precision == b.precision == Precision.DAY
    if not is_exact or gap > DISPUTE_WINDOW or a.text == b.text or _least_shared(better, other) < 0.5:
        return False
    topics = [topic_likeness(better, c.claim) for c in other.claims]
    return all(t is not None and t >= 0.5 for t in topics) or (better.kind == "election" and None in topics)


def _least_shared(better: Cluster, other: Cluster) -> float:
    return min((shared_actors(better, c.claim) for c in other.claims), default=0.0)
