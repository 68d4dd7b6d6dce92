"""Titles from the parts of an event: short, in one style, never a sentence of the article."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from articles.extraction.claims import ClaimActor
from articles.extraction.gazetteer import shipped_actors
from articles.extraction.wording import capitalized

FAMILY_FIRST = frozenset(
    ("South Korea", "North Korea", "China", "Korea", "Korean Empire", "Taiwan", "Vietnam")
)
SHARED_FAMILY_NAMES = frozenset(
    "Kim Lee Park Chung Choi Roh Li Wang Han Cho Shin Yun Yi Moon Nguyen Bush Clinton".split()
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


@lru_cache(maxsize=1)
def _single_names() -> dict[str, str]:
    """The one-word names of the gazetteer: "Rhee" for Syngman Rhee. A person without one needs the full name to be recognised."""
    names = {}
    for actor in shipped_actors():
        if actor.kind == "person":
            names[actor.name] = next((n for n in actor.names if n.isascii() and n.isalpha()), actor.name)
    return names


def short_name(actor: ClaimActor) -> str:
    """How a headline would call the actor: "Kishida", "Yoon", but "Kim Dae-jung"."""
    if actor.kind != "person":
        return SHORT_NAMES.get(actor.name, actor.name)
    if actor.name in _single_names():
        return actor.name if actor.name.startswith("Emperor") else _single_names()[actor.name]
    if not actor.is_known:
        return actor.name  # which word is the family name is unknown
    words = actor.name.split()
    family = words[0] if actor.represents in FAMILY_FIRST else words[-1]
    return actor.name if len(words) == 1 or family in SHARED_FAMILY_NAMES else family


def join_names(names: Sequence[str], limit: int = 3) -> str:
    names = list(dict.fromkeys(names))
    if len(names) > limit:
        return f"{', '.join(names[: limit - 1])} and others"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def build_title(kind: str, action: str, actors: Sequence[ClaimActor], place: str, topic: str) -> str:
    """Say an event in a few words. The same parts always give the same title."""
    people = [a for a in actors if a.kind == "person"]
    if kind == "visit" and people:
        actors = [a for a in actors if a.kind != "state" or a.role != "visitor"]
    by_role = {role: [short_name(a) for a in actors if a.role == role] for role in {a.role for a in actors}}
    everyone = [short_name(a) for a in (people or actors)]
    builder = BUILDERS.get((kind, action)) or BUILDERS.get(("", action)) or BUILDERS.get((kind, "")) or _plain
    title = builder(actors, by_role, everyone, place, topic) or _plain(
        actors, by_role, everyone, place, topic
    )
    title = re.sub(r"\s+", " ", title).strip(" ,;")
    if len(title) > MAX_TITLE:
        title = title[:MAX_TITLE].rsplit(" ", 1)[0] + "…"
    return capitalized(title)


Names = dict[str, list[str]]
Builder = Callable[[Sequence[ClaimActor], Names, list[str], str, str], str]


def _where(place: str) -> str:
    return f"{'at' if place in AT else 'in'} {place}" if place else ""


def _summit(actors: Sequence[ClaimActor], roles: Names, everyone: list[str], place: str, topic: str) -> str:
    people = [short_name(a) for a in actors if a.kind == "person"]
    if topic:
        return f"{topic} {_where(place)}"
    names = people or [short_name(a) for a in actors if a.kind == "state"]
    if len(names) == 2 or len(names) == 3 and place and place not in AT:
        return f"{join_names(names)} meet {_where(place)}"
    if place:
        return f"Summit {_where(place)}"
    return (
        f"{join_names(everyone)} {'meet' if len(everyone) > 1 else 'holds talks'}" if everyone else "Summit"
    )


def _visit(actors: Sequence[ClaimActor], roles: Names, everyone: list[str], place: str, topic: str) -> str:
    hosts = roles.get("host", [])
    visitors = roles.get("visitor") or [name for name in everyone if name not in hosts][:1]
    place = place or next(iter(hosts), "")
    verb = "visit" if len(visitors) > 1 else "visits"
    return (
        f"{join_names(visitors)} {verb} {place}"
        if visitors and place
        else f"Visit by {join_names(visitors)}"
        if visitors
        else f"Visit to {place}"
    )


def _sign(actors: Sequence[ClaimActor], roles: Names, everyone: list[str], place: str, topic: str) -> str:
    states = [short_name(a) for a in actors if a.kind == "state"]
    if topic and len(states) > 1 and GENERIC.fullmatch(topic):
        return f"{join_names(states)} sign {topic}"
    if topic:
        return f"{topic} signed"
    return f"{join_names(everyone)} sign an agreement" if everyone else "Agreement signed"


# What states sign with each other, and not the name of one instrument.
GENERIC = re.compile(
    r"(?:Joint|Framework|Peace|Trade|Final)?\s?(?:Declaration|Statement|Agreement|Communiqué|Pact|Treaty|Memorandum|Accord)"
)


def _normalise(
    actors: Sequence[ClaimActor], roles: Names, everyone: list[str], place: str, topic: str
) -> str:
    states = [short_name(a) for a in actors if a.kind == "state"]
    return (
        f"{join_names(states)} normalise relations" if len(states) > 1 else "Diplomatic relations normalised"
    )


def _in_force(actors: Sequence[ClaimActor], roles: Names, everyone: list[str], place: str, topic: str) -> str:
    return f"{topic or 'Agreement'} takes effect"


def _with_phrase(role: str, noun: str) -> Builder:
    """ "Kishida announces he would not run": who did it, and the verb phrase that the passage gives."""

    def build(actors: Sequence[ClaimActor], roles: Names, everyone: list[str], place: str, topic: str) -> str:
        doers = roles.get(role) or everyone[:1]
        if topic and doers:
            return f"{join_names(doers)} {_agree(topic, len(doers))}"
        if doers:
            return f"{noun} by {join_names(doers)}"
        return f"{noun} {_where(place)}"

    return build


def _agree(phrase: str, number: int) -> str:
    """Put the first verb of the phrase into the plural if there are several actors: "issue" for "issues"."""
    verb, _, rest = phrase.partition(" ")
    if number > 1:
        verb = verb[:-2] if verb.endswith(("sses", "shes", "ches")) else verb.removesuffix("s")
    return f"{verb} {rest}".strip()


def _elect(actors: Sequence[ClaimActor], roles: Names, everyone: list[str], place: str, topic: str) -> str:
    parties, states = ([short_name(a) for a in actors if a.kind == kind] for kind in ("party", "state"))
    owners = (parties or states) if topic == "leadership vote" else (states or parties)
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


def _reign(actors: Sequence[ClaimActor], roles: Names, everyone: list[str], place: str, topic: str) -> str:
    ruled = roles.get("target", [])
    rulers = [n for n in roles.get("host", []) + roles.get("participant", []) if n not in ruled]
    what = topic or "rule"
    if rulers and ruled:
        return f"{rulers[0]}'s {what} of {ruled[0]}"
    return f"Period of {what}"


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


def _found(actors: Sequence[ClaimActor], roles: Names, everyone: list[str], place: str, topic: str) -> str:
    founded = [short_name(a) for a in actors if a.kind != "person"][:1]
    return f"{join_names(founded)} founded" if founded else ""


def _open(actors: Sequence[ClaimActor], roles: Names, everyone: list[str], place: str, topic: str) -> str:
    return (
        f"{join_names(everyone)} open talks {_where(place)}"
        if len(everyone) > 1
        else f"Talks open {_where(place)}"
    )


def _clash(actors: Sequence[ClaimActor], roles: Names, everyone: list[str], place: str, topic: str) -> str:
    if topic:
        return _with_phrase("participant", "Attack")(actors, roles, everyone, place, topic)
    if place or not everyone:
        return f"Attack {_where(place)}"
    return f"Attack involving {join_names(everyone)}"


def _as_written(
    actors: Sequence[ClaimActor], roles: Names, everyone: list[str], place: str, topic: str
) -> str:
    if topic[:1].isupper():
        return topic
    return f"{join_names(everyone)}: {topic}" if everyone else topic


BUILDERS: dict[tuple[str, str], Builder] = {
    ("", "clause"): _as_written,
    ("summit", ""): _summit,
    ("visit", ""): _visit,
    ("agreement", ""): _sign,
    ("agreement", "normalise"): _normalise,
    ("agreement", "in-force"): _in_force,
    ("announcement", ""): _with_phrase("speaker", "Announcement"),
    ("statement", ""): _with_phrase("speaker", "Statement"),
    ("election", ""): _elect,
    ("office", "take"): _office("takes office", "take office"),
    ("office", "leave"): _office("steps down", "step down"),
    ("period", ""): _reign,
    ("ruling", ""): _with_phrase("participant", "Ruling"),
    ("protest", ""): _topic_or("Protests"),
    ("anniversary", ""): _topic_or("Anniversary"),
    ("sanction", ""): _with_phrase("participant", "Sanctions"),
    ("conflict", ""): _clash,
    ("other", "found"): _found,
    ("other", "open"): _open,
    ("other", "host"): _with_phrase("host", "Event"),
    ("other", ""): _with_phrase("participant", "Event"),
}
