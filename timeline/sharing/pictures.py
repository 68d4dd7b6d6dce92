"""Pictures of a timeline or an event for link previews (Open Graph): 1200 by 630 pixels, from the layout of the page."""

from __future__ import annotations

from hashlib import sha256

from csp.decorators import csp_update
from django.core.cache import caches
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import get_language, ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import etag, require_safe

from timeline.dates import describe
from timeline.models import Event, Picture, Timeline
from timeline.reading.caching import shared
from timeline.reading.evidence import Evidence
from timeline.reading.filters import LOOK, PARAMETERS
from timeline.reading.layout import LANE_OF, LANES, Ribbon
from timeline.reading.lettering import wrap
from timeline.reading.pages import timeline_page
from timeline.wording import worded

from .cards import ROOM, SIDE, SIZE, landmarks, set_chapters, set_passage, set_picture, set_title
from .rasterizing import png
from .themes import read_look, style_hash

DAY = 86_400
HEADING = 26.0
WIDTH = 1000.0
MARGIN, DRAWING_HEAD, DRAWING_LINE, DRAWING_FOOT = (
    24.0,
    30.0,
    34.0,
    40.0,
)  # around a whole drawing, in its own units


@shared(reads=PARAMETERS)
@require_safe
@cache_control(public=True, max_age=3600)
def timeline_picture(request, slug):
    timeline = get_object_or_404(Timeline, slug=slug, is_published=True)
    page = timeline_page(timeline, request.GET)
    if page.selection.event_slug and page.selected:
        return _respond(request, _event_card(page.selected, page.ribbon))
    count = page.summary.total
    facts = " · ".join(
        (
            ngettext("%(n)s event", "%(n)s events", count) % {"n": count},
            ngettext("%(n)s source", "%(n)s sources", page.summary.source_count)
            % {"n": page.summary.source_count},
        )
    )
    card = {
        **set_title(page.title, most=2),
        "facts": facts,
        "ribbon": page.ribbon,
        "ribbon_top": 250,
        "landmarks": landmarks(page.listed, page.language),
        **set_chapters([tab.title for *_, tab in page.ribbon.bands]),
    }
    response = _respond(request, card)
    response.is_shared = page.is_understood
    return response


@shared(reads=())
@require_safe
@cache_control(public=True, max_age=3600)
def event_picture(request, slug):
    event = Event.objects.published().with_evidence().filter(slug=slug).first()
    if event is None:
        raise Http404("there is no such event")
    timeline = Timeline.objects.filter(is_published=True).order_by("-is_default", "id").first()
    return _respond(request, _event_card(event, timeline_page(timeline).ribbon))


def _event_card(event: Event, ribbon: Ribbon) -> dict:
    """An event with its strongest passage, the date words marked, the publisher, and its position in time."""
    language = get_language() or "en"
    pixels = Picture.objects.filter(digest=event.picture_digest).values_list("small", flat=True).first()
    picture = set_picture(event, bytes(pixels)) if pixels else {}
    room = picture["picture_box"][0] - SIDE - 40 if picture else ROOM
    title = set_title(
        worded(event, "title", language), (44.0, 36.0, 30.0, 26.0), most=3 if picture else 2, room=room
    )
    top = title["lines"][-1][0] + 70
    card = {
        **title,
        **picture,
        "when": describe(event.edtf, language),
        "when_y": top - 22,
        "lane": LANE_OF.get(event.kind, "office"),
        "ribbon": ribbon,
        "ribbon_top": 470,
        "chosen": event.pk,
    }
    if passage := Evidence(event).strongest:
        source = passage.source
        day = describe(source.published.isoformat(), language) if source.published else ""
        card |= set_passage(passage, top, 440, room)
        card["facts"] = wrap(" · ".join(filter(None, (source.publisher, day))), ROOM, 22)[0]
    return card


@shared(reads=(*PARAMETERS, *LOOK))
@require_safe
@cache_control(public=True, max_age=3600)
def timeline_drawing(request, slug, format):
    """The drawing of a timeline in the state given by the parameters, as SVG, or as PNG at twice its width."""
    if format not in ("svg", "png"):
        raise Http404("a drawing is offered as svg and png")
    timeline = get_object_or_404(Timeline, slug=slug, is_published=True)
    page = timeline_page(timeline, request.GET)
    colours = read_look(request.GET).palette
    site = request.build_absolute_uri("/").rstrip("/")
    lines = wrap(page.title, WIDTH, HEADING)
    head = DRAWING_HEAD + DRAWING_LINE * len(lines)
    context = {
        "page": page,
        "ribbon": page.ribbon,
        "lanes": [(key, colours[key]) for key, *_ in LANES],
        "colours": {name.replace("-", "_"): colour for name, colour in colours.items()},
        "lines": [(40 + DRAWING_LINE * n, line) for n, line in enumerate(lines)],
        "head": head,
        "base": site + timeline.get_absolute_url(),
        "height": page.ribbon.height + 20 + head + DRAWING_FOOT,
    }
    svg = render_to_string("timeline/drawing.svg", context, request)
    if format == "png":
        response = HttpResponse(png(svg, round(2 * (WIDTH + 2 * MARGIN))), content_type="image/png")
    else:
        style = svg[svg.index("<style>") + len("<style>") : svg.index("</style>")]
        response = csp_update({"style-src": style_hash(style)})(_svg)(svg)
    response["Content-Disposition"] = f'inline; filename="{slug}.{format}"'
    response.is_shared = page.is_understood
    return response


def _svg(svg: str) -> HttpResponse:
    return HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")


def _respond(request, context: dict) -> HttpResponse:
    svg = render_to_string(
        "timeline/card.svg", {"width": SIZE[0], "height": SIZE[1], "side": SIDE, **context}
    )
    digest = sha256(svg.encode()).hexdigest()

    @etag(lambda *args: f'"{digest}"')
    def answer(request):
        return HttpResponse(_kept_png(svg, digest), content_type="image/png")

    return answer(request)


def _kept_png(svg: str, digest: str) -> bytes:
    kept = caches["states"]
    drawn = kept.get(f"picture:{digest}")
    if drawn is None:
        drawn = png(svg)
        kept.set(f"picture:{digest}", drawn, DAY)
    return drawn
