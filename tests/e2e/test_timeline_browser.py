"""The timeline's page in a real browser, measured at the widths of phones, tablets and desktops."""

import re

import pytest

from tests.e2e.axe import violations
from tests.e2e.conftest import until, wait_until
from timeline.models import Event, Source

pytestmark = pytest.mark.django_db(transaction=True)
READY = "#timeline-chart[data-ready=true]"
SIZES = {360: 740, 768: 1024, 1280: 800, 1440: 900, 1920: 1080}

CUT = """() => [...document.querySelectorAll('[data-title], .stretch h2')].filter(e => {
  const box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const holder = e.closest('a') || e;
  return e.textContent.includes('…') || style.textOverflow === 'ellipsis' || holder.scrollWidth > holder.clientWidth + 1
    || box.left < -1 || box.right > innerWidth + 1;
}).map(e => e.textContent)"""
SMALL = """() => [...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && !e.matches('sup, sub')
  && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && parseFloat(getComputedStyle(e).fontSize) < 12)
  .map(e => e.textContent)"""
LISTED = "() => [...document.querySelectorAll('li[data-event-id]')].filter(e => e.checkVisibility()).map(e => e.dataset.eventId).sort()"
DRAWN = "() => [...new Set([...document.querySelectorAll('#timeline-chart [data-event-id]')].map(e => e.dataset.eventId))].sort()"
OVERLAPS = """() => { const boxes = [...document.querySelectorAll('.row > a')].map(e => e.getBoundingClientRect());
  return boxes.filter((a, n) => boxes.slice(n + 1).some(b => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)).length }"""


@pytest.fixture
def site(live_server, samples):
    return live_server.url


@pytest.mark.parametrize("width", SIZES)
def test_every_title_stands_whole_and_is_drawn(page, site, complaints, width):
    page.set_viewport_size({"width": width, "height": SIZES[width]})
    page.goto(site)
    listed = page.evaluate(LISTED)
    assert len(listed) > 60 and page.evaluate(DRAWN) == listed
    assert page.evaluate(CUT) == [] and page.evaluate(SMALL) == [] and page.evaluate(OVERLAPS) == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width > 704:
        page.wait_for_selector(READY)
        assert page.evaluate(DRAWN) == listed and page.evaluate(SMALL) == []
        live = page.locator("#timeline-chart .live [data-event-id]")
        assert live.count() == len(listed), "what Plotly draws has taken the place of what the server drew"
    assert violations(page) == "[]"
    assert complaints == []


@pytest.mark.parametrize(("code", "name"), [("ko", "한국어"), ("ja", "日本語")])
def test_every_title_stands_whole_in_other_languages_too(page, site, complaints, code, name):
    page.goto(site)
    page.get_by_role("link", name=name, exact=True).click()
    page.wait_for_url(f"**lang={code}**")
    for width, height in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{site}/?lang={code}")
        titles = page.locator("li[data-event-id] [data-title]:not([lang])").count()
        listed = page.evaluate(LISTED)
        assert titles == len(listed) > 60 and page.evaluate(DRAWN) == listed
        assert page.evaluate(CUT) == [] and page.evaluate(SMALL) == [] and page.evaluate(OVERLAPS) == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
    assert complaints == []


