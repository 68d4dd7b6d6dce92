"""Choosing the events of a timeline: what its filters take, and what a curator shows or leaves out by hand."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import ngettext

from timeline.filters import PeriodField
from timeline.models import Actor, Event, Participation, Pick, Timeline
from timeline.search import search

from .desk import Autocomplete, DeskMixin

PAGE = 50
VERBS = {
    "show": True,
    "leave": False,
    "filters": None,
}  # what a button makes of the picks of the ticked events
SHOWN = [("", "All events"), ("on", "On this timeline"), ("picked", "Picked by hand")]


class ChooseForm(forms.Form):
    """Which events to look at."""

    q = forms.CharField(label="Words", required=False, max_length=200)
    actor = forms.ModelChoiceField(
        Actor.objects.all(),
        required=False,
        widget=Autocomplete(Participation._meta.get_field("actor")),
    )
    kind = forms.ChoiceField(choices=[("", "Any kind"), *Event.Kind.choices], required=False)
    status = forms.ChoiceField(choices=[("", "Any status"), *Event.Status.choices[:2]], required=False)
    since = PeriodField(label="From", required=False, max_length=30)
    until = PeriodField(label="To", required=False, max_length=30)
    shown = forms.ChoiceField(label="Show", choices=SHOWN, required=False)

    def events(self, timeline: Timeline):
        """The events asked for; what is not understood narrows nothing."""
        self.is_valid()
        asked = {name: self.cleaned_data.get(name) for name in self.fields}
        events = (
            timeline.events(status=None) if asked["shown"] == "on" else Event.objects.filter(merged_into=None)
        )
        if asked["shown"] == "picked":
            events = events.filter(pk__in=Pick.objects.filter(timeline=timeline).values("event"))
        events = events.filter(status=asked["status"]) if asked["status"] else events.standing()
        if asked["kind"]:
            events = events.filter(kind=asked["kind"])
        if asked["actor"]:
            events = events.involving([asked["actor"]])
        since, until = asked["since"], asked["until"]
        events = events.between(since.earliest if since else None, until.latest if until else None)
        return search(events, asked["q"]) if asked["q"] else events


class ChoosingMixin(DeskMixin):
    """Adds to the admin of timelines the page on which events are shown or left out by hand."""

    desk_pages = {"<int:pk>/events/": ("events_view", "events")}

    def events_view(self, request, pk):
        timeline = get_object_or_404(Timeline, pk=pk)
        if not self.has_change_permission(request, timeline):
            raise PermissionDenied("only who may change timelines chooses their events")
        if request.method == "POST":
            self._pick(request, timeline)
            return redirect(request.get_full_path())
        form = ChooseForm(request.GET)
        found = form.events(timeline).with_counts().order_by("earliest", "latest", "pk")
        page = Paginator(found, PAGE).get_page(request.GET.get("page"))
        query = request.GET.copy()
        query.pop("page", None)
        context = {
            "title": f"Events of “{timeline}”",
            "timeline": timeline,
            "form": form,
            "media": form.media,
            "page": page,
            "rows": _with_places(timeline, page.object_list),
            "query": f"{query.urlencode()}&" if query else "",
            "on_it": timeline.events(status=None).count(),
            "published": timeline.events().count(),
        }
        return self.desk_page(request, "events", context)

    @transaction.atomic
    def _pick(self, request, timeline):
        verb = request.POST.get("verb", "")
        keys = [key for key in request.POST.getlist("event") if key.isdecimal() and len(key) < 16]
        events = Event.objects.filter(pk__in=keys[: 10 * PAGE])
        if verb not in VERBS or not events:
            messages.warning(request, "Tick the events that you mean.")
            return
        for event in events:
            picks = Pick.objects.filter(timeline=timeline, event=event)
            if VERBS[verb] is None:
                for pick in picks:
                    pick.delete()
            else:
                Pick.objects.update_or_create(
                    timeline=timeline, event=event, defaults={"is_included": VERBS[verb]}
                )
        timeline.save()  # what it shows has changed, and so has its age
        words = ngettext("%d event", "%d events", len(events)) % len(events)
        done = {"show": "Shown", "leave": "Left out", "filters": "Left to the filters"}[verb]
        self.note(request, [timeline], f"{done}: {words}.")
        messages.success(request, f"{done}: {words}.")


def _with_places(timeline: Timeline, events) -> list[tuple[Event, bool, str]]:
    """Each event with whether it is on the timeline, and by whose doing."""
    keys = [event.pk for event in events]
    taken = set(timeline.taken().filter(pk__in=keys).values_list("pk", flat=True))
    picks = dict(Pick.objects.filter(timeline=timeline, event__in=keys).values_list("event", "is_included"))
    by_hand = {True: "shown by hand", False: "left out by hand"}
    return [
        (
            event,
            picks.get(event.pk, event.pk in taken),
            by_hand.get(picks.get(event.pk), "taken by the filters" if event.pk in taken else "not taken"),
        )
        for event in events
    ]


def choose_link(timeline: Timeline) -> str:
    return format_html(
        '<a href="{}">Choose events</a>', reverse("admin:timeline_timeline_events", args=[timeline.pk])
    )
