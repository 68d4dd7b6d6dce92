"""Pictures for link previews, citations of pages, the map for search engines."""

import re
import struct
from datetime import date

import pytest
from django.urls import reverse

from tests.factories import make_event
from timeline.citing import Reference
from timeline.models import Event, Timeline
from timeline.pictures import wrap

pytestmark = pytest.mark.django_db


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


@pytest.fixture
def timeline():
    return Timeline.objects.create(title="Treaties & <others> 한국", slug="treaties", is_default=True)


def test_a_timeline_and_an_event_have_a_picture(client, timeline):
    event = make_event(title='A "long" <title> & more', edtf="2024-09-06")
    page = client.get("/").content.decode()
    address = re.search(r'property="og:image" content="http://testserver([^"]+)"', page)[1]
    for url in (address, reverse("timeline:event-picture", args=[event.slug])):
        response = client.get(url)
        assert response["Content-Type"] == "image/png" and "max-age" in response["Cache-Control"]
        assert size_of(response.content) == (1200, 630)
        again = client.get(url, headers={"If-None-Match": response["ETag"]})
        assert again.status_code == 304


def test_what_is_not_published_has_no_picture(client):
    event = make_event(status=Event.Status.PROPOSED)
    assert client.get(reverse("timeline:event-picture", args=[event.slug])).status_code == 404
    assert client.get("/timelines/none.png").status_code == 404


def test_long_titles_are_set_in_lines_and_cut():
    lines = wrap("Kishida and Yoon meet in Seoul " * 8, 58, 2)
    assert len(lines) == 2 and lines[1][1].endswith("…") and lines[0][0] < lines[1][0]
    assert len(wrap("日韓首脳会談がソウルで開かれ両首脳が協力を確認した" * 3, 58, 3)) == 3
    assert wrap("", 58, 2) == [(150, "")]


def test_a_page_says_how_to_cite_it(client):
    event = make_event(title="Camp David", edtf="2023-08-18")
    page = client.get(event.get_absolute_url()).content.decode()
    assert "Camp David, 18 August 2023" in page and "@misc{" in page


def test_the_styles_of_citation():
    reference = Reference("100% of {A} & B, 2024", "https://example.org/events/a/", date(2024, 9, 7), "a")
    assert (
        reference.apa == "Entente. (2024, September 7). 100% of {A} & B, 2024. https://example.org/events/a/"
    )
    assert reference.mla == "“100% of {A} & B, 2024.” Entente, 7 Sept. 2024, example.org/events/a/."
    assert reference.chicago == (
        "Entente, “100% of {A} & B, 2024,” last modified September 7, 2024, https://example.org/events/a/."
    )
    assert r"title = {{100\% of {$\lbrace$}A{$\rbrace$} \& B, 2024}}" in reference.bibtex


def test_search_engines_find_every_published_page(client, timeline):
    shown, hidden = make_event(), make_event(status=Event.Status.PROPOSED)
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()
    index = client.get("/sitemap.xml").content.decode()
    maps = "".join(
        client.get(address.removeprefix("http://testserver")).content.decode()
        for address in re.findall("<loc>(.*?)</loc>", index)
    )
    assert shown.get_absolute_url() in maps and timeline.get_absolute_url() in maps
    assert hidden.get_absolute_url() not in maps
