"""The JSON Schema (2020-12) of events: for the exports and, extended, for the API."""

from __future__ import annotations

from typing import Any

from django.http import JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from timeline.dates import Precision
from timeline.models import Actor, Event, Participation

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


def text(description: str, **more: Any) -> Schema:
    return {"type": "string", "description": description, **more}


def one_of(words: Any, description: str) -> Schema:
    return {"type": "string", "enum": list(words), "description": description}


def flag(description: str) -> Schema:
    return {"type": "boolean", "description": description}


def optional(schema: Schema) -> Schema:
    """The same schema, or null."""
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


EDTF = {
    "type": "string",
    "minLength": 1,
    "description": "An EDTF date (ISO 8601-2, level 1, and the seasons, quarters, thirds and halves of level 2).",
}
SLUG = text("Its part of addresses.", pattern="^[-a-zA-Z0-9_]+$")

DATE = record(
    "When it happened, as precisely as it is known.",
    edtf=EDTF,
    earliest=day("The first possible day; null if the start is open or unknown."),
    latest=day("The last possible day; null if the end is open or unknown."),
    precision=one_of([p.value for p in Precision], "The less precise of its two ends."),
)
SOURCE = record(
    "The document that reports it.",
    title=text("Its title; may be empty."),
    publisher=text("Who published it; may be empty."),
    url=text("Its address; empty if it has none."),
    published=day("Its publication date; null if unknown."),
    origin=text("Where it was read from: an address or a file name; may be empty."),
    archive_url=text("The address of an archived copy; empty if there is none."),
    reliability=text("A curator's note on how far it can be relied on; may be empty."),
)
ACTOR = record(
    "An actor who took part.",
    name=text("The actor's name.", minLength=1),
    kind=one_of(Actor.Kind.values, "What kind of actor."),
    role=one_of(Participation.Role.values, "The actor's role."),
)
CITATION = record(
    "A passage that reports the event.",
    source=SOURCE,
    quote=text("The passage.", minLength=1),
    start=optional(number("The offset of its first character in the text, in code points.", 0)),
    end=optional(number("The offset of the first character after it.", 0)),
    page=optional(number("The page of the document that it stands on; null if that has no pages.", 1)),
    date=text("The EDTF date this passage gives; may be empty."),
    disputes=flag("Whether its date contradicts the event's."),
)


PICTURE = record(
    "A picture of it; left out if there is none.",
    url=text("Its address; a path where the export knows no site."),
    width=number("In pixels.", 1),
    height=number("In pixels.", 1),
    alt=text("What it shows, for those who cannot see it.", minLength=1),
    credit=text("Who made it, and under which licence. Print it with the picture.", minLength=1),
)


def event_schema(statuses: Any = Event.Status.values) -> Schema:
    titles = {
        "type": "object",
        "description": "The title in other languages, by language code; left out if there are none.",
        "propertyNames": {"pattern": "^[a-z]{2,3}(-[A-Za-z]+)?$"},
        "additionalProperties": {"type": "string", "minLength": 1},
    }
    known = record(
        "Something that happened or is planned.",
        id=number("Its number.", 1),
        slug=SLUG,
        title=text("What happened.", minLength=1),
        kind=one_of(Event.Kind.values, "What kind of event."),
        status=one_of(statuses, "Whether it is public."),
        date=DATE,
        place=text("Where it happened; may be empty."),
        disputed=flag("Whether a source gives a date that contradicts it."),
        actors=listed(ACTOR, "Who took part."),
        citations=listed(CITATION, "The passages that report it, by publication date."),
        title_basis=one_of(Event.TitleBasis.values, "What the title is based on."),
        read_by=one_of(
            ["", *Event.Reader.values], "What read it in its articles; empty if a person entered it."
        ),
    )
    return {**known, "properties": {**known["properties"], "titles": titles, "picture": PICTURE}}


def extended(schema: Schema, /, **fields: Schema) -> Schema:
    """A record with additional or replaced fields."""
    properties = {**schema["properties"], **fields}
    return {
        **schema,
        "properties": properties,
        "required": [*schema["required"], *(f for f in fields if f not in schema["required"])],
    }


@require_safe
def events_schema(request):
    """The schema of the JSON export, under its own address."""
    response = JsonResponse(
        {
            "$schema": DRAFT,
            "$id": request.build_absolute_uri(reverse("timeline:schema")),
            "title": "Entente: events with their evidence",
            **record(
                "The JSON of /timelines/SLUG.json, /events/SLUG.json and export_events --format json.",
                events=listed(event_schema(), "In chronological order."),
            ),
        }
    )
    response["Content-Type"] = "application/schema+json"
    return response
