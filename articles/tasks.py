"""The tasks of the Celery workers: one batch of queued articles, or all that staff handed in for a run."""

from __future__ import annotations

import logging
from typing import Any

from celery import Task
from django.db import InterfaceError, OperationalError
from kombu.exceptions import OperationalError as BrokerError

from config.celery import app

from . import intake, queueing

# Ten tries in some 20 minutes: what a restart of a database or a broker takes, and more. The wait is drawn at random below
# twice that of the try before, so that workers do not come back all at once.
RETRIES = 10
LONGEST_WAIT = (
    300  # seconds; with TIME_LIMIT it stays below the broker's visibility timeout (config/settings.py)
)
TIME_LIMIT = 500  # seconds a batch may take before its worker is killed
SOFT_TIME_LIMIT = 400  # after which the article that is being read is given up
logger = logging.getLogger(__name__)


class BatchTask(Task):
    """Tried again where the database or the broker is away; given up for good, its articles are shown to staff."""

    autoretry_for = (OperationalError, InterfaceError, BrokerError)
    retry_backoff = 1
    retry_backoff_max = LONGEST_WAIT
    retry_jitter = True
    max_retries = RETRIES

    def on_failure(self, exc: BaseException, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:
        try:
            queueing.give_up(args[0], f"given up after {RETRIES} tries: {type(exc).__name__}: {exc}")
        except (OperationalError, InterfaceError):
            logger.exception("batch %s stays queued: the database is away", args[0])


@app.task(
    bind=True,
    base=BatchTask,
    acks_late=True,
    reject_on_worker_lost=True,
    time_limit=TIME_LIMIT,
    soft_time_limit=SOFT_TIME_LIMIT,
)
def ingest_batch(self: Task, pk: int) -> bool:
    """Write one batch; delivered twice, it changes nothing the second time."""
    return queueing.read_batch(pk)


@app.task(acks_late=True, reject_on_worker_lost=True)
def read_run(pk: int) -> bool:
    """Read what staff handed in; delivered twice, the second finds it taken or done."""
    return intake.read_run(pk)
