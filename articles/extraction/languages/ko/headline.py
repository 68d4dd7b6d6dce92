"""A Korean clause as a headline: its own words up to its predicate, in the noun form or the short form of its verb.

The forms are those of Korean headlines ("밝혀", "발표"), collected by hand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from articles.extraction.quotations import OR_BRACKETS_IN_KOREAN
from articles.extraction.wording import Wording, balanced

from .syllables import NASAL, PAST

# Where a clause before this one has ended: at a full stop, or at a verb that chains on ("-고", "-며", "-지만", "-ㄴ 뒤").
BREAK = re.compile(
    rf"[.!?](?:\s|$)|[{PAST}](?:고|으며|으나|지만|는데|으면서|기에),?\s|(?:하|되|이루어지)(?:고|며|면서|여|자|지만|였고|였으며),?\s"
    r"|(?:해|돼|아|어|워|려|져|쳐|고|며|면서|지만|는데|으나|내),\s|(?:한|된|던|난|친)\s(?:뒤|후|데|가운데|직후),?\s|(?:때문에|따르면),?\s"
)
SUBJECT = re.compile(
    r"(?P<words>\S(?:[^.]{0,80}?\S)??)(?P<mark>은|는|이|가|께서|(?<=총리|장관|차관|대표|의원|대사|총장|의장|주석|국왕|여왕|교황|정부|당국|의회|국회|법원|검찰|경찰|유엔|연합|방부|교부|무부)도|(?<=대통령|대변인|위원장)도)\s(?!아니|아닌|되|된|될|있|없|같|이뤄)"
)
VERBAL = re.compile(
    r"(?:하|되|있|없|받|지|시키|보이|않|같|많|높|낮|늦|앞두|맞|가지|열리|알려지|위치하|겪|잇|만드|모이|찾|담|벌이|이르|그|이러|어떠|추정되|달하|다|려|던|에서|로|에|와|과|들어가|나오|나가|오가|그러|에게|일|서|까지|부터)$"
)
# Words that end like a marked noun and are none.
NOT_SUBJECT = frozenset(
    "이 그 저 또 같은 높은 많은 적은 작은 좋은 옳은 짙은 깊은 젊은 낮은 늦은 얻은 맺은 입은 읽은 받은 추가 국가 평가 참가 증가 작가 물가 주가 허가 인가 휴가 대가 스가 사이 차이 아이 높이 길이 나이 종이 다음은 가는 오는 우리가 모든".split()
)
# What people hold, and is nobody: its title needs whoever the sentence before was about.
MEETING = re.compile(r"(?:[가-힣]{1,3}\s?)?(?:회의|회담|총회|투표|선거|서명식|협상|표결)")
# What comes about by itself, of which the noun before is the subject: "비난 성명도 이어져".
COMES = re.compile(r"[가-힣]도\s(?:이어|잇따|나와|나왔|커|높아|거세|일어|쏟아|계속|벌어)[가-힣]{0,3}$")
POINTING = frozenset("이 그 이것 그것 이들 이번 이날".split())  # what only points back
LEAD = re.compile(
    r"^(?:한편|또한?|그러나|하지만|이에 대해|이와 관련(?:해|하여)?|이에 따라|이런 가운데|이 자리에서|이 과정에서|이 때문에|이로 인해|이와 함께|이와 별도로|이로써|그 결과|그 후|그러자|최근|사실|이에|이어|앞서|이후|그리고|다만|같은 날|이날|이 날|당시|반면|오전|오후|새벽|밤|저녁|아침|특히|결국|이번에|때문에|중|,)(?:,|\s)+"
)
CLOCK = re.compile(
    r"(?:[가-힣]{2,6}\s)?(?:한국\s?표준시|한반도\s?시간|현지\s?시[간각]|한국\s?시[간각]|일본\s?시[간각])(?:으로|\s?기준)?,?\s?"
)
AFTER_DATE = re.compile(
    r"(?:에|경)?\s(?:열린|일어난|발생한|벌어진|치러진|개최된)(?=\s)|(?:\s?(?:경|쯤|께|오전|오후|새벽|밤|저녁|아침))*(?:에는|에|은|는|,|자로)*(?=\s|$)"
)
SOURCE = re.compile(
    r"^[^,.]{0,40}?(?:에\s?따르면|에\s?의하면)(?:,|\s)+|^[^,.]{0,24}?(?:통신|신문|방송|뉴스|언론|보도)(?:은|는|이|가)\s(?=.*보도)"
)
REPORTS = re.compile(
    r"밝[혔히]|말[했하]|주장|전했|비판|비난|지적|강조|설명|성명|발표|규탄|선언|경고|요구|촉구|언급|덧붙|표명|발언|예고"
)
LAST = 6  # signs that hold the predicate
LONGEST = 70  # signs of a title
FEW = 16  # signs of a clause that says little without the one before it
# Marks that names end in: "김정은", "왕이"; they stand apart while subjects are looked for.
NAME_ENDS = {"은": "\ue001", "는": "\ue002", "이": "\ue003", "가": "\ue004"}
UNHIDDEN = str.maketrans({hidden: sign for sign, hidden in NAME_ENDS.items()})
CUT = re.compile(r",\s|(?:에서|으로|에게|통해|위해|대해|관련해|따라)\s")


def headline(
    sentence: str,
    first: int,
    last: int,
    dates: Sequence[tuple[int, int]],
    *,
    is_planned: bool = False,
    before: str = "",
    names: Sequence[str] = (),
) -> Wording:
    """The clause whose predicate stands at first..last, without dates and sources, as a headline has it.

    ``first``, ``last`` and the spans of ``dates`` are characters of the sentence. A clause without a subject gets the topic of the
    sentence ``before`` it. ``names`` are those of people in it; "예정" closes the title of what ``is_planned``. The basis is "extract".
    """
    for name in names:
        if name[-1:] in NAME_ENDS:
            hidden = name[:-1] + NAME_ENDS[name[-1]]
            sentence, before = sentence.replace(name, hidden), before.replace(name, hidden)
    worded = _headline(sentence, first, last, dates, is_planned, before)
    parts = tuple((key, words.translate(UNHIDDEN)) for key, words in worded.parts)
    return replace(
        worded, title=worded.title.translate(UNHIDDEN), clause=worded.clause.translate(UNHIDDEN), parts=parts
    )


def _headline(
    sentence: str, first: int, last: int, dates: Sequence[tuple[int, int]], is_planned: bool, before: str
) -> Wording:
    masked = _masked(sentence)
    if reported := REPORTED.match(masked, max(first, last - 3)):
        whole = _worded(sentence, masked, *reported.span("verb"), dates, "")
        if len(whole.title) <= LONGEST + 24:
            return whole
    worded = _worded(sentence, masked, first, last, dates, before)
    if is_planned and not re.search(r"예정|계획|방침|키로|기로|전망", worded.title):
        return replace(worded, title=f"{PRESENT.sub(_to_come, worded.title)} 예정")
    return worded


PRESENT = re.compile(rf"(?P<stem>[가-힣]*?)(?P<last>[{NASAL}]|는)다$")


def _to_come(verb: re.Match[str]) -> str:
    """A verb in the present tense before "예정": "연다" is "열 예정", "개최한다" "개최 예정"."""
    stem, last = verb["stem"], verb["last"]
    if last in "한된":
        return stem or last + "다"
    if last == "는":
        return FUTURE.get(stem, f"{stem}을")
    return stem + chr(ord(last) + 4)  # ㄴ becomes ㄹ


FUTURE = {"갖": "가질", "듣": "들을", "짓": "지을", "돕": "도울"}
# What somebody said of it: "-다고 밝혔다", "-라고 말했다".
REPORTED = re.compile(
    rf"[가-힣]{{0,4}}?(?:\s?것이)?(?:[다라자냐]고|[다라]며)\s(?:[가-힣]+(?:은|는|이|가)\s)?(?P<verb>(?:공식\s|이날\s)?(?:밝|말|주장|전|발표|강조|설명|선언|경고|요구|촉구|언급|덧붙|지적|비난|비판|약속|인정|시인)[가-힣]{{0,3}}?[{PAST}])"
)


def _worded(
    sentence: str, masked: str, first: int, last: int, dates: Sequence[tuple[int, int]], before: str
) -> Wording:
    end, tail = _end(masked, first, last)
    start = _start(sentence, masked, first, last, dates)
    described = _described(sentence, masked, end)
    if described:  # what only describes a noun begins with its date, and has no other topic
        start = max([start, *(s for s, e in dates if start <= s and e <= first)])
    body = _clean(sentence, start, end, dates) + tail
    topic = ""
    found = _subject(_masked(body), 0, len(body))
    if found:
        topic, body = body[: found.end("words")], body[found.end() :]
        inner = _inner(_masked(body)) if not REPORTS.search(masked, max(0, first - 2), last + 2) else None
        if inner and found["mark"] in ("은", "는"):
            topic, body = body[: inner.end("words")], body[inner.end() :]
        if MEETING.fullmatch(topic) and (who := _topic(sentence, masked, start) or _topic_of(before)):
            topic, body = who, f"{topic} {body}"
    elif MEETING.fullmatch(described) and (who := _topic_of(before)):
        topic, body = who, f"{described} {body}"
    elif not COMES.search(body):
        topic = described or _topic(sentence, masked, start) or _topic_of(before)
    topic = _stripped(topic)
    body = _shortened(_bare(body), max(LONGEST - len(topic), 28))
    title = f"{topic}, {body}" if topic and body else topic or body
    title = balanced(" ".join(title.split()).strip(" ,.·"))
    parts = (("subject", topic), ("predicate", sentence[max(start, end - LAST) : end] + tail))
    return Wording(title, clause=sentence[start:end], parts=parts)


def _masked(text: str) -> str:
    return OR_BRACKETS_IN_KOREAN.sub(lambda m: "〇" * len(m.group()), text)


def _bare(body: str) -> str:
    """Without the mark of the object before the closing noun: "미사일을 발사" is "미사일 발사" in a headline."""
    return re.sub(r"(?<=[가-힣0-9)])(?:을|를)\s(?=(?:공식\s|공동\s|전격\s)?[가-힣]{2,5}$)", " ", body)


def _start(sentence: str, masked: str, first: int, last: int, dates: Sequence[tuple[int, int]]) -> int:
    """Where the clause begins; one without a subject takes in the clauses chained before it, back to their subject."""
    breaks = [0] + [m.end() for m in BREAK.finditer(masked, 0, first) if m.end() <= first]
    if REPORTS.search(masked, max(0, first - 2), last + 2):
        return _skip_source(sentence, 0)
    at = len(breaks) - 1
    while at and (not _subject(masked, breaks[at], first) or first - breaks[at] < FEW):
        before = breaks[at - 1]
        if first - before > LONGEST or any(before <= s < breaks[at] for s, _ in dates):
            break
        at -= 1
    return _skip_source(sentence, breaks[at])


def _skip_source(sentence: str, start: int) -> int:
    source = SOURCE.match(sentence[start:])
    return start + source.end() if source else start


def _end(masked: str, first: int, last: int) -> tuple[int, str]:
    """Where the words end, and what is put in the place of the verb's ending: "밝혔다" gives "밝혀", "발표했다" "발표"."""
    begin = masked.rfind(" ", 0, max(first, min(last, len(masked)) - 2)) + 1
    stop = re.compile(r"\S*").match(masked, max(begin, last - 1))
    verb = re.compile(
        rf"(?P<stem>[가-힣]*?)(?P<end>하였|되었|[{PAST}]|[한된할될함됨](?=\s|에|으|$)|하(?=고|며|여|기|는|면|자)|되(?=고|며|어|는))"
    ).match(masked, begin, stop.end() if stop else last)
    if verb is None:
        return last, ""
    ending, at = verb["end"], verb.start("end")
    if ending in ("했", "하였", "한", "할", "하", "함"):
        if at - begin == 1:
            return at, "해"
        return (at, "") if at > begin else (len(masked[:begin].rstrip()), "")
    if ending in ("됐", "되었", "된", "될", "되", "됨"):
        return (at, "") if at > begin else (len(masked[:begin].rstrip()), "")
    return at, chr(ord(ending) - 20)


