"""Numbers by which stored events are found that new claims could have to do with: what is told, and about when.

What is kept under :func:`kept_keys` is found with :func:`sought_keys`: both take the names, acts and words by which
:class:`~articles.resolution.index.Ties` compares claims, each with a stretch of days.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Sequence
from datetime import date
from functools import lru_cache
from hashlib import blake2b

from articles.extraction.claims import Claim
from timeline.dates import Edtf, parse_edtf

from .acts import word_lists
from .index import about_keys, act_keys_for, act_keys_of, sought_about, spread
from .windows import NEWS_WINDOW, window_of

STRETCH = 8  # days kept together: a day and the window of news about it lie in one or two
MOST_DAYS = 48  # what touches more is kept by month
MOST_MONTHS = 60  # what touches more is always looked at
FEW = 10  # stretches asked for one by one; of more, all between the first and the last
# A key is a hash with a time in its last bits, so that those of one hash lie in the order of their times.
TIMES = 20  # bits
MONTHS = 1 << 19  # before them stretches of days; the year 9999 ends in stretch 456,474 and month 119,999
EVER = (1 << TIMES) - 1
# Raise it with every change of code that gives a claim other keys to be kept under: a test says when.
RULES = 1
Between = tuple[int, int]  # the first and the last of some keys


@lru_cache(maxsize=1)
def version() -> str:
    """What keys are made with, as a hash in 32 hexadecimal digits: :data:`RULES`, and the words that these look for. Keys of
    another version are made anew."""
    made_with = json.dumps([RULES, word_lists()], sort_keys=True)
    return blake2b(made_with.encode(), digest_size=16).hexdigest()


def kept_keys(claim: Claim) -> set[int]:
    """The keys, signed 64-bit numbers, under which the event of a claim is kept. ValueError if its date is no EDTF."""
    times = _kept_at(parse_edtf(claim.edtf))
    return {_key(about) | time for about in (*act_keys_of(claim), *about_keys(claim)) for time in times}


def sought_keys(claim: Claim) -> tuple[set[int], set[Between]]:
    """The keys under which a claim looks for those that it may meet, and stretches of keys, from the first to the last of each."""
    keys: set[int] = set()
    between: set[Between] = set()
    when = parse_edtf(claim.edtf)
    for sought, slack in ((act_keys_for(claim), NEWS_WINDOW), (sought_about(claim), window_of(claim.kind))):
        first, last = spread(when, slack)
        for about in sought:
            base = _key(about)
            keys.add(base | EVER)
            for low, high in (_stretches(first, last), _months(first, last)):
                if high - low < FEW:
                    keys.update(base | time for time in range(low, high + 1))
                else:
                    between.add((base | low, base | high))
    return keys, between


@lru_cache(maxsize=100_000)
def _key(about: Hashable) -> int:
    """A signed 64-bit number, the same on every machine, with room for a time."""
    number = int.from_bytes(blake2b(repr(about).encode(), digest_size=8).digest(), signed=True)
    return number >> TIMES << TIMES


def _kept_at(when: Edtf) -> Sequence[int]:
    if (when.latest - when.earliest).days <= MOST_DAYS:
        low, high = _stretches(when.earliest, when.latest)
    else:
        low, high = _months(when.earliest, when.latest)
    return range(low, high + 1) if high - low < MOST_MONTHS else (EVER,)


def _stretches(first: date, last: date) -> Between:
    return first.toordinal() // STRETCH, last.toordinal() // STRETCH


def _months(first: date, last: date) -> Between:
    return MONTHS + first.year * 12 + first.month - 1, MONTHS + last.year * 12 + last.month - 1
