"""Every export is read back by somebody else's library."""

import csv
import io
import json
from datetime import UTC, date, datetime

import feedparser
import icalendar
import pytest
import vobject
from citeproc import Citation as CslCitation
from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from django.core.cache import cache
from django.core.management import call_command
from jsonschema import Draft202012Validator
from pybtex.database import parse_string
from pylatexenc.latex2text import LatexNodes2Text

from tests.factories import make_actor, make_citation, make_event, make_source, make_timeline
from timeline.data.bibliography import csl_item
from timeline.models import Event

pytestmark = pytest.mark.django_db
TITLES = [
    "Summit, with; marks: \"quoted\" & <b>bold</b> 'single'",
    "한일 정상회담, 서울에서 열려 " * 6,
    "岸田首相「訪韓」、共同会見；議題は…",
    r"Back\slash {braces} } { 100% $5 #1 _under_ ^hat ~tilde | bar",
    "=cmd|' /C calc'!A0",
]


@pytest.fixture
def timeline():
    timeline = make_timeline("Titles & “quotes” 한국")
    dates = ["2024-09-06/2024-09-07", "1910/1945-08-15", "1907~", "2024-07", "2022/.."]
    for number, (title, edtf) in enumerate(zip(TITLES, dates, strict=True)):
        event = make_event(
            title[:200].strip(), edtf, "summit", [make_actor()], slug=f"e{number}", place=title
        )
        published = {"published": date(2024, 9, 3), "published_basis": "stated"} if number else {}
        source = make_source(
            title=title,
            publisher=title[::-1],
            url=f"https://example.org/{number}?a=1&b={{x}}%20",
            **published,
        )
        make_citation(event, source, quote=f"{title}\nsecond line", start=0, end=9)
    return timeline


def command(name, **options):
    out = io.StringIO()
    call_command("export_events", format=name, stdout=out, **options)
    return out.getvalue()


