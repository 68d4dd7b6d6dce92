"""The review queue: one proposed event at a time with all its evidence, decided with a key."""

from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404

from timeline.curation.presence import close_all, open_event, opened_by_others
from timeline.curation.proposals import waiting
from timeline.curation.queue import likely_repeats
from timeline.curation.reviews import colleagues, comments_of
from timeline.curation.support import astray
from timeline.curation.typed_dates import reading_of
from timeline.curation.versions import in_words
from timeline.models import Event, Review, Tag

from .by_article import ByArticleMixin
from .facets import facets_of
from .forms import dropped_of, machine_reading, passage_in_article
from .in_place import InPlaceForm
from .sitting import Sitting, last_done, listed

MOST_COUNTED = 2000  # of a longer queue, the choices of the filters are counted only when they are asked for
MOST_ASKED = 3  # changes of an event that wait for an Editor
MOST_SUGGESTED = 200  # tags offered while typing


class ReviewMixin(ByArticleMixin):
    """Adds the review queue to the admin of events."""

    change_list_template = "admin/timeline/event/change_list.html"

    desk_pages = {
        "review/": ("review_view", "review"),
        "<int:pk>/open/": ("open_view", "open"),
        "read-date/": ("read_date_view", "read_date"),
    }

    def read_date_view(self, request):
        """How a date being typed would be read."""
        return JsonResponse(reading_of(request.GET.get("text", "")[:200]))

    def open_view(self, request, pk):
        """A sign of life of a page that shows an event."""
        event = get_object_or_404(Event, pk=pk)
        if not self.has_change_permission(request):
            raise PermissionDenied("only users who may change events can have them open for review")
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        open_event(event, request.user)
        return HttpResponse(status=204)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The form of an event, with who else has it open; who may change it has it open too."""
        event = self.get_object(request, object_id)
        shown = {}
        if event is not None and self.has_change_permission(request, event):
            open_event(event, request.user)
            shown["opened_by"] = opened_by_others(request.user, [event.pk]).get(event.pk, "")
        return super().change_view(request, object_id, form_url, {**shown, **(extra_context or {})})

    def review_view(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied("only users who may change events can review them")
        sitting = Sitting(request, request.GET, may_publish=self.has_publish_permission(request))
        if request.method == "POST":
            is_together = "shown" in request.POST and request.POST.get("decision") != "undo"
            return (self.decide_together if is_together else self.decide_one)(request, sitting)
        key, is_edited = sitting.here(), "edit" in request.GET
        if key is not None and sitting.is_by_article and not is_edited:
            return self.article_page(request, sitting, key)
        return self.queue_page(request, sitting, key, is_edited=is_edited)

    def queue_head(self, request, sitting):
        """What every page of the queue shows above and below what is decided."""
        left = sitting.waiting.count()
        is_counted = left <= MOST_COUNTED or "filter" in request.GET
        return {
            "title": "Review queue",
            "is_nav_sidebar_enabled": False,
            "left": left,
            "sitting": sitting,
            "scope_words": sitting.scope_words,
            "published": listed(sitting.published),
            "published_count": len(sitting.published),
            "facets": facets_of(sitting) if is_counted else facets_of(sitting, sitting.asked),
            "filter": "" if is_counted else "?" + "&".join(filter(None, [sitting.words(), "filter=1"])),
            "is_filtering": "filter" in request.GET,
            "whole": sitting.address(**dict.fromkeys((*sitting.asked, "of", "at"), "")),
            "may_publish": sitting.may_publish,
            "undo": last_done(request),
            "media": Media(js=["js/dates.js"]),
        }

    def queue_page(self, request, sitting, key, *, is_edited=False, form=None):
        """The queue at one event; with the form to edit it in place, if asked."""
        event = Event.objects.with_counts().with_evidence("source__article").filter(pk=key).first()
        context = {**self.queue_head(request, sitting), "event": event}
        if event is None:
            close_all(request.user)
        else:
            open_event(event, request.user)
            context |= self._context_of(request, sitting, event)
            context["form"] = form or (InPlaceForm(instance=event) if is_edited else None)
        return self.desk_page(request, "review", context)

    def _context_of(self, request, sitting, event):
        citations = event.citations.all()
        before, after = sitting.near(event.pk, -1), sitting.near(event.pk, 1)
        here = {"at": str(event.pk)}
        return {
            "place": sitting.order.index(event.pk) + 1 if event.pk in sitting.order else 0,
            "passages": [(c, passage_in_article(c), machine_reading(c), astray(c)) for c in citations],
            "dropped": dropped_of(event),
            "alike": [(o, self._waits(request, [event, o])) for o in likely_repeats(event)],
            "asked": [(change, *in_words(change)) for change in waiting().filter(event=event)[:MOST_ASKED]],
            "before": sitting.address(at=str(before)) if before else "",
            "after": sitting.address(at=str(after)) if after else "",
            "stay": sitting.address(**here),
            "edit": f"{sitting.address(**here)}&edit=1",
            "by_article": sitting.address(**here, by="article"),
            "queue": sitting.words(at=listed([event.pk, *filter(None, [after])])),
            "review": Review.objects.filter(event=event).select_related("assigned_to", "ready_by").first(),
            "comments": comments_of(event),
            "colleagues": colleagues(),
            "tags": ", ".join(Tag.objects.filter(reviews__event=event).values_list("name", flat=True)),
            "known_tags": Tag.objects.all()[:MOST_SUGGESTED],
            "opened_by": opened_by_others(request.user, [event.pk]).get(event.pk, ""),
        }
