"""Event, actor, source, method, embed and machine pages."""

import json
import xml.etree.ElementTree as ET

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from lxml import html

from tests.factories import make_actor, make_citation, make_event, make_source, make_timeline
from timeline.models import Alias, Event, Source

pytestmark = pytest.mark.django_db


def test_an_event_page_shows_its_evidence(client):
    event = make_event(actors=[make_actor()], place="Seoul", edtf="2024-09")
    make_citation(
        event,
        make_source(published="2024-09-03", published_basis="inferred", url="https://example.org/a"),
        edtf="2024",
    )
    make_citation(event, make_source(kind="abstract"), quote="It says so.", edtf="2025", disputes=True)
    page = client.get(event.get_absolute_url()).content.decode()
    for words in (
        "September 2024",
        "to the month",
        "Gives only 2024.",
        "day inferred",
        "This source says 2025.",
        "Paraphrase",
        "https://example.org/a",
    ):
        assert words in page
    assert "“It says so.”" not in page


def test_json_ld_is_valid_and_cannot_end_its_script(client):
    event = make_event("</script><b>Signed & sealed", edtf="2022/..")
    page = client.get(event.get_absolute_url()).content.decode()
    island = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    data = json.loads(island)
    assert data["name"] == event.title and data["startDate"] == "2022-01-01" and "endDate" not in data


def test_who_may_see_an_event_follows_its_status(client, admin_client):
    proposed, rejected = make_event(status="proposed"), make_event(status="rejected")
    merged = make_event(merged_into=make_event(slug="kept"))
    assert client.get(proposed.get_absolute_url()).status_code == 404
    assert admin_client.get(proposed.get_absolute_url()).status_code == 200
    assert admin_client.get(rejected.get_absolute_url()).status_code == 404
    response = client.get(merged.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, "/events/kept/")


def test_an_actors_page_counts_those_who_act_for_it(client):
    japan = make_actor("Japan", "state")
    Alias.objects.create(actor=japan, name="日本", language="ja")
    make_event(actors=[make_actor(represents=japan)])
    page = client.get("/actors/japan/").content.decode()
    assert "Kishida visits Seoul" in page and "日本" in page
    assert "Japan" not in client.get("/actors/").content.decode()  # it takes part in no event itself


def test_a_source_page_lists_what_was_taken_from_it(client):
    source = make_source(kind="abstract", title="")
    make_citation(make_event(), source)
    make_citation(make_event("Not yet", status="proposed"), source)
    page = client.get(source.get_absolute_url()).content.decode()
    assert "Kishida visits Seoul" in page and "Not yet" not in page and "Untitled document" in page
    assert "1 event" in client.get("/sources/").content.decode()


def test_a_line_of_running_text_is_not_spread_like_a_row_of_buttons(client):
    japan = make_actor("Japan", "state")
    kishida, source = make_actor(represents=japan), make_source(url="https://example.org/a")
    make_citation(make_event(actors=[kishida]), source)
    for address, words in (
        (kishida.get_absolute_url(), "acts for Japan"),
        (source.get_absolute_url(), "Read the document"),
    ):
        (line,) = html.fromstring(client.get(address).content.decode()).cssselect("h1 + p")
        assert words in line.text_content() and line.get("class") == "meta"


def test_a_link_with_a_script_address_is_not_made_a_link(client):
    source = make_source(url="javascript:alert(1)")
    make_citation(make_event(), source)
    assert 'href="javascript' not in client.get(source.get_absolute_url()).content.decode()


def test_only_embeds_may_be_framed(client):
    timeline = make_timeline(chapters=[("2022-01-01", "2024-12-31")])
    make_citation(make_event())
    embed = client.get("/embed/japan-and-korea/")
    assert "X-Frame-Options" not in embed and "frame-ancestors *" in embed["Content-Security-Policy"]
    assert not embed.cookies and "Cookie" not in embed.get("Vary", "")
    assert "Kishida visits Seoul" in embed.content.decode()
    page = client.get(timeline.get_absolute_url())
    assert page["X-Frame-Options"] == "DENY" and "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert "unsafe" not in page["Content-Security-Policy"]


