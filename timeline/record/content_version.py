"""The version of all published content: cached pages are stored with it and are good until the next write.

Every statement that writes to a table of public content inserts a row into :class:`~timeline.models.Stamp` in the same
transaction, so every process sees it once that is committed, and it disappears if that is rolled back. Writers do not
wait for each other. Writes by other programs are noticed with the next write of this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import uuid4

from django.core.cache import cache
from django.db import transaction
from django.db.backends.signals import connection_created
from django.db.models import Count, Max, Min
from django.db.models.signals import post_migrate, pre_migrate

from timeline.models import (
    Actor,
    Alias,
    Chapter,
    Citation,
    Event,
    FormerSlug,
    Participation,
    Pick,
    Source,
    Stamp,
    Step,
    Timeline,
)

CONTENT = (
    Actor,
    Alias,
    Chapter,
    Citation,
    Event,
    FormerSlug,
    Participation,
    Pick,
    Source,
    Step,
    Timeline,
    Timeline.actors.through,
)
CACHE_SECONDS = 5  # how long a process that shares no cache with the writer may use an older version
MOST_STAMPS = 500
NAME = "content-version"

_tables = {model._meta.db_table for model in CONTENT}
_write = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|COPY)\s+"?(\w+)', re.IGNORECASE)


_apart: ContextVar[str] = ContextVar("apart", default="")


@contextmanager
def apart() -> Iterator[None]:
    """Try something on that will be rolled back: what is written begins no version, and what is counted is kept for nobody.

    Otherwise other requests could keep, or be given, what never came to be.
    """
    token = _apart.set(f"apart-{uuid4().hex}")
    try:
        yield
    finally:
        _apart.reset(token)


def is_apart() -> bool:
    """Whether this runs within :func:`apart`: nothing may then be taken from the caches or kept in them."""
    return bool(_apart.get())


def content_version() -> str:
    """A string that changes with any write to public content; read from the cache, and every few seconds from the database.

    Within :func:`apart` it is one that nobody else has.
    """
    if own := _apart.get():
        return own
    version = cache.get(NAME)
    if version is None:
        ends = Stamp.objects.aggregate(first=Min("pk"), last=Max("pk"), count=Count("pk"))
        # The count reveals a row that an older transaction committed late, with an id below the last one.
        version = "-".join(str(end or 0) for end in ends.values())
        cache.set(NAME, version, CACHE_SECONDS)
    return version


def connect() -> None:
    """Make every database connection stamp its writes, except during migrations, when an older database may have no
    table for stamps yet."""
    connection_created.connect(_watch, dispatch_uid="timeline.record.content_version")
    pre_migrate.connect(_pause, dispatch_uid="timeline.record.content_version.pause")
    post_migrate.connect(_resume, dispatch_uid="timeline.record.content_version.resume")


_paused: set[str] = set()  # aliases of databases being migrated


def _pause(using, **kwargs) -> None:
    _paused.add(using)


def _resume(using, **kwargs) -> None:
    _paused.discard(using)


def _watch(sender, connection, **kwargs) -> None:
    if _stamping not in connection.execute_wrappers:
        connection.execute_wrappers.append(_stamping)


def _stamping(execute, sql, params, many, context):
    result = execute(sql, params, many, context)
    connection = context["connection"]
    is_content = (found := _write.match(sql)) and found[1] in _tables
    if is_content and connection.alias not in _paused and not is_apart():
        _stamp(connection)
    return result


def _stamp(connection) -> None:
    """Start a new version with the current transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {Stamp._meta.db_table} DEFAULT VALUES")
    cache.delete(NAME)
    if not any(work is _forget for _, work, *_ in connection.run_on_commit):
        transaction.on_commit(_forget, using=connection.alias)


def _forget() -> None:
    """Drop the version that another process may have cached between the write and its commit, and old stamps."""
    cache.delete(NAME)
    ends = Stamp.objects.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] and ends["last"] - ends["first"] > 2 * MOST_STAMPS:
        Stamp.objects.filter(pk__lte=ends["last"] - MOST_STAMPS).delete()
