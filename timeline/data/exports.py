"""Events as data for other programs: JSON, CSV, iCalendar, Atom and TimelineJS's JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import icalendar
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape, format_html

from timeline.dates import OPEN_END, OPEN_START, RANK, Point, Precision, describe, parse_edtf
from timeline.models import Citation, Event, Source
from timeline.wording import titles_of, worded

from .cells import write_row

UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]"
)  # not allowed by XML 1.0 and iCalendar

HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*")  # allowed as the authority of a tag: URI (RFC 4151)
FEED_ENTRIES = 500  # a feed announces what is new; the other formats have everything


@dataclass(frozen=True, slots=True)
class Heading:
    """The title and addresses of an export. ``site``, such as https://example.org, makes links absolute; a command has none."""

    title: str = "Entente"
    page: str = "/"
    site: str = ""
    feed: str = ""
    changed: datetime | None = None
    language: str = "en"  # of titles, dates and places

    @property
    def authority(self) -> str:
        """Who issued the ids: two sites may have an event with the same number, and readers of both must not confuse them."""
        host = urlsplit(self.site).hostname or ""
        return host if HOST.fullmatch(host) else "entente"


def plain(text: str) -> str:
    """The text without control characters, with every line ending as one newline."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def ordered_citations(event: Event) -> list[Citation]:
    """By publication date, unknown ones last; sorted here because the databases disagree on where nulls go."""
    return sorted(
        event.citations.all(),
        key=lambda c: (c.source.published or date.max, c.source_id, -1 if c.start is None else c.start, c.pk),
    )


def iso(day: date | None) -> str | None:
    """A day in ISO 8601; None for an open end or an unknown day."""
    return None if day in (None, OPEN_START, OPEN_END) else day.isoformat()


def event_data(event: Event, *, public: bool = False, site: str = "") -> dict[str, Any]:
    """An event with its actors and citations; reads only what ``with_evidence`` fetched. A public one reveals no folder of
    this machine."""
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
        "citations": [citation_data(c, public=public) for c in ordered_citations(event)],
        "title_basis": event.stated_title_basis,
        **({"titles": titles} if (titles := titles_of(event)) else {}),
        "read_by": event.read_by,
        **({"picture": picture_data(event, site)} if event.picture_digest else {}),
    }


def picture_data(event: Event, site: str = "") -> dict[str, Any]:
    """An event's picture; its address is a path unless ``site``, such as https://example.org, stands before it."""
    return {
        "url": site + event.picture_url,
        "width": event.picture_width,
        "height": event.picture_height,
        "alt": event.picture_alt,
        "credit": event.picture_credit,
    }


def source_data(source: Source, *, public: bool = False) -> dict[str, Any]:
    is_path = public and not source.origin.startswith(("http://", "https://"))
    return {
        "title": source.title,
        "publisher": source.publisher,
        "url": source.url,
        "published": iso(source.published),
        "origin": re.split(r"[/\\]", source.origin)[-1] if is_path else source.origin,
        "archive_url": source.archive_url,
        "reliability": source.reliability,
    }


def citation_data(citation: Citation, *, public: bool = False) -> dict[str, Any]:
    return {
        "source": source_data(citation.source, public=public),
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "page": citation.page,
        "date": citation.edtf,
        "disputes": citation.disputes,
    }


def write_json(events: Iterable[Event], *, public: bool = False, site: str = "") -> Iterable[str]:
    """Yield {"events": [...]} piece by piece, for any number of events."""
    yield '{"events": ['
    for number, event in enumerate(events):
        yield (",\n" if number else "\n") + json.dumps(
            event_data(event, public=public, site=site), ensure_ascii=False
        )
    yield "\n]}\n"


def write_csv(events: Iterable[Event]) -> Iterable[str]:
    """Yield a CSV row per event; anything a spreadsheet would run as a formula gets an apostrophe."""
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
        "picture",
        "picture_alt",
        "picture_credit",
    )
    yield write_row(columns)
    for event in events:
        data = event_data(event)
        when = data["date"]
        actors = "; ".join(a["name"] for a in data["actors"])
        sources = "; ".join(
            dict.fromkeys(c["source"]["url"] or c["source"]["title"] for c in data["citations"])
        )
        bounds = (when["edtf"], when["earliest"], when["latest"], when["precision"])
        yield write_row(
            [data[c] for c in columns[:5]]
            + [*bounds, data["place"], data["disputed"], actors, sources, event.picture_url]
            + [event.picture_alt, event.picture_credit]
        )


def write_ics(events: Iterable[Event], heading: Heading) -> Iterable[str]:
    """Yield an iCalendar (RFC 5545) of all-day events; open-ended ones are left out, as a calendar cannot hold them."""
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Entente//Timeline//EN")
    calendar.add("x-wr-calname", _IcsText(plain(heading.title)))
    end = "END:VCALENDAR\r\n"
    yield calendar.to_ical(sorted=False).decode().removesuffix(end)
    for event in events:
        if not (event.starts_open or event.ends_open):
            yield _ics_event(event, heading).to_ical(sorted=False).decode()
    yield end


