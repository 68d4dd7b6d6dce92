"""How often one client may search, call the API and try to sign in."""

from unittest import mock

import pytest
from django.http import HttpResponse
from django.urls import reverse

from operations import limits
from operations.limits import RateLimits, seconds_to_wait
from tests.factories import make_event, make_timeline

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(settings):
    settings.RATE_LIMITS = {"search": (2, 60), "api": (3, 60), "sign-in": (2, 60)}


@pytest.fixture
def clock():
    """The limits' clock, standing at 20 seconds before a minute's end."""
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
    assert search(client, "  ").status_code == 200  # nothing is searched for
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
