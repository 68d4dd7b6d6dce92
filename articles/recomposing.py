"""The shipped timeline against one composed of the same documents: how many of its events are chosen again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from timeline.curation.composing import Scope, best
from timeline.models import Event, Timeline

from .ingestion.results import Options
from .ingestion.run import ingest
from .readers import read_articles
from .shipped import FOLDER, load_samples


@dataclass(frozen=True, slots=True)
class Told:
    """An event with what it is known by: its date, and the passages that it cites as (origin, first character)."""

    title: str
    edtf: str
    significance: float
    passages: frozenset[tuple[str, int]]

    def is_one_with(self, other: Told) -> bool:
        return self.edtf == other.edtf and bool(self.passages & other.passages)


@dataclass(frozen=True, slots=True)
class Again:
    """The events of the shipped timeline and those composed, of so many candidates."""

    shipped: list[Told]
    composed: list[Told]
    candidates: int

    @property
    def again(self) -> list[Told]:
        return [one for one in self.shipped if any(one.is_one_with(two) for two in self.composed)]

    @property
    def missed(self) -> list[Told]:
        return [one for one in self.shipped if one not in self.again]

    @property
    def instead(self) -> list[Told]:
        return [two for two in self.composed if not any(one.is_one_with(two) for one in self.shipped)]


def composed_again(paths: Sequence[str] = ()) -> Again:
    """Load the samples as they are shipped; then, anew, ingest them and the articles at some paths as proposed, and choose as
    many events as the shipped timeline has. The database, which must be empty, is left as it was."""
    with transaction.atomic():
        load_samples()
        shipped = [_told(event) for event in Timeline.objects.get().events().with_citations()]
        transaction.set_rollback(True)
    with transaction.atomic():
        inputs = read_articles([str(settings.BASE_DIR / FOLDER)], root=settings.BASE_DIR)
        ingest([*inputs, *(read_articles(list(paths)) if paths else ())], Options())
        candidates = Event.objects.count()
        keys = [event.pk for event in best(Scope(), len(shipped))]
        composed = [_told(event) for event in Event.objects.filter(pk__in=keys).with_citations()]
        transaction.set_rollback(True)
    return Again(shipped, composed, candidates)


def _told(event: Event) -> Told:
    passages = frozenset((c.source.origin, c.start or 0) for c in event.citations.all())
    return Told(event.title, event.edtf, event.significance, passages)
