"""The kind of event that an English clause reports: by its verb, or by the noun that the verb only carries.

The kinds of verbs and nouns are those of verbs.toml; the lists here are our own.
"""

from __future__ import annotations

import re

from articles.extraction.clause import Clause

from .lexicon import kinds_of_nouns, kinds_of_verbs
from .verb_groups import PLANNING

# Verbs that say little: the kind is that of their subject or object, "the talks began", "held talks".
LIGHT = frozenset(
    "hold take occur happen begin start open end conclude come go stage schedule set plan follow break erupt resume do give place slate postpone cancel delay run".split()
)


def noun_kind(words: str) -> str:
    """The kind of the last event noun of an English phrase, or "" if it has none."""
    kinds = kinds_of_nouns()
    return next((kinds[w] for w in reversed(re.findall(r"[a-z]+", words.lower())) if w in kinds), "")


DISASTER = re.compile(
    r"\b(?:earthquake|quake|storm|typhoon|hurricane|cyclone|flood|floods|fire|tsunami|landslide|avalanche|drought|epidemic|outbreak|tornado|eruption|volcano)s?\b",
    re.IGNORECASE,
)


def kind_of(sentence: str, clause: Clause) -> str:
    """The kind of the event that the clause of this sentence reports; "other" if nothing here or in verbs.toml knows it."""
    subject, rest = sentence[slice(*clause.subject)], sentence[slice(*clause.rest)]
    kind = kinds_of_verbs().get(clause.lemma, "")
    if DISASTER.search(subject):
        return "other"
    if clause.lemma == "declare" and DECLARED.match(rest):
        return "announcement"
    if clause.lemma in CONTESTS and not BALLOT.search(f"{subject} {rest}"):
        return "ruling" if COURT.search(rest) else "other"
    if clause.lemma == "vote" and TO_DO.match(rest) and not BALLOT_BOX.search(f"{subject} {rest}"):
        return "announcement"
    if clause.lemma in ("continue", "proceed", "head", "go", "move") and TO_PLACE.match(rest):
        return "visit"
    if clause.lemma in ("step", "stand") and DOWN.match(rest):
        return "office"
    if clause.lemma in ("fight", "battle") and NO_ENEMY.search(rest[:60]):
        return "other"
    if clause.lemma == "find" and GUILTY.match(rest):
        return "ruling"
    if clause.lemma == "receive" and GUEST.match(rest):
        return "visit"
    if clause.lemma in ("take", "enter", "come") and IN_FORCE.match(rest):
        return noun_kind(subject) or "announcement"
    if clause.lemma in CARRYING or not kind and clause.is_passive:
        return noun_kind(subject if clause.is_passive else rest[:60]) or kind or "other"
    if clause.lemma == "become" and OFFICE.search(rest[:60]):
        return "office"
    if clause.lemma in NAMING and (named := NAMED_AS.search(rest)) and OFFICE.search(named["what"]):
        return "office"
    if clause.is_passive and clause.lemma in PLANNING:
        return noun_kind(subject) or "other"
    if clause.lemma in LIGHT or clause.lemma == "be":
        of_noun = noun_kind(subject) if clause.is_passive or clause.lemma != "hold" else ""
        return of_noun or noun_kind(rest[:60]) or kind or "other"
    if kind == "announcement" and clause.lemma not in TELLING:
        return noun_kind(subject if clause.is_passive else rest[:60]) or kind
    return kind if kind and kind != "stative" else "other"


# What is declared by being done, and not by being said.
DECLARED = re.compile(
    r"\s(?:(?:a|an|the|its|their|his|three|two|\w+-day|national|nationwide|public|state|days|of|period|new|general)\s)*(?:state\sof\s\w+|emergency|martial|curfew|mourning|holiday|independence|ceasefire|truce|war|results?|winner|bankruptcy|lockdown)\b",
    re.IGNORECASE,
)

NAMING = frozenset("name choose pick select".split())
NAMED_AS = re.compile(r"(?:\bas\s|^\s)(?P<what>[^,;]{1,60})")
DOWN = re.compile(r"\s(?:down|aside)\b(?!\s(?:the|from the (?:train|car|plane|bus)))")
BALLOT_BOX = re.compile(r"\b(?:elections?|voters|referendum|ballots?|polls|people|citizens)\b", re.IGNORECASE)
TO_DO = re.compile(r"\s(?:[\w-]+\s){0,3}?to\s[a-z]")
TO_PLACE = re.compile(
    r"\s(?:on\s)?to\s(?!Mr|Ms|Mrs|\w+day\b|January|February|March|April|May|June|July|August|September|October|November|December)[A-Z][a-zø-ÿ]+\b(?!['’]s)"
)
NO_ENEMY = re.compile(
    r"\b(?:cancer|disease|illness|fires?|wildfires?|flames|blaze|corruption|poverty|crime|inflation|charges?)\b"
)
GUILTY = re.compile(r"\s(?:not\s)?guilty\b")

GUEST = re.compile(
    r"\s(?:his|her|its|the|[A-Z][\w’'-]+)\s(?:[\w’'-]+\s){0,3}?(?:counterpart|president|minister|premier|ambassador|envoy|delegation|king|queen|leader)\b",
    re.IGNORECASE,
)

IN_FORCE = re.compile(r"\s(?:effect|into\s(?:force|effect))\b")

OFFICE = re.compile(
    r"\b(?:president|minister|premier|chancellor|leader|chair(?:man|woman)?|secretary|governor|mayor|king|queen|pope|emperor|chief|head|director|ambassador|commissioner|speaker|judge|justice)\b",
    re.IGNORECASE,
)

# Verbs that only carry the noun behind them: "delivered a speech", "attended the talks".
CARRYING = frozenset("hand deliver submit tender chair attend make".split())

COURT = re.compile(r"\b(?:case|lawsuit|suit|appeal|trial)\b")

CONTESTS = frozenset("win lose defeat".split())

BALLOT = re.compile(
    r"\b(?:elections?|votes?|vot(?:ed|ing|ers)|ballots?|polls?|seats?|primar(?:y|ies)|referendum|runoff|majority|presidency|candidates?|party|parliament\w*|governor\w*|mayor\w*)\b",
    re.IGNORECASE,
)

# Verbs that announce something rather than do it.
TELLING = frozenset(
    "announce unveil reveal confirm propose plan decide recommend introduce publish release".split()
)
