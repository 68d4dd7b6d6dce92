"""Events as data for other programs: JSON, CSV, iCalendar, Atom and TimelineJS's JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape, format_html

from .dates import OPEN_END, OPEN_START, Point, describe, parse_edtf
from .models import Citation, Event, Source

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")  # what XML 1.0 and iCalendar refuse

HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*")  # what a tag: URI (RFC 4151) may be named by
FEED_ENTRIES = 500  # a feed tells what is new; the whole is in the other formats


@dataclass(frozen=True, slots=True)
class Heading:
    """What a file says of itself. ``site`` such as https://example.org makes its links whole; a command knows none."""

    title: str = "Entente"
    page: str = "/"
    site: str = ""
    feed: str = ""
    changed: datetime | None = None

    @property
    def authority(self) -> str:
        """Whose names these are: two sites may hold an event of the same number, and a reader of both must not mix them up."""
        host = urlsplit(self.site).hostname or ""
        return host if HOST.fullmatch(host) else "entente"


def plain(text: str) -> str:
    """The text less its control characters, each line ending being one newline."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def ordered_citations(event: Event) -> list[Citation]:
    """By day of publication, unknown ones last: the databases differ in where they sort what is unknown."""
    return sorted(
        event.citations.all(),
        key=lambda c: (c.source.published or date.max, c.source_id, -1 if c.start is None else c.start, c.pk),
    )


def iso(day: date | None) -> str | None:
    """A day as ISO 8601; None for an open end or an unknown day."""
    return None if day in (None, OPEN_START, OPEN_END) else day.isoformat()


def event_data(event: Event) -> dict[str, Any]:
    """An event with its actors and citations; reads only what ``with_evidence`` has fetched."""
    return {
        "id": event.pk,
        "slug": event.slug,
        "title": event.title,
        "kind": event.kind,
        "status": event.status,
        "date": {
            "edtf": event.edtf,
            "earliest": iso(event.earliest),
            "latest": iso(event.latest),
            "precision": event.precision,
        },
        "place": event.place,
        "disputed": event.is_disputed,
        "actors": [
            {"name": p.actor.name, "kind": p.actor.kind, "role": p.role} for p in event.participations.all()
        ],
        "citations": [citation_data(c) for c in ordered_citations(event)],
    }


def source_data(source: Source) -> dict[str, Any]:
    return {
        "title": source.title,
        "publisher": source.publisher,
        "url": source.url,
        "published": iso(source.published),
        "origin": source.origin,
    }


def citation_data(citation: Citation) -> dict[str, Any]:
    return {
        "source": source_data(citation.source),
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "date": citation.edtf,
        "disputes": citation.disputes,
    }


def write_json(events: Iterable[Event]) -> Iterable[str]:
    """Yield {"events": [...]} piece by piece, so that any number of events can be written."""
    yield '{"events": ['
    for number, event in enumerate(events):
        yield (",\n" if number else "\n") + json.dumps(event_data(event), ensure_ascii=False)
    yield "\n]}\n"


def write_csv(events: Iterable[Event]) -> Iterable[str]:
    """A row an event. A cell that a spreadsheet would run as a formula is written with a quote before it."""
    columns = (
        "id",
        "slug",
        "title",
        "kind",
        "status",
        "date",
        "earliest",
        "latest",
        "precision",
        "place",
        "disputed",
        "actors",
        "sources",
    )
    yield _csv_row(columns)
    for event in events:
        data = event_data(event)
        when = data["date"]
        actors = "; ".join(a["name"] for a in data["actors"])
        sources = "; ".join(
            dict.fromkeys(c["source"]["url"] or c["source"]["title"] for c in data["citations"])
        )
        bounds = (when["edtf"], when["earliest"], when["latest"], when["precision"])
        yield _csv_row(
            [data[c] for c in columns[:5]] + [*bounds, data["place"], data["disputed"], actors, sources]
        )


def _csv_row(cells: Iterable[Any]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(
        ["" if c is None else f"'{c}" if str(c).startswith(FORMULA_STARTS) else c for c in cells]
    )
    return out.getvalue()


FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")  # spreadsheets in East Asia take the wide signs too


def write_ics(events: Iterable[Event], heading: Heading) -> Iterable[str]:
    """An iCalendar (RFC 5545) of all-day events; what has an open end is left out, for a calendar cannot hold it."""
    head = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Entente//Timeline//EN",
        f"X-WR-CALNAME:{_ics_text(heading.title)}",
    )
    yield from (_fold(line) for line in head)
    for event in events:
        if event.starts_open or event.ends_open:
            continue
        yield from (_fold(line) for line in _ics_lines(event, heading))
    yield _fold("END:VCALENDAR")


def _ics_lines(event: Event, heading: Heading) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:event-{event.pk}@{heading.authority}",
        f"DTSTAMP:{event.updated_at:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{_ics_day(event.earliest)}",
        f"DTEND;VALUE=DATE:{_ics_day(event.latest + timedelta(days=1))}",
        f"SUMMARY:{_ics_text(event.title)}",
        f"DESCRIPTION:{_ics_text(_in_words(event) + _evidence(event))}",
        f"CATEGORIES:{event.kind.upper()}",
        *([f"LOCATION:{_ics_text(event.place)}"] if event.place else []),
        *([f"URL:{heading.site}{event.get_absolute_url()}"] if heading.site else []),
        "TRANSP:TRANSPARENT",  # history does not make a reader's calendar busy
        "END:VEVENT",
    ]


def _ics_day(day: date) -> str:
    return day.isoformat().replace("-", "")  # strftime would write the year 935 with three digits


def _in_words(event: Event) -> str:
    """The date as it is known, where whole days say it too finely."""
    return f"{describe(event.edtf)}\n" if parse_edtf(event.edtf).is_vague else ""


def _evidence(event: Event) -> str:
    return "\n".join(
        dict.fromkeys(
            f"{c.source.publisher or c.source.display_title} {c.source.url}".strip()
            for c in ordered_citations(event)
        )
    )


def _evidence_html(event: Event, heading: Heading) -> str:
    """The documents that report an event, as links where they have an address, and the way to their passages."""
    lines = []
    for source in dict.fromkeys(c.source for c in ordered_citations(event)):
        name = plain(": ".join(filter(None, (source.publisher, source.display_title))))
        is_web = source.url.startswith(("http://", "https://"))
        lines.append(format_html('<a href="{}">{}</a>', plain(source.url), name) if is_web else escape(name))
    if heading.site:
        lines.append(format_html('<a href="{}{}">Entente</a>', heading.site, event.get_absolute_url()))
    return "<br>".join(lines)


def _ics_text(text: str) -> str:
    return plain(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _fold(line: str) -> str:
    """Fold at 75 octets, never within a character."""
    parts, current = [], b""
    for sign in line:
        encoded = sign.encode()
        if len(current) + len(encoded) > (75 if not parts else 74):
            parts.append(current)
            current = b""
        current += encoded
    return "\r\n ".join(p.decode() for p in [*parts, current]) + "\r\n"


class _Feed(Atom1Feed):
    """Says when it was changed even while it has no entries, so that nothing new looks like nothing new."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else self.feed["changed"] or UNCHANGED


