"""One writer of events at a time, and what a writer does when another stands in its way."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, connection

LOCK = 0x456E7465  # PostgreSQL advisory lock
# Shorter than PostgreSQL's deadlock_timeout of a second: of an ingestion and a curator who wait for each other it is the
# ingestion that gives way, and tries again.
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
    """Do work that is a transaction of its own, again where another's lock stood in its way.

    Raises OperationalError where that goes on for long, or the database itself is the matter.
    """
    for turn in range(TRIES):
        try:
            return work()
        except OperationalError as error:
            if connection.in_atomic_block or turn == TRIES - 1 or not _stands_in_the_way(error):
                raise
            time.sleep(random.uniform(0, min(2.0, 0.05 * 2**turn)))
    raise AssertionError("the last turn returns or raises")


def _stands_in_the_way(error: OperationalError) -> bool:
    cause = error.__cause__
    return getattr(cause, "sqlstate", None) in IN_THE_WAY or "database is locked" in str(error)
