"""Events that very many articles report: ingestion looks at some of their passages, and lets the others follow.

What an event is no longer changes with every further report, and a batch would cost ever more if it looked at all of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection

from django.db.models import QuerySet

from timeline.models import Citation, Event

WHOLE = 150  # citations of an event up to which all of them are looked at
FIRST = 100  # of an event that has more, those looked at whatever their date
OF_A_DATE = 25  # and of each date that they give


def sample(event: int) -> dict[int, int]:
    """The passages of an event that are looked at, and for how many of the same date each of them speaks."""
    rows = Citation.objects.filter(event=event).exclude(reading={}).order_by()
    by_date: dict[str, list[int]] = defaultdict(list)
    kept: dict[str, int] = Counter()
    ordered = sorted(rows.values_list("source__origin", "start", "pk", "edtf"), key=_first)
    for number, (_, _, pk, edtf) in enumerate(ordered):
        by_date[edtf].append(pk)
        kept[edtf] += number < FIRST
    found: dict[int, int] = {}
    for edtf, passages in by_date.items():
        some = passages[: max(kept[edtf], OF_A_DATE)]
        each, more = divmod(len(passages), len(some))
        found.update((pk, each + (number < more)) for number, pk in enumerate(some))
    return found


def _first(row: tuple[str, int | None, int, str]) -> tuple[str, int, int]:
    return row[0], row[1] or 0, row[2]


def unseen_dispute(event: Event, seen: Collection[int | None], *, is_moved: bool) -> bool:
    """Whether passages of a crowd's event that were not looked at dispute its date; with another date (``is_moved``) all
    of them are judged anew."""
    if not is_moved:
        return any(pk not in seen for pk in _unseen(event).filter(disputes=True).values_list("pk", flat=True))
    is_disputed = False
    for citation in _unseen(event).iterator():
        if citation.pk not in seen:
            if citation.judge(event.date):
                citation.save()
            is_disputed |= citation.disputes
    return is_disputed


def follow(event: Event, heir: Event) -> None:
    """Bring the passages of an event that nothing describes any longer to where those looked at went."""
    cited = set(Citation.objects.filter(event=heir).values_list("source", "start", "end", "edtf"))
    for citation in _unseen(event).iterator():
        if (citation.source_id, citation.start, citation.end, citation.edtf) in cited:
            citation.delete()
            continue
        citation.event = heir
        citation.judge(heir.date)
        citation.save()


def _unseen(event: Event) -> QuerySet[Citation]:
    return Citation.objects.filter(event=event, is_pinned=False).exclude(reading={}).order_by("pk")
