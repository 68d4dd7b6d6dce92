"""Whom a pronoun or a definite noun of an English clause means: "he", "its government", "the state of emergency".

Positions are characters of the passage, unless they are said to be of the article. first_names.toml is a list of our own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from articles.extraction.actors import FULL_NAME, Mention, find_name
from articles.extraction.clause import Clause
from articles.extraction.gazetteer import KnownActor
from articles.extraction.linking import claim_actor

from .clauses import find_clauses
from .headline import is_plural, subject_words
from .titles import short_name

if TYPE_CHECKING:
    from articles.extraction.article import Article, Passage

FIRST_NAMES = Path(__file__).with_name("first_names.toml")
OF_PRONOUNS = {"he": "he", "his": "he", "him": "he", "she": "she", "her": "she"}


@lru_cache(maxsize=1)
def _first_names() -> dict[str, str]:
    lists = tomllib.loads(FIRST_NAMES.read_text(encoding="utf-8"))
    return {name: pronoun for pronoun, names in lists.items() for name in names.split()}


def person_of(article: Article, pronoun: str, position: int) -> Mention | None:
    """Whom "he", "she", "him", "his" or "her" at a position of the article means; None if nobody fits. KeyError for other words."""
    wanted = OF_PRONOUNS[pronoun.lower()]
    names = _first_names()

    def fits(name: str) -> bool:
        return names.get(name.partition(" ")[0].lower(), wanted) == wanted

    alone = _by_family_name(article, position, fits)
    if alone and OPENS.search(article.text, max(0, alone.start - 3), alone.start):
        return alone
    named = article.person_before(position, fits)
    return alone if alone and (named is None or named.start < alone.start) else named


ALONE = re.compile(r"\b[A-Z][\w’'-]{2,}\b(?!\s[A-Z])")
OPENS = re.compile(r"(?:^|[.!?”\"]\s|\n)$")  # before the first word of a sentence
NAME_GOES_ON = re.compile(r"[A-Z][\w’'.-]*\s$")
NAME_REACH = 250  # characters from a family name to the "he" or "she" that means it


def _by_family_name(article: Article, position: int, fits: Callable[[str], bool]) -> Mention | None:
    """The person named last by a family name alone, unless somebody known was named after that: "that Lund had lost. ... she said"."""
    first = max(0, position - NAME_REACH)
    full: dict[str, str] = {}
    for match in FULL_NAME.finditer(article.text, 0, position):
        actor = find_name(match["name"])
        if actor and actor.kind == "person":
            full.setdefault(match["name"].rpartition(" ")[2], match["name"])
    for match in reversed(list(ALONE.finditer(article.text, first, position))):
        name = full.get(match.group().removesuffix("’s").removesuffix("'s"), "")
        is_alone = not NAME_GOES_ON.search(article.text, max(0, match.start() - 30), match.start())
        if name and is_alone and fits(name):
            known = any(m.start <= match.start() < m.end for m in article.mentions_between(first, position))
            return None if known else Mention(match.start(), match.end(), KnownActor(name, "person"), "shape")
    return None


POSSESSED = re.compile(r"(?:His|Her|Its|Their|his|her|its|their)\s")


def owned_by(passage: Passage, clause: Clause, subject: str) -> str:
    """A possessive pronoun by the name that it stands for: "Chad’s government" for "its government"; "" if that is unclear."""
    pronoun, _, rest = subject.partition(" ")
    if pronoun.lower() == "their":
        return rest
    if not rest or not POSSESSED.match(subject):
        return ""
    if pronoun.lower() == "its" and any(clause.subject[0] > m.start for m in passage.mentions):
        return ""
    if pronoun.lower() == "its":
        owner = _state_before(passage, clause.subject[0])
    else:
        person = person_of(passage.article, pronoun, passage.sentence.start + clause.subject[0])
        owner = short_name(claim_actor(person, "participant")) if person else ""
    return f"{possessive(owner)} {rest}" if owner else ""


DEFINITE = re.compile(
    r"(?:The|the|Its|its|Their|their)\s(?P<noun>(?:[a-z-]+\s){0,3}?[a-z-]{3,})(?=$|\s(?:of|on|in|for|over|to)\b)(?P<more>.*)"
)

# What a state has one of, so that in an article about one state it is that state's.
OF_A_STATE = frozenset(
    "election elections vote referendum parliament government army military cabinet constitution war campaign curfew emergency senate congress currency opposition presidency protests demonstrations coup uprising police prosecutors authorities ministry court troops soldiers forces legislature lawmakers junta".split()
)

OWNED = re.compile(r"(?:['’]s?)?\s(?:[a-z-]+\s){0,2}?$")


def whose(passage: Passage, clause: Clause, subject: str) -> str:
    """A definite subject with the state it belongs to: "Samoa's state of emergency" for "the state of emergency",
    "North Korea's military" for "the country's military"; "" if the text names no such state, or two."""
    if country := COUNTRY.match(subject):
        state = _state_before(passage, clause.subject[0])
        return f"{possessive(state)} {subject[country.end() :]}" if state else ""
    match = DEFINITE.fullmatch(subject)
    if match is None:
        return ""
    noun = match["noun"] + (match["more"] if match["more"].startswith(" of ") else "")
    head = match["noun"].split()[-1]
    owners = _known_owners(passage.article, noun) or _known_owners(passage.article, head)
    if not owners and head in OF_A_STATE and not any(m.actor.kind == "state" for m in passage.mentions):
        owners = {state.name for state in passage.article.main_states}
    return f"{possessive(min(owners))} {match['noun']}{match['more']}" if len(owners) == 1 else ""


def _known_owners(article: Article, noun: str) -> set[str]:
    """The states to which a noun belongs in this text; kept, because several sentences may need it."""
    if noun not in article.named:
        is_public = noun.split()[-1] in OF_A_STATE or noun in OF_A_STATE
        article.named[noun] = _owners(article, noun) or (
            _states_beside(article, noun) if is_public else set()
        )
    return article.named[noun]


def possessive(name: str) -> str:
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def _state_before(passage: Passage, position: int) -> str:
    """The state named last before a position of the passage, in this sentence or the one before."""
    at = passage.sentence.start + position
    near = passage.article.mentions_between(at - STATE_REACH, at)
    return next((m.actor.name for m in reversed(near) if m.actor.kind == "state"), "")


def _owners(article: Article, noun: str) -> set[str]:
    """The states next to the noun anywhere in the text: "Samoa's state of emergency", "the state of emergency in Samoa"."""
    ends, starts = article.states_by_end, article.states_by_start
    found = set()
    for at in re.finditer(rf"\b{re.escape(noun)}\b", article.text[:NAMED_WITHIN], re.IGNORECASE):
        before = article.text[max(0, at.start() - 40) : at.start()]
        owner = OWNED.search(before)
        if owner and (name := ends.get(at.start() - len(before) + owner.start())):
            found.add(name)
        behind = re.match(r"\s(?:in|of|between)\s(?:the\s)?", article.text[at.end() : at.end() + 20])
        if behind and (name := starts.get(at.end() + behind.end())):
            found.add(name)
    return found


def _states_beside(article: Article, noun: str) -> set[str]:
    """The only state in a sentence with the noun, if it is one of the states that the text is about."""
    about = {state.name for state in article.states[:2]}
    found: set[str] = set()
    for sentence in takewhile(lambda s: s.start < NAMED_WITHIN, article.sentences):
        if noun.lower() in sentence.text.lower():
            states = {m.actor.name for m in article.mentions_in(sentence) if m.actor.kind == "state"}
            found |= states if len(states) == 1 else set()
    return found & about if found <= about else set()


COUNTRY = re.compile(
    r"(?:the|its)\s(?:island\s|host\s|neighbou?ring\s)?(?:country|nation|republic|state)['’]s\s",
    re.IGNORECASE,
)

NAMED_WITHIN = 20_000  # characters of a text that are searched for the owner of a noun

STATE_REACH = 250  # characters before "the country" in which it is named


def whom(passage: Passage, clause: Clause) -> str:
    """Whom a pronoun means: the person named last, or the subject of the sentence before; "" if that is unclear."""
    pronoun = passage.text[slice(*clause.subject)].lower()
    if pronoun in ("he", "she"):
        person = person_of(passage.article, pronoun, passage.sentence.start + clause.subject[0])
        return short_name(claim_actor(person, "participant")) if person else ""
    before = passage.article.before(passage.sentence)
    found = next((c for c in find_clauses(before) if not c.depth), None) if before else None
    words = subject_words(before, found, ()) if found else ""
    return words if words and is_plural(words) == (pronoun == "they") else ""
