"""What two claims share: names, people, places, words, dates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from articles.extraction.claims import Claim, ClaimActor
from articles.extraction.gazetteer import shipped_gazetteer
from articles.extraction.reported import ANY_ACTION
from timeline.dates import Precision, parse_edtf

from .windows import DISPUTE_WINDOW, NEWS_WINDOW, OFFICE_WINDOW, moved

PERSONAL = frozenset(
    ("office", "visit", "statement", "announcement", "summit")
)  # who did it makes it what it is
RECURRENT = frozenset(
    ("visit", "summit", "statement", "announcement", "conflict", "protest", "other", "sanction")
)  # what does happen again within days, so that two dates are two happenings
SAME_TOPIC = 0.5  # the part of the words of two headlines that they share when they tell one happening
COARSE = (Precision.YEAR, Precision.DECADE, Precision.CENTURY)


def are_read_alike(one: Claim, two: Claim) -> bool:
    """Whether two claims that rules of happenings.toml, or a model, have read could come to lie in one event, or the one
    dispute the other's date.

    Needed, not sufficient: what :func:`resolve` joins is tied by a chain of such pairs.
    """
    if one.kind != two.kind:
        return False
    from_clause = ANY_ACTION in (one.action, two.action)
    if from_clause and not dates_agree(one, two):
        return False
    if one.action != two.action:
        return from_clause and are_worded_alike(one, two)
    mine, theirs = names_of(one.actors), names_of(two.actors)
    if from_clause:
        return any(alike(a, b) >= SAME_TOPIC for a in topics_of(one) for b in topics_of(two))
    if mine and theirs and not mine & theirs:
        return False
    if dates_agree(one, two):
        return True
    a, b = parse_edtf(one.edtf), parse_edtf(two.edtf)
    gap = max(a.earliest, b.earliest) - min(a.latest, b.latest)
    if one.kind == "office":
        return one.action == "leave" and gap <= OFFICE_WINDOW
    return one.kind not in RECURRENT and gap <= DISPUTE_WINDOW


def is_reported(claim: Claim) -> bool:
    """Whether the rules read the claim in a clause's own words, as no rule of happenings.toml does."""
    return claim.action == ANY_ACTION and claim.read_by == "rules"


def are_near(one: Claim, two: Claim) -> bool:
    """Whether two claims lie within the window of news and could share somebody, so that one could be taken for the other."""
    a, b = parse_edtf(one.edtf), parse_edtf(two.edtf)
    is_close = a.earliest <= moved(b.latest, NEWS_WINDOW) and b.earliest <= moved(a.latest, NEWS_WINDOW)
    mine, theirs = names_of(one.actors), names_of(two.actors)
    return is_close and (not mine or not theirs or bool(mine & theirs))


def are_worded_alike(one: Claim, two: Claim) -> bool:
    """Whether a model gave both titles that share their words, and somebody takes part in both."""
    if "rules" in (one.read_by, two.read_by) or not names_of(one.actors) & names_of(two.actors):
        return False
    return any(alike(a, b) >= SAME_TOPIC for a in worded(one) for b in worded(two))


def worded(claim: Claim) -> set[frozenset[str]]:
    """The words of a model's titles."""
    return {words for _, title in claim.titles if (words := words_of(title))}


def topics_of(claim: Claim) -> set[frozenset[str]]:
    """The words by which a claim is compared: those of what it was about, and of its titles in any language."""
    return {words for words in (words_of(claim.topic), *worded(claim)) if words}


def dates_agree(one: Claim, two: Claim) -> bool:
    """Whether the dates overlap, with the window of news where one is only that of publication; periods must share both years."""
    a, b = parse_edtf(one.edtf), parse_edtf(two.edtf)
    if "published" in (one.basis, two.basis):
        return a.earliest <= moved(b.latest, NEWS_WINDOW) and b.earliest <= moved(a.latest, NEWS_WINDOW)
    if one.kind == "period":
        return a.text == b.text or (a.earliest.year == b.earliest.year and a.latest.year == b.latest.year)
    return a.overlaps(b)


def is_vague(claim: Claim) -> bool:
    """Whether the date is a year or coarser."""
    return parse_edtf(claim.edtf).precision in COARSE


def names_of(actors: Iterable[ClaimActor]) -> set[str]:
    """The canonical names of the actors and of those whom they represent."""
    return {name for a in actors for name in (a.name, a.represents) if name}


def people_of(claim: Claim) -> set[str]:
    """The canonical names of the people who take part."""
    return {a.name for a in claim.actors if a.kind == "person"}


def alike(one: frozenset[str], two: frozenset[str]) -> float:
    """The part of the smaller set that both share, from 0 to 1; 0 if either is empty."""
    return len(one & two) / min(len(one), len(two)) if one and two else 0.0


def is_same_place(one: str, two: str) -> bool:
    """Whether two places are one, or one is the capital of the other: a visitor to Seoul is in South Korea."""
    return one == two or capitals().get(one) == two or capitals().get(two) == one


@lru_cache(maxsize=1)
def capitals() -> dict[str, str]:
    """The canonical name of the state of each capital, from the shipped gazetteer (states.toml)."""
    return {capital: state.name for capital, state in shipped_gazetteer().capitals.items()}


SMALL = frozenset("a an the of on in and to for with its their new that would will he she it".split())


# Where no blanks divide the words, each two signs side by side stand for one; not of kana that only inflect.
SIGNS = re.compile(r"[\u30a1-\u30fa\u30fc\u3400-\u9fff]{2,}|[\uac00-\ud7af]{2,}")


def of_one_script(words: frozenset[str]) -> str:
    """ "hangul", "signs" or "letters": words can be compared where these are equal."""
    sign = max(words)[0] if words else "a"
    return "hangul" if "\uac00" <= sign <= "\ud7af" else "signs" if sign >= "\u3041" else "letters"


@lru_cache(maxsize=50_000)
def words_of(topic: str) -> frozenset[str]:
    """The words of a topic or title that are compared: in small letters without function words; in Korean and Japanese pairs of
    signs."""
    if runs := SIGNS.findall(topic):
        return frozenset(run[n : n + 2] for run in runs for n in range(len(run) - 1))
    return (
        frozenset(w.strip("’'.,").removesuffix("'s").removesuffix("’s") for w in topic.lower().split())
        - SMALL
    )
