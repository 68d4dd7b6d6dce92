"""The day an article was published: from a dateline in its text, or from articles with the same news."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b
from heapq import nsmallest
from itertools import islice

from timeline.dates import EdtfError, Precision, parse_edtf

from .dates import OWN_RULES, DateMention, find_dates
from .language import detect_language
from .sentences import iter_sentences
from .timex.lexicon import Lexicon, base_code, lexicon

HEAD = 1500  # characters at the beginning in which a dateline can be
LABEL = re.compile(
    r"\b(?:updated|published|posted|created|first published|last modified|date)\b\s*(?:on|at|:|-)?\s*$",
    re.IGNORECASE,
)
CLOCK = re.compile(
    r"^[\s,|@·•-]{0,4}(?:at\s)?\d{1,2}[:.]\d{2}(?::\d{2})?\s?(?:[AP]\.?M\.?\b|[A-Z]{2,4}\b|GMT|UTC)?",
    re.IGNORECASE,
)
MIN_SHARED = 4  # marks that two articles with the same news must share
MIN_LIKENESS = 0.25  # and the share of the marks of the article that has fewer
MOST_MARKS = 64  # kept for one text: news has 20 to 50; a text with more is a list of names
CAPITALS = re.compile(r"\b[A-Z][a-z]{3,}(?:\s[A-Z][a-z]{2,})*")
MONTH_DAY = re.compile(
    r"\b(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s(?P<day>\d{1,2})\b(?!,?\s(?:19|20)\d\d)|\b(?P<day2>\d{1,2})\s(?P<month2>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b(?!\s(?:19|20)\d\d)"
)


@dataclass(frozen=True, slots=True)
class DatedNews:
    """An article whose day is known, with what is needed to compare it with others."""

    origin: str
    published: date
    marks: frozenset[str]
    looks_ahead: bool = False


def find_dateline(text: str, language: str | None = None) -> date | None:
    """The day in a header line: alone on its line, labelled ("Updated:") or followed by a time of day; None without one.

    ``language`` is a BCP 47 code, detected if it is not given. In languages other than English, Korean and Japanese an
    agency's line with the year ("Berlin, 6. September 2024 (dpa) –") counts too.
    """
    code = base_code(language or detect_language(text))
    words = None if code in OWN_RULES or not code else lexicon(code)
    for mention in find_dates(text[:HEAD], reference_date=None, language=code or "en"):
        day = _exact_day(mention)
        if day and (_is_dateline(text, mention) if words is None else _is_header(text, mention, words)):
            return day
    return None


def _exact_day(mention: DateMention) -> date | None:
    value = mention.timex_value[:10]
    try:
        return date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return None


def _is_dateline(text: str, mention: DateMention) -> bool:
    line_start = text.rfind("\n", 0, mention.start) + 1
    line_end = text.find("\n", mention.end)
    line_end = len(text) if line_end < 0 else line_end
    before, after = text[line_start : mention.start], text[mention.end : line_end]
    if LABEL.search(before) or (CLOCK.match(after) and len(before) < 60):
        return True
    alone = len(before.strip(" \t|,·•—–-")) <= 12 and len(after.strip(" \t|,·•—–-.")) <= 12
    return alone and not re.search(r"[a-z]{3}\s*$", before)


PLACE = re.compile(r"^\W{0,4}(?:[^\W\d_][\w'’ .-]{1,30}(?:[,،，|·–—]|\s-)\s{0,2})?(?:\w{1,4}\s)?$")
BESIDE = re.compile(
    r"^\W{0,4}[^.!?。]{0,12}\W{0,4}$"
)  # "г." or "(AFP)" behind a date that is alone on its line
TIME_BEHIND = re.compile(
    r"^[\s,،，|@·•–-]{0,4}(?:\w{1,8}\s){0,2}\d{1,2}\s?[:.h时時]\s?\d{2}(?!\d)[^\n]{0,40}$"
)
AGENCY = re.compile(
    r"^\s{0,2}(?:г\.\s)?(?:[(（][^()（）\n]{2,40}[)）]\s?[-–—:：.]*|[-–—]{1,2})\s|^[电電讯訊]"
)
AGENCY_BEFORE = re.compile(r"^\W{0,4}[^\W\d_][^\d\n.!?。]{1,40}$")  # the place and the agency


def _is_header(text: str, mention: DateMention, words: Lexicon) -> bool:
    """The same for a language without rules of its own."""
    line_start = text.rfind("\n", 0, mention.start) + 1
    line_end = text.find("\n", mention.end)
    before = text[line_start : mention.start]
    after = text[mention.end : len(text) if line_end < 0 else line_end]
    if len(before) > 60:
        return False
    if words.label.search(before):
        return True
    if PLACE.match(before):
        return bool(BESIDE.match(after) or TIME_BEHIND.match(after) or before and AGENCY.match(after))
    return bool(AGENCY_BEFORE.match(before) and after[:1] in "电電讯訊" and after)


def news_marks(text: str) -> frozenset[str]:
    """The names and days that identify the news in a text.

    If there are too many, the choice depends on the mark alone, so that two texts keep the same ones.
    """
    names = {match.group() for match in CAPITALS.finditer(text)}
    days = {
        f"{(m['month'] or m['month2']).lower()}-{int(m['day'] or m['day2'])}"
        for m in MONTH_DAY.finditer(text)
    }
    marks = names | days
    return frozenset(marks if len(marks) <= MOST_MARKS else nsmallest(MOST_MARKS, marks, key=mark_key))


def mark_key(mark: str) -> int:
    """A signed 64-bit number for a mark, the same on every machine and in every release."""
    return int.from_bytes(blake2b(mark.encode(), digest_size=8).digest(), signed=True)


def may_lend(marks: frozenset[str], ahead: bool, news: DatedNews) -> bool:
    """Whether a dated article has the same news as one with these marks, so that its day can be used."""
    shared = len(marks & news.marks)
    likeness = shared / (min(len(marks), len(news.marks)) or 1)
    return shared >= MIN_SHARED and likeness >= MIN_LIKENESS and ahead == news.looks_ahead


def infer_published(text: str, dated: Iterable[DatedNews]) -> date | None:
    """The day of an article that gives none, from articles with the same news; None if none is similar enough.

    The most similar article gives its day, moved by at most a week so that the weekdays in the text are right.
    """
    marks = news_marks(text)
    ahead = looks_ahead(text)
    best: tuple[float, int, str] | None = None
    choice: DatedNews | None = None
    for news in dated:
        if not may_lend(marks, ahead, news):
            continue
        shared = marks & news.marks
        likeness = len(shared) / min(len(marks), len(news.marks))
        days = sum("-" in mark for mark in shared)
        rank = (likeness + 0.2 * bool(days), -news.published.toordinal(), news.origin)
        if best is None or rank > best:
            best, choice = rank, news
    if choice is None:
        return None
    return choice.published if _fits(text, choice.published) else _nearest_fit(text, choice.published)


def _nearest_fit(text: str, near: date) -> date | None:
    for offset in (1, -1, 2, -2, 3, -3):
        day = near + timedelta(days=offset)
        if _fits(text, day):
            return day
    return None


def _fits(text: str, published: date) -> bool:
    """Whether the text's view of what is past and what is planned is right on that day."""
    for mention in find_dates(text, reference_date=published):
        if mention.edtf and _said_ahead(text, mention) and not _lies_ahead(mention.edtf, published):
            return False
    return True


AHEAD = re.compile(
    r"\b(?:will|to be|is set to|are set to|slated|scheduled|upcoming|plans? to|planning to)\b[^.;]{0,60}$"
)


def _said_ahead(text: str, mention: DateMention) -> bool:
    return bool(AHEAD.search(text[max(0, mention.start - 80) : mention.start]))


def _lies_ahead(edtf: str, published: date) -> bool:
    try:
        when = parse_edtf(edtf)
    except EdtfError:
        return True
    return when.latest >= published or when.precision not in (Precision.DAY, Precision.MONTH)


LEAD = 2  # sentences in which news says whether the event is past or planned
TO_COME = re.compile(
    r"\b(?:will|(?:is|are) (?:set|due|scheduled|slated|expected|poised) to|(?:is|are) to|to (?:visit|meet|hold|sign|travel))\b"
)


def looks_ahead(text: str) -> bool:
    """Whether the lead reports a plan. News before and after an event has the same names but different days."""
    told = (s.text for s in iter_sentences(text) if not s.is_headline)
    return any(TO_COME.search(sentence) for sentence in islice(told, LEAD))
