"""What the reader needs from a language. Each language has a folder that defines one ``Language``."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.extraction.claims import Claim
from articles.extraction.clause import Clause
from articles.extraction.kinds import Happening
from articles.extraction.reported import ReportedEvent
from articles.extraction.timex.mentions import DateMention
from articles.extraction.wording import Wording

if TYPE_CHECKING:
    from articles.extraction.article import Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """How one language reports what happened. Positions are offsets within a sentence unless stated otherwise."""

    code: str  # ISO 639-1
    dated_events: Callable[
        [Passage, Sequence[DateMention]], list[ReportedEvent]
    ]  # events on these dates that no rule has read
    undated_events: Callable[[Passage], list[ReportedEvent]]  # news in a sentence without a date
    word: Callable[[Passage, Happening, Claim], Wording]  # the title
    # Of what a rule of happenings.toml has read at start..end: whether it is denied, feared or only possible; whether it lies
    # in the future. A language without such rules is not asked.
    is_unreal: Callable[[str, int, int], bool] = lambda sentence, start, end: False
    is_planned: Callable[[str, int, int], bool] = lambda sentence, start, end: False
    complete: Callable[[Passage, ReportedEvent, Claim], Claim | None] = lambda passage, reported, claim: (
        claim
    )  # None if it says too little
    refuses: Callable[[Passage, Happening, Claim], bool] = lambda passage, happening, claim: False
    says_too_little: Callable[[Claim], bool] = lambda claim: False  # judged by the title
    is_news: Callable[[Passage, Happening], bool] = lambda passage, happening: False  # without a date
    names_somebody: Callable[[Passage], bool] = lambda passage: True  # also somebody unknown to the gazetteer
    topic: Callable[[Passage, Happening], str] = lambda passage, happening: ""
    clauses: Callable[[str, Sequence[tuple[int, int]]], Sequence[Clause]] = lambda sentence, dates: ()
    is_verb_final: bool = False  # dates come before their verb
    verb_ending: re.Pattern[str] | None = None  # of a verb made of a noun, in which a title can do without it
    counts_from: Callable[[str, int, int], bool] = lambda text, start, end: (
        False
    )  # whether the date at start..end of the whole text only bounds: "since May", "5월 이후 처음"
    lead_of_date: Callable[[str, int], int] = lambda sentence, start: (
        start
    )  # where the "on" or "in" before it begins
