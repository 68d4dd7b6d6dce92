"""What some words of an article propose: a title, a date, a kind, a place and actors, for a curator to correct."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from articles.extraction import Claim
from articles.extraction.actors import find_mentions
from articles.extraction.dates import DateMention, find_dates, join_spans
from articles.extraction.gazetteer import Gazetteer
from articles.extraction.sentences import split_sentences

from .reading import read_text

LONGEST = 2000  # characters of one passage, as of the longest sentence that the rules read
SHORTEST_TITLE, LONGEST_TITLE = 30, 120
QUOTED = {("“", "”"), ('"', '"'), ("「", "」"), ("『", "』")}
CLAUSE_ENDS = (". ", "! ", "? ", "; ", ", ", ": ", " – ", " — ", "。", "、")


class SelectionError(Exception):
    """The words cannot be cited; the message says why."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the words from ``start`` to ``end`` (code points, end exclusive) report, as far as it was read."""

    start: int
    end: int
    quote: str
    title: str
    edtf: str
    date_words: str
    kind: str
    place: str
    actors: tuple[tuple[str, str, str], ...]  # name, role and kind of each
    is_read: bool  # a rule read it; otherwise the title is the words themselves and the kind a guess


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text to be marked: ``kind`` is "date" or "name", ``words`` what it was read as."""

    start: int
    end: int
    kind: str
    words: str


def marks_of(text: str, published: date | None, language: str, gazetteer: Gazetteer) -> list[Mark]:
    """The dates and names of a text, in its order; of two that overlap, the date."""
    dates = [Mark(m.start, m.end, "date", m.edtf or "") for m in _dates(text, published, language)]
    names = [Mark(m.start, m.end, "name", m.actor.name) for m in find_mentions(text, gazetteer)]
    found: list[Mark] = []
    for mark in sorted([*dates, *names], key=lambda m: (m.start, m.kind)):
        if not found or mark.start >= found[-1].end:
            found.append(mark)
    return found


def _dates(text: str, published: date | None, language: str) -> list[DateMention]:
    found = join_spans(find_dates(text, reference_date=published, language=language))
    return [mention for mention in found if mention.edtf]


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text start and end."""
    return [(sentence.start, sentence.end) for sentence in split_sentences(text)]


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without white space at its ends, and grown to whole words; raises SelectionError for none or too many."""
    start, end = max(0, min(start, end)), min(len(text), max(start, end))
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start == end:
        raise SelectionError("no words are selected: select those that report the event")
    while start > 0 and _is_within(text[start - 1], text[start]):
        start -= 1
    while end < len(text) and _is_within(text[end - 1], text[end]):
        end += 1
    if end - start > LONGEST:
        raise SelectionError(
            f"more than {LONGEST} characters are selected: select the sentence that reports the event"
        )
    return start, end


def _is_within(left: str, right: str) -> bool:
    """Whether no word ends between two signs; Korean and Japanese words are not told by their signs."""
    return left.isalnum() and right.isalnum() and ord(left) < 0x3000 and ord(right) < 0x3000


def propose(
    text: str, start: int, end: int, *, published: date | None, language: str, gazetteer: Gazetteer
) -> Proposal:
    """What the words of a text report. Raises SelectionError if they cannot be cited."""
    start, end = whole_words(text, start, end)
    quote = text[start:end]
    claims = read_text((text, published, language, gazetteer, None)).claims
    claim = _nearest(claims, start, end)
    dates = [m for m in _dates(text, published, language) if start <= m.start and m.end <= end]
    edtf, words = _date_of(text, claim, dates)
    title = claim.titles[0][1] if claim and claim.titles else shortened(quote)
    return Proposal(
        start=start,
        end=end,
        quote=quote,
        title=title,
        edtf=edtf,
        date_words=words,
        kind=claim.kind if claim else "other",
        place=claim.place if claim else "",
        actors=tuple(_actors(text, start, end, claim, gazetteer)),
        is_read=claim is not None,
    )


def _nearest(claims: list[Claim], start: int, end: int) -> Claim | None:
    """The claim whose passage has most in common with the words, and at least half of them or of itself."""

    def common(claim: Claim) -> int:
        return min(claim.end, end) - max(claim.start, start)

    near = [c for c in claims if 2 * common(c) >= min(end - start, c.end - c.start) > 0]
    return max(near, key=lambda c: (common(c), c.confidence), default=None)


def _date_of(text: str, claim: Claim | None, dates: list[DateMention]) -> tuple[str, str]:
    """The date that the words give, and the words for it; that of the claim, if it stands in them or needs no words."""
    named = {text[m.start : m.end]: m.edtf or "" for m in reversed(dates)}
    if claim and claim.edtf and (claim.date_words in named or claim.edtf in named.values()):
        return claim.edtf, claim.date_words
    if dates:
        first = dates[0]
        return first.edtf or "", text[first.start : first.end]
    if claim and claim.basis == "published":
        return claim.edtf, claim.date_words
    return "", ""


def _actors(
    text: str, start: int, end: int, claim: Claim | None, gazetteer: Gazetteer
) -> Iterator[tuple[str, str, str]]:
    """Who is named in the words, with the roles that the claim gives, then whom the claim knows besides."""
    roles = {actor.name: actor.role for actor in claim.actors} if claim else {}
    kinds = {actor.name: actor.kind for actor in claim.actors} if claim else {}
    for mention in find_mentions(text, gazetteer):
        if start <= mention.start and mention.end <= end and mention.form != "group":
            kinds.setdefault(mention.actor.name, mention.actor.kind)
    for name, kind in kinds.items():
        yield name, roles.get(name, "participant"), kind


def shortened(quote: str) -> str:
    """A title from the words of a passage: all of them, or as many whole clauses or words as a title may have."""
    words = " ".join(quote.split())
    if len(words) > 2 and (words[0], words[-1]) in QUOTED:
        words = words[1:-1]
    if len(words) > LONGEST_TITLE:
        ends = [words.rfind(sign, 0, LONGEST_TITLE) for sign in CLAUSE_ENDS]
        cut = max(ends) if max(ends) >= SHORTEST_TITLE else words.rfind(" ", 0, LONGEST_TITLE)
        words = words[: cut if cut > 0 else LONGEST_TITLE]
    return words.rstrip(" .,;:!?。、–—") or quote[:LONGEST_TITLE]
