"""Dates as they stand in Korean and Japanese news."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from .absolute import Match
from .context import (
    Context,
    DateRule,
    Found,
    add_days,
    add_months,
    day_found,
    month_found,
    safe_date,
    week_found,
    year_found,
)

ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
FIGURES = str.maketrans("０１２３４５６７８９", "0123456789")
YEAR_STEPS = {"작년": -1, "지난해": -1, "昨年": -1, "去年": -1, "올해": 0, "금년": 0, "今年": 0, "本年": 0, "내년": 1, "来年": 1, "재작년": -2, "一昨年": -2, "同年": 0, "같은 해": 0, "그해": 0, "이듬해": 1, "翌年": 1, "前年": -1, "전년": -1, "再来年": 2}  # fmt: skip
MONTH_STEPS = {"지난달": -1, "지난 달": -1, "先月": -1, "이달": 0, "이번달": 0, "이번 달": 0, "금월": 0, "今月": 0, "다음달": 1, "다음 달": 1, "내달": 1, "来月": 1, "同月": 0, "翌月": 1}  # fmt: skip
WEEK_STEPS = {
    "지난주": -1,
    "先週": -1,
    "이번주": 0,
    "이번 주": 0,
    "今週": 0,
    "다음주": 1,
    "다음 주": 1,
    "来週": 1,
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
}
NEAR_DAYS = {"이날": 0, "이 날": 0, "当日": 0, "同日": 0, "この日": 0, "同じ日": 0, "その日": 0, "당일": 0, "같은 날": 0, "翌日": 1, "다음날": 1, "다음 날": 1, "이튿날": 1, "前日": -1, "전날": -1}  # fmt: skip
STORY_WORDS = frozenset(("同年", "같은 해", "그해", "이듬해", "翌年", "前年", "同月", "翌月"))
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
VAGUE = {"현재": "PRESENT_REF", "現在": "PRESENT_REF", "지금": "PRESENT_REF", "최근": "PAST_REF", "最近": "PAST_REF", "ここ最近": "PAST_REF", "과거": "PAST_REF", "過去": "PAST_REF", "앞으로": "FUTURE_REF", "향후": "FUTURE_REF", "今後": "FUTURE_REF", "将来": "FUTURE_REF", "장래": "FUTURE_REF", "いつか": "FUTURE_REF"}  # fmt: skip
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
NUMERALS = {"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "半": 0.5, "数": None, "수": None, "몇": None}  # fmt: skip

N = r"[0-9０-９]"
SP = r"[ \u3000]?"


def _one_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


MODIFIER = (
    r"(?P<edge>초순?|중순|하순|말|초|上旬|中旬|下旬|末|初め|初旬|年頭|초반|후반|중반|半ば|末日|연초|연말)"
)
CLOCK = rf"(?:{SP}(?P<part>{_one_of(PARTS)}))?(?:{SP}(?P<hour>{N}{{1,2}})(?:시|時|:)(?!間|간)(?:{SP}(?P<minute>{N}{{1,2}})(?:분|分)?)?(?:{SP}(?P<second>{N}{{1,2}})(?:초|秒))?(?P<thirty>반|半)?)?(?:경|ごろ|頃|쯤)?"
WEEKDAY = r"(?:\s?[(（](?P<weekday>[월화수목금토일月火水木金土日])(?:요일|曜日|曜)?[)）])?"


def _int(text: str | None) -> int | None:
    return int(text.translate(FIGURES)) if text else None


def _year_of(match: Match, context: Context) -> int | None:
    groups = match.groupdict()
    if groups.get("year"):
        return _int(match["year"])
    if era := groups.get("era"):
        return ERAS[era] + (1 if groups["era_year"] == "元" else _int(groups["era_year"]) or 0)
    if word := groups.get("year_word"):
        base = context.focus if word in STORY_WORDS and context.focus else context.reference
        return base.year + YEAR_STEPS[word] if base else None
    return None


def _date(match: Match, context: Context) -> Found | None:
    """A date of any fineness: the year said, an era's, a relative one, or the nearest one."""
    groups = match.groupdict()
    year, month, day = _year_of(match, context), _int(groups.get("month")), _int(groups.get("day"))
    if word := groups.get("month_word"):
        base = context.focus if word in STORY_WORDS and context.focus else context.reference
        moved = add_months(base, MONTH_STEPS[word]) if base else None
        if moved is None:
            return Found("DATE", "XXXX-XX")
        year, month = moved.year, moved.month
    if month is not None and not 1 <= month <= 12:
        return None
    if month is None:
        if season := groups.get("season"):
            code = SEASONS[season]
            return Found("DATE", f"{year:04d}-{code}", f"{year:04d}-{SEASON_CODES[code]}") if year else None
        return year_found(year, "~" if groups.get("edge") else "") if year else None
    if year is None:
        year = _nearest_year(month, day, context)
    if year is None:
        return Found("DATE", f"XXXX-{month:02d}" + (f"-{day:02d}" if day else ""))
    if day is None:
        return month_found(year, month, "~" if groups.get("edge") else "")
    return _with_clock(safe_date(year, month, day), match)


