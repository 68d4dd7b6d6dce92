"""Check a model's titles against the passages: every number, name and denial must be in these."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from articles.extraction.actors import Mention, find_mentions
from articles.extraction.claims import ClaimActor
from articles.extraction.wording import capitalized
from timeline.clean_text import fit

from .figures import IN_SIGNS, lacking_figure
from .lists import listed, pattern
from .material import Material
from .passages import Span, plain
from .sounds import sounds_alike

MOST_TITLE = 160  # characters
LEAST_TITLE = 4
# The least share of a title's words that its passages have too. One in a hundred good titles has less, and three in four
# titles that belong to another passage of the same article (measured on 100 answers of a model in three languages).
LEAST_SHARED = 0.3
MOST_EXTRACT = 100
NEAR = 600  # characters before a passage that may name the person meant by its pronoun
STEM = 5  # letters that a name and its adjective have in common: "Syria", "Syrian"
# Scripts in which names have a capital: Latin, Greek, Cyrillic.
CAPITAL = re.compile(r"[A-Z\u00c0-\u00de\u0391-\u03a9\u0400-\u042f][\w’'.-]*")
LETTERS = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u052f]+")
KATAKANA = re.compile(r"[ァ-ヴー]{3,}")
SIGNS = re.compile(r"[ァ-ヴー]{2,}|[一-龥々]{2,}|[가-힣]{2,}")
SCRIPTS = {
    "ko": re.compile("[가-힣]"),
    "ja": re.compile("[ぁ-ヴ一-龥]"),
    "zh": re.compile("[一-龥]"),
    "ru": re.compile("[а-яё]"),
    "uk": re.compile("[а-яіїєґ]"),
    "ar": re.compile("[\u0621-\u064a]"),
    **dict.fromkeys("en fr de es it pt nl pl tr vi id".split(), re.compile("[A-Za-z]")),
}
FOREIGN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
RUNS = re.compile(r"[가-힣]{2,}|[一-龥々]{2,}|[ァ-ヴー]{2,}|[a-z0-9]{2,}")
CONTENT = re.compile(r"[^\W\d_]{4,}|\d+")
LATIN_WORD = re.compile(r"[a-z]{4,}")
NAME_PART = re.compile(r"[ァ-ヴー]{2,}|[가-힣]{2,5}")
SHORTENED = re.compile(r"[一-龥々가-힣]{2,8}")
ACTS = re.compile(r"[、,，]|[はがも은는이가]\s?")
BREAK = re.compile(
    r"[,;:—–]\s|\s[-–—]\s|[、，]|\s(?=(?:which|who|where|after|before|while|because|although|but|and)\s)"
)


@dataclass(frozen=True, slots=True)
class TitleEvidence:
    """The passages and actors of an event, against which its titles are checked."""

    material: Material
    passages: Sequence[Span]
    actors: Sequence[ClaimActor]
    heard: Sequence[str] = ()  # English names that sound as the article writes the actors

    @property
    def words(self) -> str:
        return self.material.words(self.passages)


def fault_of(title: str, language: str, evidence: TitleEvidence) -> str:
    """What is wrong with a title in that language; "" if nothing is."""
    if not LEAST_TITLE <= len(title) <= MOST_TITLE:
        return "its length is not right"
    script = SCRIPTS.get(language)
    if (script and not script.search(title)) or _is_mixed(title, language):
        return "it is not in its language"
    passages, own = plain(evidence.words), evidence.material.language
    if figure := lacking_figure(title, language, passages, own):
        return f"its passages lack the figure {figure}"
    if _denies_more(title, language, passages, own):
        return "it denies what its passages do not deny"
    if language == own and _asserts_unreal(title, passages, language):
        return "it tells as done what its passages only demand, threaten or deny"
    if language == own and _shared_words(title, passages, language) < LEAST_SHARED:
        return "its words are those of another passage"
    name = _lacking_in_signs(title, evidence) if language in IN_SIGNS else _lacking_name(title, evidence)
    return f"its passages do not name {name}" if name else ""


def tidy(title: object) -> str:
    """A title in one line, without a final full stop or quotation marks around it; "" for anything but text."""
    if not isinstance(title, str):
        return ""
    line = re.sub(r"<[^<>]{0,80}>", "", " ".join(fit(title).split())).strip()
    if line[:1] in '"“「『' and line[-1:] in '"”」』' and not re.search('["“”「」『』]', line[1:-1]):
        line = line[1:-1]
    return line.rstrip(" 。.") if not re.search(r"\b(?:[A-Z]\.)+$", line) else line


def _asserts_unreal(title: str, passages: str, language: str) -> bool:
    """Whether a title asserts what a passage only demands, threatens or denies."""
    demand, telling = pattern("demand", language, "passage"), pattern("demand", language, "title")
    found = demand.search(passages) if demand else None
    if found is None or telling is None or telling.search(plain(title)):
        return False
    if language in IN_SIGNS:
        return True
    before, behind = (
        {word[:STEM] for word in CONTENT.findall(words)}
        for words in (passages[: found.start()].casefold(), passages[found.end() :].casefold())
    )
    stems = {word[:STEM] for word in CONTENT.findall(title) if not word[0].isupper()}
    return bool(stems & behind) and not stems & before


def _shared_words(title: str, passages: str, language: str) -> float:
    """The share of a title's words (by their first letters) or pairs of characters that are in the passages."""
    title, passages = plain(title).casefold(), passages.casefold()
    if language in IN_SIGNS:
        pairs = [run[n : n + 2] for run in RUNS.findall(title) for n in range(len(run) - 1)]
        return sum(pair in passages for pair in pairs) / max(1, len(pairs))
    spoken = {word[:STEM] for word in CONTENT.findall(passages)}
    stems = [word[:STEM] for word in CONTENT.findall(title)]
    return sum(stem in spoken for stem in stems) / max(1, len(stems))


