"""Claims found by names and by days, so that a look-up costs by what its own days hold."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain
from typing import Generic, TypeVar

from articles.extraction.claims import Claim
from articles.extraction.reported import ANY_ACTION
from timeline.dates import Edtf, parse_edtf

from .likeness import are_read_alike, is_reported, names_of, topics_of, worded
from .sameness import ANYBODY, ENOUGH, NOBODY, SURE, act_keys, likeness_of_acts, on_one_day, sought_acts
from .windows import moved, window_of

Item = TypeVar("Item")


SIZES = (4, 32, 512)  # days kept together, by how long a date is: it touches two cells of its size at most
WIDE = -1  # the place of what is longer than that, which is always considered
ALL = 30_000  # days: what asks for so many is given all of a key instead, for which no cell is numbered


class Index(Generic[Item]):
    """Things by what a claim must share with them to have to do with them: a key, and a time that its date touches.

    Under each key a thing stands once, in the cells of the size of its date. A look-up goes through the cells asked for or
    through those that a key has, whichever are fewer, so that it costs by what its own days hold.
    """

    def __init__(self) -> None:
        # By key and place. Things by their identity: a crowd's event is entered with each of its claims.
        self.held: dict[Hashable, dict[int, dict[int, Item]]] = {}

    def add(self, keys: Iterable[Hashable], when: Edtf, item: Item) -> None:
        """Enter a thing under keys and a date; entered again, it stands there once."""
        places = _places_of(when.earliest, when.latest)
        name = id(item)
        for key in keys:
            held = self.held.setdefault(key, {})
            for place in places:
                if place in held:
                    held[place][name] = item
                else:
                    held[place] = {name: item}

    def near(self, keys: Iterable[Hashable], when: Edtf, slack: timedelta) -> Iterable[Item]:
        """All of one of the keys that may overlap the date, give or take the slack, each once."""
        wanted = _places_in(*spread(when, slack))
        found: dict[int, Item] = {}
        for key in keys:
            if held := self.held.get(key):
                for place in held if wanted is None else held.keys() & wanted:
                    found.update(held[place])
        return found.values()


@lru_cache(maxsize=10_000)
def _places_of(first: date, last: date) -> tuple[int, ...]:
    """Where something of such a date is kept."""
    size = next((size for size in SIZES if (last - first).days < size), None)
    return tuple(_cells(first, last, size)) if size else (WIDE,)


@lru_cache(maxsize=1_000)
def _places_in(first: date, last: date) -> set[int] | None:
    """Where everything is kept that may overlap these days; None for everywhere. Nobody changes the set: it is kept.

    It is no frozenset: only with a set do the keys of a dict go through whichever of the two is smaller.
    """
    if (last - first).days > ALL:
        return None
    return {WIDE, *chain.from_iterable(_cells(first, last, size) for size in SIZES)}


def _cells(first: date, last: date, size: int) -> range:
    """The numbers of the cells of a size that the days touch; no two sizes share a number."""
    step, offset = len(SIZES), SIZES.index(size)
    low, high = first.toordinal() // size, last.toordinal() // size
    return range(low * step + offset, high * step + offset + 1, step)


def own_keys(claim: Claim) -> list[Hashable]:
    """Under what a claim is found by those that may lie in one event with it; see :func:`sought_keys`."""
    group = claim.kind, claim.action
    if claim.action == ANY_ACTION:
        return [(*group, word) for word in sorted({word for topic in topics_of(claim) for word in topic})]
    return [(*group, ANYBODY), *((*group, name) for name in names_of(claim.actors) or (NOBODY,))]


def sought_keys(claim: Claim) -> list[Hashable]:
    """What a claim looks for: a word of the same headline, or somebody who is named in both or nobody in one."""
    group = claim.kind, claim.action
    if claim.action == ANY_ACTION:
        return own_keys(claim)
    names = names_of(claim.actors)
    return [*((*group, name) for name in names), (*group, NOBODY)] if names else [(*group, ANYBODY)]


class Ties:
    """Claims, ready to be asked whether another could come to lie in one event with one of them, or dispute it."""

    def __init__(self, claims: Iterable[Claim] = ()):
        self.index: Index[Claim] = Index()
        for claim in claims:
            self.index.add(keys_of(claim), parse_edtf(claim.edtf), claim)

    def hold(self, claim: Claim) -> bool:
        """Whether the claim :func:`may_meet` any of these. ValueError if its date is no EDTF."""
        slack = window_of(claim.kind)
        near = self.index.near(keys_for(claim), parse_edtf(claim.edtf), slack)
        return any(may_meet(claim, other) for other in near)


def may_meet(one: Claim, two: Claim) -> bool:
    """Whether two claims could come to lie in one event, or the one dispute the other's date: the ties that hold a
    neighbourhood together."""
    if not is_reported(one) and not is_reported(two) and are_read_alike(one, two):
        return True
    likeness = likeness_of_acts(one, two)
    return likeness >= SURE or (likeness >= ENOUGH and on_one_day(one, two))


def keys_of(claim: Claim) -> list[Hashable]:
    """All keys under which a claim is found by those that it :func:`may_meet`, which look under :func:`keys_for`."""
    return [*act_keys_of(claim), *about_keys(claim)]


def keys_for(claim: Claim) -> list[Hashable]:
    """All keys under which a claim looks for those that it :func:`may_meet`."""
    return [*act_keys_for(claim), *sought_about(claim)]


def act_keys_of(claim: Claim) -> list[Hashable]:
    """Those of :func:`keys_of` that say who takes part and what was done."""
    return [("act", *key) for key in act_keys(claim)]


def act_keys_for(claim: Claim) -> list[Hashable]:
    """Those of :func:`keys_for` that say the same; found within :data:`~.windows.NEWS_WINDOW`."""
    return [("act", *key) for key in sought_acts(claim)]


def about_keys(claim: Claim) -> list[Hashable]:
    """Kind and action with who takes part, of what a rule or a model has read, and the words of a model's titles."""
    return [] if is_reported(claim) else [*own_keys(claim), *_word_keys(claim)]


def sought_about(claim: Claim) -> list[Hashable]:
    """What looks for :func:`about_keys`; found within :func:`~.windows.window_of` the kind."""
    return [] if is_reported(claim) else [*sought_keys(claim), *_word_keys(claim)]


def _word_keys(claim: Claim) -> list[Hashable]:
    if claim.read_by == "rules":
        return []
    return [
        (claim.kind, "word", word) for word in sorted({word for title in worded(claim) for word in title})
    ]


def spread(when: Edtf, slack: timedelta) -> tuple[date, date]:
    """The first and the last day of a date, with the slack before and after, within the days that a date can hold."""
    first = when.earliest if when.earliest - date.min < slack else when.earliest - slack
    return first, moved(when.latest, slack)
