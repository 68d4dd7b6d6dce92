"""Dates as newspapers and their readers write them: which words are a date, and what they mean (TIMEX3)."""

from datetime import date

import pytest

from articles.extraction.dates import CORE, CORE_WORD, find_dates
from articles.extraction.languages.en.dates.holidays import easter

TUESDAY = date(2024, 9, 3)


def said(text, day=TUESDAY):
    return [(text[m.start : m.end], m.timex_value) for m in find_dates(text, reference_date=day)]


@pytest.mark.parametrize("word", sorted(CORE))
def test_a_word_that_makes_dates_is_seen_alone_and_with_a_genitive(word):
    for text in (word, word + "'s", f"the {word}."):
        assert [m.group() for m in CORE_WORD.finditer(text)] == [word]


DAYS_AND_MONTHS = [
    ("They opened today's session late.", [("today", "2024-09-03")]),
    ("Agenda for Friday, September 6: two votes.", [("Friday, September 6", "2024-09-06")]),
    ("On Aug. 12: a strike.", [("Aug. 12", "2024-08-12")]),
    ("The train leaves on 6 September at 9:15.", [("6 September", "2024-09-06"), ("9:15", "2024-09-06T09:15")]),
    ("The dam burst last Dec. 4 near Turin.", [("last Dec. 4", "2023-12-04")]),
    ("A vote is due next 3 June.", [("next 3 June", "2025-06-03")]),
    ("It closed in early May last year.", [("early May last year", "2023-05")]),
    ("They won in March this year, and on 2 April of last year.",
     [("March this year", "2024-03"), ("2 April of last year", "2023-04-02")]),
    ("Snow fell in winter last year.", [("winter last year", "2023-WI")]),
    ("It was sold in May, last year's best month.", [("May", "2024-05"), ("last year", "2023")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "dates"), DAYS_AND_MONTHS)
def test_days_and_months_with_what_belongs_to_them(text, dates):
    assert said(text) == dates


def test_news_that_recalls_old_years_stays_news():
    text = "Built in 1911, shut in 1923, 1934 and 1952, burnt in 1960, the mill was sold on Friday. Workers wept today."
    assert said(text)[-2:] == [("Friday", "2024-08-30"), ("today", "2024-09-03")]


def test_history_may_name_weekdays_beside_their_dates():
    text = "In 1911 and 1912 they armed; in 1913 on Monday, 3 March, they met. In 1914 they fought, in 1915 too. In July they rested."
    assert said(text)[-1] == ("July", "1915-07")


WEEKDAYS = [
    ("The strike ended the plan on Thursday.", "2024-08-29"),
    ("Until Saturday no one had noticed.", "2024-08-31"),
    ("The parade planned for Friday was rained off.", "2024-08-30"),
    ("The deadline of Monday passed in silence.", "2024-09-02"),
    ("Shops closed Friday due to the storm.", "2024-08-30"),
    ("Spokeswoman Lee said Friday the mine will shut.", "2024-08-30"),
    ("Talks resume Tuesday.", "2024-09-03"),
    ("Judges are to rule on Thursday.", "2024-09-05"),
    ("The ferry is due Thursday.", "2024-09-05"),
    ("The road may reopen as early as Sunday.", "2024-09-08"),
    ("The court shall hear him on Friday.", "2024-09-06"),
    ("The vote was scheduled for Wednesday.", "2024-09-04"),
    ("The hearing was postponed until Thursday.", "2024-09-05"),
    ("This past Friday they rested.", "2024-08-30"),
]


@pytest.mark.parametrize(("text", "value"), WEEKDAYS)
def test_a_bare_weekday_is_past_unless_plainly_ahead(text, value):
    assert [v for _, v in said(text)] == [value]


def test_a_headline_does_not_run_on_into_the_dateline():
    assert said("Market shut until Friday\nSeptember 3, 2024\nIt is quiet.")[1] == (
        "September 3, 2024",
        "2024-09-03",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Ambassador April Stone met Theresa May in Rome.",
        "The singer Jan Kowalski and June Parker left.",
        "May said she would stay.",
        "May God keep you, and may I ask why?",
        "They joined the March for Peace and the March of the Living.",
        "She writes for the Sunday Herald and the weekly Die Zeit.",
        "He left the Daily Echo.",
        "The Mar Menor is a lagoon.",
        "毎日新聞によると、毎日放送が伝えた。",
        "매일경제 보도다.",
    ],
)
def test_a_name_that_holds_a_word_of_time_is_no_date(text):
    assert said(text) == []


