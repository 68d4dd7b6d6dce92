"""Sources that disagree on a date: a curator chooses one, or leaves both with a note for readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from timeline.models import Citation, Event


def disputed_events() -> QuerySet[Event]:
    """Events with a citation that disputes their date and that no curator has settled yet."""
    open_ones = Citation.objects.filter(event=OuterRef("pk"), disputes=True, is_settled=False)
    return Event.objects.standing().filter(Exists(open_ones), is_disputed=True)


@dataclass(frozen=True, slots=True)
class Version:
    """A date that some of an event's citations give, with those citations."""

    edtf: str
    citations: tuple[Citation, ...]
    is_current: bool


def versions(event: Event, citations: Sequence[Citation]) -> list[Version]:
    """The dates given by an event's citations: the event's own first, then the best supported."""
    by_date: dict[str, list[Citation]] = {event.edtf: []}
    for citation in citations:
        by_date.setdefault(citation.edtf if citation.states_date else event.edtf, []).append(citation)
    found = [Version(edtf, tuple(cited), edtf == event.edtf) for edtf, cited in by_date.items()]
    return sorted(found, key=lambda v: (not v.is_current, -len(v.citations), v.edtf))


@transaction.atomic
def settle(event: Event, edtf: str, note: str) -> None:
    """Set the date a curator chose, and the note that readers see with any remaining disagreement.

    Every citation is pinned: a later ingestion neither moves it nor judges it again. A new one may reopen the dispute.
    """
    event = Event.objects.select_for_update().get(pk=event.pk)
    is_redated = event.edtf != edtf
    event.edtf, event.dispute_note = edtf, note.strip()
    event.mark_curated(["edtf"])
    event.judge(is_redated=is_redated)
    for citation in event.citations.all():
        citation.is_settled = citation.is_pinned = True
        citation.save()
    event.save()
