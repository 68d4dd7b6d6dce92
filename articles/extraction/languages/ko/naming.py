"""Names for what a Korean title only points back to: "김 위원장", "양측", "법원"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from articles.extraction.claims import Claim
from articles.extraction.clause_titles import complete
from articles.extraction.kinds import Happening
from articles.extraction.reported import ReportedEvent
from articles.extraction.wording import Wording

from .clauses import breaks, shown, with_names_hidden
from .headline import cleaned

if TYPE_CHECKING:
    from articles.extraction.article import Passage

Worder = Callable[["Passage", Happening, Claim], Wording]

TITLES = "대통령|당선인|총리|총통|장관|차관|위원장|주석|외무상|대표|후보|의원|대사|총장|의장|원장|총재|대변인|지사|시장|사령관|감독|판사|검사"
FAMILY_ALONE = re.compile(
    rf"(?<!\S)(?P<family>[가-힣])\s(?P<former>전\s)?(?P<title>{TITLES})(?![가-힣]{{2}})"
)
NOT_FAMILY = frozenset("전현신구차")
BARE = r"[가-힣A-Za-z·]+(?<![은는이가을를에로서와과의며고])"  # a noun between a name and its office
# Words that begin like a family name and are none.
NO_NAMES = frozenset(
    "정부 정상 정당 정치 정책 이번 이날 이란 이후 이어 이집 조선 조약 한국 한일 한미 한중 한편 신임 전임 전직 전국 현직 유엔 유럽 고위 문화 안보 오늘 오전 오후 주한 주일 주미 강력 차기 임시 방위 공동 양국 남측 남북 북한 우리 원내 지방 최고 최근 하원 상원 여당 야당 민주".split()
)
# Two who were named before.
BOTH = re.compile(
    r"(?:양측|양자|양국|두\s나라|두\s사람|(?:두|양|양국)\s(?:정상|장관|총리|대통령|외교장관|국방장관|외무장관))(?:들)?(?:은|는|이|가)?(?=,\s|$|\s\S+$|(?<=[은는이가])\s)"
)
NOUN = r"(?!\d+[일시분년월]|오전|오후|새벽|저녁|이날|전날)[^\s,.을를]*[^\s,.을를에고은는이가](?<!중인)(?<!에서)(?<![한된온던])"
TWO = re.compile(
    rf"(?:^|(?<=\s))(?P<one>(?:{NOUN}\s){{0,4}}?{NOUN})(?P<joint>과|와)\s(?P<two>(?:{NOUN}\s){{0,4}}?[^\s,.]+?)(?:은|는|이|가|께서)\s"
)
# Of whom one met the other.
MET = re.compile(
    rf"(?:^|(?<=\s))(?P<one>(?:{NOUN}\s){{0,4}}?[^\s,.]+?)(?:은|는|이|가)\s(?:[^\s.]+\s){{0,8}}?(?P<two>(?:{NOUN}\s){{0,4}}?{NOUN})(?P<joint>과|와)\s(?:[^\s.]+\s){{0,3}}?[^\s.]*(?:회담|만나|만났|통화|회동|면담|협의|대화|협상)"
)
# Bodies of a state, and what comes about within one, which say little without its name.
BODY = r"(?:(?:대)?법원|헌법재판소|재판부|검찰|경찰|군부|군|정부|의회|국회|상원|하원|내각|당국|외교부|외무부|국방부|대통령|총리|국왕|중앙은행|선거관리위원회|중앙선거관리위원회|여당|야당)"
OF_A_STATE = re.compile(rf"{BODY}(?=[은는이가]?,?\s)")
# How a title begins that says little without what stands before it.
OF_SOMEWHERE = re.compile(rf"(?:{BODY}|시위대|시민|주민|반군|양측|수도|현지|\d)")
# Titles of what was held or made known, without a name of it.
TELLS_NOTHING = re.compile(
    r"(?:(?:[가-힣]{2,4}\s)?(?:전야제|개관식|개막식|폐막식|기념식|행사|출구조사|여론조사|조사|회의|회견|기자회견|결과|개표 결과|성명|담화|보고서),?\s)?"
    r"(?:열려|개최|거행|진행|발표|공개|시작)"
)
# What is only pointed at, and not said to come about: "공식 방문, 이번 정상회담".
POINTED_AT = re.compile(
    r"(?:[^\"“]{1,50},\s)?이번\s(?:[^\s\"“]+\s){0,3}?\S*(?:회담|회의|방한|방미|방일|방중|방러|방북|순방|방문)"
)
# A court by name, with its chamber left out.
COURT = re.compile(
    r"(?<![가-힣])(?P<court>(?:[가-힣]{2,6})?(?:대법원|고등법원|지방법원|고법|지법|헌법재판소|형사재판소))(?=[은는이가]?\s|에서|의\s)"
)
LONGEST = 110  # signs of a title with the clause before
REACH = 500  # characters before a passage within which somebody was named


def named(word: Worder) -> Worder:
    """The same titles, with names for what they only point back to."""

    def worded(passage: Passage, happening: Happening, claim: Claim) -> Wording:
        wording = word(passage, happening, claim)
        title = _with_full_names(_with_both(_with_court(wording.title, passage), passage), passage)
        return replace(wording, title=_with_clause_before(_with_state(title, passage), wording, passage))

    return worded


def says_too_little(claim: Claim) -> bool:
    """Whether the title only points at talks or a visit of which the sentence says something else."""
    return bool(claim.titles) and POINTED_AT.fullmatch(claim.titles[0][1]) is not None


def complete_with_news(passage: Passage, reported: ReportedEvent, claim: Claim) -> Claim | None:
    """The claim as other languages complete it; None if its title tells neither who nor what: "출구조사 발표"."""
    is_empty = claim.titles and TELLS_NOTHING.fullmatch(claim.titles[0][1])
    return None if is_empty else complete(passage, reported, claim)


def _with_full_names(title: str, passage: Passage) -> str:
    """The title with whole names: "김 위원장" is "김정은 위원장" where the text named him so before."""
    text = passage.article.text[: passage.sentence.end]

    def whole(found: re.Match[str]) -> str:
        family, office = found["family"], found["title"]
        if family in NOT_FAMILY and found.start():
            return found.group()  # "former" and the like: "김영삼 전 대통령"
        full = re.compile(
            rf"(?<![가-힣])(?P<name>{family}[가-힣]{{1,2}})(?:\([^()]*\))?(?:\s{BARE}){{0,3}}?\s(?:전\s)?(?:제?\d)?[가-힣]*?{office}"
        )
        names = [m["name"] for m in full.finditer(text) if m["name"] not in NO_NAMES]
        return f"{names[-1]} {found['former'] or ''}{office}" if names else found.group()

    return title if BOTH.match(title) else FAMILY_ALONE.sub(whole, title)


def _with_both(title: str, passage: Passage) -> str:
    """The title with the two that were last named side by side as subjects: "양측" is "정부와 반군"."""
    both = BOTH.match(title)
    if both is None:
        return title
    start = max(0, passage.sentence.start - REACH)
    article = passage.article
    people = [m for m in article.mentions_between(start, passage.sentence.start) if m.actor.kind == "person"]
    names = {article.text[m.start : m.end] for m in people}
    before = with_names_hidden(article.text[start : passage.sentence.start], names)
    found = [*TWO.finditer(before), *MET.finditer(before)]
    for pair in sorted(found, key=lambda m: m.end("two"), reverse=True):
        if article.mentions_between(start + pair.start(), start + pair.end()):
            return shown(f"{pair['one']}{pair['joint']} {pair['two']}") + title[both.end() :]
    return title


def _with_court(title: str, passage: Passage) -> str:
    """The title with the court that was named last: "재판부" is "서울고법"."""
    if not title.startswith("재판부,"):
        return title
    end = passage.sentence.start
    found = [*COURT.finditer(passage.article.text, max(0, end - REACH), end)]
    return f"{found[-1]['court']} {title}" if found else title


def _with_clause_before(title: str, wording: Wording, passage: Passage) -> str:
    """The title of a clause that names nobody, behind the one before it in the sentence if that does."""
    start = passage.text.find(wording.clause)
    if start <= 0 or not OF_SOMEWHERE.match(title) or _names_somebody(title, passage):
        return title
    first = breaks(passage.text, start - 1)[-1]
    before = cleaned(passage.text, first, start, passage.spans)
    longer = f"{before} {title}"
    is_better = _names_somebody(before, passage) and len(longer) <= LONGEST
    return longer if is_better else title


def _names_somebody(words: str, passage: Passage) -> bool:
    return bool(re.search(r"[A-Z]{2}", words)) or any(name in words for name in _names(passage))


def _with_state(title: str, passage: Passage) -> str:
    """The title with the state of the body that opens it, if it names nobody else and the text speaks of one state alone."""
    if not OF_A_STATE.match(title) or _names_somebody(title, passage):
        return title
    state = _only_state(passage)
    if state and (state in passage.article.headline or re.search(rf"{state}\s{BODY}", passage.article.text)):
        return f"{state} {title}"
    return title


def _names(passage: Passage) -> set[str]:
    return {passage.text[m.start : m.end] for m in passage.mentions}


def _only_state(passage: Passage) -> str:
    """The one state that is named in the passage, else shortly before it, as it is written; "" if there are more."""
    article, end = passage.article, passage.sentence.start
    near = article.mentions_between(max(0, end - REACH), end)
    for found in (passage.mentions, near):
        named = [m for m in found if m.actor.kind == "state" and m.form != "group"]
        if named:
            source = passage.text if found is passage.mentions else article.text
            return source[named[-1].start : named[-1].end] if len({m.actor for m in named}) == 1 else ""
    return ""
