"""Looking at a timeline before readers do: in three widths, with what waits, and what has changed since it was published."""

from itertools import groupby

from csp.constants import SELF
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from timeline.curation.copying import duplicate
from timeline.curation.deciding import try_on
from timeline.curation.proposals import waiting
from timeline.models import Change, Timeline
from timeline.reading.views import timeline_answer
from timeline.record.content_version import apart
from timeline.record.history import entry_of, key_of

from .desk import DeskMixin

WIDTHS = ((360, "Phone"), (768, "Tablet"), (1440, "Wide screen"))
MOST_EVENTS = 1000  # whose changes are looked for
MOST_CHANGES = 300


class PreviewMixin(DeskMixin):
    """Adds to the admin of timelines the pages to look at one, and the button that copies it."""

    desk_pages = {
        "<int:pk>/preview/": ("preview_view", "preview"),
        "<int:pk>/preview/page/": ("preview_page_view", "preview_page"),
        "<int:pk>/since/": ("since_view", "since"),
        "<int:pk>/duplicate/": ("duplicate_view", "duplicate"),
    }

    def preview_view(self, request, pk):
        timeline = self._seen(request, pk)
        proposed = waiting().filter(timeline=timeline).count()
        is_proposed = bool(proposed) and request.GET.get("version") != "live"
        address = reverse("admin:timeline_timeline_preview_page", args=[pk])
        context = {
            "title": f"Preview of “{timeline}”",
            "timeline": timeline,
            "widths": WIDTHS,
            "proposed": proposed,
            "is_proposed": is_proposed,
            "address": f"{address}?version={'proposed' if is_proposed else 'live'}",
        }
        return self.desk_page(request, "preview", context)

    def preview_page_view(self, request, pk):
        """The timeline's page as readers would see it, to be framed by the desk alone."""
        timeline = self._seen(request, pk)
        params = request.GET.copy()
        version = params.pop("version", ["live"])[-1]
        request.GET = params
        with apart(), transaction.atomic():
            if version == "proposed":
                try_on(waiting().filter(timeline=timeline))
                timeline.refresh_from_db()
            may_see = request.user.has_perm("timeline.view_event")
            answer = timeline_answer(request, timeline, with_proposed=may_see and not timeline.is_published)
            transaction.set_rollback(True)
        answer["X-Frame-Options"] = "SAMEORIGIN"
        answer._csp_replace = {"frame-ancestors": [SELF]}
        return answer

    def since_view(self, request, pk):
        """What people have changed in the timeline and its events since it was published."""
        timeline = self._seen(request, pk)
        since = timeline.published_at
        events = timeline.events().order_by("pk")
        if not request.user.has_perm("timeline.view_event"):
            events = events.none()
        keys = [f"event-{key}" for key in events.values_list("pk", flat=True)[:MOST_EVENTS]]
        changes = Change.objects.filter(place__in=[key_of(timeline), *keys]).order_by("-at", "-pk")
        found = list(changes.filter(at__gt=since)[:MOST_CHANGES]) if since else []
        context = {
            "title": f"Changes of “{timeline}” since it was published",
            "timeline": timeline,
            "acts": [
                list(map(entry_of, group)) for _, group in groupby(found, key=lambda change: change.act)
            ],
            "new": events.filter(published_at__gt=since).order_by("earliest", "pk")[:MOST_CHANGES]
            if since
            else [],
            "waits": waiting().filter(timeline=timeline).count(),
        }
        return self.desk_page(request, "since", context)

    def duplicate_view(self, request, pk):
        timeline = get_object_or_404(Timeline, pk=pk)
        if not self.has_add_permission(request):
            raise PermissionDenied("only users who may add timelines can copy one")
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        copy = duplicate(timeline)
        self.note(request, [copy], f"Copied from “{timeline}”.")
        messages.success(request, f"“{copy}” is a draft: give it a title and an address of its own.")
        return redirect("admin:timeline_timeline_change", copy.pk)

    def _seen(self, request, pk) -> Timeline:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied("only users who may see timelines can look at one")
        return get_object_or_404(Timeline, pk=pk)
