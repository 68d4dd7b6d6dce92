"""The layout of cards for link previews: titles and passages in whole lines, landmarks in two columns."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import Any

from timeline.models import Citation, Event
from timeline.reading.lettering import wrap
from timeline.reading.short_dates import in_short
from timeline.wording import worded

SIZE = (1200, 630)  # pixels, what the large networks ask for
SIDE = 60.0
ROOM = SIZE[0] - 2 * SIDE
TITLE_SIZES = (58.0, 48.0, 40.0, 32.0, 26.0)
PASSAGE_SIZES = (40.0, 34.0, 29.0, 24.0)
LANDMARKS = 6
PICTURE_ROOM, PICTURE_TOP = (360.0, 310.0), 96.0  # pixels that a picture may take, and where it begins

Piece = tuple[str, bool]  # some words, and whether they are date words


def set_title(
    text: str, sizes: tuple[float, ...] = TITLE_SIZES, most: int = 3, room: float = ROOM
) -> dict[str, Any]:
    """A whole title in lines, at the largest size at which it takes no more than ``most`` lines."""
    for size in sizes:
        lines = wrap(text, room, size)
        if len(lines) <= most:
            break
    return {
        "size": size,
        "lines": [(round(96 + size * (0.9 + 1.16 * n)), line) for n, line in enumerate(lines)],
    }


def set_passage(passage: Citation, top: float, bottom: float, room: float = ROOM) -> dict[str, Any]:
    """A passage between two heights, at the largest size at which it fits, with its date words marked.

    If it does not fit at the smallest size, its beginning is shown, with an ellipsis.
    """
    text = " ".join(passage.quote.split())
    if not passage.source.is_paraphrased:
        text = f"“{text}”"
    for size in PASSAGE_SIZES:
        lines, most = wrap(text, room, size), int((bottom - top) // (size * 1.32))
        if len(lines) <= most:
            break
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]}…"]
    rows = [
        (round(top + size * (1 + 1.32 * n)), pieces)
        for n, pieces in enumerate(_marked(lines, passage.date_words))
    ]
    return {"passage_size": size, "passage": rows}


def _marked(lines: list[str], words: str) -> list[list[Piece]]:
    """The lines in pieces, those with date words apart, also where date words continue on the next line."""
    whole, breaks = "", []
    for line in lines:
        breaks.append(len(whole))
        whole += f"{line} "
    pattern = r"\s*".join(re.escape(part) for part in words.split()) if words.strip() else r"(?!)"
    found = re.search(pattern, whole)
    first, last = found.span() if found else (0, 0)
    rows = []
    for start, line in zip(breaks, lines, strict=True):
        a, b = (min(max(edge - start, 0), len(line)) for edge in (first, last))
        rows.append(
            [piece for piece in ((line[:a], False), (line[a:b], True), (line[b:], False)) if piece[0]]
        )
    return rows


def set_picture(event: Event, pixels: bytes) -> dict[str, Any]:
    """An event's picture at the right, above the ribbon, inside the drawing itself; and its credit below it."""
    width = min(PICTURE_ROOM[0], PICTURE_ROOM[1] * event.picture_width / event.picture_height)
    height = width * event.picture_height / event.picture_width
    return {
        "picture": f"data:image/jpeg;base64,{b64encode(pixels).decode()}",
        "picture_box": (SIZE[0] - SIDE - width, PICTURE_TOP, width, height),
        "credit": [
            (round(PICTURE_TOP + height + 20 + 18 * n), line)
            for n, line in enumerate(wrap(event.picture_credit, width, 14))
        ],
    }


def set_chapters(titles: list[str]) -> dict[str, Any]:
    """The chapters in one line, in order; empty if they do not fit, since the ribbon shows them too."""
    text = " · ".join(titles)
    size = next((s for s in (20, 18, 16, 14) if len(wrap(text, ROOM, s)) == 1), 0)
    return {"chapters": text, "chapters_size": size} if text and size else {}


def landmarks(events: list[Event], language: str) -> list[tuple[float, int, str, str, int]]:
    """The events that matter most in two columns: for each its position, its date, and its title in one line."""
    chosen = sorted(events, key=lambda e: (-e.significance, e.earliest, e.pk))[:LANDMARKS]
    chosen.sort(key=lambda e: (e.earliest, e.pk))
    half = -(-len(chosen) // 2)
    found = []
    for n, event in enumerate(chosen):
        x, y = SIDE + (n // half) * (ROOM / 2 + 10), 466 + (n % half) * 42
        title = worded(event, "title", language)
        size = next((s for s in (22, 20, 18, 16, 14) if len(wrap(title, ROOM / 2 - 190, s)) == 1), 12)
        found.append((x, y, in_short(event.edtf, language), title, size))
    return found
