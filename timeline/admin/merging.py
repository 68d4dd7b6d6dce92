"""Merging and splitting events and undoing either, from the list and the form."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from timeline.curation.asking import (
    propose_merge,
    propose_split,
    propose_undoing_merge,
    propose_undoing_split,
)
from timeline.curation.merging import MergeError, likely_target, merge, split, undo_merge, undo_split
from timeline.models import Event
from timeline.record.search import search

from .desk import DeskMixin, keys_of, numbers
from .forms import passage_in_article
from .proposing import by_of, tell_kept
from .sitting import remember, way_back

MOST_FOUND = 10


class MergingMixin(DeskMixin):
    """Adds to the admin of events the action "merge", a page to split an event, and buttons to undo both."""

    change_form_template = "admin/timeline/event/change_form.html"

    desk_pages = {
        "merge/": ("merge_view", "merge"),
        "<int:pk>/split/": ("split_view", "split"),
        "<int:pk>/unmerge/": ("unmerge_view", "unmerge"),
        "<int:pk>/unsplit/": ("unsplit_view", "unsplit"),
    }

    @admin.action(description=gettext_lazy("Merge the selected events…"), permissions=["change"])
    def merge_selected(self, request, queryset):
        return redirect(f"{reverse('admin:timeline_event_merge')}?events={keys_of(queryset, MOST_MERGED)}")

    def merge_view(self, request):
        keys = (request.POST or request.GET).get("events", "")
        ids = numbers(keys)[:MOST_MERGED]
        events = list(
            Event.objects.filter(pk__in=ids)
            .with_counts()
            .with_evidence("source__article")
            .order_by("earliest", "pk")
        )
        self._check_change(request)
        queue = (request.POST or request.GET).get("queue", "")
        if len(events) < 2 and not (queue and events):
            messages.warning(request, _("Choose at least two events to merge."))
            return redirect("admin:timeline_event_changelist")
        if request.method == "POST":
            target = next((e for e in events if str(e.pk) == request.POST.get("target")), None)
            if target is not None:
                others = [e for e in events if e.pk != target.pk]
                if self._waits(request, events):
                    return self._ask(request, target, lambda: propose_merge(target, others, by_of(request)))
                done = ngettext("Merged %d event.", "Merged %d events.", len(events)) % len(events)
                return self._try(request, target, lambda: self._merge(request, target, others, queue), done)
            messages.error(request, _("Choose the event to keep."))
        return self.desk_page(request, "merge", self._merge_context(request, events, queue))

    def _merge_context(self, request, events, queue):
        words = request.GET.get("q", "").strip()[:200]
        near = Event.objects.standing().exclude(pk__in=[event.pk for event in events])
        alone = events[0] if len(events) == 1 else None
        if words:
            found = search(near, words).with_counts()[:MOST_FOUND]
        else:
            found = _beside(alone, near) if alone else []
        keys = ",".join(str(event.pk) for event in events)
        return {
            "title": _("Merge events"),
            "is_nav_sidebar_enabled": False,
            "events": [(e, [(c, passage_in_article(c)) for c in e.citations.all()]) for e in events],
            "target": likely_target(events),
            "keys": keys,
            "queue": queue,
            "back": way_back(queue) if queue else reverse("admin:timeline_event_changelist"),
            "q": words,
            "waits": self._waits(request, events),
            "found": [(e, f"{keys},{e.pk}", self._waits(request, [e, *events])) for e in found],
        }

    def _merge(self, request, target, others, queue):
        """Merge, and let that be undone in the queue; there, whoever remains is shown next if it still waits."""
        kept = merge(target, others)
        if queue:
            for event in others:
                remember(request, "merge", event.pk, event)
        return kept

    def split_view(self, request, pk):
        event = get_object_or_404(Event, pk=pk)
        self._check_change(request)
        citations = list(event.citations.select_related("source__article"))
        queue = (request.POST or request.GET).get("queue", "")
        if request.method == "POST":
            chosen = [c for c in citations if str(c.pk) in request.POST.getlist("citation")]
            if self._waits(request, [event]):
                return self._ask(request, event, lambda: propose_split(event, chosen, by_of(request)))
            done = _("Split off a new event: check its fields.")
            return self._try(request, event, lambda: self._split(request, event, chosen, queue), done)
        context = {
            "title": _("Split “%(thing)s”") % {"thing": event},
            "is_nav_sidebar_enabled": False,
            "event": event,
            "citations": [(c, passage_in_article(c)) for c in citations],
            "queue": queue,
            "waits": self._waits(request, [event]),
            "back": way_back(queue) if queue else reverse("admin:timeline_event_change", args=[event.pk]),
        }
        return self.desk_page(request, "split", context)

    def _split(self, request, event, chosen, queue):
        new = split(event, chosen)
        if queue:
            remember(request, "split", new.pk, new)
        return new

    def unmerge_view(self, request, pk):
        return self._undo(request, pk, "merge", _("The merge has been undone."))

    def unsplit_view(self, request, pk):
        return self._undo(request, pk, "split", _("The split has been undone."))

    def _undo(self, request, pk, what, done):
        event = get_object_or_404(Event, pk=pk)
        self._check_change(request)
        if request.method != "POST":
            return redirect("admin:timeline_event_change", pk)
        work, propose = UNDOING[what]
        if self.undoing_waits(request, event):
            return self._ask(request, event, lambda: propose(event, by_of(request)))
        return self._try(request, event, lambda: work(event), done)

    def undoing_waits(self, request, event) -> bool:
        """Whether it waits for an Editor if this user undoes a merge or split of the event."""
        return self._waits(request, [row for row in (event, event.merged_into, event.split_from) if row])

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The form, with the events merged into it or split off, and whether undoing that waits for an Editor."""
        event = self.get_object(request, object_id)
        shown = {}
        if event:
            parts = event.split_off.filter(merged_into=None)
            shown = {
                "merged": [(other, self.undoing_waits(request, other)) for other in event.merged.all()],
                "split_off": [(other, self.undoing_waits(request, other)) for other in parts],
                "undoing_waits": self.undoing_waits(request, event),
                "may_regroup": self.has_change_permission(request),
            }
        return super().change_view(request, object_id, form_url, {**shown, **(extra_context or {})})

    def _waits(self, request, events) -> bool:
        """Whether what this user does to those events waits for an Editor."""
        is_public = any(event.status == Event.Status.PUBLISHED for event in events)
        return is_public and not self.has_publish_permission(request)

    def _ask(self, request, event, propose):
        """Keep it for an Editor, and go back to where it was asked."""

        def ask():
            tell_kept(request, len(propose()))
            return event

        return self._try(request, event, ask, "")

    def _check_change(self, request) -> None:
        if not self.has_change_permission(request):
            raise PermissionDenied("only users who may change events can merge and split them")

    def _try(self, request, event, work, done):
        """Do it and go to the resulting event, or back to the queue; if it cannot be done, say why."""
        queue = request.POST.get("queue", "")
        try:
            made = work()
        except MergeError as error:
            messages.error(request, f"{error}.")
            made = event
        else:
            if done:
                self.note(request, [event], done)
                messages.success(request, done)
        if queue:
            at = QueryDict(queue[:4000]).get("at", "")
            return redirect(way_back(queue, at=f"{made.pk},{at}" if at else str(made.pk)))
        return redirect("admin:timeline_event_change", made.pk)


def _beside(event: Event, near: QuerySet[Event]) -> QuerySet[Event]:
    """Those of other events that may have been on its days and have one of its actors."""
    met = near.between(event.earliest, event.latest).filter(actors__in=event.actors.all()).distinct()
    return met.with_counts().order_by("earliest", "pk")[:MOST_FOUND]


# How a merge or a split is undone, and how that is proposed.
UNDOING = {"merge": (undo_merge, propose_undoing_merge), "split": (undo_split, propose_undoing_split)}
MOST_MERGED = 100
