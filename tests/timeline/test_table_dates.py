"""Dates as spreadsheets write them, read column by column and previewed before anything is written."""

import contextlib
import io
import json

import pytest
from babel import Locale
from django.core.management import call_command
from django.db import DatabaseError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.browsing import sign_in
from tests.factories import make_event, make_timeline
from timeline.data.tables.dates import LANGUAGES, Dates, Order, _months
from timeline.data.tables.importing import Report
from timeline.dates import EdtfError
from timeline.models import Event, Source, TableUpload, Timeline

from .test_tables import export, import_table

pytestmark = pytest.mark.once

WRITTEN = {
    "45541": "2024-09-06",
    "45541.0": "2024-09-06",
    "20240906": "2024-09-06",
    "2024.0": "2024",
    "6-Sep-24": "2024-09-06",
    "06-Sep-2024": "2024-09-06",
    "6-Sep-61": "1961-09-06",
    "Sep-24": "2024-09",
    "2024-09-06 00:00:00": "2024-09-06",
    "2024-09-06T00:00:00.000Z": "2024-09-06",
    "2024-09-06T00:00:00+09:00": "2024-09-06",
    "13/09/2024 12:00:00 AM": "2024-09-13",
    "2024/9/6": "2024-09-06",
    "2024-9-6": "2024-09-06",
    "2024.9.6": "2024-09-06",
    "2024. 9. 6.": "2024-09-06",
    "2024. 9.": "2024-09",
    "2024/09": "2024-09",
    "２０２４／９／６": "2024-09-06",
    "2024年9月6日": "2024-09-06",
    "2024年9月6日(金)": "2024-09-06",
    "2024년 9월 6일": "2024-09-06",
    "13.09.2024": "2024-09-13",
    "9/13/24": "2024-09-13",
    "5/5/2024": "2024-05-05",
    "6. September 2024": "2024-09-06",
    "6 septembre 2024": "2024-09-06",
    "6 de septiembre de 2024": "2024-09-06",
    "Friday, September 6, 2024": "2024-09-06",
    "13/09/2024 - 15/09/2024": "2024-09-13/2024-09-15",
    "2024-09-06 – 2024-09-07": "2024-09-06/2024-09-07",
    "2024-09-06~2024-09-07": "2024-09-06/2024-09-07",
    "1910 – 15 August 1945": "1910/1945-08-15",
    "spring 2024 – autumn 2024": "2024-21/2024-23",
    "since 13/09/2024": "2024-09-13/..",
    "2001-24": "2001-24",
    "2001-34": "2001-34",
    "2nd quarter 2001": "2001-34",
    "Q1 2001 – Q3 2001": "2001-33/2001-35",
}


@pytest.mark.parametrize(("text", "edtf"), WRITTEN.items())
def test_a_date_is_read_as_spreadsheets_write_it(text, edtf):
    assert Dates().read("date", text) == edtf


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2024-09-06 14:30", "time of day"),
        ("13/09/2024 9:15", "time of day"),
        ("45541.5", "time of day"),
        ("31/02/2024", "not a calendar date"),
        ("24-09-06", "three ways"),
        ("1911/12", "1911-12, or 1911/1912"),
        ("1939-41", "1939-07/1939-12, or 1939/1941"),
        ("[1667,1668]", "1667/1672"),
        ("06/09/2024", "6 September 2024 or 9 June 2024"),
        ("6/9", "cannot be read as a date"),
    ],
)
def test_what_cannot_be_told_is_refused_with_the_reason(text, said):
    with pytest.raises(EdtfError, match=said):
        Dates().read("date", text)


COLUMNS = [
    (["13/09/2024", "06/09/2024"], None, ["2024-09-13", "2024-09-06"]),
    (["9/6/2024", "9/13/2024"], None, ["2024-09-06", "2024-09-13"]),
    (["06.09.2024", "07.09.2024"], None, ["2024-09-06", "2024-09-07"]),
    (["06.09.2024", "9.13.2024"], None, ["2024-06-09", "2024-09-13"]),
    (["13/09/2024", "31/04/2024", "06/09/2024"], None, ["2024-09-13", None, "2024-09-06"]),
    (["06/09/2024", "05/05/2024"], None, [None, "2024-05-05"]),
    (["06/09/2024", "05/10/2024"], Order.DAY, ["2024-09-06", "2024-10-05"]),
    (["06/09/2024", "05/10/2024"], Order.MONTH, ["2024-06-09", "2024-05-10"]),
    (["13/09/2024", "9/13/2024", "06/09/2024"], None, ["2024-09-13", "2024-09-13", None]),
    (["13/09/2024", "06/09/2024"], Order.MONTH, ["2024-09-13", "2024-09-06"]),
    (["13/09/2024 – 02/10/2024", "06/09/24"], None, ["2024-09-13/2024-10-02", "2024-09-06"]),
]


