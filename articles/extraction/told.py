"""What an English sentence tells by a dated clause that no rule of kinds.toml reads: its kind, its date, its headline.

News dates what it reports. A clause with a date, a verb that tells a happening and no "if", "not" or "wants to" about it
is an event of the article, of kind "other" where the lexicon of rules/verbs.toml knows no better.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from timeline.dates import RANK, Precision, parse_edtf

from .clauses import (
    ASIDES,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    Clause,
    kinds_of_nouns,
    kinds_of_verbs,
    present,
    verb_groups,
)
from .dates import DateMention

BREAK = re.compile(r"[,;:—–()]|\b(?:and|but|while|as|who|which|where|whose|that|after|before|when|because)\b")
BREAK_COST, VERB_COST, MAX_COST = 12, 40, 150  # in characters between a verb and its date
OPENING = 14  # characters at the start of a sentence in which a date governs all of it
NOT_WHEN = re.compile(
    r"\b(?:since|until|till|after|before|through|dated|than|like|to|pre|post)[\s-](?:the\ |about\ |around\ |late\ |early\ )?$",
    re.I | re.X,
)
BY = re.compile(r"\bby\s(?:the\s)?$", re.IGNORECASE)
ATTRIBUTE = re.compile(
    r"\b(?:the|a|an|this|that|his|her|its|their|\w+['’]s)\s(?:[\w-]+\s){0,1}$", re.IGNORECASE
)
LIGHT = frozenset(
    "hold take occur happen begin start open end conclude come go stage schedule set plan follow break erupt resume do give place slate postpone cancel delay run".split()
)
FIGURES = re.compile(r"%|\b(?:percent|per\ cent|points?|cents|\d[\d.,]*)\b|\d", re.X)
MOVES = frozenset(
    "rise fall gain drop slip climb grow shrink jump tumble soar plunge decline increase decrease ease edge close trade finish add lose surge advance retreat rebound expand contract end average stand reach hit".split()
)
REPORTING = frozenset(verb_groups()["statement"]["reporting"].split())
UNREAL = re.compile(
    r"\b(?:if|unless|would\ have|hypothetical\w*|whether|in\ case|rumou?r\w*|denied|deny|call(?:s|ed|ing)?\ for|proposed?|suggest\w*)\b",
    re.I | re.X,
)
NOBODY = re.compile(r"(?:no|none|nobody|neither|nothing)\b", re.IGNORECASE)
DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied)|dismiss(?:es|ed)|disput(?:es|ed)|reject(?:s|ed)|rul(?:es|ed) out)\b[^.;]{0,60}?\bthat\b",
    re.IGNORECASE,
)
ANY_ACTION = "clause"
MAX_WORDS = 11
DATED_LONG = (Precision.DECADE, Precision.CENTURY)
LEAD_IN = re.compile(
    r"^(?:that|the|a|an|some|its|his|her|their|about|around|meanwhile|also)\s", re.IGNORECASE
)
TRAILING = re.compile(
    r"(?:\s(?:on|in|at|by|with|to|from|for|of|and|the|a|an|that|between|after|before|early|late|its|their|his|her|as|over|into|or|but|during|since|until|who|about|around))+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """An event as a clause tells it. Offsets are within the sentence; ``headline`` says it in a few words."""

    start: int
    end: int
    kind: str
    mention: DateMention | None
    headline: str
    is_planned: bool
    span: tuple[int, int] = (0, 0)  # from its subject to its last object
    subject: tuple[int, int] = (0, 0)


def find_told(
    sentence: str, dates: Sequence[DateMention], clauses: Sequence[Clause], spans: Sequence[tuple[int, int]]
) -> list[Told]:
    """What the clauses tell at these dates, at most one event a date. ``spans`` are those of all dates of the sentence."""
    found: list[Told] = []
    for mention in _finest(sentence, dates):
        told = _at_date(sentence, clauses, mention, spans)
        if told is not None:
            found.append(told)
    return found


def find_lead(sentence: str, clauses: Sequence[Clause]) -> Told | None:
    """What the main clause of an article's first sentence tells where no date stands in it."""
    main = _main_clause(sentence, clauses)
    if main is not None and main.is_planned:
        return None  # the day of a plan is not that of the news about it
    return _told(sentence, main, None, ()) if main else None


