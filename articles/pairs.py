"""How well resolution tells happenings apart: pairs of claims held against a careful reader's. Nothing is written anywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from pathlib import Path

from .evaluation import read_events
from .extraction import Claim
from .extraction.actors import Gazetteer
from .gold import GoldError
from .readers import ArticleData
from .resolution import ResolvedEvent, SourcedClaim, are_near

HEAD = re.compile(r"== (\S+) (\d{4}-\d{2}-\d{2}) (\w+)")
MARKED = re.compile(r"\{([\w-]+):([^{}]*)\}")
LEFT_OUT = "-"  # the happening of passages that are misread, or of which a careful reader is not sure
LEAST_COVER = 0.5  # the part of the shorter of the two that a claim and a passage must share


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of an article, code points [start, end), that tell a happening, named as in the gold file."""

    doc: str
    start: int
    end: int
    happening: str


Pair = tuple[SourcedClaim, SourcedClaim]


@dataclass(slots=True)
class PairScores:
    """Pairs of claims of one happening: ``same`` by gold, ``joined`` by resolution, ``right`` by both.

    ``near`` counts the pairs of different happenings that lie within days of each other and share somebody: those that
    could be taken for one. ``twins`` are pairs left apart wrongly, ``wrong`` those joined wrongly.
    """

    same: int = 0
    joined: int = 0
    right: int = 0
    near: int = 0
    twins: list[Pair] = field(default_factory=list)
    wrong: list[Pair] = field(default_factory=list)

    @property
    def precision(self) -> float | None:
        return self.right / self.joined if self.joined else None

    @property
    def recall(self) -> float | None:
        return self.right / self.same if self.same else None


def read_story(path: Path) -> tuple[dict[str, ArticleData], list[Passage]]:
    """The reports of a story and the passages marked in them, ``{happening:words}``; raises GoldError.

    A line ``== NAME DATE LANGUAGE`` begins a report; what stands before the first is a note.
    """
    articles: dict[str, ArticleData] = {}
    passages: list[Passage] = []
    for part in re.split(r"(?m)^(?=== )", path.read_text(encoding="utf-8"))[1:]:
        head, _, body = part.partition("\n")
        heading = HEAD.fullmatch(head.strip())
        if heading is None:
            raise GoldError(f"{path}: {head!r} is no heading; write '== NAME DATE LANGUAGE'")
        name, day, language = heading.groups()
        text, at = _unmarked(body.strip())
        if not at:
            raise GoldError(f"{path}: {name} has no marked passage; write {{happening:words}}")
        articles[name] = ArticleData(name, text, published=date.fromisoformat(day), language=language)
        passages += [Passage(name, start, end, happening) for start, end, happening in at]
    return articles, passages


def _unmarked(text: str) -> tuple[str, list[tuple[int, int, str]]]:
    bare, last, at = "", 0, []
    for marked in MARKED.finditer(text):
        bare += text[last : marked.start()]
        at.append((len(bare), len(bare) + len(marked[2]), marked[1]))
        bare += marked[2]
        last = marked.end()
    return bare + text[last:], at


def load_passages(path: Path) -> list[Passage]:
    """The passages of a gold file of lines ``{"doc": NAME, "at": {HAPPENING: [[start, end], ...]}}``; raises GoldError."""
    passages = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            passages += [
                Passage(row["doc"], start, end, happening)
                for happening, spans in row["at"].items()
                for start, end in spans
            ]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise GoldError(f"{path}, line {number}: {error}") from None
    return passages


def score_pairs(
    events: Iterable[ResolvedEvent],
    passages: Iterable[Passage],
    articles: Mapping[str, ArticleData],
    is_near: Callable[[Claim, Claim], bool],
) -> PairScores:
    """Hold resolved events against the passages; claims that meet no passage, or two equally well, are left out."""
    by_doc: dict[str, list[Passage]] = {}
    for passage in passages:
        by_doc.setdefault(passage.doc, []).append(passage)
    reports: list[tuple[int, str, SourcedClaim]] = []
    for number, event in enumerate(events):
        for sourced in (*event.claims, *event.disputing):
            happening = _happening(sourced, by_doc.get(sourced.origin, ()), articles)
            if happening:
                reports.append((number, happening, sourced))
    scores = PairScores()
    for (event1, name1, one), (event2, name2, two) in combinations(reports, 2):
        is_same, is_joined = name1 == name2, event1 == event2
        scores.same += is_same
        scores.joined += is_joined
        scores.right += is_same and is_joined
        scores.near += not is_same and is_near(one.claim, two.claim)
        if is_same and not is_joined:
            scores.twins.append((one, two))
        elif is_joined and not is_same:
            scores.wrong.append((one, two))
    return scores


def _happening(
    sourced: SourcedClaim, passages: Iterable[Passage], articles: Mapping[str, ArticleData]
) -> str:
    """The happening of the passage that shares most with the claim's clause; empty where none does, or two do equally."""
    start, end = span_of(sourced.claim, articles[sourced.origin].text)
    ranked: dict[str, float] = {}
    for passage in passages:
        shared = min(end, passage.end) - max(start, passage.start)
        if shared > 0 and shared >= LEAST_COVER * min(end - start, passage.end - passage.start):
            cover = shared / max(end - start, passage.end - passage.start)
            ranked[passage.happening] = max(cover, ranked.get(passage.happening, 0.0))
    best = sorted(ranked, key=lambda name: -ranked[name])
    is_tied = len(best) > 1 and ranked[best[0]] - ranked[best[1]] < 0.01
    return best[0] if best and not is_tied and best[0] != LEFT_OUT else ""


def span_of(claim: Claim, text: str) -> tuple[int, int]:
    """Where the words stand that a claim was made from: those of its clause, else from its first to its last, else its
    passage."""
    at = text.find(claim.clause, claim.start, claim.end) if claim.clause else -1
    if at >= 0:
        return at, at + len(claim.clause)
    words = claim.clause.split()
    if words:
        first = text.find(words[0], claim.start, claim.end)
        last = text.rfind(words[-1], claim.start, claim.end) + len(words[-1])
        if first >= 0 and last - first > LEAST_COVER * len(claim.clause):
            return first, last
    return claim.start, claim.end


def read_pairs(
    articles: Mapping[str, ArticleData], passages: Iterable[Passage], gazetteer: Gazetteer
) -> PairScores:
    """Read and resolve the articles as ingestion would, and score the pairs of their claims."""
    return score_pairs(read_events(articles, gazetteer)[0], passages, articles, are_near)
