"""What the JSON of events looks like, as JSON Schema (2020-12): for the exports and, with more in it, for the API."""

from __future__ import annotations

from typing import Any

from django.http import JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from .caching import shared
from .dates import Precision
from .models import Actor, Event, Participation

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


def text(description: str, **more: Any) -> Schema:
    return {"type": "string", "description": description, **more}


def one_of(words: Any, description: str) -> Schema:
    return {"type": "string", "enum": list(words), "description": description}


def flag(description: str) -> Schema:
    return {"type": "boolean", "description": description}


def optional(schema: Schema) -> Schema:
    """The same, or null."""
    return {**schema, "type": [schema["type"], "null"]}


def record(description: str, /, **fields: Schema) -> Schema:
    """An object with exactly these fields."""
    return {
        "type": "object",
        "description": description,
        "required": list(fields),
        "properties": fields,
        "additionalProperties": False,
    }


def listed(schema: Schema, description: str) -> Schema:
    return {"type": "array", "items": schema, "description": description}


def day(description: str) -> Schema:
    return optional(text(description, format="date"))


def number(description: str, minimum: int) -> Schema:
    return {"type": "integer", "minimum": minimum, "description": description}


EDTF = {"type": "string", "minLength": 1, "description": "An EDTF date (ISO 8601-2, level 1)."}
SLUG = text("What stands for it in addresses.", pattern="^[-a-zA-Z0-9_]+$")

DATE = record(
    "When it happened, as finely as it is known.",
    edtf=EDTF,
    earliest=day("The first day that it may mean; null where the start is open or unknown."),
    latest=day("The last day that it may mean; null where the end is open or unknown."),
    precision=one_of([p.value for p in Precision], "The coarser of its two ends."),
)
SOURCE = record(
    "The document that says so.",
    title=text("Its title; may be empty."),
    publisher=text("Who published it; may be empty."),
    url=text("Its address; empty where it has none."),
    published=day("The day of its publication, null if unknown."),
    origin=text("What it was read from; may be empty."),
)
ACTOR = record(
    "Who took part.",
    name=text("The actor's name.", minLength=1),
    kind=one_of(Actor.Kind.values, "What kind of actor."),
    role=one_of(Participation.Role.values, "The part taken."),
)
CITATION = record(
    "A passage that reports the event.",
    source=SOURCE,
    quote=text("The passage.", minLength=1),
    start=optional(number("Its first character in the document's text, counted in code points.", 0)),
    end=optional(number("The first character after it.", 0)),
    date=text("The EDTF date as this passage gives it; may be empty."),
    disputes=flag("Whether its date cannot be squared with the event's."),
)


def event_schema(statuses: Any = Event.Status.values) -> Schema:
    return record(
        "Something that happened or is due.",
        id=number("Its number.", 1),
        slug=SLUG,
        title=text("What happened.", minLength=1),
        kind=one_of(Event.Kind.values, "What kind of happening."),
        status=one_of(statuses, "Whether it is shown to readers."),
        date=DATE,
        place=text("Where; may be empty."),
        disputed=flag("Whether a source gives a date that cannot be squared with it."),
        actors=listed(ACTOR, "Who took part."),
        citations=listed(CITATION, "The passages that report it, by day of publication."),
    )


def extended(schema: Schema, /, **fields: Schema) -> Schema:
    """A record with more fields, or with some told anew."""
    properties = {**schema["properties"], **fields}
    return {**schema, "properties": properties, "required": list(properties)}


@shared
@require_safe
def events_schema(request):
    """The schema of the JSON export, under its own address."""
    response = JsonResponse(
        {
            "$schema": DRAFT,
            "$id": request.build_absolute_uri(reverse("timeline:schema")),
            "title": "Entente: events with their evidence",
            **record(
                "What /timelines/SLUG.json, /events/SLUG.json and export_events --format json give.",
                events=listed(event_schema(), "In the order of time."),
            ),
        }
    )
    response["Content-Type"] = "application/schema+json"
    return response
