"""Where an event took place: the name of a place in the reader's language, and its position on a map.

Pure. Cities and houses are listed in places.toml; states are those of CLDR, as Babel ships it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from babel import Locale

LANGUAGES = ("en", "ko", "ja")
FILE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its names by language; a city has a position (latitude and longitude in degrees), a state a code of ISO 3166."""

    names: tuple[str, str, str]
    position: tuple[float, float] | None = None
    code: str = ""


def find_place(words: str) -> Place | None:
    """The place that these words name in any language, whole or by a part between commas, the first that is known.

    "Camp David, Maryland" is Camp David. None for what is not known.
    """
    known = _known()
    for part in (words, *words.split(",")):
        if found := known.get(_key(part)):
            return found
    return None


def place_in(words: str, language: str) -> str:
    """The words for a place in a language; unchanged unless every part between commas is known there.

    >>> place_in("Seoul, South Korea", "ja")
    'ソウル、韓国'
    """
    if language not in LANGUAGES or not words:
        return words
    known, at = _known(), LANGUAGES.index(language)
    if whole := known.get(_key(words)):
        return words if language == "en" and words.isascii() else whole.names[at]  # as it was spelled
    parts = [known.get(_key(part)) for part in words.split(",")]
    if not all(parts):
        return words
    return ("、" if language == "ja" else ", ").join(part.names[at] for part in parts if part)


def _key(words: str) -> str:
    return " ".join(words.casefold().split()).removeprefix("the ")


@lru_cache(maxsize=1)
def _known() -> dict[str, Place]:
    found: dict[str, Place] = {}
    for line, position in tomllib.loads(FILE.read_text(encoding="utf-8"))["places"].items():
        english, korean, japanese, *others = line.split(" | ")
        place = Place((english, korean, japanese), (position[0], position[1]))
        for name in (english, korean, japanese, *others):
            found.setdefault(_key(name), place)
    territories = [Locale(language).territories for language in LANGUAGES]
    for code, name in territories[0].items():
        if len(code) == 2 and code.isalpha():
            english, korean, japanese = (str(names.get(code, name)) for names in territories)
            place = Place((english, korean, japanese), None, code)
            for spelling in place.names:
                found.setdefault(_key(spelling), place)
    return found