@pytest.mark.parametrize("width", [1440, 1920])
def test_the_evidence_stands_beside_the_columns_from_the_first_paint(page, site, width):
    page.set_viewport_size({"width": width, "height": SIZES[width]})
    page.goto(site)
    evidence = page.locator("[data-evidence]").bounding_box()
    columns = page.locator(".fan").bounding_box()
    assert evidence["x"] >= columns["x"] + columns["width"]
    assert evidence["y"] >= 0 and evidence["y"] + evidence["height"] <= SIZES[width]
    assert page.locator("[data-evidence]").evaluate("e => e.scrollHeight <= e.clientHeight + 1")
    rows = page.evaluate(
        "Math.max(...[...document.querySelectorAll('.row')].map(e => e.getBoundingClientRect().bottom))"
    )
    assert rows <= SIZES[width], "the whole story stands in the first screen"
    chosen = page.locator(".row.chosen [data-title]").inner_text()
    assert page.locator("[data-evidence] h2").inner_text() == chosen


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("scripted", [True, False])
def test_choosing_opens_the_evidence_where_the_reader_is_and_moves_nothing(browser, site, width, scripted):
    context = browser.new_context(
        viewport={"width": width, "height": SIZES[width]}, java_script_enabled=scripted
    )
    page = context.new_page()
    page.goto(site)
    row = page.locator(".row", has_text="Murayama")
    row.evaluate("row => row.scrollIntoView({block: 'center'})")
    page.wait_for_timeout(200)
    before = row.bounding_box()["y"]
    row.locator("> a").click()
    page.wait_for_url("**event=**")
    evidence = page.locator("[data-evidence]")
    evidence.get_by_role("heading", name=re.compile("Murayama")).wait_for()
    box = evidence.locator("h2").bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= SIZES[width]
    if scripted:
        assert abs(row.bounding_box()["y"] - before) <= 1
    assert page.locator("[data-evidence]").count() == 1 and page.locator(".row.chosen").count() == 1
    if width < 1024:
        assert box["y"] > row.locator("> a").bounding_box()["y"], "it unfolds in its row"
    context.close()


def test_an_event_that_comes_after_the_reader_went_back_is_not_opened(page, site):
    held = []
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(site)
    page.locator(".row > a", has_text="Murayama").click()
    page.wait_for_url("**event=**")
    page.locator(".row > a", has_text="Camp David").first.click()
    page.wait_for_url("**david**")
    page.route("**/*", lambda route: held.append(route) if not held else route.continue_())
    page.locator(".row:not(.chosen) > a").last.click()
    wait_until(page, lambda: held)
    page.go_back()
    murayama = page.locator("[data-evidence]").get_by_role("heading", name=re.compile("Murayama"))
    murayama.wait_for()
    address = page.url
    with page.expect_response(held[0].request.url):
        held[0].continue_()
    page.wait_for_timeout(300)
    assert page.url == address and murayama.is_visible()


def test_an_event_of_an_address_is_open_and_in_sight_on_a_phone(page, site):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{site}/?event={Event.objects.get(place='Camp David').slug}")
    link = page.locator(".row.chosen > a").get_attribute("href")
    page.goto(f"{site}/{link}")
    top = "document.querySelector('[data-evidence] h2').getBoundingClientRect().y"
    until(page, f"{top} > 0 && {top} < 740")
    assert "Camp David" in page.locator("[data-evidence] h2").inner_text()


@pytest.mark.parametrize("width", [768, 1280, 1440, 1920])
def test_the_bare_wheel_over_the_ribbon_scrolls_the_page(page, site, width):
    page.set_viewport_size({"width": width, "height": 600})
    page.goto(site)
    page.wait_for_selector(READY)
    box = page.locator("#timeline-chart").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 60)
    page.mouse.wheel(0, 200)
    until(page, "scrollY > 100")
    assert "from=" not in page.url


