"""The clauses of an English sentence: their verbs, who does what, and which clause depends on another.

There is no parser: closed word classes and a dictionary of verb forms find the verb groups, and what stands between them
shows where one clause ends. This is enough to know which verb a date belongs to and to word the clause as a headline.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.extraction.clause import Clause, Span
from articles.extraction.quotations import IN_ENGLISH

from .lead_ins import start_with_lead_in
from .lexicon import PREPOSITIONS, PRONOUNS, RELATIVES, SAYING
from .participles import (
    describes_noun_before,
    describes_subject,
    ends_relative,
    is_in_introduction,
    shares_passive,
    stands_apart,
    subject_before_relative,
)
from .phrases import (
    antecedent,
    behind_last_comma,
    find_closing,
    find_opening,
    object_before,
    subject_before,
    with_name,
)
from .tokens import Token, last_comma, tokenize
from .verb_groups import VerbGroup, find_verb_groups

NO_SUBJECT = PRONOUNS | RELATIVES | {""}
INTRODUCTION = 2  # the depth of a participle that describes a noun before the main verb
CHRONICLE = re.compile(r"[\s•*·–—-]{0,6}")  # what may stand before the date of an entry ...
ENTRY = re.compile(r"\s?[:–—-]\s")  # ... and behind it: "20 January 1993: the leaders meet"
ASIDES = re.compile(r"\s(--|—|–)\s[^—–]{3,120}?\s\1(?=\s)|\([^()]{1,120}\)|,\s\d{1,3}(?=,\s)")
INVERTED = re.compile(r"[“\"]?(?:Had|Were|Should)\s[^,;.]*")  # "Had the talks gone ahead, ..."


@dataclass(slots=True)
class _Sentence:
    """A sentence and its clauses as far as they are read. ``unreal_end`` is where a condition like "Had it failed" ends."""

    text: str
    tokens: list[Token]
    groups: list[VerbGroup]
    quotations: list[Span]
    unreal_end: int
    clauses: list[Clause] = field(default_factory=list)


def find_clauses(sentence: str, dates: Sequence[Span] = ()) -> list[Clause]:
    """The clauses of a sentence in its order. ``dates`` are the spans of date expressions, which belong to no clause."""
    dates = [(start_with_lead_in(sentence, s), e) for s, e in dates]
    skipped = [*dates, *_asides(sentence, dates)]
    tokens = [t for t in tokenize(sentence) if not any(s <= t.start < e for s, e in skipped)]
    unreal = INVERTED.match(sentence)
    read = _Sentence(
        sentence,
        tokens,
        find_verb_groups(tokens, is_chronicle=_is_chronicle(sentence, dates)),
        [m.span() for m in IN_ENGLISH.finditer(sentence)],
        unreal.end() if unreal else 0,
    )
    for n in range(len(read.groups)):
        read.clauses.append(_clause(read, n))
    return read.clauses


def _asides(sentence: str, dates: Sequence[Span]) -> list[Span]:
    """What stands between dashes or in brackets, unless it has a date."""
    spans = [m.span() for m in ASIDES.finditer(sentence)]
    return [(s, e) for s, e in spans if not any(s <= d < e for d, _ in dates)]


def _is_chronicle(sentence: str, dates: Sequence[Span]) -> bool:
    return bool(dates) and bool(
        CHRONICLE.fullmatch(sentence, 0, dates[0][0]) and ENTRY.match(sentence, dates[0][1])
    )


def _clause(read: _Sentence, n: int) -> Clause:
    """The clause of verb group ``n``; those before it have been read."""
    tokens, group = read.tokens, read.groups[n]
    opening, depth = _opening(read, n)
    subject, depth = _subject(read, n, opening, depth)
    right = read.groups[n + 1].first if n + 1 < len(read.groups) else len(tokens)
    start, end = tokens[group.first].start, tokens[group.last].end
    closing = find_closing(tokens, group.last + 1, right)
    return Clause(
        start,
        end,
        group.lemma,
        subject,
        (end, tokens[closing - 1].end if closing > group.last + 1 else end),
        depth,
        group.is_passive,
        group.is_planned,
        group.is_real and start >= read.unreal_end,
        group.is_past,
        group.is_perfect,
        tokens[group.head].text,
        group.is_reduced or depth == INTRODUCTION,
    )


def _opening(read: _Sentence, n: int) -> tuple[int, int]:
    """The token with which the clause of verb group ``n`` begins, and its depth."""
    tokens, first = read.tokens, read.groups[n].first
    left = read.groups[n - 1].last + 1 if n else 0
    if _is_main_verb(read, n) and is_in_introduction(tokens, read.groups[0].first):
        return behind_last_comma(tokens, left, first), 0
    outer_depth = read.clauses[-1].depth if n else 0
    opening, depth = find_opening(tokens, left, first, outer_depth, is_first=not n)
    return opening, depth + _is_quoted(read, tokens[first].start)


def _is_main_verb(read: _Sentence, n: int) -> bool:
    """Whether all that comes before verb group ``n`` is a participle in what introduces it."""
    return n == 1 and read.clauses[0].depth == INTRODUCTION


def _subject(read: _Sentence, n: int, opening: int, depth: int) -> tuple[Span, int]:
    """The subject of verb group ``n``, and the depth of its clause where a participle changes it."""
    tokens, first = read.tokens, read.groups[n].first
    subject, depth = _with_participles(read, n, subject_before(tokens, opening, first), depth)
    if n and tokens[first - 1].low == "," and (whose := _owner(read, n)):
        return whose, 0
    if opening and subject[0] == subject[1] and tokens[opening - 1].low in RELATIVES:
        subject = antecedent(tokens, opening - 1, read.groups[n - 1].last + 1 if n else 0)
        if opening > 1 and tokens[opening - 2].low in CONCEDING:  # "though that was suspended": no relative
            subject = (tokens[opening - 2].start, tokens[opening - 1].end)
    subject = _shared_subject(read, n, opening, subject)
    if n and shares_passive(tokens, read.groups, n):
        read.groups[n].is_passive = True
    if subject[1] > subject[0] and tokens[first - 1].low in PRONOUNS:
        subject = (tokens[first - 1].start, tokens[first - 1].end)  # "after years of exile he won"
    if n and tokens[first].low == "having" and read.clauses[-1].subject[1]:
        subject = read.clauses[-1].subject  # "was named the winner having beaten ten others"
    parted = subject_before_relative(tokens, read.groups, read.clauses, n)
    if parted is not None:
        subject, depth = parted, 0
    return _named_subject(read, subject), depth


def _owner(read: _Sentence, n: int) -> Span | None:
    """Who stands before ", whose ..." or ", whom ..." behind which verb group ``n`` goes on: "Sipilä, whose party lost, conceded"."""
    floor = read.groups[n - 2].last + 1 if n > 1 else 0
    words = range(floor + 1, read.groups[n - 1].first)
    at = next((i for i in words if read.tokens[i].low in ("whose", "whom")), 0)
    if not at or read.tokens[at - 1].low != ",":
        return None
    return antecedent(read.tokens, at, floor)


def _with_participles(read: _Sentence, n: int, subject: Span, depth: int) -> tuple[Span, int]:
    """Subject and depth, corrected where the verb is a participle or stands behind one. Marks the group as such."""
    tokens, groups, group = read.tokens, read.groups, read.groups[n]
    if n == 0:
        return _with_first_participle(read, subject, depth)
    if _is_main_verb(read, n):
        if groups[0].is_aside or describes_subject(tokens, groups[0], group):
            return read.clauses[0].subject, 0
    elif (
        group.is_single_past
        and describes_noun_before(tokens, groups[n - 1], group.first)
        and not ends_relative(tokens, groups, n)
    ):
        group.is_reduced = group.is_passive = True
        return antecedent(tokens, group.first, groups[n - 1].last + 1), 1
    return subject, depth


def _with_first_participle(read: _Sentence, subject: Span, depth: int) -> tuple[Span, int]:
    tokens, groups, group = read.tokens, read.groups, read.groups[0]
    if group.is_single_past and is_in_introduction(tokens, group.first):
        subject, depth = antecedent(tokens, group.first, 0), INTRODUCTION
        group.is_passive = True
    group.is_aside = stands_apart(tokens, groups)
    if group.is_aside or len(groups) > 1 and describes_subject(tokens, group, groups[1]):
        depth = INTRODUCTION
        group.is_passive = True
    return subject, depth


def _shared_subject(read: _Sentence, n: int, opening: int, subject: Span) -> Span:
    """The subject, or that of an earlier clause where what stands before the verb only interrupts it."""
    tokens, first = read.tokens, read.groups[n].first
    if (
        opening
        and tokens[first - 1].low == ","
        and tokens[opening - 1].low == "when"
        and subject[1] > subject[0]
    ):
        return subject  # "when Ali Bako, a rebel leader, was captured"
    if n and tokens[first - 1].low == "," and tokens[first].low in SET_TO and read.groups[n].is_planned:
        read.groups[n].is_reduced = True
        return object_before(
            tokens, first - 1, read.groups[n - 1].last + 1
        )  # "kept the ban, set to end in July"
    if n and tokens[first - 1].low == "," and (speaker := _speaker(read, n)):
        return speaker
    if n and tokens[first - 1].low == "," and _closes_with_agent(read, n):
        read.groups[n].is_reduced = read.groups[n].is_passive = True
        return antecedent(
            tokens, first, read.groups[n - 1].last + 1
        )  # "the opening of the talks, hosted by China"
    if n and tokens[first - 1].low == "," and _describes_inner_subject(read, n, opening):
        read.groups[n].is_reduced = read.groups[n].is_passive = True
        return subject_before(tokens, opening, first)  # "said that work, begun in May, had stopped"
    if n and tokens[first - 1].low == "," and read.clauses[-1].subject[1] > read.clauses[-1].subject[0]:
        return _opening_subject(read)  # "the index, used to gauge the market, fell"
    if tokens[opening].low == "with" and opening + 1 < first and last_comma(tokens, opening, first) is None:
        return subject_before(tokens, opening + 1, first)
    is_reduced = read.groups[n].is_reduced
    if (
        n
        and subject[1]
        and tokens[opening].low in PREPOSITIONS
        and read.clauses[-1].is_past
        and not is_reduced
    ):
        return read.clauses[-1].subject  # "a boat rescued on Friday was turned around": still the boat
    return subject


def _opening_subject(read: _Sentence) -> Span:
    """The subject with which the sentence opens, also where "which" means only its end: "the head of Telenor, which lost, ..."."""
    tokens, relative = read.tokens, read.groups[0].first - 1
    if relative > 1 and tokens[relative].low == "which" and tokens[relative - 1].low == ",":
        return subject_before(tokens, 0, relative - 1)
    return with_name(tokens, read.clauses[0].subject)


def _speaker(read: _Sentence, n: int) -> Span | None:
    """Who says what came before, by name and office: "the strike will go on, Ada Lund, head of the union, said"."""
    tokens, group = read.tokens, read.groups[n]
    if group.lemma not in SAYING or n + 1 < len(read.groups):
        return None
    commas = [i for i in range(read.groups[n - 1].last + 1, group.first - 1) if tokens[i].low == ","]
    if len(commas) != PAIR or not tokens[commas[0] + 1].text[0].isupper():
        return None
    return tokens[commas[0] + 1].start, tokens[group.first - 2].end


CONCEDING = frozenset("though although because while".split())
SET_TO = frozenset("set scheduled expected slated".split())
PAIR = 2  # commas: before a name, and between it and what describes it


def _closes_with_agent(read: _Sentence, n: int) -> bool:
    """Whether the last verb is a participle with "by" behind a comma, which describes the noun before it."""
    group, tokens = read.groups[n], read.tokens
    is_last = n + 1 == len(read.groups) and group.is_single_past and group.last + 1 < len(tokens)
    return is_last and tokens[group.last + 1].low == "by"


def _describes_inner_subject(read: _Sentence, n: int, opening: int) -> bool:
    """Whether a past form between commas describes the subject of a clause behind "that"."""
    group, tokens = read.groups[n], read.tokens
    if not group.is_single_past or n + 1 == len(read.groups) or tokens[opening - 1].low != "that":
        return False
    return tokens[read.groups[n + 1].first - 1].low == "," and opening > read.groups[n - 1].last


def _named_subject(read: _Sentence, subject: Span) -> Span:
    """The subject, or the last one before it that is no pronoun: "the firm said it lost", "he came and left"."""
    if not read.clauses or not _is_open(read, subject):
        return subject
    is_quoted = _is_quoted(read, read.tokens[read.groups[len(read.clauses)].first].start)
    named = (
        c.subject
        for c in reversed(read.clauses)
        if not (_is_open(read, c.subject) or c.depth == INTRODUCTION or _is_described(read, c))
        and (is_quoted or not _is_quoted(read, c.start))
    )
    subject = next(named, subject)
    return subject if subject[0] < subject[1] else read.clauses[-1].subject


def _is_described(read: _Sentence, clause: Clause) -> bool:
    """Whether a subject only says what somebody is: "Ada Lund is a poet who wrote ..., and she won"."""
    return bool(clause.depth) and read.text[clause.subject[0] :].lower().startswith(("a ", "an "))


def _is_quoted(read: _Sentence, position: int) -> bool:
    return any(s <= position < e for s, e in read.quotations)


def _is_open(read: _Sentence, subject: Span) -> bool:
    return read.text[slice(*subject)].lower() in NO_SUBJECT
