"""The panel for sharing and embedding a timeline, and the whole drawing as a picture."""

import re
import struct
from html import unescape

import pytest
from lxml import etree, html

from tests.factories import make_actor, make_event, make_timeline

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SHARE = "/timelines/japan-and-korea/share/"


@pytest.fixture(autouse=True)
def timeline():
    make_event(actors=[make_actor()])
    return make_timeline(chapters=[("2022-01-01", "2024-12-31")], is_default=True)


def code(client, query=""):
    page = html.fromstring(client.get(SHARE + query).content.decode())
    return page, page.get_element_by_id("embed-code").text


def test_the_panel_gives_one_line_that_stands_by_itself(client):
    page, line = code(client)
    frame = html.fromstring(line)
    assert (
        frame.get("src") == "http://testserver/embed/japan-and-korea/"
        and frame.get("title") == "Japan and Korea"
    )
    assert frame.get("loading") == "lazy" and frame.get("width") == "100%" and int(frame.get("height")) > 300
    assert "allow-popups-to-escape-sandbox" in frame.get(
        "sandbox"
    ) and "allow-top-navigation" not in frame.get("sandbox")
    previews = page.cssselect("#share .previews iframe")
    assert {preview.get("src") for preview in previews} == {frame.get("src")}
    sizes = [(preview.get("width"), preview.get("height")) for preview in previews]
    assert sizes == [("320", "420"), ("600", "520"), ("1000", "680")]
    assert 'src="http://testserver/embed.js"' in page.get_element_by_id("embed-script").text
    assert page.get_element_by_id("plain-link").get("value") == "http://testserver/timelines/japan-and-korea/"
    assert "APA" in page.text_content() and len(page.cssselect("a[download]")) == 2


def test_what_was_chosen_is_in_the_line_and_it_answers(client):
    _, line = code(
        client, "?chapter=part-1&theme=dark&speak=ko&height=500&background=fff8e7&actor=fumio-kishida"
    )
    frame = html.fromstring(line)
    assert frame.get("height") == "500"
    address = frame.get("src").removeprefix("http://testserver")
    assert (
        address
        == "/embed/japan-and-korea/?chapter=part-1&actor=fumio-kishida&theme=dark&background=fff8e7&height=500&lang=ko"
    )
    embed = client.get(address).content.decode()
    assert '<html lang="ko"' in embed and "--paper:#fff8e7" in embed
    page, _ = code(client, "?actor=fumio-kishida&theme=dark")
    assert page.cssselect('#share form input[name="actor"]')[0].get("value") == "fumio-kishida"
    assert page.cssselect('select[name="theme"] option[selected]')[0].get("value") == "dark"


def test_nonsense_is_named_and_left_out(client):
    page, line = code(client, '?theme=pink&height=9&chapter="><script>alert(1)</script>')
    assert "pink" not in line and "script>" not in line and "height=9" not in line
    assert len(page.cssselect(".error")) == 3


def test_the_panel_comes_alone_for_the_timelines_page(client):
    part = client.get(SHARE, headers={"HX-Request": "true", "HX-Target": "share"}).content.decode()
    assert "<html" not in part and 'id="embed-code"' in part
    page = client.get("/timelines/japan-and-korea/").content.decode()
    assert f'href="{SHARE}' in page and 'id="share"' in page


def test_what_is_not_published_is_not_shared(client, timeline):
    timeline.is_published = False
    timeline.save()
    for address in (
        SHARE,
        "/timelines/japan-and-korea/drawing.svg",
        "/timelines/japan-and-korea/drawing.png",
    ):
        assert client.get(address).status_code == 404


def test_the_drawing_is_a_picture_in_two_forms(client):
    make_event("A <b>title</b> & 회담", "2023-08-18")
    response = client.get("/timelines/japan-and-korea/drawing.svg?theme=dark")
    root = etree.fromstring(response.content)
    assert (
        root.tag.endswith("svg")
        and "회담" in response.content.decode()
        and "#14171f" in response.content.decode()
    )
    for link in root.iter("{*}a"):
        assert link.get("href").startswith("http://testserver/timelines/japan-and-korea/?")
    style = re.search(r"style-src ([^;]*)", response["Content-Security-Policy"])[1]
    assert "unsafe" not in style and style.count("sha256") == 2
    png = client.get("/timelines/japan-and-korea/drawing.png").content
    assert png.startswith(b"\x89PNG") and struct.unpack(">I", png[16:20])[0] == 2096


def test_the_address_finds_the_provider_in_both_formats(client):
    for address in ("/timelines/japan-and-korea/?chapter=part-1", "/actors/fumio-kishida/", "/"):
        page = client.get(address).content.decode()
        links = re.findall(
            r'<link rel="alternate" type="(?:application/json|text/xml)\+oembed"[^>]*href="([^"]+)"', page
        )
        assert len(links) == 2, address
        for link in links:
            assert client.get(unescape(link).removeprefix("http://testserver")).status_code == 200, link
