"""Moving the ribbon: by wheel, hand, fingers, keys and buttons, with an address for every place where it rests."""

import pytest

from tests.e2e.conftest import until
from tests.e2e.test_timeline_browser import READY

pytestmark = pytest.mark.django_db(transaction=True)
TOUCH = "Input.dispatchTouchEvent"
# Notes every change of the address in window.steps.
NOTED = """() => {
  window.steps = [];
  for (const name of ["replaceState", "pushState"]) {
    const real = history[name];
    history[name] = function (state, title, address) { window.steps.push([name, String(address)]); return real.call(this, state, title, address); };
  }
}"""
WINDOW = "new URLSearchParams(location.search).get('from')"


@pytest.fixture
def site(live_server, samples):
    return live_server.url


@pytest.fixture
def ribbon(page, site):
    """The page with its ribbon alive, and the middle of the ribbon."""
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(site)
    page.wait_for_selector(READY)
    box = page.locator("#timeline-chart").bounding_box()
    return page, box["x"] + box["width"] / 2, box["y"] + 60


def rested(page):
    """Wait until the ribbon rests and the address names where."""
    until(page, "!document.querySelector('.moving')")


@pytest.mark.parametrize("key", ["Control", "Meta"])
def test_the_address_is_replaced_while_it_moves_and_pushed_at_rest(ribbon, complaints, key):
    page, x, y = ribbon
    entries = page.evaluate("history.length")
    page.mouse.move(x, y)
    page.keyboard.down(key)
    page.evaluate(NOTED)
    page.mouse.wheel(0, -60)  # one, so that it rests once however slow the machine is
    page.keyboard.up(key)
    until(page, "steps.some(([name]) => name === 'pushState')")
    rested(page)
    first = page.evaluate("location.search")
    *moving, rest, push = page.evaluate("steps")
    assert moving and all(name == "replaceState" and "from=" in address for name, address in moving)
    assert rest == ["replaceState", "/"] and push == ["pushState", f"/{first}"]
    assert "from=" in first and page.evaluate("history.length") == entries + 1
    page.locator("#timeline-chart").focus()
    page.keyboard.press("+")
    until(page, f"!document.querySelector('.moving') && location.search !== {first!r}")
    rested(page)
    assert page.evaluate("history.length") == entries + 2
    page.evaluate("history.back()")
    until(page, f"location.search === {first!r}")
    page.wait_for_selector(READY)
    page.evaluate("history.back()")
    until(page, "location.search === ''")
    page.wait_for_selector(READY)
    assert complaints == []


def test_keys_and_buttons_zoom_and_move(ribbon, complaints):
    page, *_ = ribbon
    whole = page.locator("li[data-event-id]").count()
    for button in page.locator(".zoom button").all():
        box = button.bounding_box()
        assert box["width"] >= 32 and box["height"] >= 32
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_url("**from=**")
    rested(page)
    start = page.evaluate(WINDOW)
    page.locator("#timeline-chart").focus()
    page.keyboard.press("ArrowRight")
    until(page, f"!document.querySelector('.moving') && {WINDOW} > {start!r}")
    rested(page)
    page.keyboard.press("-")
    page.keyboard.press("-")
    until(page, "!document.querySelector('.moving') && !location.search.includes('from=')")
    until(page, f"document.querySelectorAll('li[data-event-id]').length === {whole}")
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_url("**from=**")
    rested(page)
    page.get_by_role("button", name="Zoom out").click()
    until(page, "!document.querySelector('.moving') && !location.search.includes('from=')")
    assert complaints == []


def test_a_brush_chooses_the_stretch_that_it_draws(ribbon, complaints):
    page, _, y = ribbon
    box = page.locator("#timeline-chart").bounding_box()
    brush = page.get_by_role("button", name="Choose a stretch by drawing")
    brush.click()
    assert brush.get_attribute("aria-pressed") == "true"
    page.mouse.move(box["x"] + box["width"] * 0.35, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.61, y, steps=8)
    page.mouse.up()
    page.wait_for_url("**from=**")
    rested(page)
    begin, end = page.evaluate(f"[{WINDOW}, new URLSearchParams(location.search).get('to')]")
    assert "1944" < begin < "1950" and "1974" < end < "1982"
    until(page, "document.querySelectorAll('.row').length < 20")
    listed = page.locator(".row time").all_inner_texts()
    assert listed and all(any(f"19{n}" in time for n in range(45, 82)) for time in listed)
    assert complaints == []


def test_two_fingers_pan_and_one_scrolls(new_context, site):
    page = new_context(viewport={"width": 1024, "height": 600}, has_touch=True).new_page()
    page.goto(f"{site}/?from=1990&to=2010")
    page.wait_for_selector(READY)
    session = page.context.new_cdp_session(page)
    box = page.locator("#timeline-chart").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + 60

    def drag(points):
        for n, places in enumerate(points):
            touches = [{"x": at, "y": down} for at, down in places]
            session.send(TOUCH, {"type": "touchMove" if n else "touchStart", "touchPoints": touches})
            page.wait_for_timeout(30)
        session.send(TOUCH, {"type": "touchEnd", "touchPoints": []})

    drag([[(x, y - 10 * n)] for n in range(12)])
    until(page, "scrollY > 40")
    assert "from=1990&to=2010" in page.url
    page.evaluate("scrollTo(0, 0)")
    drag([[(x - 60 + 20 * n, y), (x + 60 + 20 * n, y)] for n in range(10)])
    until(page, "!location.search.includes('from=1990&')")
    rested(page)
    begin, end = page.evaluate(f"[{WINDOW}, new URLSearchParams(location.search).get('to')]")
    assert begin < "1988" and 18 <= int(end[:4]) - int(begin[:4]) <= 22, "moved, not zoomed"
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize("view", ["", "&view=chart"])
def test_the_list_comes_back_after_a_stretch_without_events(page, site, complaints, view):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{site}/?from=1965-12-01&to=1969-11-30{view}")
    page.wait_for_selector(READY)
    chart = page.locator("#timeline-chart")
    chart.focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("heading", name="No matches").wait_for()
    assert page.locator("#columns, li[data-event-id], .stage > .hold").count() == 0
    rested(page)
    chart.focus()
    page.keyboard.press("ArrowLeft")
    page.locator("#columns").wait_for()
    assert page.locator("li[data-event-id]").count() > 0
    assert page.locator(".empty").count() == 0 and page.locator("#evidence").count() == 1
    assert page.locator(".stage > .hold").count() == (1 if view else 0)
    assert complaints == []
