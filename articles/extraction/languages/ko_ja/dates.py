"""Dates in Korean and Japanese news."""

from __future__ import annotations

import re
from datetime import date

from articles.extraction.languages.ja import dates as ja
from articles.extraction.languages.ko import dates as ko
from articles.extraction.timex.context import (
    Context,
    Found,
    Match,
    add_days,
    add_months,
    day_found,
    full_year,
    month_found,
    safe_date,
    week_found,
    year_found,
)

from .words import (
    DAY_STEPS,
    ERAS,
    MONTH_STEPS,
    NEAR_DAYS,
    PARTS,
    SEASON_CODES,
    SEASONS,
    SP,
    STORY_WORDS,
    VAGUE,
    WEEK_STEPS,
    WEEKDAYS,
    YEAR_STEPS,
    N,
    kanji_number,
    one_of,
    whole,
)

PAST_SYLLABLES = "".join(chr(0xAC00 + 28 * n + 20) for n in range(399) if n != (ord("겠") - 0xAC00) // 28)


def year_of(match: Match, context: Context) -> int | None:
    groups = match.groupdict()
    if groups.get("year"):
        return whole(match["year"])
    if era := groups.get("era"):
        return ERAS[era] + (1 if groups["era_year"] == "元" else whole(groups["era_year"]) or 0)
    if word := groups.get("year_word"):
        base = context.focus if word in STORY_WORDS and context.focus else context.reference
        return base.year + YEAR_STEPS[word] if base else None
    return None


def read_date(match: Match, context: Context) -> Found | None:
    """A date of any fineness: the year said, an era's, a relative one, or the nearest one."""
    groups = match.groupdict()
    year, month, day = year_of(match, context), whole(groups.get("month")), whole(groups.get("day"))
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
        year = nearest_year(month, day, context, match)
    if year is None:
        return Found("DATE", f"XXXX-{month:02d}" + (f"-{day:02d}" if day else ""))
    if day is None:
        return month_found(year, month, "~" if groups.get("edge") else "")
    return with_clock(safe_date(year, month, day), match)


def nearest_year(month: int, day: int | None, context: Context, match: Match) -> int | None:
    """The year of a month or day said without one: the nearest, but no later one for what has happened ("지난 3월")."""
    reference = context.reference
    if carried := context.range_start(match.start()):
        return carried.year + ((month, day or 1) < (carried.month, carried.day))
    if (
        context.grain == "Y"
        and context.last
        and BRACKET.fullmatch(context.text, context.last_end, match.start())
    ):
        return context.last.year  # 1945年(昭和20年)11月1日
    if context.is_narrative and context.focus:
        return context.focus.year
    if reference is None:
        return None
    options = [
        y for y in (reference.year - 1, reference.year, reference.year + 1) if safe_date(y, month, day or 1)
    ]
    if not options:
        return None
    if (goes_on := _after_month_ahead(month, context)) and not (
        match.groupdict().get("past") or _has_happened(context.text, match.end())
    ):
        return goes_on
    gaps = {y: (date(y, month, day or 15) - reference).days for y in options}
    nearest = min(options, key=lambda y: (abs(gaps[y]), y))
    if abs(gaps[nearest]) > 31 and (story := context.old_story()):
        return story.year + ((month, day or 31) < (story.month, story.day))
    groups = match.groupdict()
    if gaps[nearest] < -31 and nearest + 1 in gaps and is_planned(context.text, match.end()):
        return nearest + 1
    if groups.get("ahead"):
        return nearest if gaps[nearest] >= 0 else min(nearest + 1, options[-1])
    is_ahead = gaps[nearest] > (ZONES if day else 31)
    if is_ahead and (
        groups.get("past")
        or is_in_past_tense(context.text, match.end())
        or WHO_DID.match(context.text, match.end())
    ):
        return nearest - 1
    return nearest


WHO_DID = re.compile(
    r"に[^、。はがを\d]{1,10}た(?=[一-龥ァ-ヴ])|에?\s[가-힣]{1,6}[한된]\s(?=[가-힣])"
)  # "3月に就任した社長"
HAPPENED = re.compile(rf"(?:[{PAST_SYLLABLES}]다|た)[」』”)）]?$")


def _has_happened(text: str, end: int) -> bool:
    return HAPPENED.search(FULL_STOP.split(text[end : end + LONGEST_SENTENCE], maxsplit=1)[0]) is not None


def _after_month_ahead(month: int, context: Context) -> int | None:
    """The year of a month at most two from one that was told to lie ahead, if it lies ahead too: 来年1月…2月."""
    last, reference = context.last, context.reference
    if last is None or reference is None or last <= reference or context.grain not in ("D", "M"):
        return None
    apart = (month - last.month + 6) % 12 - 6
    moved = add_months(last.replace(day=1), apart)
    return moved.year if moved and abs(apart) <= 2 and moved > reference else None


def with_clock(day: date | None, match: Match) -> Found | None:
    """Add the time of day that stands behind the day: T20:50, or TAF where only the afternoon is said."""
    if day is None:
        return None
    groups = match.groupdict()
    suffix = _clock_suffix(groups)
    return day_found(day, suffix, "TIME" if suffix else "DATE")


def _clock_suffix(groups: dict[str, str | None]) -> str:
    hour, part = whole(groups.get("hour")), groups.get("part")
    if hour is None:
        return f"T{PARTS[part]}" if part else ""
    if part and PARTS[part] in ("AF", "EV", "NI") and hour < 12 and part not in ("새벽", "深夜"):
        hour += 12
    minute, second = (
        whole(groups.get("minute")) or (30 if groups.get("thirty") else 0),
        whole(groups.get("second")),
    )
    return f"T{hour:02d}:{minute:02d}" + (f":{second:02d}" if second is not None else "")


CLOSED_PAST = re.compile(rf"(?:[{PAST_SYLLABLES}](?:다|습니다)|[ただ]|て(?:いる|います))[」』”)）]?$")
INTENDED = re.compile(
    r"する(?:ことで(?:合意|一致|決)|方向|調整|検討|よう)|調整に入|検討(?:に入|して)|예정|계획|방침|전망|기로|[겠]다|[할될]\s것|ことになって|予定|方針|見通し|見込み|だろう|意向|考え|計画|ことを(?:決め|明らか|発表)|すると|^(?:に|へ)\s?(?:決|延期|設定|変更)|^로\s?(?:정해|잡혔|잡았|연기|확정|결정|미뤘)"
)
FULL_STOP = re.compile(r"[。\n]|\.(?!\d)")
ZONES = 2  # days by which what has happened may seem to lie ahead: time zones, and the day of another edition
NEWS_DAYS = 7  # days from the reference within which a day without its month is of the news


def read_day_alone(match: Match, context: Context) -> Found | None:
    """A day without its month: that of the news, or of the month named last in the same sentence or story."""
    day, reference = whole(match["day"]), context.reference
    if reference is None or day is None or not 1 <= day <= 31:
        return None
    if carried := context.range_start(match.start()) or context.joined(match.start()):
        month = carried if day > carried.day else add_months(carried.replace(day=1), 1)
        return with_clock(safe_date(month.year, month.month, day), match) if month else None
    if context.grain == "D" and context.focus and context.text.startswith("翌", match.start() - 1):
        return with_clock(add_days(context.focus, 1), match)  # "翌16日"
    if match.groupdict().get("ahead"):
        months = [add_months(reference.replace(day=1), step) for step in (0, 1, 2)]
        options = [safe_date(m.year, m.month, day) for m in months if m]
        return with_clock(next((d for d in options if d and d >= reference), None), match)
    if match.groupdict().get("past"):
        options = [safe_date(m.year, m.month, day) for m in (reference, add_months(reference, -1)) if m]
        return with_clock(next((d for d in options if d and d <= reference), None), match)
    months = [add_months(reference.replace(day=1), step) for step in (-1, 0, 1)]
    known = [d for m in months if m and (d := safe_date(m.year, m.month, day))]
    nearest = min(known, key=lambda d: (abs((d - reference).days), d), default=None)
    if nearest and (nearest - reference).days > ZONES and is_in_past_tense(context.text, match.end()):
        nearest = max((d for d in known if d <= reference), default=nearest)
    is_news = nearest is not None and abs((nearest - reference).days) <= NEWS_DAYS
    if not is_news and (told := context.day_of_old_story(day)):
        return with_clock(told, match)
    is_today = nearest is not None and abs((nearest - reference).days) < ZONES  # "10月の事件で警察は3日"
    if context.focus and (context.grain == "D" or (context.grain == "M" and not is_today)):
        found = safe_date(context.focus.year, context.focus.month, day)
        goes_on = not FULL_STOP.search(context.text, max(context.last_end, 0), match.start())
        if (
            found
            and abs((found - reference).days) <= 62
            and (goes_on or found == context.focus or not is_news and found >= context.focus)
        ):
            return with_clock(found, match)
    return with_clock(nearest, match)


LONGEST_SENTENCE = 240  # signs behind a date in which the sentence ends


def is_in_past_tense(text: str, end: int) -> bool:
    """Whether the sentence that goes on at ``end`` closes in the past, and tells of no plan."""
    rest = FULL_STOP.split(text[end : end + LONGEST_SENTENCE], maxsplit=1)[0]
    return CLOSED_PAST.search(rest) is not None and not INTENDED.search(rest)


BRACKET = re.compile(r"[)）]\s?")
PLANNED = re.compile(
    r"(?:予定|見通し|見込み|方針|計画)(?:だ|です|で|という)?$|(?:예정|전망|계획|방침)(?:이[다며]|이라고|입니다|으로).{0,12}$"
)
TOLD = re.compile(rf"[しっいえべりげれせき]た(?![いめ])|んだ|[{PAST_SYLLABLES}]다|[은던]\s")


def is_planned(text: str, end: int) -> bool:
    """Whether the sentence that goes on at ``end`` closes with a plan and has told of nothing past before."""
    rest = FULL_STOP.split(text[end : end + LONGEST_SENTENCE], maxsplit=1)[0]
    plan = PLANNED.search(rest)
    return plan is not None and not TOLD.search(rest, 0, plan.start())


KANA_DAYS = ja.KANA_DAYS


def read_noon(match: Match, context: Context) -> Found | None:
    day = context.focus if context.grain == "D" and context.focus else context.reference
    time = "T00:00" if match["word"] == "자정" else "T12:00"
    if day is None:
        return Found("TIME", f"XXXX-XX-XX{time}")
    return Found("TIME", f"{day.isoformat()}{time}", day.isoformat(), day, "D")


def read_short_year(match: Match, context: Context) -> Found | None:
    """ "’97년"."""
    return year_found(full_year(f"{whole(match['short']):02d}"))


def _day_of_news(context: Context) -> date | None:
    """The day that "the same day" means where a year or month was told last: the last day told, if it is of this week."""
    day = context.behind
    is_news = day is not None and context.reference is not None and (context.reference - day).days < NEWS_DAYS
    return day if is_news else context.reference


def read_day_word(match: Match, context: Context) -> Found | None:
    word = match["word"]
    base = context.reference
    if word in NEAR_DAYS and context.focus:
        base = context.focus if context.grain == "D" else _day_of_news(context)
    is_ahead = base is not None and context.reference is not None and base > context.reference
    if is_ahead and word in NEAR_DAYS and is_in_past_tense(context.text, match.end()):
        base = context.behind or context.reference  # what has happened "the same day" did not on one to come
    step = {**KANA_DAYS, **DAY_STEPS, **NEAR_DAYS}[word]
    if base is None:
        return Found("DATE", "XXXX-XX-XX" if word in NEAR_DAYS else "PRESENT_REF")
    return with_clock(add_days(base, step), match)


def read_week_word(match: Match, context: Context) -> Found | None:
    word = match["word"]
    base = context.focus if word in STORY_WORDS and context.focus else context.reference
    if base is None:
        return Found("DATE", "XXXX-WXX")
    week = week_found(add_days(base, 7 * WEEK_STEPS[word]) or base)
    if week and match["weekday"] and week.anchor:
        return day_found(add_days(week.anchor, WEEKDAYS[match["weekday"]]))
    return week


def read_clock_alone(match: Match, context: Context) -> Found | None:
    suffix = _clock_suffix(match.groupdict())
    day = context.focus if context.grain == "D" and context.focus else context.reference
    hour = whole(match.groupdict().get("hour"))
    if not suffix or (hour is not None and hour > 24):
        return None
    return Found(
        "TIME",
        (day.isoformat() if day else "XXXX-XX-XX") + suffix,
        day.isoformat() if day else None,
        day,
        "D" if day else "",
    )


def read_dotted(match: Match, context: Context) -> Found | None:
    """ "2024. 9. 6.", "'24.9.6"."""
    groups = match.groupdict()
    year, month = whole(groups.get("year")), whole(match["month"]) or 0
    if year is None:
        year = full_year(str(whole(match["short"])).zfill(2))
    return with_clock(safe_date(year, month, whole(match["day"]) or 0), match)


def read_kanji(match: Match, context: Context) -> Found | None:
    """ "一九六五年六月二十二日", "昭和二十年八月十五日", "六月二十二日"."""
    groups = match.groupdict()
    month, day = (
        kanji_number(groups[name]) if groups[name] else None for name in ("kanji_month", "kanji_day")
    )
    if era := groups.get("era"):
        year: int | None = ERAS[era] + (1 if match["era_year"] == "元" else kanji_number(match["era_year"]))
    elif groups.get("kanji_year"):
        year = kanji_number(match["kanji_year"])
    else:
        year = nearest_year(month, day, context, match) if month and 1 <= month <= 12 else None
    if year is None or not 1000 <= year <= 2999 or (month and not 1 <= month <= 12):
        return None
    if month is None:
        return year_found(year)
    return day_found(safe_date(year, month, day)) if day else month_found(year, month)


FROM_STORY = frozenset(ja.FROM_STORY)
NIGHTS = {**ko.NIGHTS, **ja.NIGHTS}


def read_night_word(match: Match, context: Context) -> Found | None:
    step, part = NIGHTS[match["word"]]
    is_story = match["word"] in FROM_STORY and context.focus and context.grain == "D"
    base = context.focus if is_story else context.reference
    if base is None:
        return Found("TIME", f"XXXX-XX-XXT{part}")
    return day_found(add_days(base, step), f"T{part}", "TIME")


AHEAD = re.compile(r"예정|계획|방침|전망|予定|方針|見通し|見込み|だろう|する$")


def read_weekday(match: Match, context: Context) -> Found | None:
    """ "지난 수요일", "次の木曜日"; a bare one is the last such day unless its sentence tells of a plan."""
    part = PARTS.get(match["part"] or "")
    suffix, kind = (f"T{part}", "TIME") if part else ("", "DATE")
    number, reference = WEEKDAYS[match["weekday"]], context.reference
    if reference is None or context.is_narrative:
        return Found(kind, f"XXXX-WXX-{number + 1}{suffix}")
    gap = (number - reference.weekday()) % 7
    which = match["which"]
    way = THIS_WEEKDAY[which] if which else 0
    if which and way == 0:
        gap = number - reference.weekday()  # of this week
    elif way > 0:
        gap = gap or 7
    elif way < 0:
        gap -= 7
    elif not AHEAD.search(FULL_STOP.split(context.text[match.end() : match.end() + 60], maxsplit=1)[0]):
        gap -= 7 if gap else 0
    return day_found(add_days(reference, gap), suffix, kind)


def read_day_range(match: Match, context: Context) -> Found | None:
    """ "9월 6∼8일": two mentions, the first with the span of both."""
    first, last = whole(match["day"]) or 0, whole(match["last"]) or 0
    year, month = year_of(match, context), whole(match["month"])
    if word := match["month_word"]:
        base = context.focus if word in STORY_WORDS and context.focus else context.reference
        moved = add_months(base, MONTH_STEPS[word]) if base else None
        year, month = (moved.year, moved.month) if moved else (None, None)
    if month is None:
        found = read_day_alone(match, context)
        year, month = (found.anchor.year, found.anchor.month) if found and found.anchor else (None, None)
    if month is not None and 1 <= month <= 12 and year is None:
        year = nearest_year(month, first, context, match)
    start, end = (safe_date(year or 0, month or 0, day) for day in (first, last))
    if start is None or end is None or end <= start:
        return None
    cut, first_end = match.start("last"), match.end("first")
    return Found("DATE", str(start), f"{start}/{end}", end, "D", cut, first_end, day_found(end))


def read_vague(match: Match, context: Context) -> Found | None:
    return Found("DATE", VAGUE[match["word"]])


BESIDE_DAY = ("きのう", "昨日", "きょう", "今日", "あす", "明日")  # "きのう29日"
PARTS_ALONE = ("午前", "午後", "夕方", "早朝", "오전", "오후")
YEARS = rf"(?:(?P<year>{N}{{4}})(?:{SP}(?:년|年度?|학년도|회계\s?연도)|\.(?={SP}{N}{{1,2}}(?:[.월])))|(?P<era>令和|平成|昭和|大正|明治)(?P<era_year>元|{N}{{1,2}})年|(?P<year_word>{one_of(YEAR_STEPS)})(?:度|(?<=[내작금]년)도(?=\s))?)"
MONTHS_SAID = rf"(?P<month>{N}{{1,2}})(?:월|月|\.(?={SP}{N}{{1,2}}일))(?!間|間|분|号)"
DAYS_SAID = rf"(?P<day>{N}{{1,2}})(?:일|日)(?!間|간|目|째|本|付け|차|\s?(?:이내|이상|이하|남짓|가까이|동안|연속|만에))"
YEAR_SIGNS = "년年.학회"  # what follows the number of a year
YEAR_START = (*YEAR_STEPS, *ERAS)
KANJI_SIGN = "[〇零○一二三四五六七八九十百千]"
THIS_WEEKDAY = {**ko.THIS_WEEKDAY, **ja.THIS_WEEKDAY}
