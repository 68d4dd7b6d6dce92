"""The few marks of Markdown that an introduction may have: paragraphs, links, emphasis, lists and quotations.

Nothing else becomes HTML: raw HTML is shown as it was typed, pictures and headings are not read, and links lead to the
web, to a mail address or into this site.
"""

from __future__ import annotations

import re
from functools import cache

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

KNOWN = ("emphasis", "link", "list", "blockquote", "escape", "entity", "newline", "reference")
ADDRESS = re.compile(r"(?:https?://|mailto:|/(?![/\\])|#)", re.IGNORECASE)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False}).enable(KNOWN)
    parser.validateLink = lambda address: ADDRESS.match(address.strip()) is not None  # type: ignore[method-assign]
    return parser


def to_html(text: str) -> SafeString:
    """The text as HTML, safe to print whoever wrote it."""
    return mark_safe(_parser().render(text))  # noqa: S308 -- the parser escapes whatever is not one of its own marks


def to_plain(text: str) -> str:
    """The text without its marks and on one line, as for descriptions and feeds."""
    from html import unescape

    return " ".join(unescape(strip_tags(_parser().render(text))).split())
