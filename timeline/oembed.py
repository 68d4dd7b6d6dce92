"""The oEmbed provider (https://oembed.com) and the script that fits an embed's height to its content."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from django.contrib.staticfiles import finders
from django.db.models import Count
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from .caching import shared
from .embed_code import NARROW, fallback_height, iframe
from .exports import plain
from .languages import CODES
from .looks import read_look
from .models import Actor, Event, Timeline
from .pages import timeline_page
from .pictures import SIZE

WIDTH = 900  # CSS pixels, unless the consumer has less
EVENT, PASSAGE, PASSAGE_NARROW = 200, 160, 240  # CSS pixels of an event and of each of its passages
FORMATS = ("json", "xml")
CACHE_AGE = 3600  # seconds for which a consumer may keep an answer


@require_safe
@cache_control(public=True, max_age=3600)
def embed_js(request):
    path = finders.find("js/embed.js")
    if not path:
        raise Http404("embed.js is not installed")
    with open(path, encoding="utf-8") as file:
        return HttpResponse(file.read(), content_type="text/javascript; charset=utf-8")


@dataclass(frozen=True, slots=True)
class Resource:
    """What a page shows, as something to embed: paths of this site, and how high it is at a width, in CSS pixels."""

    title: str
    embed: str
    picture: str
    height: int


class NotPublic(Exception):
    """The address is that of a timeline which is not published."""


@shared
@require_safe
@cache_control(public=True, max_age=CACHE_AGE)
def oembed(request):
    """Answer for timelines, events and actors of this host, by section 2.3 of the specification: 404 for other addresses, 501
    for other formats, 401 for what is not public."""
    answer_format = request.GET.get("format", "json")
    if answer_format not in FORMATS:
        return _refuse(501, f"This format is not offered: {', '.join(FORMATS)}.")
    width = _limit(request, "maxwidth", WIDTH)
    try:
        found = find_resource(request, width)
    except NotPublic:
        return _refuse(401, "This timeline is not public.")
    height = _limit(request, "maxheight", found.height)
    src = request.build_absolute_uri(found.embed)
    data = {
        "version": "1.0",
        "type": "rich",
        "provider_name": "Entente",
        "provider_url": request.build_absolute_uri("/"),
        "title": plain(found.title),
        "cache_age": CACHE_AGE,
        "width": width,
        "height": height,
        "html": str(iframe(src, plain(found.title), width=width, height=height)),
    }
    if found.picture and _fits(request, SIZE):
        address = request.build_absolute_uri(found.picture)
        data |= {"thumbnail_url": address, "thumbnail_width": SIZE[0], "thumbnail_height": SIZE[1]}
    if answer_format == "json":
        response = JsonResponse(data)
    else:
        body = "".join(f"<{name}>{escape(plain(str(value)))}</{name}>" for name, value in data.items())
        content = f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>{body}</oembed>'
        response = HttpResponse(content, content_type="text/xml; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"  # consumers in browsers ask too, and the answer is public
    return response


def _refuse(status: int, words: str) -> HttpResponse:
    response = HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
    if status == 401:
        response["WWW-Authenticate"] = (
            'Session realm="Entente"'  # RFC 9110 asks for one; browsers ask nobody for it
        )
    return response


def find_resource(request, width: int) -> Resource:
    """What ``url`` names, in the state that its reader had chosen there; raises Http404 or NotPublic."""
    try:
        address = urlsplit(request.GET.get("url", ""))
        if address.scheme not in ("http", "https") or address.netloc.lower() != request.get_host().lower():
            raise Http404("url is no address of this site")
        match = resolve(address.path)
    except (Resolver404, ValueError):
        raise Http404("url is no page of this site") from None
    params = QueryDict(address.query)
    slug = match.kwargs.get("slug", "")
    name = match.view_name.partition(":")[2]
    if name in ("event-detail", "embed-event"):
        return _event(slug, width)
    if name in ("actor-detail", "embed-actor"):
        return _actor(slug, width)
    if name in ("home", "timeline-detail", "embed", "share"):
        return _timeline(slug, params, width)
    raise Http404("url is nothing that can be embedded")


def _timeline(slug: str, params: QueryDict, width: int) -> Resource:
    if slug:
        timeline = Timeline.objects.filter(slug=slug).first()
    else:
        timeline = Timeline.objects.filter(is_published=True).order_by("-is_default", "id").first()
    if timeline is None:
        raise Http404("url is no timeline of this site")
    if not timeline.is_published:
        raise NotPublic
    page = timeline_page(timeline, params)
    language = params.get("lang", "")
    asked = [
        page.selection.link()[1:],
        read_look(params).query,
        f"lang={language}" if language in CODES else "",
    ]
    query = "&".join(part for part in asked if part)
    embed = reverse("timeline:embed", args=[timeline.slug]) + (f"?{query}" if query else "")
    picture = reverse("timeline:timeline-picture", args=[timeline.slug])
    return Resource(timeline.title, embed, picture, fallback_height(page, width))


def _event(slug: str, width: int) -> Resource:
    event = Event.objects.published().filter(slug=slug).annotate(passages=Count("citations")).first()
    if event is None:
        raise Http404("url is no published event of this site")
    height = EVENT + event.passages * (PASSAGE if width >= NARROW else PASSAGE_NARROW)
    picture = reverse("timeline:event-picture", args=[slug])
    return Resource(event.title, reverse("timeline:embed-event", args=[slug]), picture, height)


def _actor(slug: str, width: int) -> Resource:
    actor = Actor.objects.filter(slug=slug).first()
    if actor is None or not actor.events.published().exists():
        raise Http404("url is no actor of a published event")
    page = timeline_page(None, QueryDict(f"actor={slug}"))
    return Resource(
        actor.name, reverse("timeline:embed-actor", args=[slug]), "", fallback_height(page, width)
    )


def _limit(request, name: str, default: int) -> int:
    text = request.GET.get(name, "")
    return min(int(text), default) if text.isdecimal() and 0 < len(text) < 6 and int(text) else default


def _fits(request, size: tuple[int, int]) -> bool:
    """Whether a picture is within what the consumer asks for; it may have asked for nothing."""
    return all(
        _limit(request, name, length) >= length
        for name, length in zip(("maxwidth", "maxheight"), size, strict=True)
    )
