"""One part of a long list: the rows after a position in the order, found at the same cost everywhere.

Rows added or removed meanwhile shift nothing: no other row is returned twice or left out.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import BigIntegerField, DateField, F, QuerySet, Value
from django.db.models.lookups import GreaterThan

from timeline.models import Event
from timeline.reading.filters import PageQuery
from timeline.reading.rows import Row

LAST_DAY = date.max.toordinal()


def events_after(events: QuerySet[Event], cursor: list[int] | None) -> QuerySet[Event]:
    """The events in chronological order, after the cursor."""
    if cursor:
        earliest, latest = (date.fromordinal(min(max(n, 1), LAST_DAY)) for n in cursor[:2])
        place = Row(
            Value(earliest, DateField()), Value(latest, DateField()), Value(cursor[2], BigIntegerField())
        )
        events = events.filter(GreaterThan(Row(F("earliest"), F("latest"), F("id")), place))
    return events.by_date()


def event_cursor(event: Event) -> str:
    return f"{event.earliest.toordinal()}-{event.latest.toordinal()}-{event.pk}"


def rows_after(rows: QuerySet[Any], cursor: int) -> QuerySet[Any]:
    return rows.filter(pk__gt=cursor).order_by("pk")


def row_cursor(row: Any) -> str:
    return str(row.pk)


def split(rows: QuerySet[Any], query: PageQuery) -> tuple[list[Any], bool]:
    """The requested number of rows, and whether there are more."""
    limit = query.cleaned_data["limit"]
    found = list(rows[: limit + 1])
    return found[:limit], len(found) > limit


def next_address(request, cursor: str) -> str:
    """The address of the part after the cursor, with the same filters."""
    filters = [
        (name, value) for name in request.GET if name != "cursor" for value in request.GET.getlist(name)
    ]
    return request.build_absolute_uri(f"{request.path}?{urlencode([*filters, ('cursor', cursor)])}")
