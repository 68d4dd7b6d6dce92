"""The classes of English words and the verbs that they are forms of, from a list of 64,000 forms."""

from __future__ import annotations

from functools import cache
from pathlib import Path

WORDS_FILE = Path(__file__).parent / "rules" / "english_words.txt"  # made by scripts/freeze_english_words.py
CLASSES = {"n": "NOUN", "v": "VERB", "a": "ADJ", "r": "ADV", "x": "AUX"}
NONE: frozenset[str] = frozenset()


def classes_of(word: str) -> frozenset[str]:
    """The classes of a word in lower case: NOUN, VERB, ADJ, ADV, AUX; none for a word that is not listed."""
    found = _words().get(word)
    return _classes(found[0]) if found else NONE


def verbs_of(word: str) -> tuple[str, ...]:
    """The verbs, in their base form, that a word in lower case can be a form of ("lay": lay, lie)."""
    found = _words().get(word)
    return found[1] if found else ()


@cache
def _words() -> dict[str, tuple[str, tuple[str, ...]]]:
    words = {}
    for line in WORDS_FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            word, classes, *verbs = line.split(" ")
            words[word] = classes, tuple(verbs) or ((word,) if "v" in classes else ())
    return words


@cache
def _classes(letters: str) -> frozenset[str]:
    return frozenset(CLASSES[letter] for letter in letters)
