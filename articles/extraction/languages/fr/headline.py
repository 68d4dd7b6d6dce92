"""A French clause as a title: its own words, from the subject to the end of the object."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.extraction.claims import Claim
from articles.extraction.kinds import Happening
from articles.extraction.wording import Wording, balanced, capitalized

if TYPE_CHECKING:
    from articles.extraction.article import Passage

LONGEST = 90  # characters of a title
OPENS = re.compile(r"[,;:—–]\s|\b(?:que|qu['’]|où|tandis que|alors que|lorsque)\s")
AND = re.compile(
    r"\b(?:a|ont|est|sont|avait|avaient)\s[^,;]*?(?P<link>\set\s)(?=(?:le|la|les|l['’]|[A-Z]))"
)  # a clause before it
CLOSES = re.compile(
    r"[;:—–]\s|,\s(?:qui|que|où|et|mais|dont|tandis|alors|selon|a)\b|\s(?:tandis|alors)\sque\b|[.!?]+[»”\"]?$"
)
BORDER = re.compile(
    r",?\s(?=(?:à|au|aux|avec|pour|par|dans|sur|en|contre|après|avant|lors|afin|sans|malgré|selon)\b)|,(?=\s)"
)
TRAILING = re.compile(
    r"(?:[\s,](?:à|au|aux|de|du|des|d['’]|la|le|les|un|une|et|en|par|pour|sur|dans|avec|que|qui|dont|ce|cette|lors))+$",
    re.IGNORECASE,
)
TAG = re.compile(r"^(?:par ailleurs|en outre|selon [^,]+|ainsi|également|pour sa part)\s?,?\s", re.IGNORECASE)
APPOSITION = re.compile(r"^(?P<name>[^,]{3,60}),\s[^,]{3,80},\s")


def word(passage: Passage, happening: Happening, claim: Claim) -> Wording:
    """The clause with the happening, without its dates."""
    text, spans = passage.text, passage.spans
    breaks = [
        m
        for m in OPENS.finditer(text, 0, happening.start)
        if not any(s - 4 <= m.start() < e for s, e in spans)
    ]
    starts = [m.end() for m in breaks] + [m.end("link") for m in AND.finditer(text, 0, happening.start)]
    apposition = APPOSITION.match(text)
    start = 0 if apposition and apposition.end() <= happening.start else max(starts, default=0)
    close = CLOSES.search(text, happening.end)
    stop = close.start() if close else len(text)
    words = _plain(passage, start, stop)
    if apposition and start == 0:
        words = APPOSITION.sub(lambda m: f"{m['name']} ", words, count=1)
    if len(words) > LONGEST:
        borders = [m.start() for m in BORDER.finditer(words, 20, LONGEST + 1)]
        words = words[: borders[-1]] if borders else words[:LONGEST].rpartition(" ")[0]
    title = balanced(TRAILING.sub("", words).strip(" ,;:.—–"))
    parts = (
        ("subject", text[start : happening.start].strip(" ,")),
        ("predicate", text[happening.start : happening.end]),
    )
    return Wording(capitalized(title), clause=text[start:stop], parts=parts)


def _plain(passage: Passage, start: int, stop: int) -> str:
    """The words of start..stop without dates, their prepositions, and anything in brackets."""
    text, at = "", start
    for first, last in passage.spans:
        lead = passage.language.lead_of_date(passage.text, first)
        if start <= lead and last <= stop:
            text, at = text + passage.text[at:lead] + " ", last
    text = re.sub(r"\([^)]*\)", " ", text + passage.text[at:stop])
    return TAG.sub("", re.sub(r"\s+([,.;:])", r"\1", " ".join(text.split())).lstrip(" ,"))
