"""Words for the present, the past and the future at large: "now", "recently", "the near future"."""

from __future__ import annotations

import re

from articles.extraction.timex.context import Context, Found, Match

from .vocabulary import S

VAGUE = {
    "PRESENT_REF": "now|currently|right now|at present|at the moment|the present|present-day|nowadays|these days|the time being|at this time|presently|this time|current|ongoing",
    "PAST_REF": "recently|more recently|the past|recent|the recent past|lately|once upon a time|long ago|a long time ago|not long ago|previously|recent times",
    "FUTURE_REF": "the future|the near future|the foreseeable future|future|the coming days|the coming weeks|the coming months|the coming years|soon|very soon|in due course|the long term|the short term|the near term",
}
VAGUE_VALUES = {words: value for value, group in VAGUE.items() for words in group.split("|")}
VAGUE_WORDS = frozenset(word for words in VAGUE_VALUES for word in words.split()) - frozenset(
    "the at this these time upon once a in right being not more long near short very due course".split()
)


BARE_ADJECTIVES = frozenset(("future", "current", "recent", "ongoing"))  # too vague before a noun
NOUN_AFTER = re.compile(r"[\s-][A-Za-z]|,\s(?:and|or|current|recent|future)")


def read_vague(match: Match, context: Context) -> Found | None:
    words = " ".join(match["words"].lower().split())
    if words == "recently" and context.text[match.end() : match.end() + 4] == " as ":
        return None  # "as recently as this week"
    if words in BARE_ADJECTIVES and NOUN_AFTER.match(context.text, match.end()):
        return None
    return Found("DATE", VAGUE_VALUES[words])


CURRENTLY = "|".join(
    re.escape(w).replace("\\ ", S)
    for w in sorted(VAGUE_VALUES, key=len, reverse=True)
    if w not in ("soon", "previously", "lately", "long ago", "a long time ago")
)
