"""Exporting and importing events, actors and sources as tables, and importing TimelineJS timelines."""

import csv
import io
import json

import pytest
from django.core.cache import cache
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.browsing import sign_in
from tests.factories import make_actor, make_citation, make_event, make_source
from timeline.curation.merging import merge, split, undo_split
from timeline.data.tables.files import decode, read_rows, write_rows
from timeline.models import (
    Actor,
    Alias,
    Change,
    Citation,
    Event,
    Participation,
    Source,
    TableUpload,
    Timeline,
)
from timeline.record.content_version import NAME, content_version

pytestmark = pytest.mark.django_db

OLD_CSV = """Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,Media Credit,Media Caption,Media Thumbnail,Type,Group,Background
,,,,,,,,,Two neighbours,<p>A hundred years &amp; more</p>,,,,,title,,
1905,,,,1945,,,,,Colonial rule,,,,,,era,,
1910,8,22,,,,,,,<b>Annexation</b>,"<p>See <a href=""https://example.org/treaty"">the treaty</a>.</p>",,,,,,,
2024,9,6,,2024,9,7,,,Farewell visit,The last summit.,https://example.org/visit.jpg,The Paper,Two leaders,,,,
"""


def import_table(client, model, content, verb="all", name="table.csv"):
    """Submit a table and confirm it; returns the preview page and the final page."""
    file = io.BytesIO(content if isinstance(content, bytes) else content.encode())
    file.name = name
    looked = client.post(reverse(f"admin:timeline_{model}_import"), {"file": file}, follow=True)
    if not looked.redirect_chain:
        return looked.content.decode(), None
    return looked.content.decode(), client.post(looked.redirect_chain[-1][0], {"verb": verb}, follow=True)


def export(client, model, format="csv"):
    response = client.get(reverse(f"admin:timeline_{model}_export", args=[format]))
    return b"".join(response.streaming_content)


def a_told_event():
    event = make_event(
        "=SUM(A1)", "2024-09-06/2024-09-07", place="서울", actors=[make_actor(), make_actor("윤석열")]
    )
    make_citation(
        event,
        make_source(url="https://example.org/1", published="2024-09-07", published_basis="stated"),
        quote="One,\n“two”; three",
    )
    make_citation(event, make_source(title="", publisher=""), quote="-1 year", edtf="2025", disputes=True)
    Alias.objects.create(actor=make_actor(), name="岸田文雄")
    return event


@pytest.mark.parametrize("format", ["csv", "json"])
@pytest.mark.parametrize("model", ["event", "actor", "source"])
def test_what_was_exported_comes_back_unchanged(client, model, format):
    a_told_event()
    make_event("Vote", "2024-09")
    sign_in(client, "Editor")
    before = [list(m.objects.order_by("pk").values()) for m in (Event, Actor, Alias, Source, Citation)]
    looked, done = import_table(client, model, export(client, model, format), name=f"t.{format}")
    assert "0 new" in looked and "0 changed" in looked and "0 wrong" in looked
    assert "unchanged" in done.content.decode()
    assert [
        list(m.objects.order_by("pk").values()) for m in (Event, Actor, Alias, Source, Citation)
    ] == before


def test_events_move_to_an_empty_site_whole(client):
    a_told_event()
    sign_in(client, "Editor")
    table = export(client, "event")
    Event.objects.all().delete()
    Source.objects.all().delete()
    Actor.objects.all().delete()
    import_table(client, "event", table)
    event = Event.objects.get()
    assert (event.title, event.edtf, event.place, event.status) == (
        "=SUM(A1)",
        "2024-09-06/2024-09-07",
        "서울",
        "published",
    )
    assert event.is_disputed
    assert set(event.actors.values_list("name", flat=True)) == {"Fumio Kishida", "윤석열"}
    told = {(c.quote, c.edtf, c.disputes, c.source.url) for c in event.citations.all()}
    assert ("One,\n“two”; three", event.edtf, False, "https://example.org/1") in told and len(told) == 2


