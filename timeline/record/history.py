"""What people changed, by whom and when, record by record and field by field, and how to undo it.

Everything saved while a person is acting is recorded with its previous values. Changes by ingestion are not: each
citation records the rule and its version, and reading the article again would give the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from timeline.models import (
    Actor,
    Alias,
    Change,
    Chapter,
    Citation,
    Comment,
    Event,
    IgnoredName,
    Participation,
    Pick,
    Review,
    Source,
    Step,
    Timeline,
)

# Each model with the foreign key to the record its rows are part of; None for independent records.
TRACKED: dict[type[models.Model], str | None] = {
    Event: None,
    Participation: "event",
    Citation: "event",
    Review: "event",
    Comment: "event",
    Actor: None,
    Alias: "actor",
    Source: None,
    IgnoredName: None,
    Timeline: None,
    Chapter: "timeline",
    Pick: "timeline",
    Step: "timeline",
}
DERIVED = {"search_text", "significance", "updated_at", "created_at"}
DERIVED_OF_DATE = {
    "earliest",
    "latest",
    "precision",
}  # of an event; those of a timeline or chapter are its own
MARKS = {
    "curated_fields",
    "is_pinned",
    "is_settled",
    "before_merge",
}  # that somebody made a decision: recorded, but never undone on their own
READ = {
    "reading",
    "rule",
    "confidence",
    "rules_version",
    "edition",
    "start",
    "end",
}  # likewise, set by ingestion
SHOWN = 500  # changes shown in one history; older ones remain stored


@dataclass(slots=True)
class _Act:
    """One action by one person, such as saving a form with all its rows."""

    author: Any  # None for a program
    name: str
    key: UUID


_act: ContextVar[_Act | None] = ContextVar("history_act", default=None)
_watched: ContextVar[list[Change] | None] = ContextVar("history_watched", default=None)


@contextmanager
def acting(author, name: str = "") -> Iterator[None]:
    """Record everything saved inside as changes by this user, or by a program of this name."""
    token = _act.set(_Act(author, name or str(author), uuid4()))
    try:
        yield
    finally:
        _act.reset(token)


@contextmanager
def watching() -> Iterator[list[Change]]:
    """Collect what is recorded inside, in the order in which it was done; it must be somebody's act (:func:`acting`)."""
    token = _watched.set(changes := [])
    try:
        yield changes
    finally:
        _watched.reset(token)


def explain(words: str) -> None:
    """Give the reason for everything changed in this action so far."""
    if act := _act.get():
        Change.objects.filter(act=act.key).update(reason=words[:300])


def current_act() -> UUID | None:
    """The key of the action that is being recorded, if any."""
    act = _act.get()
    return act.key if act else None


