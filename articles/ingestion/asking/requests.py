"""Requests about articles, as the lines of a batch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.conf import settings

from articles.extraction.model.parts import split_text
from articles.extraction.model.request import MOST_ANSWER
from articles.extraction.published import find_dateline
from articles.readers import ArticleData

from .asker import Text, request_of
from .kept import hash_of
from .results import HASH, article_name, request_line


def request_lines(article: ArticleData, model: str, written: set[str]) -> Iterator[str]:
    """The requests about an article: one with the article's name, or one for each part of a long article.

    ``written`` holds the names used so far, which must be unique in a batch: parts, and articles whose name is taken, get
    the hash of their text added. Raises WindowTooSmall.
    """
    name = article_name(article.origin)
    day = article.published or find_dateline(article.text, article.language)
    text = Text(name, article.text, day, article.language)
    spans = split_text(article.text, settings.MODEL_WINDOW, MOST_ANSWER)
    for span in spans:
        part = replace(text, text=article.text[span.start : span.end])
        own = (
            name
            if len(spans) == 1 and name not in written
            else f"{name}~{hash_of(part.text, part.language)[:HASH]}"
        )
        if own in written:
            continue  # the same text twice
        written.add(own)
        body = request_of(part, None)
        yield request_line(own, {**body, "model": model or body.get("model", "")})
