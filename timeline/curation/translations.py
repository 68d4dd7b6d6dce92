"""The words of a timeline and its events beside their translations: what is missing, what is proposed, and what is stale.

A translation is stale if its original has changed since somebody made it or found it right. Where nobody did so here, the
history of changes tells which of the two was changed last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction

from timeline.models import Change, Event, Timeline, TranslationCheck
from timeline.record.history import key_of
from timeline.wording import TRANSLATED, script_language

FIELDS = {"timeline": ("title", "introduction"), "chapter": ("title", "summary"), "step": ("sentence",), "event": ("title",)}  # fmt: skip


@dataclass(slots=True)
class Cell:
    """One translation: ``name`` is that of its field, such as title_ko; ``proposal`` what readers of articles gave for it."""

    language: str
    name: str
    text: str
    proposal: str = ""
    is_stale: bool = False
    is_needed: bool = True  # unless the original is in that language itself
    then: str = ""  # what the original said when it was translated, where that is known
    refused: str = ""  # why what was typed was not saved
    typed: str = ""

    @property
    def is_missing(self) -> bool:
        return self.is_needed and not self.text


@dataclass(slots=True)
class Line:
    """A text of a row, with its translations."""

    row: models.Model
    name: str
    original: str
    cells: list[Cell] = field(default_factory=list)

    @property
    def record(self) -> str:
        return key_of(self.row)

    @property
    def key(self) -> str:
        return f"{self.record}-{self.name}"

    @property
    def row_label(self) -> str:
        """What kind of row it is, and which of its texts."""
        return f"{self.row._meta.verbose_name}, {self.row._meta.get_field(self.name).verbose_name}"


def rows_of(timeline: Timeline) -> list[models.Model]:
    """A timeline with its chapters and the steps of its story: what has words besides its events."""
    return [timeline, *timeline.chapters.all(), *timeline.story.select_related("event")]


def lines_of(rows: Iterable[models.Model]) -> list[Line]:
    """The texts of rows that have any, with their translations; two queries however many rows."""
    rows = list(rows)
    keys = [key_of(row) for row in rows]
    checks = {(c.record, c.field): c for c in TranslationCheck.objects.filter(record__in=keys)}
    last: dict[tuple[str, str], Change] = {}
    for change in Change.objects.filter(record__in=keys).only("id", "record", "after", "at", "verb").order_by("pk"):  # fmt: skip
        for name in change.after:
            last[change.record, name] = change
    lines = []
    for row in rows:
        for name in FIELDS[str(row._meta.model_name)]:
            if original := getattr(row, name).strip():
                line = Line(row, name, original)
                line.cells = [_cell(line, code, checks, last) for code in TRANSLATED]
                lines.append(line)
    return lines


def _cell(line: Line, language: str, checks: dict[Any, TranslationCheck], last: dict[Any, Change]) -> Cell:
    row, key, name = line.row, key_of(line.row), f"{line.name}_{language}"
    cell = Cell(language, name, getattr(row, name))
    cell.is_needed = (script_language(line.original, "") or "en") != language
    if isinstance(row, Event) and not cell.text and cell.is_needed:
        cell.proposal = str(row.titles.get(language, ""))
    check, made, changed = checks.get((key, name)), last.get((key, name)), last.get((key, line.name))
    if not cell.text:
        return cell
    if check and not (made and made.at > check.at):
        cell.is_stale, cell.then = check.original != line.original, check.original
    elif changed is not None:
        cell.is_stale = changed.verb == Change.Verb.CHANGED and (made is None or made.pk < changed.pk)
    return cell


@transaction.atomic
def translate(row: models.Model, values: dict[str, tuple[str, str]], checked: Sequence[str] = ()) -> dict[str, str]:  # fmt: skip
    """Save translations of a row: for each field what it said when the page was opened, and what it is to say.

    ``checked`` names fields whose present text somebody finds right for the original. Returns why some were not saved: what
    somebody else saved meanwhile stays.
    """
    row = type(row)._default_manager.select_for_update().get(pk=row.pk)
    refused, changed = {}, []
    for name, (was, new) in values.items():
        now = getattr(row, name)
        if new in (was, now):
            continue
        most = row._meta.get_field(name).max_length
        if now != was:
            refused[name] = f"somebody else has changed it meanwhile to “{now}”: save again to replace that"
        elif most and len(new) > most:
            refused[name] = f"it has {len(new)} characters: use at most {most}"
        else:
            setattr(row, name, new)
            changed.append(name)
    if changed:
        row.save()
    for name in {*changed, *(name for name in checked if getattr(row, name))}:
        if not getattr(row, name):
            TranslationCheck.objects.filter(record=key_of(row), field=name).delete()
            continue
        original = getattr(row, name.rpartition("_")[0]).strip()
        TranslationCheck.objects.update_or_create(record=key_of(row), field=name, defaults={"original": original})  # fmt: skip
    return refused