@pytest.mark.parametrize(("cells", "chosen", "wanted"), COLUMNS)
def test_the_order_is_decided_for_the_whole_column(cells, chosen, wanted):
    dates = Dates(chosen)
    dates.study(("date", cell) for cell in cells)
    read = []
    for cell in cells:
        try:
            read.append(dates.read("date", cell))
        except EdtfError:
            read.append(None)
    assert read == wanted


@given(st.lists(st.dates(), min_size=1, max_size=8), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]))
def test_no_column_is_ever_read_in_another_order(days, form):
    cells = [day.strftime("%d/%m/") + f"{day.year:04}" if form[1] == "d" else day.strftime("%m/%d/") + f"{day.year:04}" for day in days]  # fmt: skip
    dates = Dates()
    dates.study(("date", cell) for cell in cells)
    for day, cell in zip(days, cells, strict=True):
        try:
            assert dates.read("date", cell) == day.isoformat()
        except EdtfError:
            assert dates.is_asked


@given(st.text(max_size=30) | st.from_regex(r"[\d/.,: T~-]{1,20}", fullmatch=True))
def test_any_cell_is_read_or_refused(text):
    dates = Dates()
    dates.study([("date", text)])
    with contextlib.suppress(EdtfError):
        dates.read("date", text)


def test_no_two_languages_name_different_months_alike():
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in Locale.parse(language).months["format"][width].items():
                assert _months()[name.casefold().rstrip(".")] == number


def dates_of_events():
    return list(Event.objects.order_by("pk").values_list("edtf", flat=True))


@pytest.mark.django_db
class TestAdmin:
    def test_a_column_of_days_first_is_read_so_and_each_reading_shown(self, client):
        sign_in(client, "Curator")
        table = "title,date\nSigned,13/09/2024\nIn force,06/09/2024\nEnd,25/12/2023\nOpen,05/12/2023\n"
        looked, _ = import_table(client, "event", table)
        assert dates_of_events() == ["2024-09-13", "2024-09-06", "2023-12-25", "2023-12-05"]
        for words in (
            "06/09/2024 → 6 September 2024",
            "05/12/2023 → 5 December 2023",
            "the day comes first, as",
        ):
            assert words in looked
        assert 'name="order"' not in looked

    @pytest.mark.parametrize(
        ("order", "wanted"),
        [("day", ["2024-09-06", "2023-12-05"]), ("month", ["2024-06-09", "2023-05-12"])],
    )
    def test_where_both_fit_the_order_is_asked_and_kept(self, client, order, wanted):
        sign_in(client, "Curator")
        file = io.BytesIO(b"title,date\nA,06/09/2024\nB,05/12/2023\n")
        file.name = "t.csv"
        address = client.post(reverse("admin:timeline_event_import"), {"file": file})["Location"]
        looked = client.get(address).content.decode()
        assert 'name="order"' in looked and "could be 6 September 2024 or 9 June 2024" in looked
        client.post(address, {"verb": "all"})
        assert not Event.objects.exists()
        looked = client.post(address, {"verb": "look", "order": order}, follow=True).content.decode()
        assert f'value="{order}" required checked' in looked and "0 wrong" in looked
        assert not Event.objects.exists() and "→" in looked
        client.post(address, {"verb": "all"})
        assert dates_of_events() == wanted and not TableUpload.objects.exists()

    def test_the_columns_of_a_citation_are_read_alike(self, client):
        table = (
            "title,date,source_url,source_published,quote,quote_date\n"
            "A,2024-09-06,https://example.org/a,7.9.2024,They met.,13/09/2024\n"
            "B,2024-09-07,https://example.org/b,2024/9/8,They left.,06/09/2024\n"
        )
        sign_in(client, "Curator")
        looked, _ = import_table(client, "event", table)
        assert "quote_date: 06/09/2024 → 6 September 2024" in looked
        assert [s.published.isoformat() for s in Source.objects.order_by("url")] == [
            "2024-09-07",
            "2024-09-08",
        ]

    def test_json_is_read_by_the_column_too(self, client):
        events = [
            {"title": "A", "date": "06/09/2024"},
            {"title": "B", "date": "13/09/2024"},
            {"title": "C", "date": 45541},
        ]
        sign_in(client, "Curator")
        import_table(client, "event", json.dumps(events), name="t.json")
        assert dates_of_events() == ["2024-09-06", "2024-09-13", "2024-09-06"]

    @pytest.mark.parametrize("format", ["csv", "json"])
    def test_a_season_is_imported_said_sorted_exported_and_comes_back(self, client, format):
        sign_in(client, "Editor")
        table = """title,date,status,no_passage_reason
Winter talks,2001-24,published,Known to all
Spring talks,2001-21~,published,Known to all
Autumn,autumn of 2001,published,Known to all
"""
        looked, _ = import_table(client, "event", table)
        assert "2001-24 → winter 2001" in looked and "about spring 2001" in looked
        ordered = Event.objects.order_by("earliest").values_list("edtf", flat=True)
        assert list(ordered) == ["2001-21~", "2001-23", "2001-24"]
        assert (
            "winter 2001" in client.get(Event.objects.get(edtf="2001-24").get_absolute_url()).content.decode()
        )
        written = export(client, "event", format)
        Event.objects.all().delete()
        import_table(client, "event", written, name=f"t.{format}")
        assert sorted(dates_of_events()) == ["2001-21~", "2001-23", "2001-24"]

    def test_what_may_be_years_or_a_part_of_one_is_refused_and_nothing_is_written(self, client):
        sign_in(client, "Curator")
        looked, done = import_table(client, "event", "title,date\nWar,1939-41\nBudget,2001-34\nTalks,2001\n")
        assert "1 wrong" in looked and "1939-07/1939-12, or 1939/1941" in looked
        assert "2001-34 → second quarter of 2001" in looked and "2001/2034" not in looked
        assert "Nothing was imported" in done.content.decode() and not Event.objects.exists()

    @pytest.mark.parametrize("format", ["csv", "json"])
    def test_every_part_of_a_year_is_exported_and_comes_back(self, client, format):
        parts = [f"1939-{part}" for part in range(21, 42)]
        for edtf in parts:
            make_event(f"Event {edtf}", edtf, status="proposed")
        sign_in(client, "Editor")
        written = export(client, "event", format)
        Event.objects.all().delete()
        import_table(client, "event", written, name=f"t.{format}")
        assert sorted(dates_of_events()) == parts

    def test_what_the_timelinejs_export_says_of_vague_dates_comes_back(self, client):
        vague = [
            "2001-34",
            "1939-41~",
            "2001-30",
            "2001-24",
            "1907~",
            "199X",
            "2022/..",
            "../1945",
            "2024-21/2024-23",
            "1910/1945-08-15",
        ]
        sign_in(client, "Editor")
        table = "title,date,status,no_passage_reason\n" + "".join(
            f"Event {n},{edtf},published,Known to all\n" for n, edtf in enumerate(vague)
        )
        import_table(client, "event", table)
        written = _timelinejs()
        Event.objects.all().delete()
        looked, _ = import_table(client, "timeline", written, name="t.json")
        assert sorted(dates_of_events()) == sorted(vague) and "display date" not in looked
        assert Timeline.objects.count() == 1