def fetch(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return b"".join(response).decode()


def exported(client, timeline, name, suffix):
    """The same from the command and from the address; only the latter knows its host."""
    return command(name, timeline=timeline.slug), fetch(client, f"/timelines/{timeline.slug}.{suffix}")


@pytest.fixture
def validator(client):
    schema = json.loads(client.get("/schemas/events.json").content)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def test_json_keeps_to_its_published_schema(client, timeline, validator):
    make_event("Waiting", status="proposed")
    texts = exported(client, timeline, "json", "json")
    assert texts[0] == texts[1]
    for text in (*texts, command("json", status="all"), fetch(client, "/events/e0.json")):
        validator.validate(json.loads(text))
    assert sorted(e["title"] for e in json.loads(texts[0])["events"]) == sorted(
        t[:200].strip() for t in TITLES
    )


def test_the_schema_refuses_what_is_wrong(validator, timeline):
    data = json.loads(command("json"))
    for change in (
        lambda e: e.pop("citations"),
        lambda e: e["date"].update(earliest="6 September"),
        lambda e: e.update(kind="party"),
        lambda e: e.update(article="its whole text"),
        lambda e: e["citations"][0]["source"].update(published=2024),
    ):
        wrong = json.loads(json.dumps(data))
        change(wrong["events"][0])
        assert not validator.is_valid(wrong)


def test_csv_is_a_table(client, timeline):
    for text in exported(client, timeline, "csv", "csv"):
        rows = {row["slug"]: row for row in csv.DictReader(io.StringIO(text), strict=True)}
        titles = [rows[f"e{n}"]["title"] for n in range(len(TITLES))]
        assert titles == [t[:200].strip() for t in TITLES[:4]] + ["'" + TITLES[4]]
        assert (rows["e1"]["earliest"], rows["e1"]["latest"]) == ("1910-01-01", "1945-08-15")


def test_icalendar_is_read_by_two_libraries(client, timeline):
    for text in exported(client, timeline, "ics", "ics"):
        parsed = icalendar.Calendar.from_ical(text)
        events = {str(e["UID"]).partition("@")[0]: e for e in parsed.walk("VEVENT")}
        assert len(events) == 4 and not parsed.errors and not any(e.errors for e in parsed.walk("VEVENT"))
        for number, title in enumerate(TITLES[:4]):
            row = Event.objects.get(slug=f"e{number}")
            event = events[f"event-{row.pk}"]
            assert event["SUMMARY"] == row.title and event["LOCATION"] == title
            assert event.decoded("DTSTART") == row.earliest
            assert (event.decoded("DTEND") - row.latest).days == 1
        assert "about 1907" in events[f"event-{Event.objects.get(slug='e2').pk}"]["DESCRIPTION"]
        other = vobject.readOne(text, validate=True)
        assert {e.summary.value for e in other.vevent_list} == {str(e["SUMMARY"]) for e in events.values()}
        assert {e.location.value for e in other.vevent_list} == set(TITLES[:4])


@pytest.mark.parametrize("title", [r"C:\News; \n, \\N", "\\" * 80 + "N", "^" * 90, "漢字" * 50])
def test_a_calendar_keeps_signs_that_mean_something_to_it(client, title):
    event = make_event(title, "2024-09-06", place=title, slug="signs")
    text = fetch(client, "/events/signs.ics")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    entry = vobject.readOne(text, validate=True).vevent
    assert (entry.summary.value, entry.location.value) == (title, title)
    assert (entry.dtstart.value, entry.dtend.value) == (event.earliest, date(2024, 9, 7))


def test_calendars_of_two_sites_do_not_overwrite_each_other(client, timeline):
    uids = []
    for host in ("localhost", "127.0.0.1"):
        text = b"".join(client.get("/timelines/titles-quotes.ics", headers={"host": host})).decode()
        uids.append({str(e["UID"]) for e in icalendar.Calendar.from_ical(text).walk("VEVENT")})
    assert uids[0].isdisjoint(uids[1])


def test_atom_is_a_feed_that_readers_can_follow(client, timeline):
    Event.objects.filter(slug="e1").update(updated_at=datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC))
    address = f"/timelines/{timeline.slug}.atom"
    feed = feedparser.parse(fetch(client, address))
    assert not feed.bozo and feed.version == "atom10" and len(feed.entries) == len(TITLES)
    assert (
        feed.feed.id.startswith("tag:testserver,2024:") and feed.feed.updated == "2030-01-02T03:04:05+00:00"
    )
    assert [link.href for link in feed.feed.links if link.rel == "self"] == [f"http://testserver{address}"]
    first = feed.entries[0]
    assert first.title == "1910 – 15 August 1945: " + TITLES[1].strip() and first.updated == feed.feed.updated
    assert first.link == "http://testserver/events/e1/"
    assert len({e.id for e in feed.entries}) == len(TITLES)
    assert all(e.published_parsed and e.updated_parsed for e in feed.entries)
    marked = next(e for e in feed.entries if e.link.endswith("/e0/"))
    assert "<b>" not in marked.summary and "&lt;b&gt;" in marked.summary  # read as text, not as marks
    ids = [e.id for e in feed.entries]
    cache.clear()
    assert [e.id for e in feedparser.parse(fetch(client, address)).entries] == ids


def test_a_feed_holds_what_was_changed_last(client, timeline, monkeypatch):
    monkeypatch.setattr("timeline.data.views.FEED_ENTRIES", 2)
    for number, slug in enumerate(("e3", "e1")):
        Event.objects.filter(slug=slug).update(updated_at=datetime(2030, 1, 1 + number, tzinfo=UTC))
    feed = feedparser.parse(fetch(client, f"/timelines/{timeline.slug}.atom"))
    assert [e.link.rpartition("events/")[2] for e in feed.entries] == ["e1/", "e3/"]


