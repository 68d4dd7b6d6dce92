"""Timelines, events and actors inside other sites' pages: the only views that may be framed. No cookie is read or set."""

from __future__ import annotations

import functools

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from .caching import shared
from .looks import read_look, style_hash
from .models import Actor, Event, Timeline
from .pages import timeline_page

# A newsroom's own cache may show an older one for a minute, and while it asks anew.
FRESH = {"public": True, "max_age": 60, "stale_while_revalidate": 600}


def framed(view):
    """Let a view be framed; it gives a template, its context, and the sites that may frame it."""

    @shared
    @require_safe
    @xframe_options_exempt
    @cache_control(**FRESH)
    @functools.wraps(view)
    def answer(request, slug):
        template, context, origins = view(request, slug)
        look = read_look(request.GET)
        response = render(request, template, {"is_embed": True, "look": look, **context})
        response._csp_replace = {"frame-ancestors": origins}
        if look.css:
            response._csp_update = {"style-src": style_hash(look.css)}
        return response

    return answer


@framed
def embed(request, slug):
    timeline = get_object_or_404(Timeline, slug=slug, is_published=True)
    context = {"page": timeline_page(timeline, request.GET)}
    return "timeline/embed.html", context, origins_of(timeline)


@framed
def embed_actor(request, slug):
    """All that somebody took part in."""
    actor = get_object_or_404(Actor, slug=slug)
    params = request.GET.copy()
    params.setlist("actor", [slug])
    page = timeline_page(None, params)
    if not page.count and not actor.events.published().exists():
        raise Http404("this actor takes part in no published event")
    page.title = actor.name
    return "timeline/embed.html", {"page": page, "address": actor.get_absolute_url()}, origins_of(None)


@framed
def embed_event(request, slug):
    event = get_object_or_404(Event.objects.published().select_related("part_of").with_evidence(), slug=slug)
    return "timeline/embed_event.html", {"event": event}, origins_of(None)


def origins_of(timeline: Timeline | None) -> list[str]:
    """The sources of the policy's frame-ancestors: this site, whose panel shows a preview, and who else may embed it.

    A timeline's own list stands beside the site's, or in its place where the site lets in everybody.
    """
    site = settings.EMBED_ORIGINS
    own = timeline.embed_origins.split() if timeline else []
    others = own if own and "*" in site else [*site, *own]
    return ["*"] if "*" in others else ["'self'", *dict.fromkeys(others)]