def _is_mixed(title: str, language: str) -> bool:
    if language in IN_SIGNS:
        return bool(LATIN_WORD.search(title))
    return language == "en" and bool(FOREIGN.search(title))


def _denies_more(title: str, language: str, passages: str, own: str) -> bool:
    denial = pattern("negation", language, "title")
    if denial is None or not denial.search(plain(title)):
        return False
    in_passages = pattern("negation", own, "passage")
    return in_passages is None or not in_passages.search(passages)


def _lacking_name(title: str, evidence: TitleEvidence) -> str:
    """The first name in a title in Latin script that is neither in the passages nor an actor's; "" if there is none."""
    covered: list[tuple[int, int]] = []
    text = evidence.words
    supported = _supported(evidence)
    for mention in find_mentions(title, evidence.material.gazetteer):
        words = title[mention.start : mention.end]
        if (
            mention.actor.name in supported
            or plain(words) in plain(text)
            or _is_setting(title, mention, evidence)
        ):
            covered.append((mention.start, mention.end))
        elif mention.form != "shape":
            return words
    spoken = _word_stems(text) | {
        stem for name in (*supported, *evidence.heard) for stem in _word_stems(name)
    }
    for match in CAPITAL.finditer(title):
        if any(start <= match.start() < end for start, end in covered):
            continue
        word = re.sub(r"(?:'s|s'|’s)$", "", match.group()).rstrip(".'’")
        if not _is_spoken(word, spoken, text, is_first=match.start() == 0, evidence=evidence):
            return word
    return ""


def _is_spoken(word: str, spoken: set[str], text: str, *, is_first: bool, evidence: TitleEvidence) -> bool:
    parts = [part for part in re.split(r"[-'’]", word) if part]
    known = (
        listed("office", "en")
        if evidence.material.language == "en"
        else listed("office", "en") | listed("body", "en")
    )
    if all(_stem(part) in spoken or part.lower() in known for part in parts):
        return True
    if word.isupper() and len(word) > 1 and _is_acronym(word, text):
        return True
    if evidence.material.language in ("ko", "ja") and any(
        sounds_alike(m.group(), word) for m in NAME_PART.finditer(text)
    ):
        return True
    if not is_first:
        return False
    first = parts[0].lower()
    if first in listed("ordinary", "en"):
        return True
    return bool(
        re.search(rf"(?<![\w]){re.escape(first)}(?![\w])", evidence.material.text)
    )  # a word that the article has in lower case


def _is_acronym(word: str, text: str) -> bool:
    initials = "".join(w[0] for w in re.findall(r"[A-Z][\w’'-]*", text))
    return word.replace(".", "") in initials


def _stem(word: str) -> str:
    return plain(word).casefold().strip(".'")[:STEM]


