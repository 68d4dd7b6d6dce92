"""How English is read: events in clauses with and without a date, their actors and their titles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from articles.extraction.actors import find_name
from articles.extraction.claims import Claim, ClaimActor
from articles.extraction.clause import Clause
from articles.extraction.english_words import classes_of
from articles.extraction.kinds import Happening
from articles.extraction.linking import claim_actor
from articles.extraction.reported import ANY_ACTION, FOLLOWING, ReportedEvent
from articles.extraction.timex.mentions import DateMention
from articles.extraction.wording import EXTRACT, RULE, Wording

from .clauses import find_clauses
from .dated_nouns import is_of_a_noun, named_event
from .headline import (
    NAMED_BY_NOUN,
    clause_words,
    covers,
    extract_of,
    governing,
    headline,
    is_pronoun,
    noun_phrase,
    subject_words,
    without_asides,
)
from .lead_ins import BEHIND_NOUN, BOUND
from .lexicon import DETERMINERS, PREPOSITIONS
from .owners import POSSESSED, owned_by, person_of, whom, whose
from .references import name_of
from .reported import LONG_AGO, denies, find_lead, find_reported, is_public
from .substance import is_no_title, is_only_said, is_whole
from .titles import build_title, join_names, short_name
from .topics import find_topic

if TYPE_CHECKING:
    from articles.extraction.article import Passage

FIRST = 1  # the last sentence (from 0) in which an undated event is news
MEANWHILE = re.compile(r"(?:Meanwhile|In another development|Elsewhere|Separately|Also)\b")
NEWS_VERB = re.compile(
    r"(?:signed|met|held|reached|concluded|ruled|upheld|sentenced|convened|ordered|convicted)\b"
)
OWN_MEETING = re.compile(
    r"\b(?:[Tt]his|[Dd]uring their(?: \w+)?|their \d+(?:st|nd|rd|th)) (?:meeting|summit|talks)\b|\bDuring their\b"
)
BACKGROUND = re.compile(
    r"\b(?:had|since|previous(?:ly)?|earlier|historic(?:al)?|last (?:year|month)|in the past|ever since|annual)\b"
)


def dated_events(passage: Passage, dates: Sequence[DateMention]) -> list[ReportedEvent]:
    """The events that clauses report on these dates and no rule has read."""
    return find_reported(passage.text, dates, passage.clauses) if dates else []


def undated_events(passage: Passage) -> list[ReportedEvent]:
    """The news in an undated sentence: any event in the first one, and in the second what a public body or office holder does."""
    goes_on = MEANWHILE.match(passage.text) or FOLLOWING.match(passage.text)
    if passage.order > FIRST and not goes_on or LONG_AGO.search(passage.text):
        return []
    found = find_lead(passage.text, passage.clauses)
    if found is None:
        return []
    subject = passage.text[slice(*found.subject)]
    named = any(found.subject[0] <= m.start < found.subject[1] for m in passage.mentions)
    named = named or not passage.order and bool(NAMED.search(f"{subject} "))
    is_news = (passage.order == 0 or found.kind != "other") and (named or is_public(subject))
    return [found] if is_news else []


def is_news(passage: Passage, happening: Happening) -> bool:
    """Whether an undated sentence reports the happening as the article's own news."""
    if not happening.rule.undated or happening.is_planned or BACKGROUND.search(passage.text):
        return False
    head = passage.text[happening.start : happening.end]
    if NEWS_VERB.match(head) or NEWS_VERB.search(head):
        return True
    around = passage.text[max(0, happening.start - 24) : happening.end]
    return bool(OWN_MEETING.search(around))


def topic(passage: Passage, happening: Happening) -> str:
    """What a happening read by a rule is about; "" for one read from a clause, whose title says it."""
    if happening.rule.action == ANY_ACTION:
        return ""
    return find_topic(
        passage.undated, happening.start, happening.end, happening.rule.kind, happening.rule.action
    )


def complete(passage: Passage, reported: ReportedEvent, claim: Claim) -> Claim | None:
    """The claim with its subject; None if the subject is unknown or the clause says too little."""
    if is_no_title(claim) or _only_goes_home(passage, reported, claim):
        return None
    found = _with_subject(passage, reported, replace(claim, topic=claim.titles[0][1]))
    return found and replace(found, titles=tuple((code, _placed(passage, t)) for code, t in found.titles))


def _placed(passage: Passage, title: str) -> str:
    """A title that names nobody, with the state that the text is about and was last named: "Haiti: the ferry sank"."""
    first, _, rest = title.partition(" ")
    is_common = classes_of(first.lower()) or first.lower() in DETERMINERS
    is_name = f" {first}" in passage.text or any(
        passage.text.startswith(first, m.start) for m in passage.mentions
    )
    if not is_common or is_name or any(sign.isupper() for sign in f"{first[1:]}{rest}"):
        return title
    article, end = passage.article, passage.sentence.end
    near = article.mentions_in(passage.sentence) or article.mentions_between(end - NEAR, end)
    states = {m.actor.name for m in near if m.actor.kind == "state" and m.form != "group"}
    about = {state.name for state in article.main_states}
    return f"{about.pop()}: {title[0].lower()}{title[1:]}" if about and states == about else title


