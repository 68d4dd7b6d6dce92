"""Records of sources."""

from __future__ import annotations

from typing import Any

from timeline.data.exports import iso
from timeline.models import Source

from .files import Record
from .forms import SourceForm
from .records import Outcome, Records, apply, save_checked


class SourceRecords(Records):
    name = "sources"
    columns = (
        "title",
        "publisher",
        "url",
        "published",
        "kind",
        "language",
        "origin",
        "archive_url",
        "reliability",
    )

    def record_of(self, row: Source) -> Record:
        return {**{name: getattr(row, name) for name in self.columns}, "published": iso(row.published) or ""}

    def rows(self, queryset):
        return queryset

    def write(self, record: Record) -> tuple[Outcome, Source]:
        form = SourceForm(record, self.dates)
        if not form.is_known_by_something():
            form.wrong("title", "is missing, and so is the address: a source needs one of them")
        form.check()
        source = find_source(form.cleaned_data) or Source(origin=form.cleaned_data["origin"])
        return save_source(source, form.values())

    def dates_of(self, record):
        yield "published", record.get("published")


def find_source(values: dict[str, Any]) -> Source | None:
    """The source with this address, otherwise with this origin, otherwise with this title and publisher."""
    if values.get("url") and (found := Source.objects.filter(url=values["url"]).first()):
        return found
    if values.get("origin") and (found := Source.objects.filter(origin=values["origin"]).first()):
        return found
    if not values.get("title"):
        return None
    same = Source.objects.filter(title=values["title"], publisher=values.get("publisher", ""))
    return same.filter(url="").first() if values.get("url") else same.first()


def save_source(source: Source, values: dict[str, Any]) -> tuple[Outcome, Source]:
    is_new = source.pk is None
    changed = [name for name in apply(source, values) if name != "origin" or is_new]
    if "published" in changed:
        source.set_published(source.published)
    if changed or is_new:
        source.mark_curated(name for name in changed if name != "origin")
        save_checked(source)
    return Outcome.NEW if is_new else Outcome.CHANGED if changed else Outcome.SAME, source
