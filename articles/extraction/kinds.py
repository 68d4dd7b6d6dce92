"""What happened: finds the words that tell a happening, its kind, and whether it is told as fact or as plan."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import regex  # twice as fast as re on these long alternations

RULES_FILE = Path(__file__).parent / "rules" / "kinds.toml"


@dataclass(frozen=True, slots=True)
class KindRule:
    """One way of telling a happening; see the head of rules/kinds.toml for the fields."""

    name: str
    kind: str
    action: str
    pattern: regex.Pattern[str]
    example: str
    counter_example: str
    subject: str = "participant"
    object: str = "participant"
    language: str = "en"
    undated: bool = False


@dataclass(frozen=True, slots=True)
class Happening:
    """A match of a rule in a sentence; offsets are within the sentence."""

    start: int
    end: int
    rule: KindRule
    is_planned: bool
    topic: str = ""


PLAN = re.compile(
    r"""\b(?: will | is\ to | are\ to | to\ be | due\ to | (?:set|slated|scheduled|expected|poised|planning|plans?|
        intends?|preparing|prepares?|going)\ (?:to|for) | upcoming | forthcoming | anticipated | would | next )\b
      | 예정 | 계획 | 앞두 | 予定 | 見通し | 見込み""",
    re.VERBOSE | re.IGNORECASE,
)
PLAN_AFTER = re.compile(
    r"^\W*(?:is|are|was|were)\ (?:set|slated|scheduled|due|planned|expected)\b|^.{0,30}(?:예정|予定|見通し)"
)
UNREAL = re.compile(
    r"""\b(?: not | never | no | nor | without | refus\w+ | fail(?:s|ed)?\ to | declin(?:es|ed)\ to | if | unless | could |
        might | may | hop(?:e|es|ed|ing)\ (?:to|for|that) | urg(?:e|es|ed|ing) | call(?:s|ed|ing)?\ (?:on|for) |
        propos(?:e|es|ed|al|als) | possib\w+ | potential | threaten(?:s|ed|ing)? | want(?:s|ed)?\ to | seek(?:s|ing)? |
        sought | consider(?:s|ed|ing)? | ask(?:s|ed)?\ to | instead\ of | denied | rumou?rs? | calls )\b | n[’']t\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
UNREAL_AFTER = re.compile(r"\W{0,3}(?:could|may|might|would)\b")
UNREAL_CJK = re.compile(
    r"なかった|ない[。、]|[せで]ず|(?:こと|事)を(?:目指|求め)|可能性|べき|지\s?않|못했|지\s?못|가능성|해야|라면"
)
REACH = 34  # characters before a verb in which "not", "if" or "will" still govern it


@lru_cache(maxsize=1)
def kind_rules() -> tuple[KindRule, ...]:
    """The rules of rules/kinds.toml, compiled, in the order of the file."""
    rows = tomllib.loads(RULES_FILE.read_text(encoding="utf-8"))["rule"]
    return tuple(
        KindRule(**{**row, "pattern": regex.compile(row["pattern"], regex.VERBOSE | regex.IGNORECASE)})
        for row in rows
    )


@lru_cache(maxsize=8)
def _rules_of(language: str, has_date: bool) -> tuple[KindRule, ...]:
    return tuple(
        r
        for r in kind_rules()
        if r.language == language and (has_date or r.undated or r.kind == "anniversary")
    )


def find_happenings(sentence: str, language: str = "en", *, has_date: bool = True) -> list[Happening]:
    """What the sentence tells as fact or plan, in its order; the denied, the feared and the hoped-for are left out.

    Without a date only those rules are tried that can do without.
    """
    found: list[Happening] = []
    for rule in _rules_of(language, has_date):
        for match in rule.pattern.finditer(sentence):
            if any(
                h.rule.kind == rule.kind and h.start < match.end() and match.start() < h.end for h in found
            ):
                continue
            before = _governing_words(sentence, match.start())
            if language == "en" and (UNREAL.search(before) or UNREAL_AFTER.match(sentence, match.end())):
                continue
            if language != "en" and UNREAL_CJK.search(sentence, match.end(), match.end() + 16):
                continue
            planned = bool(PLAN.search(before) or PLAN_AFTER.match(sentence[match.end() : match.end() + 40]))
            topic = match.groupdict().get("topic") or ""
            found.append(Happening(match.start(), match.end(), rule, planned, topic.strip()))
    kept = [h for h in found if not _is_within_another(h, found)]
    return sorted(kept, key=lambda h: (h.start, h.end, h.rule.name))


def _is_within_another(happening: Happening, others: list[Happening]) -> bool:
    """Whether it is only a part of what another tells: the treaty of an anniversary, the talks that opened."""
    span = happening.end - happening.start
    return any(
        o.start <= happening.start and happening.end <= o.end and span < o.end - o.start for o in others
    )


def _governing_words(sentence: str, position: int) -> str:
    """The words just before a verb, back to the last comma or other break of the clause."""
    before = sentence[max(0, position - REACH) : position]
    return re.split(r"[,;:—–]\s|\bthat\b|\band\b", before)[-1]
