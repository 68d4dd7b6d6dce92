"""Whether a Korean sentence reports an event as a fact, as a plan, or as neither."""

from __future__ import annotations

import re

PLAN = re.compile(r"예정|계획|앞두")
PLAN_AFTER = re.compile(r"^.{0,30}(?:예정)")
UNREAL = re.compile(r"가능성|해야|라면|지\s?않|못했|지\s?못")
REACH = 34  # signs before a happening in which a plan is named
TAIL = 16  # signs behind it in which it is denied


def is_unreal(sentence: str, start: int, end: int) -> bool:
    """Whether what follows denies it or makes it a mere possibility."""
    return UNREAL.search(sentence, end, end + TAIL) is not None


def is_planned(sentence: str, start: int, end: int) -> bool:
    """Whether it lies ahead."""
    return bool(
        PLAN.search(sentence, max(0, start - REACH), start) or PLAN_AFTER.match(sentence[end : end + 40])
    )
