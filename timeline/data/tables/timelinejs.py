"""Timelines of TimelineJS: its spreadsheet as CSV, and its JSON (timeline.knightlab.com/docs, the fields of slides and dates).

Both are read in the forms of version 3 (Year, Month, Day; ``start_date``) and of versions 1 and 2 (Start Date;
``startDate``). A slide becomes an event. Its text is cited as a paraphrase, never as a quotation: of the document the slide
links to, or else of the old timeline. Parts of a slide that are not imported are counted by name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from lxml import html
from lxml.etree import ParserError

from timeline.dates import Edtf, EdtfError, parse_edtf
from timeline.links import is_web_link
from timeline.models import Source

from .dates import Dates
from .files import BEYOND, LEFT_OUT, MOST_ROWS, Numbered, Record, decode, load_json, read_rows

NAMES = ("year", "month", "day")
TIMES = ("hour", "minute", "second", "millisecond")
MEDIA = ("media", "media credit", "media caption", "media thumbnail")
COLUMNS = (
    *NAMES, "time", *(f"end {name}" for name in (*NAMES, "time")), "start date", "end date", "display date",
    "headline", "text", *MEDIA, "type", "group", "tag", "background",
)  # fmt: skip
PADDED = re.compile(
    r"\s*(?:(?:var|let|const)\s+)?[A-Za-z_$][\w$.]*\s*[=(]\s*(?=\{)"
)  # the JSON inside a script of version 1


@dataclass(slots=True)
class Slide:
    """A slide in any of the forms. A date is text or a dict of its parts; ``rest`` holds everything else."""

    number: int
    kind: str = ""  # "title", "era", or empty for an event
    headline: str = ""
    text: str = ""
    media: str = ""
    caption: str = ""
    credit: str = ""
    start: Any = None
    end: Any = None
    display: str = ""
    beyond: str = ""
    rest: Record = field(default_factory=dict)


@dataclass(slots=True)
class OldTimeline:
    """A timeline from elsewhere: its title slide, its eras, and its slides as records of events."""

    title: str = ""
    introduction: str = ""
    eras: list[Record] = field(default_factory=list)
    events: list[Numbered] = field(default_factory=list)
    errors: list[tuple[int, str, str]] = field(default_factory=list)  # row, words, what is wrong
    left: Counter[str] = field(default_factory=Counter)  # what is not imported, by name


def read_timelinejs(content: bytes, dates: Dates | None = None) -> OldTimeline:
    """Read either form, recognised by its first character; raises ValidationError if it is neither."""
    dates, old = dates or Dates(), OldTimeline()
    text = decode(content)
    if padding := PADDED.match(text):
        text = text[padding.end() :].rstrip().rstrip(");")
    is_json = text.lstrip()[:1] == "{"
    slides = list(
        _of_json(text.encode(), old) if is_json else _of_rows(read_rows(content, COLUMNS, old.left))
    )
    if len(slides) > MOST_ROWS:
        raise ValidationError(f"The timeline has more than {MOST_ROWS:,} slides: split it.")
    if all(slide.kind == "title" for slide in slides) and not old.errors:
        raise ValidationError("The timeline has no slides: there is nothing to import.")
    dates.study(cell for slide in slides for cell in (("start date", slide.start), ("end date", slide.end)))
    for slide in slides:
        _take(old, slide, dates)
    return old


def _of_json(content: bytes, old: OldTimeline) -> Iterator[Slide]:
    data = load_json(content)
    if isinstance(data, dict) and isinstance(data.get("timeline"), dict):
        return _of_version_2(data["timeline"], old)
    slides = data.get("events") if isinstance(data, dict) else None
    if not isinstance(slides, list):
        raise ValidationError("This is not a TimelineJS timeline: it has no list of events.")
    if data.get("scale") == "cosmological":
        raise ValidationError("A cosmological timeline cannot be imported: dates here start with the year 1.")
    return _of_version_3(data, old)


def _of_version_3(data: Record, old: OldTimeline) -> Iterator[Slide]:
    parts = [(1, "title", data["title"])] if isinstance(data.get("title"), dict) else []
    for number, kind, given in [*parts, *_numbered(data["events"], "", old), *_numbered(data.get("eras"), "era", old)]:  # fmt: skip
        words = _dict(given.get("text"))
        slide = Slide(number, kind, _text(words, "headline"), _raw(words, "text"))
        media = _dict(given.get("media"))
        slide.media, slide.caption, slide.credit = _raw(media, "url"), _text(media, "caption"), _text(media, "credit")  # fmt: skip
        slide.start, slide.end = given.get("start_date"), given.get("end_date")
        slide.display = _raw(given, "display_date") or _raw(given.get("start_date"), "display_date")
        taken = ("text", "media", "start_date", "end_date", "display_date")
        slide.rest = {name: value for name, value in given.items() if name not in taken}
        slide.rest |= {f"media {name}": value for name, value in media.items() if name not in ("url", "caption", "credit")}  # fmt: skip
        yield slide


def _of_version_2(data: Record, old: OldTimeline) -> Iterator[Slide]:
    title = {name: value for name, value in data.items() if name not in ("date", "era", "type")}
    for number, kind, given in [(1, "title", title), *_numbered(data.get("date"), "", old), *_numbered(data.get("era"), "era", old)]:  # fmt: skip
        slide = Slide(number, kind, _text(given, "headline"), _raw(given, "text"))
        media = _dict(given.get("asset"))
        slide.media, slide.caption, slide.credit = _raw(media, "media"), _text(media, "caption"), _text(media, "credit")  # fmt: skip
        slide.start, slide.end = given.get("startDate"), given.get("endDate")
        taken = ("headline", "text", "asset", "startDate", "endDate")
        slide.rest = {name: value for name, value in given.items() if name not in taken}
        slide.rest |= {f"media {name}": value for name, value in media.items() if name not in ("media", "caption", "credit")}  # fmt: skip
        if kind != "title" or slide.headline or slide.text or media:
            yield slide


def _numbered(given: Any, kind: str, old: OldTimeline) -> Iterator[tuple[int, str, Record]]:
    for number, slide in enumerate(given if isinstance(given, list) else [], 1):
        if isinstance(slide, dict):
            yield number, kind, slide
        elif not kind:
            old.errors.append((number, "", "should be {…}"))


def _of_rows(rows: list[Numbered]) -> Iterator[Slide]:
    if rows and ("headline" not in rows[0][1] or not {"year", "start date"} & set(rows[0][1])):
        raise ValidationError(
            "This is not a TimelineJS spreadsheet: the columns Year (or Start Date) and Headline are missing."
        )
    for number, row in rows:
        slide = Slide(
            number, row.get("type", "").strip().lower(), plain(row["headline"]), row.get("text", "")
        )
        slide.kind = {"start": "title"}.get(slide.kind, slide.kind)
        slide.media, slide.display, slide.beyond = row.get("media", ""), row.get("display date", ""), row.get(BEYOND, "")  # fmt: skip
        slide.caption, slide.credit = plain(row.get("media caption", "")), plain(row.get("media credit", ""))
        slide.start, slide.end = (
            row.get(f"{end}date", "").strip() or {name: row.get(f"{parts}{name}", "") for name in NAMES}
            for end, parts in (("start ", ""), ("end ", "end "))
        )
        slide.rest = {"time of day": row.get("time", "") or row.get("end time", "")}
        slide.rest |= {name: row.get(name, "") for name in ("media thumbnail", "group", "tag", "background")}
        slide.rest |= {name: cell for name, cell in row.items() if name not in (*COLUMNS, BEYOND)}
        yield slide


def _take(old: OldTimeline, slide: Slide, dates: Dates) -> None:
    """Put a slide where it belongs, and count what is not imported."""
    if slide.kind == "title":
        old.title, old.introduction = slide.headline, plain(slide.text)
        left = {
            **slide.rest,
            "media": slide.media,
            "media caption": slide.caption,
            "media credit": slide.credit,
        }
        left |= {
            "date of the title": slide.start if isinstance(slide.start, str) else _raw(slide.start, "year")
        }
    elif slide.kind == "era":
        _add_era(old, slide, dates)
        left = {**slide.rest, "text of an era": plain(slide.text)}
    else:
        before = len(old.events)
        left = {**slide.rest, **_add(old, slide, dates)}
        for _, record in old.events[before:]:
            record[LEFT_OUT] = left
    if any(_has_time(given) for given in (slide.start, slide.end)):
        left["time of day"] = True
    old.left.update(
        name for name, value in left.items() if (value.strip() if isinstance(value, str) else value)
    )


def _add(old: OldTimeline, slide: Slide, dates: Dates) -> Record:
    """Add the event of a slide; return what is not imported."""
    text = plain(slide.text)
    title = " ".join((slide.headline or text[:150] or slide.caption).split())
    try:
        date = _edtf(slide, dates)
    except (ValidationError, EdtfError) as error:
        old.errors.append((slide.number, title, getattr(error, "messages", [str(error)])[0]))
        return {}
    displayed = _displayed(slide.display, date) if slide.display.strip() else ""
    date = displayed or date
    media = slide.media.strip()
    link = _link(slide.text) or (media if is_web_link(media) else "")
    name = slide.caption or slide.credit or (urlsplit(link).hostname if link else "") or ""
    source = {"url": link, "title": name[:500]} if link else {"title": old.title or "An earlier timeline"}
    cited = {"source": {**source, "kind": Source.Kind.ABSTRACT.value}, "quote": text or title, "date": date}
    record = {"title": title[:200], "date": date, "citations": [cited]}
    old.events.append((slide.number, record))
    left = {"media": media, "display date": "" if displayed else slide.display}
    named = {"media caption": slide.caption, "media credit": slide.credit}
    return left | {column: words for column, words in named.items() if not (link and words == name)}


def _add_era(old: OldTimeline, slide: Slide, dates: Dates) -> None:
    try:
        date = parse_edtf(_edtf(slide, dates)).text
    except (ValidationError, EdtfError) as error:
        old.errors.append((slide.number, slide.headline, getattr(error, "messages", [str(error)])[0]))
    else:
        old.eras.append({"title": slide.headline[:200] or "Untitled", "date": date})


def _edtf(slide: Slide, dates: Dates) -> str:
    if slide.beyond:
        raise ValidationError(
            f"it has more cells than the header has columns (“{slide.beyond[:80]}”): put cells that contain a comma in quotation marks"
        )
    first, last = (
        _point(given, dates, name) for name, given in (("start date", slide.start), ("end date", slide.end))
    )
    if not first:
        raise ValidationError("it has no date: fill in Year or Start Date")
    return f"{first}/{last}" if last and last != first else first


def _displayed(words: str, edtf: str) -> str:
    """The EDTF for a display date that names the same days differently: "summer 2024", "about 1907", "since 2022"."""
    try:
        shown, known = parse_edtf(Dates().read("display date", plain(words))), parse_edtf(edtf)
    except EdtfError:
        return ""
    return shown.text if _ends(shown) == _ends(known) else ""


def _ends(date: Edtf) -> tuple[Any, Any]:
    """The first and the last known day."""
    points = [point for point in (date.start, date.end) if point]
    return points[0].earliest, points[-1].latest


def _point(given: Any, dates: Dates, column: str) -> str:
    """A TimelineJS date as EDTF: a year, perhaps with month and day; "" if there is none."""
    if isinstance(given, int):
        given = str(given)
    if isinstance(given, str):
        if "," not in given or not given.replace(",", "").replace(" ", "").removeprefix("-").isdecimal():
            return dates.read(column, given) if given.strip() else ""
        given = dict(zip(NAMES, given.split(","), strict=False))  # "2012,1,26,10,30" of versions 1 and 2
    if not isinstance(given, dict):
        return ""
    parts = []
    for name in NAMES:
        word = str(given.get(name) if given.get(name) is not None else "").strip()
        word = re.sub(r"(?<=\d)\.0+$", "", word)
        if not word:
            break
        if word.startswith("-"):
            raise ValidationError(f"{name} {word} is before the year 1, where dates here start")
        if not word.isdecimal() or len(word) > 4:
            raise ValidationError(f"{name} “{word[:40]}” is not a number")
        parts.append(int(word))
    if parts and (parts[0] < 1 or any(part > most for part, most in zip(parts[1:], (12, 31), strict=False))):
        raise ValidationError(f"{'-'.join(map(str, parts))} is not a date")
    return "-".join(f"{part:0{4 if n == 0 else 2}}" for n, part in enumerate(parts))


def _has_time(given: Any) -> bool:
    if isinstance(given, dict):
        return any(given.get(name) not in (None, "") for name in TIMES)
    return isinstance(given, str) and any(part.strip(" 0") for part in given.split(",")[3:])


def _dict(given: Any) -> Record:
    return given if isinstance(given, dict) else {}


def _raw(given: Any, name: str) -> str:
    value = given.get(name) if isinstance(given, dict) else ""
    return value if isinstance(value, str) else ""


def _text(given: Any, name: str) -> str:
    return plain(_raw(given, name))


def plain(text: str) -> str:
    """The text of a piece of HTML."""
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
