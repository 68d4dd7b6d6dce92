"""The parameters of pages and of the API: the only code that reads a page's query string."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict

from timeline.clean_text import fit
from timeline.dates import EdtfError, parse_edtf
from timeline.models import Actor, Chapter, Event, Source, Timeline
from timeline.record.search import search

LANES = ("kind", "actor")
VIEWS = ("chart",)  # in place of the ribbon above its list
LISTS_OF = ("all",)  # every event of a long list, part by part, instead of those that matter most
# Events at most in one list, at each level of detail; of more the others are counted.
LEVELS = (20, 40, 80, 160, 320)
USUAL = 3  # the level that no address names
ABSENT = "absent"  # the error code for a well-formed name that does not exist
MOST_ACTORS = 10  # at once: each is a condition of the query
MOST_ROWS, SOME_ROWS = 200, 50  # of one answer of the API, at most and unless told


class PeriodField(forms.CharField):
    """A field for a year or any EDTF date; returns the parsed date."""

    def clean(self, value: str) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_edtf(text.strip())
        except EdtfError as error:
            raise forms.ValidationError(str(error)) from error


class SlugsField(forms.ModelMultipleChoiceField):
    """Rows named by slugs; invalid slugs never reach the database."""

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
    """A GET form. Values it cannot understand get a message and are ignored; names of unpublished records count as
    unknown."""

    q = forms.CharField(required=False, max_length=200, strip=True)
    actor = SlugsField(Actor.objects.shown(), to_field_name="slug", required=False)
    kind = forms.MultipleChoiceField(choices=Event.Kind.choices, required=False)
    source = forms.ModelChoiceField(Source.objects.shown(), required=False)
    disputed = forms.BooleanField(required=False)
    chapter = forms.SlugField(required=False)
    lanes = forms.ChoiceField(choices=[(a, a) for a in LANES], required=False)
    detail = forms.IntegerField(required=False, min_value=1, max_value=len(LEVELS))
    list = forms.ChoiceField(choices=[(a, a) for a in LISTS_OF], required=False)
    view = forms.ChoiceField(choices=[(a, a) for a in VIEWS], required=False)
    event = forms.SlugField(required=False, max_length=220)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)
    story = forms.IntegerField(required=False, min_value=1, max_value=1000)

    def __init__(self, data: QueryDict, *, is_preview: bool = False):
        self.base_fields.setdefault("from", PeriodField(required=False, max_length=30))
        self.base_fields.setdefault("to", PeriodField(required=False, max_length=30))
        super().__init__(data)
        if is_preview:  # users who may see proposed events may filter by them
            self.fields["actor"].queryset = Actor.objects.all()
            self.fields["source"].queryset = Source.objects.all()
        self.is_valid()

    def get(self, name: str) -> Any:
        """The cleaned value, or None if nothing valid was given."""
        return self.cleaned_data.get(name) or None

    def clean_disputed(self) -> bool | None:
        return self.cleaned_data["disputed"] or None  # an empty box is no filter


@dataclass(slots=True)
class Selection:
    """The parsed request: the filters, the chapter and the chosen event."""

    params: QueryDict
    form: EventFilter
    chapter: Chapter | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def lanes(self) -> str:
        return self.form.get("lanes") or "kind"

    @property
    def event_slug(self) -> str:
        return self.form.get("event") or ""

    @property
    def page(self) -> int:
        """The number of the part of a long list, from 1."""
        return self.form.get("page") or 1

    @property
    def is_narrowed(self) -> bool:
        return any(self.form.get(name) for name in ("q", "actor", "kind", "source", "disputed", "from", "to"))

    def link(self, **changes: Any) -> str:
        """The query string of this state with some parameters changed; None removes one."""
        params = {name: self.params.getlist(name) for name in self.params if name in PARAMETERS}
        for name, value in changes.items():
            params[name] = [] if value is None else [value]
        params["detail"] = [value for value in params.get("detail", []) if str(value) != str(USUAL)]
        text = urlencode([(n, v) for n in PARAMETERS for v in params.get(n, []) if v != ""])
        return f"?{text}" if text else "?"

    def without(self, name: str, value: str) -> str:
        """The query string of this state without one value of a parameter that has several."""
        params = self.params.copy()
        params.setlist(name, [given for given in params.getlist(name) if given != value])
        return Selection(params, self.form).link(event=None, page=None)


PARAMETERS = (
    "chapter",
    "actor",
    "kind",
    "source",
    "disputed",
    "from",
    "to",
    "q",
    "lanes",
    "view",
    "detail",
    "list",
    "page",
    "story",
    "event",
)


LOOK = ("layout", "theme", "background", "accent", "height")  # of an embed or a picture; see looks.py


def read_selection(params: QueryDict, chapters: list[Chapter], *, is_preview: bool = False) -> Selection:
    """Read the parameters of a timeline page; ``errors`` names unknown chapters and bad values."""
    params = _fitted(params)
    form = EventFilter(params, is_preview=is_preview)
    selection = Selection(params, form)
    selection.errors = {name: " ".join(messages) for name, messages in form.errors.items()}
    wanted = form.get("chapter")
    selection.chapter = next((c for c in chapters if c.slug == wanted), None)
    if wanted and selection.chapter is None:
        selection.errors["chapter"] = f"This timeline has no chapter {wanted!r}."
    return selection


def _fitted(params: QueryDict) -> QueryDict:
    """The parameters without characters that a database rejects."""
    fitted = QueryDict(mutable=True)
    for name, values in params.lists():
        fitted.setlist(name, [fit(value) for value in values])
    return fitted


def narrow(events: QuerySet[Event], selection: Selection) -> QuerySet[Event]:
    """The events that match the filters (a chapter is not a filter but a place in the story)."""
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
    """Events that start in the span, so that each belongs to one chapter."""
    return events.filter(earliest__gte=first, earliest__lte=last)


class StrictField(forms.CharField):
    """A field for text in one strict form, converted to its meaning; anything else is an error that says what would be right."""

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
    """The parameters of an address of the API. Unknown ones are errors, because ignoring a misspelt filter would give wrong
    results."""

    def __init__(self, data: QueryDict):
        super().__init__(data)
        self.is_valid()

    def problems(self) -> dict[str, str]:
        """The errors, by parameter."""
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
        """Whether the only errors are names that do not exist."""
        codes = {e.code for errors in self.errors.as_data().values() for e in errors}
        return codes == {ABSENT} and self.problems().keys() == self.errors.keys()


class PageQuery(ApiQuery):
    """The part of a long list: the rows after the cursor."""

    limit = StrictField("[0-9]{1,9}", f"is no number from 1 to {MOST_ROWS}.", _limit, SOME_ROWS)
    cursor = StrictField(NUMBERS, CURSOR_HINT, int, 0)


class EventQuery(EventFilter, PageQuery):
    """The filters of the timeline's page, for programs."""

    chapter = lanes = list = event = page = story = None
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


