"""The readers of an ingestion: the rules, a model, or both; and notes on the model's reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings

from articles.extraction.model import request_version
from articles.models import Article, IngestRun, ModelNote

from .asker import Asker, Text
from .endpoint import Endpoint
from .kept import name_of_reader
from .results import Results, article_name
from .second import BOTH, RULES, Second, Wanted

if TYPE_CHECKING:
    from articles.ingestion.results import Options


def default_reader(answers: Results | None = None) -> str:
    """The reader in the settings; else both if there is a model or its answers, and the rules if there is none."""
    return settings.READER or (BOTH if answers or Endpoint.from_settings() else RULES)


class Readers:
    """The readers of an ingestion."""

    def __init__(self, options: Options, run: IngestRun | None = None):
        self.reader = options.reader or default_reader(options.answers)
        self.is_asked_for = bool(options.reader)
        self.asker = Asker(
            endpoint=Endpoint.from_settings(),
            results=options.answers,
            most_tokens=settings.MODEL_BUDGET if options.most_tokens is None else options.most_tokens,
            again=options.ask_again,
            is_quiet=options.dry_run,
            watch=options.watch,
            spent=run.tokens if run else 0,
            most_seconds=options.most_seconds,
        )
        self.tokens_reported = 0

    def has_read(self, read_by: str, reader: str) -> bool:
        """Whether an article with these readers need not be read again.

        If the rules are the default, any reading will do; if answers are to be renewed, only one by the same model and
        version will, and none if the answers come from a file."""
        if self.reader == RULES:
            return read_by == RULES or not self.is_asked_for
        if self.asker.again:
            endpoint = self.asker.endpoint if self.asker.results is None else None
            return endpoint is not None and reader == name_of_reader(endpoint.model, request_version())
        return read_by == self.reader

    def wanted(self, texts: Sequence[tuple[str, str, date | None, str]]) -> list[Wanted | None]:
        """The model's answers about these articles, given with their origins; None for each if only the rules read."""
        if self.reader == RULES:
            return [None] * len(texts)
        asked = self.asker.answers([Text(article_name(origin), *rest) for origin, *rest in texts])
        return [Wanted(self.reader, one) for one in asked]

    def tokens(self) -> int:
        """The tokens used since the last call."""
        new = self.asker.tally.tokens - self.tokens_reported
        self.tokens_reported += new
        return new


def wanted_again(articles: Sequence[Article]) -> list[Wanted | None]:
    """For stored articles that are read again: the model's stored answers about those it has read, without new requests."""
    asker = Asker(endpoint=Endpoint.from_settings(), is_quiet=True)
    read = [a for a in articles if a.read_by != RULES]
    texts = [Text("", a.text, a.source.published, a.source.language) for a in read]
    answers = dict(zip([a.pk for a in read], asker.answers(texts), strict=True))
    return [Wanted(a.read_by, answers[a.pk]) if a.pk in answers else None for a in articles]


def note(read: Iterable[tuple[Article, Second]], run: IngestRun | None) -> None:
    """Store what was dropped of the model's answers about saved articles, replacing earlier notes."""
    pairs = list(read)
    ModelNote.objects.filter(article__in=[article.pk for article, _ in pairs]).delete()
    ModelNote.objects.bulk_create(
        ModelNote(
            run=run,
            article=article,
            reason=reason[:300],
            title=title[:200],
            passage=passage[:300],
            is_fault=is_fault,
        )
        for article, second in pairs
        for reason, title, passage, is_fault in _notes(second)
    )


def _notes(second: Second) -> Iterable[tuple[str, str, str, bool]]:
    if second.fault:
        yield second.fault, "", "", True
    for dropped in second.dropped:
        yield dropped.reason, dropped.title, dropped.passage, False
