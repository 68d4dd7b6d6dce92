"""Changes by people who may not publish, to what is published: tried out, taken back and kept as proposals.

The work is done inside a transaction while the history listens. If it changed anything that readers see, the
transaction is rolled back and what the history heard becomes proposed changes, one for each field and each part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils import timezone

from timeline.models import (
    Change,
    Chapter,
    Citation,
    Comment,
    Event,
    Participation,
    Pick,
    Picture,
    ProposedChange,
    Review,
    Step,
    Timeline,
)
from timeline.record.history import MARKS, READ, TRACKED, columns_of, lists_of, model_of, state, watching

from .proposals import Proposer, Wanted, keep, waiting

Result = TypeVar("Result")
What, State = ProposedChange.What, ProposedChange.State
PARTS = (Participation, Citation, Chapter, Pick, Step)
# What follows from the rest, or is nobody's to propose: set again when the rest is accepted.
CONSEQUENCES = {
    Event: {"is_disputed", "published_at", "withdrawn_at", "before_merge", "picture_width", "picture_height"},
    Citation: {"verdict", "page"},
    Timeline: {"published_at"},
}
OF_THE_DESK = (Comment, Review)  # parts of events that readers never see
UNSEEN = {Timeline: {"composition"}}  # of public rows, but shown to nobody


@dataclass(slots=True)
class Effect:
    """What a piece of work did to one row: its fields before and after."""

    change: Change  # the first that was recorded
    verb: str
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)

    @property
    def model(self) -> type[models.Model]:
        return model_of(self.change)

    @property
    def pk(self) -> int:
        return int(self.change.record.partition("-")[2])


def save_or_propose(
    work: Callable[[], Result], by: Proposer, replaced: Callable[[Result], Iterable[int]] = lambda result: ()
) -> tuple[Result, list[ProposedChange]]:
    """Do the work, or, if it would change what readers see, undo it and keep it as proposals; return its result with those.

    What it did beside that stays done. ``replaced`` tells from the result which earlier proposals of the same person the work
    had before it: those that it does not repeat are taken back. The work must be somebody's act (:func:`timeline.record.history.acting`).
    """
    with transaction.atomic():
        with transaction.atomic():
            with watching() as changes:
                result = work()
            public = public_places(changes)
            if public:
                pixels = list(
                    Picture.objects.filter(digest__in=[c.after.get("picture_digest") for c in changes])
                )
                transaction.set_rollback(True)
        kept: list[ProposedChange] = []
        if public:
            wanted = []
            for effect in effects_of(changes):
                wanted += _wanted(effect, public) or _do_again(effect, public)
            Picture.objects.bulk_create(pixels, ignore_conflicts=True)  # the history knows them by name alone
            kept = keep(wanted, by=by)
        if earlier := set(replaced(result)) - {row.pk for row in kept}:
            take_back(waiting().filter(pk__in=earlier), by.user)
    return result, kept


def take_back(changes: Iterable[ProposedChange], by) -> int:
    """Withdraw proposals of one's own; return how many."""
    keys = [change.pk for change in changes if change.proposer_id == by.pk]
    return (
        waiting()
        .filter(pk__in=keys)
        .update(state=State.TAKEN_BACK, decided_by=by, decided_at=timezone.now(), is_told=True)
    )


def public_places(changes: Sequence[Change]) -> set[str]:
    """The keys of the records readers see of which these changed something, such as event-5."""
    places = {place for change in changes for place in (change.place, change.place_before) if place}
    shown: dict[str, Any] = {
        "event": Event.objects.published(),
        "timeline": Timeline.objects.filter(is_published=True),
    }
    changes = [change for change in changes if model_of(change) not in OF_THE_DESK]
    public = set()
    for name, rows in shown.items():
        keys = [place.partition("-")[2] for place in places if place.startswith(f"{name}-")]
        public |= {f"{name}-{pk}" for pk in rows.filter(pk__in=keys).values_list("pk", flat=True)}
    touched = {
        place
        for change in changes
        for place in (change.place, change.place_before)
        if set(change.before) | set(change.after) - UNSEEN.get(model_of(change), set())
    }
    return public & touched


