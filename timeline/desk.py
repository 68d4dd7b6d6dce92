"""The admin's pages for merging events, taking them apart and undoing either."""

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from .merging import MergeError, likely_target, merge, split, undo_merge
from .models import Event


class MergingMixin:
    """Adds to the admin of events the action "merge" and, for one event, "split" and "undo the merge"."""

    change_form_template = "admin/timeline/event/change_form.html"

    def get_urls(self):
        views = {
            "merge": self.merge_view,
            "<int:pk>/split": self.split_view,
            "<int:pk>/unmerge": self.unmerge_view,
        }
        own = [
            path(
                f"{address}/",
                self.admin_site.admin_view(view),
                name=f"timeline_event_{address.split('/')[-1]}",
            )
            for address, view in views.items()
        ]
        return [*own, *super().get_urls()]

    @admin.action(description="Merge the selected events…", permissions=["change"])
    def merge_selected(self, request, queryset):
        chosen = ",".join(
            str(pk) for pk in queryset.order_by("pk").values_list("pk", flat=True)[:MOST_MERGED]
        )
        return redirect(f"{reverse('admin:timeline_event_merge')}?events={chosen}")

    def merge_view(self, request):
        asked = (request.POST or request.GET).get("events", "")
        ids = [int(pk) for pk in asked.split(",") if pk.isdecimal()][:MOST_MERGED]
        events = list(Event.objects.filter(pk__in=ids).with_counts().order_by("earliest", "pk"))
        self._may_change(request, events)
        if len(events) < 2:
            messages.warning(request, "Choose at least two events to merge.")
            return redirect("admin:timeline_event_changelist")
        if request.method == "POST":
            target = next((e for e in events if str(e.pk) == request.POST.get("target")), None)
            if target is not None:
                others = [e for e in events if e.pk != target.pk]
                return self._try(
                    request, target, lambda: merge(target, others), f"Merged {len(others) + 1} events."
                )
            messages.error(request, "Choose the event that stands for the others.")
        context = {"title": "Merge events", "events": events, "target": likely_target(events), "asked": asked}
        return self._page(request, "merge", context)

    def split_view(self, request, pk):
        event = get_object_or_404(Event, pk=pk)
        self._may_change(request, [event])
        citations = list(event.citations.select_related("source"))
        if request.method == "POST":
            chosen = [c for c in citations if str(c.pk) in request.POST.getlist("citation")]
            return self._try(
                request, event, lambda: split(event, chosen), "Split off a new event: check its fields."
            )
        return self._page(
            request, "split", {"title": f"Split “{event}”", "event": event, "citations": citations}
        )

    def unmerge_view(self, request, pk):
        event = get_object_or_404(Event, pk=pk)
        self._may_change(request, [event])
        if request.method != "POST":
            return redirect("admin:timeline_event_change", pk)
        return self._try(request, event, lambda: undo_merge(event), "The merge is undone.")

    def _may_change(self, request, events) -> None:
        published = any(event.status == Event.Status.PUBLISHED for event in events)
        if not self.has_change_permission(request) or (
            published and not self.has_publish_permission(request)
        ):
            raise PermissionDenied("only an editor may merge or split published events")

    def _try(self, request, event, work, done):
        """Do it and go to what it made; say why not, and stay, if it cannot be done."""
        try:
            made = work()
        except MergeError as error:
            messages.error(request, f"{error}.")
            return redirect("admin:timeline_event_change", event.pk)
        LogEntry.objects.log_actions(request.user.pk, [event], CHANGE, done)
        messages.success(request, done)
        return redirect("admin:timeline_event_change", made.pk)

    def _page(self, request, name, context):
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, f"admin/timeline/event/{name}.html", {**shared, **context})


MOST_MERGED = 100
