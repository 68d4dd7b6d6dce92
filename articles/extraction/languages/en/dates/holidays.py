"""Holidays in English: fixed ones, those on a weekday of a month, and those that depend on Easter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from articles.extraction.timex.context import (
    Context,
    Found,
    Match,
    day_found,
    nearest_year,
    story_year,
    year_of_phrase,
)

from .vocabulary import PARTS, S


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (J.-M. Oudin's form of the computus, 1940)."""
    century, golden = year // 100, year % 19
    epact = (century - century // 4 - (century - (century - 17) // 25) // 3 + 19 * golden + 15) % 30
    epact -= (epact // 28) * (1 - (epact // 28) * (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    past = epact - weekday  # days from 28 March
    month = 3 + (past + 40) // 44
    return date(year, month, past + 28 - 31 * (month // 4))


def weekday_of_month(year: int, month: int, weekday: int, which: int) -> date:
    """The first (1), second (2) ... or last (-1) such weekday of a month; Monday is 0."""
    if which < 0:
        end = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return end - timedelta(days=(end.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))


FIXED = {
    "christmas|christmas day": (12, 25), "christmas eve": (12, 24), "new year's day": (1, 1), "new year's eve": (12, 31),
    "boxing day": (12, 26), "valentine's day": (2, 14), "halloween": (10, 31), "st patrick's day": (3, 17),
    "april fools' day|april fool's day": (4, 1), "may day": (5, 1), "veterans day|armistice day|remembrance day": (11, 11),
    "juneteenth": (6, 19), "fourth of july": (7, 4), "bastille day": (7, 14), "earth day": (4, 22), "anzac day": (4, 25),
    "canada day": (7, 1), "australia day": (1, 26), "all saints' day": (11, 1), "bonfire night": (11, 5),
    "international women's day": (3, 8),
}  # fmt: skip
# Month, weekday (Monday is 0), which of them, and how many days after it.
OF_MONTH = {
    "martin luther king day|mlk day": (1, 0, 3, 0), "presidents' day|presidents day": (2, 0, 3, 0), "memorial day": (5, 0, -1, 0),
    "labor day": (9, 0, 1, 0), "columbus day": (10, 0, 2, 0), "election day": (11, 0, 1, 1),
    "thanksgiving|thanksgiving day": (11, 3, 4, 0), "black friday": (11, 3, 4, 1), "cyber monday": (11, 3, 4, 4),
    "father's day": (6, 6, 3, 0),
}  # fmt: skip
FROM_EASTER = {
    "easter|easter sunday|easter day": 0, "easter monday|easter weekend monday": 1, "good friday": -2, "maundy thursday": -3,
    "easter saturday|holy saturday": -1, "palm sunday": -7, "ash wednesday": -46, "shrove tuesday|mardi gras": -47,
    "ascension day": 39, "pentecost|whit sunday": 49, "whit monday": 50, "corpus christi": 60,
}  # fmt: skip


def _of_month(rule: tuple[int, int, int, int], year: int) -> date:
    month, weekday, which, after = rule
    return weekday_of_month(year, month, weekday, which) + timedelta(days=after)


def _from_easter(step: int, year: int) -> date:
    return easter(year) + timedelta(days=step)


def _days() -> dict[str, Callable[[int], date]]:
    """Each holiday by its name in lower case, with a function that gives its day in a year."""
    days: dict[str, Callable[[int], date]] = {}

    def add(names: str, day: Callable[[int], date]) -> None:
        days.update(dict.fromkeys(names.split("|"), day))

    for names, (month, number) in FIXED.items():
        add(names, partial(date, month=month, day=number))
    for names, weekday in OF_MONTH.items():
        add(names, partial(_of_month, weekday))
    for names, step in FROM_EASTER.items():
        add(names, partial(_from_easter, step))
    return days


HOLIDAYS = _days()


def read_holiday(match: Match, context: Context) -> Found | None:
    name = " ".join(match["holiday"].lower().replace("’", "'").replace(".", "").split())
    name = name.replace("saint ", "st ").replace("valentines", "valentine's")
    day = HOLIDAYS[name]
    year = _year(match, day, context)
    if year is None:
        month, number = FIXED_DAYS.get(name, (0, 0))
        return Found("DATE", f"XXXX-{month:02d}-{number:02d}" if month else "XXXX-XX-XX")
    part = match["part"]
    suffix, kind = (f"T{PARTS[part.lower()]}", "TIME") if part else ("", "DATE")
    return day_found(day(year), suffix, kind) if 1582 < year < 9999 else None


FIXED_DAYS = {name: day for names, day in FIXED.items() for name in names.split("|")}


def _year(match: Match, day: Callable[[int], date], context: Context) -> int | None:
    which = (match["which"] or "").lower()
    if match["year"]:
        return int(match["year"])
    if match["of"]:
        return year_of_phrase(match["of"], context)
    now = context.now
    if now is None or not 1583 < now.year < 9998:
        return None
    if which in ("last", "this past"):
        return now.year - (day(now.year) >= now)
    if which in ("next", "this coming"):
        return now.year + (day(now.year) <= now)
    if which == "this":
        return now.year
    if context.is_narrative:
        return story_year(day(now.year).month, context)
    return nearest_year(day, now, context, match.start(), match.end())


def _name_pattern(name: str) -> str:
    words = name.replace("'", "['’]").split()
    spelled = [w if w == "of" else w[0].upper() + w[1:] for w in words]
    spelled = [
        r"St\.?" if w == "St" else "MLK" if w == "Mlk" else "(?:Anzac|ANZAC)" if w == "Anzac" else w
        for w in spelled
    ]
    return S.join(spelled)


NAMES = "|".join(_name_pattern(name) for name in sorted(HOLIDAYS, key=len, reverse=True))
STARTS = frozenset(name.split()[0].split("'")[0] for name in HOLIDAYS) | {"last", "next", "this"}
# All others contain "day", a weekday, a month or "night".
CORE_WORDS = frozenset("christmas halloween juneteenth thanksgiving easter mardi pentecost corpus".split())
