"""The shipped samples: abstracts of real documents, and the timeline that shows them."""

from __future__ import annotations

import tomllib
from pathlib import Path

from django.conf import settings
from django.db import transaction

from timeline.models import Actor, Chapter, Timeline

from .ingest import IngestResult, Options, Progress, ingest
from .readers import read_articles

FOLDER = Path("articles/samples")  # relative, so that origins are the same on every machine


def load_samples(progress: Progress | None = None) -> IngestResult:
    """Ingest and publish the samples and make their timeline; what is there already is left as it is."""
    inputs = read_articles([str(settings.BASE_DIR / FOLDER)], root=settings.BASE_DIR)
    result = ingest(inputs, Options(publish=True), progress)
    make_timeline(tomllib.loads((settings.BASE_DIR / FOLDER / "timeline.toml").read_text(encoding="utf-8")))
    return result


@transaction.atomic
def make_timeline(described: dict) -> Timeline:
    """Make a timeline from its description unless one of that slug exists."""
    is_default = not Timeline.objects.filter(is_default=True).exists()
    timeline, is_new = Timeline.objects.get_or_create(
        slug=described["slug"],
        defaults={
            "title": described["title"],
            "introduction": described["introduction"],
            "is_default": is_default,
        },
    )
    if is_new:
        timeline.actors.set(Actor.objects.filter(name__in=described["actors"]))
        Chapter.objects.bulk_create(Chapter(timeline=timeline, **chapter) for chapter in described["chapter"])
    return timeline
