"""Many records written in one go: all of them, or those that are right, or none while they are only looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction

from timeline import search
from timeline.models import Event

from .files import Numbered
from .records import Outcome, Records


@dataclass(slots=True)
class Row:
    """What becomes of one record."""

    number: int
    words: str
    outcome: Outcome
    errors: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """What became, or would become, of all."""

    rows: list[Row] = field(default_factory=list)
    written: list[models.Model] = field(default_factory=list)
    made: models.Model | None = None  # what was composed of them

    @property
    def counts(self) -> Counter[str]:
        return Counter(row.outcome.value for row in self.rows)

    @property
    def wrong(self) -> list[Row]:
        return [row for row in self.rows if row.outcome == Outcome.WRONG]


def write_records(records: Records, rows: Iterable[Numbered], *, only_right: bool = False) -> Report:
    """Write records in one transaction; nothing is kept where a row is wrong unless ``only_right``."""
    report = Report()
    with transaction.atomic(), search.paused():
        for number, record in rows:
            report.rows.append(_write(records, number, record, report))
        search.refresh(row.pk for row in report.written if isinstance(row, Event))
        if report.wrong and not only_right:
            transaction.set_rollback(True)
    return report


def _write(records: Records, number: int, record: dict, report: Report) -> Row:
    said = record.get("title") or record.get("name") or record.get("url") or ""
    words = str(said)[:200]
    try:
        with transaction.atomic():
            outcome, row = records.write(record)
    except ValidationError as error:
        return Row(number, words, Outcome.WRONG, _told(error))
    except DatabaseError as error:
        return Row(number, words, Outcome.WRONG, [f"the database refuses it: {str(error).splitlines()[0]}"])
    report.written.append(row)
    return Row(number, str(row)[:200], outcome)


def _told(error: ValidationError) -> list[str]:
    if hasattr(error, "error_dict"):
        return [
            message if name == "__all__" else f"{name}: {message}"
            for name, messages in error.message_dict.items()
            for message in messages
        ]
    return error.messages
