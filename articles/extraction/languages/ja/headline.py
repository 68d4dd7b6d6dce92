"""A Japanese clause as a headline: its own words up to its predicate, which ends in a noun where the verb is made of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from articles.extraction.wording import Wording, balanced

from .polite import plain
from .subject import (
    BRACKETS,
    LONGEST_NAME,
    MEDIA_NAME,
    MEETING,
    Subject,
    head,
    main_subject,
    masked,
    subjects,
    who_before,
    with_japanese_commas,
)

# A topic that says something itself, though no office shows that it acts: "襲われた町の住民は、…と語った", "声明は…と強調した".
SPEAKS = re.compile(
    r"(?:[^、。はが]*[者人員民々校族者家友妻夫母父]|[^、。はが]*(?:顧問|幹部|側近|声明|談話|決議|報告書|文書|共同宣言))は[、〇]?"
)
# What a whole people or body holds, whoever was told of before: "やり直し投票は実施".
VOTE = re.compile(
    r"[^、。はが]{0,16}(?:投票|選挙|開票|採決|総会|大会)は|[^、。はが]{0,20}(?:委員会|議会|本会議|国会|総会|議院|閣議)では"
)
# Where a clause before this one has ended: at a full stop, or at a verb that chains on or stands before "but", "because", "after".
BREAK = re.compile(
    r"[。！？]"
    r"|(?:[一-龥ァ-ヴー](?:し|され|させ|となり|して|されて)|[たるいだ](?:が|ため|ところ|後|もの[のが]|ので|ほか|うえで|上で|際に?|あと|直後に?)"
    r"|ており|[れっいえけせてねべめげりきぎみび](?:て|、?)?|まで|[一-龥]であり|ず|[たる]一方で?)"
    r"(?<!に[対関]して)(?<!に[対関]し)(?<!において)(?<!について)(?<!によって)(?<!にとって)(?<!により)、"
    r"|[一-龥](?:後|以降)は?、"
)
# What comes about by itself, of which the noun before is the subject: "非難声明も相次いだ".
COMES = re.compile(
    r"[一-龥ァ-ヴー]も(?:相次|続|高ま|出|上が|起|広が|強ま|増え|始ま|あが|寄せら)[ぁ-ん]{0,4}$"
)
DATELINE = re.compile(
    r"^\s*(?:【[^】]{1,30}】|[\[［][^\]］]{1,30}[\]］]\s*[-－―–]?\s*|[^、。はがを\s(（]{0,16}\s?[(（](?:CNN|AP|AFP|ロイター|時事|共同)[^)）]{0,12}[)）]\s*(?![はがもの、]))"
)
SOURCE = re.compile(
    rf"^(?:[^、。]{{1,40}}?(?:によると|によれば|によりますと)、?|[^。]{{1,60}}?によるとして、|[^、。]{{0,30}}?{MEDIA_NAME}[^、。]{{0,20}}?は、?(?=.{{6,}}と(?:伝え|報じ)|$))"
)
LEAD = re.compile(
    r"^(?:[(（]?[0-9０-９]{1,2}(?:[)）.．、][\s　]*|[\s　]+)(?![0-9年月日時])|一方で?|これに先立[ちつって]+|席上|ちなみに|他方|この席で|この中で|これにより|これに伴い|同時に|続いて(?!い)|次いで|これまでに|最近(?!の)|先に|既に|すでに|結局|そのうち|このうち|なお|また|さらに|そして|しかし|これに対し(?:て)?|これを[受踏]け?(?:て|まえ)?|このため|この結果|その結果|その後|このあと|この後|(?:同日|同年|翌日|この日)(?!に[起開発行])(?:には|に|は)?|加えて|特に|ほかに|このほか|それによると|ただし?|その際に?|そのうえで|その上で|当時|現在|いずれも|各国とも|(?:現地|日本)(?:時間|時刻)|[、，:：]|\s)+"
)
AFTER_DATE = re.compile(
    r"に?(?:起きた|起こった|発生した|開かれた|行われた)(?=[一-龥ァ-ヴー])|の(?=[一-龥]{0,8}(?:会見|閣議|演説|講演|会合|番組|本会議|委員会)後?(?:で|にお))|(?:\([^)]*\)|（[^）]*）|まで|から(?!続)|より|過ぎ|すぎ|[内中]に|に(?:なって|入って|かけて|入り、)(?:から)?|付け?で?|の?(?:午前|午後|未明|早朝|深夜|夜|夕方|夕|朝|昼|ごろ|頃)|には|にも|に|は|、)+(?!の)|(?=[一-龥ァ-ヴーA-Za-z「])|(?=、)"
)
CLOCK = re.compile(r"(?:現地|日本)(?:時間|時刻)|\(UTC[^)]*\)")
FEW = 10  # signs of a clause that says little without the one before it
LAST = 6  # signs that hold the predicate
LONGEST = 64  # signs of a title, beyond which it is shortened
CUT = re.compile(
    r"、|(?<=[一-龥ァ-ヴー々」）)])(?:から|により|として|について|に対して?(?!は)|をめぐ[りっ]て?|[でにへ](?!対[しす]|関[しす]|基づ|先立|伴|際し|応じ|向[けか]|代わ|加え|次[ぐい]))(?=[一-龥ァ-ヴー「])"
)
VERB_OF_NOUN = re.compile(
    r"(?P<object>を)?(?:行(?:っ|わ|い|う)|(?<!見[通込])し(?!め|ま(?!し?[すた]))|さ[れせ]|す[るべ]|実施し)"
)
FINITE = re.compile(
    r"[^、。「」\s]*?(?:[ただるい](?=[。、とがのこも模ほ後際」）)\s]|ため|$)|(?=、)|(?=て(?!い|お)))"
)
REPORTS = re.compile(
    r"述べ|語っ|主張|表明|発表|明らか|明かし|強調|指摘|批判|非難|声明|宣言|約束|訴え|示し|認め|説明|警告|確認|一致|合意|見通し|認識|考え"
)


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

    ``first``, ``last`` and the spans of ``dates`` are characters of the sentence. A clause without a subject gets that of the
    clauses or sentences ``before`` it. "へ" closes the title of what ``is_planned``. ``names`` are for Korean, whose
    marks can end a name. The basis is "extract".
    """
    sentence, before = with_japanese_commas(sentence), with_japanese_commas(before)
    hidden = masked(sentence)
    is_noun = re.match(r"[一-龥]", hidden[last - 1])
    if (reported := REPORTED.match(hidden, last if is_noun else max(first, last - 2))) and not re.search(
        MEDIA_NAME, reported.group()
    ):
        whole = _worded(sentence, hidden, *reported.span("verb"), dates, before)
        if len(whole.title) <= LONGEST + 24:
            return whole
    worded = _worded(sentence, hidden, first, last, dates, before)
    if is_planned:
        worded = replace(worded, title=SETTLED_ON.sub("", worded.title))
    lies_ahead = is_planned and re.search(r"[一-龥]$", worded.title)
    if lies_ahead and not re.search(r"(?:予定|見通し|方針|発表|確認|一致|歓迎|表明|合意)$", worded.title):
        return replace(worded, title=f"{worded.title}へ")
    return worded