def test_nothing_is_written_where_a_row_is_wrong_unless_asked(client):
    table = "title,date,kind\nVisit,6 Sept 2024,visit\nWhat,soon,visit\nWhere,2024,nonsense\n,2024,visit\n"
    sign_in(client, "Curator")
    looked, done = import_table(client, "event", table)
    assert (
        "<td>3</td>" in looked
        and "soon" in looked
        and "“nonsense” is not one of" in looked
        and "title: is missing" in looked
    )
    assert "Nothing was imported" in done.content.decode() and not Event.objects.exists()
    import_table(client, "event", table, verb="right")
    event = Event.objects.get()
    assert (event.title, event.edtf, event.status) == ("Visit", "2024-09-06", "proposed")
    assert Change.objects.filter(record=f"event-{event.pk}", author_name="curator").exists()


def test_a_look_writes_nothing_and_what_is_dropped_is_gone(client):
    sign_in(client, "Curator")
    _, done = import_table(client, "actor", "name,kind,aliases\nYoon,person,윤석열; Yun\n", verb="cancel")
    assert "was not imported" in done.content.decode()
    assert not Actor.objects.exists() and not TableUpload.objects.exists() and not Change.objects.exists()


def test_nobody_imports_the_table_of_another_or_twice(client):
    sign_in(client, "Curator")
    file = io.BytesIO(b"name\nYoon\n")
    file.name = "t.csv"
    address = client.post(reverse("admin:timeline_actor_import"), {"file": file})["Location"]
    sign_in(client, "Editor")
    assert client.post(address, {"verb": "all"}).status_code == 404
    sign_in(client, "Curator")
    assert client.post(address, {"verb": "all"}).status_code == 302
    assert client.post(address, {"verb": "all"}).status_code == 404
    assert Actor.objects.count() == 1


