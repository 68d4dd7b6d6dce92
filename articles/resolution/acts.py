"""What a claim says in words that other reports of the same happening share, in any of three languages.

The words are in acts.toml, a list of our own (docs/decisions/0029 says why a list).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from articles.extraction.claims import Claim
from articles.extraction.reported import ANY_ACTION
from articles.extraction.senses import any_of

LISTS = Path(__file__).with_name("acts.toml")
# What the rules of happenings.toml call an action, where it is one of the acts.
OF_ACTIONS: Mapping[str, tuple[str, ...]] = {
    "attack": ("violence",),
    "meet": ("meet",),
    "visit": ("visit",),
    "sign": ("agree", "ratify"),
    "normalise": ("normalise",),
    "leave": ("resign", "dismiss"),
    "take": ("take-office", "elect", "appoint"),
    "elect": ("elect",),
    "rule": ("rule", "sentence"),
    "sanction": ("sanction",),
    "protest": ("protest",),
    "announce": ("announce", "say"),
    "statement": ("say", "announce"),
    "demand": ("demand",),
    "open": ("open",),
    "host": ("meet",),
    "found": ("found",),
    "expel": ("recall",),
    "end": ("end",),
    "ceasefire": ("ceasefire",),
}
WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['\u2019]s\b)?|\d+")
# Function words of English, and words of time and of reporting that nearly every article has: sharing them says nothing.
COMMON = frozenset(
    "a about after against all also am an and any are as at be because been before being between both but by can could did do"
    " does during each few first following for former from had has have he her him his how i if in into is it its just last"
    " later least less many may might more most new no not now of off on once one only or other our out over own same she"
    " since so some such than that the their them then there these they this those through to toward towards two under until up"
    " upon was we were what when where which while who will with would year years yesterday today day days week weeks month"
    " months people including according part three four five six seven eight nine ten several another second third"
    " near around across amid among within without group country state government official officials reported reportedly"
    " monday tuesday wednesday thursday friday saturday sunday january february march april june july august september"
    " october november december morning afternoon evening night noon said says".split()
)
SIGNS = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u9fff]+|[\uac00-\ud7af]+")
TIMES = re.compile(
    r"\d+\s*(?:年|月|日|時|分|년|월|일|시|분|:\d+|st\b|nd\b|rd\b|th\b)|\b(?:19|20)\d\d\b|"
    r"\b\d{1,2}\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*|"
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2}\b"
)


@dataclass(frozen=True, slots=True)
class Telling:
    """What a claim says: the acts of its predicate; things; names as written, in small letters; numbers above 2; other words.

    ``acts`` and ``things`` are names of rows of acts.toml. ``words``, and ``subject`` (those of who acts), are stems in English,
    pairs of signs in Korean and Japanese; ``script`` is "en", "ko" or "ja", and words of two scripts are not comparable.
    """

    acts: frozenset[str]
    things: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[int]
    words: frozenset[str]
    script: str
    subject: frozenset[str]

    @property
    def is_speech(self) -> bool:
        """Whether all that was done is to say something, by the section "speech" of acts.toml."""
        return bool(self.acts) and self.acts <= _lists().speech


@dataclass(frozen=True, slots=True)
class _Lists:
    stems: Mapping[
        str, tuple[tuple[tuple[str, ...], str, str], ...]
    ]  # of a first stem: its phrases, section and name
    signs: Mapping[str, re.Pattern[str]]  # by script
    of_signs: Mapping[
        str, Mapping[str, tuple[tuple[str, str], ...]]
    ]  # by script and word: sections and names
    speech: frozenset[str]


def telling(claim: Claim) -> Telling:
    """What the claim says; a pure function of its clause (else its quotation), the parts of that, and its action."""
    parts = dict(claim.parts)
    predicate = parts.get("predicate", "")
    return _telling(
        claim.clause or claim.quote,
        predicate,
        parts.get("object", ""),
        parts.get("subject", ""),
        claim.action,
    )


@lru_cache(maxsize=100_000)
def _telling(text: str, predicate: str, rest: str, subject: str, action: str) -> Telling:
    text = TIMES.sub(" ", text)
    acts, things = _concepts(text)
    main, _ = _concepts(predicate)
    if action != ANY_ACTION:
        main = frozenset(OF_ACTIONS.get(action, ())) or main
    elif not main or main <= VAGUE:
        main = _concepts(rest)[0] or main or acts
    if action == ANY_ACTION and (said := main & _lists().speech - WEAK):
        main = said  # what is demanded or denied has not happened
    words, names, numbers = _words(text)
    names -= _thing_words()
    doers = _words(subject)[0] - {stem(word) for word in _thing_words()}
    return Telling(main, things, names, numbers, words, script_of(text), doers)


WEAK = frozenset(("announce", "say"))  # speech that may be the happening's own: a resignation is announced
VAGUE = frozenset(("launch-project", "end"))  # acts that leave open what began or ended


def script_of(text: str) -> str:
    """ "ko", "ja" or "en", by the signs of a text; any language of Latin letters is "en" here."""
    counts = {
        "ko": sum("\uac00" <= sign <= "\ud7af" for sign in text),
        "ja": sum("\u3041" <= sign <= "\u30ff" or "\u3400" <= sign <= "\u9fff" for sign in text),
        "en": sum(sign.isascii() and sign.isalpha() for sign in text)
        / 3,  # a syllable is about three letters
    }
    return max(counts, key=lambda script: (counts[script], script))


def _concepts(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The acts and the things of a text, by their names in acts.toml."""
    lists = _lists()
    found: dict[str, set[str]] = {"acts": set(), "things": set()}
    stems = [stem(word) for word in WORD.findall(text)]
    for at, first in enumerate(stems):
        for phrase, section, name in lists.stems.get(first, ()):
            if tuple(stems[at : at + len(phrase)]) == phrase:
                found[section].add(name)
    for script, pattern in lists.signs.items():
        for match in pattern.finditer(text):
            for section, name in lists.of_signs[script][match[0]]:
                found[section].add(name)
    return frozenset(found["acts"]), frozenset(found["things"])


