"""What a happening was about: the treaty signed, the office voted on, what was announced."""

from __future__ import annotations

import re
from functools import lru_cache

WORD = r"[\w’'&.-]+"
INSTRUMENT = r"(?:treaty|agreement|pact|memorandum(?:\ of\ (?:understanding|cooperation))?|deal|accord|declaration|protocol|convention|framework|settlement|communiqu[eé]|statement|principles|truce|ceasefire|ordinance|armistice|instruments\ of\ ratification)"
NOT_PART = (
    r"(?!(?:which|that|and|was|were|on|in|at|by|with|to|from|for|said|between|would|will|the|a|an|of)\b)"
)
OBJECT = re.compile(
    rf"""\b(?:an?|the|its|their|his|her|this)\ (?P<what> (?:{NOT_PART}{WORD}\ ){{0,5}}? {INSTRUMENT}\b
        (?: \ (?:on|of|for)\ (?:the\ |their\ )? {NOT_PART}{WORD} (?:\ (?:and|of|on)?\ ?{NOT_PART}[A-Za-z-]{{3,}}){{0,2}} )? )""",
    re.VERBOSE | re.IGNORECASE,
)
PROPER_OBJECT = re.compile(
    r"\b(?P<what>(?:[A-Z][\w’'-]+\ (?:(?:on|of|for|and)\ )?){1,6}(?:Treaty|Agreement|Pact|Declaration|Accord|Convention|Statement|Communiqué|Memorandum)(?:\ (?:on|of)(?:\ (?:(?:of|and|the|for)\ ){0,2}[A-Z][\w-]+){1,6})?|(?:Treaty|Declaration|Memorandum|Agreement)\ (?:on|of)(?:\ [A-Z][\w-]+){1,4})",
)
TRAILING = re.compile(
    r"\ (?:on|in|at|by|with|to|from|for|of|and|the|that|between|after|before)$", re.IGNORECASE
)
ELECTION = re.compile(
    r"\b(?P<what>(?:general|presidential|parliamentary|legislative|leadership|local|midterm|snap|upper\ house|lower\ house)\ (?:election|vote|contest|race|runoff)|referendum|by-election|leadership)s?\b",
    re.IGNORECASE,
)
LEADER_VOTE = re.compile(
    r"\b(?:new\ leader|(?:leader(?:ship)?|head|presidency|president)\ of\ (?:the|its)\ [\w\s]*?Party|party\ leader|successor|party(?:’s|'s)?\ presiden)",
    re.IGNORECASE,
)
PRESIDENT = re.compile(r"\bpresident\b|\bpresidency\b", re.IGNORECASE)
PHRASE_END = re.compile(
    r"[,;:.—–(\"“”]|\b(?:after|because|citing|which|who|while|when|ahead|following|amid|but|before|since|where)\b",
    re.IGNORECASE,
)
MAX_WORDS = 10
BASES = """announce notify promulgate proclaim unveil suspend decide approve restore reinstate issue deliver adopt
    apologise apologize express convey voice offer release recall impose tighten introduce lift ease add require remove
    order sentence convict overturn reject dismiss attack invade shell bomb fire launch assassinate clash surrender
    sanction host co-host stage rule exchange liberate retaliate""".split()
IRREGULAR = {"began": "begins", "upheld": "upholds", "struck": "strikes", "froze": "freezes", "frozen": "freezes", "made": "makes", "read": "reads", "found": "finds", "dropped": "drops", "expelled": "expels", "acquitted": "acquits"}  # fmt: skip
ADVERBS = frozenset("formally jointly conditionally officially".split())
NOUN_HEADS = re.compile(
    r"\b(?:invasion|assassination|bombings?|clashes|removal|dropping|war|court|tribunal|judges?|judge|panel|justices|was|were|liberation|rule|occupation)\b",
    re.IGNORECASE,
)


