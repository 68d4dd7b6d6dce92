"""Ingestion by several workers: batches are stored in the database until their articles are written or have failed.

A message of the broker only names a batch. It may be lost, or delivered more than once: a batch is deleted in the
transaction that writes its articles, so that each is written and counted once and the remaining ones can be sent again.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from functools import partial
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone

from articles.extraction import RULES_VERSION
from articles.models import Article, IngestFailure, IngestRun, QueuedBatch, Upload
from articles.readers import ArticleData, ReadFailure
from timeline.record.locking import lock_events

from .asking.readers import default_reader
from .asking.second import RULES
from .run import IngestResult, Progress, ingest_part, seek_days

BATCH = 50  # articles per message: fewer cost more time each, more cost more when a worker dies
ASKED_BATCH = 8  # with a model, which takes many times as long
BATCH_CHARACTERS = 2_000_000  # bounds the memory of a worker
MOST_TRIES = 5  # a batch started so often and never finished is what kills its workers
logger = logging.getLogger(__name__)


class WrittenBefore(Exception):
    """Another worker has written the batch in the meantime."""


def queue_articles(
    inputs: Iterable[ArticleData | ReadFailure],
    *,
    publish: bool,
    progress: Progress | None = None,
    size: int | None = None,
) -> IngestRun:
    """Store articles as batches of a run and send them to the workers.

    Raises kombu's OperationalError if the broker does not answer; the run is stored and can be started again.
    """
    run = IngestRun.objects.create(rules_version=RULES_VERSION, beat_at=timezone.now())
    for items in _batches(inputs, size or (BATCH if default_reader() == RULES else ASKED_BATCH)):
        articles = [item for item in items if isinstance(item, ArticleData)]
        failures = [item for item in items if isinstance(item, ReadFailure)]
        with transaction.atomic():
            batch = _keep(run.pk, [to_message(article) for article in articles], publish=publish)
            IngestFailure.objects.bulk_create(
                IngestFailure(run=run, origin=f.origin[:1000], reason=f.reason[:1000]) for f in failures
            )
            IngestRun.objects.filter(pk=run.pk).update(
                inputs=F("inputs") + len(articles),
                failed=F("failed") + len(failures),
                beat_at=timezone.now(),
            )
        if batch:
            _send(batch.pk)
        for item in items:
            if progress:
                progress(item)
    IngestRun.objects.filter(pk=run.pk).update(queued_at=timezone.now())
    return run


def read_batch(pk: int) -> bool:
    """Write the articles of a batch; False if that was done before.

    A batch whose workers have all died is divided into single articles; a single article of this kind is given up.
    """
    if not QueuedBatch.objects.filter(pk=pk).update(tries=F("tries") + 1):
        return False
    batch = QueuedBatch.objects.select_related("run").filter(pk=pk).first()
    if batch is None:
        return False
    articles = json.loads(batch.articles)
    if batch.tries > MOST_TRIES:
        if len(articles) > 1:
            _take_apart(batch, articles)
        else:
            give_up(pk, f"each of the {MOST_TRIES} workers that began to read it died")
        return True
    data = [from_message(article) for article in articles]
    try:
        ingest_part(data, batch.run, publish=batch.publish, settle=partial(_settle, batch, articles))
    except WrittenBefore:
        return False
    except (OperationalError, InterfaceError):
        _put_back(pk)
        raise
    finish(batch.run_id)
    return True


def out_of_time(pk: int) -> None:
    """Divide a batch whose worker has reached its time limit; give up a single article that takes so long."""
    batch = QueuedBatch.objects.filter(pk=pk).first()
    if batch is None:
        return
    articles = json.loads(batch.articles)
    if len(articles) > 1:
        _take_apart(batch, articles)
    else:
        give_up(pk, "it takes longer to read than a worker may take: split it, or set ARTICLE_SECONDS")


def give_up(pk: int, reason: str) -> None:
    """Record the articles of a batch as failed, so that staff can have them tried again."""
    with transaction.atomic():
        lock_events()
        batch = QueuedBatch.objects.filter(pk=pk).first()
        if batch is None:
            return
        articles = json.loads(batch.articles)
        batch.delete()
        _keep_for_retry(batch.run_id, articles)
        IngestFailure.objects.bulk_create(
            IngestFailure(run_id=batch.run_id, origin=article["origin"][:1000], reason=reason[:1000])
            for article in articles
        )
        IngestRun.objects.filter(pk=batch.run_id).update(
            failed=F("failed") + len(articles),
            articles_read=F("articles_read") + len(articles),
            inputs_read=F("inputs_read") + len(articles),
            beat_at=timezone.now(),
        )
    finish(batch.run_id)


def send_again(run: int) -> int:
    """Send the remaining batches of a run again, in case their messages were lost; returns how many there are.

    If there are none, the run ends: the process that queued it may have died before it could say so.
    """
    IngestRun.objects.filter(pk=run, queued_at=None).update(queued_at=timezone.now())
    keys = list(QueuedBatch.objects.filter(run=run).order_by("pk").values_list("pk", flat=True))
    for pk in keys:
        _send(pk)
    if not keys:
        finish(run)
    return len(keys)


def read_here(run: int) -> bool:
    """Write the remaining batches of a run in this process, without a broker; False if it had ended before."""
    IngestRun.objects.filter(pk=run, queued_at=None).update(queued_at=timezone.now())
    is_left = False
    while batch := QueuedBatch.objects.filter(run=run).order_by("pk").first():
        read_batch(batch.pk)
        is_left = True
    return finish(run) or is_left


def finish(run: int) -> bool:
    """End a run without remaining batches; False if there are any, or if it has ended before."""
    ended = IngestRun.objects.filter(pk=run, queued_at__isnull=False, batches=None, finished_at=None)
    record = ended.first()
    if record is None:
        return False
    if Article.objects.filter(day_sought=True).exists():
        seek_days(record)
    return bool(ended.update(finished_at=timezone.now(), stopped_because=""))


def to_message(article: ArticleData) -> dict[str, Any]:
    return {**asdict(article), "published": article.published.isoformat() if article.published else None}


def from_message(message: dict[str, Any]) -> ArticleData:
    published = message["published"]
    return ArticleData(**{**message, "published": date.fromisoformat(published) if published else None})


def _settle(batch: QueuedBatch, articles: Sequence[dict[str, Any]], result: IngestResult) -> None:
    """In the transaction that writes a batch, check that it was not written before, and record what failed."""
    if not QueuedBatch.objects.filter(pk=batch.pk).delete()[0]:
        raise WrittenBefore
    failed = {failure.origin for failure in result.failures}
    _keep_for_retry(batch.run_id, [article for article in articles if article["origin"] in failed])
    IngestRun.objects.filter(pk=batch.run_id).update(inputs_read=F("inputs_read") + len(articles))


def _keep_for_retry(run: int, articles: Iterable[dict[str, Any]]) -> None:
    Upload.objects.bulk_create(
        Upload(
            run_id=run,
            name=article["origin"][:1000],
            content=json.dumps(article).encode(),
            origin=article["origin"][:1000],
            is_article=True,
        )
        for article in articles
    )


def _put_back(pk: int) -> None:
    """Uncount a try that failed because of the database, so that it does not count as a worker's death."""
    connection.close()  # the connection itself may be broken
    with suppress(OperationalError, InterfaceError):
        QueuedBatch.objects.filter(pk=pk, tries__gt=0).update(tries=F("tries") - 1)


