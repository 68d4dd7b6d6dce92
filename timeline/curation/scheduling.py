"""Publishing and withdrawing at the times that Editors have set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import formats, timezone

from timeline.models import Event, Timeline
from timeline.record.history import acting, explain

from .support import NEEDED, is_unsupported

AUTHOR = "the schedule"


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one scheduled record: published, withdrawn, or neither for a reason."""

    row: Event | Timeline
    verb: str
    why_not: str = ""


def overdue() -> Any:
    """Events whose time to be published has come, but which may not be public."""
    found = Event.objects.filter(publish_at__lte=timezone.now(), merged_into=None)
    return found.exclude(status=Event.Status.PUBLISHED)


def due(model: Any, now: datetime) -> Any:
    """The records whose time to be published or withdrawn has come."""
    return model.objects.filter(Q(publish_at__lte=now) | Q(withdraw_at__lte=now))


def carry_out(now: datetime | None = None) -> Iterator[Done]:
    """Publish and withdraw what is due, each record in a transaction of its own; may be run by several at once.

    An event that may not be public keeps its time, and is tried again at the next run.
    """
    now = now or timezone.now()
    for model in (Event, Timeline):
        for pk in list(due(model, now).order_by("pk").values_list("pk", flat=True)):
            with transaction.atomic(), acting(None, AUTHOR):
                row = due(model, now).select_for_update().filter(pk=pk).first()
                done = row and _carry_out(row, now)
            if done:
                yield done


def _carry_out(row: Any, now: datetime) -> Done:
    is_over = row.withdraw_at is not None and row.withdraw_at <= now
    return _withdraw(row) if is_over else _publish(row)


def _publish(row: Any) -> Done:
    at, row.publish_at = row.publish_at, None
    if isinstance(row, Timeline):
        row.is_published = True
    else:
        if row.merged_into_id:
            row.save()
            return Done(row, "left", "it has been merged into another event")
        row.status = Event.Status.PUBLISHED
        if is_unsupported(row):
            return Done(row, "left", NEEDED)
        row.mark_curated(["status"])
    row.save()
    explain(f"Published as scheduled for {_said(at)}.")
    return Done(row, "published")


def _withdraw(row: Any) -> Done:
    at, row.withdraw_at, row.publish_at = row.withdraw_at, None, None
    if isinstance(row, Timeline):
        row.is_published = row.is_default = False
        row.save()
    elif row.status == Event.Status.PUBLISHED:
        row.withdraw(f"It was to be shown until {_said(at)}.")
    else:
        row.save()
    explain(f"Withdrawn as scheduled for {_said(at)}.")
    return Done(row, "withdrawn")


def _said(at: datetime) -> str:
    """A moment in the site's time zone."""
    local = timezone.localtime(at, timezone.get_default_timezone())
    return f"{formats.date_format(local, 'j F Y, H:i')} ({local.tzname()})"
