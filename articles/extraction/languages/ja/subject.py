"""Of whom or what a Japanese clause tells: the nouns that its marks name, in a text whose quotations are masked."""

from __future__ import annotations

import re

from articles.extraction.quotations import OR_BRACKETS_IN_JAPANESE

BRACKETS = re.compile(r"\([^()]*\)|（[^（）]*）")
NP_END = r"[一-龥ァ-ヴーA-Za-z0-9々〇」）)らちつ者]"
MARK = re.compile(
    rf"(?:(?<={NP_END})|(?<=さん)|(?<=さんら))(?P<mark>は(?!じ|いえ)|が(?![いあなこそ]|できる)|も|から(?=、))、?"
)
BORDERS = "、。！？"
# What people hold or do, and is nobody: its title needs whoever the sentence before was about.
MEETING = re.compile(
    r"^[^、。]{0,6}(?:会議|会談|協議|会合|総会|会見|大会|投票|選挙|開票|式典|調印式|署名式|採決|交渉|地震|事件|事故|爆発|発射|発表|内容|詳細)$"
)
# Who acts, by the last sign of the word: offices, bodies, states, names.
AGENT = re.compile(
    r"(?:[氏相領統官臣長表員師佐府省軍党使国側席王皇帝妃会院所庁署局部隊派社団民者ら〇]|[最高地]裁|連合|連盟|国連|同盟|組織|機構|安保理|基金|グループ|勢力|政権|内閣|被告|容疑者|候補|ペア|チーム|陣営|^彼女?|日本|台湾|[^0-9][米英独仏露]"
    r"|朝鮮|[A-Z]{2,}|[ァ-ヴー・]{3,}|双方|両者|[使事]館|総理|総裁|知事|[検判理]事|教授|書記|さん|首脳|[警検]察|[0-9二三四五]人)$"
)
NO_AGENT = re.compile(
    r"(?:死者|犠牲者|逮捕者|負傷者|感染者|延長|成長|全長|[東西南北中一全内]部|場所|箇所|住所|機会|社会|占領|発表|反省|出席|欠席|帰国|出国|入国|真相|結局"
    r"|行使|[会協]談|会合|総会|大会|テロ|デモ|クーデター|ミサイル|ストライキ|サミット|ロケット|ルール|データ|ワクチン|ウイルス|プロセス|ほか)$"
)
MEDIA_NAME = r"(?:新聞|通信|放送|テレビ|ニュース|ラジオ|報道|NHK|CNN|BBC|AFP|ロイター|SANA|メディア|タイムズ|ポスト|ウィキペディア|紙|電子版|ジャジーラ|ブルームバーグ|Bloomberg|VOA)"
RELATIVE = re.compile(
    r"(?:[たるい]|ない|である)(?=[一-龥ァ-ヴーA-Z〇])"
)  # where a clause that describes ends
# A mark or an adverbial behind which another noun begins without a comma, which no clause describes: "これを首相が", "17日には住民が".
CASE = re.compile(
    r"(?:[一-龥ァ-ヴー〇者れ](?:を(?:[一-龥]{1,3}[ぁ-ん]?[しきりちいみびぎ])?|[でに]は?)|を受け(?:て)?|に伴[いっ]て?|に基づ[きい]て?|をめぐ[りっ]て?|により|によって|[るの]ため)"
    r"(?=(?P<noun>(?:[^ぁ-ん]|の|と|や|ら|など|たち)+)$)"
)


class Subject:
    """A noun with its modifiers, from ``start`` to ``end`` of the text, and what marks it: は, が or も. ``behind`` is behind the mark."""

    __slots__ = ("behind", "end", "mark", "start", "words")

    def __init__(self, text: str, start: int, mark: re.Match[str]):
        self.start, self.end, self.behind = start, mark.start(), mark.end()
        self.mark, self.words = mark["mark"], text[start : mark.start()]

    @property
    def is_agent(self) -> bool:
        return bool(AGENT.search(self.words)) and not NO_AGENT.search(self.words)


WESTERN_COMMA = re.compile(r"(?<=[ぁ-んァ-ヴー一-龥々〇」）)]) ?[,，]|[,，](?=[ぁ-んァ-ヴ一-龥「])")


def with_japanese_commas(text: str) -> str:
    """The text, as long as before, with "、" for the commas of official prose: "外相は,会談した"."""
    return WESTERN_COMMA.sub(lambda m: m.group()[:-1] + "、", text)


