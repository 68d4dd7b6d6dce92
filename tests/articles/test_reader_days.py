"""Dates of feeds in any form: no part of one ever comes from the machine's clock."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.readers import Given, read_upload
from articles.readers.days import written_day

SIXTH = date(2024, 9, 6)
WHOLE = [
    "2024-09-06",
    "2024-09-06T00:30:00+09:00",
    "2024.09.06 10:00",
    "2024. 9. 6. 오후 3:20",
    "2024.09.06(금)",
    "2024/9/6",
    "20240906",
    "20240906T100000Z",
    "2024년 9월 6일 10시 30분",
    "2024年9月6日",
    "令和6年9月6日",
    "Fri, 06 Sep 2024 00:30:00 +0900",
    "Fri, 06 Sep 2024 23:30:00 -0500",
    "Fri, 06 Sep 24 10:00 GMT",
    "06 Sep 2024",
    "6 Sept 2024",
    "Fri Sep  6 10:00:00 2024",
    "September 6, 2024",
    "Friday, 6 September 2024 at 10:00",
    "06.09.2024",
    "1725583200",
    "1725583200000",
]
NOT_WHOLE = [
    "",
    "2024",
    "2024-09",
    "Sept 2024",
    "September",
    "6 September",
    "9월 6일",
    "10:00",
    "Fri",
    "Friday 10:00",
    "yesterday",
    "어제",
    "2 hours ago",
    "today",
    "-0906",
    "2024-W36-5",
    "06/09/2024",  # in June or in September
    "24.09.06",  # in 2024 or in 2006
    "Fri, 31 Feb 2024 10:00:00 GMT",
    "2024-13-01",
    "Mon, 01 Jan 0001 00:00:00 +0000",  # what programs write for no date
    "0001-01-01T00:00:00",
    "1970-01-01T00:00:00Z",
    "9999-12-31",
]


@pytest.mark.parametrize("written", WHOLE)
def test_a_day_that_is_stated_whole_is_read_in_any_form(written):
    assert written_day(written) == SIXTH


@pytest.mark.parametrize("written", NOT_WHOLE)
def test_what_is_no_whole_day_is_none(written):
    assert written_day(written) is None


def test_order_is_told_by_what_can_be_no_month():
    assert written_day("24/12/2024") == written_day("12/24/2024") == date(2024, 12, 24)


@given(st.text(max_size=60) | st.from_regex(r"[0-9A-Za-z년월일年月日 :.,/+-]{1,40}", fullmatch=True))
def test_any_text_is_a_day_or_none(written):
    day = written_day(written)
    assert day is None or isinstance(day, date)


def published(*fields, feed="rss"):
    item = f"<title>Talks</title><description>The ministers met in Seoul.</description>{''.join(fields)}"
    names = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    rss = f'<rss version="2.0" {names}><channel><title>Desk</title><item>{item}</item></channel></rss>'
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>a</id><summary>They met.</summary>{"".join(fields)}</entry></feed>'
    (entry,) = read_upload((rss if feed == "rss" else atom).encode(), "a.xml", Given())
    return entry.published


@pytest.mark.parametrize("written", ["2016", "2017-09", "10:00", "1 November", "-11", ""])
def test_an_entry_with_a_part_of_a_date_has_none(written):
    assert published(f"<pubDate>{written}</pubDate>") is None


def test_an_entry_has_the_day_of_its_publication_in_whichever_element_it_stands_whole():
    assert published("<pubDate>2024.09.06 10:00</pubDate>") == SIXTH
    assert published("<dc:date>2024-09-06T01:00:00+09:00</dc:date>") == SIXTH
    assert published("<pubDate>10:00</pubDate>", "<dc:date>2024-09-06</dc:date>") == SIXTH
    assert published("<dcterms:issued>2024-09-06</dcterms:issued>", "<dc:date>2024-09-09</dc:date>") == SIXTH
    dates = "<published>2024-09-06T08:00:00Z</published>", "<updated>2024-09-08T08:00:00Z</updated>"
    assert published(*dates, feed="atom") == SIXTH
