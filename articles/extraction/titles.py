"""Titles from the parts of an event: short, in one style, never a sentence of the article."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from .claims import ClaimActor

FAMILY_FIRST = frozenset(
    ("South Korea", "North Korea", "China", "Korea", "Korean Empire", "Taiwan", "Vietnam")
)
SHARED_FAMILY_NAMES = frozenset(
    "Kim Lee Park Chung Choi Roh Li Wang Kono Han Cho Shin Yun Moon Nguyen Bush Clinton".split()
)
SHORT_NAMES = {
    "Liberal Democratic Party": "LDP",
    "United Nations": "UN",
    "United Nations Security Council": "UN Security Council",
    "European Union": "EU",
    "World Trade Organization": "WTO",
}
MAX_TITLE = 90  # characters; the longest that a list on a phone shows in two lines
AT = frozenset(("Camp David", "Panmunjom", "Dokdo", "Takeshima"))


def short_name(actor: ClaimActor) -> str:
    """How a headline would call the actor: "Kishida", "Yoon", but "Kim Dae-jung"."""
    if actor.kind != "person":
        return SHORT_NAMES.get(actor.name, actor.name)
    words = actor.name.split()
    family = words[0] if actor.represents in FAMILY_FIRST else words[-1]
    if (
        len(words) == 1
        or family in SHARED_FAMILY_NAMES
        or actor.name.startswith(("Emperor", "King", "Queen", "Pope"))
    ):
        return actor.name
    return family


def join_names(names: Sequence[str], limit: int = 3) -> str:
    names = list(dict.fromkeys(names))
    if len(names) > limit:
        return f"{', '.join(names[: limit - 1])} and others"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def build_title(kind: str, action: str, actors: Sequence[ClaimActor], place: str, topic: str) -> str:
    """Say an event in a few words. The same parts always give the same title."""
    people = [a for a in actors if a.kind == "person"]
    by_role = {role: [short_name(a) for a in actors if a.role == role] for role in {a.role for a in actors}}
    everyone = [short_name(a) for a in (people or actors)]
    builder = BUILDERS.get((kind, action)) or BUILDERS.get((kind, "")) or _plain
    title = builder(actors, by_role, everyone, place, topic) or _plain(
        actors, by_role, everyone, place, topic
    )
    title = re.sub(r"\s+", " ", title).strip(" ,;")
    if len(title) > MAX_TITLE:
        title = title[:MAX_TITLE].rsplit(" ", 1)[0] + "…"
    return title[0].upper() + title[1:]


Names = dict[str, list[str]]
Builder = Callable[[Sequence[ClaimActor], Names, list[str], str, str], str]


def _where(place: str) -> str:
    return f"{'at' if place in AT else 'in'} {place}" if place else ""


def _summit(actors: Sequence[ClaimActor], roles: Names, everyone: list[str], place: str, topic: str) -> str:
    people = [short_name(a) for a in actors if a.kind == "person"]
    if topic:
        return f"{topic} {_where(place)}"
    if len(people) == 2:
        return f"{join_names(people)} meet {_where(place)}"
    if place:
        return f"Summit {_where(place)}"
    return (
        f"{join_names(everyone)} {'meet' if len(everyone) > 1 else 'holds talks'}" if everyone else "Summit"
    )


def _visit(actors: Sequence[ClaimActor], roles: Names, everyone: list[str], place: str, topic: str) -> str:
    visitors = roles.get("visitor") or everyone[:1]
    verb = "visit" if len(visitors) > 1 else "visits"
    return (
        f"{join_names(visitors)} {verb} {place}"
        if visitors and place
        else f"Visit by {join_names(visitors)}"
        if visitors
        else f"Visit to {place}"
    )


def _sign(actors: Sequence[ClaimActor], roles: Names, everyone: list[str], place: str, topic: str) -> str:
    if topic:
        return f"{topic} signed"
    return f"{join_names(everyone)} sign an agreement" if everyone else "Agreement signed"


def _normalise(
    actors: Sequence[ClaimActor], roles: Names, everyone: list[str], place: str, topic: str
) -> str:
    states = [short_name(a) for a in actors if a.kind == "state"]
    return (
        f"{join_names(states)} normalise relations" if len(states) > 1 else "Diplomatic relations normalised"
    )


def _in_force(actors: Sequence[ClaimActor], roles: Names, everyone: list[str], place: str, topic: str) -> str:
    return f"{topic or 'Agreement'} takes effect"


def _announce(actors: Sequence[ClaimActor], roles: Names, everyone: list[str], place: str, topic: str) -> str:
    speakers = roles.get("speaker") or everyone[:1]
    if topic and speakers:
        return f"{join_names(speakers)} {topic}"
    return f"Announcement by {join_names(speakers)}" if speakers else "Announcement"


def _statement(
    actors: Sequence[ClaimActor], roles: Names, everyone: list[str], place: str, topic: str
) -> str:
    speakers = roles.get("speaker") or everyone[:2]
    if topic and speakers:
        return f"{join_names(speakers)} {topic}"
    return f"Statement by {join_names(speakers)}" if speakers else "Statement"


def _elect(actors: Sequence[ClaimActor], roles: Names, everyone: list[str], place: str, topic: str) -> str:
    owners = [short_name(a) for a in actors if a.kind == "party"] or [
        short_name(a) for a in actors if a.kind == "state"
    ]
    if topic:
        return f"{owners[0]} {topic}" if owners else topic
    winners = roles.get("candidate", [])
    return f"{join_names(winners)} elected" if winners else f"{owners[0]} election" if owners else "Election"


def _office(verb: str, many: str) -> Builder:
    def build(actors: Sequence[ClaimActor], roles: Names, everyone: list[str], place: str, topic: str) -> str:
        holders = roles.get("holder") or everyone[:1]
        if not holders:
            return f"Someone {verb}"
        return f"{join_names(holders)} {many if len(holders) > 1 else verb}"

    return build


def _rule(actors: Sequence[ClaimActor], roles: Names, everyone: list[str], place: str, topic: str) -> str:
    return topic or "Period of rule"


def _topic_or(words: str, *, with_actor: bool = False) -> Builder:
    def build(actors: Sequence[ClaimActor], roles: Names, everyone: list[str], place: str, topic: str) -> str:
        if topic:
            return topic
        return f"{everyone[0]}: {words.lower()}" if with_actor and everyone else f"{words} {_where(place)}"

    return build


def _plain(actors: Sequence[ClaimActor], roles: Names, everyone: list[str], place: str, topic: str) -> str:
    subject = join_names(everyone)
    return (
        f"{subject}: {topic}"
        if subject and topic
        else topic or (f"Event involving {subject}" if subject else "Event")
    )


BUILDERS: dict[tuple[str, str], Builder] = {
    ("summit", ""): _summit,
    ("visit", ""): _visit,
    ("agreement", ""): _sign,
    ("agreement", "normalise"): _normalise,
    ("agreement", "in-force"): _in_force,
    ("announcement", ""): _announce,
    ("statement", ""): _statement,
    ("election", ""): _elect,
    ("office", "take"): _office("takes office", "take office"),
    ("office", "leave"): _office("steps down", "step down"),
    ("period", ""): _rule,
    ("ruling", ""): _topic_or("Court ruling", with_actor=False),
    ("protest", ""): _topic_or("Protests"),
    ("anniversary", ""): _topic_or("Anniversary"),
    ("sanction", ""): _topic_or("Sanctions", with_actor=True),
    ("conflict", ""): _topic_or("Clash", with_actor=True),
    ("other", ""): _topic_or("Event", with_actor=True),
}