NEAR = 400  # characters up to the end of a sentence in which no other state is named


TO_TOWN = re.compile(r"\sto\s(?P<town>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?)")
JOURNEY = re.compile(
    r"\b(?:visit(?:s|ed|ing)?|trip|tour|summit|talks|conference|meet(?:s|ing|ings)?|met)\b", re.IGNORECASE
)


def _only_goes_home(passage: Passage, reported: ReportedEvent, claim: Claim) -> bool:
    """Whether somebody is to return to the own capital from the visit or meeting told just before: that is its end, and no event."""
    clause = next((c for c in passage.clauses if c.start == reported.start), None)
    if clause is None or clause.lemma != "return" or not reported.is_planned:
        return False
    to = TO_TOWN.match(passage.text, clause.end)
    state = passage.article.gazetteer.capitals.get(to["town"]) if to else None
    if state is None or all(state.name not in (a.name, a.represents) for a in claim.actors):
        return False
    before = f"{passage.article.before(passage.sentence)} {passage.text[: clause.start]}"
    return JOURNEY.search(before) is not None


def names_somebody(passage: Passage) -> bool:
    """Whether the passage has a name, other than its dates and its first word, or a public body."""
    return NAMED.search(passage.undated) is not None or COLLECTIVE.search(passage.undated) is not None


NAMED = re.compile(r"(?<=[\w,] )[A-Z][a-z]")  # a name, not only the first word of a sentence
COLLECTIVE = re.compile(
    r"\b(?:government|parliament|congress|senate|court|tribunal|police|army|military|troops|soldiers|rebels|gunmen|protesters|demonstrators|voters|lawmakers|prosecutors|judges|council|councillors|cabinet|legislature|assembly|authorities|firefighters|opposition)\b",
    re.IGNORECASE,
)
HE_OR_SHE = re.compile(r"^(?:he|she)\b\s?", re.IGNORECASE)
DIES = re.compile(r"\b(?:dies?|born|wins?|receives?)\b")
OF_PEOPLE = frozenset(("statement", "office", "visit", "election", "ruling", "summit"))


def _with_subject(passage: Passage, reported: ReportedEvent, claim: Claim) -> Claim | None:
    """Add a subject that the gazetteer does not know; None for a "he" or "she" that cannot be resolved."""
    subject = passage.text[slice(*reported.subject)]
    if pronoun := HE_OR_SHE.match(subject):
        person = person_of(
            passage.article, pronoun.group().strip(), passage.sentence.start + reported.subject[0]
        )
        return replace(claim, actors=(claim_actor(person, "participant"), *claim.actors)) if person else None
    is_of_people = claim.kind in OF_PEOPLE or DIES.search(claim.topic)
    name = find_name(subject.partition(", ")[0]) if is_of_people else None
    if name is None or any(name.name == a.name or name.name in a.name for a in claim.actors):
        return claim
    return replace(claim, actors=(ClaimActor(name.name, name.kind, is_known=False), *claim.actors))


def says_too_little(claim: Claim) -> bool:
    """Whether the title of a dated claim says hardly anything."""
    return bool(claim.edtf) and claim.action != "anniversary" and is_no_title(claim)


def refuses(passage: Passage, happening: Happening, claim: Claim) -> bool:
    """Whether a rule's reading is dropped: somebody else did it, it was only mentioned, or its clause says more."""
    return (
        _is_negated(passage, happening)
        or _is_of_another_year(passage, happening, claim)
        or _is_somebody_elses(passage, happening, claim)
        or _is_better_as_clause(passage, happening, claim)
    )


NEGATION = re.compile(r"\bnever\b|\bnot\b(?! only)|n[’']t\b")


def _is_negated(passage: Passage, happening: Happening) -> bool:
    """Whether the verb of a happening says that it did not take place: "has not signed the treaty"."""
    own = (c for c in passage.clauses if c.start < happening.end and happening.start < c.end)
    return any(NEGATION.search(passage.text, c.start, c.end) for c in own)


