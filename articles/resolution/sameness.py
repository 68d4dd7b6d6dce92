"""Whether two claims of one day report one happening: by who takes part, what was done, and the words of their passages."""

from __future__ import annotations

from articles.extraction.claims import Claim
from articles.extraction.reported import ANY_ACTION
from timeline.dates import parse_edtf

from .acts import Telling, telling
from .likeness import is_same_place, names_of, people_of
from .windows import NEWS_WINDOW, moved

ENOUGH = 2.0  # of the score of :func:`sameness`; set on the made-up story "port" and the articles, see docs/evaluation.md
SURE = 3.5  # of the likeness of acts, whatever the days: who, what, most words or a thing, and a number
FEW_WORDS = 3  # that two passages must share to be one by their words alone
MOSTLY = 0.6  # the part of the shorter passage's words


def sameness(one: Claim, two: Claim) -> float:
    """How much speaks for one happening, at most 6.5; 0 where something excludes it, and less than 0 where details speak against
    it. From :data:`ENOUGH` on they are one.

    Symmetric, and of these two claims alone, so that no further article changes it (docs/decisions/0029).
    """
    return likeness_of_acts(one, two) if on_one_day(one, two) else 0.0


def likeness_of_acts(one: Claim, two: Claim) -> float:
    """The same, whatever their dates: the share of names, 1 for a common act, twice the share of words, and what details say."""
    if _are_two_actions(one, two):
        return 0.0
    a, b = telling(one), telling(two)
    mine, theirs = _who(one, a), _who(two, b)
    who = _shared_part(mine, theirs)
    words = _words_shared(a, b)
    if not (a.acts & b.acts) and (a.acts or b.acts):
        return 0.0
    is_worded_alike = words >= MOSTLY and len(a.words & b.words) >= FEW_WORDS
    if not is_worded_alike and (not who or not a.acts):
        return 0.0
    if not who and mine and theirs:
        return 0.0
    if (a.is_speech or b.is_speech) and not _is_one_speaker(one, two, a, b):
        return 0.0
    return who + bool(a.acts & b.acts) + 2 * words + _of_details(one, two, a, b)


def _are_two_actions(one: Claim, two: Claim) -> bool:
    """Whether rules read two actions, which are never one happening."""
    return ANY_ACTION not in (one.action, two.action) and (one.kind, one.action) != (two.kind, two.action)


def _of_details(one: Claim, two: Claim, a: Telling, b: Telling) -> float:
    """What things, numbers and places say for or against."""
    evidence = 0.0
    if a.things and b.things:
        evidence += 1.0 if a.things & b.things else -1.0
    evidence += 0.5 * bool(a.numbers & b.numbers)
    if _have_other_doers(one, two):
        evidence -= 0.5
    if one.place and two.place:
        evidence += 0.5 if is_same_place(one.place, two.place) else -1.0
    if a.script == b.script == "en" and a.names and b.names:
        evidence += 0.5 if a.names & b.names else -0.5
    return evidence


def _have_other_doers(one: Claim, two: Claim) -> bool:
    """Whether the first named of each, mostly who acts, is not named in the other."""
    if not one.actors or not two.actors:
        return False
    return one.actors[0].name not in names_of(two.actors) and two.actors[0].name not in names_of(one.actors)


def act_keys(claim: Claim) -> list[tuple[str, str]]:
    """Under what claims are kept of which :func:`sameness` can be more than 0, for those that look with
    :func:`sought_acts`: somebody and an act that both name, or nobody in one."""
    its = telling(claim)
    return [
        (name, act) for name in (ANYBODY, *(_who(claim, its) or (NOBODY,))) for act in its.acts or (NO_ACT,)
    ]


def sought_acts(claim: Claim) -> list[tuple[str, str]]:
    """The keys that look for what is kept under :func:`act_keys`: names paired with acts."""
    its = telling(claim)
    names = _who(claim, its)
    return [
        (name, act) for name in ((NOBODY, *names) if names else (ANYBODY,)) for act in its.acts or (NO_ACT,)
    ]


ANYBODY, NOBODY, NO_ACT = "\x00anybody", "\x00nobody", "\x00none"  # no name and no act begins so


def _who(claim: Claim, its: Telling) -> frozenset[str]:
    """Who is named, in the lists' spelling and, of people and in English, as written."""
    listed = {name.casefold() for name in names_of(claim.actors)}
    return frozenset(listed) | its.names | {name.casefold().split()[-1] for name in people_of(claim)}


def _shared_part(one: frozenset[str], two: frozenset[str]) -> float:
    return len(one & two) / min(len(one), len(two)) if one and two else 0.0


def _words_shared(a: Telling, b: Telling) -> float:
    """The part of the words of the shorter passage that both have; 0 where their languages differ."""
    if a.script != b.script:
        return 0.0
    return _shared_part(a.words, b.words)


def _is_one_speaker(one: Claim, two: Claim, a: Telling, b: Telling) -> bool:
    if a.script == b.script and a.subject and b.subject and not a.subject & b.subject:
        return False
    if not one.actors or not two.actors:
        return one.actors == two.actors
    return one.actors[0].name == two.actors[0].name


def on_one_day(one: Claim, two: Claim) -> bool:
    """Whether the dates are the same, or an article's day of publication follows the other within the window of news."""
    if one.edtf == two.edtf:
        return True
    if "published" not in (one.basis, two.basis):
        return False
    a, b = parse_edtf(one.edtf), parse_edtf(two.edtf)
    if one.basis == two.basis:
        return abs(a.earliest - b.earliest) <= NEWS_WINDOW
    said, undated = (a, b) if one.basis != "published" else (b, a)
    return said.earliest <= undated.latest and undated.earliest <= moved(said.latest, NEWS_WINDOW)
