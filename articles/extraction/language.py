"""Which language a text is in, by its script and most common words: enough to choose the rules that read it."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from operator import itemgetter

from .timex.lexicon import base_code, language_table

__all__ = ["base_code", "detect_language", "can_detect"]

SAMPLE = 1500  # characters at the beginning whose words are compared
SCRIPT_SAMPLE = 5000  # and whose script is
EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
HANGUL, KANA, HAN = (
    re.compile(f"[{signs}]+") for signs in ("\uac00-\ud7a3", "\u3040-\u30ff", "\u4e00-\u9fff")
)
ENGLISH = (
    "the of and to a in is that for it on as was with by at be from has he said its are an this will not over into after "
    "or but up out her she his him no we you me do so i new more than about all one two would have had were been their "
    "they which who e"
).split()
ENGLISH_PACE = 400  # most characters of English prose without "the"
WORD = re.compile(r"(?<!\w)[^\W\d_]+(?!\w)")
MIN_SCORE = 3  # least score of a text: 2 for a common word, 1 for a word with letters of the language alone
MIN_SHARE = 1 / 4  # least score as a share of its words; prose has twice as much
CHINESE = frozenset(  # characters that have another form in Japanese
    "们这为说对时发议约订签协于进访问开战两个还过东车间话请让达运远边选从关见现头张给经结统级论设证评该调责败财费资转轻"
    "长门队际险难项预领题风飞马龙它她你們這說對發與從來關變經處黨總，"
)
NAME = re.compile(r"[A-ZÀ-ÞĀ-Ž]")  # in Latin letters; names occur in any language
CYRILLIC = frozenset("абв")


def detect_language(text: str) -> str:
    """The code of a text's language ("fr"), or "" if it cannot be detected, as in a name or a line of figures."""
    head, sample = text[:SAMPLE], text[:SCRIPT_SAMPLE]
    if not sample.isascii() and EAST_ASIAN.search(sample) and (found := _by_script(sample)):
        return found
    if head.count(" the ") * ENGLISH_PACE >= len(head) > 0:
        return "en"
    return _by_words(head)


def can_detect(code: str) -> bool:
    """Whether this language can be detected."""
    return code in _letters() or code in ("ko", "ja")


def _by_script(sample: str) -> str:
    """Korean, Japanese or Chinese, which have scripts of their own; "" for other languages."""
    hangul, kana, han = (sum(map(len, signs.findall(sample))) for signs in (HANGUL, KANA, HAN))
    if max(hangul, kana) >= len(sample) / 20:
        return "ko" if hangul > kana else "ja"
    return "zh" if han > len(sample) / 3 and not kana and not CHINESE.isdisjoint(sample) else ""


def _by_words(sample: str) -> str:
    """The language with the most common words and letters in the sample; "" if another has as many."""
    words = WORD.findall(sample)
    known = _common_words()
    said = [known[word] for word in words if word in known]
    beyond = [] if sample.isascii() else [word for word in words if not (word.isascii() or NAME.match(word))]
    if 2 * len(said) + len(beyond) < max(MIN_SCORE, MIN_SHARE * len(words)):
        return ""
    scores = dict.fromkeys(_letters(), 0)
    for code in chain.from_iterable(said):
        scores[code] += 2
    for word in beyond:
        _count_letters(word.lower(), scores)
    (best, most), (_, next_most) = sorted(scores.items(), key=itemgetter(1), reverse=True)[:2]
    if most < max(MIN_SCORE, MIN_SHARE * len(words)):
        return ""
    # Russian and Ukrainian share many words: a text that could be either counts as Russian.
    return best if most > next_most or _letters()[best] >= CYRILLIC else ""


def _count_letters(word: str, scores: dict[str, int]) -> None:
    """Add to the score of each language that has all letters of the word, and take from those that lack one."""
    signs = {sign for sign in word if not sign.isascii()}
    for code, letters in _letters().items():
        scores[code] += 1 if signs <= letters else -1


@lru_cache(maxsize=1)
def _letters() -> dict[str, frozenset[str]]:
    """The letters of each language other than a to z."""
    return {"en": frozenset()} | {
        code: frozenset(said.get("letters", "")) for code, said in language_table().items()
    }


@lru_cache(maxsize=1)
def _common_words() -> dict[str, tuple[str, ...]]:
    """The languages of each common word, in lower case and with an initial capital; words in capitals may be names."""
    found: dict[str, tuple[str, ...]] = {}
    spoken = {"en": ENGLISH} | {
        code: said.get("common", "").split() for code, said in language_table().items()
    }
    for code, words in spoken.items():
        for word in {*words, *map(str.capitalize, words)}:
            found[word] = (*found.get(word, ()), code)
    return found
