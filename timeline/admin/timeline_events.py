"""Choosing the events of a timeline: those its filters include, and those shown or left out by hand."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import ngettext

from timeline.models import Actor, Change, Event, Participation, Pick, Step, Timeline
from timeline.reading.filters import PeriodField
from timeline.record.history import key_of
from timeline.record.search import search

from .desk import Autocomplete, DeskMixin, numbers

PAGE = 50
VERBS = {
    "show": True,
    "leave": False,
    "filters": None,
}  # what each button does with the picks of the selected events
TELLING = {"step": "Made steps of the story", "unstep": "Taken out of the story"}
SEEN = {is_included: verb for verb, is_included in VERBS.items()}
DONE = {True: "shown by hand", False: "left out by hand", None: "left to the filters"}
SHOWN = [("", "All events"), ("on", "On this timeline"), ("picked", "Picked by hand")]


class ChooseForm(forms.Form):
    """Which events to list."""

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
        """The events that match; values that are not understood are ignored."""
        self.is_valid()
        chosen = {name: self.cleaned_data.get(name) for name in self.fields}
        events = (
            timeline.events(status=None)
            if chosen["shown"] == "on"
            else Event.objects.filter(merged_into=None)
        )
        if chosen["shown"] == "picked":
            events = events.filter(pk__in=Pick.objects.filter(timeline=timeline).values("event"))
        events = events.filter(status=chosen["status"]) if chosen["status"] else events.standing()
        if chosen["kind"]:
            events = events.filter(kind=chosen["kind"])
        if chosen["actor"]:
            events = events.involving([chosen["actor"]])
        since, until = chosen["since"], chosen["until"]
        events = events.between(since.earliest if since else None, until.latest if until else None)
        return search(events, chosen["q"]) if chosen["q"] else events


class ChoosingMixin(DeskMixin):
    """Adds to the admin of timelines the page to show or leave out events by hand."""

    desk_pages = {"<int:pk>/events/": ("events_view", "events")}

    def events_view(self, request, pk):
        timeline = get_object_or_404(Timeline, pk=pk)
        may_see = request.user.has_perm("timeline.view_event")
        if not (may_see and self.has_change_permission(request, timeline)):
            raise PermissionDenied("only users who may change timelines and view events can choose events")
        query = request.GET.copy()
        ticked = numbers(",".join(query.pop("tick", [])))
        if request.method == "POST":
            kept = self._pick(request, timeline)
            if kept:
                query["tick"] = ",".join(map(str, kept))
            return redirect(f"{request.path}?{query.urlencode()}" if query else request.path)
        form = ChooseForm(request.GET)
        found = form.events(timeline).with_counts().order_by("earliest", "latest", "pk")
        page = Paginator(found, PAGE).get_page(request.GET.get("page"))
        query.pop("page", None)
        context = {
            "title": f"Events of “{timeline}”",
            "timeline": timeline,
            "form": form,
            "media": form.media,
            "page": page,
            "ticked": ticked,
            "rows": _with_places(timeline, page.object_list),
            "query": f"{query.urlencode()}&" if query else "",
            "told": set(timeline.story.values_list("event", flat=True)),
            "on_it": timeline.events(status=None).count(),
            "published": timeline.events().count(),
        }
        return self.desk_page(request, "events", context)

    @transaction.atomic
    def _pick(self, request, timeline) -> list[int]:
        """Do what the button says; return the events that somebody else has decided on since they were shown."""
        timeline = Timeline.objects.select_for_update().get(
            pk=timeline.pk
        )  # a second person waits for the first
        verb = request.POST.get("verb", "")
        keys = [key for key in request.POST.getlist("event") if key.isdecimal() and len(key) < 16]
        events = Event.objects.filter(pk__in=keys[: 10 * PAGE])
        if verb not in {*VERBS, *TELLING} or not events:
            messages.warning(request, "Select the events first.")
            return []
        if verb in TELLING:
            return self._tell(request, timeline, events, verb)
        now = dict(
            Pick.objects.filter(timeline=timeline, event__in=events).values_list("event", "is_included")
        )
        seen = {
            event.pk: VERBS.get(request.POST.get(f"seen-{event.pk}", ""), now.get(event.pk))
            for event in events
        }
        overtaken = [e for e in events if now.get(e.pk) not in (seen[e.pk], VERBS[verb])]
        for event in overtaken:
            words = f"In the meantime “{event}” was {DONE[now.get(event.pk)]} by {_picker(timeline, event)}, and stays so. It is still selected: press the button again to overrule that."
            messages.warning(request, words)
        events = [event for event in events if event not in overtaken]
        if events:
            self._write_picks(request, timeline, events, VERBS[verb])
        return [event.pk for event in overtaken]

    def _tell(self, request, timeline, events, verb) -> list[int]:
        """Make the events steps of the story, at its end, or take them out of it; what is done already stays."""
        told = {step.event_id: step for step in timeline.story.all()}
        if verb == "step":
            new = [event for event in events.order_by("earliest", "pk") if event.pk not in told]
            last = max((step.position for step in told.values() if step.position), default=None)
            for number, event in enumerate(new, 1):
                Step.objects.create(timeline=timeline, event=event, position=last and last + number)
            changed = len(new)
        else:
            gone = [told[event.pk] for event in events if event.pk in told]
            for step in gone:
                step.delete()
            changed = len(gone)
        timeline.save()  # its content has changed, and so does updated_at
        words = f"{TELLING[verb]}: {ngettext('%d event', '%d events', changed) % changed}."
        self.note(request, [timeline], words)
        messages.success(request, words)
        return []

    def _write_picks(self, request, timeline, events, is_included):
        for event in events:
            if is_included is None:
                for pick in Pick.objects.filter(timeline=timeline, event=event):
                    pick.delete()
            else:
                Pick.objects.update_or_create(
                    timeline=timeline, event=event, defaults={"is_included": is_included}
                )
        timeline.save()  # its content has changed, and so does updated_at
        words = ngettext("%d event", "%d events", len(events)) % len(events)
        done = {True: "Shown", False: "Left out", None: "Left to the filters"}[is_included]
        self.note(request, [timeline], f"{done}: {words}.")
        messages.success(request, f"{done}: {words}.")


def _picker(timeline: Timeline, event: Event) -> str:
    """Who last picked the event by hand or removed the pick."""
    pick = Pick.objects.filter(timeline=timeline, event=event).first()
    changes = Change.objects.filter(place=key_of(timeline), record__startswith="pick-")
    changes = changes.filter(record=key_of(pick)) if pick else changes.filter(before__event=event.pk)
    last = changes.order_by("-id").first()
    return last.author_name if last else "somebody"


def _with_places(timeline: Timeline, events) -> list[tuple[Event, bool, str, str]]:
    """Each event with whether it is on the timeline, why, and the verb that would keep it so."""
    keys = [event.pk for event in events]
    taken = set(timeline.taken().filter(pk__in=keys).values_list("pk", flat=True))
    picks = dict(Pick.objects.filter(timeline=timeline, event__in=keys).values_list("event", "is_included"))
    return [
        (
            event,
            picks.get(event.pk, event.pk in taken),
            DONE[picks[event.pk]]
            if event.pk in picks
            else "included by the filters"
            if event.pk in taken
            else "not included",
            SEEN[picks.get(event.pk)],
        )
        for event in events
    ]


def choose_link(timeline: Timeline) -> str:
    return format_html(
        '<a href="{}">Choose events</a>', reverse("admin:timeline_timeline_events", args=[timeline.pk])
    )
