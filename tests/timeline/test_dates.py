"""EDTF text, its bounds, and its words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.dates import OPEN_END, OPEN_START, BeyondReachError, EdtfError, describe, parse_edtf

BOUNDS = [
    ("2024-09-06", "2024-09-06", "2024-09-06", "day"),
    ("2024-09-06/2024-09-07", "2024-09-06", "2024-09-07", "day"),
    ("2024-02", "2024-02-01", "2024-02-29", "month"),
    ("2024-24", "2024-12-01", "2025-02-28", "season"),
    ("2001-21", "2001-03-01", "2001-05-31", "season"),
    ("2001-22?", "2001-06-01", "2001-08-31", "season"),
    ("2001-23/2001-24", "2001-09-01", "2002-02-28", "season"),
    ("9999-24", "9999-12-01", "9999-12-31", "season"),
    ("2001-25", "2001-03-01", "2001-05-31", "season"),
    ("2001-28", "2001-12-01", "2002-02-28", "season"),
    ("2001-29", "2001-09-01", "2001-11-30", "season"),
    ("2003-30", "2003-12-01", "2004-02-29", "season"),
    ("2001-31~", "2001-03-01", "2001-05-31", "season"),
    ("2001-32", "2001-06-01", "2001-08-31", "season"),
    ("2001-33", "2001-01-01", "2001-03-31", "quarter"),
    ("2001-34?", "2001-04-01", "2001-06-30", "quarter"),
    ("2001-35/2001-36", "2001-07-01", "2001-12-31", "quarter"),
    ("2001-36/..", "2001-10-01", OPEN_END.isoformat(), "quarter"),
    ("2001-37", "2001-01-01", "2001-04-30", "third"),
    ("2001-38", "2001-05-01", "2001-08-31", "third"),
    ("2001-39", "2001-09-01", "2001-12-31", "third"),
    ("2000-40", "2000-01-01", "2000-06-30", "half"),
    ("2001-41/2002", "2001-07-01", "2002-12-31", "year"),
    ("1985/", "1985-01-01", OPEN_END.isoformat(), "year"),
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
    ("2001-21", "spring 2001", "2001년 봄", "2001年春"),
    ("2001-22~", "about summer 2001", "2001년 여름경", "2001年夏頃"),
    ("2001-23/2001-24", "autumn 2001 – winter 2001", "2001년 가을~2001년 겨울", "2001年秋～2001年冬"),
    ("2001-25", "spring 2001 (northern hemisphere)", "2001년 봄(북반구)", "2001年春（北半球）"),
    ("2001-32~", "about winter 2001 (southern hemisphere)", "2001년 겨울(남반구)경", "2001年冬（南半球）頃"),
    ("2001-34", "second quarter of 2001", "2001년 2분기", "2001年第2四半期"),
    ("2001-36~", "about the fourth quarter of 2001", "2001년 4분기경", "2001年第4四半期頃"),
    (
        "2001-33/2001-35",
        "first–third quarter of 2001",
        "2001년 1분기~2001년 3분기",
        "2001年第1四半期～2001年第3四半期",
    ),
    (
        "2001-36/2002-33",
        "fourth quarter of 2001 – first quarter of 2002",
        "2001년 4분기~2002년 1분기",
        "2001年第4四半期～2002年第1四半期",
    ),
    ("2001-38", "May–August 2001", "2001년 5월 ~ 8월", "2001年5月～8月"),
    ("0663-38", "May–August 663", "663년 5월 ~ 8월", "663年5月～8月"),
    ("2001-41", "second half of 2001", "2001년 하반기", "2001年下半期"),
    ("2001-40/..", "since the first half of 2001", "2001년 상반기부터", "2001年上半期から"),
    ("199X/..", "since the 1990s", "1990년대부터", "1990年代から"),
    ("2001-24/..", "since winter 2001", "2001년 겨울부터", "2001年冬から"),
    ("1985/", "from 1985, until an unknown day", "1985년부터(끝은 알 수 없음)", "1985年から（終わりは不明）"),
    ("/1985", "until 1985, start unknown", "1985년까지(시작은 알 수 없음)", "1985年まで（始まりは不明）"),
]


@pytest.mark.parametrize(("text", "english", "korean", "japanese"), WORDS)
def test_a_date_is_said_in_the_readers_language(text, english, korean, japanese):
    said = [describe(text, language).replace("\u2009", " ") for language in ("en-gb", "ko", "ja")]
    assert said == [english, korean, japanese]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024-13",
        "2001-42",
        "2001-34-01",
        "2024-02-30",
        "2024-09-06/2024-01",
        "../..",
        "0000",
        "2024-21-03",
        "x" * 5000,
        "199X-03",
    ],
)
def test_nonsense_is_refused_with_a_message_that_names_it(text):
    with pytest.raises(EdtfError) as error:
        parse_edtf(text)
    assert repr(text) in str(error.value)


BEYOND = {
    "2001-21^southernHemisphere": "2001-29",
    "2001-24^north": "2001-28",
    "2001-21^western": "2001-21 for spring 2001",
    "2024-09-06T14:30:00Z": "Write 2024-09-06",
    "2024-09-06 14:30": "Write 2024-09-06",
    "-0044": "begin with the year 0001",
    "-0044/0014": "../0014",
    "0000": "begin with the year 0001",
    "44 BC": "begin with the year 0001",
    "Y-17E7": "begin with the year 0001",
    "Y170000002": "four digits",
    "[1667,1668]": "one of several dates",
    "[..1667]": "the likeliest with ?",
    "{1960..1970}": "an event for each",
    "1950S2": "1950~",
    "2004-06~-11": "after the whole date",
    "?2004-06": "after the whole date",
    "1XXX": "199X",
    "XXXX-12-25": "199X",
    "2004-XX-15": "2024-XX",
    "199u": "capital X",
    "1985/unknown": "1985/",
    "1985/open": "1985/..",
    "1962-07~-04": "Write 1962-07-04~",
    "?1962-07~": "Write 1962-07%",
    "1962?-07/~1963": "Write 1962-07?/1963~",
}


@pytest.mark.parametrize(("text", "advice"), BEYOND.items())
def test_what_is_beyond_reach_is_refused_with_what_to_write_instead(text, advice):
    with pytest.raises(BeyondReachError) as error:
        parse_edtf(text)
    assert repr(text) in str(error.value) and advice in str(error.value)


READ = """
1962 1962-07 1962-07-04 1962/1971 1962-07/1963-02 1962-07-04/1962-08 1962/1963-02-28
196X 19XX 1962-XX 1962-07-XX 1962-XX-XX 1962? 1962-07~ 1962-07-04% 196X~ 1962?/1971~
1962/.. ../1962-07 1962-07-04/ /1962 196X/197X 1962-07-XX/1962-09-03
1962-21 1962-24/1963-21 1962-25 1962-28~ 1962-29 1962-32 1962-33 1962-36? 1962-37 1962-39 1962-40 1962-41 1962-34/1962-36
""".split()
REFUSED = """
1962-07-04T09:30:00 1962-07-04T09:30:00Z 1962-07-04T09:30:00+09:00 1962-07-04T09:30:00-03
-0120 -0120-04 -0120-04-17 -0120/-0119 -0120/0031 0000 Y-12000 Y12000 Y12E5 Y-12E5 1960S2 Y12000S3 -1200S2
[1962,1964,1970..1972] [..1962-07-04] [1962-07..] {1962,1963-05} {..1962} {1962-21..1963-22}
1962~-07 1962-07?-04 ?1962-07 1962-%07-04 1962-~07 ~1962 1962-07-~04/1962-07-~09
196X-07-04 19XX-07 XXXX-07-04 1XXX 1X62 XXXX 1962-0X 1962-X7 1962-07-1X 1962-XX-04 1XXX-XX
""".split()


@pytest.mark.parametrize("text", READ)
def test_what_the_standard_allows_and_a_timeline_can_hold_is_read(text):
    parsed = parse_edtf(text)
    assert parsed.text == text and describe(text)
    known = [day for day in (parsed.earliest, parsed.latest) if day not in (OPEN_START, OPEN_END)]
    assert all(1900 <= day.year < 2000 for day in known)


@pytest.mark.parametrize("text", REFUSED)
def test_what_the_standard_allows_and_a_timeline_cannot_hold_is_refused_in_words(text):
    with pytest.raises(BeyondReachError, match="is not supported: "):
        parse_edtf(text)


@pytest.mark.parametrize("text", ["soon", "2024-13", "1914-18", "6 September 2024", "2024-30-12", "Xi"])
def test_what_is_no_edtf_is_not_said_to_be_beyond_reach(text):
    with pytest.raises(EdtfError) as error:
        parse_edtf(text)
    assert not isinstance(error.value, BeyondReachError)


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
