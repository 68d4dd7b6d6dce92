"""A reader's journeys through the shipped timeline in a real browser."""

import pytest
from django.core.management import call_command

from tests.e2e.axe import violations

pytestmark = pytest.mark.django_db(transaction=True)
READY = "#timeline-chart[data-ready=true]"


@pytest.fixture
def site(live_server):
    call_command("load_samples", verbosity=0)
    return live_server.url


def test_pan_filter_open_and_go_back(page, site, complaints):
    page.set_viewport_size({"width": 1440, "height": 1000})
    page.goto(site)
    assert page.locator("#timeline-chart [data-event-id]").count() > 50
    page.wait_for_selector(READY)
    page.wait_for_selector("#timeline-chart .live [data-event-id]", state="attached")
    chart = page.locator("#timeline-chart")
    before = chart.screenshot()
    box = chart.bounding_box()
    x, y = box["x"] + box["width"] * 0.7, box["y"] + 300
    page.mouse.move(x, y)
    page.mouse.wheel(0, -400)
    page.wait_for_timeout(300)
    zoomed = chart.screenshot()
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 150, y, steps=8)
    page.mouse.up()
    page.wait_for_timeout(300)
    assert len({before, zoomed, chart.screenshot()}) == 3

    page.locator("summary", has_text="What").click()
    page.get_by_label("Election").check()
    page.wait_for_url("**kind=election**")
    page.wait_for_selector(READY)
    assert (
        page.locator(".rail li").count()
        == page.locator("#timeline-chart .live .points [data-event-id]").count()
    )

    page.locator(".rail a", has_text="LDP leadership vote").click()
    evidence = page.locator("#evidence")
    evidence.get_by_role("heading", name="LDP leadership vote").wait_for()
    assert "27 September 2024" in evidence.inner_text() and "Paraphrase:" in evidence.inner_text()
    assert "event=ldp-leadership-vote" in page.url
    page.go_back()
    page.wait_for_selector("#evidence .hint")
    page.go_back()
    page.wait_for_selector(".rail a:has-text('Summit at Camp David')")
    assert complaints == []


def test_a_mark_of_the_live_chart_opens_its_event(page, site, complaints):
    page.set_viewport_size({"width": 1440, "height": 1000})
    page.goto(f"{site}/?chapter=the-last-summit")
    page.wait_for_selector(READY)
    mark = page.locator(".live path[data-slug^=ishiba-takes-office]").bounding_box()
    page.mouse.click(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2)
    page.locator("#evidence").get_by_role("heading", name="Ishiba takes office").wait_for()
    page.keyboard.press("ArrowLeft")
    page.locator("#evidence").get_by_role(
        "heading", name="Houses designate Shigeru Ishiba as prime minister"
    ).wait_for()
    assert complaints == []


def test_everything_can_be_read_and_filtered_without_javascript(browser, site):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(site)
    page.get_by_placeholder("Words").fill("Camp David")
    page.get_by_role("button", name="Apply").click()
    page.locator(".rail a", has_text="Summit at Camp David").click()
    assert "18 August 2023" in page.locator("#evidence").inner_text()


def test_a_phone_gets_a_rail_and_no_sideways_scrolling(page, site, complaints):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(site)
    first = page.locator(".rail [data-event-id]").first
    assert first.is_visible() and first.bounding_box()["y"] < 740
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator(".rail a", has_text="Summit at Camp David").click()
    page.locator("#evidence").get_by_role("heading", name="Summit at Camp David").wait_for()
    page.locator(".rail li.chosen").wait_for()  # the page has scrolled to the evidence by then
    page.locator(".strip").click(position={"x": 5, "y": 28}, force=True)
    page.wait_for_selector(READY)
    assert complaints == []


@pytest.mark.parametrize("address", ["/", "/?event=summit-at-camp-david-2023-08-18", "/events/summit-at-camp-david-2023-08-18/", "/actors/", "/sources/", "/method/", "/embed/japan-korea-1910-2024/"])  # fmt: skip
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page, site, address, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(site + address)
    assert violations(page) == "[]"
