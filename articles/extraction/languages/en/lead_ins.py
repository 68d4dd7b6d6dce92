"""The words that lead in to a date ("on", "early in the", "since"), and what they say about it."""

from __future__ import annotations

import re

from .lexicon import kinds_of_nouns

# Before a date, so that no clause takes it for one of its words.
BEFORE_DATE = re.compile(
    r"\b(?:on|in|at|by|from|during|for|of|early|late|around|about|until|since|between)\s(?:the\s)?$",
    re.IGNORECASE,
)
# Left out of a title with the date.
LEFT_OUT_OF_TITLE = re.compile(
    r"(?:,\s)?(?:\b(?:early|late|later|earlier|back)\s)?(?:(?<!sworn\s)\b(?:on|in|at|by|from|during|of|for|for the)\s)?(?:the\s)?(?:morning of\s|evening of\s|night of\s)?$",
    re.IGNORECASE,
)
# Left out of what a happening is about.
PREPOSITION = re.compile(r"\b(?:on|in|since|from|by|until|during|of)\s$", re.IGNORECASE)
# Between a noun and the date of what it names: "the Camp David summit in August 2023".
BEHIND_NOUN = re.compile(r",?\s(?:(?:in|on|of|from|at)\s)?(?:the\s)?")
BETWEEN_DATES = re.compile(r"[\s,(]{0,3}(?:on|in|at)?\s?(?:the\s)?", re.IGNORECASE)
BOUND = re.compile(
    r"\b(?:since|until|till|after|before|through|dated|than|like|to|pre|post)[\s-](?:the\ |about\ |around\ |late\ |early\ )?$",
    re.I | re.X,
)
NOT_BOUND = re.compile(r"\b(?:shortly|just|soon|immediately|minutes|hours)\s(?:before|after)\s(?:the\s)?$")
WHEN = re.compile(r"[A-Z\d][\w ]{2,20}, when\b")
OF_EVENT = re.compile(r"\b(?:to|after|since|before|like)\sthe\s$")
DATED_NOUN = re.compile(
    r"(?:[A-Z][a-z]+\.?\s\d{1,2}|(?:[A-Z][a-z]+\s)?\d{4})\s(?P<nouns>[a-z]+(?:\s[a-z]+)?)"
)
HAS_UNTIL = re.compile(r"\b(?:has|have)\suntil\s(?:the\s)?$")
POSSESSIVE = re.compile(r"(?:last\s|this\s|next\s)?\w+['’]s?\s(?=[a-z])")
DEADLINE = re.compile(r"\bby\s(?:the\s)?$", re.IGNORECASE)


def start_with_lead_in(sentence: str, start: int) -> int:
    """Where a date begins, with the words that lead in to it."""
    lead = BEFORE_DATE.search(sentence, max(0, start - 12), start)
    return lead.start() if lead else start


def start_with_preposition(sentence: str, start: int) -> int:
    """Where a date begins, with a preposition before it."""
    lead = PREPOSITION.search(sentence, max(0, start - 12), start)
    return lead.start() if lead else start


def counts_from(text: str, start: int) -> bool:
    """Whether a date is only a bound or a point to measure from: "since January", "until Friday", "after 1945"."""
    before = text[max(0, start - 60) : start]
    if POSSESSIVE.match(text, start):
        return False  # "after Friday's vote"
    if WHEN.match(text, start):
        return False  # "since February, when he was captured"
    if OF_EVENT.search(before) and (dated := DATED_NOUN.match(text, start)) and _is_event(dated["nouns"]):
        return False  # "pointed to the December 31 attack"
    return bool(BOUND.search(before)) and not (NOT_BOUND.search(before) or HAS_UNTIL.search(before))


def _is_event(words: str) -> bool:
    """Whether a noun or the one behind its adjective names an event: "attack on", "presidential election"."""
    return not kinds_of_nouns().keys().isdisjoint(words.split())