def counts_from(text: str, start: int) -> bool:
    """Whether a date only bounds or is measured from: "since January", "until Friday", "after 1945"."""
    return bool(NOT_WHEN.search(text, max(0, start - 30), start))


def _finest(sentence: str, dates: Sequence[DateMention]) -> list[DateMention]:
    """Of two dates side by side ("ten years ago, on 9 November 1989") the finer."""
    kept: list[DateMention] = []
    for mention in dates:
        if kept and SIDE_BY_SIDE.fullmatch(sentence, kept[-1].end, mention.start):
            finer = min(kept[-1], mention, key=lambda d: RANK[parse_edtf(d.edtf or "").precision])
            kept[-1] = finer
        else:
            kept.append(mention)
    return kept


SIDE_BY_SIDE = re.compile(r"[\s,(]{0,3}(?:on|in|at)?\s?(?:the\s)?", re.IGNORECASE)


def _at_date(
    sentence: str, clauses: Sequence[Clause], mention: DateMention, spans: Sequence[tuple[int, int]]
) -> Told | None:
    when = parse_edtf(mention.edtf or "")
    if when.precision in DATED_LONG or (when.latest - when.earliest).days > 1100:
        return None
    before = sentence[max(0, mention.start - 40) : mention.start]
    noun = _event_of_date(sentence, mention, before)
    if noun is not None or NOUN_OF.search(before):
        return noun
    if _is_attribute(sentence, mention, before):
        return None
    clause = _nearest(sentence, clauses, mention)
    if (
        clause is None
        or not _is_event(sentence, clause)
        or sentence[: clause.start].endswith((" as ", ", as "))
    ):
        return None
    if BY.search(before) and not clause.is_planned:
        return None
    return _told(sentence, clause, mention, spans)


def _event_of_date(sentence: str, mention: DateMention, before: str) -> Told | None:
    """ "Friday's vote", "the 1991 attack": the noun that the date belongs to."""
    if of_date := NOUN_OF.search(before):
        kind = kinds_of_nouns().get(of_date["noun"].lower())
        return (
            kind
            and Told(
                mention.start,
                mention.end,
                kind,
                mention,
                _sentence_case(of_date["noun"]),
                False,
                (mention.start - 40, mention.end),
            )
            or None
        )
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
            return Told(
                mention.start,
                mention.end,
                kind,
                mention,
                _noun_headline(said, sentence[sentence.find(word, mention.end) + len(word) :]),
                False,
                (mention.start, mention.end + 60),
            )
        if word in PREPOSITIONS or word in ("to", "and", "was", "were", "is", "that"):
            return None
    return None


NOUN_OF = re.compile(
    r"\b(?:the|a|an|his|her|its|their)\s(?:[\w-]+\s){0,2}(?P<noun>[a-z-]{3,})\sof\s(?:the\s)?$"
)
OF_WHAT = re.compile(
    r"\s(?:of|in|on|against|between)\s(?:the\s)?(?:[A-Z][\w.’'-]*|[a-z]+s)(?:\s(?:[A-Z][\w.’'-]*|in|and|of))*"
)


def _noun_headline(said: Sequence[str], after: str) -> str:
    """An event noun with what belongs to it: "Bombings of the U.S. embassies in Kenya"."""
    of = OF_WHAT.match(after)
    return _sentence_case(TRAILING.sub("", " ".join(said) + (of.group() if of else "")))


