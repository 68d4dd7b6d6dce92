"""Web pages: their main text and metadata, extracted by trafilatura."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

from timeline.links import is_web_link, site_of

from .article import ArticleData, ReadError, choose_language
from .bytes import CONTROL, decode_markup, read_all
from .days import written_day
from .layout import FULL_STOPS, add_standfirst, write_out_chronologies
from .markup import parse_page
from .packing import unpack

MAX_PAGE = (
    5_000_000  # bytes; twice the size of the largest article pages of news sites, including data and scripts
)
MIN_TEXT = 20  # characters; shorter text, or text without a full stop, is a menu
MAX_DATA = 200_000  # characters of a script that describes the page


def read_html(stream: BinaryIO, origin: str) -> Iterator[ArticleData]:
    """Yield the article of a page; raises ReadError."""
    yield page_article(read_all(stream, MAX_PAGE), origin)


def page_article(raw: bytes, origin: str, address: str = "", charset: str = "") -> ArticleData:
    """The article of a page fetched from ``address`` ("" for a file), with the encoding stated by its server, if any.
    Raises ReadError if there is none.

    A page may name another address of its own site as canonical, but not one of another site.
    """
    raw = unpack(raw, (), MAX_PAGE + 1)
    if len(raw) > MAX_PAGE:
        raise ReadError(f"the page is larger than {MAX_PAGE // 1_000_000} MB")
    markup = decode_markup(raw, charset)
    root = parse_page(markup)
    if root is not None:
        write_out_chronologies(root)
    found = None if root is None else _extract(root, address)
    text = CONTROL.sub("", found.text or "") if found else ""
    if len(text.strip()) < MIN_TEXT or not any(mark in text for mark in FULL_STOPS):
        raise ReadError(
            "no article text was found on the page: save its text to a file and ingest that with --url"
        )
    text = add_standfirst(root, text, _line(found.title), _line(found.description)).replace("\n", "\n\n")
    language = choose_language(text, (root.get("lang") or "") if root is not None else "")
    return ArticleData(
        origin=origin,
        text=text,
        title=_line(found.title),
        publisher=_line(found.sitename or found.hostname),
        url=_address(found.url, address),
        published=_stated_day(root, language) or _day(found.date, markup),
        language=language,
    )


def _extract(root: Any, address: str) -> Any:
    from trafilatura import bare_extraction

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return bare_extraction(
                root,
                url=address or None,
                with_metadata=True,
                include_comments=False,
                include_tables=False,
                date_extraction_params={"extensive_search": False, "original_date": True},
            )
        except Exception as error:  # whatever a hostile page does here, the other inputs are read
            raise ReadError(f"the page cannot be read as HTML ({type(error).__name__})") from None


def _stated_day(root: Any, language: str) -> date | None:
    """The publication date in the page's structured data (schema.org) for the article itself, not for the site or others."""
    days = set()
    for script in root.iterfind('.//script[@type="application/ld+json"]'):
        try:
            data = json.loads((script.text or "")[:MAX_DATA], strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(data):
            kinds = thing.get("@type")
            written = thing.get("datePublished")
            if any(str(kind).endswith("Article") for kind in (kinds if isinstance(kinds, list) else [kinds])):
                days.add(written_day(written, language) if isinstance(written, str) else None)
    return days.pop() if len(days) == 1 else None


def _things(data: Any) -> Iterator[dict[str, Any]]:
    """The objects that a script describes, directly or in a graph."""
    for thing in data if isinstance(data, list) else [data]:
        if isinstance(thing, dict):
            yield thing
            graph = thing.get("@graph")
            yield from (
                inner for inner in (graph if isinstance(graph, list) else []) if isinstance(inner, dict)
            )


def _address(claimed: str | None, fetched: str) -> str:
    claimed = claimed if claimed and is_web_link(claimed) else ""
    if fetched and (not claimed or site_of(claimed) != site_of(fetched)):
        return fetched if is_web_link(fetched) else ""
    return claimed


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _day(found: str | None, markup: str) -> date | None:
    """The date found by trafilatura, if the page really contains it: if only a month is stated, trafilatura takes the day
    from the clock."""
    try:
        day = date.fromisoformat(found or "")
    except ValueError:
        return None
    number = rf"(?<!\d)0?{day.day}(?!\d)"
    is_written = rf"{day.year}.{{0,30}}?{number}|{number}.{{0,30}}?{day.year}|{day:%Y%m%d}"
    return day if re.search(is_written, markup) else None
