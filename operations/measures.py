"""The metrics: response times, results of ingestion, and work waiting for curators.

Imported only if METRICS_TOKEN is set, after config/gunicorn.py has set where the processes share their figures.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from django.conf import settings
from django.core.cache import cache
from django.db import Error
from django.db.models import Count, Sum
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.process_collector import PROCESS_COLLECTOR
from prometheus_client.registry import Collector

from articles.models import Article, IngestRun
from timeline.curation.worklists import worklists
from timeline.models import Citation, Event

CACHE_SECONDS = 30  # how long figures counted in the database are reused
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)  # seconds
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
OUTCOMES = ("created", "cited", "unchanged", "failed", "lost")
REQUESTS = Histogram(
    "entente_request_seconds",
    "Response time by page; cached responses are counted as kept.",
    ["method", "page", "status"],
    buckets=BUCKETS,
    registry=None,
)


def observe(request, response, seconds: float) -> None:
    """Measure one request. Labels have only values of our own, so that no visitor can create new ones."""
    match = getattr(request, "resolver_match", None)
    page = match.view_name if match else "kept" if response.status_code in (200, 304) else "none"
    method = request.method if request.method in METHODS else "other"
    REQUESTS.labels(method, page, str(response.status_code)).observe(seconds)


def exposition() -> tuple[bytes, str]:
    """All metrics in Prometheus's text format, and its content type."""
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)
    else:
        registry.register(REQUESTS)
        registry.register(PROCESS_COLLECTOR)
    registry.register(Stored())
    registry.register(Queue())
    return generate_latest(registry), CONTENT_TYPE_LATEST


class Queue(Collector):
    """The tasks waiting for workers, if Redis is the broker."""

    def collect(self) -> Iterator[Metric]:
        url = settings.CELERY_BROKER_URL
        if not url.startswith(("redis:", "rediss:", "unix:")):
            return
        from redis import Redis, RedisError

        from config.celery import app

        name = app.conf.task_default_queue
        try:
            with Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1) as broker:
                yield _gauges("entente_queued", "Tasks waiting for a worker, by queue.", "queue", {name: broker.llen(name)})  # fmt: skip
        except RedisError:
            return  # /readyz reports it


class Stored(Collector):
    """Figures from the database, whichever process or machine wrote them."""

    def collect(self) -> Iterator[Metric]:
        try:
            counted = cache.get_or_set("operations.measures", _counted, CACHE_SECONDS)
        except Error:
            counted = None  # the server's own figures are still reported
        yield GaugeMetricFamily("entente_database_up", "Whether the database could be reached.", value=int(counted is not None))  # fmt: skip
        if counted is None:
            return
        yield _gauges("entente_events", "Events, by status.", "status", counted["events"])
        yield GaugeMetricFamily("entente_citations", "Citations.", value=counted["citations"])
        yield GaugeMetricFamily("entente_articles", "Articles stored.", value=counted["articles"])
        ingested = CounterMetricFamily("entente_ingested", "What ingestions did: events created, citations added, articles unchanged, inputs failed, sentences lost.", labels=["outcome"])  # fmt: skip
        for outcome, number in counted["ingested"].items():
            ingested.add_metric([outcome], number)
        yield ingested
        yield GaugeMetricFamily("entente_runs_unfinished", "Ingestions in progress, waiting or stopped.", value=counted["unfinished"])  # fmt: skip
        yield _gauges(
            "entente_waiting",
            "Entries waiting for curators, at most 1000, by list.",
            "desk",
            counted["waiting"],
        )


def _counted() -> dict:
    events = Event.objects.order_by().values_list("status").annotate(number=Count("pk"))
    sums = IngestRun.objects.aggregate(**{name: Sum(name, default=0) for name in OUTCOMES})
    return {
        "events": dict.fromkeys(Event.Status.values, 0) | dict(events),
        "citations": Citation.objects.count(),
        "articles": Article.objects.count(),
        "ingested": sums,
        "unfinished": IngestRun.objects.filter(finished_at=None).count(),
        "waiting": {row.name: row.count() for row in worklists()},
    }


def _gauges(name: str, words: str, label: str, values: dict[str, int]) -> GaugeMetricFamily:
    gauges = GaugeMetricFamily(name, words, labels=[label])
    for value, number in values.items():
        gauges.add_metric([value], number)
    return gauges
