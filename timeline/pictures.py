"""Pictures of a timeline or an event for link previews (Open Graph): 1200 by 630 pixels, made of the page's own layout."""

from __future__ import annotations

from hashlib import sha256

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import get_language, ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import etag, require_safe

from .caching import shared
from .charts import LANE_OF, LANES, WIDTH, Mark, shorten, text_width
from .dates import describe
from .looks import read_look, style_hash
from .models import Event, Timeline
from .pages import TimelinePage, timeline_page

SIZE = (1200, 630)  # what the large networks ask for
SIDE = 60.0
TITLE_SIZE = 58.0
LANE_TOP, LANE_HEIGHT = 330.0, 54.0
DAY = 86_400
HEADING = 26.0
MARGIN, DRAWING_HEAD, DRAWING_LINE, DRAWING_FOOT = (
    24.0,
    30.0,
    34.0,
    40.0,
)  # round a whole drawing, in its own units


@require_safe
@cache_control(public=True, max_age=3600)
def timeline_picture(request, slug):
    timeline = get_object_or_404(Timeline, slug=slug, is_published=True)
    page = timeline_page(timeline, request.GET)
    count = page.summary.total
    facts = " · ".join(
        (
            ngettext("%(n)s event", "%(n)s events", count) % {"n": count},
            ngettext("%(n)s source", "%(n)s sources", page.summary.source_count)
            % {"n": page.summary.source_count},
        )
    )
    return _respond(request, {"lines": wrap(timeline.title, TITLE_SIZE, 2), "facts": facts, **_drawing(page)})


@require_safe
@cache_control(public=True, max_age=3600)
def event_picture(request, slug):
    event = Event.objects.published().with_evidence().filter(slug=slug).first()
    if event is None:
        raise Http404("there is no such event")
    publishers = dict.fromkeys(c.source.publisher for c in event.citations.all() if c.source.publisher)
    context = {
        "lines": wrap(event.title, TITLE_SIZE, 3),
        "when": describe(event.edtf, get_language() or "en"),
        "facts": shorten(", ".join(publishers), (SIZE[0] - 2 * SIDE) * 11 / 28),
        "lane": LANE_OF.get(event.kind, "office"),
    }
    return _respond(request, context)


@shared
@require_safe
@cache_control(public=True, max_age=3600)
def timeline_drawing(request, slug, format):
    """The drawing of a timeline in the state that the parameters ask for, as SVG, or as PNG of twice its width."""
    timeline = get_object_or_404(Timeline, slug=slug, is_published=True)
    page = timeline_page(timeline, request.GET)
    colours = read_look(request.GET).palette
    site = request.build_absolute_uri("/").rstrip("/")
    lines = [line for _, line in wrap(page.title, HEADING, 2, WIDTH)]
    head = DRAWING_HEAD + DRAWING_LINE * len(lines)
    context = {
        "page": page,
        "layout": page.layout,
        "colours": {name.replace("-", "_"): colour for name, colour in colours.items()},
        "lines": [(40 + DRAWING_LINE * n, line) for n, line in enumerate(lines)],
        "head": head,
        "base": site + timeline.get_absolute_url(),
        "height": page.layout.height + head + DRAWING_FOOT,
    }
    svg = render_to_string("timeline/drawing.svg", context, request)
    if format == "png":
        response = HttpResponse(_png(svg, round(2 * (WIDTH + 2 * MARGIN))), content_type="image/png")
    else:
        response = HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")
        style = svg[svg.index("<style>") + len("<style>") : svg.index("</style>")]
        response._csp_update = {"style-src": style_hash(style)}
    response["Content-Disposition"] = f'inline; filename="{slug}.{format}"'
    return response


def _drawing(page: TimelinePage) -> dict:
    """The marks of the page in four rows, across the picture's width."""
    room = SIZE[0] - 2 * SIDE
    rows = {key: LANE_TOP + LANE_HEIGHT * n for n, (key, *_) in enumerate(LANES)}

    def x(at: float) -> float:
        return SIDE + at / WIDTH * room

    return {
        "marks": [(x(m.x), x(m.x2) - x(m.x), rows[m.lane], m.lane, _radius(m)) for m in page.layout.marks],
        "panels": [(x(p.left), x(p.right) - x(p.left), p.span.years) for p in page.layout.panels],
    }


def _radius(mark: Mark) -> float:
    return min(9 + 1.5 * (mark.event.weight - 1 if mark.count == 1 else mark.count**0.5), 20)


def wrap(text: str, size: float, most: int, room: float = SIZE[0] - 2 * SIDE) -> list[tuple[int, str]]:
    """The text in lines that fit the room, each with its baseline in a card; the last one is cut if there are more."""
    lines: list[str] = [""]
    words = text.split() if " " in text else list(text)  # Japanese may break anywhere
    space = " " if " " in text else ""
    for n, word in enumerate(words):
        longer = f"{lines[-1]}{space}{word}".strip()
        if not lines[-1] or text_width(longer, size) <= room:
            lines[-1] = longer
        elif len(lines) == most:
            rest = space.join(words[n:])
            lines[-1] = shorten(f"{lines[-1]}{space}{rest}", room * 11 / size)
            break
        else:
            lines.append(word)
    return [(round(150 + n * size * 1.2), line) for n, line in enumerate(lines)]


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
    png = cache.get(f"picture:{digest}")
    if png is None:
        png = _png(svg)
        cache.set(f"picture:{digest}", png, DAY)
    return png


def _png(svg: str, width: int | None = None) -> bytes:
    from resvg_py import svg_to_bytes  # reads the system's fonts, so only when there is something to draw

    families = {"sans_serif_family": "DejaVu Sans", "serif_family": "DejaVu Serif"}
    return bytes(svg_to_bytes(svg_string=svg, width=width, **families))