def test_oembed_answers_as_its_specification_says(client):
    make_timeline("A & B")
    url = "http://testserver/timelines/a-b/"
    data = client.get("/oembed", {"url": url, "maxwidth": "400", "maxheight": "300"}).json()
    assert (data["type"], data["version"], data["width"], data["height"]) == ("rich", "1.0", 400, 300)
    assert "/embed/a-b/" in data["html"] and "A &amp; B" in data["html"]
    xml = ET.fromstring(client.get("/oembed", {"url": url, "format": "xml"}).content)
    assert xml.findtext("title") == "A & B" and "<iframe" in xml.findtext("html")
    assert client.get("/oembed", {"url": url, "format": "yaml"}).status_code == 501
    for wrong in (
        "",
        "http://elsewhere.example/timelines/a-b/",
        "http://testserver/timelines/none/",
        "http://testserver/admin/",
        "http://[",
    ):
        assert client.get("/oembed", {"url": wrong}).status_code == 404


def test_health_pages(client):
    assert client.get("/healthz").content == b"ok"
    assert client.get("/readyz").status_code == 200


def test_embed_js_is_small(client):
    response = client.get("/embed.js")
    assert response["Content-Type"].startswith("text/javascript") and len(response.content) < 3000


def test_the_database_refuses_nonsense():
    event, source = make_event(), make_source(url="https://example.org/one")
    with pytest.raises(ValidationError, match="is not an EDTF date"):
        Event(title="x", slug="x", kind="visit", edtf="soon").full_clean(
            exclude=["earliest", "latest", "precision"]
        )
    for wrong in (
        lambda: Event.objects.filter(pk=event.pk).update(earliest="2025-01-01", latest="2024-01-01"),
        lambda: Event.objects.filter(pk=event.pk).update(title=""),
        lambda: Event.objects.filter(pk=event.pk).update(merged_into=event),
        lambda: make_source(url="https://example.org/one"),
        lambda: make_source(origin=source.origin),
        lambda: Source.objects.filter(pk=source.pk).update(published="2024-01-01"),
        lambda: Alias.objects.bulk_create([Alias(actor=make_actor(), name=n) for n in ("Kishi", "KISHI")]),
        lambda: make_citation(event, quote=""),
        lambda: make_citation(event, start=9, end=3),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_an_events_page_shows_what_came_before_and_after(client):
    events = [make_event(f"Visit {n}", f"2023-0{n}-11") for n in range(1, 9)]
    make_event("Hidden", "2023-04-12", status="proposed")
    page = html.fromstring(client.get(events[3].get_absolute_url()).content.decode())
    near = [" ".join(row.text_content().split()) for row in page.cssselect(".around .row")]
    assert near == [
        f"11 {month} 2023 Visit {n}" for n, month in enumerate("Jan Feb Mar Apr May Jun Jul Aug".split(), 1)
    ]
    assert len(page.cssselect(".around svg .mark")) == 8 and len(page.cssselect(".around svg .chosen")) == 1
    assert f"/embed/events/{events[3].slug}/" in page.get_element_by_id("event-embed").text


def test_an_actors_page_draws_what_they_took_part_in(client):
    actor = make_actor()
    for n in range(3):
        make_event(f"Visit {n}", f"2023-0{n + 1}-11", actors=[actor])
    page = html.fromstring(client.get(actor.get_absolute_url()).content.decode())
    assert len(page.cssselect("svg .mark")) == 3 and page.cssselect("svg a.mark")[0].get("href").startswith(
        "/events/"
    )


def test_sources_are_found_by_title_and_publisher_and_the_dated_come_first(client):
    event = make_event()
    undated = make_source(title="Undated note", publisher="The Herald")
    dated = make_source(
        title="A treaty", publisher="The Herald", published="1965-06-22", published_basis="stated"
    )
    other = make_source(title="Other", publisher="The Post", published="1910-08-22", published_basis="stated")
    for source in (undated, dated, other):
        make_citation(event, source)

    def listed(query):
        page = html.fromstring(client.get(f"/sources/{query}").content.decode())
        return [link.text for link in page.cssselect(".sources a")]

    assert listed("") == ["Other", "A treaty", "Undated note"]
    assert listed("?q=herald") == ["A treaty", "Undated note"] and listed("?q=TREATY") == ["A treaty"]
    assert listed("?q=zebra") == []


def test_an_actors_page_tells_with_whom_and_what_came_before_and_after(client):
    actor, other = make_actor(), make_actor("Yoon Suk Yeol")
    make_event("Long before", "2001-01-01")
    make_event("Before", "2022-01-01")
    make_event("Visit", "2023-03-11", actors=[actor, other])
    make_event("Talks", "2023-05-11", actors=[actor, other, make_actor("South Korea", "state")])
    make_event("In between", "2023-04-11")
    make_event("After", "2024-01-01")
    page = html.fromstring(client.get(actor.get_absolute_url()).content.decode())
    aside = page.cssselect("aside.around")[0]
    people = [" ".join(li.text_content().split()) for li in aside.cssselect(".people li")]
    assert people == ["Yoon Suk Yeol 2 events", "South Korea 1 event"]
    assert [e.text for e in aside.cssselect("[data-title]")] == ["Long before", "Before", "After"]
    assert len(page.cssselect("svg.plate a.mark")) == 2 and len(page.cssselect("svg.plate .faded")) == 3


def test_with_whom_is_numbered_only_where_all_events_are_counted(client, monkeypatch):
    actor, other = make_actor(), make_actor("Yoon Suk Yeol")
    for day in ("2023-03-11", "2023-05-11"):
        make_event(f"Visit {day}", day, actors=[actor, other])
    assert ">2 events<" in client.get(actor.get_absolute_url()).content.decode()
    monkeypatch.setattr("timeline.reading.views.PAGE_SIZE", 1)
    make_event("Later", "2024-05-11", actors=[actor])
    page = client.get(actor.get_absolute_url()).content.decode()
    assert "Yoon Suk Yeol" in page and ">1 event<" not in page


def test_a_sources_page_draws_what_it_reports_and_tells_what_was_published_around_it(client):
    days = {"Older": "2023-01-01", "This": "2023-06-01", "Same day": "2023-06-01", "Newer": "2024-01-01"}
    made = {title: make_source(title=title, published=day, published_basis="stated") for title, day in days.items()}  # fmt: skip
    hidden = make_source(title="Not shown", published="2023-06-02", published_basis="stated")
    event = make_event("Visit", "2023-05-30")
    for source in made.values():
        make_citation(event, source)
    make_event("Before", "2023-05-01")
    make_citation(make_event("Not yet", status="proposed"), hidden)
    page = html.fromstring(client.get(made["This"].get_absolute_url()).content.decode())
    assert [m.cssselect("title")[0].text.partition(",")[0] for m in page.cssselect("svg.plate a.mark")] == ["Visit"]  # fmt: skip
    assert [e.text for e in page.cssselect("aside [data-title]")] == ["Before"]
    around = [" ".join(li.text_content().split()) for li in page.cssselect("ol.sources li")]
    assert [words.rpartition("2023 ")[2].rpartition("2024 ")[2] for words in around] == ["Older", "This", "Same day", "Newer"]  # fmt: skip
    assert page.cssselect("ol.sources li[aria-current]")[0].text_content().endswith("This")
    undated = make_source(title="Undated")
    make_citation(event, undated)
    page = html.fromstring(client.get(undated.get_absolute_url()).content.decode())
    assert not page.cssselect("ol.sources") and page.cssselect("svg.plate")