class AuthorMiddleware:
    """Make the signed-in user the author of what their requests save."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in ("GET", "HEAD", "OPTIONS") or not request.user.is_authenticated:
            return self.get_response(request)
        with acting(request.user):
            return self.get_response(request)


def connect() -> None:
    """Listen to every tracked model."""
    for model in TRACKED:
        name = f"timeline.record.history.{model.__name__}"
        pre_save.connect(_remember, sender=model, dispatch_uid=f"{name}.before")
        post_save.connect(_write_saved, sender=model, dispatch_uid=f"{name}.saved")
        pre_delete.connect(_remember_lists, sender=model, dispatch_uid=f"{name}.lists")
        post_delete.connect(_write_removed, sender=model, dispatch_uid=f"{name}.removed")
        for field in lists_of(model):
            m2m_changed.connect(
                _write_list, sender=field.remote_field.through, dispatch_uid=f"{name}.{field.name}"
            )


def columns_of(model) -> list[models.Field]:
    derived = DERIVED | DERIVED_OF_DATE if model is Event else DERIVED
    return [f for f in model._meta.concrete_fields if f.name not in derived and not f.primary_key]


def lists_of(model) -> list[models.ManyToManyField]:
    return [f for f in model._meta.many_to_many if f.remote_field.through._meta.auto_created]


def state(row: models.Model) -> dict[str, Any]:
    """The tracked fields of a row as JSON: dates as text, other rows by their keys."""
    values = {f.name: getattr(row, f.attname) for f in columns_of(type(row))}
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder))


def _remember(sender, instance, raw=False, **kwargs) -> None:
    if _act.get() is None or raw:
        return
    stored = sender.objects.filter(pk=instance.pk).first() if instance.pk else None
    instance._state.before = state(stored) if stored else None


def _write_saved(sender, instance, created, raw=False, **kwargs) -> None:
    act = _act.get()
    if act is None or raw:
        return
    before, after = getattr(instance._state, "before", None) or {}, state(instance)
    changed = [
        name for name in after if before.get(name) != after[name] and (created or name not in MARKS | READ)
    ]
    if created or changed:
        verb = Change.Verb.ADDED if created else Change.Verb.CHANGED
        _write(
            act,
            instance,
            verb,
            {n: before.get(n) for n in changed} if before else {},
            {n: after[n] for n in changed},
        )


def _remember_lists(sender, instance, **kwargs) -> None:
    if _act.get():
        lists = {f.name: getattr(instance, f.name).values_list("pk", flat=True) for f in lists_of(sender)}
        instance._state.lists = {name: sorted(keys) for name, keys in lists.items()}


def _write_removed(sender, instance, **kwargs) -> None:
    if act := _act.get():
        before = state(instance) | getattr(instance._state, "lists", {})
        _write(act, instance, Change.Verb.REMOVED, before, {})


def _write_list(sender, instance, action, pk_set, reverse, **kwargs) -> None:
    """Record rows added to or removed from a list, such as the actors of a timeline."""
    act = _act.get()
    if act is None or reverse or action not in ("post_add", "post_remove") or not pk_set:
        return
    name = next(f.name for f in lists_of(type(instance)) if f.remote_field.through is sender)
    now = set(getattr(instance, name).values_list("pk", flat=True))
    then = now - pk_set if action == "post_add" else now | pk_set
    _write(act, instance, Change.Verb.CHANGED, {name: sorted(then)}, {name: sorted(now)})


def _write(act: _Act, row: models.Model, verb: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    holder = TRACKED[type(row)]
    places = [_place(row, holder, values) for values in (before, after)]
    change = Change.objects.create(
        act=act.key,
        author=act.author,
        author_name=act.name[:200],
        record=key_of(row),
        place=places[1],
        place_before=places[0] if places[0] != places[1] else "",
        words=str(row)[:200],
        verb=verb,
        before=before,
        after=after,
    )
    if (watched := _watched.get()) is not None:
        watched.append(change)


def _place(row: models.Model, holder: str | None, values: dict[str, Any]) -> str:
    """The key of the record that the row is part of, before or after a change; its own if it is independent."""
    if holder is None:
        return key_of(row)
    model = row._meta.get_field(holder).related_model
    return f"{model._meta.model_name}-{values.get(holder) or getattr(row, f'{holder}_id')}"


def key_of(row: models.Model) -> str:
    return f"{row._meta.model_name}-{row.pk}"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field with its values before and after, in words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of one record, for display."""

    change: Change
    thing: str
    fields: list[FieldChange]

    @property
    def can_put_back(self) -> bool:
        """An added part can be removed again; an independent record is deleted with its own button."""
        return self.change.verb != Change.Verb.ADDED or TRACKED[model_of(self.change)] is not None


def entries_of(row: models.Model) -> list[Entry]:
    """The changes of a row and of its parts, newest first."""
    found = Change.objects.filter(Q(place=key_of(row)) | Q(place_before=key_of(row))).select_related("author")
    return [entry_of(change) for change in found.order_by("-at", "-id")[:SHOWN]]


