"""One writer of events at a time, and what a writer does when another is in its way."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, connection

LOCK = 0x456E7465  # PostgreSQL advisory lock
# Shorter than PostgreSQL's deadlock_timeout of a second: if an ingestion and a curator wait for each other, the
# ingestion gives way and tries again.
ROW_WAIT = "500ms"
IN_THE_WAY = ("40P01", "40001", "55P03")  # deadlock, serialization failure, lock not available
TRIES = 12
Result = TypeVar("Result")


def lock_events() -> None:
    """Let one transaction at a time write events; SQLite's own write lock already does."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            cursor.execute(f"SET LOCAL lock_timeout = '{ROW_WAIT}'")


def patiently(work: Callable[[], Result]) -> Result:
    """Run work that is a transaction of its own, and repeat it if another's lock was in its way.

    Raises OperationalError if that continues for long, or if the database itself has failed.
    """
    for attempt in range(TRIES):
        try:
            return work()
        except OperationalError as error:
            if connection.in_atomic_block or attempt == TRIES - 1 or not _is_blocked(error):
                raise
            time.sleep(random.uniform(0, min(2.0, 0.05 * 2**attempt)))
    raise AssertionError("the last try returns or raises")


def _is_blocked(error: OperationalError) -> bool:
    cause = error.__cause__
    return getattr(cause, "sqlstate", None) in IN_THE_WAY or "database is locked" in str(error)
