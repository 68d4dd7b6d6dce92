"""What a Korean or Japanese sentence tells at its dates: the predicate that follows each, its kind and tense.

In both languages the verb closes its clause, so what a date dates is the first predicate behind it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from timeline.dates import parse_edtf

from .dates import DateMention
from .told import DATED_LONG, Told

PREDICATES_FILE = Path(__file__).parent / "rules" / "predicates.toml"
# Verb endings that close or chain a told clause; "x" is the place of the stem.
JA_VERB = re.compile(
    r"(?:(?<![と対関通際そま])し(?:た|て|、|、|ており|ていた)|され(?:た|て|、|る)|する(?:予定|見通し|方針|計画|見込み|と)|する[。、]|させ(?:た|て)|[っいきちりにびみ]た(?:[。、]|と|こと|ため|が|もの|ば|$)|[えけせてねべめれげ]た(?:[。、]|と|が|こと|ため|$)|られ(?:た|て)|われ(?:た|て|る)|んだ[。、と]|となっ(?:た|て)|になっ(?:た|て)|を[^、。]{0,6}行っ(?:た|て)|なる見通し|の予定|予定だ|予定である|る予定)"
)
PAST_SYLLABLE = "".join(
    chr(0xAC00 + 28 * n + 20) for n in range(399)
)  # those that end in the past tense's ㅆ
KO_VERB = re.compile(
    rf"(?:[{PAST_SYLLABLE}][다고으지던는]|하(?:였|고|며|여|면서|기로|는)|되(?:었|고|며|는)|할\s?(?:예정|계획|전망|방침|것)|될\s?(?:예정|계획|전망|방침|것)|(?:을|ㄹ)\s?예정|[가-힣]\s예정|한\s?(?:바|뒤|후|다)|된\s?(?:바|뒤|후|다|지)|함에|함에\s?따라|하자|하기로|(?<![관대위의통인향])[한된]\s)"
)
PLAN = {
    "ja": re.compile(r"予定|見通し|見込み|計画|方針|する[。、]|務める|ことにな"),
    "ko": re.compile(r"예정|계획|전망|방침|할\s것|될\s것|기로\s"),
}
UNREAL = {
    "ja": re.compile(
        r"なかった|ない[。、]|ず[、。に]|(?:れば|なら|たら)[、]|目指す|目指し|可能性|べき|かもしれ|疑い"
    ),
    "ko": re.compile(r"지\s?않|못했|못하|면\s|라면|가능성|해야|주장에\s불과"),
}
MEDIA_SAYS = re.compile(r"(?:伝え|報じ)(?:た|て|ている|る)|によると|によれば|보도했|전했다|따르면")
NOT_WHEN = {"ja": re.compile(r"^(?:まで|以来|以前|前に)"), "ko": re.compile(r"^(?:까지|이래|이전|전까지)")}
PAST_CLOSE = {
    "ja": re.compile(
        r"(?:(?<![てで])[いきちりっしせけげべめれえねぎびみ]た|[んい]だ|[一-龥]{2}した|[一-龥]{2})[。]?\s*$"
    ),
    "ko": re.compile(rf"(?:[{PAST_SYLLABLE}]다|[{PAST_SYLLABLE}]습니다|[한된]\s바\s?있다)[.]?\s*$"),
}
ON_RECORD = re.compile(
    r"(?:こと|事)が(?:ある|あった)|という|見られ|考えられ|思われ|言われ|続け|いた。|(?<![한된]\s것으로\s)알려졌|보인다"
)
SPEECH = re.compile(r"「[^」]*」|『[^』]*』|“[^”]*”|‘[^’]*’|\"[^\"]*\"")
LONGEST = 90  # signs from a date to its predicate


@dataclass(frozen=True, slots=True)
class Word:
    """A word of rules/predicates.toml: what it tells and what a title calls it."""

    kind: str
    gloss: str


@lru_cache(maxsize=1)
def _words() -> dict[str, Word]:
    rows = tomllib.loads(PREDICATES_FILE.read_text(encoding="utf-8"))
    return {
        w: Word(kind, gloss)
        for kind, row in rows.items()
        for gloss, words in row.items()
        for w in words.split()
    }


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _words()), key=len, reverse=True)))


def find_predicates(
    sentence: str, dates: Sequence[DateMention], language: str, spans: Sequence[tuple[int, int]]
) -> list[Told]:
    """What the sentence tells at these dates: for each the first predicate behind it, in its clause."""
    text = SPEECH.sub(lambda m: "〇" * len(m.group()), sentence)
    found: list[Told] = []
    for mention in dates:
        when = parse_edtf(mention.edtf or "")
        if (
            when.precision in DATED_LONG
            or (when.latest - when.earliest).days > 1100
            or text[mention.start] == "〇"
        ):
            continue
        if "/" not in (mention.edtf or "") and NOT_WHEN[language].match(
            sentence[mention.end : mention.end + 6]
        ):
            continue
        others = [s for s, _ in spans if s > mention.end]
        end = min([*others[:1], mention.end + LONGEST, len(text)])
        if end - mention.end < 4:
            continue
        told = _predicate(text, sentence, mention, mention.end, end, language)
        if told is None and others:
            told = _predicate(
                text, sentence, mention, mention.end, min(len(text), mention.end + LONGEST), language
            )
        if told is not None:
            found.append(told)
    return list({(t.start, t.headline): t for t in reversed(found)}.values())[
        ::-1
    ]  # one predicate, one happening


def find_main_predicate(sentence: str, language: str) -> Told | None:
    """What the last clause of a sentence without a date tells, where the lexicon names it and it is told as past."""
    text = SPEECH.sub(lambda m: "〇" * len(m.group()), sentence)
    tail = text[-40:]
    if UNREAL[language].search(tail) or not PAST_CLOSE[language].search(tail) or ON_RECORD.search(tail):
        return None
    words = [*_pattern().finditer(text, max(0, len(text) - 40))]
    if not words:
        return None
    word = _words()[words[-1].group()]
    span = (0, len(text))
    return Told(words[-1].start(), words[-1].end(), word.kind, None, word.gloss, False, span)


def _verb(language: str) -> re.Pattern[str]:
    return JA_VERB if language == "ja" else KO_VERB


def _predicate(
    text: str, sentence: str, mention: DateMention, start: int, end: int, language: str
) -> Told | None:
    verb = None
    for verb in _verb(language).finditer(text, start, end + 2):
        lead = text[start : verb.end()]
        if MEDIA_SAYS.search(lead[-8:]) and verb.end() < end:
            continue
        break
    if verb is None:
        noun = _closing_noun(text, start, end)
        return noun and _built(text, sentence, mention, noun.start(), noun.end(), start, language)
    if UNREAL[language].search(text, verb.start() - 4 if verb.start() > 4 else 0, verb.end() + 6):
        return None
    return _built(text, sentence, mention, verb.start(), verb.end(), start, language)


def _closing_noun(text: str, start: int, end: int) -> re.Match[str] | None:
    """A verbal noun that closes the sentence without a verb, as news has it: "平和賞を受賞。"."""
    words = [*_pattern().finditer(text, start, end)]
    last = words[-1] if words else None
    return (
        last if last and re.match(r"[」』)）]?[。、\s]?$|[。、]", text[last.end() : last.end() + 2]) else None
    )


def _built(
    text: str, sentence: str, mention: DateMention, first: int, last: int, start: int, language: str
) -> Told | None:
    clause = text[start : min(len(text), last + 2)]
    words = [_words()[m.group()] for m in _pattern().finditer(clause)]
    known = next((w for w in reversed(words) if w.kind != "other"), words[-1] if words else None)
    direct = words[-1] if words else None
    word = direct if direct and direct.gloss not in LIGHT else known
    planned = bool(PLAN[language].search(text, first, last + 8))
    headline = word.gloss if word else _phrase(sentence[start : min(len(sentence), last)])
    if not headline:
        return None
    return Told(first, last, word.kind if word else "other", mention, headline, planned, (0, len(sentence)))


LIGHT = frozenset(("opening", "launch", "statement", "announcement"))


def _phrase(clause: str) -> str:
    """The end of a clause in its own words, for what the lexicon has no name for."""
    piece = re.split(r"[、,。]", clause.strip(" 、,はにのでが은는이가에。"))[-1].strip()
    return piece[-28:]