def _nearest_year(month: int, day: int | None, context: Context) -> int | None:
    reference = context.reference
    if context.is_narrative and context.focus:
        return context.focus.year
    if reference is None:
        return None
    options = [
        y for y in (reference.year - 1, reference.year, reference.year + 1) if safe_date(y, month, day or 1)
    ]
    return (
        min(options, key=lambda y: (abs((date(y, month, day or 15) - reference).days), y))
        if options
        else None
    )


def _with_clock(day: date | None, match: Match) -> Found | None:
    """Add the time of day that stands behind the day: T20:50, or TAF where only the afternoon is said."""
    if day is None:
        return None
    groups = match.groupdict()
    suffix = _clock_suffix(groups)
    return day_found(day, suffix, "TIME" if suffix else "DATE")


def _clock_suffix(groups: dict[str, str | None]) -> str:
    hour, part = _int(groups.get("hour")), groups.get("part")
    if hour is None:
        return f"T{PARTS[part]}" if part else ""
    if part and PARTS[part] in ("AF", "EV", "NI") and hour < 12 and part not in ("새벽", "深夜"):
        hour += 12
    minute, second = (
        _int(groups.get("minute")) or (30 if groups.get("thirty") else 0),
        _int(groups.get("second")),
    )
    return f"T{hour:02d}:{minute:02d}" + (f":{second:02d}" if second is not None else "")


FULL_STOP = re.compile(r"[.。\n](?!\d)")
NEWS_DAYS = (
    7  # a day without its month that lies so near the reference day belongs to the news, not to the story
)


def _day_alone(match: Match, context: Context) -> Found | None:
    """A day without its month: the one of the news; of the month told last in the same sentence or as its story goes on."""
    day = _int(match["day"])
    reference = context.reference
    if reference is None or day is None or not 1 <= day <= 31:
        return None
    if match.groupdict().get("past"):
        options = [safe_date(m.year, m.month, day) for m in (reference, add_months(reference, -1)) if m]
        return _with_clock(next((d for d in options if d and d <= reference), None), match)
    months = [add_months(reference.replace(day=1), step) for step in (-1, 0, 1)]
    days = [safe_date(m.year, m.month, day) for m in months if m]
    known = [d for d in days if d]
    nearest = min(known, key=lambda d: (abs((d - reference).days), d), default=None)
    if context.focus and context.grain in ("D", "M"):
        told = safe_date(context.focus.year, context.focus.month, day)
        goes_on = not FULL_STOP.search(context.text, max(context.told_at, 0), match.start())
        is_news = nearest is not None and abs((nearest - reference).days) <= NEWS_DAYS
        if told and abs((told - reference).days) <= 62 and (goes_on or not is_news and told >= context.focus):
            return _with_clock(told, match)
    return _with_clock(nearest, match)


def _day_word(match: Match, context: Context) -> Found | None:
    word = match["word"]
    base = (
        context.focus if word in NEAR_DAYS and context.focus and context.grain == "D" else context.reference
    )
    step = NEAR_DAYS[word] if word in NEAR_DAYS else DAY_STEPS[word]
    if base is None:
        return Found("DATE", "XXXX-XX-XX" if word in NEAR_DAYS else "PRESENT_REF")
    return _with_clock(add_days(base, step), match)


def _week_word(match: Match, context: Context) -> Found | None:
    if context.reference is None:
        return Found("DATE", "XXXX-WXX")
    week = week_found(add_days(context.reference, 7 * WEEK_STEPS[match["word"]]) or context.reference)
    if week and match["weekday"] and week.anchor:
        return day_found(add_days(week.anchor, WEEKDAYS[match["weekday"]]))
    return week


