"""Whether a Korean sentence reports an event as a fact, as a plan, or as neither."""

from __future__ import annotations

import re

PLAN = re.compile(r"예정|계획|앞두")
PLAN_AFTER = re.compile(r"^.{0,30}(?:예정)")
UNREAL = re.compile(r"가능성|해야|라면|지\s?않|못했|지\s?못")
# Behind a happening that somebody demands or denies: "사퇴할 것을 촉구했다", "사퇴할 뜻이 없다".
SAID_OF = re.compile(
    r"\s?것을\s(?:[가-힣]+\s)?(?:요구|촉구|요청|권고|주문|호소|당부)|\s?(?:뜻|생각|의사|의향|계획|이유|필요)[은이가도]?\s없"
    r"|다는\s(?:[가-힣]+\s)?(?:보도|소문|설|의혹|관측|주장)[은는을를]\s(?:[가-힣]+\s)?(?:부인|일축|반박|사실이\s아니)"
    r"|\s?(?:개최|체결|성사|재개|방문)?[을를]?\s(?:추진|조율|모색|타진|시도)(?!됐|되었)"
    r"|\s(?:적|바|사실)[은이도]\s없|[을를이은]?\s(?:전격\s)?(?:취소|연기|보류|무산)"
)
WAS_TO_BE = re.compile(r"예정(?:이|됐|되었|이었)던[^,.]{0,14}$")  # "예정됐던 정상회담"
COUNTS_FROM = re.compile(
    r"\s?(?:이후|이래)(?:로는|로)?,?\s?(?:처음|첫|최초|최대|최고|최저|최다|가장|줄곧|한\s번도|(?:약\s)?(?:[두세네\d]+|다섯|여섯)\s?(?:번째|차례|개월|[년달]))"
    r"|\s?이래(?:로)?[\s,]|(?:\s[가-힣\d]{1,6}){1,4}\s이후\s(?:처음|(?:약\s)?\d+(?:년|개월)\s?만)"
)  # "2019년 6월 이후 처음", "2004년 3월 이후 두 번째", "1994년 이래"
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
