"""The shipped samples: abstracts of real documents, and the timeline that shows them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from timeline.models import Actor, Alias, Chapter, Event, Step, Timeline
from timeline.wording import TRANSLATED

from .ingestion.run import IngestResult, Options, Progress, ingest
from .readers import read_articles

FOLDER = Path("articles/samples")  # relative, so that origins are the same on every machine


FIRST = ("2024-09-06-farewell-visit-devdiscourse", "2024-09-06-farewell-visit-kantei", "2024-09-06-kishida-stresses-ties", "2024-09-06-memorandum-yomiuri", "2024-09-06-sustained-cooperation")  # fmt: skip


def first_samples() -> list[tuple[str, bytes]]:
    """A few samples on one visit, as files to hand in: for whoever makes a first timeline."""
    folder = settings.BASE_DIR / FOLDER
    return [(f"{name}.md", (folder / f"{name}.md").read_bytes()) for name in FIRST]


def load_samples(progress: Progress | None = None) -> IngestResult:
    """Ingest and publish the samples and create their timeline; existing records are left unchanged."""
    inputs = read_articles([str(settings.BASE_DIR / FOLDER)], root=settings.BASE_DIR)
    result = ingest(inputs, Options(publish=True, reader="rules"), progress)
    make_timeline(_described("timeline.toml") | _described("titles.toml"))
    return result


def _described(name: str) -> dict[str, Any]:
    return tomllib.loads((settings.BASE_DIR / FOLDER / name).read_text(encoding="utf-8"))


@transaction.atomic
def make_timeline(described: dict) -> Timeline:
    """Create a timeline from its description unless its slug exists."""
    is_default = not Timeline.objects.filter(is_default=True).exists()
    timeline, is_new = Timeline.objects.get_or_create(
        slug=described["slug"],
        defaults={
            **{
                name: text
                for name, text in described.items()
                if name.startswith(("title_", "introduction", "title")) and isinstance(text, str)
            },
            "is_default": is_default,
        },
    )
    if is_new:
        timeline.actors.set(Actor.objects.filter(name__in=described["actors"]))
        Chapter.objects.bulk_create(Chapter(timeline=timeline, **chapter) for chapter in described["chapter"])
        _title(timeline, described.get("titles", []))
        _place(timeline, described.get("places", []))
        _name(described.get("names", []))
        Step.objects.bulk_create(_steps(timeline, described.get("step", [])))
        timeline.lead = _best_supported(timeline, described["lead"]) if "lead" in described else None
        timeline.save()
    return timeline


def _title(timeline: Timeline, titles: list[list[str]]) -> None:
    """Give its events their curated titles, by date and kind."""
    for edtf, kind, title, korean, japanese in titles:
        for event in timeline.events().filter(edtf=edtf, kind=kind):
            event.title, event.title_ko, event.title_ja = title, korean, japanese
            event.mark_curated(["title", "title_ko", "title_ja"])
            event.save()


def _place(timeline: Timeline, places: list[list[str]]) -> None:
    """Set right where its events took place, by date and kind."""
    for edtf, kind, place in places:
        for event in timeline.events().filter(edtf=edtf, kind=kind):
            event.place = place
            event.mark_curated(["place"])
            event.save()


def _name(names: list[list[str]]) -> None:
    """Give actors the names by which readers of Korean and Japanese know them."""
    for name, *translations in names:
        actor = Actor.objects.filter(name=name).first()
        for language, alias in zip(TRANSLATED, translations, strict=True) if actor else ():
            actor.aliases.filter(language=language, is_preferred=True).update(is_preferred=False)
            Alias.objects.update_or_create(
                actor=actor, name=alias, defaults={"language": language, "is_preferred": True}
            )


def _steps(timeline: Timeline, described: list[dict[str, str]]) -> list[Step]:
    """The steps of its story, each at the best supported event of its date; one whose date has no event is left out."""
    found = []
    for number, step in enumerate(described, 1):
        if event := _best_supported(timeline, step["date"]):
            words = {name: text for name, text in step.items() if name != "date"}
            found.append(Step(timeline=timeline, event=event, position=number, **words))
    return found


def _best_supported(timeline: Timeline, edtf: str) -> Event | None:
    """The event of a date for which most passages speak."""
    events = timeline.events().filter(edtf=edtf).with_counts()
    return events.order_by("-passage_count", "id").first()
