"""The actors that a model names, if the article names them too, under the names that the rules would give."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from articles.extraction.actors import TITLE, TITLES_IN_SIGNS, Mention
from articles.extraction.claims import ClaimActor
from timeline.clean_text import fit

from .lists import listed
from .material import Material
from .passages import plain
from .request import ACTOR_KINDS, ROLES
from .sounds import WRITTEN_NAME, sounds_alike

OFFICE_IN_SIGNS = re.compile(rf"(?:前|元|新|両|同|전\s?)?(?:{TITLES_IN_SIGNS})")
ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
GOVERNMENT = re.compile(
    r"(?:the )?(?:government(?: of)?|authorities|administration|officials?|정부|당국|政府|当局)",
    re.IGNORECASE,
)
TITLED = re.compile(rf"^(?:(?:{TITLE}|Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady)\ )+", re.VERBOSE)
TITLE_BEHIND = re.compile(
    rf"\s?(?:前|元|新|次期|전|신임)?\s?(?:{TITLES_IN_SIGNS}|조사관|調査官|委員長|被告|容疑者|さん|씨|여사)$"
)
OF_COUNTRY = re.compile(r"^[ァ-ヴー一-龥]{2,12}の(?=[ァ-ヴ一-龥])")  # "南アフリカの" before a name
NAME_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
MOST_ACTORS = 12
MOST_NAME = 120  # characters; anything longer is a sentence
MOST_PIECES = 12  # words, as in the longest names of bodies and offices
# Capitalised words that are not a name by themselves.
EMPTY = frozenset(
    "The A An He She They It His Her Their Its We I You Who This That Mr Mrs Ms Dr Sir Lady".split()
)
PRONOUNS = frozenset("그 그녀 그는 그들 이들 彼 彼女 彼ら 同氏 両者 両国 양국 両首脳 양측".split())


@dataclass(slots=True)
class Named:
    """The actors, English names that sound as the article writes them, and the number of names that the article lacks."""

    actors: list[ClaimActor] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    refused: int = 0


def ground_actors(material: Material, given: Iterable[Any]) -> Named:
    """The actors that the article names, each once.

    Known actors get the name and kind in the gazetteer; of an unknown name only the words in the article are kept.
    """
    named = Named()
    for row in list(given)[:MOST_ACTORS]:
        actor = _ground(material, row) if isinstance(row, dict) else None
        if actor is None:
            named.refused += 1
        elif all(actor.name != known.name for known in named.actors):
            named.actors.append(actor)
            name = _line(row.get("name"))
            if not LATIN.search(actor.name) and sounds_alike(actor.name, name):
                named.heard.append(name)
    return named


def _ground(material: Material, row: dict[str, Any]) -> ClaimActor | None:
    name, words = (_line(row.get(key)) for key in ("name", "words"))
    role = next((known for known in ROLES if known == row.get("role")), "participant")
    kind = str(row.get("kind") or "").replace("organization", "organisation")
    if mention := _mentioned(material, words, kind) or _of_name(material, name):
        actor = mention.actor
        return ClaimActor(actor.name, actor.kind, role, actor.represents, mention.form != "shape")
    if kind not in ACTOR_KINDS or kind == "state":  # all states are known
        kind = "organisation"
    written = (
        _written(material, name, kind, whole=True)
        or _heard(material, name, kind)
        or _written(material, words, kind)
        or _written(material, name, kind)
    )
    known = material.gazetteer.by_name.get(written)
    if known is not None:
        return ClaimActor(known.name, known.kind, role, known.represents, is_known=True)
    return ClaimActor(written, kind, role, is_known=False) if written else None


def _line(value: Any) -> str:
    line = " ".join(fit(value).split()) if isinstance(value, str) else ""
    return line if len(line) <= MOST_NAME else ""


def _mentioned(material: Material, words: str, kind: str) -> Mention | None:
    """The mention in these words of the article: a person also with a title or a country, a state as its government, any
    other actor only without further words. So a family name or a title alone means whomever the text names by it."""
    words = ARTICLE.sub("", words)
    for span in material.printed.find_all(words)[:10] if words else ():
        inside = [m for m in material.mentions_in([span]) if span.start <= m.start and m.end <= span.end]
        people = {m.actor.name: m for m in inside if m.actor.kind == "person"}
        if kind == "person" and len(people) == 1:
            return next(iter(people.values()))
        rest = material.text[span.start : span.end]
        for mention in inside:
            other = f"{rest[: mention.start - span.start]} {rest[mention.end - span.start :]}".split()
            if not "".join(other).strip(",.'’\"“”「」") or other in (["the"], ["The"]):
                return mention
            if mention.actor.kind == "state" and GOVERNMENT.fullmatch(" ".join(other)):
                return mention
    return None


def _of_name(material: Material, name: str) -> Mention | None:
    """A mention of the actor whom the gazetteer knows by the name, wherever and however the article names that actor."""
    known = material.gazetteer.by_name.get(name) or material.gazetteer.by_name.get(name.removeprefix("the "))
    if known is None:
        return None
    return next((m for m in material.mentions if m.actor.name == known.name and m.form != "shape"), None)


def _written(material: Material, name: str, kind: str, *, whole: bool = False) -> str:
    """The longest part of an unknown name that is in the article; "" if it is too short."""
    name = ARTICLE.sub("", name).strip(" ,.;:'’\"“”")
    if kind == "person":
        name = OF_COUNTRY.sub("", TITLE_BEHIND.sub("", TITLED.sub("", name)))
    if not name or name in PRONOUNS or name in EMPTY or _is_office(name):
        return ""
    if not LATIN.search(name):
        span = material.printed.find(name) if len(name) > 1 else None
        return material.text[span.start : span.end] if span else ""
    pieces = [m.group() for m in NAME_WORD.finditer(name)]
    if len(pieces) > MOST_PIECES:
        return ""
    for size in range(len(pieces), len(pieces) - 1 if whole else 0, -1):
        for first in range(
            len(pieces) - size, -1, -1
        ):  # of two parts of equal length the last, which has the family name
            piece = pieces[first : first + size]
            if _is_name(piece, kind, whole=size == len(pieces)) and (
                written := _capital(material, name, piece)
            ):
                return written
    return ""


def _is_office(name: str) -> bool:
    """Whether words are only the name of an office, whose holder is not in the gazetteer or the text."""
    words = name.lower().replace("-", " ").split()
    return all(word in listed("office", "en") for word in words) or bool(OFFICE_IN_SIGNS.fullmatch(name))


def _heard(material: Material, name: str, kind: str) -> str:
    """A person whose name a Korean or Japanese article writes by its sound; the full name if the article has it anywhere."""
    if kind != "person" or material.language not in ("ko", "ja"):
        return ""
    heard = [
        (m.start, m.actor.name) for m in material.mentions if m.form == "shape" and m.actor.kind == "person"
    ]
    heard += [(m.start(), m.group()) for m in WRITTEN_NAME.finditer(material.text)]
    fits = [(-len(words), at, words) for at, words in heard if sounds_alike(words, name)]
    return min(fits)[2] if fits else ""


def _is_name(piece: Sequence[str], kind: str, *, whole: bool) -> bool:
    """Whether a part is enough to name somebody: a family name, or two words of an organisation's name."""
    big = [word for word in piece if word[0].isupper() and word not in EMPTY]
    if kind == "person":
        return bool(big) and len(big[-1]) > 2 and piece[-1][0].isupper()
    return bool(big) and (whole or (len(big) > 1 and piece[0][0].isupper() and piece[-1][0].isupper()))


def _capital(material: Material, name: str, piece: Sequence[str]) -> str:
    """The part as the article writes it, if it has an initial capital there."""
    start = name.index(piece[0])
    wanted = name[start : name.index(piece[-1], start) + len(piece[-1])]
    for span in material.printed.find_all(wanted, most=5):
        found = material.text[span.start : span.end]
        written = " ".join(found.split())
        if "\n\n" not in found and plain(written) == plain(wanted):
            return written
    return ""
