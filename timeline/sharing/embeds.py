"""Timelines, events and actors in the pages of other sites: the only views that can be framed. No cookie is read or set."""

from __future__ import annotations

import functools

from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.http import Http404, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from timeline.data.views import get_shown_event
from timeline.models import Actor, Event, Timeline
from timeline.reading.caching import shared
from timeline.reading.evidence import Evidence
from timeline.reading.filters import LOOK, PARAMETERS
from timeline.reading.pages import timeline_page
from timeline.wording import name_of

from .themes import Look, read_look, style_hash

# A newsroom's cache may show an older version for a minute, and while it fetches the new one.
LISTED = 24  # most events in the list of an embed, which cannot scroll; the others are one click away
FRESH = {"public": True, "max_age": 60, "stale_while_revalidate": 600}


def framed(*reads: str):
    """Allow a view to be framed. It reads these parameters and those of the look, and returns a template, its context, and
    the sites that may frame it; or the path of another embed, which is to be shown in its place."""

    def decorate(view):
        @shared(reads=(*reads, *LOOK))
        @require_safe
        @xframe_options_exempt
        @cache_control(**FRESH)
        @vary_on_headers("HX-Request", "HX-Target")
        @functools.wraps(view)
        def answer(request, slug):
            look = read_look(request.GET)
            found = view(request, slug, look)
            if isinstance(found, str):
                query = request.GET.urlencode()
                return redirect(f"{found}?{query}" if query else found)
            template, context, origins = found
            if "page" in context and request.htmx:
                return part_of(request, context)
            render_framed = csp_replace({"frame-ancestors": origins})(render)
            if look.css:
                render_framed = csp_update({"style-src": style_hash(look.css)})(render_framed)
            response = render_framed(request, template, {"is_embed": True, "look": look, **context})
            response.is_shared = "page" not in context or context["page"].is_understood
            return response

        return answer

    return decorate


def part_of(request, context: dict):
    """The part that the embed's own script requests: evidence, a step of the story, or the figure."""
    page = context["page"]
    if request.htmx.target == "figure":
        response = JsonResponse(page.figure)
    else:
        part = "story" if page.stop else "evidence"
        response = render(request, f"timeline/timeline_detail.html#{part}", {"is_embed": True, **context})
    response.is_shared = page.is_understood
    return response


@framed(*PARAMETERS)
def embed(request, slug, look):
    timeline = get_object_or_404(Timeline, slug=slug, is_published=True)
    return "timeline/embed.html", {"page": _page(timeline, request.GET, look)}, origins_of(timeline)


def _page(timeline: Timeline | None, params: QueryDict, look: Look):
    """The page of an embed, without the chart; as a story it begins with the first step."""
    params = params.copy()
    params.pop("view", None)
    if look.layout == "story" and not params.get("story"):
        params["story"] = "1"
    return timeline_page(timeline, params, listed=LISTED)


@framed(*PARAMETERS)
def embed_actor(request, slug, look):
    """All events of an actor."""
    actor = Actor.objects.shown().at(slug)
    if actor is None:
        raise Http404("no actor of a published event has this address")
    if actor.slug != slug:
        return reverse("timeline:embed-actor", args=[actor.slug])
    params = request.GET.copy()
    params.setlist("actor", [slug])
    page = _page(None, params, look)
    page.title = name_of(actor, page.language)
    return "timeline/embed.html", {"page": page, "address": actor.get_absolute_url()}, origins_of(None)


@framed()
def embed_event(request, slug, look):
    found = get_shown_event(slug)
    if found.slug != slug:
        return reverse("timeline:embed-event", args=[found.slug])
    event = Event.objects.select_related("part_of").with_evidence().get(pk=found.pk)
    return "timeline/embed_event.html", {"event": event, "evidence": Evidence(event)}, origins_of(None)


def origins_of(timeline: Timeline | None) -> list[str]:
    """The frame-ancestors of the policy: this site, whose panel shows a preview, and the sites that may embed it.

    A timeline's own list is added to the site's, or replaces it if the site allows everybody.
    """
    site = settings.EMBED_ORIGINS
    own = timeline.embed_origins.split() if timeline else []
    others = own if own and "*" in site else [*site, *own]
    return ["*"] if "*" in others else ["'self'", *dict.fromkeys(others)]
