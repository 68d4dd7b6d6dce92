"""Embeds: what they show, who may frame them, how they look, and that many of them cost the database nothing."""

import re

import pytest
from django.core.exceptions import ValidationError
from lxml import html

from tests.factories import make_actor, make_citation, make_event, make_source, make_timeline
from timeline.models import Timeline, validate_origins

pytestmark = [pytest.mark.django_db, pytest.mark.once]
EMBED = "/embed/japan-and-korea/"


@pytest.fixture
def timeline():
    timeline = make_timeline(chapters=[("1910-01-01", "1945-12-31"), ("2022-01-01", "2024-12-31")])
    visit = make_event(actors=[make_actor(), make_actor("Japan", "state")], slug="visit", is_disputed=True)
    make_citation(visit, make_source(url="https://example.org/1"))
    make_event("Annexation", "1910-08-22", "agreement", slug="annexation")
    make_event("Secret", "2024-01-01", status="proposed", slug="secret")
    return timeline


def shown(client, address):
    page = html.fromstring(client.get(address).content.decode())
    return [title.text for title in page.cssselect(".rail [data-title]")]


def policy(response, name):
    return re.search(rf"{name} ([^;]*)", response["Content-Security-Policy"])[1].split()


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Annexation", "Kishida visits Seoul"]),
        ("?chapter=part-1", ["Annexation"]),
        ("?from=2022&to=2024-12", ["Kishida visits Seoul"]),
        ("?actor=fumio-kishida", ["Kishida visits Seoul"]),
        ("?actor=nobody&theme=x&height=y&lang=xx", ["Annexation", "Kishida visits Seoul"]),
        ("?from=1800&to=1801", []),
    ],
)
def test_an_embed_shows_what_its_address_asks_for(client, timeline, query, titles):
    assert shown(client, EMBED + query) == titles


def test_an_event_and_an_actor_are_embedded_by_themselves(client, timeline):
    page = client.get("/embed/events/visit/").content.decode()
    assert "Kishida visits Seoul" in page and "1 passage says so" in page and "Annexation" not in page
    assert shown(client, "/embed/actors/japan/") == ["Kishida visits Seoul"]
    for none in ("/embed/events/secret/", "/embed/events/none/", "/embed/actors/none/", "/embed/none/"):
        assert client.get(none).status_code == 404, none
    make_actor("Somebody")
    assert client.get("/embed/actors/somebody/").status_code == 404


def test_an_event_can_be_opened_by_its_address(client, timeline):
    page = html.fromstring(client.get(EMBED + "?event=visit").content.decode())
    assert page.cssselect("#evidence h2")[0].text_content() == "Kishida visits Seoul"
    assert [row.get("class").split()[-1] for row in page.cssselect(".rail li")] == ["words", "chosen"]


def test_links_within_stay_within_and_all_others_open_a_whole_page(client, timeline):
    for address in (EMBED + "?event=visit", "/embed/actors/japan/?event=visit", "/embed/events/visit/"):
        page = html.fromstring(client.get(address).content.decode())
        assert page.cssselect("base")[0].get("target") == "_blank"
        for link in page.cssselect("a"):
            stays = link.get("href").startswith(("?", "#"))
            assert (link.get("target") == "_self") == stays, html.tostring(link)


def test_a_look_is_let_in_by_the_policy_and_by_nothing_wider(client, timeline):
    plain = client.get(EMBED)
    asked = client.get(EMBED + "?background=20304a&accent=ffcc00&height=400")
    assert "--paper:#20304a" in asked.content.decode() and "height:400px" in asked.content.decode()
    added = set(policy(asked, "style-src")) - set(policy(plain, "style-src"))
    assert len(added) == 1 and added.pop().startswith("'sha256-")
    assert "unsafe" not in asked["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("site", "own", "expected"),
    [
        (["*"], "", ["*"]),
        (["*"], "https://a.example", ["'self'", "https://a.example"]),
        (["https://b.example"], "", ["'self'", "https://b.example"]),
        (["https://b.example"], "https://a.example\nhttps://*.c.example:8443", ["'self'", "https://b.example", "https://a.example", "https://*.c.example:8443"]),
        ([], "", ["'self'"]),
    ],
)  # fmt: skip
def test_only_the_sites_that_were_named_may_frame_it(client, timeline, settings, site, own, expected):
    settings.EMBED_ORIGINS = site
    Timeline.objects.filter(pk=timeline.pk).update(embed_origins=own)
    assert policy(client.get(EMBED), "frame-ancestors") == expected
    assert policy(client.get(timeline.get_absolute_url()), "frame-ancestors") == ["'none'"]
    expected = ["*"] if "*" in site else ["'self'", *site]
    assert policy(client.get("/embed/events/visit/"), "frame-ancestors") == expected


