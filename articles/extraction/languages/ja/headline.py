"""A Japanese clause as a headline: its own words up to its predicate, which ends in a noun where the verb is made of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from articles.extraction.quotations import OR_BRACKETS_IN_JAPANESE
from articles.extraction.wording import Wording, balanced

BRACKETS = re.compile(r"\([^()]*\)|（[^（）]*）")
# Where a clause before this one has ended: at a full stop, or at a verb that chains on or stands before "but", "because", "after".
BREAK = re.compile(
    r"[。！？]"
    r"|(?:[一-龥ァ-ヴー](?:し|され|させ|となり|して|されて)|[たるいだ](?:が|ため|ところ|後|もの[のが]|ので|ほか|うえで|上で|際に?|あと|直後に?)"
    r"|ており|[れっいえけせてねべめげりきぎみび](?:て|、?)?|まで|[一-龥]であり|ず)、"
    r"|[一-龥](?:後|以降)は?、"
)
NP_END = r"[一-龥ァ-ヴーA-Za-z0-9々〇」）)らちつ者]"
# Both begin at a border only, so that a long run of signs without a mark is not tried from each of its signs.
TOPIC = re.compile(rf"(?<![^、。「」『』])(?P<words>[^、。「」『』]*{NP_END})は(?!じ|いえ)、?")
SUBJECT = re.compile(
    rf"(?<![^、。！？])(?P<words>[^、。]*?{NP_END})(?P<mark>(?:が|は)(?![いあなこそ]|できる)|(?<=[相領官臣長表府省軍連党氏使裁国側])も)、?"
)
NOMINATIVE = re.compile(rf"(?<={NP_END})が(?![いあなこそ])")
BORDERS = "、。「」『』"
# What people hold or do, and is nobody: its title needs whoever the sentence before was about.
MEETING = re.compile(
    r"(?:[^、。]{0,4})?(?:会議|会談|協議|会合|総会|投票|選挙|式典|調印式|署名式|採決|交渉|地震|事件|事故|爆発)$"
)
# What comes about by itself, of which the noun before is the subject: "非難声明も相次いだ".
COMES = re.compile(
    r"[一-龥ァ-ヴー]も(?:相次|続|高ま|出|上が|起|広が|強ま|増え|始ま|あが|寄せら)[ぁ-ん]{0,4}$"
)
PLAIN = re.compile(r"[^がでにをとへやも]{2,}")  # words of one noun and what belongs to it
MEDIA_NAME = r"(?:新聞|通信|放送|テレビ|ニュース|ラジオ|報道|NHK|CNN|BBC|AFP|ロイター|SANA|メディア|タイムズ|ポスト|ウィキペディア|紙|電子版|ジャジーラ|ブルームバーグ|Bloomberg|VOA)"
SOURCE = re.compile(
    rf"^(?:[^、。]{{1,40}}?(?:によると|によれば)、?|[^。]{{1,60}}?によるとして、|[^、。]{{0,30}}?{MEDIA_NAME}[^、。]{{0,20}}?は、?(?=.{{6,}}と(?:伝え|報じ)|$))"
)
LEAD = re.compile(
    r"^(?:一方で?|これに先立[ちって]+|席上|ちなみに|他方|この席で|これにより|これに伴い|同時に|続いて|次いで|これまでに|最近|先に|既に|すでに|結局|そのうち|このうち|なお|また|さらに|そして|しかし|これに対し(?:て)?|これを受け(?:て)?|このため|この結果|その後|同日|同年|翌日|この日|加えて|特に|ほかに|このほか|それによると|ただし?|その際に?|そのうえで|当時|現在|いずれも|各国とも|(?:現地|日本)(?:時間|時刻)|、|，|\s)+"
)
AFTER_DATE = re.compile(
    r"に?(?:起きた|起こった|発生した|開かれた|行われた)(?=[一-龥ァ-ヴー])|(?:\([^)]*\)|（[^）]*）|まで|から|より|[内中]に|付け?で?|の?(?:午前|午後|未明|早朝|深夜|夜|夕方|夕|朝|昼|ごろ|頃)|には|にも|に|は|、)+|(?=[一-龥ァ-ヴーA-Za-z「])|(?=、)"
)
CLOCK = re.compile(r"(?:現地|日本)(?:時間|時刻)|\(UTC[^)]*\)")
FEW = 10  # signs of a clause that says little without the one before it
LAST = 6  # signs that hold the predicate
LONGEST = 56  # signs of a title
CUT = re.compile(
    r"、|(?<=[一-龥ァ-ヴー々」）)])(?:から|により|として|について|に対し(?:て)?|をめぐ[りっ]て?|[でにへ])(?=[一-龥ァ-ヴー「])"
)
VERB_OF_NOUN = re.compile(r"(?P<object>を)?(?:行(?:っ|わ|い|う)|し(?!め|ま)|さ[れせ]|す[るべ]|実施し)")
FINITE = re.compile(r"[^、。「」\s]*?(?:[ただるい](?=[。、とがのこたも模」）)\s]|$)|(?=、)|(?=て(?!い|お)))")
REPORTS = re.compile(r"述べ|語っ|主張|表明|発表|明らか|強調|指摘|批判|非難|声明|宣言|約束|訴え|示し|認め")


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
    sentence ``before`` it. "へ" closes the title of what ``is_planned``. ``names`` are for Korean, whose
    marks can end a name. The basis is "extract".
    """
    masked = _masked(sentence)
    if (reported := REPORTED.match(masked, max(first, last - 2))) and not re.search(
        MEDIA_NAME, reported.group()
    ):
        whole = _worded(sentence, masked, *reported.span("verb"), dates, "")
        if len(whole.title) <= LONGEST + 20:
            return whole
    worded = _worded(sentence, masked, first, last, dates, before)
    is_noun = re.search(r"[一-龥]$", worded.title)
    if is_planned and is_noun and not re.search(r"(?:予定|見通し|方針)$", worded.title):
        return replace(worded, title=f"{worded.title}へ")
    return worded


