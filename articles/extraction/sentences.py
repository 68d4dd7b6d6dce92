"""The sentences of an article, without boilerplate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .quotations import CONTINUED_IN_KOREAN

MAX_SENTENCE = 2000  # longer runs without a full stop are tables or code; cut so that the rules stay fast

ABBREVIATIONS = frozenset(
    "mr mrs ms dr gen sen rep gov lt col sgt capt st jr sr prof rev hon vs etc no vol art fig "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun "
    "u.s u.k u.n e.u s n u.s.s.r a.m p.m i.e e.g inc ltd co corp".split()
)
END = re.compile(r"[.!?。！？]+[\"'”’」』)\]]*(?:\[\d{1,3}\])*")
NOTES = re.compile(r"(?<=[.!?。！？])(?:\[\d{1,3}\])+$")  # the numbers of footnotes behind a sentence
# "WASHINGTON, Aug. 12 (Reuters) - ", "PARIS (AP) --": an agency's place and day before the news itself.
DATELINE = re.compile(
    r"(?:[A-Z][A-Z'’.-]{2,}(?:\s[A-Z][A-Z'’.-]+){0,3}|[A-Z][a-z]+(?:\s[A-Z][a-z]+)?(?=\s\())"
    r"(?:,\s[A-Z][\w.,\s]{2,24}?)?(?:\s\([^)\n]{2,30}\))?\s?(?:-{1,2}|–|—|_)\s(?=\S)"
)
# "Thursday, May 7, 2015 On Tuesday, the government ...": the day of publication run into the text.
DAY_LINE = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,\s)?(?:[A-Z][a-z]{2,8}\s\d{1,2},\s\d{4}|\d{1,2}\s[A-Z][a-z]{2,8}\s\d{4})\s{1,3}(?=[A-Z“\"][a-z]+[ ,])"
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
    """A sentence or headline of the text. ``order`` counts sentences from 0; it is -1 for a headline."""

    start: int
    end: int
    text: str
    order: int
    is_headline: bool = False


def split_sentences(text: str) -> list[Sentence]:
    """Split a text into sentences at line ends and full stops, without boilerplate; headlines are marked."""
    return list(iter_sentences(text))


def iter_sentences(text: str) -> Iterator[Sentence]:
    """The same one by one, for callers that need the first ones only: no line behind those asked for is split."""
    position = order = 0
    for line in text.splitlines(keepends=True):
        start, position = position, position + len(line)
        if not line.strip() or BOILERPLATE.match(line.strip()[:300]):
            continue
        for first, last in _split_line(line):
            is_headline = not END.search(line[max(first, last - 4) : last])
            if is_headline and (last - first > 160 or ENTRY.match(line, first)):
                is_headline = False  # too long for a headline: a sentence that lost its full stop
            if dateline := DATELINE.match(line, first, last) or (None if first else DAY_LINE.match(line)):
                first = dateline.end()
            yield Sentence(
                start + first, start + last, line[first:last], -1 if is_headline else order, is_headline
            )
            order += not is_headline


# The head of an entry of a chronicle, whose entries may stand in one line: "2006年6月3日:".
ENTRY = re.compile(r"(?=(?<!\d)\d{4}年\s?\d{1,2}月\s?\d{1,2}日\s?[:：])")
HANGUL = re.compile(r"[가-힣]")


def _split_line(line: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    first = 0
    quoted = [m.span() for m in CONTINUED_IN_KOREAN.finditer(line)] if HANGUL.search(line) else []
    for stop in sorted([*END.finditer(line), *ENTRY.finditer(line)], key=re.Match.end):
        is_quoted = any(s < stop.start() < e - 1 for s, e in quoted)
        if (_ends_sentence(line, stop) and not is_quoted) or stop.end() - first > MAX_SENTENCE:
            spans.append((first, stop.end()))
            first = stop.end()
    spans.append((first, len(line)))
    trimmed: list[tuple[int, int]] = []
    for start, end in spans:
        piece = line[start:end]
        start, end = start + len(piece) - len(piece.lstrip()), start + len(NOTES.sub("", piece.rstrip()))
        if end - start > 1:
            trimmed.extend((cut, min(cut + MAX_SENTENCE, end)) for cut in range(start, end, MAX_SENTENCE))
    return trimmed


BRACKET = 80  # characters after which an open bracket counts as never closed


def _is_in_brackets(line: str, stop: re.Match[str]) -> bool:
    """Whether a full stop is inside brackets, in a sentence that continues after them."""
    opened = max(
        line.rfind("(", max(0, stop.start() - BRACKET), stop.start()),
        line.rfind("（", max(0, stop.start() - BRACKET), stop.start()),
    )
    if opened < 0 or re.search(r"[)）]", line[opened : stop.end()]):
        return False
    closed = re.compile(r"[^()（）]{0,80}?[)）](?=\S)").match(line, stop.end())
    return closed is not None and not line[closed.end() - 1 :].startswith((")。", "）。"))


def _ends_sentence(line: str, stop: re.Match[str]) -> bool:
    if not stop.group():
        return True
    if _is_in_brackets(line, stop):
        return False
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
        return not following  # "the U.S." ends a sentence only at the end of a line: a wrong join does less harm than a wrong cut
    return True
