"""Web pages: the main text and what the page's metadata says of it, by trafilatura."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from timeline.links import is_web_link

from .article import ArticleData, ReadError, detect_language
from .bytes import CONTROL, read_all

MAX_PAGE = (
    5_000_000  # bytes; the largest article pages of news sites, data and scripts included, are half of it
)
# Beyond this many elements deep no newsroom's page goes, and parsers that recurse run out of stack.
MAX_DEPTH = 400
# Nor do articles have so many elements (the longest of Wikipedia's have 20,000): the extraction's time grows with their square.
MAX_ELEMENTS = 30_000
ELEMENT = re.compile(rb"<[a-z]", re.I)
# Each attribute of an element is compared with all others when it is parsed.
MAX_ATTRIBUTES = 2_000
LONG_TAG = re.compile(rb"<[a-z](?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+", re.I)
QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
TAG = re.compile(rb"<(/?)(div|span|section|article|table|ul|ol|b|i|em|strong|font|blockquote|a)\b", re.I)


MIN_TEXT = 20  # characters; what is shorter, or has no full stop, is a page's menu
FULL_STOPS = ".!?。！？"


def read_html(stream: BinaryIO, origin: str) -> Iterator[ArticleData]:
    """The one article of a page; raises ReadError."""
    yield page_article(read_all(stream, MAX_PAGE), origin)


def page_article(raw: bytes, origin: str, address: str = "") -> ArticleData:
    """The article of a page fetched from ``address`` ("" for a file); raises ReadError where there is none.

    A page may name another address of its own as the canonical one, but none of another site.
    """
    if len(raw) > MAX_PAGE:
        raise ReadError(f"the page is larger than {MAX_PAGE // 1_000_000} MB")
    if _depth(raw) > MAX_DEPTH:
        raise ReadError(f"the page nests its elements more than {MAX_DEPTH} deep: no article looks like that")
    if any(_count_attributes(tag[0]) > MAX_ATTRIBUTES for tag in LONG_TAG.finditer(raw)):
        raise ReadError(
            f"an element of the page has more than {MAX_ATTRIBUTES:,} attributes: no article looks like that"
        )
    if sum(1 for _ in ELEMENT.finditer(raw)) > MAX_ELEMENTS:
        raise ReadError(
            f"the page has more than {MAX_ELEMENTS:,} elements: save its text to a file and ingest that"
        )
    found = _extract(raw, address)
    text = CONTROL.sub("", found.text or "").replace("\n", "\n\n") if found else ""
    if len(text.strip()) < MIN_TEXT or not any(mark in text for mark in FULL_STOPS):
        raise ReadError(
            "no main text was found on the page: save its text to a file and ingest that with --url"
        )
    return ArticleData(
        origin=origin,
        text=text,
        title=_line(found.title),
        publisher=_line(found.sitename or found.hostname),
        url=_address(found.url, address),
        published=_day(found.date),
        language=detect_language(text),
    )


def _extract(raw: bytes, address: str) -> Any:
    from trafilatura import bare_extraction  # takes half a second to load, so only when there is a page

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return bare_extraction(
                raw,
                url=address or None,
                with_metadata=True,
                include_comments=False,
                include_tables=False,
                date_extraction_params={"extensive_search": False, "original_date": True},
            )
        except Exception as error:  # whatever a hostile page does to the parser, the other inputs go on
            raise ReadError(f"the page cannot be read as HTML ({type(error).__name__})") from None


def _depth(raw: bytes) -> int:
    """The deepest nesting of the elements that pages nest, by their tags alone; unclosed ones count as open."""
    depth = deepest = 0
    for match in TAG.finditer(raw):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _count_attributes(tag: bytes) -> int:
    return len(re.findall(rb"[^\s/=]+", QUOTED.sub(b"", tag)))


def _address(claimed: str | None, fetched: str) -> str:
    claimed = claimed if claimed and is_web_link(claimed) else ""
    if fetched and (not claimed or _site(claimed) != _site(fetched)):
        return fetched if is_web_link(fetched) else ""
    return claimed


def _site(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
