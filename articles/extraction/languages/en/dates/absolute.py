"""Calendar dates in English: days, months and years, and spans of them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date

from articles.extraction.timex.context import (
    Context,
    DateRule,
    Found,
    Match,
    day_found,
    full_year,
    month_found,
    near_year,
    safe_date,
    week_found,
    week_of_month,
    year_found,
    year_of_phrase,
)

from .names import is_named_like_month
from .vocabulary import (
    COMMA,
    DAYS,
    MONTHS,
    NOT_AFTER_YEAR,
    ORDINALS,
    PART,
    PARTS,
    SMALL,
    TENS,
    WEEKDAY,
    WEEKDAY_SHORT,
    S,
    month_number,
    number_value,
)

DIGIT = frozenset(("#1", "#3", "#4"))  # numbers of one or two, of three, of four and more digits
SHORT, LONG = frozenset(("#1",)), frozenset(("#4",))
MONTH_START = frozenset(MONTHS)
DAY_START = frozenset(DAYS)
PREFIX_START = frozenset(("the", "early", "late", "later", "earlier", "mid", "middle", "very"))
DASH = r"(?:\s?[-–—]\s?|\s(?:to|and|or|through|until)\s(?:the\s)?)"
DOW = rf"(?:(?:{WEEKDAY}|{WEEKDAY_SHORT})(?![ ]?\n){COMMA}(?:the{S})?)"
PART_OF = rf"(?:(?:the{S})?(?:early{S}|late{S})?(?P<part>{PART})(?:{S}hours)?{S}(?:of|on){S}(?:the{S})?)"


def rule(
    name: str,
    starts: frozenset[str],
    pattern: str,
    resolve: Callable[[Match, Context], Found | None],
    example: str,
    value: str,
    counter: str,
    words: frozenset[str],
) -> DateRule:
    """A rule for English; ``words`` are all that its pattern can hold, without a plural s, and "#" for digits."""
    compiled = re.compile(pattern, re.VERBOSE | re.IGNORECASE)
    return DateRule(name, starts, compiled, resolve, example, value, counter, words)


def mark(match: Match) -> str:
    """ "~" for the early, middle or late part of a period, which EDTF cannot express more precisely; "later in 1792" is
    some day of it."""
    groups = match.groupdict()
    part = (groups.get("early") or groups.get("edge") or "").lower()
    return "~" if part and not part.startswith(("later", "earlier")) else ""


# 1 to 31 in words: "first" to "thirty-first".
DAYS_IN_WORDS = {**ORDINALS} | {
    word: n
    for n, word in enumerate(
        "eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        11,
    )
}
DAYS_IN_WORDS |= {f"twenty-{word}": 20 + n for word, n in ORDINALS.items() if n < 10}
DAYS_IN_WORDS |= {"thirtieth": 30, "thirty-first": 31}


def _day(text: str) -> int:
    return DAYS_IN_WORDS.get(text.lower().replace(" ", "-")) or int(re.sub(r"\D", "", text))


def bc_found(value: str) -> Found:
    return Found("DATE", f"BC{value}", before_christ=int(value))


def read_full(match: Match, context: Context) -> Found | None:
    """A day with its month, and a year that is given or worked out."""
    groups = match.groupdict()
    month, day = month_number(match["month"]), _day(match["day"])
    if groups.get("era"):
        return Found(
            "DATE", f"BC{int(match['year']):04d}-{month:02d}-{day:02d}", before_christ=int(match["year"])
        )
    if is_word_in_small(match, context.text):
        return None
    if groups.get("year"):
        year: int | None = int(groups["year"])
    elif (month, day) == (9, 11) and ATTACKS_AFTER.match(context.text, match.end()):
        year = 2001
    elif groups.get("of"):
        year = year_of_phrase(groups["of"], context)
    elif groups.get("which") and context.now:
        year = _year_of_which(groups["which"].lower(), (month, day), context.now)
    else:
        known = day if day <= calendar.monthrange(2024, month)[1] else None
        year = near_year(month, known, context, match.start(), match.end())
    suffix, kind = "", "DATE"
    if groups.get("part"):
        suffix, kind = f"T{PARTS[groups['part'].lower()]}", "TIME"
    if year is None:
        return Found(kind, context.unknown(f"{month:02d}-{day:02d}{suffix}"))
    # A day that does not exist gives its month at most.
    return day_found(safe_date(year, month, day), suffix, kind) or month_found(year, month)


ATTACKS_AFTER = re.compile(r"\s(?:terror(?:ist)?\s)?(?:attacks?|hijack)")
WORDS_IN_SMALL = frozenset(("may", "march", "august"))


def is_word_in_small(match: Match, text: str) -> bool:
    """Whether "march 5" or "5 may" is a verb next to a number: there is no year, and no "on" before it."""
    if match["month"] not in WORDS_IN_SMALL or match["year"]:
        return False
    return not text[max(0, match.start() - 4) : match.start()].lower().endswith(("on ", "by "))


def _year_of_which(which: str, day: tuple[int, int], now: date) -> int:
    """The year of "last Nov. 9" and "next 1 May": the latest such day before now, the first after it."""
    if which == "next":
        return now.year + (day <= (now.month, now.day))
    return now.year - (which == "last" and day >= (now.month, now.day))


AND = re.compile(r"\b(?:and|or)\b", re.IGNORECASE)
BETWEEN = re.compile(r"\b(?:between|from)(?:\sthe)?\s$", re.IGNORECASE)


def read_range(match: Match, context: Context) -> Found | None:
    groups = match.groupdict()
    month, first, last = month_number(match["month"]), _day(match["day"]), _day(match["last"])
    month2 = month_number(match["month2"]) if groups.get("month2") else month
    year = (
        int(groups["year"])
        if groups.get("year")
        else near_year(month, first, context, match.start(), match.end())
    )
    if year is None:
        return Found("DATE", f"XXXX-{month:02d}-{first:02d}")
    year_is_last = bool(groups.get("year")) and month2 < month  # "from 15 November to 15 February 1989"
    start = safe_date(year - year_is_last, month, first)
    end = safe_date(year + (month2 < month) - year_is_last, month2, last)
    if start is None or end is None or end <= start:
        return None
    between = match.string[match.end("day") : match.start("last")].strip()
    # "March 13 and May 18" is two days; "between March 13 and May 18" is a span.
    is_two = AND.search(between) and not BETWEEN.search(
        context.text, max(0, match.start() - 12), match.start()
    )
    span = start.isoformat() if is_two else f"{start.isoformat()}/{end.isoformat()}"
    if match.start("month") < match.start("day") and not groups.get("month2") and between in ("-", "–", "—"):
        return Found("DATE", start.isoformat(), span, end, "D")  # "September 6-7" is one expression
    first_end = match.end("month") if match.end("month") < match.start("last") else match.end("day")
    cut = (
        match.start("month2")
        if groups.get("month2") and match.start("month2") < match.start("last")
        else match.start("last")
    )
    if THE.search(context.text, max(0, cut - 4), cut):
        cut -= 4  # "from the 13th to the 19th of October"
    return Found(
        "DATE", start.isoformat(), span, end, "D", cut, max(first_end, match.end("day")), day_found(end)
    )


THE = re.compile(r"\bthe\s$", re.IGNORECASE)


def read_month(match: Match, context: Context) -> Found | None:
    groups = match.groupdict()
    month = month_number(match["month"])
    if groups.get("era"):
        return Found("DATE", f"BC{int(match['year']):04d}-{month:02d}", before_christ=int(match["year"]))
    if said := groups.get("year") or groups.get("short"):
        return month_found(full_year(said), month, mark(match))
    if match["month"] in WORDS_IN_SMALL:
        return None
    which = (groups.get("which") or "").lower()
    if which == "that" and not IN_THAT.search(context.text, max(0, match.start() - 8), match.start()):
        return None  # "it added that October was good"
    reference = context.now
    plain = not (which or groups.get("of") or groups.get("early") or groups.get("edge"))
    if plain and is_named_like_month(context.text, *match.span("month")):
        return None
    if groups.get("of"):
        counted = year_of_phrase(groups["of"], context)
        if counted is None:
            return Found("DATE", context.unknown(f"{month:02d}"))
        return month_found(counted, month, mark(match))
    if reference and which in ("last", "next", "previous", "following", "this", "that"):
        if which in ("last", "previous"):
            return month_found(reference.year - (month >= reference.month), month)
        if which in ("next", "following"):
            return month_found(reference.year + (month <= reference.month), month)
        return month_found(reference.year, month)
    year = near_year(month, None, context, match.start(), match.end())
    return month_found(year, month, mark(match)) if year else Found("DATE", context.unknown(f"{month:02d}"))


IN_THAT = re.compile(r"\b(?:in|by|until|during|of|since|from|through)\s$", re.IGNORECASE)


def read_week_of_month(match: Match, context: Context) -> Found | None:
    """ "the last week of March"."""
    groups = match.groupdict()
    month = month_number(match["month"])
    year = (
        int(groups["year"])
        if groups.get("year")
        else near_year(month, None, context, match.start(), match.end())
    )
    if year is None or not 0 < year < 9999:
        return Found("DATE", "XXXX-WXX")
    return week_of_month(
        year, month, {"first": 0, "second": 1, "third": 2, "fourth": 3}.get(match["ordinal"].lower())
    )


def read_week_of_day(match: Match, context: Context) -> Found | None:
    """ "the week of September 30th": the calendar week in which the day lies."""
    month, day = month_number(match["month"] or match["month2"]), _day(match["day"] or match["day2"])
    year = int(match["year"]) if match["year"] else near_year(month, day, context, match.start(), match.end())
    found = safe_date(year, month, day) if year else None
    return week_found(found) if found else None


def read_month_range(match: Match, context: Context) -> Found | None:
    first, last, year = month_number(match["month"]), month_number(match["month2"]), int(match["year"])
    second = month_found(year, last)
    if second is None or last <= first:
        return None
    value = f"{year:04d}-{first:02d}"
    cut, first_end = match.start("month2"), match.end("month")
    between = context.text[first_end:cut]
    is_two = AND.search(between) and not BETWEEN.search(
        context.text, max(0, match.start() - 12), match.start()
    )
    return Found(
        "DATE",
        value,
        value if is_two else f"{value}/{second.value}",
        second.anchor,
        "M",
        cut,
        first_end,
        second,
    )


COUNTED = re.compile(r"[\s-](?P<word>[a-z]{3,20})\b|\s?(?:%|°)|\s(?:km|kg|m|ft|mm|cm)\b")
YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|by|of|from|until|till|to|after|before|during|through|the|early|late|mid|and|between|year|years|summer|spring|autumn|winter|fall|fiscal|late|about|around|circa)[\s-]|[(,;]\s?)$",
    re.IGNORECASE,
)
NOT_BEFORE_YEAR = re.compile(
    r"(?:[$€£¥#№]|\b(?:no|nos|number|resolution|flight|room|page|pages|route|highway|article|section|act|model|version|at|than|nearly|almost|about|some|over|exceeding|least|approximately|only|total|population|versus|vs)\.?\s)$",
    re.IGNORECASE,
)
PREPOSED_YEAR = re.compile(
    r"\b(?:in|since|by|until|till|during|before|after|from|of|to|and|early|late|mid|year|spring|summer|autumn|fall|winter)[\s-]{1,2}$",
    re.IGNORECASE,
)
PREPOSED = re.compile(
    r"\b(?:in|since|by|until|till|during|before|after|from|circa|early|late|mid|year)[\s-]{1,2}$",
    re.IGNORECASE,
)


def _is_plural(word: str) -> bool:
    """Whether a noun in -s can be counted; "census", "basis", "congress" and "series" cannot."""
    return word.endswith("s") and not word.endswith(("ss", "us", "is")) and word not in NOT_AFTER_YEAR


OWNER = re.compile(r"(?:\b(?:its|his|her|their|our)|['’]s)\s$", re.IGNORECASE)
OF_A_YEAR = frozenset("earnings revenues sales profits results estimates losses elections".split())
SPOKEN_CENTURIES = {"seventeen": 1700, "eighteen": 1800, "nineteen": 1900, "twenty": 2000}


def read_spoken_year(match: Match, context: Context) -> Found | None:
    """ "nineteen eighty-seven", "two thousand four", but not "nineteen people" or "two thousand years"."""
    words = (match["rest"] or match["rest2"]).lower().replace("-", " ")
    if words.startswith(("oh ", "o ")):
        words = words.split()[1]
    rest = 0 if words == "hundred" else number_value(words)
    base = 2000 if match["thousand"] else SPOKEN_CENTURIES[match["century"].lower()]
    before = context.text[max(0, match.start() - 16) : match.start()]
    counted = COUNTED.match(context.text, match.end())
    if rest is None or not PREPOSED_YEAR.search(before) and (match["thousand"] or counted):
        return None
    if counted and counted["word"] and _is_plural(counted["word"]):
        return None
    return year_found(base + round(rest))


def read_year(match: Match, context: Context) -> Found | None:
    """Four digits that are a year: "in 1939", but not "2312 views" or "Resolution 1441"."""
    groups = match.groupdict()
    year = int(match["year"])
    if groups.get("era"):
        return bc_found(f"{year:04d}")
    start = match.start("year")
    before = context.text[max(0, start - 16) : start]
    if groups.get("early") or groups.get("edge") or groups.get("noun"):
        return year_found(year, mark(match)) if year >= 1000 else None
    if len(match["year"]) < 4 or not 1400 <= year <= 2099 or NOT_BEFORE_YEAR.search(before):
        return None
    counted = COUNTED.match(context.text, match.end())
    if counted and not PREPOSED.search(before):
        word = counted["word"]
        is_owned = year % 50 and OWNER.search(before)  # "its 2003 earnings", but "its 1500 men"
        if (
            word is None
            or (_is_plural(word) and not (YEAR_BEFORE.search(before) or is_owned or word in OF_A_YEAR))
            or word
            in ("people", "men", "women", "children", "troops", "percent", "dead", "million", "words", "more")
        ):
            return None
    return year_found(year)


def read_short_year(match: Match, context: Context) -> Found | None:
    year = int(match["year"])
    base = context.now.year if context.now else 1999
    century = base // 100 * 100
    full = century + year if century + year <= base + 5 else century - 100 + year
    return year_found(full)


def read_year_range(match: Match, context: Context) -> Found | None:
    first, last = match["year"], match["last"]
    last = first[: 4 - len(last)] + last
    if not 1400 <= int(first) < int(last) <= 2099:
        return None
    between = match.string[match.end("year") : match.start("last")]
    is_two = AND.search(between) and not BETWEEN.search(
        context.text, max(0, match.start() - 12), match.start()
    )
    return Found(
        "DATE",
        first,
        first if is_two else f"{first}/{last}",
        date(int(last), 1, 1),
        "Y",
        match.start("last"),
        match.end("year"),
        year_found(int(last)),
    )


def read_numeric(match: Match, context: Context) -> Found | None:
    a, b, year = int(match["a"]), int(match["b"]), full_year(match["y"])
    day = safe_date(year, b, a) if context.day_first else safe_date(year, a, b)
    return day_found(day or safe_date(year, a, b) or safe_date(year, b, a))


def read_iso(match: Match, context: Context) -> Found | None:
    return day_found(safe_date(int(match["y"]), int(match["m"]), int(match["d"])))


def read_day_of_month(match: Match, context: Context) -> Found | None:
    """ "the 20th", "the 28th of that month": a day of the month named last."""
    if context.focus is None or context.grain not in ("D", "M"):
        return None
    if match["loose"] is not None and not ON.search(context.text, max(0, match.start() - 4), match.start()):
        return None  # "the 20th in the list"
    return day_found(safe_date(context.focus.year, context.focus.month, _day(match["day"])))


ON = re.compile(r"\bon\s$", re.IGNORECASE)
ONE_TO_NINE, TENS_WORDS = "|".join(SMALL[1:10]), "|".join(TENS)
DAY_LEAD = frozenset("the very early late morning afternoon evening night last this next".split())
ANY = PREFIX_START | MONTH_START
