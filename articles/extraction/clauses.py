"""The clauses of an English sentence: their verbs, who does what, and which clause hangs on another.

No parser: closed word classes and a dictionary of verb forms find the verb groups, and what stands between them shows
where one clause ends. Enough to tell which verb a date belongs to and to say the clause again in a headline's words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lemminflect import getAllLemmas

VERBS_FILE = Path(__file__).parent / "rules" / "verbs.toml"
TOKEN = re.compile(r"[^\W\d_][\w’'&-]*(?:\.(?=\w))?(?:[^\W\d_]\.)*|[$€£¥]?\d[\d,.]*\d%?|\d+%?|\S")
HAVE = frozenset("have has had having 've".split())
BE = frozenset("is are was were be been being am 's".split())
MODALS = frozenset("will would shall should can could may might must 'll cannot".split())
DO = frozenset("do does did".split())
AUXILIARIES = HAVE | BE | MODALS | DO
DETERMINERS = frozenset(
    "the a an this these those his her its their our my your some any each every all both several many few most no another such one two three four five six seven eight nine ten".split()
)
PREPOSITIONS = frozenset(
    "in on at by for from of with into onto over under between among during against through across about within without toward towards upon per via despite amid amidst near off around behind beside beyond inside outside like as than along throughout following including".split()
)
SUBORDINATORS = frozenset(
    "that which who whom whose when whenever while where because although though if unless until till since after before as once whether whereas so how why what".split()
)
PRONOUNS = frozenset("he she it they we i you".split())
NO_SUBJECT = PRONOUNS | {"", "who", "which", "that"}
LINKS = frozenset("and or but nor yet".split())
NEGATIONS = frozenset("not never n't no nobody none neither".split())
CATENATIVES = frozenset(
    "force order begin start agree decide vow pledge promise refuse fail decline plan expect set schedule slate due want hope try attempt seek ask urge call continue cease need intend threaten offer manage help appear seem propose invite allow authorize permit require order tell instruct persuade compel oblige".split()
)
PLANNING = frozenset("expect set schedule slate plan intend due poise prepare".split())
PHASES = frozenset("begin start stop finish resume continue keep".split())
UNREAL = frozenset(
    "refuse fail decline want hope try attempt seek threaten propose offer urge ask call require need".split()
)
ADVERB_TAIL = re.compile(
    r"ly$|^(?:also|then|now|already|again|still|just|once|first|later|soon|not|n't|never|so|far|recently|even|formally|back|both|all)$"
)
# Verbs whose past is their base; of these only the ones whose past news uses.
UNCHANGING = frozenset(
    "set put hit cut shut quit cast spread split hurt burst shed thrust upset broadcast let".split()
)
MAX_TOKENS = 160


@dataclass(frozen=True, slots=True)
class Clause:
    """A verb group and what belongs to it; offsets are within the sentence. ``depth`` is 0 for a main clause."""

    start: int
    end: int
    lemma: str
    subject: tuple[int, int]
    rest: tuple[int, int]
    depth: int
    is_passive: bool = False
    is_planned: bool = False
    is_real: bool = True
    is_past: bool = False
    is_perfect: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    start: int
    end: int
    text: str
    low: str


@lru_cache(maxsize=1)
def verb_groups() -> dict[str, dict[str, str]]:
    return tomllib.loads(VERBS_FILE.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def kinds_of_verbs() -> dict[str, str]:
    return {v: kind for kind, row in verb_groups().items() for v in row["verbs"].split()}


@lru_cache(maxsize=1)
def kinds_of_nouns() -> dict[str, str]:
    """Event nouns in the singular and plural, and their kinds."""
    return {
        n: kind
        for kind, row in verb_groups().items()
        for noun in row["nouns"].split()
        for n in (noun, noun + "s")
    }


@lru_cache(maxsize=20_000)
def verb_forms(word: str) -> tuple[str, str]:
    """The lemma of a word that can be a verb, and its form: "past", "s", "ing", "base"; ("", "") for any other word."""
    lemmas = getAllLemmas(word).get("VERB", ())
    if not lemmas:
        return "", ""
    lemma = min(lemmas, key=lambda v: (v == word and word.endswith("ed"), v not in kinds_of_verbs(), len(v)))
    if word.endswith("ing") and lemma != word:
        return lemma, "ing"
    if lemma != word and word.endswith("s"):
        return lemma, "s"
    if lemma != word:
        return lemma, "past"
    return lemma, "past" if word in UNCHANGING else "base"


@lru_cache(maxsize=20_000)
def word_classes(word: str) -> frozenset[str]:
    return frozenset(getAllLemmas(word))


def tokenize(sentence: str) -> list[Token]:
    found = []
    for m in TOKEN.finditer(sentence):
        text = m.group().replace("’", "'")
        if text.lower().endswith(("'s", "s'")) and len(text) > 2:
            cut = m.end() - (2 if text.lower().endswith("'s") else 1)
            found.append(Token(m.start(), cut, text[: cut - m.start()], text[: cut - m.start()].lower()))
            found.append(Token(cut, m.end(), "'s", "’s"))
            continue
        found.append(Token(m.start(), m.end(), text, text.lower()))
        if len(found) >= MAX_TOKENS:
            break
    return found


def find_clauses(sentence: str, dates: Sequence[tuple[int, int]] = ()) -> list[Clause]:
    """The clauses of a sentence in its order. ``dates`` are the spans of date expressions, which no clause is told by."""
    dates = [(_lead_start(sentence, s), e) for s, e in dates]
    is_chronicle = bool(dates) and bool(
        CHRONICLE.fullmatch(sentence, 0, dates[0][0]) and ENTRY.match(sentence, dates[0][1])
    )
    skipped = [*dates, *_asides(sentence, dates)]
    tokens = [t for t in tokenize(sentence) if not any(s <= t.start < e for s, e in skipped)]
    quoted = _quoted(sentence)
    unreal = INVERTED.match(sentence)
    groups = _verb_groups(tokens, is_chronicle=is_chronicle)
    found: list[Clause] = []
    found_last = -1
    for n, group in enumerate(groups):
        first, last = group.first, group.last
        left = groups[n - 1].last + 1 if n else 0
        right = groups[n + 1].first if n + 1 < len(groups) else len(tokens)
        opening, depth = _opening(tokens, left, first, found[-1].depth if found else 0, n)
        if any(s <= tokens[first].start < e for s, e in quoted):
            depth += 1
        leads_up = n == 0 and group.is_past and first == last and _leads_up(tokens, first)
        describes = n == 0 and len(groups) > 1 and _describes_subject(tokens, group, groups[1])
        if n == 1 and found[0].depth == LEADING and _leads_up(tokens, groups[0].first):
            opening = _after_comma(tokens, left, first)
            depth = 0
        subject = _subject(tokens, opening, first)
        if leads_up:
            subject, depth, group.is_passive = _antecedent(tokens, first, 0), LEADING, True
        if describes:
            depth, group.is_passive = LEADING, True
        if n == 1 and found[0].depth == LEADING and _describes_subject(tokens, groups[0], group):
            subject, depth = found[0].subject, 0
        is_reduced = bool(n) and group.is_past and first == last and _is_reduced(tokens, groups[n - 1], first)
        if is_reduced:
            subject, depth, group.is_passive = _antecedent(tokens, first, groups[n - 1].last + 1), 1, True
        if opening and subject[0] == subject[1] and tokens[opening - 1].low in ("who", "which", "that"):
            subject = _antecedent(tokens, opening - 1, groups[n - 1].last + 1 if n else 0)
        closing = _closing(tokens, last + 1, right)
        if n and tokens[first - 1].low == "," and found[-1].subject[1] > found[-1].subject[0]:
            subject = found[0].subject  # "the index, used to gauge the market, fell"
        elif tokens[opening].low == "with" and opening + 1 < first:
            subject = _subject(tokens, opening + 1, first)
        elif (
            subject[1]
            and found
            and tokens[opening].low in PREPOSITIONS
            and found[-1].is_past
            and tokens[found_last].low != ","
        ):
            subject = found[-1].subject  # "a boat rescued on Friday was turned around": still the boat
        found_last = last
        if found and sentence[slice(*subject)].lower() in NO_SUBJECT:
            subject = next(
                (c.subject for c in reversed(found) if sentence[slice(*c.subject)].lower() not in NO_SUBJECT),
                subject,
            )  # "the firm said it lost", "he came and left"
            if subject[0] == subject[1]:
                subject = found[-1].subject
        found.append(
            Clause(
                tokens[first].start,
                tokens[last].end,
                group.lemma,
                subject,
                (tokens[last].end, tokens[closing - 1].end if closing > last + 1 else tokens[last].end),
                depth,
                group.is_passive,
                group.is_planned,
                group.is_real and not (unreal and tokens[first].start < unreal.end()),
                group.is_past,
                group.is_perfect,
                tokens[group.head].text,
            )
        )
    return found


CHRONICLE = re.compile(r"[\s•*·–—-]{0,6}")  # what may stand before the date of an entry ...
ENTRY = re.compile(r"\s?[:–—-]\s")  # ... and behind it: "20 January 1993: the leaders meet"
LEADING = 2  # the depth of what only describes a noun of the phrase that leads up to the sentence
ASIDES = re.compile(r"\s(--|—|–)\s[^—–]{3,120}?\s\1(?=\s)|\([^()]{1,120}\)")
INVERTED = re.compile(r"[“\"]?(?:Had|Were|Should)\s[^,;.]*")  # "Had the talks gone ahead, ..."
LEAD = re.compile(
    r"\b(?:on|in|at|by|from|during|for|of|early|late|around|about|until|since|between)\s(?:the\s)?$",
    re.IGNORECASE,
)


def _lead_start(sentence: str, start: int) -> int:
    """Where a date with the preposition that leads to it begins."""
    lead = LEAD.search(sentence, max(0, start - 12), start)
    return lead.start() if lead else start


@dataclass(slots=True)
class _Group:
    first: int
    last: int
    head: int
    lemma: str
    is_passive: bool = False
    is_planned: bool = False
    is_real: bool = True
    is_past: bool = False
    is_perfect: bool = False


def _asides(sentence: str, dates: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """What stands between dashes or in brackets, unless a date is told there."""
    spans = [m.span() for m in ASIDES.finditer(sentence)]
    return [(s, e) for s, e in spans if not any(s <= d < e for d, _ in dates)]


def _leads_up(tokens: Sequence[Token], first: int) -> bool:
    """Whether a participle belongs to the phrase that leads up to the sentence: "In a ceremony attended by leaders, ..."."""
    opening = tokens[0].low in PREPOSITIONS or tokens[0].low == "according"
    return (
        opening
        and not any(t.low == "," for t in tokens[:first])
        and any(t.low == "," for t in tokens[first:])
    )


def _describes_subject(tokens: Sequence[Token], group: _Group, following: _Group) -> bool:
    """Whether the first participle only tells which subject is meant: "Emails exchanged among officials show it"."""
    if not group.is_past or group.first != group.last or group.last + 1 >= len(tokens):
        return False
    between = [t.low for t in tokens[group.last + 1 : following.first]]
    return (
        tokens[group.first].low.endswith("ed")
        and bool(between)
        and between[0] in PREPOSITIONS
        and not any(t in LINKS or t in SUBORDINATORS or t in PRONOUNS or t in ',;:—–"“”' for t in between)
        and not (
            following.first == following.last
            and following.is_past
            and tokens[following.first].low.endswith("ed")
        )
    )


def _after_comma(tokens: Sequence[Token], left: int, first: int) -> int:
    """Behind the last comma before a verb that leaves it a subject."""
    commas = [i + 1 for i in range(left, first) if tokens[i].low == "," and _has_noun(tokens, i + 1, first)]
    return commas[-1] if commas else left


def _quoted(sentence: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(r"[“\"][^“”\"]{3,}[”\"]", sentence)]


def _verb_groups(tokens: Sequence[Token], *, is_chronicle: bool = False) -> list[_Group]:
    groups: list[_Group] = []
    at = 0
    while at < len(tokens):
        group = _group_at(tokens, at)
        if group is None and is_chronicle and not groups and _can_be_plural_present(tokens, at):
            group = _Group(at, at, at, verb_forms(tokens[at].low)[0])
        if group is None:
            at += 1
            continue
        groups.append(group)
        at = group.last + 1
    return groups


def _group_at(tokens: Sequence[Token], at: int) -> _Group | None:
    low = tokens[at].low
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
        group = _Group(at, at, at, lemma, is_past=True, is_passive=is_passive)
    elif form == "s" and _can_be_present(tokens, at, lemma):
        group = _Group(at, at, at, lemma)
    else:
        return None
    return _with_infinitive(tokens, group)


def _auxiliary_group(tokens: Sequence[Token], at: int) -> _Group | None:
    """ "has been placed", "will not meet", "is to begin": from the first auxiliary to the verb that carries the meaning."""
    group = _Group(at, at, at, "be" if tokens[at].low in BE else "have" if tokens[at].low in HAVE else "do")
    seen = [tokens[at].low]
    n = at + 1
    while n < len(tokens) and n - at < 8:
        low = tokens[n].low
        if low in NEGATIONS:
            group.is_real = False
        elif low in AUXILIARIES:
            seen.append(low)
        elif low in (
            "due",
            "set",
            "scheduled",
            "slated",
            "likely",
            "poised",
            "ready",
            "about",
            "able",
            "going",
        ) and _next_is_to(tokens, n):
            group.is_planned = group.is_planned or low not in ("likely", "able", "ready")
            if low == "likely":
                group.is_real = False
            n += 1
            seen.append("to")
        elif low == "to":
            seen.append("to")
            group.is_planned = group.is_planned or seen[-2:-1] != ["had"]
        elif ADVERB_TAIL.search(low):
            pass
        else:
            lemma, form = verb_forms(low)
            wants_participle = (
                bool(set(seen) & (BE | HAVE)) and "to" not in seen[-1:] and seen[-1] not in MODALS | DO
            )
            wants_base = seen[-1] in MODALS | DO or seen[-1] == "to"
            if (wants_participle and form in ("past", "ing")) or (
                wants_base and lemma and form in ("base", "past", "s")
            ):
                group.last = group.head = n
                group.lemma = lemma
                group.is_passive = form == "past" and seen[-1] in BE
            break
        n += 1
    if any(s.startswith(("n't",)) or s.endswith("n't") for s in seen):
        group.is_real = False
    if set(seen) & {"would", "could", "might", "may", "can", "should", "must", "cannot"}:
        group.is_real = group.is_real and "would" in seen
        group.is_planned = group.is_planned or "would" in seen
    if set(seen) & {"will", "shall", "'ll"}:
        group.is_planned = True
    group.is_past = seen[0] in ("was", "were", "had", "did", "has", "have") and not group.is_planned
    group.is_perfect = seen[0] in HAVE
    return _with_infinitive(tokens, group)


def _next_is_to(tokens: Sequence[Token], n: int) -> bool:
    return n + 1 < len(tokens) and tokens[n + 1].low in ("to", "for")


def _with_infinitive(tokens: Sequence[Token], group: _Group) -> _Group:
    """ "was forced to resign", "agreed to hold": the second verb tells what happens; the first, whether it does."""
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
    elif group.lemma not in ("force", "order", "begin", "start", "continue", "manage"):
        return group  # "agreed to hold": the agreement is what took place
    group.last = group.head = n + 1
    group.lemma = lemma
    group.is_passive = False
    return group


def _can_be_past(tokens: Sequence[Token], at: int) -> bool:
    """Whether a past form stands where a finite verb or a participle after its noun would, and no adjective."""
    before = tokens[at - 1].low if at else ""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    low = tokens[at].low
    if (
        before in DETERMINERS
        or before in ("'s", "’s", "to", "most", "more", "very")
        or (before in PREPOSITIONS and before != "as")
    ):
        return False
    if at == 0:
        return False
    if before == "as":
        return after is not None and after.low in ("by", "in", "on")
    previous = tokens[at - 1]
    if (
        before[-1:].isdigit()
        and after is not None
        and after.low[0].isalpha()
        and "NOUN" in word_classes(after.low)
    ):
        return False
    if (
        "ADJ" in word_classes(before)
        and "ADV" not in word_classes(before)
        and not previous.text[0].isupper()
        and "NOUN" not in word_classes(before)
    ):
        return False  # "major forced closures"
    if "NOUN" in word_classes(low) and not low.endswith("ed") and before in DETERMINERS | PREPOSITIONS:
        return False
    return not (
        before in LINKS | {","}
        and after is not None
        and "NOUN" in word_classes(after.low)
        and "ADJ" in word_classes(low)
    )


def _can_be_present(tokens: Sequence[Token], at: int, lemma: str) -> bool:
    """Whether a word in -s is a verb: after its subject, and before what a verb can take."""
    if at == 0 or at + 1 >= len(tokens):
        return False
    before, after = tokens[at - 1], tokens[at + 1]
    if before.low in PRONOUNS and before.low not in ("we", "i", "you", "they"):
        return True
    if (
        before.low in DETERMINERS | PREPOSITIONS | LINKS | {"'s", "’s", ",", "to"}
        or not before.low[0].isalpha()
    ):
        return False
    if verb_forms(before.low)[1] == "ing":
        return False
    if "NOUN" not in word_classes(tokens[at].low):
        return True
    return (
        lemma in kinds_of_verbs()
        and (
            after.low in DETERMINERS
            or after.low in SUBORDINATORS
            or after.text[0].isupper()
            or after.low in ("to", "on", "in", "for")
        )
        and (before.text[0].isupper() or "NOUN" in word_classes(before.low))
    )


def _can_be_plural_present(tokens: Sequence[Token], at: int) -> bool:
    """Whether a base form is what many do in a chronicle's entry: "negotiators meet in secret", "both sign the pact"."""
    if (
        at == 0
        or at + 1 >= len(tokens)
        or verb_forms(tokens[at].low)[1] != "base"
        or tokens[at].text[0].isupper()
    ):
        return False
    before, after = tokens[at - 1], tokens[at + 1]
    is_subject = (
        before.text[0].isupper()
        or before.low in PRONOUNS
        or before.low == "both"
        or (before.low.endswith("s") and "NOUN" in word_classes(before.low))
    )
    return is_subject and (
        after.low in PREPOSITIONS | DETERMINERS | {"to", "that"} or after.text[0].isupper()
    )


