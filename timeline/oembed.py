"""The oEmbed provider (https://oembed.com) and the script that fits an embed's height to its content."""

from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils.html import format_html
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from .exports import plain
from .filters import EventFilter, Selection
from .models import Timeline

WIDTH, HEIGHT = 900, 640


@require_safe
@cache_control(public=True, max_age=3600)
def embed_js(request):
    path = finders.find("js/embed.js")
    if not path:
        raise Http404("embed.js is not installed")
    with open(path, encoding="utf-8") as file:
        return HttpResponse(file.read(), content_type="text/javascript; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=3600)
def oembed(request):
    """Answer for /timelines/SLUG/ and /embed/SLUG/ of this host: 404 for other addresses, 501 for other formats."""
    answer_format = request.GET.get("format", "json")
    if answer_format not in ("json", "xml"):
        return HttpResponse("formats: json, xml", status=501, content_type="text/plain")
    timeline, query = _timeline_at(request)
    width, height = (
        _limit(request, name, default) for name, default in (("maxwidth", WIDTH), ("maxheight", HEIGHT))
    )
    src = request.build_absolute_uri(reverse("timeline:embed", args=[timeline.slug]) + query)
    html = format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" frameborder="0" '
        'sandbox="allow-scripts allow-same-origin allow-popups"></iframe>',
        src, timeline.title, width, height,
    )  # fmt: skip
    data = {"version": "1.0", "type": "rich", "provider_name": "Entente", "provider_url": request.build_absolute_uri("/"), "title": timeline.title, "width": width, "height": height, "html": str(html)}  # fmt: skip
    if answer_format == "json":
        return JsonResponse(data)
    body = "".join(f"<{name}>{escape(plain(str(value)))}</{name}>" for name, value in data.items())
    return HttpResponse(
        f'<?xml version="1.0" encoding="utf-8"?>\n<oembed>{body}</oembed>',
        content_type="text/xml; charset=utf-8",
    )


def _timeline_at(request) -> tuple[Timeline, str]:
    """The timeline that ``url`` names, and what its reader had chosen there (chapter, filters) as a query string."""
    try:
        address = urlsplit(request.GET.get("url", ""))
        if address.scheme not in ("http", "https") or address.netloc.lower() != request.get_host().lower():
            raise Http404("url is no address of this site")
        match = resolve(address.path)
    except (Resolver404, ValueError):
        raise Http404("url is no page of this site") from None
    timelines = Timeline.objects.filter(is_published=True)
    if match.view_name == "timeline:home":
        timeline = timelines.order_by("-is_default", "id").first()
    elif match.view_name in ("timeline:timeline-detail", "timeline:embed"):
        timeline = timelines.filter(slug=match.kwargs["slug"]).first()
    else:
        timeline = None
    if timeline is None:
        raise Http404("url is no timeline of this site")
    query = Selection(QueryDict(address.query), EventFilter(QueryDict())).link()
    return timeline, query if query != "?" else ""


def _limit(request, name: str, default: int) -> int:
    text = request.GET.get(name, "")
    return min(int(text), default) if text.isdecimal() and 0 < len(text) < 6 and int(text) else default