@pytest.mark.parametrize(
    "wrong",
    [
        "example.org",
        "https://a.example/path",
        "https://a.example; script-src *",
        "'self'",
        "https://*",
        "javascript:x",
    ],
)
def test_what_is_no_site_is_refused(wrong):
    with pytest.raises(ValidationError, match="is not a site"):
        validate_origins(wrong)


def test_a_hundred_embeds_cost_the_database_nothing(client, timeline, django_assert_num_queries):
    first = client.get(EMBED)
    with django_assert_num_queries(0):
        for _ in range(100):
            assert client.get(EMBED).content == first.content
        assert client.get(EMBED, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert "public" in first["Cache-Control"] and "stale-while-revalidate" in first["Cache-Control"]


def test_a_change_is_seen_at_once_by_whoever_asks_again(client, timeline):
    first = client.get(EMBED)
    make_event("Camp David", "2023-08-18")
    again = client.get(EMBED, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200 and "Camp David" in again.content.decode()


def test_a_signed_in_reader_gets_the_same_embed_and_no_cookie(client, timeline, admin_user):
    before = client.get(EMBED)
    client.force_login(admin_user)
    client.cookies["language"] = "ko"
    after = client.get(EMBED)
    assert after.content == before.content and not after.cookies and "Cookie" not in after.get("Vary", "")


def test_an_embed_is_light(client, timeline):
    for n in range(69):
        make_event(
            f"Event number {n}, with a title of the usual length", f"2023-{n % 12 + 1:02}-{n % 28 + 1:02}"
        )
    response = client.get(EMBED, headers={"Accept-Encoding": "gzip"})
    page = client.get(EMBED).content.decode()
    assert len(response.content) < 30_000
    listed = html.fromstring(page)
    assert len(listed.cssselect(".rail .row")) == 24 and "All 71 events" in page
    assert len(listed.cssselect("svg [data-event-id]")) == 71, "every event is drawn"
    assert re.findall(r'<script src="/static/([^"]+)"', page) == [
        "js/frame.js",
        "js/timeline.js",
        "js/ribbon.js",
    ]


def test_what_is_not_published_is_not_named_by_its_parts(client, timeline):
    whole = make_event("Unpublished whole", status="proposed")
    part = make_event("Part", part_of=whole, slug="part")
    for address in (part.get_absolute_url(), "/embed/events/part/"):
        assert "Unpublished whole" not in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("layout", "ribbon", "listed", "told"), [("", 1, 2, 0), ("fan", 1, 2, 0), ("event", 0, 0, 0), ("story", 1, 0, 1), ("odd", 1, 2, 0)]
)  # fmt: skip
def test_an_embed_has_three_layouts(client, timeline, layout, ribbon, listed, told):
    make_event("Annexation takes effect", "1910-08-29", slug="effect")
    make_event("Later", "2024-12-01", slug="later")
    page = html.fromstring(client.get(f"{EMBED}?layout={layout}&event=visit").content.decode())
    assert len(page.cssselect("#timeline-chart")) == ribbon
    assert bool(page.cssselect(".rail .row")) == bool(listed) and len(page.cssselect("#story")) == told
    assert len(page.cssselect("[data-evidence]")) == 1


@pytest.mark.parametrize(("part", "found"), [("evidence", "[data-evidence]"), ("story", "#story")])
def test_an_embed_gives_its_script_the_parts_that_it_asks_for(client, timeline, part, found):
    make_event("Annexation takes effect", "1910-08-29", slug="effect")
    asked = "?layout=story&story=2" if part == "story" else "?event=visit"
    answer = client.get(EMBED + asked, headers={"HX-Request": "true", "HX-Target": part})
    text = answer.content.decode()
    assert "<html" not in text and html.fromstring(text).cssselect(found) is not None and part in text
    assert all(link.get("target") for link in html.fromstring(text).cssselect(".steps a"))
    figure = client.get(EMBED, headers={"HX-Request": "true", "HX-Target": "figure"}).json()
    assert len(figure["events"]["ids"]) == 3
