"""English words by class: closed classes, verb forms, and the verbs and nouns that name events (verbs.toml)."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from articles.extraction.english_words import verbs_of

VERBS_FILE = Path(__file__).parent / "verbs.toml"
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
RELATIVES = frozenset("who which that".split())
LINKS = frozenset("and or but nor yet".split())
NEGATIONS = frozenset("not never n't no nobody none neither".split())
BREAKS = ',;:—–"“”'  # punctuation that ends a noun phrase
SAYING = frozenset(
    "say tell announce report believe think note add claim state show confirm warn hope find know argue indicate suggest declare reveal".split()
)
# Verbs whose past form is the base form, as far as news uses them in the past.
UNCHANGING = frozenset(
    "set put hit cut shut quit cast spread split hurt burst shed thrust upset broadcast let".split()
)


@lru_cache(maxsize=1)
def _verb_file() -> dict[str, Any]:
    return tomllib.loads(VERBS_FILE.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def reporting_verbs() -> frozenset[str]:
    """Lemmas of the verbs behind which the news is what is said."""
    return frozenset(_verb_file()["reporting"].split())


@lru_cache(maxsize=1)
def verb_table() -> dict[tuple[str, str], dict[str, str]]:
    """verbs.toml: for each kind of event and sense its verbs and nouns, separated by spaces, and two examples."""
    kinds = {kind: senses for kind, senses in _verb_file().items() if kind != "reporting"}
    return {(kind, sense): row for kind, senses in kinds.items() for sense, row in senses.items()}


@lru_cache(maxsize=1)
def kinds_of_verbs() -> dict[str, str]:
    """Lemmas of verbs and their kinds."""
    return {v: kind for (kind, _), row in verb_table().items() for v in row["verbs"].split()}


@lru_cache(maxsize=1)
def kinds_of_nouns() -> dict[str, str]:
    """Event nouns in the singular and plural, and their kinds."""
    return {
        n: kind
        for (kind, _), row in verb_table().items()
        for noun in row["nouns"].split()
        for n in (noun, noun + "s")
    }


@lru_cache(maxsize=20_000)
def verb_forms(word: str) -> tuple[str, str]:
    """The lemma of a word that can be a verb, and its form: "past", "s", "ing", "base"; ("", "") for any other word."""
    lemmas = verbs_of(word)
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


def present(lemma: str, *, plural: bool = False) -> str:
    """The present tense as headlines have it: "meet" for many, "meets" for one."""
    if lemma in ("be", "have"):
        return {"be": "is", "have": "has"}[lemma] if not plural else {"be": "are", "have": "have"}[lemma]
    if plural:
        return lemma
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
