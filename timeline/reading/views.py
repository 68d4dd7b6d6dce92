"""The public pages; each address serves the whole page, or a part of it for htmx."""

from django.core.paginator import Paginator
from django.db import DatabaseError
from django.db.models import Case, Count, F, Q, When
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from timeline.clean_text import fit
from timeline.curation.sources import editions_of
from timeline.data.bibliography import Reference
from timeline.data.views import event_alternates, get_shown_event, source_alternates
from timeline.dates import describe
from timeline.models import Actor, Event, FormerSlug, Source, Timeline

from .caching import shared
from .counts import remember
from .filters import PARAMETERS
from .jsonld import event_jsonld
from .neighbourhood import companions, neighbourhood, published_around, surroundings
from .pages import timeline_page

PAGE_SIZE = 50
PAGED = ("page",)
ACTOR_KINDS = ("state", "person", "organisation", "party")  # in the order in which a reader looks for them
PARTS = ("results", "columns", "evidence", "story")


@shared(reads=PARAMETERS, is_form=True)
@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def home(request):
    timeline = Timeline.objects.filter(is_published=True).order_by("-is_default", "id").first()
    return timeline_answer(request, timeline)


@shared(reads=PARAMETERS, is_form=True)
@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def timeline_detail(request, slug):
    may_preview = request.user.has_perm("timeline.view_timeline")
    timelines = Timeline.objects.all() if may_preview else Timeline.objects.filter(is_published=True)
    timeline = get_object_or_404(timelines, slug=slug)
    if timeline.is_published:
        return timeline_answer(request, timeline)
    with_proposed = request.user.has_perm("timeline.view_event")
    return _for_staff_alone(timeline_answer(request, timeline, with_proposed=with_proposed))