def find_topic(sentence: str, start: int, end: int, kind: str, action: str) -> str:
    """A few words of the sentence that say what the happening at start..end was about, or "".

    The caller has replaced dates by blanks, so that none gets into a title.
    """
    before, head, after = sentence[:start], sentence[start:end], sentence[end:]
    if kind == "agreement":
        return "" if action == "normalise" else _instrument(before, head, after, action)
    if kind == "election":
        return _election(sentence, head)
    if kind == "period":
        return " ".join(
            re.findall(r"\b(?:colonial|imperial|military)\b(?=\s)", sentence[max(0, start - 12) : end])[:1]
            + [head.split()[-1]]
        )
    if kind in ("announcement", "statement", "conflict", "sanction", "ruling") or action in ("host", "end"):
        return _verb_phrase(head, after)
    return ""


def _instrument(before: str, head: str, after: str, action: str) -> str:
    if action == "in-force":
        near = " ".join([*before.split()[-2:], head])
        match = re.search(
            rf"\b(?:{NOT_PART}[A-Za-z-]+\ )?{INSTRUMENT}(?:\ of\ {NOT_PART}[\w-]+)?", near, re.I | re.X
        )
        return _tidy(re.sub(r"\ (?:took|takes|came|entered|go|went).*", "", match.group())) if match else ""
    passive = re.search(r"\b(?:was|were|be|been)\ $", before)
    if passive and (found := [*PROPER_OBJECT.finditer(before[-140:])] or [*OBJECT.finditer(before[-140:])]):
        return _tidy(found[-1]["what"])
    window = PHRASE_END.split(after, maxsplit=1)[0][:140]
    match = PROPER_OBJECT.search(window) or OBJECT.search(window)
    return _tidy(match["what"]) if match else ""


def _tidy(words: str) -> str:
    words = " ".join(words.split())
    while (shorter := TRAILING.sub("", words)) != words:
        words = shorter
    return words.rstrip(".,’'")


def _election(sentence: str, head: str) -> str:
    if match := ELECTION.search(head) or ELECTION.search(sentence):
        words = match["what"].lower()
        return "leadership vote" if words.startswith("leadership") else words
    if LEADER_VOTE.search(sentence):
        return "leadership vote"
    return "presidential election" if PRESIDENT.search(sentence) else ""


def _verb_phrase(head: str, after: str) -> str:
    """Rephrase "announced that he would resign, citing" as "announces he would resign"; "" for a noun or a passive."""
    words = [w for w in head.split() if w.lower() not in ADVERBS]
    if words and words[0].lower() in ("court", "tribunal", "judges", "judge", "panel", "justices"):
        words = words[-1:]
    if not words or NOUN_HEADS.search(words[0]) or re.match(r"\W*by\b", after):
        return ""
    verb = _present(words[0].lower())
    tail = PHRASE_END.split(re.sub(r"^\s*that\ ", " ", after), maxsplit=1)[0].split()
    phrase = [verb, *words[1:], *tail]
    cut = MAX_WORDS
    while (
        cut < len(phrase)
        and cut < MAX_WORDS + 3
        and phrase[cut - 1][:1].isupper()
        and phrase[cut][:1].isupper()
    ):
        cut += 1  # never within a name
    return _tidy(" ".join(phrase[:cut])) if verb else ""


@lru_cache(maxsize=1)
def _presents() -> dict[str, str]:
    """The present tense of the verbs in the rules: "announces" for "announced"."""
    known = dict(IRREGULAR)
    for base in BASES:
        past = base + "d" if base.endswith("e") else base[:-1] + "ied" if base.endswith("y") else base + "ed"
        ending = (
            base[:-1] + "ies"
            if base[-1] == "y" and base[-2] not in "aeiou"
            else base + ("es" if base.endswith(("ss", "sh", "ch")) else "s")
        )
        known[base + "ed" if base[-2:] in ("ey", "ay") else past] = known[base] = known[ending] = ending
    return known


def _present(verb: str) -> str:
    return _presents().get(verb, "")
