"""Dates as curators type them, in forms and while typing."""

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.extraction.written import read_written_date
from tests.factories import make_event
from tests.timeline.test_dates import READ, REFUSED
from timeline.curation.typed_dates import read_typed
from timeline.dates import EdtfError, describe, parse_edtf

pytestmark = pytest.mark.once

TYPED = {
    "2024-09-06": "2024-09-06",
    "1907~": "1907~",
    "6-7 Sept 2024": "2024-09-06/2024-09-07",
    "September 2024": "2024-09",
    "circa 1907": "1907~",
    "c. 1907": "1907~",
    "about 1907": "1907~",
    "since 2022": "2022/..",
    "since September 2022": "2022-09/..",
    "until 1945": "../1945",
    "from 1910 to 1945": "1910/1945",
    "1910-1945": "1910/1945",
    "1907?": "1907?",
    "the 1990s": "199X",
    "early 2024": "2024~",
    "2024년 9월 6일": "2024-09-06",
    "令和6年9月6日": "2024-09-06",
    "２０２４－０９": "2024-09",
    "６-７ September ２０２４": "2024-09-06/2024-09-07",
    " in  spring 2023 ": "2023-21",
    "the winter of 2023": "2023-24",
    "2001-24": "2001-24",
    "2001-34": "2001-34",
    "2001-29": "2001-29",
    "2019-35?": "2019-35?",
    "1939-41~": "1939-41~",
    "2001-33/2001-34": "2001-33/2001-34",
    "Q2 2001": "2001-34",
    "2001 Q4": "2001-36",
    "the second quarter of 2001": "2001-34",
    "about the third quarter of 1998": "1998-35~",
    "since Q1 2022": "2022-33/..",
    "first half of 1939": "1939-40",
    "2001년 2분기": "2001-34",
    "2001년 하반기": "2001-41",
    "2001年第2四半期": "2001-34",
    "2001年上半期": "2001-40",
    "spring 2001 (southern hemisphere)": "2001-29",
    "winter 2001 in the northern hemisphere": "2001-28",
    "2001년 가을(남반구)": "2001-31",
    "2001年夏（北半球）": "2001-26",
    "2024年夏": "2024-22",
    "2024년 가을": "2024-23",
    "perhaps about 1907": "1907%",
    "1914-18": "1914/1918",
    "2024/9/6": "2024-09-06",
    "2024. 9. 6.": "2024-09-06",
    "since 2024.9.6": "2024-09-06/..",
}


@pytest.mark.parametrize(("text", "edtf"), TYPED.items())
def test_a_date_is_read_as_people_write_it(text, edtf):
    assert read_typed(text) == edtf


@pytest.mark.parametrize(
    "text",
    ["soon", "last Friday", "6 May 2024, then 7 June 2024", "2024-13-45", "the summit of 2024", "since"],
)
def test_what_is_no_one_date_is_refused_with_what_would_be_understood(text):
    with pytest.raises(EdtfError, match="Examples that can: 2024-09-06"):
        read_typed(text)


@pytest.mark.parametrize(
    ("text", "months", "years"),
    [
        ("1939-41", "1939-07/1939-12", "1939/1941"),
        ("1921-24", "1921-12/1922-02", "1921/1924"),
        ("1930-34", "1930-04/1930-06", "1930/1934"),
        ("2014-25", "2014-03/2014-05", "2014/2025"),
    ],
)
def test_what_could_be_years_or_a_part_of_one_is_refused_with_both(text, months, years):
    with pytest.raises(EdtfError, match=f"write {months}, or {years}"):
        read_typed(text)


@pytest.mark.parametrize("text", [*READ, *REFUSED])
def test_a_date_field_reads_what_the_standard_allows_as_itself_or_not_at_all(text):
    try:
        assert read_typed(text) == text
    except EdtfError as error:
        assert text in REFUSED or "could be" in str(error)


@pytest.mark.parametrize("part", [*range(21, 37), 40, 41])
@pytest.mark.parametrize("language", ["en", "ko", "ja"])
def test_the_words_for_a_part_of_a_year_can_be_typed(part, language):
    assert read_typed(describe(f"2001-{part}", language)) == f"2001-{part}"


@settings(deadline=None)  # the first text loads the words of the languages
@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused(text):
    edtf = read_written_date(text)
    assert edtf is None or parse_edtf(edtf)


@pytest.mark.django_db
def test_the_form_and_the_typist_get_the_same_reading(admin_client):
    event = make_event()
    address = reverse("admin:timeline_event_read_date")
    assert admin_client.get(address, {"text": "6-7 Sept 2024"}).json() == {
        "edtf": "2024-09-06/2024-09-07",
        "words": "6–7 September 2024",
    }
    assert "Examples that can" in admin_client.get(address, {"text": "soon"}).json()["error"]
    page = admin_client.get(reverse("admin:timeline_event_change", args=[event.pk])).content.decode()
    assert "typed-date" in page and "js/dates.js" in page
    assert "/admin/login/" in type(admin_client)().get(address)["Location"]
