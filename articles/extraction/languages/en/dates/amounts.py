"""Lengths of time and times that recur, in English: "three years", "four to six weeks", "twice a month", "every October"."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from articles.extraction.timex.context import (
    Context,
    Found,
    Match,
    add_days,
    add_months,
    day_found,
    month_found,
    near_year,
    year_found,
)

from .absolute import DIGIT
from .names import is_periodical
from .vocabulary import (
    DAYS,
    NUMBER,
    NUMBERS,
    PARTS,
    SEASONS,
    WORD_NUMBER,
    S,
    month_number,
    number_value,
    unit_code,
)

NUMBER_START = frozenset(word.split()[0].split("-")[0] for word in NUMBERS) | DIGIT
VAGUE_START = frozenset(("several", "many", "few", "some", "couple", "dozens", "hundreds", "countless"))
APPROX_START = frozenset(
    (
        "about",
        "around",
        "nearly",
        "almost",
        "roughly",
        "approximately",
        "over",
        "under",
        "more",
        "less",
        "at",
        "up",
        "just",
        "no",
        "as",
        "another",
    )
)


def period(count: float | None, code: str) -> str:
    """An ISO 8601 duration: P3D, PT2H, P2.5Y, PXY; decades and centuries in years."""
    time = "T" if code.startswith("T") else ""
    if code == "E":
        return "PXE" if count is None else f"P{_figure(count * 10)}Y"
    if code == "C":
        return "PXC" if count is None else f"P{_figure(count * 100)}Y"
    return f"P{time}{_figure(count)}{code[-1]}"


def _figure(count: float | None) -> str:
    return "X" if count is None else f"{count:g}"


def _length(count: float | None, unit: str) -> str:
    """The duration of so many units in words; a fortnight is two weeks."""
    if unit.lower().startswith("fortnight") and count is not None:
        count *= 2
    return period(count, unit_code(unit))


def moved_by(base: date, count: float, code: str) -> Found | None:
    """The day, month or year that is so many units from a day."""
    if abs(count) > 3000:
        return None
    if code == "D":
        return day_found(add_days(base, round(count)))
    if code == "W":
        moved = add_days(base, round(7 * count))
        return day_found(moved)
    if code == "M":
        month = add_months(base, round(count))
        return month_found(month.year, month.month) if month else None
    if code == "Y":
        return year_found(base.year + round(count))
    if code == "E":
        decade = base.year // 10 + round(count)
        return Found("DATE", str(decade), f"{decade}X")
    if code == "C":
        return Found("DATE", f"{base.year // 100 + round(count):02d}")
    return Found("DATE", "PAST_REF" if count < 0 else "FUTURE_REF") if code == "Q" else None


AGE_AFTER = re.compile(r"[\s-]{1,2}olds?\b|[\s-]{1,2}of[\s-]age\b", re.IGNORECASE)
SHARE_AFTER = re.compile(
    rf"{S}of{S}(?:the|its|their|his|her|our|my|your|all|those|these|an?|people|\w+['’]?s)\b", re.IGNORECASE
)
# After an amount, "a day" is a rate: "40 barrels a day", "$5 a month", "8 hours a day".
RATE_BEFORE = re.compile(
    r"(?:[$€£¥]\s?\d[\d.,]*|\d[\d.,]*\s(?:[\w-]+\s){1,3}|\b(?:times|percent|per\scent|million|billion|cents|dollars|hundreds?|thousands?)\s"
    r"(?:[\w-]+\s){0,2}|\d\s?%\s?|[\d,]{2,}\s)(?:\([^()]{1,20}\)\s)?$"
)
RATE_STOP = re.compile(
    r"\b(?:in|for|after|within|on|of|than|take|takes|took|lasted|last|spent|over|about|almost|nearly|be|was|is|to|and|or|by)\b"
)
RATE_UNITS = frozenset("day week month quarter year hour minute".split())


def _is_rate(match: Match, context: Context) -> bool:
    """Whether "a day" is a rate: it follows directly on an amount that is not a length of time."""
    if (match.groupdict().get("number") or "").lower() not in ("a", "an") or match[
        "unit"
    ].lower() not in RATE_UNITS:
        return False
    if not re.match(r"an?\s", match.group(), re.IGNORECASE):
        return False
    before = context.text[max(0, match.start() - 40) : match.start()]
    amount = RATE_BEFORE.search(before)
    return amount is not None and not RATE_STOP.search(amount.group())


AS_MANY = re.compile(r"\bas\smany\s[a-z]+$", re.IGNORECASE)


def read_quarter_rate(match: Match, context: Context) -> Found | None:
    """ "35 cents a quarter"; elsewhere "a quarter" is mostly a share."""
    return Found("SET", period(1, "Q")) if _is_rate(match, context) else None


def read_duration(match: Match, context: Context) -> Found | None:
    groups = match.groupdict()
    if AGE_AFTER.match(context.text, match.end()):
        return None
    unit = match["unit"].lower()
    if is_some_day(match, context.text) or is_over_units(match, context.text):
        return None
    if AS_MANY.search(context.text, max(0, match.start() - 8), match.end()):
        return None  # "the third in as many weeks"
    if unit.startswith("quarter") and (
        "quarters" in unit
        and match.group().lower().startswith("three-")
        or match.group().lower() == "one-quarter"
        or SHARE_AFTER.match(context.text, match.end())
    ):
        return None
    if _is_rate(match, context):
        return Found("SET", period(1, unit_code(unit)))
    count = number_value(groups["number"]) if groups.get("number") else None
    if match.re.groupindex.get("number") is None and match["unit"].endswith(("y", "k", "h", "r", "e")):
        count = 1.0  # "month-long"
    if count is not None and (groups.get("half") or groups.get("half2")):
        count += 0.5
    if count == 0.5 and unit in HALVES:
        return Found("DURATION", HALVES[unit])
    ahead = _day_ahead(match, context, count)
    return Found("DURATION", _length(count, unit), ahead.edtf if ahead else None)


# "half an hour", "a half-century"
HALVES = {
    "hour": "PT30M",
    "minute": "PT30S",
    "day": "PT12H",
    "year": "P6M",
    "decade": "P5Y",
    "century": "P50Y",
}


def read_half_unit(match: Match, context: Context) -> Found | None:
    """ "a half-hour delay", "the half century since"."""
    return Found("DURATION", HALVES[match["unit"].lower()])


# "daylong": in one word with its unit.
SOLID = tuple(f"{unit}long" for unit in ("hour", "day", "week", "month", "year", "decade"))
INDEFINITE = re.compile(rf"{S}(?:in|last|next|this|when|soon|recently)\b")


def is_some_day(match: Match, text: str) -> bool:
    """Whether "one day last week", "one night when" and "some day" name a day that is not known rather than a length."""
    words = match.group().lower().split()
    if words[-1] not in ("day", "night") or len(words) != 2:
        return False
    return words[0] == "some" or (words[0] == "one" and bool(INDEFINITE.match(text, match.end())))


OPENING = re.compile(r"\b(?:opening|closing|dying|old|school|heady|glory)\s$", re.IGNORECASE)
MEASURED = re.compile(
    r"(?:^|\b(?:for|last\w*|took|takes?|in|after|of|spent|well|just|by|within|the|is|was|be|been|old)\s)$"
)


def is_over_units(match: Match, text: str) -> bool:
    """Whether "over" leads to the length rather than measures it ("spoke over two days", not "for over two days"), or the
    days of "the opening days" are no length."""
    start, words = match.start(), match.group().lower()
    if words.startswith("over"):
        return not MEASURED.search(text[max(0, start - 12) : start].lower())
    return words == "days" and bool(OPENING.search(text, max(0, start - 10), start))


TO_DO_SOMETHING = re.compile(
    r"\b(?:agree[ds]?|plan(?:s|ned)?|hope[ds]?|intend(?:s|ed)?|promise[ds]?|vow(?:s|ed)|decide[ds]?|aim(?:s|ed)?|ready|likely)"
    r"\sto\s(?!an?\b|the\b)[a-z]+\b[^.;,]{0,50}$"
)


def _day_ahead(match: Match, context: Context, count: float | None) -> Found | None:
    """The day of "in two weeks", if its clause is certainly about the future."""
    before = context.text[max(0, match.start() - 4) : match.start()].lower()
    if count is None or context.reference is None or context.is_narrative or not before.endswith("in "):
        return None
    code = unit_code(match["unit"])
    if code not in "DWMY":
        return None
    is_meant = TO_DO_SOMETHING.search(context.text, max(0, match.start() - 90), match.start())
    if not is_meant and context.direction(match.start(), match.end(), surely=True) <= 0:
        return None
    return moved_by(context.reference, count, code)


FRACTIONS = {"1/2": 0.5, "1/4": 0.25, "3/4": 0.75, "½": 0.5, "¼": 0.25, "¾": 0.75}
FINER = {"Y": ("M", 12), "TH": ("TM", 60), "TM": ("TS", 60)}


def read_fraction(match: Match, context: Context) -> Found | None:
    """ "3 1/2 years": years and months, or hours and minutes; a decimal for other units."""
    code = unit_code(match["unit"])
    whole, part = int(match["whole"] or 0), FRACTIONS[match["fraction"]]
    if code not in FINER:
        return Found("DURATION", period(whole + part, code))
    finer, parts = FINER[code]
    coarse = f"{whole}{code[-1]}" if whole else ""
    return Found("DURATION", f"P{'T' if code[0] == 'T' else ''}{coarse}{part * parts:g}{finer[-1]}")


def read_two_units(match: Match, context: Context) -> Found | None:
    """ "two hours and 15 minutes", "a year and three months"."""
    first, second = unit_code(match["unit"]), unit_code(match["unit2"])
    counts = number_value(match["number"]), number_value(match["number2"])
    order = ("Y", "M", "W", "D", "TH", "TM", "TS")
    if (
        None in counts
        or first not in order
        or second not in order
        or order.index(first) >= order.index(second)
    ):
        return None
    head, tail = period(counts[0], first), period(counts[1], second)
    if second[0] == "T" and first[0] == "T":
        return Found("DURATION", head + tail.removeprefix("PT"))
    return Found("DURATION", head + tail.removeprefix("P"))


def read_amount_range(match: Match, context: Context) -> Found | None:
    """ "four to six weeks", "a week or two": one expression with the value of the first amount."""
    if AGE_AFTER.match(context.text, match.end()):
        return None
    first = number_value(match["number"])
    last = number_value(match["last"]) if match.groupdict().get("last") else None
    if first is None or (last is not None and last <= first):
        return None
    return Found("DURATION", _length(first, match["unit"]))


MAY_LAST = re.compile(r"\b(?:will|would|to|can|could|may|might|must|should|did|not|always|often)\slast$")


def read_past_units(match: Match, context: Context) -> Found | None:
    """ "the past two years", "the next few weeks": spans that end or begin now."""
    if MAY_LAST.search(context.text, max(0, match.start() - 12), match.start() + 4):
        return None  # "it will last 90 days"
    groups = match.groupdict()
    count = number_value(groups["number"]) if groups.get("number") else None
    return Found("DURATION", _length(count, match["unit"]))


def read_units_of(match: Match, context: Context) -> Found | None:
    """ "the first ten months of 2023", "the last two weeks of February": a length whose days are known."""
    count, unit = number_value(match["number"]), match["unit"].lower()
    month = month_number(match["month"]) if match["month"] else None
    given = match["year"] or match["year2"]
    if match["rel"]:
        given = str(context.now.year - (match["rel"].lower() == "last")) if context.now else "0"
    year = int(given) if given else near_year(month or 1, None, context, match.start(), match.end())
    if count is None or count != int(count):
        return None
    edtf = _part_of(year, month, int(count), unit, match["which"].lower() != "first") if year else None
    return Found(
        "DURATION",
        _length(count, unit),
        edtf,
        date(year, month or 1, 1) if year else None,
        "M" if month else "Y",
    )


def _part_of(year: int, month: int | None, count: int, unit: str, is_last: bool) -> str | None:
    """The EDTF of the first or last so many months, weeks or days of a year or month; None if it has not so many."""
    if unit == "quarters":
        count, unit = 3 * count, "months"
    if unit == "months":
        if month or not 1 < count < 12:
            return None
        return (
            f"{year:04d}-{13 - count:02d}/{year:04d}-12"
            if is_last
            else f"{year:04d}-01/{year:04d}-{count:02d}"
        )
    last = date(year, month or 12, calendar.monthrange(year, month or 12)[1])
    first = date(year, month or 1, 1)
    days = count * (7 if unit == "weeks" else 1)
    if not 1 < days <= (last - first).days:
        return None
    span = timedelta(days=days - 1)
    return f"{last - span}/{last}" if is_last else f"{first}/{first + span}"


SETS = {"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "quarterly": "P3M", "annual": "P1Y", "annually": "P1Y", "yearly": "P1Y", "hourly": "PT1H", "nightly": "P1D", "biennial": "P2Y", "biannual": "P6M", "fortnightly": "P2W"}  # fmt: skip


def read_set_word(match: Match, context: Context) -> Found | None:
    if is_periodical(context.text, *match.span("word")):
        return None
    return Found("SET", SETS[match["word"].lower()])


def read_every(match: Match, context: Context) -> Found | None:
    groups = match.groupdict()
    if groups.get("month"):
        return Found("SET", f"XXXX-{month_number(groups['month']):02d}")
    if weekday := groups.get("weekday") or groups.get("weekday2"):
        return Found("SET", f"XXXX-WXX-{DAYS[weekday.lower().removesuffix('s')] + 1}{_part(groups)}")
    if groups.get("part2"):
        return Found("SET", f"XXXX-XX-XX{_part(groups)}")
    if groups.get("season"):
        return Found("SET", f"XXXX-{SEASONS[groups['season'].lower()][0]}")
    if match["unit"].lower().startswith("weekend"):
        return Found("SET", "XXXX-WXX-WE")
    count = number_value(groups["number"]) if groups.get("number") else (2 if groups.get("other") else 1)
    return Found("SET", _length(None if groups.get("few") else count, match["unit"]))


def _part(groups: dict[str, str | None]) -> str:
    part = (groups.get("part") or groups.get("part2") or groups.get("parts") or "").lower().removesuffix("s")
    return f"T{PARTS[part]}" if part else ""


ADJECTIVE = r"(?:full|more|straight|consecutive|long|whole|additional|short|successive|trading|working|business|calendar|bloody|further)"
TIMES = rf"(?:once|twice|(?:{NUMBER}|several|many|a\sfew)\stimes)"
# "the" belongs to an amount that is a noun: "the nine weeks", not "the nine-week siege" or "the Seven Years War".
THE_AMOUNT = rf"(?-i:(?:\d{{1,3}}|{WORD_NUMBER})\s(?:{ADJECTIVE}{S})?[a-z]+s\b(?!['’]|\s[A-Z]|-))"
