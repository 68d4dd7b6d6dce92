"""Dates in running text: found, bounded and resolved against the day of publication."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.extraction import dates
from articles.extraction.dates import RULES, find_dates, join_spans
from timeline.dates import parse_edtf

TUESDAY = date(2024, 9, 3)

SAID = [
    ("He will meet Yoon in Seoul on September 6-7.", "September 6-7", "2024-09-06/2024-09-07"),
    ("They met on September 3, 2024.", "September 3, 2024", "2024-09-03"),
    ("He arrived on Friday.", "Friday", "2024-08-30"),
    ("They will meet on Friday.", "Friday", "2024-09-06"),
    ("Yoon's office announced it on Tuesday.", "Tuesday", "2024-09-03"),
    ("a landmark summit at Camp David last year", "last year", "2023"),
    ("Kishida announced last month that he would go.", "last month", "2024-08"),
    ("before he steps down later this month", "later this month", "2024-09"),
    ("In July, they signed a pact.", "July", "2024-07"),
    ("a presidential election in November", "November", "2024-11"),
    ("colonial rule from 1910 to 1945", "1910 to 1945", "1910/1945"),
    ("the treaty took effect on 18 December 1965", "18 December 1965", "1965-12-18"),
    ("Sales rebounded in the last week of March.", "the last week of March", "2024-03-25/2024-03-31"),
    ("The economy shrank by 0.9 percent in December.", "December", "2023-12"),
    ("from 15 November to 15 February 1989", "15 November to 15 February 1989", "1988-11-15/1989-02-15"),
    ("from 31 May to 30 June 2002", "31 May to 30 June 2002", "2002-05-31/2002-06-30"),
    ("기시다 총리는 2024년 9월 6일 방한했다.", "2024년 9월 6일", "2024-09-06"),
    ("지난달 27일 발표했다.", "지난달 27일", "2024-08-27"),
    ("作年ではなく昨年9月に", "昨年9月", "2023-09"),
    ("令和6年9月6日に会談した。", "令和6年9月6日", "2024-09-06"),
]


@pytest.mark.parametrize(("text", "words", "edtf"), SAID)
def test_a_date_is_found_and_resolved(text, words, edtf):
    (mention,) = join_spans(find_dates(text, reference_date=TUESDAY))
    assert (text[mention.start : mention.end], mention.edtf) == (words, edtf)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Updated: 06-09-2024 11:15", "2024-09-06"),
        ("25-12-2023, then 06-09-2024", "2023-12-25"),
        ("09/25/2024 and 09/06/2024", "2024-09-25"),
    ],
)
def test_the_order_of_day_and_month_is_told_from_the_text(text, edtf):
    assert find_dates(text, reference_date=None)[0].edtf == edtf


def test_without_a_reference_nothing_relative_is_guessed():
    found = find_dates("On Friday and last month, but also on 6 September 2024.", reference_date=None)
    assert [m.edtf for m in found] == [None, None, "2024-09-06"]


@pytest.mark.parametrize(
    "text", ["2312 views", "1500 pages", "They may march on.", "resolution 2231", "scored 21-12"]
)
def test_what_is_no_date_stays_out(text):
    assert not [m for m in find_dates(text, reference_date=TUESDAY) if m.edtf]


pieces = st.sampled_from(
    [
        "6",
        "September",
        "2024",
        "-",
        "to",
        "last",
        "year",
        "月",
        "일",
        "令和",
        "Friday",
        ",",
        " ",
        "\n",
        "９",
        "the 1990s",
        "99999999",
    ]
)


STORY = "War came in 1938. In 1939 and 1940 it spread; in 1941 and 1942 and in 1943 it went on.\n"
TOLD = [
    ("He left in October 1941. It ended a feud of June 1936. By November he was gone.", "November", "1941-11"),
    ("In May 1943 they met.\nIn June 1942 others had. In July they fought.", "July", "1942-07"),
    ("They camped in December 1942. Over the winter many died.", "the winter", "1943-24"),
    ("By March 1943 it was lost. All had been stalled by 1940. In August of that year they rose.", "August of that year", "1940-08"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "edtf"), TOLD)
def test_in_history_the_year_is_the_one_of_the_story(text, words, edtf):
    text = STORY + text
    found = {text[m.start : m.end]: m.edtf for m in find_dates(text, reference_date=TUESDAY)}
    assert found[words] == edtf


def test_a_story_before_christ_counts_down():
    text = "They fought in 490 BC, 485 BC, 481 BC, 479 BC and 478 BC. The following year, in August, they rested."
    assert [m.timex_value for m in find_dates(text, reference_date=TUESDAY)][-2:] == ["BC0477", "BC0477-08"]


def test_rules_passed_over_for_a_word_could_not_have_read_it(monkeypatch):
    text = " ".join(rule.example for rule in RULES)
    found = find_dates(text, reference_date=TUESDAY)
    assert len(found) > 60
    every = lambda token, core, follows: dates.STARTS.get(dates.figure_start(token), ())  # noqa: E731
    monkeypatch.setattr(dates, "_rules_for", every)
    assert find_dates(text, reference_date=TUESDAY) == found


@settings(deadline=None)  # a busy machine is no fault
@given(st.lists(pieces, max_size=40).map(" ".join) | st.text(max_size=200))
def test_any_text_gives_ordered_mentions_within_it(text):
    found = find_dates(text, reference_date=TUESDAY)
    assert found == find_dates(text, reference_date=TUESDAY)
    end = 0
    for mention in found:
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        if mention.edtf:
            parse_edtf(mention.edtf)