def effects_of(changes: Sequence[Change]) -> list[Effect]:
    """What was done to each row in the end, however often it was saved."""
    found: dict[str, Effect] = {}
    for change in changes:
        effect = found.get(change.record)
        if effect is None:
            found[change.record] = Effect(change, change.verb, dict(change.before), dict(change.after))
            continue
        effect.before = {**change.before, **effect.before}
        effect.after = {**effect.after, **change.after}
        if change.verb == Change.Verb.REMOVED:
            if effect.verb == Change.Verb.ADDED:
                del found[change.record]
                continue
            effect.verb = change.verb
    for effect in found.values():
        if effect.verb == Change.Verb.CHANGED:
            same = [name for name, value in effect.after.items() if effect.before.get(name) == value]
            for name in same:
                del effect.before[name], effect.after[name]
    order = {Change.Verb.ADDED: 0, Change.Verb.CHANGED: 1, Change.Verb.REMOVED: 2}
    return sorted(found.values(), key=lambda e: (e.model in PARTS, order[Change.Verb(e.verb)]))


def _wanted(effect: Effect, public: set[str]) -> list[Wanted]:
    place = next((p for p in (effect.change.place_before, effect.change.place) if p in public), None)
    if place is None or effect.model in OF_THE_DESK:
        return []
    name, _, pk = place.partition("-")
    of = {"event": Event(pk=int(pk))} if name == "event" else {"timeline": Timeline(pk=int(pk))}
    record = effect.change.record
    if effect.verb == Change.Verb.ADDED:
        return [Wanted(What.ADD, effect.after, record=effect.model._meta.model_name or "", **of)]
    if effect.verb == Change.Verb.REMOVED:
        return [Wanted(What.REMOVE, None, effect.before, record=record, **of)]
    hidden = CONSEQUENCES.get(effect.model, set()) | UNSEEN.get(effect.model, set()) | MARKS | READ
    fields = [name for name in effect.after if name not in hidden]
    if effect.model is Citation and "disputes" in fields and not _is_verdict(effect):
        fields.remove("disputes")
    return [
        Wanted(What.FIELD, effect.after[n], effect.before.get(n), field=n, record=record, **of)
        for n in fields
    ]


def _is_verdict(effect: Effect) -> bool:
    """Whether somebody said that a passage disputes the date, or not; otherwise that follows from the dates."""
    return (
        "verdict" in effect.after
        and effect.after["verdict"] is not None
        or set(effect.after) <= {"disputes", "verdict"}
    )


def _do_again(effect: Effect, public: set[str]) -> list[Wanted]:
    """Do what readers do not see: it was undone with the rest."""
    if effect.verb == Change.Verb.ADDED:
        if not effect.model._base_manager.filter(pk=effect.pk).exists():
            fill(effect.model(pk=effect.pk), effect.after).save(force_insert=True)
    else:
        row = effect.model._base_manager.filter(pk=effect.pk).first()
        if row is not None and effect.verb == Change.Verb.REMOVED:
            row.delete()
        elif row is not None:
            fill(row, effect.after).save()
            fill_lists(row, effect.after)
    return []


def fill(row: models.Model, values: dict[str, Any]) -> Any:
    """Give a row the values that the history wrote down."""
    for column in columns_of(type(row)):
        if column.name in values:
            setattr(row, column.attname, column.to_python(values[column.name]))
    return row


def fill_lists(row: models.Model, values: dict[str, Any]) -> None:
    for column in lists_of(type(row)):
        if column.name in values:
            getattr(row, column.name).set(column.related_model.objects.filter(pk__in=values[column.name]))


def live_state(change: ProposedChange) -> Any:
    """What stands now in the place of ``before``: a value, the fields of a part, or None where there is nothing."""
    row = row_of(change)
    if row is None or change.what == What.ADD:
        return None
    if change.what == What.REMOVE:
        return {name: value for name, value in state(row).items() if name in change.before}
    return values_of(row).get(change.field)


def values_of(row: models.Model) -> dict[str, Any]:
    lists = {f.name: sorted(getattr(row, f.name).values_list("pk", flat=True)) for f in lists_of(type(row))}
    return state(row) | lists


def row_of(change: ProposedChange) -> models.Model | None:
    """The row that a person's proposal would change, of a merged event the one it was merged into; None if it is gone, or
    would be new."""
    name, _, pk = change.record.partition("-")
    row = model_named(name)._base_manager.filter(pk=pk).first() if pk else None
    while isinstance(row, Event) and row.merged_into is not None:
        row = row.merged_into
    return row


def model_named(name: str) -> type[models.Model]:
    return next(model for model in TRACKED if model._meta.model_name == name)


def is_overtaken(change: ProposedChange) -> bool:
    """Whether the live version has changed since a person proposed to change it."""
    now, then = live_state(change), change.before
    if change.what == What.REMOVE and now is not None:
        ignored = MARKS | READ | CONSEQUENCES.get(model_named(change.record.partition("-")[0]), set())
        now, then = ({n: v for n, v in values.items() if n not in ignored} for values in (now, then))
    return bool(now != then)
