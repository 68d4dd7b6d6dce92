"""Dates as curators type them, in forms and while typing."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from articles.extraction.written import read_written_date
from tests.factories import make_event
from timeline.curation.typed_dates import read_typed
from timeline.dates import EdtfError, parse_edtf

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


@pytest.mark.parametrize("text", ["2001-34", "2001-29", "2019-35?", "2001-33/2001-34"])
def test_a_part_of_a_year_is_never_read_as_years(text):
    with pytest.raises(EdtfError, match="Write its months, 20"):
        read_typed(text)


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
