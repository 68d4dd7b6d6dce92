"""How much room text takes where nobody can measure it: on the server, before a browser has chosen a font."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

NARROW, THIN, WIDE = frozenset("iljI.,:;'’|!()[]"), frozenset("tfr-–/ "), frozenset("mwMW@—%…")


@lru_cache(maxsize=65_536)
def _em(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.0
    if sign in NARROW:
        return 0.32
    if sign in THIN:
        return 0.39
    if sign in WIDE:
        return 0.96
    return 0.69 if sign.isupper() else 0.62


def text_width(text: str, size: float) -> float:
    """How wide a text is set at a size, guessed for a wide sans serif (DejaVu Sans): in a narrower font it only gains room."""
    return sum(map(_em, text)) * size


def wrap(text: str, room: float, size: float) -> list[str]:
    """The text in lines no wider than the room; a word that is wider stands alone. Nothing is left out."""
    spaced = " " in text
    lines = [""]
    for word in text.split() if spaced else list(text):  # Japanese may break anywhere
        longer = f"{lines[-1]} {word}".strip() if spaced else lines[-1] + word
        if not lines[-1] or text_width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
