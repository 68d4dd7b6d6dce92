"""The ends of Korean verbs and how a headline shortens them."""

from __future__ import annotations

import re

from .syllables import NASAL, PAST, POLITE

# The present tense of a verb.
PRESENT = re.compile(rf"(?P<stem>[가-힣]*?)(?P<last>[{NASAL}]|는|[{POLITE}]니)다$")
# A verb that "했다" only says to have come about too: "벌어지기도 했다".
ALSO = re.compile(r"(?<=[가-힣]{2})(?P<last>[지하되])기도\s$")
FUTURE = {"갖": "가질", "듣": "들을", "짓": "지을", "돕": "도울"}


def to_come(title: str) -> str:
    """The title with its verb as it is before "예정": "연다" is "열 예정", "개최한다" "개최 예정"."""
    return PRESENT.sub(_to_come, title)


def _to_come(verb: re.Match[str]) -> str:
    stem, last = verb["stem"], verb["last"]
    if last.endswith("니"):
        last = chr(ord(last[0]) - 13)  # ㅂ becomes ㄴ
    if last in "한된":
        return stem or last + "다"
    if last == "는":
        return FUTURE.get(stem, f"{stem}을")
    return stem + chr(ord(last) + 4)  # ㄴ becomes ㄹ


def bare(body: str) -> str:
    """Without the mark of the object before the closing noun: "미사일을 발사" is "미사일 발사" in a headline."""
    body = re.sub(r"(?<=[가-힣0-9)])(?:을|를)$", "", body)
    return re.sub(
        r"(?<=[가-힣0-9)])(?<!\b이)(?<!\b그)(?:을|를)\s(?=(?:공식\s|공동\s|전격\s)?[가-힣]{2,5}$)", " ", body
    )


def end_of(masked: str, first: int, last: int) -> tuple[int, str]:
    """Where the words end, and what is put in the place of the verb's ending: "밝혔다" gives "밝혀", "발표했다" "발표"."""
    begin = masked.rfind(" ", 0, max(first, min(last, len(masked)) - 2)) + 1
    stop = re.compile(r"\S*").match(masked, max(begin, last - 1))
    verb = re.compile(
        rf"(?P<stem>[가-힣]*?)(?P<end>하였|되었|[{PAST}]|[한된할될함됨](?=\s|에|으|$)|힌(?=\s|$)|하(?=고|며|여|기|는|면|자)|되(?=고|며|어|는))"
    ).match(masked, begin, stop.end() if stop else last)
    if verb is None:
        return last, ""
    ending, at = verb["end"], verb.start("end")
    if ending in ("했", "하였", "한", "할", "하", "함"):
        if at - begin == 1:
            return at, "해"
        if at == begin and (also := ALSO.search(masked, 0, begin)):
            return also.start(), "져" if also["last"] == "지" else ""
        return (at, "") if at > begin else (len(masked[:begin].rstrip()), "")
    if ending in ("됐", "되었", "된", "될", "되", "됨"):
        if at == begin and masked[:begin].rstrip().endswith(("게", "도록")):
            return at, "돼"
        return (at, "") if at > begin else (len(masked[:begin].rstrip()), "")
    if ending == "힌":
        return at, "혀"
    return at, chr(ord(ending) - 20)
