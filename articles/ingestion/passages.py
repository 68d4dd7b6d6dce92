"""Passages in the kept texts: those that hold given words, and where a quotation stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.db.models import Q

from articles.models import Article

from .selection import sentences_of

MOST_WORDS = 8
MOST_TEXTS = 60  # searched for their sentences, the newest first
MOST_FOUND = 20
WORD = re.compile(r"[^\W_]{2,}")
# Too common to tell texts apart.
COMMON = frozenset("the and for with from that this into over after before its his her their was were are has have of in on at to an as by or".split())  # fmt: skip


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a kept text with some of the words sought; ``hits`` counts them."""

    article: Article
    start: int
    end: int
    quote: str
    hits: int


def words_of(text: str) -> list[str]:
    """The words to search for, in lower case, without the most common."""
    found = dict.fromkeys(word.lower() for word in WORD.findall(text))
    return [word for word in found if word not in COMMON][:MOST_WORDS]


def find_passages(words: Sequence[str]) -> list[Passage]:
    """The sentences with most of the words, best first: of texts with all words, or, if there is none, with any."""
    if not words:
        return []
    tests = [Q(text__icontains=word) for word in words]
    texts = Article.objects.select_related("source").order_by("-pk")
    found = list(texts.filter(reduce(and_, tests))[:MOST_TEXTS])
    found = found or list(texts.filter(reduce(or_, tests))[:MOST_TEXTS])
    passages = [passage for article in found for passage in _passages(article, words)]
    passages.sort(key=lambda p: (-p.hits, len(p.quote), -p.article.pk, p.start))
    least = max(1, (passages[0].hits + 1) // 2) if passages else 0
    return [passage for passage in passages[:MOST_FOUND] if passage.hits >= least]


def _passages(article: Article, words: Sequence[str]) -> list[Passage]:
    found = []
    for start, end in sentences_of(article.text):
        quote = article.text[start:end]
        lower = quote.lower()
        if hits := sum(word in lower for word in words):
            found.append(Passage(article, start, end, quote, hits))
    return found


def text_with(quote: str) -> Article | None:
    """The newest kept text that holds a quotation word for word."""
    return Article.objects.select_related("source").filter(text__contains=quote).order_by("-pk").first()
