"""Read a model's answer: what the article supports becomes claims, the rest is dropped and counted with the reason.

A model may find, classify and word; it may not testify. So a passage must be in the article letter by letter, its date
is the one that our own finder reads in words of the article, and the actors must be named there.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from articles.extraction.claims import Claim
from articles.extraction.gazetteer import Gazetteer, shipped_gazetteer
from articles.extraction.reported import ANY_ACTION
from timeline.clean_text import fit
from timeline.dates import parse_edtf

from .dating import Dated, Ungrounded, date_of
from .material import Material
from .naming import ground_actors
from .passages import Printed, Span, plain
from .request import KINDS, title_languages
from .wording import TitleEvidence, extract_of, fault_of, tidy

MOST_EVENTS = 120  # of one answer; a model that gives more repeats itself
MOST_PASSAGES = 4
LEAST_PASSAGE, MOST_PASSAGE = 8, 600  # characters; half as many for Korean and Japanese
SURE, LESS_SURE = 0.9, 0.6
THOUGHT = re.compile(r"\A\s*<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)
FENCED = re.compile(r"```(?:json)?\s*(\{.*\})\s*```", re.DOTALL)


class AnswerError(Exception):
    """An answer that cannot be used at all; the message says why, in the same words for the same cause."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """An event of the model that the article does not support."""

    reason: str
    title: str
    passage: str


@dataclass(slots=True)
class Answered:
    """The result of an answer: its claims, what was dropped and why, and the corrections made, counted by kind."""

    claims: list[Claim] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    mended: Counter[str] = field(default_factory=Counter)

    @property
    def offered(self) -> int:
        return len({claim.group for claim in self.claims}) + len(self.dropped)


def read_answer(
    answer: str | dict[str, Any] | Sequence[str | dict[str, Any]],
    text: str,
    published: date | None,
    language: str = "en",
    *,
    gazetteer: Gazetteer | None = None,
    titles: Sequence[str] = (),
    reader: str = "",
    asked_on: date | None = None,
    witnesses: Sequence[Claim] = (),
    before_each: Callable[[], None] = lambda: None,
) -> Answered:
    """The claims of an answer about this text, each supported by it.

    ``answer`` is the text of the answer, a chat completion as the server sends it, or the object in it; or a list of these
    for a text sent in parts, whose duplicates are joined. ``reader`` names the model and the version of the request.
    ``asked_on`` is the day of publication given to the model, if that was a different one. ``witnesses`` are the claims of
    the rules. ``before_each`` is called before each event; what it raises is passed on. Raises AnswerError for an answer
    that is cut short, refused, empty, not JSON, or JSON of another structure. A single event of another structure is
    dropped alone.
    """
    code = language.partition("-")[0]
    material = Material(text, published, code, gazetteer or shipped_gazetteer(), witnesses, asked_on)
    languages = title_languages(language, titles)
    parts = [answer] if isinstance(answer, str | dict) else list(answer)
    answered = Answered()
    for part, rows in enumerate([events_of(one)[:MOST_EVENTS] for one in parts]):
        for number, row in enumerate(rows, 1 + part * MOST_EVENTS):
            before_each()
            try:
                answered.claims += _claims(material, row, number, languages, reader, answered.mended)
            except Ungrounded as error:
                answered.dropped.append(Dropped(str(error), _shown_title(row), _shown_passage(row)))
    return _without_twins(answered)


def events_of(answer: str | dict[str, Any]) -> list[Any]:
    """The events in an answer, unchecked. Raises AnswerError."""
    given = answer if isinstance(answer, dict) and "events" in answer else json_of(content_of(answer))
    events = given.get("events") if isinstance(given, dict) else None
    if not isinstance(events, list):
        raise AnswerError("the answer is JSON of another shape")
    return events


def content_of(answer: str | dict[str, Any]) -> str:
    """The text of an answer, which may be a chat completion. Raises AnswerError."""
    if isinstance(answer, str):
        return answer
    try:
        choice = answer["choices"][0]
        message = choice["message"]
        refusal, content = message.get("refusal"), message.get("content")
        finished = choice.get("finish_reason")
    except (KeyError, IndexError, TypeError, AttributeError):
        raise AnswerError("the answer is not a chat completion") from None
    if refusal or finished == "content_filter":
        raise AnswerError("the model refused to answer")
    if finished == "length":
        raise AnswerError("the answer was cut short")
    if isinstance(content, list):  # some servers send it in parts
        content = "".join(part.get("text", "") for part in content if isinstance(part, dict))
    if not isinstance(content, str) or not content.strip():
        raise AnswerError("the answer is empty")
    return content


def json_of(content: str) -> Any:
    """The JSON in an answer, also behind a model's thoughts or in a fenced block."""
    words = THOUGHT.sub("", content).strip()
    if not words:
        raise AnswerError("the answer is empty")
    if fenced := FENCED.search(words):
        words = fenced[1]
    try:
        return json.loads(words)
    except (ValueError, RecursionError):
        raise AnswerError("the answer is not JSON") from None