def test_only_editors_publish_by_import(client):
    event = make_event(status="proposed", slug="a-visit")
    make_citation(event)
    table = "slug,title,date,status\na-visit,Visit,2024-09-06,published\n"
    sign_in(client, "Curator")
    looked, _ = import_table(client, "event", table)
    assert "only an editor can publish" in looked
    sign_in(client, "Editor")
    import_table(client, "event", table)
    event.refresh_from_db()
    assert (event.status, event.title) == ("published", "Visit")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The submitted file is empty"),
        (b"a,b\n1,2\n", "No column name is known"),
        (b"title,title\nx,y\n", "Two columns have the same name"),
        (b'[{"title": "x"', "This is not JSON"),
        (b'{"things": []}', "contains no list of events"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "text cannot be read"),
        (b"title,date\n" + b"x,2024\n" * 1001, "more than 1,000 rows"),
        (b"title,date\n" + b"x" * 100_001 + b",2024\n", "a cell is longer than"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(client, content, said):
    sign_in(client, "Curator")
    looked, done = import_table(client, "event", content)
    assert said in looked and done is None and not TableUpload.objects.exists()


def test_what_the_database_refuses_is_said_in_words(client):
    Alias.objects.create(actor=make_actor(), name="岸田文雄")
    sign_in(client, "Curator")
    looked, _ = import_table(client, "actor", "name,aliases\nYoon Suk Yeol,岸田文雄\n")
    assert "Another actor has this alias." in looked


@pytest.mark.parametrize("format", ["csv", "json"])
@pytest.mark.parametrize("first", ["export", "change"])
@pytest.mark.parametrize("move", ["merge", "split", "undone split"])
def test_what_was_exported_changes_nothing_after_a_merge_or_a_split(client, format, first, move):
    actors = [make_actor(), make_actor("Yoon Suk Yeol")]
    one, two = make_event("One", actors=actors), make_event("Two", actors=actors[:1])
    two.participations.update(role="visitor")
    for event in (one, one, two):
        make_citation(event, quote=f"Told of {event} by {Citation.objects.count()}.")
    make_citation(
        two,
        Citation.objects.first().source,
        quote=Citation.objects.first().quote,
        disputes=True,
        verdict=True,
    )
    sign_in(client, "Editor")
    table = export(client, "event", format)
    if move == "merge":
        merge(one, [two])
    else:
        new = split(one, [one.citations.first()])
        table = export(client, "event", format)
        if move == "undone split":
            undo_split(new)
    if first == "change":
        table = export(client, "event", format)
    told = (Event, Source, Citation, Participation)
    before = [list(m.objects.order_by("pk").values()) for m in told]
    looked, _ = import_table(client, "event", table, name=f"t.{format}")
    assert "0 new" in looked and "0 changed" in looked and "0 wrong" in looked
    assert [list(m.objects.order_by("pk").values()) for m in told] == before


def test_what_a_table_adds_to_a_merged_event_goes_to_the_one_that_it_became(client):
    whole = make_event("Whole")
    make_event("Part", slug="part", merged_into=whole)
    sign_in(client, "Editor")
    import_table(client, "event", "slug,title,date,kind,actors,source_title,quote\npart,Else,2024,visit,Yoon Suk Yeol,A paper,He came.\n")  # fmt: skip
    assert Event.objects.get(slug="part").title == "Part"
    assert whole.citations.get().quote == "He came." and whole.actors.get().name == "Yoon Suk Yeol"


def test_a_table_of_a_korean_spreadsheet_is_read(client):
    sign_in(client, "Curator")
    import_table(client, "event", "title,date,place\n회담,2024년 9월 6일,서울\n".encode("cp949"))
    assert Event.objects.get().place == "서울" and Event.objects.get().edtf == "2024-09-06"
    assert decode("会談は東京で".encode("cp932")) == "会談は東京で"


CELL = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=5))
def test_any_cell_comes_back_as_it_was_written(rows):
    wanted = [dict(zip("abc", row, strict=True)) for row in rows if any(cell.strip() for cell in row)]
    written = "".join(write_rows("abc", [dict(zip("abc", row, strict=True)) for row in rows]))
    assert [record for _, record in read_rows(written.encode())] == wanted


def test_no_cell_is_run_as_a_formula(client):
    a_told_event()
    sign_in(client, "Curator")
    rows = csv.reader(io.StringIO(export(client, "event").decode("utf-8-sig")))
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")]


def test_an_old_timeline_moves_here_in_one_step(client):
    sign_in(client, "Editor")
    looked, done = import_table(client, "timeline", OLD_CSV)
    assert "2 new" in looked
    timeline = Timeline.objects.get()
    assert (timeline.title, timeline.introduction, timeline.is_published) == (
        "Two neighbours",
        "A hundred years & more",
        False,
    )
    assert reverse("admin:timeline_timeline_change", args=[timeline.pk]) in done.redirect_chain[-1][0]
    assert [(c.title, c.earliest.year, c.latest.year) for c in timeline.chapters.all()] == [
        ("Colonial rule", 1905, 1945)
    ]
    annexation, visit = timeline.events(status=None).order_by("earliest")
    assert (annexation.title, annexation.edtf) == ("Annexation", "1910-08-22")
    assert annexation.citations.get().source.url == "https://example.org/treaty"
    assert visit.edtf == "2024-09-06/2024-09-07" and visit.citations.get().source.kind == "abstract"
    looked, _ = import_table(client, "timeline", OLD_CSV)
    assert "0 new" in looked and Timeline.objects.count() == 1 and Event.objects.count() == 2


