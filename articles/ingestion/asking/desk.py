"""Ask a model for a curator: about the day of an article, or about a name. Answers are proposals."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic

from articles.extraction.model.answer import AnswerError
from articles.extraction.model.desk import (
    ProposedDay,
    ProposedName,
    day_request,
    name_request,
    read_day,
    read_name,
)
from articles.ingestion.gazetteer import load_gazetteer
from articles.models import Article
from timeline.models import Actor, Citation

from .endpoint import AskError, Endpoint, ask

PATIENCE = 25.0  # seconds that a page may wait, for all tries together
MOST_KNOWN = 60  # names among which a model may choose


def is_askable() -> bool:
    return Endpoint.from_settings() is not None


def propose_day(article: Article) -> ProposedDay | None:
    """The day that a model finds in the words of an article; None if they do not support one. Raises AskError."""
    body = _ask(day_request(article.text))
    try:
        return read_day(body, article.text, article.source.language, load_gazetteer())
    except AnswerError as error:
        raise AskError(str(error)) from None


def propose_name(name: Actor, citation: Citation) -> ProposedName:
    """Who or what a model says a name is. Raises AskError."""
    known = _alike(name)
    body = _ask(name_request(name.name, citation.quote, known))
    try:
        return read_name(body, known)
    except AnswerError as error:
        raise AskError(str(error)) from None


def _ask(body: dict) -> dict:
    endpoint = Endpoint.from_settings()
    if endpoint is None:
        raise AskError("no model is set (docs/models.md)")
    quick = replace(endpoint, timeout=min(endpoint.timeout, PATIENCE), stream=False)
    return ask(quick, body, until=monotonic() + PATIENCE).body


def _alike(name: Actor) -> list[str]:
    """Known actors who may have this name: those in the same events, and those with a word of it in their names."""
    confirmed = Actor.objects.filter(is_proposed=False)
    beside = confirmed.filter(participations__event__in=name.participations.values("event")).distinct()
    found = list(beside.order_by("name").values_list("name", flat=True)[: MOST_KNOWN // 2])
    for word in [w for w in name.name.split() if len(w) > 3][:3]:
        found += confirmed.filter(name__icontains=word).order_by("name").values_list("name", flat=True)[:10]
    return list(dict.fromkeys(found))[:MOST_KNOWN]
