"""What supports a published event: a passage found in its source, or a stated reason for having none."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from timeline.models import Citation, Event

NEEDED = "it has no passage: add one, or give the reason for publishing it without, which readers will see"
AROUND = 60  # characters shown on each side of the nearest words
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")
LEFT_OUT = re.compile(r"\s*[\[(]?(?:…|\.\.\.)[\])]?\s*")  # what a quotation leaves out
SIGNS = str.maketrans("“”„«»‘’‚‐‑–—\u00a0", '"""""\'\'\'---- ')


def is_unsupported(event: Event) -> bool:
    """Whether it is public with neither a passage nor a reason for having none."""
    is_shown = event.status == Event.Status.PUBLISHED and event.merged_into_id is None
    return is_shown and lacks_support(event)


def lacks_support(event: Event) -> bool:
    return not event.no_passage_reason and (event.pk is None or not event.citations.exists())


def kept_text(citation: Citation) -> str:
    """The text of the source as it was read; "" if none is stored. Other apps may store one."""
    article = getattr(citation.source, "article", None) if citation.source_id else None
    if article is None:
        return ""
    # A citation typed by hand has no offsets and is searched for in the current text.
    return article.text if citation.start is None else article.text_of(citation.edition)


def astray(citation: Citation) -> str:
    """Say that a quotation is not in its source's text, and what is nearest; "" if it is there or no text is stored."""
    text = kept_text(citation)
    if not text or text[citation.start or 0 : citation.end or 0] == citation.quote:
        return ""
    plain = _plain(text)
    if all(part in plain for part in LEFT_OUT.split(_plain(citation.quote))):
        return ""
    warning = f"“{citation.quote[:80]}” does not appear in our copy of “{citation.source}”"
    place = nearest(text, citation.quote)
    if place is None:
        return f"{warning}, nor do any of its words."
    start, end = place
    words = " ".join(text[max(0, start - AROUND) : end + AROUND].split())
    return f"{warning}. The nearest text, at characters {start} to {end}: “… {words} …”"


def locate(citation: Citation) -> bool:
    """Note where a quotation stands in the kept text of its source, and on which page; False, and no place, if it is typed by
    hand.

    A place that it has already is kept, and of several the nearest to it is taken. What differs only in white space, quotation
    marks or dashes becomes the words of the text. The caller saves.
    """
    was, citation.start = citation.start, None
    article = getattr(citation.source, "article", None) if citation.source_id else None
    has_place = article is not None and was is not None and citation.end is not None
    if has_place and article.text_of(citation.edition)[was : citation.end] == citation.quote:
        citation.start = was
        return True
    found = where_is(article.text, citation.quote, near=was or 0) if article is not None else None
    if article is None or found is None:
        citation.end = citation.page = None
        return False
    citation.start, citation.end = found
    citation.quote, citation.edition = article.text[found[0] : found[1]], article.edition
    citation.page = article.page_of(found[0])
    return True


def where_is(text: str, quote: str, *, near: int = 0) -> tuple[int, int] | None:
    """Where a quotation stands in a text, whatever its white space, quotation marks and dashes: of several places the one that
    starts nearest to ``near``; None if it stands nowhere."""
    words = quote.split()
    if not words:
        return None
    whole = re.escape(quote.strip())
    signs = r"\s+".join(re.escape(word.translate(SIGNS)) for word in words)
    for pattern, kept in ((whole, text), (signs, text.translate(SIGNS))):  # every sign stands for one
        if places := [found.span() for found in re.finditer(pattern, kept)]:
            return min(places, key=lambda place: abs(place[0] - near))
    return None


def astray_of(event: Event) -> list[str]:
    """A warning for each quotation of an event that is not in its source."""
    citations = event.citations.select_related("source__article")
    return [words for citation in citations if (words := astray(citation))]


def nearest(text: str, quote: str) -> tuple[int, int] | None:
    """Where a text has the longest run of a quotation's words."""
    there = list(WORD.finditer(text))
    words, quoted = [m[0].lower() for m in there], [m[0].lower() for m in WORD.finditer(quote)]
    found = SequenceMatcher(None, words, quoted, autojunk=False).find_longest_match()
    if not found.size:
        return None
    return there[found.a].start(), there[found.a + found.size - 1].end()


def _plain(text: str) -> str:
    return " ".join(text.translate(SIGNS).split())