def _ics_event(event: Event, heading: Heading) -> icalendar.Event:
    entry = icalendar.Event()
    entry.add("uid", f"event-{event.pk}@{heading.authority}")
    entry.add("dtstamp", event.updated_at)
    entry.add("dtstart", event.earliest)
    entry.add("dtend", event.latest + timedelta(days=1))
    entry.add("summary", _IcsText(plain(worded(event, "title", heading.language))))
    entry.add("description", _IcsText(plain(_in_words(event, heading.language) + _evidence(event))))
    entry.add("categories", [event.kind.upper()])
    if event.place:
        entry.add("location", _IcsText(plain(worded(event, "place", heading.language))))
    if heading.site:
        entry.add("url", heading.site + event.get_absolute_url())
    entry.add("transp", "TRANSPARENT")  # history does not make a reader's calendar busy
    return entry


class _IcsText(icalendar.vText):
    """Text that keeps a backslash before an N, which the library would turn into a line break."""

    def to_ical(self) -> bytes:
        return rb"\\N".join(icalendar.vText(part).to_ical() for part in self.split(r"\N"))


def _in_words(event: Event, language: str) -> str:
    """The date in words, if whole days would be too precise."""
    return f"{describe(event.edtf, language)}\n" if parse_edtf(event.edtf).is_vague else ""


def _evidence(event: Event) -> str:
    return "\n".join(
        dict.fromkeys(
            f"{c.source.publisher or c.source.display_title} {c.source.url}".strip()
            for c in ordered_citations(event)
        )
    )


def _evidence_html(event: Event, heading: Heading) -> str:
    """The sources of an event, linked if they have an address, and a link to their passages."""
    lines = []
    for source in dict.fromkeys(c.source for c in ordered_citations(event)):
        name = plain(": ".join(filter(None, (source.publisher, source.display_title))))
        is_web = source.url.startswith(("http://", "https://"))
        lines.append(format_html('<a href="{}">{}</a>', plain(source.url), name) if is_web else escape(name))
    if heading.site:
        lines.append(format_html('<a href="{}{}">Entente</a>', heading.site, event.get_absolute_url()))
    return "<br>".join(lines)


class _Feed(Atom1Feed):
    """A feed with a date of change even without entries, so that an unchanged feed looks unchanged."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else self.feed["changed"] or UNCHANGED


UNCHANGED = datetime(2024, 1, 1, tzinfo=UTC)  # if the date of change is unknown


def write_atom(events: Iterable[Event], heading: Heading) -> Iterable[str]:
    """Yield an Atom feed (RFC 4287) of the events, most recently changed first."""
    feed = _Feed(
        title=plain(heading.title),
        link=heading.site + heading.page,
        description="",
        author_name="Entente",
        feed_url=heading.site + heading.feed if heading.feed else None,
        feed_guid=f"tag:{heading.authority},2024:{heading.page}",
        changed=heading.changed,
        language=heading.language,
    )
    for event in sorted(events, key=lambda e: (e.updated_at, e.pk), reverse=True):
        feed.add_item(
            title=plain(
                f"{describe(event.edtf, heading.language)}: {worded(event, 'title', heading.language)}"
            ),
            link=heading.site + event.get_absolute_url(),
            description=_evidence_html(event, heading),
            unique_id=f"tag:{heading.authority},2024:event-{event.pk}",
            pubdate=event.created_at,
            updateddate=event.updated_at,
            categories=[event.kind],
        )
    yield feed.writeString("utf-8")


def write_timelinejs(events: Iterable[Event], heading: Heading) -> Iterable[str]:
    """Yield TimelineJS's JSON piece by piece, each date as precise as it is known."""
    title = {"text": {"headline": escape(heading.title)}}
    yield f'{{"title": {json.dumps(title, ensure_ascii=False)}, "events": ['
    for number, event in enumerate(events):
        yield (",\n" if number else "\n") + json.dumps(_slide(event, heading), ensure_ascii=False)
    yield "\n]}\n"


def _slide(event: Event, heading: Heading) -> dict[str, Any]:
    start, end = event.date.start, event.date.end
    first = start or end  # a slide must have a start: one with an open start is placed at its end
    slide: dict[str, Any] = {
        "start_date": _timelinejs_date(first, first.earliest),
        "display_date": describe(event.edtf, heading.language),
        "text": {
            "headline": escape(worded(event, "title", heading.language)),
            "text": _evidence_html(event, heading),
        },
        "group": event.get_kind_display(),
        "unique_id": event.slug,
    }
    if event.picture_digest and heading.site:
        slide["media"] = {
            "url": heading.site + event.picture_url,
            "alt": escape(event.picture_alt),
            "credit": escape(event.picture_credit),
        }
    if end and first.earliest != end.latest:
        slide["end_date"] = _timelinejs_date(end, end.latest)
    return slide


def _timelinejs_date(point: Point, day: date) -> dict[str, int]:
    fine = 3 if point.precision == "day" else 1 if RANK[point.precision] >= RANK[Precision.YEAR] else 2
    return dict(list({"year": day.year, "month": day.month, "day": day.day}.items())[:fine])
