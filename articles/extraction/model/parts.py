"""Articles longer than a model's window, in parts that overlap."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .passages import Span
from .request import instructions

OVERLAP = 0.1  # the share of a part that is repeated in the next, at least a piece: what is referred to comes just before
LEAST_PIECES = 4  # of a part: longer paragraphs are divided
LEAST_ROOM = 300  # tokens for the article itself
FRAME = 700  # tokens of the schema and the text around the article
PARAGRAPH, SENTENCE = re.compile(r"\n+"), re.compile(r"(?<=[.!?。！？])\s*")


class WindowTooSmall(Exception):
    """A model's window has no room for an article besides the request."""


def estimate_tokens(text: str) -> int:
    """A rough number of tokens: one for four Latin letters, and one for each character of another script."""
    latin = sum(map(str.isascii, text))
    return latin // 4 + (len(text) - latin) + 1


def room_for_answer(window: int, most: int) -> int:
    """The tokens that an answer may have in a window of this size."""
    return min(most, window // 3)


def split_text(text: str, window: int, most_answer: int) -> list[Span]:
    """The parts of a text that fit into a window of so many tokens, divided at paragraphs, else at sentences.

    Raises WindowTooSmall.
    """
    room = window - room_for_answer(window, most_answer) - estimate_tokens(instructions()) - FRAME
    if room < LEAST_ROOM:
        raise WindowTooSmall(f"a window of {window} tokens has no room for an article")
    if estimate_tokens(text) <= room:
        return [Span(0, len(text))]
    pieces = list(_pieces(text, room // LEAST_PIECES))
    parts: list[Span] = []
    first = 0
    while first < len(pieces):
        size, last = 0, first
        while last < len(pieces) and (last == first or size + pieces[last][1] <= room):
            size += pieces[last][1]
            last += 1
        parts.append(Span(pieces[first][0].start, pieces[last - 1][0].end))
        if last == len(pieces):
            break
        back = last
        repeated = 0
        while back - 1 > first and (not repeated or repeated + pieces[back - 1][1] <= room * OVERLAP):
            back -= 1
            repeated += pieces[back][1]
        first = back
    return parts


def _pieces(text: str, most: int) -> Iterator[tuple[Span, int]]:
    """Paragraphs with their tokens; paragraphs that are too long are divided into sentences, and these into equal pieces."""
    for span in _cut(text, Span(0, len(text)), PARAGRAPH):
        if (size := estimate_tokens(text[span.start : span.end])) <= most:
            yield span, size
            continue
        for sentence in _cut(text, span, SENTENCE):
            for start in range(sentence.start, sentence.end, most):
                end = min(start + most, sentence.end)
                if estimate_tokens(text[sentence.start : sentence.end]) <= most:
                    start, end = sentence.start, sentence.end
                yield Span(start, end), estimate_tokens(text[start:end])
                if end == sentence.end:
                    break


def _cut(text: str, span: Span, border: re.Pattern[str]) -> Iterator[Span]:
    start = span.start
    for match in border.finditer(text, span.start, span.end):
        if match.end() > start and match.end() < span.end:
            yield Span(start, match.end())
            start = match.end()
    if start < span.end:
        yield Span(start, span.end)
