"""The day an article was published: from a dateline in its text, or from the articles that tell the same news."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b
from heapq import nsmallest

from timeline.dates import EdtfError, Precision, parse_edtf

from .dates import DateMention, find_dates
from .sentences import split_sentences

HEAD = 1500  # characters in which a dateline stands
LABEL = re.compile(
    r"\b(?:updated|published|posted|created|first published|last modified|date)\b\s*(?:on|at|:|-)?\s*$",
    re.IGNORECASE,
)
CLOCK = re.compile(
    r"^[\s,|@·•-]{0,4}(?:at\s)?\d{1,2}[:.]\d{2}(?::\d{2})?\s?(?:[AP]\.?M\.?\b|[A-Z]{2,4}\b|GMT|UTC)?",
    re.IGNORECASE,
)
MIN_SHARED = 4  # marks of the same news that two articles must share
MIN_LIKENESS = 0.25  # and the part of the marks of the one that has fewer
MOST_MARKS = 64  # kept of one text: news has 20 to 50, and a list of names is no news
CAPITALS = re.compile(r"\b[A-Z][a-z]{3,}(?:\s[A-Z][a-z]{2,})*")
MONTH_DAY = re.compile(
    r"\b(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s(?P<day>\d{1,2})\b(?!,?\s(?:19|20)\d\d)|\b(?P<day2>\d{1,2})\s(?P<month2>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b(?!\s(?:19|20)\d\d)"
)


@dataclass(frozen=True, slots=True)
class DatedNews:
    """An article whose day is known, as far as comparing needs it."""

    origin: str
    published: date
    marks: frozenset[str]
    looks_ahead: bool = False


def find_dateline(text: str) -> date | None:
    """The day that a header line states: alone on its line, labelled ("Updated:") or followed by a clock time."""
    for mention in find_dates(text[:HEAD], reference_date=None):
        day = _exact_day(mention)
        if day and _is_dateline(text, mention):
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


def news_marks(text: str) -> frozenset[str]:
    """What the text has in common with others that tell the same news: names and days.

    Of very many the same are kept in every text, whatever else it holds.
    """
    names = {match.group() for match in CAPITALS.finditer(text)}
    days = {
        f"{(m['month'] or m['month2']).lower()}-{int(m['day'] or m['day2'])}"
        for m in MONTH_DAY.finditer(text)
    }
    marks = names | days
    return frozenset(marks if len(marks) <= MOST_MARKS else nsmallest(MOST_MARKS, marks, key=mark_key))


def mark_key(mark: str) -> int:
    """A number that stands for a mark, of 64 bits with a sign; the same everywhere and always."""
    return int.from_bytes(blake2b(mark.encode(), digest_size=8).digest(), signed=True)


def may_lend(marks: frozenset[str], ahead: bool, news: DatedNews) -> bool:
    """Whether a dated article tells the same news as one with these marks, so that it may lend its day."""
    shared = len(marks & news.marks)
    likeness = shared / (min(len(marks), len(news.marks)) or 1)
    return shared >= MIN_SHARED and likeness >= MIN_LIKENESS and ahead == news.looks_ahead


def infer_published(text: str, dated: Iterable[DatedNews]) -> date | None:
    """The day of an article that states none, from those that tell the same news; None when none is near enough.

    The likest article lends its day, moved (by a week at most) to one on which the text's own weekdays come out right.
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
    """Whether what the text says lies ahead really does on that day."""
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


LEAD = 2  # told sentences in which news says whether it is over or to come
TO_COME = re.compile(
    r"\b(?:will|(?:is|are) (?:set|due|scheduled|slated|expected|poised) to|(?:is|are) to|to (?:visit|meet|hold|sign|travel))\b"
)


def looks_ahead(text: str) -> bool:
    """Whether the lead tells what is to come, as against what has happened: the same news has two days otherwise."""
    lead = [s.text for s in split_sentences(text) if not s.is_headline][:LEAD]
    return any(TO_COME.search(sentence) for sentence in lead)
