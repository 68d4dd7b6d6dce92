"""The stored passages of articles: claimed again, let go, or written anew from what a reading found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from articles.extraction import RULES_VERSION, Claim, ClaimActor
from articles.models import Article
from articles.resolution import SourcedClaim
from timeline.batches import batched
from timeline.curation.proposals import Wanted, keep, waiting
from timeline.models import (
    Citation,
    Event,
    ProposedChange,
    Withdrawal,
)

What = ProposedChange.What


@dataclass(slots=True)
class Stored:
    """A claim with its citation row, unsaved for a new one, and the event that has it or for which it waits."""

    sourced: SourcedClaim
    citation: Citation
    event: Event | None = None
    is_read_anew: bool = False
    is_judged_anew: bool = False  # it disputes the event's date now, or no longer: to be saved


@dataclass(slots=True)
class _Replaced:
    """What became of the stored claims of some articles."""

    stored: list[Stored] = field(default_factory=list)
    old_events: set[int] = field(default_factory=set)
    dropped: list[Wanted] = field(default_factory=list)
    withdrawn: int = 0


def replace_claims(new: Sequence[tuple[Article, list[Claim]]], *, publish: bool) -> _Replaced:
    """Keep stored citations that are claimed again, drop the machine's others, and prepare the new ones."""
    replaced = _Replaced()
    existing: dict[int, list[Citation]] = defaultdict(list)
    source_ids = [article.source_id for article, _ in new]
    for citation in Citation.objects.filter(source_id__in=source_ids).select_related("event"):
        existing[citation.source_id].append(citation)
    withdrawn = _Withdrawn(source_ids)
    for article, claims in new:
        before = _Before(existing[article.source_id])
        claims = [claim for claim in claims if not withdrawn.holds(article.source_id, claim)]
        for claim, citation in zip(claims, before.take(claims), strict=True):
            if citation and citation.is_pinned:
                continue  # a curator settled what this passage says, perhaps with another date
            event = citation.event if citation else None
            citation = citation or Citation(source=article.source)
            _fill(citation, claim, article)
            replaced.stored.append(
                Stored(
                    SourcedClaim(article.source.origin, claim, article.source.published),
                    citation,
                    event,
                    is_read_anew=True,
                )
            )
        _let_go(before.left, replaced, publish=publish)
    return replaced


def _let_go(left: Sequence[Citation], replaced: _Replaced, *, publish: bool) -> None:
    """Delete citations that are claimed no longer; those of published events wait for an Editor."""
    gone = []
    for citation in left:
        if citation.event.status == Event.Status.PUBLISHED and not publish:
            before = {"citations": [citation.pk], "quote": citation.quote, "edtf": citation.edtf}
            replaced.dropped.append(
                Wanted(What.DROP, None, before, event=citation.event, source=citation.source)
            )
        else:
            gone.append(citation)
    replaced.old_events.update(c.event_id for c in gone)
    replaced.withdrawn += len(gone)
    for some in batched([c.pk for c in gone]):
        Citation.objects.filter(pk__in=some).delete()


def keep_dropped(dropped: Sequence[Wanted], sources: Sequence[int]) -> int:
    stale = waiting().filter(what=What.DROP, source__in=sources).values_list("pk", flat=True)
    return len(keep(dropped, stale, rules_version=RULES_VERSION))


def proposed_of(sources: Sequence[int]) -> list[int]:
    """The passages of some sources that wait to be added to published events."""
    return list(waiting().filter(what=What.CITE, source__in=sources).values_list("pk", flat=True))


class _Before:
    """The machine's citations of a source as they are stored, each to be claimed again once.

    A citation is known by its words, not by where they stand: a later version of the article may have moved them, and
    later rules may read another kind in them.
    """

    def __init__(self, citations: Iterable[Citation]):
        self.by_words: dict[str, list[Citation]] = defaultdict(list)
        for citation in citations:
            if citation.reading:
                self.by_words[citation.quote].append(citation)

    def take(self, claims: Sequence[Claim]) -> list[Citation | None]:
        """For each claim the citation that it was before: first those read alike, then those of the same date."""
        taken = [self._take(claim, _reads_alike) for claim in claims]
        return [c or self._take(claim, _has_its_date) for c, claim in zip(taken, claims, strict=True)]

    def _take(self, claim: Claim, fits: Callable[[Citation, Claim], bool]) -> Citation | None:
        same = self.by_words.get(claim.quote, [])
        found = [c for c in same if fits(c, claim)]
        if not found:
            return None
        best = min(found, key=lambda c: (c.edtf != claim.edtf, *_farness(c, claim), c.pk))
        same.remove(best)
        return best

    @property
    def left(self) -> list[Citation]:
        return [c for same in self.by_words.values() for c in same if not c.is_pinned]


def _reads_alike(citation: Citation, claim: Claim) -> bool:
    is_same = (citation.reading["kind"], citation.reading["action"]) == (claim.kind, claim.action)
    return is_same and (citation.is_pinned or _has_its_date(citation, claim))


def _farness(citation: Citation, claim: Claim) -> tuple[int, int]:
    """How far a citation of the same words is from a claim: another happening of the same answer, then by its place."""
    return abs(citation.reading.get("group", 0) - claim.group), abs((citation.start or 0) - claim.start)


def _has_its_date(citation: Citation, claim: Claim) -> bool:
    return citation.edtf == claim.edtf


class _Withdrawn:
    """Passages of some sources that a curator took back."""

    def __init__(self, sources: Sequence[int]):
        rows = list(Withdrawal.objects.filter(source__in=sources))
        self.places = {(w.source_id, w.start, w.end, w.kind, w.action) for w in rows if not w.quote}
        self.words = {(w.source_id, w.quote, w.kind, w.action) for w in rows if w.quote}

    def holds(self, source: int, claim: Claim) -> bool:
        event = claim.kind, claim.action
        return (source, claim.start, claim.end, *event) in self.places or (
            source,
            claim.quote,
            *event,
        ) in self.words


def _fill(citation: Citation, claim: Claim, article: Article) -> None:
    citation.quote, citation.start, citation.end = claim.quote, claim.start, claim.end
    citation.edition, citation.page = article.edition, article.page_of(claim.start)
    citation.edtf, citation.date_words = claim.edtf, claim.date_words[:200]
    citation.is_derived = claim.basis == "derived"
    citation.reading, citation.rule, citation.confidence = claim.reading(), claim.rule, claim.confidence
    citation.rules_version = RULES_VERSION


def claim_of(citation: Citation) -> Claim:
    """Take a citation's reading back into the claim that it was written from."""
    reading = dict(citation.reading)
    actors = tuple(ClaimActor(**actor) for actor in reading.pop("actors"))
    titles = tuple((language, title) for language, title in reading.pop("titles", ()))
    marks = tuple(reading.pop("marks", ()))
    parts = tuple((name, words) for name, words in reading.pop("parts", ()))
    return Claim(
        start=citation.start or 0,
        end=citation.end or 0,
        quote=citation.quote,
        edtf=citation.edtf,
        date_words=citation.date_words,
        rule=citation.rule,
        confidence=citation.confidence or 0.0,
        actors=actors,
        titles=titles,
        marks=marks,
        parts=parts,
        **reading,
    )
