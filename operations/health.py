"""Whether the server runs, and whether it is ready: database, migrations, and the configured cache and broker."""

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

PATIENCE = 4.0  # seconds; the caller waits for 5
logger = logging.getLogger(__name__)


@require_safe
@never_cache
def healthz(request):
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(request):
    """200 if everything this server needs is available, otherwise 503 with one line for each fault."""
    faults = find_faults(_checks())
    if not faults:
        return HttpResponse("ok", content_type="text/plain")
    logger.warning("not ready: %s", "; ".join(faults))
    return HttpResponse("\n".join(faults), status=503, content_type="text/plain")


Check = Callable[[], str]  # returns a fault in words, or ""; any exception means that nothing answers


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
    """The faults, in words. All checks run at once. One that hangs is reported and not started again until it has
    returned, so that there is never more than one waiting thread for each."""
    with _lock:
        for name, check in checks.items():
            if name not in _under_way or _under_way[name].done():
                _under_way[name] = _begin(name, check)
        running = {name: _under_way[name] for name in checks}
    wait(running.values(), timeout=PATIENCE)
    return [fault for name, answer in running.items() if (fault := _fault(name, answer))]


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

    # A daemon thread, so that a hanging check does not keep the server from stopping.
    Thread(target=ask, name=f"readyz-{name}", daemon=True).start()
    return answer
