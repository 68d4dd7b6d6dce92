"""Where an English clause that is too long for a title may end: never behind a word that needs the next one."""

from __future__ import annotations

import re

from articles.extraction.english_words import classes_of

from .lexicon import AUXILIARIES, MODALS, verb_forms

# Words that begin a new phrase: a title may be cut before them.
BORDER = re.compile(
    r",?\s(?=(?:in|on|at|by|for|with|from|to|over|amid|after|before|when|while|following|despite|against|between|during|since|until|under|who|which|because|and|or|but|where|whose|without|including|saying|citing|whilst|that|as|ending|adding|accusing|noting|marking|leaving|making)\b)|,(?=\s)"
)
TRAILING = re.compile(
    r"(?:[\s,](?:on|in|at|by|with|to|from|for|of|and|the|a|an|that|between|after|before|early|late|its|their|his|her|as|over|into|or|but|during|since|until|who|which|about|around|within|then|toward|towards|upon|among|when|while|where|against|under|has|have|had|was|were|is|are|been|be|will|would|also|not|it|he|she|they|said|because|due|according|shortly|just|soon|ahead))+$",
    re.IGNORECASE,
)
HANGING = re.compile(
    r",\s(?:the day|(?:an?|\w+)\s(?:hours?|days?|weeks?|months?|years?))$"
)  # "six hours [before it lapsed]"
BETWEEN = re.compile(r"\b(?:between|both)\s(?:(?!\band\b).)*$")  # what goes on with the second of two
# A noun or adjective that only leads on: "in connection [with]", "as part [of]", "able [to]".
LEADS_ON = re.compile(
    r"\b(?:in (?:connection|response|order|addition|relation|accordance|favou?r|support|charge|exchange|return|line|view|terms|protest|retaliation|preparation|an? (?:attempt|effort|bid|move))"
    r"|as (?:part|well|soon)|on behalf|such|along|together|instead|rather|more|less|other|able|unable|likely|set|ready|due|prior|responsible|subject|opposed|relating|ahead|close|next|one|some|many|most|number|series|range|kind|lack)$",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\d[\d,.]*$")  # "25,000 [to 30,000]"
ADDING = re.compile(r",\s[a-z]+ing$")  # "ruled, finding [that ...]"
# Before what somebody is given, told or able to do: "gave her ten days [to explain]".
INFINITIVE = re.compile(r"\sto\s(?P<verb>[a-z]+)\b")
LAST_WORDS = re.compile(r"(?:(?P<before>[\w’'-]+)\s)?(?P<last>[\w’'-]+)\W*$")
THAT = re.compile(r"\bthat\s")
# Verbs before what is said, also without "that".
SAID_DIRECTLY = frozenset("say tell add think believe".split())
# A border within a name: "Movement [for Democratic Change]".
IN_NAME = re.compile(r"[A-Z][\w’'-]+\s(?:for|and|of)\s[A-Z]")
SPARE = 60  # characters by which a title may be too long rather than end within a phrase
WORTH = 0.6  # the share of the room that a title must fill to end early


def cut(words: str, room: int, verb: str = "") -> str:
    """The words up to the last end of a phrase that fills most of the room, else up to the next one after it.

    ``verb`` is the lemma before them: what somebody says needs a verb of its own.
    """
    if len(words) <= room:
        return words
    borders = _borders(words, len(words))
    ends = [*(at for at in borders if is_sound(words[:at], verb) and not _is_in_name(words, at)), len(words)]
    ends = [end for end in ends if not _leads_to_verb(words, end)] if len(words) <= room + SPARE else ends
    within = [end for end in ends if end <= room]
    beyond = [end for end in ends if room < end <= room + SPARE]
    if within and (within[-1] >= WORTH * room or not beyond):
        return words[: within[-1]]
    if beyond:
        return words[: beyond[0]]
    if ends[0] <= 2 * room:
        return words[: ends[0]]
    loose = [at for at in _borders(words, room + SPARE) if not TRAILING.search(words[:at])]
    return words[: loose[-1]] if loose else words[:room].rpartition(" ")[0]


def _borders(words: str, last: int) -> list[int]:
    return [m.start() for m in BORDER.finditer(words, 8, last)]


def _is_in_name(words: str, at: int) -> bool:
    return IN_NAME.match(words, words.rfind(" ", 0, at) + 1) is not None


def _leads_to_verb(words: str, at: int) -> bool:
    match = INFINITIVE.match(words, at)
    return match is not None and verb_forms(match["verb"])[1] == "base"


def is_sound(words: str, verb: str = "") -> bool:
    """Whether words can end here: "held talks in Oslo", but not "the officials linked" or "said that the minister"."""
    if (
        NUMBER.search(words)
        or ADDING.search(words)
        or TRAILING.search(words)
        or BETWEEN.search(words)
        or LEADS_ON.search(words)
        or needs_more(words)
    ):
        return False
    that = [m.end() for m in THAT.finditer(words)]
    said = words[that[-1] :] if that else words if verb in SAID_DIRECTLY else ""
    return not said or has_verb(said)


def needs_more(words: str) -> bool:
    """Whether the last word is a verb whose object or complement is missing: "to bring", "could not prohibit", "linked"."""
    match = LAST_WORDS.search(words)
    if match is None or not match["last"].islower():
        return False
    last, before = match["last"], (match["before"] or "").lower()
    form, classes = verb_forms(last)[1], classes_of(last)
    if last in AUXILIARIES:
        return True
    if not form or before in ARTICLES:
        return False
    if form != "ing" and (before == "to" or before in MODALS or before == "not"):
        return form == "base"
    return "NOUN" not in classes and "ADJ" not in classes if form == "base" else "NOUN" not in classes


ARTICLES = frozenset("the a an this his her its their no any every each".split())


def has_verb(words: str) -> bool:
    """Whether there is a finite verb behind a subject: "the talks failed", "Peru will pay"."""
    parts = words.split()
    return any(
        word in AUXILIARIES or verb_forms(word)[1] in ("past", "s") and "NOUN" not in classes_of(word)
        for word in (part.strip("“”\"'’,.").lower() for part in parts[1:])
    )
