"""Finds date expressions in running text and resolves them against the day of publication.

Values follow the TIMEX3 guidelines of TimeML (DATE, TIME, DURATION, SET); ``edtf`` is ISO 8601-2 level 1. Nothing here
reads a clock: with no reference date, what depends on one keeps an underspecified value and no EDTF.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

Resolved = tuple[str, str, str | None]  # type, TIMEX3 value, EDTF
Resolver = Callable[["re.Match[str]", "Context"], Resolved | None]


@dataclass(frozen=True, slots=True)
class DateMention:
    """An expression in the text: code points start..end (exclusive), TIMEX3 type and value, and EDTF if it names a date."""

    start: int
    end: int
    timex_type: str
    timex_value: str
    edtf: str | None
    rule: str = ""


@dataclass(slots=True)
class Context:
    """What a resolver may know: the text, the reference day, whether 06-09-2024 is day-first, and the last date given."""

    text: str
    reference: date | None
    day_first: bool
    last: date | None = None


MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
DAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
YEAR = r"(?:1[5-9]\d\d|20\d\d)"
PART = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}
NUMBERS = {
    w: n for n, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}
NUMBERS |= {"a": 1, "an": 1}
UNIT = {"day": "D", "week": "W", "month": "M", "year": "Y", "decade": "E", "hour": "H", "minute": "M"}
SEASONS = {
    "spring": ("SP", 21),
    "summer": ("SU", 22),
    "autumn": ("FA", 23),
    "fall": ("FA", 23),
    "winter": ("WI", 24),
}
FUTURE = re.compile(
    r"\b(?:will|to|shall|set|due|slated|scheduled|expected|plans?|planning|upcoming|next|prepares|would|is|are)\b",
    re.IGNORECASE,
)
PAST = re.compile(
    r"\b(?:\w+ed|met|was|were|had|said|held|took|came|went|told|made|began|won|left|fell|rose|gave|saw)\b"
)


def find_dates(text: str, *, reference_date: date | None) -> list[DateMention]:
    """Find every date expression of the text, in text order and none overlapping.

    ``reference_date`` is the day against which "last month" is read, as a rule the day of publication. Never raises.
    """
    matches: list[tuple[int, int, int, re.Match[str]]] = []
    for number, rule in enumerate(RULES):
        matches.extend((m.start(), -m.end(), number, m) for m in rule.pattern.finditer(text))
    matches.sort(key=lambda item: item[:3])
    context = Context(text, reference_date, _is_day_first(text, reference_date))
    found: list[DateMention] = []
    position = 0
    for start, negative_end, number, match in matches:
        if start < position:
            continue
        resolved = RULES[number].resolve(match, context)
        if resolved is None:
            continue
        kind, value, edtf = resolved
        found.append(DateMention(start, -negative_end, kind, value, edtf, RULES[number].name))
        position = -negative_end
        if edtf and len(edtf) == 10 and "X" not in edtf:
            context.last = date.fromisoformat(edtf)
    return found


NUMERIC = re.compile(rf"\b(?P<a>\d{{1,2}})(?P<sep>[-/.])(?P<b>\d{{1,2}})(?P=sep)(?P<y>{YEAR})\b")


def _is_day_first(text: str, reference: date | None) -> bool:
    """Whether 06-09-2024 means 6 September: by another date of the text that only reads one way, then by nearness to
    the reference day, then day-first for hyphens and dots and month-first for slashes."""
    first: re.Match[str] | None = None
    for match in NUMERIC.finditer(text):
        a, b = int(match["a"]), int(match["b"])
        if a > 12 >= b:
            return True
        if b > 12 >= a:
            return False
        first = first or match
    if first is None:
        return True
    readings = {
        flag: _safe(
            int(first["y"]),
            *((int(first["b"]), int(first["a"])) if flag else (int(first["a"]), int(first["b"]))),
        )
        for flag in (True, False)
    }
    if reference and all(readings.values()):
        gaps = {flag: abs((day - reference).days) for flag, day in readings.items() if day}
        if gaps[True] != gaps[False]:
            return gaps[True] < gaps[False]
    return first["sep"] != "/"


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(word: str) -> int:
    return MONTHS[word.rstrip(".").lower()]


def _day(day: date) -> Resolved:
    return "DATE", day.isoformat(), day.isoformat()


def _month_value(year: int, month: int) -> Resolved:
    value = f"{year:04d}-{month:02d}"
    return "DATE", value, value


def _shift_month(day: date, months: int) -> tuple[int, int]:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return year, month + 1


def _direction(match: re.Match[str], context: Context) -> int:
    """-1 when the clause around tells the past, 1 when it tells what lies ahead, 0 when it does not say."""
    text = context.text
    before = re.split(r"[.;!?\n]", text[max(0, match.start() - 90) : match.start()])[-1]
    after = re.split(r"[.;!?\n]", text[match.end() : match.end() + 60])[0]
    for piece in (before, after):
        ahead, behind = list(FUTURE.finditer(piece)), list(PAST.finditer(piece))
        strong = [m for m in ahead if m.group().lower() not in ("to", "is", "are", "set")]
        if strong or re.search(r"\b(?:is|are|was|were)? ?(?:set|due) (?:to|for)\b|\b(?:is|are) to\b", piece):
            return 1
        if behind:
            return -1
    return 0


def _near_year(month: int, day: int | None, context: Context, match: re.Match[str]) -> int | None:
    """The year of a date said without one: the nearest that fits the tense of its clause."""
    reference = context.reference
    if reference is None:
        return None
    way = _direction(match, context)
    options = [
        y
        for y in (reference.year - 1, reference.year, reference.year + 1)
        if day is None or _safe(y, month, day)
    ]

    def cost(year: int) -> float:
        if day is None:
            months = (year - reference.year) * 12 + month - reference.month
            wrong = way * months < 0
            return abs(months) + 9 * wrong
        gap = (date(year, month, day) - reference).days
        return abs(gap) + 270 * (way * gap < 0)

    return min(options, key=cost) if options else None


def _full_date(match: re.Match[str], context: Context) -> Resolved | None:
    month, day = _month(match["month"]), int(match["day"])
    groups = match.groupdict()
    year = int(groups["year"]) if groups.get("year") else _near_year(month, day, context, match)
    if year is None:
        return "DATE", f"XXXX-{month:02d}-{day:02d}", None
    exact = _safe(year, month, day)
    return _day(exact) if exact else None


def _day_range(match: re.Match[str], context: Context) -> Resolved | None:
    groups = match.groupdict()
    month, first, last = _month(match["month"]), int(match["day"]), int(match["last"])
    month2 = _month(groups["month2"]) if groups.get("month2") else month
    year = int(groups["year"]) if groups.get("year") else _near_year(month, first, context, match)
    if year is None:
        return "DATE", f"XXXX-{month:02d}-{first:02d}", None
    start, end = _safe(year, month, first), _safe(year, month2, last)
    if start is None or end is None or end <= start:
        return None
    return "DATE", start.isoformat(), f"{start.isoformat()}/{end.isoformat()}"


def _numeric(match: re.Match[str], context: Context) -> Resolved | None:
    a, b, year = int(match["a"]), int(match["b"]), int(match["y"])
    exact = _safe(year, b, a) if context.day_first else _safe(year, a, b)
    exact = exact or _safe(year, a, b) or _safe(year, b, a)
    return _day(exact) if exact else None


def _iso(match: re.Match[str], context: Context) -> Resolved | None:
    exact = _safe(int(match["y"]), int(match["m"]), int(match["d"]))
    return _day(exact) if exact else None


def _month_year(match: re.Match[str], context: Context) -> Resolved | None:
    return _month_value(int(match["year"]), _month(match["month"]))


def _bare_month(match: re.Match[str], context: Context) -> Resolved | None:
    month = _month(match["month"])
    year = _near_year(month, None, context, match)
    return _month_value(year, month) if year else ("DATE", f"XXXX-{month:02d}", None)


def _year(match: re.Match[str], context: Context) -> Resolved | None:
    return "DATE", match["year"], match["year"]


def _year_range(match: re.Match[str], context: Context) -> Resolved | None:
    first, last = match["year"], match["last"]
    last = first[: 4 - len(last)] + last
    return ("DATE", first, f"{first}/{last}") if last > first else None


def _decade(match: re.Match[str], context: Context) -> Resolved | None:
    return "DATE", match["decade"], f"{match['decade']}X"


def _season(match: re.Match[str], context: Context) -> Resolved | None:
    code, number = SEASONS[match["season"].lower()]
    return "DATE", f"{match['year']}-{code}", f"{match['year']}-{number}"


def _weekday(match: re.Match[str], context: Context) -> Resolved | None:
    reference = context.reference
    number = DAYS[match["weekday"].lower()]
    if reference is None:
        return "DATE", f"XXXX-WXX-{number + 1}", None
    which = (match.groupdict().get("which") or "").lower()
    gap = (number - reference.weekday()) % 7  # days ahead, 0 for today
    way = {"last": -1, "next": 1, "this": 0}.get(which, _direction(match, context))
    if which == "last" and gap == 0:
        gap = 7
    if way < 0 or (way == 0 and gap > 3):
        gap -= 7 if gap else 0
    if which == "next" and gap == 0:
        gap = 7
    return _day(reference + timedelta(days=gap))


def _part(match: re.Match[str], context: Context) -> Resolved | None:
    base = _weekday(match, context)
    code = PART[match["part"].lower()]
    return ("TIME", f"{base[1]}T{code}", base[2]) if base else None


def _relative_unit(match: re.Match[str], context: Context) -> Resolved | None:
    reference, unit = context.reference, match["unit"].lower()
    which = match["which"].lower().split()[0]
    step = {
        "last": -1,
        "past": -1,
        "previous": -1,
        "next": 1,
        "coming": 1,
        "this": 0,
        "later": 0,
        "earlier": 0,
        "the": 1,
        "current": 0,
    }[which]
    if reference is None:
        return "DATE", {"last": "PAST_REF", "next": "FUTURE_REF"}.get(which, "PRESENT_REF"), None
    if unit == "year":
        said = f"{reference.year + step:04d}"
        return "DATE", said, said
    if unit == "month":
        return _month_value(*_shift_month(reference, step))
    monday = reference - timedelta(days=reference.weekday()) + timedelta(weeks=step)
    year, week, _ = monday.isocalendar()
    sunday = monday + timedelta(days=6)
    return "DATE", f"{year}-W{week:02d}", f"{monday.isoformat()}/{sunday.isoformat()}"


def _named_day(match: re.Match[str], context: Context) -> Resolved | None:
    word = match.group().lower()
    if context.reference is None:
        return "DATE", "PRESENT_REF", None
    return _day(context.reference + timedelta(days={"yesterday": -1, "tomorrow": 1}.get(word, 0)))


def _ago(match: re.Match[str], context: Context) -> Resolved | None:
    count = (
        NUMBERS.get(match["count"].lower()) or int(match["count"])
        if match["count"].isdigit() or match["count"].lower() in NUMBERS
        else 0
    )
    unit, reference = match["unit"].lower(), context.reference
    if not count or reference is None or count > 3000:
        return None
    way = -1 if match["way"].lower() in ("ago", "earlier") else 1
    if unit in ("day", "week"):
        exact = reference + timedelta(days=way * count * (7 if unit == "week" else 1))
        return _day(exact)
    if unit == "month":
        return _month_value(*_shift_month(reference, way * count))
    year = reference.year + way * count
    return ("DATE", f"{year:04d}", f"{year:04d}") if 0 < year < 10000 else None


def _duration(match: re.Match[str], context: Context) -> Resolved | None:
    word = match["count"].lower()
    count = int(word) if word.isdigit() else NUMBERS.get(word)
    unit = match["unit"].lower()
    time = "T" if unit in ("hour", "minute") else ""
    return "DURATION", f"P{time}{count or 'X'}{UNIT[unit]}", None


def _cjk_date(match: re.Match[str], context: Context) -> Resolved | None:
    groups = match.groupdict()
    year = int(groups["year"]) if groups.get("year") else None
    if era := groups.get("era"):
        year = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}[era] + (
            1 if groups["era_year"] == "元" else int(groups["era_year"])
        )
    month = int(groups["month"]) if groups.get("month") else None
    day = int(groups["day"]) if groups.get("day") else None
    if month is None:
        return ("DATE", f"{year:04d}", f"{year:04d}") if year else None
    if not 1 <= month <= 12:
        return None
    year = year or _cjk_year(month, day, context)
    if year is None:
        return "DATE", f"XXXX-{month:02d}" + (f"-{day:02d}" if day else ""), None
    if day is None:
        return _month_value(year, month)
    exact = _safe(year, month, day)
    return _day(exact) if exact else None


def _cjk_year(month: int, day: int | None, context: Context) -> int | None:
    reference = context.reference
    if reference is None:
        return None
    options = [
        y for y in (reference.year - 1, reference.year, reference.year + 1) if _safe(y, month, day or 1)
    ]
    return (
        min(options, key=lambda y: (abs((date(y, month, day or 1) - reference).days), y)) if options else None
    )


CJK_RELATIVE = {"작년": -12, "지난해": -12, "昨年": -12, "去年": -12, "올해": 0, "금년": 0, "今年": 0, "내년": 12, "来年": 12, "지난달": -1, "先月": -1, "이달": 0, "이번 달": 0, "今月": 0, "다음 달": 1, "다음달": 1, "来月": 1}  # fmt: skip
YEARLY = frozenset(("작년", "지난해", "昨年", "去年", "올해", "금년", "今年", "내년", "来年"))


def _cjk_relative(match: re.Match[str], context: Context) -> Resolved | None:
    word, reference, groups = match["word"], context.reference, match.groupdict()
    if reference is None:
        return "DATE", "PRESENT_REF", None
    if word in YEARLY:
        year = reference.year + CJK_RELATIVE[word] // 12
        if not groups.get("month"):
            return "DATE", str(year), str(year)
        month = int(groups["month"])
        if not 1 <= month <= 12:
            return None
    else:
        year, month = _shift_month(reference, CJK_RELATIVE[word])
    if not groups.get("day"):
        return _month_value(year, month)
    exact = _safe(year, month, int(groups["day"]))
    return _day(exact) if exact else None


def _cjk_day(match: re.Match[str], context: Context) -> Resolved | None:
    """A day of the month alone: of this month, or of the last where it would lie far ahead."""
    reference, day = context.reference, int(match["day"])
    if reference is None:
        return None
    options = [_safe(*_shift_month(reference, step), day) for step in (-1, 0)]
    known = [d for d in options if d and (d - reference).days <= 10]
    return _day(min(known, key=lambda d: abs((d - reference).days))) if known else None


@dataclass(frozen=True, slots=True)
class DateRule:
    """A way of saying a date, with a text that it reads and one that it leaves alone."""

    name: str
    pattern: re.Pattern[str]
    resolve: Resolver
    example: str
    counter_example: str


def _rule(name: str, pattern: str, resolve: Resolver, example: str, counter_example: str) -> DateRule:
    return DateRule(name, re.compile(pattern, re.VERBOSE), resolve, example, counter_example)


DASH = r"\s?(?:-|–|—|to|and)\s?"
RULES = (
    _rule("month-day-range", rf"\b(?P<month>{MONTH})\s(?P<day>{DAY}){DASH}(?P<last>{DAY})(?:st|nd|rd|th)?\b(?:,?\s(?P<year>{YEAR})\b)?", _day_range, "September 6-7, 2024", "September 6"),
    _rule("day-month-range", rf"\b(?P<day>{DAY}){DASH}(?P<last>{DAY})\s(?P<month>{MONTH})(?:,?\s(?P<year>{YEAR})\b)?", _day_range, "6-8 September 1984", "6 September"),
    _rule("two-month-range", rf"\b(?P<day>{DAY})\s(?P<month>{MONTH}){DASH}(?P<last>{DAY})\s(?P<month2>{MONTH})(?:,?\s(?P<year>{YEAR})\b)?", _day_range, "31 May to 30 June 2002", "31 May 2002"),
    _rule("month-day", rf"\b(?:{WEEKDAY},?\s)?(?P<month>{MONTH})\s(?P<day>{DAY})(?:st|nd|rd|th)?\b(?!\s?%|[.:]\d)(?:\s?,?\s(?P<year>{YEAR})\b)?", _full_date, "Sept. 3, 2019", "March First Movement"),
    _rule("day-month", rf"\b(?:{WEEKDAY},?\s)?(?:the\s)?(?P<day>{DAY})(?:st|nd|rd|th)?\s(?:of\s)?(?P<month>{MONTH})(?:,?\s(?P<year>{YEAR})\b)?", _full_date, "22 June 1965", "22 cars"),
    _rule("month-year", rf"\b(?:(?:early|mid|late)[\s-])?(?P<month>{MONTH}),?\s(?:of\s)?(?P<year>{YEAR})\b", _month_year, "March 2023", "march of 300 people"),
    _rule("bare-month", rf"(?:(?<=\b[Ii]n\s)|(?<=\blast\s)|(?<=\bnext\s)|(?<=\bthis\s)|(?<=\blate\s)|(?<=\bearly\s)|(?<=\beffective\s)|(?<=\bsince\s)|(?<=\bSince\s)|(?<=\buntil\s)|(?<=\bby\s))(?P<month>{MONTH})(?!\s\d)\b", _bare_month, "In July, they signed a pact.", "They march on."),
    _rule("iso", r"\b(?P<y>(?:1[5-9]|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b", _iso, "2024-09-06", "2024-99-99"),
    _rule("numeric", NUMERIC.pattern, _numeric, "06-09-2024", "1.2.3"),
    _rule("year-range", rf"\b(?:(?:from|between)\s)?(?P<year>{YEAR})\s?(?:-|–|—|to|and|until)\s?(?P<last>{YEAR}|\d\d)\b(?!-)", _year_range, "1910-1945", "2312 views"),
    _rule("decade", r"\b(?:the\s)?(?:(?:early|mid|late)[\s-])?(?P<decade>(?:1[5-9]|20)\d)0s\b", _decade, "the 1990s", "the 1990 vote"),
    _rule("season", rf"\b(?:the\s)?(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)\s(?:of\s)?(?P<year>{YEAR})\b", _season, "spring 2023", "fall of the wall"),
    _rule("year", rf"(?:(?<=\b[Ii]n\s)|(?<=\b[Ss]ince\s)|(?<=\b[Bb]y\s)|(?<=\bof\s)|(?<=\bthe\s)|(?<=\bof\sthe\s)|(?<=\bfrom\s)|(?<=\buntil\s)|(?<=\bto\s)|(?<=\bafter\s)|(?<=\bbefore\s)|(?<=\bits\s))(?P<year>{YEAR})\b(?!\s(?:people|views|pages|dollars|won|men|women|troops|km|miles))", _year, "in 2022", "2312 views"),
    _rule("weekday-part", rf"\b(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his)\s)?(?P<weekday>{WEEKDAY})\s(?P<part>morning|afternoon|evening|night)\b", _part, "Friday afternoon", "Friday after noon"),
    _rule("weekday", rf"\b(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his)\s)?(?P<weekday>{WEEKDAY})\b", _weekday, "They met on Friday.", "a Fridays-only rule"),
    _rule("relative", r"\b(?P<which>[Ll]ast|[Nn]ext|[Tt]his|(?:[Ll]ater|[Ee]arlier)\sthis|[Tt]he\scoming|[Cc]urrent)\s(?P<unit>year|month|week)\b", _relative_unit, "last month", "at last"),
    _rule("named-day", r"\b(?:[Tt]oday|[Yy]esterday|[Tt]omorrow)\b", _named_day, "They met yesterday.", "the days"),
    _rule("ago", r"\b(?P<count>an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,4})\s(?P<unit>day|week|month|year)s?\s(?P<way>ago|earlier|later)\b", _ago, "two weeks ago", "ages ago"),
    _rule("duration", r"\b(?P<count>an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|\d{1,4})[\s-](?P<unit>hour|day|week|month|year|decade)s?\b", _duration, "three-year term", "three terms"),
    _rule("cjk-full", r"(?P<year>(?:1[5-9]|20)\d\d)(?:[년年]|\.(?=\s?\d{1,2}[월.]))\s?(?:(?P<month>\d{1,2})[월月.]\s?(?:(?P<day>\d{1,2})[일日])?)?", _cjk_date, "2024년 9월 6일", "2024 views"),
    _rule("cjk-era", r"(?P<era>令和|平成|昭和|大正|明治)(?P<era_year>元|\d{1,2})年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?", _cjk_date, "令和6年", "令和の時代"),
    _rule("cjk-relative", r"(?P<word>작년|지난해|昨年|去年|올해|금년|今年|내년|来年|지난달|先月|이달|이번\s달|今月|다음\s?달|来月)\s?(?:(?P<month>\d{1,2})[월月]\s?)?(?:(?P<day>\d{1,2})[일日])?", _cjk_relative, "지난달 27일", "지난 일"),
    _rule("cjk-month-day", r"(?<!\d)(?P<month>\d{1,2})[월月]\s?(?:(?P<day>\d{1,2})[일日](?!間|간))?(?!前|後)", _cjk_date, "9月6日", "9か月"),
    _rule("cjk-day", r"(?<![\d월月])(?<!월\s)(?P<day>[12]?\d|3[01])[일日](?![間간제本])(?=[\s,、。()はにのとも오에은]|$)", _cjk_day, "5日、判決を言い渡した。", "5日間"),
)  # fmt: skip
