"""Claims brought together into events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from articles.extraction.reported import ANY_ACTION
from timeline.dates import RANK, parse_edtf

from .building import ResolvedEvent, build_event
from .clusters import Cluster, SourcedClaim, likeness
from .disputes import fold_misdated, settle_disputes
from .index import Index, own_keys, sought_keys
from .likeness import are_worded_alike, is_reported, worded
from .sameness import act_keys, sought_acts
from .windows import NEWS_WINDOW

Clusters = dict[tuple[str, str], list[Cluster]]


def resolve(claims: Iterable[SourcedClaim]) -> list[ResolvedEvent]:
    """Bring claims together into events, ordered by date and title.

    First those that a rule of happenings.toml, or a model, has read: by kind and action. Then those found in clauses,
    which join any of these, or each other, by actors, acts and the words of the passage. Each claim comes to lie in exactly one
    event, as one of its claims or as disputing it. ValueError if a claim's date is no EDTF.
    """
    ordered = sorted(claims, key=_specificity)
    clusters = _join_read([sourced for sourced in ordered if not is_reported(sourced.claim)])
    _join_worded(clusters)
    joined = _join_reported(
        [cluster for group in clusters.values() for cluster in group],
        [sourced for sourced in ordered if is_reported(sourced.claim)],
    )
    groups: dict[tuple[str, str], list[Cluster]] = defaultdict(list)
    for cluster in joined:
        cluster.settle_kind()
        groups[cluster.kind, cluster.action].append(cluster)
    settled = [cluster for group in groups.values() for cluster in settle_disputes(group)]
    found = [build_event(cluster) for cluster in fold_misdated(settled)]
    return sorted(found, key=lambda e: (e.edtf, e.title, e.claims[0].key))


def _join_read(claims: Iterable[SourcedClaim]) -> Clusters:
    clusters: Clusters = defaultdict(list)
    index: Index[Cluster] = Index()
    for sourced in claims:
        group = sourced.claim.kind, sourced.claim.action
        when = parse_edtf(sourced.claim.edtf)
        best = max(
            (
                (likeness(c, sourced.claim), -c.order, c)
                for c in index.near(sought_keys(sourced.claim), when, NEWS_WINDOW)
                if not c.is_another(sourced)
            ),
            default=(0.0, 0, None),
        )
        if best[2] is not None and best[0] > 0:
            cluster = best[2]
            cluster.add(sourced)
        else:
            cluster = Cluster(sourced, len(clusters[group]))
            clusters[group].append(cluster)
        index.add(own_keys(sourced.claim), parse_edtf(cluster.claims[0].claim.edtf), cluster)
    return clusters


def _join_reported(known: list[Cluster], claims: Iterable[SourcedClaim]) -> list[Cluster]:
    """Let claims found in clauses join what is known by now, the surest first, or be known from now on."""
    clusters = list(known)
    index: Index[Cluster] = Index()
    for number, cluster in enumerate(clusters):
        cluster.order = number
        for sourced in cluster.claims:
            index.add(act_keys(sourced.claim), parse_edtf(sourced.claim.edtf), cluster)
    for sourced in claims:
        when = parse_edtf(sourced.claim.edtf)
        near = index.near(sought_acts(sourced.claim), when, NEWS_WINDOW)
        sure = [(s, -c.order, c) for c in near if not c.is_another(sourced) and (s := c.tells(sourced))]
        if sure:
            cluster = max(sure, key=lambda found: found[:2])[2]
            cluster.add(sourced)
        else:
            cluster = Cluster(sourced, len(clusters))
            clusters.append(cluster)
        index.add(act_keys(sourced.claim), when, cluster)
    return clusters


def _join_worded(clusters: Clusters) -> None:
    """Let a happening that only a model tells join the one of its kind and day that both readers tell in the same words."""
    for (kind, action), group in clusters.items():
        if action != ANY_ACTION:
            continue
        known = [c for (k, a), some in clusters.items() if k == kind and a != ANY_ACTION for c in some]
        index: Index[Cluster] = Index()
        for cluster in known:
            words = {word for c in cluster.claims for topic in worded(c.claim) for word in topic}
            index.add(words, parse_edtf(cluster.claims[0].claim.edtf), cluster)
        apart = []
        for cluster in group:
            words = {word for c in cluster.claims for topic in worded(c.claim) for word in topic}
            near = index.near(words, parse_edtf(cluster.claims[0].claim.edtf), NEWS_WINDOW)
            fits = [c for c in near if _is_worded_alike(c, cluster)]
            if not fits:
                apart.append(cluster)
                continue
            joined = min(fits, key=lambda c: c.claims[0].key)
            for sourced in cluster.claims:
                joined.add(sourced)
        clusters[kind, action] = apart


def _is_worded_alike(known: Cluster, reported: Cluster) -> bool:
    return all(
        not known.is_another(other)
        and known.agrees(other.claim)
        and any(are_worded_alike(mine.claim, other.claim) for mine in known.claims)
        for other in reported.claims
    )


def _specificity(sourced: SourcedClaim) -> tuple[object, ...]:
    """Firm, finely dated claims come first and found the clusters that vaguer ones then join."""
    claim = sourced.claim
    when = parse_edtf(claim.edtf)
    width = (when.latest - when.earliest).days
    return (claim.basis == "published", RANK[when.precision], width, -len(claim.actors), sourced.key)
