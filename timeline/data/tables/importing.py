"""Import many records at once: all of them, only the valid ones, or none for a preview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction

from timeline.curation.reviews import keep_left
from timeline.curation.support import astray_of
from timeline.dates import describe
from timeline.models import Event
from timeline.record import search

from .dates import Dates
from .files import Numbered, read_json, read_rows
from .records import Outcome, Records


@dataclass(slots=True)
class Row:
    """The result for one record."""

    number: int
    words: str
    outcome: Outcome
    errors: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)  # each as written and as read, in words
    warnings: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """The result, or expected result, for all records."""

    rows: list[Row] = field(default_factory=list)
    written: list[models.Model] = field(default_factory=list)
    made: models.Model | None = None  # the timeline made of them
    dates: Dates = field(default_factory=Dates)  # how their dates were read
    left: Counter[str] = field(default_factory=Counter)  # what is not imported, by name
    kept: int = 0  # the events on which what is left out is kept
    notes: list[str] = field(default_factory=list)  # anything else to know before confirming

    @property
    def counts(self) -> Counter[str]:
        return Counter(row.outcome.value for row in self.rows)

    @property
    def wrong(self) -> list[Row]:
        return [row for row in self.rows if row.outcome == Outcome.WRONG]


def read_table(content: bytes, records: Records) -> tuple[list[Numbered], Counter[str]]:
    """The rows of a CSV or JSON file, and how often it has what is not imported; raises ValidationError if it has no row."""
    left: Counter[str] = Counter()
    is_json = content.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t\0")[:1] in (b"{", b"[")
    rows = read_json(content, records.name) if is_json else read_rows(content, records.columns, left)
    if not rows:
        raise ValidationError("The table has no rows below its header: there is nothing to import.")
    if not is_json and not set(rows[0][1]) & set(records.columns):
        raise ValidationError(f"No column name is known. Known names: {', '.join(records.columns)}.")
    left.update(name for _, record in rows for name in records.unread(record))
    return (rows if is_json else list(records.gather(rows))), left


def write_records(
    records: Records, rows: Iterable[Numbered], *, only_right: bool = False, keep_as: str = ""
) -> Report:
    """Write records in one transaction; if a row is wrong, write nothing unless ``only_right``.

    With ``keep_as``, such as the name of the file, what is left out of a row becomes a comment on its event.
    """
    rows = list(rows)
    report = Report(dates=records.dates)
    records.dates.is_ours = all(records.is_exported(record) for _, record in rows)
    records.dates.study(cell for _, record in rows for cell in records.dates_of(record))
    with transaction.atomic(), search.paused():
        for number, record in rows:
            report.rows.append(_write(records, number, record, report))
            if keep_as and report.rows[-1].outcome != Outcome.WRONG and isinstance(report.written[-1], Event):
                left = records.left_out(record)
                report.kept += bool(left) and keep_left(report.written[-1], keep_as, left, records.user)
        search.refresh(row.pk for row in report.written if isinstance(row, Event))
        if report.wrong and not only_right:
            transaction.set_rollback(True)
    return report


def _write(records: Records, number: int, record: dict, report: Report) -> Row:
    words = str(record.get("title") or record.get("name") or record.get("url") or "")[:200]
    records.dates.read_now.clear()
    try:
        with transaction.atomic():
            outcome, row = records.write(record)
    except ValidationError as error:
        return Row(number, words, Outcome.WRONG, _messages(error), _readings(records))
    except DatabaseError as error:
        return Row(number, words, Outcome.WRONG, [f"the database rejected it: {str(error).splitlines()[0]}"])
    report.written.append(row)
    is_shown = isinstance(row, Event) and row.status == Event.Status.PUBLISHED and outcome != Outcome.SAME
    return Row(
        number, str(row)[:200], outcome, dates=_readings(records), warnings=astray_of(row) if is_shown else []
    )


OWN = ("date", "published")  # the columns with the date of the record itself


def _readings(records: Records) -> list[str]:
    """How the dates of this record were read: its own, and those that differ from it."""
    read = list(dict.fromkeys(records.dates.read_now))
    own = next((edtf for column, _, edtf in read if column in OWN), None)
    return [
        f"{'' if column in OWN else f'{column}: '}{text} → {describe(edtf)}"
        for column, text, edtf in read
        if column in OWN or edtf != own
    ]


def _messages(error: ValidationError) -> list[str]:
    if hasattr(error, "error_dict"):
        return [
            message if name == "__all__" else f"{name}: {message}"
            for name, messages in error.message_dict.items()
            for message in messages
        ]
    return error.messages
