"""Whether the server lives, and whether it can serve: its database, its migrations, and the cache and broker it is given."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Lock, Thread

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

PATIENCE = 4.0  # seconds; who asks waits for 5
logger = logging.getLogger(__name__)


@require_safe
@never_cache
def healthz(request):
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(request):
    """200 when all that this server needs answers, else 503 with what does not, each on a line."""
    faults = find_faults(_checks())
    if not faults:
        return HttpResponse("ok", content_type="text/plain")
    logger.warning("not ready: %s", "; ".join(faults))
    return HttpResponse("\n".join(faults), status=503, content_type="text/plain")


Check = Callable[[], str]  # gives a fault in words, or ""; whatever it raises means that nobody answers


def _checks() -> dict[str, Check]:
    checks = {"database": _database}
    if settings.REDIS_URL:
        checks["cache"] = lambda: _redis(settings.REDIS_URL)
    if settings.CELERY_BROKER_URL:
        checks["broker"] = _broker
    return checks


def _database() -> str:
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    finally:
        connection.close()
    return f"migrations missing: {len(pending)}" if pending else ""


def _redis(url: str) -> str:
    from redis import Redis

    with Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE) as server:
        server.ping()
    return ""


def _broker() -> str:
    if settings.CELERY_BROKER_URL.startswith(("redis:", "rediss:", "unix:")):
        return _redis(settings.CELERY_BROKER_URL)
    from config.celery import app

    with app.connection_for_read(connect_timeout=PATIENCE) as broker:
        broker.ensure_connection(max_retries=1)
    return ""


_under_way: dict[str, Future[str]] = {}
_lock = Lock()


def find_faults(checks: dict[str, Check]) -> list[str]:
    """What is wrong, in words. All are asked at once; one that hangs is told as such, and is not asked again before it
    has come back, so that no more than one thread for each ever waits."""
    with _lock:
        for name, check in checks.items():
            if name not in _under_way or _under_way[name].done():
                _under_way[name] = _begin(name, check)
        asked = {name: _under_way[name] for name in checks}
    wait(asked.values(), timeout=PATIENCE)
    return [fault for name, answer in asked.items() if (fault := _fault(name, answer))]


def _fault(name: str, answer: Future[str]) -> str:
    if not answer.done() or answer.exception():
        return f"the {name} does not answer"
    return answer.result()


def _begin(name: str, check: Check) -> Future[str]:
    answer: Future[str] = Future()

    def ask() -> None:
        try:
            answer.set_result(check())
        except Exception as error:
            answer.set_exception(error)

    # A daemon: one that hangs does not keep the server from ending.
    Thread(target=ask, name=f"readyz-{name}", daemon=True).start()
    return answer
