"""The known actors, and how to find their names in a text."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from babel import Locale

RULES = Path(__file__).parent / "rules"
# The languages with a folder; names of states in these languages are read in any text.
LANGUAGES = tuple(sorted(folder.name for folder in RULES.parent.glob("languages/??")))
# Names of states in French that are names of people in other languages.
PEOPLES_NAMES = frozenset("Dominique Grenade Maurice Salvador".split())
MIN_CJK_ALIAS = 2  # a single Chinese or Korean character has too many meanings


@dataclass(frozen=True, slots=True)
class KnownActor:
    """An actor of the gazetteer; ``name`` is the canonical name, ``names`` the other ways of writing it."""

    name: str
    kind: str
    represents: str = ""
    names: tuple[str, ...] = ()
    capital: str = ""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Every known alias, indexed by its first word (Latin script) or first character (Korean, Japanese)."""

    by_name: dict[str, KnownActor]
    people: dict[str, KnownActor]
    capitals: dict[str, KnownActor]
    first_words: dict[str, list[str]] = field(repr=False)
    first_signs: dict[str, list[str]] = field(repr=False)
    scanner: re.Pattern[str] = field(repr=False)

    def find_alias(self, text: str, position: int) -> str | None:
        """The longest alias at this position of the text, or None."""
        word = WORD.match(text, position)
        options = self.first_words.get(word.group(), []) if word else []
        for alias in options or self.first_signs.get(text[position], []):
            end = position + len(alias)
            if not text.startswith(alias, position):
                continue
            if alias[-1].isascii():
                if not text[end : end + 1].isalnum():
                    return alias
            elif not (
                KANA.fullmatch(alias[0]) and KANA.search(text[position - 1 : position] + text[end : end + 1])
            ):
                return alias  # unless it is part of a longer word in katakana
        return None


KANA = re.compile(r"[ァ-ヴー]")
WORD = re.compile(r"[A-Za-z\u00c0-\u024f][\w\u00c0-\u024f]*(?:\.(?=\w))?")


def build_gazetteer(known: Iterable[KnownActor]) -> Gazetteer:
    """Index actors by name; a name that two actors share belongs to the first."""
    by_name: dict[str, KnownActor] = {}
    people: dict[str, KnownActor] = {}
    capitals: dict[str, KnownActor] = {}
    for actor in known:
        for name in (actor.name, *actor.names):
            by_name.setdefault(name, actor)
        if actor.capital:
            capitals.setdefault(actor.capital, actor)
    for adjective, actor in _people().items():
        people.setdefault(adjective, by_name.get(actor.name, actor))
    first_words, first_signs = defaultdict(list), defaultdict(list)
    for alias in sorted({*by_name, *people, *capitals}, key=lambda a: (-len(a), a)):
        word = WORD.match(alias)
        if word:
            first_words[word.group()].append(alias)
        elif len(alias) >= MIN_CJK_ALIAS:
            first_signs[alias[0]].append(alias)
    signs = "".join(map(re.escape, sorted(first_signs)))
    scanner = re.compile(
        rf"(?<![\w])[A-Z\u00c0-\u00de][\w\u00c0-\u024f]*|[{signs}]" if signs else r"(?<!\w)[A-Z]\w*"
    )
    return Gazetteer(by_name, people, capitals, dict(first_words), dict(first_signs), scanner)


@lru_cache(maxsize=1)
def shipped_gazetteer() -> Gazetteer:
    return build_gazetteer(shipped_actors())


@lru_cache(maxsize=1)
def shipped_actors() -> tuple[KnownActor, ...]:
    """The actors of rules/*.toml and the states of CLDR, in a fixed order."""
    listed = tomllib.loads((RULES / "actors.toml").read_text(encoding="utf-8"))
    found = list(_states())
    for kind in ("state", "organisation", "party", "person"):
        for entry in listed.get(kind, []):
            names = tuple(entry["names"])
            found.append(KnownActor(names[0], kind, entry.get("represents", ""), names[1:]))
    for represents, lines in tomllib.loads((RULES / "leaders.toml").read_text(encoding="utf-8")).items():
        for line in lines:
            name, *also = line.split(" | ")
            found.append(KnownActor(name, "person", represents, tuple(also)))
    return tuple(found)


def _state_rows() -> list[dict[str, object]]:
    return tomllib.loads((RULES / "states.toml").read_text(encoding="utf-8"))["state"]  # type: ignore[no-any-return]


@lru_cache(maxsize=1)
def _states() -> tuple[KnownActor, ...]:
    rows = {str(row["code"]): row for row in _state_rows()}
    territories = {language: Locale(language).territories for language in LANGUAGES}
    states = []
    for code in sorted(territories["en"]):
        if len(code) != 2 or not code.isalpha() or code in NOT_STATES:
            continue
        row = rows.get(code, {})
        name = str(territories["en"][code]).replace("’", "'")
        name = SHORTER.get(code, name)
        also: tuple[str, ...] = tuple(row.get("also", ()))  # type: ignore[arg-type]
        local = tuple(
            str(territories[language][code])
            for language in LANGUAGES
            if language != "en"
            and code in territories[language]
            and territories[language][code] not in PEOPLES_NAMES
        )
        capital = str(row.get("capital", ""))
        states.append(KnownActor(name, "state", "", (*local, *also), capital))
    return tuple(states)


def language_of_name(name: str) -> str:
    """The language of a shipped name, by its script; one in Latin letters is French where CLDR has it for a state there
    and not in English, else English."""
    if any("\uac00" <= sign <= "\ud7a3" for sign in name):
        return "ko"
    if any("\u3040" <= sign <= "\u30ff" or "\u4e00" <= sign <= "\u9fff" for sign in name):
        return "ja"
    return "fr" if name in _french_names() else "en"


@lru_cache(maxsize=1)
def _french_names() -> frozenset[str]:
    return frozenset(Locale("fr").territories.values()) - frozenset(Locale("en").territories.values())


NOT_STATES = frozenset("AC AQ BV CP CQ DG EA EU EZ HM IC IO QO TA UM UN XA XB XK ZZ GS TF HK MO".split())
SHORTER = {
    "MM": "Myanmar",
    "TR": "Turkey",
    "CI": "Ivory Coast",
    "CD": "Democratic Republic of the Congo",
    "PS": "Palestine",
    "CZ": "Czech Republic",
}


@lru_cache(maxsize=1)
def _people() -> dict[str, KnownActor]:
    codes = {str(row["code"]): row for row in _state_rows()}
    territories = Locale("en").territories
    found = {}
    for code, row in codes.items():
        name = SHORTER.get(code, "Hong Kong" if code == "HK" else str(territories[code]))
        for adjective in row.get("people", ()):  # type: ignore[attr-defined]
            found[adjective] = KnownActor(name, "state")
    return found
