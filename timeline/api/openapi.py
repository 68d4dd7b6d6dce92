"""The OpenAPI 3.1 description of the API."""

from __future__ import annotations

from typing import Any

from timeline.data.schemas import SLUG, Schema, listed, record, text
from timeline.models import Event
from timeline.reading.filters import MOST_ACTORS, MOST_ROWS, SOME_ROWS

from .records import ACTOR_ALONE, EVENT, SOURCE_ALONE, TIMELINE

NUMBER = "(0|[1-9][0-9]{0,17})"
MOMENT = {
    "type": "string",
    "format": "edtf",
    "minLength": 1,
    "maxLength": 30,
    "examples": ["1910", "2024-09", "2024-09-06", "2024-09-06/2024-09-07", "1907~", "2022/.."],
}
SCHEMAS = {
    "Event": EVENT,
    "Actor": ACTOR_ALONE,
    "Source": SOURCE_ALONE,
    "Timeline": TIMELINE,
    "Problem": {
        **record(
            "An error (RFC 9457).",
            type=text("about:blank: the status gives the type of problem."),
            title=text("The status in words."),
            status={"type": "integer", "description": "The HTTP status."},
            detail=text("What is wrong, and what would be right."),
            invalid=listed(
                record("One parameter.", parameter=text("Its name."), detail=text("What is wrong with it.")),
                "What is wrong, by parameter.",
            ),
        ),
        "required": ["type", "title", "status", "detail"],
    },
}


def describe_api(address: str) -> dict[str, Any]:
    """The whole description; ``address`` such as https://example.org/api/v1 is where it is served."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Entente",
            "version": "1",
            "description": "Published events of diplomacy, each date with the passages that support it. Read-only, without keys or cookies.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": address}],
        "paths": {
            "/": {"get": _operation("index", "The addresses of the API", _INDEX)},
            "/openapi.json": {"get": _operation("openapi", "This description", {"type": "object"})},
            "/events": {"get": _list("Event", "events", "Events in chronological order", EVENT_PARAMETERS)},
            "/events/{slug}": {"get": _single("Event", "event", SLUG)},
            "/actors": {"get": _list("Actor", "actors", "Actors with a public page", ROW_PARAMETERS)},
            "/actors/{slug}": {"get": _single("Actor", "actor", SLUG)},
            "/sources": {
                "get": _list("Source", "sources", "Documents cited by published events", ROW_PARAMETERS)
            },
            "/sources/{id}": {"get": _single("Source", "source", {"type": "integer", "minimum": 0}, "id")},
            "/timelines": {"get": _list("Timeline", "timelines", "Published timelines", ROW_PARAMETERS)},
            "/timelines/{slug}": {"get": _single("Timeline", "timeline", SLUG)},
        },
        "components": {"schemas": SCHEMAS},
    }


_INDEX: Schema = {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}}


def _parameter(name: str, description: str, schema: Schema) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _cursor(pattern: str) -> dict[str, Any]:
    return _parameter(
        "cursor",
        "Where the part starts. Take it from `next`; its format may change.",
        {"type": "string", "pattern": f"^{pattern}$"},
    )


LIMIT = _parameter(
    "limit",
    "The maximum number of entries.",
    {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": SOME_ROWS},
)
ROW_PARAMETERS = [LIMIT, _cursor(NUMBER)]
NAMES = {"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,200}$"}
EVENT_PARAMETERS = [
    _parameter(
        "q",
        "Words, each found anywhere in the title, place, names or passages.",
        {"type": "string", "maxLength": 200, "pattern": r"^[^\u0000]*$"},
    ),
    _parameter(
        "actor",
        "Actors by slug; if repeated, all of them take part. Those who represent an actor count as well.",
        {"type": "array", "items": NAMES, "maxItems": MOST_ACTORS},
    ),
    _parameter(
        "kind",
        "Kinds; if repeated, any of them.",
        {"type": "array", "items": {"type": "string", "enum": Event.Kind.values}},
    ),
    _parameter(
        "source",
        "The number of a cited source.",
        {"type": "integer", "minimum": 0, "maximum": 10**18 - 1},
    ),
    _parameter("timeline", "The slug of a timeline.", NAMES),
    _parameter("disputed", "Whether sources disagree on the date.", {"type": "boolean"}),
    _parameter(
        "from", "An EDTF date such as 1910 or 2024-09: leaves out events that ended before it.", MOMENT
    ),
    _parameter("to", "An EDTF date: leaves out events that started after it.", MOMENT),
    LIMIT,
    _cursor("-".join([NUMBER] * 3)),
]


def _reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _problem(description: str) -> dict[str, Any]:
    return {
        "description": description,
        "content": {"application/problem+json": {"schema": _reference("Problem")}},
    }


def _header(description: str) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string"}}


def _operation(name: str, summary: str, schema: Schema, **more: Any) -> dict[str, Any]:
    headers = {
        "ETag": _header("Send it back as If-None-Match: if nothing has changed, the response is 304."),
        "Link": _header("RFC 8288 links: `next` if there is more, `service-desc` to this description."),
    }
    return {
        "operationId": name,
        "summary": summary,
        "responses": {
            "200": {
                "description": summary,
                "headers": headers,
                "content": {"application/json": {"schema": schema}},
            },
            "304": {"description": "Nothing has changed since the response with this ETag."},
            "400": _problem("A parameter is unknown or its value cannot be understood."),
        },
        **more,
    }


def _list(component: str, name: str, summary: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    schema = record(
        "A part of the list.",
        **{name: listed(_reference(component), summary)},
        next={"type": ["string", "null"], "format": "uri", "description": "The next part; null at the end."},
    )
    operation = _operation(name, summary, schema, parameters=parameters)
    if name == "events":
        operation["responses"]["404"] = _problem("There is no such actor, source or timeline.")
    return operation


def _single(component: str, name: str, schema: Schema, key: str = "slug") -> dict[str, Any]:
    parameter = {"name": key, "in": "path", "required": True, "schema": schema}
    operation = _operation(name, f"One {name}", _reference(component), parameters=[parameter])
    operation["responses"]["404"] = _problem(f"There is no such public {name}.")
    if name in ("event", "actor"):
        operation["responses"]["301"] = {"description": f"It was merged into another {name}."}
    return operation
