"""Whether an English sentence reports an event as a fact, as a plan, or as neither: denied, feared, urged or hoped for."""

from __future__ import annotations

import re

PLAN = re.compile(
    r"""\b(?: will | is\ to | are\ to | to\ be | due\ to | (?:set|slated|scheduled|expected|poised|planning|plans?|
        intends?|preparing|prepares?|going)\ (?:to|for) | upcoming | forthcoming | anticipated | would | next )\b""",
    re.VERBOSE | re.IGNORECASE,
)
PLAN_AFTER = re.compile(r"^\W*(?:is|are|was|were)\ (?:set|slated|scheduled|due|planned|expected)\b")
UNREAL = re.compile(
    r"""\b(?: not | never | no | nor | without | refus\w+ | fail(?:s|ed)?\ to | declin(?:es|ed)\ to | if | unless | could |
        might | may | should | hop(?:e|es|ed|ing)\ (?:to|for|that) | urg(?:e|es|ed|ing) | call(?:s|ed|ing)?\ (?:on|for) |
        propos(?:e|es|ed|al|als) | possib\w+ | potential | threaten(?:s|ed|ing)? | want(?:s|ed)?\ to | seek(?:s|ing)? |
        sought | consider(?:s|ed|ing)? | ask(?:s|ed)?\ to | instead\ of | denied | rumou?rs? | calls )\b | n[’']t\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
UNREAL_AFTER = re.compile(r"\W{0,3}(?:could|may|might|would)\b")
REACH = 34  # characters before a verb within which "not", "if" or "will" applies to it


def is_unreal(sentence: str, start: int, end: int) -> bool:
    """Whether the words around start..end say that it did not, or may not, happen."""
    before = _governing_words(sentence, start)
    return bool(UNREAL.search(before) or UNREAL_AFTER.match(sentence, end))


def is_planned(sentence: str, start: int, end: int) -> bool:
    """Whether start..end lies in the future."""
    before = _governing_words(sentence, start)
    return bool(PLAN.search(before) or PLAN_AFTER.match(sentence[end : end + 40]))


def _governing_words(sentence: str, position: int) -> str:
    """The words just before a verb, back to the last comma or other boundary."""
    before = sentence[max(0, position - REACH) : position]
    return re.split(r"[,;:—–]\s|\bthat\b|\band\b", before)[-1]