def _subject(text: str, start: int, end: int) -> re.Match[str] | None:
    """The first noun that a mark of the subject follows, and no verb that only looks so."""
    for match in SUBJECT.finditer(text, start, end):
        word = match["words"].split()[-1]
        if len(word) == 1 and match["mark"] in "이가" and word not in "군당측법미중일북한명대척곳발건":
            continue  # a name: "제이 카니"
        if (
            word in POINTING
            or word + match["mark"] in NOT_SUBJECT
            or (match["mark"] in ("은", "는") and VERBAL.search(word))
        ):
            continue
        return match
    return None


def _inner(body: str) -> re.Match[str] | None:
    """The subject of a clause within the clause, where what is said of it is quoted or tells which one is meant."""
    found = _subject(body, 0, len(body))
    return found if found and found["mark"] in ("이", "가") and len(found["words"]) < 40 else None


DESCRIBED = re.compile(
    rf"(?:[{PAST}]던|한|된|했던|됐던|하는|되는|하던|인|난|린|은|던|는)\s(?P<words>(?:[가-힣A-Za-z0-9·]+\s){{0,4}}?[가-힣A-Za-z0-9·]+?)(?:은|는|이|가|을|를|도|과|와|의|에|에서|에게)\s"
)


def _described(sentence: str, masked: str, end: int) -> str:
    """Whom a verb without a subject describes: "방문한 조 바이든 부통령도" is told of Joe Biden."""
    found = DESCRIBED.match(masked, end)
    words = sentence[found.start("words") : found.end("words")] if found else ""
    return (
        ""
        if re.match(
            r"(?:뒤|후|직후|것|바|데|가운데|지|적|상태|혐의|결과|경우|때|점|만큼|채|목소리|내용|입장|의견|방안|성명|글)(?:\s|$)",
            words,
        )
        else words
    )


