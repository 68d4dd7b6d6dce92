"""Claims found by names and days: all that overlap, and of dense days few others."""

import timeit
from datetime import date, timedelta

import pytest

from articles.resolution.index import Index
from timeline.dates import parse_edtf

DATES = (
    *("2024-09-06", "2024-09-09", "2024-09-30/2024-10-02", "2024-08", "2024-09", "2024-21", "2023", "2024"),
    *(
        "2022/2025",
        "2018/2019",
        "201X",
        "202X",
        "19XX",
        "../2024-09-01",
        "2024-10-01/..",
        "0001-01-01",
        "9999-12-31",
    ),
)
SLACKS = (timedelta(0), timedelta(3), timedelta(730))


@pytest.mark.parametrize("sought", DATES)
def test_all_that_overlap_are_found(sought):
    index = Index()
    for text in DATES:
        index.add(["met"], parse_edtf(text), text)
        index.add(["signed"], parse_edtf(text), f"{text} signed")
    when = parse_edtf(sought)
    for slack in SLACKS:
        found = list(index.near(["met"], when, slack))
        days = slack.days
        overlapping = {
            text
            for text, its in ((text, parse_edtf(text)) for text in DATES)
            if its.earliest.toordinal() - days <= when.latest.toordinal()
            and when.earliest.toordinal() - days <= its.latest.toordinal()
        }
        assert overlapping <= set(found) <= set(DATES)
        assert len(found) == len(set(found))


def test_what_is_entered_twice_is_found_once():
    index = Index()
    for text in ("2024-09-06", "2024", "2024-09-06"):
        index.add(["met", "signed"], parse_edtf(text), DATES)
    assert list(index.near(["met", "signed"], parse_edtf("2024"), timedelta(0))) == [DATES]


def test_a_look_up_costs_by_what_its_own_days_hold():
    index = Index()
    days = [date(2000, 1, 1) + timedelta(n) for n in range(3000)]
    for day in days:
        index.add(["met"], parse_edtf(day.isoformat()), day)
    assert len(index.near(["met"], parse_edtf("2004-05-10"), timedelta(3))) <= 4 * 3
    assert len(index.near(["met"], parse_edtf("2004-05"), timedelta(3))) <= 45
    assert len(index.near(["met"], parse_edtf("2004"), timedelta(3))) <= 366 + 2 * 35


def test_a_look_up_of_a_lifetime_costs_by_what_is_there():
    index = Index()
    keys = range(200)
    index.add(keys, parse_edtf("2004-05-10"), "met")

    def seconds(sought):
        when = parse_edtf(sought)
        return min(timeit.repeat(lambda: index.near(keys, when, timedelta(3)), number=1, repeat=7))

    assert seconds("1925/2004") < 30 * seconds("2004-05-10")
