"""A timeline of more events than can be drawn: counts, finer counts, events; and a list in parts."""

from datetime import date

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from timeline.models import Actor, Citation, Event, Participation, Source, Timeline
from timeline.reading.counts import count_bins
from timeline.reading.neighbourhood import neighbourhood, published_around, surroundings

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


def counted(client, address, **query):
    """Each mark of the ribbon: how many events, its link, and where it stands."""
    events = client.get(address, query, headers={"HX-Request": "true", "HX-Target": "figure"}).json()[
        "events"
    ]
    return list(zip(events["counts"], events["links"], events["x"], strict=True))


def test_the_demo_is_whole(many):
    assert Event.objects.count() == Citation.objects.count() == 2500
    assert Participation.objects.count() == 5000 and Source.objects.count() == 250
    with pytest.raises(CommandError, match="already exist"):
        call_command("make_demo_events", 5)
    with pytest.raises(CommandError, match="too few"):
        call_command("make_demo_events", 0)


def test_counts_add_up_and_lead_to_finer_ones_and_then_to_events(many, client):
    address, before = many.get_absolute_url(), 2501
    for _ in range(8):
        marks = counted(client, address)
        seen = sum(count for count, *_ in marks)
        page = html.fromstring(client.get(address).content.decode())
        assert seen == int(page.cssselect(".counts")[0].text_content().split()[0]) < before
        if seen <= 320:
            assert len(marks) == seen
            break
        address, before = many.get_absolute_url() + max(marks)[1], seen
    else:
        pytest.fail("no event was reached")


def test_the_best_supported_of_every_stretch_are_listed_and_the_others_counted(many, client):
    page = html.fromstring(client.get(many.get_absolute_url()).content.decode())
    rows = page.cssselect("li[data-event-id]")
    more = [int(line.text_content().split()[1]) for line in page.cssselect(".more")]
    assert len(rows) == 80 and len(rows) + sum(more) == 2500
    link = page.cssselect(".more a")[0].get("href")
    part = html.fromstring(client.get(many.get_absolute_url() + link).content.decode())
    assert int(part.cssselect(".counts")[0].text_content().split()[0]) >= more[0]


def test_the_whole_list_comes_in_parts(many, client):
    page = html.fromstring(client.get(many.get_absolute_url()).content.decode())
    whole = page.cssselect(".pages a")[-1].get("href")
    first = html.fromstring(client.get(many.get_absolute_url() + whole).content.decode())
    assert len(first.cssselect("li[data-event-id]")) == 100
    assert [link.get("rel") for link in first.cssselect(".pages a")] == ["next"]
    last = html.fromstring(client.get(many.get_absolute_url() + "?page=25").content.decode())
    assert [link.get("href") for link in last.cssselect(".pages a")] == ["?list=all&page=24"]


def test_a_filtered_crowd_counts_only_what_fits(many, client):
    visits = Event.objects.filter(kind="visit").count()
    assert sum(count for count, *_ in counted(client, many.get_absolute_url(), kind="visit")) == visits


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


@pytest.fixture
def weighed(many):
    """The same events, of which every fiftieth matters, and the more the later it is."""
    ordered = list(Event.objects.order_by("earliest", "pk").values_list("pk", flat=True))
    for number, pk in enumerate(ordered[::50]):
        Event.objects.filter(pk=pk).update(significance=1 + number)
    cache.clear()
    return many


def rows_of(client, address):
    page = html.fromstring(client.get(address).content.decode())
    return page, [int(row.get("data-event-id")) for row in page.cssselect("li.row")]


def test_a_crowd_shows_what_matters_at_the_detail_asked_for(weighed, client):
    address = weighed.get_absolute_url()
    key = set(Event.objects.filter(significance__gt=0).values_list("pk", flat=True))
    assert len(key) == 50
    for detail, most in ((1, 20), (2, 40), (None, 80), (4, 160), (5, 320)):
        page, rows = rows_of(client, address + (f"?detail={detail}" if detail else ""))
        assert len(rows) == most
        assert len(key & set(rows)) >= min(most, len(key)) * 0.8, detail  # each stretch has its own share
        more = [p.text_content() for p in page.cssselect(".more")]
        told = sum(int(words.split()[1].replace(",", "")) for words in more)
        assert most + told == 2500
    assert key <= set(rows)


def test_the_detail_stays_in_links_and_in_the_form(weighed, client):
    page, _ = rows_of(client, weighed.get_absolute_url() + "?detail=1")
    (slider,) = page.cssselect("form.filters input[type=range]")
    assert (slider.get("name"), slider.get("value"), slider.get("min"), slider.get("max")) == (
        "detail",
        "1",
        "1",
        "5",
    )
    links = [a.get("href") for a in page.cssselect("li.row > a")]
    assert links and all("detail=1" in link for link in links)
    page, _ = rows_of(client, weighed.get_absolute_url() + "?detail=6")
    assert page.cssselect(".error")


def test_of_very_many_what_matters_most_is_listed(weighed, client, monkeypatch):
    monkeypatch.setattr("timeline.reading.pages.VERY_MANY", 100)
    cache.clear()
    _, rows = rows_of(client, weighed.get_absolute_url() + "?detail=5")
    assert set(Event.objects.filter(significance__gt=0).values_list("pk", flat=True)) <= set(rows)
    assert len(rows) == len(set(rows)) == 320


@pytest.mark.parametrize(
    "ask",
    [
        lambda event, source: neighbourhood(event, "en"),
        lambda event, source: surroundings([event], "en"),
        lambda event, source: published_around(source),
    ],
    ids=["around an event", "around some events", "around a source"],
)
def test_a_few_from_a_long_order_are_found_by_walking_an_index(many, ask):
    event, source = Event.objects.order_by("earliest")[1250], Source.objects.order_by("published")[125]
    with CaptureQueriesContext(connection) as asked:
        ask(event, source)
    walks = [query["sql"] for query in asked if " LIMIT " in query["sql"]]
    assert walks
    with connection.cursor() as cursor:
        is_postgresql = connection.vendor == "postgresql"
        if is_postgresql:  # which reads so small a table whole, unless it is told not to
            cursor.execute("ANALYZE")
            cursor.execute("SET LOCAL enable_seqscan = off")
        for walk in walks:
            cursor.execute(f"EXPLAIN {'' if is_postgresql else 'QUERY PLAN '}{walk}")
            plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
            assert "->  Sort  (" not in plan and "FOR ORDER BY" not in plan, plan