UNCHANGED = datetime(2024, 1, 1, tzinfo=UTC)  # when nothing is known of when


def write_atom(events: Iterable[Event], heading: Heading) -> Iterable[str]:
    """An Atom feed (RFC 4287) of the events, the last changed first."""
    feed = _Feed(
        title=plain(heading.title),
        link=heading.site + heading.page,
        description="",
        author_name="Entente",
        feed_url=heading.site + heading.feed if heading.feed else None,
        feed_guid=f"tag:{heading.authority},2024:{heading.page}",
        changed=heading.changed,
    )
    for event in sorted(events, key=lambda e: (e.updated_at, e.pk), reverse=True):
        feed.add_item(
            title=plain(f"{describe(event.edtf)}: {event.title}"),
            link=heading.site + event.get_absolute_url(),
            description=_evidence_html(event, heading),
            unique_id=f"tag:{heading.authority},2024:event-{event.pk}",
            pubdate=event.created_at,
            updateddate=event.updated_at,
            categories=[event.kind],
        )
    yield feed.writeString("utf-8")


def write_timelinejs(events: Iterable[Event], heading: Heading) -> Iterable[str]:
    """TimelineJS's JSON, piece by piece: dates as finely as they are known."""
    title = {"text": {"headline": escape(heading.title)}}
    yield f'{{"title": {json.dumps(title, ensure_ascii=False)}, "events": ['
    for number, event in enumerate(events):
        yield (",\n" if number else "\n") + json.dumps(_slide(event, heading), ensure_ascii=False)
    yield "\n]}\n"


def _slide(event: Event, heading: Heading) -> dict[str, Any]:
    start, end = event.date.start, event.date.end
    first = start or end  # a slide has to start: one with an open start stands at its end
    slide: dict[str, Any] = {
        "start_date": _timelinejs_date(first, first.earliest),
        "display_date": describe(event.edtf),
        "text": {"headline": escape(event.title), "text": _evidence_html(event, heading)},
        "group": event.get_kind_display(),
        "unique_id": event.slug,
    }
    if end and first.earliest != end.latest:
        slide["end_date"] = _timelinejs_date(end, end.latest)
    return slide


def _timelinejs_date(point: Point, day: date) -> dict[str, int]:
    fine = {"day": 3, "month": 2, "season": 2}.get(point.precision, 1)
    return dict(list({"year": day.year, "month": day.month, "day": day.day}.items())[:fine])