# What somebody said of it: "-たと発表した", "-すると述べた".
REPORTED = re.compile(
    r"[ぁ-ん]{0,3}?と、?(?:[^、。]{1,20}[がは])?(?P<verb>(?:発表|述べ|語っ|明らかにし|主張|説明|強調|表明|宣言|指摘|訴え|約束|警告|認め)[しただて]{0,3})"
)


def _worded(
    sentence: str, masked: str, first: int, last: int, dates: Sequence[tuple[int, int]], before: str
) -> Wording:
    end = _end(masked, first, last)
    start = _start(sentence, masked, first, last, dates)
    described = _described(sentence, masked, end)
    if described:  # what only describes a noun begins with its date, and has no other topic
        start = max([start, *(s for s, e in dates if start <= s and e <= first)])
    body = _clean(sentence, start, end, dates)
    subject = SUBJECT.match(_masked(body))
    topic = ""
    if described and not (subject and subject["mark"] == "が"):
        topic = described
    elif subject and subject["mark"] == "は":
        topic, body = body[: subject.end("words")], body[subject.end() :]
    elif (not subject or MEETING.fullmatch(subject["words"])) and not COMES.search(body):
        topic = _topic(sentence, masked, start) or _topic_of(before)
    body = _shortened(body, max(LONGEST - len(topic), 24))
    title = f"{topic}、{body}" if topic else body
    title = balanced(HEARSAY.sub("", title.strip("、。 　")))
    parts = (
        ("subject", topic or (subject["words"] if subject else "")),
        ("predicate", sentence[max(start, end - LAST) : end]),
    )
    return Wording(title, clause=sentence[start:end], parts=parts)


HEARSAY = re.compile(
    r"(?<=[ただ])と(?:伝え|報じ)(?:た|られた|ている|られている)$"
)  # who passed it on is left out


def _masked(text: str) -> str:
    return OR_BRACKETS_IN_JAPANESE.sub(lambda m: "〇" * len(m.group()), text)


def _end(masked: str, first: int, last: int) -> int:
    """Behind the noun that the verb is made of, else behind the verb itself."""
    for noun in re.finditer(r"[一-龥ァ-ヴー]{2,}", masked[max(0, first - 6) : last]):
        at = max(0, first - 6) + noun.end()
        if at > first - 1 and VERB_OF_NOUN.match(masked, at):
            return at
    if re.match(r"[一-龥ァ-ヴー]", masked[last - 1]) and (
        len(masked) == last or masked[last] in "。、」』）)"
    ):
        return last
    finite = FINITE.match(masked, max(first, last - 2))
    return max(finite.end(), first + 1) if finite and finite.end() - last < 12 else last


