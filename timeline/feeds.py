"""Events as data under the address of their page: of a timeline, of one event, of one source."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from .caching import revalidated
from .exports import FEED_ENTRIES, Heading
from .formats import FORMATS, export, export_sources
from .models import Event, Source, Timeline

OF_TIMELINE = tuple(FORMATS)
OF_EVENT = ("json", "ics", "bibtex", "csljson")
OF_SOURCE = ("bibtex", "csljson")


@require_safe
@revalidated
def timeline_export(request, slug, suffix):
    name = _name_of(suffix, OF_TIMELINE)
    timeline = get_object_or_404(Timeline, slug=slug, is_published=True)
    events = timeline.events()
    if name == "atom":
        latest = events.order_by("-updated_at", "-pk").values_list("pk", flat=True)[:FEED_ENTRIES]
        events = Event.objects.filter(pk__in=list(latest))
    heading = Heading(
        timeline.title, timeline.get_absolute_url(), _site(request), request.path, timeline.updated_at
    )
    return _respond(request, name, slug, export(name, events, heading))


@require_safe
@revalidated
def event_export(request, slug, suffix):
    name = _name_of(suffix, OF_EVENT)
    event = get_shown_event(slug)
    if event.slug != slug:
        return HttpResponsePermanentRedirect(reverse("timeline:event-export", args=[event.slug, suffix]))
    events = Event.objects.published().filter(pk=event.pk)
    if name not in names_for(event):
        raise Http404("a calendar holds no date with an open end")
    heading = Heading(event.title, event.get_absolute_url(), _site(request), request.path, event.updated_at)
    return _respond(request, name, slug, export(name, events, heading))


def get_shown_event(slug: str) -> Event:
    """The published event of that name, or the one that it was merged into. Raises Http404."""
    event = get_object_or_404(Event, slug=slug)
    seen: set[int] = set()
    while event.merged_into_id and event.pk not in seen:  # what it became may have been merged in its turn
        seen.add(event.pk)
        event = event.merged_into
    if event.status != Event.Status.PUBLISHED or event.merged_into_id:
        raise Http404("there is no such event")
    return event


@require_safe
@revalidated
def source_export(request, pk, suffix):
    name = _name_of(suffix, OF_SOURCE)
    sources = Source.objects.cited_in(Event.objects.published()).filter(pk=pk)
    source = get_object_or_404(sources)
    heading = Heading(source.display_title, source.get_absolute_url(), _site(request), request.path)
    return _respond(request, name, f"source-{pk}", export_sources(name, sources, heading))


@dataclass(frozen=True, slots=True)
class Alternate:
    """A page's content in another format: its name for people, media type and address."""

    label: str
    type: str
    url: str


def timeline_alternates(timeline: Timeline) -> list[Alternate]:
    return _alternates(OF_TIMELINE, "timeline:timeline-export", timeline.slug)


def event_alternates(event: Event) -> list[Alternate]:
    return _alternates(names_for(event), "timeline:event-export", event.slug)


def source_alternates(source: Source) -> list[Alternate]:
    return _alternates(OF_SOURCE, "timeline:source-export", source.pk)


def _alternates(names: tuple[str, ...], address: str, key: str | int) -> list[Alternate]:
    formats = [FORMATS[name] for name in names]
    return [
        Alternate(f.label, f.content_type.partition(";")[0], reverse(address, args=[key, f.suffix]))
        for f in formats
    ]


def names_for(event: Event) -> tuple[str, ...]:
    """The formats in which an event is offered."""
    return tuple(name for name in OF_EVENT if name != "ics" or not (event.starts_open or event.ends_open))


def _name_of(suffix: str, offered: tuple[str, ...]) -> str:
    found = next((name for name in offered if FORMATS[name].suffix == suffix), None)
    if found is None:
        raise Http404(f"this is offered as {', '.join(FORMATS[name].suffix for name in offered)}")
    return found


def _site(request) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _respond(request, name, file, pieces) -> HttpResponse | StreamingHttpResponse:
    chosen = FORMATS[name]
    kind = HttpResponse if request.method == "HEAD" else StreamingHttpResponse
    response = kind(() if request.method == "HEAD" else pieces, content_type=chosen.content_type)
    response["Content-Disposition"] = f'inline; filename="{file}.{chosen.ending}"'
    if name == "json":
        response["Link"] = f'<{reverse("timeline:schema")}>; rel="describedby"'
    return response