def _words(text: str) -> tuple[frozenset[str], frozenset[str], frozenset[int]]:
    words: set[str] = set()
    names: set[str] = set()
    numbers: set[int] = set()
    for match in WORD.finditer(text):
        word = match[0].removesuffix("'s").removesuffix("\u2019s")
        if word.isdigit():
            numbers.add(int(word[:9]))
        elif (low := word.lower()) not in COMMON and len(word) > 1:
            if word[0].isupper() and match.start() > 0:
                names.add(low)
            words.add(stem(low))
    for run in SIGNS.findall(text):
        words.update(run[n : n + 2] for n in range(len(run) - 1))
    return frozenset(words), frozenset(names), frozenset(n for n in numbers if n > 2)


ENDINGS = ("ings", "ing", "ies", "ied", "ed", "es", "s")
LEAST_STEM = 3  # letters that are left of a word


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """An English word in small letters without what inflects it: "bombing", "bombs" and "bombed" are "bomb".

    Rougher than a dictionary, and the same for names: both sides of a comparison are cut alike.
    """
    low = word.lower().removesuffix("'s").removesuffix("\u2019s")
    for ending in ENDINGS:
        bare = low.removesuffix(ending)
        if bare != low and len(bare) >= LEAST_STEM and not low.endswith("ss"):
            if ending in ("ies", "ied"):
                return bare + "y"
            return _undoubled(bare)
    return low.removesuffix("e") if len(low) > LEAST_STEM else low


def _undoubled(bare: str) -> str:
    if len(bare) > LEAST_STEM and bare[-1] == bare[-2] and bare[-1] not in "lsz":
        return bare[:-1]
    return bare


@lru_cache(maxsize=1)
def word_lists() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """The words of acts.toml, by section, name and language. OSError or TOMLDecodeError if the file is missing or broken."""
    return tomllib.loads(LISTS.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _thing_words() -> frozenset[str]:
    """English words of things, which are no names though they are written with a capital: "the High Court"."""
    return frozenset(word for row in word_lists()["things"].values() for word in row["en"].split())


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    data = word_lists()
    stems: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    signs: dict[str, dict[str, list[tuple[str, str]]]] = {"ko": {}, "ja": {}}
    for section, rows in data.items():
        kind = "things" if section == "things" else "acts"
        for name, words in rows.items():
            for phrase in words["en"].split():
                stemmed = tuple(stem(word) for word in phrase.split("-"))
                stems.setdefault(stemmed[0], []).append((stemmed, kind, name))
            for script in ("ko", "ja"):
                for word in words[script].split():
                    signs[script].setdefault(word.replace("-", " "), []).append((kind, name))
    return _Lists(
        {first: tuple(some) for first, some in stems.items()},
        {script: any_of(dict.fromkeys(some, ())) for script, some in signs.items()},
        {
            script: {word.removeprefix("^"): tuple(found) for word, found in some.items()}
            for script, some in signs.items()
        },
        frozenset(data["speech"]),
    )
