"""Parts of years, months and weeks, decades, centuries and holidays in Korean and Japanese."""

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
    week_of_month,
    year_found,
)

from .dates import is_in_past_tense, nearest_year, year_of
from .words import SEASON_CODES, SEASONS, whole

HALVES = {**ko.HALVES, **ja.HALVES}


def read_half(match: Match, context: Context) -> Found | None:
    """ "지난해 상반기", "2024年第1四半期"; without a year the one of this year, or the last that has begun."""
    groups = match.groupdict()
    year = year_of(match, context) if "year" in groups else None
    half = groups.get("half")
    number, length = (HALVES[half], 6) if half else (whole(match["quarter"]) or 0, 3)
    if not 1 <= number <= 12 // length:
        return None
    first = (number - 1) * length + 1
    if year is None and context.reference:
        year = context.reference.year - (first > context.reference.month + 3)
    if year is None:
        return Found("DATE", f"XXXX-{'H' if half else 'Q'}{number}")
    edtf = f"{year:04d}-{first:02d}/{year:04d}-{first + length - 1:02d}"
    return Found("DATE", f"{year:04d}-{'H' if half else 'Q'}{number}", edtf, date(year, first, 1), "M")


SEASON_STEPS = {**ko.SEASON_STEPS, **ja.SEASON_STEPS}


def read_season_word(match: Match, context: Context) -> Found | None:
    """ "来春", "올여름"; "지난여름" is the last that is over."""
    code = SEASONS[match["season"]]
    if context.reference is None:
        return Found("DATE", f"XXXX-{code}")
    reference, number = context.reference, SEASON_CODES[code]
    year = reference.year + SEASON_STEPS[match["step"]]
    if match["step"] == "지난" and number < 24 and reference.month > 3 * (number - 20) + 2:
        year += 1
    return Found("DATE", f"{year:04d}-{code}", f"{year:04d}-{number}")


def read_months(match: Match, context: Context) -> Found | None:
    """ "7〜9月期", as companies write quarters and halves."""
    first, last = whole(match["month"]) or 0, whole(match["last"]) or 0
    length = last - first + 1
    if length not in (3, 6) or (first - 1) % length or not 1 <= first < last <= 12:
        return None
    year = year_of(match, context)
    if year is None and context.reference:
        year = context.reference.year - (first > context.reference.month)
    name = f"{'Q' if length == 3 else 'H'}{first // length + 1}"
    if year is None:
        return Found("DATE", f"XXXX-{name}")
    edtf = f"{year:04d}-{first:02d}/{year:04d}-{last:02d}"
    return Found("DATE", f"{year:04d}-{name}", edtf, date(year, first, 1), "M")


def read_year_before(match: Match, context: Context) -> Found | None:
    """ "작년 같은 달", "前年同期": what was told last, a year before."""
    base = context.focus or context.reference
    if base is None:
        return Found("DATE", "XXXX")
    year = year_of(match, context) or base.year - 1
    if match["same"] in ("달", "월", "月"):
        return month_found(year, base.month)
    if context.quarter:
        return _quarter_of(context.quarter.replace(year=year), is_anchor=False)
    return year_found(year)


QUARTER_STEPS = {**ko.QUARTER_STEPS, **ja.QUARTER_STEPS}


def _quarter_of(day: date, *, is_anchor: bool) -> Found:
    first = (day.month - 1) // 3 * 3 + 1
    edtf = f"{day.year:04d}-{first:02d}/{day.year:04d}-{first + 2:02d}"
    anchor = date(day.year, first, 1) if is_anchor else None
    return Found("DATE", f"{day.year:04d}-Q{first // 3 + 1}", edtf, anchor, "M" if is_anchor else "")


COMPARED = re.compile(r"\s?(?:대비|보다|에\s비해|比|より)")


