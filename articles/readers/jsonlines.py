"""JSON Lines: an article a line, with the names of the front matter or those of schema.org's NewsArticle."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from .article import ArticleData, ReadError, ReadFailure, checked_fields, detect_language
from .bytes import MAX_BYTES, decode
from .text import find_title

# The names under which archives keep a field, the first found counts. schema.org/NewsArticle has the camel-cased ones.
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
    """An article for each line, or why there is none; origins end in the line's ``id`` or else its number."""
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
    """Whether the first line of a file is that of an article rather than of some other JSON Lines."""
    try:
        return isinstance(record := _parse(line), dict) and _field(record, "text") is not None
    except ReadError:
        return True  # broken lines are reported, not passed over


def _article(line: bytes, origin: str, number: int) -> ArticleData:
    record = _parse(line)
    if not isinstance(record, dict):
        raise ReadError('the line is no JSON object: write {"text": "...", "title": "...", ...}')
    text = _field(record, "text")
    if not isinstance(text, str) or not text.strip():
        raise ReadError(f"there is no text: give it as one of {', '.join(NAMES['text'])}")
    fields = {name: _plain(_field(record, name)) for name in NAMES}
    known = {
        "title": find_title(text),
        "language": detect_language(text),
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
        raise ReadError(f"the line is no JSON: {error}") from None


def _field(record: dict[str, Any], name: str) -> Any:
    return next((record[key] for key in NAMES[name] if record.get(key) is not None), None)


def _plain(value: Any) -> Any:
    """The name of a thing that schema.org writes as an object."""
    return value.get("name") if isinstance(value, dict) else value
