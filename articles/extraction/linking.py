"""The date, people and place that belong to a happening: the nearest ones within the clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .actors import Mention
from .claims import ClaimActor
from .clause import Clause
from .gazetteer import Gazetteer
from .kinds import Happening
from .timex.mentions import DateMention

CLAUSE_BREAK = re.compile(r"[,;:—–()]|\b(?:and|but|while|as|who|which|where|whose|that|after|before|ahead)\b")
BREAK_COST = 12  # the distance in characters that a clause boundary counts for
MAX_COST = 170
SHORT_ITEM = 30  # characters; a clause with a verb of its own is longer
SUBJECT_REACH = 160  # characters from a verb to its subject
OFFICE_GROUPS = frozenset(("office",))


def link_dates(
    sentence: str,
    happenings: Sequence[Happening],
    dates: Sequence[DateMention],
    clauses: Sequence[Clause] = (),
    *,
    dates_first: bool = False,
) -> list[DateMention | None]:
    """The date of each happening, or None. Offsets of ``dates`` are within the sentence.

    A date belongs to the nearest happening; another may share it only if no happening is between them, or if the date
    opens the sentence and so applies to all of it. In languages whose verbs end their clauses, dates come before the
    happening (``dates_first``).
    """
    chosen: list[DateMention | None] = []
    for happening in happenings:
        best: tuple[int, int] | None = None
        for index, mention in enumerate(dates):
            if dates_first and mention.start >= happening.end and dates[0].end <= happening.start:
                continue
            cost = _distance(sentence, happening, mention)
            if cost > MAX_COST or (best is not None and cost >= best[0]):
                continue
            if not _blocked(sentence, happening, mention, happenings) and not _is_another_verbs(
                sentence, happening, mention, clauses
            ):
                best = (cost, index)
        chosen.append(dates[best[1]] if best else None)
    return chosen


LED_UP = re.compile(
    r",?\s(?:(?:and|but)\s)?(?:after|following|amid|despite|because of|in response to|in protest)\b[^,;]*$"
)
BESIDE = 16  # characters: "agreed unanimously on Monday"


def _is_another_verbs(
    sentence: str, happening: Happening, mention: DateMention, clauses: Sequence[Clause]
) -> bool:
    """Whether the date belongs to another verb.

    A date before the happening does if it follows directly on that verb ("agreed last week to hold talks"); a date after
    it does if a verb with a different subject is between them ("accused of the attacks, he was indicted in June").
    """
    others = [c for c in clauses if not (c.start < happening.end and happening.start < c.end)]
    if mention.end <= happening.start:
        gap = (
            happening.start - mention.end
        )  # of a happening behind "on Friday after weeks of ..." the day is another
        is_led_up_to = bool(LED_UP.match(sentence, mention.end, happening.start)) and gap < MAX_COST
        return is_led_up_to or any(0 <= mention.start - c.end <= BESIDE for c in others)
    return any(
        happening.end <= c.start
        and c.end <= mention.start
        and not c.subject[0] <= happening.start < c.subject[1]
        for c in others
    )


def _distance(sentence: str, happening: Happening, mention: DateMention) -> int:
    """The distance in characters and clause boundaries; boundaries are not counted beyond the longest link."""
    if mention.end <= happening.start:
        gap = sentence[mention.end : happening.start]
    elif mention.start >= happening.end:
        gap = sentence[happening.end : mention.start]
    else:
        return 0
    return len(gap) if len(gap) > MAX_COST else len(gap) + BREAK_COST * len(CLAUSE_BREAK.findall(gap))


def _blocked(sentence: str, happening: Happening, mention: DateMention, others: Sequence[Happening]) -> bool:
    """Whether another happening between the two is closer to the date."""
    if mention.start <= 12 and mention.end <= happening.start:
        return False
    low, high = sorted((happening.start, mention.start))
    for other in others:
        if other is happening or not low < other.start < high:
            continue
        if _distance(sentence, other, mention) < _distance(sentence, happening, mention):
            return True
    return False


def link_actors(
    sentence: str, happening: Happening, mentions: Sequence[Mention], others: Sequence[Happening]
) -> list[ClaimActor]:
    """The actors and their roles. Offsets of ``mentions`` are within the sentence."""
    kind = happening.rule.kind
    start, end = _clause(sentence, happening)
    usable = [m for m in mentions if not _is_modifier(m, mentions, sentence)]
    usable = [m for m in usable if start <= m.start < end] or usable
    if kind == "period":
        return _unique([claim_actor(m, _period_role(sentence, m)) for m in usable if m.actor.kind == "state"])
    if kind in OFFICE_GROUPS:
        holder = _nearest_person(sentence, happening, usable)
        return [claim_actor(holder, happening.rule.subject)] if holder else []
    passive = re.match(r"\W*by\b", sentence[happening.end : happening.end + 5])
    if kind in ("announcement", "statement"):
        usable = [m for m in usable if not passive or m.start >= happening.end]
    first = next((m for m in reversed(usable) if m.end <= happening.start and m.actor.kind != "place"), None)
    chosen: list[ClaimActor] = []
    for mention in usable:
        if kind in ("visit", "announcement", "statement", "election") and mention.form == "people":
            continue
        role = _role(sentence, happening, mention, first, passive=bool(passive))
        chosen.append(claim_actor(mention, role))
    return _unique(chosen)


COORDINATE = re.compile(r"[,;]\s(?:and|but|while|whereas|so)\s(?=(?:the|a|an|his|her|its|their)?\s?[A-Z])")


def _clause(sentence: str, happening: Happening) -> tuple[int, int]:
    """Where the main clause of the happening begins and ends: at ", and" before a new subject."""
    first, last = 0, len(sentence)
    for match in COORDINATE.finditer(sentence):
        if (
            match.start() - max(sentence.rfind(",", 0, match.start()), -1) < SHORT_ITEM
            and "," in sentence[: match.start()]
        ):
            continue  # the last of a list: "South Korea, Japan, and the United States"
        if match.end() <= happening.start:
            first = match.end()
        elif match.start() >= happening.end:
            last = min(last, match.start())
    return first, last


def _period_role(sentence: str, mention: Mention) -> str:
    """The role in a period of rule: "target", the ruled, after "of", "over" or "in"; else a participant."""
    return "target" if re.search(r"\b(?:of|over|in) (?:the )?$", sentence[: mention.start]) else "participant"


OBJECT_MARK = re.compile(r"[을를を에へ]|로\s")  # marks whom or what somebody visits


def _role(
    sentence: str, happening: Happening, mention: Mention, first: Mention | None, *, passive: bool
) -> str:
    rule = happening.rule
    if rule.kind == "visit" and OBJECT_MARK.match(sentence, mention.end):
        return "host"
    if rule.subject == rule.object:
        return rule.subject
    if passive:
        return rule.subject if happening.end <= mention.start <= happening.end + 40 else "participant"
    if mention.end <= happening.start:
        beside = first is not None and (
            mention is first
            or re.fullmatch(r"[\w\s,’'.-]{0,60}\band\b[\w\s’'.-]{0,60}", sentence[mention.end : first.start])
        )
        return rule.subject if beside and happening.start - mention.end < SUBJECT_REACH else "participant"
    return rule.object


def _is_modifier(mention: Mention, mentions: Sequence[Mention], sentence: str) -> bool:
    """Whether a state only modifies the next actor: "South Korean" in "South Korean President Yoon"."""
    if mention.actor.kind != "state":
        return False
    if mention.form == "name" and not re.match(r"(?:’s|'s|’|')\s", sentence[mention.end : mention.end + 3]):
        return False
    return any(
        0 <= other.start - mention.end <= 60
        and mention.actor.name in (other.actor.represents, other.actor.name)
        or (0 <= other.start - mention.end <= 60 and other.form == "shape")
        for other in mentions
        if other is not mention and other.actor.kind != "state"
    )


def _nearest_person(sentence: str, happening: Happening, mentions: Sequence[Mention]) -> Mention | None:
    people = [m for m in mentions if m.actor.kind == "person" and m.form != "group"]
    before = [m for m in people if m.end <= happening.start and happening.start - m.end <= SUBJECT_REACH]
    if before:
        return before[-1]
    after = [m for m in people if m.start >= happening.end and m.start - happening.end <= SUBJECT_REACH]
    return after[0] if after else None


def claim_actor(mention: Mention, role: str) -> ClaimActor:
    actor = mention.actor
    return ClaimActor(actor.name, actor.kind, role, actor.represents, mention.form != "shape")


def _unique(actors: Sequence[ClaimActor]) -> list[ClaimActor]:
    kept: dict[str, ClaimActor] = {}
    for actor in actors:
        if actor.name not in kept or (kept[actor.name].role == "participant" and actor.role != "participant"):
            kept[actor.name] = actor if actor.name not in kept else replace(kept[actor.name], role=actor.role)
    return list(kept.values())


PLACE = re.compile(
    r"\b(?:in|at|to|on)\ (?:the\ )?(?P<place>[A-Z][\w’'-]+(?:\ (?:[A-Z][\w’'-]+|(?:de|of(?:\ the)?)\ [A-Z]\w+)){0,3})"
)
WHERE = re.compile(rf"{PLACE.pattern},?\ where\b[^,;]{{0,40}}$")  # "to Seoul, where he met Yoon"
# What is no place, though "in" or "on" leads to it: a place begins with no day, office or part of a text, and ends with no
# day ("on Waitangi Day"), text ("to the Paris Agreement") or bond ("on Basic Relations").
NO_PLACE = re.compile(
    r"""^(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?
          |(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|President|Prime|Foreign|Minister|Mr|Article|Parliament|World)\b
      |\b(?:Day|Eve|Week|Weekend|Anniversary|Act|Bill|Treaty|Agreement|Accords?|Convention|Protocol|Relations)$""",
    re.VERBOSE,
)


def find_place(sentence: str, happening: Happening, mentions: Sequence[Mention], gazetteer: Gazetteer) -> str:
    """The named place nearest to the happening, or ""; a state counts only for some kinds, such as visits."""
    where = WHERE.search(sentence[: happening.start])
    if where and not NO_PLACE.search(where["place"]):
        return _canonical(where["place"], gazetteer)
    best: tuple[int, str] | None = None
    for match in PLACE.finditer(sentence):
        place, at = match["place"], match.start("place")
        if NO_PLACE.search(place):
            continue
        actor = next((m.actor for m in mentions if m.start == at and m.form in ("name", "people")), None)
        if actor is not None and (
            actor.kind != "state" or happening.rule.kind not in ("visit", "conflict", "other", "election")
        ):
            continue
        if re.match(r"(?:’s|'s)", place[-2:]) or (
            match.group().startswith("to ") and happening.rule.kind != "visit"
        ):
            continue
        after = at >= happening.start
        cost = at - happening.end if after else happening.start - match.end() + 15
        if cost > MAX_COST:
            continue
        cost += BREAK_COST * len(
            CLAUSE_BREAK.findall(
                sentence[happening.end : at] if after else sentence[match.end() : happening.start]
            )
        )
        if cost <= MAX_COST and (best is None or cost < best[0]):
            best = (cost, actor.name if actor else place)
    direct = re.match(
        r"\ (?:to\ |in\ )?(?:the\ )?(?:[A-Z][\w-]+\ (?:capital|city|port|town|resort|island)(?:\ of)?,?\ )?(?P<place>[A-Z][\w-]+(?:\ [A-Z][\w-]+){0,2})",
        sentence[happening.end :],
    )
    if happening.rule.kind == "visit" and direct and not NO_PLACE.search(direct["place"]):
        return _canonical(direct["place"], gazetteer)
    return best[1] if best else ""


def _canonical(place: str, gazetteer: Gazetteer) -> str:
    known = gazetteer.by_name.get(place) or gazetteer.people.get(place)
    return known.name if known else place