def _for_staff_alone(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex"
    return response


def timeline_answer(request, timeline, *, with_proposed: bool = False) -> HttpResponse:
    """The page of a timeline, or the part of it that htmx asks for."""
    page = timeline_page(timeline, request.GET, with_proposed=with_proposed)
    template = "timeline/timeline_detail.html"
    if request.htmx and request.htmx.target == "figure":
        response = JsonResponse(page.figure)
        response.is_shared = page.is_understood
        return response
    if request.htmx and not request.htmx.history_restore_request and request.htmx.target in PARTS:
        template += f"#{request.htmx.target}"
    response = render(request, template, {"page": page})
    response.is_shared = page.is_understood
    return response


@shared(reads=())
@require_safe
def event_detail(request, slug):
    if gone := _withdrawn_of(slug):
        return render(request, "timeline/withdrawn.html", gone, status=410)
    found = get_shown_event(slug, with_proposed=request.user.has_perm("timeline.view_event"))
    if found.slug != slug:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    event = Event.objects.select_related("part_of").with_evidence().get(pk=found.pk)
    parts = event.parts.published()
    response = render(
        request,
        "timeline/event_detail.html",
        {
            "event": event,
            "parts": parts,
            "around": neighbourhood(event, get_language() or "en"),
            "jsonld": event_jsonld(event, request),
            "reference": _reference(request, event),
            "alternates": event_alternates(event) if event.status == Event.Status.PUBLISHED else [],
        },
    )
    return response if event.status == Event.Status.PUBLISHED else _for_staff_alone(response)


def _withdrawn_of(slug: str) -> dict | None:
    """When and why the public event with this slug, or the one it was merged into, was withdrawn; None if it was not."""
    event = Event.objects.filter(slug=slug).select_related("merged_into").first()
    if event is None:
        former = FormerSlug.objects.filter(slug=slug).select_related("event__merged_into").first()
        if former is None:
            return None
        if former.event is None:
            return {"day": timezone.localdate(former.at), "reason": former.reason}
        event = former.event
    event = event.merged_into or event
    if event.withdrawn_at is None:
        return None
    return {"day": timezone.localdate(event.withdrawn_at), "reason": event.withdrawal_reason}


@shared(reads=PAGED)
@require_safe
def actor_list(request):
    order = Case(*(When(kind=kind, then=n) for n, kind in enumerate(ACTOR_KINDS)), default=len(ACTOR_KINDS))
    actors = Actor.objects.taking_part().order_by(order, "name")
    page = _paginate(request, actors, Actor.objects.prefetch_related("aliases"))
    return _list(request, "timeline/actor_list.html", {"page": page})


@shared(reads=PAGED)
@require_safe
def actor_detail(request, slug):
    actor = Actor.objects.shown().select_related("represents").at(slug)
    if actor is None:
        raise Http404("no actor of a published event has this address")
    if actor.slug != slug:
        return redirect(actor)
    events = Event.objects.published().involving([actor]).by_date()
    page = _paginate(request, events, Event.objects.with_counts())
    # The represented actor is public only if this actor takes part in a published event.
    whom = actor.represents if actor.takes_part else None
    listed = page.object_list
    context = {
        "actor": actor,
        "whom": whom,
        "aliases": actor.aliases.all(),
        "page": page,
        "around": surroundings(listed, get_language() or "en") if listed else None,
        "companions": companions(actor, listed),
    }
    return _list(request, "timeline/actor_detail.html", context)


@shared(reads=(*PAGED, "q"), is_form=True)
@require_safe
def source_list(request):
    words = fit(request.GET.get("q", "")).strip()[:200]
    sources = Source.objects.shown()
    if words:
        sources = sources.filter(Q(title__icontains=words) | Q(publisher__icontains=words))
    dated_first = F("published").asc(nulls_last=True), "publisher", "id"
    page = _paginate(request, sources.order_by(*dated_first), Source.objects.with_counts(), words)
    return _list(request, "timeline/source_list.html", {"page": page, "words": words})


@shared(reads=())
@require_safe
def source_detail(request, pk):
    source = get_object_or_404(Source.objects.shown(), pk=pk)
    citations = (
        source.citations.filter(event__in=Event.objects.published())
        .select_related("event", "source")
        .order_by("start", "id")
    )
    events = list({citation.event_id: citation.event for citation in citations}.values())
    earlier, later = published_around(source)
    context = {
        "source": source,
        "editions": editions_of(source).shown(),
        "citations": citations,
        "around": surroundings(events, get_language() or "en") if events else None,
        "earlier": earlier,
        "later": later,
        "alternates": source_alternates(source) if citations else [],
    }
    return render(request, "timeline/source_detail.html", context)


@require_safe
def robots(request):
    """Allow everything except the admin and the endless combinations of filters."""
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


@shared(reads=())
@require_safe
def method(request):
    found = Event.objects.published().exclude(read_by="").order_by().values_list("read_by")
    try:
        readers = dict(found.annotate(n=Count("pk")))
    except DatabaseError:
        readers = {}  # how events are read can be told without it
    return render(request, "timeline/method.html", {"readers": readers})


def _reference(request, event: Event) -> Reference:
    """How to cite an event's page, with its title, date and last change."""
    title = f"{event.title}, {describe(event.edtf, 'en')}"
    return Reference(
        title, request.build_absolute_uri(event.get_absolute_url()), event.updated_at.date(), event.slug
    )


def _list(request, template, context) -> HttpResponse:
    """A page of a list; if the page does not exist, another is shown and not cached."""
    response = render(request, template, context)
    response.is_shared = request.GET.get("page", "1") == str(context["page"].number)
    return response


def _paginate(request, rows, shown, words=""):
    """A page of the rows in order, fetched from ``shown``; their number and choice are cached until the next write."""
    paginator = Paginator(rows.values_list("pk", flat=True), PAGE_SIZE)
    paginator.count = remember(("count", request.path, words), rows.count)
    page = paginator.get_page(request.GET.get("page"))
    keys = remember(("page", request.path, words, page.number), lambda: list(page.object_list))
    found = shown.in_bulk(keys)
    page.object_list = [found[key] for key in keys if key in found]
    return page
