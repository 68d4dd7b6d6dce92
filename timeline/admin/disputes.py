"""The list of disputes, and a page with the dates that sources give, their passages, and a decision."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect

from timeline.curation.deciding import propose_settling
from timeline.curation.disputes import disputed_events, settle, versions
from timeline.curation.proposals import Proposer
from timeline.curation.typed_dates import TypedDateField
from timeline.dates import describe
from timeline.models import Event

from .desk import DeskMixin
from .forms import passage_in_article
from .proposing import is_public, tell_kept

STAND, OTHER = "stand", "other"
PAGE = 20


class DisputeForm(forms.Form):
    """The date to use: one that a source gives, another one, or the present one with a note."""

    choice = forms.CharField()
    other = TypedDateField(required=False, label="Another date")
    note = forms.CharField(
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        label="Note for readers",
        help_text="Shown with the event: for example, why you trust one source, or why both dates are kept.",
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
            self.add_error("other", "Enter the date.")
        elif choice == STAND and not cleaned.get("note"):
            self.add_error("note", "Explain to readers why both dates are kept.")
        elif choice not in (STAND, OTHER, *self.dates):
            self.add_error("choice", "Choose one of the dates, another date, or to keep them side by side.")
        if cleaned.get("seen") != self.event.updated_at.isoformat():
            # The next attempt counts as having seen the present state.
            self.data = self.data.copy()
            self.data["seen"] = self.event.updated_at.isoformat()
            words = "The event was changed after you opened this page. Its present state is shown: check it, then save again."
            raise forms.ValidationError(words)
        return cleaned

    @property
    def edtf(self) -> str:
        choice = self.cleaned_data["choice"]
        return {STAND: self.event.edtf, OTHER: self.cleaned_data["other"]}.get(choice, choice)


class DisputesMixin(DeskMixin):
    """Adds the list of disputes to the admin of events, and a page to settle one."""

    desk_pages = {
        "disputes/": ("disputes_view", "disputes"),
        "<int:pk>/dispute/": ("dispute_view", "dispute"),
    }

    def disputes_view(self, request):
        self._may_settle(request)
        events = disputed_events().with_counts().order_by("-source_count", "pk")
        page = Paginator(events.with_citations(), PAGE).get_page(request.GET.get("page"))
        rows = [(event, versions(event, event.citations.all())) for event in page]
        return self.desk_page(request, "disputes", {"title": "Disputed dates", "page": page, "rows": rows})

    @transaction.atomic
    def dispute_view(self, request, pk):
        self._may_settle(request)
        # The lock makes a second curator wait, and then see what the first decided.
        events = Event.objects.standing()
        event = get_object_or_404(events.select_for_update() if request.method == "POST" else events, pk=pk)
        citations = list(event.citations.select_related("source__article"))
        dates = versions(event, citations)
        form = DisputeForm(event, [v.edtf for v in dates], request.POST or None)
        if request.method == "POST" and form.is_valid():
            self._settle_dispute(request, event, form.edtf, form.cleaned_data["note"])
            following = disputed_events().order_by("pk").first()
            if following:
                return redirect("admin:timeline_event_dispute", following.pk)
            return redirect("admin:timeline_event_disputes")
        shown = [(v, [(c, passage_in_article(c)) for c in v.citations]) for v in dates]
        context = {"title": f"Dispute: {event}", "event": event, "versions": shown, "form": form}
        return self.desk_page(request, "dispute", context)

    def _settle_dispute(self, request, event, edtf, note):
        if is_public(event) and not self.has_publish_permission(request):
            tell_kept(request, len(propose_settling(event, edtf, note, Proposer(request.user))))
            return
        settle(event, edtf, note)
        self.note(request, [event], f"Dispute settled: {describe(edtf)}.")
        messages.success(request, f"Settled “{event}”: {describe(edtf)}.")

    def _may_settle(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied("only users who may change events can settle disputes")