def _clock_alone(match: Match, context: Context) -> Found | None:
    suffix = _clock_suffix(match.groupdict())
    day = context.focus if context.grain == "D" and context.focus else context.reference
    hour = _int(match.groupdict().get("hour"))
    if not suffix or (hour is not None and hour > 24):
        return None
    return Found(
        "TIME",
        (day.isoformat() if day else "XXXX-XX-XX") + suffix,
        day.isoformat() if day else None,
        day,
        "D" if day else "",
    )


def _amount(match: Match) -> tuple[float | None, str]:
    groups = match.groupdict()
    count = float(_int(groups["figure"]) or 0) if groups.get("figure") else NUMERALS[match["numeral"]]
    if count is not None and groups.get("half"):
        count += 0.5
    return count, UNITS[match["unit"]]


def _duration(match: Match, context: Context) -> Found | None:
    count, code = _amount(match)
    time = "T" if code.startswith("T") else ""
    return Found("DURATION", f"P{time}{'X' if count is None else f'{count:g}'}{code[-1]}")


def _ago(match: Match, context: Context) -> Found | None:
    """ "2週間前", "3년 전", "이틀 뒤": counted from the reference day, or for what comes after from the story's."""
    count, code = _amount(match)
    past = match["way"] in ("前", "전")
    base = context.reference if past else (context.focus or context.reference)
    if count is None or base is None:
        return Found("DATE", "PAST_REF" if past else "FUTURE_REF")
    sign = -1 if past else 1
    if code == "D":
        return day_found(add_days(base, sign * count))
    if code == "W":
        moved = add_days(base, sign * 7 * count)
        week = week_found(moved) if moved else None
        return replace(week, edtf=moved.isoformat()) if week and moved else None
    if code == "M":
        month = add_months(base, sign * round(count))
        return month_found(month.year, month.month) if month else None
    if code == "Y":
        return year_found(base.year + sign * round(count))
    return None


def _vague(match: Match, context: Context) -> Found | None:
    return Found("DATE", VAGUE[match["word"]])


def _every(match: Match, context: Context) -> Found | None:
    return Found(
        "SET",
        {
            "매년": "P1Y",
            "毎年": "P1Y",
            "매달": "P1M",
            "매월": "P1M",
            "毎月": "P1M",
            "매주": "P1W",
            "毎週": "P1W",
            "매일": "P1D",
            "毎日": "P1D",
        }[match["word"]],
    )


def _decade(match: Match, context: Context) -> Found | None:
    decade = (_int(match["year"]) or 0) // 10
    return Found("DATE", str(decade), f"{decade}X")


def _century(match: Match, context: Context) -> Found | None:
    number = (_int(match["number"]) or 0) - 1
    return Found("DATE", f"{number:02d}", f"{number:02d}XX") if 0 <= number <= 20 else None


def _rule(
    name: str, pattern: str, resolve: Callable[[Match, Context], Found | None], example: str, counter: str
) -> DateRule:
    return DateRule(name, frozenset(), re.compile(pattern, re.VERBOSE), resolve, example, counter)