def _is_of_another_year(passage: Passage, happening: Happening, claim: Claim) -> bool:
    """Whether the date is that of another noun: "signed the 1998 accord", "an election after the 2014 protests"."""
    text = passage.text
    is_verb = any(c.start < happening.end and happening.start < c.end for c in passage.clauses)
    own = [d for d in passage.dates if text[d.start : d.end] == claim.date_words]
    is_beside = any(0 < happening.start - d.end < BESIDE for d in own)
    is_named = is_beside and bool(noun_phrase(text, happening.start, happening.end, passage.spans))
    nouns = [event for d in own if (event := named_event(text, d))]
    if nouns and len(nouns) == len(own) and all(e.span[0] > happening.start for e in nouns):
        return True
    return bool(own) and all(
        is_verb
        and is_of_a_noun(text, d)
        or BOUND.search(text, max(0, d.start - 60), d.start)
        and not is_named
        for d in own
    )


BESIDE = 20  # characters between a date and the noun that it belongs to


def _is_better_as_clause(passage: Passage, happening: Happening, claim: Claim) -> bool:
    """Whether the clause says more than the rule, which knows of "convicted of contempt" only that it is a ruling."""
    if happening.rule.kind not in ("ruling", "conflict", "sanction"):
        return False
    own = [c for c in passage.clauses if c.start < happening.end and happening.start < c.end]
    return bool(own) and (not claim.topic or own[0].is_passive)


NAME_AFTER = re.compile(r"\b[A-Z][a-z]+")  # "United States car maker General Motors" is not the state


def _is_somebody_elses(passage: Passage, happening: Happening, claim: Claim) -> bool:
    """Whether the subject of the verb is none of the actors, so that they did not announce or visit anything."""
    if _is_only_mentioned(passage, happening, claim):
        return True
    if denies(passage.text, happening.start) or is_only_said(passage.text, happening, passage.clauses):
        return True
    clause = next((c for c in passage.clauses if c.start < happening.end and happening.start < c.end), None)
    if clause and passage.text[slice(*clause.subject)].lower() in ("we", "i"):
        return True
    if happening.rule.kind not in ("announcement", "statement", "visit"):
        return False
    if clause is None or clause.is_passive or clause.subject[0] == clause.subject[1]:
        return False
    first, last = clause.subject
    inside = [m for m in passage.mentions if first <= m.start < last]
    if not inside:
        return clause.lemma != "be"
    states_only = all(m.actor.kind == "state" for m in inside)
    return states_only and bool(NAME_AFTER.search(passage.text, max(m.end for m in inside), last))


def word(passage: Passage, happening: Happening, claim: Claim) -> Wording:
    """The title of a happening: built by a rule if its clause has all parts, else in the clause's own words."""
    clauses, spans = passage.clauses, passage.spans
    clause = governing(clauses, happening.start, happening.end)
    if clause is None:
        return extract_of(passage.text, spans)
    is_noun = not (clause.start < happening.end and happening.start < clause.end)
    is_deadline = happening.is_planned and bool(happening.topic)
    if claim.action == ANY_ACTION and (is_deadline or is_noun and _is_named(happening.topic)):
        return Wording(happening.topic, EXTRACT, happening.topic, (("subject", happening.topic),))
    is_built = claim.action != ANY_ACTION and not (claim.kind == "office" and clause.lemma in REMOVES)
    if is_built and (built := _built(passage, clause, claim)):
        return built
    has_own_date = (
        clause.is_reduced
        or _dates_noun(passage.text, happening.end, claim.date_words)
        or _is_beside(passage.text, clause, happening.start)
    )
    is_named = claim.action != ANY_ACTION and is_noun and claim.kind in NAMED_BY_NOUN and has_own_date
    if is_named and (named := noun_phrase(passage.text, happening.start, happening.end, spans)):
        return Wording(named, EXTRACT, named, (("subject", named),))
    words = subject_words(passage.text, without_asides(clause, clauses), spans)
    if VAGUE.fullmatch(words) and clause.lemma in OCCURS and (told := _told_before(passage)):
        return told
    return headline(passage.text, clause, clauses, spans, claim.kind, _subject(passage, clause, words))


def _built(passage: Passage, clause: Clause, claim: Claim) -> Wording | None:
    """The title built from the parts that stand in the clause; None if one is missing."""
    text, mentions = passage.text, passage.mentions
    within = {m.actor.name for m in mentions if covers(clause, m.start)}
    is_visit = claim.kind == "visit"
    if is_visit or claim.kind == "office":
        first, last = clause.rest if clause.lemma in FILLS and not clause.is_passive else clause.subject
        own = [m for m in mentions if first <= m.start < last and not (is_visit and m.form == "people")]
        within = {m.actor.name for m in own}  # "an Iranian delegation" is not Iran
    near = [a for a in claim.actors if a.name in within or is_visit and a.role == "host"]
    is_here = any(covers(clause, m.start()) for m in re.finditer(re.escape(claim.place), text))
    place = claim.place if claim.place and is_here else ""
    if not is_whole(claim.kind, claim.action, near, place, claim.topic):
        return None
    title = build_title(claim.kind, claim.action, near, place, claim.topic)
    parts = (("actors", ", ".join(a.name for a in near)), ("place", place), ("topic", claim.topic))
    return Wording(title, RULE, clause_words(text, clause), parts)