MONTHS_BESIDE_NAMES = [
    ("In May Norway voted.", "2024-05"),
    ("The April Consumer Price Index fell.", "2024-04"),
    ("Since June Chile has led.", "2024-06"),
    ("Sales fell in Aug and rose.", "2024-08"),
    ("It opened in March for France.", "2024-03"),
    ("The plant was shut. May was quiet.", "2024-05"),
    ("Daily flights go.", "P1D"),
    ("毎日、雨が降った。", "P1D"),
    ("On Sunday World Bank staff met.", "2024-09-01"),
]


@pytest.mark.parametrize(("text", "value"), MONTHS_BESIDE_NAMES)
def test_a_month_beside_a_name_is_a_month(text, value):
    assert [v for _, v in said(text)] == [value]


def test_a_month_that_is_plainly_ahead_is_ahead_however_far():
    text = "They will vote in November. Sales fell in December."
    assert [v for _, v in said(text, date(2024, 1, 20))] == ["2024-11", "2023-12"]


HOLIDAYS = [
    ("Thanksgiving was cold.", "Thanksgiving", "2023-11-23"),
    ("They fought on Memorial Day.", "Memorial Day", "2024-05-27"),
    ("Shops will close on Labor Day.", "Labor Day", "2024-09-02"),
    ("He died last Easter.", "last Easter", "2024-03-31"),
    ("The pope spoke on Good Friday.", "Good Friday", "2024-03-29"),
    ("Masses were held on Ash Wednesday 2011.", "Ash Wednesday 2011", "2011-03-09"),
    ("They will vote next Whit Monday.", "next Whit Monday", "2025-06-09"),
    ("It fell on St. Patrick’s Day last year.", "St. Patrick’s Day last year", "2023-03-17"),
    ("Voters go to the polls on Election Day.", "Election Day", "2024-11-05"),
    ("Sales rose on Black Friday.", "Black Friday", "2023-11-24"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "value"), HOLIDAYS)
def test_a_holiday_is_the_day_on_which_it_falls(text, words, value):
    assert said(text) == [(words, value)]


@pytest.mark.parametrize(
    "text", ["They sailed to Easter Island.", "the Good Friday Agreement", "a good father", "Mother Earth"]
)
def test_a_name_that_holds_a_holiday_is_no_date(text):
    assert said(text) == []


def test_easter_falls_where_the_almanacs_have_it():
    assert [str(easter(year)) for year in (1916, 1943, 1981, 2000, 2008, 2038)] == [
        "1916-04-23", "1943-04-25", "1981-04-19", "2000-04-23", "2008-03-23", "2038-04-25",
    ]  # fmt: skip


