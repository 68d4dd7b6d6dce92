"""The oEmbed provider (https://oembed.com) and the script that fits an embed's height to its content."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.translation import get_language, override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from timeline.data.exports import plain
from timeline.data.views import get_shown_event
from timeline.models import Actor, Timeline
from timeline.reading.caching import shared
from timeline.reading.languages import CODES
from timeline.reading.pages import timeline_page
from timeline.wording import name_of, worded

from .embed_code import fixed_height, iframe
from .pictures import SIZE
from .themes import read_look

WIDTH = 900  # CSS pixels, unless the consumer has less
FORMATS = ("json", "xml")
CACHE_AGE = 3600  # seconds for which a consumer may cache an answer


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
    """A page as something to embed: paths of this site, and its height for a width, in CSS pixels."""

    title: str
    embed: str
    picture: str
    height: int


@shared(reads=("url", "format", "maxwidth", "maxheight"))
@require_safe
@cache_control(public=True, max_age=CACHE_AGE)
def oembed(request):
    """Answer for timelines, events and actors of this host, by section 2.3 of the specification: 501 for other formats, 404 for
    other addresses. So is anything that is not public, because 401 would reveal that it exists."""
    answer_format = request.GET.get("format", "json")
    if answer_format not in FORMATS:
        words = f"This format is not offered: {', '.join(FORMATS)}."
        return HttpResponse(words, status=501, content_type="text/plain; charset=utf-8")
    width = _limit(request, "maxwidth", WIDTH)
    found = find_resource(request, width)
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
    response["Access-Control-Allow-Origin"] = (
        "*"  # consumers may be scripts in browsers, and the answer is public
    )
    return response


def find_resource(request, width: int) -> Resource:
    """The page at ``url``, in the state that it asks for; raises Http404."""
    try:
        address = urlsplit(request.GET.get("url", ""))
        if address.scheme not in ("http", "https") or address.netloc.lower() != request.get_host().lower():
            raise Http404("url is no address of this site")
        match = resolve(address.path)
    except (Resolver404, ValueError):
        raise Http404("url is no page of this site") from None
    params = QueryDict(address.query)
    asked = params.get("lang", "")
    with override(asked if asked in CODES else get_language()):
        return _resource(match, params, width)


def _resource(match: ResolverMatch, params: QueryDict, width: int) -> Resource:
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
    timelines = Timeline.objects.filter(is_published=True, **({"slug": slug} if slug else {}))
    timeline = timelines.order_by("-is_default", "id").first()
    if timeline is None:
        raise Http404("url is no timeline of this site")
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
    return Resource(page.title, embed, picture, fixed_height(width))


def _event(slug: str, width: int) -> Resource:
    event = get_shown_event(slug)
    embed = reverse("timeline:embed-event", args=[event.slug])
    picture = reverse("timeline:event-picture", args=[event.slug])
    return Resource(worded(event, "title", _spoken()), embed, picture, fixed_height(width))


def _actor(slug: str, width: int) -> Resource:
    actor = Actor.objects.shown().at(slug)
    if actor is None:
        raise Http404("url is no actor of a published event")
    embed = reverse("timeline:embed-actor", args=[actor.slug])
    return Resource(name_of(actor, _spoken()), embed, "", fixed_height(width))


def _spoken() -> str:
    return get_language() or "en"


def _limit(request, name: str, default: int) -> int:
    text = request.GET.get(name, "")
    return min(int(text), default) if text.isdecimal() and 0 < len(text) < 6 and int(text) else default


def _fits(request, size: tuple[int, int]) -> bool:
    """Whether a picture is within the limits that the consumer gives, if it gives any."""
    return all(
        _limit(request, name, length) >= length
        for name, length in zip(("maxwidth", "maxheight"), size, strict=True)
    )
