"""The ribbon: where every event stands, for SVG and Plotly alike."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.models import Event
from timeline.reading import svg
from timeline.reading.figure import build_figure, milliseconds
from timeline.reading.layout import (
    LANE_OF,
    MOST_TICKS,
    Axis,
    ChartEvent,
    Count,
    Span,
    bin_days,
    build_dense_ribbon,
    build_ribbon,
    ticks,
    whole_axis,
)

CENTURY = Axis(date(1905, 1, 1), date(2024, 12, 31))


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


def test_every_kind_has_a_lane():
    assert set(LANE_OF) == set(Event.Kind.values)


def test_it_draws_true_time():
    events = [chart_event(n, date(1910 + n, 1, 1)) for n in (0, 50, 100)]
    marks = sorted(build_ribbon(events, CENTURY).marks, key=lambda mark: mark.x)
    one, two, three = (mark.x for mark in marks)
    assert two - one == pytest.approx(three - two, abs=0.01)


def test_a_span_is_a_bar_and_a_day_is_a_point():
    rule = chart_event(1, date(1910, 1, 1), date(1945, 12, 31), kind="period", is_interval=True)
    protest = chart_event(2, date(1919, 3, 1), kind="protest")
    found = {mark.event.id: mark for mark in build_ribbon([rule, protest], CENTURY).marks}
    assert found[1].is_bar and not found[2].is_bar
    assert found[1].y != found[2].y, "what would lie upon each other is set apart"


def test_a_month_is_no_point():
    vague = chart_event(1, date(2024, 7, 1), date(2024, 7, 31), precision="month")
    (mark,) = build_ribbon([vague], CENTURY).marks
    assert mark.is_bar and 'class="haze"' in svg.plate(build_ribbon([vague], CENTURY))
    figure = build_figure(build_ribbon([vague], CENTURY), CENTURY)
    assert figure["events"]["lines"] == [True] and len(figure["hazes"]["talks"]["x"]) == 3


def test_better_supported_marks_are_larger_and_lie_above():
    marks = build_ribbon([chart_event(n, weight=n) for n in (3, 1, 2)], CENTURY).marks
    assert [mark.event.weight for mark in marks] == [1, 2, 3]
    assert marks[0].radius < marks[2].radius


def test_what_lies_outside_the_window_is_not_drawn_and_a_long_span_is_cut_at_it():
    window = Axis(date(1930, 1, 1), date(1939, 12, 31))
    rule = chart_event(1, date(1910, 1, 1), date(1945, 12, 31), is_interval=True)
    ribbon = build_ribbon([rule, chart_event(2)], window)
    assert [mark.event.id for mark in ribbon.marks] == [1]
    assert 'x1="0%" x2="100%"' in svg.plate(ribbon)


def test_an_event_stands_in_the_lane_of_everyone_who_took_part():
    event = chart_event(1, lanes=("japan", "korea"))
    ribbon = build_ribbon([event], CENTURY, groups=[("japan", "Japan"), ("korea", "Korea")])
    assert len(ribbon.marks) == 2 and len({mark.y for mark in ribbon.marks}) == 2
    ((x, top, bottom),) = ribbon.joins
    assert x == pytest.approx(ribbon.marks[0].x) and top < bottom


def test_no_events_still_make_a_drawing():
    ribbon = build_ribbon([], whole_axis([]))
    assert ribbon.marks == [] and ribbon.height > 0


def test_more_events_than_can_be_read_become_counts():
    days = bin_days(CENTURY)
    assert days == sorted(set(days)) and len(days) < 100
    counts = [Count("talks", n, 1000 + n) for n in range(len(days))] + [Count("words", 3, 1, chart_event(7))]
    marks = build_dense_ribbon(counts, CENTURY).marks
    assert sum(mark.count for mark in marks) == sum(count.number for count in counts)
    assert [mark.event.id for mark in marks if mark.count == 1] == [7]
    found = sorted((mark for mark in marks if mark.lane == "talks"), key=lambda mark: mark.x)
    assert all(a.last + timedelta(days=1) == b.first for a, b in zip(found, found[1:], strict=False))
    assert found[-1].last == CENTURY.last


@pytest.mark.parametrize(
    ("axis", "language", "first", "last"),
    [
        (CENTURY, "en", "1910", "2020"),
        (Axis(date(2022, 1, 1), date(2024, 6, 30)), "en", "Apr 2022", "Apr 2024"),
        (Axis(date(2024, 7, 1), date(2024, 12, 31)), "ko", "2024.8", "2024.12"),
        (Axis(date(2024, 9, 1), date(2024, 9, 30)), "en", "6 Sep", "26 Sep"),
        (Axis(date(2024, 9, 1), date(2024, 9, 30)), "ja", "9.6", "9.26"),
    ],
)
def test_ticks_are_as_fine_as_the_window(axis, language, first, last):
    texts = [tick.text for tick in ticks(axis, language)]
    assert (texts[0], texts[-1]) == (first, last) and len(texts) <= MOST_TICKS
    assert 2 <= sum(tick.is_major for tick in ticks(axis, language)) <= 7


def test_plotly_gets_the_coordinates_of_the_drawing():
    event = chart_event(1, is_disputed=True, is_planned=True)
    ribbon = build_ribbon([event], CENTURY, spans=[Span("All", CENTURY.first, CENTURY.last, colour="plum")])
    figure = build_figure(ribbon, CENTURY, chosen=1)
    assert figure["range"] == [milliseconds(CENTURY.first), milliseconds(CENTURY.last, 1.0)]
    (x,) = figure["events"]["x"]
    assert abs(x - milliseconds(event.earliest, 0.5)) < 10_000
    assert figure["events"]["y"] == [ribbon.marks[0].y] == figure["rings"]["y"]
    assert figure["events"]["hollow"] == [True] and figure["chosen"] == 1
    assert figure["bands"] == [[*figure["range"], "plum"]]


def test_what_does_not_fit_the_filters_fades_and_is_no_link():
    drawn = svg.plate(build_ribbon([chart_event(1), chart_event(2, is_faded=True)], CENTURY))
    assert drawn.count("data-event-id") == 1 and 'class="faded' in drawn


def test_titles_are_text():
    drawn = svg.plate(build_ribbon([chart_event(1, title='</title><script>"&')], CENTURY))
    assert "<script>" not in drawn and "&lt;script&gt;" in drawn


days = st.dates(date(1905, 1, 1), date(2024, 12, 31))
crowds = st.lists(
    st.tuples(days, st.integers(0, 4000), st.sampled_from(Event.Kind.values), st.integers(1, 5), st.sampled_from(["day", "month", "year"])),
    max_size=60,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(crowds)
def test_every_event_is_drawn_within_its_lane_and_the_drawing(crowd):
    events = [
        chart_event(n, day, min(day + timedelta(days=length), CENTURY.last), kind=kind, weight=weight, precision=precision, is_interval=bool(length))
        for n, (day, length, kind, weight, precision) in enumerate(crowd)
    ]  # fmt: skip
    ribbon = build_ribbon(events, CENTURY)
    assert sorted(mark.event.id for mark in ribbon.marks) == list(range(len(events)))
    tops = {lane.key: (lane.top, lane.top + lane.height) for lane in ribbon.lanes}
    for mark in ribbon.marks:
        top, bottom = tops[mark.lane]
        assert top < mark.y < bottom and 0 <= mark.middle <= 100
    assert len(re.findall("data-event-id", svg.plate(ribbon))) == len(events)
