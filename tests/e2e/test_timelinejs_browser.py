"""TimelineJS itself draws what is exported for it, from another site's page."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from tests.factories import make_citation, make_event, make_source, make_timeline
from tests.needs import need

pytestmark = pytest.mark.django_db(transaction=True)
PACKAGE = Path(settings.BASE_DIR) / "node_modules" / "@knight-lab" / "timelinejs" / "dist"
PAGE = """<!DOCTYPE html><meta charset="utf-8"><title>An article</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/css/timeline.css"><div id="story" style="height: 600px"></div>
<script src="/js/timeline.js"></script>
<script>window.story = new TL.Timeline("story", "DATA", {font: null, script_path: "/js/"})</script>"""
EVENTS = {
    "Summit at Camp David": "2023-08-18",
    "한일 정상회담 <b>서울</b>": "2024-09-06/2024-09-07",
    "Colonial rule": "1910/1945-08-15",
    "Memorandum": "2024-07",
    "Yoon in office": "2022/..",
    "Until the treaty": "../1965",
    "About that time": "1907~",
    "One autumn": "2021-23",
}


@pytest.fixture
def package():
    is_there = (PACKAGE / "js" / "timeline.js").exists()
    need("" if is_there else "TimelineJS is not installed: npm install", "BROWSER")
    return PACKAGE


@pytest.fixture
def newsroom(live_server, package):
    """Another site, with the package's files and a page that shows the timeline."""
    page = PAGE.replace("DATA", f"{live_server.url}/timelines/japan-korea.timelinejs").encode()

    class Files(SimpleHTTPRequestHandler):
        def do_GET(self):
            if self.path != "/":
                return super().do_GET()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=package))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def story(newsroom, page):
    """The page of the other site once it is drawn; gives every address that it asked for."""
    timeline = make_timeline("日韓 & Korea", slug="japan-korea")
    for title, edtf in EVENTS.items():
        source = make_source(publisher="The <Paper>", url=f"https://example.org/{len(title)}-{edtf[:4]}")
        make_citation(make_event(title, edtf), source)
    assert timeline.events().count() == len(EVENTS)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(newsroom)
    page.locator(".tl-timemarker").nth(len(EVENTS) - 1).wait_for(state="attached")
    return asked


def test_every_event_is_a_slide_with_its_date_and_evidence(story, page, live_server, newsroom, complaints):
    assert page.locator(".tl-timemarker").count() == len(EVENTS)
    slides = page.locator(".tl-slide")
    assert slides.count() == len(EVENTS) + 1  # and the title's
    headlines = {text.strip() for text in page.locator(".tl-slide h2").all_text_contents()}
    assert headlines == {"日韓 & Korea", *EVENTS}
    assert page.locator(".tl-slide b, .tl-message").count() == 0
    dates = page.locator(".tl-headline-date").all_text_contents()
    assert {"18 August 2023", "6–7 September 2024", "July 2024", "since 2022", "about 1907"} <= set(dates)
    page.evaluate("story.goToId('" + event_id(page, "Camp David") + "')")
    page.locator(".tl-timemarker-active", has_text="Camp David").wait_for(state="attached")
    slide = page.locator(".tl-slide", has_text="Summit at Camp David")
    link = slide.get_by_role("link", name="The <Paper>: Document", exact=False)
    assert link.get_attribute("href") == "https://example.org/20-2023"
    own = slide.get_by_role("link", name="Entente", exact=True).get_attribute("href")
    assert own.startswith(f"{live_server.url}/events/summit-at-camp-david")
    assert complaints == []
    hosts = {urlsplit(address).netloc for address in story if address.startswith("http")}
    assert hosts == {urlsplit(newsroom).netloc, urlsplit(live_server.url).netloc}


def event_id(page, title):
    """The name of an event's slide, which is part of the address of each."""
    return page.locator(".tl-timemarker", has_text=title).get_attribute("id").removesuffix("-marker")
