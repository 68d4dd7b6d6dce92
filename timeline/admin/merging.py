"""Merging events, taking them apart and undoing either, from the list and the form."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from timeline.merging import MergeError, likely_target, merge, split, undo_merge, undo_split
from timeline.models import Event

from .desk import DeskMixin, keys_of, numbers


class MergingMixin(DeskMixin):
    """Adds to the admin of events the action "merge" and, for one event, "split" and the undoing of both."""

    change_form_template = "admin/timeline/event/change_form.html"

    desk_pages = {
        "merge/": ("merge_view", "merge"),
        "<int:pk>/split/": ("split_view", "split"),
        "<int:pk>/unmerge/": ("unmerge_view", "unmerge"),
        "<int:pk>/unsplit/": ("unsplit_view", "unsplit"),
    }

    @admin.action(description="Merge the selected events…", permissions=["change"])
    def merge_selected(self, request, queryset):
        return redirect(f"{reverse('admin:timeline_event_merge')}?events={keys_of(queryset, MOST_MERGED)}")

    def merge_view(self, request):
        asked = (request.POST or request.GET).get("events", "")
        ids = numbers(asked)[:MOST_MERGED]
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
        return self.desk_page(request, "merge", context)

    def split_view(self, request, pk):
        event = get_object_or_404(Event, pk=pk)
        self._may_change(request, [event])
        citations = list(event.citations.select_related("source"))
        if request.method == "POST":
            chosen = [c for c in citations if str(c.pk) in request.POST.getlist("citation")]
            return self._try(
                request, event, lambda: split(event, chosen), "Split off a new event: check its fields."
            )
        return self.desk_page(
            request, "split", {"title": f"Split “{event}”", "event": event, "citations": citations}
        )

    def unmerge_view(self, request, pk):
        return self._undo(request, pk, undo_merge, "The merge is undone.")

    def unsplit_view(self, request, pk):
        return self._undo(request, pk, undo_split, "The split is undone.")

    def _undo(self, request, pk, work, done):
        event = get_object_or_404(Event, pk=pk)
        others = [other for other in (event.merged_into, event.split_from) if other]
        self._may_change(request, [event, *others])
        if request.method != "POST":
            return redirect("admin:timeline_event_change", pk)
        return self._try(request, event, lambda: work(event), done)

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
        self.note(request, [event], done)
        messages.success(request, done)
        return redirect("admin:timeline_event_change", made.pk)


MOST_MERGED = 100
