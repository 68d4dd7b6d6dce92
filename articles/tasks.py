"""The tasks of the Celery workers: one batch of queued articles, or everything staff submitted for a run."""

from __future__ import annotations

import logging
from typing import Any

from celery import Task
from celery.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError
from kombu.exceptions import OperationalError as BrokerError

from config.celery import app

from .ingestion import queue, web

# Ten tries in about 20 minutes, more than a restart of a database or broker takes. Waits are random, up to twice the
# previous limit, so that workers do not all come back at once.
RETRIES = 10
LONGEST_WAIT = (
    300  # seconds; with TIME_LIMIT it stays below the broker's visibility timeout (config/settings.py)
)
TIME_LIMIT = 500  # seconds a batch may take before its worker is killed
SOFT_TIME_LIMIT = 400  # seconds after which each of its articles becomes a batch of its own
logger = logging.getLogger(__name__)


class BatchTask(Task):
    """Retried while the database or the broker is down; once given up, its articles are listed for staff."""

    autoretry_for = (OperationalError, InterfaceError, BrokerError)
    retry_backoff = 1
    retry_backoff_max = LONGEST_WAIT
    retry_jitter = True
    max_retries = RETRIES

    def on_failure(self, exc: BaseException, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:
        try:
            queue.give_up(args[0], f"given up after {RETRIES} tries: {type(exc).__name__}: {exc}")
        except (OperationalError, InterfaceError):
            logger.exception("batch %s stays queued: the database is down", args[0])


@app.task(
    bind=True,
    base=BatchTask,
    acks_late=True,
    reject_on_worker_lost=True,
    time_limit=TIME_LIMIT,
    soft_time_limit=SOFT_TIME_LIMIT,
)
def ingest_batch(self: Task, pk: int) -> bool:
    """Write one batch; if delivered twice, the second changes nothing."""
    try:
        return queue.read_batch(pk)
    except SoftTimeLimitExceeded:
        queue.out_of_time(pk)
        return True


@app.task(acks_late=True, reject_on_worker_lost=True)
def read_run(pk: int) -> bool:
    """Read what staff submitted; if delivered twice, the second finds it claimed or done."""
    return web.read_run(pk)
