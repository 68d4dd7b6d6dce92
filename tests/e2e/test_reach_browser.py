"""The timeline's page by keyboard, in the reader's own colours, zoomed in, and on paper."""

import pytest

from tests.e2e.axe import violations
from tests.e2e.conftest import until
from tests.e2e.test_timeline_browser import CUT, READY

pytestmark = pytest.mark.django_db(transaction=True)

FOCUSED = """() => { const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 40), 1), innerWidth - 2), y = box.top + Math.min(box.height / 2, 10);
  const top = document.elementFromPoint(x, y);
  return { what: e.outerHTML.slice(0, 90), isRow: e.matches('.row > a'),
    isRinged: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    isInSight: !!top && (e.contains(top) || top.contains(e) && !top.matches('.drawing, .steps')) && box.bottom > 0 && box.top < innerHeight }; }"""
SAID = "() => [...document.querySelectorAll('.row')].map(r => [...r.querySelectorAll('.said')].filter(e => e.checkVisibility()).length)"


@pytest.fixture
def site(live_server, samples):
    return live_server.url


def focused(page):
    return page.evaluate("document.activeElement.textContent.trim()")


def in_sight(page):
    """What has the focus, once it is ringed and in sight; None before the first stop."""
    until(page, f"(seen => !seen || seen.isRinged && seen.isInSight)(({FOCUSED})())")
    return page.evaluate(FOCUSED)


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1440, 900)])
def test_the_keyboard_reaches_everything_and_the_focus_is_seen(page, site, width, height):
    page.set_viewport_size({"width": width, "height": height})
    page.goto(site)
    if width > 704:
        page.wait_for_selector(READY)
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the content"
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the events"
    page.keyboard.press("Enter")
    until(page, "location.hash === '#columns'")
    stops = 0
    while not (page.evaluate(FOCUSED) or {}).get("isRow"):
        page.keyboard.press("Tab")
        stops += 1
        assert stops <= 3, "few stops lie before the first event"
    for _ in range(25):
        assert in_sight(page)
        page.keyboard.press("Tab")
    for _ in range(40):
        if in_sight(page) is None:  # before the first stop
            break
        page.keyboard.press("Shift+Tab")


def test_what_stands_before_the_events_shows_its_focus_too(page, site):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(site)
    page.wait_for_selector(READY)
    for _ in range(26):
        page.keyboard.press("Tab")
        seen = in_sight(page)
        assert seen
    assert seen["isRow"]


def test_the_focus_is_kept_where_a_part_is_renewed(page, site, complaints):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{site}/?kind=visit&kind=election")
    page.wait_for_selector(READY)
    page.locator(".pill", has_text="Election").focus()
    page.keyboard.press("Enter")
    until(page, "!location.search.includes('election') && document.activeElement.matches('.pill')")
    page.keyboard.press("Enter")
    until(page, "location.search === '' && document.activeElement.matches('.counts')")
    page.wait_for_selector(READY)
    page.locator(".row > a", has_text="LDP leadership vote").focus()
    page.keyboard.press("Enter")
    page.locator("#evidence").get_by_role("heading", name="LDP leadership vote").wait_for()
    until(page, "document.activeElement.textContent.includes('LDP leadership vote')")
    page.evaluate("document.querySelector('#results').dataset.left = ''; history.back()")
    until(page, "!location.search.includes('event=') && !document.querySelector('[data-left]')")
    until(
        page,
        "document.activeElement.matches('.row > a') && document.activeElement.textContent.includes('LDP')",
    )
    page.wait_for_selector(READY)
    page.locator("#timeline-chart").focus()
    page.keyboard.press("+")
    page.wait_for_url("**from=**")
    until(page, "document.querySelectorAll('.row').length < 60")
    until(page, "document.activeElement.id === 'timeline-chart'")
    page.locator("#evidence [rel=prev]").focus()
    page.keyboard.press("Enter")
    until(page, "location.search.includes('event=')")
    until(page, "document.activeElement.rel === 'prev'")
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_readers_own_colours_leave_the_kinds_apart(page, site, complaints, scheme):
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    page.set_viewport_size({"width": 1440, "height": 900})
    for address in ("/", "/?view=chart"):
        page.goto(site + address)
        page.wait_for_selector(READY)
        fills = (
            "[...new Set([...document.querySelectorAll('.live .point')].map(e => getComputedStyle(e).fill))]"
        )
        assert len(page.evaluate(fills)) >= 4
        dots = "[...new Set([...document.querySelectorAll('.row:not(.planned) > a')].map(e => getComputedStyle(e, '::before').backgroundColor))]"
        assert len(page.evaluate(dots)) == 4
        ringed = "getComputedStyle(document.querySelector('.row.chosen > a')).outlineStyle"
        assert page.evaluate(ringed) == "solid"
        assert violations(page) == "[]"
    assert complaints == []


@pytest.mark.parametrize(("width", "height"), [(720, 450), (640, 400), (320, 256)])
@pytest.mark.parametrize("address", ["/", "/?view=chart", "/?story=1"])
def test_zoomed_in_nothing_is_cut_and_nothing_lies_beside_the_page(page, site, width, height, address):
    page.set_viewport_size({"width": width, "height": height})
    page.goto(site + address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CUT) == []
    page.locator(".row, #story").last.scroll_into_view_if_needed()
    page.wait_for_timeout(100)
    fixed = """() => [...document.querySelectorAll('.drawing, .steps')].filter(e => /sticky|fixed/.test(getComputedStyle(e).position))
      .reduce((sum, e) => sum + e.getBoundingClientRect().height, 0)"""
    assert page.evaluate(fixed) <= height / 2, "what stays leaves room for what is read"
    assert violations(page) == "[]"


@pytest.mark.parametrize("address", ["/", "/?view=chart", "/?lanes=actor&event=ldp-leadership-vote"])
def test_on_paper_stands_the_list_with_its_passages(page, site, address):
    page.set_viewport_size({"width": 1000, "height": 900})
    page.goto(site + address)
    assert sum(page.evaluate(SAID)) == 0 and page.locator("[data-evidence]").is_visible()
    page.wait_for_selector(READY)
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": 794, "height": 1123})
    said = page.evaluate(SAID)
    assert len(said) > 60 and min(said) >= 1
    assert not page.locator("[data-evidence]").is_visible() and not page.locator(".filters").is_visible()
    assert page.locator("svg.plate").is_visible() and not page.locator(".live").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("document.documentElement.scrollWidth") <= 794
    assert len(page.pdf(format="A4")) > 20_000
