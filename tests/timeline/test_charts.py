"""The drawing: every event has a mark, and no label collides or leaves its panel."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.charts import (
    LANE_OF,
    RADIUS,
    WIDTH,
    ChartEvent,
    Count,
    Span,
    bin_edges,
    build_dense_layout,
    build_figure,
    build_layout,
    build_strip,
    make_panels,
    shorten,
    text_width,
)
from timeline.models import Event

SPANS = [
    Span("Then", date(1905, 1, 1), date(1945, 12, 31)),
    Span("Now", date(2022, 1, 1), date(2024, 12, 31)),
]


def chart_event(number=0, earliest=date(2024, 9, 6), latest=None, title="Kishida visits Seoul", **fields):
    return ChartEvent(
        number,
        f"event-{number}",
        title,
        fields.pop("kind", "visit"),
        earliest,
        latest or earliest,
        fields.pop("precision", "day"),
        **fields,
    )


def boxes(layout):
    for mark in layout.marks:
        if mark.label:
            width = text_width(mark.label)
            left = mark.label_x if mark.anchor == "start" else mark.label_x - width
            yield mark, left, left + width


def test_every_kind_has_a_lane():
    assert set(LANE_OF) == set(Event.Kind.values)


def test_chapters_with_events_share_the_width():
    layout = build_layout([chart_event(1, date(1910, 8, 22)), chart_event(2)], SPANS)
    assert [p.span.title for p in layout.panels] == ["Then", "Now"]
    assert layout.panels[0].left == 0
    assert layout.panels[-1].right == pytest.approx(WIDTH)
    assert layout.marks[0].x < layout.panels[0].right < layout.panels[1].left < layout.marks[1].x


def test_to_scale_draws_true_time_on_one_axis():
    events = [chart_event(n, date(1900 + n, 1, 1)) for n in (0, 50, 100)]
    one, two, three = build_layout(events, SPANS, axis="scale").marks
    assert two.x - one.x == pytest.approx(three.x - two.x, abs=0.5)


def test_a_span_is_a_bar_and_a_point_is_none():
    layout = build_layout(
        [
            chart_event(1, date(1910, 1, 1), date(1945, 12, 31), kind="period"),
            chart_event(2, date(1919, 3, 1)),
        ],
        SPANS,
    )
    assert [mark.is_bar for mark in layout.marks] == [True, False]


def test_the_best_supported_of_a_crowd_keeps_its_label():
    crowd = [
        chart_event(n, title=f"A rather long title of event number {n}", weight=9 if n == 33 else 1)
        for n in range(60)
    ]
    layout = build_layout(crowd, SPANS[1:])
    assert next(m.label for m in layout.marks if m.event.id == 33).startswith("A rather")


def test_no_events_still_make_a_drawing():
    layout = build_layout([], [])
    assert layout.marks == [] and layout.height > 0
    assert build_strip([], [])["ticks"] == []


def test_more_events_than_can_be_read_become_counts():
    panels = make_panels(SPANS, [5, 100_000])
    edges = bin_edges(panels)
    assert [day for day, _ in edges] == sorted({day for day, _ in edges}) and len(edges) < 60
    assert all(panels[0].left < x < panels[-1].right for _, x in edges)
    counts = [Count("talks", n, 1000 + n) for n in range(len(edges))] + [Count("words", 3, 1, chart_event(7))]
    marks = build_dense_layout(panels, counts).marks
    assert sum(mark.count for mark in marks) == sum(count.number for count in counts)
    assert [mark.event.id for mark in marks if mark.count == 1] == [7]
    found = sorted((mark for mark in marks if mark.lane == "talks"), key=lambda mark: mark.x)
    assert all(a.last + timedelta(days=1) == b.first for a, b in itertools.pairwise(found))


def test_plotly_gets_the_coordinates_of_the_drawing():
    layout = build_layout([chart_event(1)], SPANS)
    mark = build_figure(layout)["marks"][0]
    assert (mark["x"], mark["y"], mark["label"]) == (
        round(layout.marks[0].x, 2),
        round(layout.marks[0].y, 2),
        layout.marks[0].label,
    )


def test_a_title_is_cut_at_a_word():
    assert shorten("Summit at Camp David", 100) in ("Summit at Camp…", "Summit at…")
    assert shorten("캠프 데이비드 정상회의에서", 70).endswith("…")


days = st.dates(date(1905, 1, 1), date(2024, 12, 31))
titles = st.sampled_from(
    [
        "Vote",
        "Kishida visits Seoul",
        "Memorandum of understanding on evacuation signed",
        "한일 정상회담",
        "日韓首脳会談がソウルで開かれる",
    ]
)
crowds = st.lists(
    st.tuples(days, st.integers(0, 4000), titles, st.sampled_from(Event.Kind.values), st.integers(1, 5)),
    max_size=60,
)


@settings(max_examples=60, deadline=None)
@given(crowds, st.sampled_from(["even", "scale"]))
def test_labels_never_overlap_and_never_leave_their_panel(crowd, axis):
    events = [
        chart_event(
            n, day, min(day + timedelta(days=length), date(2024, 12, 31)), title, kind=kind, weight=weight
        )
        for n, (day, length, title, kind, weight) in enumerate(crowd)
    ]
    layout = build_layout(events, SPANS, axis=axis)
    assert sorted(mark.event.id for mark in layout.marks) == list(range(len(events)))
    rows = {}
    for mark, left, right in boxes(layout):
        panel = next(p for p in layout.panels if p.left <= mark.x <= p.right)
        assert panel.left - 0.01 <= left and right <= panel.right + 0.01
        assert all(right <= l2 or r2 <= left for l2, r2 in rows.get((mark.lane, mark.label_row), []))
        rows.setdefault((mark.lane, mark.label_row), []).append((left, right))
    for mark in layout.marks:
        assert RADIUS <= mark.x <= WIDTH - RADIUS
