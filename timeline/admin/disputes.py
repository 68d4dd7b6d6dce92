"""The desk for disputes: the dates that sources give, side by side with their passages, and a decision."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect

from timeline.dates import describe
from timeline.disputes import disputed_events, settle, versions
from timeline.models import Event
from timeline.typed_dates import TypedDateField

from .desk import DeskMixin
from .forms import passage_in_article

STAND, OTHER = "stand", "other"
PAGE = 20


class DisputeForm(forms.Form):
    """Which date it is to be: one that a source gives, another one, or as it is with a note."""

    choice = forms.CharField()
    other = TypedDateField(required=False, label="Another date")
    note = forms.CharField(
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        label="Note for readers",
        help_text="Shown with the event, such as why you trust one source, or why both stand.",
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, event: Event, dates, data=None):
        self.event, self.dates = event, dates
        initial = {"note": event.dispute_note, "seen": event.updated_at.isoformat()}
        super().__init__(data, initial=initial)

    def clean(self):
        cleaned = super().clean()
        choice = cleaned.get("choice")
        if choice == OTHER and not cleaned.get("other") and "other" not in self.errors:
            self.add_error("other", "Write the date that it should be.")
        elif choice == STAND and not cleaned.get("note"):
            self.add_error("note", "Say to readers why both dates stand.")
        elif choice not in (STAND, OTHER, *self.dates):
            self.add_error("choice", "Choose one of the dates, another one, or to let them stand.")
        if cleaned.get("seen") != self.event.updated_at.isoformat():
            # What is shown now is what the next attempt has seen.
            self.data = self.data.copy()
            self.data["seen"] = self.event.updated_at.isoformat()
            words = "The event was changed after you opened this page. It is shown as it stands now: look again, then save."
            raise forms.ValidationError(words)
        return cleaned

    @property
    def edtf(self) -> str:
        choice = self.cleaned_data["choice"]
        return {STAND: self.event.edtf, OTHER: self.cleaned_data["other"]}.get(choice, choice)


class DisputesMixin(DeskMixin):
    """Adds to the admin of events the list of disputes, and a page that settles one."""

    desk_pages = {
        "disputes/": ("disputes_view", "disputes"),
        "<int:pk>/dispute/": ("dispute_view", "dispute"),
    }

    def disputes_view(self, request):
        self._may_settle(request)
        events = disputed_events().with_counts().order_by("-source_count", "pk")
        page = Paginator(events.prefetch_related("citations__source"), PAGE).get_page(request.GET.get("page"))
        rows = [(event, versions(event, event.citations.all())) for event in page]
        return self.desk_page(request, "disputes", {"title": "Disputed dates", "page": page, "rows": rows})

    @transaction.atomic
    def dispute_view(self, request, pk):
        self._may_settle(request)
        # The lock makes a second curator wait, and then see what the first decided.
        events = Event.objects.standing()
        event = get_object_or_404(events.select_for_update() if request.method == "POST" else events, pk=pk)
        citations = list(event.citations.select_related("source__article"))
        told = versions(event, citations)
        form = DisputeForm(event, [v.edtf for v in told], request.POST or None)
        if request.method == "POST" and form.is_valid():
            settle(event, form.edtf, form.cleaned_data["note"])
            self.note(request, [event], f"Dispute settled: {describe(form.edtf)}.")
            messages.success(request, f"Settled “{event}”: {describe(form.edtf)}.")
            following = disputed_events().order_by("pk").first()
            if following:
                return redirect("admin:timeline_event_dispute", following.pk)
            return redirect("admin:timeline_event_disputes")
        shown = [(v, [(c, passage_in_article(c)) for c in v.citations]) for v in told]
        context = {"title": f"Dispute: {event}", "event": event, "versions": shown, "form": form}
        return self.desk_page(request, "dispute", context)

    def _may_settle(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied("only who may change events settles disputes")
