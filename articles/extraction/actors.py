"""The actors named in a text: states, organisations, parties and people, known ones and names with titles."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from operator import itemgetter

from .gazetteer import Gazetteer, KnownActor


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text that names an actor. ``form`` says how: by "name", "people" (an adjective such as Korean), "group" (the
    two leaders), or "shape" (an unknown name recognised by its form)."""

    start: int
    end: int
    actor: KnownActor
    form: str = "name"


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
    r"\b(?:(?P<number>two|three)\ (?:leaders|presidents|(?:prime\ |foreign\ )?ministers|sides|countries|nations|neighbou?rs|governments|capitals|men)"
    r"|both\ (?:leaders|presidents|(?:prime\ |foreign\ )?ministers|countries|sides|nations|governments)"
    r"|(?:[Tt]he|[Tt]heir)\ leaders(?!\w|\ (?:of|from)\b)|their\ (?:\w+\ )?(?:\d+(?:st|nd|rd|th)\ |final\ |first\ )?(?:meeting|summit|talks))",
    re.IGNORECASE,
)
NOT_NAMES = frozenset(
    "Minister President Secretary Adviser Affairs Office House Council Party Court Army Ministry Prize Day Award Airport Street Cup Games War Treaty Act Agreement In On At By After Before During Since For From With Under When While As But And His Her He She It They This That These Those Islands Sea River".split()
)


class _Spans:
    """The spans of mentions, none of which overlap, for look-up in logarithmic time."""

    def __init__(self, mentions: Iterable[Mention]):
        spans = sorted((m.start, m.end) for m in mentions)
        self.starts, self.ends = [start for start, _ in spans], [end for _, end in spans]

    def overlap(self, start: int, end: int) -> bool:
        after = bisect_right(self.ends, start)
        return after < len(self.starts) and self.starts[after] < end


def find_mentions(text: str, gazetteer: Gazetteer) -> list[Mention]:
    """Every mention of an actor in text order, none overlapping; short forms mean those named in full in this text."""
    found = _gazetteer_mentions(text, gazetteer)
    shaped = [
        *_titled_mentions(text, found),
        *_described_mentions(text, found),
        *_shaped_bodies(text, found),
        *_titled_in_signs(text, found),
    ]
    found = _without_overlaps(sorted(found + shaped, key=lambda m: (m.start, -(m.end - m.start))))
    found = _with_short_forms(text, found)
    found = _with_bare_titles(text, found)
    return _with_groups(text, found)


# "Martin Luther King Day", "the Ronald Reagan Airport": things named after somebody.
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
    """Unknown people, recognised by title and name: "Deputy Adviser Kim Tae-Hyo"."""
    taken = _Spans(m for m in known if m.form == "name")
    states = {m.end: m.actor for m in known if m.actor.kind == "state"}
    found = []
    for match in TITLED_NAME.finditer(text):
        start, end = match.span("name")
        name = match.group("name")
        if NOT_NAMES & set(name.split()) or taken.overlap(start, end):
            continue
        before = match.start() - 1  # "South Korean Foreign Minister Cho Tae-yul": the state before the title
        state = states.get(before)
        found.append(Mention(start, end, KnownActor(name, "person", state.name if state else ""), "shape"))
    return found


# What follows a person's name: "who", an age, or who that is.
DESCRIBES = re.compile(
    r",\ (?:who\b|whose\b|\d\d,|(?:(?:the|a|an|his|her|its|their|then|[A-Z][a-z]+['’]s)\ )?(?:[\w’'-]+\ ){0,3}?"
    r"(?:head|leader|chief|director|minister|president|premier|judge|lawyer|spokes(?:man|woman|person)|author|poet|writer|activist|journalist|reporter|editor"
    r"|general|commander|professor|analyst|owner|founder|candidate|mayor|governor|senator|lawmaker|ambassador|envoy|diplomat|king|queen|prince|princess|secretary"
    r"|member|officer|chairman|chairwoman|engineer|teacher|nurse|student|farmer|widow|son|daughter|wife|husband|brother|sister|father|mother|banker|bishop|cleric)\b)",
    re.VERBOSE,
)
NAME_AT_END = re.compile(
    rf"(?<!\w)(?P<name>{NAME}(?:\ (?:[A-Z]\.\ )?(?:al-|bin\ |de\ |van\ |von\ )?{NAME}){{1,3}})\Z", re.VERBOSE
)
LONGEST_NAME = 60  # characters


