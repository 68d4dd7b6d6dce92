"""Where the sentences of an article are, and which of its lines are not told news at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_SENTENCE = 2000  # longer runs without a full stop are tables or code; cut so that later rules stay fast

ABBREVIATIONS = frozenset(
    "mr mrs ms dr gen sen rep gov lt col sgt capt st jr sr prof rev hon vs etc no vol art fig "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun "
    "u.s u.k u.n e.u s n u.s.s.r a.m p.m i.e e.g inc ltd co corp".split()
)
END = re.compile(r"[.!?。！？]+[\"'”’」』)\]]*")
# "WASHINGTON, Aug. 12 (Reuters) - ", "PARIS (AP) --": where and when an agency wrote, before the news itself.
DATELINE = re.compile(
    r"(?:[A-Z][A-Z'’.-]{2,}(?:\s[A-Z][A-Z'’.-]+){0,3}|[A-Z][a-z]+(?:\s[A-Z][a-z]+)?(?=\s\())"
    r"(?:,\s[A-Z][\w.,\s]{2,24}?)?(?:\s\([^)\n]{2,30}\))?\s?(?:-{1,2}|–|—|_)\s(?=\S)"
)
BOILERPLATE = re.compile(
    r"""^\W* (?:
        advertisement | image | photo | give\ feedback | read\ (?:more|also) | related | share\ this | home | menu
      | \(? with\ inputs?\ from\ .* | (?: updated | created | published | posted )\ ?: .* | .{0,80} \b \d[\d,]*\s views
      | (?: image | photo | picture | file\ photo | caption ) \s* (?: : | credit | by | is | of ) .*
      | this\ image\ is\ .* | .* \b all\ rights\ reserved .* | \(c\) .* | © .* | statement\ from\ .* | sources?\s*:?
      | 사진 .{0,40} | 저작권자 .* | 무단\ ?전재 .* | 写真 .{0,40} | 出典 .{0,40} | 関連 .{0,20}
    ) \W* $""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the text. ``order`` counts told sentences from 0; a headline has none of its own (-1)."""

    start: int
    end: int
    text: str
    order: int
    is_headline: bool = False


def split_sentences(text: str) -> list[Sentence]:
    """Split a text into sentences by lines and full stops, leaving out boilerplate; headlines are marked."""
    found: list[Sentence] = []
    position = order = 0
    for line in text.splitlines(keepends=True):
        start, position = position, position + len(line)
        if not line.strip() or BOILERPLATE.match(line.strip()[:300]):
            continue
        for first, last in _split_line(line):
            is_headline = not END.search(line[max(first, last - 4) : last])
            if is_headline and last - first > 160:
                is_headline = False  # a long run that lost its full stop is still told text
            if dateline := DATELINE.match(line, first, last):
                first = dateline.end()
            found.append(
                Sentence(
                    start + first, start + last, line[first:last], -1 if is_headline else order, is_headline
                )
            )
            order += not is_headline
    return found


def _split_line(line: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    first = 0
    for stop in END.finditer(line):
        if _ends_sentence(line, stop) or stop.end() - first > MAX_SENTENCE:
            spans.append((first, stop.end()))
            first = stop.end()
    spans.append((first, len(line)))
    trimmed: list[tuple[int, int]] = []
    for start, end in spans:
        piece = line[start:end]
        start, end = start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        if end - start > 1:
            trimmed.extend((cut, min(cut + MAX_SENTENCE, end)) for cut in range(start, end, MAX_SENTENCE))
    return trimmed


def _ends_sentence(line: str, stop: re.Match[str]) -> bool:
    if stop.group()[0] in "。！？":
        return stop.group()[-1] not in "」』" or line[stop.end() : stop.end() + 1] in ("", " ", "\n", "　")
    following = line[stop.end() : stop.end() + 3]
    if following and not following[0].isspace():
        return False
    following = following.strip()
    if following and (following[0].islower() or following[0] in ",;"):
        return False
    before = re.search(r"([\w.]{1,12})$", line[max(0, stop.start() - 12) : stop.start()])
    if stop.group()[0] != "." or not before:
        return True
    word = before.group(1)
    is_initial = bool(re.fullmatch(r"(?:[A-Z]\.)*[A-Z]", word))
    if word.lower() in ABBREVIATIONS or is_initial:
        return (
            not following
        )  # "the U.S." ends a sentence only at the line's end: a wrong join costs less than a cut
    return True