def _is_attribute(sentence: str, mention: DateMention, before: str) -> bool:
    """Whether the date only tells which one is meant: "Friday's paper", "the May 2007 high", "a 1998 law"."""
    after = sentence[mention.end : mention.end + 24]
    if re.match(r"['’]s\s", after):
        return True
    return bool(
        re.search(r"\b(?:the|a|an|\w+['’]s)\s$", before, re.I)
        and re.match(r"\s[a-z]{3,}", after)
        and not re.match(
            r"\s(?:and|when|with|that|after|for|from|the|who|where|was|were|is|has|had|will)\b", after
        )
    )


def _nearest(sentence: str, clauses: Sequence[Clause], mention: DateMention) -> Clause | None:
    """The clause that the date belongs to: the nearest verb, a main clause where the date opens the sentence."""
    best: tuple[int, int] | None = None
    opens = mention.start <= OPENING or re.search(
        r"[.;]\s(?:[Oo]n|[Ii]n)\s$", sentence[max(0, mention.start - 6) : mention.start]
    )
    for n, clause in enumerate(clauses):
        if clause.end <= mention.start:
            gap, verbs = (
                sentence[clause.end : mention.start],
                sum(clause.end <= c.start and c.end <= mention.start for c in clauses),
            )
            cost = len(gap) + BREAK_COST * len(BREAK.findall(gap)) + VERB_COST * verbs
        elif clause.start >= mention.end:
            gap, verbs = (
                sentence[mention.end : clause.start],
                sum(mention.end <= c.start and c.end <= clause.start for c in clauses),
            )
            cost = VERB_COST * verbs + (
                0 if opens and not clause.depth else len(gap) + 16 + BREAK_COST * len(BREAK.findall(gap))
            )
        else:
            cost = 0
        if cost <= MAX_COST and (best is None or cost < best[0]):
            best = (cost, n)
    if best is None:
        return None
    clause = clauses[best[1]]
    subject = sentence[slice(*clause.subject)].lower()
    if clause.depth and subject in VAGUE_SUBJECTS:  # "by someone who gave it away today": the main clause
        return next((c for c in reversed(clauses[: best[1]]) if not c.depth), clause)
    return clause


VAGUE_SUBJECTS = frozenset(
    ("", "someone", "anyone", "those", "people", "one", "many", "some", "several", "who", "which")
)


COMES = re.compile(
    r"\s(?:in)?to\s(?!an?\b)|\sunder\s", re.IGNORECASE
)  # "came to power"; "the move came on top of others" is none


def _is_event(sentence: str, clause: Clause) -> bool:
    lemma = clause.lemma
    if lemma == "come" and not COMES.match(sentence, clause.end):
        return False
    if not clause.is_real or UNREAL.search(sentence[max(0, clause.start - 30) : clause.start]):
        return False
    if NOBODY.match(sentence, clause.subject[0]) or denies(sentence, clause.start):
        return False
    rest = sentence[clause.rest[0] : clause.rest[1]]
    subject = sentence[clause.subject[0] : clause.subject[1]]
    if lemma in MOVES and FIGURES.search(rest[:60]):
        return False
    if lemma == "be":
        return bool(_noun_kind(subject) or (subject.lower() == "there" and _noun_kind(rest)))
    return kinds_of_verbs().get(lemma) != "stative"


def denies(sentence: str, position: int) -> bool:
    """Whether what stands there is what somebody denies: "denied on Thursday that the two had met"."""
    denial = DENIAL.search(sentence, 0, position)
    return denial is not None and not re.search(r"[;:]|,\s(?:and|but)\b", sentence[denial.end() : position])


def _main_clause(sentence: str, clauses: Sequence[Clause]) -> Clause | None:
    """What a lead without a date reports: its first main clause, or what somebody says in it."""
    for clause in clauses:
        if clause.depth or clause.lemma in REPORTING and len(clauses) > 1:
            continue
        if not _is_event(sentence, clause) or clause.words.endswith("ing") and not clause.is_planned:
            return None
        return clause if _kind(sentence, clause) != "statement" else None
    return None