def _described_mentions(text: str, known: list[Mention]) -> list[Mention]:
    """Unknown people, recognised by a full name and what follows it: "Ida Brandt, the mayor of", "Lars Moe, who"."""
    taken = _Spans(known)
    found = []
    for match in DESCRIBES.finditer(text):
        named = NAME_AT_END.search(text[max(0, match.start() - LONGEST_NAME) : match.start()])
        if named is None or (NOT_NAMES | BODY_WORDS) & set(named["name"].split()):
            continue
        start = match.start() - len(named["name"])
        if not taken.overlap(start, match.start()):
            found.append(Mention(start, match.start(), KnownActor(named["name"], "person"), "shape"))
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
    """Unknown people before a title in Korean or Japanese: "ガジ・カナン内相", "김태호 후보자".

    A family name alone ("カナン内相") means the person whom the text names in full.
    """
    taken = _Spans(known)
    matches = [
        m for m in TITLED_IN_SIGNS.finditer(text) if not taken.overlap(m.start(), m.end(m.lastgroup or 0))
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
    rf"\s?(?:\([^)]{{1,20}}\))?(?:前|元|新|次期|전|신임|\s|유엔|[가-힣]{{2,7}}부\s){{0,8}}(?P<title>{TITLES_IN_SIGNS})"
)
BARE_TITLE = re.compile(
    rf"(?<![一-龥ァ-ヴー々])(?P<ja>(?:両|同)?(?:大統領|首相|外相|国防相|財務相|事務総長|議長|総裁))(?=[はがもの、と])"
    rf"|(?<![가-힣])(?P<family>[가-힣])\s?(?P<ko>{TITLES_IN_SIGNS})(?=[은는이가의과와\s도])"
)


def _with_bare_titles(text: str, mentions: list[Mention]) -> list[Mention]:
    """Add people mentioned by title alone: "首相は" after "安倍晋三首相", "이 대통령은" after "이명박 대통령"."""
    holders: dict[tuple[str, str], list[tuple[int, Mention]]] = defaultdict(list)
    for m in mentions:
        if m.actor.kind == "person" and (match := AFTER_NAME.match(text, m.end)):
            holders[match["title"], ""].append((m.end, m))
            holders[match["title"], text[m.start]].append((m.end, m))
            if m.actor.represents == "Japan":
                holders[match["title"], "Japan"].append((m.end, m))
    if not holders:
        return mentions
    taken = _Spans(mentions)
    added = []
    for match in BARE_TITLE.finditer(text):
        if taken.overlap(*match.span()):
            continue
        title = match["ko"] or match["ja"].removeprefix("同")
        homes = ("Japan",) if match["ja"] == "首相" else ()
        for whose in (*homes, match["family"] or ""):
            held = holders.get((title, whose), [])
            if before := bisect_left(held, match.start(), key=itemgetter(0)):
                added.append(replace(held[before - 1][1], start=match.start(), end=match.end()))
                break
    return sorted([*mentions, *added], key=lambda m: m.start)


BODY_WORDS = frozenset(
    "News Party Group Bank Times Post Office Agency Department Ministry Union League Club Team Army Navy Force Forces Council Court Company Corporation Corp Inc University Institute Centre Center Association Federation Board Commission Committee House Senate Parliament Church Front Movement Brigade Television Radio Airlines Motors Systems Association Organisation Organization Foundation Trust Fund Authority Society Congress Assembly Police Association International Network Alliance Coalition".split()
)
FULL_NAME = re.compile(
    rf"(?:{TITLE}\ )?(?P<name>{NAME}(?:\ (?:[A-Z]\.\ )?(?:al-|bin\ |de\ |van\ |von\ )?{NAME}){{1,3}})",
    re.VERBOSE,
)


