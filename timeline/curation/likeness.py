"""How alike two names are: their letters, initials, and what they sound like in another script.

Pure functions, with no knowledge of the database. Scores go from 0 (nothing in common) to 100 (the same letters); each
comes with the reason in words, for the curator who decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

SAME, ORDER, INITIALS, LETTER, SOUND, PART = 98, 92, 80, 75, 65, 50
JOINED = 60  # names at least so alike form a cluster
MOST_IN_BLOCK = 60  # names that share a word; a word of more names tells nothing
WORDS = re.compile(r"[^\W_]+")
LATIN, HANGUL = re.compile(r"[a-z]"), re.compile(r"[\uac00-\ud7a3]")
KANA, HAN = re.compile(r"[\u3041-\u30ff]"), re.compile(r"[\u3400-\u9fff]")
MIN_SOUNDS = 3  # consonants; fewer are alike by chance


class Likeness(NamedTuple):
    """A score from 0 to 100 and its reason."""

    score: int
    why: str


NONE = Likeness(0, "")


@dataclass(frozen=True, slots=True)
class Named:
    """A name to compare, with the key of whatever it names."""

    key: Hashable
    text: str
    kind: str = ""
    words: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", _words(self.text))


def _words(text: str) -> tuple[str, ...]:
    """The words of a name without accents and capitals; what a hyphen joins is one word, as in Jong-un."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’s", "").replace("'s", ""))
    plain = "".join(c for c in plain if not unicodedata.combining(c) or "\u3099" <= c <= "\u309a")
    plain = unicodedata.normalize("NFC", re.sub(r"[-‐‑'’]", "", plain))
    return tuple(WORDS.findall(plain))


@lru_cache(maxsize=20_000)
def likeness(one: Named, other: Named) -> Likeness:
    """How alike two names are, whichever comes first."""
    a, b = one.words, other.words
    if not a or not b or re.sub(r"\D", "", one.text) != re.sub(r"\D", "", other.text):
        return NONE  # G7 is not G20
    if "".join(a) == "".join(b):
        return Likeness(SAME, "the same letters")
    if sorted(a) == sorted(b):
        return Likeness(ORDER, "the same words in another order")
    if one.kind and other.kind and one.kind != other.kind:
        return NONE
    if LATIN.search("".join(a)) and LATIN.search("".join(b)):
        return _in_letters(a, b)
    if _script(a) != _script(b) and (heard := _sound_alike(a, b)):
        return Likeness(SOUND, f"sounds the same ({heard})")
    return _part_of(a, b)


def _in_letters(a: tuple[str, ...], b: tuple[str, ...]) -> Likeness:
    if _are_initials(a, b):
        return Likeness(INITIALS, "the same initials and family name")
    left, right = list(a), list(b)
    for word in a:
        if word in right:
            left.remove(word)
            right.remove(word)
    if len(left) == len(right) == 1 and min(len(left[0]), len(right[0])) >= 5 and _one_apart(left[0], right[0]):  # fmt: skip
        return Likeness(LETTER, "one letter differs")
    return _part_of(a, b)


