"""Times told by what they are near to: weekdays, "last month", "two weeks ago", durations, sets, and vague times."""

from __future__ import annotations

import re
from datetime import date, timedelta

from .absolute import DIGIT, Match, rule
from .context import Context, Found, add_days, add_months, day_found, month_found, week_found, year_found
from .vocabulary import (
    APPROX,
    BIG_UNIT,
    DAYS,
    EDGE,
    GAP,
    NUMBER,
    NUMBERS,
    PART,
    PARTS,
    SEASONS,
    UNIT,
    UNITS,
    VAGUE_NUMBER,
    WEEKDAY,
    WEEKDAY_SHORT,
    S,
    number_value,
    unit_code,
)

DAY_START = frozenset(DAYS)
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
        "only",
        "no",
        "as",
        "another",
    )
)
THIS = frozenset(
    (
        "this",
        "that",
        "the",
        "last",
        "next",
        "past",
        "previous",
        "coming",
        "same",
        "following",
        "current",
        "early",
        "late",
        "later",
        "earlier",
        "mid",
        "each",
        "every",
    )
)
STEP = {
    "last": -1,
    "past": -1,
    "previous": -1,
    "preceding": -1,
    "prior": -1,
    "next": 1,
    "coming": 1,
    "following": 1,
    "upcoming": 1,
    "subsequent": 1,
}
BIG = r"(?P<unit>day|week|weekend|month|quarter|year|decade|century|fortnight)"


NAMED_DAY = re.compile(
    r"\b(?:Black|Bloody|Good|Easter|Palm|Ash|Super|Holy|Cyber)\s$"
)  # "Black Monday" is a name


def _weekday(match: Match, context: Context) -> Found | None:
    """A day of the week: in the past or to come as its clause is told; "Tuesday" said on a Tuesday is that day."""
    groups = match.groupdict()
    if NAMED_DAY.search(match.string, max(0, match.start() - 8), match.start()):
        return None
    number = DAYS[match["weekday"].lower().rstrip(".")]
    part = PARTS.get((groups.get("part") or "").lower())
    suffix, kind = (f"T{part}", "TIME") if part else ("", "DATE")
    reference = context.now
    if reference is None or (context.is_narrative and context.grain != "D"):
        return Found(kind, f"XXXX-WXX-{number + 1}{suffix}")
    which = (groups.get("which") or "").lower()
    gap = (number - reference.weekday()) % 7
    way = STEP.get(which, 0) or (0 if which == "this" else context.direction(match.start(), match.end()))
    if way < 0 or (way == 0 and not which and gap > 3):
        gap -= 7 if gap or which in ("last", "previous", "past") else 0
    elif which in ("next", "following") and gap == 0:
        gap = 7
    if groups.get("week") == "next":
        gap = (number - reference.weekday()) + 7
    elif groups.get("week") == "last":
        gap = (number - reference.weekday()) - 7
    return day_found(add_days(reference, gap), suffix, kind)


def _named_day(match: Match, context: Context) -> Found | None:
    groups = match.groupdict()
    word = match["word"].lower()
    part = (
        groups.get("part") or groups.get("part2") or ("night" if word in ("tonight", "overnight") else "")
    ).lower()
    suffix, kind = (f"T{PARTS[part]}", "TIME") if part else ("", "DATE")
    reference = context.reference
    if reference is None or context.is_narrative:
        return Found(kind, "PRESENT_REF" if word == "today" and not part else f"XXXX-XX-XX{suffix}")
    step = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
    return day_found(add_days(reference, step), suffix, kind)


def _part_of_day(match: Match, context: Context) -> Found | None:
    """ "this morning", "last night", "that evening"."""
    which, part = match["which"].lower(), PARTS[match["part"].lower()]
    base = context.focus if which.startswith(("that", "the")) else context.now
    if base is None or (context.is_narrative and context.grain != "D"):
        return Found("TIME", f"XXXX-XX-XXT{part}")
    step = (
        -1
        if which.startswith(("last", "the previous"))
        else 1
        if re.match(r"(?:the\s)?(?:next|following)", which)
        else 0
    )
    return day_found(add_days(base, step), f"T{part}", "TIME")


