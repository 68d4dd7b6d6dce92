"""Events as data: the JSON that other programs rely on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from .dates import OPEN_END, OPEN_START
from .models import Citation, Event


def iso(day: date | None) -> str | None:
    """A day as ISO 8601; None for an open end or an unknown day."""
    return None if day in (None, OPEN_START, OPEN_END) else day.isoformat()


def event_data(event: Event) -> dict[str, Any]:
    """An event with its actors and citations; reads only what ``with_evidence`` has fetched."""
    return {
        "id": event.pk,
        "slug": event.slug,
        "title": event.title,
        "kind": event.kind,
        "status": event.status,
        "date": {
            "edtf": event.edtf,
            "earliest": iso(event.earliest),
            "latest": iso(event.latest),
            "precision": event.precision,
        },
        "place": event.place,
        "disputed": event.is_disputed,
        "actors": [
            {"name": p.actor.name, "kind": p.actor.kind, "role": p.role} for p in event.participations.all()
        ],
        "citations": [citation_data(c) for c in event.citations.all()],
    }


def citation_data(citation: Citation) -> dict[str, Any]:
    source = citation.source
    return {
        "source": {
            "title": source.title,
            "publisher": source.publisher,
            "url": source.url,
            "published": iso(source.published),
            "origin": source.origin,
        },
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "date": citation.edtf,
        "disputes": citation.disputes,
    }


def write_json(events: Iterable[Event]) -> Iterable[str]:
    """Yield {"events": [...]} piece by piece, so that any number of events can be written."""
    yield '{"events": ['
    for number, event in enumerate(events):
        yield (",\n" if number else "\n") + json.dumps(event_data(event), ensure_ascii=False)
    yield "\n]}\n"


class _Json:
    content_type = "application/json"

    @staticmethod
    def write(events, title):
        return write_json(events)


FORMATS = {"json": _Json}
