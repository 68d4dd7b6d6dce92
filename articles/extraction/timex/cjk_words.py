"""Words for times in Korean and Japanese, and what they stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from .absolute import Match
from .context import Context, DateRule, Found

ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
FIGURES = str.maketrans("０１２３４５６７８９", "0123456789")
YEAR_STEPS = {"작년": -1, "지난해": -1, "昨年": -1, "去年": -1, "올해": 0, "금년": 0, "今年": 0, "本年": 0, "내년": 1, "来年": 1, "재작년": -2, "一昨年": -2, "同年": 0, "같은 해": 0, "그해": 0, "이듬해": 1, "翌年": 1, "前年": -1, "전년": -1, "再来年": 2}  # fmt: skip
MONTH_STEPS = {"지난달": -1, "지난 달": -1, "先月": -1, "이달": 0, "이번달": 0, "이번 달": 0, "금월": 0, "今月": 0, "다음달": 1, "다음 달": 1, "내달": 1, "来月": 1, "同月": 0, "翌月": 1, "같은 달": 0, "그달": 0, "이듬달": 1, "同じ月": 0, "前月": -1, "전월": -1}  # fmt: skip
WEEK_STEPS = {
    "지난주": -1,
    "先週": -1,
    "이번주": 0,
    "이번 주": 0,
    "今週": 0,
    "다음주": 1,
    "다음 주": 1,
    "来週": 1,
    "翌週": 1,
    "前週": -1,
}
DAY_STEPS = {
    "오늘": 0,
    "今日": 0,
    "本日": 0,
    "어제": -1,
    "昨日": -1,
    "내일": 1,
    "明日": 1,
    "그제": -2,
    "一昨日": -2,
    "모레": 2,
    "그저께": -2,
    "おととい": -2,
    "明後日": 2,
    "あさって": 2,
}
NEAR_DAYS = {"이날": 0, "이 날": 0, "当日": 0, "同日": 0, "この日": 0, "同じ日": 0, "その日": 0, "당일": 0, "같은 날": 0, "翌日": 1, "다음날": 1, "다음 날": 1, "이튿날": 1, "前日": -1, "전날": -1, "그날": 0, "그 날": 0}  # fmt: skip
STORY_WORDS = frozenset(
    (
        "同年",
        "같은 해",
        "그해",
        "이듬해",
        "翌年",
        "前年",
        "同月",
        "翌月",
        "같은 달",
        "그달",
        "이듬달",
        "同じ月",
        "前月",
        "전월",
        "翌週",
        "前週",
    )
)
WEEKDAYS = {
    "월": 0,
    "화": 1,
    "수": 2,
    "목": 3,
    "금": 4,
    "토": 5,
    "일": 6,
    "月": 0,
    "火": 1,
    "水": 2,
    "木": 3,
    "金": 4,
    "土": 5,
    "日": 6,
}
PARTS = {"오전": "MO", "午前": "MO", "아침": "MO", "朝": "MO", "오후": "AF", "午後": "AF", "저녁": "EV", "夕方": "EV", "밤": "NI", "夜": "NI", "새벽": "MO", "未明": "MO", "早朝": "MO", "正午": "MI", "정오": "MI", "낮": "AF", "昼": "AF", "深夜": "NI"}  # fmt: skip
VAGUE_GROUPS = {
    "PRESENT_REF": "현재 現在 지금 이제 요즘",
    "PAST_REF": "최근 最近 ここ最近 과거 過去 당시 当時 近年 かつて",
    "FUTURE_REF": "앞으로 향후 今後 将来 장래 いつか 언젠가",
}
VAGUE = {word: value for value, words in VAGUE_GROUPS.items() for word in words.split()}
SEASONS = {
    "봄": "SP",
    "春": "SP",
    "여름": "SU",
    "夏": "SU",
    "가을": "FA",
    "秋": "FA",
    "겨울": "WI",
    "冬": "WI",
}
SEASON_CODES = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}
UNITS = {"년": "Y", "年": "Y", "개월": "M", "달": "M", "か月": "M", "カ月": "M", "ヶ月": "M", "ヵ月": "M", "箇月": "M", "주": "W", "주일": "W", "週": "W", "일": "D", "日": "D", "시간": "TH", "時間": "TH", "분": "TM", "分": "TM", "초": "TS", "秒": "TS"}  # fmt: skip
NUMERALS = {"한": 1, "두": 2, "세": 3, "네": 4, "석": 3, "넉": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "半": 0.5, "数": None, "수": None, "몇": None, "数十": None, "数百": None, "수십": None, "수백": None, "몇십": None}  # fmt: skip

# Days counted in Korean words of their own.
DAY_COUNTS = {
    "하루": 1,
    "이틀": 2,
    "사흘": 3,
    "나흘": 4,
    "닷새": 5,
    "엿새": 6,
    "열흘": 10,
    "보름": 15,
    "일주일": 7,
}

N = r"[0-9０-９]"
SP = r"[ \u3000]?"


def one_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


MODIFIER = (
    r"(?P<edge>초순?|중순|하순|말|초|上旬|中旬|下旬|末|初め|初旬|年頭|초반|후반|중반|半ば|末日|연초|연말)"
)
CLOCK = rf"(?:(?:の|의\s)?{SP}(?P<part>{one_of(PARTS)}))?(?:の?{SP}(?P<hour>{N}{{1,2}})(?:시|時|:)(?!間|간|事|代|期)(?:{SP}(?P<minute>{N}{{1,2}})(?:분|分)?)?(?:{SP}(?P<second>{N}{{1,2}})(?:초|秒))?(?P<thirty>{SP}반(?=[\s에부까경께쯤이,.]|$)|半)?)?(?:경|께|ごろ|頃|쯤)?"
FIGURE = "#"  # among the words that rules start with, "#年" is a number before 年
KANJI_FIGURE = "一"  # and this a number in kanji
WEEKDAY = r"(?:\s?[(（](?P<weekday>[월화수목금토일月火水木金土日])(?:요일|曜日|曜)?[)）])?"


def whole(text: str | None) -> int | None:
    return int(text.translate(FIGURES)) if text else None


KANJI = {sign: n for n, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
KANJI_UNITS = {"十": 10, "百": 100, "千": 1000}


def kanji_number(signs: str) -> int:
    """1965 for 一九六五 and 千九百六十五, 22 for 二十二."""
    if not set(signs) & set(KANJI_UNITS):
        return int("".join(str(KANJI[sign]) for sign in signs))
    total, digit = 0, 0
    for sign in signs:
        if sign in KANJI_UNITS:
            total += (digit or 1) * KANJI_UNITS[sign]
            digit = 0
        else:
            digit = KANJI[sign]
    return total + digit


def figure_before(signs: Iterable[str]) -> tuple[str, ...]:
    """The starts of a rule that begins with a number: one for each character that can follow it."""
    return tuple(FIGURE + sign for sign in signs)


def cjk_rule(
    name: str,
    starts: Iterable[str],
    pattern: str,
    resolve: Callable[[Match, Context], Found | None],
    example: str,
    value: str,
    counter: str,
) -> DateRule:
    return DateRule(
        name, frozenset(starts), re.compile(pattern, re.VERBOSE), resolve, example, value, counter
    )
