"""Cached pages are the same for everyone and no older than the last write."""

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache, caches
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import resolve

from tests.browsing import sign_in
from tests.factories import make_actor, make_citation, make_event, make_source, make_timeline
from tests.test_access import PUBLIC, addresses
from timeline.models import Alias, Event, Participation, Pick, Source, Stamp
from timeline.record import content_version as versions
from timeline.record.content_version import content_version

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
        versions._resume(connection.alias)
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
        Client().get("/", {"lanes": "actor"}),
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


def kept_views():
    """Every public address whose answers are kept, with what its view reads."""
    for name, address in addresses():
        view = resolve(address).func
        if name in PUBLIC and hasattr(view, "kept_by") and ":api:" not in name:
            yield address, view.kept_by


def test_every_kept_view_says_what_it_reads():
    found = dict(kept_views())
    assert len(found) > 15 and [a for a, reads in found.items() if reads is None] == []


@pytest.fixture
def site(event):
    make_citation(event, make_source())
    return make_timeline(chapters=[("2024-01-01", "2024-12-31")])


PLACES = ("/", "/timelines/japan-and-korea/", "/timelines/japan-and-korea/share/", "/timelines/japan-and-korea/drawing.svg", "/timelines/japan-and-korea/drawing.png", "/timelines/japan-and-korea.png", "/embed/japan-and-korea/", "/actors/", "/sources/", "/actors/fumio-kishida/", "/embed/actors/fumio-kishida/", "/method/", "/schemas/events.json", "/oembed?url=http://testserver/")  # fmt: skip


def count_kept():
    return sum(len(store._cache) for store in (caches["default"], caches["states"]))


@pytest.mark.once
@pytest.mark.parametrize("place", PLACES)
def test_parameters_that_nobody_knows_make_no_answer_of_their_own(site, place, django_assert_num_queries):
    plain = Client().get(place)
    kept, join = count_kept(), "&" if "?" in place else "?"
    with django_assert_num_queries(0):
        for n, odd in enumerate(("utm_source=x", "zz", "%00=1", "PAGE=2", "lang=xx", "axis=even", "lanes=kind", "page=1", "disputed=", "q=+", "kind=")):  # fmt: skip
            answer = Client().get(f"{place}{join}{odd}", follow=True, headers={"HX-Target": f"odd-{n}"})
            assert answer.content == plain.content and "utm_source" not in str(answer.content)
    assert count_kept() == kept


def test_one_state_has_one_name_whatever_its_spelling(site, django_assert_num_queries):
    plain = Client().get("/?axis=scale&kind=summit&kind=visit&actor=fumio-kishida&disputed=on")
    with django_assert_num_queries(0):
        for query in ("disputed=1&actor=fumio-kishida&kind=visit&kind=summit&kind=visit&axis=scale", "axis=even&axis=scale&kind=summit&kind=visit&zz=1&actor=fumio-kishida&disputed=True&page=01"):  # fmt: skip
            assert Client().get(f"/?{query}").content == plain.content
    asked = "url=http://testserver/timelines/japan-and-korea/?"
    plain = Client().get(f"/oembed?{asked}axis=scale")
    with django_assert_num_queries(0):
        assert Client().get(f"/oembed?{asked}zz=1%26axis=scale%23x").content == plain.content  # fmt: skip


def kept_for_all():
    stores = (caches["default"], caches["states"])
    return [key for store in stores for key in store._cache if "shared:" in key]


@pytest.mark.once
@pytest.mark.parametrize("place", PLACES[:7])
def test_what_is_not_there_is_kept_for_nobody(site, place):
    Client().get(place)
    kept = kept_for_all()
    assert kept
    for state in ("event=no-such", "chapter=no-such", "axis=odd", "from=odd", "page=77", "actor=none", "source=9999999"):  # fmt: skip
        Client().get(f"{place}?{state}")
        assert kept_for_all() == kept, state


def test_states_push_out_no_page_that_all_ask_for(site, settings):
    settings.RATE_LIMITS = {}
    Client().get("/")
    kept = set(caches["default"]._cache)
    for year in range(1500, 1530):
        Client().get(f"/?from={year}")
    assert set(caches["default"]._cache) == kept
    assert settings.CACHES["states"]["OPTIONS"]["MAX_ENTRIES"] < 1000


def test_a_page_in_a_chosen_language_is_kept_with_its_cookie(site, django_assert_num_queries):
    first = Client().get("/?lang=ko")
    with django_assert_num_queries(0):
        again = Client().get("/?lang=ko")
    assert again.content == first.content and again.cookies["language"].value == "ko"


def test_a_host_in_capitals_is_no_other_host(site, django_assert_num_queries):
    Client().get("/", headers={"Host": "localhost"})
    with django_assert_num_queries(0):
        Client().get("/", headers={"Host": "LocalHost"})
