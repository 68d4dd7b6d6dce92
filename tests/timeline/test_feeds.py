"""The exports under a timeline's own address."""

import xml.etree.ElementTree as ET

import pytest

from tests.factories import make_citation, make_event, make_timeline

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def body(client, ending):
    return b"".join(client.get(f"/timelines/japan-and-korea.{ending}").streaming_content).decode()


def test_the_feed_is_valid_atom_with_whole_links(client):
    make_timeline()
    event = make_event()
    make_citation(event)
    feed = ET.fromstring(body(client, "atom"))
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", ATOM)}
    assert links == {
        "alternate": "http://testserver/timelines/japan-and-korea/",
        "self": "http://testserver/timelines/japan-and-korea.atom",
    }
    assert feed.findtext("a:author/a:name", namespaces=ATOM) == "Entente"
    assert feed.findtext("a:id", namespaces=ATOM).startswith("tag:")
    (entry,) = feed.findall("a:entry", ATOM)
    assert entry.find("a:link", ATOM).get("href") == f"http://testserver{event.get_absolute_url()}"


def test_the_calendar_leads_back_to_the_event(client):
    make_timeline()
    event = make_event()
    assert f"URL:http://testserver{event.get_absolute_url()}" in body(client, "ics").replace("\r\n ", "")


def test_an_empty_timeline_is_still_a_feed(client):
    make_timeline()
    assert ET.fromstring(body(client, "atom")).find("a:entry", ATOM) is None


@pytest.mark.parametrize("ending", ["json", "csv", "ics", "atom"])
def test_a_timeline_that_is_not_published_is_not_offered(client, ending):
    make_timeline(is_published=False)
    assert client.get(f"/timelines/japan-and-korea.{ending}").status_code == 404
    assert client.get(f"/timelines/none.{ending}").status_code == 404


def test_more_events_take_no_more_queries(client, django_assert_num_queries):
    make_timeline()
    for number in range(20):
        make_citation(make_event(slug=f"event-{number}"))
    with django_assert_num_queries(7):
        body(client, "json")


def test_feeds_are_read_only(client):
    make_timeline()
    assert client.post("/timelines/japan-and-korea.json").status_code == 405
    assert client.head("/timelines/japan-and-korea.json").status_code == 200
