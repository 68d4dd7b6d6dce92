"""The words round a verb: where its clause begins and ends, and its subject.

Positions are those of tokens, spans those of characters in the sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

from articles.extraction.clause import Span
from articles.extraction.english_words import classes_of

from .lexicon import BREAKS, DETERMINERS, LINKS, PREPOSITIONS, PRONOUNS, SUBORDINATORS, verb_forms
from .tokens import ADVERB, Token, has_noun, is_adverb, last_comma

# Subordinators that also stand before a mere noun: "since May", "as president".
ALSO_PREPOSITIONS = frozenset("as since before after until till once so like".split())
WITHIN_OBJECTS = frozenset("as since until before after till that so".split())
NEXT_SUBJECT = frozenset(("and", "but", "that", "as", ",", "after", "before", "while", "when"))
ENDS = ".;:—–()[]"


def find_opening(
    tokens: Sequence[Token], left: int, first: int, outer_depth: int, *, is_first: bool
) -> tuple[int, int]:
    """Where the clause of the verb at ``first`` begins among the tokens since the last verb, and its depth.

    ``outer_depth`` is the depth of the clause before it.
    """
    for i in range(first - 1, left - 1, -1):
        low = tokens[i].low
        if low in SUBORDINATORS and (low not in ALSO_PREPOSITIONS or has_noun(tokens, i + 1, first)):
            return _behind_subordinator(tokens, i, first)
        if low in (";", "—", "–", ":"):
            return i + 1, 0
        if not is_first and low == "and" and _joins_nouns(tokens, i, left, first):
            continue
        if low == "but" and tokens[i - 1].low in ("all", "none", "nothing"):
            continue  # "all but one of the crew"
        if not is_first and low in ("and", "but", "or"):
            joined = _behind_conjunction(tokens, i, left, first, outer_depth)
            if joined is not None:
                return joined
    if is_first:
        return left, 0
    comma = last_comma(tokens, left, first)
    if comma is None:
        return left, outer_depth
    return comma + 1 if has_noun(tokens, comma + 1, first) else left, 0


def _behind_subordinator(tokens: Sequence[Token], at: int, first: int) -> tuple[int, int]:
    comma = last_comma(tokens, at + 1, first)
    is_relative = tokens[at].low in ("who", "which", "that", "whose")
    if comma is not None and not is_relative and has_noun(tokens, comma + 1, first):
        return comma + 1, 0  # "before the vote in May, the minister said"
    return at + 1, 1


def _joins_nouns(tokens: Sequence[Token], at: int, left: int, first: int) -> bool:
    """Whether "and" joins two nouns behind a subordinator: "after an earthquake and tsunami hit"."""
    if tokens[at - 1].low == "," or at + 2 != first or tokens[at + 1].text[0].isupper():
        return False
    return any(t.low in SUBORDINATORS and t.low != "that" for t in tokens[left:at])


def _behind_conjunction(
    tokens: Sequence[Token], at: int, left: int, first: int, outer_depth: int
) -> tuple[int, int] | None:
    if has_noun(tokens, at + 1, first):
        if tokens[at].low != "or" and tokens[at - 1].low == ",":
            return at + 1, 0
        if at > left:  # else it joins two nouns of one subject
            return at + 1, outer_depth
    if at == first - 1:
        return first, outer_depth  # "met and signed": the subject stays
    return None


def find_closing(tokens: Sequence[Token], first: int, right: int) -> int:
    """Where the objects of a verb end: at the next clause, a full stop or a bracket."""
    for i in range(first, right):
        low = tokens[i].low
        if low in ENDS or (low in SUBORDINATORS and low not in WITHIN_OBJECTS):
            return i
        if low == "," and i + 1 < right:
            return i
    if right < len(tokens):
        # the next verb's own subject does not belong here
        return next((i for i in range(right - 1, first - 1, -1) if tokens[i].low in NEXT_SUBJECT), right)
    return right


def subject_before(tokens: Sequence[Token], opening: int, first: int) -> Span:
    """The noun phrase before a verb, without what introduces it ("In Paris, on Monday, the ..."); empty if there is none."""
    start = _behind_introduction(tokens, opening, first)
    while (
        start + 1 < first
        and (tokens[start].low, tokens[start + 1].low) != ("all", "but")
        and (
            tokens[start].low in LINKS
            or tokens[start].low in ",:;\"“”'"
            or is_adverb(tokens[start])
            or tokens[start].low in ("meanwhile", "however", "earlier")
        )
    ):
        start += 1
    end = first
    while end > start and (tokens[end - 1].low in ',"“”' or is_adverb(tokens[end - 1])):
        end -= 1
    if end > start + 2 and (tokens[end - 2].low, tokens[end - 1].low) == ("no", "longer"):
        end -= 2
    start = _behind_bare_noun(tokens, start, end)
    if end > start:
        return tokens[start].start, tokens[end - 1].end
    return tokens[first].start, tokens[first].start


def _behind_bare_noun(tokens: Sequence[Token], start: int, end: int) -> int:
    """Behind a noun that only ends what came before: "after the talks and a delay [the vote] was set"."""
    for i in range(end - 1, start, -1):
        before = tokens[i - 1]
        is_noun = before.text.islower() and "NOUN" in classes_of(before.low) and before.low not in NO_NOUN
        if tokens[i].low in ARTICLES and is_noun:
            return i
    return start


ARTICLES = frozenset("the a an his her its their".split())
NO_NOUN = DETERMINERS | PREPOSITIONS | SUBORDINATORS | LINKS | {"half", "double", "twice", "not", "only"}


def _behind_introduction(tokens: Sequence[Token], opening: int, first: int) -> int:
    start = opening
    if opening + 1 < first and tokens[opening].low in PREPOSITIONS and tokens[opening + 1].low in PRONOUNS:
        start = opening + 1  # "between now and then it will receive"
    if first - opening > 3 and tokens[opening].low == "according":
        start = _behind_attribution(tokens, opening, first)
    commas = (i for i in range(first - 2, opening - 1, -1) if tokens[i].low == ",")
    comma = next((i for i in commas if has_noun(tokens, i + 1, first)), None)
    if comma is not None and tokens[comma + 1].low in ("and", "or"):
        comma = next(i for i in range(opening, comma + 1) if tokens[i].low == ",")  # a list of those who act
    if comma is not None and _introduces(tokens[opening].low):
        return _described_name(tokens, opening, comma) or comma + 1
    return start


def _described_name(tokens: Sequence[Token], opening: int, comma: int) -> int:
    """Where a name between two commas begins that the words behind them describe: "In Oslo, Ida Brandt, the mayor, said"; else 0."""
    before = last_comma(tokens, opening, comma)
    if before is None or not tokens[comma + 1].text.islower():
        return 0
    name = tokens[before + 1 : comma]
    return before + 1 if len(name) > 1 and all(t.text[0].isupper() for t in name) else 0


def _introduces(word: str) -> bool:
    """Whether a clause that begins so has an introduction before its subject."""
    return (
        word in PREPOSITIONS
        or word in SUBORDINATORS
        or word in LINKS
        or word == ","
        or bool(ADVERB.search(word))
        or verb_forms(word)[1] in ("ing", "past")
    )


def _behind_attribution(tokens: Sequence[Token], opening: int, first: int) -> int:
    """Behind "according to the Interior Ministry": at the comma, or where the capitals end."""
    for i in range(opening + 2, first):
        if tokens[i].low == ",":
            return i + 1
        if (
            i > opening + 3
            and not tokens[i].text[0].isupper()
            and tokens[i].low not in ("of", "for", "and", "in")
            and tokens[i - 1].text[0].isupper()
        ):
            return i
    return opening


def behind_last_comma(tokens: Sequence[Token], left: int, first: int) -> int:
    """Behind the last comma before a verb that leaves it a subject."""
    commas = [i + 1 for i in range(left, first) if tokens[i].low == "," and has_noun(tokens, i + 1, first)]
    return commas[-1] if commas else left


def _with_apposition(tokens: Sequence[Token], floor: int, end: int) -> Span | None:
    """A name and what describes it, right before position ``end``: "Ida Brandt, the mayor of Oslo, [who]"."""
    comma = last_comma(tokens, floor, end)
    if comma is None or comma <= floor or end - comma > LONGEST_APPOSITION:
        return None
    described, describes = tokens[comma - 1], tokens[comma + 1]
    if not described.text[0].isupper() or not (describes.low in DETERMINERS or describes.text.islower()):
        return None
    start = comma
    while start > floor and (tokens[start - 1].text[0].isupper() or tokens[start - 1].low == "'s"):
        start -= 1
    return (tokens[start].start, tokens[end - 1].end) if start < comma else None


def with_name(tokens: Sequence[Token], span: Span) -> Span:
    """The span with a name that stands before it: "Ada Lund, [the poet] who became an envoy, died"."""
    first = next((i for i, t in enumerate(tokens) if t.start == span[0]), 0)
    end = next((i + 1 for i, t in enumerate(tokens) if t.end == span[1]), 0)
    if first < 2 or tokens[first - 1].low != ",":
        return span
    return _with_apposition(tokens, 0, end) or span


LONGEST_APPOSITION = 14  # words of it


def object_before(tokens: Sequence[Token], comma: int, floor: int) -> Span:
    """The object between a verb and a comma: "[the ban on trade]," also of "to lift" after it; else the noun before the comma."""
    if floor + 2 < comma and tokens[floor].low == "to" and verb_forms(tokens[floor + 1].low)[1] == "base":
        floor += 2
    is_plain = all(t.low not in BREAKS and t.low not in SUBORDINATORS for t in tokens[floor:comma])
    if floor < comma and is_plain and tokens[floor].low not in PREPOSITIONS:
        return tokens[floor].start, tokens[comma - 1].end
    return antecedent(tokens, comma + 1, floor)


def antecedent(tokens: Sequence[Token], relative: int, floor: int) -> Span:
    """The noun phrase right before "who" or "which"; with a comma, all that opens the sentence. (0, 0) if there is none."""
    end = relative - (tokens[relative - 1].low == ",") if relative else 0
    is_plain = all(t.low != "," for t in tokens[:end])
    if end < relative and not floor and is_plain and tokens[relative].low == "which":
        return subject_before(tokens, 0, end)  # "the talks between Sudan and Egypt, which began"
    if (
        end < relative
        and tokens[relative].low in ("who", "whose", "whom")
        and (name := _with_apposition(tokens, floor, end))
    ):
        return name
    start = end
    is_person = end < relative and tokens[relative].low in ("who", "whose", "whom")
    while (
        start > floor
        and tokens[start - 1].low != "to"
        and (start == end or tokens[start].low not in DETERMINERS)
        and (tokens[start - 1].low not in PREPOSITIONS or is_person and tokens[start - 1].low == "of")
        and tokens[start - 1].low not in BREAKS
        and tokens[start - 1].low not in LINKS
    ):
        start -= 1
    return (tokens[start].start, tokens[end - 1].end) if end > start else (0, 0)
