"""A timeline read as a story: a walk of few events, each with a sentence and one passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from timeline.models import Event, Step
from timeline.wording import worded

from .sections import Section, best, shares

STEPS = 12  # of a story that no curator has put together
FEWEST = 3  # events of which a story can be told


@dataclass(frozen=True, slots=True)
class Stop:
    """One step of a story: its event, what leads to it, and the stretch of time in which it lies."""

    event: int  # key
    sentence: str
    title: str  # of the chapter
    is_curated: bool


def stops(
    steps: Sequence[Step], sections: Sequence[Section], summaries: dict[str, str], language: str
) -> list[Stop]:
    """The curator's steps; with none, the events of each stretch that matter most, the first told by its chapter's summary."""
    if steps:
        return [
            Stop(s.event_id, worded(s, "sentence", language), _title_of(s.event, sections), True)
            for s in steps
        ]
    found = []
    rooms = shares([len(section.rows) for section in sections], STEPS)
    for section, room in zip(sections, rooms, strict=True):
        chosen = best([row.event for row in section.rows], room)
        for number, event in enumerate(chosen):
            sentence = event.summary or ("" if number else summaries.get(section.span.title, ""))
            found.append(Stop(event.pk, sentence, section.span.title, False))
    return found


def _title_of(event: Event, sections: Sequence[Section]) -> str:
    fits = (s.span.title for s in sections if s.span.first <= event.earliest <= s.span.last)
    return next(fits, "")
