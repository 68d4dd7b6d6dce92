"""From an article's text to claims: pure Python, no Django, no network, no clock."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from operator import attrgetter
from typing import TypeVar

from timeline.dates import Precision, parse_edtf

from .actors import Gazetteer, KnownActor, Mention, find_mentions, shipped_gazetteer
from .claims import Claim, ClaimActor
from .dates import DateMention, find_dates, join_spans
from .derived import anniversary_claims, find_distances
from .kinds import Happening, find_happenings
from .linking import find_place, link_actors, link_dates
from .sentences import Sentence, split_sentences
from .topics import find_topic

RULES_VERSION = "2026.11.1"

__all__ = ["RULES_VERSION", "Claim", "ClaimActor", "extract_claims"]

DATE_LEAD = re.compile(r"\b(?:on|in|since|from|by|until|during|of)\s$", re.IGNORECASE)
TOLD_AS_NEWS = re.compile(
    r"(?:signed|met|held|reached|concluded|ruled|upheld|sentenced|convened|ordered|convicted)\b"
)
OWN_MEETING = re.compile(
    r"\b(?:[Tt]his|[Dd]uring their(?: \w+)?|their \d+(?:st|nd|rd|th)) (?:meeting|summit|talks)\b|\bDuring their\b"
)
BACKGROUND = re.compile(
    r"\b(?:had|since|previous(?:ly)?|earlier|historic(?:al)?|last (?:year|month)|in the past|ever since|annual)\b"
)


def extract_claims(
    text: str, *, published: date | None, gazetteer: Gazetteer | None = None, language: str = "en"
) -> list[Claim]:
    """Find what the text says happened or is due, each with the sentence that says so, in text order.

    ``published`` is the day against which "last month" is read; with None such words stay unresolved and only what
    the text dates by itself becomes a claim. Nothing but the arguments decides the answer.
    """
    gazetteer = gazetteer or shipped_gazetteer()
    article = _Article(text, published, gazetteer, language[:2])
    claims: list[Claim] = []
    for sentence in article.sentences:
        claims.extend(_sentence_claims(article, sentence, claims))
    return claims


class _Article:
    """What is found once for the whole text: its sentences, dates and mentions of actors."""

    def __init__(self, text: str, published: date | None, gazetteer: Gazetteer, language: str):
        self.text, self.published, self.gazetteer = text, published, gazetteer
        self.language = language if language in ("ko", "ja") else "en"
        self.sentences = split_sentences(text)
        self.dates = [
            m
            for m in join_spans(find_dates(text, reference_date=published))
            if m.timex_type in ("DATE", "TIME") and m.edtf
        ]
        self.mentions = find_mentions(text, gazetteer)
        self.states = _main_states(self.mentions)

    def dates_in(self, sentence: Sentence) -> list[DateMention]:
        return [
            replace(m, start=m.start - sentence.start, end=m.end - sentence.start)
            for m in _within(self.dates, sentence)
        ]

    def undated(self, sentence: Sentence) -> str:
        """The sentence with its dates, and the words that lead to them, blanked out."""
        text = sentence.text
        for m in self.dates_in(sentence):
            lead = DATE_LEAD.search(text, max(0, m.start - 12), m.start)
            start = lead.start() if lead else m.start
            text = text[:start] + " " * (m.end - start) + text[m.end :]
        return text

    def mentions_in(self, sentence: Sentence) -> list[Mention]:
        return [
            replace(m, start=m.start - sentence.start, end=m.end - sentence.start)
            for m in _within(self.mentions, sentence)
        ]


Found = TypeVar("Found", DateMention, Mention)


def _within(found: Sequence[Found], sentence: Sentence) -> Iterator[Found]:
    """Those of a list in text order that lie in the sentence."""
    first = bisect_left(found, sentence.start, key=attrgetter("start"))
    for mention in islice(found, first, None):
        if mention.start >= sentence.end:
            return
        if mention.end <= sentence.end:
            yield mention


def _main_states(mentions: Sequence[Mention]) -> list[KnownActor]:
    """The states that the text is about, most named first; a person counts for the state that he represents."""
    counts: Counter[str] = Counter()
    actors: dict[str, KnownActor] = {}
    for mention in mentions:
        actor = mention.actor
        name = actor.name if actor.kind == "state" else actor.represents
        if name:
            counts[name] += 1
            if actor.kind == "state":
                actors[name] = actor
    return [actors.get(name, KnownActor(name, "state")) for name, _ in counts.most_common()]


def _sentence_claims(article: _Article, sentence: Sentence, earlier: Sequence[Claim]) -> list[Claim]:
    happenings = find_happenings(sentence.text, article.language)
    if not happenings or sentence.is_headline:
        return []
    dates = article.dates_in(sentence)
    mentions = article.mentions_in(sentence)
    found: list[Claim] = []
    for happening, mention in zip(happenings, link_dates(sentence.text, happenings, dates), strict=True):
        claim = _claim(article, sentence, happening, mention, mentions, happenings)
        if happening.rule.kind == "anniversary":
            found.extend(
                anniversary_claims(claim, sentence.text, happening, article.published, article.states)
            )
        elif distance := find_distances(sentence.text, happening, [*earlier, *found], article.published):
            found.append(replace(claim, edtf=distance.edtf, date_words=distance.words, basis="derived"))
        elif happening.rule.kind == "period" and "/" not in claim.edtf:
            continue
        elif mention is not None:
            found.append(claim)
        elif article.published and _is_told_as_news(sentence, happening):
            found.append(
                replace(claim, edtf=article.published.isoformat(), basis="published", confidence=0.5)
            )
    return _without_repeats([claim for claim in found if _has_substance(claim)])


def _claim(
    article: _Article,
    sentence: Sentence,
    happening: Happening,
    mention: DateMention | None,
    mentions: Sequence[Mention],
    others: Sequence[Happening],
) -> Claim:
    rule = happening.rule
    edtf = _event_date(mention.edtf or "", rule.kind) if mention else ""
    return Claim(
        start=sentence.start,
        end=sentence.end,
        quote=sentence.text,
        kind=rule.kind,
        action=rule.action,
        edtf=edtf,
        date_words=sentence.text[mention.start : mention.end] if mention else "",
        basis="said",
        actors=_actors(article, sentence, happening, mentions, others),
        place=find_place(sentence.text, happening, mentions, article.gazetteer),
        topic=happening.topic
        or find_topic(article.undated(sentence), happening.start, happening.end, rule.kind, rule.action),
        is_planned=_is_planned(happening, edtf, article.published),
        rule=rule.name,
        confidence=0.9,
    )


NEEDS_ACTOR = frozenset(("announcement", "statement", "visit", "office"))


def _has_substance(claim: Claim) -> bool:
    """Whether a reader could be told what happened: someone who did it, or at least what or where."""
    return bool(claim.actors) or (claim.kind not in NEEDS_ACTOR and bool(claim.topic or claim.place))


def _actors(
    article: _Article,
    sentence: Sentence,
    happening: Happening,
    mentions: Sequence[Mention],
    others: Sequence[Happening],
) -> tuple[ClaimActor, ...]:
    actors = link_actors(sentence.text, happening, mentions, others)
    if (
        happening.rule.kind == "election"
        and article.states
        and not any(a.kind in ("state", "party") for a in actors)
    ):
        actors.append(
            ClaimActor(article.states[0].name, "state")
        )  # an election is somebody's: the text's main state
    return tuple(actors)


def _event_date(edtf: str, kind: str) -> str:
    """Something that happens at a point cannot be open-ended: "since 2022" is when it began."""
    if kind == "period" or not edtf:
        return edtf
    return edtf.removesuffix("/..").removeprefix("../")


def _is_planned(happening: Happening, edtf: str, published: date | None) -> bool:
    if not edtf or not published:
        return happening.is_planned
    when = parse_edtf(edtf)
    return when.earliest > published or (happening.is_planned and when.latest >= published)


def _is_told_as_news(sentence: Sentence, happening: Happening) -> bool:
    """Whether a sentence without a date tells its happening as the article's own news."""
    if not happening.rule.undated or happening.is_planned or BACKGROUND.search(sentence.text):
        return False
    head = sentence.text[happening.start : happening.end]
    if TOLD_AS_NEWS.match(head) or TOLD_AS_NEWS.search(head):
        return True
    around = sentence.text[max(0, happening.start - 24) : happening.end]
    return bool(OWN_MEETING.search(around))


def _without_repeats(claims: Sequence[Claim]) -> list[Claim]:
    """One claim for each happening that a sentence tells twice ("the talks ... their summit")."""
    kept: dict[tuple[str, str, str], Claim] = {}
    for claim in claims:
        key = (claim.kind, claim.action, claim.edtf)
        best = kept.get(key)
        if best is None or _weight(claim) > _weight(best):
            kept[key] = claim
    return [claim for claim in kept.values() if not _is_vaguer_twin(claim, list(kept.values()))]


def _weight(claim: Claim) -> tuple[int, int, int]:
    return len(claim.actors), bool(claim.topic), bool(claim.place)


def _is_vaguer_twin(claim: Claim, others: Sequence[Claim]) -> bool:
    """Whether a finer date of the same happening stands in the same sentence."""
    mine = parse_edtf(claim.edtf)
    return any(
        o is not claim
        and (o.kind, o.action) == (claim.kind, claim.action)
        and mine.precision != Precision.DAY
        and mine.covers(parse_edtf(o.edtf))
        and parse_edtf(o.edtf) != mine
        for o in others
    )