def test_the_json_of_timelinejs_is_read_with_errors_by_slide(client):
    slides = [
        {"start_date": {"year": "1965", "month": "6"}, "text": {"headline": "Treaty", "text": "Signed."}},
        {"start_date": {"year": "-44"}, "text": {"headline": "Long ago"}},
        {"start_date": {"year": 2024, "month": 2, "day": 30}, "text": {"headline": "No such day"}},
        {"text": {"headline": "Undated"}},
        "nonsense",
    ]
    data = {"title": {"text": {"headline": "Old"}}, "events": slides, "eras": None}
    sign_in(client, "Editor")
    looked, done = import_table(client, "timeline", json.dumps(data), verb="right", name="t.json")
    assert "4 wrong" in looked and "before the year 1" in looked and "it has no date" in looked
    assert [e.edtf for e in Timeline.objects.get().events(status=None)] == ["1965-06"]


def test_a_script_in_a_slide_runs_nowhere(client):
    table = OLD_CSV.replace("The last summit.", "<script>alert(1)</script><img src=x onerror=alert(2)>Met.")
    sign_in(client, "Editor")
    looked, _ = import_table(client, "timeline", table)
    quote = Citation.objects.get(event__title="Farewell visit").quote
    assert quote == "Met." and "alert" not in looked


def test_a_column_that_is_missing_leaves_its_field_alone(client):
    source = make_source(url="https://example.org/a", kind="treaty")
    event = make_event("A", is_disputed=True)
    citation = make_citation(event, source, edtf="2025", disputes=True, quote="It was in 2025.")
    sign_in(client, "Curator")
    import_table(
        client,
        "event",
        f"slug,title,date,source_url,source_kind,quote\n{event.slug},A,2024-09-06,https://example.org/a,,It was in 2025.\n",
    )
    import_table(client, "source", "url,kind,language\nhttps://example.org/a,,\n")
    citation.refresh_from_db(), event.refresh_from_db(), source.refresh_from_db()
    assert (citation.edtf, citation.disputes, event.is_disputed, source.kind) == (
        "2025",
        True,
        True,
        "treaty",
    )


def test_an_abstract_stays_an_abstract_elsewhere(client):
    make_citation(make_event(), make_source(kind="abstract"))
    sign_in(client, "Editor")
    table = export(client, "event")
    Event.objects.all().delete(), Source.objects.all().delete()
    import_table(client, "event", table)
    assert Source.objects.get().kind == "abstract"


@pytest.mark.parametrize("era", [{"year": 2023, "month": 2, "day": 30}, {"year": "x"}, None])
def test_a_wrong_era_is_an_error_of_its_row_and_nothing_is_written(client, era):
    slides = [{"start_date": {"year": 2023}, "text": {"headline": "Camp David"}}]
    data = {"events": slides, "eras": [{"start_date": era, "text": {"headline": "Long ago"}}]}
    sign_in(client, "Editor")
    looked, done = import_table(client, "timeline", json.dumps(data))
    assert (
        "1 wrong" in looked and "Nothing was imported" in done.content.decode() and not Event.objects.exists()
    )
    import_table(client, "timeline", json.dumps({"events": slides, "eras": 5}))
    assert Timeline.objects.get().chapters.count() == 0 and Event.objects.count() == 1


def test_an_import_keeps_a_curators_summary_and_each_old_timeline_its_own_draft(client):
    event = make_event("Camp David", "2023-08-18", summary="Our careful words")
    sign_in(client, "Editor")
    for number, headline in enumerate(("Camp David", "Elsewhere")):
        day = {"year": 2023, "month": 8, "day": 18 + number}
        slides = {"events": [{"start_date": day, "text": {"headline": headline, "text": "foo"}}]}
        _, done = import_table(client, "timeline", json.dumps(slides), name="timeline.json")
        assert str(Timeline.objects.latest("pk").pk) in done.redirect_chain[-1][0]
    event.refresh_from_db()
    assert event.summary == "Our careful words"
    assert [timeline.picks.count() for timeline in Timeline.objects.all()] == [1, 1]