REST_OF_QUOTATION = re.compile(r"^[^「」]*」(?=と)")  # of one that began in a sentence before


def masked(text: str) -> str:
    """The text with its quotations and brackets blanked out, each sign in its place."""
    text = OR_BRACKETS_IN_JAPANESE.sub(lambda m: "〇" * len(m.group()), text)
    return REST_OF_QUOTATION.sub(lambda m: "〇" * len(m.group()), text)


def subjects(text: str, start: int, end: int) -> list[Subject]:
    """The nouns marked as topic or subject; one marked by も or から only if it acts, for they also mark what does not."""
    found: list[Subject] = []
    for mark in MARK.finditer(text, start, end):
        first = max(start, *(text.rfind(border, start, mark.start()) + 1 for border in BORDERS))
        case = CASE.search(text[first : mark.start()])
        one = Subject(text, first + case.end() if case else first, mark)
        if found and found[-1].mark == "は" and one.start < found[-1].behind <= mark.start():
            one = Subject(text, found[-1].behind, mark)
        if one.words and (one.mark in "はが" or one.is_agent) and not _is_of_time(one.words):
            found.append(one)
    return found


def main_subject(
    text: str, start: int, end: int, breaks: re.Pattern[str], *, is_said: bool = False
) -> Subject | None:
    """The topic that acts and stands last, else the first noun that is marked.

    Of what somebody says (``is_said``) it is the one before the clause that is said, which can have a topic of its own.
    """
    found = [one for one in subjects(text, start, end) if one.is_agent or not _is_embedded(text, one, end)]
    agents = [one for one in found if one.mark in ("は", "から") and one.is_agent]
    if not agents:
        return found[0] if found else None
    at = len(agents) - 1
    while is_said and at and not breaks.search(text, agents[at - 1].behind, agents[at].start):
        at -= 1
    return agents[at]


def _is_embedded(text: str, one: Subject, end: int) -> bool:
    """Whether a noun marked by が belongs to a clause that describes another noun: "任期が切れる年の引退を約束"."""
    border = min(
        (at for at in (text.find(sign, one.behind, end) for sign in BORDERS) if at >= 0), default=end
    )
    return one.mark == "が" and DESCRIBES.search(text, one.behind, max(one.behind, border - 2)) is not None


DESCRIBES = re.compile(r"[たる](?=[一-龥ァ-ヴーA-Z0-9〇])")


def who_before(text: str, *, is_person: bool = False) -> str:
    """Of whom the sentences before told last: a topic that acts, in the nearest sentence that has one; "" without one.

    If the clause can only be told of a person (``is_person``), a topic that is a bare name will do, too.
    """
    hidden, end = masked(text), len(text)
    while end > 0:
        start = max((m.end() for m in re.finditer(r"[。！？\n]", hidden[: end - 1])), default=0)
        acting = [
            o
            for o in subjects(hidden, start, end)
            if (
                o.is_agent
                and o.mark != "も"
                and not ANYBODY.search(o.words)
                and not _is_embedded(hidden, o, end)
            )
            or (
                is_person and o.mark == "は" and BARE_NAME.fullmatch(o.words) and not NO_AGENT.search(o.words)
            )
        ]
        for one in [*reversed([o for o in acting if o.mark == "は"]), *[o for o in acting if o.mark != "は"]]:
            words = BRACKETS.sub("", text[one.start : one.end])
            words = head(words) if len(words) > LONGEST_NAME else words
            if not re.search(MEDIA_NAME, words) and len(words) <= LONGEST_NAME:
                return words
        end = start
    return ""


BARE_NAME = re.compile(r"[一-龥]{1,5}(?<![件戦案法額率数量況態勢点題])|[ァ-ヴー・＝]{3,}")
ANYBODY = re.compile(
    r"(?:^各国|[0-9]人|以上|死傷者|住民|市民|参加者|議員ら)$"
)  # whom the next sentence hardly goes on about
LONGEST_NAME = 40  # characters of a subject


def head(words: str) -> str:
    """The noun without the clauses that describe it: "軍を率いる国防相" gives "国防相"."""
    last = [m.end() for m in RELATIVE.finditer(masked(words))]
    return words[last[-1] :] if last and len(words) - last[-1] >= 2 else words


def _is_of_time(words: str) -> bool:
    return bool(re.search(r"(?:[日月年時]|際|後|ため|最近|今回|現在|当初|これまで|[とほ]ころ)$", words))
