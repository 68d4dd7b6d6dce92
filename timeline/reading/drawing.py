"""What a page's ribbon is drawn of: its events, or counts of them, in the reader's language."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext

from timeline.dates import OPEN_END, OPEN_START, describe
from timeline.models import Actor, Event, Participation
from timeline.wording import worded

from .counts import Bin
from .layout import LANE_OF, ChartEvent, Count

ACTOR_LANES = 5
LANE_EVENTS = 3  # who has fewer gets no lane, unless there are hardly any others
OTHERS = "-"  # no slug


def chart_event(event: Event, language: str, *, is_faded: bool = False) -> ChartEvent:
    when = event.date
    return ChartEvent(
        id=event.pk,
        slug=event.slug,
        title=worded(event, "title", language),
        kind=event.kind,
        earliest=event.earliest if event.earliest != OPEN_START else event.latest,
        latest=event.latest if event.latest != OPEN_END else event.earliest,
        precision=event.precision,
        is_interval=when.is_interval,
        is_planned=event.is_planned,
        is_disputed=event.is_disputed,
        weight=getattr(event, "source_count", 1),
        score=event.significance,
        words=describe(event.edtf, language),
        is_faded=is_faded,
    )


def by_actor(events: Sequence[ChartEvent], language: str) -> tuple[list[ChartEvent], list[tuple[str, str]]]:
    """Put each event into the lane of everyone who took part, or of the state that they act for; the rest is others."""
    taking_part: dict[int, dict[str, str]] = defaultdict(dict)
    rows = Participation.objects.filter(event__in=[e.id for e in events]).order_by("id")
    columns = ("actor__slug", "actor__name", "actor__represents__slug", "actor__represents__name")
    for pk, slug, name, state, state_name in rows.values_list("event", *columns):
        taking_part[pk][state or slug] = state_name or name
    counts = Counter(who for e in events for who in taking_part[e.id].items())
    top = [who for who, count in counts.most_common(ACTOR_LANES) if count >= LANE_EVENTS or len(counts) <= 2]
    known = [slug for slug, _ in top]
    grouped = [
        replace(e, lanes=tuple(slug for slug in known if slug in taking_part[e.id]) or (OTHERS,))
        for e in events
    ]
    has_others = any(e.lanes == (OTHERS,) for e in grouped)
    names = Actor.objects.names(known, language)
    top = [(slug, names.get(slug, name)) for slug, name in top]
    return grouped, [*top, *([(OTHERS, gettext("Others"))] if has_others else [])]


def lane_counts(bins: Sequence[Bin], language: str) -> list[Count]:
    """The bins of each lane, with the event of those that hold a single one."""
    numbers: dict[tuple[int, str], int] = defaultdict(int)
    one: dict[tuple[int, str], int] = {}
    for found in bins:
        place = found.index, LANE_OF.get(found.kind, "office")
        numbers[place] += found.count
        one[place] = found.pk
    alone = [pk for place, pk in one.items() if numbers[place] == 1]
    events = {e.pk: chart_event(e, language) for e in Event.objects.filter(pk__in=alone)}
    return [
        Count(lane, index, number, events.get(one[index, lane]) if number == 1 else None)
        for (index, lane), number in sorted(numbers.items())
    ]