def scroll_with_a_finger(page, session, x, y):
    touch = "Input.dispatchTouchEvent"
    session.send(touch, {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for n in range(1, 13):
        session.send(touch, {"type": "touchMove", "touchPoints": [{"x": x, "y": y - 12 * n}]})
        page.wait_for_timeout(20)
    session.send(touch, {"type": "touchEnd", "touchPoints": []})
    until(page, "scrollY > 60")
    assert "from=" not in page.url and "event=" not in page.url


@pytest.mark.parametrize("width", SIZES)
def test_a_finger_over_the_ribbon_scrolls_the_page_and_two_zoom(browser, site, width):
    context = browser.new_context(viewport={"width": width, "height": 600}, has_touch=True)
    page = context.new_page()
    page.goto(site)
    session = context.new_cdp_session(page)
    box = page.locator("#timeline-chart").bounding_box()
    x, y = box["x"] + box["width"] * 0.65, box["y"] + box["height"] - 25
    scroll_with_a_finger(page, session, x, y)  # over what the server drew, or what took its place
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_selector(READY)
    scroll_with_a_finger(page, session, x, y)
    page.evaluate("scrollTo(0, 0)")
    touch = "Input.dispatchTouchEvent"
    for kind, apart in (("touchStart", 40), ("touchMove", 80), ("touchMove", 160), ("touchMove", 300)):
        points = [{"x": x - apart / 2, "y": y}, {"x": x + apart / 2, "y": y}]
        session.send(touch, {"type": kind, "touchPoints": points})
        page.wait_for_timeout(40)
    session.send(touch, {"type": "touchEnd", "touchPoints": []})
    page.wait_for_url("**from=**")
    context.close()


def test_the_list_is_cut_anew_for_the_window(page, site, complaints):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(site)
    page.wait_for_selector(READY)
    whole = page.locator("li[data-event-id]").count()
    box = page.locator("#timeline-chart").bounding_box()
    x, y = box["x"] + box["width"] * 0.96, box["y"] + 60
    page.mouse.move(x, y)
    page.keyboard.down("Control")
    for _ in range(6):
        page.mouse.wheel(0, -240)
    page.keyboard.up("Control")
    page.wait_for_url("**from=**")
    until(
        page,
        f"!document.querySelector('.moving') && document.querySelectorAll('li[data-event-id]').length < {whole}",
    )
    zoomed = page.url
    assert 0 < page.locator("li[data-event-id]").count() < whole
    assert (
        page.locator(".counts")
        .inner_text()
        .startswith(f"{page.locator('li[data-event-id]').count()} of {whole}")
    )
    until(
        page,
        "document.querySelectorAll('#timeline-chart .live [data-event-id]').length === document.querySelectorAll('li[data-event-id]').length",
    )
    assert page.evaluate(CUT) == []
    page.mouse.move(x - 300, y)
    entries = page.evaluate("history.length")
    page.mouse.down()
    page.mouse.move(x - 200, y, steps=6)
    page.mouse.up()
    until(page, f"location.href !== {zoomed!r} && history.length > {entries}")
    page.evaluate("window.kept = true")
    page.evaluate("history.back()")
    page.wait_for_url(zoomed)
    page.evaluate("history.back()")
    until(page, "!location.search.includes('from=')")
    until(page, f"document.querySelectorAll('li[data-event-id]').length === {whole}")
    page.wait_for_selector(READY)
    assert page.evaluate("window.kept"), "the page was not loaded anew"
    page.locator("#timeline-chart").focus()
    page.keyboard.press("+")
    page.wait_for_url("**from=**")
    page.keyboard.press("0")
    until(page, "!location.search.includes('from=')")
    assert complaints == []


def test_filtering_keeps_the_menu_open_and_the_address_clean(page, site, complaints):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(site)
    page.wait_for_selector(READY)
    page.locator("summary", has_text="What").click()
    page.get_by_label("Election").check()
    page.wait_for_url("**kind=election**")
    page.get_by_label("Ruling").check()
    page.wait_for_url("**kind=ruling**")
    assert page.get_by_label("Ruling").is_visible()
    until(page, "document.activeElement.value === 'ruling'")
    assert not re.search(r"=(&|$)", page.url)
    page.wait_for_selector(READY)
    listed = page.evaluate(LISTED)
    assert page.evaluate(DRAWN) == listed and 0 < len(listed) < 15
    assert page.locator(".counts").inner_text().startswith(f"{len(listed)} of ")
    assert page.locator(".pill").count() == 2
    page.keyboard.press("Escape")
    page.locator(".pill", has_text="Ruling").click()
    until(page, "!location.search.includes('ruling')")
    page.locator(".row > a", has_text="LDP leadership vote").click()
    page.wait_for_url("**event=ldp-leadership-vote**")
    evidence = page.locator("#evidence")
    evidence.get_by_role("heading", name="LDP leadership vote").wait_for()
    assert "27 September 2024" in evidence.inner_text() and "Paraphrase:" in evidence.inner_text()
    page.evaluate("history.back()")
    until(page, "!location.search.includes('event=')")
    assert complaints == []


def test_the_slider_of_detail_lists_fewer_and_follows_the_address(page, site, complaints):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(site)
    page.wait_for_selector(READY)
    whole = len(page.evaluate(LISTED))
    slider = page.get_by_label("Detail")
    assert (slider.get_attribute("max"), slider.input_value()) == ("3", "3") and whole > 40
    slider.focus()
    page.keyboard.press("Home")
    page.wait_for_url("**/?detail=1")
    until(page, f"({LISTED})().length === 20")
    until(page, "document.activeElement.name === 'detail'")
    page.evaluate("history.back()")
    until(page, f"({LISTED})().length === {whole}")
    assert slider.input_value() == "3" and "detail" not in page.url
    assert complaints == []


def test_a_mark_of_the_live_ribbon_is_a_link_with_its_whole_title(page, site, complaints):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(site)
    page.wait_for_selector(READY)
    mark = page.locator(".live path[data-slug^=south-korea-founded]").bounding_box()
    page.mouse.move(mark["x"] + 20, mark["y"] + 40)
    page.mouse.move(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2, steps=4)
    until(page, "document.querySelector('.tip')?.innerText === '15 August 1948\\nSouth Korea founded'")
    assert "event=south-korea-founded" in page.locator("a.spot").get_attribute("href")
    page.mouse.down()
    page.mouse.up()
    page.locator("#evidence").get_by_role("heading", name="South Korea founded").wait_for()
    page.keyboard.press("ArrowRight")
    page.locator("#evidence").get_by_role("heading", name="San Francisco peace treaty signed").wait_for()
    assert page.locator(".row.chosen [data-title]").inner_text() == "San Francisco peace treaty signed"
    assert complaints == []


def test_a_drag_that_begins_on_a_mark_moves_the_ribbon(page, site):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(site)
    page.wait_for_selector(READY)
    mark = page.locator(".live path[data-slug^=south-korea-founded]").bounding_box()
    x, y = mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2
    page.mouse.move(x - 30, y)
    page.mouse.move(x, y, steps=4)
    page.locator(".tip").wait_for()
    page.mouse.down()
    page.mouse.move(x + 150, y, steps=8)
    moved = "document.querySelector('.live path[data-slug^=south-korea-founded]')?.getBoundingClientRect().x"
    until(page, f"Math.abs({moved} - {mark['x'] + 150}) < 8")
    page.mouse.up()
    until(page, "location.search.includes('from=')")


def test_everything_can_be_read_and_filtered_without_javascript(new_context, site):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(site)
    page.get_by_placeholder("Search titles and passages").fill("Camp David")
    page.get_by_role("button", name="Apply").click()
    page.locator(".row > a", has_text="Summit at Camp David").click()
    assert "18 August 2023" in page.locator("#evidence").inner_text()


PAGES = ("/", "/?lanes=actor", "/?story=2", "/?view=chart&lanes=actor", "/?from=2023&to=2024", "/?q=zebra&kind=visit", "/actors/", "/actors/fumio-kishida/", "/sources/", "/method/", "/embed/japan-korea-1910-2024/")  # fmt: skip


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing(page, site, complaints, scheme, width):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": SIZES[width]})
    source = Source.objects.shown().exclude(published=None).order_by("pk").first()
    pages = (*PAGES, source.get_absolute_url(), Event.objects.get(place="Camp David").get_absolute_url())
    assert {
        address: found for address in pages if (found := violations_at(page, site + address)) != "[]"
    } == {}
    assert complaints == []


def violations_at(page, address):
    page.goto(address)
    return violations(page)