def _word_stems(text: str) -> set[str]:
    return {_stem(word) for word in LETTERS.findall(plain(text))}


def _supported(evidence: TitleEvidence) -> set[str]:
    """The names of actors that the passages name, or that take part and are meant by a pronoun or a title, or implied."""
    material = evidence.material
    names: set[str] = set()
    for mention in material.mentions_in(evidence.passages):
        names |= {mention.actor.name, mention.actor.represents}
    passages = plain(evidence.words)
    for actor in evidence.actors:
        if plain(actor.name) in passages or _means(evidence, actor):
            names |= {actor.name, actor.represents}
    return names - {""}


def _means(evidence: TitleEvidence, actor: ClaimActor) -> bool:
    """Whether the passages can mean an actor without naming it: it is named in their sentence or just before."""
    material = evidence.material
    pronoun = pattern("pronoun", material.language)
    is_named = any(m.actor.kind != "state" for m in material.mentions_in(evidence.passages))
    reach = NEAR if pronoun is None or not is_named or pronoun.search(evidence.words) else 0
    for passage in evidence.passages:
        sentence = material.sentence_of(passage)
        around = Span(max(0, sentence.start - reach), sentence.end)
        if any(m.actor.name == actor.name for m in material.mentions_in([around])):
            return True
        if plain(actor.name) in plain(material.text[around.start : around.end]):
            return True
    return False


def _lacking_in_signs(title: str, evidence: TitleEvidence) -> str:
    """The first name in a Korean or Japanese title that is not in the passages: known names, names with a title of office,
    words in katakana, and the words before the first comma, where such headlines name the actor."""
    text = plain(evidence.words)
    supported = _supported(evidence)
    near = text + "\n" + "\n".join(plain(_around(evidence, passage)) for passage in evidence.passages)
    covered: list[Mention] = []
    for mention in find_mentions(title, evidence.material.gazetteer):
        words = title[mention.start : mention.end]
        is_borne = (
            mention.actor.name in supported or plain(words) in text or _is_setting(title, mention, evidence)
        )
        if not is_borne:
            is_borne = plain(words) in near if mention.form == "shape" else _is_short_for(words, text)
        if not is_borne:
            return words
        covered.append(mention)
    subject = re.split("[、,，]", title, maxsplit=1)[0] if re.search("[、,，]", title) else ""
    for match in (*KATAKANA.finditer(title), *SIGNS.finditer(subject)):
        if any(m.start <= match.start() < m.end for m in covered):
            continue
        if match.group()[:2] not in near and not _is_short_for(match.group(), near):
            return match.group()
    return ""


def _is_short_for(word: str, text: str) -> bool:
    """Whether a word consists of characters, in order, of a longer one in the text: "国連総会" from "国際連合総会"."""
    if not SHORTENED.fullmatch(word):
        return False
    return bool(re.search(r"[一-龥々가-힣]{0,3}".join(map(re.escape, word)), text))


def _is_setting(title: str, mention: Mention, evidence: TitleEvidence) -> bool:
    """Whether a title names a state only as the place: the one that the article names most, while the passages name no
    state or capital at all. Actors must be named in the passages themselves."""
    material = evidence.material
    if mention.actor.kind != "state" or mention.actor.name not in material.main_states:
        return False
    others = {m.actor.name for m in material.mentions_in(evidence.passages) if m.actor.kind == "state"}
    if others or any(capital in evidence.words for capital in material.gazetteer.capitals):
        return False
    behind = title[mention.end : mention.end + 2]
    if FOREIGN.search(title):
        return not ACTS.match(behind)
    return mention.form == "people" or mention.start > 0 or behind[:1] in ("'", "’")


def _around(evidence: TitleEvidence, passage: Span) -> str:
    sentence = evidence.material.sentence_of(passage)
    return evidence.material.text[max(0, sentence.start - NEAR) : sentence.end]


def extract_of(material: Material, passage: Span) -> str:
    """The passage's own words as a title: all of them if it is short, else up to the end of a phrase."""
    text = " ".join(material.text[passage.start : passage.end].split()).strip(" ,;:。.")
    if len(text) > MOST_EXTRACT:
        cuts = [m.start() for m in BREAK.finditer(text, 20) if m.start() <= MOST_EXTRACT]
        if cuts:
            text = text[: cuts[-1]]
    return capitalized(text)
