"""Past forms that describe a noun instead of being the verb of its clause, and the subject beyond a relative clause."""

from __future__ import annotations

from collections.abc import Sequence

from articles.extraction.clause import Clause, Span

from .lexicon import BREAKS, LINKS, PREPOSITIONS, PRONOUNS, RELATIVES, SAYING, SUBORDINATORS
from .tokens import Token, is_adverb
from .verb_groups import VerbGroup

# Participles that are no past tense.
PARTICIPLES = frozenset(
    "begun taken given seen done written drawn driven chosen broken shown known stolen sworn thrown hidden forbidden frozen laden shaken spoken torn worn bitten beaten overthrown undertaken withdrawn proven flown grown forgotten".split()
)
PLACED = frozenset("based located situated headquartered".split())
APART = frozenset("born held made found sent brought built written led paid sold".split())  # between commas
REPORTS_A_NOUN = frozenset("claim announce report find show declare reveal".split())


def stands_apart(tokens: Sequence[Token], groups: Sequence[VerbGroup]) -> bool:
    """Whether the first verb is a participle between commas: "the opinion, released on Friday, says"."""
    if len(groups) < 2 or not groups[0].is_single_past or groups[0].first < 2:
        return False
    first, second = groups[0].first, groups[1].first
    return (
        tokens[first - 1].low == ","
        and tokens[second - 1].low == ","
        and second - 1 > first
        and (_can_be_participle(tokens[first].low) or tokens[first].low in APART)
    )


def is_in_introduction(tokens: Sequence[Token], first: int) -> bool:
    """Whether a participle belongs to the phrase before the subject: "In a ceremony attended by leaders, ..."."""
    opening = tokens[0].low in PREPOSITIONS or tokens[0].low == "according"
    return (
        opening
        and not any(t.low == "," for t in tokens[:first])
        and any(t.low == "," for t in tokens[first:])
    )


def describes_subject(tokens: Sequence[Token], group: VerbGroup, following: VerbGroup) -> bool:
    """Whether the first participle belongs to the subject of the next verb: "Emails exchanged among officials show it"."""
    if not group.is_single_past or group.last + 1 >= len(tokens):
        return False
    word, between = tokens[group.first].low, tokens[group.last + 1 : following.first]
    if not between or between[0].low not in PREPOSITIONS or not _can_be_participle(word):
        return False
    follows_past = following.is_single_past and tokens[following.first].low.endswith("ed")
    is_sure = word in PARTICIPLES or group.lemma in TRANSITIVE or word in PLACED
    return not _has_break(between) and (is_sure or not follows_past)


def describes_noun_before(tokens: Sequence[Token], before: VerbGroup, first: int) -> bool:
    """Whether a past form only describes the noun before it: "rejected the charge in a letter delivered to him"."""
    between = tokens[before.last + 1 : first]
    commas = [i for i, t in enumerate(between) if t.low == ","]
    if commas:  # ", beyond the withdrawal announced in May"
        behind = between[commas[-1] + 1 :]
        if behind and behind[0].low in PREPOSITIONS:
            between = behind
    if not between or before.lemma == "be" and not _has_agent(tokens, between[0], first):
        return False
    if before.lemma in SAYING and not _says_a_noun(tokens, before, first):
        return False
    if sum(t.low in '"“”' for t in between) % 2:
        return False
    return not _has_break(between, ",;:—–")


def _has_agent(tokens: Sequence[Token], behind: Token, first: int) -> bool:
    """Whether a noun behind a preposition has a participle with "by": "was during the emergency declared by Chad"."""
    return behind.low in PREPOSITIONS and first + 1 < len(tokens) and tokens[first + 1].low == "by"


def ends_relative(tokens: Sequence[Token], groups: Sequence[VerbGroup], n: int) -> bool:
    """Whether the verb of group ``n`` is the main one behind a relative clause: "A ship that joined the search sank"."""
    relative = groups[0].first - 1
    if n != 1 or relative < 1 or tokens[relative].low not in ("who", "which", "that"):
        return False
    if tokens[relative - 1].low == "," or any(t.low in PREPOSITIONS for t in tokens[:1]):
        return False
    if groups[1].last + 1 < len(tokens) and tokens[groups[1].last + 1].low == "by":
        return False
    return len(groups) < 3 or _has_break(tokens[groups[1].last + 1 : groups[2].first])


# Verbs that need an object, so that without one they are passive.
TRANSITIVE = frozenset(
    "release free charge jail sentence convict acquit execute detain arrest deport extradite expel kill wound injure bury rescue evacuate fine suspend replace dismiss ban hang behead torture abduct question hospitalise hospitalize seize".split()
)


def shares_passive(tokens: Sequence[Token], groups: Sequence[VerbGroup], n: int) -> bool:
    """Whether a verb shares the auxiliary of the passive before it: "was detained on Saturday and released"."""
    before, group = groups[n - 1], groups[n]
    is_passive = before.is_passive and before.first < before.last
    is_joined = tokens[group.first - 1].low in ("and", "then", "or")
    if not (is_passive and group.is_single_past and is_joined and group.lemma in TRANSITIVE):
        return False
    if group.last + 1 == len(tokens):
        return True
    after = tokens[group.last + 1].low
    return (
        after in PREPOSITIONS
        or after in SUBORDINATORS
        or after in ("and", "without")
        or not after[0].isalnum()
    )


def subject_before_relative(
    tokens: Sequence[Token], groups: Sequence[VerbGroup], clauses: Sequence[Clause], n: int
) -> Span | None:
    """The subject that a relative clause parts from the verb of group ``n``: "the man who led the protests was jailed"."""
    group = groups[n]
    if not n or group.is_reduced or not (group.first < group.last or group.is_past):
        return None
    for k in range(n - 1, -1, -1):
        if _has_break(tokens[groups[k].last + 1 : groups[k + 1].first]):
            return None
        before = groups[k].first - 1
        while before > 0 and is_adverb(tokens[before]):
            before -= 1
        if before >= 0 and tokens[before].low in RELATIVES:
            has_subject = clauses[k].subject[1] > clauses[k].subject[0]
            return clauses[k].subject if has_subject and groups[k].lemma not in SAYING else None
        if not groups[k].is_reduced:
            return None
    return None


def _can_be_participle(word: str) -> bool:
    return word.endswith("ed") or word in PARTICIPLES


def _has_break(tokens: Sequence[Token], signs: str = BREAKS) -> bool:
    return any(
        t.low in LINKS or t.low in SUBORDINATORS or t.low in PRONOUNS or t.low in signs for t in tokens
    )


def _says_a_noun(tokens: Sequence[Token], before: VerbGroup, first: int) -> bool:
    """Whether a verb of saying has a noun with a participle as its object: "claimed victory in a vote held on Sunday"."""
    return (
        before.lemma in REPORTS_A_NOUN
        and first + 1 < len(tokens)
        and (tokens[first + 1].low in PREPOSITIONS or tokens[first + 1].low == "to")
    )
