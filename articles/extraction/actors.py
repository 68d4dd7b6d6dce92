"""Who is named in a text: states, bodies, parties and people, by gazetteer and by the shape of titled names."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from babel import Locale

RULES = Path(__file__).parent / "rules"
LANGUAGES = ("en", "ko", "ja")
MIN_CJK_ALIAS = 2  # a single Han or Hangul sign stands for too many things


@dataclass(frozen=True, slots=True)
class KnownActor:
    """An actor of the gazetteer; ``names`` holds every way of writing it, the canonical one first."""

    name: str
    kind: str
    represents: str = ""
    names: tuple[str, ...] = ()
    capital: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text that names an actor. ``form`` tells how: "name", "people" (an adjective), "group" or "shape"."""

    start: int
    end: int
    actor: KnownActor
    form: str = "name"


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Every known alias, ready to be looked up by its first word (Latin script) or first sign (Korean, Japanese)."""

    by_name: dict[str, KnownActor]
    people: dict[str, KnownActor]
    capitals: dict[str, KnownActor]
    first_words: dict[str, list[str]] = field(repr=False)
    first_signs: dict[str, list[str]] = field(repr=False)
    scanner: re.Pattern[str] = field(repr=False)

    def find_alias(self, text: str, position: int) -> str | None:
        """The longest alias that stands at this position of the text."""
        word = WORD.match(text, position)
        options = self.first_words.get(word.group(), []) if word else []
        for alias in options or self.first_signs.get(text[position], []):
            end = position + len(alias)
            if not text.startswith(alias, position):
                continue
            if alias[-1].isascii():
                if not text[end : end + 1].isalnum():
                    return alias
            elif not (
                KANA.fullmatch(alias[0]) and KANA.search(text[position - 1 : position] + text[end : end + 1])
            ):
                return alias  # a name in kana is no part of a longer one
        return None


KANA = re.compile(r"[ァ-ヴー]")
WORD = re.compile(r"[A-Za-z\u00c0-\u024f][\w\u00c0-\u024f]*(?:\.(?=\w))?")


def build_gazetteer(known: Iterable[KnownActor]) -> Gazetteer:
    """Prepare actors for look-up; where two claim a name, the one that comes first keeps it."""
    by_name: dict[str, KnownActor] = {}
    people: dict[str, KnownActor] = {}
    capitals: dict[str, KnownActor] = {}
    for actor in known:
        for name in (actor.name, *actor.names):
            by_name.setdefault(name, actor)
        if actor.capital:
            capitals.setdefault(actor.capital, actor)
    for adjective, actor in _people().items():
        people.setdefault(adjective, by_name.get(actor.name, actor))
    first_words, first_signs = defaultdict(list), defaultdict(list)
    for alias in sorted({*by_name, *people, *capitals}, key=lambda a: (-len(a), a)):
        word = WORD.match(alias)
        if word:
            first_words[word.group()].append(alias)
        elif len(alias) >= MIN_CJK_ALIAS:
            first_signs[alias[0]].append(alias)
    signs = "".join(map(re.escape, sorted(first_signs)))
    scanner = re.compile(
        rf"(?<![\w])[A-Z\u00c0-\u00de][\w\u00c0-\u024f]*|[{signs}]" if signs else r"(?<!\w)[A-Z]\w*"
    )
    return Gazetteer(by_name, people, capitals, dict(first_words), dict(first_signs), scanner)


@lru_cache(maxsize=1)
def shipped_gazetteer() -> Gazetteer:
    return build_gazetteer(shipped_actors())


@lru_cache(maxsize=1)
def shipped_actors() -> tuple[KnownActor, ...]:
    """The actors of rules/*.toml and the states of CLDR, in a fixed order."""
    listed = tomllib.loads((RULES / "actors.toml").read_text(encoding="utf-8"))
    found = list(_states())
    for kind in ("state", "organisation", "party", "person"):
        for entry in listed.get(kind, []):
            names = tuple(entry["names"])
            found.append(KnownActor(names[0], kind, entry.get("represents", ""), names[1:]))
    for represents, lines in tomllib.loads((RULES / "leaders.toml").read_text(encoding="utf-8")).items():
        for line in lines:
            name, *also = line.split(" | ")
            found.append(KnownActor(name, "person", represents, tuple(also)))
    return tuple(found)


def _state_rows() -> list[dict[str, object]]:
    return tomllib.loads((RULES / "states.toml").read_text(encoding="utf-8"))["state"]  # type: ignore[no-any-return]


@lru_cache(maxsize=1)
def _states() -> tuple[KnownActor, ...]:
    rows = {str(row["code"]): row for row in _state_rows()}
    territories = {language: Locale(language).territories for language in LANGUAGES}
    states = []
    for code in sorted(territories["en"]):
        if len(code) != 2 or not code.isalpha() or code in NOT_STATES:
            continue
        row = rows.get(code, {})
        name = str(territories["en"][code]).replace("’", "'")
        name = SHORTER.get(code, name)
        also: tuple[str, ...] = tuple(row.get("also", ()))  # type: ignore[arg-type]
        local = tuple(
            str(territories[language][code]) for language in ("ko", "ja") if code in territories[language]
        )
        capital = str(row.get("capital", ""))
        states.append(KnownActor(name, "state", "", (*also, *local), capital))
    return tuple(states)


NOT_STATES = frozenset("AC AQ BV CP CQ DG EA EU EZ HM IC IO QO TA UM UN XA XB XK ZZ GS TF HK MO".split())
SHORTER = {
    "MM": "Myanmar",
    "TR": "Turkey",
    "CI": "Ivory Coast",
    "CD": "Democratic Republic of the Congo",
    "PS": "Palestine",
    "CZ": "Czech Republic",
}


@lru_cache(maxsize=1)
def _people() -> dict[str, KnownActor]:
    codes = {str(row["code"]): row for row in _state_rows()}
    territories = Locale("en").territories
    found = {}
    for code, row in codes.items():
        name = SHORTER.get(code, "Hong Kong" if code == "HK" else str(territories[code]))
        for adjective in row.get("people", ()):  # type: ignore[attr-defined]
            found[adjective] = KnownActor(name, "state")
    return found


TITLE = r"""(?: (?:Vice|Deputy|Acting|Former|Chief|Prime|Foreign|Defen[cs]e|Finance|Interior|Justice|Trade|Unification|First|
      Principal|Senior|National|Security|Home|State|Cabinet|Special|Permanent|Assistant|Under|Secretary|General|
      Environment|Health|Education|Culture|Economy|Industry|Labou?r|Energy|Transport|Opposition|Party|House|Senate) \ ){0,5}
    (?:President|Premier|Minister|Chancellor|Secretary|Secretary-General|Ambassador|Adviser|Advisor|Envoy|Spokesman|
      Spokeswoman|Spokesperson|Senator|Representative|Governor|Mayor|King|Queen|Emperor|Prince|Princess|Pope|
      General|Admiral|Director|Commissioner|Chairman|Chairwoman|Leader|Speaker|Justice|Judge|Mr\.|Mrs\.|Ms\.|Dr\.)"""
NAME = r"(?:(?:Mc|Mac|O['’]|Fitz|De|Di|La|Le)(?=[A-Z]))?[A-Z\u00c0-\u00de][a-z\u00e0-\u024f]+(?:[-'][A-Za-z][a-z]+)?"
TITLED_NAME = re.compile(
    rf"\b(?P<title>{TITLE})\ (?P<name>{NAME}(?:\ (?:[A-Z]\.\ )?(?:al-|bin\ |de\ |van\ |von\ )?{NAME}){{1,3}})",
    re.VERBOSE,
)
GROUP = re.compile(
    r"\b(?:(?P<number>two|three)\ (?:leaders|sides|countries|nations|governments|men)|both\ (?:leaders|countries|sides|nations)"
    r"|(?:[Tt]he|[Tt]heir)\ leaders(?!\w)|their\ (?:\w+\ )?(?:\d+(?:st|nd|rd|th)\ |final\ |first\ )?(?:meeting|summit|talks))",
    re.IGNORECASE,
)
NOT_NAMES = frozenset(
    "Minister President Secretary Adviser Affairs Office House Council Party Court Army Ministry Prize Day Award Airport Street Cup Games War Treaty Act Agreement".split()
)


def find_mentions(text: str, gazetteer: Gazetteer) -> list[Mention]:
    """Every mention of an actor in text order, none overlapping; short forms follow the full names of this text."""
    found = _gazetteer_mentions(text, gazetteer)
    shaped = [*_titled_mentions(text, found), *_shaped_bodies(text, found), *_titled_in_signs(text, found)]
    found = _without_overlaps(sorted(found + shaped, key=lambda m: (m.start, -(m.end - m.start))))
    found = _with_short_forms(text, found)
    found = _with_bare_titles(text, found)
    return _with_groups(text, found)


# "Martin Luther King Day", "the Ronald Reagan Airport": what is named after somebody.
NAMESAKE = re.compile(
    r",? (?:Jr\.? |Sr\.? |International |Memorial |Presidential |Peace )*(?:Day|Airport|Avenue|Award|Boulevard|Bridge|Center|Centre|Foundation|Hospital|Institute|Library|Medal|Memorial|Museum|Park|Prize|School|Square|Stadium|Street|University)\b"
)


def _gazetteer_mentions(text: str, gazetteer: Gazetteer) -> list[Mention]:
    found: list[Mention] = []
    position = 0
    while match := gazetteer.scanner.search(text, position):
        start = match.start()
        alias = gazetteer.find_alias(text, start)
        if alias is None:
            position = match.end()
            continue
        position = start + len(alias)
        actor = gazetteer.by_name.get(alias)
        if actor and actor.kind == "person" and NAMESAKE.match(text, position):
            continue
        if actor:
            found.append(Mention(start, position, actor))
        elif actor := gazetteer.people.get(alias):
            found.append(Mention(start, position, actor, "people"))
    return found


def _titled_mentions(text: str, known: list[Mention]) -> list[Mention]:
    """People whom no gazetteer knows, from title and name: "Deputy Adviser Kim Tae-Hyo"."""
    spans = [(m.start, m.end) for m in known if m.form == "name"]
    states = {m.end: m.actor for m in known if m.actor.kind == "state"}
    found = []
    for match in TITLED_NAME.finditer(text):
        start, end = match.span("name")
        name = match.group("name")
        if NOT_NAMES & set(name.split()) or any(s < end and start < e for s, e in spans):
            continue
        before = match.start() - 1  # "South Korean Foreign Minister Cho Tae-yul": the state before the title
        state = states.get(before)
        found.append(Mention(start, end, KnownActor(name, "person", state.name if state else ""), "shape"))
    return found


TITLES_IN_SIGNS = (
    "大統領|首相|外相|内相|国防相|財務相|法相|経産相|防衛相|氏|議長|総裁|書記長|総書記|事務総長|報道官|大使|国王|皇太子|党首|長官|知事|市長|官房長官|司令官|"
    "대통령|총리|장관|대표|의원|후보자|후보|외무상|위원장|대변인|대사|총재|총장|차관|지사|시장"
)
TITLED_IN_SIGNS = re.compile(
    rf"(?P<kana>[ァ-ヴー・＝=]{{3,24}})(?:\([^)]{{1,20}}\))?(?:前|元|新|次期)?(?:{TITLES_IN_SIGNS})"
    rf"|(?<![一-龥])(?P<kanji>[一-龥]{{3,4}}?)(?:\([^)]{{1,20}}\))?(?:前|元|新)?(?:大統領|首相|外相|氏|総裁|議長|書記|官房長官)"
    rf"|(?<![가-힣])(?P<hangul>[김이박최정강조윤장임한오서신권황안송류홍전고문손양배백허유남심노하곽성차주우구민진지엄채원천방공현함변염추도][가-힣]{{2}})\s(?:전\s)?(?:[가-힣]{{2,8}})?(?:{TITLES_IN_SIGNS})"
)


def _titled_in_signs(text: str, known: list[Mention]) -> list[Mention]:
    """People whom no gazetteer knows, before a title in Korean or Japanese: "ガジ・カナン内相", "김태호 후보자".

    A last name alone ("カナン内相") is the person whom the text names in full.
    """
    spans = [(m.start, m.end) for m in known]
    matches = [
        m
        for m in TITLED_IN_SIGNS.finditer(text)
        if not any(s < m.end(m.lastgroup or 0) and m.start() < e for s, e in spans)
    ]
    full = {
        name.split("・")[-1]: name for m in matches if "・" in (name := m.group(m.lastgroup or 0).strip("・"))
    }
    found = []
    for match in matches:
        group = match.lastgroup or 0
        name = match.group(group).strip("・＝=")
        if len(name) > 1:
            actor = KnownActor(full.get(name, name), "person")
            found.append(Mention(match.start(group), match.end(group), actor, "shape"))
    return found


AFTER_NAME = re.compile(
    rf"\s?(?:\([^)]{{1,20}}\))?(?:前|元|新|次期|전|신임|\s|유엔|[가-힣]{{2,7}}부\s)*(?P<title>{TITLES_IN_SIGNS})"
)
BARE_TITLE = re.compile(
    rf"(?<![一-龥ァ-ヴー々])(?P<ja>(?:両|同)?(?:大統領|首相|外相|国防相|財務相|事務総長|議長|総裁))(?=[はがもの、と])"
    rf"|(?<![가-힣])(?P<family>[가-힣])\s?(?P<ko>{TITLES_IN_SIGNS})(?=[은는이가의과와\s도])"
)


def _with_bare_titles(text: str, mentions: list[Mention]) -> list[Mention]:
    """Add people meant by title: "首相は" after "安倍晋三首相", "이 대통령은" after "이명박 대통령"."""
    holders: list[tuple[int, str, Mention]] = []
    for m in mentions:
        if m.actor.kind == "person" and (match := AFTER_NAME.match(text, m.end)):
            holders.append((m.end, match["title"], m))
    if not holders:
        return mentions
    taken = [(m.start, m.end) for m in mentions]
    added = []
    for match in BARE_TITLE.finditer(text):
        if any(s < match.end() and match.start() < e for s, e in taken):
            continue
        title, family = match["ko"] or match["ja"].removeprefix("同"), match["family"] or ""
        fits = [
            m
            for at, held, m in holders
            if at < match.start() and held == title and text[m.start].startswith(family)
        ]
        if fits:
            home = [m for m in fits if m.actor.represents == "Japan"] if match["ja"] == "首相" else []
            added.append(replace((home or fits)[-1], start=match.start(), end=match.end()))
    return sorted([*mentions, *added], key=lambda m: m.start)


BODY_WORDS = frozenset(
    "News Party Group Bank Times Post Office Agency Department Ministry Union League Club Team Army Navy Force Forces Council Court Company Corporation Corp Inc University Institute Centre Center Association Federation Board Commission Committee House Senate Parliament Church Front Movement Brigade Television Radio Airlines Motors Systems Association Organisation Organization Foundation Trust Fund Authority Society Congress Assembly Police Association International Network Alliance Coalition".split()
)
FULL_NAME = re.compile(
    rf"(?:{TITLE}\ )?(?P<name>{NAME}(?:\ (?:[A-Z]\.\ )?(?:al-|bin\ |de\ |van\ |von\ )?{NAME}){{1,3}})",
    re.VERBOSE,
)


def find_name(words: str) -> KnownActor | None:
    """The person or body that a noun phrase names by its capitals alone: "Maxime Bernier", "the Sky News Group"."""
    match = FULL_NAME.fullmatch(words.removeprefix("The ").removeprefix("the ").strip())
    if not match or NOT_NAMES & set(match["name"].split()):
        return None
    name = match["name"]
    if BODY_WORDS & set(name.split()):
        return KnownActor(match.group(), "organisation")  # "General Motors Corporation", who is no general
    return KnownActor(name, "person")


BODY = re.compile(
    r"\b(?:[A-Z][\w’'-]+\ (?:of\ |and\ |for\ |the\ )?){1,5}(?:Prefecture|Ministry|University|Council|Court|Agency|Foundation|Union|Front|Congress|Commission|Assembly|Association|Federation|Committee|Tribunal|Navy|Army)\b"
)


def _shaped_bodies(text: str, known: list[Mention]) -> list[Mention]:
    """Bodies whom no gazetteer knows, from the last word of their name: "Shimane Prefecture"."""
    spans = [(m.start, m.end) for m in known if m.form == "name" and m.actor.kind != "state"]
    found = []
    for match in BODY.finditer(text):
        name = re.sub(r"^(?:The|A|An|In|On|At|By|But|And|When|While)\s", "", match.group())
        if " " in name and not any(s < match.end() and match.start() < e for s, e in spans):
            found.append(
                Mention(match.end() - len(name), match.end(), KnownActor(name, "organisation"), "shape")
            )
    return found


def _without_overlaps(mentions: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in mentions:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _with_short_forms(text: str, mentions: list[Mention]) -> list[Mention]:
    """Add family names of people whom the text names in full: "Mr Wong" after "Joshua Wong"."""
    short: dict[str, KnownActor] = {}
    for mention in mentions:
        if mention.actor.kind == "person" and " " in text[mention.start : mention.end]:
            words = text[mention.start : mention.end].split()
            for word in {words[0], words[-1]} if mention.form == "shape" else {words[-1]}:
                if len(word) > 2 and "-" not in word:
                    short.setdefault(word, mention.actor)
    if not short:
        return mentions
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(short, key=len, reverse=True))) + r")\b")
    extra = [Mention(m.start(), m.end(), short[m.group()]) for m in pattern.finditer(text)]
    return _without_overlaps(sorted(mentions + extra, key=lambda m: (m.start, -(m.end - m.start))))


def _with_groups(text: str, mentions: list[Mention]) -> list[Mention]:
    """Let "the two leaders" stand for the people, or states, whom the text names most."""
    leaders = _most_named([m.actor for m in mentions if m.actor.kind == "person" and m.actor.represents])
    states = _most_named([m.actor for m in mentions if m.actor.kind == "state"])
    extra: list[Mention] = []
    for match in GROUP.finditer(text):
        wanted = 3 if (match.group("number") or "").lower() == "three" else 2
        is_states = re.search("countr|nation|side|govern", match.group(), re.IGNORECASE)
        named = (states if is_states else leaders)[:wanted]
        if len(named) == wanted and not any(
            m.start < match.end() and match.start() < m.end for m in mentions
        ):
            extra.extend(Mention(match.start(), match.end(), actor, "group") for actor in named)
    return sorted(mentions + extra, key=lambda m: (m.start, m.end))


def _most_named(actors: list[KnownActor]) -> list[KnownActor]:
    counts = Counter(actor.name for actor in actors)
    first = {actor.name: actor for actor in reversed(actors)}
    return [first[name] for name, _ in counts.most_common()]
