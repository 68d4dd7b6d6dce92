"""The pages that readers see; each address serves the page, or its part when htmx asks."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from .caching import shared
from .citing import Reference
from .dates import describe
from .density import remember
from .feeds import event_alternates, source_alternates
from .jsonld import event_jsonld
from .models import Actor, Event, Source, Timeline
from .pages import timeline_page

PAGE_SIZE = 50
PARTS = ("results", "evidence")


@shared
@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def home(request):
    timeline = Timeline.objects.filter(is_published=True).order_by("-is_default", "id").first()
    return _timeline(request, timeline)


@shared
@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def timeline_detail(request, slug):
    timeline = get_object_or_404(Timeline, slug=slug)
    if timeline.is_published:
        return _timeline(request, timeline)
    if not request.user.has_perm("timeline.view_timeline"):
        raise Http404("this timeline is not published")
    response = _timeline(request, timeline)
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex"
    return response


def _timeline(request, timeline) -> HttpResponse:
    page = timeline_page(timeline, request.GET)
    template = "timeline/timeline_detail.html"
    if request.htmx and not request.htmx.history_restore_request and request.htmx.target in PARTS:
        template += f"#{request.htmx.target}"
    return render(request, template, {"page": page})


@shared
@require_safe
def event_detail(request, slug):
    events = Event.objects.select_related("part_of", "merged_into").with_evidence()
    event = get_object_or_404(events.exclude(status=Event.Status.REJECTED), slug=slug)
    if event.merged_into:
        response = HttpResponse(status=301)
        response["Location"] = event.merged_into.get_absolute_url()
        return response
    if event.status != Event.Status.PUBLISHED and not request.user.is_staff:
        return render(request, "404.html", status=404)
    parts = event.parts.published()
    return render(
        request,
        "timeline/event_detail.html",
        {
            "event": event,
            "parts": parts,
            "jsonld": event_jsonld(event, request),
            "reference": _reference(request, event),
            "alternates": event_alternates(event) if event.status == Event.Status.PUBLISHED else [],
        },
    )


@shared
@require_safe
def actor_list(request):
    actors = Actor.objects.taking_part().order_by("kind", "name")
    return render(
        request, "timeline/actor_list.html", {"page": _paginate(request, actors, Actor.objects.all())}
    )


@shared
@require_safe
def actor_detail(request, slug):
    actor = get_object_or_404(Actor.objects.shown().select_related("represents"), slug=slug)
    events = Event.objects.published().involving([actor]).order_by("earliest", "latest", "id")
    page = _paginate(request, events, Event.objects.with_counts())
    context = {"actor": actor, "aliases": actor.aliases.all(), "page": page}
    return render(request, "timeline/actor_detail.html", context)


@shared
@require_safe
def source_list(request):
    sources = Source.objects.shown().order_by("published", "publisher", "id")
    return render(
        request,
        "timeline/source_list.html",
        {"page": _paginate(request, sources, Source.objects.with_counts())},
    )


@shared
@require_safe
def source_detail(request, pk):
    source = get_object_or_404(Source.objects.shown(), pk=pk)
    citations = (
        source.citations.filter(event__in=Event.objects.published())
        .select_related("event", "source")
        .order_by("start", "id")
    )
    context = {
        "source": source,
        "citations": citations,
        "alternates": source_alternates(source) if citations else [],
    }
    return render(request, "timeline/source_detail.html", context)


@require_safe
def robots(request):
    """Every page may be read but the admin and the endless combinations of filters."""
    sitemap = request.build_absolute_uri(reverse("timeline:sitemap-index"))
    lines = (
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /api/",
        "Disallow: /*?*q=",
        "Disallow: /*?*actor=",
        f"Sitemap: {sitemap}",
        "",
    )
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@shared
@require_safe
def method(request):
    return render(request, "timeline/method.html")


def _reference(request, event: Event) -> Reference:
    """How to cite an event's page: its own words and date, at its last change."""
    title = f"{event.title}, {describe(event.edtf, 'en')}"
    return Reference(
        title, request.build_absolute_uri(event.get_absolute_url()), event.updated_at.date(), event.slug
    )


def _paginate(request, rows, shown):
    """A page of the rows in their order, fetched out of ``shown``; how many they are and which is kept until the next write."""
    paginator = Paginator(rows.values_list("pk", flat=True), PAGE_SIZE)
    paginator.count = remember(("count", request.path), rows.count)
    page = paginator.get_page(request.GET.get("page"))
    keys = remember(("page", request.path, page.number), lambda: list(page.object_list))
    found = shown.in_bulk(keys)
    page.object_list = [found[key] for key in keys if key in found]
    return page