# What a plan is told with: "訪問することになった", "会談を開くことを決めた".
SETTLED_ON = re.compile(r"(?<=[一-龥ァ-ヴー])(?:を行う|する)ことに(?:なった|した|決めた)$")
# What somebody said of it: "-たと発表した", "-すると述べた", "-との見通しを示した".
REPORTED = re.compile(
    r"[ぁ-ん]{0,3}?(?:こと|方針|予定だ|意向|考え)?(?:と、?(?:[^、。]{1,20}[がは])?|を|との(?:見通し|認識|考え|見解|意向|見方|方針)を)"
    r"(?P<verb>(?:発表|述べ|語っ|明らかにし|明かし|主張|説明|強調|表明|宣言|指摘|訴え|約束|警告|認め|示し|伝え|通告|決定|決め)[しただて]{0,3})"
)


def _worded(
    sentence: str, hidden: str, first: int, last: int, dates: Sequence[tuple[int, int]], before: str
) -> Wording:
    end = _end(hidden, first, last)
    is_said = REPORTS.search(hidden, first, last + 2) is not None
    described = _described(sentence, hidden, end)
    start = _start(sentence, hidden, first, is_said=is_said)
    if (
        described
    ):  # what only describes a noun begins with its date or the subject before it, and has no other topic
        start = _start_of_described(
            hidden, start, max([start, *(s for s, e in dates if start <= s and e <= first)])
        )
    of_saying = [
        d for d in dates if not REPORTS.search(hidden, first, last + 2) or _is_day_of_saying(hidden, d)
    ]
    body = _clean(sentence, start, end, of_saying)
    covered = masked(body)
    subject = main_subject(covered, 0, len(covered), BREAK, is_said=is_said)
    is_whole = is_said and subject is not None and not subject.is_agent and not described
    if subject and (is_whole or _is_no_topic(subject, covered) or (subject.start and described)):
        subject = None
    if described and not (subject and subject.mark == "が"):
        who, title = described, f"{described}、{_shortened(body, LONGEST - len(described))}"
    elif described and subject:
        who, title = body[subject.start : subject.end], _of_its_object(body, subject, described)
    elif subject:
        who, title = _of_subject(body, subject)
    else:
        is_own = COMES.search(body) or VOTE.match(covered) or (is_whole and SPEAKS.match(covered))
        who = "" if is_own else _who(sentence, hidden, start, end, before)
        title = (
            f"{who}、{_shortened(body, max(LONGEST - len(who), 24))}" if who else _shortened(body, LONGEST)
        )
    is_suffered = hidden.startswith("され", end) and OBJECT.search(hidden[start:end])
    if is_suffered and not (subject and subject.mark == "が"):
        title += "される"
    title = balanced(_closed(HEARSAY.sub("", plain(title.strip("、。 　")))))
    parts = (("subject", who), ("predicate", sentence[max(start, end - LAST) : end]))
    return Wording(title, clause=sentence[start:end], parts=parts)


