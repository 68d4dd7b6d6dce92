"""The forms of the curators' desk: what stays as it was read, and who must not overwrite whom."""

from django import forms
from django.utils.html import format_html

from .models import Citation, Event
from .typed_dates import TypedDateField

CONTEXT = 240  # characters of the article shown on either side of a passage


class EventForm(forms.ModelForm):
    """Refuses to save over what somebody else, or an ingestion, saved since the form was opened."""

    edtf = TypedDateField()
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Event
        fields = ["title", "edtf", "kind", "place", "summary", "status", "is_planned", "part_of", "slug"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = self.instance.updated_at.isoformat()

    def clean(self):
        seen = self.cleaned_data.get("seen")
        if self.instance.pk and seen:
            # The lock makes a second editor wait for the first, and then see what the first saved.
            stored = Event.objects.select_for_update().filter(pk=self.instance.pk)
            if seen not in {day.isoformat() for day in stored.values_list("updated_at", flat=True)}:
                raise forms.ValidationError(
                    "This event was saved after you opened it, by somebody else or by an ingestion. "
                    "Open it again and repeat what you still want to change."
                )
        return super().clean()


class CitationForm(forms.ModelForm):
    """What a rule quoted stays as it was read; a curator's own passages stay editable."""

    edtf = TypedDateField(required=False)

    class Meta:
        model = Citation
        fields = ["source", "quote", "edtf", "disputes"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.rule:
            self.fields["quote"].disabled = self.fields["source"].disabled = True


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
