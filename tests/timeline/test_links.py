"""Addresses and texts from elsewhere: what is kept of them, and what never becomes a link."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tests.factories import make_citation, make_event, make_source
from timeline.links import is_web_link
from timeline.models import Event, Source
from timeline.tables.files import load_json
from timeline.tables.importing import write_records
from timeline.tables.records import EventRecords
from timeline.tables.timelinejs import read_timelinejs
from timeline.texts import fit

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
