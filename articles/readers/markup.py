"""HTML pages: recognising them, and parsing them within limits."""

from __future__ import annotations

import re
from typing import Any

from .article import ReadError

PAGE_TYPES = ("text/html", "application/xhtml+xml")
MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
CHARSET = re.compile(r"\bcharset\s*=\s*[\"']?\s*([\w.:-]+)", re.ASCII | re.IGNORECASE)
PAGE_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML parsers reject these

# No newsroom's page is nested deeper than this, and recursive parsers run out of stack.
MAX_DEPTH = 400
NESTING = frozenset("div span section article table ul ol b i em strong font blockquote a".split())
# Nor do articles have more elements (Wikipedia's longest have 20,000): extraction time grows with their square.
MAX_ELEMENTS = 30_000
# The tree builder compares each attribute of an element with all others.
MAX_ATTRIBUTES = 2_000


def media_type(stated: str) -> str:
    """The media type of a Content-Type header, in lower case; "" if there is none."""
    found = MEDIA_TYPE.search(stated)
    return found[0].lower() if found else ""


def charset_of(stated: str) -> str:
    found = CHARSET.search(stated)
    return found[1] if found else ""


def begins_as_page(raw: bytes) -> bool:
    """Whether a document without a stated type is an HTML page."""
    return bool(PAGE_START.match(raw))


def parse_page(text: str) -> Any:
    """The element tree of a page; None if it has no elements. Raises ReadError if no article looks like it.

    Elements are first counted by a parser that builds no tree, since text in scripts may look like tags.
    """
    text = UNFIT.sub("", text)
    from lxml.html import HTMLParser
    from trafilatura import load_html  # takes half a second to load, so only when there is a page

    try:
        counter = HTMLParser(target=_Counter(), encoding="utf-8")
        counter.feed(text.encode("utf-8", "replace"))
        counter.close()
        return load_html(text)
    except ReadError:
        raise
    except Exception as error:  # whatever a hostile page does to the parser, the other inputs are read
        raise ReadError(f"the page cannot be read as HTML ({type(error).__name__})") from None


class _Counter:
    """A parser target that counts elements; raises ReadError if there are too many."""

    def __init__(self) -> None:
        self.elements = self.depth = 0

    def start(self, tag: str, attributes: Any) -> None:
        self.elements += 1
        self.depth += tag in NESTING
        if self.depth > MAX_DEPTH:
            raise ReadError(
                f"the page's elements are nested more than {MAX_DEPTH} deep: no article looks like that"
            )
        if len(attributes) > MAX_ATTRIBUTES:
            raise ReadError(
                f"an element of the page has more than {MAX_ATTRIBUTES:,} attributes: no article looks like that"
            )
        if self.elements > MAX_ELEMENTS:
            raise ReadError(
                f"the page has more than {MAX_ELEMENTS:,} elements: save its text to a file and ingest that"
            )

    def end(self, tag: str) -> None:
        self.depth -= tag in NESTING

    def data(self, text: str) -> None: ...

    def comment(self, text: str) -> None: ...

    def pi(self, *parts: str) -> None: ...

    def close(self) -> None: ...
