"""Making events and passages by hand."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from timeline.models import Citation, Event
from timeline.slugs import event_stem, free_slug

TYPED = ("title", "kind", "edtf", "place", "status", "summary")


def new_event(event: Event) -> Event:
    """Save an event that somebody made by hand, as proposed and with an address of its own."""
    event.status = Event.Status.PROPOSED
    event.slug = free_slug(Event, event_stem(event.title, event.edtf))
    event.mark_curated((*TYPED, "actors"))
    event.save()
    return event


class CitingError(Exception):
    """A passage cannot be added; the message says why."""


@transaction.atomic
def add_passage(event: Event, citation: Citation) -> bool:
    """Add a passage that somebody chose, unsaved until now; False if the event cites these words of the source already.

    Raises CitingError if the event has been merged or deleted meanwhile.
    """
    # The lock makes whoever merges it wait, or this wait and then see that it was merged.
    locked = Event.objects.select_for_update().filter(pk=event.pk, merged_into=None).first()
    if locked is None:
        raise CitingError("choose an event that has not been merged or deleted")
    event = locked
    same = Citation.objects.filter(event=event, source=citation.source, quote=citation.quote)
    if same.filter(start=citation.start, end=citation.end).exists():
        return False
    citation.event, citation.is_pinned = event, True
    citation.save()
    event.judge()
    event.save()
    return True


def waits(user: Any, event: Event) -> bool:
    """Whether a passage that this user adds to the event waits for an Editor."""
    return event.status == Event.Status.PUBLISHED and not user.has_perm("timeline.publish_event")
