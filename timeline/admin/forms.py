"""The forms of events and citations: dates in words, and what stays as it was read."""

from django.utils.html import format_html

from timeline.models import Citation, Event
from timeline.typed_dates import TypedDateField

from .conflicts import OpenedForm

CONTEXT = 240  # characters of the article shown on either side of a passage


class EventForm(OpenedForm):
    """An event, its date as people write dates."""

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
            "status",
            "is_planned",
            "part_of",
            "slug",
        ]


class CitationForm(OpenedForm):
    """What a rule quoted stays as it was read; a curator's own passages stay editable."""

    edtf = TypedDateField(required=False)

    class Meta:
        model = Citation
        fields = ["source", "quote", "edtf", "disputes"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.rule:
            self.fields["quote"].disabled = self.fields["source"].disabled = True


def machine_reading(citation: Citation) -> str:
    """What a rule read in a passage beside its date: kind, who took part, and where; "" for a curator's own passage."""
    if not citation.rule:
        return ""
    read = citation.reading
    who = ", ".join(f"{actor['name']} ({actor['role']})" for actor in read.get("actors", []))
    return "; ".join((read.get("kind", ""), who or "nobody named", read.get("place") or "no place"))


def passage_in_article(citation: Citation) -> str:
    """The passage marked among the words around it; "" where the article's text is not kept or has changed."""
    article = getattr(citation.source, "article", None) if citation.source_id else None
    if article is None or citation.start is None:
        return ""
    text, start, end = article.text, citation.start, citation.end
    if text[start:end] != citation.quote:
        return ""
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return format_html(
        "{}{}<mark>{}</mark>{}{}",
        "… " if start > CONTEXT else "",
        before,
        citation.quote,
        after,
        " …" if end + CONTEXT < len(text) else "",
    )
