"""The export formats for events and for the sources they cite, as offered by the command, by addresses and on pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from timeline.models import Event, Source

from .bibliography import write_bibtex, write_csljson
from .exports import Heading, write_atom, write_csv, write_ics, write_json, write_timelinejs


@dataclass(frozen=True, slots=True)
class Format:
    """An export format: its label, media type, the end of its address, its file extension, and its writer."""

    label: str
    content_type: str
    suffix: str
    ending: str
    write: Callable[[Iterable[Any], Heading], Iterable[str]]
    is_of_sources: bool = False


FORMATS = {
    "json": Format(
        "JSON",
        "application/json",
        "json",
        "json",
        lambda events, heading: write_json(events, public=bool(heading.site), site=heading.site),
    ),
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
    """Write the events, or the sources they cite, in the named format, piece by piece for any number."""
    chosen = FORMATS[name]
    if chosen.is_of_sources:
        return export_sources(name, Source.objects.cited_in(events), heading)
    return chosen.write(events.with_evidence().iterator(chunk_size=CHUNK), heading)


def export_sources(name: str, sources: QuerySet[Source], heading: Heading) -> Iterable[str]:
    """Write the sources in a format meant for sources."""
    return FORMATS[name].write(sources.order_by("pk").iterator(chunk_size=CHUNK), heading)
