"""The verb groups of an English sentence: auxiliaries, adverbs and the verb that carries the meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from articles.extraction.english_words import classes_of

from .lexicon import (
    AUXILIARIES,
    BE,
    DETERMINERS,
    DO,
    HAVE,
    LINKS,
    MODALS,
    NEGATIONS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SUBORDINATORS,
    kinds_of_verbs,
    reporting_verbs,
    verb_forms,
)
from .tokens import ADVERB, Token

# Verbs that take an infinitive: "agreed to hold".
CATENATIVES = frozenset(
    "force order begin start agree decide vow pledge promise refuse fail decline plan expect set schedule slate due want hope try attempt seek ask urge call continue cease need intend threaten offer manage help appear seem propose invite allow authorize permit require order tell instruct persuade compel oblige".split()
)
# Those after which the infinitive is planned, wished for or done; after any other, the first verb is the event.
PLANNING = frozenset("expect set schedule slate plan intend due poise prepare".split())
UNREAL = frozenset("refuse fail decline want hope try attempt seek urge ask call require need".split())
CARRIED_OUT = frozenset("force order begin start continue manage".split())
PHASES = frozenset("begin start stop finish resume continue keep".split())
# How people are left by an attack.
LEFT = frozenset("injured wounded killed hurt displaced stranded trapped".split())
# Before "to" and a verb: "is due to meet".
BEFORE_INFINITIVE = frozenset("due set scheduled slated likely poised ready about able going".split())
NO_PLAN = frozenset("likely able ready".split())
POSSIBLE = frozenset("could might may can should must cannot".split())
FUTURE = frozenset("will shall 'll".split())
PAST_AUXILIARIES = frozenset("was were had did has have".split())
BETWEEN = frozenset("also now still again already".split())  # a name and its verb
SET_PHRASES = frozenset((("take", "place"), ("take", "effect"), ("take", "office"), ("take", "power")))
LONGEST_GROUP = 8  # tokens from the first auxiliary to the verb


@dataclass(slots=True)
class VerbGroup:
    """A verb with its auxiliaries, as positions of tokens: ``first`` to ``last``, and the ``head`` that has the meaning."""

    first: int
    last: int
    head: int
    lemma: str
    is_passive: bool = False
    is_planned: bool = False
    is_real: bool = True  # neither negated nor only possible
    is_past: bool = False
    is_perfect: bool = False
    is_reduced: bool = False  # a participle that describes the noun before it
    is_aside: bool = False  # a participle between commas behind its noun

    @property
    def is_single_past(self) -> bool:
        """Whether it is one past form, which may be a participle."""
        return self.is_past and self.first == self.last


def find_verb_groups(tokens: Sequence[Token], *, is_chronicle: bool = False) -> list[VerbGroup]:
    """The verb groups in order. In an entry of a chronicle the first may be a plural present: "both sign the pact"."""
    groups: list[VerbGroup] = []
    at = 0
    while at < len(tokens):
        group = _group_at(tokens, at)
        if group is None and is_chronicle and not groups and _can_be_plural_present(tokens, at):
            group = VerbGroup(at, at, at, verb_forms(tokens[at].low)[0])
        if group is None:
            at += 1
            continue
        groups.append(group)
        at = group.last + 1
    return groups


def _group_at(tokens: Sequence[Token], at: int) -> VerbGroup | None:
    low = tokens[at].low
    if low in ("being", "having") and at and tokens[at - 1].low == "of":
        return None  # "the honour of being the first"
    if low in AUXILIARIES and not (low in ("may", "will") and tokens[at].text[0].isupper() and at):
        return _auxiliary_group(tokens, at)
    if not low[0].isalpha() or low in DETERMINERS or low in PREPOSITIONS or low in SUBORDINATORS:
        return None
    if tokens[at].text[0].isupper() and at and not tokens[at - 1].text.endswith((":", "-", "—", "–")):
        return None  # a name
    lemma, form = verb_forms(low)
    if form == "past" and _can_be_past(tokens, at):
        is_passive = (
            low == "born" or at + 1 < len(tokens) and tokens[at + 1].low == "by"
        )  # "figures released by the bank"
        group = VerbGroup(at, at, at, lemma, is_past=True, is_passive=is_passive)
    elif form == "s" and _can_be_present(tokens, at, lemma) or form == "base" and _is_theirs(tokens, at):
        group = VerbGroup(at, at, at, lemma)
    else:
        return None
    return _with_infinitive(tokens, group)


def _auxiliary_group(tokens: Sequence[Token], at: int) -> VerbGroup:
    """ "has been placed", "will not meet", "is to begin": from the first auxiliary to the verb that carries the meaning."""
    low = tokens[at].low
    group = VerbGroup(at, at, at, "be" if low in BE else "have" if low in HAVE else "do")
    before = [low]  # the auxiliaries, and "to"
    n = at + 1
    while n < len(tokens) and n - at < LONGEST_GROUP:
        low = tokens[n].low
        if low in NEGATIONS:
            group.is_real = False
        elif low in AUXILIARIES:
            before.append(low)
        elif low in BEFORE_INFINITIVE and n + 1 < len(tokens) and tokens[n + 1].low in ("to", "for"):
            group.is_planned = group.is_planned or low not in NO_PLAN
            group.is_real = group.is_real and low != "likely"
            before.append("to")
            n += 1
        elif low == "to":
            group.is_planned = group.is_planned or before[-1] != "had"
            before.append("to")
        elif not ADVERB.search(low):
            _add_verb(group, n, low, before)
            break
        n += 1
    _set_mood(group, before)
    return _with_infinitive(tokens, group)


def _add_verb(group: VerbGroup, at: int, word: str, before: Sequence[str]) -> None:
    """Add the verb to its auxiliaries, if the word can be one behind them: "was held", "will hold"."""
    lemma, form = verb_forms(word)
    last = before[-1]
    if last in MODALS or last in DO or last == "to":
        fits = bool(lemma) and form in ("base", "past", "s")
    else:
        fits = form in ("past", "ing") and any(b in BE or b in HAVE for b in before)
    if fits:
        group.last = group.head = at
        group.lemma = lemma
        group.is_passive = form == "past" and last in BE


def _set_mood(group: VerbGroup, auxiliaries: Sequence[str]) -> None:
    """Set whether the group is real, planned, past or perfect, from its auxiliaries."""
    if any(word.endswith("n't") for word in auxiliaries):
        group.is_real = False
    if "would" in auxiliaries:
        group.is_planned = True
    elif not POSSIBLE.isdisjoint(auxiliaries):
        group.is_real = False
    if not FUTURE.isdisjoint(auxiliaries):
        group.is_planned = True
    group.is_past = auxiliaries[0] in PAST_AUXILIARIES and not group.is_planned
    group.is_perfect = auxiliaries[0] in HAVE


def _with_infinitive(tokens: Sequence[Token], group: VerbGroup) -> VerbGroup:
    """Add a second verb that says what happens, where the first says whether it does: "was forced to resign"."""
    n = group.last + 1
    if group.lemma in PHASES and n < len(tokens) and verb_forms(tokens[n].low)[1] == "ing":
        group.last = group.head = n
        group.lemma = verb_forms(tokens[n].low)[0]
        return group
    if group.lemma not in CATENATIVES or n + 1 >= len(tokens) or tokens[n].low != "to":
        return group
    lemma, form = verb_forms(tokens[n + 1].low)
    if not lemma or form not in ("base", "past"):
        return group
    if group.lemma in PLANNING:
        group.is_planned = True
    elif group.lemma in UNREAL:
        group.is_real = False
    elif group.lemma not in CARRIED_OUT:
        return group  # "agreed to hold": the agreement is what took place
    group.last = group.head = n + 1
    group.lemma = lemma
    group.is_passive = False
    return group


def _can_be_past(tokens: Sequence[Token], at: int) -> bool:
    """Whether a past form is a verb or a participle behind its noun, and no adjective, by the words beside it."""
    if at == 0:
        return False
    low, after = tokens[at].low, tokens[at + 1] if at + 1 < len(tokens) else None
    before = _before_adverbs(tokens, at)
    if before.low in ("both", "each", "all") and at > 1 and tokens[at - 2].text[0].isupper():
        return True  # "Chad and Mali both signed"
    if (
        before.low in ("which", "whom")
        and (after is None or after.low in ",.")
        and tokens[at - 2].low == "of"
    ):
        return False  # "two years, half of which suspended, ..."
    if before.low in DETERMINERS or before.low in ("'s", "’s", "to", "most", "more", "very"):
        return False
    if before is not tokens[at - 1] and before.low in ("first", "only"):
        return False  # "the first popularly elected president"
    if _is_within_attribute(tokens, at):
        return False
    if before.low == "so" and low == "called" or low == "dated":
        return False
    if low in LEFT and any(verb_forms(t.low)[0] == "leave" for t in tokens[max(0, at - 12) : at]):
        return False  # "left ten dead and twenty wounded"
    if before.low == "as":
        return after is not None and after.low in ("by", "in", "on")
    if before.low in PREPOSITIONS or _is_adjective_before(before, tokens[at - 1]):
        return False
    if after is None or "NOUN" not in classes_of(after.low):
        return True
    if "-" in before.low and before.text.islower():
        return False  # "a six-month suspended sentence"
    is_counted = before.low[-1:].isdigit() and after.low[0].isalpha()
    is_listed = (before.low in LINKS or before.low == ",") and "ADJ" in classes_of(low)
    return not (is_counted or is_listed)


def _is_within_attribute(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name and a past form describe the next noun: "into [formerly UN guarded] territory"."""
    n = at - 1
    while n > 1 and tokens[n].text[0].isupper():
        n -= 1
    is_adverb = n < at - 1 and tokens[n].low.endswith("ly") and "ADV" in classes_of(tokens[n].low)
    return is_adverb and (tokens[n - 1].low in PREPOSITIONS or tokens[n - 1].low in DETERMINERS)


