"""RSS and Atom: the text of each entry, its full content if the feed has it, otherwise the summary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

from timeline.links import is_web_link, site_of

from .article import ArticleData, ReadError, ReadFailure, choose_language, is_web_address
from .bytes import CONTROL, decode_markup, read_all
from .days import written_day
from .markup import UNFIT

MAX_FEED = 5_000_000  # bytes; the parser expands internal entities, so its input is limited
# No feed needs entities of its own; nested declarations can expand beyond all memory.
ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
ROOT = re.compile(rb"<(?:\w+:)?(rss|feed|RDF)\b")
AS_UTF_8 = {"content-type": "application/xml; charset=utf-8"}  # overrides what the feed states
DAYS = ("published", "created", "updated")  # dc:date is "updated" here
BLOCK = ("p", "div", "br", "li", "h1", "h2", "h3", "h4", "blockquote", "tr")


def is_feed(head: bytes) -> bool:
    """Whether XML with this beginning is RSS or Atom."""
    return bool(ROOT.search(head.replace(b"\0", b"")))  # in UTF-16 too


def read_feed(stream: BinaryIO, origin: str, charset: str = "") -> Iterator[ArticleData | ReadFailure]:
    """Yield an article for each entry, or the reason for having none; raises ReadError if it is not a feed."""
    import feedparser  # only when there is a feed

    text = decode_markup(read_all(stream, MAX_FEED), charset)
    if ENTITY.search(text):
        raise ReadError("the feed declares XML entities, which could expand without limit")
    try:
        feed = feedparser.parse(
            text.encode(), response_headers=AS_UTF_8, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # a broken feed may raise anything in the parser
        raise ReadError(f"the feed cannot be parsed ({type(error).__name__})") from None
    if not feed.entries:
        reason = feed.get("bozo_exception") if feed.get("bozo") else None
        raise ReadError(f"the feed cannot be parsed: {reason}" if reason else "the feed has no entries")
    publisher = _line(feed.feed.get("title"))
    home = origin if is_web_address(origin) else feed.feed.get("link") or ""
    for number, entry in enumerate(feed.entries, 1):
        where = f"{origin}#{entry.get('id') or entry.get('link') or number}"
        try:
            yield _article(entry, where, publisher, home, feed.feed.get("language") or "")
        except ReadError as error:
            yield ReadFailure(where, str(error))


def _article(entry: Any, origin: str, publisher: str, home: str, language: str) -> ArticleData:
    """The article of an entry. A feed speaks only for addresses of its own site; others are links.

    A file that names no site of its own is trusted, like any submitted file.
    """
    contents = [c.get("value") or "" for c in entry.get("content", [])] or [entry.get("summary") or ""]
    text = plain_text(max(contents, key=len))
    if not text:
        raise ReadError("the entry has no text: ingest the page it links to")
    link = entry.get("link") or ""
    link = link if is_web_link(link) else ""
    is_own = not is_web_link(home) or site_of(link) == site_of(home)
    source = entry.get("source") or {}
    language = choose_language(text, language)
    return ArticleData(
        origin=origin,
        text=text,
        title=_line(plain_text(entry.get("title") or "")),
        publisher=_line(source.get("title")) or publisher,
        url=link if is_own else "",
        links_to="" if is_own else link,
        published=_day(entry, language),
        language=language,
    )


def plain_text(html: str) -> str:
    """The text of an HTML fragment, with paragraphs separated."""
    from lxml.html import fragment_fromstring

    if "<" not in html and "&" not in html:
        return CONTROL.sub("", html).strip()
    try:
        root = fragment_fromstring(CONTROL.sub("", html), create_parent="div")
    except Exception as error:  # lxml has many kinds of errors
        raise ReadError(f"the entry's HTML cannot be read ({type(error).__name__})") from None
    for element in root.iter(*BLOCK):
        element.tail = "\n\n" + UNFIT.sub("", element.tail or "")  # may come from &#1;
    for element in root.iter("script", "style"):
        element.text = None
    lines = (line.strip() for line in "".join(root.itertext()).split("\n"))
    return "\n\n".join(line for line in lines if line)


def _day(entry: Any, language: str) -> date | None:
    """The publication date as the entry writes it, in its own time zone: the parser would convert it to UTC and fill
    missing parts from the clock."""
    written = (entry[name] or "" for name in DAYS if name in entry)
    return next((day for text in written if (day := written_day(text, language))), None)


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
