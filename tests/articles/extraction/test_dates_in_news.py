"""English dates as agencies and business pages write them: which words are a date, and what they mean (TIMEX3)."""

from datetime import date

import pytest

from articles.extraction.dates import find_dates

MONDAY = date(2024, 2, 12)


def said(text, day=MONDAY):
    return [(text[m.start : m.end], m.timex_value) for m in find_dates(text, reference_date=day)]


SCHEDULED = [
    ("The fair opens Thursday.", "2024-02-15"),
    ("The envoy arrives on Wednesday for a visit.", "2024-02-14"),
    ("Hearings resume Tuesday.", "2024-02-13"),
    ("Its licence expires Friday.", "2024-02-16"),
    ("Storm kills two Friday.", "2024-02-09"),
    ("A gunman opens fire Saturday in a mall.", "2024-02-10"),
    ("The market ends Thursday lower.", "2024-02-08"),
    ("The burial is Thursday.", "2024-02-15"),
    ("The burial was Thursday.", "2024-02-08"),
    ("She is likely to quit Friday.", "2024-02-16"),
    ("He plans to sail Sunday.", "2024-02-18"),
    ("He planned to sail Sunday.", "2024-02-11"),
    ("Snow may fall Wednesday.", "2024-02-14"),
    ("She may be freed Wednesday.", "2024-02-14"),
    ("Snow may have fallen Wednesday.", "2024-02-07"),
    ("The judge set a hearing for Thursday.", "2024-02-15"),
    ("The judge heard a plea for Thursday.", "2024-02-08"),
    ("She gave them until Friday to leave.", "2024-02-16"),
    ("They slept until Friday.", "2024-02-09"),
    ("Plans called for a strike Saturday.", "2024-02-17"),
    ("Hail is likely in the south Saturday.", "2024-02-17"),
    ("He expects a ruling Saturday.", "2024-02-17"),
    ("The team was forecast to land Saturday.", "2024-02-17"),
    ("They face a Saturday deadline.", "2024-02-17"),
    ("They missed a Saturday deadline.", "2024-02-10"),
    ("She spoke ahead of a vote on Saturday.", "2024-02-17"),
    ("The judge, who will rule soon, on Friday heard the last witness.", "2024-02-09"),
    ("Unions called for a strike Saturday.", "2024-02-10"),
    ("The stamp goes on sale Tuesday.", "2024-02-13"),
]


@pytest.mark.parametrize(("text", "value"), SCHEDULED)
def test_what_the_present_tense_tells_of_a_weekday_is_scheduled(text, value):
    assert [v for _, v in said(text)] == [value]


def test_a_weekday_that_is_to_come_stays_so_in_the_text():
    ahead = said("The bridge will be shut Wednesday. Buses run twice as often Wednesday.")
    assert ahead == [("Wednesday", "2024-02-14"), ("Wednesday", "2024-02-14")]
    assert said("It will be shut Wednesday. It was shut last Wednesday too.")[1][1] == "2024-02-07"
    assert said("It will be shut Wednesday. He fell ill Wednesday.")[1][1] == "2024-02-07"


def test_the_month_of_may_is_no_verb():
    assert said("Thursday, May 4, 2023 On Tuesday, the jury met.", date(2023, 5, 4))[1][1] == "2023-05-02"


def test_the_previous_weekday_is_counted_from_the_day_told():
    text = (
        "They met on Friday. The previous Tuesday they had quarrelled, and the following Sunday they made up."
    )
    assert [v for _, v in said(text)] == ["2024-02-09", "2024-02-06", "2024-02-11"]


def test_what_takes_effect_in_a_month_is_ahead():
    assert (
        said("The pact was signed in March and takes effect in January.", date(2024, 8, 1))[1][1] == "2025-01"
    )