def _before_adverbs(tokens: Sequence[Token], at: int) -> Token:
    """The word before a verb and the adverbs in -ly, or "no longer", before it."""
    n = at - 1
    while n > 0 and tokens[n].low.endswith("ly") and "ADV" in classes_of(tokens[n].low):
        n -= 1
    if n > 1 and (tokens[n - 1].low, tokens[n].low) == ("no", "longer"):
        n -= 2
    return tokens[n]


def _is_adjective_before(word: Token, neighbour: Token) -> bool:
    """Whether the word before can only be an adjective: "major forced closures"."""
    classes = classes_of(word.low)
    return (
        "ADJ" in classes
        and "ADV" not in classes
        and "NOUN" not in classes
        and not neighbour.text[0].isupper()
    )


def _can_be_present(tokens: Sequence[Token], at: int, lemma: str) -> bool:
    """Whether a word in -s is a verb: after its subject, and before what a verb can take."""
    if at == 0 or at + 1 >= len(tokens):
        return False
    before, after = _before_adverbs(tokens, at), tokens[at + 1]
    if tokens[at - 1].low in BETWEEN and at > 1 and tokens[at - 2].text[0].isupper():
        return True  # "Ida Brandt also holds the chair"
    if before.low in PRONOUNS and before.low not in ("we", "i", "you", "they"):
        return True
    if before.low in ("this", "that") and at == 1 and after.low in DETERMINERS:
        return True  # "This follows the raid"
    if before.low in DETERMINERS or before.low in PREPOSITIONS or before.low in LINKS:
        return False
    if before.low in ("'s", "’s", ",", "to") or not before.low[0].isalpha():
        return False
    if (lemma, after.low) in SET_PHRASES:
        return True
    if before.low in RELATIVES and at > 1 and tokens[at - 2].low not in PREPOSITIONS:
        return True
    if before is not tokens[at - 1]:
        return True  # "she no longer holds it": no noun stands behind an adverb
    is_bare = before.text.islower() and not before.low.endswith("s") and at > 1
    if is_bare and (tokens[at - 2].low in LINKS or tokens[at - 2].low == ","):
        return False  # "travel bans and asset freezes": a bare singular is no subject
    form = verb_forms(before.low)[1]
    if form == "ing" or form == "past" and "NOUN" not in classes_of(before.low):
        return False  # "documented acts of torture": an object
    if "NOUN" not in classes_of(tokens[at].low):
        return True
    is_subject = before.text[0].isupper() or "NOUN" in classes_of(before.low)
    takes = after.low in DETERMINERS or after.low in ("to", "on", "in", "for")
    if after.low in SUBORDINATORS:  # no verb: "the peace talks that are due"
        takes = after.low not in RELATIVES or after.low == "that" and lemma in reporting_verbs()
    return lemma in kinds_of_verbs() and is_subject and (takes or after.text[0].isupper())


def _is_theirs(tokens: Sequence[Token], at: int) -> bool:
    """Whether a base form stands right behind "they" or "we": "they also belong to the union"."""
    n = at - 1
    while n > 0 and ADVERB.search(tokens[n].low):
        n -= 1
    return n >= 0 and tokens[n].low in ("they", "we", "you") and tokens[at].low.isalpha()


def _can_be_plural_present(tokens: Sequence[Token], at: int) -> bool:
    """Whether a base form is what many do in a chronicle's entry: "negotiators meet in secret", "both sign the pact"."""
    if at == 0 or at + 1 >= len(tokens):
        return False
    if verb_forms(tokens[at].low)[1] != "base" or tokens[at].text[0].isupper():
        return False
    before, after = tokens[at - 1], tokens[at + 1]
    is_subject = (
        before.text[0].isupper()
        or before.low in PRONOUNS
        or before.low == "both"
        or (before.low.endswith("s") and "NOUN" in classes_of(before.low))
    )
    takes = after.low in PREPOSITIONS or after.low in DETERMINERS or after.low in ("to", "that")
    return is_subject and (takes or after.text[0].isupper())
