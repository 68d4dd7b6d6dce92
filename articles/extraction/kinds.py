"""Happenings: the words that report an event, its kind, and whether it is a fact or a plan."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import regex  # twice as fast as re on these long alternations

LANGUAGES = Path(__file__).parent / "languages"


@dataclass(frozen=True, slots=True)
class KindRule:
    """One way of reporting a happening; languages/en/happenings.toml explains the fields."""

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


MAX_HAPPENINGS = 16  # of one sentence; news has at most three, and a sentence with more is a list


class Moods(Protocol):
    """What is needed from a language: its code, and whether start..end of a sentence is unreal or planned."""

    @property
    def code(self) -> str: ...
    @property
    def is_unreal(self) -> Callable[[str, int, int], bool]: ...
    @property
    def is_planned(self) -> Callable[[str, int, int], bool]: ...


@lru_cache(maxsize=1)
def kind_rules() -> tuple[KindRule, ...]:
    """The rules of languages/*/happenings.toml, compiled, each language in the order of its file."""
    return tuple(_read_rule(file.parent.name, row) for file in _rule_files() for row in _rows(file))


def _rule_files() -> list[Path]:
    return sorted(LANGUAGES.glob("*/happenings.toml"))


def _rows(file: Path) -> list[dict[str, str]]:
    return tomllib.loads(file.read_text(encoding="utf-8"))["rule"]  # type: ignore[no-any-return]


def _read_rule(language: str, row: dict[str, Any]) -> KindRule:
    pattern = regex.compile(row["pattern"], regex.VERBOSE | regex.IGNORECASE)
    return KindRule(**{**row, "pattern": pattern, "language": language})


@lru_cache(maxsize=8)
def _rules_of(language: str, has_date: bool) -> tuple[KindRule, ...]:
    return tuple(
        r
        for r in kind_rules()
        if r.language == language and (has_date or r.undated or r.kind == "anniversary")
    )


def find_happenings(sentence: str, language: Moods, *, has_date: bool = True) -> list[Happening]:
    """What the sentence reports as a fact or a plan, in its order, without what is denied, feared or hoped for.

    In a sentence without a date only those rules are tried that do not need one.
    """
    found: list[Happening] = []
    for rule in _rules_of(language.code, has_date):
        if len(found) >= MAX_HAPPENINGS:
            break
        for match in rule.pattern.finditer(sentence):
            if len(found) >= MAX_HAPPENINGS:
                break
            if any(
                h.rule.kind == rule.kind and h.start < match.end() and match.start() < h.end for h in found
            ):
                continue
            if language.is_unreal(sentence, match.start(), match.end()):
                continue
            planned = language.is_planned(sentence, match.start(), match.end())
            topic = match.groupdict().get("topic") or ""
            found.append(Happening(match.start(), match.end(), rule, planned, topic.strip()))
    kept = [h for h in found if not _is_within_another(h, found)]
    return sorted(kept, key=lambda h: (h.start, h.end, h.rule.name))


def _is_within_another(happening: Happening, others: list[Happening]) -> bool:
    """Whether it is only a part of another happening: the treaty of an anniversary, the talks that opened."""
    span = happening.end - happening.start
    return any(
        o.start <= happening.start and happening.end <= o.end and span < o.end - o.start for o in others
    )