# Before a passive: whoever it is told of did not do it, but suffered it: "弟を殺害された".
OBJECT = re.compile(r"を[^、。をがはたる]{0,12}$")


def _start_of_described(hidden: str, start: int, date: int) -> int:
    """Where the clause begins that describes a noun: "安保理が5日に" with its subject, "議会は5日に" with its date."""
    beside = [one for one in subjects(hidden, start, date) if one.mark == "が" and one.behind == date]
    return beside[-1].start if beside else date


def _is_day_of_saying(hidden: str, day: tuple[int, int]) -> bool:
    """Whether a date behind who says something, or at the beginning, tells when it is said, and not when what is said comes about."""
    is_beside = re.search(r"(?:^|[はがも。、])、?$", hidden[: day[0]]) is not None
    return is_beside and sum(one.mark == "は" for one in subjects(hidden, 0, day[0])) < 2


def _is_no_topic(subject: Subject, body: str) -> bool:
    """Whether a noun that does not act is only a part of what somebody else does, or a meeting that others hold."""
    if subject.is_agent:
        return False
    if subject.start == 0 and MEETING.search(subject.words):
        return not any(one.is_agent for one in subjects(body, subject.behind, len(body)))
    return subject.mark == "は" and subject.start > 0


def _closed(title: str) -> str:
    """A verb that would chain on as it closes a sentence, or the noun that it only carries: "を開き" is "を開く", "会談を行い" "会談"."""
    title = re.sub(r"(?<=[一-龥ァ-ヴー])(?:を行(?:い|った)|が、?行われ)$", "", title)
    if title.endswith("っ"):
        return title + "た"
    if not (chained := CHAINED.search(title)):
        return title
    return title + "る" if chained["one"] else title[:-1] + CLOSED[title[-1]]


CHAINED = re.compile(
    r"(?<=[をにがで])[一-龥]{1,2}(?:[ぁ-ん]?[きぎしちにびみり]|(?P<one>[ぁ-ん]?[えけせねべめれげ]))$"
)
CLOSED = dict(zip("きぎしちにびみり", "くぐすつぬぶむる", strict=True))
HEARSAY = re.compile(
    r"(?<=[ただ])と(?:伝え|報じ)(?:た|られた|ている|られている)$"
)  # who passed it on is left out


def _of_subject(body: str, subject: Subject) -> tuple[str, str]:
    """Of whom it is told, and the title: the topic first, without what leads up to it; words marked by が where they stand."""
    who = BRACKETS.sub("", body[subject.start : subject.end])
    lead, rest = body[: subject.start], body[subject.behind :]
    if subject.mark in "がも":
        if len(body) <= LONGEST:
            return who, body
        who = head(who) if len(who) > LONGEST_NAME else who
        place = PLACE.search(masked(lead))
        title = f"{who}{subject.mark}{_shortened(rest, max(LONGEST - len(who), 24))}"
        is_short = place and len(title) + len(place.group()) <= LONGEST
        return who, lead[place.start() :] + title if place and is_short else title
    if len(who) > LONGEST_NAME:
        who = head(who)
    room = max(LONGEST - len(who), 24)
    kept = ARGUMENT.search(masked(lead))
    words = lead[kept.start() :].rstrip("、") if kept else ""
    if words and len(words) > room // 2:
        words = head(words)
    if words and len(words) + len(rest) <= room:
        rest = words + rest
    return who, f"{who}、{_shortened(rest, room)}"