def _noun_kind(words: str) -> str:
    """The kind of the last event noun of a phrase, or ""."""
    kinds = kinds_of_nouns()
    return next((kinds[w] for w in reversed(re.findall(r"[a-z]+", words.lower())) if w in kinds), "")


DISASTER = re.compile(
    r"\b(?:earthquake|quake|storm|typhoon|hurricane|cyclone|flood|floods|fire|tsunami|landslide|avalanche|drought|epidemic|outbreak|tornado|eruption|volcano)s?\b",
    re.IGNORECASE,
)


def _kind(sentence: str, clause: Clause) -> str:
    subject, rest = sentence[slice(*clause.subject)], sentence[slice(*clause.rest)]
    kind = kinds_of_verbs().get(clause.lemma, "")
    if DISASTER.search(subject):
        return "other"
    if clause.lemma in CONTESTS and not BALLOT.search(f"{subject} {rest}"):
        return "ruling" if COURT.search(rest) else "other"
    if clause.lemma in LIGHT or clause.lemma == "be":
        of_noun = _noun_kind(subject) if clause.is_passive or clause.lemma != "hold" else ""
        return of_noun or _noun_kind(rest[:60]) or kind or "other"
    if kind == "announcement" and clause.lemma not in TELLING:
        return _noun_kind(subject if clause.is_passive else rest[:60]) or kind
    return kind if kind and kind != "stative" else "other"


COURT = re.compile(r"\b(?:case|lawsuit|suit|appeal|trial)\b")
CONTESTS = frozenset("win lose defeat".split())
BALLOT = re.compile(
    r"\b(?:elections?|votes?|vot(?:ed|ing|ers)|ballots?|polls?|seats?|primar(?:y|ies)|referendum|runoff|majority|presidency|candidates?|party|parliament\w*|governor\w*|mayor\w*)\b",
    re.IGNORECASE,
)
# Verbs of announcements that tell of what they name rather than do it.
TELLING = frozenset(
    "announce unveil reveal confirm propose plan decide recommend introduce publish release".split()
)


def _told(
    sentence: str, clause: Clause, mention: DateMention | None, spans: Sequence[tuple[int, int]]
) -> Told:
    return Told(
        clause.start,
        clause.end,
        _kind(sentence, clause),
        mention,
        headline(sentence, clause, spans),
        clause.is_planned,
        (min(clause.subject[0], clause.start), max(clause.rest[1], clause.end)),
        clause.subject,
    )


def headline(sentence: str, clause: Clause, dates: Sequence[tuple[int, int]]) -> str:
    """The clause in a headline's words: "Fishermen rescue 700 asylum seekers", "At least 76 people killed"."""
    subject = _plain(sentence, clause.subject, dates)
    rest = (
        _content(sentence, clause, dates)
        if clause.lemma in REPORTING or THAT.match(sentence, clause.end)
        else _plain(sentence, clause.rest, dates)
    )
    if subject.lower() in PRONOUNS:
        subject = ""
    named, _, apposition = subject.partition(", ")
    if apposition and " and " not in apposition:
        # "Steve Jobs, the head of Apple", "the Irish airline, Ryanair"
        subject = apposition if named.split()[-1].islower() and apposition[0].isupper() else named
    if by_name := DESCRIBED.fullmatch(subject):
        subject = by_name["name"]
    while (shorter := LEAD_IN.sub("", subject)) != subject:
        subject = shorter
    subject = re.sub(r"['’]s$", "", TRAILING.sub("", " ".join(_shortened(subject.split()))))
    if clause.is_planned:
        verb = f"to be {clause.words.lower()}" if clause.is_passive else f"to {clause.lemma}"
    elif clause.is_passive:
        verb = clause.words.lower()
    else:
        verb = present("say" if clause.lemma == "tell" else clause.lemma, plural=_is_plural(subject))
    if clause.lemma == "be" and _noun_kind(subject):
        return _sentence_case(subject)  # "the meeting was the last of many"
    if clause.lemma == "be" and subject.lower() == "there":
        return _sentence_case(LEAD_IN.sub("", " ".join(rest.split()[:MAX_WORDS])))
    first = rest.partition(" ")[0]
    if first.lower() in DETERMINERS | PRONOUNS | PREPOSITIONS:
        rest = rest[:1].lower() + rest[1:]  # "Biden says this vote"
    room = max(3, MAX_WORDS - len(subject.split()))
    kept = rest.split()[:room]
    phrase = TRAILING.sub("", " ".join([subject, verb, *kept]).strip())
    return _sentence_case(re.sub(r"\s+([,.;:])", r"\1", phrase).strip(" ,;:-—–\"“”'‘’"))


