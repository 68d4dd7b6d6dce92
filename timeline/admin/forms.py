"""The forms of events and citations: dates in words, and passages that stay as they were read."""

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.html import format_html

from timeline.curation.support import NEEDED, is_unsupported, kept_text
from timeline.curation.typed_dates import TypedDateField
from timeline.models import Citation, Event

from .conflicts import OpenedForm
from .picture_fields import PictureForm
from .rows import SharedRows

NOTES = 20  # of a model's answers that are shown beside a proposal
CONTEXT = 240  # characters of the article shown on each side of a passage
# A word that the cut went through, at the start and the end of the context; Korean and Japanese may have no blank nearby.
BROKEN_START = re.compile(r"^\S{0,20}\s+")
BROKEN_END = re.compile(r"\s+\S{0,20}$")


class EventForm(PictureForm, OpenedForm):
    """An event, with its date in words and its picture."""

    edtf = TypedDateField()

    class Meta:
        model = Event
        fields = [
            "title",
            "edtf",
            "kind",
            "place",
            "summary",
            "dispute_note",
            "no_passage_reason",
            "status",
            "is_planned",
            "part_of",
            "slug",
        ]


class CitationForm(OpenedForm):
    """A citation; passages read by a rule cannot be edited, a curator's own can."""

    edtf = TypedDateField(required=False)
    same_by = ("source", "quote", "edtf")

    class Meta:
        model = Citation
        fields = ["source", "quote", "edtf", "disputes"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.rule:
            self.fields["quote"].disabled = self.fields["source"].disabled = True


class CitationRows(SharedRows):
    """The citations of an event; to be public without any, it needs a reason."""

    def clean(self):
        super().clean()
        event = self.instance
        is_shown = event.status == Event.Status.PUBLISHED and event.merged_into_id is None
        left = [
            f for f in self.forms if (f.instance.pk or f.has_changed()) and not self._should_delete_form(f)
        ]
        if not is_shown or left or event.no_passage_reason:
            return
        stored = Event.objects.filter(pk=event.pk).first()
        if stored is None or not is_unsupported(
            stored
        ):  # one published without them before may still be edited
            raise ValidationError(f"To be published, {NEEDED}.")


def machine_reading(citation: Citation) -> str:
    """What a rule read in a passage besides its date: kind, actors and place; "" for a curator's own passage."""
    if not citation.rule:
        return ""
    read = citation.reading
    who = ", ".join(f"{actor['name']} ({actor['role']})" for actor in read.get("actors", []))
    told = (
        read.get("kind", ""),
        who or "nobody named",
        read.get("place") or "no place",
        title_reading(citation),
        *_second_reading(read),
    )
    return "; ".join(filter(None, told))


READERS = {"rules": "the rules", "model": "a model", "both": "the rules and a model"}
MARKS = {
    "date-differs": "the model means {}",
    "date-elsewhere": "its date stands in another sentence",
    "kind-unknown": "the model gave a kind that we do not know",
    "title-replaced": "the model's title did not stand ({}), so the passage's words took its place",
    "actors-unnamed": "{} whom the model names are not named in the article",
}


def _second_reading(read: dict) -> Iterator[str]:
    """Who has read a passage where a model did, and what to look at."""
    if "read_by" not in read:
        return
    yield f"read by {READERS.get(read['read_by'], read['read_by'])}" + (
        f" ({read['reader']})" if read.get("reader") else ""
    )
    for mark in read.get("marks", ()):
        code, _, said = mark.partition(":")
        yield MARKS.get(code, code).format(said)


def dropped_of(event: Event) -> list:
    """What was dropped of a model's answers about the articles that an event cites, those first that gave no answer."""
    found = [getattr(citation.source, "article", None) for citation in event.citations.all()]
    articles = {article.pk: article for article in found if article is not None}
    if not articles:
        return []
    notes = next(iter(articles.values())).notes.model.objects.filter(article__in=articles)
    return list(notes.order_by("-is_fault", "pk")[:NOTES])


def title_reading(citation: Citation) -> str:
    """How the passage words its event: the title with its basis, the clause that it was made from, and what was read in that."""
    read = citation.reading or {}
    titles = " / ".join(title for _, title in read.get("titles", ()))
    if not titles:
        return ""
    parts = ", ".join(f"{name}: {words}" for name, words in read.get("parts", ()) if words)
    return f"title “{titles}” ({read.get('title_basis', '')}) from the clause “{read.get('clause', '')}” ({parts})"


def passage_in_article(citation: Citation) -> str:
    """The passage highlighted in its context; "" if that version of the article is not stored."""
    text, start, end = kept_text(citation), citation.start, citation.end
    if not text or start is None or end is None or text[start:end] != citation.quote:
        return ""
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    if start > CONTEXT:
        before = "… " + BROKEN_START.sub("", before)
    if end + CONTEXT < len(text):
        after = BROKEN_END.sub("", after) + " …"
    return format_html("{}<mark>{}</mark>{}", before, citation.quote, after)