def test_weekdays_that_are_joined_follow_each_other():
    assert said("Rain will fall Wednesday and Thursday.")[1][1] == "2024-02-15"
    assert said("She sang Monday and Tuesday evening.")[1][1] == "2024-02-13TEV"
    assert said("She sang Friday and Saturday.")[1][1] == "2024-02-10"
    assert said("She sang Saturday and Friday.")[1][1] == "2024-02-09"


WRITTEN = [
    ("They hung it in the fall, after the previous spring’s flood, told of in March 2021.", [("the fall", "2023-FA"), ("the previous spring", "2023-SP"), ("March 2021", "2021-03")]),
    ("It fell to the last quarter of 2019, and the last quarter was dry.", [("the last quarter of 2019", "2019-Q4"), ("the last quarter", "2023-Q4")]),
    ("They toured over three weeks; he spoke for over three hours.", [("three weeks", "P3W"), ("over three hours", "PT3H")]),
    ("In the opening days it rained for days.", [("days", "PXD")]),
    ("It rained as recently as March, and recently again.", [("March", "2023-03"), ("recently", "PAST_REF")]),
    ("It is full-year 2023 that counts.", [("full-year 2023", "2023")]),
    ("They said so on Thursday, and the next day they left.", [("Thursday", "2024-02-08"), ("the next day", "2024-02-09")]),
    ("Sales rose in May and June of 2019.", [("May", "2019-05"), ("June of 2019", "2019-06")]),
    ("She left in the autumn of ’96 and died in March ’98.",
     [("the autumn of ’96", "1996-FA"), ("March ’98", "1998-03")]),
    ("They met on march fifth and on Nov. the twenty-first, 2020.",
     [("march fifth", "2024-03-05"), ("Nov. the twenty-first, 2020", "2020-11-21")]),
    ("In January first reports came in.", [("January", "2024-01")]),
    ("It began four years ago this month.", [("four years ago this month", "2020-02")]),
    ("He waited half an hour after a half-hour walk.", [("half an hour", "PT30M"), ("a half-hour", "PT30M")]),
    ("She hit a half-century against Ceylon.", []),
    ("One day last week a wolf came; some day it will be back.", [("last week", "2024-W06")]),
    ("It took one day.", [("one day", "P1D")]),
    ("The wall fell in the early hours of Sunday.", [("the early hours of Sunday", "2024-02-11TMO")]),
    ("Hours earlier he had sung.", [("Hours earlier", "PAST_REF")]),
    ("They came hours later than planned.", [("hours", "PTXH")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "dates"), WRITTEN)
def test_ways_of_writing_that_agencies_have(text, dates):
    assert said(text) == dates


OF_THE_DAY = [
    ("It fell at 3 p.m. Ten minutes later it rose.", [("3 p.m", "2024-02-12T15:00"), ("Ten minutes later", "2024-02-12T15:10")]),
    ("It fell at 3 p.m. On Sunday it had risen; an hour earlier it shook.",
     [("3 p.m", "2024-02-12T15:00"), ("Sunday", "2024-02-11"), ("an hour earlier", "2024-02-11TXX:XX")]),
    ("He left two hours ago.", [("two hours ago", "2024-02-12TXX:XX")]),
    ("They fought on Sunday and 48 hours later made peace.", [("Sunday", "2024-02-11"), ("48 hours later", "2024-02-13")]),
    ("He left two hours earlier than she did.", [("two hours", "PT2H")]),
    ("They fought on Saturday. It was calm in the evening.", [("Saturday", "2024-02-10"), ("the evening", "2024-02-10TEV")]),
    ("She runs in the evening.", []),
    ("They fought on Saturday. By late afternoon it was calm.", [("Saturday", "2024-02-10"), ("late afternoon", "2024-02-10TAF")]),
    ("It added that October was dry.", [("October", "2023-10")]),
    ("But for a sale in July, profits would have shrunk.", [("July", "2023-07")]),
    ("It burned during the autumn drought. A ruling is expected in the fall.", [("the autumn", "2023-FA"), ("the fall", "2024-FA")]),
    ("The daylong trial and the weeks-long siege.", [("daylong", "P1D"), ("weeks-long", "PXW")]),
    ("The oblong table.", []),
    ("It shakes every few months.", [("every few months", "PXM")]),
    ("On the last day of the fair it rained, as it had the last week of July.", [("the last week of July", "2023-W30")]),
    ("It rained the last week.", [("the last week", "2024-W06")]),
    ("It has been shut since October, and since 20 December.", [("October", "2023-10"), ("20 December", "2023-12-20")]),
    ("It has not rained since March.", [("March", "2023-03")]),
    ("The Sept. 11 terrorist attacks changed it; on Sept. 11 it shut.", [("Sept. 11", "2001-09-11"), ("Sept. 11", "2023-09-11")]),
    ("Its term ends in November.", [("November", "2024-11")]),
    ("She expects snow in November.", [("November", "2024-11")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "dates"), OF_THE_DAY)
def test_times_that_hang_on_what_was_told_before(text, dates):
    assert said(text) == dates


REPORTED = [
    ("Its Q4 results were poor.", [("Q4", "2023-Q4")]),
    ("The Q4 tram is late.", []),
    ("It earned $3 million in the third quarter. Sales in the period rose 2%.",
     [("the third quarter", "2023-Q3"), ("the period", "2023-Q3")]),
    ("It earned $3 million in the third quarter. In the period of calm that came, $2 million was spent.",
     [("the third quarter", "2023-Q3")]),
    ("Profit in the third quarter rose from the same period a year ago.",
     [("the third quarter", "2023-Q3"), ("the same period a year ago", "2022-Q3")]),
    ("Sales in June fell from the same period a year ago.", [("June", "2023-06"), ("the same period a year ago", "2022-06")]),
    ("It raised its 2023 earnings forecast.", [("2023", "2023")]),
    ("It lost its 1500 goats.", []),
    ("It won $3 million in the 1997 tax year and calendar 1998.",
     [("the 1997 tax year", "1997"), ("calendar 1998", "1998")]),
    ("It earned 30 cents a share, up from 20 cents a year ago. Third-quarter sales rose.",
     [("a year ago", "2022-Q3"), ("Third-quarter", "2023-Q3")]),
    ("It was sold for 20 cents a year ago. Harvests were good.", [("a year ago", "2023")]),
    ("Profit fell in the third quarter. A year ago, it earned $2 million.",
     [("the third quarter", "2023-Q3"), ("A year ago", "2022-Q3")]),
    ("Profit fell in the third quarter. A year ago, a fire broke out.",
     [("the third quarter", "2023-Q3"), ("A year ago", "2023")]),
    ("Sales were $2 million in the third quarter, and for the three months profit was 9% below a year ago.",
     [("the third quarter", "2023-Q3"), ("the three months", "P3M"), ("a year ago", "2022-Q3")]),
    ("Its forecast for the full year was cut; sales are $2 million.", [("the full year", "2024")]),
    ("She sees a loss in the fourth quarter; he predicts one in the final quarter.",
     [("the fourth quarter", "2023-Q4"), ("the final quarter", "2024-Q4")]),
    ("It was a hard spring (in Q2).", [("Q2", "2023-Q2")]),
    ("It earned $2 million, up from $1 million in the third quarter a year ago.",
     [("the third quarter a year ago", "2022-Q3")]),
    ("It earned $2 million in the third quarter, up from the corresponding period of 2019 and the 2018 quarter.",
     [("the third quarter", "2023-Q3"), ("the corresponding period of 2019", "2019-Q3"), ("the 2018 quarter", "2018-Q3")]),
    ("The 2018 quarter had been dry.", [("2018", "2018")]),
    ("It earned $2 million in the fourth quarter and foresees the first quarter of next year as good. In the quarter, sales were $3 million.",
     [("the fourth quarter", "2023-Q4"), ("the first quarter of next year", "2025-Q1"), ("the quarter", "2023-Q4")]),
    ("Profit in the fourth quarter rose; for the period ended Dec. 29, sales were $3 million.",
     [("the fourth quarter", "2023-Q4"), ("the period", "2023-Q4"), ("Dec. 29", "2023-12-29")]),
    ("It sold more in the first nine months of the year.", [("the first nine months of the year", "P9M")]),
    ("One-quarter of Norway's wells are dry.", []),
    ("It earned $2 million in the first three quarters of 2023.", [("the first three quarters of 2023", "P3Q")]),
    ("The third-quarter loss was $2 million, after that of the third quarter, 2021, and the year-earlier gain.",
     [("third-quarter", "2023-Q3"), ("the third quarter, 2021", "2021-Q3"), ("year-earlier", "2022-Q3")]),
    ("It reported a smaller-than-expected loss for the fourth quarter.", [("the fourth quarter", "2023-Q4")]),
    ("Profit rose in the fourth quarter; sales in December were down 9 percent from a year earlier.",
     [("the fourth quarter", "2023-Q4"), ("December", "2023-12"), ("a year earlier", "2022-12")]),
    ("It lost $2 million in 2022; sales for the year rose.", [("2022", "2022"), ("the year", "2022")]),
    ("They wait for the year of the fair, with $2 million.", []),
    ("It shut in Nov. Last year it made $2 million.", [("Nov", "2023-11"), ("Last year", "2023")]),
    ("It will close by year's end or by month’s end, and by the end of the fiscal year.",
     [("year's end", "2024"), ("month’s end", "2024-02"), ("the end of the fiscal year", "2024")]),
    ("Sales rose in the six months to March, and will rise in the two months to April 2024.",
     [("the six months", "P6M"), ("March", "2023-03"), ("the two months", "P2M"), ("April 2024", "2024-04")]),
    ("Profit rose in the third quarter after a loss in the second quarter. Sales in the quarter were $3 million.",
     [("the third quarter", "2023-Q3"), ("the second quarter", "2023-Q2"), ("the quarter", "2023-Q3")]),
    ("Its fourth-quarter profit was down from a year earlier.", [("fourth-quarter", "2023-Q4"), ("a year earlier", "2022-Q4")]),
    ("In the same period a year ago it earned $2 million; the third quarter was better.",
     [("the same period a year ago", "2022-Q3"), ("the third quarter", "2023-Q3")]),
    ("In the fiscal fourth quarter it lost $2 million.", [("the fiscal fourth quarter", "2024-Q4")]),
    ("Margins in the latest six months fell.", [("the latest six months", "P6M")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "dates"), REPORTED)
def test_what_reports_say_of_quarters_and_years(text, dates):
    assert said(text) == dates


COMPARED = [
    ("Output rose 2% in November after 1% in the previous month.", [("November", "2023-11"), ("the previous month", "2023-10")]),
    ("Imports in August were lower than a month earlier.", [("August", "2023-08"), ("a month earlier", "2023-07")]),
    ("Sales fell in November. They had risen the previous month.", [("November", "2023-11"), ("the previous month", "2024-01")]),
    ("The dividend is 20 cents a quarter.", [("a quarter", "P1Q")]),
    ("The firm sold a quarter of its shops.", []),
    ("For the full year, revenue fell 4%.", [("the full year", "2023")]),
    ("It expects revenue of $3 million for the full year.", [("the full year", "2024")]),
    ("The reform will be law by mid-year.", [("mid-year", "2024")]),
    ("The vote will be in mid-2025.", [("mid-2025", "2025")]),
]  # fmt: skip
COUNTED = [
    ("Two years later the mill closed.", [("Two years later", "XXXX")]),
    ("She left in May 2020. Two years later she came back.", [("May 2020", "2020-05"), ("Two years later", "2022")]),
    ("They met on Monday. Two years later they signed a pact.", [("Monday", "2024-02-12"), ("Two years later", "XXXX")]),
    ("They met on Monday. Two years later they will sign a pact.", [("Monday", "2024-02-12"), ("Two years later", "2026")]),
    ("A year ago today the siege began.", [("A year ago today", "2023-02-12")]),
    ("It opened ten years ago this week.", [("ten years ago this week", "2014-W07")]),
    ("She died a week ago Saturday.", [("a week ago Saturday", "2024-02-03")]),
    ("They meet two weeks from Friday.", [("two weeks from Friday", "2024-03-01")]),
    ("He quit two years ago.", [("two years ago", "2022")]),
    ("It was the fourth strike in as many weeks.", []),
    ("Turnout was 60% in 2010 and 64% the year after.", [("2010", "2010"), ("the year", "2011")]),
    ("They had married the year after the flood.", [("the year", "XXXX")]),
    ("Shares rallied late in the day after a sell-off.", [("late in the day", "2024-02-12")]),
]  # fmt: skip
BESIDE = [
    ("The tremor came at 2115 GMT Saturday.", [("2115 GMT Saturday", "2024-02-10T21:15Z")]),
    ("(The launch was at 18:30 UTC)", [("18:30 UTC", "2024-02-12T18:30Z")]),
    ("The launch (18:30 (UTC)) failed.", [("18:30 (UTC)", "2024-02-12T18:30Z")]),
    ("They married in spring 2019 in Rome.", [("spring 2019", "2019-SP")]),
    ("They fell in spring from the wall.", []),
    ("They marched in May 1951, and on the 20th in Lyon they rested.", [("May 1951", "1951-05"), ("the 20th", "1951-05-20")]),
    ("In May 1951 he was the 20th in line.", [("May 1951", "1951-05")]),
]  # fmt: skip


WHOLE = [
    ("Profit rose in the June quarter.", [("the June quarter", "2023-Q2")]),
    ("The ban will last 90 days.", [("90 days", "P90D")]),
    ("In the last 90 days prices fell.", [("the last 90 days", "P90D")]),
    ("It was founded half a century ago.", [("half a century ago", "1974")]),
    ("He left half a year ago.", [("half a year ago", "2023-08")]),
    ("In the first ten months of 2023 sales fell.", [("the first ten months of 2023", "P10M")]),
    ("For the first ten months of the siege they starved.", [("the first ten months", "P10M")]),
    ("It failed after a year-long trial and another two years.", [("year-long", "P1Y"), ("another two years", "P2Y")]),
    ("Their 2011 summer tour sold out.", [("2011 summer", "2011-SU")]),
    ("She won at the 2012 Summer Games.", [("2012", "2012")]),
    ("They left on Christmas night.", [("Christmas night", "2023-12-25TNI")]),
    ("Prices fell in the latter half of 2008.", [("the latter half of 2008", "2008-H2")]),
    ("Later in 1992 he resigned.", [("Later in 1992", "1992")]),
    ("They met from the 3rd to the 9th of October 2019.", [("the 3rd", "2019-10-03"), ("the 9th of October 2019", "2019-10-09")]),
    ("The troops left in August.\n\n1972 election", [("August", "2023-08"), ("1972", "1972")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "dates"), [*WHOLE, *COMPARED, *COUNTED, *BESIDE])
def test_dates_as_agencies_and_business_pages_write_them(text, dates):
    assert said(text) == dates


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Both sides agreed to meet again in two weeks.", "2024-02-26"),
        ("She hopes to return in three days.", "2024-02-15"),
        ("They agreed to a truce and met in two weeks.", None),
        ("He walked it in two weeks.", None),
        ("In the first ten months of 2023 sales fell.", "2023-01/2023-10"),
        ("In the last three months of 2023 sales fell.", "2023-10/2023-12"),
        ("The last two weeks of February 2023 were cold.", "2023-02-15/2023-02-28"),
        ("The first 20 months of 2023 were cold.", None),
    ],
)
def test_a_length_has_days_where_they_are_known(text, edtf):
    (mention,) = find_dates(text, reference_date=MONDAY)
    assert mention.edtf == edtf
