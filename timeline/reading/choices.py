"""What a timeline can be filtered by, and what it is filtered by already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext

from timeline.dates import describe
from timeline.models import Actor, Chapter, Event
from timeline.wording import worded

from .counts import Summary, name_of, remember
from .filters import Selection, narrow, read_selection, within


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to filter by: its value, its name, how many events have it, and whether it is chosen."""

    value: str
    label: str
    count: int | None  # None where it was not counted
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Pill:
    """Something that is chosen, and the state without it."""

    label: str
    link: str


def choices(selection: Selection, summary: Summary, language: str) -> dict[str, list[Choice]]:
    """Actors, kinds and sources of the whole timeline with the number of its events; what is chosen is there too."""
    params = selection.params
    actors, kinds, source = (
        set(params.getlist("actor")),
        set(params.getlist("kind")),
        params.get("source", ""),
    )
    known = {slug for slug, *_ in summary.actors}
    others = [actor for actor in selection.form.get("actor") or () if actor.slug not in known]
    names = Actor.objects.names([*known, *(actor.slug for actor in others)], language)
    listed = {str(pk) for pk, *_ in summary.sources}
    picked = selection.form.get("source")
    cited = [Choice(str(pk), label, n, str(pk) == source) for pk, label, n in summary.sources]
    return {
        "actor": [Choice(actor.slug, names.get(actor.slug, actor.name), None, True) for actor in others]
        + [Choice(slug, names.get(slug, name), n, slug in actors) for slug, name, n in summary.actors],
        "kind": [
            Choice(k.value, k.label, summary.kinds[k.value], k.value in kinds)
            for k in Event.Kind
            if summary.kinds.get(k.value)
        ],
        "source": (
            [Choice(str(picked.pk), name_of(picked), None, True)] if picked and source not in listed else []
        )
        + sorted(cited, key=lambda choice: choice.label),
    }


def pills(selection: Selection, summary: Summary, language: str) -> list[Pill]:
    """What is chosen, each with the address of the state without it."""
    form, found = selection.form, []
    chosen = form.get("actor") or ()
    names = Actor.objects.names([actor.slug for actor in chosen], language) if chosen else {}
    for actor in chosen:
        found.append(Pill(names.get(actor.slug, actor.name), selection.without("actor", actor.slug)))
    for kind in form.get("kind") or ():
        found.append(Pill(capfirst(str(Event.Kind(kind).label)), selection.without("kind", kind)))
    if source := form.get("source"):
        found.append(Pill(name_of(source), selection.link(source=None, event=None, page=None)))
    if form.get("disputed"):
        found.append(Pill(gettext("Disputed"), selection.link(disputed=None, event=None, page=None)))
    if words := form.get("q"):
        found.append(Pill(f"“{words}”", selection.link(q=None, event=None, page=None)))
    if selection.chapter:
        found.append(
            Pill(
                worded(selection.chapter, "title", language),
                selection.link(chapter=None, event=None, page=None),
            )
        )
    first, last = form.get("from"), form.get("to")
    if first or last:
        texts = [describe(selection.params[name], language) for name in ("from", "to") if form.get(name)]
        words = (
            " – ".join(dict.fromkeys(texts))
            if first and last
            else f"{texts[0]} –"
            if first
            else f"– {texts[0]}"
        )
        found.append(Pill(words, selection.link(**{"from": None, "to": None}, event=None, page=None)))
    return found


def nearest(
    events: QuerySet[Event],
    key: Iterable[object],
    chosen: Sequence[Pill],
    chapters: list[Chapter],
    *,
    is_preview: bool = False,
) -> list[tuple[Pill, int]]:
    """Where nothing fits: what is asked for less one thing, and how many events that has, the most first.

    The numbers are cached until the next write; ``key`` identifies the events that are chosen from.
    """
    found = []
    for pill in chosen:
        less = read_selection(QueryDict(pill.link[1:]), chapters, is_preview=is_preview)
        fitting = narrow(events, less)
        if less.chapter:
            fitting = within(fitting, less.chapter.earliest, less.chapter.latest)
        if number := remember(("nearest", *key, pill.link), fitting.count, "states"):
            found.append((pill, number))
    return sorted(found, key=lambda near: -near[1])