def entry_of(change: Change) -> Entry:
    """A change with its fields in words."""
    model = model_of(change)
    # In the model's order: a database may store the keys of JSON in another.
    changed = [
        c
        for c in (*columns_of(model), *lists_of(model))
        if c.name in change.before and c.name in change.after
    ]
    fields = [
        FieldChange(
            str(c.verbose_name),
            value_in_words(c, change.before[c.name]),
            value_in_words(c, change.after[c.name]),
        )
        for c in changed
    ]
    return Entry(change, f"{model._meta.verbose_name}", fields)


def model_of(change: Change) -> type[models.Model]:
    return apps.get_model("timeline", change.record.partition("-")[0])


def _column(model, name: str) -> models.Field | None:
    """The field, or None if the model no longer has it."""
    return next((f for f in (*columns_of(model), *lists_of(model)) if f.name == name), None)


def value_in_words(column: models.Field, value: Any) -> str:
    if value in (None, "", []):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if column.is_relation:
        keys = value if isinstance(value, list) else [value]
        names = dict(column.related_model.objects.in_bulk(keys))
        return ", ".join(str(names.get(key, f"number {key}, since deleted")) for key in keys)
    if isinstance(value, list | dict):
        return ", ".join(map(str, value))
    return str(dict(column.flatchoices).get(value, value))


class RestoreError(Exception):
    """A change cannot be undone; the message says why."""


@transaction.atomic
def put_back(changes: Iterable[Change], also: Callable[[models.Model, Change], None]) -> None:
    """Undo changes, newest first, whatever came after them, and leave everything else as it is.

    ``also`` is called with each row and its change. Raises RestoreError, and undoes nothing, if a row is gone or would
    no longer be valid.
    """
    for change in sorted(changes, key=lambda c: c.pk, reverse=True):
        row = _take_out(change) if change.verb == Change.Verb.ADDED else _put_back(change)
        if row is not None:
            also(row, change)


def _take_out(change: Change) -> models.Model | None:
    """Remove a part that was added; None if it is already gone, or is not part of anything."""
    model, pk = model_of(change), int(change.record.partition("-")[2])
    holder = TRACKED[model]
    row = model.objects.select_for_update().filter(pk=pk).first() if holder else None
    if row is None or holder is None:
        return None
    if getattr(row, f"{holder}_id") != change.after[holder]:
        raise RestoreError(f"“{row}” has since been moved to “{getattr(row, holder)}”")
    row.delete()
    return row


def _put_back(change: Change) -> models.Model:
    model, pk = model_of(change), int(change.record.partition("-")[2])
    if change.verb == Change.Verb.REMOVED:
        row = model(pk=pk)
        if model.objects.filter(pk=pk).exists():
            raise RestoreError("it is already back")
    else:
        row = model.objects.select_for_update().filter(pk=pk).first()
        if row is None:
            raise RestoreError("it has since been deleted: undo that first")
    columns = {name: _column(model, name) for name in change.before}
    for name, column in columns.items():
        if column is not None and not column.many_to_many:
            setattr(row, column.attname, column.to_python(change.before[name]))
    _save_valid(row)
    for name, column in columns.items():
        if column is not None and column.many_to_many:
            getattr(row, name).set(column.related_model.objects.filter(pk__in=change.before[name]))
    return row


def _save_valid(row: models.Model) -> None:
    try:
        if isinstance(row, Event):
            row.derive_bounds()
        row.full_clean()
    except ValidationError as error:
        raise RestoreError("; ".join(error.messages)) from error
    row.save(force_insert=row._state.adding)


def publishes(changes: Iterable[Change]) -> bool:
    """Whether undoing these would publish something."""
    return any(
        change.before.get("status") == Event.Status.PUBLISHED or change.before.get("is_published") or change.before.get("is_default")
        for change in changes
    )  # fmt: skip


def last_change(row: models.Model, names: set[str], since: datetime | None = None) -> Change | None:
    """The latest change of any of these fields."""
    found = Change.objects.filter(record=key_of(row)).order_by("-at", "-id")
    return next(
        (c for c in found[:SHOWN] if names & c.after.keys() and (since is None or c.at > since)), None
    )
