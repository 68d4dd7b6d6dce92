"""The clauses of a Korean sentence: where they end, and which noun is the subject of a predicate.

All positions are characters of a sentence whose quotations and brackets are masked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from .syllables import PAST, has_final

# Where a clause has ended: at a full stop, or at a verb that chains on ("-고", "-며", "-지만", "-ㄴ 뒤").
BREAK = re.compile(
    rf"[.!?](?:\s|$)|[{PAST}](?:고|으며|으나|지만|는데|으면서|기에),?\s|(?<![다라]고\s)(?:하|되|이루어지)(?:고|며|면서|여|자|지만|였고|였으며),?\s(?!있)"
    r"|(?:해|돼|아|어|워|려|져|쳐|고|며|지만|는데|인데|으나|내)(?<!라고)(?<!다고)(?<!라며)(?<!다며),\s|(?:한|된|던|난|친)\s(?:뒤|후|데|가운데|직후),?\s|[는인킨진린온]\s가운데,?\s|(?:때문에|따르면),?\s|[하되치리키나오가서히]자,\s|(?:하나|일환|결과|조치|이유|것)으?로,\s"
)
# A clause upon or during which somebody else does something: "완패하자", "진행된 가운데".
SHIFT = re.compile(r"[하되치리지키나오가서히]자,?\s|[한된던난친는인킨진린온]\s가운데,?\s")
# A clause that another stands against, with a topic of its own.
AGAINST = re.compile(rf"[{PAST}](?:지만|으나|는데),?\s")
# A clause in the past tense that another is chained to, with a subject of its own.
CHAINED = re.compile(rf"[{PAST}](?:고|으며|으나|지만),?\s|데\s이어,?\s")
MARK = re.compile(
    r"(?<!\S)(?P<word>\S+?)(?P<mark>은|는|이|가|께서|(?<=총리|장관|차관|대표|의원|대사|총장|의장|주석|국왕|여왕|교황|정부|당국|의회|국회|법원|검찰|경찰|유엔|연합|방부|교부|무부)도|(?<=대통령|부통령|대변인|위원장|당선인)도|(?<=후보|지사|시장|원장|법관|검사|판사|회장|사장|총재)도)"
    r"\s(?!아니|아닌|되|된|될|있|없|같|이뤄)"
)
# What a quotation is the wording of: "‘...’는 제목의 논평".
OF_WORDS = re.compile(r"는\s(?:제목|내용|취지|뜻|말|글|주장|보도|입장|의견|메시지|담화|성명|구호|문구|발언)")
# Stems of verbs that describe a noun in "-는" or "-은", and what other words end in before "는".
VERBAL = re.compile(
    r"(?:하|되|있|없|받|지|시키|보이|않|같|많|높|낮|늦|깊|젊|좋|맞|맡|맺|얻|겪|찾|놓|앞두|가지|열리|걸리|올리|내리|살리|늘리|알리|기다리|버리|누리|노리|막히|밝히|알려지"
    r"|모이|벌이|줄이|쓰이|이르|다루|치르|따르|부르|오르|떠나|만나|지나|일어나|나타나|벗어나|드러내|보내|던지|퍼지|이기|맡기|남기|넘기|옮기|바꾸|세우|키우|미치|거치|마치|지키|일으키|나서|갖추|이끄|힘쓰|애쓰|모으|서두르|머무르|나누|거두|이루|미루|다투|겨루|[아어]내|끝내|합치|외치|끼치|해치|펴|[어아여해려]주"
    r"|그|이러|어떠|다|이라|[화제]라|려|던|에서|로|에|와|과|들어가|나오|나가|오가|그러|에게|일|서|까지|부터)$"
)
# Words that end like a marked noun and are none.
NOT_SUBJECT = frozenset(
    "이 그 저 또 옳은 짙은 작은 적은 남은 입은 담은 잡은 막은 묶은 죽은 믿은 읽은 이은 추가 국가 평가 참가 증가 작가 물가 주가 허가 인가 휴가 대가 스가 유가 고가 저가 시가 화가 요가 여가 재가 나가 누가 제가 높이 길이 같이 이같이 이와같이 없이 많이 다음은 가는 오는 우리가 모든 갑작스러이 하루가 것이 것은 수가 수는 바가 적이 일이 더구나".split()
)
POINTING = frozenset("이 그 이것 그것 이들 이번 이날 이는 그는".split())  # what only points back
# The title at the end of a name that itself ends like a marked noun: "수니가 장군이".
TITLED = re.compile(
    r"\s(?:[가-힣A-Za-z]+\s){0,3}?(?:대통령|총리|장관|차관|장군|대표|의원|대사|총장|의장|주석|국왕|교황|외무상|위원장|대변인|후보|총재|지사|시장|사령관|특사|서기장)(?:은|는|이|가|과|와|을|를|도)\s"
)
# Verbs that describe the noun behind them, in the past or to come.
ADNOMINAL = re.compile(
    r"(?<!\S)(?!(?:북한|대한|관한|위한|의한|통한|최대한|또한|남한|방한|권한|제한|기한|무한|이상한|할|한)\s)\S*"
    rf"(?:[{PAST}]던|한|된|던|할|될|열린|열릴|올린|내린|걸린|일어난|떠난|만난|끝난|나타난|물러난|벗어난|태어난|숨진|[어아혀려라해]진|터진|빠진|가진"
    r"|받은|찾은|맡은|맺은|입은|남은|담은|잡은|막은|묶은|놓은|얻은|겪은|죽은|맞은|않은|일으킨|시킨|마친|펼친|밝힌|이끈|보낸|나온|이어온|돼온|다녀온|저지른|치른|오른|둘러싼|나선|세운|벌인|보인|남긴|넘긴|끈|쏜|쓴|연|낸|둔|[다라]는|중인)\s(?!뒤|후\s|직후|채\s|다음\s|이후)"
)
# What is said in other words than the speaker's own.
SAID = re.compile(r"[가-힣][다라자냐](?:고|며|면서)\s")
ENDING = re.compile(r"(?<!\S)(?P<word>\S+)(?P<mark>[는은])(?=\s)")
SHORT = 3  # signs of a verb before "는"
# The object or the subject right before a verb, and what no verb ends in.
BESIDE_SUBJECT = re.compile(r"(?<!\S)(?P<word>[가-힣]{1,12})(?P<mark>[이가])\s$")
BODY = re.compile(
    r"(?:총리|정부|회사|의사|기자|판사|검사|감독|대표|특사|공사|대사|부대|시위대|당사자|후보|지도자|관계자|러시아|터키|나라|국가|그)$"
)
QUOTED = re.compile(r"[다라자냐](?:고|며|면서)\s|〇+(?:이?라?고|이?라?며|이?라?면서|며|고)\s")
PLACE_TOPIC = re.compile(
    r"(?<!\S)(?P<word>\S+?)(?<!브리핑)(?<!회견)(?<!연설)(?<!성명)(?<!회의)(?<!회담)(?<!자리)(?<!인터뷰)(?<!보도)(?<!발표)(?<!담화)(?<!글)(?<!협정)(?<!조약)(?<!결의)(?<!지역)(?<!현장)(?<!곳)(?P<mark>에서는|에선"
    r"|(?:(?<=대통령실)|(?<=민주당|공화당|노동당|보수당|자민당|위원회|외교부|국방부|통일부|외무부|외무성|청와대|백악관)|(?<=정부|당국|의회|국회|경찰|검찰|협회|연합|법원))에서)\s"
)


# Marks that names end in: "김정은", "왕이"; they stand apart while subjects are looked for.
NAME_ENDS = {"은": "\ue001", "는": "\ue002", "이": "\ue003", "가": "\ue004"}
SHOWN = str.maketrans({hidden: sign for sign, hidden in NAME_ENDS.items()})


def with_names_hidden(text: str, names: Iterable[str]) -> str:
    """The text with the last signs of these names replaced by others, where they look like marks; of the same length."""
    for name in names:
        if name[-1:] in NAME_ENDS:
            text = text.replace(name, name[:-1] + NAME_ENDS[name[-1]])
    return text


def shown(text: str) -> str:
    """The text with its names as they are written."""
    return text.translate(SHOWN)


@dataclass(frozen=True, slots=True)
class Mark:
    """A noun marked as the subject: its last word at start..end, and where the next word begins."""

    start: int
    end: int
    after: int
    is_topic: bool


def marks(text: str, start: int, end: int) -> list[Mark]:
    """The nouns marked as subjects in start..end."""
    return [one for one in _all_marks(text) if start <= one.start and one.after <= end]


@lru_cache(maxsize=16)  # a sentence is asked about many times, one after the other
def _all_marks(text: str) -> tuple[Mark, ...]:
    return tuple(
        Mark(m.start(), m.end("word"), m.end(), m["mark"] in ("은", "는", "도"))
        for m in MARK.finditer(text)
        if _is_subject(text, m)
    )


def _is_subject(text: str, found: re.Match[str]) -> bool:
    word, mark = found["word"], found["mark"]
    if word.endswith("〇") and OF_WORDS.match(found.string, found.end("word")):
        return False
    if not _sounds(word, mark) or word in POINTING or word + mark in NOT_SUBJECT:
        return False
    if mark in ("은", "는"):
        return not _is_verb(text, found.start(), word, mark)
    if len(word) == 1 and mark == "이" and word not in "군당측법중일북한명척곳발건":
        return False  # a name: "진이 카니"
    return mark == "께서" or mark == "도" or not TITLED.match(text, found.end() - 1) or _ends_in_title(word)


def _ends_in_title(word: str) -> bool:
    return bool(TITLED.match(f" {word}이 "))


def _sounds(word: str, mark: str) -> bool:
    """Whether the mark is the form that the last sound of the word asks for: "은" and "이" follow a consonant."""
    last = re.sub(r"\([^()]*\)$", "", word)[-1:]
    if not "가" <= last <= "힣":
        return True
    return has_final(last) if mark in ("은", "이") else mark in ("께서", "도") or not has_final(last)


def subject_of(text: str, start: int, at: int) -> Mark | None:
    """The subject of the predicate at ``at``: the nearest marked noun that is not within a clause which describes or is quoted."""
    found = marks(text, start, at)
    for n in range(len(found) - 1, -1, -1):
        one = found[n]
        is_anew = one.is_topic and n and AGAINST.search(text, found[n - 1].after, one.start)
        is_told = n and not SAID.search(text, one.after, at)
        is_first = one.is_topic and n and not any(other.is_topic for other in found[:n])
        is_anew = is_anew or (is_first and SHIFT.search(text, found[n - 1].after, one.start))
        is_anew = is_anew or (is_told and CHAINED.search(text, found[n - 1].after, one.start))
        if n == 0 or is_anew or not is_within(text, one, at):
            return one
    return None


def is_within(text: str, one: Mark, at: int) -> bool:
    """Whether the noun is the subject of a clause that ends before ``at``: one that describes a noun, or is quoted."""
    if SAID.search(text, one.after, at) or (not one.is_topic and SHIFT.search(text, one.after, at)):
        return True
    return not one.is_topic and describes_before(text, one.after, at)


def describes_before(text: str, start: int, at: int) -> bool:
    """Whether a verb in start..at describes a noun."""
    if ADNOMINAL.search(text, start, at):
        return True
    return any(
        _is_verb(text, m.start(), m["word"], m["mark"])
        for m in ENDING.finditer(text, start, at)
        if m.group() not in NOT_SUBJECT and not re.search(r"(?:에서|으로|까지|부터|에|로)$", m["word"])
    )


def _is_verb(text: str, start: int, word: str, mark: str) -> bool:
    """Whether "-는" or "-은" at the end of the word that begins at ``start`` is that of a verb which describes a noun."""
    if VERBAL.search(word) or not _sounds(word, mark):
        return True
    if mark != "는" or len(word) > SHORT or BODY.search(word):
        return False
    subject = BESIDE_SUBJECT.search(text, 0, start)
    is_beside = text[:start].endswith(("을 ", "를 ")) or subject
    return bool(is_beside and (not subject or _sounds(subject["word"], subject["mark"])))


def breaks(text: str, end: int) -> list[int]:
    """Where clauses begin before ``end``, 0 first."""
    return [0, *(start for start in _all_breaks(text) if start <= end)]


@lru_cache(maxsize=16)
def _all_breaks(text: str) -> tuple[int, ...]:
    return tuple(m.end() for m in BREAK.finditer(text))


def place_topic(text: str, start: int, at: int) -> re.Match[str] | None:
    """A state or body that "에서는" marks as the one that speaks: "이란에서는 ...고 밝혔다"."""
    found = [*PLACE_TOPIC.finditer(text, start, at)]
    return found[-1] if found else None
