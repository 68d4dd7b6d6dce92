"""Lengths of time and times that recur, in Korean and Japanese."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from articles.extraction.languages.ja import dates as ja
from articles.extraction.languages.ko import dates as ko
from articles.extraction.timex.context import (
    Context,
    Found,
    Match,
    add_days,
    add_months,
    day_found,
    month_found,
    week_found,
    year_found,
)

from .words import (
    DAY_COUNTS,
    NUMERALS,
    PARTS,
    SP,
    UNITS,
    WEEKDAYS,
    N,
    figure_before,
    one_of,
    whole,
)


def _amount(match: Match) -> tuple[float | None, str]:
    groups = match.groupdict()
    count = float(whole(groups["figure"]) or 0) if groups.get("figure") else NUMERALS[match["numeral"]]
    if count is not None and groups.get("half"):
        count += 0.5
    return count, UNITS[match["unit"]]


SENTENCE_END = re.compile(r"[。\n]|\.(?!\d)")


def _base_of_later(match: Match, context: Context) -> date | None:
    """What "two days later" counts from: what the same sentence told before, or a history; else the day of the news."""
    is_same_sentence = context.focus and not SENTENCE_END.search(
        context.text, max(context.last_end, 0), match.start()
    )
    return (
        context.focus if context.focus and (is_same_sentence or context.is_narrative) else context.reference
    )


def read_word_count(match: Match, context: Context) -> Found | None:
    """ "이틀 뒤", "사흘 만에"."""
    count = DAY_COUNTS[match["word"]]
    way = match["way"]
    if not way:
        return Found("DURATION", "P1W" if match["word"] == "일주일" else f"P{count}D")
    base = context.reference if way == "전" else _base_of_later(match, context)
    return day_found(add_days(base, -count if way == "전" else count)) if base else None


def read_after_clock(match: Match, context: Context) -> Found | None:
    """ "1분 28초 뒤", "2時間後", counted from a time of day that was told before; None where none was."""
    hours, minutes, seconds = (whole(match[name]) or 0 for name in ("hours", "minutes", "seconds"))
    if context.clock is None or not hours + minutes + seconds:
        return None
    try:
        moved = context.clock + timedelta(hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        return None
    is_fine = seconds or context.clock.second
    value = moved.isoformat(timespec="seconds" if is_fine else "minutes")
    return Found("TIME", value, moved.date().isoformat(), moved.date(), "D")


def read_two_units(match: Match, context: Context) -> Found | None:
    """ "2時間15分", "3년 6개월"."""
    first, second = whole(match["figure"]), whole(match["figure2"])
    if UNITS[match["unit"]] == "Y":
        return Found("DURATION", f"P{first}Y{second}M")
    third = whole(match.groupdict().get("figure3"))
    unit, unit2 = UNITS[match["unit"]][1], UNITS[match["unit2"]][1]
    if "HMS".index(unit) >= "HMS".index(unit2):
        return None
    return Found("DURATION", f"PT{first}{unit}{second}{unit2}" + (f"{third}S" if third is not None else ""))


def read_duration(match: Match, context: Context) -> Found | None:
    count, code = _amount(match)
    if code == "TH" and count is not None and count % 1 == 0.5:
        return Found("DURATION", f"PT{int(count)}H30M" if count > 1 else "PT30M")
    time = "T" if code.startswith("T") else ""
    return Found("DURATION", f"P{time}{'X' if count is None else f'{count:g}'}{code[-1]}")


def read_ago(match: Match, context: Context) -> Found | None:
    """ "2週間前", "3년 전", "이틀 뒤": counted from the reference day, or for what comes after from the story's."""
    count, code = _amount(match)
    past = match["way"] in ("前", "전")
    base = context.reference if past else _base_of_later(match, context)
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
    if code == "Y" and count != round(count):  # 半年後
        month = add_months(base, sign * round(12 * count))
        return month_found(month.year, month.month) if month else None
    if code == "Y":
        return year_found(base.year + sign * round(count))
    return None


SPAN_LEADS = (*ko.SPAN_LEADS, *ja.SPAN_LEADS)


def read_span(match: Match, context: Context) -> Found | None:
    """ "최근 5년간", "今後5年間", "ここ数年"."""
    unit = UNITS[match["unit"] or match["long_unit"] or match["days"]]
    count = str(whole(match["figure"])) if match["figure"] else NUMERALS[match["numeral"]] or "X"
    return Found("DURATION", f"P{'T' if unit.startswith('T') else ''}{count}{unit[-1]}")


TIMES_A = {**ko.TIMES_A, **ja.TIMES_A}


def read_times(match: Match, context: Context) -> Found | None:
    """ "하루 두 번", "週3回"."""
    return Found("SET", f"P1{TIMES_A.get(match['unit'], 'D')}")


EVERY = {**ko.EVERY, **ja.EVERY}


def read_every(match: Match, context: Context) -> Found | None:
    groups = match.groupdict()
    unit = EVERY[match["word"]]
    month, day = whole(groups.get("month")), whole(groups.get("day"))
    if unit == "P1Y" and month:
        return Found("SET", f"XXXX-{month:02d}" + (f"-{day:02d}" if day else ""))
    if unit == "P1M" and day:
        return Found("SET", f"XXXX-XX-{day:02d}")
    if groups.get("weekday"):
        return Found("SET", f"XXXX-WXX-{WEEKDAYS[groups['weekday']] + 1}") if unit == "P1W" else None
    if groups.get("part"):
        return Found("SET", f"XXXX-XX-XXT{PARTS[groups['part']]}")
    return Found("SET", unit)


AMOUNT_START = {*figure_before({"여", *(unit[0] for unit in UNITS)}), "약", "約"} | {
    f"{n}{gap}{u}" for n in NUMERALS for u in UNITS for gap in ("", " ")
}
FIGURE_OR_NUMERAL = rf"(?:약{SP}|約)?(?:(?P<figure>{N}{{1,3}})여?|(?P<numeral>{one_of(NUMERALS)})){SP}"
# What stands behind a bare length: 8年の歴史, 3년 만에.
LENGTH_AFTER = (
    r"(?=の(?:歴史|歳月|間|生涯|任期|期間)|にわた|ぶり|余り|がかり|連続|以上|未満|\s?만[에의이]|\s?동안|의\s(?:역사|세월|임기)|"
    r"\s?이상|\s?이내|\s?연속|\s?가까이|\s?앞두고|\s?앞둔|\s?남겨|[이가]\s지[나난])"
)
# What stands before one: 懲役3年, 징역 3년.
AFTER_TERM = "|".join(
    rf"(?<={word}{gap})"
    for word in (*ko.TERMS, *ja.TERMS)
    for gap in ("", r"\ ", "も", "は", "が", r"[이은는도]\ ")
)


def read_term(match: Match, context: Context) -> Found | None:
    """ "懲役2年6月", "징역 1년 6개월"; months behind years have no word for "length" in Japanese courts."""
    years, months = whole(match["figure"]), whole(match["figure2"])
    if months is not None:
        return Found("DURATION", f"P{years}Y{months}M")
    return Found("DURATION", f"P{years}{UNITS[match['unit']][-1]}")
