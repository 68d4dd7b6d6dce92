"""Events, actors and sources as tables, and timelines of TimelineJS: out of the admin, and into it."""

import csv
import io
import json

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.browsing import sign_in
from tests.factories import make_actor, make_citation, make_event, make_source
from timeline.models import Actor, Alias, Change, Citation, Event, Source, TableUpload, Timeline
from timeline.tables.files import decode, read_rows, write_rows

pytestmark = pytest.mark.django_db

OLD_CSV = """Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,Media Credit,Media Caption,Media Thumbnail,Type,Group,Background
,,,,,,,,,Two neighbours,<p>A hundred years &amp; more</p>,,,,,title,,
1905,,,,1945,,,,,Colonial rule,,,,,,era,,
1910,8,22,,,,,,,<b>Annexation</b>,"<p>See <a href=""https://example.org/treaty"">the treaty</a>.</p>",,,,,,,
2024,9,6,,2024,9,7,,,Farewell visit,The last summit.,https://example.org/visit.jpg,The Paper,Two leaders,,,,
"""


def import_table(client, model, content, verb="all", name="table.csv"):
    """Hand a table in and confirm it; gives the page that shows what it would do, and what came of it."""
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
        and "“nonsense” is none of" in looked
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
    table = "slug,title,date,status\na-visit,Visit,2024-09-06,published\n"
    sign_in(client, "Curator")
    looked, _ = import_table(client, "event", table)
    assert "only an editor publishes" in looked
    sign_in(client, "Editor")
    import_table(client, "event", table)
    event.refresh_from_db()
    assert (event.status, event.title) == ("published", "Visit")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The submitted file is empty"),
        (b"a,b\n1,2\n", "No column is known here"),
        (b"title,title\nx,y\n", "Two columns have the same name"),
        (b'[{"title": "x"', "This is no JSON"),
        (b'{"things": []}', "holds no list of events"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "no text that can be read"),
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
    make_event(slug="a-visit", merged_into=make_event("Whole"))
    sign_in(client, "Curator")
    looked, _ = import_table(client, "event", "slug,title,date\na-visit,Visit,2024\n")
    assert "slug: Event with this Slug already exists." in looked


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