def test_what_a_table_would_do_is_worked_out_once(client, django_assert_max_num_queries):
    sign_in(client, "Curator")
    file = io.BytesIO(b"title,date\n" + b"".join(b"Event %d,2024\n" % n for n in range(30)))
    file.name = "t.csv"
    address = client.post(reverse("admin:timeline_event_import"), {"file": file})["Location"]
    with django_assert_max_num_queries(10):
        assert "30 new" in client.get(address).content.decode()


def test_a_list_that_cannot_be_filtered_so_is_not_exported(client):
    sign_in(client, "Curator")
    assert client.get(reverse("admin:timeline_event_export", args=["csv"]) + "?id=x").status_code == 404


TOLD = "title,date,place\nAccord signed,2024-09-06,서울\n"
SHAPES = {
    "sep": b"sep=;\ntitle;date\nAccord signed;2024-09-06\n",
    "sep in quotes": b'\xef\xbb\xbf"SEP=;"\r\ntitle;date\r\nAccord signed;2024-09-06\r\n',
    "sep says comma": b"sep=,\ntitle,date\nAccord signed,2024-09-06\n",
    "blank first line": b"\n\ntitle,date\nAccord signed,2024-09-06\n",
    "commas on top": b",,,\ntitle,date,,\nAccord signed,2024-09-06,,\n,,,\n",
    "header in the third line": b"Our accords; as of May\n\nTitle,Date\nAccord signed,2024-09-06\n",
    "other case and spaces": b" TITLE , Date \nAccord signed,2024-09-06\n",
    "tabs": b"title\tdate\nAccord signed\t2024-09-06\n",
    "Unicode text": "\ufefftitle\tdate\nAccord signed\t2024-09-06\n".encode("utf-16-le"),
    "UTF-16 without a mark": "title\tdate\nAccord signed\t2024-09-06\n".encode("utf-16-le"),
    "a semicolon more in a title": b"title,date,kind;,;\nAccord signed,2024-09-06,,\n",
    "text of Excel": b'title,date\n"=""Accord signed""",="2024-09-06"\n',
    "carriage returns": b"title,date\rAccord signed,2024-09-06\r",
    "one name twice, one of them empty": b"title,date,title\nAccord signed,2024-09-06,\n",
    "spare columns of one name": b"title,date,note,note\nAccord signed,2024-09-06,a,b\n",
    "empty rows at the end": b"title,date\nAccord signed,2024-09-06\n,\n,\n\n",
}


@pytest.mark.parametrize("content", SHAPES.values(), ids=SHAPES)
def test_a_table_is_read_in_whatever_shape_a_spreadsheet_gives_it(client, content):
    sign_in(client, "Curator")
    import_table(client, "event", content)
    assert [(e.title, e.edtf) for e in Event.objects.all()] == [("Accord signed", "2024-09-06")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
def test_a_table_is_read_in_whatever_encoding(encoding):
    assert read_rows(TOLD.encode(encoding))[0][1]["place"] == "서울"


@pytest.mark.parametrize(
    ("encoding", "title"),
    [
        ("cp932", "首脳会談"),
        ("cp932", "表示"),
        ("cp932", "ソウルで会談"),
        ("cp949", "윤"),
        ("cp949", "합의, 서명"),
        ("cp1252", "Traité signé"),
        ("cp1252", "“Talks” – Zürich"),
        ("cp1252", "Große Übergabe"),
    ],
)
def test_short_tables_of_each_region_are_told_apart(encoding, title):
    assert decode(f"title,date\n{title},2024/9/6\n".encode(encoding)).splitlines()[1] == f"{title},2024/9/6"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"title,date\nAccord, signed,2024-09-06\n", "row: has more cells than the header has columns"),
        (b'title,date\n"Accord signed,2024-09-06\nTalks,2025\n', "a quotation mark is opened there"),
        (b"title,date\n", "no rows below its header"),
        (b'{"events": []}', "no rows below its header"),
        (b"PK\3\4 and so on", "save its sheet as CSV"),
        (b"title,date,title\nA,2024,B\n", "Two columns have the same name, “title”"),
    ],
)
def test_what_would_be_garbled_is_refused_and_nothing_written(client, content, said):
    sign_in(client, "Curator")
    looked, _ = import_table(client, "event", content)
    assert said in looked and not Event.objects.exists()