REGIONS = frozenset(
    "African American Asian European Arab Western Eastern Caribbean Pacific Balkan Baltic".split()
)


def find_name(words: str) -> KnownActor | None:
    """The person or organisation that a noun phrase names, recognised by capitals: "Maxime Bernier", "the Sky News Group"."""
    match = FULL_NAME.fullmatch(words.removeprefix("The ").removeprefix("the ").strip())
    if not match or NOT_NAMES & set(match["name"].split()):
        return None
    name = match["name"]
    if BODY_WORDS & set(name.split()):
        return KnownActor(match.group(), "organisation")  # "General Motors Corporation" is not a general
    if name.split()[-1] in REGIONS:
        return None  # "West African"
    return KnownActor(name, "person")


BODY = re.compile(
    r"\b(?:[A-Z][\w’'-]{1,60}\ (?:of\ |and\ |for\ |the\ )?){1,5}(?:Prefecture|Ministry|University|Council|Court|Agency|Foundation|Union|Front|Congress|Commission|Assembly|Association|Federation|Committee|Tribunal|Navy|Army)\b"
)


def _shaped_bodies(text: str, known: list[Mention]) -> list[Mention]:
    """Unknown organisations, recognised by the last word of their name: "Shimane Prefecture"."""
    taken = _Spans(m for m in known if m.form == "name" and m.actor.kind != "state")
    found = []
    for match in BODY.finditer(text):
        name = re.sub(r"^(?:The|A|An|In|On|At|By|But|And|When|While)\s", "", match.group())
        if " " in name and not taken.overlap(*match.span()):
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
    extra = [Mention(start, end, short[text[start:end]]) for start, end in _find_words(text, short)]
    return _without_overlaps(sorted(mentions + extra, key=lambda m: (m.start, -(m.end - m.start))))


SIGNS = re.compile(r"\w+")
EDGE = re.compile(r"\b")


def _find_words(text: str, words: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where one of many words stands as a whole word, the longest first; the text is read once, however many words there are."""
    lengths: dict[str, set[int]] = defaultdict(set)
    known = set(words)
    for word in known:
        if first := SIGNS.match(word):
            lengths[first.group()].add(len(word))
    position = 0
    for match in SIGNS.finditer(text):
        if not (some := lengths.get(match[0])):
            continue
        start = match.start()
        for length in sorted(some, reverse=True):
            end = start + length
            if start >= position and text[start:end] in known and EDGE.match(text, end):
                yield start, end
                position = end
                break


def _with_groups(text: str, mentions: list[Mention]) -> list[Mention]:
    """Add "the two leaders" or "the two countries" as mentions of the people or states that the text names most."""
    leaders = _most_named([m.actor for m in mentions if m.actor.kind == "person" and m.actor.represents])
    states = _most_named([m.actor for m in mentions if m.actor.kind == "state"])
    taken = _Spans(mentions)
    extra: list[Mention] = []
    for match in GROUP.finditer(text):
        wanted = 3 if (match.group("number") or "").lower() == "three" else 2
        is_states = re.search("countr|nation|side|govern|neighbo|capital", match.group(), re.IGNORECASE)
        named = (states if is_states else leaders)[:wanted]
        if len(named) == wanted and not taken.overlap(*match.span()):
            extra.extend(Mention(match.start(), match.end(), actor, "group") for actor in named)
    return sorted(mentions + extra, key=lambda m: (m.start, m.end))


def _most_named(actors: list[KnownActor]) -> list[KnownActor]:
    counts = Counter(actor.name for actor in actors)
    first = {actor.name: actor for actor in reversed(actors)}
    return [first[name] for name, _ in counts.most_common()]