def _take_apart(batch: QueuedBatch, articles: Sequence[dict[str, Any]]) -> None:
    """Make a batch of each article, so that one that kills workers does not affect the others."""
    with transaction.atomic():
        if not QueuedBatch.objects.filter(pk=batch.pk).delete()[0]:
            return
        parts = [_keep(batch.run_id, [article], publish=batch.publish) for article in articles]
    for part in parts:
        if part:
            _send(part.pk)


def _keep(run: int, articles: Sequence[dict[str, Any]], *, publish: bool) -> QueuedBatch | None:
    if not articles:
        return None
    return QueuedBatch.objects.create(run_id=run, articles=json.dumps(articles), publish=publish)


def send_task(name: str, pk: int) -> None:
    """Send a task of ``articles.tasks`` to the workers, by its name because that module imports this one.

    Raises kombu's OperationalError if the broker cannot be reached.
    """
    from config.celery import app  # Celery takes time to load

    app.send_task(f"articles.tasks.{name}", [pk])


def _send(pk: int) -> None:
    send_task("ingest_batch", pk)


def _batches(
    inputs: Iterable[ArticleData | ReadFailure], most: int
) -> Iterator[list[ArticleData | ReadFailure]]:
    batch: list[ArticleData | ReadFailure] = []
    size = 0
    for item in inputs:
        batch.append(item)
        size += len(item.text) if isinstance(item, ArticleData) else 0
        if len(batch) >= most or size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
