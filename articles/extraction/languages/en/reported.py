"""Events in dated English clauses that no rule of happenings.toml reads: their kind, date and headline.

News dates what it reports. A clause with a date and a verb of action, and without "if", "not" or "wants to", is an event
of the article; its kind is "other" if its verb is not in verbs.toml.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from articles.extraction.clause import Clause
from articles.extraction.reported import DATED_LONG, ReportedEvent
from articles.extraction.timex.mentions import DateMention
from articles.extraction.wording import capitalized
from timeline.dates import RANK, parse_edtf

from .clause_kinds import kind_of, noun_kind
from .clauses import INTRODUCTION
from .dated_nouns import NOUN_OF, event_of_date, is_month, is_of_a_noun, named_event
from .lead_ins import BETWEEN_DATES, BOUND, DEADLINE
from .lexicon import kinds_of_verbs, reporting_verbs
from .verb_groups import PLANNING

BREAK = re.compile(r"[,;:—–()]|\b(?:and|but|while|as|who|which|where|whose|that|after|before|when|because)\b")
BREAK_COST, VERB_COST, MAX_COST = 12, 40, 150  # in characters between a verb and its date
OPENING = 14  # characters at the start of a sentence within which a date applies to all of it
FIGURES = re.compile(r"%|\b(?:percent|per\ cent|points?|cents|\d[\d.,]*)\b|\d", re.X)
MOVES = frozenset(
    "rise fall gain drop slip climb grow shrink jump tumble soar plunge decline increase decrease ease edge close trade finish add lose surge advance retreat rebound expand contract end average stand reach hit".split()
)
# Of these, verbs that mostly tell something else: "closed the office after 23 years".
ALSO_MOVES = frozenset("close add finish lose end contract expand reach hit stand edge trade".split())
AMOUNTS = re.compile(r"[%$€£¥]|\b(?:percent|per cent|points?|cents)\b")
REPORTING = reporting_verbs()
UNREAL = re.compile(
    r"\b(?:if|unless|would\ have|hypothetical\w*|whether|in\ case|rumou?r\w*|denied|deny|call(?:s|ed|ing)?\ for|proposed?|suggest\w*)\b",
    re.I | re.X,
)
NOBODY = re.compile(r"(?:no|none|nobody|neither|nothing)\b", re.IGNORECASE)
DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied)|dismiss(?:es|ed)|disput(?:es|ed)|reject(?:s|ed)|rul(?:es|ed) out)\b[^.;]{0,60}?\bthat\b",
    re.IGNORECASE,
)


def find_reported(
    sentence: str, dates: Sequence[DateMention], clauses: Sequence[Clause]
) -> list[ReportedEvent]:
    """The events that the clauses report on these dates, at most one for each date."""
    found: list[ReportedEvent] = []
    for mention in _finest(sentence, dates):
        reported = _at_date(sentence, clauses, mention)
        if reported is not None:
            found.append(reported)
    return found


def find_lead(sentence: str, clauses: Sequence[Clause]) -> ReportedEvent | None:
    """The news in the main clause of an undated sentence: it has happened, and not long ago."""
    main = _main_clause(sentence, clauses)
    if main is None or main.is_planned or LONG_AGO.search(sentence):
        return None  # a plan is not carried out on the day of the news about it
    return _reported(sentence, main, None)


LONG_AGO = re.compile(
    r"\b(?:since|ago|previous(?:ly)?|historic(?:al)?|ever|often|frequently|regularly|usually|always|once|every|(?:for|in|over) (?:\w+ )?(?:years|decades)|(?:years|decades) (?:ago|later|of)|then|formerly|used to|last (?:year|month)|in the past)\b"
)
PUBLIC = re.compile(
    r"\b(?:[Pp]resident|[Pp]rime [Mm]inister|[Pp]remier|[Mm]inist(?:er|ry|ers)|[Cc]hancellor|[Gg]overnment|[Pp]arliament|[Cc]ongress|[Ss]enate|[Cc]ourt|[Pp]olice|[Aa]rmy|[Mm]ilitary|[Tt]roops|[Ff]orces|[Rr]ebels|[Pp]rotesters|[Dd]emonstrators|[Oo]fficials?|[Ss]pokes(?:man|woman|person)|[Cc]ommission|[Cc]ouncil|[Pp]arty|[Uu]nion|[Aa]mbassador|[Ee]nvoy|[Ll]eaders?|[Jj]udges?|[Gg]eneral|[Ss]ecretary|[Aa]gency|[Aa]uthorities|[Cc]abinet|[Ee]mbassy|[Kk]ing|[Qq]ueen|[Pp]rince(?:ss)?|[Oo]pposition|[Ll]awmakers|[Vv]oters|[Dd]elegat(?:es|ion)|[Cc]oup)\b"
)


def is_public(words: str) -> bool:
    """Whether a subject is a public body or an office holder."""
    return bool(PUBLIC.search(words))


def _finest(sentence: str, dates: Sequence[DateMention]) -> list[DateMention]:
    """The dates, but of two side by side ("ten years ago, on 9 November 1989") only the more precise."""
    kept: list[DateMention] = []
    for mention in dates:
        if kept and BETWEEN_DATES.fullmatch(sentence, kept[-1].end, mention.start):
            finer = min(kept[-1], mention, key=lambda d: _vagueness(sentence, d))
            kept[-1] = finer
        else:
            kept.append(mention)
    return kept


def _vagueness(sentence: str, mention: DateMention) -> tuple[int, bool]:
    """By its precision, then whether it is counted from another: "seven days earlier on October 6"."""
    is_counted = COUNTED.search(sentence, mention.start, mention.end) is not None
    return RANK[parse_edtf(mention.edtf or "").precision], is_counted


COUNTED = re.compile(r"\b(?:earlier|later|ago|before|after)\b")


def _at_date(sentence: str, clauses: Sequence[Clause], mention: DateMention) -> ReportedEvent | None:
    when = parse_edtf(mention.edtf or "")
    if when.precision in DATED_LONG or (when.latest - when.earliest).days > 1100:
        return None
    before = sentence[max(0, mention.start - 40) : mention.start]
    noun = event_of_date(sentence, mention, before)
    if noun is not None or NOUN_OF.search(before):
        return noun
    if named := named_event(sentence, mention):
        return named
    if until := _until(sentence, mention):
        return until
    if _is_attribute(sentence, mention, before):
        return None
    clause = _nearest(sentence, clauses, mention)
    if WHEN.match(sentence, mention.end) and _only_dates(sentence, clause, before):
        clause = next((c for c in clauses if c.start > mention.end), None)
    if clause is not None and DEADLINE.search(before) and DUTY.search(sentence, clause.start, clause.end):
        return replace(_reported(sentence, clause, mention), is_planned=True)  # "must rule by Friday"
    if (
        clause is None
        or not _is_event(sentence, clause)
        or sentence[: clause.start].endswith((" as ", ", as "))
    ):
        return None
    if DEADLINE.search(before) and not clause.is_planned or _is_awaited(sentence, clause):
        return None
    return _reported(sentence, clause, mention)


WHEN = re.compile(r"(?:\sin(?:\s[A-Z][\w’'-]+){1,3})?,\swhen\s")  # "in May 1993, when the two issued ..."


def _only_dates(sentence: str, clause: Clause | None, before: str) -> bool:
    """Whether what stands before ", when" only leads to it: "tensions rose until June, when", "what took place in May, when"."""
    if clause is None or BOUND.search(before) or DEADLINE.search(before):
        return True
    return clause.lemma in ("take", "happen", "occur", "be") or not _is_event(sentence, clause)


def _is_awaited(sentence: str, clause: Clause) -> bool:
    """Whether a clause in the present only tells what is waited for: "before it is reported in March"."""
    is_present = not (clause.is_past or clause.is_perfect or clause.is_planned)
    return bool(clause.depth) and is_present and bool(AWAITED.search(sentence[: clause.start]))


AWAITED = re.compile(r"\b(?:before|until|once|unless|if|as soon as)\s(?:[\w’'-]+\s){1,4}$")
DUTY = re.compile(
    r"\b(?:must\s(?!not\b)|(?:has|have)\sto\s|(?:is|are|was|were)\s(?:required|obliged|ordered|told)\sto\s)"
)
HAS_UNTIL = re.compile(
    r"(?:^|[,;]\s|\b(?:that|said|says)\s)(?P<who>[^,;]{2,60}?)\s(?P<has>has|have)\suntil\s(?:[^,;]{0,40}?\s)?(?:on\s)?$"
)
TASK = re.compile(r"\s(?P<task>to\s[a-z]{2,}(?:[^,;.]|[.,]\d){0,60})")


def _until(sentence: str, mention: DateMention) -> ReportedEvent | None:
    """A deadline: "Greece has until Tuesday to repay the loan" is due on Tuesday."""
    lead = HAS_UNTIL.search(sentence, 0, mention.start)
    task = TASK.match(sentence, mention.end)
    if lead is None or task is None:
        return None
    title = capitalized(f"{lead['who']} {lead['has']} {task['task']}")
    return ReportedEvent(
        mention.start, mention.end, "other", mention, title, True, (lead.start(), task.end())
    )


def _is_attribute(sentence: str, mention: DateMention, before: str) -> bool:
    """Whether the date only identifies a noun: "Friday's paper", "the May 2007 high", "a 1998 law"."""
    after = sentence[mention.end : mention.end + 24]
    if re.match(r"['’]s\s", after) or is_of_a_noun(sentence, mention):
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
        far = max(mention.start - clause.end, clause.start - mention.end) > MAX_COST
        if far and (clause.end <= mention.start or clause.depth or not opens):
            continue
        if clause.end <= mention.start:
            gap, verbs = (
                sentence[clause.end : mention.start],
                sum(clause.end <= c.start and c.end <= mention.start and not c.is_reduced for c in clauses),
            )
            cost = len(gap) + BREAK_COST * len(BREAK.findall(gap)) + VERB_COST * verbs
            if clause.is_reduced and len(gap) > BESIDE:
                cost += VERB_COST  # "endorsed the list proposed by the minister in a vote on Friday"
        elif clause.start >= mention.end:
            gap, verbs = (
                sentence[mention.end : clause.start],
                sum(mention.end <= c.start and c.end <= clause.start and not c.is_reduced for c in clauses),
            )
            if opens and clause.is_reduced and any(not c.depth for c in clauses):
                continue  # "On Sunday, the emergency begun in November ended"
            cost = VERB_COST * verbs + (
                0 if opens and not clause.depth else len(gap) + 16 + BREAK_COST * len(BREAK.findall(gap))
            )
            cost += VERB_COST if n and BELOW.match(gap) else 0
        else:
            cost = 0
        if cost <= MAX_COST and (best is None or cost < best[0]):
            best = (cost, n)
    if best is None:
        return None
    clause = clauses[best[1]]
    if clause.depth == INTRODUCTION and clause.is_reduced and IN_A.match(sentence):
        clause = next((c for c in clauses[best[1] + 1 :] if not c.depth), clause)
    subject = sentence[slice(*clause.subject)].lower()
    if MESSAGE.search(sentence, 0, clause.start):
        return next((c for c in reversed(clauses[: best[1]]) if not c.depth), clause)
    if clause.depth and subject in VAGUE_SUBJECTS:  # "by someone who gave it away today": the main clause
        return next((c for c in reversed(clauses[: best[1]]) if not c.depth), clause)
    return clause


# Between a date and the clause below the one that the date belongs to: "fired on Monday in what seemed to be a raid".
BELOW = re.compile(
    r",?\s(?:(?:in|by|for|over|to|of|with|from|on|at)\s)?(?:what|that|as|while|when|where|after|before|because|which|whom|if|although|though|since)\b"
)
BESIDE = 30  # characters between a participle that describes a noun and its own date
IN_A = re.compile(
    r"(?:In|At|During)\s(?:an?|the|his|her|its|their)\s"
)  # "In a letter published on Friday, he urged"
# "congratulated him in a message released on Thursday": the news is the congratulation.
MESSAGE = re.compile(
    r"\b(?:in|through|via)\s(?:an?|the|his|her|its|their)\s(?:[a-z]+\s){0,2}(?:message|statement|letter|report|interview|speech|telegram|post|note|memo|notice|broadcast|address)\s$"
)
VAGUE_SUBJECTS = frozenset(
    ("", "someone", "anyone", "those", "people", "one", "many", "some", "several", "who", "which")
)


COMES = re.compile(
    r"\s(?:in)?to\s(?!an?\b)|\sunder\s", re.IGNORECASE
)  # "came to power", but not "the move came on top of others"


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
    if lemma in MOVES and (AMOUNTS if lemma in ALSO_MOVES else FIGURES).search(rest[:60]):
        return False
    if lemma in PLANNING and not clause.is_passive and NO_OBJECT.match(rest):
        return bool(noun_kind(subject))  # "the judge, scheduled for Monday"
    if lemma == "be":
        return bool(noun_kind(subject) or (subject.lower() == "there" and noun_kind(rest)))
    return kinds_of_verbs().get(lemma) != "stative"


NO_OBJECT = re.compile(r"(?:\s(?:for|on|in|by)\b|$)")


def denies(sentence: str, position: int) -> bool:
    """Whether somebody denies what stands at the position: "denied on Thursday that the two had met"."""
    denial = DENIAL.search(sentence, 0, position)
    return denial is not None and not re.search(r"[;:]|,\s(?:and|but)\b", sentence[denial.end() : position])


def _main_clause(sentence: str, clauses: Sequence[Clause]) -> Clause | None:
    """The first main clause of an undated sentence that is an event, other than a verb of reporting."""
    for clause in clauses:
        is_said = clause.lemma in REPORTING and not ANNOUNCED.match(sentence, clause.end)
        if clause.depth or is_said and len(clauses) > 1:
            continue
        if not _is_event(sentence, clause) or _goes_on(sentence, clause):
            return None
        return clause if kind_of(sentence, clause) != "statement" else None
    return None


# What is announced or reported by its noun: "has announced his resignation".
ANNOUNCED = re.compile(
    r"\s(?:his|her|its|their|a|an)\s(?:[a-z-]+\s){0,2}[a-z]+(?:\s(?:after|from|in|on|of|for|to|over|with)\b|[.,]|$)"
)


def _goes_on(sentence: str, clause: Clause) -> bool:
    """Whether a clause in the progressive tells what lasts, and no news: "is facing a crisis", not "is stepping down"."""
    if not clause.words.endswith("ing") or clause.is_planned:
        return False
    is_now = sentence.startswith(("is ", "are "), clause.start)
    return not is_now or clause.lemma not in MOVING and kind_of(sentence, clause) not in NEWS_BY_ITSELF


MOVING = frozenset("send dispatch deploy withdraw pull move join leave".split())
NEWS_BY_ITSELF = frozenset(("office", "visit", "announcement", "sanction", "agreement", "ruling"))


AHEAD = re.compile(r"\b(?:will|shall|(?:is|are)\s(?:to|due|set|scheduled|slated))\b")


def _reported(sentence: str, clause: Clause, mention: DateMention | None) -> ReportedEvent:
    return ReportedEvent(
        clause.start,
        clause.end,
        kind_of(sentence, clause),
        mention,
        "",
        clause.is_planned,
        (min(clause.subject[0], clause.start), max(clause.rest[1], clause.end)),
        clause.subject,
        is_past=not clause.is_planned and clause.is_past | clause.is_perfect and is_month(mention),
        is_ahead=clause.is_planned and AHEAD.search(sentence, clause.start, clause.end) is not None,
    )