def _opening(tokens: Sequence[Token], left: int, first: int, depth_before: int, n: int) -> tuple[int, int]:
    """Where the clause of a verb begins among the tokens since the last verb, and how deep it hangs."""
    opening, depth = left, 0 if n == 0 else depth_before
    found_break = n == 0
    for i in range(first - 1, left - 1, -1):
        low = tokens[i].low
        if low in SUBORDINATORS and not (
            low in ("as", "since", "before", "after", "until", "till", "once", "so", "like")
            and not _has_noun(tokens, i + 1, first)
        ):
            comma = next((j for j in range(first - 1, i, -1) if tokens[j].low == ","), None)
            if (
                comma is not None
                and low not in ("who", "which", "that", "whose")
                and _has_noun(tokens, comma + 1, first)
            ):
                return comma + 1, 0  # "before the vote in May, the minister said"
            return i + 1, 1
        if low in (";", "—", "–", ":"):
            return i + 1, 0
        if low in ("and", "but") and tokens[i - 1].low == "," and n and _has_noun(tokens, i + 1, first):
            return i + 1, 0
        if (
            low in ("and", "but", "or")
            and i >= left
            and _has_noun(tokens, i + 1, first)
            and n
            and _starts_clause(tokens, i, left)
        ):
            return i + 1, depth_before
        if low in ("and", "but", "or") and i == first - 1 and n:
            return first, depth_before  # "met and signed": the subject stays
    if not found_break and n:
        comma = next((i for i in range(first - 1, left - 1, -1) if tokens[i].low == ","), None)
        if comma is not None:
            opening = comma + 1 if _has_noun(tokens, comma + 1, first) else left
            depth = 0
        else:
            depth = depth_before if _has_noun(tokens, left, first) else depth_before
    return opening, depth


