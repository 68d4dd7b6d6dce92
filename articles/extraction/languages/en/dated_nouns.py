"""Events that a noun with a date names: "Friday's vote", "the 1991 attack", "the death of the king in May"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.extraction.reported import ReportedEvent
from articles.extraction.timex.mentions import DateMention
from articles.extraction.wording import capitalized
from timeline.dates import Precision, parse_edtf

from .cutting import TRAILING
from .lead_ins import BOUND
from .lexicon import AUXILIARIES, PREPOSITIONS, kinds_of_nouns, verb_forms

ATTRIBUTE = re.compile(
    r"\b(?:the|a|an|this|that|his|her|its|their|\w+['’]s)\s(?:[\w-]+\s){0,1}$", re.IGNORECASE
)
# Nouns of what took place, other than those of verbs.toml.
MORE_NOUNS = frozenset(
    "death birth fall collapse release disappearance defeat victory removal expulsion return".split()
)
# Nouns of verbs.toml that last or can be met anew, so that a date behind one is that of the verb: "left the treaty in May".
LASTING = frozenset(
    "law budget bill report plan proposal agreement treaty accord pact deal settlement ban decree boycott sanctions embargo occupation curfew talks ceasefire truce war".split()
)
NAME = r"(?:(?:the|former|then|ousted|late)\s)*[A-Z][\w.’'-]*(?:\s(?:(?:of|and|the|al-|bin|de|van)\s)*[A-Z][\w.’'-]*)*"
LEAD_IN = r"\s(?:(?:early|late|earlier|later)\s)?(?:(?:on|in)\s)?(?:the\s)?"
NAMED_NOUN = re.compile(
    rf"(?:(?P<after>\b(?:after|following|since|before|amid|despite|over|by))|^|[,;]\s(?:and|but)|\bthat)\s?\b"
    rf"(?P<title>(?:the\s)?(?:{NAME}['’]s?\s(?:[a-z-]+\s){{0,3}}?(?P<noun>[a-z-]+)|(?:[a-z-]+\s){{0,2}}?(?P<of>[a-z-]+)\s(?:of|in|on|against)\s{NAME})){LEAD_IN}$"
)
# A journey with its traveller: "a visit by President Ada Lund to Oslo in October".
TRAVEL = re.compile(rf"(?:[a-z-]+\s)?(?P<noun>visit|trip|tour)\sby\s{NAME}(?:\sto\s{NAME})?{LEAD_IN}$")


def named_event(sentence: str, mention: DateMention) -> ReportedEvent | None:
    """An event named by a noun and somebody's name right before its date: "after the death of King Bhumibol in May", "Lund's
    resignation on Friday led to". As the object of a verb it has the date of that verb, and is none."""
    first = max(0, mention.start - 140)
    if travel := TRAVEL.search(sentence, first, mention.start):
        title = capitalized(re.sub(r"^an?\s", "", sentence[travel.start() : mention.start].strip()))
        title = TRAILING.sub("", title)
        span = (travel.start(), mention.end)
        return ReportedEvent(mention.start, mention.end, "visit", mention, title, False, span)
    match = NAMED_NOUN.search(sentence, first, mention.start)
    if match is None:
        return None
    noun = match["noun"] or match["of"]
    kind = "" if noun in LASTING else kinds_of_nouns().get(noun, "other" if noun in MORE_NOUNS else "")
    following = re.match(r"\s(?:from\s.{0,60}?\s)?([a-z]+)\b", sentence[mention.end :])
    is_subject = following and (following[1] in AUXILIARIES or verb_forms(following[1])[1] == "past")
    if match["after"] is None and kind in ("ruling", "announcement", "statement"):
        return None  # what follows says more: "the court's ruling on Friday gave her ten days"
    if not kind or not (match["after"] or is_subject):
        return None
    title = capitalized(re.sub(r"^the\s", "", match["title"]))
    span = (match.start("title"), mention.end)
    return ReportedEvent(
        mention.start, mention.end, kind, mention, title, False, span, is_past=is_month(mention)
    )


def event_of_date(sentence: str, mention: DateMention, before: str) -> ReportedEvent | None:
    """ "Friday's vote", "the 1991 attack": the noun that the date belongs to."""
    if (of_date := NOUN_OF.search(before)) and (kind := kinds_of_nouns().get(of_date["noun"].lower())):
        noun, around = capitalized(of_date["noun"]), (mention.start - 40, mention.end)
        return ReportedEvent(mention.start, mention.end, kind, mention, noun, False, around)
    possessive = re.match(r"['’]s?\s", sentence[mention.end : mention.end + 3])
    if not possessive and not ATTRIBUTE.search(before):
        return None
    words = re.match(r"['’]?s?\s((?:[\w’'-]+\s?){1,4})", sentence[mention.end : mention.end + 60])
    if not words:
        return None
    said: list[str] = []
    for word in words.group(1).split():
        said.append(word)
        kind = kinds_of_nouns().get(word.lower().strip("’'"))
        if kind and word.islower():
            noun = _noun_headline(said, sentence[sentence.find(word, mention.end) + len(word) :])
            is_year, is_common = is_of_a_noun(sentence, mention), said[0].islower() and noun[1:].islower()
            if is_year and is_common or " " not in noun and (is_year or BOUND.search(before)):
                return None  # "broke the 1994 agreement": no event of 1994 is told
            around = (mention.start, mention.end + 60)
            return ReportedEvent(mention.start, mention.end, kind, mention, noun, False, around)
        if word in PREPOSITIONS or word in ("to", "and", "was", "were", "is", "that"):
            return None
    return None


def is_of_a_noun(sentence: str, mention: DateMention) -> bool:
    """Whether a year only tells which one is meant, and not when the verb took place: "the 1994 agreement"."""
    words, before = (
        sentence[mention.start : mention.end],
        sentence[max(0, mention.start - 40) : mention.start],
    )
    return bool(
        words.isdigit()
        and ATTRIBUTE.search(before)
        and not WITHIN.search(before)
        and re.match(r"\s(?!and\b|or\b)[A-Za-z]", sentence[mention.end : mention.end + 8])
    )


WITHIN = re.compile(
    r"\b(?:in|during|at|by)\s(?:the|a|an|its|their)\s$"
)  # "voted to leave in a 2016 referendum"
NOUN_OF = re.compile(
    r"\b(?:the|a|an|his|her|its|their)\s(?:[\w-]+\s){0,2}(?P<noun>[a-z-]{3,})\sof\s(?:the\s)?$"
)
OF_WHAT = re.compile(
    r"\s(?:of|in|on|at|near|outside|against|between)\s(?:the\s)?(?!\w+day\b)(?:[A-Z][\w.’'-]*|[a-z]+s\b|(?<=at the )[a-z]+\b)(?:\s(?:[A-Z][\w.’'-]*|in|and|of)(?=\s[A-Z])|\s[A-Z][\w.’'-]*)*"
)


def _noun_headline(said: Sequence[str], after: str) -> str:
    """An event noun with what belongs to it: "Bombings of the U.S. embassies in Kenya"."""
    of = OF_WHAT.match(after)
    return capitalized(TRAILING.sub("", " ".join(said) + (of.group() if of else "")).rstrip(".,;"))


def is_month(mention: DateMention | None) -> bool:
    """Whether a date is a month, of which the tense tells the year: "was arrested in May"."""
    return mention is not None and parse_edtf(mention.edtf or "").precision == Precision.MONTH
