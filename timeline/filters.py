"""What the query string asks for: the only place that reads a page's URL parameters."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from .dates import EdtfError, parse_edtf
from .models import Actor, Chapter, Event, Source, Timeline
from .search import search
from .texts import fit

AXES = ("even", "scale")
LANES = ("kind", "actor")
ABSENT = "absent"  # the error of a well-formed name that nothing bears
MOST_ACTORS = 10  # at once: each is a condition of the query
MOST_ROWS, SOME_ROWS = 200, 50  # of one answer of the API, at most and unless told


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


class SlugsField(forms.ModelMultipleChoiceField):
    """Rows named by their slugs; what can be no slug is asked of no database."""

    def clean(self, value: Any) -> Any:
        slugs = [slug for slug in value or () if slug]
        for slug in slugs:
            if not re.fullmatch(r"[-a-zA-Z0-9_]{1,200}", slug):
                raise forms.ValidationError(
                    f"{slug!r} is not a name as addresses have it, such as fumio-kishida."
                )
        if len(slugs) > MOST_ACTORS:
            raise forms.ValidationError(f"{len(slugs)} are too many at once: give at most {MOST_ACTORS}.")
        try:
            return super().clean(slugs)
        except forms.ValidationError as error:
            error.code = ABSENT
            raise


class EventFilter(forms.Form):
    """A GET form. What it cannot understand gets a message and narrows nothing."""

    q = forms.CharField(required=False, max_length=200, strip=True)
    actor = SlugsField(Actor.objects.all(), to_field_name="slug", required=False)
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

    def clean_disputed(self) -> bool | None:
        return self.cleaned_data["disputed"] or None  # a box that is not ticked asks for nothing


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
    if (disputed := form.cleaned_data.get("disputed")) is not None:
        events = events.filter(is_disputed=disputed)
    first, last = form.get("from"), form.get("to")
    events = events.between(first.earliest if first else None, last.latest if last else None)
    if words := form.get("q"):
        events = search(events, words)
    return events


def within(events: QuerySet[Event], first: date, last: date) -> QuerySet[Event]:
    """Events that begin in the span: each belongs to one chapter."""
    return events.filter(earliest__gte=first, earliest__lte=last)


class StrictField(forms.CharField):
    """Text of one form alone, turned into what it means; anything else is an error that says what would be right."""

    def __init__(self, pattern: str, hint: str, read: Any, default: Any = None):
        super().__init__(required=False, max_length=200, strip=False)
        self.pattern, self.hint, self.read, self.default = re.compile(pattern), hint, read, default

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return self.default
        if not self.pattern.fullmatch(text):
            raise forms.ValidationError(f"{text!r} {self.hint}")
        return self.read(text)


def _limit(text: str) -> int:
    if not 1 <= int(text) <= MOST_ROWS:
        raise forms.ValidationError(f"{text!r} is out of bounds: give a number from 1 to {MOST_ROWS}.")
    return int(text)


def _row(queryset: QuerySet[Any], key: str, thing: str) -> Any:
    def read(text: str) -> Any:
        row = queryset.filter(**{key: text}).first()
        if row is None:
            raise forms.ValidationError(
                f"There is no {thing} {text!r}: /api/v1/{thing}s lists them.", code=ABSENT
            )
        return row

    return read


NUMBERS = "0|[1-9][0-9]{0,17}"
CURSOR_HINT = "is no cursor: follow the address that an answer gives as its next."


class ApiQuery(forms.Form):
    """The parameters of an address of the API. Whatever it does not know is an error, for a filter that is misspelt and
    passed over would give wrong answers."""

    def __init__(self, data: QueryDict):
        super().__init__(data)
        self.is_valid()

    def problems(self) -> dict[str, str]:
        """What is wrong, by parameter."""
        known = ", ".join(self.fields) or "none"
        found = {
            name: f"There is no such parameter here; known: {known}."
            for name in self.data
            if name not in self.fields
        }
        for name in self.fields.keys() & self.data.keys():
            if "" in self.data.getlist(name) and name != "q":
                found[name] = "It is empty: leave it out, or say what you ask for."
            is_list = isinstance(self.fields[name], forms.MultipleChoiceField | SlugsField)
            if not is_list and len(self.data.getlist(name)) > 1:
                found[name] = f"It is given {len(self.data.getlist(name))} times: give it once."
        return {name: " ".join(messages) for name, messages in self.errors.items()} | found

    def is_absent(self) -> bool:
        """Whether all that is wrong is that something named does not exist."""
        codes = {e.code for errors in self.errors.as_data().values() for e in errors}
        return codes == {ABSENT} and self.problems().keys() == self.errors.keys()


class PageQuery(ApiQuery):
    """Which part of a long list: rows after the one that the cursor stands for."""

    limit = StrictField("[0-9]{1,9}", f"is no number from 1 to {MOST_ROWS}.", _limit, SOME_ROWS)
    cursor = StrictField(NUMBERS, CURSOR_HINT, int, 0)


class EventQuery(EventFilter, PageQuery):
    """The filters of the reader's page, for programs. Names of what no reader is shown are as unknown as others."""

    chapter = axis = lanes = event = page = None
    kind = forms.MultipleChoiceField(
        choices=Event.Kind.choices,
        required=False,
        error_messages={"invalid_choice": f"%(value)r is no kind: {', '.join(Event.Kind.values)}."},
    )
    disputed = StrictField("true|false", "is neither true nor false.", lambda text: text == "true")
    source = StrictField(NUMBERS, "is no number of a source.", _row(Source.objects.shown(), "pk", "source"))
    timeline = StrictField(
        "[-a-zA-Z0-9_]{1,200}",
        "is not a name as addresses have it.",
        _row(Timeline.objects.filter(is_published=True), "slug", "timeline"),
    )
    actor = SlugsField(
        Actor.objects.shown(),
        to_field_name="slug",
        required=False,
        error_messages={"invalid_choice": "There is no actor '%(value)s': /api/v1/actors lists them."},
    )
    cursor = StrictField(
        rf"(?:{NUMBERS})-(?:{NUMBERS})-(?:{NUMBERS})",
        CURSOR_HINT,
        lambda text: [int(n) for n in text.split("-")],
    )

    def clean_disputed(self) -> bool | None:
        return self.cleaned_data["disputed"]
