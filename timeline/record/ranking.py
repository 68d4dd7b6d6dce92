"""The stored scores of events, updated in bounded steps whenever something they depend on changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.db.models.signals import post_delete, post_save

from timeline.batches import batched
from timeline.models import Citation, Event, Participation, Pick, Source

from .rows import update
from .significance import Candidate, Facts, Report, choose, reasons, report_of, score
from .upkeep import Upkeep

# The best of so many times as many are looked at: enough to spread them over time, few enough for any collection.
CANDIDATES = 50
CHUNK = 500  # events fetched and written at once
# Of an event for its score.
READ = ("kind", "precision", "earliest", "latest", "is_planned", "is_disputed", "significance")
upkeep = Upkeep("ranking")
paused = upkeep.paused


def connect() -> None:
    """Keep the scores up to date with everything saved or deleted row by row."""
    for model in (Event, Citation, Pick, Source):
        for name, signal in (("save", post_save), ("delete", post_delete)):
            signal.connect(
                _on_change, sender=model, dispatch_uid=f"timeline.record.ranking.{model.__name__}.{name}"
            )


def _on_change(sender, instance, **kwargs) -> None:
    if not upkeep.is_due(kwargs):
        return
    if isinstance(instance, Event):
        refresh([instance.pk] if instance.pk else [])
    elif isinstance(instance, Source):
        if not kwargs.get("created"):
            refresh(Citation.objects.filter(source=instance.pk).values_list("event", flat=True))
    else:
        refresh([instance.event_id])


def refresh(ids: Iterable[int]) -> None:
    """Score these events again; only changed scores are written.

    Of citations only what a score needs is fetched, unsorted: an event may have thousands.
    """
    for some in batched(sorted(set(ids)), CHUNK):
        reports = _reports(some)
        picked = set(
            Pick.objects.filter(event__in=some, is_included=True, is_composed=False).values_list(
                "event", flat=True
            )
        )
        changed = []
        for event in Event.objects.filter(pk__in=some).only(*READ):
            found = score(_facts(event, reports[event.pk], event.pk in picked))
            if found != event.significance:
                event.significance = found
                changed.append(event)
        update(changed, ["significance"])


def _reports(ids: Sequence[int]) -> dict[int, list[Report]]:
    rows = (
        Citation.objects.filter(event__in=ids)
        .order_by()
        .values_list(
            "event_id",
            Coalesce("source__edition_of", "source"),
            "source__publisher",
            "source__url",
            "source__published",
            "reading__basis",
            "start",
            "edtf",
            "disputes",
        )
    )
    found: dict[int, list[Report]] = defaultdict(list)
    for event, source, publisher, url, published, basis, start, edtf, disputes in rows.iterator():
        states_date = bool(edtf) and basis != "published"
        found[event].append(
            report_of(
                source,
                publisher,
                url or "",
                published,
                basis=basis or "",
                start=start or 0,
                states_date=states_date,
                disputes=disputes,
            )
        )
    return found


def explain(event: Event) -> list[str]:
    """Why an event has its score, in words for curators."""
    return reasons(facts_of(with_facts(Event.objects.filter(pk=event.pk)).get()))


def with_facts(events):
    """Prefetch what :func:`facts_of` reads, in three queries."""
    return events.with_citations().prefetch_related("pick_set")


def facts_of(event: Event) -> Facts:
    """The facts about an event in stored rows; reads only what :func:`with_facts` fetched."""
    is_picked = any(pick.is_included and not pick.is_composed for pick in event.pick_set.all())
    return _facts(event, [_report(citation) for citation in event.citations.all()], is_picked)


def _facts(event: Event, reports: Iterable[Report], is_picked: bool) -> Facts:
    return Facts(
        event.kind,
        event.precision,
        event.earliest,
        event.latest,
        tuple(reports),
        is_planned=event.is_planned,
        is_disputed=event.is_disputed,
        is_picked=is_picked,
    )


def _report(citation: Citation) -> Report:
    source = citation.source
    return report_of(
        source.first_edition_id,
        source.publisher,
        source.url or "",
        source.published,
        basis=(citation.reading or {}).get("basis", ""),
        start=citation.start or 0,
        states_date=citation.states_date,
        disputes=citation.disputes,
    )


def most_significant(events: QuerySet[Event], most: int) -> list[int]:
    """The keys of the most important events, up to a number, spread so that no single day takes all."""
    rows = {event.pk: event for event in events.by_significance()[: most * CANDIDATES]}
    who: dict[int, set[int]] = {pk: set() for pk in rows}
    for some in batched(sorted(rows)):
        parts = Participation.objects.filter(event__in=some).values_list("event_id", "actor_id")
        for event_id, actor_id in parts:
            who[event_id].add(actor_id)
    found = [Candidate(pk, day_of(e), e.significance, frozenset(who[pk])) for pk, e in rows.items()]
    return choose(found, most)


def day_of(event: Event) -> date:
    """The position of an event in a story: the day it starts, or ends if its start is open."""
    return event.latest if event.starts_open else event.earliest
