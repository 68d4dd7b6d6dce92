"""A Korean clause as a headline: its own words up to its predicate, in the noun form or the short form of its verb.

The forms are those of Korean headlines ("밝혀", "발표"), collected by hand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from articles.extraction.quotations import IN_KOREAN, OR_BRACKETS_IN_KOREAN
from articles.extraction.wording import Wording, balanced

from .clauses import (
    ADNOMINAL,
    BREAK,
    QUOTED,
    Mark,
    breaks,
    describes_before,
    marks,
    place_topic,
    shown,
    subject_of,
    with_names_hidden,
)
from .endings import bare, end_of, to_come
from .syllables import PAST

# What people hold, and is nobody: its title needs whoever the sentence before was about.
MEETING = re.compile(r"(?:(?:이번|이|첫|[가-힣]{1,3})\s?)?(?:회의|회담|총회|투표|선거|서명식|협상|표결)")
# What comes about by itself, of which the noun before is the subject: "비난 성명도 이어져".
COMES = re.compile(r"[가-힣]도\s(?:이어|잇따|나와|나왔|커|높아|거세|일어|쏟아|계속|벌어)")
LEAD = re.compile(
    r"^(?:한편|이는|이것은|또한?|그러나|하지만|이에 대해|이와 관련(?:해|하여)?|이에 관련(?:해|하여)서?|이에 따라|이런 가운데|이 자리에서|이 과정에서|이 때문에|이로 인해|이와 함께|이와 별도로|이로써|그 결과|그 [후뒤]|그러자|그러면서|곧이어|아울러|당초|먼저"
    r"|최근|사실|이에|이어|앞서|이후|그리고|다만|같은 날|이날|이 날|당시|반면|오전|오후|새벽|밤|저녁|아침|특히|결국|이번에|때문에|중|현재까지|이미|\d{1,2}시(?:\s\d{1,2}분)?(?:쯤|께|경)?(?:에|부터|까지)?|,)(?:,|\s)+"
)
CLOCK = re.compile(
    r"(?:(?<!\S)[가-힣]{1,5}(?<![은는이가을를에로서의과와도])\s)?(?:한국\s?표준시|한반도\s?시[간각]|현지\s?시[간각]|한국\s?시[간각]|일본\s?시[간각])(?:으로|\s기준)?,?\s?"
)
BEFORE_DATE = re.compile(r"(?:지난|오는|현지시[간각]|이달|다음\s?달)\s$")
AFTER_DATE = re.compile(
    r"(?:\s?\([^()]*\))?(?:(?:에|경)?\s(?:열린|일어난|발생한|벌어진|치러진|개최된)(?=\s)|(?:\s?(?:경|쯤|께|오전|오후|새벽|밤|저녁|아침))*(?:\([^()]*\))?(?:에는|에|은|는|,|자로|부로)*(?=\s|$))"
)
SOURCE = re.compile(
    r"^[^,.]{0,40}?(?:에\s?따르면|에\s?의하면|한데\s의하면)(?:,|\s)+|^[^,.]{0,24}?(?:통신|신문|방송|뉴스|언론|보도)(?:\s등)?(?:은|는|이|가)\s(?=.*보도)"
)
REPORTS = re.compile(
    r"밝[혔히]|말[했하]|주장|전했|비판|비난|지적|강조|설명|성명|발표|규탄|선언|경고|요구|촉구|언급|덧붙|표명|발언|예고|지시|통보"
)
# What somebody said of it: "-다고 밝혔다", "-라고 말했다".
REPORTED = re.compile(
    rf"[가-힣]{{0,5}}?(?:\s?것이)?(?:\s?(?:예정|계획|방침)이)?(?:[다라자냐]고|[다라]며)\s(?P<who>(?:[^\s〇,]+\s){{0,4}}?[^\s〇,]+(?:은|는|이|가)\s)?(?P<verb>(?:공식\s|이날\s)?(?:밝|말|주장|전|발표|강조|설명|선언|경고|요구|촉구|언급|덧붙|지적|비난|비판|약속|인정|시인|지시|통보)[가-힣]{{0,3}}?(?:[{PAST}]|힌(?=\s바)))"
)
LAST = 6  # signs that hold the predicate
LONGEST = 90  # signs of a title that may hold more than its last clause
# Behind a predicate that closes its sentence, or is joined to another of the same rank.
MAIN = re.compile(
    r"\S{0,5}(?<![다라자냐])(?:고|며|지만|으나)(?:,\s|\s(?!있))|\S{0,8}(?:\s?(?:예정|계획|방침)\S{0,4})?(?:기도\s(?:했|하였)\S{1,4})?[.]?\s*$"
)
# A count of people to whom something happened, of which the clause before tells.
TOLL = re.compile(r"(?:[가-힣·]+\s){0,3}\d[\d,]*여?\s?명")
# Verbs of what comes about, which nobody does to anything.
ABOUT = re.compile(r"되[고는]|된|됐|열린|열리|발생|일어난|벌어진|터진|숨진|사망|시작|끝난")
# Where a clause begins that tells of a place: "남수단에서는".
WHERE = re.compile(r"(?:한편\s|또\s)?(?P<place>[가-힣A-Za-z·]+(?:\s[가-힣A-Za-z·]+)?)에(?:서는|선|서도)\s")
OBJECT_MARK = re.compile(r"[을를]\s")
OBJECT = 24  # signs of a noun that a title takes as what something was done to
FEW = 16  # signs of a clause without a subject that says little without the one before it


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
    sentence, before = with_names_hidden(sentence, names), with_names_hidden(before, names)
    around = next(
        (m.span() for m in IN_KOREAN.finditer(sentence) if m.start() < first and last < m.end()), None
    )
    if around:  # what is told within a quotation is told of it alone
        at = around[0] + 1
        inside = [(s - at, e - at) for s, e in dates if at <= s and e < around[1]]
        clause = _Clause(sentence[at : around[1] - 1], first - at, last - at, inside, "")
    else:
        clause = _Clause(sentence, first, last, dates, before)
    worded = clause.planned() if is_planned else clause.worded()
    parts = tuple((key, shown(words)) for key, words in worded.parts)
    return replace(worded, title=shown(worded.title), clause=shown(worded.clause), parts=parts)


@dataclass(frozen=True)
class _Clause:
    """A predicate at first..last of a sentence, the spans of the dates, and the sentence before."""

    sentence: str
    first: int
    last: int
    dates: Sequence[tuple[int, int]]
    before: str

    @cached_property
    def text(self) -> str:
        """The sentence with its quotations and brackets masked."""
        return _masked(self.sentence)

    @cached_property
    def is_said(self) -> bool:
        return REPORTS.search(self.text, max(0, self.first - 2), self.last + 2) is not None

    @cached_property
    def comes_about(self) -> bool:
        return COMES.search(self.text, breaks(self.text, self.first)[-1], self.ending[0]) is not None

    @cached_property
    def ending(self) -> tuple[int, str]:
        return end_of(self.text, self.first, self.last)

    def planned(self) -> Wording:
        """The title of what lies ahead."""
        worded = self.worded()
        is_told = re.search(r"예정|계획|방침|키로|기로|전망", worded.title)
        is_past = self.ending[1] or re.search(r"말해$|밝혀$|전해$", worded.title)
        return worded if is_told or is_past else replace(worded, title=f"{to_come(worded.title)} 예정")

    def worded(self) -> Wording:
        """The title, the words that it was made from, and its subject and predicate."""
        if reported := REPORTED.match(self.text, max(self.first, self.last - 3)):
            whole = replace(self, first=reported.start("verb"), last=reported.end("verb"))
            if not reported["who"] and len((told := whole._titled()).title) <= LONGEST + 24:
                return told
        elif self.is_said and (said := self._said_before_the_speaker()):
            return said
        return self._titled()

    def _said_before_the_speaker(self) -> Wording | None:
        """The title where the speaker follows what is said: "27명이 사망했다고 당국이 밝혔다", "“...”고 총리가 말했다"."""
        speaker = subject_of(self.text, 0, self.first)
        said = [*SPEAKER_BEHIND.finditer(self.text, 0, speaker.after)] if speaker else []
        if not speaker or not said or said[-1].end() != speaker.end:
            return None
        verb, who = said[-1].span("verb"), self.sentence[said[-1].start("who") : speaker.end]
        if "〇" not in said[-1]["verb"]:
            return replace(self, first=max(verb[0], verb[1] - 3), last=verb[1])._titled()
        start = breaks(self.text, verb[0])[-1]
        end, tail = self.ending
        body = cleaned(self.sentence, start, said[-1].start("who"), self.dates)
        title = f"{_stripped(who)}, {body} {cleaned(self.sentence, speaker.after, end, self.dates)}{tail}"
        return Wording(
            _finished(title),
            clause=self.sentence[start:end],
            parts=(("subject", who), ("predicate", self.sentence[speaker.after : end] + tail)),
        )

    def _titled(self) -> Wording:
        end, tail = self.ending
        noun = _noun_behind(self.sentence, self.text, end)
        described = "" if BOUND.match(noun) else noun
        subject = self._subject(bool(described))
        start = self._start(subject, described)
        topic, at = self._topic(subject, described, start, end)
        body = cleaned(self.sentence, self._after_chain(at, subject, len(topic)), end, self.dates)
        body += (" " if tail and self.text[end - 1] == " " else "") + tail
        if subject and (described or SAYING.match(noun)):
            topic, body = self._with_noun(topic, body, subject, noun)
        if not topic and not self.comes_about:
            topic = described or _topic_of(self.before)
        topic, body = _stripped(topic), _shortened(bare(body), max(LONGEST - len(topic), 40))
        parts = (("subject", topic), ("predicate", self.sentence[max(start, end - LAST) : end] + tail))
        is_inner = subject and not subject.is_topic and at == subject.after
        if subject and is_inner and " " in body and (CASE.search(topic) or marks(topic, 0, len(topic))):
            topic, body = "", f"{topic}{self.sentence[subject.end : subject.after]}{body}"
        return Wording(_joined(topic, body), clause=self.sentence[start:end], parts=parts)

    def _with_noun(self, topic: str, body: str, subject: Mark, described: str) -> tuple[str, str]:
        """Subject and predicate with the noun that they describe: what was done to it, or where it came about."""
        if ABOUT.search(self.text, max(0, self.first - 3), self.last + 2):
            at = self.text.find("에서", self.ending[0])
            is_place = at >= 0 and self.sentence[:at].endswith(described)
            return (f"{described}에서 {topic}" if is_place else topic), body
        if OBJECT_MARK.search(self.text, subject.after, self.first) or len(described) > OBJECT:
            return topic, body
        *before, verb = body.split(" ")
        return topic, " ".join([*before, described, verb])

    def _subject(self, is_describing: bool) -> Mark | None:
        if self.comes_about:
            return None
        source = SOURCE.match(self.sentence)
        subject = subject_of(
            self.text, source.end() if source and source.end() < self.first else 0, self.first
        )
        place = place_topic(self.text, subject.after if subject else 0, self.first)
        is_apart = place and (not subject or breaks(self.text, place.start())[-1] > subject.end)
        if place and is_apart and QUOTED.search(self.text, place.end(), self.first):
            return Mark(place.start(), place.end("word"), place.end(), is_topic=True)
        if subject and is_describing:
            own = breaks(self.text, self.first)[-1] <= subject.start
            if subject.is_topic or not own or ADNOMINAL.search(self.text, subject.after, self.first):
                return None
        return subject

    def _start(self, subject: Mark | None, described: str) -> int:
        """Where the words of the title begin in the sentence."""
        borders = breaks(self.text, self.first)
        if subject:
            before = breaks(self.text, subject.start)
            start = before[-1]
            if len(before) > 1 and TOLL.fullmatch(self.text[start : subject.end]):
                start = before[-2]
        elif described:
            at = [m.after for m in marks(self.text, borders[-1], self.first)]
            start = max(
                [borders[-1], *at, *(s for s, e in self.dates if borders[-1] <= s and e <= self.first)]
            )
        else:
            start = borders[-1]
            is_short = self.first - start < FEW and not self.comes_about
            if len(borders) > 1 and is_short and not any(s < start for s, _ in self.dates):
                start = borders[-2]
        source = SOURCE.match(self.sentence[start:])
        return start + source.end() if source else start

    def _topic(self, subject: Mark | None, described: str, start: int, end: int) -> tuple[str, int]:
        """The subject in words, and where what is told of it begins."""
        if subject is None:
            who = _topic_of(self.before) if MEETING.fullmatch(described) else ""
            where = WHERE.match(self.text, breaks(self.text, self.first)[-1]) if described else None
            if where and where.end() <= start:
                described = f"{where['place']}에서 {described}"
            return (f"{who}, {described}" if who else described), start
        outer = [m for m in marks(self.text, start, subject.start) if m.is_topic and not subject.is_topic]
        is_main = not described and MAIN.match(self.text, end) is not None
        if outer and not is_main:
            start, outer = outer[-1].after, []
        if outer:
            subject = outer[0]
        topic = cleaned(self.sentence, start, subject.end, self.dates)
        if (whose := OF_WHOM.fullmatch(topic)) and whose["what"] in self.sentence[
            self.first - 3 : self.last + 3
        ]:
            topic = whose["who"]  # "북한의 미사일 발사는 ... 발사한 지 24일 만이다"
        if not described and MEETING.fullmatch(_stripped(topic)) and (who := _topic_of(self.before)):
            return f"{who}, {_stripped(topic)}" if is_main else who, subject.after
        return topic, subject.after

    def _after_chain(self, at: int, subject: Mark | None, taken: int) -> int:
        """Where the last clause begins, if those between the subject and it have a day of their own or are too long."""
        between = [b for b in breaks(self.text, self.first) if b > at] if subject else []
        if not between:
            return at
        is_long = self.first - at > LONGEST - taken
        own = [s for s, e in self.dates if s >= between[-1] and e <= self.first]
        is_passive = re.search(r"[되된될됐]", self.text[self.first : self.last + 1]) is not None
        is_passive = is_passive and OBJECT_MARK.search(self.text, at, between[-1]) is not None
        is_apart = (
            own and any(at <= s < between[-1] for s, _ in self.dates) and not is_passive
        )  # of its object
        if not is_long and not is_apart:
            return at
        if self.is_said and (inner := marks(self.text, at, self.first)):  # with the subject of what is said
            return max((b for b in between if b <= inner[-1].start), default=at)
        return between[-1]


# Who speaks, behind what is said.
SPEAKER_BEHIND = re.compile(
    r"(?P<verb>\S+?)(?:[다라자냐]고|(?<=〇)(?:이?라)?고)\s(?P<who>(?:[^\s〇,]+\s){0,4}?[^\s〇,]+?)(?=(?:은|는|이|가)\s)"
)
# A word of the clause before its subject, which stands where it stood: "시장에서 폭탄이 터져".
CASE = re.compile(r"(?:에서|에서도|에도|으로|에게|[가-힣]{2}에|[을를]|고|때|써|해)\s")
OF_WHOM = re.compile(r"(?P<who>\S+(?:\s\S+){0,3})의\s(?:\S+\s)*?(?P<what>발사|방문|공격|발표|회담|선언|합의)")


def _joined(topic: str, body: str) -> str:
    """Subject and predicate as a headline parts them; one word alone is not parted off: "교전 발생"."""
    if not topic or not body:
        return _finished(topic or body)
    return _finished(f"{topic} {body}" if " " not in body else f"{topic}, {body}")


def _finished(title: str) -> str:
    return balanced(" ".join(title.split()).strip(" ,.·"))


def _masked(text: str) -> str:
    return OR_BRACKETS_IN_KOREAN.sub(lambda m: "〇" * len(m.group()), text)


DESCRIBED = re.compile(
    rf"(?:[{PAST}]던|한|된|했던|됐던|하는|되는|하던|인|난|린|은|던|는|\S{{0,2}}고\s있[는던]|\S?\s중인)\s(?P<words>(?:[가-힣A-Za-z0-9·]+\s){{0,4}}?[가-힣A-Za-z0-9·]+?)(?:과는|와는|에는|에서는|에서도|으로는|은|는|이|가|을|를|도|과|와|에|에서|에게|으로|로)\s"
)


# Nouns that tell when, how or what is said, and are nobody.
SAYING = re.compile(r"(?:방안|성명|담화|글|결의안|논평|서한|보고서)(?:\s|$)")
BOUND = re.compile(
    rf"{SAYING.pattern}|(?:뒤|후|직후|것|바|데|가운데|지|적|상태|혐의|결과|경우|때|점|만큼|채|목소리|내용|입장|의견|승부수|대가|길|과정|방식|형태|조건|모습|자리|상황|분위기|사이|동안|순간|이유|사실|가능성|방침|계획|조치|수준)(?:\s|$)"
)


def _noun_behind(sentence: str, masked: str, end: int) -> str:
    """The noun that a verb describes, "" if it describes none: "방문한 조 바이든 부통령도" is told of Joe Biden."""
    found = DESCRIBED.match(masked, end)
    return sentence[found.start("words") : found.end("words")] if found else ""


def _topic_of(before: str) -> str:
    """Whom the sentence before is about: its last topic, else its last subject that is not within another clause."""
    text = _masked(before)
    found = marks(text, 0, len(text))
    subject = subject_of(text, 0, len(text))
    for one in [*reversed([m for m in found if m.is_topic]), *([subject] if subject else [])]:
        start = max([breaks(text, one.start)[-1], *(m.after for m in found if m.after <= one.start)])
        words = _stripped(re.split(r",\s", cleaned(before, start, one.end, ()))[-1])
        if len(words) > 40:
            words = re.split(r"(?:에서|으로|에|로|을|를|,)\s", words)[-1]
        if words and len(words) <= 40 and not SOURCE.match(words + "은 보도"):
            return words
    return ""


def _stripped(text: str) -> str:
    text = f"{text} "
    while (shorter := LEAD.sub("", text)) != text:
        text = shorter
    return text.strip(" ,")


# Days that are counted: "21일 만에"; and what stands before a date as another name of it: "21일 만인 8일", "다음 날인 8일".
COUNTED = re.compile(r"\s?만(?:에|인)\s")
APPOSED = re.compile(r"(?P<what>만|날|[뒤후전]|직후|직전|당일|이튿날)인\s$")


def _unapposed(found: re.Match[str]) -> str:
    return "만에 " if found["what"] == "만" else f"{found['what']} "


def cleaned(sentence: str, start: int, end: int, dates: Sequence[tuple[int, int]]) -> str:
    """The words without dates that stand apart, sources, brackets and what leads up to the clause."""
    text, at = "", start
    masked = _masked(sentence)
    for first, last in sorted(dates):
        if (
            masked[first] != "〇"
            and start <= first
            and last <= end
            and not COUNTED.match(sentence, last)
            and (after := AFTER_DATE.match(sentence, last))
        ):
            text = APPOSED.sub(_unapposed, BEFORE_DATE.sub("", text + sentence[at:first]))
            at = max(after.end(), last)
    text = CLOCK.sub("", text + sentence[at:end])
    text = re.sub(r"\([^()]*\)", "", text)
    return _stripped(SOURCE.sub("", " ".join(text.split())))


# Behind what was said first, where more is quoted.
MORE_SAID = re.compile(r"〇(?:이?라|다)?(?:며|면서|고),?\s(?=[^〇]*〇)")
CUT = re.compile(r"(?:에서|으로|에게|통해|위해|대해|관련해|따라|계기로)\s")


def _shortened(body: str, room: int) -> str:
    """The end of the words, from the border of a clause or of a phrase on that belongs to the last verb; else all of them."""
    if len(body) <= room:
        return body
    body = re.sub(
        r"(?<=[“\"])[^“”\"]{20,}[.]\s(?=[^“”\"]{8,}[”\"])", "", body
    )  # the last sentence of what is quoted
    if len(body) <= room:
        return body
    text = _masked(body)
    said = [m.end() for m in MORE_SAID.finditer(text)]
    clauses = [m.end() for m in BREAK.finditer(text)]
    phrases = [m.end() for m in CUT.finditer(text) if not describes_before(text, m.end(), len(text))]
    for borders in (said, clauses, phrases):
        fitting = [b for b in borders if 8 <= len(body) - b <= room]
        if fitting:
            return body[fitting[0] :]
    return body