def test_a_citation_whose_row_is_too_long_is_given_to_no_other_event(client):
    table = "slug,title,date,source_title,quote\na,Accord signed,2024-09-06,A paper,Signed.\n,,,A paper,Yes, signed.\n"
    sign_in(client, "Curator")
    looked, _ = import_table(client, "event", table)
    assert "citation 2: row has more cells" in looked and not Citation.objects.exists()


def test_what_an_import_leaves_out_is_said_by_name_and_count(client):
    sign_in(client, "Curator")
    table = "Notes\ntitle,date,Colour,,media\nA,2024,red,x,\nB,2025,blue,,\n"
    looked, _ = import_table(client, "event", table)
    assert "colour (2)" in looked and "column 4, which has no name (1)" in looked
    assert "rows above the header (1)" in looked and "media (" not in looked
    events = [{"title": "C", "date": "2024", "mood": "good", "citations": [{"quote": "x", "start": 3, "source": {"title": "T"}}]}]  # fmt: skip
    looked, _ = import_table(client, "event", json.dumps(events), name="t.json")
    assert "mood (1)" in looked and "citations: start (1)" in looked


def test_what_was_exported_comes_back_through_another_delimiter(client):
    make_event("Talks; =1+1", "2001-24", status="proposed", place="a;\t@x\n-1", summary='"=x";+1, \'y')
    sign_in(client, "Editor")
    table = export(client, "event")
    before = list(Event.objects.values("title", "place", "summary", "edtf"))
    assert "1 unchanged" in import_table(client, "event", table)[0]
    Event.objects.all().delete()
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(rows)
    import_table(client, "event", out.getvalue())
    assert list(Event.objects.values("title", "place", "summary", "edtf")) == before


VERSION_2 = {
    "timeline": {
        "headline": "The talks",
        "type": "default",
        "text": "<p>All of <b>them</b></p>",
        "asset": {"media": "https://example.org/t.jpg"},
        "date": [
            {
                "startDate": "2012,1,26",
                "endDate": "2012,1,27",
                "headline": "Talks open",
                "text": "<p>In Oslo.</p>",
                "tag": "Oslo",
                "asset": {
                    "media": "https://example.org/a.jpg",
                    "credit": "The Paper",
                    "caption": "Delegates",
                },
            },
            {"startDate": "2012,2,3,10,30", "headline": "Talks go on", "text": ""},
            {"startDate": "2012", "endDate": "", "headline": "A year of talks"},
        ],
        "era": [{"startDate": "2012", "endDate": "2013", "headline": "The years of talks", "tag": "x"}],
    }
}


@pytest.mark.parametrize("padding", ["{}", "storyjs_jsonp_data = {};", "callback({});"])
def test_the_json_of_the_first_two_timelinejs_is_read(client, padding):
    sign_in(client, "Editor")
    content = padding.replace("{}", json.dumps(VERSION_2))
    looked, _ = import_table(client, "timeline", content, name="t.json")
    assert [(e.title, e.edtf) for e in Event.objects.order_by("pk")] == [
        ("Talks open", "2012-01-26/2012-01-27"),
        ("Talks go on", "2012-02-03"),
        ("A year of talks", "2012"),
    ]
    timeline = Timeline.objects.get()
    assert (timeline.title, timeline.introduction, timeline.chapters.count()) == (
        "The talks",
        "All of them",
        1,
    )
    assert Event.objects.get(title="Talks open").citations.get().source.url == "https://example.org/a.jpg"
    for name in ("tag (2)", "media (2)", "media credit (1)", "time of day (1)"):
        assert name in looked
    assert "26–27 January 2012" in looked and "Chapter “The years of talks”: 2012–2013" in looked


