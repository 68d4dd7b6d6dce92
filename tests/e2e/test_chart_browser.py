"""The chart in a real browser: titles where they fit whole, more of them as one zooms in, and every one of them a link."""

import pytest

from tests.e2e.axe import violations
from tests.e2e.conftest import until
from tests.e2e.test_timeline_browser import READY, SIZES, SMALL

pytestmark = pytest.mark.django_db(transaction=True)
CHART = "/?view=chart"

CUT = """() => { const chart = document.querySelector('#timeline-chart').getBoundingClientRect();
  const titles = [...document.querySelectorAll('.labels a, #timeline-chart text.title')].filter(e => e.checkVisibility({visibilityProperty: true}));
  const boxes = titles.map(e => e.getBoundingClientRect());
  return boxes.filter((a, n) => a.left < chart.left - 1 || a.right > chart.right + 1 || a.width < 20
    || boxes.slice(n + 1).some(b => a.left < b.right - 4 && b.left < a.right - 4 && a.top + 5 < b.bottom - 5 && b.top + 5 < a.bottom - 5)).length }"""
TITLES = "() => [...document.querySelectorAll('.labels a, #timeline-chart text.title')].filter(e => e.checkVisibility({visibilityProperty: true})).map(e => e.textContent)"
TICKS = "() => [...document.querySelectorAll('.live .xtick text')].map(e => e.textContent)"


@pytest.fixture
def site(live_server, samples):
    return live_server.url


@pytest.mark.parametrize("width", SIZES)
def test_titles_stand_whole_and_more_of_them_as_one_zooms(page, site, complaints, width):
    page.set_viewport_size({"width": width, "height": SIZES[width]})
    page.goto(site + CHART)
    page.wait_for_selector(READY)
    titles = page.evaluate(TITLES)
    assert len(titles) >= 10 and page.evaluate(CUT) == 0 and page.evaluate(SMALL) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    known = page.evaluate(
        "[...document.querySelectorAll('li[data-event-id] [data-title]')].map(e => e.textContent)"
    )
    assert set(titles) <= set(known) and len(known) > 60
    drawn = (
        "new Set([...document.querySelectorAll('.live [data-event-id]')].map(e => e.dataset.eventId)).size"
    )
    assert page.evaluate(drawn) == len(known)
    before = page.evaluate(TICKS)
    page.goto(f"{site}{CHART}&from=2023-01-01&to=2024-12-31")
    page.wait_for_selector(READY)
    near = page.evaluate(TITLES)
    rows = page.locator("li[data-event-id]").count()
    assert len(near) / rows > len(titles) / len(known) and page.evaluate(CUT) == 0
    assert page.evaluate(TICKS) != before and any("2023" in text for text in page.evaluate(TICKS))
    assert violations(page) == "[]"
    assert complaints == []


@pytest.mark.parametrize("width", SIZES)
def test_without_javascript_the_drawing_of_the_server_says_the_same(new_context, site, width):
    page = new_context(
        java_script_enabled=False, viewport={"width": width, "height": SIZES[width]}
    ).new_page()
    page.goto(site + CHART)
    assert page.evaluate(CUT) == 0 and len(page.evaluate(TITLES)) >= 6
    title = page.locator("#timeline-chart text.title:visible").first
    said = title.text_content()
    title.click()
    page.wait_for_url("**event=**")
    heading = page.locator("[data-evidence] h2")
    assert heading.inner_text() == said and "view=chart" in page.url
    box = heading.bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= SIZES[width]


@pytest.mark.parametrize("width", [360, 1440])
def test_a_title_opens_its_evidence_in_sight(page, site, complaints, width):
    page.set_viewport_size({"width": width, "height": SIZES[width]})
    page.goto(site + CHART)
    page.wait_for_selector(READY)
    page.locator("#timeline-chart").evaluate("chart => chart.scrollIntoView({block: 'start'})")
    title = page.locator(".labels a:visible", has_text="Annexation treaty signed")
    assert "event=" in title.get_attribute("href")
    title.click()
    page.locator("#evidence").get_by_role("heading", name="Annexation treaty signed").wait_for()
    page.wait_for_url("**event=**")
    assert "view=chart" in page.url
    box = page.locator("#evidence h2").bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= SIZES[width]
    until(page, "document.querySelector('.labels a.chosen')?.textContent === 'Annexation treaty signed'")
    row = page.locator(".row > a", has_text="Murayama")
    row.evaluate("row => row.scrollIntoView({block: 'center'})")
    before = row.bounding_box()["y"]
    row.click()
    page.locator("#evidence").get_by_role("heading", name="Murayama").wait_for()
    assert abs(row.bounding_box()["y"] - before) <= 1
    box = page.locator("#evidence h2").bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= SIZES[width]
    assert complaints == []


def test_a_hand_that_drags_a_title_drags_the_chart(page, site, complaints):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(site + CHART)
    page.wait_for_selector(READY)
    title = page.locator(".labels a:visible", has_text="Annexation treaty signed")
    box = title.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 120, y, steps=8)
    until(
        page,
        f"Math.abs([...document.querySelectorAll('.labels a')].find(e => e.textContent === 'Annexation treaty signed').getBoundingClientRect().x - {box['x'] + 120}) < 8",
    )
    page.mouse.up()
    page.wait_for_url("**from=**")
    until(page, "!document.querySelector('.moving')")
    assert "event=" not in page.url, "the drag chose nothing"
    page.locator("#timeline-chart").focus()
    page.keyboard.press("+")
    until(page, "document.querySelectorAll('li[data-event-id]').length < 50")
    assert page.evaluate(CUT) == 0
    assert complaints == []


def test_the_list_and_the_chart_are_the_same_selection(page, site):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{site}/?kind=visit")
    listed = page.locator("li[data-event-id]").count()
    page.locator(".view").click()
    page.wait_for_url("**view=chart**")
    page.wait_for_selector(READY)
    assert page.locator(".live [data-event-id]").count() == listed
    page.locator("summary", has_text="What").click()
    page.get_by_label("Election").check()
    page.wait_for_url("**kind=election**")
    assert "view=chart" in page.url
    page.wait_for_selector(".charting " + READY)
    page.locator(".view").click()
    page.wait_for_selector(".lens.n5")
    assert "view" not in page.url and "kind=election" in page.url


OVER = """([first, second]) => {
  const chart = document.querySelector('#timeline-chart');
  const bar = (n, y, text) => ({ n, y, text });
  const bars = [bar(0, 10, first), bar(1, 10, second)];
  const figure = { is_chart: true, height: 100, events: {
    x: bars.map(() => 500), y: bars.map((b) => b.y), ends: [[-100, 1100], [-100, 1100]], lines: [true, true], sizes: [6, 6],
    counts: [1, 1], ids: [1, 2], slugs: ['one', 'two'], links: ['?event=one', '?event=two'], titles: bars.map((b) => b.text), sides: ['', ''] } };
  window.entente.letter({ chart, figure }, [0, 1000], '');
  return [...document.querySelectorAll('.labels a')].filter((e) => !e.hidden).map((e) => e.textContent);
}"""


def test_titles_over_bars_do_not_stand_on_each_other(page, site):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(site + CHART)
    page.wait_for_selector(READY)
    assert page.evaluate(OVER, ["A long occupation", "A long negotiation"]) == ["A long negotiation"]
