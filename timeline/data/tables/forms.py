"""Rows of imported tables as Django forms: what each column may hold, and what is said where it holds something else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from timeline.clean_text import fit
from timeline.dates import EdtfError, parse_edtf
from timeline.models import Actor, Event, Participation, Source

from .dates import Dates
from .files import BEYOND, Record

YES, NO = ("1", "yes", "true", "x"), ("", "0", "no", "false")


class Text(forms.CharField):
    """A text, or a number as JSON has it, without what cannot be stored."""

    default_error_messages = {
        "required": "is missing",
        "invalid": "should be text",
        "max_length": "is longer than %(limit_value)d characters",
    }

    def __init__(self, most: int | None = None, *, required: bool = False):
        super().__init__(max_length=most, required=required)

    def to_python(self, value: Any) -> Any:
        if value is not None and not isinstance(value, str | int | float):
            raise ValidationError(self.error_messages["invalid"])
        return super().to_python(None if value is None else fit(str(value)))


class Choice(Text):
    """One of some words, as they are stored or as people read them; "" for an empty cell."""

    def __init__(self, choices: Iterable[tuple[str, Any]]):
        super().__init__()
        self.choices = tuple(choices)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        for value, label in self.choices:
            if text.lower() in (value.lower(), str(label).lower()):
                return value
        if text:
            raise ValidationError(f"“{text}” is not one of {', '.join(value for value, _ in self.choices)}")
        return ""


class Edtf(Text):
    """A date in the style of its column, as EDTF. The form provides the reader for the ``column``."""

    dates: Dates

    def __init__(self, column: str, *, required: bool = False):
        super().__init__(required=required)
        self.column = column

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value.get("edtf") if isinstance(value, dict) else value)
        try:
            return self.dates.read(self.column, text) if text else ""
        except EdtfError as error:
            raise ValidationError(str(error)) from None


class Day(Edtf):
    """A single day; None for an empty cell."""

    def to_python(self, value: Any) -> Any:
        edtf = super().to_python(value)
        if not edtf:
            return None
        read = parse_edtf(edtf)
        if read.is_vague or read.is_interval:
            raise ValidationError(f"“{str(value).strip()}” is not a day: write it as 2024-09-06")
        return read.earliest


class Flag(forms.Field):
    """Yes or no."""

    widget = forms.TextInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: Any) -> bool:
        text = str(value or "").strip().lower()
        if text not in (*YES, *NO):
            raise ValidationError(f"“{text[:40]}” is neither yes nor no")
        return text in YES


class Page(Flag):
    """The number of a page; None if the cell is empty."""

    def to_python(self, value: Any) -> int | None:
        words = str(value if value is not None else "").strip()
        if not words:
            return None
        if not (words.isascii() and words.isdecimal() and int(words[:9]) > 0 and len(words) < 10):
            raise ValidationError(f"“{words[:80]}” is not the number of a page, such as 12")
        return int(words)


class Names(Flag):
    """A list of names, or names separated by semicolons."""

    def to_python(self, value: Any) -> list[str]:
        parts = value if isinstance(value, list) else str(value or "").split(";")
        texts = (part.strip()[:200] for part in parts if isinstance(part, str))
        return list(dict.fromkeys(filter(None, texts)))


class Parts(Flag):
    """A list of records within the record."""

    def to_python(self, value: Any) -> list[Record]:
        if not isinstance(value or [], list) or not all(isinstance(part, dict) for part in value or []):
            raise ValidationError("should be a list of {…}")
        return value or []


class CellsBeyond(forms.TextInput):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(BEYOND)


class Whole(Flag):
    """Checks that a row has no more cells than the header has columns."""

    widget = CellsBeyond

    def to_python(self, value: Any) -> None:
        if value:
            raise ValidationError(f"has more cells than the header has columns (“{str(value)[:80]}”): put cells that contain a comma in quotation marks")  # fmt: skip


class RowForm(forms.Form):
    """A record read column by column, with everything that is wrong with it."""

    row = Whole()

    def __init__(self, record: Record, dates: Dates | None = None):
        super().__init__(record)
        self.found_wrong: dict[str, list[str]] = {}
        for field in self.fields.values():
            if isinstance(field, Edtf):
                field.dates = dates or Dates()
        self.full_clean()

    def wrong(self, name: str, words: str) -> None:
        """Add an error that no single field can find."""
        self.found_wrong.setdefault(name, []).append(words)

    def problems(self) -> dict[str, list[str]]:
        """The errors, by column name."""
        own = {name: list(words) for name, words in self.errors.items()}
        return own | {name: own.get(name, []) + words for name, words in self.found_wrong.items()}

    def check(self) -> None:
        """Raise ValidationError with all problems, if there are any."""
        if problems := self.problems():
            raise ValidationError(problems)

    def stated(self, *names: str) -> dict[str, Any]:
        """The values of those columns that the record has; missing columns are left out."""
        return {name: self.cleaned_data.get(name) for name in names if name in self.data}


class ActorForm(RowForm):
    name = Text(200, required=True)
    slug = Text(200)
    kind = Choice(Actor.Kind.choices)
    description = Text(300)
    represents = Text(200)
    wikidata = Text(20)
    aliases = Names()
    name_ko = Text(200)
    name_ja = Text(200)


class SourceForm(RowForm):
    title = Text(500)
    publisher = Text(300)
    url = Text(1000)
    published = Day("published")
    kind = Choice(Source.Kind.choices)
    language = Text(10)
    origin = Text(1000)
    archive_url = Text(1000)
    reliability = Text(300)

    def values(self) -> dict[str, Any]:
        """The values for the source; an empty kind or language is left out."""
        names = [name for name in self.fields if name != "row"]
        return {
            name: value
            for name, value in self.stated(*names).items()
            if value or name not in ("kind", "language")
        }

    def is_known_by_something(self) -> bool:
        """Whether it has a title or an address, valid or not."""
        return any(name in self.errors or self.cleaned_data[name] for name in ("title", "url", "origin"))


class EventForm(RowForm):
    title = Text(200, required=True)
    slug = Text(220)
    date = Edtf("date", required=True)
    kind = Choice(Event.Kind.choices)
    status = Choice(Event.Status.choices)
    place = Text(200)
    summary = Text(20_000)
    no_passage_reason = Text(500)
    title_ko = Text(200)
    title_ja = Text(200)
    picture_alt = Text(300)
    picture_credit = Text(200)
    actors = Parts()
    citations = Parts()


class PartForm(RowForm):
    """An actor of an event."""

    name = Text(200, required=True)
    kind = Choice(Actor.Kind.choices)
    role = Choice(Participation.Role.choices)


class CitationForm(RowForm):
    quote = Text(20_000, required=True)
    date = Edtf("quote_date")
    disputes = Flag()
    page = Page()


class CitedSourceForm(SourceForm):
    """The source of a citation, as a part of an event's record."""

    published = Day("source_published")