def test_the_spreadsheet_of_the_first_two_timelinejs_is_read(client):
    table = (
        "Start Date,End Date,Headline,Text,Media,Media Credit,Media Caption,Media Thumbnail,Type,Tag\n"
        "2011,,The talks,All of them,,,,,title,\n"
        "1/26/2012,1/27/2012,Talks open,In Oslo.,,,,,,Oslo\n"
        "2/3/2012,,Talks go on,,,,,,,\n"
    )
    sign_in(client, "Editor")
    looked, _ = import_table(client, "timeline", table)
    assert [e.edtf for e in Event.objects.order_by("pk")] == ["2012-01-26/2012-01-27", "2012-02-03"]
    assert Timeline.objects.get().title == "The talks" and "tag (1)" in looked


def test_an_old_timeline_whose_dates_fit_both_orders_is_asked_about(client):
    table = "Start Date,End Date,Headline,Text\n1/2/2012,,Talks open,In Oslo.\n"
    sign_in(client, "Editor")
    looked, done = import_table(client, "timeline", table)
    assert 'name="order"' in looked and not Event.objects.exists() and not Timeline.objects.exists()
    address = done.redirect_chain[-1][0]
    client.post(address, {"verb": "look", "order": "month"})
    client.post(address, {"verb": "all"})
    assert Event.objects.get().edtf == "2012-01-02"


SHEET = "Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,Media Credit,Media Caption,Media Thumbnail,Type,Group,Background"


@pytest.mark.parametrize(
    "content",
    [
        f"{SHEET},,\n2024,9,6,,,,,,,Accord signed,They sign.,,,,,,,,,\n",
        f"\n{SHEET}\n2024,9,6,,,,,,,Accord signed,They sign.,,,,,,,\n",
        f"Fill in below\n\n{SHEET.upper()}\n2024,9.0,6,,,,,,,Accord signed,They sign.,,,,,,,\n",
    ],
)
def test_a_spreadsheet_of_timelinejs_may_have_more_than_it_needs(client, content):
    sign_in(client, "Editor")
    import_table(client, "timeline", content)
    assert [(e.title, e.edtf) for e in Event.objects.all()] == [("Accord signed", "2024-09-06")]


def test_what_of_a_slide_stays_behind_is_said(client):
    row = "2024,9,6,10:00,,,,,That Friday,Accord signed,They sign.,https://example.org/a.jpg,Ann,Signing,t.jpg,,Accords,#fff"
    sign_in(client, "Editor")
    looked, _ = import_table(client, "timeline", f"{SHEET}\n{row}\n")
    for name in ("time of day", "display date", "media", "media credit", "media thumbnail", "group", "background"):  # fmt: skip
        assert f"{name} (1)" in looked
    assert "media caption" not in looked  # it names the source


@pytest.mark.parametrize(
    "content",
    [
        '{"events": []}',
        '{"timeline": {"headline": "x", "date": []}}',
        SHEET + "\n",
        '{"title": {}, "events": []}',
    ],
)
def test_a_timeline_without_slides_is_not_taken_without_a_word(client, content):
    sign_in(client, "Editor")
    looked, done = import_table(client, "timeline", content, name="t.json")
    assert "has no slides" in looked and done is None


def test_the_preview_of_an_import_leaves_the_caches_of_readers_alone(client):
    sign_in(client, "Editor")
    version = content_version()
    file = io.BytesIO(b"name,kind\nA Newcomer,person\n")
    file.name = "actors.csv"
    page = client.post(reverse("admin:timeline_actor_import"), {"file": file}, follow=True).content.decode()
    assert "A Newcomer" in page and not Actor.objects.exists() and cache.get(NAME) == version
