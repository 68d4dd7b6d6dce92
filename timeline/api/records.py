"""Events, actors, sources and timelines as the API returns them: the data, and next to each its schema."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from timeline.data.exports import event_data, iso, ordered_citations, source_data
from timeline.data.formats import FORMATS
from timeline.data.schemas import (
    ACTOR,
    CITATION,
    SLUG,
    SOURCE,
    day,
    event_schema,
    extended,
    flag,
    listed,
    number,
    one_of,
    optional,
    record,
    text,
)
from timeline.models import Actor, Chapter, Event, Source, Timeline

PAGE = text("Its page on the site.", format="uri")
EVENTS = text("The address of its events in this API.", format="uri")
UPDATED = text("When it was last changed.", format="date-time")

EVENT = extended(
    event_schema([Event.Status.PUBLISHED.value]),
    summary=text("A curator's own words; may be empty."),
    planned=flag("Whether it was still to come when its sources were written."),
    derived=flag("Whether its date was worked out, for example from an anniversary."),
    dispute_note=text("A curator's note on sources that disagree on the date; may be empty."),
    part_of=optional(text("The slug of the event it is part of.")),
    actors=listed(extended(ACTOR, slug=SLUG), "Who took part."),
    citations=listed(
        extended(
            CITATION,
            source=extended(SOURCE, id=number("Its number.", 1)),
            paraphrase=flag("Whether the passage is our own abstract of the source and must not be quoted."),
        ),
        "The passages that report it, by publication date.",
    ),
    page=PAGE,
    updated=UPDATED,
)


def event_record(event: Event, request) -> dict[str, Any]:
    """An event; reads only what ``with_evidence`` and ``select_related("part_of")`` fetched."""
    site = request.build_absolute_uri("/").rstrip("/")
    data, whole = event_data(event, public=True, site=site), event.part_of
    for actor, part in zip(data["actors"], event.participations.all(), strict=True):
        actor["slug"] = part.actor.slug
    for citation, row in zip(data["citations"], ordered_citations(event), strict=True):
        citation["source"]["id"] = row.source_id
        citation["paraphrase"] = row.source.is_paraphrased
    return data | {
        "summary": event.summary,
        "planned": event.is_planned,
        "derived": event.is_derived,
        "dispute_note": event.dispute_note,
        "part_of": whole.slug if whole and is_shown(whole) else None,
        "page": request.build_absolute_uri(event.get_absolute_url()),
        "updated": event.updated_at.isoformat(),
    }


def is_shown(event: Event) -> bool:
    return event.status == Event.Status.PUBLISHED and event.merged_into_id is None


NAMED = record("An actor by name.", slug=SLUG, name=text("The actor's name."))
ACTOR_ALONE = record(
    "A person, state, organisation or party that takes part in a published event or is represented in one.",
    slug=SLUG,
    name=text("The name.", minLength=1),
    kind=one_of(Actor.Kind.values, "What kind of actor."),
    description=text("In a few words; may be empty."),
    aliases=listed(
        record("Another name.", name=text("The name."), language=text("A code such as ko.")), "Other names."
    ),
    represents={"anyOf": [NAMED, {"type": "null"}], "description": "The actor this person acts for."},
    page=PAGE,
    events=EVENTS,
)


def actor_record(actor: Actor, request) -> dict[str, Any]:
    """An actor; reads only what ``select_related("represents")`` and prefetched aliases hold."""
    # The represented actor is public only if this actor takes part in a published event.
    whom = actor.represents if actor.takes_part else None
    return {
        "slug": actor.slug,
        "name": actor.name,
        "kind": actor.kind,
        "description": actor.description,
        "aliases": [{"name": alias.name, "language": alias.language} for alias in actor.aliases.all()],
        "represents": {"slug": whom.slug, "name": whom.name} if whom else None,
        "page": request.build_absolute_uri(actor.get_absolute_url()),
        "events": _events(request, "actor", actor.slug),
    }


SOURCE_ALONE = extended(
    SOURCE,
    id=number("Its number.", 1),
    kind=one_of(Source.Kind.values, "What kind of document."),
    published_basis=one_of(Source.Basis.values, "How the publication date is known."),
    language=text("A code such as ko."),
    page=PAGE,
    events=EVENTS,
)


def source_record(source: Source, request) -> dict[str, Any]:
    return source_data(source, public=True) | {
        "id": source.pk,
        "kind": source.kind,
        "published_basis": source.published_basis,
        "language": source.language,
        "page": request.build_absolute_uri(source.get_absolute_url()),
        "events": _events(request, "source", source.pk),
    }


CHAPTER = record(
    "A titled span of a timeline.",
    slug=SLUG,
    title=text("Its title."),
    earliest=day("Its first day."),
    latest=day("Its last day."),
    summary=text("A few words; may be empty."),
    colour=one_of(
        ["", *Chapter.Colour.values], "Of its heading and its stretch of the ribbon, by name; may be empty."
    ),
)
TIMELINE = record(
    "A selection of events, shared and embedded as one.",
    slug=SLUG,
    title=text("Its title."),
    introduction=text("A few words in Markdown; may be empty."),
    chapters=listed(CHAPTER, "In the order in which readers step through them."),
    page=PAGE,
    embed=text("Its address for an iframe.", format="uri"),
    events=EVENTS,
    exports={
        "type": "object",
        "description": "All its events, or the sources they cite, in other formats.",
        "additionalProperties": {"type": "string", "format": "uri"},
    },
    updated=UPDATED,
)


def timeline_record(timeline: Timeline, request) -> dict[str, Any]:
    """A timeline; reads only its prefetched chapters."""
    return {
        "slug": timeline.slug,
        "title": timeline.title,
        "introduction": timeline.introduction,
        "chapters": [
            {
                "slug": chapter.slug,
                "title": chapter.title,
                "earliest": iso(chapter.earliest),
                "latest": iso(chapter.latest),
                "summary": chapter.summary,
                "colour": chapter.colour,
            }
            for chapter in timeline.chapters.all()
        ],
        "page": request.build_absolute_uri(timeline.get_absolute_url()),
        "embed": request.build_absolute_uri(reverse("timeline:embed", args=[timeline.slug])),
        "events": _events(request, "timeline", timeline.slug),
        "exports": {
            name: request.build_absolute_uri(
                reverse("timeline:timeline-export", args=[timeline.slug, chosen.suffix])
            )
            for name, chosen in FORMATS.items()
        },
        "updated": timeline.updated_at.isoformat(),
    }


def _events(request, parameter: str, value: str | int) -> str:
    return request.build_absolute_uri(f"{reverse('timeline:api:events')}?{parameter}={value}")
