"""Counts of many events: by kind and stretch of time for the drawing, by actor, kind and source for the filters.

The database counts, and counts that take a while are cached until something is written, so that a timeline of a million
events costs its readers no more than one of a thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import TypeVar

from django.core.cache import cache, caches
from django.db.models import Case, Count, IntegerField, Min, Q, QuerySet, Value, When
from django.utils.translation import gettext

from timeline.models import Actor, Citation, Event, Participation, Source
from timeline.record.content_version import content_version, is_apart

KEEP_SECONDS = 600  # writes by other programs are noticed late, so nothing is cached longer
MANY = 2000  # from this number of events on, counts are worth caching
VERY_MANY = 50_000  # from this number on, the counts of a whole timeline may be an hour old
HOUR = 3600
MOST_CHOICES = 24
MOST_SOURCES = 200

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Bin:
    """The number of events of a kind in a stretch of time; ``pk`` is one of them."""

    kind: str
    index: int
    count: int
    pk: int


def count_bins(events: QuerySet[Event], edges: Sequence[date]) -> list[Bin]:
    """Count events by kind and by the stretch in which they start: from each edge to the next, the last one open-ended.

    ``edges`` ascend; events that start before the first count to it.
    """
    if not edges:
        return []
    rows = (
        events.order_by()
        .annotate(bin=_stretch(edges, 0, len(edges)))
        .values("kind", "bin")
        .annotate(n=Count("pk"), one=Min("pk"))
    )
    return [Bin(row["kind"], row["bin"], row["n"], row["one"]) for row in rows.order_by("bin", "kind")]


def count_spans(events: QuerySet[Event], edges: Sequence[date]) -> list[int]:
    """Count events by the stretch in which they start, by the edges of ``count_bins``. For few stretches: without groups to
    sort, a database takes a quarter of the time."""
    columns = {}
    for number in range(len(edges)):
        begin = {"earliest__gte": edges[number]} if number else {}
        end = {"earliest__lt": edges[number + 1]} if number + 1 < len(edges) else {}
        columns[f"n{number}"] = Count("pk", filter=Q(**begin, **end) if begin or end else None)
    counted = events.order_by().aggregate(**columns) if columns else {}
    return [counted[name] for name in columns]


def _stretch(edges: Sequence[date], first: int, last: int) -> Case | Value:
    """The number of the stretch of a day, by binary search: few comparisons per row however many edges there are."""
    if last - first == 1:
        return Value(first)
    middle = (first + last) // 2
    return Case(
        When(earliest__lt=edges[middle], then=_stretch(edges, first, middle)),
        default=_stretch(edges, middle, last),
        output_field=IntegerField(),
    )


@dataclass(frozen=True, slots=True)
class Summary:
    """The content of a whole timeline. Choices are (value, label, number of events), most frequent first."""

    total: int
    disputed: int
    source_count: int
    actors: tuple[tuple[str, str, int], ...]
    kinds: dict[str, int]
    sources: tuple[tuple[int, str, int], ...]


def count_all(events: QuerySet[Event], key: Iterable[object]) -> int:
    """The number of events of a timeline, counted once until the next write."""
    return remember(("total", *key), events.count)


def summarize(events: QuerySet[Event], key: Iterable[object]) -> Summary:
    """Count a timeline's events for its header and its filters, in six queries."""
    total = count_all(events, key)
    if total < MANY or is_apart():
        return _summary(events, total)
    if total < VERY_MANY:
        return remember(("summary", *key), lambda: _summary(events, total))
    name = "density:summary:" + sha256(repr(tuple(key)).encode()).hexdigest()
    found: Summary | None = cache.get(name)
    if found is None:
        found = _summary(events, total)
        cache.set(name, found, HOUR)
    return replace(found, total=total)


def _summary(events: QuerySet[Event], total: int) -> Summary:
    ids = events.order_by().values("pk")
    kinds = dict(events.order_by().values_list("kind").annotate(n=Count("pk")))
    taking_part = Participation.objects.filter(event__in=ids).order_by()
    actors = _named(
        taking_part.values_list("actor").annotate(n=Count("pk")).order_by("-n", "actor")[:MOST_CHOICES],
        Actor.objects.values_list("pk", "slug", "name"),
    )
    cited = Citation.objects.filter(event__in=ids).order_by()
    numbers = cited.values_list("source").annotate(n=Count("event", distinct=True))
    sources = _named(
        numbers.order_by("-n", "source")[:MOST_SOURCES],
        Source.objects.values_list("pk", "pk", "publisher", "title"),
    )
    return Summary(
        total=total,
        disputed=events.filter(is_disputed=True).count(),
        source_count=_count_sources(cited, total),
        actors=tuple(sorted(actors, key=lambda row: (-row[-1], row[1]))),
        kinds=kinds,
        sources=tuple(
            (pk, source_label(publisher, title), n)
            for pk, publisher, title, n in sorted(sources, key=lambda row: (-row[-1], row[1], row[0]))
        ),
    )


def _named(numbers: QuerySet, names: QuerySet) -> list[tuple]:
    """The rows of those that are most often met, with their number at the end. They are counted by key alone: grouped by
    their names, every row would be joined to them first."""
    counted = dict(numbers)
    return [(*row[1:], counted[row[0]]) for row in names.filter(pk__in=counted)]


def _count_sources(cited: QuerySet[Citation], total: int) -> int:
    """The cited sources; for very many events, those cited by any published event, which avoids reading all citations."""
    if total < VERY_MANY:
        return cited.aggregate(n=Count("source", distinct=True))["n"]
    return Source.objects.shown().count()


def source_label(publisher: str, title: str) -> str:
    publisher = publisher or gettext("Unnamed publisher")
    title = title or gettext("untitled")
    return f"{publisher}: {title}"


def name_of(source: Source) -> str:
    return source_label(source.publisher, source.title)


def remember(key: Iterable[object], count: Callable[[], Found], store: str = "default") -> Found:
    """The cached count for this key since the last write; otherwise count now."""
    if is_apart():
        return count()
    name = "density:" + sha256(repr((content_version(), *key)).encode()).hexdigest()
    found = caches[store].get(name)
    if found is None:
        found = count()
        caches[store].set(name, found, KEEP_SECONDS)
    return found
