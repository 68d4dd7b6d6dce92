"""JSON Lines: one article per line, with the field names of front matter or of schema.org's NewsArticle."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from .article import ArticleData, ReadError, ReadFailure, checked_fields, choose_language
from .bytes import MAX_BYTES, decode
from .text import find_title

# The names that archives use for each field; the first one found counts. The camel-cased ones are schema.org/NewsArticle's.
NAMES = {
    "text": ("text", "articleBody", "body", "content"),
    "title": ("title", "headline", "name"),
    "publisher": ("publisher", "source", "sitename"),
    "url": ("url", "link"),
    "published": ("published", "datePublished", "date"),
    "language": ("language", "inLanguage", "lang"),
    "kind": ("kind",),
}


def read_jsonlines(stream: BinaryIO, origin: str) -> Iterator[ArticleData | ReadFailure]:
    """Yield an article for each line, or the reason for having none; origins end in the line's ``id`` or its number."""
    number, found = 0, False
    while line := stream.readline(MAX_BYTES + 1):
        number += 1
        if len(line) > MAX_BYTES:
            yield ReadFailure(
                f"{origin}#{number}", "the line is longer than 20 MB: write one article on each line"
            )
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_BYTES)
            continue
        if not line.strip():
            continue
        found = True
        try:
            yield _article(line, origin, number)
        except ReadError as error:
            yield ReadFailure(f"{origin}#{number}", str(error))
    if not found:
        raise ReadError("the file is empty")


def holds_articles(line: bytes) -> bool:
    """Whether the first line of a file is an article, not some other JSON Lines data."""
    try:
        return isinstance(record := _parse(line), dict) and _field(record, "text") is not None
    except ReadError:
        return True  # broken lines are reported, not ignored


def _article(line: bytes, origin: str, number: int) -> ArticleData:
    record = _parse(line)
    if not isinstance(record, dict):
        raise ReadError('the line is not a JSON object: write {"text": "...", "title": "...", ...}')
    text = _field(record, "text")
    if not isinstance(text, str) or not text.strip():
        raise ReadError(f"there is no text: give it as one of {', '.join(NAMES['text'])}")
    fields = {name: _plain(_field(record, name)) for name in NAMES}
    known = {
        "title": find_title(text),
        "language": choose_language(text),
        **checked_fields(fields, "the line"),
    }
    name = record.get("id")
    return ArticleData(
        origin=f"{origin}#{name if isinstance(name, str | int) else number}", text=text, **known
    )


def _parse(line: bytes) -> Any:
    text = decode(line)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReadError(f"the line is not JSON: {error}") from None


def _field(record: dict[str, Any], name: str) -> Any:
    return next((record[key] for key in NAMES[name] if record.get(key) is not None), None)


def _plain(value: Any) -> Any:
    """The name of a value that schema.org writes as an object."""
    return value.get("name") if isinstance(value, dict) else value
