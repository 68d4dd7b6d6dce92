"""Ingestion spread over workers: batches kept in the database until they are written, and what becomes of those that fail.

The message that a broker carries only names a batch. It may be lost, or delivered many times: the batch goes in the
transaction that writes its articles, so that each is written and counted once, and what is left can be sent again.
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

from .extraction import RULES_VERSION
from .ingest import IngestResult, Progress, ingest_part, seek_days
from .locking import lock_events
from .models import Article, IngestFailure, IngestRun, QueuedBatch, Upload
from .readers import ArticleData, ReadFailure

BATCH = 50  # articles a message: fewer are dearer each, more are lost time when a worker dies
BATCH_CHARACTERS = 2_000_000  # so that no worker holds much more, whatever the articles are like
MOST_TRIES = 5  # begun so often and never ended, a batch is what kills its workers
logger = logging.getLogger(__name__)


class WrittenBefore(Exception):
    """Another worker has written the batch meanwhile."""


def queue_articles(
    inputs: Iterable[ArticleData | ReadFailure],
    *,
    publish: bool,
    progress: Progress | None = None,
    size: int | None = None,
) -> IngestRun:
    """Keep articles as batches of a run and send them to the workers.

    Raises kombu's OperationalError where the broker does not answer; the run is kept, and can be begun again.
    """
    run = IngestRun.objects.create(rules_version=RULES_VERSION, beat_at=timezone.now())
    for items in _batches(inputs, size or BATCH):
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

    A batch that ended none of its workers well is taken apart, and an article that did so alone is given up.
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


def give_up(pk: int, reason: str) -> None:
    """Record the articles of a batch as failed, and keep them where staff can have them tried again."""
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
    """Send what is left of a run once more, whose messages may be lost; gives how many batches are left.

    Where nothing is left, the run ends: its sender may have died before it could say that all was queued.
    """
    IngestRun.objects.filter(pk=run, queued_at=None).update(queued_at=timezone.now())
    keys = list(QueuedBatch.objects.filter(run=run).order_by("pk").values_list("pk", flat=True))
    for pk in keys:
        _send(pk)
    if not keys:
        finish(run)
    return len(keys)


def read_here(run: int) -> bool:
    """Write what is left of a run in this process, without a broker; False if it had ended before."""
    IngestRun.objects.filter(pk=run, queued_at=None).update(queued_at=timezone.now())
    is_left = False
    while batch := QueuedBatch.objects.filter(run=run).order_by("pk").first():
        read_batch(batch.pk)
        is_left = True
    return finish(run) or is_left


def finish(run: int) -> bool:
    """End a run of which nothing is left to do; False if something is, or it has ended before."""
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


def _settle(batch: QueuedBatch, articles: Sequence[dict[str, Any]], told: IngestResult) -> None:
    """In the transaction that writes a batch: see that nobody did before, and keep what failed."""
    if not QueuedBatch.objects.filter(pk=batch.pk).delete()[0]:
        raise WrittenBefore
    failed = {failure.origin for failure in told.failures}
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
    """Not the batch's fault: what is tried again for the database's sake does not count as a worker's death."""
    connection.close()  # it may be the connection that broke
    with suppress(OperationalError, InterfaceError):
        QueuedBatch.objects.filter(pk=pk, tries__gt=0).update(tries=F("tries") - 1)


def _take_apart(batch: QueuedBatch, articles: Sequence[dict[str, Any]]) -> None:
    """Make each article of a batch one of its own, so that the one that kills workers takes no other with it."""
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


def _send(pk: int) -> None:
    from .tasks import ingest_batch  # Celery is only loaded when it is asked for

    ingest_batch.delay(pk)


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
