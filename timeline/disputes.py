"""Sources that do not agree on a date: a curator chooses one, or leaves them standing with a note for readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from .dates import parse_edtf
from .models import Citation, Event


def disputed_events() -> QuerySet[Event]:
    """Events with a citation whose date disputes theirs, and that no curator has settled yet."""
    open_ones = Citation.objects.filter(event=OuterRef("pk"), disputes=True, is_settled=False)
    return Event.objects.standing().filter(Exists(open_ones), is_disputed=True)


@dataclass(frozen=True, slots=True)
class Version:
    """A date that some of an event's citations give, with these."""

    edtf: str
    citations: tuple[Citation, ...]
    is_current: bool


def versions(event: Event, citations: Sequence[Citation]) -> list[Version]:
    """The dates that an event's citations give, the event's own first, then the best supported."""
    by_date: dict[str, list[Citation]] = {event.edtf: []}
    for citation in citations:
        by_date.setdefault(citation.edtf or event.edtf, []).append(citation)
    found = [Version(edtf, tuple(told), edtf == event.edtf) for edtf, told in by_date.items()]
    return sorted(found, key=lambda v: (not v.is_current, -len(v.citations), v.edtf))


@transaction.atomic
def settle(event: Event, edtf: str, note: str) -> None:
    """Give the event the date that a curator chose, and the note that readers see beside what still disagrees.

    Every citation is pinned: a later ingestion neither moves it nor judges it again. One that it finds anew may open
    the dispute once more.
    """
    event = Event.objects.select_for_update().get(pk=event.pk)
    event.edtf, event.dispute_note = edtf, note.strip()
    event.mark_curated(["edtf"])
    judge(event)
    for citation in event.citations.all():
        citation.is_settled = citation.is_pinned = True
        citation.save()
    event.is_disputed = event.citations.filter(disputes=True).exists()
    event.save()


def judge(event: Event) -> None:
    """Say anew which of an event's citations dispute its date; those whose verdict changes wait for a curator."""
    chosen = parse_edtf(event.edtf)
    for citation in event.citations.all():
        disputes = bool(citation.edtf) and not parse_edtf(citation.edtf).overlaps(chosen)
        if citation.disputes != disputes:
            citation.disputes, citation.is_settled = disputes, False
            citation.save()
