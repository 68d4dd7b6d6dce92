"""Embeds in pages of other origins, in a real browser: framing, heights, touch, links, and no script at all."""

import re
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.e2e.axe import violations
from tests.e2e.conftest import wait_until
from tests.factories import make_actor, make_citation, make_event, make_source, make_timeline

pytestmark = pytest.mark.django_db(transaction=True)
EMBED = "/embed/japan-and-korea/"


@pytest.fixture
def timeline():
    timeline = make_timeline(
        chapters=[("1910-01-01", "1945-12-31"), ("2022-01-01", "2024-12-31")], is_default=True
    )
    for n in range(12):
        event = make_event(
            f"Visit number {n}", f"2023-{n + 1:02}-11", actors=[make_actor()], slug=f"visit-{n}"
        )
        make_citation(event, make_source(url=f"https://example.org/{n}"))
    make_event("Annexation", "1910-08-22", "agreement")
    return timeline


@pytest.fixture
def host():
    """Another site: returns its address, and lets a test set the content of its page."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            content = site.page.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args):
            pass

    site = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    site.page = ""
    site.url = f"http://127.0.0.1:{site.server_port}"
    threading.Thread(target=partial(site.serve_forever, poll_interval=0.05), daemon=True).start()
    yield site
    site.shutdown()
    site.server_close()


def article(live_server, *frames, script=True):
    """A page of the other site as a newsroom would have it."""
    lines = [f'<iframe class="e" src="{live_server.url}{address}" width="100%" height="640" sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox"></iframe>' for address in frames]  # fmt: skip
    tag = f'<script src="{live_server.url}/embed.js" async></script>' if script else ""
    return f"<!doctype html><meta name=viewport content='width=device-width'><h1>News</h1>{''.join(lines)}{tag}<p id=below>More.</p>"


def fitted(page, index=0):
    """The height that the script gave to a frame, once it did."""
    frame = page.locator(".e").nth(index)
    frame.and_(page.locator('[style*="height"]')).wait_for()
    return frame.evaluate("e => [e.offsetHeight, e.style.height]")


def test_one_line_and_the_script_fit_the_height_on_another_origin(
    live_server, host, page, timeline, complaints
):
    host.page = article(live_server, EMBED, EMBED + "?height=400", "/embed/events/visit-3/")
    page.goto(host.url)
    whole, fixed, event = (fitted(page, n)[0] for n in range(3))
    assert fixed in (400, 404) and whole == event and whole in (680, 684)
    frame = page.frames[1]
    assert frame.locator("[data-event-id]:visible").count() >= 13
    assert frame.evaluate("document.documentElement.scrollHeight - innerHeight") <= 1  # nothing is hidden
    before = page.evaluate("Object.keys(window).length")
    page.evaluate("""src => new Promise(done => { const s = document.createElement("script"); s.src = src; s.onload = done; document.body.append(s); })""", f"{live_server.url}/embed.js")  # fmt: skip
    assert page.evaluate("Object.keys(window).length") == before  # no globals
    assert page.context.cookies() == [] and complaints == []


def test_a_frame_that_comes_late_or_was_there_before_the_script_is_fitted_too(
    live_server, host, page, timeline
):
    host.page = article(live_server, EMBED, script=False)
    page.goto(host.url)
    page.frame_locator(".e").locator(".rail").wait_for()
    assert page.locator(".e").evaluate("e => e.offsetHeight") in (640, 644)
    page.add_script_tag(url=f"{live_server.url}/embed.js")
    first = fitted(page)[1]
    page.evaluate("""src => { const f = document.createElement("iframe"); f.src = src; f.className = "e late"; document.body.prepend(f); }""", live_server.url + EMBED)  # fmt: skip
    page.wait_for_selector('.late[style*="height"]')
    assert first != ""


def test_the_height_is_told_in_the_forms_that_others_listen_to_and_to_nobody_who_lies(
    live_server, host, page, timeline
):
    listener = "<script>window.heard = []; addEventListener('message', e => heard.push([e.origin, e.data]));</script>"
    host.page = article(live_server, EMBED).replace("<h1>", listener + "<h1>")
    page.goto(host.url)
    height = fitted(page)[1]
    origin, data = page.evaluate("heard[0]")
    assert origin == live_server.url and data["sentinel"] == "amp" and data["type"] == "embed-size"
    assert data["datawrapper-height"] == {"japan-and-korea": data["height"]}
    page.evaluate("postMessage({type: 'embed-size', height: 99}, '*')")
    page.evaluate("""() => { const f = document.createElement("iframe"); f.srcdoc = "<script>parent.postMessage({type: 'embed-size', height: 77}, '*')</" + "script>"; f.onload = () => { window.lied = true; }; document.body.append(f); }""")  # fmt: skip
    page.wait_for_function("[99, 77].every(height => heard.some(([, data]) => data.height === height))")
    assert fitted(page)[1] == height


def test_a_site_that_is_not_named_sees_nothing_and_no_other_page_is_framed(live_server, host, page, timeline):
    timeline.embed_origins = "https://www.example.org"
    timeline.save()
    host.page = article(live_server, EMBED, "/timelines/japan-and-korea/", "/", "/admin/login/")
    page.goto(host.url)
    page.wait_for_load_state("networkidle")
    assert [frame.url for frame in page.frames[1:]] == ["chrome-error://chromewebdata/"] * 4
    timeline.embed_origins = host.url
    timeline.save()
    host.page = article(
        live_server, EMBED + "?theme=light"
    )  # the browser may keep the old answer for a minute
    page.reload()
    page.frame_locator(".e").locator(".rail").wait_for()


def test_nothing_heavy_comes_before_the_first_touch_and_nothing_moves_after_it(
    live_server, host, page, timeline, complaints
):
    host.page = article(live_server, EMBED)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(host.url)
    fitted(page)
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "plotly" in url]
    page.evaluate("""() => { window.moved = 0; new PerformanceObserver(l => l.getEntries().forEach(e => { window.moved += e.value; })).observe({type: "layout-shift"}); }""")  # fmt: skip
    frame = page.frames[1]
    frame.evaluate("""() => { window.moved = 0; new PerformanceObserver(l => l.getEntries().forEach(e => { window.moved += e.hadRecentInput ? 0 : e.value; })).observe({type: "layout-shift"}); }""")  # fmt: skip
    frame.locator("#timeline-chart").dispatch_event("pointerdown")
    frame.wait_for_selector("#timeline-chart[data-ready]")
    assert [url for url in asked if "plotly" in url]
    assert page.evaluate("moved") == 0 and frame.evaluate("moved") == 0 and complaints == []


def test_an_event_opens_within_and_links_lead_out(live_server, host, page, timeline, complaints):
    host.page = article(live_server, EMBED)
    page.goto(host.url)
    before = fitted(page)[0]
    inside = page.frame_locator(".e")
    inside.locator(".rail").get_by_role("link", name="Visit number 3").click()
    inside.locator("#evidence h2", has_text="Visit number 3").wait_for()
    wait_until(page, lambda: page.frames[1].url.endswith("?event=visit-3"))
    assert fitted(page)[0] == before
    with page.context.expect_page() as opened:
        inside.get_by_role("link", name="Open the full page", exact=True).click()
    opened.value.wait_for_load_state()
    assert opened.value.url == f"{live_server.url}/events/visit-3/" and page.url == host.url + "/"
    # The new page is not held in the frame's sandbox: its forms work.
    opened.value.goto(f"{live_server.url}/timelines/japan-and-korea/")
    opened.value.fill('input[name="q"]', "Annexation")
    opened.value.press('input[name="q"]', "Enter")
    opened.value.wait_for_url(re.compile("q=Annexation"))
    assert complaints == []


@pytest.mark.parametrize(("width", "height"), [(320, 420), (600, 520), (1000, 680)])
@pytest.mark.parametrize("layout", ["fan", "story", "event"])
def test_a_layout_has_a_fixed_height_for_its_width_and_nothing_is_cut(
    live_server, page, timeline, width, height, layout
):
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{live_server.url}{EMBED}?layout={layout}")
    size = "[document.body.offsetHeight, document.documentElement.scrollHeight, document.documentElement.scrollWidth]"
    assert page.evaluate(size) == [height, height, width]
    page.locator(".steps [rel=next], .steps [rel=prev]").first.click()
    page.wait_for_timeout(300)
    assert page.evaluate(size) == [height, height, width]
    for heading in page.locator("h1, h2, .row [data-title], .steps a").all():
        if heading.is_visible():
            box = heading.bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= width and box["y"] + box["height"] <= height
    scrollers = "[...document.querySelectorAll('*')].filter(e => e.scrollHeight > e.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(e).overflowY)).length"
    assert page.evaluate(scrollers) == 0


def test_all_is_there_without_any_script(live_server, host, new_context, timeline):
    page = new_context(java_script_enabled=False).new_page()
    host.page = article(live_server, EMBED)
    page.goto(host.url)
    inside = page.frame_locator(".e")
    inside.locator(".rail").get_by_role("link", name="Visit number 3").click()
    inside.locator("#evidence h2", has_text="Visit number 3").wait_for()


@pytest.mark.parametrize("address", [EMBED, EMBED + "?event=visit-2&background=20304a&accent=888888", "/embed/events/visit-1/", "/embed/actors/fumio-kishida/?height=300", "/timelines/japan-and-korea/share/"])  # fmt: skip
def test_axe_finds_nothing(live_server, page, timeline, address):
    for scheme, width in (("light", 1000), ("dark", 360)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 700})
        page.goto(live_server.url + address)
        page.wait_for_load_state("networkidle")
        assert violations(page) == "[]", (scheme, width, violations(page))


def test_the_panel_opens_at_once_from_above_the_drawing(live_server, page, timeline, complaints):
    page.goto(f"{live_server.url}/timelines/japan-and-korea/")
    page.locator(".counts").get_by_role("link", name="Share or embed", exact=True).click()
    page.locator("[data-copy='#embed-code']").wait_for()
    assert page.evaluate("document.querySelector('#share').getBoundingClientRect().top < innerHeight")


def test_the_word_on_the_copy_button_is_not_broken_on_a_phone(live_server, page, timeline):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{live_server.url}/timelines/japan-and-korea/share/?lang=ko")
    button = page.locator("[data-copy='#embed-code']")
    button.wait_for()
    assert button.inner_text() == "복사" and button.bounding_box()["height"] < 45


def test_the_panel_opens_on_the_page_previews_and_copies(live_server, page, context, timeline, complaints):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{live_server.url}/timelines/japan-and-korea/")
    page.locator("#share").get_by_role("link", name="Share or embed", exact=True).click()
    copy = page.locator("[data-copy='#embed-code']")
    copy.wait_for()  # the panel has settled
    page.locator("#share [name=theme]").select_option("dark")
    page.wait_for_selector('#share .previews figure:last-child iframe[src*="theme=dark"]')
    preview = page.frame_locator("#share .previews figure:last-child iframe")
    preview.locator(".rail").wait_for()
    copy.click()
    page.get_by_text("Copied", exact=True).wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("<iframe src=") and "theme=dark" in copied
    assert page.url.endswith("/timelines/japan-and-korea/")
    assert [words for words in complaints if "sandbox" not in words] == []


CUT = """() => {
  const box = document.querySelector("[data-evidence]").getBoundingClientRect();
  const seen = [...document.querySelectorAll("[data-evidence] *")].filter((one) => one.getClientRects().length && !one.closest(".others"));
  const said = document.querySelector(".strongest .passage"), words = said.querySelector("mark");
  const last = [...words.getClientRects()].pop();
  return { below: Math.max(...seen.map((one) => one.getBoundingClientRect().bottom)) - box.bottom,
           hidden: last.top + last.height / 2 - Math.min(said.getBoundingClientRect().bottom, box.bottom) };
}"""


@pytest.mark.parametrize("layout", ["fan", "story", "event"])
def test_a_long_passage_hides_neither_its_date_nor_its_source(live_server, page, samples, layout):
    """Every step of the shipped story, and the fan and the event of each, at the width of a phone's column."""
    page.route("**/*.js", lambda route: route.abort())
    page.set_viewport_size({"width": 320, "height": 420})
    story = f"{live_server.url}/embed/japan-korea-1910-2024/?layout=story&story="
    for step in range(1, 16):
        page.goto(f"{story}{step}")
        if layout != "story":
            slug = page.locator("#story").get_attribute("data-slug")
            page.goto(f"{live_server.url}/embed/japan-korea-1910-2024/?layout={layout}&event={slug}")
        found = page.evaluate(CUT)
        assert found["below"] < 1 and found["hidden"] < 0, (step, found)


def test_a_passage_that_begins_far_from_its_date_begins_later_in_an_embed(live_server, page):
    timeline = make_timeline(is_default=True)
    event = make_event("Talks end", "2024-09-06", slug="talks")
    words = "The delegations of both ministries sat late over wording that neither would sign. "
    quote = f"{words * 4}They parted on 6 September 2024, an official said. {words * 3}"
    make_citation(event, quote=quote, date_words="6 September 2024", edtf="2024-09-06")
    for width, height in ((320, 420), (600, 520), (1000, 680)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{live_server.url}/embed/{timeline.slug}/?event=talks")
        assert page.locator(".strongest .passage").inner_text().startswith("“… ")
        found = page.evaluate(CUT)
        assert found["below"] < 1 and found["hidden"] < 0, (width, found)
