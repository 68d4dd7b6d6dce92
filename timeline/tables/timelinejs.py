"""Timelines of TimelineJS: its spreadsheet as CSV, and its JSON (timeline.knightlab.com/docs, the fields of slides and dates).

A slide becomes an event. What its author wrote there is cited as our own paraphrase, never as a quotation: of the document to
which the slide links, or else of the old timeline.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from lxml import html
from lxml.etree import ParserError

from timeline.dates import EdtfError, parse_edtf
from timeline.links import is_web_link
from timeline.models import Source

from .files import Numbered, Record, load_json, read_rows

NAMES = ("year", "month", "day")


@dataclass(slots=True)
class OldTimeline:
    """A timeline as it stood elsewhere: its title slide, its eras, and its slides as records of events."""

    title: str = ""
    introduction: str = ""
    eras: list[Record] = field(default_factory=list)
    events: list[Numbered] = field(default_factory=list)
    errors: list[tuple[int, str, str]] = field(default_factory=list)  # row, words, what is wrong


def read_timelinejs(content: bytes) -> OldTimeline:
    """Read either form, told apart by how it begins; raises ValidationError where it is neither."""
    start = content.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t\0")[:1]
    return _from_json(content) if start == b"{" else _from_rows(read_rows(content))


def _from_json(content: bytes) -> OldTimeline:
    data = load_json(content)
    slides = data.get("events") if isinstance(data, dict) else None
    if not isinstance(slides, list):
        raise ValidationError("This is no timeline of TimelineJS: it has no list of events.")
    if data.get("scale") == "cosmological":
        raise ValidationError(
            "A cosmological timeline lies outside the calendar: dates here begin with the year 1."
        )
    old = OldTimeline()
    title = data.get("title") if isinstance(data.get("title"), dict) else {}
    old.title, old.introduction = _text(title.get("text"), "headline"), _text(title.get("text"), "text")
    for number, slide in enumerate(slides, 1):
        if isinstance(slide, dict):
            media = slide.get("media") if isinstance(slide.get("media"), dict) else {}
            said = {
                "headline": _text(slide.get("text"), "headline"),
                "text": _raw(slide.get("text"), "text"),
                "media": _raw(media, "url"),
                "caption": _text(media, "caption"),
                "credit": _text(media, "credit"),
            }
            _add(old, number, said, slide.get("start_date"), slide.get("end_date"))
        else:
            old.errors.append((number, "", "is to be {…}"))
    eras = data.get("eras")
    for number, era in enumerate(eras if isinstance(eras, list) else [], 1):
        if isinstance(era, dict):
            _add_era(
                old, number, _text(era.get("text"), "headline"), era.get("start_date"), era.get("end_date")
            )
    return old


def _from_rows(rows: list[Numbered]) -> OldTimeline:
    if rows and not {"year", "headline"} <= set(rows[0][1]):
        raise ValidationError("This is no spreadsheet of TimelineJS: it lacks the columns Year and Headline.")
    old = OldTimeline()
    for number, row in rows:
        kind = row.get("type", "").strip().lower()
        start = {name: row.get(name, "") for name in NAMES}
        end = {name: row.get(f"end {name}", "") for name in NAMES}
        said = {
            "headline": plain(row.get("headline", "")),
            "text": row.get("text", ""),
            "media": row.get("media", ""),
            "caption": plain(row.get("media caption", "")),
            "credit": plain(row.get("media credit", "")),
        }
        if kind == "title":
            old.title, old.introduction = said["headline"], plain(said["text"])
        elif kind == "era":
            _add_era(old, number, said["headline"], start, end)
        else:
            _add(old, number, said, start, end)
    return old


def _add(old: OldTimeline, number: int, said: dict[str, str], start: Any, end: Any) -> None:
    text = plain(said["text"])
    title = " ".join((said["headline"] or text[:150] or said["caption"]).split())
    try:
        date = _edtf(start, end)
    except ValidationError as error:
        old.errors.append((number, title, error.messages[0]))
        return
    link = _link(said["text"]) or (said["media"].strip() if is_web_link(said["media"].strip()) else "")
    name = said["caption"] or said["credit"] or (urlsplit(link).hostname if link else "") or ""
    source = {"url": link, "title": name[:500]} if link else {"title": old.title or "An earlier timeline"}
    cited = {"source": {**source, "kind": Source.Kind.ABSTRACT.value}, "quote": text or title, "date": date}
    record = {"title": title[:200], "date": date, "citations": [cited]}
    old.events.append((number, record))


def _add_era(old: OldTimeline, number: int, title: str, start: Any, end: Any) -> None:
    try:
        date = _edtf(start, end)
        parse_edtf(date)
    except ValidationError as error:
        old.errors.append((number, title, error.messages[0]))
    except EdtfError as error:
        old.errors.append((number, title, str(error)))
    else:
        old.eras.append({"title": title[:200] or "Untitled", "date": date})


def _edtf(start: Any, end: Any) -> str:
    first, last = _point(start), _point(end)
    if not first:
        raise ValidationError("it has no date: give a Year")
    return f"{first}/{last}" if last and last != first else first


def _point(said: Any) -> str:
    """A date of TimelineJS as EDTF: a year, with a month, with a day; "" where there is none."""
    if not isinstance(said, dict):
        return ""
    parts = []
    for name in NAMES:
        word = str(said.get(name) if said.get(name) is not None else "").strip()
        if not word:
            break
        if word.startswith("-"):
            raise ValidationError(f"{name} {word} lies before the year 1, where dates here begin")
        if not word.isdecimal() or len(word) > 4:
            raise ValidationError(f"{name} “{word[:40]}” is no number")
        parts.append(int(word))
    if parts and (parts[0] < 1 or any(part > most for part, most in zip(parts[1:], (12, 31), strict=False))):
        raise ValidationError(f"{'-'.join(map(str, parts))} is no date")
    return "-".join(f"{part:0{4 if n == 0 else 2}}" for n, part in enumerate(parts))


def _raw(said: Any, name: str) -> str:
    value = said.get(name) if isinstance(said, dict) else ""
    return value if isinstance(value, str) else ""


def _text(said: Any, name: str) -> str:
    return plain(_raw(said, name))


def plain(text: str) -> str:
    """The words of a piece of HTML."""
    root = _parsed(text)
    return text.strip() if root is None else " ".join(root.text_content().split())


def _link(text: str) -> str:
    root = _parsed(text)
    links = root.iter("a") if root is not None else ()
    return next((href for a in links if is_web_link(href := a.get("href", "").strip())), "")


def _parsed(text: str):
    if "<" not in text and "&" not in text:
        return None
    try:
        root = html.fragment_fromstring(text.replace("\0", ""), create_parent="div")
    except (ParserError, ValueError):
        return None
    for unread in root.xpath("//script|//style"):
        unread.drop_tree()
    return root
