"""What the query string asks for: the only place that reads a page's URL parameters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from .dates import EdtfError, parse_edtf
from .models import Actor, Chapter, Event, Source
from .search import search
from .texts import fit

AXES = ("even", "scale")
LANES = ("kind", "actor")


class PeriodField(forms.CharField):
    """A year or any EDTF date; gives the parsed date."""

    def clean(self, value: str) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_edtf(text.strip())
        except EdtfError as error:
            raise forms.ValidationError(str(error)) from error


class EventFilter(forms.Form):
    """A GET form. What it cannot understand gets a message and narrows nothing."""

    q = forms.CharField(required=False, max_length=200, strip=True)
    actor = forms.ModelMultipleChoiceField(Actor.objects.all(), to_field_name="slug", required=False)
    kind = forms.MultipleChoiceField(choices=Event.Kind.choices, required=False)
    source = forms.ModelChoiceField(Source.objects.all(), required=False)
    disputed = forms.BooleanField(required=False)
    chapter = forms.SlugField(required=False)
    axis = forms.ChoiceField(choices=[(a, a) for a in AXES], required=False)
    lanes = forms.ChoiceField(choices=[(a, a) for a in LANES], required=False)
    event = forms.SlugField(required=False, max_length=220)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)

    def __init__(self, data: QueryDict):
        self.base_fields.setdefault("from", PeriodField(required=False, max_length=30))
        self.base_fields.setdefault("to", PeriodField(required=False, max_length=30))
        super().__init__(data)
        self.is_valid()

    def get(self, name: str) -> Any:
        """The cleaned value, or None where nothing or nonsense was given."""
        return self.cleaned_data.get(name) or None


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to filter by: its value, its name, how many events have it, and whether it is chosen."""

    value: str
    label: str
    count: int | None  # None where it was not counted
    is_chosen: bool


@dataclass(slots=True)
class Selection:
    """What the reader asks for, understood: the filters, the chapter, the axis and the chosen event."""

    params: QueryDict
    form: EventFilter
    chapter: Chapter | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def axis(self) -> str:
        return self.form.get("axis") or "even"

    @property
    def lanes(self) -> str:
        return self.form.get("lanes") or "kind"

    @property
    def event_slug(self) -> str:
        return self.form.get("event") or ""

    @property
    def page(self) -> int:
        """Which part of a long list, from 1 on."""
        return self.form.get("page") or 1

    @property
    def is_narrowed(self) -> bool:
        return any(self.form.get(name) for name in ("q", "actor", "kind", "source", "disputed", "from", "to"))

    def link(self, **changes: Any) -> str:
        """The query string of this state with some parameters changed; None takes one out."""
        params = {name: self.params.getlist(name) for name in self.params if name in PARAMETERS}
        for name, value in changes.items():
            params[name] = [] if value is None else [value]
        text = urlencode([(n, v) for n in PARAMETERS for v in params.get(n, []) if v != ""])
        return f"?{text}" if text else "?"


PARAMETERS = (
    "chapter",
    "actor",
    "kind",
    "source",
    "disputed",
    "from",
    "to",
    "q",
    "axis",
    "lanes",
    "page",
    "event",
)


def read_selection(params: QueryDict, chapters: list[Chapter]) -> Selection:
    """Read the parameters of a timeline page; unknown chapters and bad values are named in ``errors``."""
    params = _fitted(params)
    form = EventFilter(params)
    selection = Selection(params, form)
    selection.errors = {name: " ".join(messages) for name, messages in form.errors.items()}
    wanted = form.get("chapter")
    selection.chapter = next((c for c in chapters if c.slug == wanted), None)
    if wanted and selection.chapter is None:
        selection.errors["chapter"] = f"This timeline has no chapter {wanted!r}."
    return selection


def _fitted(params: QueryDict) -> QueryDict:
    """The parameters without signs that a database refuses to look for."""
    fitted = QueryDict(mutable=True)
    for name, values in params.lists():
        fitted.setlist(name, [fit(value) for value in values])
    return fitted


def narrow(events: QuerySet[Event], selection: Selection) -> QuerySet[Event]:
    """Keep the events that the filters ask for (the chapter is no filter: it is a place in the story)."""
    form = selection.form
    if kinds := form.get("kind"):
        events = events.filter(kind__in=kinds)
    if actors := form.get("actor"):
        for actor in actors:
            events = events.involving([actor])
    if source := form.get("source"):
        events = events.cited_by(source)
    if form.get("disputed"):
        events = events.filter(is_disputed=True)
    first, last = form.get("from"), form.get("to")
    events = events.between(first.earliest if first else None, last.latest if last else None)
    if words := form.get("q"):
        events = search(events, words)
    return events


def within(events: QuerySet[Event], first: date, last: date) -> QuerySet[Event]:
    """Events that begin in the span: each belongs to one chapter."""
    return events.filter(earliest__gte=first, earliest__lte=last)
