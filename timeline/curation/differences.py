"""How two versions of a text differ, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# A word with the space after it; Chinese, Japanese and Korean signs one by one.
PIECE = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+\s*|\W\s*"
)
ALIKE = 0.3  # below this, the whole is shown as replaced: scattered words in common tell nothing
LONGEST = 20_000  # characters compared word by word


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that both versions have ("same"), only the first ("gone") or only the second ("new")."""

    kind: str
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """Both versions in one, in the order of the text."""
    if before == after:
        return [Piece("same", after)] if after else []
    old, new = PIECE.findall(before), PIECE.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if max(len(before), len(after)) > LONGEST or matcher.ratio() < ALIKE:
        return [piece for piece in (Piece("gone", before), Piece("new", after)) if piece.text]
    pieces: list[Piece] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(new[c:d])))
            continue
        pieces += [Piece("gone", "".join(old[a:b]))] if b > a else []
        pieces += [Piece("new", "".join(new[c:d]))] if d > c else []
    return pieces
