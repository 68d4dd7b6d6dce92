"""Clauses of a sentence."""

from __future__ import annotations

from dataclasses import dataclass

Span = tuple[int, int]  # offsets: the end is exclusive


@dataclass(frozen=True, slots=True)
class Clause:
    """A verb group with its subject and objects (``rest``); offsets are within the sentence. ``depth`` is 0 for a main clause."""

    start: int
    end: int
    lemma: str
    subject: Span
    rest: Span
    depth: int
    is_passive: bool = False
    is_planned: bool = False
    is_real: bool = True
    is_past: bool = False
    is_perfect: bool = False
    words: str = ""
    is_reduced: bool = False