def _unit_near(base: date, unit: str, step: int, mark: str = "") -> Found | None:
    """The day, week, month ... that lies ``step`` units from the base."""
    if unit == "day":
        return day_found(add_days(base, step))
    if unit == "weekend":
        week = week_found(base + timedelta(weeks=step))
        if not week or not week.anchor:
            return None
        saturday = week.anchor + timedelta(days=5)
        return Found(
            "DATE",
            f"{week.value}-WE",
            f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}",
            saturday,
            "D",
        )
    if unit in ("week", "fortnight"):
        moved = add_days(base, 7 * step)
        return week_found(moved) if moved else None
    if unit == "month":
        moved = add_months(base, step)
        return month_found(moved.year, moved.month, mark) if moved else None
    if unit == "quarter":
        moved = add_months(base, 3 * step)
        if moved is None:
            return None
        quarter = (moved.month - 1) // 3
        return Found(
            "DATE",
            f"{moved.year:04d}-Q{quarter + 1}",
            f"{moved.year:04d}-{3 * quarter + 1:02d}/{moved.year:04d}-{3 * quarter + 3:02d}",
            moved,
            "M",
        )
    if unit == "decade":
        return Found("DATE", str(base.year // 10 + step), f"{base.year // 10 + step}X")
    if unit == "century":
        return Found("DATE", f"{base.year // 100 + step:02d}", f"{base.year // 100 + step:02d}XX")
    return year_found(base.year + step, mark)


def _the_day(match: Match, context: Context) -> Found | None:
    """ "to end the day at 98": the day told last if it is near, else the reference day."""
    told, now = context.focus, context.now
    if not DAY_GOES.search(context.text, max(0, match.start() - 12), match.start()) or now is None:
        return None
    near = context.grain == "D" and told is not None and abs((now - told).days) < 7
    return day_found(told if near else now) if near or not context.is_narrative else None


def _same_unit(match: Match, context: Context) -> Found | None:
    """ "in the same month a year ago": the month or quarter told last, in another year."""
    told, unit = context.focus or context.reference, match["unit"].lower()
    if told is None or context.grain not in ("D", "M"):
        return None
    moved = add_months(told, -12)
    return _unit_near(moved, "quarter" if unit == "quarter" else "month", 0) if moved else None


DAY_GOES = re.compile(
    r"\b(?:end|ended|ending|close|closed|closing|finish|finished|finishing|start|started|starting|(?:later|earlier|early|late)\sin)\s$",
    re.IGNORECASE,
)
UNKNOWN_UNIT = {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX", "year": "XXXX", "decade": "XXX", "century": "XX", "fortnight": "XXXX-WXX"}  # fmt: skip


def _unit(match: Match, context: Context) -> Found | None:
    """ "last month", "the previous day", "this year", "the end of the week"."""
    groups = match.groupdict()
    which = (groups.get("which") or "the").lower().split()[-1]
    unit = match["unit"].lower()
    part = (groups.get("early") or groups.get("edge") or "").lower()
    mark = (
        "~" if part and not part.startswith(("later ", "earlier ")) else ""
    )  # "later this month" is some day of it
    step = STEP.get(which, 0)
    anaphoric = which in ("same", "that", "following", "previous", "preceding", "prior", "subsequent") or (
        (groups.get("which") or "").lower().startswith("the ") and which == "next"
    )
    if "past" in which and unit in ("year", "decade", "century"):
        return Found("DURATION", _period(1, UNITS[unit]))  # TIMEX3: "the past decade" is a span up to now
    base = context.now
    if (
        anaphoric
        and context.focus is not None
        and (context.is_narrative or which in ("same", "that", "following", "subsequent"))
    ):
        base = context.focus
    if base is None and context.before_christ:
        return _years_before_christ(context.before_christ - step, unit)
    if base is None:
        return Found("DATE", UNKNOWN_UNIT[unit])
    if context.is_narrative and unit in ("day", "week") and context.grain not in ("D", "W"):
        return Found("DATE", UNKNOWN_UNIT[unit])
    if unit == "weekend" and which in ("the", "this") and base.weekday() < WEEKEND:
        # Said on a working day, the weekend is the one behind or ahead by the clause's tense.
        step = -1 if context.direction(match.start(), match.end()) < 0 else 0
    return _unit_near(base, unit, step, mark)


WEEKEND = 4  # Friday and the days after it are near enough for the coming weekend


def _years_before_christ(year: int, unit: str) -> Found:
    """ "the following year" of a story before Christ; what is finer than its years stays open."""
    if unit == "year" and year > 0:
        return Found("DATE", f"BC{year:04d}", before_christ=year)
    return Found("DATE", UNKNOWN_UNIT[unit])


def _ago(match: Match, context: Context) -> Found | None:
    """ "two weeks ago", "a year later", "three days earlier"."""
    groups = match.groupdict()
    unit = match["unit"].lower()
    code = unit_code(unit)
    way = match["way"].lower()
    past = way.startswith(("ago", "earlier", "before", "previously", "prior"))
    count = number_value(groups.get("number") or "")
    if groups.get("vague") or (count is None and not groups.get("number")):
        return Found("DATE", "PAST_REF" if past else "FUTURE_REF")
    base = (
        context.reference
        if way.startswith(("ago", "from")) and not context.is_narrative
        else (context.focus or context.now)
    )
    if (
        not context.is_narrative
        and context.reference
        and way.startswith(("earlier", "before", "previously", "prior"))
    ):
        base = context.reference
    if count is None:
        return None
    if base is None and context.before_christ and code == "Y":
        return _years_before_christ(context.before_christ + round(count if past else -count), "year")
    if base is None:
        return Found("DURATION", _period(count, code))
    if context.is_narrative and code in "DW" and context.grain not in ("D", "W"):
        return Found("DATE", "XXXX-XX-XX")
    return _moved(base, -count if past else count, code)


def _moved(base: date, count: float, code: str) -> Found | None:
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


def _period(count: float | None, code: str) -> str:
    """An ISO 8601 duration: P3D, PT2H, P2.5Y, PXY; decades and centuries in years."""
    time = "T" if code.startswith("T") else ""
    if code == "E":
        return "PXE" if count is None else f"P{_figure(count * 10)}Y"
    if code == "C":
        return "PXC" if count is None else f"P{_figure(count * 100)}Y"
    return f"P{time}{_figure(count)}{code[-1]}"


def _figure(count: float | None) -> str:
    return "X" if count is None else f"{count:g}"


AGE_AFTER = re.compile(r"[\s-]{1,2}olds?\b|[\s-]{1,2}of[\s-]age\b", re.IGNORECASE)


def _duration(match: Match, context: Context) -> Found | None:
    groups = match.groupdict()
    if AGE_AFTER.match(context.text, match.end()):
        return None
    count = number_value(groups["number"]) if groups.get("number") else None
    if match.re.groupindex.get("number") is None and match["unit"].endswith(("y", "k", "h", "r", "e")):
        count = 1.0  # "month-long"
    if count is not None and (groups.get("half") or groups.get("half2")):
        count += 0.5
    return Found("DURATION", _period(count, unit_code(match["unit"])))


def _past_units(match: Match, context: Context) -> Found | None:
    """ "the past two years", "the next few weeks": spans that end or begin now."""
    groups = match.groupdict()
    count = number_value(groups["number"]) if groups.get("number") else None
    return Found("DURATION", _period(count, unit_code(match["unit"])))


SETS = {"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "quarterly": "P3M", "annual": "P1Y", "annually": "P1Y", "yearly": "P1Y", "hourly": "PT1H", "nightly": "P1D", "biennial": "P2Y", "biannual": "P6M", "fortnightly": "P2W"}  # fmt: skip


def _set_word(match: Match, context: Context) -> Found | None:
    return Found("SET", SETS[match["word"].lower()])


def _every(match: Match, context: Context) -> Found | None:
    groups = match.groupdict()
    if groups.get("weekday"):
        return Found("SET", f"XXXX-WXX-{DAYS[groups['weekday'].lower().rstrip('s')] + 1}")
    if groups.get("part"):
        return Found("SET", f"XXXX-XX-XXT{PARTS[groups['part'].lower()]}")
    if groups.get("season"):
        return Found("SET", f"XXXX-{SEASONS[groups['season'].lower()][0]}")
    count = number_value(groups["number"]) if groups.get("number") else (2 if groups.get("other") else 1)
    return Found("SET", _period(count, unit_code(match["unit"])))


VAGUE = {
    "PRESENT_REF": "now|currently|right now|at present|at the moment|the present|present-day|nowadays|these days|the time being|at this time|presently|this time|today's world|current|ongoing",
    "PAST_REF": "recently|more recently|the past|recent|the recent past|lately|once upon a time|long ago|a long time ago|not long ago|previously|recent times",
    "FUTURE_REF": "the future|the near future|the foreseeable future|future|the coming days|the coming weeks|the coming months|the coming years|soon|very soon|in due course|the long term|the short term|the near term",
}
VAGUE_VALUES = {words: value for value, group in VAGUE.items() for words in group.split("|")}


def _vague(match: Match, context: Context) -> Found | None:
    words = " ".join(match["words"].lower().split())
    return Found("DATE", VAGUE_VALUES[words])


CURRENTLY = "|".join(
    re.escape(w).replace("\\ ", S)
    for w in sorted(VAGUE_VALUES, key=len, reverse=True)
    if w not in ("soon", "previously", "lately", "long ago", "a long time ago")
)

WHICH = rf"(?:the{S}(?:very{S}|immediately{S})?(?:same|previous|preceding|prior|following|next|past|last|coming|current|subsequent|upcoming)|this{S}(?:past|coming)|this{S}same|that{S}(?:very|same)|this|that|last|next|previous|current)"
RELATIVE_RULES = (
    rule("weekday-part", DAY_START | frozenset(("last", "next", "this", "early", "late", "on")), rf"(?:(?:early|late){S}(?:on{S})?)?(?:(?P<which>last|next|this|previous|following){S})?(?P<weekday>{WEEKDAY}){S}(?P<part>{PART})\b", _weekday, "Friday afternoon", "Friday after noon"),
    rule("weekday", DAY_START | frozenset(("last", "next", "this", "early", "late", "earlier", "later", "the", "previous", "following")), rf"(?:(?:early|late|earlier|later){S}(?:on{S})?)?(?:(?:the{S})?(?P<which>last|next|this{S}coming|this|previous|following|past){S})?(?P<weekday>{WEEKDAY})(?:{S}(?P<week>next|last){S}week)?\b(?!-)", _weekday, "They met on Friday.", "a Fridays-only rule"),
    rule("weekday-short", DAY_START, rf"(?P<weekday>{WEEKDAY_SHORT})(?=[\s,)]{GAP}(?:\d|[A-Z]))", _weekday, "Open Mon. 9 to 5", "Sun worship"),
    rule("named-day", frozenset(("today", "yesterday", "tomorrow", "tonight", "overnight", "early", "late", "later", "earlier")), rf"(?:(?:early|late|later|earlier){S})?(?P<word>today|yesterday|tomorrow|tonight)(?:(?:{S}|['’]s{S})(?P<part>{PART}))?\b", _named_day, "They met yesterday.", "the days"),
    rule("part-of-day", frozenset(("this", "last", "that", "the", "early", "late")), rf"(?:(?:early|late){S})?(?P<which>this|last|that|that{S}same|the{S}(?:same|next|following|previous)){S}(?P<part>{PART})\b", _part_of_day, "this morning", "the morning"),
    rule("unit-edge", THIS | frozenset(("end", "beginning", "start")), rf"(?P<edge>{EDGE}|(?:the{S})?(?:later|latter|early|earlier){S}(?:half|part){S}of{S})(?:(?P<which>this|that|last|next|the|the{S}same|current|previous|following|coming){S})?{BIG}\b(?!{S}ago)", _unit, "by the end of the year", "the end of the road"),
    rule("unit-part", THIS, rf"(?P<early>(?:early|late|later|earlier|mid){S}(?:in{S}|on{S})?|mid-)(?P<which>this|that|last|next|the|the{S}same|the{S}following|the{S}next){S}{BIG}\b", _unit, "later this month", "later the same"),
    rule("unit", THIS | frozenset(("previous", "current")), rf"(?P<which>{WHICH}){S}(?:calendar{S}|fiscal{S}|financial{S})?{BIG}\b(?!s|['’]?s{S}worth|{S}(?:ago|earlier)|-)", _unit, "last month", "at last"),
    rule("same-unit", frozenset(("the",)), rf"the{S}same{S}(?P<unit>month|period|quarter){S}(?:of{S})?(?:a{S}year{S}(?:ago|earlier|before)|(?:the{S})?(?:last|previous){S}year)\b", _same_unit, "Sales in February fell from the same month a year ago.", "the same month"),
    rule("trading-day", frozenset(("the",)), rf"the{S}(?P<unit>day)\b(?!{S}(?:of|when|that|before|after|he|she|they|it)\b|['’])", _the_day, "Shares rose to end the day at 98.", "the day of reckoning"),
    rule("unit-bare", frozenset(("the",)), rf"(?P<which>the){S}(?P<unit>day|week|month|year|weekend)\b(?=['’]s\b|[\s]{{0,2}}[.,;)]|{S}(?:before|after)\b|$)(?!s)", _unit, "Shares fell on the day.", "the day of reckoning"),
    rule("ago", NUMBER_START | VAGUE_START | APPROX_START, rf"(?:{APPROX})?(?:(?P<number>{NUMBER}|an?|another)|(?P<vague>{VAGUE_NUMBER}))[\s-]{{1,2}}(?P<unit>{BIG_UNIT}|hours?|minutes?){S}(?P<way>ago|earlier|later(?!{S}than)|previously|from{S}now|before(?=[\s]?[.,;)]|$|{S}(?:and|but|that|when|in|at|on)\b)|prior(?!{S}to)|after(?=[\s]?[.,;]|$))", _ago, "two weeks ago", "ages ago"),
    rule("units-ago", frozenset(("days", "weeks", "months", "years", "decades")), rf"(?P<unit>days|weeks|months|years|decades){S}(?P<way>ago|earlier|later)\b", _ago, "years ago", "years of toil"),
    rule("past-units", THIS | frozenset(("past", "first", "final")), rf"(?:the{S}|these{S})?(?:past|last|next|coming|previous|following|preceding|first|final|recent|remaining|intervening){S}(?:(?P<number>{NUMBER})|(?P<vague>{VAGUE_NUMBER}))[\s-]{{1,2}}(?:or{S}so{S})?(?P<unit>{UNIT})\b", _past_units, "the past two years", "the past"),
    rule("recent-units", frozenset(("recent", "the", "past", "coming", "last")), rf"(?:the{S})?(?:recent|past|coming|last|following|intervening){S}(?P<unit>days|weeks|months|years|decades)\b", _past_units, "recent years", "recent events"),
    rule("duration", NUMBER_START | VAGUE_START | APPROX_START | frozenset(("half",)), rf"(?:{APPROX})?(?:(?P<number>half{S}an?|{NUMBER}|an?(?={S}(?!seconds?\b|quarters?\b))|another)(?:{S}(?P<half>and{S}a{S}half))?|(?P<vague>{VAGUE_NUMBER}))(?:{S}(?:(?:full|more|straight|consecutive|long|whole|additional|short|successive|trading|working|business|calendar|bloody|further){S})?|[\u2010\u2011-])(?P<unit>{UNIT})(?:{S}and{S}a{S}(?P<half2>half))?(?:-long)?(?![\w]|['’]\w{{2}})", _duration, "three-year term", "three terms"),
    rule("units-bare", frozenset(("seconds", "minutes", "hours", "days", "weeks", "months", "years", "decades", "centuries")), r"(?P<unit>minutes|hours|days|weeks|months|years|decades|centuries)(?:-long)?\b(?!['’])", _duration, "It took years.", "yearscape"),
    rule("unit-long", frozenset(("day", "week", "month", "year", "decade", "hour", "century")), r"(?P<unit>day|week|month|year|decade|hour|century)-long\b", _duration, "the month-long siege", "a long month"),
    rule("set-word", frozenset(SETS), rf"(?P<word>{'|'.join(sorted(SETS, key=len, reverse=True))})\b", _set_word, "held annually", "an annulled vote"),
    rule("every", frozenset(("every", "each", "per", "once", "twice")), rf"(?:(?:once|twice){S})?(?:every|each|per)(?:{S}(?:(?P<other>other)|(?P<number>{NUMBER})))?{S}(?:(?P<unit>{UNIT})|(?P<weekday>{WEEKDAY})|(?P<part>{PART})|(?P<season>spring|summer|autumn|winter))\b", _every, "every two years", "every one"),
    rule("weekdays", DAY_START | frozenset(f"{d}s" for d in DAY_START), rf"(?P<weekday>{WEEKDAY}s)\b", _every, "on Sundays", "on Sunday"),
    rule("vague", frozenset(w.split()[0].split("-")[0] for w in VAGUE_VALUES), rf"(?P<words>{CURRENTLY})\b(?!-)", _vague, "They are now allies.", "nowhere"),
)  # fmt: skip
