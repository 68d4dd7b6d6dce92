"""The articles of a batch: which are new, their days of publication, and what is in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from articles.extraction import RULES_VERSION
from articles.extraction.published import find_dateline
from articles.models import Article, ArticleVersion
from articles.readers import ArticleData, ReadFailure
from timeline.links import day_in_address
from timeline.models import Source

from .asking.readers import Readers
from .reading import Read
from .sources import Sources

Input = ArticleData | ReadFailure


def batches(inputs: Iterable[Input], size: int) -> Iterator[list[Input]]:
    iterator = iter(inputs)
    while batch := list(islice(iterator, size)):
        yield batch


def unread(articles: Sequence[ArticleData], readers: Readers) -> list[ArticleData]:
    """Those whose text and particulars were not read before by these rules and readers; a repeat within the batch counts
    once."""
    hashes = {article.content_hash for article in articles}
    current = Article.objects.filter(content_hash__in=hashes, rules_version=RULES_VERSION)
    earlier = ArticleVersion.objects.filter(content_hash__in=hashes)  # another has taken its place since
    rows = current.values_list("content_hash", "read_by", "reader")
    known = {content_hash for content_hash, *read in rows if readers.has_read(*read)}
    known.update(earlier.values_list("content_hash", flat=True))
    fresh: dict[str, ArticleData] = {}
    for article in articles:
        if article.content_hash not in known:
            fresh.setdefault(article.content_hash, article)
    return list(fresh.values())


def once_each(read: Sequence[Read]) -> tuple[list[Read], list[Read]]:
    """The first article of each address and origin, and those that come after one of the same."""
    known: set[str] = set()
    first: list[Read] = []
    again: list[Read] = []
    for r in read:
        names = {r.data.origin, r.data.url} - {""}
        (again if names & known else first).append(r)
        known |= names
    return first, again


def day_of(data: ArticleData, sources: Sources) -> tuple[date | None, str]:
    """The day that a curator gave or the article states; else the one inferred when it was read before, until that is
    worked out anew."""
    known = sources.get(data)
    if known and "published" in known.curated_fields and known.published:
        return known.published, Source.Basis.STATED
    if day := data.published or find_dateline(data.text, data.language):
        return day, Source.Basis.STATED
    if known and known.published_basis == Source.Basis.INFERRED:
        return known.published, Source.Basis.INFERRED
    if day := day_in_address(data.url or (known.url if known else "")):
        return day, Source.Basis.INFERRED
    return None, Source.Basis.UNKNOWN
