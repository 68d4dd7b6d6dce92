"""Whether a Japanese sentence reports an event as a fact, as a plan, or as neither."""

from __future__ import annotations

import re

PLAN = re.compile(r"予定|見通し|見込み")
PLAN_AFTER = re.compile(r"^.{0,30}(?:予定|見通し)")
UNREAL = re.compile(r"なかった|ない[。、]|[せで]ず|(?:こと|事)を(?:目指|求め)|可能性|べき")
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