def _starts_clause(tokens: Sequence[Token], link: int, left: int) -> bool:
    """Whether "and" joins clauses rather than two nouns of one subject: a comma or a whole phrase stands before it."""
    return link - left >= 1


def _has_noun(tokens: Sequence[Token], first: int, last: int) -> bool:
    return any(
        t.low in PRONOUNS
        or t.text[0].isupper()
        or (t.low[0].isalpha() and "NOUN" in word_classes(t.low) and t.low not in PREPOSITIONS)
        for t in tokens[first:last]
    )


def _subject(tokens: Sequence[Token], opening: int, first: int) -> tuple[int, int]:
    """The noun phrase before a verb, without what leads up to it ("In Paris, on Monday, the ...")."""
    start = opening
    if opening + 1 < first and tokens[opening].low in PREPOSITIONS and tokens[opening + 1].low in PRONOUNS:
        start = opening + 1  # "between now and then it will receive"
    if first - opening > 3 and tokens[opening].low == "according":
        start = _after_source(tokens, opening, first)
    for i in range(first - 1, opening - 1, -1):
        if tokens[i].low == "," and i + 1 < first and _has_noun(tokens, i + 1, first):
            lead = tokens[opening].low if opening < first else ""
            if (
                lead in PREPOSITIONS
                or lead in SUBORDINATORS
                or lead in LINKS
                or ADVERB_TAIL.search(lead)
                or lead == ","
                or verb_forms(lead)[1] in ("ing", "past")
            ):
                start = i + 1
            break
    while start < first and (
        tokens[start].low in LINKS
        or tokens[start].low in ",:;\"“”'"
        or ADVERB_TAIL.search(tokens[start].low)
        or tokens[start].low in ("meanwhile", "however", "earlier")
    ):
        start += 1
    end = first
    while end > start and (tokens[end - 1].low in ',"“”' or ADVERB_TAIL.search(tokens[end - 1].low)):
        end -= 1
    return (
        (tokens[start].start, tokens[end - 1].end)
        if end > start
        else (tokens[first].start, tokens[first].start)
    )


