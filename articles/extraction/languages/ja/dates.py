"""Words for times in Japanese, and what they stand for."""

from __future__ import annotations

# The year before the first of each era.
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}  # fmt: skip
# Years from the year of the news.
YEAR_STEPS = {"昨年": -1, "去年": -1, "今年": 0, "ことし": 0, "本年": 0, "来年": 1, "一昨年": -2, "おととし": -2, "同年": 0, "翌年": 1, "前年": -1, "再来年": 2}  # fmt: skip
# Months from its month.
MONTH_STEPS = {"先月": -1, "今月": 0, "来月": 1, "同月": 0, "翌月": 1, "同じ月": 0, "前月": -1}  # fmt: skip
# Weeks from its week.
WEEK_STEPS = {"先週": -1, "今週": 0, "来週": 1, "翌週": 1, "前週": -1}  # fmt: skip
# Days from its day.
DAY_STEPS = {"今日": 0, "本日": 0, "昨日": -1, "明日": 1, "一昨日": -2, "おととい": -2, "明後日": 2, "あさって": 2}  # fmt: skip
# Days from the day told last.
NEAR_DAYS = {"当日": 0, "同日": 0, "この日": 0, "同じ日": 0, "その日": 0, "翌日": 1, "前日": -1}  # fmt: skip
# Words that count from what was told last.
STORY_WORDS = ("前年", "前月", "前週", "同じ月", "同年", "同月", "翌年", "翌月", "翌週")  # fmt: skip
# 0 is Monday.
WEEKDAYS = {"月": 0, "火": 1, "水": 2, "木": 3, "金": 4, "土": 5, "日": 6}  # fmt: skip
# Parts of the day, as in TIMEX3.
PARTS = {"午前": "MO", "朝": "MO", "午後": "AF", "夕方": "EV", "夜": "NI", "未明": "MO", "早朝": "MO", "正午": "MI", "昼": "AF", "深夜": "NI"}  # fmt: skip
VAGUE_GROUPS = {"PRESENT_REF": "現在", "PAST_REF": "最近 ここ最近 過去 当時 近年 かつて", "FUTURE_REF": "今後 将来 いつか"}  # fmt: skip
# As in TIMEX3.
SEASONS = {"春": "SP", "夏": "SU", "秋": "FA", "冬": "WI"}  # fmt: skip
# As in TIMEX3.
UNITS = {"年": "Y", "か月": "M", "カ月": "M", "ヶ月": "M", "ヵ月": "M", "箇月": "M", "週": "W", "日": "D", "時間": "TH", "分": "TM", "秒": "TS"}  # fmt: skip
# None is a vague number.
NUMERALS: dict[str, float | None] = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "半": 0.5, "数": None, "数十": None, "数百": None}  # fmt: skip
KANA_DAYS = {"きょう": 0, "きのう": -1, "あす": 1}  # fmt: skip
# Nights that count from the day told last.
FROM_STORY = ("前夜", "翌晩", "翌朝")  # fmt: skip
# Days from the day of the news, and the part of the day.
NIGHTS = {"翌朝": (1, "MO"), "前夜": (-1, "NI"), "翌晩": (1, "NI"), "昨夜": (-1, "NI"), "昨晩": (-1, "NI"), "ゆうべ": (-1, "NI"), "昨夕": (-1, "EV"), "けさ": (0, "MO"), "今夕": (0, "EV"), "今朝": (0, "MO"), "今夜": (0, "NI"), "今晩": (0, "NI")}  # fmt: skip
# What stands before a weekday: the last, this or the next.
THIS_WEEKDAY = {"先の": -1, "去る": -1, "次の": 1, "来る": 1, "今度の": 1, "今週の": 0}  # fmt: skip
# What stands before a span up to now or from now.
SPAN_LEADS = ("過去", "今後", "この", "ここ", "向こう", "最近")  # fmt: skip
EVERY = {"毎年": "P1Y", "毎月": "P1M", "毎週": "P1W", "毎日": "P1D", "隔週": "P2W", "隔月": "P2M", "隔年": "P2Y", "毎朝": "XXXX-XX-XXTMO", "毎晩": "XXXX-XX-XXTEV"}  # fmt: skip
# Units of rates.
TIMES_A = {"週": "W", "月": "M", "年": "Y"}  # fmt: skip
HALVES = {"上半期": 1, "上期": 1, "前半": 1, "下半期": 2, "下期": 2, "後半": 2}  # fmt: skip
# Years from the year of the news.
SEASON_STEPS = {"今": 0, "昨": -1, "来": 1}  # fmt: skip
# Quarters from the one that the text is about, or from that of the news.
QUARTER_STEPS = {"前四半期": -1, "直前四半期": -1, "今四半期": 0, "来四半期": 1}  # fmt: skip
# What stands before the length of a sentence, a ban or a term of office, which is then no date.
TERMS = ("懲役", "禁錮", "猶予", "停止", "謹慎", "停学", "任期", "最長")  # fmt: skip
# Which week of a month; None is the last.
WEEK_WORDS: dict[str, int | None] = {"最終": None}  # fmt: skip
# On a fixed day of the solar calendar.
HOLIDAYS = {"クリスマス": (12, 25), "クリスマスイブ": (12, 24), "クリスマス・イブ": (12, 24), "元日": (1, 1), "元旦": (1, 1), "大晦日": (12, 31), "こどもの日": (5, 5), "憲法記念日": (5, 3), "文化の日": (11, 3), "終戦記念日": (8, 15), "終戦の日": (8, 15), "バレンタインデー": (2, 14)}  # fmt: skip
# Weeks from this weekend.
WEEKENDS = {"先週末": -1, "今週末": 0, "来週末": 1}  # fmt: skip
