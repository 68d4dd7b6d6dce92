"""The version of all that readers see: what is kept for them is kept under it, and is good until the next write.

Every statement that writes to a table of readers' content leaves a row in :class:`~timeline.models.Stamp`, within its own
transaction: so it is seen when that is committed, from every process, and goes with it when it is rolled back. No two
writers wait for each other. What other programs write is noticed with the next write of this one.
"""

from __future__ import annotations

import re

from django.core.cache import cache
from django.db import transaction
from django.db.backends.signals import connection_created
from django.db.models import Count, Max, Min
from django.db.models.signals import post_migrate, pre_migrate

from .models import Actor, Alias, Chapter, Citation, Event, Participation, Pick, Source, Stamp, Timeline

CONTENT = (
    Actor,
    Alias,
    Chapter,
    Citation,
    Event,
    Participation,
    Pick,
    Source,
    Timeline,
    Timeline.actors.through,
)
KEPT_SECONDS = 5  # for which a process that shares no cache with the writer may know an older version
MOST_STAMPS = 500
NAME = "content-version"

_tables = {model._meta.db_table for model in CONTENT}
_write = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|COPY)\s+"?(\w+)', re.IGNORECASE)


def content_version() -> str:
    """What differs after any write to what readers see; asked of the cache, and of the database every few seconds."""
    version = cache.get(NAME)
    if version is None:
        ends = Stamp.objects.aggregate(first=Min("pk"), last=Max("pk"), count=Count("pk"))
        # The count tells of a row that an older transaction committed late, behind the last one.
        version = "-".join(str(end or 0) for end in ends.values())
        cache.set(NAME, version, KEPT_SECONDS)
    return version


def connect() -> None:
    """Have every connection to the database stamp its writes, but not while migrations are under way: an older database
    has no stamps yet."""
    connection_created.connect(_watch, dispatch_uid="timeline.versions")
    pre_migrate.connect(_pause, dispatch_uid="timeline.versions.pause")
    post_migrate.connect(_go_on, dispatch_uid="timeline.versions.go_on")


_paused: set[str] = set()  # aliases of the databases that are being migrated


def _pause(using, **kwargs) -> None:
    _paused.add(using)


def _go_on(using, **kwargs) -> None:
    _paused.discard(using)


def _watch(sender, connection, **kwargs) -> None:
    if _stamping not in connection.execute_wrappers:
        connection.execute_wrappers.append(_stamping)


def _stamping(execute, sql, params, many, context):
    result = execute(sql, params, many, context)
    connection = context["connection"]
    if (found := _write.match(sql)) and found[1] in _tables and connection.alias not in _paused:
        _stamp(connection)
    return result


def _stamp(connection) -> None:
    """Begin a new version with the transaction at hand."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {Stamp._meta.db_table} DEFAULT VALUES")
    cache.delete(NAME)
    if not any(work is _forget for _, work, *_ in connection.run_on_commit):
        transaction.on_commit(_forget, using=connection.alias)


def _forget() -> None:
    """Drop what another process may have kept between the write and its commit, and stamps that are long past."""
    cache.delete(NAME)
    ends = Stamp.objects.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] and ends["last"] - ends["first"] > 2 * MOST_STAMPS:
        Stamp.objects.filter(pk__lte=ends["last"] - MOST_STAMPS).delete()
