"""The passage that stands for each event where many are listed, as in print: few queries, however many passages there are."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Case, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Length

from timeline.models import Citation, Event, Source

PARAPHRASED = When(source__kind=Source.Kind.ABSTRACT, then=Value(1))


def strongest_of(keys: Sequence[int]) -> dict[int, list[Citation]]:
    """For each event its strongest passage, in nearly the order of evidence.strength, and the first of those that dispute."""
    own = Citation.objects.filter(event=OuterRef("pk"))
    agrees = Case(When(edtf=F("event__edtf"), then=Value(0)), default=Value(1))
    says = Case(When(date_words="", then=Value(1)), default=Value(0))
    ranked = own.order_by(
        "disputes", says, agrees, Case(PARAPHRASED, default=Value(0)), Length("quote"), "id"
    )
    rows = Event.objects.filter(pk__in=keys).annotate(
        best=Subquery(ranked.values("pk")[:1]),
        against=Subquery(own.filter(disputes=True).order_by("id").values("pk")[:1]),
    )
    chosen = {
        pk: list(dict.fromkeys(filter(None, found)))
        for pk, *found in rows.values_list("pk", F("best"), F("against"))
    }
    passages = Citation.objects.select_related("source").in_bulk(
        [pk for found in chosen.values() for pk in found]
    )
    return {event: [passages[pk] for pk in found if pk in passages] for event, found in chosen.items()}
