"""Tell, as JSON, what a database holds: run by a process of its own, on whatever database its environment names."""

import io
import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from articles.models import Article, IngestFailure, IngestRun, QueuedBatch  # noqa: E402
from timeline.models import Citation, Event, Source  # noqa: E402


def picture():
    """The whole timeline without numbers that depend on when a row was created."""
    out = io.StringIO()
    call_command("export_events", status="all", stdout=out)
    events = json.loads(out.getvalue())["events"]
    for event in events:
        del event["id"], event["slug"]
        event["actors"].sort(key=lambda a: a["name"])
        event["citations"].sort(key=lambda c: (c["source"]["origin"], c["start"], c["date"], c["quote"]))
    return sorted(events, key=lambda e: json.dumps(e, sort_keys=True))


def claims():
    """What each article claims."""
    found = {origin: [] for origin in Article.objects.values_list("source__origin", flat=True)}
    for c in Citation.objects.select_related("source"):
        key = [c.start, c.end, c.edtf, c.reading["kind"], c.reading["action"]]
        found.setdefault(c.source.origin, []).append(key)
    return {origin: sorted(keys) for origin, keys in found.items()}


with transaction.atomic(), connection.cursor() as cursor:
    # All at one moment: workers that are still alive go on writing between two look-ups.
    if connection.vendor == "postgresql":
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    json.dump(
        {
            "articles": Article.objects.count(),
            "claims": claims(),
            "picture": picture(),
            "half": {
                "sources without an article": Source.objects.filter(article=None).count(),
                "events without a citation": Event.objects.filter(citations=None).count(),
            },
            "runs": list(
                IngestRun.objects.order_by("id").values(
                    "id", "articles_read", "unchanged", "failed", "inputs", "inputs_read", "created", "cited"
                )
            ),
            "done": [run.state == "done" for run in IngestRun.objects.order_by("id")],
            "queued": sum(len(json.loads(batch.articles)) for batch in QueuedBatch.objects.all()),
            "failures": list(IngestFailure.objects.values_list("origin", "reason")),
        },
        sys.stdout,
    )
