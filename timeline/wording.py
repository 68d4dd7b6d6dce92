"""Words of the content in the reader's language, where somebody has given them, and the language that they are in."""

from __future__ import annotations

import re
from typing import Any

from timeline.places import place_in

TRANSLATED = ("ko", "ja")  # languages for which rows have fields of their own, as title_ko
HANGUL, KANA, HAN = re.compile(r"[가-힣]"), re.compile(r"[ぁ-ヿ]"), re.compile(r"[一-鿿]")


def worded(row: Any, name: str, language: str) -> str:
    """The words of a row's field in a language; the field's own words where there are no others."""
    if name == "title" and hasattr(row, "titles"):
        return titles_of(row).get(language) or str(row.title)
    if name == "place":
        return place_in(row.place, language)
    own: str = getattr(row, name)
    if language in TRANSLATED and (words := getattr(row, f"{name}_{language}", "")):
        return str(words)
    return own


def titles_of(event: Any) -> dict[str, str]:
    """An event's titles by language code: those of curators, and where its title is none of theirs, those it was read with."""
    given = {} if event.has_own_title else {code: str(text) for code, text in event.titles.items() if text}
    curated = {code: getattr(event, f"title_{code}", "") for code in TRANSLATED}
    return given | {code: text for code, text in curated.items() if text}


def name_of(actor: Any, language: str) -> str:
    """An actor's name in a language: the alias that curators prefer there, else the longest, else the name itself."""
    aliases = [alias for alias in actor.aliases.all() if alias.language == language]
    if language not in TRANSLATED:
        aliases = [alias for alias in aliases if alias.is_preferred]
    if not aliases:
        return str(actor.name)
    return str(max(aliases, key=lambda alias: (alias.is_preferred, len(alias.name))).name)


def language_of_title(event: Any, language: str) -> str:
    """The language to name for an event's title on a page of another one; "" where it is the page's own."""
    title = worded(event, "title", language)
    known = next((code for code, text in titles_of(event).items() if text == title), "")
    if not known:
        return script_language(title, language)
    return "" if known == language else known


def language_of_passage(passage: Any, language: str) -> str:
    """The language to name for a passage: that of its source; told by the script where that is unknown."""
    stated = passage.source.language.partition("-")[0]
    written = script_language(passage.quote, "")
    if not stated or {written, stated} & set(
        TRANSLATED
    ):  # an abstract need not be in its document's language
        return "" if written == language else written
    return "" if stated == language else stated


def script_language(text: str, language: str) -> str:
    """The language to name for a text on a page of another one, told by its script; "" where it is the page's own."""
    if HANGUL.search(text):
        found = "ko"
    elif KANA.search(text) or (HAN.search(text) and language != "ko"):
        found = "ja"
    elif HAN.search(text) or not re.search(r"[^\W\d_]", text):
        return ""
    else:
        found = "en"
    return "" if found == language else found


def language_of_name(name: str) -> str:
    """The language whose readers a name is for, by its script: ko, ja, else en."""
    return script_language(name, "") or "en"
