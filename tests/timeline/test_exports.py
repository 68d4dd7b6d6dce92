"""Events as data, by command and by address."""

import csv
import io
import json
import xml.etree.ElementTree as ET

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_actor, make_citation, make_event, make_source, make_timeline

pytestmark = pytest.mark.django_db


def export(**options):
    out = io.StringIO()
    call_command("export_events", stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def events(db):
    event = make_event(
        "Summit, with; marks",
        "2024-09-06/2024-09-07",
        "summit",
        [make_actor()],
        place="Seoul",
        is_disputed=True,
    )
    make_citation(
        event,
        make_source(url="https://example.org/a", published="2024-09-03", published_basis="stated"),
        start=3,
        end=45,
    )
    make_event("=HYPERLINK()", "2022/..", "office")
    make_event("Proposed", status="proposed")
    make_event("Rejected", status="rejected")
    return event


def test_json_has_the_agreed_form(events):
    first, second = json.loads(export(format="json"))["events"][::-1]
    assert list(first) == [
        "id",
        "slug",
        "title",
        "kind",
        "status",
        "date",
        "place",
        "disputed",
        "actors",
        "citations",
        "title_basis",
        "read_by",
    ]
    assert first["date"] == {
        "edtf": "2024-09-06/2024-09-07",
        "earliest": "2024-09-06",
        "latest": "2024-09-07",
        "precision": "day",
    }
    assert first["actors"] == [{"name": "Fumio Kishida", "kind": "person", "role": "participant"}]
    (citation,) = first["citations"]
    assert set(citation) == {"source", "quote", "start", "end", "page", "date", "disputes"}
    assert set(citation["source"]) == {
        "title",
        "publisher",
        "url",
        "published",
        "origin",
        "archive_url",
        "reliability",
    }
    assert citation["source"]["published"] == "2024-09-03" and (citation["start"], citation["end"]) == (3, 45)
    assert second["date"]["latest"] is None and first["disputed"] is True


def test_status_and_timeline_choose_the_events(events):
    make_timeline(latest="2023-01-01")
    assert len(json.loads(export(status="all"))["events"]) == 4
    assert [e["title"] for e in json.loads(export(status="rejected"))["events"]] == ["Rejected"]
    assert [e["title"] for e in json.loads(export(timeline="japan-and-korea"))["events"]] == ["=HYPERLINK()"]
    with pytest.raises(CommandError, match="japan-and-korea"):
        export(timeline="none")


def test_nothing_is_still_well_formed(db):
    assert json.loads(export()) == {"events": []}
    assert export(format="ics").endswith("END:VCALENDAR\r\n")
    assert json.loads(export(format="timelinejs"))["events"] == []
    ET.fromstring(export(format="atom"))


def test_csv_runs_no_formula(events):
    rows = list(csv.DictReader(io.StringIO(export(format="csv"))))
    assert [r["title"] for r in rows] == ["'=HYPERLINK()", "Summit, with; marks"]


def test_csv_runs_no_formula_where_a_cell_is_split(events):
    make_event("Talks; =1+1", actors=[make_actor("@SUM(A1)"), make_actor("Ann")], place="Here\n+1")
    row = next(r for r in csv.reader(io.StringIO(export(format="csv"))) if "Talks; '=1+1" in r)
    assert "Here\n'+1" in row and [cell for cell in row if "'@SUM(A1)" in cell]
    assert all(line.startswith('"') for line in export(format="csv").splitlines() if "Summit" in line)


def test_a_season_is_written_in_every_format(events):
    make_event("Harvest talks", "2001-24", slug="harvest")
    assert '"2001-24","2001-12-01","2002-02-28","season"' in export(format="csv")
    (told,) = [e for e in json.loads(export(format="json"))["events"] if e["slug"] == "harvest"]
    assert told["date"]["edtf"] == "2001-24" and told["date"]["precision"] == "season"
    calendar = export(format="ics")
    assert "DTSTART;VALUE=DATE:20011201\r\nDTEND;VALUE=DATE:20020301\r\n" in calendar
    assert "DESCRIPTION:winter 2001" in calendar
    assert "winter 2001: Harvest talks" in export(format="atom")
    slide = next(s for s in json.loads(export(format="timelinejs"))["events"] if s["unique_id"] == "harvest")
    assert slide["start_date"] == {"year": 2001, "month": 12} and slide["display_date"] == "winter 2001"
    assert slide["end_date"] == {"year": 2002, "month": 2}


def test_icalendar_folds_and_escapes(events):
    make_event("회담 " * 40, "2024-01-01", "summit")
    text = export(format="ics")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "SUMMARY:Summit\\, with\\; marks" in text and "DTEND;VALUE=DATE:20240908" in text
    assert text.count("BEGIN:VEVENT") == 2  # what has no end cannot stand in a calendar


def test_timelinejs_dates_are_as_fine_as_known(events):
    make_event("Month", "2024-07", "agreement")
    slides = {s["text"]["headline"]: s for s in json.loads(export(format="timelinejs"))["events"]}
    assert slides["Month"]["start_date"] == {"year": 2024, "month": 7}
    assert slides["=HYPERLINK()"]["start_date"] == {"year": 2022} and "end_date" not in slides["=HYPERLINK()"]


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        ("json", "application/json"),
        ("csv", "text/csv"),
        ("ics", "text/calendar"),
        ("atom", "application/atom+xml"),
    ],
)
def test_a_timeline_is_offered_under_its_address(client, events, ending, kind):
    make_timeline()
    response = client.get(f"/timelines/japan-and-korea.{ending}")
    body = b"".join(response.streaming_content)
    assert response["Content-Type"].startswith(kind) and b"Summit" in body and b"Proposed" not in body
    assert client.get("/timelines/japan-and-korea.exe").status_code == 404


