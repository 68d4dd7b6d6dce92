"""The formats in which events, or the sources that they cite, are offered: by the command, by addresses and on the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from .exports import Heading, write_atom, write_csv, write_ics, write_json, write_timelinejs
from .models import Event, Source
from .references import write_bibtex, write_csljson


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write events, or the sources that they cite: its name for people, media type, end of address, file ending."""

    label: str
    content_type: str
    suffix: str
    ending: str
    write: Callable[[Iterable[Any], Heading], Iterable[str]]
    is_of_sources: bool = False


FORMATS = {
    "json": Format("JSON", "application/json", "json", "json", lambda events, heading: write_json(events)),
    "csv": Format("CSV", "text/csv; charset=utf-8", "csv", "csv", lambda events, heading: write_csv(events)),
    "ics": Format("iCalendar", "text/calendar; charset=utf-8", "ics", "ics", write_ics),
    "atom": Format("Atom", "application/atom+xml; charset=utf-8", "atom", "atom", write_atom),
    "timelinejs": Format("TimelineJS", "application/json", "timelinejs", "json", write_timelinejs),
    "bibtex": Format(
        "BibTeX",
        "application/x-bibtex; charset=utf-8",
        "bib",
        "bib",
        lambda sources, heading: write_bibtex(sources),
        is_of_sources=True,
    ),
    "csljson": Format(
        "CSL-JSON",
        "application/vnd.citationstyles.csl+json",
        "csl.json",
        "csl.json",
        lambda sources, heading: write_csljson(sources),
        is_of_sources=True,
    ),
}
CHUNK = 500  # rows fetched at once


def export(name: str, events: QuerySet[Event], heading: Heading) -> Iterable[str]:
    """Write the events, or what they cite, in the format of that name, piece by piece whatever their number."""
    chosen = FORMATS[name]
    if chosen.is_of_sources:
        return export_sources(name, Source.objects.cited_in(events), heading)
    return chosen.write(events.with_evidence().iterator(chunk_size=CHUNK), heading)


def export_sources(name: str, sources: QuerySet[Source], heading: Heading) -> Iterable[str]:
    """Write the sources in one of the formats that are of sources."""
    return FORMATS[name].write(sources.order_by("pk").iterator(chunk_size=CHUNK), heading)
