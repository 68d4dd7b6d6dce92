"""Whether a name in Hangul or katakana sounds like one in Latin letters: by its consonants, which every spelling keeps."""

from __future__ import annotations

import re
import unicodedata

# A name in these scripts: three syllables of Hangul, alone or before a particle, or katakana.
WRITTEN_NAME = re.compile(
    r"(?<![가-힣])[가-힣]{2,4}(?=[은는이가의과와을를,\s]|$)|[ァ-ヴー]{2,}(?:[・＝=][ァ-ヴー]{2,})*"
)
LEAST = 3  # consonants; with fewer, too many names sound alike
# Classes of consonants that transcriptions do not keep apart: g and k, d and t, r and l, b, p, f and v, s and z and j and ch.
HANGUL_INITIAL = (
    "K",
    "K",
    "N",
    "T",
    "T",
    "R",
    "M",
    "P",
    "P",
    "S",
    "S",
    "",
    "S",
    "S",
    "S",
    "K",
    "T",
    "P",
    "H",
)
HANGUL_FINAL = (
    "", "K", "K", "K", "N", "N", "N", "T", "R", "K", "M", "R", "R", "R", "R", "R", "M", "P", "P", "S", "S", "N", "S", "S", "K", "T", "P", ""
)  # fmt: skip
KATAKANA = {
    **dict.fromkeys("カキクケコガギグゲゴ", "K"),
    **dict.fromkeys("サシスセソザジズゼゾ", "S"),
    **dict.fromkeys("タテトダデド", "T"),
    **dict.fromkeys("チツヂヅ", "S"),
    **dict.fromkeys("ナニヌネノン", "N"),
    **dict.fromkeys("ハヒヘホ", "H"),
    **dict.fromkeys("フバビブベボパピプペポヴ", "P"),
    **dict.fromkeys("マミムメモ", "M"),
    **dict.fromkeys("ラリルレロ", "R"),
}
LATIN = (
    (r"tch|ch|sch|sh|ts|tz|cz|zh|j|z|x|s", "S"),
    (r"c(?=[eiy])", "S"),
    (r"ck|c|k|g|q", "K"),
    (r"ph|p|b|f|v", "P"),
    (r"th|t|d", "T"),
    (r"ng|n", "N"),
    (r"m", "M"),
    (r"l|r", "R"),
    (r"h", "H"),
)
SOUND = re.compile("|".join(f"(?P<c{n}>{pattern})" for n, (pattern, _) in enumerate(LATIN)))


def consonants(name: str) -> str:
    """The classes of the consonants of a name in order; repeated ones count once, and an h, which is often dropped, not at all."""
    found = []
    for sign in unicodedata.normalize("NFC", name):
        if "가" <= sign <= "힣":
            initial, rest = divmod(ord(sign) - 0xAC00, 588)
            found += [HANGUL_INITIAL[initial], HANGUL_FINAL[rest % 28]]
        elif sign in KATAKANA:
            found.append(KATAKANA[sign])
        else:
            found.append(" ")
    words = "".join(found)
    if not words.strip():
        letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        words = SOUND.sub(lambda m: LATIN[int((m.lastgroup or "c0")[1:])][1], letters)
        words = re.sub(r"[^A-Z]", "", words)
    return re.sub(r"(.)\1+", r"\1", words.replace(" ", "").replace("H", ""))


def sounds_alike(written: str, name: str) -> bool:
    """Whether a full name, or the family name with one given name, sounds as it is written; "カナン" alone is not enough."""
    heard, wanted = consonants(written), consonants(name)
    if min(len(heard), len(wanted)) < LEAST or heard[0] != wanted[0]:
        return False
    return _distance(heard, wanted) <= max(len(heard), len(wanted)) // 5


def _distance(one: str, two: str) -> int:
    """Levenshtein's distance."""
    row = list(range(len(two) + 1))
    for n, a in enumerate(one, 1):
        last, row[0] = row[0], n
        for m, b in enumerate(two, 1):
            last, row[m] = row[m], min(row[m] + 1, row[m - 1] + 1, last + (a != b))
    return row[-1]
