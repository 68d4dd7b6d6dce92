"""Words for times in Korean, and what they stand for."""

from __future__ import annotations

# Years from the year of the news.
YEAR_STEPS = {"작년": -1, "지난해": -1, "올해": 0, "금년": 0, "내년": 1, "재작년": -2, "같은 해": 0, "그해": 0, "이듬해": 1, "전년": -1}  # fmt: skip
# Months from its month.
MONTH_STEPS = {"지난달": -1, "지난 달": -1, "이달": 0, "이번달": 0, "이번 달": 0, "금월": 0, "다음달": 1, "다음 달": 1, "내달": 1, "같은 달": 0, "그달": 0, "이듬달": 1, "전월": -1}  # fmt: skip
# Weeks from its week.
WEEK_STEPS = {"지난주": -1, "이번주": 0, "이번 주": 0, "다음주": 1, "다음 주": 1}  # fmt: skip
# Days from its day.
DAY_STEPS = {"오늘": 0, "어제": -1, "내일": 1, "그제": -2, "모레": 2, "그저께": -2}  # fmt: skip
# Days from the day told last.
NEAR_DAYS = {"이날": 0, "이 날": 0, "당일": 0, "같은 날": 0, "다음날": 1, "다음 날": 1, "이튿날": 1, "전날": -1, "그날": 0, "그 날": 0}  # fmt: skip
# Words that count from what was told last.
STORY_WORDS = ("같은 달", "같은 해", "그달", "그해", "이듬달", "이듬해", "전월")  # fmt: skip
# 0 is Monday.
WEEKDAYS = {"월": 0, "화": 1, "수": 2, "목": 3, "금": 4, "토": 5, "일": 6}  # fmt: skip
# Parts of the day, as in TIMEX3.
PARTS = {"오전": "MO", "아침": "MO", "오후": "AF", "저녁": "EV", "밤": "NI", "새벽": "MO", "정오": "MI", "낮": "AF"}  # fmt: skip
VAGUE_GROUPS = {"PRESENT_REF": "현재 지금 이제 요즘", "PAST_REF": "최근 과거 당시", "FUTURE_REF": "앞으로 향후 장래 언젠가"}  # fmt: skip
# As in TIMEX3.
SEASONS = {"봄": "SP", "여름": "SU", "가을": "FA", "겨울": "WI"}  # fmt: skip
# As in TIMEX3.
UNITS = {"년": "Y", "개월": "M", "달": "M", "주": "W", "주일": "W", "일": "D", "시간": "TH", "분": "TM", "초": "TS"}  # fmt: skip
# None is a vague number.
NUMERALS: dict[str, float | None] = {"한": 1, "두": 2, "세": 3, "네": 4, "석": 3, "넉": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10, "수": None, "몇": None, "수십": None, "수백": None, "몇십": None}  # fmt: skip
# Days counted in words of their own.
DAY_COUNTS = {"하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "열흘": 10, "보름": 15, "일주일": 7}  # fmt: skip
# Days from the day of the news, and the part of the day.
NIGHTS = {"어젯밤": (-1, "NI"), "간밤": (-1, "NI"), "지난밤": (-1, "NI"), "오늘밤": (0, "NI")}  # fmt: skip
# What stands before a weekday: the last, this or the next.
THIS_WEEKDAY = {"지난": -1, "오는": 1, "다음": 1, "이번": 0}  # fmt: skip
# What stands before a span up to now or from now.
SPAN_LEADS = ("지난", "최근", "과거", "향후", "앞으로")  # fmt: skip
EVERY = {"매년": "P1Y", "해마다": "P1Y", "매달": "P1M", "매월": "P1M", "매주": "P1W", "매일": "P1D", "격주": "P2W", "격월": "P2M", "격년": "P2Y"}  # fmt: skip
# Units of rates.
TIMES_A = {"하루": "D", "주": "W", "월": "M", "연": "Y"}  # fmt: skip
HALVES = {"상반기": 1, "하반기": 2}  # fmt: skip
# Years from the year of the news.
SEASON_STEPS = {"올": 0, "지난": -1}  # fmt: skip
# Quarters from the one that the text is about, or from that of the news.
QUARTER_STEPS = {"직전 분기": -1, "전 분기": -1, "전분기": -1, "지난 분기": -1, "이번 분기": 0, "다음 분기": 1}  # fmt: skip
# What stands before the length of a sentence, a ban or a term of office, which is then no date.
TERMS = ("징역", "금고", "유예", "정지", "정직", "임기", "기간", "만기", "최장", "전치")  # fmt: skip
# Which week of a month; None is the last.
WEEK_WORDS: dict[str, int | None] = {"첫": 0, "첫째": 0, "둘째": 1, "셋째": 2, "넷째": 3, "마지막": None}  # fmt: skip
# On a fixed day of the solar calendar.
HOLIDAYS = {"크리스마스": (12, 25), "성탄절": (12, 25), "광복절": (8, 15), "삼일절": (3, 1), "3·1절": (3, 1), "제헌절": (7, 17), "현충일": (6, 6), "어린이날": (5, 5), "개천절": (10, 3), "한글날": (10, 9), "크리스마스이브": (12, 24)}  # fmt: skip
# Weeks from this weekend.
WEEKENDS = {"지난 주말": -1, "지난주말": -1, "이번 주말": 0, "이번주말": 0, "오는 주말": 0, "다음 주말": 1}  # fmt: skip
