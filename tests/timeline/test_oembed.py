"""oEmbed beyond its first answers: sizes, what the reader had chosen, and the script beside it."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from django.conf import settings

from tests.factories import make_event, make_timeline

pytestmark = pytest.mark.django_db
URL = "http://testserver/timelines/japan-and-korea/"


@pytest.fixture(autouse=True)
def timeline():
    return make_timeline(chapters=[("2022-01-01", "2024-12-31")], is_default=True)


def ask(client, url=URL, **params):
    return client.get("/oembed", {"url": url, **params})


@pytest.mark.parametrize(
    ("given", "width"),
    [("400", 400), ("99999", 900), ("0", 900), ("-5", 900), ("wide", 900), ("", 900), ("9" * 5000, 900)],
)
def test_it_is_never_wider_than_asked(client, given, width):
    data = ask(client, maxwidth=given, maxheight=given).json()
    assert data["width"] == width and data["height"] <= 900 and f'width="{width}"' in data["html"]


def test_the_first_page_stands_for_the_default_timeline(client):
    assert ask(client, "http://testserver/").json()["title"] == "Japan and Korea"
    assert ask(client, "http://TESTSERVER/").status_code == 200


def test_what_the_reader_had_chosen_is_embedded(client):
    html = ask(client, URL + '?chapter=part-1&utm_source=mail&q="><script>').json()["html"]
    (src,) = re.findall(r'src="([^"]*)"', html)
    assert src == "http://testserver/embed/japan-and-korea/?chapter=part-1&amp;q=%22%3E%3Cscript%3E"
    assert client.get(src.replace("&amp;", "&")).status_code == 200


def test_what_is_not_public_is_not_found(client, timeline):
    event = make_event()
    timeline.is_published = False
    timeline.save()
    for url in (
        URL,
        "http://testserver/embed/japan-and-korea/",
        f"http://testserver{event.get_absolute_url()}",
    ):
        assert ask(client, url).status_code == 404


def test_xml_is_well_formed_whatever_the_title(client, timeline):
    timeline.title = "A \x0b<b> & c"
    timeline.save()
    assert ET.fromstring(ask(client, format="xml").content).findtext("title") == "A <b> & c"


def test_the_script_checks_where_a_height_comes_from(client):
    text = (Path(settings.BASE_DIR) / "static" / "js" / "embed.js").read_text()
    assert "event.origin !== home" in text and len(text) < 3000
    assert client.get("/embed.js").content.decode() == text
