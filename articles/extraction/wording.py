"""Titles of events, and the words from which they were made."""

from __future__ import annotations

import re
from dataclasses import dataclass

RULE, HEADLINE, EXTRACT = "rule", "headline", "extract"  # in the order of preference


@dataclass(frozen=True, slots=True)
class Wording:
    """A title and its basis: "rule" (built from parts of one clause), "headline" (the article's own) or "extract" (the
    clause's own words). ``clause`` is the text that it was made from, ``parts`` are its parts by name."""

    title: str
    basis: str = EXTRACT
    clause: str = ""
    parts: tuple[tuple[str, str], ...] = ()


PAIRS = {"”": "“", "’": "‘", "」": "「", "』": "『", ")": "(", "）": "（", "]": "["}
OPENING = frozenset(PAIRS.values())
MARKS = re.compile(f'[{re.escape("".join([*PAIRS, *PAIRS.values()]))}"]')


def balanced(text: str) -> str:
    """The text without quotation marks and brackets whose other half was cut off; apostrophes within words stay."""
    if not MARKS.search(text):
        return text
    waiting: list[int] = []
    dropped: set[int] = set()
    for at, sign in enumerate(text):
        is_open = bool(waiting) and text[waiting[-1]] == PAIRS.get(sign)
        is_in_word = text[at + 1 : at + 2].isalnum() and text[at + 1] < "\u3040"
        is_inside = at and text[at - 1].isalnum() and text[at - 1] < "\u3040" and (is_in_word or not is_open)
        if sign in "’'" and is_inside:
            continue
        if sign in OPENING:
            waiting.append(at)
        elif sign in PAIRS:
            if waiting and text[waiting[-1]] == PAIRS[sign]:
                waiting.pop()
            else:
                dropped.add(at)
    dropped |= set(waiting)
    if text.count('"') % 2:
        dropped.add(text.index('"'))
    return "".join(sign for at, sign in enumerate(text) if at not in dropped)


def capitalized(words: str) -> str:
    """The words with a capital at the beginning, and the rest as it is."""
    return words[:1].upper() + words[1:]


WORDS = re.compile(r"[A-Za-z\u00c0-\u024f]{4,}")
SIGNS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
SAME = 0.5  # the share of a headline's words that a clause has if it says the same


def says_the_same(headline: str, worded: Wording) -> bool:
    """Whether the article's headline says the same as the clause, in one line, so that it can be the title."""
    if not 8 <= len(headline) <= 100 or headline.endswith("?") or not worded.title:
        return False
    said, reported = _stems(headline), _stems(f"{worded.title} {worded.clause}")
    predicate = _stems(dict(worded.parts).get("predicate", ""))
    return bool(said) and len(said & reported) >= SAME * len(said) and bool(predicate & said)


def _stems(text: str) -> set[str]:
    """The first letters of its words, and every pair of neighbouring Chinese, Japanese or Korean characters."""
    stems = {word.lower()[:5] for word in WORDS.findall(text)}
    return stems | {run[n : n + 2] for run in SIGNS.findall(text) for n in range(len(run) - 1)}
