"""Events found by what their claims tell and about when, in a table of keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from django.db import connection

from articles.extraction import Claim
from articles.models import EventTie, TieVersion, Untied
from articles.resolution.ties import kept_keys, sought_keys, version
from timeline.batches import batched
from timeline.models import Event
from timeline.record import ranking
from timeline.record.rows import ROWS, insert

from .citations import Stored

STRETCHES = 100  # in one query: SQLite refuses expressions deeper than 1000
EVENTS = 500  # whose keys are made at once


def tie(found: Iterable[tuple[int, Claim]]) -> None:
    """Let events be found by these claims of theirs, beside the keys that they have."""
    wanted = {(event, key) for event, claim in found for key in kept_keys(claim)}
    insert(EventTie, ("event", "key"), sorted(wanted))


class Search:
    """Looks for events under the keys of claims, under each key once."""

    def __init__(self) -> None:
        self.asked: set[int] = set()
        self.asked_between: set[tuple[int, int]] = set()

    def near(self, claims: Iterable[Claim]) -> set[int]:
        """The events that could have to do with the claims, and were not found for others before."""
        keys: set[int] = set()
        between: set[tuple[int, int]] = set()
        for claim in claims:
            some, stretches = sought_keys(claim)
            keys |= some
            between |= stretches
        keys -= self.asked
        between -= self.asked_between
        self.asked |= keys
        self.asked_between |= between
        wanted: list[tuple[str, Sequence[int]]] = [
            (f"key IN ({', '.join(['%s'] * len(some))})", some) for some in batched(sorted(keys))
        ]
        wanted += [
            (" OR ".join(["key BETWEEN %s AND %s"] * len(some)), [*chain.from_iterable(some)])
            for some in batched(sorted(between), STRETCHES)
        ]
        return {event for condition, values in wanted for event in _found(condition, values)}


def _found(condition: str, values: Sequence[int]) -> list[int]:
    """The events with such keys. Thousands of keys are asked for in a batch: an expression for each would take Django
    longer than the database takes to answer."""
    table = connection.ops.quote_name(EventTie._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT event_id FROM {table} WHERE {condition}", values)
        return [event for (event,) in cursor.fetchall()]


def any_untied() -> bool:
    """Whether keys are to be made anew."""
    return not TieVersion.objects.filter(version=version()).exists() or Untied.objects.exists()


def tie_some(load: Callable[[Iterable[int]], dict[int, list[Stored]]]) -> None:
    """Make the keys of some events whose claims others than ingestion have changed, or of any if the lists have changed.

    ``load`` gives the stored claims of events.
    """
    if not TieVersion.objects.filter(version=version()).exists():
        TieVersion.objects.all().delete()
        TieVersion.objects.create(version=version())
        events = Event.objects.filter(merged_into=None).order_by("pk")
        note_untied(events.values_list("pk", flat=True).iterator())
    some = list(Untied.objects.order_by("pk").values_list("pk", flat=True)[:EVENTS])
    EventTie.objects.filter(event__in=some).delete()
    tie((pk, s.sourced.claim) for pk, stored in load(some).items() for s in stored)
    Untied.objects.filter(pk__in=some).delete()


def note_untied(events: Iterable[int]) -> None:
    waiting: list[int] = []
    for event in events:
        waiting.append(event)
        if len(waiting) == ROWS:
            _note(waiting)
            waiting = []
    _note(waiting)


def _note(events: Sequence[int]) -> None:
    Untied.objects.bulk_create([Untied(event_id=pk) for pk in events], ignore_conflicts=True)


def on_change(sender, instance, **kwargs) -> None:
    """Note the event of a passage that somebody else than ingestion has changed."""
    if ranking.upkeep.is_due(kwargs) and instance.event_id is not None and instance.reading:
        _note([instance.event_id])


def on_readings_changed(sender, events: Iterable[int], **kwargs) -> None:
    note_untied(events)