def _claims(
    material: Material, row: Any, number: int, languages: Sequence[str], reader: str, mended: Counter[str]
) -> list[Claim]:
    """The claims of one event: one for its passage, and one for the words that date it if these are elsewhere. Raises
    Ungrounded."""
    if not isinstance(row, dict):
        raise Ungrounded("it has another shape")
    passages = _passages(material, row.get("passages"))
    kind = _kind(row.get("kind"))
    dated = date_of(material, passages, _text(row.get("date_words")), _text(row.get("edtf")), kind or "other")
    given = row.get("actors")
    named = ground_actors(material, given if isinstance(given, list) else ())
    evidence = TitleEvidence(material, passages, named.actors, named.heard)
    titles, basis, faults = _worded(evidence, row.get("title"), languages, dated.edtf)
    marks = _marks(dated, kind, faults, named.refused)
    mended.update(mark.partition(":")[0] for mark in marks)
    first = passages[0]
    claim = Claim(
        start=first.start,
        end=first.end,
        quote=material.text[first.start : first.end],
        kind=kind or "other",
        action=ANY_ACTION,
        edtf=dated.edtf,
        date_words=dated.words if not dated.at or first.meets(dated.at) else "",
        basis="published" if dated.is_news else "said",
        actors=tuple(named.actors),
        place=_place(material, row.get("place")),
        topic=dict(titles).get("en") or titles[0][1],
        is_planned=_is_planned(row, dated.edtf, material.published),
        rule="model",
        confidence=LESS_SURE if marks or dated.is_news else SURE,
        read_by="model",
        title_basis=basis,
        titles=titles,
        group=number,
        marks=marks,
        reader=reader,
    )
    return _with_date_cited(material, claim, dated, passages)


def _with_date_cited(material: Material, claim: Claim, dated: Dated, passages: Sequence[Span]) -> list[Claim]:
    """The claim, and if the words that date it are elsewhere, another one for these."""
    if dated.at is None or passages[0].meets(dated.at):
        return [claim]
    at = next((p for p in passages if p.meets(dated.at)), None) or material.sentence_of(dated.at)
    words = material.text[at.start : at.end]
    return [claim, replace(claim, start=at.start, end=at.end, quote=words, date_words=dated.words)]


def _passages(material: Material, given: Any) -> list[Span]:
    """The positions of the passages that are in the text. Raises Ungrounded if none is."""
    rows = [given] if isinstance(given, str) else given if isinstance(given, list) else []
    found: list[Span] = []
    for row in rows[:MOST_PASSAGES]:
        words = _text(row)
        least = LEAST_PASSAGE if words.isascii() else LEAST_PASSAGE // 2
        if not least <= len(words) <= MOST_PASSAGE:
            continue
        span = material.printed.find(words)
        if span and not any(span.meets(other) for other in found):
            found.append(span)
    if not found:
        raise Ungrounded(_why_none(material, rows))
    return found


def _why_none(material: Material, rows: Sequence[Any]) -> str:
    if not rows:
        return "it gives no passage"
    ordered = Printed(material.text) if material.text != material.evidence else None
    if ordered and any(ordered.find(_text(row)) for row in rows[:MOST_PASSAGES]):
        return "its passage stands where the article orders a machine about"
    return "no passage of it stands in the article"


def _text(value: Any) -> str:
    return fit(value).strip() if isinstance(value, str) else ""


def _kind(value: Any) -> str:
    kind = _text(value).casefold()
    return kind if kind in KINDS else ""


def _place(material: Material, value: Any) -> str:
    """The place, if the article names it; of a place with a larger one around it, the parts that the article names."""
    place = " ".join(_text(value).split())[:120]
    while place:
        if (
            material.gazetteer.by_name.get(place) and _is_mentioned(material, place)
        ) or material.printed.find(place):
            return place
        place = place.rpartition(",")[0].strip()
    return ""