PLACE = re.compile(r"[^、]{2,24}(?:で|では|にて)、?$")
# Before the topic, but part of what is told: "前大統領に対して、裁判所は判決を言い渡した".
ARGUMENT = re.compile(r"(?<![^、])[^、は]*[一-龥ァ-ヴー〇れ](?:に対し(?:て)?|について|に|を|で|と)、?$")


def _of_its_object(body: str, subject: Subject, described: str) -> str:
    """The title of a clause that describes its own object: "安保理が採択した決議" gives "安保理、決議を採択"."""
    who, rest = body[subject.start : subject.end], body[subject.behind :]
    if re.search(r"[をに](?![よ対つ関])", rest) or not re.search(r"[一-龥]{2}$", rest):
        return body
    mark = "に" if TAKES_NI.search(rest) else "を"
    return f"{who}、{described}{mark}{rest}"


TAKES_NI = re.compile(r"(?:合意|署名|調印|出席|参加|加盟|就任|同意)$")


def _who(sentence: str, hidden: str, start: int, end: int, before: str) -> str:
    """Whoever the clauses before this one told of: their topic, else who acts in them; else of the sentences before."""
    stop = max((m.end() for m in re.finditer("[。！？]", hidden[:start])), default=0)
    found = _told_of(hidden, _skip_source(sentence, stop), start, end)
    if not found:
        is_person = OF_A_PERSON.search(hidden, max(start, end - LAST), end + 2) is not None
        return _stripped(who_before(before, is_person=is_person))
    one = next((o for o in reversed(found) if o.mark == "は"), found[-1])
    words = _stripped(BRACKETS.sub("", sentence[one.start : one.end]))
    return head(words) if len(words) > LONGEST_NAME else words


# What comes about only to a person.
OF_A_PERSON = re.compile(
    r"(?:逮捕|起訴|拘束|釈放|送検|殺害|暗殺|処刑|収監|収容|勾留|拘留|連行|任命|選出|罷免|解任|追放)され|(?:亡命|出廷|出頭|死去|就任|辞任|当選|出馬)し"
)
PASSIVE = re.compile(r"[さら]れ|な[りっ]|始ま|終わ|続[いく]")


def _told_of(hidden: str, stop: int, start: int, end: int) -> list[Subject]:
    """The subjects before a clause that can be its own: what does not act only if its verb is in the passive."""
    is_passive = PASSIVE.search(hidden, max(start, end - 4), end + 4) is not None
    return [
        one
        for one in subjects(hidden, stop, start)
        if (one.is_agent and one.mark != "も" or is_passive)
        and not MEETING.search(one.words)
        and not re.search(MEDIA_NAME, one.words)
    ]


PLAN_NOUN = re.compile(r"見通し|見込み|予定|方針")


def _end(hidden: str, first: int, last: int) -> int:
    """Behind the noun that the verb is made of, else behind the verb itself."""
    if (plan := PLAN_NOUN.search(hidden, first, last)) and not VERB_OF_NOUN.match(hidden, plan.end()):
        return plan.end()
    for noun in re.finditer(r"[一-龥ァ-ヴー]{2,}", hidden[max(0, first - 6) : last]):
        at = max(0, first - 6) + noun.end()
        if at > first - 1 and VERB_OF_NOUN.match(hidden, at):
            return at
    if re.match(r"[一-龥ァ-ヴー]", hidden[last - 1]) and (
        len(hidden) == last or hidden[last] in "。、」』）)"
    ):
        return last
    finite = FINITE.match(hidden, max(first, last - 2))
    return max(finite.end(), first + 1) if finite and finite.end() - last < 12 else last