def _topic_of(before: str) -> str:
    masked = _masked(before)
    return _topic(before, masked, len(before)) if before else ""


def _topic(sentence: str, masked: str, before: int) -> str:
    """The subject named last before the clause, a topic before any other."""
    at = 0
    topics: list[str] = []
    others: list[str] = []
    while match := _subject(masked, at, before):
        words = sentence[match.start("words") : match.end("words")]
        (topics if match["mark"] in ("은", "는") else others).append(words)
        at = match.end()
    for words in [*reversed(topics), *reversed(others)]:
        piece = re.sub(r"\([^()]*\)", "", re.split(r",\s|[가-힣](?:고|며|면서)\s", words)[-1]).strip()
        if piece and not SOURCE.match(piece + "은 보도") and len(piece) <= 40:
            return piece
    return ""


def _stripped(text: str) -> str:
    text = f"{text} "
    while (shorter := LEAD.sub("", text)) != text:
        text = shorter
    return text.strip(" ,")


def _clean(sentence: str, start: int, end: int, dates: Sequence[tuple[int, int]]) -> str:
    text, at = "", start
    for first, last in sorted(dates):
        if start <= first and last <= end and (after := AFTER_DATE.match(sentence, last)):
            text, at = text + sentence[at:first], max(after.end(), last)
    text = CLOCK.sub("", text + sentence[at:end])
    text = re.sub(r"\([^()]*\)", "", text)
    return _stripped(SOURCE.sub("", " ".join(text.split())))


def _shortened(body: str, room: int) -> str:
    if len(body) <= room:
        return body
    body = re.sub(
        r"(?<=[“\"])[^“”\"]{20,}[.]\s(?=[^“”\"]{8,}[”\"])", "", body
    )  # the last sentence of what is quoted
    if len(body) <= room:
        return body
    borders = [m.end() for m in CUT.finditer(_masked(body)) if len(body) - m.end() <= room]
    return body[borders[0] :] if borders and len(body) - borders[0] >= 8 else body