def _subject(passage: Passage, clause: Clause, words: str) -> str:
    """Who the subject of a clause is, where its words stand for somebody named elsewhere; "" where they say it."""
    first, last = clause.subject
    if name := name_of(passage, clause, words):
        return name
    if is_pronoun(passage.text, clause):
        name = whom(passage, clause)
    elif POSSESSED.match(passage.text, first):
        name = owned_by(passage, clause, words)
    elif not any(first <= m.start < max(last, clause.rest[1]) for m in passage.mentions):
        name = whose(passage, clause, words)
    return name or _by_name(passage, clause)


# An event that was told just before: "The ceremony took place on Thursday".
VAGUE = re.compile(
    r"(?:The|This|That|the)\s(?:[a-z]+\s)?(?:event|incident|ceremony|episode|decision|move|announcement|operation)"
)
OCCURS = frozenset("take occur happen come follow".split())


def _told_before(passage: Passage) -> Wording | None:
    """The title of the main clause of the sentence before, if that has no date of its own."""
    before = passage.article.before(passage.sentence)
    if not before:
        return None
    start = passage.article.text.rfind(before, 0, passage.sentence.start)
    if any(start <= d.start < passage.sentence.start for d in passage.article.dates):
        return None
    clauses = find_clauses(before)
    main = next((c for c in clauses if not c.depth and c.is_real and not c.is_planned), None)
    return headline(before, main, clauses, (), "") if main and main.lemma not in OCCURS else None


LONG_SUBJECT = 50  # characters from which on several office holders are called by their names alone


def _by_name(passage: Passage, clause: Clause) -> str:
    """Several people with long offices by their names: "Kim Jong Un and Pompeo"; "" where the subject is no such list."""
    first, last = clause.subject
    if last - first <= LONG_SUBJECT or " and " not in passage.text[first:last]:
        return ""
    people = [m for m in passage.mentions if first <= m.start < last and m.actor.kind == "person"]
    names = [short_name(claim_actor(m, "participant")) for m in people]
    return join_names(names) if len(set(names)) > 1 else ""


ONLY_MENTIONED = re.compile(
    r"\b(?:over|about|regarding|concerning|ahead of|before|despite|amid|after|following|demanding|since|against)\s(?:(?:the|a|an|its|his|her|their|this|that|last|weeks? of|months? of|days? of)\s)?(?:(?!(?:had|was|were|has|have|he|she|it|they)\b)[\w’'-]+\s){0,3}$"
)


RIGHT_BEFORE = re.compile(
    r"(?:['’]s?)?\s(?:[a-z-]+\s){0,2}"
)  # a date before its noun: "the August 2 resignation"


def _is_only_mentioned(passage: Passage, happening: Happening, claim: Claim) -> bool:
    """Whether a noun is only what an event is about or comes after, and has no date of its own: "bans over the referendum"."""
    if happening.rule.kind in ("anniversary", "period") or not claim.date_words:
        return False
    if any(c.start < happening.end and happening.start < c.end for c in passage.clauses):
        return False
    is_dated = _dates_noun(passage.text, happening.end, claim.date_words) or any(
        RIGHT_BEFORE.fullmatch(passage.text, end, happening.start) for _, end in passage.spans
    )
    return not is_dated and bool(
        ONLY_MENTIONED.search(passage.text, max(0, happening.start - 60), happening.start)
    )


def _is_beside(sentence: str, clause: Clause, position: int) -> bool:
    """Whether a noun is neither the subject nor the object of its clause: "ties have warmed after the Camp David summit"."""
    between = sentence[clause.end : position].split()
    return position >= clause.end and any(word.lower() in PREPOSITIONS for word in between)


def _dates_noun(sentence: str, end: int, date_words: str) -> bool:
    """Whether a date follows directly on a noun: "the Camp David summit in August 2023"."""
    lead = BEHIND_NOUN.match(sentence, end)
    return bool(date_words) and lead is not None and sentence.startswith(date_words, lead.end())


def _is_named(noun: str) -> bool:
    """Whether a noun phrase identifies an event: "Lockerbie bombing", "Bombings of the embassies in Kenya"."""
    first, _, rest = noun.partition(" ")
    return bool(rest) and (not classes_of(first.lower()) or bool(NAMED_NOUN.search(noun)))


# Somebody who is dismissed does not step down.
REMOVES = frozenset("dismiss oust sack remove impeach depose topple overthrow fire expel suspend".split())
FILLS = frozenset(
    "appoint name choose pick designate nominate dismiss oust sack remove impeach elect swear".split()
)
NAMED_NOUN = re.compile(r"\s.*[A-Z]|\b(?:of|in|on|at|near|outside|against|between)\s")
