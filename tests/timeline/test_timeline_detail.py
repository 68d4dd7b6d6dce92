"""The timeline page, whole and in parts."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from lxml import html

from tests.factories import make_actor, make_citation, make_event, make_source, make_timeline
from timeline.reading.pages import timeline_page

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "results"}


@pytest.fixture
def story(db):
    timeline = make_timeline(
        chapters=[("1905-01-01", "1945-12-31"), ("2022-01-01", "2024-12-31")],
        is_default=True,
        introduction="A story.",
    )
    rule = make_event("Japan's colonial rule of Korea", "1910/1945", "period", [make_actor("Japan", "state")])
    visit = make_event(
        "Kishida visits Seoul", "2024-09-06/2024-09-07", "visit", [make_actor()], place="Seoul"
    )
    vote = make_event(
        "LDP leadership vote",
        "2024-09-27",
        "election",
        [make_actor("Liberal Democratic Party", "party")],
        is_planned=True,
    )
    for event in (rule, visit, vote):
        make_citation(event, quote=f"{event.title} on 6 September 2024.", date_words="6 September 2024")
    return timeline


def test_the_first_page_shows_the_default_timeline(client, story):
    page = client.get("/").content.decode()
    assert page.count("<h1>") == 1
    for words in (
        "A story.",
        "1910–1945",
        "6–7 September 2024",
        "27 September 2024",
        "3 events",
        "3 sources",
    ):
        assert words in page
    assert page.count('class="mark ') == 3
    assert page.count("data-event-id=") == 6  # drawn, and listed


def test_it_draws_without_javascript_and_without_inline_style(client, story):
    page = client.get("/").content.decode()
    assert "<svg" in page and " style=" not in page and "onclick" not in page


def test_an_event_opens_beside_the_drawing(client, story):
    slug = story.events().get(kind="visit").slug
    page = client.get("/", {"event": slug}).content.decode()
    assert "to the day" in page and "<mark>6 September 2024</mark>" in page
    assert 'rel="prev"' in page and 'rel="next"' in page


def test_share_above_the_drawing_fetches_the_panel_itself(client, story):
    chosen = client.get("/", {"chapter": "part-1"}).content.decode()
    link = html.fromstring(chosen).cssselect('.counts a[href="#share"]')[0]
    assert link.get("hx-target") == "#share" and "chapter=part-1" in link.get("hx-get")
    assert 'id="embed-code"' in client.get(link.get("hx-get")).content.decode()


def test_a_chapter_shows_its_own_events(client, story):
    page = client.get("/", {"chapter": "part-1"}).content.decode()
    assert "colonial rule" in page and "LDP leadership vote" not in page


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ({"kind": "election"}, "LDP leadership vote"),
        ({"actor": "fumio-kishida"}, "Kishida visits Seoul"),
        ({"from": "2024-09-20"}, "LDP leadership vote"),
        ({"to": "1950"}, "colonial rule"),
        ({"q": "kishida SEOUL"}, "Kishida visits Seoul"),
    ],
)
def test_filters_narrow_the_drawing_and_the_list_alike(client, story, query, title):
    page = client.get("/", query).content.decode()
    assert title in page
    assert page.count('class="mark ') == 1 and page.count("<span data-title>") == 1
    assert "Clear filters" in page


def test_a_source_and_a_dispute_can_be_filtered_by(client, story):
    event = make_event("Kishida steps down", "2024-09", "office", is_disputed=True)
    source = make_source()
    make_citation(event, source)
    for query in ({"source": source.pk}, {"disputed": "on"}):
        page = client.get("/", query).content.decode()
        assert page.count('class="mark ') == 1 and "Kishida steps down" in page


def test_nonsense_in_the_address_is_explained_and_narrows_nothing(client, story):
    query = {
        "from": "soon",
        "kind": "party",
        "source": "x",
        "chapter": "nine",
        "actor": "nobody",
        "event": "no-such",
    }
    response = client.get("/", query)
    page = response.content.decode()
    assert response.status_code == 200
    assert "is not an EDTF date" in page and "There is no such event" in page
    assert page.count('class="mark ') == 3


def test_no_result_says_so_and_offers_a_way_out(client, story):
    page = client.get("/", {"q": "zebra"}).content.decode()
    assert "No matches" in page and "Clear filters" in page


def test_where_nothing_fits_the_nearest_is_offered(client, story):
    page = client.get("/", {"q": "zebra", "kind": ["visit", "election"]}).content.decode()
    assert '<a href="?kind=election&amp;kind=visit"' in page and "Without “zebra”" in page
    assert "Without Visit" not in page, "that has nothing either"


def test_the_nearest_is_counted_once_for_all(story):
    asked = QueryDict("kind=visit&q=zebra")
    offered = timeline_page(story, asked).nearest
    again = timeline_page(story, asked)
    assert again.pills  # counted apart
    with CaptureQueriesContext(connection) as captured:
        assert offered and again.nearest == offered
    assert not [query for query in captured.captured_queries if "COUNT(" in query["sql"]]


def test_an_empty_site_says_how_to_begin(client, db):
    response = client.get("/")
    assert response.status_code == 200
    assert "python manage.py ingest" in response.content.decode()


def test_without_a_timeline_all_published_events_are_shown(client, db):
    make_event()
    make_event("Hidden", status="proposed")
    page = client.get("/").content.decode()
    assert "All events" in page and "Kishida visits Seoul" in page and "Hidden" not in page


def test_htmx_gets_the_part_alone(client, story):
    response = client.get("/", {"kind": "visit"}, headers=HTMX)
    part = response.content.decode()
    assert "<html" not in part and 'id="results"' in part and "Kishida visits Seoul" in part
    assert "HX-Request" in response["Vary"]


def test_htmx_gets_the_evidence_alone(client, story):
    slug = story.events().get(kind="visit").slug
    part = client.get(
        "/", {"event": slug}, headers={"HX-Request": "true", "HX-Target": "evidence"}
    ).content.decode()
    assert "<html" not in part and 'id="evidence"' in part and 'class="plate"' not in part


def test_a_history_restore_gets_the_whole_page(client, story):
    page = client.get("/", headers={**HTMX, "HX-History-Restore-Request": "true"}).content.decode()
    assert "<html" in page


def test_queries_do_not_grow_with_the_events(client, story, django_assert_num_queries):
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/")
    for n in range(10):
        make_citation(make_event(f"Event {n}", f"2023-0{n % 9 + 1}", "summit", [make_actor(f"Person {n}")]))
    with django_assert_num_queries(len(few)):
        client.get("/")


def test_hostile_titles_are_shown_as_text(client, story):
    event = make_event("<script>alert(1)</script>", "2024-01-01")
    make_citation(event, quote="</script><img src=x onerror=alert(1)>", date_words="<img")
    for address in (f"/?event={event.slug}", event.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page and "<img src=x" not in page


def test_an_unpublished_timeline_is_not_there(client, story):
    assert client.get("/timelines/japan-and-korea/").status_code == 200
    story.is_published = False
    story.save()
    assert client.get("/timelines/japan-and-korea/").status_code == 404


def test_picks_add_and_leave_out_events(story):
    japan = make_actor("Japan", "state")
    story.actors.add(japan)
    assert [e.title for e in story.events()] == ["Japan's colonial rule of Korea"]
    vote = make_event("Another vote", "2024-11-05", "election")
    story.picks.add(vote, through_defaults={"is_included": True})
    story.picks.add(story.events().get(kind="period"), through_defaults={"is_included": False})
    assert [e.title for e in story.events()] == ["Another vote"]