def _is_reduced(tokens: Sequence[Token], before: _Group, first: int) -> bool:
    """Whether a past form only describes the noun before it: "rejected the charge in a letter delivered to him"."""
    between = [t.low for t in tokens[before.last + 1 : first]]
    if not between or before.lemma in SAYING or before.lemma == "be":
        return False
    return not any(t in LINKS or t in SUBORDINATORS or t in ',;:—–"“”' or t in PRONOUNS for t in between)


SAYING = frozenset(
    "say tell announce report believe think note add claim state show confirm warn hope find know argue indicate suggest declare reveal".split()
)


def _antecedent(tokens: Sequence[Token], relative: int, floor: int) -> tuple[int, int]:
    """The noun phrase right before "who" or "which"; with a comma, all that opens the sentence."""
    end = relative - (tokens[relative - 1].low == ",") if relative else 0
    if end < relative and not floor and tokens[relative].low == "which":
        return _subject(tokens, 0, end)  # "the talks between Sudan and Egypt, which began"
    start = end
    while (
        start > floor
        and tokens[start - 1].low != "to"
        and (start == end or tokens[start].low not in DETERMINERS)
        and tokens[start - 1].low not in PREPOSITIONS
        and tokens[start - 1].low not in ',;:—–"“”'
        and tokens[start - 1].low not in LINKS
    ):
        start -= 1
    return (tokens[start].start, tokens[end - 1].end) if end > start else (0, 0)


def _after_source(tokens: Sequence[Token], opening: int, first: int) -> int:
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


def _closing(tokens: Sequence[Token], first: int, right: int) -> int:
    """Where the objects of a verb end: at the next clause, a full stop or a bracket."""
    for i in range(first, right):
        low = tokens[i].low
        if low in ".;:—–()[]" or (
            low in SUBORDINATORS
            and low not in ("as", "since", "until", "before", "after", "till", "that", "so")
        ):
            return i
        if low == "," and i + 1 < right:
            return i
    if right < len(tokens):
        # the next verb's own subject does not belong here
        cut = next(
            (
                i
                for i in range(right - 1, first - 1, -1)
                if tokens[i].low in ("and", "but", "that", "as", ",", "after", "before", "while", "when")
            ),
            None,
        )
        return cut if cut is not None else right
    return right


def present(lemma: str, *, plural: bool = False) -> str:
    """The present tense as headlines have it: "meet" for many, "meets" for one."""
    if lemma in ("be", "have"):
        return {"be": "is", "have": "has"}[lemma] if not plural else {"be": "are", "have": "have"}[lemma]
    if plural:
        return lemma
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