def _start(sentence: str, hidden: str, first: int, *, is_said: bool) -> int:
    """Where the clause begins; a short one, or one whose subject is in none before it that acts, takes those in."""
    stop = max((m.end() for m in re.finditer("[。！？]", hidden[:first])), default=0)
    if is_said:
        return _skip_source(sentence, stop)
    breaks = [stop, *(m.end() for m in BREAK.finditer(hidden, stop, first) if m.end() <= first)]
    at = len(breaks) - 1
    while at and (first - breaks[at] < FEW or not _has_subject(hidden, stop, breaks[at], first)):
        if first - breaks[at - 1] > LONGEST:
            break
        at -= 1
    return _skip_source(sentence, breaks[at])


def _has_subject(hidden: str, stop: int, start: int, end: int) -> bool:
    """Whether the clause has a subject, or one before it in the sentence has one that acts and goes on acting."""
    return bool(subjects(hidden, start, end)) or bool(_told_of(hidden, stop, start, end))


def _skip_source(sentence: str, start: int) -> int:
    for pattern in (DATELINE, LEAD, SOURCE):
        if found := pattern.match(sentence[start:]):
            start += found.end()
    return start


DESCRIBED = re.compile(
    r"(?:を?(?:し|され|さ)?)?(?:た|だ|る|ている|ていた)(?P<words>[一-龥ァ-ヴーA-Za-z〇][^、。はがをにでへとも]{1,30}?)(?=[はがをにでへとも、。])"
)
PERSON = re.compile(r"^.*?(?:氏|大統領|[首外]?相|大臣|長官|議長|委員長|代表|国王|被告|容疑者)(?=の)")


def _described(sentence: str, hidden: str, end: int) -> str:
    """Whom a verb without a subject describes: "勝利したアブドライ氏が" is told of Abdallahi, and so is "勝利したアブドライ氏の演説"."""
    found = DESCRIBED.match(hidden, end) or DESCRIBED.match(hidden, end - 1)
    words = BRACKETS.sub("", sentence[found.start("words") : found.end("words")]) if found else ""
    if re.match(
        r"(?:事|際|後|時|場合|結果|上|件|模様|予定|方針|見通し|日|ため|ところ|だけ|以上|以降|直後|もの|こと)",
        words,
    ):
        return ""
    person = PERSON.match(words)
    return person.group() if person else words


def _clean(sentence: str, start: int, end: int, dates: Sequence[tuple[int, int]]) -> str:
    """The words without dates that stand apart, sources, brackets and what leads up to the clause."""
    text, at, hidden = "", start, masked(sentence)
    for first, last in sorted(dates):
        if hidden[first] == "〇":
            continue  # somebody's own words
        if SETTLED.match(sentence, last, end + 4) or OF_THE_DAY.search(sentence, start, first):
            continue  # the day is part of what is told
        if start <= first and last <= end and (after := AFTER_DATE.match(sentence, last)):
            text, at = text + BEFORE_DATE.sub("", sentence[at:first]), max(after.end(), last)
    text = CLOCK.sub("", DATELINE.sub("", text + sentence[at:end]))
    return _stripped(BRACKETS.sub("", text))


BEFORE_DATE = re.compile(r"(?:の|(?<!日)本|翌|の翌)$")  # "本4日", "翌5日"
OF_THE_DAY = re.compile(r"[たる]$")  # "1日たった12日夜"
SETTLED = re.compile(
    r"[にと]\s?(?:決ま|決め|決定|設定|延期|変更)|度"
)  # the day is what was settled, or of a noun: "4年度の予算"


def _stripped(text: str) -> str:
    while (shorter := SOURCE.sub("", LEAD.sub("", DATELINE.sub("", text)))) != text:
        text = shorter
    return text.strip("、。 　")


# Before a border within a clause that would lose its subject: "隣国が国境に|侵攻した場合は".
HALVED = re.compile(r"[一-龥ァ-ヴー〇]が[^、。]*(?<!、)$")
SCRAP = re.compile(r"[^、]{0,5}、")  # the last word of a phrase, which says nothing without it: "会談し、"


def _shortened(body: str, room: int) -> str:
    """The end of the words, from the border of a phrase on."""
    if len(body) <= room:
        return body
    cuts = [m.end() for m in CUT.finditer(masked(body)) if len(body) - m.end() <= room]
    borders = [at for at in cuts if not SCRAP.match(body, at) and not HALVED.search(masked(body)[:at])]
    return body[borders[0] :] if borders and len(body) - borders[0] >= 8 else body
