"""Pictures for link previews, citations of pages, the map for search engines."""

import re
import struct
from datetime import date

import pytest
from django.urls import reverse
from pybtex.database import parse_string

from tests.factories import make_citation, make_event
from timeline.data.bibliography import Reference
from timeline.models import Event, Timeline
from timeline.reading.lettering import text_width
from timeline.sharing.cards import PASSAGE_SIZES, SIDE, SIZE, set_passage, set_title

pytestmark = [pytest.mark.django_db, pytest.mark.once]


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


@pytest.mark.parametrize(
    "title",
    [
        "Summit",
        "Kishida and Yoon meet in Seoul " * 6,
        "日韓首脳会談がソウルで開かれ両首脳が協力を確認した" * 5,
    ],
)
def test_a_title_is_set_whole_and_smaller_where_it_is_long(title):
    found = set_title(title)
    assert "".join(line for _, line in found["lines"]).replace(" ", "") == title.replace(" ", "")
    assert all(text_width(line, found["size"]) <= SIZE[0] - 2 * SIDE for _, line in found["lines"])
    assert (found["size"] < 58) == (title != "Summit") and found["lines"][-1][0] < 290


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
    (entry,) = parse_string(reference.bibtex, "bibtex").entries.values()
    assert entry.persons["author"] and entry.fields["month"] == "September"
    assert (entry.fields["date"], entry.fields["url"]) == ("2024-09-07", reference.url)


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


@pytest.mark.parametrize(
    ("quote", "words"),
    [("He arrived on Friday, 6 September 2024.", "6 September 2024"), ("word " * 40 + "on 6 September 2024, he said.", "6 September 2024"), ("岸田氏は2024年9月6日に到着した。" * 3, "2024年9月6日"), ("No date here.", "")],
)  # fmt: skip
def test_a_card_shows_the_passage_whole_with_its_date_marked(quote, words):
    passage = make_citation(make_event(), quote=quote, date_words=words)
    card = set_passage(passage, 200, 440)
    pieces = [piece for _, row in card["passage"] for piece in row]
    assert "".join(text for text, _ in pieces).replace(" ", "") == f"“{quote}”".replace(" ", "")
    assert "".join(text for text, marks in pieces if marks).replace(" ", "") == words.replace(" ", "")
    assert card["passage_size"] in PASSAGE_SIZES and card["passage"][-1][0] <= 440


def test_the_address_of_an_event_on_a_timeline_has_the_events_own_preview(client, timeline):
    event = make_event("Camp David", "2023-08-18")
    make_citation(event, quote="They met at Camp David on 18 August 2023.", date_words="18 August 2023")
    page = client.get("/", {"event": event.slug}).content.decode()
    assert f'/events/{event.slug}.png"' in page and 'og:title" content="Camp David, 18 August 2023"' in page
    assert 'name="description" content="They met at Camp David on 18 August 2023."' in page
    plain = client.get("/").content.decode()
    assert (
        "/timelines/treaties.png" in plain
        and "They met at Camp David on 18 August 2023." not in plain.split("</head>")[0]
    )
