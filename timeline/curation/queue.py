"""The review queue: which events wait, in which order, limited by what the address asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from timeline.models import Actor, Citation, Comment, Event, Participation, Review, Timeline

RANKED = 1000  # only the oldest are ranked, so that a queue of any length is fast
# Above LOW, one rule or a model and the text agree; at HIGH, a rule of the strict kind has read it. See the
# confidence that the rules of articles/extraction/ give their claims.
LOW, HIGH = 0.6, 0.8
BANDS = (("high", f"{HIGH} and more"), ("middle", f"{LOW} to {HIGH}"), ("low", f"below {LOW}"), ("none", "entered by hand"))  # fmt: skip

Scope = Callable[[int], tuple[Q, str] | None]
_scopes: dict[str, Scope] = {}


def add_scope(name: str, scope: Scope) -> None:
    """Let the address limit the queue with "of=NAME-KEY". The scope returns the condition for a key and its description,
    or None."""
    _scopes[name] = scope


def waiting_of(text: str) -> tuple[QuerySet[Event], str]:
    """The events to review, limited to a scope if it is known, and the description of the scope."""
    name, _, key = text.partition("-")
    found = _scopes[name](int(key)) if name in _scopes and is_key(key) else None
    if found is None:
        return Event.objects.waiting(), ""
    condition, words = found
    return Event.objects.waiting().filter(pk__in=Event.objects.filter(condition).values("pk")), words


def is_key(text: str) -> bool:
    return text.isdecimal() and len(text) < 16


def _row(model: Any, key: str) -> Any:
    return model.objects.filter(pk=key).first() if is_key(key) else None


def _by_timeline(key: str, user: Any) -> Q | None:
    timeline = _row(Timeline, key)
    return Q(pk__in=timeline.events(Event.Status.PROPOSED).order_by().values("pk")) if timeline else None


def _by_source(key: str, user: Any) -> Q | None:
    return Q(pk__in=Citation.objects.filter(source=key).order_by().values("event")) if is_key(key) else None


def _by_actor(key: str, user: Any) -> Q | None:
    actor = _row(Actor, key)
    return Q(pk__in=Event.objects.involving([actor]).order_by().values("pk")) if actor else None


def _by_kind(key: str, user: Any) -> Q | None:
    return Q(kind=key) if key in Event.Kind.values else None


def _by_reader(key: str, user: Any) -> Q | None:
    return Q(read_by="" if key == "nobody" else key) if key in (*Event.Reader.values, "nobody") else None


def _by_confidence(key: str, user: Any) -> Q | None:
    bands = {
        "high": Q(surest__gte=HIGH),
        "middle": Q(surest__gte=LOW, surest__lt=HIGH),
        "low": Q(surest__lt=LOW),
        "none": Q(surest=None),
    }
    return bands.get(key)


def _by_assignee(key: str, user: Any) -> Q | None:
    if key == "nobody":
        return ~Q(pk__in=Review.objects.exclude(assigned_to=None).values("event"))
    who = user.pk if key == "me" else key
    return (
        Q(pk__in=Review.objects.filter(assigned_to=who).values("event"))
        if key == "me" or is_key(key)
        else None
    )


def _by_readiness(key: str, user: Any) -> Q | None:
    ready = Q(pk__in=Review.objects.exclude(ready_at=None).values("event"))
    return {"yes": ready, "no": ~ready}.get(key)


def _by_tag(key: str, user: Any) -> Q | None:
    return Q(pk__in=Review.objects.filter(tags=key).values("event")) if is_key(key) else None


def _by_mention(key: str, user: Any) -> Q | None:
    told = Comment.objects.filter(mentions=user.pk) if key == "me" else Comment.objects.all()
    return Q(pk__in=told.order_by().values("event")) if key in ("me", "any") else None


Filter = Callable[[str, Any], Q | None]
# By the name of the parameter; the order is that of the form.
FILTERS: dict[str, Filter] = {
    "timeline": _by_timeline,
    "source": _by_source,
    "actor": _by_actor,
    "kind": _by_kind,
    "reader": _by_reader,
    "confidence": _by_confidence,
    "assigned": _by_assignee,
    "ready": _by_readiness,
    "tag": _by_tag,
    "comments": _by_mention,
}


def asked_of(query: Mapping[str, str], user: Any) -> dict[str, tuple[str, Q]]:
    """The filters that a query sets, each with its value and its condition; a value that means nothing is left out."""
    found = {name: (query.get(name, ""), make) for name, make in FILTERS.items()}
    made = {name: (value, make(value, user)) for name, (value, make) in found.items() if value}
    return {name: (value, condition) for name, (value, condition) in made.items() if condition is not None}


def limited(waiting: QuerySet[Event], asked: Mapping[str, tuple[str, Q]], but: str = "") -> QuerySet[Event]:
    """The events that fulfil all conditions, except that of the filter ``but``."""
    if "confidence" in asked and but != "confidence":
        waiting = with_confidence(waiting)
    for name, (_, condition) in asked.items():
        waiting = waiting if name == but else waiting.filter(condition)
    return waiting


def with_confidence(events: QuerySet[Event]) -> QuerySet[Event]:
    """Add ``surest``, the highest confidence of an event's passages; None if no rule or model has read any."""
    surest = (
        Citation.objects.filter(event=OuterRef("pk")).order_by().values("event").annotate(n=Max("confidence"))
    )
    return events.annotate(surest=Subquery(surest.values("n")))


def ranked(waiting: QuerySet[Event], *, ready_first: bool) -> list[int]:
    """The keys of the events in the order of their review: if asked, those that are ready; then disputed ones, likely
    repeats, and those with most sources. Of a long queue, the oldest RANKED events."""
    ready = Review.objects.filter(event=OuterRef("pk")).exclude(ready_at=None)
    rows = waiting.with_counts().annotate(is_ready=Exists(ready))
    oldest = list(rows.order_by(*(["-is_ready"] if ready_first else []), "-is_disputed", "pk")[:RANKED])
    twins = likely_twins(oldest)
    oldest.sort(
        key=lambda e: (
            ready_first and not e.is_ready,
            not e.is_disputed,
            e.pk not in twins,
            -e.source_count,
            e.pk,
        )
    )
    return [event.pk for event in oldest]


def likely_twins(events: list[Event]) -> set[int]:
    """The keys of events that share kind, first day and an actor with another."""
    days = {event.earliest for event in events}
    rows = Participation.objects.filter(event__earliest__in=days, event__merged_into=None)
    alike: dict[tuple, set[int]] = defaultdict(set)
    for pk, kind, day, actor in rows.values_list("event", "event__kind", "event__earliest", "actor"):
        alike[kind, day, actor].add(pk)
    return {pk for twins in alike.values() if len(twins) > 1 for pk in twins}


def likely_repeats(event: Event) -> list[Event]:
    """Events of the same kind and time that share an actor: possibly the same event."""
    actors = [p.actor for p in event.participations.all()]
    near = Event.objects.standing().filter(kind=event.kind).between(event.earliest, event.latest)
    if actors:
        near = near.involving(actors)
    return list(near.exclude(pk=event.pk).with_counts().order_by("earliest", "pk")[:5])
