"""Numbers by which stored events are found that new claims could have to do with: what is told, and about when.

What is kept under :func:`kept_keys` is found with :func:`sought_keys`: both take the names, acts and words by which
:class:`~articles.resolution.index.Ties` compares claims, each with a stretch of days.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from articles.extraction.claims import Claim
from timeline.dates import Edtf, parse_edtf

from .index import about_keys, act_keys_for, act_keys_of, sought_about, spread
from .windows import NEWS_WINDOW, window_of

STRETCH = 8  # days kept together: a day and the window of news about it lie in one or two
MOST_DAYS = 48  # what touches more is kept by month
MOST_MONTHS = 60  # what touches more is always looked at
FURTHEST = 1200  # months back for which a claim of very many is compared with those of few days
LAST = 2100 * 12
MADE_BY = ("acts.toml", "acts.py", "sameness.py", "likeness.py", "index.py", "ties.py")

Level = tuple[str, int]


@lru_cache(maxsize=1)
def version() -> str:
    """The lists and modules that keys depend on: those made by others are made anew."""
    here = Path(__file__).parent
    return blake2b(b"".join((here / name).read_bytes() for name in MADE_BY), digest_size=16).hexdigest()


def kept_keys(claim: Claim) -> set[int]:
    """Under which numbers the event of a claim is kept."""
    levels = list(_kept_at(parse_edtf(claim.edtf)))
    return {_number(key, level) for key in (*act_keys_of(claim), *about_keys(claim)) for level in levels}


def sought_keys(claim: Claim) -> set[int]:
    """Under which numbers a claim looks for those that it may meet."""
    when = parse_edtf(claim.edtf)
    found = {_number(key, level) for key in act_keys_for(claim) for level in _sought_at(when, NEWS_WINDOW)}
    about = sought_about(claim)
    levels = list(_sought_at(when, window_of(claim.kind))) if about else []
    return found | {_number(key, level) for key in about for level in levels}


def _number(key: Hashable, level: Level) -> int:
    """A signed 64-bit number, the same on every machine."""
    return int.from_bytes(blake2b(repr((key, level)).encode(), digest_size=8).digest(), signed=True)


def _kept_at(when: Edtf) -> Iterator[Level]:
    if (when.latest - when.earliest).days <= MOST_DAYS:
        for number in range(when.earliest.toordinal() // STRETCH, when.latest.toordinal() // STRETCH + 1):
            yield "days", number
        return
    first, last = _month(when.earliest), _month(when.latest)
    if last - first < MOST_MONTHS:
        for number in range(first, last + 1):
            yield "month", number
    else:
        yield "ever", 0


def _sought_at(when: Edtf, slack: timedelta) -> Iterator[Level]:
    first, last = spread(when, slack)
    yield "ever", 0
    upper = min(_month(last), LAST)
    for number in range(max(_month(first), upper - FURTHEST), upper + 1):
        yield "month", number
    stretches = FURTHEST * 31 // STRETCH
    top = min(last.toordinal(), LAST // 12 * 366) // STRETCH
    for number in range(max(first.toordinal() // STRETCH, top - stretches), top + 1):
        yield "days", number


def _month(day: date) -> int:
    return day.year * 12 + day.month
