"""Whether a Japanese sentence reports an event as a fact, as a plan, or as neither."""

from __future__ import annotations

import re

PLAN = re.compile(r"予定|見通し|見込み")
PLAN_AFTER = re.compile(r"^.{0,30}(?:予定|見通し)")
UNREAL = re.compile(r"なかった|ない[。、]|[せで]ず|(?:こと|事)を(?:目指|求め)|可能性|べき")
# Behind a happening that somebody demands or denies: "辞任するよう求めた", "辞任する考えはない".
SAID_OF = re.compile(
    r"(?:する|し)?(?:よう(?:に)?|ことを?)[^。、]{0,10}?(?:求め|要求|要請|促し|呼びかけ|迫[っら]|勧告)"
    r"|(?:する)?(?:考え|意思|意向|つもり|予定|計画|必要)[はもが]?(?:一切)?な[いく]"
    r"|[をは](?:取りやめ|取り止め|中止|延期|見送|キャンセル)"
    r"|(?:した|する)?(?:と(?:の|いう))?(?:こと|事実|報道|観測|うわさ|噂|情報|見方|疑い)?[をは](?:否定|否認|拒否|拒[みん])"
)
WAS_TO_BE = re.compile(r"予定(?:されて|だっ|して)[いた][^、。]{0,14}$")  # "予定されていた首脳会談"
COUNTS_FROM = re.compile(r"以来|以降(?:では|で|としては)?、?(?:初|最)")  # "2019年以来の訪問", "4月以降で最大"
REACH = 34  # signs before a happening in which a plan is named
TAIL = 16  # signs behind it in which it is denied


def is_unreal(sentence: str, start: int, end: int) -> bool:
    """Whether what follows denies it, demands it or makes it a mere possibility."""
    return bool(
        UNREAL.search(sentence, end, end + TAIL)
        or SAID_OF.match(sentence, end)
        or WAS_TO_BE.search(sentence, max(0, start - REACH), start)
    )


def counts_from(text: str, start: int, end: int) -> bool:
    """Whether a date is only what something is counted from."""
    return COUNTS_FROM.match(text, end) is not None


def is_planned(sentence: str, start: int, end: int) -> bool:
    """Whether it lies ahead."""
    return bool(
        PLAN.search(sentence, max(0, start - REACH), start) or PLAN_AFTER.match(sentence[end : end + 40])
    )