YEARS = rf"(?:(?P<year>{N}{{4}})(?:{SP}(?:년|年)|\.(?={SP}{N}{{1,2}}(?:[.월])))|(?P<era>令和|平成|昭和|大正|明治)(?P<era_year>元|{N}{{1,2}})年|(?P<year_word>{_one_of(YEAR_STEPS)})(?!도))"
MONTHS_SAID = rf"(?P<month>{N}{{1,2}})(?:월|月|\.(?={SP}{N}{{1,2}}(?:일|\b)))(?!間|間|분|号)"
DAYS_SAID = rf"(?P<day>{N}{{1,2}})(?:일|日)(?!間|간|目|째|本|付け|차)"
CJK_RULES = (
    _rule("cjk-full", rf"(?:지난{SP})?{YEARS}(?:(?:에|の)?{SP}{MONTHS_SAID}(?:{SP}{DAYS_SAID}{WEEKDAY}{CLOCK})?)?(?:{SP}{MODIFIER})?", _date, "2024년 9월 6일", "2024 views"),
    _rule("cjk-season", rf"{YEARS}(?:의|の)?{SP}(?P<season>{_one_of(SEASONS)})(?![가-힣日])", _date, "2024年春", "2024年春日部市では"),
    _rule("cjk-decade", rf"(?P<year>{N}{{3}}0)(?:년대|年代)", _decade, "1990년대", "1990년"),
    _rule("cjk-century", rf"(?P<number>{N}{{1,2}}){SP}(?:세기|世紀)", _century, "20세기", "20세"),
    _rule("cjk-month-word", rf"(?P<month_word>{_one_of(MONTH_STEPS)})(?:{SP}(?P<month_said>{N}{{1,2}})(?:월|月))?(?:{SP}{DAYS_SAID}{WEEKDAY}{CLOCK})?(?:{SP}{MODIFIER})?", _date, "지난달 27일", "지난 일"),
    _rule("cjk-month-day", rf"(?<![0-9０-９.])(?:지난{SP})?{MONTHS_SAID}(?:{SP}{DAYS_SAID}{WEEKDAY}{CLOCK})?(?:{SP}{MODIFIER})?", _date, "9月6日", "9か月"),
    _rule("cjk-day-past", rf"(?P<past>지난|去る){SP}{DAYS_SAID}{WEEKDAY}{CLOCK}", _day_alone, "지난 8일", "지난 일"),
    _rule("cjk-day", rf"(?<![0-9０-９월月.,])(?<!월\s)(?:最終日の)?{DAYS_SAID}(?!も)(?:{WEEKDAY}{CLOCK})(?=[\s、,。.()（）「はにのまかとよ오에은의부까]|から|まで|投開?票|死去|発表|開[幕会催]|閉[幕会]|$)", _day_alone, "5日、判決を言い渡した。", "5日間"),
    _rule("cjk-day-word", rf"(?P<word>{_one_of({**DAY_STEPS, **NEAR_DAYS})})(?:の)?{CLOCK}", _day_word, "同日", "同盟"),
    _rule("cjk-week-word", rf"(?P<word>{_one_of(WEEK_STEPS)})(?:の)?(?:{SP}(?P<weekday>[월화수목금토일月火水木金土日])(?:요일|曜日|曜))?", _week_word, "先週金曜日", "週刊誌"),
    _rule("cjk-clock", rf"(?P<part>{_one_of(PARTS)})?{SP}(?P<hour>{N}{{1,2}})(?:시|時)(?!間|간|대|代|期)(?:{SP}(?P<minute>{N}{{1,2}})(?:분|分))?(?:{SP}(?P<second>{N}{{1,2}})(?:초|秒))?(?P<thirty>반|半)?(?:경|ごろ|頃|쯤)?", _clock_alone, "오전 9시 49분", "9시간"),
    _rule("cjk-ago", rf"(?:약{SP}|約)?(?:(?P<figure>{N}{{1,3}})|(?P<numeral>{_one_of(NUMERALS)})){SP}(?P<unit>{_one_of(UNITS)})(?:間|간)?(?:여)?{SP}(?P<way>前|전|後|후|뒤)(?!半|期|線|반|線|世)", _ago, "2週間前", "2週間"),
    _rule("cjk-duration", rf"(?:약{SP}|約)?(?:(?P<figure>{N}{{1,3}})|(?P<numeral>{_one_of(NUMERALS)})){SP}(?P<unit>개월|か月|カ月|ヶ月|ヵ月|箇月|시간|時間|주일)(?:間|간|여)?(?P<half>半|반)?(?!前|전|後|후|뒤)", _duration, "4시간", "4시"),
    _rule("cjk-duration-span", rf"(?:약{SP}|約)?(?:(?P<figure>{N}{{1,3}})|(?P<numeral>{_one_of(NUMERALS)})){SP}(?P<unit>{_one_of(UNITS)})(?:間|간(?=[\s의에,.]|$)|ぶり)", _duration, "2年間", "2年"),
    _rule("cjk-years-long", r"長年|오랜\ 기간", lambda match, context: Found("DURATION", "PXY"), "長年の友人", "長い友人"),
    _rule("cjk-every", r"(?P<word>매년|毎年|매달|매월|毎月|매주|毎週|매일|毎日)", _every, "毎年", "毎度"),
    _rule("cjk-vague", rf"(?P<word>{_one_of(VAGUE)})(?![가-힣]*(?:대통령|총리))", _vague, "現在の状況", "現代の状況"),
)  # fmt: skip
