"""Calendar dates in English: days, months, seasons, quarters, years, decades, centuries, and spans of them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from .context import (
    Context,
    DateRule,
    Found,
    day_found,
    full_year,
    month_found,
    near_year,
    safe_date,
    year_found,
)
from .vocabulary import (
    COMMA,
    DAY,
    DAYS,
    DECADES,
    EARLY,
    EDGE,
    ERA,
    GAP,
    MONTH,
    MONTHS,
    NOT_AFTER_YEAR,
    ORDINALS,
    PART,
    PARTS,
    SEASON,
    SEASONS,
    WEEKDAY,
    WEEKDAY_SHORT,
    YEAR,
    S,
    month_number,
)

Match = re.Match[str]
DIGIT = frozenset(("#1", "#3", "#4"))  # figures: one or two, three, four and more
SHORT, LONG = frozenset(("#1",)), frozenset(("#4",))
MONTH_START = frozenset(MONTHS)
DAY_START = frozenset(DAYS)
PREFIX_START = frozenset(("the", "early", "late", "mid", "middle", "very"))
DASH = r"(?:\s?[-–—]\s?|\s(?:to|and|or|through|until)\s(?:the\s)?)"
DOW = rf"(?:(?:{WEEKDAY}|{WEEKDAY_SHORT}){COMMA}(?:the{S})?)"
PART_OF = rf"(?:(?:the{S})?(?:early{S}|late{S})?(?P<part>{PART})(?:{S}hours)?{S}(?:of|on){S}(?:the{S})?)"


def rule(
    name: str,
    starts: frozenset[str],
    pattern: str,
    resolve: Callable[[Match, Context], Found | None],
    example: str,
    counter: str,
) -> DateRule:
    return DateRule(name, starts, re.compile(pattern, re.VERBOSE | re.IGNORECASE), resolve, example, counter)


def _mark(match: Match) -> str:
    """ "~" for an early, late or mid part of what is named, which EDTF cannot say more closely."""
    return "~" if (match.groupdict().get("early") or match.groupdict().get("edge")) else ""


def _day(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _bc(match: Match, value: str) -> Found:
    return Found("DATE", f"BC{value}", before_christ=int(value))


def _full(match: Match, context: Context) -> Found | None:
    """A day with its month, and a year said or worked out."""
    groups = match.groupdict()
    month, day = month_number(match["month"]), _day(match["day"])
    if groups.get("era"):
        return Found(
            "DATE", f"BC{int(match['year']):04d}-{month:02d}-{day:02d}", before_christ=int(match["year"])
        )
    if groups.get("year"):
        year: int | None = int(groups["year"])
    elif groups.get("of"):
        year = _year_of_phrase(groups["of"], context)
    else:
        year = near_year(month, day, context, match.start(), match.end())
    suffix, kind = "", "DATE"
    if groups.get("part"):
        suffix, kind = f"T{PARTS[groups['part'].lower()]}", "TIME"
    if year is None:
        return Found(kind, context.unknown(f"{month:02d}-{day:02d}{suffix}"))
    return day_found(safe_date(year, month, day), suffix, kind)


def _range(match: Match, context: Context) -> Found | None:
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
    span = f"{start.isoformat()}/{end.isoformat()}"
    between = match.string[match.end("day") : match.start("last")].strip()
    if match.start("month") < match.start("day") and not groups.get("month2") and between in ("-", "–", "—"):
        return Found("DATE", start.isoformat(), span, end, "D")  # "September 6-7" is one expression
    first_end = match.end("month") if match.end("month") < match.start("last") else match.end("day")
    cut = (
        match.start("month2")
        if groups.get("month2") and match.start("month2") < match.start("last")
        else match.start("last")
    )
    return Found(
        "DATE", start.isoformat(), span, end, "D", cut, max(first_end, match.end("day")), day_found(end)
    )


def _year_of_phrase(phrase: str, context: Context) -> int | None:
    """The year that "of that year" or "of next year" means: the one told last, or one counted from the reference."""
    step = next(
        (way for word, way in (("next", 1), ("last", -1), ("this", 0)) if word in phrase.lower()), None
    )
    if step is not None:
        return context.now.year + step if context.now else None
    base = context.year_said or (context.now.year if context.now else None)
    return base + ("following" in phrase.lower()) if base else None


def _month(match: Match, context: Context) -> Found | None:
    groups = match.groupdict()
    month = month_number(match["month"])
    if groups.get("era"):
        return Found("DATE", f"BC{int(match['year']):04d}-{month:02d}", before_christ=int(match["year"]))
    if groups.get("year"):
        return month_found(int(match["year"]), month, _mark(match))
    which = (groups.get("which") or "").lower()
    reference = context.now
    if groups.get("of"):
        told = _year_of_phrase(groups["of"], context)
        return month_found(told, month) if told else Found("DATE", context.unknown(f"{month:02d}"))
    if reference and which in ("last", "next", "previous", "following", "this", "that"):
        if which in ("last", "previous"):
            return month_found(reference.year - (month >= reference.month), month)
        if which in ("next", "following"):
            return month_found(reference.year + (month <= reference.month), month)
        return month_found(reference.year, month)
    year = near_year(month, None, context, match.start(), match.end())
    return month_found(year, month, _mark(match)) if year else Found("DATE", context.unknown(f"{month:02d}"))


def _week_of_month(match: Match, context: Context) -> Found | None:
    """ "the last week of March": seven days of the month; TIMEX3 names the calendar week in which most of them lie."""
    groups = match.groupdict()
    month = month_number(match["month"])
    year = (
        int(groups["year"])
        if groups.get("year")
        else near_year(month, None, context, match.start(), match.end())
    )
    if year is None or not 0 < year < 9999:
        return Found("DATE", "XXXX-WXX")
    which = {"first": 0, "second": 1, "third": 2, "fourth": 3}.get(match["ordinal"].lower())
    last = calendar.monthrange(year, month)[1]
    first = date(year, month, last - 6 if which is None else 1 + 7 * which)
    middle = first + timedelta(days=3)
    iso_year, week, _ = middle.isocalendar()
    return Found("DATE", f"{iso_year}-W{week:02d}", f"{first}/{first + timedelta(days=6)}", first, "W")


def _month_range(match: Match, context: Context) -> Found | None:
    first, last, year = month_number(match["month"]), month_number(match["month2"]), int(match["year"])
    second = month_found(year, last)
    if second is None or last <= first:
        return None
    value = f"{year:04d}-{first:02d}"
    cut, first_end = match.start("month2"), match.end("month")
    return Found("DATE", value, f"{value}/{second.value}", second.anchor, "M", cut, first_end, second)


COUNTED = re.compile(r"[\s-](?P<word>[a-z]{3,20})\b|\s?(?:%|°)|\s(?:km|kg|m|ft|mm|cm)\b")
YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|by|of|from|until|till|to|after|before|during|through|the|early|late|mid|and|between|year|years|summer|spring|autumn|winter|fall|fiscal|late|about|around|circa)[\s-]|[(,;]\s?)$",
    re.IGNORECASE,
)
NOT_BEFORE_YEAR = re.compile(
    r"(?:[$€£¥#№]|\b(?:no|nos|number|resolution|flight|room|page|pages|route|highway|article|section|act|model|version|at|than|nearly|almost|about|some|over|exceeding|least|approximately|only|total|population|versus|vs)\.?\s)$",
    re.IGNORECASE,
)
PREPOSED = re.compile(
    r"\b(?:in|since|by|until|till|during|before|after|from|circa|early|late|mid|year)[\s-]{1,2}$",
    re.IGNORECASE,
)


def _year(match: Match, context: Context) -> Found | None:
    """Four figures that are a year and no count: "in 1939", but not "2312 views" or "Resolution 1441"."""
    groups = match.groupdict()
    year = int(match["year"])
    if groups.get("era"):
        return _bc(match, f"{year:04d}")
    start = match.start("year")
    before = context.text[max(0, start - 16) : start]
    if groups.get("early") or groups.get("edge") or groups.get("noun"):
        return year_found(year, _mark(match)) if year >= 1000 else None
    if len(match["year"]) < 4 or not 1400 <= year <= 2099 or NOT_BEFORE_YEAR.search(before):
        return None
    counted = COUNTED.match(context.text, match.end())
    if counted and not PREPOSED.search(before):
        word = counted["word"]
        if (
            word is None
            or (word.endswith("s") and word not in NOT_AFTER_YEAR and not YEAR_BEFORE.search(before))
            or word
            in ("people", "men", "women", "children", "troops", "percent", "dead", "million", "words", "more")
        ):
            return None
    return year_found(year)


def _bc_year(match: Match, context: Context) -> Found | None:
    return _bc(match, f"{int(match['year']):04d}")


def _story_bc_year(match: Match, context: Context) -> Found | None:
    """ "in 499" in a text that tells of years before Christ."""
    before = context.text[max(0, match.start() - 10) : match.start()]
    is_old = context.is_narrative and context.focus is None
    return _bc(match, f"{int(match['year']):04d}") if is_old and PREPOSED.search(before) else None


def _short_year(match: Match, context: Context) -> Found | None:
    year = int(match["year"])
    base = context.now.year if context.now else 1999
    century = base // 100 * 100
    full = century + year if century + year <= base + 5 else century - 100 + year
    return year_found(full)


def _year_range(match: Match, context: Context) -> Found | None:
    first, last = match["year"], match["last"]
    last = first[: 4 - len(last)] + last
    if not 1400 <= int(first) < int(last) <= 2099:
        return None
    return Found(
        "DATE",
        first,
        f"{first}/{last}",
        date(int(last), 1, 1),
        "Y",
        match.start("last"),
        match.end("year"),
        year_found(int(last)),
    )


def _decade(match: Match, context: Context) -> Found | None:
    groups = match.groupdict()
    if groups.get("name"):
        digit = DECADES[groups["name"].lower()]
    elif groups.get("short"):
        digit = int(groups["short"][0])
    else:
        return Found(
            "DATE", match["decade"], f"{match['decade']}X", date(int(match["decade"]) * 10, 1, 1), "E"
        )
    base = context.now.year // 10 if context.now else 199
    decade = base // 10 * 10 + digit
    decade -= 10 if decade > base else 0
    return Found("DATE", str(decade), f"{decade}X", date(decade * 10, 1, 1), "E")


CENTURIES = {
    w: n
    for n, w in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first".split(),
        1,
    )
}


def _century(match: Match, context: Context) -> Found | None:
    word = match["number"].lower()
    number = CENTURIES.get(word) or int(re.sub(r"\D", "", word) or 0)
    if not 1 <= number <= 21:
        return None
    if match["era"]:
        return Found("DATE", f"BC{number - 1:02d}")
    return Found("DATE", f"{number - 1:02d}", f"{number - 1:02d}XX")


SEASON_LEAD = re.compile(r"\b(?:in|by|during|until|since|through|of|for)\s$", re.IGNORECASE)


def _season(match: Match, context: Context) -> Found | None:
    groups = match.groupdict()
    code, number = SEASONS[match["season"].lower()]
    which = (groups.get("which") or "").lower()
    if groups.get("year"):
        if groups.get("era"):
            return Found("DATE", f"BC{int(match['year']):04d}-{code}", before_christ=int(match["year"]))
        year = int(match["year"])
    elif context.now is None:
        winters_on = (
            context.before_christ > 1 and number == 24
        )  # the winter after what was told belongs to the next year
        return Found(
            "DATE", f"BC{context.before_christ - 1:04d}-{code}" if winters_on else context.unknown(code)
        )
    else:
        now = context.now
        month = {21: 4, 22: 7, 23: 10, 24: 1}[number]
        year = now.year
        if which in ("last", "previous") and month >= now.month - 1:
            year -= 1
        elif which in ("next", "following", "coming") and month <= now.month:
            year += 1
        elif (
            not which
            and not groups.get("article")
            and not groups.get("early")
            and not (context.is_narrative and match["season"].lower() not in ("fall", "spring"))
            and not SEASON_LEAD.search(context.text, max(0, match.start() - 10), match.start())
        ):
            return None
        elif (
            context.is_narrative
            and number == 24
            and context.grain in ("D", "M")
            and now.month > 5
            and not which
        ):
            year += 1  # the winter after what was told
    if groups.get("of"):
        year = context.now.year if context.now else year
    if not 0 < year < 10000:
        return None
    told = bool(groups.get("year"))
    anchor = date(year, {21: 4, 22: 7, 23: 10, 24: 1}[number], 1) if told else None
    return Found("DATE", f"{year:04d}-{code}", f"{year:04d}-{number}", anchor, "M" if told else "")


def _relative_year(match: Match, context: Context) -> int | None:
    """The year that "of 2009", "of this year" or nothing names."""
    groups = match.groupdict()
    if groups.get("year"):
        return full_year(match["year"])
    now = context.now
    if now is None:
        return None
    word = (groups.get("rel") or "").lower()
    return now.year + {"last": -1, "previous": -1, "next": 1, "following": 1}.get(word, 0)


def _quarter(match: Match, context: Context) -> Found | None:
    groups = match.groupdict()
    word = (groups.get("ordinal") or groups.get("figure") or "").lower()
    number = ORDINALS.get(word) or ({"final": 4, "last": 4}.get(word)) or int(re.sub(r"\D", "", word) or 0)
    is_half = bool(groups.get("half"))
    if not 1 <= number <= (2 if is_half else 4):
        return None
    year = _relative_year(match, context)
    if year is None:
        return Found("DATE", f"XXXX-{'H' if is_half else 'Q'}{number}")
    if not groups.get("year") and not groups.get("rel") and context.reference and not context.is_narrative:
        now = context.reference
        ended = number * (6 if is_half else 3)
        way = context.direction(match.start(), match.end())
        if way <= 0 and ended - (5 if is_half else 2) > now.month:
            year -= 1  # "in the fourth quarter", told in spring: last year's
    length = 6 if is_half else 3
    first = (number - 1) * length + 1
    return Found(
        "DATE",
        f"{year:04d}-{'H' if is_half else 'Q'}{number}",
        f"{year:04d}-{first:02d}/{year:04d}-{first + length - 1:02d}",
        date(year, first, 1),
        "M",
    )


def _fiscal(match: Match, context: Context) -> Found | None:
    year = full_year(match["year"])
    return Found("DATE", f"{year:04d}", f"{year:04d}", date(year, 1, 1), "Y")


def _numeric(match: Match, context: Context) -> Found | None:
    a, b, year = int(match["a"]), int(match["b"]), full_year(match["y"])
    day = safe_date(year, b, a) if context.day_first else safe_date(year, a, b)
    return day_found(day or safe_date(year, a, b) or safe_date(year, b, a))


def _iso(match: Match, context: Context) -> Found | None:
    return day_found(safe_date(int(match["y"]), int(match["m"]), int(match["d"])))


def _day_of_month(match: Match, context: Context) -> Found | None:
    """ "the 20th", "the 28th of that month": a day of the month told last."""
    if context.focus is None or context.grain not in ("D", "M"):
        return None
    return day_found(safe_date(context.focus.year, context.focus.month, _day(match["day"])))


HOLIDAYS = {"christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "new year's day": (1, 1), "new year's eve": (12, 31), "boxing day": (12, 26), "valentine's day": (2, 14), "halloween": (10, 31)}  # fmt: skip


def _holiday(match: Match, context: Context) -> Found | None:
    month, day = HOLIDAYS[match["holiday"].lower().replace("’", "'")]
    year = int(match["year"]) if match["year"] else near_year(month, day, context, match.start(), match.end())
    return day_found(safe_date(year, month, day)) if year else Found("DATE", f"XXXX-{month:02d}-{day:02d}")


ANY = PREFIX_START | MONTH_START
ABSOLUTE_RULES = (
    rule("month-day-range", MONTH_START, rf"(?P<month>{MONTH}){S}(?P<day>{DAY}){DASH}(?:(?P<month2>{MONTH}){S})?(?P<last>{DAY})(?:{COMMA}(?P<year>{YEAR}))?\b", _range, "September 6-7, 2024", "September 6"),
    rule("day-month-range", SHORT, rf"(?P<day>{DAY}){DASH}(?P<last>{DAY})(?:{S}of)?{S}(?P<month>{MONTH})(?:{COMMA}(?P<year>{YEAR})\b)?", _range, "6 to 8 September 1984", "6 September"),
    rule("two-month-range", SHORT, rf"(?P<day>{DAY}){S}(?P<month>{MONTH}){DASH}(?P<last>{DAY}){S}(?P<month2>{MONTH})(?:{COMMA}(?P<year>{YEAR})\b)?", _range, "31 May to 30 June 2002", "31 May 2002"),
    rule("month-day", MONTH_START | DAY_START | frozenset(("the", "very", "early", "late", "morning", "afternoon", "evening", "night")), rf"(?:{PART_OF}|(?:very{S})?(?:early|late){S}on{S})?{DOW}?(?P<month>{MONTH}){S}(?:the{S})?(?P<day>{DAY})(?!\s?(?:%|people\b))(?:(?:{COMMA}|{S}of{S})(?P<year>\d{{3,4}}(?=\s?B\.?C)|{YEAR})(?!,\d)(?P<era>{ERA})?|(?P<of>(?:{S}of)?{S}(?:that|the{S}same){S}year))?(?!\w)", _full, "Sept. 3, 2019", "March First Movement"),
    rule("day-month", SHORT | DAY_START | frozenset(("the", "very", "early", "late", "morning", "afternoon", "evening", "night")), rf"(?:{PART_OF})?{DOW}?(?:the{S})?(?P<day>{DAY}){GAP}(?:{S}of{S}|[-\s])(?P<month>{MONTH})(?:(?:{COMMA}|-|{S}of{S})(?P<year>\d{{3,4}}(?=\s?B\.?C)|{YEAR})(?P<era>{ERA})?|(?P<of>(?:{S}of)?{S}(?:that|the{S}same){S}year))?(?!\w)", _full, "the 22nd of June 1965", "22 cars"),
    rule("month-range", MONTH_START, rf"(?P<month>{MONTH})(?:\s?[-–—]\s?|{S}(?:to|through|and){S})(?P<month2>{MONTH}){COMMA}(?P<year>{YEAR})\b", _month_range, "July to September 2024", "July 2024"),
    rule("month", ANY | frozenset(("last", "next", "this", "that", "previous", "following")), rf"(?P<edge>{EDGE})?(?P<early>{EARLY})?(?:(?:the{S})?(?P<which>last|next|this|that|previous|following){S})?(?P<month>{MONTH})(?:(?:{COMMA}|{S}of{S})(?P<year>\d{{3,4}}(?=\s?B\.?C)|{YEAR})(?P<era>{ERA})?|(?P<of>{S}of{S}(?:that|the{S}same|this|the{S}following|next|last){S}year))?(?!\w)(?!-(?-i:[a-z]))(?!{S}[A-Z][a-z]+{S}(?:Movement|Agreement|Uprising|Massacre|Coup|Revolution))", _month, "early March 2023", "They may march on."),
    rule("week-of-month", frozenset(("the",)), rf"the{S}(?P<ordinal>first|second|third|fourth|last|final){S}week{S}(?:of|in){S}(?P<month>{MONTH})(?:(?:{COMMA}|{S}of{S})(?P<year>{YEAR}))?\b", _week_of_month, "the last week of March 2009", "the last week of the talks"),
    rule("day-of-month", frozenset(("the",)), rf"the{S}(?P<day>(?:[12]?\d|3[01])(?:st|nd|rd|th))(?:{S}of{S}(?:that|the{S}same|the){S}month\b|(?=[\s]?[.,;)]|{S}and{S}the{S}\d))", _day_of_month, "In May 1951 they attacked, on the 20th.", "the 20th century"),
    rule("iso", LONG, r"(?P<y>(?:1[5-9]|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)", _iso, "2024-09-06", "2024-99-99"),
    rule("numeric", SHORT, r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<y>(?:1[5-9]|20)\d\d|\d\d)(?![\d/-]|\.\d)", _numeric, "06-09-2024", "1.2.3"),
    rule("bc-year", DIGIT | frozenset(("ca", "circa", "c", "around", "about")), rf"(?:(?:ca\.?|circa|c\.){S})?(?P<year>\d{{1,4}}){ERA}", _bc_year, "493 BC", "493 BCG vaccines"),
    rule("year-range", LONG, rf"(?P<year>{YEAR})(?:\s?[-–—/]\s?|{S}(?:to|and|until){S})(?P<last>{YEAR}|\d\d)(?![\d-]|\.\d|:\d|{S}(?i:{MONTH}))", _year_range, "1910-1945", "1910-19455"),
    rule("year", LONG | PREFIX_START, rf"(?P<edge>{EDGE})?(?P<early>{EARLY})?(?P<noun>(?:the{S})?years?{S}(?:of{S})?)?(?P<year>{YEAR}|\d{{3,4}}(?=\s?B\.?C))(?P<era>{ERA})?(?![\w/]|[-–]\w|,\d|\.\d|:\d)", _year, "in 2022", "2312 views"),
    rule("story-bc-year", frozenset(("#3",)), r"(?P<year>[1-9]\d\d)(?![\w%]|[,.]\d|\s(?:men|ships|people|soldiers|talents|stades))", _story_bc_year, "In 490 BC, in 485 BC, in 481 BC, in 480 BC and in 479 BC they fought; in 478 they rested.", "in 478 they rested"),
    rule("year-noun", frozenset(("year", "years")), rf"(?P<noun>years?){S}(?P<year>{YEAR})\b", _year, "years 1955", "a year of 365 days"),
    rule("short-year", SHORT, r"(?<=['’‘`])(?P<year>\d\d)(?![\d'’]|s\b)", _short_year, "back in '82", "'82s"),
    rule("decade", SHORT | LONG | PREFIX_START, rf"(?P<edge>{EDGE})?(?P<early>{EARLY})?(?:the{S})?(?P<early2>{EARLY})?(?:(?P<decade>(?:1[4-9]|20)\d)0['’]?s|['’]?(?P<short>[2-9]0)['’]?s)\b", _decade, "the late 1990s", "the 1990 vote"),
    rule("decade-name", PREFIX_START, rf"the{S}(?P<early>{EARLY})?(?:nineteen[\s-])?(?P<name>{'|'.join(DECADES)})\b", _decade, "the early sixties", "sixty of them"),
    rule("century", SHORT | PREFIX_START | frozenset(CENTURIES) | frozenset(("twenty",)), rf"(?P<edge>{EDGE})?(?:the{S})?(?P<early>{EARLY})?(?P<number>\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(reversed(CENTURIES))})[\s-]century(?P<era>{ERA})?\b", _century, "the early 20th century", "a century"),
    rule("season", frozenset((*SEASONS, "the", "early", "late", "mid", "last", "next", "this", "that", "previous")), rf"(?P<edge>{EDGE})?(?P<early>{EARLY})?(?:(?P<article>the){S}(?:(?:early|late|following|previous){S})?)?(?:(?P<which>last|next|this|that|previous|following|coming){S})?(?P<season>{SEASON})(?:(?:{S}of|{S}in|,)?{S}(?P<year>\d{{3,4}}(?=\s?B\.?C)|{YEAR})(?P<era>{ERA})?|(?P<of>{S}of{S}(?:that|the{S}same){S}year))?(?!\w|{S}(?:of|in|from|to|apart|back|behind|short|asleep|ill|semester|water|fields?|camp)\b)", _season, "the spring of 2023", "the fall of the wall"),
    rule("quarter", frozenset((*ORDINALS, "the", "final", "last", "early", "late")) | SHORT, rf"(?:the{S})?(?:{EARLY})?(?P<ordinal>first|second|third|fourth|final|\d(?:st|nd|rd|th))[\s-](?:(?:fiscal|calendar|financial)\s)?(?:quarter|(?P<half>half))(?!s|-)(?:{S}(?:of{S})?(?:(?:fiscal|financial)\s)?(?:(?P<year>{YEAR})|(?:the{S})?(?P<rel>this|last|next|that|previous|following){S}year|the{S}year))?\b(?!{S}of{S}the{S}(?:match|game|century))", _quarter, "the third quarter of 2009", "a quarter of the voters"),
    rule("quarter-code", frozenset(("q", "h")), rf"(?-i:Q(?P<figure>[1-4])|(?P<half>H)(?P<ordinal>[12]))(?:{COMMA}|{S}of{S}|[-/'’]|{S})(?:FY\s?)?(?P<year>{YEAR}|\d\d)\b", _quarter, "Q3 2024", "Q5 2024"),
    rule("fiscal", frozenset(("fiscal", "fy", "the", "financial")), rf"(?:the{S})?(?:(?:fiscal|financial)(?:{S}years?)?{S}|FY\s?[-'’]?)(?P<year>{YEAR}|\d\d(?=\b))(?:[-/]\d\d)?\b", _fiscal, "FY2024", "fiscal policy"),
    rule("holiday", frozenset(("christmas", "new", "boxing", "valentine", "halloween")), rf"(?-i:(?P<holiday>Christmas{S}(?:Day|Eve)|Christmas|New{S}Year['’]s{S}(?:Day|Eve)|Boxing{S}Day|Valentine['’]s{S}Day|Halloween))(?:{COMMA}(?P<year>{YEAR}))?\b", _holiday, "Christmas Eve", "a christmas tree"),
)  # fmt: skip