def _timelinejs():
    out = io.StringIO()
    call_command("export_events", format="timelinejs", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_a_season_is_found_by_its_bounds_and_drawn_in_every_language(client):
    event = make_event("Winter talks", "2001-24", slug="winter-talks")
    make_timeline()

    def found(query):
        return [e["slug"] for e in client.get(f"/api/v1/events{query}").json()["events"]]

    assert found("?from=2002-02&to=2002-03") == found("?from=2001-12-31&to=2001") == [event.slug]
    assert found("?from=2002-03") == found("?to=2001-11") == []
    for language, words in (("en", "winter 2001"), ("ko", "2001년 겨울"), ("ja", "2001年冬")):
        assert words in client.get(f"/timelines/japan-and-korea/?lang={language}").content.decode()


@pytest.mark.django_db
def test_a_quarter_stands_between_its_neighbours_and_is_drawn_as_a_vague_span(client):
    make_timeline()
    for title, edtf in (
        ("May", "2001-05-02"),
        ("Half", "2001-41"),
        ("Quarter", "2001-34"),
        ("July", "2001-07-02"),
    ):
        make_event(title, edtf, slug=title.lower())
    listed = [e["slug"] for e in client.get("/api/v1/events").json()["events"]]
    assert listed == ["quarter", "may", "half", "july"]
    told = client.get("/api/v1/events/quarter").json()
    assert told["date"] == {
        "edtf": "2001-34",
        "earliest": "2001-04-01",
        "latest": "2001-06-30",
        "precision": "quarter",
    }
    words = {
        "en": ("second quarter of 2001", "to the quarter"),
        "ko": ("2001년 2분기", "분기까지"),
        "ja": ("2001年第2四半期", "四半期単位"),
    }
    for language, (date, precision) in words.items():
        page = client.get(f"/timelines/japan-and-korea/?lang={language}&event=quarter").content.decode()
        assert date in page and precision in page
    Event.objects.exclude(slug="quarter").delete()
    drawing = client.get("/timelines/japan-and-korea/?lang=en").content.decode()
    assert drawing.count('<line class="haze"') == 1 and '<line class="bar"' not in drawing


@pytest.mark.django_db
def test_an_import_that_breaks_halfway_leaves_nothing(client, monkeypatch):
    def broken(*args, **kwargs):
        raise DatabaseError("the disk is full")

    monkeypatch.setattr("timeline.admin.tables.Pick.objects.create", broken)
    monkeypatch.setattr("timeline.admin.tables.TimelineJSMixin._preview", lambda self, *args: Report())
    sign_in(client, "Editor")
    with pytest.raises(DatabaseError):
        import_table(client, "timeline", "Year,Headline,Text\n2024,Accord,Signed.\n")
    assert not Event.objects.exists() and not Timeline.objects.exists() and not Source.objects.exists()
    assert TableUpload.objects.count() == 1
