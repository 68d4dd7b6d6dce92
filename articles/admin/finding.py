"""Passages for an event from the kept texts, and an event from a quotation that was typed."""

from dataclasses import replace

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.forms import Media
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.ingestion.gazetteer import load_gazetteer
from articles.ingestion.passages import find_passages, text_with, words_of
from articles.ingestion.selection import LONGEST, Proposal, propose
from timeline.admin.desk import DeskMixin, numbers
from timeline.admin.in_place import set_people
from timeline.curation.citing import add_passage, new_event, waits
from timeline.curation.support import locate, nearest
from timeline.curation.typed_dates import TypedDateField
from timeline.data.tables.actors import find_actor
from timeline.data.tables.sources import find_source
from timeline.links import is_web_link
from timeline.models import Citation, Event, Source

from .citing import make_actors

AROUND = 60  # characters shown on each side of the nearest words


class TypedForm(forms.Form):
    """An event by hand, in five fields; of title, date and kind, those left empty are proposed."""

    quote = forms.CharField(
        label=gettext_lazy("Quotation"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    source = forms.CharField(
        label=gettext_lazy("Document"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("Its address or its title. May be left empty if we keep its text."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Proposed from the quotation if left empty, like date and kind."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    edtf = TypedDateField(label=gettext_lazy("Date"), required=False, help_text="")
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("", gettext_lazy("as it reads")), *Event.Kind.choices],
        required=False,
    )
    by_hand = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self):
        given = super().clean()
        quote = given.get("quote", "")
        if not quote:
            return given
        given["document"] = self._document(given.get("source", ""), quote)
        self.proposal = read_quotation(quote, given["document"])
        given["title"] = given.get("title") or self.proposal.title
        given["kind"] = given.get("kind") or self.proposal.kind
        if "edtf" not in self.errors:
            given["edtf"] = given.get("edtf") or self.proposal.edtf
            if not given["edtf"]:
                self.add_error("edtf", _("The quotation gives no date that can be read: enter one."))
        return given

    def _document(self, words: str, quote: str) -> Source | None:
        """The document that is meant, or a new one, unsaved."""
        if not words:
            kept = text_with(quote)
            if kept is None:
                self.add_error(
                    "source",
                    _("The quotation stands in no text that we keep: say which document it is from."),
                )
            return kept.source if kept else None
        values = {"url": words} if is_web_link(words) else {"title": words[:500]}
        known = find_source(values) or Source.objects.filter(**values).order_by("-pk").first()
        if known is not None:
            return known
        new = Source(**values)
        new.mark_curated(values)
        try:
            new.clean_fields()
        except ValidationError as error:
            self.add_error("source", "; ".join(error.messages))
        return new


def read_quotation(quote: str, document: Source | None) -> Proposal:
    """What a quotation reports, read by itself against the day of its document."""
    language = document.language if document else "en"
    published = document.published if document else None
    text = (
        quote if quote[-1] in ".!?。！？”\"’'」』" else f"{quote}."
    )  # what lacks its full stop would be read as a headline
    found = propose(text, 0, len(quote), published=published, language=language, gazetteer=load_gazetteer())
    return replace(found, quote=quote)


class FindingMixin(DeskMixin):
    """Adds to the admin of articles the search for passages, and the page to type a quotation."""

    desk_pages = {"find/": ("find_view", "find"), "type/": ("type_view", "type")}

    def find_view(self, request):
        """Sentences of the kept texts with the words of an event, or with others."""
        if not request.user.has_perm("timeline.change_event"):
            raise PermissionDenied("only users who may change events can add passages to them")
        event = Event.objects.filter(
            pk__in=numbers(request.GET.get("event", ""))[:1], merged_into=None
        ).first()
        if event is None:
            messages.error(request, _("Choose an event first: its page has “Find a passage”."))
            return redirect("admin:timeline_event_changelist")
        words = request.GET.get("q", event.title)[:300]
        cited = set(event.citations.exclude(start=None).values_list("source", "start"))
        found = find_passages(words_of(words))
        context = {
            "title": _("Find a passage for “%(event)s”") % {"event": event},
            "event": event,
            "q": words,
            "found": [(p, (p.article.source_id, p.start) in cited) for p in found],
            "waits": waits(request.user, event),
        }
        return self.desk_page(request, "find", context)

    def type_view(self, request):
        if not request.user.has_perms(["timeline.add_event", "timeline.add_citation", "timeline.add_source"]):
            raise PermissionDenied("only users who may add events, passages and sources can type one")
        form = TypedForm(request.POST or None)
        near = None
        if request.method == "POST" and form.is_valid():
            citation = _citation_of(form)
            is_found = locate(citation) if form.cleaned_data["document"].pk else False
            near = None if is_found or form.cleaned_data["by_hand"] else _nearest(citation)
            if near is None:
                return self._make_typed(request, form, citation, is_found)
        context = {
            "title": "An event from a quotation",
            "form": form,
            "near": near,
            "media": Media(js=["js/dates.js"]),
        }
        return self.desk_page(request, "type", context)

    def _make_typed(self, request, form, citation, is_found):
        given, proposal = form.cleaned_data, form.proposal
        values = {name: given[name] for name in ("title", "edtf", "kind")}
        with transaction.atomic():
            if given["document"].pk is None:
                given["document"].save()
            citation.source = given["document"]
            event = new_event(Event(**values, place=proposal.place))
            make_actors(proposal, {name for name, _, _ in proposal.actors})
            set_people(event, [(name, find_actor(name), role) for name, role, _ in proposal.actors])
            add_passage(event, citation)
        self.note(request, [event], "Made from a quotation.")
        where = (
            "its words stand in our copy"
            if is_found
            else "marked as typed by hand: we keep no text with these words"
        )
        messages.success(request, f"Made “{event}”; {where}. It waits in the review queue.")
        return redirect("admin:timeline_event_change", event.pk)


def _citation_of(form) -> Citation:
    """The quotation as a citation, unsaved, with the date that its own words give."""
    proposal = form.proposal
    source, words = form.cleaned_data["document"], proposal.date_words[:200]
    return Citation(
        source=source, quote=proposal.quote, edtf=proposal.edtf or form.cleaned_data["edtf"], date_words=words
    )


def _nearest(citation: Citation) -> dict[str, str] | None:
    """The words of the kept text that are nearest to a quotation; None if no text is kept or nothing is near."""
    article = getattr(citation.source, "article", None) if citation.source.pk else None
    place = nearest(article.text, citation.quote) if article is not None else None
    if article is None or place is None:
        return None
    start, end = place
    text = article.text
    return {
        "before": text[max(0, start - AROUND) : start],
        "words": text[start:end],
        "after": text[end : end + AROUND],
    }
