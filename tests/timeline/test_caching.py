"""What is kept for readers is the same for all of them, and no older than the last write."""

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client

from tests.browsing import sign_in
from tests.factories import make_actor, make_citation, make_event, make_source, make_timeline
from timeline import versions
from timeline.models import Alias, Event, Participation, Pick, Source, Stamp
from timeline.versions import content_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_event("Kishida visits Seoul", actors=[make_actor()])


WRITES = {
    "save": lambda event: event.save(),
    "update": lambda event: Event.objects.update(place="Seoul"),
    "bulk_create": lambda event: Source.objects.bulk_create([Source(title="New", origin="new")]),
    "bulk_update": lambda event: Event.objects.bulk_update([event], ["place"]),
    "delete": lambda event: event.delete(),
    "delete of rows": lambda event: Participation.objects.all().delete(),
    "name": lambda event: Alias.objects.create(actor=event.actors.first(), name="岸田文雄"),
    "citation": lambda event: make_citation(event),
    "timeline's list": lambda event: make_timeline().actors.add(event.actors.first()),
    "pick": lambda event: Pick.objects.create(timeline=make_timeline(), event=event),
}


@pytest.mark.parametrize("write", WRITES)
def test_every_write_begins_a_new_version(event, write):
    before = content_version()
    WRITES[write](event)
    assert content_version() != before


def test_what_readers_do_not_see_begins_none(event, client):
    before = content_version()
    User.objects.create_user("somebody")
    sign_in(client)
    list(Event.objects.select_for_update())
    assert content_version() == before


def test_a_version_costs_no_query_twice(event, django_assert_num_queries):
    content_version()
    with django_assert_num_queries(0):
        content_version()


def test_what_is_rolled_back_leaves_no_stamp(event):
    stamps = Stamp.objects.count()
    with pytest.raises(IntegrityError), transaction.atomic():
        event.save()
        Event.objects.create(title="Twice", slug=event.slug, edtf="2024", kind="visit")
    assert Stamp.objects.count() == stamps


@pytest.mark.django_db(transaction=True)
def test_stamps_do_not_pile_up(event, monkeypatch):
    monkeypatch.setattr(versions, "MOST_STAMPS", 5)
    seen = set()
    for _ in range(40):
        event.save()
        seen.add(content_version())
    assert Stamp.objects.count() <= 11 and len(seen) == 40


def test_a_migration_writes_without_stamps(event):
    stamps = Stamp.objects.count()
    versions._pause(connection.alias)
    try:
        event.save()
    finally:
        versions._go_on(connection.alias)
    assert Stamp.objects.count() == stamps


def test_a_page_is_made_once_for_everybody(event, django_assert_num_queries):
    make_timeline()
    first = Client().get("/")
    with django_assert_num_queries(0):
        second = Client().get("/")
    assert second.content == first.content and second["ETag"] == first["ETag"]
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]
    assert second["Cache-Control"] == "no-cache"


def test_who_has_the_page_is_told_so(event):
    page = Client().get("/events/" + event.slug + "/")
    again = Client().get("/events/" + event.slug + "/", headers={"If-None-Match": page["ETag"]})
    assert again.status_code == 304 and not again.content and again["ETag"] == page["ETag"]
    cache.clear()
    again = Client().get("/events/" + event.slug + "/", headers={"If-None-Match": page["ETag"]})
    assert again.status_code == 304
    event.title = "Kishida in Seoul"
    event.save()
    fresh = Client().get("/events/" + event.slug + "/", headers={"If-None-Match": page["ETag"]})
    assert fresh.status_code == 200 and "Kishida in Seoul" in fresh.content.decode()


def test_each_language_part_and_packing_has_its_own(event):
    make_timeline()
    answers = [
        Client().get("/"),
        Client().get("/", headers={"Accept-Language": "ko"}),
        Client().get("/", headers={"Accept-Language": "ja"}),
        Client().get("/", headers={"HX-Request": "true", "HX-Target": "results"}),
        Client().get("/", headers={"Accept-Encoding": "gzip"}),
        Client().get("/", {"axis": "scale"}),
        Client().get("/", headers={"Host": "127.0.0.1"}),
    ]
    assert len({a.content for a in answers}) == len(answers)
    assert len({a["ETag"] for a in answers}) == len(answers)
    for kept in (Client().get("/"), Client().get("/", headers={"Accept-Language": "en-GB,en"})):
        assert kept.content == answers[0].content


def test_a_language_once_chosen_is_kept(event):
    make_timeline()
    Client().get("/")
    client = Client()
    assert '<html lang="ko"' in client.get("/", {"lang": "ko"}).content.decode()
    assert '<html lang="ko"' in client.get("/").content.decode()
    assert '<html lang="en"' in Client().get("/").content.decode()


def test_what_staff_see_is_kept_for_nobody(client):
    waiting = make_event("Waiting", status="proposed")
    address = f"/events/{waiting.slug}/"
    assert sign_in(client, "Curator").get(address).status_code == 200
    assert Client().get(address).status_code == 404
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "address", ["/nowhere/", "/events/none/", "/healthz", "/admin/login/", "/timelines/x.json"]
)
def test_errors_probes_and_the_desk_are_not_kept(address):
    assert "ETag" not in Client().get(address)


def test_a_head_is_answered_like_a_get_without_its_body(event):
    make_timeline()
    page = Client().get("/")
    head = Client().head("/")
    assert head["ETag"] == page["ETag"] and not head.content


def test_an_embed_reads_no_cookie(event):
    timeline = make_timeline()
    address = f"/embed/{timeline.slug}/"
    plain = Client().get(address)
    client = Client()
    client.cookies["language"] = "ja"
    assert client.get(address).content == plain.content
    source = make_source()
    make_citation(event, source)
    assert Client().get(f"/sources/{source.pk}/").status_code == 200
