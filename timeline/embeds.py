"""Timelines inside other sites' pages: the only views that may be framed. No cookie is read or set."""

from csp.decorators import csp_replace
from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from .caching import shared
from .filters import read_selection
from .models import Timeline
from .pages import TimelinePage


@shared
@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": settings.EMBED_ORIGINS})
@cache_control(public=True, max_age=300)
def embed(request, slug):
    timeline = get_object_or_404(Timeline, slug=slug, is_published=True)
    chapters = list(timeline.chapters.all())
    page = TimelinePage(timeline, read_selection(request.GET, chapters), chapters)
    return render(request, "timeline/embed.html", {"page": page, "is_embed": True})