def read_quarter_word(match: Match, context: Context) -> Found | None:
    """ "직전 분기", "前四半期": counted from the quarter that the text is about, else from that of the news."""
    word = match["word"]
    is_of_news = word.startswith(("지난", "이번", "다음", "今", "来")) and not COMPARED.match(
        context.text, match.end()
    )
    base = (None if is_of_news else context.quarter) or context.reference
    moved = add_months(base, 3 * QUARTER_STEPS[word]) if base else None
    return _quarter_of(moved, is_anchor=False) if moved else Found("DATE", "XXXX-QX")


def read_same_period(match: Match, context: Context) -> Found | None:
    """ "같은 기간", "同期間": the quarter, month or year that was told last."""
    if context.quarter:
        return _quarter_of(context.quarter, is_anchor=False)
    if context.focus is None or context.grain not in ("M", "Y"):
        return None
    if context.grain == "M":
        return month_found(context.focus.year, context.focus.month)
    return year_found(context.focus.year)


def read_bare_season(match: Match, context: Context) -> Found | None:
    """ "夏までに", "이번 여름까지": the season that is next to end; "가을부터" the last to begin where it tells the past."""
    code = SEASONS[match["season"]]
    if context.reference is None:
        return Found("DATE", f"XXXX-{code}")
    reference, number = context.reference, SEASON_CODES[code]
    last_month = {21: 5, 22: 8, 23: 11, 24: 2}[number]
    year = reference.year + (last_month < reference.month)
    if is_in_past_tense(context.text, match.end()):
        year = reference.year - (last_month - 2 > reference.month)
    return Found("DATE", f"{year:04d}-{code}", f"{year:04d}-{number}")


def read_edge_of_year(match: Match, context: Context) -> Found | None:
    """ "연말까지", "年内に": this year, or the last whose end is past."""
    if context.reference is None:
        return Found("DATE", "XXXX")
    is_end = match["word"] in ("연말", "年末")
    is_over = is_end and context.reference.month < 12 and is_in_past_tense(context.text, match.end())
    return year_found(context.reference.year - is_over, "" if match["word"] in ("연내", "年内") else "~")


WEEK_WORDS: dict[str, int | None] = {**ko.WEEK_WORDS, **ja.WEEK_WORDS}


def read_week_of_month(match: Match, context: Context) -> Found | None:
    """ "10월 첫째 주", "10月第1週"."""
    month, year = whole(match["month"]) or 0, year_of(match, context)
    if not 1 <= month <= 12:
        return None
    year = year or nearest_year(month, None, context, match)
    which = WEEK_WORDS[match["which"]] if match["which"] else (whole(match["number"]) or 1) - 1
    if year is None or (which is not None and which > 3):
        return Found("DATE", "XXXX-WXX")
    return week_of_month(year, month, which)


HOLIDAYS = {**ko.HOLIDAYS, **ja.HOLIDAYS}


def read_holiday(match: Match, context: Context) -> Found | None:
    month, day = HOLIDAYS[match["word"]]
    year = year_of(match, context) or nearest_year(month, day, context, match)
    return day_found(safe_date(year, month, day)) if year else Found("DATE", f"XXXX-{month:02d}-{day:02d}")


WEEKENDS = {**ko.WEEKENDS, **ja.WEEKENDS}


def read_weekend(match: Match, context: Context) -> Found | None:
    base = add_days(context.reference, 7 * WEEKENDS[match["word"]]) if context.reference else None
    week = week_found(base) if base else None
    if week is None or week.anchor is None:
        return Found("DATE", "XXXX-WXX-WE")
    saturday, sunday = add_days(week.anchor, 5), add_days(week.anchor, 6)
    return Found("DATE", f"{week.value}-WE", f"{saturday}/{sunday}", saturday, "D")


def read_decade(match: Match, context: Context) -> Found | None:
    if short := whole(match["short"]):
        return Found("DATE", str(full_year(f"{short:02d}") // 10), f"{full_year(f'{short:02d}') // 10}X")
    decade = (whole(match["year"]) or 0) // 10
    return Found("DATE", str(decade), f"{decade}X")


def read_century(match: Match, context: Context) -> Found | None:
    number = (whole(match["number"]) or 0) - 1
    return Found("DATE", f"{number:02d}", f"{number:02d}XX") if 0 <= number <= 20 else None
