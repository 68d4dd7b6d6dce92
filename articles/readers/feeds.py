"""RSS and Atom: what each entry holds itself, the full content where the feed has it and else the summary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

from timeline.links import is_web_link

from .article import ArticleData, ReadError, ReadFailure, detect_language
from .bytes import CONTROL, read_all

MAX_FEED = 5_000_000  # bytes; the parser expands internal entities, so that no larger input reaches it
# No feed needs entities of its own; those that declare some, one in terms of another, can grow beyond all memory.
ENTITY = re.compile(rb"<!ENTITY\b", re.IGNORECASE)
ROOT = re.compile(rb"<(?:\w+:)?(rss|feed|RDF)\b")
BLOCK = ("p", "div", "br", "li", "h1", "h2", "h3", "h4", "blockquote", "tr")


def is_feed(head: bytes) -> bool:
    """Whether XML that begins so is RSS or Atom."""
    return bool(ROOT.search(head))


def read_feed(stream: BinaryIO, origin: str) -> Iterator[ArticleData | ReadFailure]:
    """An article for each entry, or why there is none; raises ReadError for what is no feed."""
    import feedparser  # only when there is a feed

    raw = read_all(stream, MAX_FEED)
    if ENTITY.search(raw.replace(b"\0", b"")):  # in UTF-16 and UTF-32 too
        raise ReadError("the feed declares entities of its own, which can be made to grow without end")
    feed = feedparser.parse(raw, sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries:
        reason = feed.get("bozo_exception") if feed.get("bozo") else None
        raise ReadError(f"the feed does not parse: {reason}" if reason else "the feed holds no entries")
    publisher = _line(feed.feed.get("title"))
    for number, entry in enumerate(feed.entries, 1):
        where = f"{origin}#{entry.get('id') or entry.get('link') or number}"
        try:
            yield _article(entry, where, publisher)
        except ReadError as error:
            yield ReadFailure(where, str(error))


def _article(entry: Any, origin: str, publisher: str) -> ArticleData:
    contents = [c.get("value") or "" for c in entry.get("content", [])] or [entry.get("summary") or ""]
    text = plain_text(max(contents, key=len))
    if not text:
        raise ReadError("the entry holds no text: ingest the page that it links to")
    link = entry.get("link") or ""
    source = entry.get("source") or {}
    return ArticleData(
        origin=origin,
        text=text,
        title=_line(plain_text(entry.get("title") or "")),
        publisher=_line(source.get("title")) or publisher,
        url=link if is_web_link(link) else "",
        published=_day(entry),
        language=detect_language(text),
    )


def plain_text(html: str) -> str:
    """The text of a fragment of HTML, its paragraphs apart."""
    from lxml.html import fragment_fromstring

    if "<" not in html and "&" not in html:
        return CONTROL.sub("", html).strip()
    try:
        root = fragment_fromstring(CONTROL.sub("", html), create_parent="div")
    except Exception as error:  # lxml's own errors, and those of strings that it refuses
        raise ReadError(f"the entry's HTML cannot be read ({type(error).__name__})") from None
    for element in root.iter(*BLOCK):
        element.tail = "\n\n" + (element.tail or "")
    for element in root.iter("script", "style"):
        element.text = None
    lines = (line.strip() for line in "".join(root.itertext()).split("\n"))
    return "\n\n".join(line for line in lines if line)


def _day(entry: Any) -> date | None:
    """The day in the zone that the entry gives, not in that of Greenwich, to which the parser moves it."""
    written = entry.get("published") or entry.get("updated") or ""
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    if iso := re.match(r"(\d{4})-(\d\d)-(\d\d)", written):
        return _calendar(*(int(n) for n in iso.groups()))
    if parsed is None:
        return None
    from email.utils import parsedate_tz

    local = parsedate_tz(written)
    return _calendar(*local[:3]) if local else _calendar(*parsed[:3])


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
