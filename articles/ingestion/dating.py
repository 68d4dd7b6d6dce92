"""The day of articles that state none: inferred from articles of the same news, found by what these have in common.

Each article is looked up by its marks (names and days). Of a mark that very many carry, a bounded sample is kept, so that a
batch costs the same however many articles are stored; which ones depends on their content alone, so that the order of
arrival does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db.models import Count, Max

from articles.extraction.published import DatedNews, infer_published, mark_key, may_lend
from articles.models import Article, NewsMark
from timeline.batches import batched
from timeline.links import day_in_address
from timeline.models import Source
from timeline.record.rows import insert, update

MOST_CARRIERS = 32  # dated and undated articles kept of each mark

Key = tuple[int, bool]  # a mark, and whether those who carry it state their day


def note_articles(articles: Sequence[Article]) -> None:
    """Let saved articles be found by their marks, and have the day of those sought whom they may lend theirs."""
    changed = [a for a in articles if a.noted != _state_of(a)]
    if not changed:
        return
    left = _forget([a for a in changed if a.noted])
    entered, evicted = _enter(changed)
    sought = {a.pk for a in changed if not _is_dated(a)}
    sought |= {pk for pk, is_dated in evicted.items() if not is_dated}
    sought |= _who_may_borrow({**entered, **_dated(evicted)})
    sought |= {pk for _, pk in _carriers(left, is_dated=False)}
    for article in changed:
        article.noted, article.day_sought = _state_of(article), article.pk in sought
    update(changed, ["noted", "day_sought"])
    others = sorted(sought - {a.pk for a in changed})
    for some in batched(others):
        Article.objects.filter(pk__in=some).update(day_sought=True)


def infer_day(article: Article) -> date | None:
    """The day in an article's address, else the one that the likest dated article of the same news lends; None where
    there is neither."""
    if day := day_in_address(article.source.url):
        return day
    marks = article.news_marks.values_list("mark", flat=True)
    lenders = {pk for _, pk in _carriers(marks, is_dated=True)}
    return infer_published(article.text, _news(lenders).values()) if lenders else None


def _is_dated(article: Article) -> bool:
    return article.source.published_basis == Source.Basis.STATED


def _state_of(article: Article) -> str:
    day = article.source.published if _is_dated(article) else ""
    return f"{day} {article.content_hash}"


def _rank(article: Article) -> int:
    return int(article.content_hash[:15] or "0", 16)


def _forget(articles: Sequence[Article]) -> set[int]:
    """Let articles no longer be found; gives the marks under which others could borrow their day."""
    rows = NewsMark.objects.filter(article__in=articles)
    left = set(rows.filter(is_dated=True).values_list("mark", flat=True))
    rows.delete()
    return left


def _enter(articles: Sequence[Article]) -> tuple[dict[int, set[int]], dict[int, bool]]:
    """Enter articles under their marks as far as their rank allows.

    Gives the marks of the dated ones that got in, and of those that had to go whether they are dated.
    """
    wanted: dict[Key, list[tuple[int, int]]] = defaultdict(list)
    for article in articles:
        for mark in article.marks:
            wanted[mark_key(mark), _is_dated(article)].append((_rank(article), article.pk))
    full = _full(mark for mark, _ in wanted)
    new = [
        (mark, is_dated, rank, pk)
        for (mark, is_dated), ranked in sorted(wanted.items())
        for rank, pk in sorted(ranked)[:MOST_CARRIERS]
        if rank < full.get((mark, is_dated), (0, rank + 1))[1]
    ]
    insert(NewsMark, ("mark", "is_dated", "rank", "article"), new)
    entered: dict[int, set[int]] = defaultdict(set)
    counts: dict[Key, int] = defaultdict(int)
    for mark, is_dated, _, article_id in new:
        counts[mark, is_dated] += 1
        if is_dated:
            entered[article_id].add(mark)
    over = {key for key, count in counts.items() if count + _held(full, key) > MOST_CARRIERS}
    return dict(entered), _trim(over)


def _held(full: dict[Key, tuple[int, int]], key: Key) -> int:
    return full[key][0] if key in full else 0


def _full(marks: Iterable[int]) -> dict[Key, tuple[int, int]]:
    """How many carry each mark, and the rank below which one more may come in."""
    found: dict[Key, tuple[int, int]] = {}
    for some in batched(sorted(set(marks))):
        rows = NewsMark.objects.filter(mark__in=some).values_list("mark", "is_dated")
        for mark, is_dated, count, last in rows.annotate(n=Count("id"), last=Max("rank")).order_by():
            found[mark, is_dated] = count, last if count >= MOST_CARRIERS else 1 << 62
    return found


def _trim(over: set[Key]) -> dict[int, bool]:
    """Remove whoever ranks too high; gives each, and whether it states its day."""
    rows: dict[Key, list[tuple[int, int, int]]] = defaultdict(list)
    for some in batched(sorted({mark for mark, _ in over})):
        for row in NewsMark.objects.filter(mark__in=some):
            rows[row.mark, row.is_dated].append((row.rank, row.pk, row.article_id))
    extra = [(row, key[1]) for key in over for row in sorted(rows[key])[MOST_CARRIERS:]]
    for some in batched([pk for (_, pk, _), _ in extra]):
        NewsMark.objects.filter(pk__in=some).delete()
    return {article: is_dated for (_, _, article), is_dated in extra}


def _dated(evicted: dict[int, bool]) -> dict[int, set[int]]:
    """The dated ones among those that had to go, with all of their marks."""
    gone = [pk for pk, is_dated in evicted.items() if is_dated]
    return {pk: {mark_key(mark) for mark in news.marks} for pk, news in _news(gone).items()}


def _who_may_borrow(lenders: dict[int, set[int]]) -> set[int]:
    """The undated articles that one of these, which are given with marks, may lend its day or could until now."""
    by_mark: dict[int, list[int]] = defaultdict(list)
    for pk, marks in lenders.items():
        for mark in marks:
            by_mark[mark].append(pk)
    pairs: dict[int, set[int]] = defaultdict(set)
    for mark, pk in _carriers(by_mark, is_dated=False):
        pairs[pk].update(by_mark[mark])
    if not pairs:
        return set()
    news = _news({lender for some in pairs.values() for lender in some})
    found: set[int] = set()
    for some in batched(sorted(pairs)):
        for pk, marks, ahead in Article.objects.filter(pk__in=some).values_list("pk", "marks", "looks_ahead"):
            if any(may_lend(frozenset(marks), ahead, news[lender]) for lender in pairs[pk] if lender in news):
                found.add(pk)
    return found


def _carriers(marks: Iterable[int], *, is_dated: bool) -> Iterator[tuple[int, int]]:
    """Each mark with each article that carries it."""
    for some in batched(sorted(marks)):
        yield from NewsMark.objects.filter(mark__in=some, is_dated=is_dated).values_list("mark", "article")


def _news(articles: Iterable[int]) -> dict[int, DatedNews]:
    """Stored articles as far as comparing needs them; those that state no day are left out."""
    found: dict[int, DatedNews] = {}
    names = ("pk", "source__origin", "source__published", "marks", "looks_ahead")
    for some in batched(sorted(articles)):
        rows = Article.objects.filter(pk__in=some, source__published__isnull=False).values_list(*names)
        for pk, origin, published, marks, ahead in rows:
            found[pk] = DatedNews(origin, published, frozenset(marks), ahead)
    return found
