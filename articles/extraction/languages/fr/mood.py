"""Whether a French sentence reports an event as a fact, as a plan, or as neither: denied, urged, feared or only possible."""

from __future__ import annotations

import re

UNREAL = re.compile(
    r"""\b(?: ne | n['’] | sans | si | s['’]il | pourrai\w+ | aurai\w+ | serai\w+ | devrai\w+ | refus\w+ | exclu\w* | dément\w* | nie\w* |
        appel\w+\ (?:à|au|aux) | demand\w+ | exig\w+ | réclam\w+ | souhait\w+ | espèr\w+ | propos\w+ | menac\w+ | crain\w+ | craign\w+ |
        exhort\w+ | envisag\w+ | condamn\w+ | dénonc\w+ )\b[^,;.]*$""",
    re.VERBOSE | re.IGNORECASE,
)
DENIED = re.compile(r"\s?(?:pas|jamais|plus|rien)\b", re.IGNORECASE)
PLAN = re.compile(
    r"\b(?:va|vont|doit|doivent|devait|devaient|prévoi\w+|compte|comptent|entend|entendent|s['’]apprêt\w+|prévue?s?)\b[^,;.]*$",
    re.IGNORECASE,
)
FUTURE = re.compile(r"r(?:a|ont)\b")
REACH = 40  # characters before a happening within which a verb applies to it


def is_unreal(sentence: str, start: int, end: int) -> bool:
    """Whether the words around start..end say that it did not, or may not, happen."""
    before = _before(sentence, start)
    return bool(
        UNREAL.search(before) or DENIED.match(sentence, end) or re.search(r"\bpas\b", sentence[start:end])
    )


def is_planned(sentence: str, start: int, end: int) -> bool:
    """Whether start..end lies in the future."""
    return bool(PLAN.search(_before(sentence, start)) or FUTURE.search(sentence, start, end))


def _before(sentence: str, start: int) -> str:
    return re.split(r"[,;:—–]\s|\bqui\b|\bet\b", sentence[max(0, start - REACH) : start])[-1]
