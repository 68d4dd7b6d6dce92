"""Whatever the parameters, an address answers with data or with what is wrong."""

import json
from urllib.parse import urlencode

import pytest
from django.conf import settings as site
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_actor, make_citation, make_event, make_timeline

pytestmark = pytest.mark.django_db
NAMES = "q actor kind source disputed from to timeline limit cursor lang chapter axis lanes event page format".split()
NASTY = [
    "",
    "\x00",
    "a\x00b",
    "%",
    "'\"\\;--",
    '"" OR NEAR(',
    "-1",
    "1e9",
    "9" * 400,
    "99999999999999999999",
    "0000",
    "2024-02-30",
    "9999-12-31",
    "../0001",
    "٢٠٢٤",
    "1_000",
    "\ud800".encode("utf-8", "surrogatepass"),
    b"\xff\xfe",
    "é" * 300,
    "0-0-0",
    "3652060-1-1",
    "<script>",
    "岸田",
]
values = st.one_of(st.sampled_from(NASTY), st.text(max_size=12), st.dates().map(str), st.integers().map(str))
queries = st.lists(st.tuples(st.sampled_from(NAMES) | st.text(max_size=4), values), max_size=5)
ADDRESSES = [
    "/api/v1/",
    "/api/v1/events",
    "/api/v1/actors",
    "/api/v1/sources",
    "/api/v1/timelines",
    "/api/v1/events/visit",
    "/timelines/japan-and-korea.json",
    "/timelines/japan-and-korea/",
]


@pytest.fixture
def timeline():
    make_citation(make_event(slug="visit", actors=[make_actor()]))
    make_event(edtf="../1910")
    return make_timeline()


@given(address=st.sampled_from(ADDRESSES), query=queries)
@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_parameter_breaks_an_address(timeline, address, query):
    response = Client().get(f"{address}?{urlencode(query)}", follow=True)
    assert response.status_code in (200, 400, 404), (address, query)
    body = b"".join(response)
    if address.startswith("/api/") and response.status_code != 200:
        assert response["Content-Type"] == "application/problem+json"
        assert json.loads(body)["status"] == response.status_code


@given(path=st.text(st.characters(codec="utf-8", exclude_characters="?#"), max_size=20))
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_path_breaks_the_api(timeline, path):
    for start in ("/api/", "/api/v1/events/", "/api/v1/sources/"):
        response = Client().get(start + path)
        assert response.status_code in (200, 404), path
        if response.status_code == 404:
            assert response["Content-Type"] == "application/problem+json"


def test_very_many_parameters_are_refused(timeline):
    query = "&".join(f"kind={n}" for n in range(site.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    assert Client().get(f"/api/v1/events?{query}").status_code == 400