def _content(sentence: str, clause: Clause, dates: Sequence[tuple[int, int]]) -> str:
    """What is said: the words after "said that", or those before ", the ministry said"."""
    after = _plain(sentence, (clause.end, len(sentence)), dates).strip(" .,")
    before = sentence[: clause.subject[0]].strip()
    leads_up = before.partition(" ")[0].lower() in PREPOSITIONS
    tagged = before.endswith((",", '"', "”", "’")) and not leads_up
    if not tagged and (len(after.split()) >= 4 or clause.subject[0] < 20):
        return ASIDE.split(re.sub(r"^(?:in\s(?:a|an|the|his|her|its)\s[\w\s]{3,30}?\s)?that\s", "", after))[0]
    before = _plain(sentence, (0, clause.subject[0]), dates).strip(" .,")
    return ASIDE.split(before if len(before.split()) >= 3 else after)[0]


# "The co-founder and former chief executive of Apple Inc. Steve Jobs"
DESCRIBED = re.compile(
    r"(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir)\s(?:[\w’'-]+\s){2,}?of\s(?:[A-Z][\w.’'-]*\s)*?(?P<name>[A-Z][a-z]+\s[A-Z][a-z]+)"
)
THAT = re.compile(r"\sthat\s")
ASIDE = re.compile(r",\s(?:when|which|who|while|after|as|and|but|where)\b")


def _shortened(words: list[str], most: int = 7) -> list[str]:
    """The head of a long noun phrase: up to its second preposition, and no more than ``most`` words."""
    if len(words) <= most:
        return words
    links = [n for n, w in enumerate(words) if w.lower() in PREPOSITIONS]
    cut = next((n for n in links[1:] if n <= most), most)
    return words[:cut]


def _plain(sentence: str, span: tuple[int, int], dates: Sequence[tuple[int, int]]) -> str:
    """The words of a span without its dates and what leads to them."""
    text = sentence[slice(*span)]
    for start, end in reversed(dates):
        if span[0] <= start and end <= span[1]:
            lead = re.search(
                r"(?:,\s)?(?:\b(?:on|in|at|by|from|during|of|for|for the)\s)?(?:the\s)?$",
                text[: start - span[0]],
            )
            cut = lead.start() if lead else start - span[0]
            text = f"{text[:cut]} {text[end - span[0] :]}"
    text = ASIDES.sub(" ", text)
    return " ".join(re.sub(r"\([^)]*\)?|[“”\"]|``|\'\'", " ", text).split())


def _is_plural(subject: str) -> bool:
    words = subject.split()
    head = next(
        (n for n, w in enumerate(words) if w.lower() in PREPOSITIONS or w in ("who", "which", ",")),
        len(words),
    )
    if not head or " and " in f" {' '.join(words[:head])} ":
        return head > 0
    word = words[head - 1]
    if word.lower() in MANY or words[0].lower() in MANY or word.endswith("men"):
        return True
    return word.islower() and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s"))


MANY = frozenset(
    "people men women police children they we troops two both three dozens hundreds thousands".split()
)


def _sentence_case(words: str) -> str:
    return words[:1].upper() + words[1:]
