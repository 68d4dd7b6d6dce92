"""Who has an event open: a mark for others, not a lock, that expires when nobody looks any longer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from timeline.models import Event, Opened

LASTS = timedelta(minutes=5)  # after the last sign of life; an open page gives one every two minutes
KEPT = timedelta(days=1)


def open_event(event: Event, user: Any) -> None:
    """Note that this user has the event open now, and nothing else in the queue."""
    now = timezone.now()
    Opened.objects.update_or_create(event=event, user=user, defaults={"at": now})
    Opened.objects.filter(user=user).exclude(event=event).delete()
    Opened.objects.filter(at__lt=now - KEPT).delete()


def close_all(user: Any) -> None:
    """Note that this user has nothing open any longer."""
    Opened.objects.filter(user=user).delete()


def opened_by_others(user: Any, events: Iterable[int] | None = None) -> dict[int, str]:
    """The names of other people who have events open, by the key of the event; of all events, or of these."""
    rows = Opened.objects.filter(at__gte=timezone.now() - LASTS).exclude(user=user).select_related("user")
    if events is not None:
        rows = rows.filter(event__in=list(events))
    return {row.event_id: str(row.user) for row in rows.order_by("-at")}
