"""How often a client may search, call the API and try to sign in."""

import time
from threading import Thread
from unittest import mock

import pytest
from django.http import HttpResponse
from django.urls import reverse

from operations import limits
from operations.limits import RateLimits, seconds_to_wait
from tests.factories import make_event, make_timeline

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def few(settings):
    settings.RATE_LIMITS = {"search": (2, 60), "api": (3, 60), "sign-in": (2, 60)}


@pytest.fixture
def clock():
    """The clock of the limits, stopped 20 seconds before the end of a minute."""
    with mock.patch.object(limits.time, "time", return_value=1_700_000_020.0) as time:
        yield time


def search(client, words, **extra):
    return client.get("/", {"q": words}, **extra)


def test_searches_past_the_limit_are_told_when_to_come_back(client, clock):
    make_event()
    make_timeline()
    for n in range(2):
        assert search(client, f"word{n}").status_code == 200
    answer = search(client, "word3")
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (429, "20", "no-store")
    assert answer.content == b"Too many requests. Please try again in 20 seconds.\n"
    assert "잠시" not in answer.content.decode() and "20초" in search(client, "x&lang=ko", headers={"Accept-Language": "ko"}).content.decode()  # fmt: skip
    assert client.get("/").status_code == client.get("/actors/").status_code == 200  # no search
    assert search(client, "  ")["Location"] == "/"  # nothing is searched for
    assert search(client, "word3", REMOTE_ADDR="192.0.2.7").status_code == 200  # somebody else
    clock.return_value += 20
    assert search(client, "word3").status_code == 200


def test_answers_that_are_kept_are_not_counted(client, clock):
    make_timeline()
    assert {search(client, "summit").status_code for _ in range(5)} == {200}
    assert search(client, "visit").status_code == 200
    assert search(client, "treaty").status_code == 429
    assert search(client, "summit").status_code == 200


def test_the_api_is_counted_by_its_prefix_and_answers_in_its_own_form(rf, clock):
    middleware = RateLimits(lambda request: HttpResponse("served"))
    answers = [middleware(rf.get("/api/v1/events/", {"q": "x"})) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert (
        answers[-1]["Content-Type"] == "application/problem+json" and b'"status": 429' in answers[-1].content
    )
    assert middleware(rf.get("/", {"q": "x"})).status_code == 200  # each limit counts for itself


def test_passwords_are_not_tried_for_one_name_after_another(client, clock):
    address = reverse("admin:login")
    codes = [client.post(address, {"username": f"name{n}", "password": "x"}).status_code for n in range(3)]
    assert codes == [200, 200, 429]
    assert client.get(address).status_code == 200


def test_a_limit_that_is_not_set_does_not_hold(client, settings):
    settings.RATE_LIMITS = {}
    make_timeline()
    assert {search(client, f"word{n}").status_code for n in range(5)} == {200}


def test_no_address_is_kept_in_the_store():
    from django.core.cache import caches

    seconds_to_wait("search", "192.0.2.1")
    assert not any("192.0.2.1" in key for key in caches["limits"]._cache)


def test_states_and_files_have_limits_of_their_own(client, settings, clock):
    settings.RATE_LIMITS = {"states": (2, 60), "files": (1, 60)}
    make_timeline()
    assert [client.get(f"/?from={year}").status_code for year in (2001, 2002, 2003)] == [200, 200, 429]
    assert client.get("/").status_code == client.get("/?from=2001").status_code == 200  # kept
    assert client.get("/?zz=1").status_code == 200  # nobody knows it, so it is no state
    answers = [client.get(f"/timelines/japan-and-korea{end}") for end in (".png", "/drawing.svg", ".json")]
    assert [answer.status_code for answer in answers] == [200, 429, 429]


def test_no_more_is_made_at_once_than_leaves_a_thread_for_what_is_kept(client, monkeypatch, settings):
    monkeypatch.setattr(limits, "BUSY_SECONDS", 0.1)
    turns = limits.Turns(4)
    assert turns.take() and turns.take()
    assert not turns.take()  # it waited for its turn
    waiting = Thread(target=turns.take)
    monkeypatch.setattr(limits, "BUSY_SECONDS", 5)
    waiting.start()
    while turns.room._value:
        time.sleep(0.01)
    began = time.monotonic()
    assert not turns.take() and time.monotonic() - began < 1  # there is no room to wait in
    turns.give_back()
    waiting.join(5)
    assert not waiting.is_alive()
    for size in (1, 2):
        assert limits.Turns(size).take()


def test_who_finds_too_much_being_made_is_told_when_to_come_back(client, monkeypatch):
    make_timeline()
    monkeypatch.setattr(limits.Turns, "take", lambda turns: False)
    answer = client.get("/?from=2001")
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "2", "no-store")
    assert client.get("/api/v1/events")["Content-Type"] == "application/problem+json"
    assert client.get("/").status_code == 200


def test_an_export_gives_its_turn_back_when_it_was_sent_or_dropped(client):
    make_timeline()
    taken = limits.Turns(2)
    whole = taken.hold(iter([b"a", b"b"]))
    assert next(whole) == b"a" and not taken.making.acquire(blocking=False)
    whole.close()
    assert taken.making.acquire(blocking=False)
