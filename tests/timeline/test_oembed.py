"""oEmbed beyond its first answers: sizes, what the reader had chosen, and the script beside it."""

import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import micawber
import pytest
from django.conf import settings

from tests.factories import make_actor, make_event, make_timeline
from tests.needs import need
from timeline.curation.merging import merge
from timeline.curation.naming import join
from timeline.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.once]
URL = "http://testserver/timelines/japan-and-korea/"


@pytest.fixture(autouse=True)
def timeline():
    return make_timeline(chapters=[("2022-01-01", "2024-12-31")], is_default=True)


def ask(client, url=URL, **params):
    return client.get("/oembed", {"url": url, **params})


@pytest.mark.parametrize(
    ("given", "width"),
    [("400", 400), ("99999", 900), ("0", 900), ("-5", 900), ("wide", 900), ("", 900), ("9" * 5000, 900)],
)
def test_it_is_never_wider_than_asked(client, given, width):
    data = ask(client, maxwidth=given, maxheight=given).json()
    assert data["width"] == width and data["height"] <= 1500 and f'width="{width}"' in data["html"]


def test_the_first_page_stands_for_the_default_timeline(client):
    assert ask(client, "http://testserver/").json()["title"] == "Japan and Korea"
    assert ask(client, "http://TESTSERVER/").status_code == 200


def test_what_the_reader_had_chosen_is_embedded(client):
    html = ask(client, URL + '?chapter=part-1&utm_source=mail&q="><script>').json()["html"]
    (src,) = re.findall(r'src="([^"]*)"', html)
    assert src == "http://testserver/embed/japan-and-korea/?chapter=part-1&amp;q=%22%3E%3Cscript%3E"
    assert client.get(src.replace("&amp;", "&")).status_code == 200


def test_the_look_of_an_embed_is_kept(client):
    asked = "?chapter=part-1&theme=dark&height=500&lang=ko"
    html = ask(client, "http://testserver/embed/japan-and-korea/" + asked).json()["html"]
    assert f'src="http://testserver/embed/japan-and-korea/{asked.replace("&", "&amp;")}"' in html


def test_what_is_not_public_is_answered_as_what_is_not_there(client, timeline):
    event = make_event(status="proposed")
    timeline.is_published = False
    timeline.save()
    for url in (URL, "http://testserver/embed/japan-and-korea/"):
        answer = ask(client, url)
        assert answer.status_code == 404 and "Japan" not in answer.content.decode()
    assert ask(client, f"http://testserver{event.get_absolute_url()}").status_code == 404
    assert ask(client, "http://testserver/").status_code == 404


def test_events_and_actors_are_answered_for_too(client):
    event = make_event(actors=[make_actor()])
    for page, embed in (
        (event.get_absolute_url(), f"/embed/events/{event.slug}/"),
        (make_actor().get_absolute_url(), "/embed/actors/fumio-kishida/"),
        (f"/embed/events/{event.slug}/", f"/embed/events/{event.slug}/"),
    ):
        data = ask(client, f"http://testserver{page}", maxwidth=500, maxheight=300).json()
        assert f'src="http://testserver{embed}"' in data["html"] and data["height"] <= 300
        assert client.get(embed).status_code == 200
    assert ask(client, "http://testserver/sources/").status_code == 404


def test_what_was_merged_is_answered_for_by_what_it_was_merged_into(client):
    kept, other = make_actor(), make_actor("Kishida F.")
    event, same = make_event(actors=[kept]), make_event("Same visit", slug="same", actors=[other])
    gone = other.slug
    merge(event, [same])
    join(kept, [other])
    for path, embed, data in (
        (f"/actors/{gone}/", f"/embed/actors/{kept.slug}/", f"/api/v1/actors/{kept.slug}"),
        ("/events/same/", f"/embed/events/{event.slug}/", f"/api/v1/events/{event.slug}"),
    ):
        for url in (path, f"/embed{path}"):
            html = ask(client, f"http://testserver{url}").json()["html"]
            assert f'src="http://testserver{embed}"' in html, url
        assert client.get(f"/embed{path}?theme=dark")["Location"] == f"{embed}?theme=dark"
        assert client.get(f"/embed{path}?theme=dark", follow=True).status_code == 200
        assert client.get(path)["Location"] == embed.removeprefix("/embed")
        answer = client.get(f"/api/v1{path.rstrip('/')}")
        assert (answer.status_code, answer["Location"]) == (301, data)
    Event.objects.update(status="proposed")
    for path in (f"/actors/{gone}/", "/events/same/"):
        for address in (path, f"/embed{path}", f"/api/v1{path.rstrip('/')}", f"/oembed?url=http://testserver{path}"):  # fmt: skip
            assert client.get(address).status_code == 404, address


def test_a_picture_is_given_where_it_fits(client):
    data = ask(client).json()
    assert (data["thumbnail_width"], data["thumbnail_height"]) == (1200, 630)
    assert client.get(data["thumbnail_url"]).status_code == 200
    assert "thumbnail_url" not in ask(client, maxwidth=600).json()


@pytest.mark.django_db(transaction=True)
def test_a_consumer_in_python_finds_and_embeds_it(timeline, live_server):
    registry = micawber.ProviderRegistry()
    registry.register(rf"{re.escape(live_server.url)}/\S+", micawber.Provider(f"{live_server.url}/oembed"))
    text = micawber.parse_text(f"{live_server.url}/timelines/japan-and-korea/", registry, maxwidth=600)
    assert 'width="600"' in text and f'src="{live_server.url}/embed/japan-and-korea/"' in text


@pytest.mark.django_db(transaction=True)
def test_a_consumer_in_node_finds_and_embeds_it(timeline, live_server):
    package = settings.BASE_DIR / "node_modules" / "@extractus" / "oembed-extractor"
    is_there = shutil.which("node") and package.is_dir()
    need("" if is_there else "no consumer in Node: run npm install where Node is present", "BROWSER")
    program = """
        import { extract, setProviderList } from "@extractus/oembed-extractor";
        setProviderList([]);  // so that it has to find the provider by the page's own links
        console.log(JSON.stringify(await extract(process.argv[1], { maxwidth: 600 })));
    """
    page = f"{live_server.url}/timelines/japan-and-korea/"
    command = ["node", "--input-type=module", "-e", program, page]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    assert (
        data["title"] == "Japan and Korea"
        and data["width"] == 600
        and "/embed/japan-and-korea/" in data["html"]
    )


def test_xml_is_well_formed_whatever_the_title(client, timeline):
    timeline.title = "A \x0b<b> & c"
    timeline.save()
    assert ET.fromstring(ask(client, format="xml").content).findtext("title") == "A <b> & c"


def test_the_script_is_small_and_served(client):
    text = (Path(settings.BASE_DIR) / "static" / "js" / "embed.js").read_text()
    assert len(text) < 3000 and client.get("/embed.js").content.decode() == text
