"""One part of a long list: what comes after a row, found by its place in the order, at the same cost everywhere.

Rows that are added or taken away meanwhile move nothing: no other row is given twice or left out.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import BigIntegerField, DateField, F, Func, QuerySet, Value
from django.db.models.lookups import GreaterThan

from timeline.filters import PageQuery
from timeline.models import Event

LAST_DAY = date.max.toordinal()


class Row(Func):
    """Several columns compared as one, in order: databases look it up in an index, unlike conditions joined by OR."""

    function = None
    template = "(%(expressions)s)"
    output_field = DateField()


def events_after(events: QuerySet[Event], cursor: list[int] | None) -> QuerySet[Event]:
    """The events in the order of time, from the cursor on.

    ``merged_into`` is null in all that is published; to order by it too lets PostgreSQL walk along the index.
    """
    if cursor:
        earliest, latest = (date.fromordinal(min(max(n, 1), LAST_DAY)) for n in cursor[:2])
        place = Row(
            Value(earliest, DateField()), Value(latest, DateField()), Value(cursor[2], BigIntegerField())
        )
        events = events.filter(GreaterThan(Row(F("earliest"), F("latest"), F("id")), place))
    return events.order_by("merged_into_id", "earliest", "latest", "id")


def event_cursor(event: Event) -> str:
    return f"{event.earliest.toordinal()}-{event.latest.toordinal()}-{event.pk}"


def rows_after(rows: QuerySet[Any], cursor: int) -> QuerySet[Any]:
    return rows.filter(pk__gt=cursor).order_by("pk")


def row_cursor(row: Any) -> str:
    return str(row.pk)


def split(rows: QuerySet[Any], query: PageQuery) -> tuple[list[Any], bool]:
    """As many rows as are asked for, and whether there are more."""
    limit = query.cleaned_data["limit"]
    found = list(rows[: limit + 1])
    return found[:limit], len(found) > limit


def next_address(request, cursor: str) -> str:
    """The address of the part that begins after the cursor, the filters being the same."""
    asked = [(name, value) for name in request.GET if name != "cursor" for value in request.GET.getlist(name)]
    return request.build_absolute_uri(f"{request.path}?{urlencode([*asked, ('cursor', cursor)])}")
