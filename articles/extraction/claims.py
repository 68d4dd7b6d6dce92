"""Claim: what one passage says happened, when, where and between whom."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class ClaimActor:
    """An actor of a claim: canonical name, kind (person, state, organisation, party), role, and whom it represents."""

    name: str
    kind: str
    role: str = "participant"
    represents: str = ""
    is_known: bool = True

    def as_data(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ACTOR_FIELDS}


ACTOR_FIELDS = tuple(field.name for field in fields(ClaimActor))


@dataclass(frozen=True, slots=True)
class Claim:
    """A finding, not yet stored. Offsets are code points of the article's text, ``end`` exclusive.

    ``edtf`` is the date as the passage gives it. ``basis`` says how: "said" in words that the passage holds,
    "published" where main news without a date takes the article's own, "derived" where it was worked out.
    ``action`` is what distinguishes happenings of one kind ("take" or "leave" office), ``topic`` what it was about.
    """

    start: int
    end: int
    quote: str
    kind: str
    action: str
    edtf: str
    date_words: str
    basis: str
    actors: tuple[ClaimActor, ...]
    place: str
    topic: str
    is_planned: bool
    rule: str
    confidence: float

    def reading(self) -> dict[str, Any]:
        """The machine's reading as plain data, to be kept with the citation; ``from_reading`` takes it back."""
        return {
            "kind": self.kind,
            "action": self.action,
            "basis": self.basis,
            "actors": [actor.as_data() for actor in self.actors],
            "place": self.place,
            "topic": self.topic,
            "is_planned": self.is_planned,
        }
