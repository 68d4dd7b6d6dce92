"""The list in columns, under chapters or stretches of time."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.reading.columns import COLUMNS, Place, cut, lenses
from timeline.reading.layout import Span
from timeline.reading.lettering import text_width, wrap
from timeline.reading.sections import shares
from timeline.reading.short_dates import in_short
from timeline.reading.stretches import MOST, calendar_spans, story_spans


def test_short_chapters_share_a_column_and_a_long_one_runs_over_several():
    places = [Place(0, "few")] * 3 + [Place(1, "few")] * 3 + [Place(2, "many words of an event")] * 30
    begins = cut(places, 4)
    assert len(begins) == 3 and begins[0] >= 6
    assert all(places[at].group == 2 for at in begins)


def test_the_last_row_of_a_chapter_is_not_left_to_the_next_column():
    places = [Place(0, "few")] * 9 + [Place(1, "few")] * 7
    assert cut(places, 2) == [9]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 14), min_size=1, max_size=9), st.sampled_from(COLUMNS), st.integers(0, 80))
def test_columns_hold_every_row_once_and_no_group_leaves_a_stray_row_behind(sizes, number, length):
    places = [
        Place(group, "word " * (1 + length // 5)) for group, size in enumerate(sizes) for _ in range(size)
    ]
    begins = cut(places, number)
    assert begins == sorted(set(begins)) and len(begins) <= number - 1
    assert all(0 < at < len(places) for at in begins)


def test_lenses_stand_side_by_side_and_lead_from_one_end_of_the_ribbon_to_the_other():
    found = lenses([(0.0, 0), (40.0, 1), (97.0, 2)], 3, 2.0)
    assert [(lens.x, lens.x2) for lens in found] == [(0.0, 40.0), (40.0, 97.0), (97.0, 100.0)]
    assert found[0].left == 0 and found[-1].right == pytest.approx(100)
    assert all(a.right < b.left for a, b in zip(found, found[1:], strict=False))
    assert found[1].path.startswith("M400.0 0C")


@pytest.mark.parametrize(
    ("days", "titles"),
    [
        ([(1910, 8, 22), (1965, 6, 22), (2012, 8, 10), (2024, 9, 6)], ["1910s", "1960s", "2010s", "2020s"]),
        ([(2022, 3, 10), (2023, 8, 18), (2024, 9, 6)], ["2022", "2023", "2024"]),
        ([(2024, 7, 1), (2024, 8, 14), (2024, 9, 6)], ["July 2024", "August 2024", "September 2024"]),
        ([(2024, 9, 3), (2024, 9, 6), (2024, 9, 27)], ["3 September 2024", "6 September 2024", "27 September 2024"]),
        ([], []),
    ],
)  # fmt: skip
def test_a_window_is_cut_as_coarsely_as_tells_its_events_apart(days, titles):
    found = calendar_spans([date(*day) for day in days], date(1905, 1, 1), date(2025, 12, 31), "en")
    assert [span.title for span in found] == titles


@given(st.lists(st.dates(date(1, 1, 1), date(9999, 12, 31)), min_size=1, max_size=60))
def test_every_day_lies_in_one_stretch_of_the_calendar(days):
    spans = calendar_spans(days, min(days), max(days), "en")
    assert len(spans) <= 2 * MOST
    for day in days:
        assert sum(span.first <= day <= span.last for span in spans) == 1, day


def test_what_lies_outside_the_chapters_has_stretches_of_its_own():
    chapters = [Span("Then", date(1905, 1, 1), date(1945, 12, 31)), Span("Now", date(2022, 1, 1), date(2024, 12, 31)), Span("Nothing", date(2030, 1, 1), date(2031, 1, 1))]  # fmt: skip
    days = [date(1900, 1, 1), date(1910, 8, 22), date(1951, 9, 8), date(1965, 6, 22), date(2024, 9, 6), date(2025, 6, 22)]  # fmt: skip
    assert [s.title for s in story_spans(chapters, days)] == ["1900", "Then", "1951–1965", "Now", "2025"]


@given(st.lists(st.integers(1, 5000), min_size=1, max_size=9), st.integers(1, 200))
def test_room_is_shared_so_that_short_stretches_stand_whole(counts, most):
    given_rooms = shares(counts, most)
    assert sum(given_rooms) == min(most, sum(counts))
    assert all(room <= count for room, count in zip(given_rooms, counts, strict=True))
    cut_off = [room for room, count in zip(given_rooms, counts, strict=True) if room < count]
    assert not cut_off or min(cut_off) + 1 >= max(given_rooms) - 1


@given(st.text(max_size=80), st.floats(20, 400))
def test_wrapping_leaves_nothing_out(text, room):
    lines = wrap(text, room, 13)
    squeezed = "".join(text.split()) if " " in text else text
    assert "".join("".join(lines).split()) == "".join(squeezed.split())
    assert all(text_width(line, 13) <= room or " " not in line for line in lines)


@pytest.mark.parametrize(
    ("edtf", "language", "words"),
    [
        ("2024-09-06/2024-09-07", "en", "6–7 Sep 2024"),
        ("2024-09", "en", "Sep 2024"),
        ("1910/1945", "en", "1910–1945"),
        ("2024-05-26", "en", "26 May 2024"),
        ("2024-09-06", "ko", "2024년 9월 6일"),
        ("2024-09-06", "ja", "2024年9月6日"),
        ("", "en", ""),
    ],
)
def test_dates_are_short(edtf, language, words):
    assert in_short(edtf, language) == words
