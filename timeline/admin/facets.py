"""The choices of the review queue's filters, each with the number of events that it would leave."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext, gettext_lazy

from timeline.curation.queue import BANDS, FILTERS, HIGH, LOW, limited, with_confidence
from timeline.curation.reviews import colleagues
from timeline.models import Actor, Citation, Comment, Event, Participation, Review, Source, Tag, Timeline

from .sitting import Sitting

MOST_CHOICES = 30  # those with most events; whoever was chosen otherwise is added
Choice = tuple[str, str, int | None]  # value, words and number of events; None where it is not counted


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter with its choices."""

    name: str
    label: Any  # translated when it is shown
    choices: list[Choice]
    chosen: str

    @property
    def chosen_words(self) -> str:
        return next((words for value, words, _ in self.choices if value == self.chosen), self.chosen)


def facets_of(sitting: Sitting, only: Container[str] = FILTERS) -> list[Facet]:
    """The filters that have anything to choose, each counted among the events that the others leave."""
    made = []
    for name, (label, choices) in FACETS.items():
        if name not in only:
            continue
        events = limited(sitting.scoped if name == "ready" else sitting.base, sitting.asked, but=name)
        chosen = sitting.asked[name][0] if name in sitting.asked else ""
        found = [choice for choice in choices(events, sitting) if choice[2] != 0 or choice[0] == chosen]
        if found or chosen:
            made.append(Facet(name, label, found, chosen))
    return made


def _timelines(events: QuerySet[Event], sitting: Sitting) -> Iterator[Choice]:
    # Not counted: each has its own conditions and picks, so that each would cost several queries.
    titles = dict(Timeline.objects.order_by("title").values_list("pk", "title")[:MOST_CHOICES])
    chosen = sitting.asked["timeline"][0] if "timeline" in sitting.asked else ""
    if chosen and int(chosen) not in titles:
        titles |= dict(Timeline.objects.filter(pk=chosen).values_list("pk", "title"))
    yield from ((str(pk), title, None) for pk, title in titles.items())


def _sources(events: QuerySet[Event], sitting: Sitting) -> Iterator[Choice]:
    cited = Citation.objects.filter(event__in=events.order_by().values("pk")).order_by()
    most = cited.values("source").annotate(n=Count("event", distinct=True)).order_by("-n", "-source")
    yield from _named(Source, most.values_list("source", "n")[:MOST_CHOICES], sitting, "source")


def _actors(events: QuerySet[Event], sitting: Sitting) -> Iterator[Choice]:
    parts = Participation.objects.filter(event__in=events.order_by().values("pk")).order_by()
    most = parts.values("actor").annotate(n=Count("event")).order_by("-n", "actor")
    yield from _named(Actor, most.values_list("actor", "n")[:MOST_CHOICES], sitting, "actor")


def _named(model, counted, sitting: Sitting, name: str) -> Iterator[Choice]:
    """The rows counted, by name; and the one that was chosen, even if it has few or none."""
    numbers = dict(counted)
    chosen = sitting.asked[name][0] if name in sitting.asked else ""
    rows = model.objects.in_bulk({*numbers, *([int(chosen)] if chosen.isdecimal() else [])})
    for pk, row in sorted(rows.items(), key=lambda item: (-numbers.get(item[0], 0), str(item[1]))):
        yield str(pk), str(row)[:80], numbers.get(pk, 0)


def _kinds(events: QuerySet[Event], sitting: Sitting) -> Iterator[Choice]:
    numbers = _grouped(events, "kind")
    yield from ((value, str(label), numbers.get(value, 0)) for value, label in Event.Kind.choices)


def _readers(events: QuerySet[Event], sitting: Sitting) -> Iterator[Choice]:
    numbers = _grouped(events, "read_by")
    yield from ((value, str(label), numbers.get(value, 0)) for value, label in Event.Reader.choices)
    yield "nobody", gettext("Nobody: entered by hand"), numbers.get("", 0)


def _bands(events: QuerySet[Event], sitting: Sitting) -> Iterator[Choice]:
    high, middle = When(surest__gte=HIGH, then=Value("high")), When(surest__gte=LOW, then=Value("middle"))
    low = When(surest__lt=LOW, then=Value("low"))
    band = Case(high, middle, low, default=Value("none"), output_field=CharField())
    numbers = _grouped(with_confidence(events).annotate(band=Coalesce(band, Value("none"))), "band")
    yield from ((value, words, numbers.get(value, 0)) for value, words in BANDS)


def _grouped(events: QuerySet[Event], name: str) -> dict[str, int]:
    return dict(events.order_by().values(name).annotate(n=Count("pk")).values_list(name, "n"))


def _assigned(events: QuerySet[Event], sitting: Sitting) -> Iterator[Choice]:
    reviews = Review.objects.filter(event__in=events.order_by().values("pk")).exclude(assigned_to=None)
    numbers = dict(reviews.values("assigned_to").annotate(n=Count("pk")).values_list("assigned_to", "n"))
    yield "me", gettext("You"), numbers.get(sitting.user.pk, 0)
    yield "nobody", gettext("Nobody"), events.count() - sum(numbers.values())
    others = colleagues().filter(pk__in=numbers).exclude(pk=sitting.user.pk)
    yield from ((str(user.pk), str(user), numbers[user.pk]) for user in others)


def _readiness(events: QuerySet[Event], sitting: Sitting) -> Iterator[Choice]:
    ready = Review.objects.filter(event__in=events.order_by().values("pk")).exclude(ready_at=None).count()
    yield "yes", gettext("Ready for the editor"), ready
    yield "no", gettext("Not yet ready"), events.count() - ready


def _tags(events: QuerySet[Event], sitting: Sitting) -> Iterator[Choice]:
    given = Review.tags.through.objects.filter(review__event__in=events.order_by().values("pk"))
    counted = given.values("tag").annotate(n=Count("review")).order_by("-n").values_list("tag", "n")
    yield from _named(Tag, counted[:MOST_CHOICES], sitting, "tag")


def _comments(events: QuerySet[Event], sitting: Sitting) -> Iterator[Choice]:
    said = Comment.objects.filter(event__in=events.order_by().values("pk")).order_by()
    mine = said.filter(mentions=sitting.user.pk)
    yield "me", gettext("Mention you"), mine.values("event").distinct().count()
    yield "any", gettext("Any"), said.values("event").distinct().count()


FACETS = {
    "timeline": (gettext_lazy("Timeline"), _timelines),
    "source": (gettext_lazy("Article"), _sources),
    "actor": (gettext_lazy("Actor"), _actors),
    "kind": (gettext_lazy("Kind"), _kinds),
    "reader": (gettext_lazy("Read by"), _readers),
    "confidence": (gettext_lazy("Confidence"), _bands),
    "assigned": (gettext_lazy("Assigned to"), _assigned),
    "ready": (gettext_lazy("Ready"), _readiness),
    "tag": (gettext_lazy("Tag"), _tags),
    "comments": (gettext_lazy("Comments"), _comments),
}
