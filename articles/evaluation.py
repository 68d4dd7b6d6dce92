"""How well articles are read: proposed events compared with those of a careful reader. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import partial
from typing import Any

from .extraction import Claim, extract_claims
from .extraction.gazetteer import Gazetteer
from .extraction.published import DatedNews, find_dateline, infer_published, looks_ahead, news_marks
from .gold import GoldEvent
from .readers import ArticleData
from .resolution import ResolvedEvent, SourcedClaim, resolve


@dataclass(slots=True)
class Rate:
    """Right items among those proposed and those wanted; rates are from 0 to 1, or None without any items."""

    proposed: int = 0
    right: int = 0
    wanted: int = 0
    found: int = 0

    @property
    def precision(self) -> float | None:
        return self.right / self.proposed if self.proposed else None

    @property
    def recall(self) -> float | None:
        return self.found / self.wanted if self.wanted else None

    @property
    def f1(self) -> float | None:
        p, r = self.precision, self.recall
        if p is None or r is None:
            return None
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(slots=True)
class Scores:
    """The four rates and the mistakes. ``repeats`` are further proposals for the same event, which count as wrong."""

    events: Rate = field(default_factory=Rate)
    dates: Rate = field(default_factory=Rate)
    actors: Rate = field(default_factory=Rate)
    citations: Rate = field(default_factory=Rate)
    kinds_right: int = 0
    repeats: int = 0
    missed: list[GoldEvent] = field(default_factory=list)
    wrong: list[Proposal] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        rates = {name: getattr(self, name) for name in ("events", "dates", "actors", "citations")}
        return {
            **{
                n: {**asdict(r), "precision": r.precision, "recall": r.recall, "f1": r.f1}
                for n, r in rates.items()
            },
            "kinds_right": self.kinds_right,
            "repeats": self.repeats,
        }


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed event in one article, with the spans of its citations there."""

    doc: str
    event: ResolvedEvent
    spans: tuple[tuple[int, int], ...]


Reader = Callable[[str, ArticleData, date | None], list[Claim]]


def read_events(
    articles: Mapping[str, ArticleData],
    gazetteer: Gazetteer,
    progress: Callable[[], None] = lambda: None,
    read: Reader | None = None,
) -> tuple[list[ResolvedEvent], dict[str, date | None]]:
    """Read the articles as an ingestion into an empty database would: the events, and each article's day of publication.

    ``read`` finds the claims of an article by its name, text and day; by default the rules do.
    """
    read = read or partial(_by_rules, gazetteer)
    days = {doc: a.published or find_dateline(a.text, a.language) for doc, a in articles.items()}
    dated = [
        DatedNews(doc, day, news_marks(articles[doc].text), looks_ahead(articles[doc].text))
        for doc, day in days.items()
        if day
    ]
    claims: list[SourcedClaim] = []
    for doc, article in articles.items():
        days[doc] = days[doc] or infer_published(article.text, dated)
        claims += [SourcedClaim(doc, claim, days[doc]) for claim in read(doc, article, days[doc])]
        progress()
    # As in the database, of claims with one passage, kind, act and date the last stands.
    return resolve({c.key: c for c in claims}.values()), days


def propose(
    articles: Mapping[str, ArticleData],
    gazetteer: Gazetteer,
    progress: Callable[[], None] = lambda: None,
    read: Reader | None = None,
) -> list[Proposal]:
    """The events of the articles, read as one timeline, for each article that they cite; ``read`` as for read_events."""
    proposals = []
    for event in read_events(articles, gazetteer, progress, read)[0]:
        for doc in sorted({c.origin for c in event.claims}):
            spans = tuple((c.claim.start, c.claim.end) for c in event.claims if c.origin == doc)
            proposals.append(Proposal(doc, event, spans))
    return proposals


def _by_rules(gazetteer: Gazetteer, doc: str, article: ArticleData, day: date | None) -> list[Claim]:
    return extract_claims(article.text, published=day, gazetteer=gazetteer, language=article.language)


def score(gold: Sequence[GoldEvent], proposals: Iterable[Proposal]) -> Scores:
    """Compare proposals with gold: they match if a citation overlaps a passage and the date is an accepted one.

    Each is matched at most once, as many as possible, those of the right kind first.
    """
    scores = Scores()
    by_doc: dict[str, list[GoldEvent]] = {}
    for event in gold:
        by_doc.setdefault(event.doc, []).append(event)
    offered = [p for p in proposals if p.doc in by_doc]
    near = {n: [g for g in by_doc[p.doc] if _touches(p.spans, g.at)] for n, p in enumerate(offered)}
    right = {n: [g for g in near[n] if offered[n].event.edtf in g.edtf] for n in near}
    for n, candidates in right.items():
        candidates.sort(key=lambda g: (bool(g.kinds) and offered[n].event.kind not in g.kinds, not g.needed))
    served = _match(right, sorted(right, key=lambda n: not _kind_fits(offered[n], right[n])))

    events = scores.events
    events.proposed, events.right = len(offered), len(served)
    scores.wrong = [p for n, p in enumerate(offered) if n not in served]
    scores.repeats = sum(bool(right[n]) for n in right if n not in served)
    hit = {id(g) for g in served.values()}
    scores.missed = [g for g in gold if g.needed and id(g) not in hit]
    events.wanted = sum(g.needed for g in gold)
    events.found = events.wanted - len(scores.missed)

    dates = scores.dates
    dates.proposed = sum(bool(n) for n in near.values())
    dates.right = sum(bool(r) for r in right.values())
    wanted_events = {id(g) for candidates in near.values() for g in candidates if g.needed}
    dated = {id(g) for candidates in right.values() for g in candidates if g.needed}
    dates.wanted, dates.found = len(wanted_events), len(dated)
    for n, event in served.items():
        _score_pair(scores, offered[n], event)
    return scores


def _score_pair(scores: Scores, proposal: Proposal, event: GoldEvent) -> None:
    scores.kinds_right += not event.kinds or proposal.event.kind in event.kinds
    names = {actor.name.casefold() for actor in proposal.event.actors}
    scores.actors.proposed += len(names)
    scores.actors.right += sum(any(name in accepted for accepted in event.actors) for name in names)
    scores.actors.wanted += len(event.actors)
    scores.actors.found += sum(bool(accepted & names) for accepted in event.actors)
    scores.citations.proposed += len(proposal.spans)
    scores.citations.right += sum(_touches([span], event.at) for span in proposal.spans)
    scores.citations.wanted += len(event.at)
    scores.citations.found += sum(_touches(proposal.spans, [span]) for span in event.at)


def _touches(one: Iterable[tuple[int, int]], other: Sequence[tuple[int, int]]) -> bool:
    return any(start < end2 and start2 < end for start, end in one for start2, end2 in other)


def _kind_fits(proposal: Proposal, candidates: Iterable[GoldEvent]) -> bool:
    return any(proposal.event.kind in g.kinds for g in candidates)


def _match(edges: Mapping[int, Sequence[GoldEvent]], order: Iterable[int]) -> dict[int, GoldEvent]:
    """A maximum matching of proposals to gold events (augmenting paths), the preferred candidates first."""
    taken: dict[int, tuple[int, GoldEvent]] = {}  # by identity of the gold event

    def place(proposal: int, seen: set[int]) -> bool:
        for event in edges[proposal]:
            if id(event) in seen:
                continue
            seen.add(id(event))
            if id(event) not in taken or place(taken[id(event)][0], seen):
                taken[id(event)] = (proposal, event)
                return True
        return False

    for proposal in order:
        place(proposal, set())
    return dict(taken.values())