def _start(sentence: str, masked: str, first: int, last: int, dates: Sequence[tuple[int, int]]) -> int:
    """Where the clause begins; one without a subject takes in the clauses chained before it, back to their subject."""
    breaks = [0] + [m.end() for m in BREAK.finditer(masked, 0, first) if m.end() <= first]
    stop = max((m.end() for m in re.finditer("[。！？]", masked[:first])), default=0)
    if REPORTS.search(masked, first, last + 2):
        return _skip_source(sentence, stop)
    at = len(breaks) - 1
    while (
        at
        and breaks[at] > stop
        and (not SUBJECT.search(masked, breaks[at], first) or first - breaks[at] < FEW)
    ):
        before = breaks[at - 1]
        if (
            first - before > LONGEST
            or any(before <= s < breaks[at] for s, _ in dates)
            and any(s >= breaks[at] for s, _ in dates if s < first)
        ):
            break
        at -= 1
    start = max(breaks[at], stop)
    return _skip_source(sentence, start)


def _skip_source(sentence: str, start: int) -> int:
    source = SOURCE.match(sentence[start:])
    return start + source.end() if source else start


def _topic_of(before: str) -> str:
    masked = _masked(before)
    return _topic(before, masked, len(before)) if before else ""


def _topic(sentence: str, masked: str, before: int) -> str:
    """The words marked as the topic last before the clause, else those marked as its subject."""
    for match in reversed([*TOPIC.finditer(masked, 0, before)]):
        if words := _who(sentence[match.start("words") : match.end("words")], 40):
            return words
    for mark in reversed([*NOMINATIVE.finditer(masked, 0, before)]):
        start = max(masked.rfind(border, 0, mark.start()) for border in BORDERS) + 1
        words = _who(sentence[start : mark.start()], 24)
        if PLAIN.fullmatch(words) and not MEETING.fullmatch(words):
            return words
    return ""


def _who(words: str, longest: int) -> str:
    """Words marked as the topic or subject, without brackets; "" if they name a medium or a time, or are too many."""
    words = BRACKETS.sub("", words)
    if len(words) > longest or re.search(MEDIA_NAME, words) or _is_of_time(words):
        return ""
    return _stripped(words)


DESCRIBED = re.compile(
    r"(?:を?(?:し|され|さ)?)?(?:た|だ|る|ている|ていた)(?P<words>[一-龥ァ-ヴーA-Za-z〇][^、。はがをにでへとも]{1,30}?)(?=[はがをにでへとも、。])"
)


def _described(sentence: str, masked: str, end: int) -> str:
    """Whom a verb without a subject describes: "勝利したアブドライ氏が" is told of Abdallahi."""
    found = DESCRIBED.match(masked, end) or DESCRIBED.match(masked, end - 1)
    words = sentence[found.start("words") : found.end("words")] if found else ""
    return (
        ""
        if re.match(r"(?:事|際|後|時|場合|結果|上|件|模様|予定|方針|見通し|日|ため|ところ)", words)
        else words
    )


def _is_of_time(words: str) -> bool:
    return bool(re.search(r"(?:[日月年時]|際|後|ため|最近|今回|現在|当初)$", words))


def _clean(sentence: str, start: int, end: int, dates: Sequence[tuple[int, int]]) -> str:
    """The words without dates that stand apart, sources, brackets and what leads up to the clause."""
    text, at = "", start
    for first, last in sorted(dates):
        if start <= first and last <= end and (after := AFTER_DATE.match(sentence, last)):
            text, at = text + sentence[at:first].removesuffix("翌"), max(after.end(), last)
    text = CLOCK.sub("", text + sentence[at:end])
    return _stripped(BRACKETS.sub("", text))


def _stripped(text: str) -> str:
    while (shorter := SOURCE.sub("", LEAD.sub("", text))) != text:
        text = shorter
    return text.strip("、。 　")


def _shortened(body: str, room: int) -> str:
    """The end of the words, from the border of a phrase on."""
    if len(body) <= room:
        return body
    masked = _masked(body)
    borders = [m.end() for m in CUT.finditer(masked) if len(body) - m.end() <= room]
    return body[borders[0] :] if borders and len(body) - borders[0] >= 8 else body
