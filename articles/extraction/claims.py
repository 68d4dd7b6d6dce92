"""Claims: what one passage says happened, when, where and between whom."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class ClaimActor:
    """An actor of a claim: canonical name, kind (person, state, organisation, party), role, and the state or body represented."""

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

    ``edtf`` is the reported date. ``basis`` is "said" if the passage gives it in words, "published" if undated main news has
    the article's own date, "derived" if it was worked out from another date. ``action`` distinguishes happenings of one
    kind ("take" or "leave" office), ``topic`` is what it was about. ``titles`` are pairs of language and title, that of
    the article first; ``title_basis``, ``clause`` and ``parts`` are explained in wording.py.

    ``read_by`` says who found it: "rules", "model" or "both". ``group`` numbers the events of one answer of a model, so that
    no two of them are taken for one; ``marks`` are codes of what a curator should check; ``reader`` names the model and
    the version of the request.
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
    title_basis: str = "rule"
    titles: tuple[tuple[str, str], ...] = ()
    clause: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    read_by: str = "rules"
    group: int = 0
    marks: tuple[str, ...] = ()
    reader: str = ""

    def reading(self) -> dict[str, Any]:
        """The reading as plain data, to be stored with the citation."""
        return {
            "kind": self.kind,
            "action": self.action,
            "basis": self.basis,
            "actors": [actor.as_data() for actor in self.actors],
            "place": self.place,
            "topic": self.topic,
            "is_planned": self.is_planned,
            "title_basis": self.title_basis,
            "titles": [list(title) for title in self.titles],
            "clause": self.clause,
            "parts": [list(part) for part in self.parts],
            **self._of_a_model(),
        }

    def _of_a_model(self) -> dict[str, Any]:
        """The fields that only a model's reading has."""
        if self.read_by == "rules":
            return {}
        return {
            "read_by": self.read_by,
            "group": self.group,
            "marks": list(self.marks),
            "reader": self.reader,
        }


@dataclass(frozen=True, slots=True)
class LostSentence:
    """A sentence in which a rule failed, and the error; offsets as in claims."""

    start: int
    end: int
    quote: str
    error: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """The claims of a text, and the sentences that were lost because a rule failed."""

    claims: list[Claim]
    lost: list[LostSentence]
