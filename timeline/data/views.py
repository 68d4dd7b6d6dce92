"""Data exports at addresses next to the pages of timelines, events and sources.

timeline/urls.py marks these views as the same for everyone. Pages link to data, so this imports nothing of pages.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from timeline.models import Event, FormerSlug, Source, Timeline
from timeline.record.ranking import most_significant
from timeline.wording import worded

from .exports import FEED_ENTRIES, Heading
from .formats import FORMATS, export, export_sources

MOST_TOP = 1000  # events that can be asked for as those that matter most
OF_TIMELINE = tuple(FORMATS)
OF_EVENT = ("json", "ics", "bibtex", "csljson")
OF_SOURCE = ("bibtex", "csljson")


@require_safe
def timeline_export(request, slug, suffix):
    name = _name_of(suffix, OF_TIMELINE)
    timeline = get_object_or_404(Timeline, slug=slug, is_published=True)
    events = timeline.events()
    if (top := _top(request)) is not None:
        events = events.filter(pk__in=most_significant(events, top))
    if name == "atom":
        latest = events.order_by("-updated_at", "-pk").values_list("pk", flat=True)[:FEED_ENTRIES]
        events = Event.objects.filter(pk__in=list(latest))
    language = _language(request)
    heading = Heading(
        worded(timeline, "title", language),
        timeline.get_absolute_url(),
        _site(request),
        request.path,
        timeline.updated_at,
        language,
    )
    return _respond(request, name, slug, export(name, events, heading))


def _top(request) -> int | None:
    """How many of the events that matter most are asked for; None for all. Raises Http404 for what is no such number."""
    asked = request.GET.get("top", "")
    if not asked:
        return None
    if not asked.isdecimal() or not 1 <= int(asked) <= MOST_TOP:
        raise Http404(f"top is a number of events from 1 to {MOST_TOP}")
    return int(asked)


@require_safe
def event_export(request, slug, suffix):
    name = _name_of(suffix, OF_EVENT)
    event = get_shown_event(slug)
    if event.slug != slug:
        return HttpResponsePermanentRedirect(reverse("timeline:event-export", args=[event.slug, suffix]))
    events = Event.objects.published().filter(pk=event.pk)
    if name not in names_for(event):
        raise Http404("a calendar cannot hold an open-ended date")
    language = _language(request)
    title = worded(event, "title", language)
    heading = Heading(
        title, event.get_absolute_url(), _site(request), request.path, event.updated_at, language
    )
    return _respond(request, name, slug, export(name, events, heading))


def get_shown_event(slug: str, *, with_proposed: bool = False) -> Event:
    """The published event with this slug, or the one it was merged into; also a proposed one, for staff who may see it.

    Raises Http404 with the same words whatever the reason. An event that was never public does not redirect.
    """
    event = Event.objects.filter(slug=slug).first() or _formerly(slug)
    if event and event.merged_into_id and event.status != Event.Status.PUBLISHED and not with_proposed:
        event = None
    seen: set[int] = set()
    while event and event.merged_into_id and event.pk not in seen:  # that one may itself have been merged
        seen.add(event.pk)
        event = event.merged_into
    visible = Event.objects.standing() if with_proposed else Event.objects.published()
    return get_object_or_404(visible, pk=event.pk if event else None)


def _formerly(slug: str) -> Event | None:
    """The event that formerly had this slug."""
    former = FormerSlug.objects.select_related("event").filter(slug=slug).first()
    return former.event if former else None


@require_safe
def source_export(request, pk, suffix):
    name = _name_of(suffix, OF_SOURCE)
    sources = Source.objects.cited_in(Event.objects.published()).filter(pk=pk)
    source = get_object_or_404(sources)
    heading = Heading(source.display_title, source.get_absolute_url(), _site(request), request.path)
    return _respond(request, name, f"source-{pk}", export_sources(name, sources, heading))


@dataclass(frozen=True, slots=True)
class Alternate:
    """The content of a page in another format: its label, media type and address."""

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
    """The formats available for an event."""
    return tuple(name for name in OF_EVENT if name != "ics" or not (event.starts_open or event.ends_open))


def _name_of(suffix: str, offered: tuple[str, ...]) -> str:
    found = next((name for name in offered if FORMATS[name].suffix == suffix), None)
    if found is None:
        raise Http404(f"available formats: {', '.join(FORMATS[name].suffix for name in offered)}")
    return found


def _language(request) -> str:
    """The language that the address asks for; data are in English unless it does, whatever the browser's is."""
    asked = request.GET.get("lang", "")
    return asked if asked in dict(settings.LANGUAGES) else "en"


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
