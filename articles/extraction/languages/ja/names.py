"""Names for what a Japanese title only points at: "同国", "両首脳", "政府"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.extraction.clause_titles import complete as complete_clause

from .subject import BRACKETS

if TYPE_CHECKING:
    from articles.extraction.article import Passage
    from articles.extraction.claims import Claim
    from articles.extraction.reported import ReportedEvent

REACH = 400  # characters before a passage in which a name is looked for
SIGNS = r"[一-龥ァ-ヴーA-Za-z0-9々〇・＝=]"
PEOPLE = (
    "大統領|総統|首相|外相|国防相|内相|財務相|[一-龥]{1,4}大臣|外交部長官|外交部長|国防部長官|国家主席|主席|総書記|委員長|事務総長|議長|国王|皇太子|教皇|首席代表|代表|長官|局長|次官"
    "|報道官|知事|市長|総裁|幹事長|党首|首長|被告|容疑者|大使|司令官|議員|将軍|大佐|氏"
)
TITLE = re.compile(rf"(?:{PEOPLE})$")
SAME = re.compile(
    rf"同(?P<what>{PEOPLE}|国|党|省|社|庁|部|州|県|市|[地高]裁|最高裁|裁判所|委員会|理事会|議会|連合|連盟|機構|組織|団体|軍|派|島|大学|空港|基地|銀行|条約|協定|法案|法)"
    r"(?![一-龥]?年|[日時月])"
)
BOTH = re.compile(r"^(?:両(?:首脳|外相|国防相|大統領|首相|氏|者|大臣|閣僚)|双方|2人|二人)(?=[、はがも])")
PERSON = re.compile(rf"{SIGNS}{{2,}}?(?:{PEOPLE})(?![一-龥]{{2}})")
# Bodies that every state has: which one it is is told by the state that the article is about.
OF_A_STATE = re.compile(
    r"^(?:(?:暫定)?政府(?![系間軍])|首相|大統領|外相|国防相|外務省|国防省|内務省|財務省|議会|国会|[上下]院|軍(?=[、はがも部])|国軍|警察|検察|最高裁(?:判所)?|憲法裁(?:判所)?|与党|野党"
    r"|選挙管理委員会|中央銀行|国王|内閣|治安部隊|治安当局|[一-龥]{1,3}選(?:挙)?$)"
)

# Whom only reports on Japan name so: in these a bare "政府" is that of Japan.
AT_HOME = re.compile(r"総理|官房長官|自民党|衆院|参院|衆議院|参議院")


def named(passage: Passage, title: str) -> str:
    """The title with names for what it points at, where the text before names them; one that names nobody begins with its state."""
    title = SAME.sub(lambda m: _the_same(passage, m), title)
    title = THIS.sub(lambda m: _what_this_is(passage) or m.group(), title, count=1)
    if title.startswith(("彼、", "彼女、")):
        title = f"{_last_person(passage, title.split('、')[0])}、{title.split('、', 1)[1]}"
    if (both := BOTH.match(title)) and (two := _two_people(passage)):
        title = "と".join(two) + title[both.end() :]
    if (office := OFFICE_ALONE.match(title)) and (name := _only_holder(passage, office.group())):
        return name + title[office.end() :]
    states = passage.article.main_states
    if not states or _names_a_state(passage, title):
        return title
    written = _as_written(passage, states[0].name)
    if (
        written
        and OF_A_STATE.match(title)
        and (written == "日本" or not AT_HOME.search(passage.article.text))
        and _last_state(passage, title[:2]) in states[0].names + (written,)
    ):
        return written + title
    if not written or not HAPPENS.match(title) or _names_somebody(passage, title):
        return title
    return f"{written}、{title}" if _is_only_state(passage, states[0].name) else title


OFFICE_ALONE = re.compile(r"(?:首相|大統領|外相|国防相|総理)(?=[、はがも])")


def _only_holder(passage: Passage, office: str) -> str:
    """The person with this office, if the text before names one and no other: "首相" is "ロペス首相"."""
    people = {m.group() for m in PERSON.finditer(_before(passage, "\0")) if m.group().endswith(office)}
    named = {p for p in people if p != office and not re.match("[同両新前元現副各]|[0-9]", p)}
    return named.pop() if len(named) == 1 else ""


# An object that only points back, and the nouns it can stand for, as objects or subjects: "これを拒否".
THIS = re.compile(r"(?:^|(?<=[、がはも]))これを、?(?=[一-龥ァ-ヴー])")
THINGS = re.compile(
    rf"(?P<words>(?:{SIGNS}+の)?{SIGNS}*(?:案|法|令|書|約|定|議|判決|要求|要請|提案|申請|申し出|計画|方針|決定|決議|辞任|退陣|派遣|制裁|停戦|デモ|暴動|抗議|反乱|クーデター))(?:を|が)(?!中心|めぐ)"
)


def _what_this_is(passage: Passage) -> str:
    """The thing named last before "これを", with its mark; "" if none is."""
    found = [*THINGS.finditer(_before(passage, "これを"))]
    return found[-1]["words"] + "を" if found else ""


# A title of what comes about, and not of somebody who acts: "警官を含む38人が負傷", "テロ、発生".
HAPPENS = re.compile(
    r"[^、]*(?:[^、]が[^、]|(?:デモ|テロ|クーデター|会談|会議|地震|事故|爆発|集会)、|(?:投票|選挙|[一-龥]選)[、は])"
)
NAME = re.compile(rf"[ァ-ヴー・]{{3,}}|[A-Z][A-Za-z]+|[一-龥](?:{PEOPLE})|「")
NO_NAME = re.compile(
    r"クーデター|ミサイル|ストライキ|ロケット|デモ|テロ|サミット|メンバー|スタッフ|グループ|テレビ|ニュース|キロ|メートル|[ァ-ヴー]{2,}ドル"
)


def _names_somebody(passage: Passage, title: str) -> bool:
    is_known = any(passage.text[m.start : m.end] in title for m in passage.mentions)
    return is_known or NAME.search(NO_NAME.sub("", title)) is not None


# Who says something, without what: "調停団が発表", "報道官が会見を開き、明らかにした".
EMPTY = re.compile(
    r"^(?:[^、]{2,12}、)?[^、をと]{0,40}(?:、|が、?)(?:[^、とを]{0,12}(?:で|にて|通じて)|[^、と]{0,12}会見を開き、)?(?:記者団?に(?:対し(?:て)?)?、?)?"
    r"(?:発表|公表|表明|声明|主張|明らかに|明かし|述べ|語っ|説明|決議|決定|報告)[しただてま]{0,4}$"
)


def complete(passage: Passage, reported: ReportedEvent, claim: Claim) -> Claim | None:
    """What :func:`articles.extraction.clause_titles.complete` returns; None for a title that tells who says something, and not what."""
    completed = complete_clause(passage, reported, claim)
    return None if completed and completed.titles and EMPTY.match(completed.titles[0][1]) else completed


def _before(passage: Passage, words: str) -> str:
    """The text before these words of the passage, or of a sentence before it."""
    end = _place(passage, words)
    return BRACKETS.sub("", passage.article.text[max(0, end - REACH) : end])


def _place(passage: Passage, words: str) -> int:
    """Where these words stand in the article, in the passage or last before it; else where the passage begins."""
    start, text = passage.sentence.start, passage.article.text
    at = text.find(words, start, passage.sentence.end)
    return at if at >= 0 else max(text.rfind(words, max(0, start - REACH), start), 0) or start


def _the_same(passage: Passage, same: re.Match[str]) -> str:
    what = same["what"]
    if what == "国":
        return _last_state(passage, same.group()) or same.group()
    if what == "氏":
        return _last_person(passage, same.group())
    before = _before(passage, same.group())
    found = re.findall(rf"(?<!同)(?:{SIGNS}+{what})(?![一-龥])", before)
    fuller = [name for name in found if not name.startswith("同") and len(name) > len(what)]
    return fuller[-1] if fuller else same.group()


def _last_person(passage: Passage, words: str) -> str:
    """The person named last before these words; the words themselves if none is."""
    people = [m.group() for m in PERSON.finditer(_before(passage, words)) if not m.group().startswith("同")]
    return people[-1] if people else words


def _last_state(passage: Passage, words: str) -> str:
    """The state named last before these words, as it is written there."""
    end = _place(passage, words)
    states = [
        m
        for m in passage.article.mentions_between(max(0, end - REACH), end)
        if m.actor.kind == "state" and m.form != "group"
    ]
    return passage.article.text[states[-1].start : states[-1].end] if states else ""


def _two_people(passage: Passage) -> list[str]:
    """The two people named last before the passage, if no third is named there; as they are named first."""
    article = passage.article
    states = {article.text[m.start : m.end] for m in article.mentions if m.actor.kind == "state"}
    people: dict[str, str] = {}
    for match in PERSON.finditer(_before(passage, "\0")):
        name = TITLE.sub("", match.group())
        if len(name) < 2 or name in states or re.match("[同両各新前元現]", name):
            continue
        if not any(name[:3] in known or known[:3] in name or known.endswith(name) for known in people):
            people[name] = match.group()
    return [*people.values()] if len(people) == 2 else []


def _names_a_state(passage: Passage, title: str) -> bool:
    return any(m.actor.kind == "state" and passage.text[m.start : m.end] in title for m in passage.mentions)


def _is_only_state(passage: Passage, state: str) -> bool:
    """Whether no other state is named in the passage or shortly before it."""
    first, last = max(0, passage.sentence.start - REACH), passage.sentence.end
    near = passage.article.mentions_between(first, last)
    return all(m.actor.name == state for m in near if m.actor.kind == "state")


def _as_written(passage: Passage, state: str) -> str:
    """The first name of the state in the article."""
    article = passage.article
    mention = next((m for m in article.mentions if m.actor.name == state and m.form != "group"), None)
    return article.text[mention.start : mention.end] if mention else ""
