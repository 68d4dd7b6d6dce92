"""Composing a draft timeline of the events that matter most; composing it again proposes changes."""

from django import forms
from django.contrib import messages
from django.contrib.admin import site
from django.contrib.admin.widgets import AdminDateWidget, AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect

from timeline.curation.composing import (
    EVENTS,
    MOST_CHAPTERS,
    MOST_EVENTS,
    NothingToChoose,
    Scope,
    compose,
    settle,
)
from timeline.models import Actor, Event, Timeline
from timeline.record.ranking import explain

from .desk import DeskMixin


class ComposeForm(forms.Form):
    """The scope of a timeline to be composed."""

    title = forms.CharField(max_length=200)
    events = forms.IntegerField(min_value=1, max_value=MOST_EVENTS, initial=EVENTS, label="How many events")
    first = forms.DateField(required=False, label="From", widget=AdminDateWidget)
    last = forms.DateField(required=False, label="To", widget=AdminDateWidget)
    actors = forms.ModelMultipleChoiceField(
        Actor.objects.all(),
        required=False,
        label="With any of",
        widget=AutocompleteSelectMultiple(Timeline._meta.get_field("actors"), site),
    )
    chapters = forms.IntegerField(
        min_value=0,
        max_value=MOST_CHAPTERS,
        required=False,
        label="Maximum number of chapters",
        help_text="If empty, it depends on the number of events; 0 for none.",
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("first") and cleaned.get("last") and cleaned["first"] > cleaned["last"]:
            self.add_error("last", "It ends before it starts.")
        return cleaned

    @property
    def scope(self) -> Scope:
        asked = self.cleaned_data
        return Scope(asked["first"], asked["last"], tuple(asked["actors"]))


class ComposingMixin(DeskMixin):
    """Adds to the admin of timelines a page to compose one, and a page to decide on proposed changes."""

    desk_pages = {
        "compose/": ("compose_view", "compose"),
        "<int:pk>/composition/": ("composition_view", "composition"),
    }

    def compose_view(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied("only users who may add timelines can compose them")
        form = ComposeForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            asked = form.cleaned_data
            try:
                made = compose(asked["title"], form.scope, events=asked["events"], chapters=asked["chapters"])
            except NothingToChoose:
                form.add_error(
                    None, "No events match. Choose a longer period or other actors, or submit articles first."
                )
            else:
                return self._composed(request, made)
        return self.desk_page(
            request, "compose", {"title": "Compose a timeline", "form": form, "media": form.media}
        )

    def _composed(self, request, made):
        timeline = made.timeline
        if made.is_new:
            words = f"Composed of {len(made.events)} events."
            self.note(request, [timeline], words)
            messages.success(request, f"“{timeline}” is a draft of {len(made.events)} events.")
            return redirect("admin:timeline_timeline_change", timeline.pk)
        if made.added or made.dropped:
            return redirect("admin:timeline_timeline_composition", timeline.pk)
        messages.info(request, f"“{timeline}” already shows the events that matter most.")
        return redirect("admin:timeline_timeline_change", timeline.pk)

    def composition_view(self, request, pk):
        timeline = get_object_or_404(Timeline, pk=pk)
        if not self.has_change_permission(request, timeline):
            raise PermissionDenied("only users who may change timelines can decide on proposed changes")
        asked = timeline.composition
        add, drop = (self._rows(asked.get(name, [])) for name in ("add", "drop"))
        if request.method == "POST":
            chosen = [
                {int(k) for k in request.POST.getlist(name) if k.isdecimal()} for name in ("add", "drop")
            ]
            changed = settle(timeline, add=chosen[0], drop=chosen[1])
            self.note(request, [timeline], f"Accepted {changed} proposed changes of its events.")
            messages.success(
                request,
                f"{changed} change{'' if changed == 1 else 's'} accepted; the others were dismissed.",
            )
            return redirect("admin:timeline_timeline_change", pk)
        context = {
            "title": f"Proposed changes of “{timeline}”",
            "timeline": timeline,
            "add": add,
            "drop": drop,
        }
        return self.desk_page(request, "composition", context)

    def _rows(self, keys):
        events = Event.objects.filter(pk__in=keys, merged_into=None).order_by("earliest", "pk")
        return [(event, "; ".join(explain(event))) for event in events]


def has_proposals(timeline: Timeline) -> bool:
    """Whether there are undecided changes from composing it again."""
    return bool(timeline.composition.get("add") or timeline.composition.get("drop"))
