"""What records of every kind have in common: made of a row of the database, and written to one.

Writing finds the row that is meant, changes what the record says otherwise, adds what is new, and takes nothing away; what
cannot be meant raises ValidationError with a message for each field.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any

from django.db import IntegrityError, models, transaction

from .dates import Dates
from .files import BEYOND, LEFT_OUT, Numbered, Record


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    WAITS = "waiting for an Editor"
    SAME = "unchanged"
    WRONG = "wrong"


class Records:
    """The records of one kind. ``user`` decides what they may do; nobody may do everything. ``dates`` reads their dates."""

    name = ""  # in the plural, as files call them
    columns: tuple[str, ...] = ()

    def __init__(self, user=None, dates: Dates | None = None):
        self.user = user
        self.dates = dates or Dates()

    def export(self, queryset) -> Iterator[Record]:
        """Flat records, a row of a spreadsheet each."""
        return map(self.record_of, queryset)

    def export_nested(self, queryset) -> Iterator[Record]:
        return self.export(queryset)

    def record_of(self, row) -> Record:
        raise NotImplementedError

    def gather(self, rows: Iterable[Numbered]) -> Iterator[Numbered]:
        """Records out of the rows of a spreadsheet."""
        return iter(rows)

    def dates_of(self, record: Record) -> Iterator[tuple[str, Any]]:
        """The cells that hold dates, with the name of their column."""
        return iter(())

    def is_exported(self, record: Record) -> bool:
        """Whether the record has the shape of one that this site exported, where every date is EDTF."""
        return False

    def unread(self, record: Record) -> Iterator[str]:
        """The names under which a record holds something that is not read."""
        return (
            name
            for name, value in record.items()
            if name not in (*self.columns, BEYOND, LEFT_OUT) and is_filled(value)
        )

    def left_out(self, record: Record) -> dict[str, Any]:
        """What a record holds that is not read, by name."""
        found = {name: record[name] for name in Records.unread(self, record)}
        for name, value in record.get(LEFT_OUT, {}).items():
            if is_filled(value):
                found[name] = f"{found[name]}; {value}" if name in found else value
        return found

    def write(self, record: Record) -> tuple[Outcome, models.Model]:
        raise NotImplementedError


def is_filled(value: Any) -> bool:
    return bool(value.strip() if isinstance(value, str) else value)


def apply(row: models.Model, values: dict[str, Any]) -> list[str]:
    """Set what differs and check it; gives the names of the fields that were changed. The caller saves."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return changed


def save_checked(row: models.Model) -> None:
    """Save a row; raises ValidationError where it is not valid. The database is asked whether it is unique by saving it."""
    own = [f.name for f in row._meta.concrete_fields if f.is_relation or not f.editable]
    row.clean_fields(exclude=own)
    row.clean()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        row.full_clean(exclude=own)  # which says what is wrong in words
        raise
