"""Dates that follow from a passage: anniversaries, and "a year before X"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from timeline.dates import Precision, parse_edtf

from .claims import Claim, ClaimActor
from .gazetteer import KnownActor
from .kinds import Happening, KindRule, find_happenings
from .languages.en import LANGUAGE as ENGLISH
from .languages.en.dates.vocabulary import ORDINALS as FIRST_ORDINALS
from .languages.en.titles import build_title
from .wording import EXTRACT, RULE, capitalized

ORDINALS = FIRST_ORDINALS | {"fiftieth": 50, "sixtieth": 60, "fortieth": 40, "thirtieth": 30, "twentieth": 20}
COUNTS = {
    w: n for n, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}
COUNTS |= {"a": 1, "an": 1}
AHEAD = re.compile(r"\b(?:upcoming|next year(?:’s|'s)?|forthcoming|coming)\b", re.IGNORECASE)
DISTANCE = re.compile(
    r"""\b(?P<about>(?:approximately|about|around|nearly|almost|roughly|some)\ )?
        (?P<count>an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,3})\ (?P<unit>day|week|month|year)s?[ ]
        (?P<way>before|after|ahead\ of|following|prior\ to)\ """,
    re.VERBOSE | re.IGNORECASE,
)
MAX_BACK = 200  # claims that are searched for the visit; the longest news has half as many
UP_TO = re.compile(r"[\w’' -]{0,40}")  # between a distance and the happening it refers to
TWO_STATES = re.compile(r"\b(?:two|both)\ (?:countries|nations|sides)\b")
TOPIC_END = re.compile(r"\ (?:between|with|in|on|and|next|this)(?:\ .*)?$")
THIS_EVENT = re.compile(
    r"\b(?:[Tt]his|[Tt]he|[Tt]heir|[Hh]is)\ (?:meeting|visit|summit|trip|talks|meetings)\b"
)


@dataclass(frozen=True, slots=True)
class Distance:
    """A date worked out from another event: its EDTF and the words that give the distance."""

    edtf: str
    words: str


def find_distances(
    sentence: str, happening: Happening, earlier: Iterable[Claim], published: date | None
) -> Distance | None:
    """Work out "this visit comes a year before X" for X, from the visit reported before it; None if the sentence says no such thing.

    ``earlier`` gives the claims before it, the last one first.
    """
    match = next(
        (m for m in DISTANCE.finditer(sentence) if UP_TO.fullmatch(sentence, m.end(), happening.start)), None
    )
    subject = THIS_EVENT.search(sentence[: match.start()]) if match else None
    if not match or not subject:
        return None
    visit = next((c for c in islice(earlier, MAX_BACK) if c.kind in ("summit", "visit") and c.edtf), None)
    if visit is None:
        return None
    anchor = parse_edtf(visit.edtf).earliest
    count = COUNTS.get(match["count"].lower()) or int(match["count"])
    forward = match["way"].lower() in (
        "before",
        "ahead of",
        "prior to",
    )  # the visit is before X, so X comes after it
    shifted = shift(anchor, count if forward else -count, match["unit"].lower())
    if shifted is None:
        return None
    length = {"year": 4, "month": 7}.get(match["unit"].lower(), 10)
    edtf = shifted.isoformat()[:length] + ("~" if match["about"] else "")
    return Distance(edtf, match.group().rstrip())


def shift(day: date, count: int, unit: str) -> date | None:
    """Move a day by days, weeks, months or years; None if the result is outside the calendar."""
    try:
        if unit in ("day", "week"):
            return day + timedelta(days=count * (7 if unit == "week" else 1))
        months = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError, calendar.IllegalMonthError):
        return None


def anniversary_claims(
    claim: Claim, sentence: str, happening: Happening, published: date | None, states: Sequence[KnownActor]
) -> list[Claim]:
    """The anniversary, and the event that it commemorates."""
    years = _ordinal(happening.topic)
    base = _anniversary_date(claim, sentence, happening, published)
    if years is None or base is None:
        return []
    topic = TOPIC_END.sub("", happening.topic)
    anniversary = replace(
        claim,
        edtf=base,
        basis="said" if claim.edtf else "derived",
        actors=_whose(claim, sentence, states),
        topic=topic,
        is_planned=_ahead(base, published),
        place="",
        titles=(("en", capitalized(topic)),),
        title_basis=RULE,
    )
    commemorated, year = _commemorated(happening.topic), int(base[:4]) - years
    if commemorated is None or year < 1:
        return [anniversary]
    return [anniversary, _original(anniversary, happening.topic, commemorated.rule, year)]


def _whose(claim: Claim, sentence: str, states: Sequence[KnownActor]) -> tuple[ClaimActor, ...]:
    """The states whose anniversary it is, or else the other actors; "the two countries" are the two that the text names most."""
    if sum(a.kind == "state" for a in claim.actors) < 2 and TWO_STATES.search(sentence):
        return tuple(ClaimActor(s.name, "state", "participant") for s in states[:2])
    return tuple(a for a in claim.actors if a.kind != "person") or claim.actors


def _original(anniversary: Claim, topic: str, rule: KindRule, year: int) -> Claim:
    """The commemorated event; its title is built by a rule if two states take part, else taken from the passage."""
    is_whole = sum(a.kind == "state" for a in anniversary.actors) > 1
    named = topic.partition(" of ")[2].removeprefix("the ")
    title = build_title(rule.kind, rule.action, anniversary.actors, "", "") if is_whole else named
    return replace(
        anniversary,
        kind=rule.kind,
        action=rule.action,
        edtf=f"{year:04d}",
        date_words=" ".join(topic.split()[:2]),
        basis="derived",
        topic="",
        is_planned=False,
        rule=f"anniversary-of-{rule.name}",
        confidence=0.7,
        titles=(("en", capitalized(title)),),
        title_basis=RULE if is_whole else EXTRACT,
    )


def _ordinal(topic: str) -> int | None:
    word = topic.split()[0].lower() if topic else ""
    if word[:-2].isdigit():
        return int(word[:-2])
    return ORDINALS.get(word)


def _anniversary_date(
    claim: Claim, sentence: str, happening: Happening, published: date | None
) -> str | None:
    if claim.edtf and parse_edtf(claim.edtf).precision in (Precision.DAY, Precision.MONTH, Precision.YEAR):
        return claim.edtf
    if published and AHEAD.search(sentence[max(0, happening.start - 30) : happening.start]):
        # An anniversary later in the same year would be given with its day; "upcoming" alone means next year.
        return f"{published.year + 1:04d}"
    return None


def _ahead(edtf: str, published: date | None) -> bool:
    return bool(published and parse_edtf(edtf).earliest > published)


def _commemorated(topic: str) -> Happening | None:
    what = topic.partition("nniversary")[2]
    return next((h for h in find_happenings(what, ENGLISH) if h.rule.kind != "anniversary"), None)
