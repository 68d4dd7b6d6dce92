"""Django's database backends with time limits for a web server: an unresponsive database is given up and left alone for a moment.

Commands and workers wait as long as it takes; the limits apply only in a process that called :func:`serve_pages`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock

from django.conf import settings
from django.db import OperationalError, connections

PAUSE = 2.0  # seconds before a database that did not answer is tried again
GRACE = 2.0  # seconds beyond the server's own limit before we stop waiting for it
ALIVE_WAIT = 2.0  # seconds an idle connection has to show that it is alive
LOCK_WAIT = 3.0  # seconds a visitor's page waits for a locked SQLite file

serves_pages = False
in_a_hurry: ContextVar[bool] = ContextVar(
    "in_a_hurry", default=False
)  # a visitor is waiting, and nothing is written
_patience: ContextVar[float | None] = ContextVar("patience", default=None)


def serve_pages() -> None:
    """Declare that this process answers requests; existing connections are replaced."""
    global serves_pages
    serves_pages = True
    for connection in connections.all(initialized_only=True):
        connection.close()
        if getattr(connection, "pool", None):
            connection.close_pool()


def patience() -> float | None:
    """How many seconds to wait for the database; None means as long as it takes."""
    if (given := _patience.get()) is not None:
        return given
    limit = settings.DATABASE_STATEMENT_TIMEOUT
    return limit + GRACE if serves_pages and limit else None


@contextmanager
def answering_within(seconds: float) -> Iterator[None]:
    token = _patience.set(seconds if serves_pages else None)
    try:
        yield
    finally:
        _patience.reset(token)


class Unlogged:
    """Of a backend: statements are logged for whoever counts them, as tests do, and not for all of ``DEBUG``.

    Django would write out each with its values and keep 9,000 of them, which nobody reads here: a seventh of the time of an
    ingestion on a fresh machine, and half of the memory that it gains from batch to batch.
    """

    force_debug_cursor: bool

    @property
    def queries_logged(self) -> bool:
        return self.force_debug_cursor


class Breaker:
    """A circuit breaker: after a failure and a pause, one thread tries again while all others fail immediately."""

    def __init__(self) -> None:
        self.is_closed = False  # not tried yet
        self._again_at = 0.0
        self._asking = Lock()

    def fail(self) -> None:
        self.is_closed, self._again_at = False, time.monotonic() + PAUSE

    @contextmanager
    def attempt(self, error: type[Exception]) -> Iterator[None]:
        """Try to connect; raises OperationalError without trying while the database is known to be down."""
        is_known_bad = serves_pages and not self.is_closed and self._again_at
        if not is_known_bad:
            yield from self._watch(error)
        elif time.monotonic() < self._again_at or not self._asking.acquire(blocking=False):
            raise OperationalError("the database did not answer a moment ago")
        else:
            try:
                yield from self._watch(error)
            finally:
                self._asking.release()

    def _watch(self, error: type[Exception]) -> Iterator[None]:
        try:
            yield
        except error:
            self.fail()
            raise
        self.is_closed = True


breaker = Breaker()
