"""Where a model's words are in an article: letter by letter, except for white space, quotation marks and dashes."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

# Zero-width and other invisible characters, which are not part of requests or comparisons.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2064\u206a-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
QUOTES = "\"'`´‘’‚‛“”„‟‹›«»「」『』〝〞〟＂＇"
DASHES = "-‐‑‒–—―−－﹘﹣"
SAME = str.maketrans(dict.fromkeys(QUOTES, "'") | dict.fromkeys(DASHES, "-"))
WORDLIKE = re.compile(
    r"[A-Za-z0-9\u00c0-\u024f\u0370-\u052f]"
)  # letters of scripts with spaces between words


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the article: code points, ``end`` exclusive."""

    start: int
    end: int

    def meets(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


def pack(text: str) -> tuple[str, list[int]]:
    """The characters of a text that are compared, and their positions; a run of dashes or of quotation marks counts as one."""
    kept: list[str] = []
    offsets: list[int] = []
    for at, sign in enumerate(text.translate(SAME)):
        if sign.isspace() or INVISIBLE.match(sign) or (sign in "-'" and kept and kept[-1] == sign):
            continue
        kept.append(sign)
        offsets.append(at)
    return "".join(kept), offsets


class Printed:
    """A text in which words are looked for as they were printed."""

    def __init__(self, text: str):
        self.text = text

    @cached_property
    def _packed(self) -> tuple[str, list[int]]:
        return pack(self.text)

    def find(self, words: str, within: Span | None = None) -> Span | None:
        """The first occurrence of the words, as whole words if the script has spaces; None without one."""
        return next(iter(self.find_all(words, within, most=1)), None)

    def find_all(self, words: str, within: Span | None = None, most: int = 50) -> list[Span]:
        """The occurrences of the words in text order, without an ellipsis at either end."""
        letters, offsets = self._packed
        needle = pack(words.strip().strip("…").strip(". "))[0]
        if not needle:
            return []
        at = bisect_left(offsets, within.start) if within else 0
        stop = bisect_left(offsets, within.end) if within else len(letters)
        found: list[Span] = []
        while len(found) < most and (at := letters.find(needle, at, stop)) >= 0:
            span = Span(offsets[at], offsets[at + len(needle) - 1] + 1)
            if self._is_whole(span):
                found.append(self._with_stop(span, words))
            at += 1
        return found

    def _with_stop(self, span: Span, words: str) -> Span:
        """The occurrence with a final full stop, if both the words and the text have one."""
        has_stop = words.rstrip().endswith(".") and self.text[span.end : span.end + 1] == "."
        return Span(span.start, span.end + 1) if has_stop else span

    def _is_whole(self, span: Span) -> bool:
        text = self.text
        cut_before = (
            span.start > 0 and WORDLIKE.match(text[span.start - 1]) and WORDLIKE.match(text[span.start])
        )
        cut_after = (
            span.end < len(text) and WORDLIKE.match(text[span.end]) and WORDLIKE.match(text[span.end - 1])
        )
        return not (cut_before or cut_after)


def plain(text: str) -> str:
    """A text for comparing words: one form of each sign, quotation marks and dashes alike, single spaces."""
    text = INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(SAME)
    return re.sub(r"\s+", " ", text).strip()
