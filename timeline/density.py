"""Counts of many events: by kind and stretch of time for the drawing, by actor, kind and source for the filters.

The database counts; what it took a while to count is kept until something is written, so that a timeline of a million
events costs its readers no more than one of a thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import TypeVar

from django.core.cache import cache
from django.db.models import Case, Count, Exists, IntegerField, Min, OuterRef, QuerySet, Value, When
from django.utils.translation import gettext

from .models import Citation, Event, Participation, Source
from .versions import content_version

KEEP_SECONDS = 600  # what is deleted leaves no trace to notice, so nothing is kept longer
MANY = 2000  # events from which on counting takes long enough to be kept
VERY_MANY = 50_000  # events from which on the counts of a whole timeline may be an hour old
HOUR = 3600
MOST_CHOICES = 24
MOST_SOURCES = 200

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Bin:
    """So many events of a kind in a stretch of time; ``pk`` is one of them."""

    kind: str
    index: int
    count: int
    pk: int


def count_bins(events: QuerySet[Event], edges: Sequence[date]) -> list[Bin]:
    """Count events by kind and by the stretch in which they begin: from each edge to the next, the last one open.

    ``edges`` ascend; what begins before the first counts to it.
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


def _stretch(edges: Sequence[date], first: int, last: int) -> Case | Value:
    """The number of the stretch of a day, found by halving: few comparisons a row however many edges there are."""
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
    """What a whole timeline holds. Choices are (value, label, number of events), the most frequent first."""

    total: int
    disputed: int
    source_count: int
    actors: tuple[tuple[str, str, int], ...]
    kinds: dict[str, int]
    sources: tuple[tuple[int, str, int], ...]


def count_all(events: QuerySet[Event], key: Iterable[object]) -> int:
    """How many events a timeline has, counted once until the next write."""
    return remember(("total", *key), events.count)


def summarize(events: QuerySet[Event], key: Iterable[object]) -> Summary:
    """Count a timeline's events for its head and its filters, in six queries."""
    total = count_all(events, key)
    if total < MANY:
        return _summary(events, total)
    if total < VERY_MANY:
        return remember(("summary", *key), lambda: _summary(events, total))
    name = "density:summary:" + repr(tuple(key))
    found: Summary | None = cache.get(name)
    if found is None:
        found = _summary(events, total)
        cache.set(name, found, HOUR)
    return replace(found, total=total)


def _summary(events: QuerySet[Event], total: int) -> Summary:
    ids = events.order_by().values("pk")
    kinds = dict(events.order_by().values_list("kind").annotate(n=Count("pk")))
    taking_part = Participation.objects.filter(event__in=ids).order_by()
    actors = taking_part.values_list("actor__slug", "actor__name").annotate(n=Count("pk"))
    cited = Citation.objects.filter(event__in=ids).order_by()
    sources = cited.values_list("source", "source__publisher", "source__title").annotate(
        n=Count("event", distinct=True)
    )
    return Summary(
        total=total,
        disputed=events.filter(is_disputed=True).count(),
        source_count=_count_sources(cited, total),
        actors=tuple(actors.order_by("-n", "actor__name")[:MOST_CHOICES]),
        kinds=kinds,
        sources=tuple(
            (pk, source_label(publisher, title), n)
            for pk, publisher, title, n in sources.order_by("-n", "source__publisher", "source")[
                :MOST_SOURCES
            ]
        ),
    )


def _count_sources(cited: QuerySet[Citation], total: int) -> int:
    """The documents cited; of very many events all that are cited anywhere, which takes no walk through the citations."""
    if total < VERY_MANY:
        return cited.aggregate(n=Count("source", distinct=True))["n"]
    return Source.objects.filter(Exists(Citation.objects.filter(source=OuterRef("pk")))).count()


def source_label(publisher: str, title: str) -> str:
    publisher = publisher or gettext("Unnamed publisher")
    title = title or gettext("untitled")
    return f"{publisher}: {title}"


def name_of(source: Source) -> str:
    return source_label(source.publisher, source.title)


def remember(key: Iterable[object], count: Callable[[], Found]) -> Found:
    """What was counted for this key since the last write, else count it now."""
    name = "density:" + sha256(repr((content_version(), *key)).encode()).hexdigest()
    found = cache.get(name)
    if found is None:
        found = count()
        cache.set(name, found, KEEP_SECONDS)
    return found
