"""A timeline of more events than can be drawn: counts, finer counts, events; and a list in parts."""

import json
import re
from datetime import date

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from timeline.density import count_bins
from timeline.models import Actor, Citation, Event, Participation, Source, Timeline

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def many(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        call_command("make_demo_events", 2500, verbosity=0)
        yield Timeline.objects.get(slug="demo")
        Timeline.objects.all().delete()
        Event.objects.all().delete()
        Source.objects.all().delete()
        Actor.objects.all().delete()


def figure(response):
    text = re.search(
        r'id="timeline-figure" type="application/json">(.*?)</script>', response.content.decode()
    )
    return json.loads(text.group(1))


def test_the_demo_is_whole(many):
    assert Event.objects.count() == Citation.objects.count() == 2500
    assert Participation.objects.count() == 5000 and Source.objects.count() == 250
    with pytest.raises(CommandError, match="there already"):
        call_command("make_demo_events", 5)
    with pytest.raises(CommandError, match="too few"):
        call_command("make_demo_events", 0)


def test_counts_add_up_and_lead_to_finer_ones_and_then_to_events(many, client):
    url = many.get_absolute_url()
    seen = 2500
    for _ in range(8):
        response = client.get(url)
        assert response.status_code == 200
        marks = figure(response)["marks"]
        assert sum(mark["count"] for mark in marks) == seen
        counted = [mark for mark in marks if mark["count"] > 1]
        if not counted:
            break
        biggest = max(counted, key=lambda mark: mark["count"])
        url = many.get_absolute_url() + biggest["link"]
        seen = sum(m["count"] for m in counted if m["link"] == biggest["link"])
        seen += sum(m["count"] for m in marks if m["count"] == 1 and m["x"] == biggest["x"])
        if seen <= 320:
            marks = figure(client.get(url))["marks"]
            assert len(marks) == seen and all(mark["label"] is not None for mark in marks)
            break
    else:
        pytest.fail("no event was reached")


def test_the_list_comes_in_parts(many, client):
    first = client.get(many.get_absolute_url()).content.decode()
    assert first.count('<li class="lane-') == 100
    assert 'rel="next" href="?page=2"' in first and 'rel="prev"' not in first
    last = client.get(many.get_absolute_url() + "?page=25").content.decode()
    assert 'rel="prev" href="?page=24"' in last and 'rel="next"' not in last


def test_a_filtered_crowd_counts_only_what_fits(many, client):
    response = client.get(many.get_absolute_url(), {"kind": "visit"})
    visits = Event.objects.filter(kind="visit").count()
    marks = figure(response)["marks"]
    assert sum(mark["count"] for mark in marks) == visits


def test_what_was_counted_is_not_counted_again_until_something_changes(many, client):
    def count_queries():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(many.get_absolute_url()).status_code == 200
        return len(queries)

    cache.clear()
    counted, kept = count_queries(), count_queries()
    assert kept < counted and kept == count_queries() <= 14
    Event.objects.first().save()
    assert count_queries() > kept


def test_bins_hold_what_begins_in_them(many):
    edges = [date(1910, 1, 1), date(2000, 1, 1), date(2020, 1, 1)]
    bins = count_bins(Event.objects.published(), edges)
    for index, (first, last) in enumerate(zip(edges, [*edges[1:], date(2100, 1, 1)], strict=True)):
        events = Event.objects.filter(earliest__gte=first, earliest__lt=last)
        assert sum(b.count for b in bins if b.index == index) == events.count()
    assert count_bins(Event.objects.published(), []) == []


def test_an_actor_of_many_events_is_found(many, client):
    assert client.get(reverse("timeline:actor-detail", args=["hav"])).status_code == 200
