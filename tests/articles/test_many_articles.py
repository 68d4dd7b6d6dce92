"""More articles about one month than a query can list one by one."""

import io
import json
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from articles.ingestion.run import Options, ingest
from articles.readers import ArticleData
from timeline.batches import MOST_KEYS, batched
from timeline.models import Actor, Citation, Event, Participation, Source

pytestmark = pytest.mark.django_db

COUNT = 1100  # SQLite takes no more than 1,000 conditions
MONTH = 1300  # articles about one month, in one transaction, and keys in one query here
PEOPLE = ("Fumio Kishida", "Yoon Suk Yeol", "Joe Biden", "Xi Jinping")


def report(n: int) -> ArticleData:
    """One of many reports of the same few days, which also tells something of its own."""
    one, two = PEOPLE[n % 4], PEOPLE[(n + 1) % 4]
    text = (
        f"{one} and {two} met in Tokyo on {n % 4 + 1} September 2024 for talks on trade, paper {n} reports. "
        f"Japan and South Korea signed an agreement on harbour {n % 90} on {n % 28 + 1} September 2024."
    )
    return ArticleData(f"report-{n}", text, published=date(2024, 9, 30))


def test_all_of_a_month_is_written_without_a_question_that_grows_with_it(monkeypatch):
    assert batched.__defaults__ == (MOST_KEYS,)
    monkeypatch.setattr(batched, "__defaults__", (MONTH,))
    largest = {"values": 0, "alternatives": 0}

    def measure(execute, sql, params, many, context):
        if not sql.startswith("INSERT"):
            largest["values"] = max(largest["values"], len(params or ()))
            largest["alternatives"] = max(largest["alternatives"], sql.count(" OR "))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(measure):
        month = ingest([report(n) for n in range(MONTH)], Options(batch=MONTH))
        result = ingest([report(MONTH)])
    assert (month.failed, month.lost, month.unchanged) == (0, 0, 0)
    assert (result.failed, result.cited) == (0, 2)
    assert Citation.objects.values("source").distinct().count() == MONTH + 1
    assert Event.objects.filter(kind="summit").count() == 4
    assert MONTH <= largest["values"] <= MONTH + 10
    assert largest["alternatives"] < MONTH / 10


@pytest.fixture
def told_by_many():
    event = Event.objects.create(title="A meeting", kind="summit", edtf="2024-09-06", slug="a-meeting")
    sources = Source.objects.bulk_create(Source(title=f"Report {n}", origin=f"{n}") for n in range(COUNT))
    actors = Actor.objects.bulk_create(
        Actor(name=f"N {n}", slug=f"n-{n}", kind="person") for n in range(COUNT)
    )
    Citation.objects.bulk_create(Citation(event=event, source=s, quote="They met.") for s in sources)
    Participation.objects.bulk_create(Participation(event=event, actor=actor) for actor in actors)
    return event


def test_an_event_of_very_many_sources_and_people_is_shown_and_exported(told_by_many, client):
    Event.objects.update(status="published")
    assert client.get(told_by_many.get_absolute_url()).status_code == 200
    assert client.get(f"/api/v1/events/{told_by_many.slug}").status_code == 200
    out = io.StringIO()
    call_command("export_events", stdout=out)
    exported = json.loads(out.getvalue())["events"][0]
    assert len(exported["citations"]) == len(exported["actors"]) == COUNT


def test_an_event_of_very_many_sources_is_reviewed(told_by_many, admin_client):
    Event.objects.update(is_disputed=True)
    Actor.objects.update(is_proposed=True)
    for page in ("timeline_event_disputes", "timeline_event_review", "timeline_actor_unknown"):
        assert admin_client.get(reverse(f"admin:{page}")).status_code == 200


def test_long_lists_are_taken_a_stretch_at_a_time():
    assert [list(some) for some in batched([1, 2, 3, 4, 5], 2)] == [[1, 2], [3, 4], [5]]
    assert list(batched([])) == []
