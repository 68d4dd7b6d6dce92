"""Events found in clauses, without a rule of happenings.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass

from timeline.dates import Precision

from .timex.mentions import DateMention

ANY_ACTION = "clause"
DATED_LONG = (Precision.DECADE, Precision.CENTURY)


# How a sentence begins that goes on with what was told before.
FOLLOWING = re.compile(
    r"(?:Following|After|In response to) the \w+,|(?:Hours|Minutes|Moments|Shortly) (?:later|after\w*)|Later (?:that|in the|on)\b|That (?:evening|night|afternoon|morning)\b"
)


@dataclass(frozen=True, slots=True)
class ReportedEvent:
    """An event that a clause reports. Offsets are within the sentence; ``headline`` names an event that is given by a noun."""

    start: int
    end: int
    kind: str
    mention: DateMention | None
    headline: str
    is_planned: bool
    span: tuple[int, int] = (0, 0)  # from its subject to its last object
    subject: tuple[int, int] = (0, 0)
    is_past: bool = False
    is_content: bool = False  # the date is within what is said
    is_ahead: bool = False  # in a tense in which no event of the past is reported
