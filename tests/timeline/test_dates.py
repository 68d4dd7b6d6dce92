"""EDTF text, its bounds, and its words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.dates import OPEN_END, OPEN_START, EdtfError, describe, parse_edtf

BOUNDS = [
    ("2024-09-06", "2024-09-06", "2024-09-06", "day"),
    ("2024-09-06/2024-09-07", "2024-09-06", "2024-09-07", "day"),
    ("2024-02", "2024-02-01", "2024-02-29", "month"),
    ("2024-24", "2024-12-01", "2025-02-28", "season"),
    ("1907~", "1907-01-01", "1907-12-31", "year"),
    ("1910/1945", "1910-01-01", "1945-12-31", "year"),
    ("199X", "1990-01-01", "1999-12-31", "decade"),
    ("19XX", "1900-01-01", "1999-12-31", "century"),
    ("2004-06-XX/2004-07-03", "2004-06-01", "2004-07-03", "month"),
    ("2022/..", "2022-01-01", OPEN_END.isoformat(), "year"),
    ("../2022-03", OPEN_START.isoformat(), "2022-03-31", "month"),
]


@pytest.mark.parametrize(("text", "earliest", "latest", "precision"), BOUNDS)
def test_bounds_and_precision_follow_from_the_text(text, earliest, latest, precision):
    parsed = parse_edtf(text)
    assert (parsed.earliest.isoformat(), parsed.latest.isoformat(), parsed.precision) == (
        earliest,
        latest,
        precision,
    )
    assert parsed.text == text


WORDS = [
    ("2024-09-06/2024-09-07", "6–7 September 2024", "2024년 9월 6일~7일", "2024年9月6日～7日"),
    (
        "2024-08-30/2024-09-02",
        "30 August – 2 September 2024",
        "2024년 8월 30일 ~ 9월 2일",
        "2024年8月30日～9月2日",
    ),
    ("1910/1945", "1910–1945", "1910년 ~ 1945년", "1910年～1945年"),
    ("1907~", "about 1907", "1907년경", "1907年頃"),
    ("2022/..", "since 2022", "2022년부터", "2022年から"),
    ("../2022", "until 2022", "2022년까지", "2022年まで"),
    ("2024-22", "summer 2024", "2024년 여름", "2024年夏"),
    ("19XX", "20th century", "20세기", "20世紀"),
]


@pytest.mark.parametrize(("text", "english", "korean", "japanese"), WORDS)
def test_a_date_is_said_in_the_readers_language(text, english, korean, japanese):
    said = [describe(text, language).replace("\u2009", " ") for language in ("en-gb", "ko", "ja")]
    assert said == [english, korean, japanese]


@pytest.mark.parametrize(
    "text",
    ["", "2024-13", "2024-02-30", "2024-09-06/2024-01", "../..", "0000", "2024-21-03", "x" * 5000, "199X-03"],
)
def test_nonsense_is_refused_with_a_message_that_names_it(text):
    with pytest.raises(EdtfError) as error:
        parse_edtf(text)
    assert repr(text) in str(error.value)


@given(st.text(max_size=40))
def test_any_text_is_either_read_or_refused(text):
    try:
        parsed = parse_edtf(text)
    except EdtfError:
        return
    assert parsed.earliest <= parsed.latest
    assert describe(text)


@given(st.dates(), st.dates())
def test_a_range_of_days_round_trips(one, two):
    first, last = min(one, two), max(one, two)
    parsed = parse_edtf(f"{first.isoformat()}/{last.isoformat()}")
    assert (parsed.earliest, parsed.latest) == (first, last)
    assert parsed.covers(parse_edtf(first.isoformat()))
    assert isinstance(parsed.start.earliest, date)