LISTS = ("actor", "kind")  # may be given several times
DEFAULTS = {"lanes": "kind", "page": "1"}
NOT_TICKED = ("", "false", "False", "0")


def canonical(params: QueryDict, names: Iterable[str]) -> str:
    """The query string of the named parameters, the same for all equivalent spellings."""
    said = []
    for name in sorted({*names, "lang"} & params.keys()):
        values = [_one_spelling(name, value) for value in params.getlist(name)]
        values = sorted(set(values)) if name in LISTS else values[-1:]
        said += [(name, value) for value in values if value and value != DEFAULTS.get(name)]
    return urlencode(said)


def _one_spelling(name: str, value: str) -> str:
    if name == "url":
        return _one_address(value)
    if name == "lang":
        return value if value in dict(settings.LANGUAGES) else ""
    if name == "disputed":
        return "" if value in NOT_TICKED else "on"
    value = " ".join(value.split())
    if name in ("background", "accent"):
        return value.removeprefix("#").lower()
    is_number = name in NUMBERED and value.isascii() and value.isdecimal() and len(value) < 20
    return str(int(value)) if is_number else value


def _one_address(text: str) -> str:
    """The address of a page of this site with the part of the query that it reads."""
    try:
        address = urlsplit(text)
        query = canonical(QueryDict(address.query), (*PARAMETERS, *LOOK))
    except ValueError:
        return text
    return urlunsplit((address.scheme, address.netloc.lower(), address.path, query, ""))


NUMBERED = ("page", "story", "height", "source", "maxwidth", "maxheight")
