"""The chart: the same selection at full height, with the titles that have room to stand whole."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from tests.factories import make_event, make_timeline
from tests.timeline.test_layout import CENTURY, chart_event
from timeline.reading import pages, svg
from timeline.reading.chart import ROWS, SIZE, WIDTHS, build_chart
from timeline.reading.figure import build_figure
from timeline.reading.layout import KIND_LANES, Axis, Count
from timeline.reading.lettering import text_width

pytestmark = pytest.mark.once

DAYS = st.dates(date(1905, 1, 1), date(2024, 12, 31))
TITLES = st.text("abc mW", min_size=1, max_size=60)


def boxes(chart, width):
    """Where marks and the titles shown at this width stand: (row, left, right) in pixels; titles and marks apart."""
    level = max((n for n, least in enumerate(WIDTHS) if least <= width), default=-1)
    titles, marks = [], []
    for mark in chart.marks:
        if mark.is_bar:
            marks.append((mark.y, max(mark.x, 0) / 100 * width, min(mark.x2, 100) / 100 * width, mark))
        else:
            x = mark.x / 100 * width
            marks.append((mark.y, x - mark.radius, x + mark.radius, mark))
        if (label := mark.label) and label.level <= level:
            x, long = label.x / 100 * width + label.dx, text_width(label.text, SIZE)
            left = {"start": x, "end": x - long, "middle": x - long / 2}[label.anchor]
            titles.append((mark.y, label.side, left, left + long, mark))
    return titles, marks


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(DAYS, TITLES, st.booleans(), st.integers(1, 9)), max_size=60), st.sampled_from([*WIDTHS, 1100.0, 2000.0]))  # fmt: skip
def test_every_title_stands_whole_and_nothing_stands_upon_it(rows, width):
    events = [
        chart_event(n, day, day + timedelta(days=4000 if long else 0), title, is_interval=long, weight=weight)
        for n, (day, title, long, weight) in enumerate(rows)
    ]
    chart = build_chart(events, CENTURY, KIND_LANES, scale=CENTURY)
    titles, marks = boxes(chart, width)
    for y, side, left, right, mark in titles:
        assert left >= 0 and right <= width and mark.label.text == mark.event.title
        if side == "over":
            continue
        assert not [m for row, a, b, m in marks if row == y and m is not mark and a < right and left < b]
        others = [o for o in titles if o[0] == y and o[4] is not mark and o[1] != "over"]
        assert not [o for o in others if o[2] < right and left < o[3]]


def test_more_titles_stand_where_there_is_more_room():
    events = [chart_event(n, date(2023, 1, 1) + timedelta(days=9 * n)) for n in range(60)]
    numbers = [
        len(boxes(build_chart(events, axis, KIND_LANES, scale=CENTURY), width)[0])
        for axis, width in (
            (CENTURY, 300.0),
            (CENTURY, 1290.0),
            (Axis(date(2023, 1, 1), date(2024, 12, 31)), 1290.0),
        )
    ]
    assert 0 < numbers[0] <= numbers[1] < numbers[2] == 60


def test_the_best_supported_have_their_titles_first():
    events = [chart_event(n, date(2024, 9, 6), weight=n + 1) for n in range(60)]
    told = [m.event.weight for m in build_chart(events, CENTURY, KIND_LANES, scale=CENTURY).marks if m.label]
    assert told and min(told) > max(set(range(1, 61)) - set(told))


def test_what_matters_most_has_its_title_before_what_many_report():
    events = [chart_event(n, date(2024, 9, 6), weight=60 - n, score=float(n)) for n in range(60)]
    told = [m.event.id for m in build_chart(events, CENTURY, KIND_LANES, scale=CENTURY).marks if m.label]
    first = [n for n in told if n >= 60 - len(told)]  # by the score; other sizes of marks leave other room
    assert told and len(first) >= 0.8 * len(told)


def test_an_event_keeps_its_row_as_one_zooms():
    events = [chart_event(n, date(1910, 1, 1) + timedelta(days=700 * n)) for n in range(40)]
    near = Axis(date(1940, 1, 1), date(1960, 1, 1))
    whole = {m.event.id: m.y for m in build_chart(events, CENTURY, KIND_LANES, scale=CENTURY).marks}
    zoomed = {m.event.id: m.y for m in build_chart(events, near, KIND_LANES, scale=CENTURY).marks}
    assert 5 < len(zoomed) < 40 and zoomed.items() <= whole.items()


def test_lanes_have_rows_by_the_number_of_their_events():
    events = [chart_event(n, date(1910 + n, 1, 1)) for n in range(50)]
    events += [chart_event(99, date(1990, 1, 1), kind="protest")]
    chart = build_chart(events, CENTURY, KIND_LANES, scale=CENTURY)
    heights = {lane.key: lane.height for lane in chart.lanes}
    assert heights["talks"] > 4 * heights["force"] == 4 * heights["words"]
    assert len({m.y for m in chart.marks if m.lane == "talks"}) == ROWS - 3


def test_what_is_faded_has_no_title_and_an_event_of_two_lanes_has_one():
    faded = chart_event(1, date(1930, 1, 1), is_faded=True)
    both = chart_event(2, date(1960, 1, 1), lanes=("japan", "korea"))
    lanes = [("japan", "Japan"), ("korea", "Korea"), ("talks", "Others")]
    chart = build_chart([faded, both], CENTURY, lanes, scale=CENTURY)
    assert [m.event.id for m in chart.marks if m.label] == [2] and len(chart.marks) == 3
    assert len(chart.joins) == 1


def test_counts_stand_below_the_events_with_their_numbers():
    counts = [Count("talks", 10, 1240), Count("talks", 11, 3), Count("force", 40, 7)]
    chart = build_chart([chart_event(1)], CENTURY, KIND_LANES, scale=CENTURY, counts=counts)
    shown = {m.label.text: m for m in chart.marks if m.label}
    assert {"1,240", "7", "Kishida visits Seoul"} <= shown.keys()
    assert shown["1,240"].y > shown["Kishida visits Seoul"].y and shown["1,240"].label.side == "above"


def test_the_svg_shows_titles_as_links_for_each_width():
    events = [chart_event(n, date(2023, 1, 1) + timedelta(days=9 * n), title="Talks <in> Seoul") for n in range(60)]  # fmt: skip
    chart = build_chart(events, CENTURY, KIND_LANES, scale=CENTURY)
    drawn = html.fromstring(f"<svg>{svg.plate(chart)}</svg>")
    titles = drawn.cssselect("a.mark > text.title")
    assert titles and {t.text for t in titles} == {"Talks <in> Seoul"}
    assert all(set(t.get("class").split()) & {f"w{n}" for n in range(len(WIDTHS))} for t in titles)
    assert [t.text for t in drawn.cssselect("text.lane")] == [title for _, title in KIND_LANES]


def test_plotly_gets_the_same_rows_and_the_ends_of_bars():
    rule = chart_event(1, date(1910, 1, 1), date(1945, 12, 31), kind="period", is_interval=True)
    chart = build_chart([rule, chart_event(2)], CENTURY, KIND_LANES, scale=CENTURY)
    figure = build_figure(chart, CENTURY)
    assert figure["is_chart"] and figure["rules"] == [lane.top for lane in chart.lanes[1:]]
    assert figure["events"]["y"] == [mark.y for mark in chart.marks]
    assert [first < last for first, last in figure["events"]["ends"]] == figure["events"]["lines"]


@pytest.mark.django_db
class TestPage:
    def test_it_is_a_state_of_the_page_with_its_list_below(self, client):
        make_timeline("Japan and Korea", chapters=[("2024-01-01", "2024-12-31")])
        for n in range(1, 5):
            make_event(f"Visit number {n}", f"2024-09-0{n}")
        page = html.fromstring(client.get("/", {"view": "chart", "kind": "visit"}).content.decode())
        assert len(page.cssselect("#timeline-chart a.mark > text.title")) == 4
        assert len(page.cssselect(".charting #columns li.row")) == 4
        assert len(page.cssselect("[data-evidence]")) == 1 and page.cssselect(".charting > .hold #evidence")
        hrefs = [a.get("href") for a in page.cssselect("#timeline-chart a.mark")]
        assert all("view=chart" in href and href.endswith("#evidence") for href in hrefs)
        assert page.cssselect(".filters input[name=view]")
        assert page.cssselect("a.view")[0].get("href") == "?kind=visit"
        plain = html.fromstring(client.get("/?kind=visit").content.decode())
        assert plain.cssselect("a.view")[0].get("href") == "?kind=visit&view=chart"
        assert not plain.cssselect("text.title") and not plain.cssselect(".filters input[name=view]")

    def test_of_a_multitude_the_counts_and_the_events_of_the_list_are_drawn(self, client, monkeypatch):
        make_timeline("Japan and Korea")
        for n in range(30):
            make_event(f"Visit {n}", (date(2024, 1, 1) + timedelta(days=n)).isoformat())
        monkeypatch.setattr(pages, "MAX_DRAWN", 10)
        page = pages.timeline_page(None)
        page.most = 12
        assert page.is_dense
        drawn = page.chart
        assert sum(m.count for m in drawn.marks if m.count > 1) + sum(m.count == 1 for m in drawn.marks) >= 30
        assert {m.event.id for m in drawn.marks if m.count == 1} >= {event.pk for event in page.listed}

    def test_a_story_and_an_embed_show_the_ribbon(self, client):
        timeline = make_timeline("Japan and Korea")
        for n in range(1, 5):
            make_event(f"Visit {n}", f"2024-09-0{n}")
        for address in ("/?view=chart&story=1", f"/embed/{timeline.slug}/?view=chart"):
            text = client.get(address).content.decode()
            assert 'class="title' not in text and "stage charting" not in text, address

    def test_it_asks_nothing_more_of_the_database(self):
        timeline = make_timeline("Japan and Korea")
        for n in range(1, 25):
            make_event(f"Visit {n}", f"2024-09-{n:02}")
        numbers = []
        for view in ("", "", "chart"):
            with CaptureQueriesContext(connection) as asked:
                page = pages.timeline_page(timeline)
                assert (page.chart if view else page.ribbon) and page.sections
            numbers.append(len(asked))
        assert numbers[1] == numbers[2]
