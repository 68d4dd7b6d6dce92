"""The views of the API: four lists, their single records, the index and the description."""

from __future__ import annotations

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from timeline.data.views import get_shown_event
from timeline.models import Actor, Event, Source, Timeline
from timeline.reading.filters import EventQuery, PageQuery, Selection, narrow

from .answers import answer, reads
from .openapi import describe_api
from .paging import event_cursor, events_after, next_address, row_cursor, rows_after, split
from .records import actor_record, event_record, source_record, timeline_record

LISTS = ("events", "actors", "sources", "timelines")


@reads()
def index(request, query):
    names = {name: f"timeline:api:{name}" for name in (*LISTS, "openapi")} | {"schema": "timeline:schema"}
    return answer({name: request.build_absolute_uri(reverse(view)) for name, view in names.items()})


@reads()
def openapi(request, query):
    return answer(describe_api(request.build_absolute_uri(reverse("timeline:api:index")).rstrip("/")))


@reads(EventQuery)
def events(request, query):
    timeline = query.get("timeline")
    found = timeline.events() if timeline else Event.objects.published()
    found = events_after(narrow(found, Selection(request.GET, query)), query.get("cursor"))
    rows, has_more = split(found.select_related("part_of").with_evidence(), query)
    return _part(
        request, "events", [event_record(row, request) for row in rows], has_more and event_cursor(rows[-1])
    )


@reads()
def event(request, query, slug):
    found = get_shown_event(slug)
    if found.slug != slug:
        return HttpResponsePermanentRedirect(reverse("timeline:api:event", args=[found.slug]))
    row = Event.objects.select_related("part_of").with_evidence().get(pk=found.pk)
    return answer(event_record(row, request))


ACTORS = Actor.objects.shown().select_related("represents").prefetch_related("aliases")
SOURCES = Source.objects.shown()
TIMELINES = Timeline.objects.filter(is_published=True).prefetch_related("chapters")


@reads(PageQuery)
def actors(request, query):
    return _rows(request, query, "actors", ACTORS, actor_record)


@reads()
def actor(request, query, slug):
    found = ACTORS.all().at(slug)
    if found is None:
        raise Http404("There is no such actor.")
    if found.slug != slug:
        return HttpResponsePermanentRedirect(reverse("timeline:api:actor", args=[found.slug]))
    return answer(actor_record(found, request))


@reads(PageQuery)
def sources(request, query):
    return _rows(request, query, "sources", SOURCES, source_record)


@reads()
def source(request, query, pk):
    return answer(source_record(get_object_or_404(SOURCES.all(), pk=pk), request))


@reads(PageQuery)
def timelines(request, query):
    return _rows(request, query, "timelines", TIMELINES, timeline_record)


@reads()
def timeline(request, query, slug):
    return answer(timeline_record(get_object_or_404(TIMELINES.all(), slug=slug), request))


@reads()
def nowhere(request, query, rest):
    raise Http404(f"There is no address {request.path}.")


def _rows(request, query, name, rows, make):
    found, has_more = split(rows_after(rows.all(), query.cleaned_data["cursor"]), query)
    return _part(request, name, [make(row, request) for row in found], has_more and row_cursor(found[-1]))


def _part(request, name, records, cursor):
    """A part of a list, with the address of the next part; null at the end."""
    further = next_address(request, cursor) if cursor else None
    return answer({name: records, "next": further}, links={"next": further} if further else None)