def test_citations_stand_in_the_same_order_on_every_database():
    event = make_event()
    make_citation(event, make_source(title="Unknown day"))
    for day in ("2024-09-07", "2024-09-03"):
        make_citation(event, make_source(title=day, published=day, published_basis="stated"))
    titles = [c["source"]["title"] for c in json.loads(export())["events"][0]["citations"]]
    assert titles == ["2024-09-03", "2024-09-07", "Unknown day"]


def test_merged_events_are_never_exported():
    merged = make_event("Merged", merged_into=make_event("Kept"))
    for status in ("published", "all"):
        assert [e["title"] for e in json.loads(export(status=status))["events"]] == ["Kept"], merged


def test_hostile_text_breaks_no_format():
    event = make_event("A\r\nEND:VEVENT\rB\x0b", "0935-01-02", place="＝cmd")
    make_citation(event, make_source(publisher="The\x0bPaper"))
    calendar = export(format="ics")
    assert "SUMMARY:A\\nEND:VEVENT\\nB\r\n" in calendar and "\r\nEND:VEVENT\rB" not in calendar
    assert "DTSTART;VALUE=DATE:09350102\r\nDTEND;VALUE=DATE:09350103\r\n" in calendar
    assert "ThePaper" in "".join(ET.fromstring(export(format="atom")).itertext())
    assert "'＝cmd" in export(format="csv")


@pytest.mark.parametrize(
    ("edtf", "start", "end"),
    [
        ("../1945", {"year": 1945}, {"year": 1945}),
        ("2022/..", {"year": 2022}, None),
        ("1910/1945-08-15", {"year": 1910}, {"year": 1945, "month": 8, "day": 15}),
        ("2024-09-06", {"year": 2024, "month": 9, "day": 6}, None),
        ("2024-22", {"year": 2024, "month": 6}, {"year": 2024, "month": 8}),
    ],
)
def test_timelinejs_gives_each_end_its_own_precision(edtf, start, end):
    make_event(edtf=edtf)
    (slide,) = json.loads(export(format="timelinejs"))["events"]
    assert (slide["start_date"], slide.get("end_date")) == (start, end)


def test_the_command_writes_utf_8_whatever_the_locale(monkeypatch):
    make_event("회담")
    latin = io.TextIOWrapper(raw := io.BytesIO(), encoding="ascii")
    monkeypatch.setattr("sys.stdout", latin)
    call_command("export_events", format="ics")
    latin.flush()
    assert "SUMMARY:회담\r\n".encode() in raw.getvalue()


@pytest.mark.django_db
def test_readers_are_told_no_folder_of_this_machine(client):
    event = make_event()
    for origin in ("/srv/archive/news/a.md", r"C:\news\b.md", "https://example.org/c", "upload:1f/d.txt"):
        make_citation(event, make_source(origin=origin))
    address = event.get_absolute_url().rstrip("/") + ".json"
    page = b"".join(client.get(address).streaming_content).decode()
    origins = [citation["source"]["origin"] for citation in json.loads(page)["events"][0]["citations"]]
    assert origins == ["a.md", "b.md", "https://example.org/c", "d.txt"]
    told = client.get(f"/api/v1/events/{event.slug}").json()
    assert [citation["source"]["origin"] for citation in told["citations"]] == origins
