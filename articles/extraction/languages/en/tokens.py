"""The words and punctuation of an English sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from articles.extraction.english_words import classes_of

from .lexicon import PREPOSITIONS, PRONOUNS

WORD = re.compile(r"[^\W\d_][\w’'&-]*(?:\.(?=\w))?(?:[^\W\d_]\.)*|[$€£¥]?\d[\d,.]*\d%?|\d+%?|\S")
ADVERB = re.compile(
    r"ly$|^(?:also|then|now|already|again|still|just|once|first|later|soon|not|n't|never|so|far|recently|further|even|formally|back|both|all)$"
)
SHORTENED = {"wo": "will", "ca": "can", "sha": "shall"}  # before "n't"
MAX_TOKENS = 160  # of a sentence that are read; longer ones are lists


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign, as it stands and in lower case; offsets are within the sentence."""

    start: int
    end: int
    text: str
    low: str


def tokenize(sentence: str) -> list[Token]:
    """The tokens of a sentence in order; a possessive "'s" and the "n't" of a contraction are tokens of their own."""
    found = []
    for m in WORD.finditer(sentence):
        text = m.group().replace("’", "'")
        if text.lower().endswith(("'s", "s'")) and len(text) > 2:
            cut = m.end() - (2 if text.lower().endswith("'s") else 1)
            found.append(Token(m.start(), cut, text[: cut - m.start()], text[: cut - m.start()].lower()))
            found.append(Token(cut, m.end(), "'s", "’s"))
            continue
        if text.lower().endswith("n't") and len(text) > len("n't"):
            cut, stem = m.end() - len("n't"), text[:-3]
            found.append(Token(m.start(), cut, stem, SHORTENED.get(stem.lower(), stem.lower())))
            found.append(Token(cut, m.end(), "n't", "n't"))
            continue
        found.append(Token(m.start(), m.end(), text, text.lower()))
        if len(found) >= MAX_TOKENS:
            break
    return found


def has_noun(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether tokens[first:last] hold a pronoun, a name or a noun."""
    return any(
        t.low in PRONOUNS
        or t.text[0].isupper()
        or (t.low[0].isalpha() and "NOUN" in classes_of(t.low) and t.low not in PREPOSITIONS)
        for t in tokens[first:last]
    )


def last_comma(tokens: Sequence[Token], first: int, last: int) -> int | None:
    """The position of the last comma of tokens[first:last]."""
    return next((i for i in range(last - 1, first - 1, -1) if tokens[i].low == ","), None)


def is_adverb(token: Token) -> bool:
    """Whether a word ends or stands as an adverb does, and is no name such as "Italy"."""
    is_name = token.text[0].isupper() and "ADV" not in classes_of(token.low)
    return bool(ADVERB.search(token.low)) and not is_name
