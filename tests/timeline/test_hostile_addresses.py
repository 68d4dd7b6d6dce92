"""Whatever an address contains, the page answers with the content or with what is wrong."""

from urllib.parse import quote

import pytest
from django.test import Client, override_settings
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.factories import make_actor, make_citation, make_event, make_timeline

PAGES = [
    "/",
    "/timelines/japan-and-korea/",
    "/embed/japan-and-korea/",
    "/events/visit/",
    "/actors/",
    "/sources/",
    "/oembed",
]
PAGES += [f"/timelines/japan-and-korea.{ending}" for ending in ("json", "csv", "ics", "atom")]
NAMES = ["q", "actor", "kind", "source", "disputed", "chapter", "axis", "lanes", "event", "from", "to", "page", "lang", "url", "format", "maxwidth", "theme"]  # fmt: skip
VALUES = [
    "",
    "\0",
    "a\0b",
    "-1",
    "0",
    "9" * 30,
    "9" * 5000,
    "1e9",
    "٣",
    "²",
    "２",
    "NaN",
    "0000",
    "10000",
    "9999-12-31",
    "0001",
    "2024-13-45",
    "1910/1945",
    "../..",
    "'",
    '"',
    '" OR 1=1 --',
    "AND NOT (",
    "*",
    "%",
    "_",
    "\\",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "{{7*7}}",
    "{% debug %}",
    "\u202e",
    "\ud800",
    "한국",
    "x" * 3000,
    "visit",
    "fumio-kishida",
    "http://testserver/timelines/japan-and-korea/?q=\0",
    "http://testserver/timelines/japan-and-korea/../..//%00",
    "http://[",
    "http://testserver:99999999/",
    "//testserver/",
    "http://testserver@evil.example/",
]
said = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from(VALUES) | st.text(st.characters(exclude_categories=()), max_size=30),
)


def address_of(path, params):
    pairs = (f"{name}={quote(value.encode('utf-8', 'surrogatepass'))}" for name, value in params)
    return f"{path}?{'&'.join(pairs)}"


def make_content():
    event = make_event(slug="visit", actors=[make_actor()])
    make_citation(event)
    make_timeline(chapters=[("2024-01-01", "2024-12-31")])


@override_settings(RATE_LIMITS={})
class AddressTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_content()

    @settings(max_examples=100, deadline=None)
    @given(
        st.sampled_from(PAGES), st.lists(said, max_size=4), st.sampled_from(["", "results", "evidence", "\0"])
    )
    def test_a_page_answers_whatever_is_asked(self, path, params, part):
        headers = {"HX-Request": "true", "HX-Target": part} if part else {}
        response = Client().get(address_of(path, params), headers=headers)
        assert response.status_code in (200, 302, 404, 501)  # oEmbed has 501 for other formats
        if not response.streaming:
            assert b"<script>alert(1)" not in response.content

    def test_each_value_is_taken_by_each_parameter(self):
        for path in ("/", "/oembed", "/sources/", "/timelines/japan-and-korea.csv"):
            for value in VALUES:
                address = address_of(path, [(name, value) for name in NAMES])
                assert Client().get(address).status_code in (200, 302, 404, 501), address


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/sources/99999999999999999999999/", "/sources/0/", "/events/%00/", "/events/\ud800/", "/timelines/x.exe", "/sitemap-%00.xml", "/embed/%F0%9F%98%80/", "/%2e%2e/etc/passwd", "/actors/" + "x" * 5000 + "/"],
)  # fmt: skip
def test_paths_that_lead_nowhere(path):
    assert Client().get(quote(path.encode("utf-8", "surrogatepass"), safe="/%")).status_code in (301, 404)