def _is_mentioned(material: Material, name: str) -> bool:
    actor = material.gazetteer.by_name[name]
    return any(m.actor.name == actor.name for m in material.mentions)


def _is_planned(row: dict[str, Any], edtf: str, published: date | None) -> bool:
    said = row.get("planned") is True
    if published is None:
        return said
    when = parse_edtf(edtf)
    return when.earliest > published or (said and when.latest >= published)


def _titles(
    evidence: TitleEvidence, given: Any, languages: Sequence[str]
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """The titles that the passages support, the article's language first; and what is wrong with the others.

    Without one in the article's own language there are none: the others are translations of it.
    """
    rows = {languages[0]: given} if isinstance(given, str) else given if isinstance(given, dict) else {}
    kept: list[tuple[str, str]] = []
    faults: list[str] = []
    for language in languages:
        title = tidy(rows.get(language))
        fault = fault_of(title, language, evidence) if title else "there is none"
        if fault:
            faults.append(f"{language}: {fault}")
        else:
            kept.append((language, title))
    if not kept or kept[0][0] != languages[0]:
        return (), tuple(faults)
    return tuple(kept), tuple(faults)


def _worded(
    evidence: TitleEvidence, given: Any, languages: Sequence[str], edtf: str
) -> tuple[tuple[tuple[str, str], ...], str, tuple[str, ...]]:
    """The titles, their basis, and what is wrong with those of the model that were replaced."""
    titles, faults = _titles(evidence, given, languages)
    if titles:
        return titles, "model", ()
    return *_in_own_words(evidence.material, evidence.passages[0], edtf, languages[0]), faults


def _in_own_words(
    material: Material, passage: Span, edtf: str, language: str
) -> tuple[tuple[tuple[str, str], ...], str]:
    """The title in place of the model's: that of the rules for the same passage and date, else the passage's own words."""
    for claim in material.witnesses:
        if claim.titles and claim.edtf == edtf and passage.meets(Span(claim.start, claim.end)):
            return claim.titles, claim.title_basis
    return ((language, extract_of(material, passage)),), "extract"


def _marks(dated: Dated, kind: str, faults: Iterable[str], unnamed: int) -> tuple[str, ...]:
    """Codes for what a curator should check, with what the model gave after a colon."""
    marks = []
    if dated.differs:
        marks.append(f"date-differs:{dated.differs[:50]}")
    if dated.is_elsewhere:
        marks.append("date-elsewhere")
    if not kind:
        marks.append("kind-unknown")
    marks += [f"title-replaced:{fault}" for fault in list(faults)[:1]]
    if unnamed:
        marks.append(f"actors-unnamed:{unnamed}")
    return tuple(marks)


def _without_twins(answered: Answered) -> Answered:
    """Join the same event if an answer, or two answers about overlapping parts, give it twice."""
    by_group: dict[int, list[Claim]] = {}
    for claim in answered.claims:
        by_group.setdefault(claim.group, []).append(claim)
    first_claims: list[Claim] = []  # the first claim of each event
    for group, claims in list(by_group.items()):
        if any(_is_twin(claims[0], other) for other in first_claims):
            answered.mended["repeated"] += 1
            del by_group[group]
        else:
            first_claims.append(claims[0])
    kept = [claim for claims in by_group.values() for claim in claims]
    answered.claims = sorted(kept, key=lambda c: (c.start, c.end, c.group))
    return answered


def _is_twin(one: Claim, two: Claim) -> bool:
    if (one.kind, one.edtf) != (two.kind, two.edtf):
        return False
    is_other_part = (one.group - 1) // MOST_EVENTS != (two.group - 1) // MOST_EVENTS
    return (one.start, one.end) == (two.start, two.end) or (
        is_other_part and one.start < two.end and two.start < one.end
    )


def _shown_title(row: Any) -> str:
    title = row.get("title") if isinstance(row, dict) else None
    values = title.values() if isinstance(title, dict) else [title]
    return next((plain(fit(v))[:120] for v in values if isinstance(v, str) and v.strip()), "")


def _shown_passage(row: Any) -> str:
    passages = row.get("passages") if isinstance(row, dict) else None
    first = passages[0] if isinstance(passages, list) and passages else passages
    return plain(fit(first))[:200] if isinstance(first, str) else ""
