"""The second reading of an article: a model's, in addition to the rules' or instead of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from articles.extraction import Claim
from articles.extraction.gazetteer import Gazetteer
from articles.extraction.model import Dropped, read_answer
from articles.extraction.model.answer import AnswerError
from articles.extraction.model.both import join_readings

from .asker import Asked

RULES, MODEL, BOTH = "rules", "model", "both"
READERS = (RULES, MODEL, BOTH)


@dataclass(frozen=True, slots=True)
class Second:
    """Who has read an article, how many of the model's events were kept and which were dropped; or why the model did not read."""

    read_by: str = RULES
    reader: str = ""
    kept: int = 0
    dropped: tuple[Dropped, ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request that a model read an article too, alone or with the rules, and its answers."""

    reader: str
    asked: Asked


def read_also(
    by_rules: Sequence[Claim],
    wanted: Wanted,
    text: str,
    published: date | None,
    language: str,
    gazetteer: Gazetteer,
    check: Callable[[], None],
) -> tuple[list[Claim], Second]:
    """The claims of the chosen readers; of the rules alone if there is no usable answer."""
    asked = wanted.asked
    if asked.fault:
        return list(by_rules), Second(fault=asked.fault)
    try:
        answered = read_answer(
            asked.answers,
            text,
            published,
            language,
            gazetteer=gazetteer,
            titles=settings.MODEL_TITLES,
            reader=asked.reader,
            asked_on=asked.asked_on,
            witnesses=by_rules,
            before_each=check,
        )
    except AnswerError as error:
        return list(by_rules), Second(fault=str(error))
    claims = join_readings(by_rules, answered.claims) if wanted.reader == BOTH else answered.claims
    kept = len({claim.group for claim in answered.claims})
    return claims, Second(wanted.reader, asked.reader, kept, tuple(answered.dropped))
