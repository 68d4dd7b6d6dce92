"""What a happening was about: the treaty that was signed, the office that was voted on, what was announced."""

from __future__ import annotations

import re

WORD = r"[\w’'&.-]+"
INSTRUMENT = r"(?:treaty|agreement|pact|memorandum(?:\ of\ (?:understanding|cooperation))?|deal|accord|declaration|protocol|convention|framework|settlement|communiqu[eé]|statement|principles|truce|ceasefire|ordinance|armistice|instruments\ of\ ratification)"
NOT_PART = (
    r"(?!(?:which|that|and|was|were|on|in|at|by|with|to|from|for|said|between|would|will|the|a|an|of)\b)"
)
OBJECT = re.compile(
    rf"""\b(?:an?|the|its|their|his|her|this)\ (?P<what> (?:{NOT_PART}{WORD}\ ){{0,5}}? {INSTRUMENT}\b
        (?: \ (?:on|of|for|to)\ (?:the\ |their\ )? {NOT_PART}{WORD} (?:\ (?:and|of|on)?\ ?{NOT_PART}[A-Za-z-]{{3,}}){{0,2}} )? )""",
    re.VERBOSE | re.IGNORECASE,
)
PROPER_OBJECT = re.compile(
    r"\b(?P<what>(?:[A-Z][\w’'-]+\ (?:(?:on|of|for|and)\ )?){1,6}(?:Treaty|Agreement|Pact|Declaration|Accord|Convention|Statement|Communiqué|Memorandum)(?:\ (?:on|of)(?:\ [A-Z][\w-]+){1,4})?|(?:Treaty|Declaration|Memorandum|Agreement)\ (?:on|of)(?:\ [A-Z][\w-]+){1,4})",
)
TRAILING = re.compile(
    r"\ (?:on|in|at|by|with|to|from|for|of|and|the|that|between|after|before)$", re.IGNORECASE
)
ELECTION = re.compile(
    r"\b(?P<what>(?:general|presidential|parliamentary|legislative|leadership|local|midterm|snap|upper\ house|lower\ house)\ (?:election|vote|contest|race|runoff)|referendum|by-election|leadership)s?\b",
    re.IGNORECASE,
)
LEADER_VOTE = re.compile(
    r"\b(?:new\ leader|leader(?:ship)?\ of|head\ of|presidency\ of|party\ leader|successor|party(?:’s|'s)?\ presiden)",
    re.IGNORECASE,
)
COMPLEMENT_END = re.compile(
    r"[,;:.—–(\"“”]|\b(?:after|because|citing|which|who|while|when|ahead|following|amid|but|on\ \w+day)\b",
    re.IGNORECASE,
)
LEADING_DATE = re.compile(
    r"^\s*(?:(?:on|in|last|this|earlier)\ (?:\w+\ )?(?:\d{1,2}\ )?(?:\w+day|week|month|year|January|February|March|April|May|June|July|August|September|October|November|December|\d{1,2}|\d{4})(?:,?\ \d{4}|\ \d{1,2})?(?:,?\ \d{4})?)\s*,?\s*",
    re.IGNORECASE,
)
VERB = {"announced": "announces", "announce": "announces", "notified": "notifies", "promulgated": "promulgates", "proclaimed": "proclaims", "unveiled": "unveils", "suspended": "suspends", "decided": "decides", "approved": "approves", "restored": "restores", "reinstated": "reinstates", "issued": "issues", "delivered": "delivers", "adopted": "adopts", "apologised": "apologises", "apologized": "apologises", "expressed": "expresses", "conveyed": "conveys", "voiced": "voices", "offered": "offers", "released": "releases", "made": "makes", "read": "reads"}  # fmt: skip
MAX_WORDS = 9
PERIOD = re.compile(
    r"\b(?P<who>[A-Z][\w-]+)(?:’s|'s)\ (?P<what>[\w-]+\ (?:rule|occupation|era|period)|rule|occupation)\b(?P<of>\ (?:of|over|in)\ (?:the\ )?[A-Z][\w-]+(?:\ [A-Z][\w-]+)?)?"
)
HOSTED = re.compile(
    r"\b(?:the|a)\ (?P<what>(?:[\w-]+\ ){0,3}(?:World\ Cup|Olympics|Games|Expo|summit|tournament|conference))",
    re.IGNORECASE,
)


def find_topic(sentence: str, start: int, end: int, kind: str, action: str) -> str:
    """A few words of the sentence that say what the happening at start..end was about, or ""."""
    before, after = sentence[:start], sentence[end:]
    if kind == "agreement":
        return "" if action == "normalise" else _instrument(sentence, before, after, end)
    if kind == "election":
        return _election(sentence, sentence[start:end])
    if kind in ("announcement", "statement"):
        return _complement(sentence[start:end], after)
    if kind == "period":
        match = PERIOD.search(sentence, max(0, start - 40))
        return f"{match['who']}'s {match['what']}{match['of'] or ''}" if match else ""
    if action == "host" and (match := HOSTED.search(after)):
        return match["what"]
    return ""


def _instrument(sentence: str, before: str, after: str, end: int) -> str:
    for match in (PROPER_OBJECT.search(after[:140]), OBJECT.search(after[:140])):
        if match:
            return _tidy(match["what"])
    proper = list(PROPER_OBJECT.finditer(before[-140:]))
    plain = list(OBJECT.finditer(before[-140:])) if re.search(r"\b(?:was|were|be|been)\ $", before) else []
    if found := (proper or plain):
        return _tidy(found[-1]["what"])
    inside = re.search(INSTRUMENT, sentence[:end][-60:], re.IGNORECASE | re.VERBOSE)
    return _tidy(inside.group()) if inside else ""


def _tidy(words: str) -> str:
    words = " ".join(words.split())
    while (shorter := TRAILING.sub("", words)) != words:
        words = shorter
    return words.rstrip(".,’'")


def _election(sentence: str, head: str) -> str:
    if match := ELECTION.search(head) or ELECTION.search(sentence):
        words = match["what"].lower()
        return "leadership vote" if words.startswith("leadership") else words
    return "leadership vote" if LEADER_VOTE.search(sentence) else ""


def _complement(head: str, after: str) -> str:
    """Rephrase "announced on Friday that he would resign, citing" as "announces he would resign"."""
    verb = next((VERB[word] for word in re.findall(r"\w+", head.lower()) if word in VERB), "")
    rest = (
        head.split(" ", 1)[1] + " "
        if verb in ("issues", "expresses", "delivers", "conveys", "voices", "adopts", "makes") and " " in head
        else ""
    )
    tail = LEADING_DATE.sub("", after)
    if not verb or re.match(r"\W*(?:by|in)\b", tail):
        return ""
    tail = re.sub(r"^\s*that\ ", "", tail)
    cut = COMPLEMENT_END.search(tail)
    words = (rest + (tail[: cut.start()] if cut else tail)).split()
    if not words:
        return ""
    return _tidy(" ".join([verb, *words[:MAX_WORDS]]))
