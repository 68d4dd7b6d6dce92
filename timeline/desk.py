"""The admin's pages beyond lists and forms: the review queue, merging events, taking them apart and undoing either."""

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from .curation import passage_in_article
from .merging import MergeError, likely_target, merge, split, undo_merge
from .models import Event
from .typed_dates import reading_of


class ReviewMixin:
    """Adds the review queue: one proposed event at a time with all that it rests on, decided by a key."""

    change_list_template = "admin/timeline/event/change_list.html"

    def get_urls(self):
        review = path("review/", self.admin_site.admin_view(self.review_view), name="timeline_event_review")
        reading = path(
            "read-date/", self.admin_site.admin_view(self.read_date_view), name="timeline_event_read_date"
        )
        return [review, reading, *super().get_urls()]

    def read_date_view(self, request):
        """How a date that is being typed would be read."""
        return JsonResponse(reading_of(request.GET.get("text", "")[:200]))

    def review_view(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied("only who may change events reviews them")
        if request.method == "POST":
            return self._decide_one(request)
        skipped = _numbers(request.GET.get("skip", ""))
        queue = Event.objects.filter(status=Event.Status.PROPOSED, merged_into=None)
        waiting = queue.exclude(pk__in=skipped).with_counts().order_by("-is_disputed", "-source_count", "pk")
        event = waiting.prefetch_related("participations__actor", "citations__source__article").first()
        context = {
            "title": "Review queue",
            "event": event,
            "left": queue.count(),
            "skipped": len(skipped),
            "skip": ",".join(map(str, skipped)),
            "skip_link": f"?skip={','.join(map(str, [*skipped, event.pk]))}" if event else "",
            "passages": [(c, passage_in_article(c)) for c in event.citations.all()] if event else [],
            "alike": likely_repeats(event) if event else [],
            "may_publish": self.has_publish_permission(request),
        }
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, "admin/timeline/event/review.html", {**shared, **context})

    @transaction.atomic
    def _decide_one(self, request):
        # The lock makes a second editor wait, and then see that the first has decided.
        waiting = Event.objects.select_for_update()
        event = get_object_or_404(waiting, pk__in=_numbers(request.POST.get("event", ""))[:1])
        here = f"{reverse('admin:timeline_event_review')}?skip={','.join(map(str, _numbers(request.POST.get('skip', ''))))}"
        verbs = {"approve": Event.Status.PUBLISHED, "reject": Event.Status.REJECTED}
        status = verbs.get(request.POST.get("decision", ""))
        if status is None:
            messages.error(request, "Choose to approve or to reject.")
            return redirect(here)
        if status == Event.Status.PUBLISHED and not self.has_publish_permission(request):
            raise PermissionDenied("only an editor publishes")
        if request.POST.get("seen") != event.updated_at.isoformat() or event.status != Event.Status.PROPOSED:
            messages.warning(request, f"“{event}” was changed after you opened it: look at it again.")
            return redirect(here)
        chosen = Event.objects.filter(pk=event.pk)
        chosen.approve() if status == Event.Status.PUBLISHED else chosen.reject()
        reason = " ".join(request.POST.get("reason", "").split())[:300]
        note = f"{status.label}: {reason}" if reason else f"{status.label}."
        LogEntry.objects.log_actions(request.user.pk, [event], CHANGE, note)
        messages.success(request, f"{status.label} “{event}”.")
        return redirect(here)


def likely_repeats(event: Event) -> list[Event]:
    """Events of the same kind and time that share an actor: perhaps the same happening told otherwise."""
    actors = [p.actor for p in event.participations.all()]
    near = Event.objects.standing().filter(kind=event.kind).between(event.earliest, event.latest)
    if actors:
        near = near.involving(actors)
    return list(near.exclude(pk=event.pk).with_counts().order_by("earliest", "pk")[:5])


def _numbers(text: str) -> list[int]:
    """The keys in a list such as "3,17", the last ones of a very long one."""
    return [int(word) for word in text.split(",") if word.isdecimal() and len(word) < 16][-MOST_SKIPPED:]


MOST_SKIPPED = 200


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
