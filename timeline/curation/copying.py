"""A copy of a timeline to begin another with: a draft with the same filters, chapters, picks and story."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from timeline.models import Chapter, Pick, Step, Timeline
from timeline.slugs import free_slug, stem_of

PARTS = (Chapter, Pick, Step)
OWN = {"id", "slug", "is_published", "is_default", "published_at", "publish_at", "withdraw_at", "composition"}


@transaction.atomic
def duplicate(timeline: Timeline) -> Timeline:
    """Save a copy under a title and an address of its own; it is not published, and is not composed again with the original."""
    title = f"Copy of {timeline.title}"[:200]
    copy = Timeline(**{**_values(timeline, OWN), "title": title}, is_published=False)
    copy.slug = free_slug(Timeline, stem_of(title, "timeline"))
    copy.save()
    copy.actors.set(timeline.actors.all())
    for model in PARTS:
        for part in model.objects.filter(timeline=timeline):
            model(**_values(part, {"id", "timeline_id"}), timeline=copy).save()
    return copy


def _values(row: Any, without: set[str]) -> dict[str, Any]:
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname not in without}