def _are_initials(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether one name shortens words of the other to initials, and both have at least one whole word in common."""
    if len(a) != len(b) or len(a) < 2:
        return False
    for turned in (b, (*b[1:], b[0])):
        pairs = list(zip(a, turned, strict=True))
        whole = any(x == y and len(x) > 2 for x, y in pairs)
        if whole and all(x == y or (1 in (len(x), len(y)) and x[0] == y[0]) for x, y in pairs):
            return True
    return False


def _one_apart(a: str, b: str) -> bool:
    """Whether one letter is missing, added or another, or two neighbours have changed places."""
    short, long = sorted((a, b), key=len)
    if len(long) - len(short) > 1:
        return False
    at = next((n for n, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    turned = long[:at] + long[at + 1 : at + 2] + long[at : at + 1] + long[at + 2 :]
    return short[at + 1 :] == long[at + 1 :] or short == turned


def _part_of(a: tuple[str, ...], b: tuple[str, ...]) -> Likeness:
    short, long = sorted((a, b), key=lambda words: len("".join(words)))
    joined, whole = "".join(short), "".join(long)
    is_part = set(short) < set(long) if LATIN.search(joined) else len(joined) >= 2 and joined in whole
    return Likeness(PART, "a part of the name") if is_part and len(joined) >= 2 else NONE


def _script(words: tuple[str, ...]) -> str:
    text = "".join(words)
    return next((name for name, signs in (("hangul", HANGUL), ("kana", KANA), ("han", HAN)) if signs.search(text)), "latin")  # fmt: skip


def _sound_alike(a: tuple[str, ...], b: tuple[str, ...]) -> str:
    """The consonants that two names in different scripts share; "" if they sound different, or one is in Han characters."""
    ours = sounds(a)
    both = ours & sounds(b)
    return max(both, key=lambda s: (len(s), s), default="")


@lru_cache(maxsize=20_000)
def sounds(words: tuple[str, ...]) -> frozenset[str]:
    """The consonants of a name as heard, in each order that its words may take; empty if they are too few, or unknown."""
    text = "".join(words)
    if HAN.search(text):
        return frozenset()
    orders = {words, (*words[1:], *words[:1]), (*words[-1:], *words[:-1])} if len(words) < 5 else {words}
    heard: set[str] = set()
    for order in orders:
        joined = "".join(order)
        if HANGUL.search(joined):
            heard |= _hangul_sounds(joined)
        else:
            heard.add(_classes(_kana_in_letters(joined) if KANA.search(joined) else joined))
    return frozenset(s for s in heard if len(s) >= MIN_SOUNDS)


# Sounds that scripts tell apart differently, each replaced by one letter. h, w, y and vowels are not heard.
CLASSES = (
    ("tch", "c"), ("sch", "s"), ("ch", "c"), ("sh", "s"), ("ts", "s"), ("th", "s"), ("ph", "p"), ("gh", "k"), ("ng", "n"), ("ck", "k"), ("x", "ks"), ("qu", "k"),
    ("q", "k"), ("g", "k"), ("d", "t"), ("b", "p"), ("v", "p"), ("f", "p"), ("j", "c"), ("z", "s"), ("r", "l"), ("m", "m"),
)  # fmt: skip


def _classes(letters: str) -> str:
    letters = re.sub(r"c(?=[eiy])", "s", re.sub(r"c(?![heiy])", "k", letters))
    letters = re.sub(r"r(?=[^aeiouyr]|$)", "", letters)  # as in Park, which Korean has without it
    for written, heard in CLASSES:
        letters = letters.replace(written, heard)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[^klmnpstc]", "", letters))


INITIALS_KO = "g kk n d tt r m b pp s ss _ j jj ch k t p h".split()
FINALS_KO = ["", *"k k k n n n t l k m l l l p l m p p t t n t t k t p h".split()]
SOFT = {2, 3, 6, 7, 12, 17, 20}  # vowels that begin with i or y: before them an initial r or n falls silent


def _hangul_sounds(text: str) -> set[str]:
    """The consonants of Hangul. A first syllable may have lost an r or n in the South that its spelling abroad keeps (Lee, Roh)."""
    letters = []
    for sign in text:
        code = ord(sign) - 0xAC00
        if not 0 <= code < 11172:
            continue
        first, rest = divmod(code, 588)
        letters.append(f"{INITIALS_KO[first].replace('_', '')}a{FINALS_KO[rest % 28]}a")
    if not letters:
        return set()
    heard = {_classes("".join(letters))}
    first, rest = divmod(ord(text[0]) - 0xAC00, 588)
    if (first == 11 and rest // 28 in SOFT) or first == 2:
        heard.add(_classes("".join([f"ra{FINALS_KO[rest % 28]}a", *letters[1:]])))
    return heard


ROWS = {"k": "カキクケコ", "g": "ガギグゲゴ", "s": "サシスセソ", "z": "ザズゼゾ", "j": "ジヂ", "t": "タテト", "ch": "チ", "ts": "ツ", "d": "ダデドヅ", "n": "ナニヌネノン", "h": "ハヒヘホ", "f": "フ", "b": "バビブベボ", "p": "パピプペポ", "m": "マミムメモ", "r": "ラリルレロ", "v": "ヴ"}  # fmt: skip
KANA_LETTERS = {sign: f"{letters}a" for letters, signs in ROWS.items() for sign in signs}


def _kana_in_letters(text: str) -> str:
    katakana = "".join(chr(ord(c) + 96) if "\u3041" <= c <= "\u3096" else c for c in text)
    return "".join(KANA_LETTERS.get(sign, "a") for sign in katakana)


@lru_cache(maxsize=50_000)
def blocks(name: Named) -> frozenset[str]:
    """Keys that names share if they can be alike at all."""
    text = "".join(name.words)
    keys = {text, *(f"word {word}" for word in name.words if len(word) > 2)}
    keys |= {f"sound {heard}" for heard in sounds(name.words)}
    if not LATIN.search(text):
        keys |= {f"part {text[n : n + 2]}" for n in range(len(text) - 1)}
    for word in name.words:
        if LATIN.search(word) and len(word) >= 5:
            keys |= {f"near {word[:n]}{word[n + 1 :]}" for n in range(len(word))} | {f"near {word}"}
    return frozenset(keys)


class Index:
    """Names by what they could have in common, so that not every name is compared with every other."""

    def __init__(self, names: Iterable[Named]):
        self.blocks: dict[str, list[Named]] = defaultdict(list)
        for name in names:
            for key in blocks(name):
                self.blocks[key].append(name)

    def like(self, name: Named) -> dict[Hashable, Likeness]:
        """The keys of what has a name like this one, with the best score of each."""
        found: dict[Hashable, Likeness] = {}
        for key in blocks(name):
            block = self.blocks.get(key, ())
            for other in block if len(block) <= MOST_IN_BLOCK else ():
                alike = likeness(name, other)
                if alike.score > found.get(other.key, NONE).score:
                    found[other.key] = alike
        return found


def clusters(names: Sequence[Named]) -> list[list[Named]]:
    """Names in clusters in which each is like every other in its script; a name like two that differ joins the one it is
    most like."""
    pairs: dict[tuple[int, int], int] = {}
    places = {name.key: n for n, name in enumerate(names)}
    for block in Index(names).blocks.values():
        for one, other in combinations(block, 2) if 1 < len(block) <= MOST_IN_BLOCK else ():
            a, b = sorted((places[one.key], places[other.key]))
            if a != b and (a, b) not in pairs:
                pairs[a, b] = likeness(one, other).score
    groups = {n: [n] for n in range(len(names))}
    for (a, b), score in sorted(pairs.items(), key=lambda item: (-item[1], item[0])):
        ours, theirs = groups[a], groups[b]
        if score < JOINED or ours is theirs:
            continue
        if all(_may_stand_together(names[x], names[y]) for x in ours for y in theirs):
            ours += theirs
            groups.update(dict.fromkeys(theirs, ours))
    return [[names[n] for n in sorted(group)] for group in {id(g): g for g in groups.values()}.values()]


def _may_stand_together(one: Named, other: Named) -> bool:
    """Whether two names may be in one cluster: alike, or in scripts that say little of each other, such as initials and Hangul."""
    return likeness(one, other).score >= JOINED or _script(one.words) != _script(other.words)
