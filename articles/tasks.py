"""Ingestion on a worker: the texts travel with the task, so that a worker needs no access to the sender's files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from itertools import islice
from typing import Any

from config.celery import app

from . import intake
from .ingest import Options, ingest
from .readers import ArticleData, ReadFailure

BATCH = 20  # articles a task


@app.task(acks_late=True)
def read_run(pk: int) -> bool:
    """Read what staff handed in; delivered twice, the second finds it taken or done."""
    return intake.read_run(pk)


@app.task(acks_late=True)
def ingest_articles(articles: list[dict[str, Any]], *, publish: bool) -> str:
    """Ingest one batch; delivered twice, it changes nothing the second time."""
    return str(ingest(map(_from_message, articles), Options(publish=publish)))


def queue_articles(
    inputs: Iterable[ArticleData | ReadFailure], *, publish: bool
) -> tuple[int, list[ReadFailure]]:
    """Send articles to the workers; gives how many were sent, and the inputs that could not be read."""
    sent, failures = 0, []
    iterator = iter(inputs)
    while batch := list(islice(iterator, BATCH)):
        failures += [item for item in batch if isinstance(item, ReadFailure)]
        articles = [_to_message(item) for item in batch if isinstance(item, ArticleData)]
        if articles:
            ingest_articles.delay(articles, publish=publish)
            sent += len(articles)
    return sent, failures


def _to_message(article: ArticleData) -> dict[str, Any]:
    return {**asdict(article), "published": article.published.isoformat() if article.published else None}


def _from_message(message: dict[str, Any]) -> ArticleData:
    published = message["published"]
    return ArticleData(**{**message, "published": date.fromisoformat(published) if published else None})
