"""Gold files: what a careful reader found in some articles. docs/evaluation.md describes the format."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from timeline.dates import parse_edtf

GOLD_NAMES = ("events.jsonl", "gold.jsonl")


class GoldError(Exception):
    """A gold file cannot be used; the message names the line and the remedy."""


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """An annotated event: accepted dates and kinds, the actors who must be named, and where the article reports it.

    ``at`` are code points [start, end) of the article's text. An event that is not ``needed`` may be proposed but is not
    required.
    """

    doc: str
    about: str
    edtf: tuple[str, ...]
    kinds: frozenset[str]
    actors: tuple[frozenset[str], ...]
    at: tuple[tuple[int, int], ...]
    needed: bool
    planned: bool | None


def find_gold(folder: Path) -> Path:
    """The gold file of a folder of articles; raises GoldError if there is none."""
    found = next((folder / name for name in GOLD_NAMES if (folder / name).is_file()), None)
    if found is None:
        raise GoldError(f"{folder} contains no gold file: name one with --gold, or put {GOLD_NAMES[0]} there")
    return found


def load_gold(path: Path, texts: Mapping[str, str]) -> list[GoldEvent]:
    """The annotated events of a gold file; ``texts`` are those of the articles by name. Raises GoldError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path} cannot be read: {error}") from None
    events: list[GoldEvent] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            events.extend(_events(json.loads(line), texts))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            reason = f"{error} is missing" if isinstance(error, KeyError) else str(error)
            raise GoldError(f"{path}, line {number}: {reason}") from None
    if not events:
        raise GoldError(f"{path} contains no events")
    return events


def _events(row: dict[str, Any], texts: Mapping[str, str]) -> list[GoldEvent]:
    doc = row["doc"]
    if doc not in texts:
        raise ValueError(f"there is no article {doc!r} in the folder")
    return [_event(doc, event, texts[doc]) for event in row["events"]]


def _event(doc: str, row: dict[str, Any], text: str) -> GoldEvent:
    about = row.get("about", "")
    for edtf in row["edtf"]:
        parse_edtf(edtf)
    return GoldEvent(
        doc=doc,
        about=about,
        edtf=tuple(row["edtf"]),
        kinds=frozenset(row.get("kind", ())),
        actors=tuple(frozenset(name.casefold() for name in names) for names in row.get("actors", ())),
        at=tuple(_spans(row, text, about)),
        needed=row.get("need", True),
        planned=row.get("planned"),
    )


def _spans(row: dict[str, Any], text: str, about: str) -> list[tuple[int, int]]:
    """Where the event is reported: as offsets in ``at``, or as words of the article in ``quotes``."""
    spans = [(start, end) for start, end in row.get("at", ())]
    for quote in row.get("quotes", ()):
        start = text.find(quote)
        if start < 0:
            raise ValueError(f"{about or 'an event'}: the article does not contain {quote!r}")
        spans.append((start, start + len(quote)))
    if not spans:
        raise ValueError(f"{about or 'an event'}: give 'at' or 'quotes' to show where the article reports it")
    if bad := next((s for s in spans if not 0 <= s[0] < s[1] <= len(text)), None):
        raise ValueError(
            f"{about or 'an event'}: {list(bad)} is outside the article's {len(text)} characters"
        )
    return spans
