"""Addresses and texts from outside: what is stored, and what never becomes a link."""

import json
from urllib.parse import unquote

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tests.factories import make_citation, make_event, make_source
from timeline.clean_text import fit
from timeline.data.tables.events import EventRecords
from timeline.data.tables.files import load_json
from timeline.data.tables.importing import write_records
from timeline.data.tables.timelinejs import read_timelinejs
from timeline.links import is_web_link, text_directive, words_in_source
from timeline.models import Event, Source

pytestmark = pytest.mark.once

NO_LINKS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://example.org/",
    "//example.org/",
    "http://",
    "http://[",
    "https://example.org/a b",
    "https://example.org/\nb",
    f"https://example.org/{'x' * 1000}",
]


@pytest.mark.parametrize("text", NO_LINKS)
def test_what_is_no_web_address(text):
    assert not is_web_link(text)


@pytest.mark.parametrize(
    "text", ["https://example.org/a?b=c#d", "http://例え.jp/記事", "https://[2606:4700::1111]/"]
)
def test_what_is(text):
    assert is_web_link(text)


@pytest.mark.django_db
@pytest.mark.parametrize("url", NO_LINKS[:-1])
def test_no_page_links_to_what_is_no_web_address(url):
    """Not even where a row was written past every form."""
    source = make_source(url=url)
    event = make_event(slug="an-event")
    make_citation(event, source)
    for address in ("/events/an-event/", f"/sources/{source.pk}/", "/?event=an-event"):
        page = Client().get(address).content.decode()
        assert f'href="{url.strip()[:10]}' not in page.replace('href="http', "")


@pytest.mark.django_db
@pytest.mark.parametrize("url", NO_LINKS)
def test_no_table_brings_one(url):
    cited = {"quote": "Said.", "source": {"title": "T", "url": url}}
    record = {"title": "An event", "date": "2024", "citations": [cited]}
    report = write_records(EventRecords(), [(1, record)])
    assert report.wrong and not Event.objects.exists() and not Source.objects.exists()


def test_an_old_timeline_with_hostile_addresses_is_read():
    slide = {"start_date": {"year": 2024}, "text": {"headline": "A", "text": '<a href="javascript:x">'}}
    data = {"events": [slide | {"media": {"url": "http://["}}], "eras": 7, "title": [1]}
    old = read_timelinejs(json.dumps(data).encode())
    assert old.events[0][1]["citations"][0]["source"] == {"title": "An earlier timeline", "kind": "abstract"}


def test_numbers_without_end_are_no_table():
    with pytest.raises(ValidationError, match="number that is too long"):
        load_json(b"[1" + b"0" * 5000 + b"]")


@pytest.mark.django_db
def test_a_table_with_signs_that_no_database_bears_is_imported_without_them():
    record = {"title": "\u202eAn\0 event\ud800", "date": "2024"}
    assert not write_records(EventRecords(), [(1, record)]).wrong
    assert Event.objects.get().title == "An event"


def test_text_is_made_fit():
    assert fit("a\x00\u202eb\ud800\u2067c\x1b\ufffe") == "abc"
    assert fit("ا\u200fب\u200d\tç\n한국어\U0001f600") == "ا\u200fب\u200d\tç\n한국어\U0001f600"


LONG = "On 6 September 2024, Prime Minister Kishida - for the twelfth time - met President Yoon in Seoul, and both signed a memorandum on protecting citizens & more."


@pytest.mark.parametrize(
    ("words", "directive"),
    [
        ("Kishida met Yoon, on Friday.", "Kishida%20met%20Yoon%2C%20on%20Friday."),
        ("a well-known A&B", "a%20well%2Dknown%20A%26B"),
        (LONG, "On%206%20September%202024%2C%20Prime%20Minister,memorandum%20on%20protecting%20citizens%20%26%20more."),
        ("first line of it\nand the second, of one passage that goes on", "first%20line%20of%20it%20and%20the,of%20one%20passage%20that%20goes%20on"),
        ("one\ntwo three", "one,three"),
        ("両首脳は会談した。", "%E4%B8%A1%E9%A6%96%E8%84%B3%E3%81%AF%E4%BC%9A%E8%AB%87%E3%81%97%E3%81%9F%E3%80%82"),
    ],
)  # fmt: skip
def test_a_text_fragment_names_the_words(words, directive):
    assert text_directive(words) == directive


def test_a_long_passage_without_spaces_is_named_by_its_ends():
    start, end = text_directive("岸" * 100 + "日" * 100).split(",")
    assert unquote(start) == "岸" * 14 and unquote(end) == "日" * 14


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("source", "passage", "leads_to_words"),
    [
        ({}, {"start": 0, "end": 20}, True),
        ({}, {}, False),  # typed by a curator
        ({"kind": "abstract"}, {"start": 0, "end": 20}, False),  # our own words
    ],
)
def test_the_document_opens_at_the_words_where_they_are_surely_in_it(client, source, passage, leads_to_words):
    event = make_event()
    made = make_source(url="https://example.org/news?a=1&b=2#top", **source)
    make_citation(event, made, quote="Kishida visited Seoul.", **passage)
    page = client.get(event.get_absolute_url()).content.decode()
    address = "https://example.org/news?a=1&amp;b=2#top"
    assert f'href="{address}{":~:text=Kishida%20visited%20Seoul." if leads_to_words else ""}"' in page


@pytest.mark.django_db
def test_an_address_that_is_none_gets_no_fragment():
    citation = make_citation(make_event(), make_source(url="ftp://example.org"), start=0, end=5)
    assert words_in_source(citation) == "ftp://example.org"