def test_a_feed_without_entries_does_not_look_changed_each_time(client):
    timeline = make_timeline()
    first = feedparser.parse(fetch(client, f"/timelines/{timeline.slug}.atom"))
    assert not first.bozo and first.feed.updated.startswith(timeline.updated_at.isoformat()[:19])


def test_bibtex_is_read_with_its_titles_whole(client, timeline):
    for text in exported(client, timeline, "bibtex", "bib"):
        entries = parse_string(text, "bibtex").entries
        by_url = {entry.fields["url"][20]: entry for entry in entries.values()}
        assert len(entries) == len(TITLES)
        for number, title in enumerate(TITLES):
            entry = by_url[str(number)]
            wanted = " ".join(title.split())
            assert plain_tex(entry.fields["title"]) == wanted
            assert plain_tex(entry.fields["howpublished"]) == " ".join(title[::-1].split())
            assert entry.fields["url"].endswith("?a=1&b=%7Bx%7D%20")
            assert ("month" in entry.fields) == bool(number)
        assert by_url["1"].fields["month"] == "September" and by_url["1"].fields["date"] == "2024-09-03"


def plain_tex(text):
    """What LaTeX sets, as a reader of LaTeX has it."""
    return LatexNodes2Text().latex_to_text(text).replace("ˆ", "^")


def test_csl_json_makes_a_bibliography(client, timeline):
    for text in exported(client, timeline, "csljson", "csl.json"):
        items = json.loads(text)
        assert [i["title"] for i in items] == [" ".join(t.split()) for t in TITLES]
        source = CiteProcJSON(items)
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        for item in items:
            bibliography.register(CslCitation([CitationItem(item["id"])]))
        written = [str(entry) for entry in bibliography.bibliography()]
        assert len(written) == len(TITLES)
        assert "岸田首相「訪韓」、共同会見；議題は…" in "".join(written) and "2024" in "".join(written)


CSL_STRINGS = {"type", "id", "title", "container-title", "publisher", "URL", "language", "note"}
CSL_TYPES = {"article", "article-newspaper", "document", "treaty"}  # of CSL 1.0.2


@pytest.mark.parametrize("kind", ["article", "statement", "treaty", "abstract"])
def test_a_reference_has_nothing_that_csl_does_not_know(kind):
    source = make_source(kind=kind, title="", publisher="", published="2024-09-03", published_basis="stated")
    source.refresh_from_db()
    item = csl_item(source)
    assert item.pop("issued") == {"date-parts": [[2024, 9, 3]]}
    assert item["type"] in CSL_TYPES and set(item) <= CSL_STRINGS
    assert all(isinstance(value, str) and value for value in item.values())
    assert ("abstract" in item.get("note", "")) == (kind == "abstract")


def test_an_event_and_a_source_have_their_own(client, timeline):
    event = Event.objects.get(slug="e0")
    source = event.citations.get().source
    (bib,) = parse_string(fetch(client, "/events/e0.bib"), "bibtex").entries
    assert bib == f"entente-{source.pk}"
    assert fetch(client, f"/sources/{source.pk}.bib") == fetch(client, "/events/e0.bib")
    assert json.loads(fetch(client, f"/sources/{source.pk}.csl.json")) == [csl_item(source)]
    (vevent,) = icalendar.Calendar.from_ical(fetch(client, "/events/e0.ics")).walk("VEVENT")
    assert vevent["URL"] == "http://testserver/events/e0/"
    assert client.get("/events/e4.ics").status_code == 404  # a calendar holds no open end
    assert "/events/e4.ics" not in client.get("/events/e4/").content.decode()


def test_nothing_comes_of_nothing(client):
    timeline = make_timeline()
    assert fetch(client, f"/timelines/{timeline.slug}.bib") == ""
    assert json.loads(fetch(client, f"/timelines/{timeline.slug}.csl.json")) == []
    assert json.loads(fetch(client, f"/timelines/{timeline.slug}.timelinejs"))["events"] == []