REPORTS = [
    ("The brewer made $3 million in the second quarter. In the quarter, sales were $9 million, against $7 million in the year-ago period.",
     [("the second quarter", "2024-Q2"), ("the quarter", "2024-Q2"), ("the year-ago period", "2023-Q2")]),
    ("Profit for the most recent quarter was 4 percent higher.", [("the most recent quarter", "2024-Q2")]),
    ("It earned $2 million in the quarter ended March 31.", [("the quarter", "2024-Q1"), ("March 31", "2024-03-31")]),
    ("They live in the quarter near the port.", []),
    ("Sales for the quarter ended Jan. 31 rose 2%.", [("the quarter", "2023-Q4"), ("Jan. 31", "2024-01-31")]),
    ("In the fiscal second quarter it lost $2 million.", [("the fiscal second quarter", "2024-Q2")]),
    ("In the first quarter it lost €3 million, compared with a profit of €5 million a year earlier.",
     [("the first quarter", "2024-Q1"), ("a year earlier", "2023-Q1")]),
    ("In the first quarter it moved to a house built a year earlier.",
     [("the first quarter", "2024-Q1"), ("a year earlier", "2023")]),
    ("For the first quarter it was cold. For the year it lost $3 million, against $5 million a year earlier.",
     [("the first quarter", "2024-Q1"), ("the year", "2024"), ("a year earlier", "2023")]),
    ("Next year's second quarter will be hard, unlike the 2021 third quarter.",
     [("Next year's second quarter", "2025-Q2"), ("the 2021 third quarter", "2021-Q3")]),
    ("It rose in fiscal 2022's fourth quarter and in 2018 Q2 and 2017-q4.",
     [("fiscal 2022's fourth quarter", "2022-Q4"), ("2018 Q2", "2018-Q2"), ("2017-q4", "2017-Q4")]),
    ("The mine shuts by year-end 2026.", [("year-end 2026", "2026")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "dates"), REPORTS)
def test_quarters_as_company_reports_tell_them(text, dates):
    assert said(text) == dates


AMOUNTS = [
    ("The trial took 2 1/2 years and 1½ hours.", [("2 1/2 years", "P2Y6M"), ("1½ hours", "PT1H30M")]),
    ("It will take ten to twelve days, or 5-7 days.", [("ten to twelve days", "P10D"), ("5-7 days", "P5D")]),
    ("He stays a month or two.", [("a month or two", "P1M")]),
    ("The film runs two hours and ten minutes.", [("two hours and ten minutes", "PT2H10M")]),
    ("He served a year and three months.", [("a year and three months", "P1Y3M")]),
    ("It rained for 3 years.", [("3 years", "P3Y")]),
    ("They meet three times a week.", [("three times a week", "P1W")]),
    ("The well gives 60 barrels a day.", [("a day", "P1D")]),
    ("They waited for a day.", [("a day", "P1D")]),
    ("Each July the river rises.", [("Each July", "XXXX-07")]),
    ("Trains stop on Friday evenings and every Sunday morning, not on weekends.",
     [("Friday evenings", "XXXX-WXX-5TEV"), ("every Sunday morning", "XXXX-WXX-7TMO"), ("weekends", "XXXX-WXX-WE")]),
    ("She ran for just three hours, nearly four days ago.", [("three hours", "PT3H"), ("nearly four days ago", "2024-08-30")]),
    ("The seven months since were dry.", [("The seven months", "P7M")]),
    ("The seven-month siege and the Nine Years War are over.", [("seven-month", "P7M"), ("Nine Years", "P9Y")]),
    ("It came two days earlier than planned.", [("two days", "P2D")]),
    ("He left a fortnight ago for two fortnights.", [("a fortnight ago", "2024-08-20"), ("two fortnights", "P4W")]),
    ("Over the next decade it will sink.", [("the next decade", "P10Y")]),
    ("They built it in the last century.", [("the last century", "P100Y")]),
    ("They rose over the last year.", [("the last year", "P1Y")]),
    ("Three-quarters of the wells are dry.", []),
    ("They walked the past six working days.", [("the past six working days", "P6D")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "dates"), AMOUNTS)
def test_lengths_of_time_and_times_that_recur(text, dates):
    assert said(text) == dates


def test_a_rate_is_a_set_and_a_wait_a_length():
    found = find_dates("It pumps 60 barrels a day. He slept for a day.", reference_date=TUESDAY)
    assert [m.timex_type for m in found] == ["SET", "DURATION"]


YEARS_AND_PARTS_OF_DAYS = [
    ("She was born in nineteen sixty-two and died in two thousand nine.",
     [("nineteen sixty-two", "1962"), ("two thousand nine", "2009")]),
    ("In nineteen oh five and twenty fourteen it flooded.", [("nineteen oh five", "1905"), ("twenty fourteen", "2014")]),
    ("Nineteen people and two thousand five hundred sheep.", []),
    ("A 2016 analysis and a 2015 bus strike.", [("2016", "2016"), ("2015", "2015")]),
    ("It sold 2016 buses.", []),
    ("The bank's future plans and recent losses are known; it will grow in the future.", [("the future", "FUTURE_REF")]),
    ("He is in his late 50s, she in her sixties, as in the 1950s.", [("the 1950s", "195")]),
    ("Storms came over the weekend and will return at the weekend.",
     [("the weekend", "2024-W35-WE"), ("the weekend", "2024-W36-WE")]),
    ("Trams stop at midday.", [("midday", "2024-09-03T12:00")]),
    ("It starts at 9 in the evening.", [("9 in the evening", "2024-09-03T21:00")]),
    ("They left at 3 o'clock.", [("3 o'clock", "2024-09-03T03:00")]),
    ("Gates open at 7:30 p.m. on 4 October 2024.", [("7:30 p.m. on 4 October 2024", "2024-10-04T19:30")]),
    ("The strike ends the day after tomorrow.", [("the day after tomorrow", "2024-09-05")]),
    ("He came the day before yesterday.", [("the day before yesterday", "2024-09-01")]),
    ("It erupted in A.D. 79, in 203 AD and in AD 472.", [("A.D. 79", "0079"), ("203 AD", "0203"), ("AD 472", "0472")]),
    ("An ad 79 seconds long was shown 30 ad hoc times.", [("79 seconds", "PT79S")]),
    ("The fair opens Friday week, not on Monday week.", [("Friday week", "2024-09-13"), ("Monday week", "2024-09-16")]),
    ("They met last Monday weeks after the flood.", [("last Monday", "2024-09-02"), ("weeks", "PXW")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "dates"), YEARS_AND_PARTS_OF_DAYS)
def test_years_in_words_parts_of_the_day_and_what_is_no_time(text, dates):
    assert said(text) == dates


KOREAN_AND_JAPANESE = [
    ("地震は5月2日の午前9時10分に起きた。", [("5月2日の午前9時10分", "2024-05-02T09:10")]),
    ("同日の会見で述べた。", [("同日", "2024-09-03")]),
    ("12年の歳月にわたる工事と15年ぶりの寒さ。", [("12年", "P12Y"), ("15年", "P15Y")]),
    ("3년 만에 두 달을 쉬었다.", [("3년", "P3Y"), ("두 달", "P2M")]),
    ("賃金は5.2%上がった。", []),
    ("이제 요즘 당시 언젠가", [("이제", "PRESENT_REF"), ("요즘", "PRESENT_REF"), ("당시", "PAST_REF"), ("언젠가", "FUTURE_REF")]),
    ("試合は1時間30分、공사는 4년 2개월.", [("1時間30分", "PT1H30M"), ("4년 2개월", "P4Y2M")]),
    ("매주 화요일과 매년 3월, 毎月10日と毎朝。",
     [("매주 화요일", "XXXX-WXX-2"), ("매년 3월", "XXXX-03"), ("毎月10日", "XXXX-XX-10"), ("毎朝", "XXXX-XX-XXTMO")]),
    ("一九七二年九月二十九日と明治二年三月、二〇一一年", [("一九七二年九月二十九日", "1972-09-29"), ("明治二年三月", "1869-03"), ("二〇一一年", "2011")]),
    ("十月三日に着いた。", [("十月三日", "2023-10-03")]),
    ("2020. 3. 1. 시행, '23.7.5 개정, 8.30(금) 회의", [("2020. 3. 1", "2020-03-01"), ("'23.7.5", "2023-07-05"), ("8.30(금", "2024-08-30")]),
    ("2021/04/05に始まり2022-1-9に終わった。", [("2021/04/05", "2021-04-05"), ("2022-1-9", "2022-01-09")]),
    ("올해 하반기와 2022년 2분기, 2019年上半期", [("올해 하반기", "2024-H2"), ("2022년 2분기", "2022-Q2"), ("2019年上半期", "2019-H1")]),
    ("오는 금요일, 지난 월요일, 次の火曜日", [("오는 금요일", "2024-09-06"), ("지난 월요일", "2024-09-02"), ("次の火曜日", "2024-09-10")]),
    ("金曜日に会談した。월요일 회담이 열릴 예정이다.", [("金曜日", "2024-08-30"), ("월요일", "2024-09-09")]),
    ("오는 2일 회의를 연다.", [("오는 2일", "2024-10-02")]),
    ("8일 오후 3시께 불이 났다.", [("8일 오후 3시께", "2024-08-08T15:00")]),
    ("올 하반기와 다음 주말, 일주일 만에", [("올 하반기", "2024-H2"), ("다음 주말", "2024-W37-WE"), ("일주일", "P1W")]),
    ("今朝から雨だ。今週末は晴れる。어젯밤 눈이 왔다.",
     [("今朝", "2024-09-03TMO"), ("今週末", "2024-W36-WE"), ("어젯밤", "2024-09-02TNI")]),
    ("1922년 5월 2일 태어나 같은 달 9일 죽었다.", [("1922년 5월 2일", "1922-05-02"), ("같은 달 9일", "1922-05-09")]),
    ("외무장관은 17일 전화 회담을 했다.", [("17일", "2024-08-17")]),
    ("軍は20日に宣言した。裁判所は18日、判決を言い渡している。", [("20日", "2024-08-20"), ("18日", "2024-08-18")]),
    ("법은 28일 시행된다. 정부는 같은 날 항의했다.", [("28일", "2024-08-28"), ("같은 날", "2024-08-28")]),
    ("회담은 오는 9일 열린다. 정부는 같은 날 항의했다.", [("오는 9일", "2024-09-09"), ("같은 날", "2024-09-03")]),
    ("사흘 뒤 떠난다. 이틀 전 왔다.", [("사흘 뒤", "2024-09-06"), ("이틀 전", "2024-09-01")]),
    ("西暦79年8月の噴火、紀元前44年3月15日の暗殺。", [("西暦79年8月", "0079-08"), ("紀元前44年3月15日", "BC0044-03-15")]),
    ("서기 79년 분화했고 기원전 44년 죽었다.", [("서기 79년", "0079"), ("기원전 44년", "BC0044")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "dates"), KOREAN_AND_JAPANESE)
def test_korean_and_japanese_dates_as_written(text, dates):
    assert [(words.rstrip(").）"), value) for words, value in said(text)] == dates


SPANS = [
    ("2020년 3월 4일부터 9일까지", "2020-03-04/2020-03-09"),
    ("2021년 12월 30일부터 1월 2일까지", "2021-12-30/2022-01-02"),
    ("2019年5月から8月まで", "2019-05/2019-08"),
    ("2018年1月30日から2月4日まで", "2018-01-30/2018-02-04"),
    ("2022년 4월 28일~5월 3일", "2022-04-28/2022-05-03"),
    ("지난해 9월 6∼8일", "2023-09-06/2023-09-08"),
    ("来月10〜12日", "2024-10-10/2024-10-12"),
]


@pytest.mark.parametrize(("text", "edtf"), SPANS)
def test_the_end_of_a_span_takes_from_its_start_what_it_leaves_out(text, edtf):
    first, second = find_dates(text, reference_date=TUESDAY)
    assert (first.edtf, second.edtf) == (edtf, edtf.split("/")[1])


def edtf_of(text, day=TUESDAY):
    return [m.edtf for m in find_dates(text, reference_date=day)]


ORDERS = [
    ("It opened on 10/12/2003 and shut on 3/4/2011.", ["2003-10-12", "2011-03-04"]),
    ("It opened on 10/12/2003 and shut on 30/4/2011.", ["2003-12-10", "2011-04-30"]),
    ("Agreed 5 March 2001. Signed 02/04/2001.", ["2001-03-05", "2001-04-02"]),
    ("Agreed March 5, 2001. Signed 02-04-2001.", ["2001-03-05", "2001-02-04"]),
    ("Signed 02.04.2001.", ["2001-04-02"]),
]


@pytest.mark.parametrize(("text", "edtf"), ORDERS)
def test_one_order_of_day_and_month_for_a_whole_text(text, edtf):
    assert edtf_of(text) == edtf
    assert edtf_of(text, date(2003, 12, 9)) == edtf  # never by nearness


CARRIED = [
    ("The camp stood from 3 May 2015 to 9 July.", ["2015-05-03/2015-07-09", "2015-07-09"]),
    ("Raids went on from November 2011 to March 2013.", ["2011-11/2013-03", "2013-03"]),
    ("They met on 4 May 2017 and again on 20 June.", ["2017-05-04", "2017-06-20"]),
    ("They met on 4 May and 20 June 2017.", ["2017-05-04", "2017-06-20"]),
    ("The vote was moved from 3 May 2015 to 9 July 2015.", ["2015-05-03", "2015-07-09"]),
    ("Games were played on April 3 and June 9.", ["2024-04-03", "2024-06-09"]),
    ("Wars broke out in 1954 and 1962.", ["1954", "1962"]),
    ("The reforms came between 1954 and 1962.", ["1954/1962", "1962"]),
    ("They met in May and June 2019.", ["2019-05", "2019-06"]),
    ("She will tour from Thursday to Monday.", ["2024-09-05/2024-09-09", "2024-09-09"]),
]


@pytest.mark.parametrize(("text", "edtf"), CARRIED)
def test_years_are_carried_and_two_dates_are_no_span(text, edtf):
    assert edtf_of(text) == edtf


FROM_A_DAY = [
    ("They will vote in three weeks.", ["2024-09-24"]),
    ("He slept for three weeks.", [None]),
    ("He fled ten days before 4 July 1982.", ["1982-06-24"]),
    ("It opens two months after 1 March 2021.", ["2021-05-01"]),
    ("The ship sails four weeks from tomorrow.", ["2024-10-02"]),
    ("They sat in the week of May 6th, 2019.", ["2019-05-06/2019-05-12"]),
]


@pytest.mark.parametrize(("text", "edtf"), FROM_A_DAY)
def test_days_so_far_from_a_day_that_is_told(text, edtf):
    assert edtf_of(text) == edtf


IN_SMALL_LETTERS = [
    ("they signed on 7 march 2016 in oslo", ["2016-03-07"]),
    ("the june 2018 deal, agreed on monday, holds until 3 may 2030", ["2018-06", "2024-09-02", "2030-05-03"]),
    ("5 may be enough, and 20 march on; an august body", []),
]


@pytest.mark.parametrize(("text", "edtf"), IN_SMALL_LETTERS)
def test_months_and_weekdays_in_small_letters(text, edtf):
    assert edtf_of(text) == edtf


def test_figures_behind_a_decimal_point_are_no_year():
    assert edtf_of("The wreck lies at 51.1944, 2.1987, in 30.1999 m of water.") == []


def test_a_day_that_does_not_exist_says_its_month_at_most():
    assert edtf_of("They met on February 30, 2021, and on 31 April 2020.") == ["2021-02", "2020-04"]
