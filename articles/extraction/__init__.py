"""From an article's text to claims: pure Python, no Django, no network, no clock."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, islice
from operator import attrgetter, itemgetter
from typing import TypeVar

from timeline.dates import Precision, parse_edtf

from .actors import FULL_NAME, Gazetteer, KnownActor, Mention, find_mentions, find_name, shipped_gazetteer
from .claims import Claim, ClaimActor
from .clauses import Clause, find_clauses
from .dates import DateMention, find_dates, join_spans
from .derived import DISTANCE, anniversary_claims, find_distances
from .kinds import Happening, KindRule, find_happenings
from .linking import claim_actor, find_place, link_actors, link_dates
from .predicates import find_main_predicate, find_predicates
from .sentences import Sentence, split_sentences
from .titles import short_name
from .told import ANY_ACTION, Told, counts_from, denies, find_lead, find_told
from .topics import find_topic

RULES_VERSION = "2026.11.2"

__all__ = ["RULES_VERSION", "Claim", "ClaimActor", "extract_claims"]

DATE_LEAD = re.compile(r"\b(?:on|in|since|from|by|until|during|of)\s$", re.IGNORECASE)
TOLD_AS_NEWS = re.compile(
    r"(?:signed|met|held|reached|concluded|ruled|upheld|sentenced|convened|ordered|convicted)\b"
)
OWN_MEETING = re.compile(
    r"\b(?:[Tt]his|[Dd]uring their(?: \w+)?|their \d+(?:st|nd|rd|th)) (?:meeting|summit|talks)\b|\bDuring their\b"
)
BACKGROUND = re.compile(
    r"\b(?:had|since|previous(?:ly)?|earlier|historic(?:al)?|last (?:year|month)|in the past|ever since|annual)\b"
)


def extract_claims(
    text: str, *, published: date | None, gazetteer: Gazetteer | None = None, language: str = "en"
) -> list[Claim]:
    """Find what the text says happened or is due, each with the sentence that says so, in text order.

    ``published`` is the day against which "last month" is read; with None such words stay unresolved and only what
    the text dates by itself becomes a claim. Nothing but the arguments decides the answer.
    """
    gazetteer = gazetteer or shipped_gazetteer()
    article = _Article(text, published, gazetteer, language[:2])
    claims: list[Claim] = []
    for sentence in article.sentences:
        claims.extend(_sentence_claims(article, sentence, claims))
    return claims


class _Article:
    """What is found once for the whole text: its sentences, dates and mentions of actors."""

    def __init__(self, text: str, published: date | None, gazetteer: Gazetteer, language: str):
        self.text, self.published, self.gazetteer = text, published, gazetteer
        self.language = language if language in ("ko", "ja") else "en"
        self.sentences = split_sentences(text)
        self.dates = [
            m
            for m in join_spans(find_dates(text, reference_date=published))
            if m.timex_type in ("DATE", "TIME") and m.edtf
        ]
        self.quotes = [m.span() for m in QUOTED.finditer(text)]
        self.mentions = find_mentions(text, gazetteer)
        self.states, counts = _main_states(self.mentions)
        self.main_states = self.states[:1] if counts and max(counts) >= MAIN_SHARE * sum(counts) else []

    def dates_in(self, sentence: Sentence) -> list[DateMention]:
        """The dates at which the sentence can tell something: no dateline, and none that it only counts from."""
        return [
            replace(m, start=m.start - sentence.start, end=m.end - sentence.start)
            for m in _within(self.dates, sentence)
            if not self._is_dateline(m, sentence) and not counts_from(self.text, m.start)
        ]

    def _is_dateline(self, mention: DateMention, sentence: Sentence) -> bool:
        """Whether the sentence only begins with the day of publication, with its year and nothing that leads to it."""
        if self.published is None or mention.start - sentence.start > 2 or not mention.edtf:
            return False
        words = self.text[mention.start : mention.end]
        return mention.edtf == self.published.isoformat() and str(self.published.year) in words

    def is_quoted(self, sentence: Sentence, mention: DateMention) -> bool:
        """Whether a date of the sentence stands within quotation marks: what somebody says is not told by the text."""
        at = sentence.start + mention.start
        first = bisect_left(self.quotes, at, key=itemgetter(1))
        return first < len(self.quotes) and self.quotes[first][0] <= at

    def undated(self, sentence: Sentence) -> str:
        """The sentence with its dates, and the words that lead to them, blanked out."""
        text = sentence.text
        for m in self.dates_in(sentence):
            lead = DATE_LEAD.search(text, max(0, m.start - 12), m.start)
            start = lead.start() if lead else m.start
            text = text[:start] + " " * (m.end - start) + text[m.end :]
        return text

    def person_before(self, position: int) -> Mention | None:
        """Whom "he" or "she" means: the person named last, unless somebody whom no gazetteer knows came after."""
        first, last = (
            bisect_left(self.mentions, at, key=attrgetter("start"))
            for at in (position - STORY_OF_ONE, position)
        )
        near = self.mentions[first:last]
        if len({m.actor.name for m in near if m.actor.kind == "person"}) != 1:
            near = [m for m in near if position - PRONOUN_REACH <= m.start]
        person = next((m for m in reversed(near) if m.actor.kind == "person"), None)
        if person is None:
            return self._named_before(position, near)
        between = self.text[person.end : position]
        for m in reversed(near):
            if m.start >= person.end:
                between = between[: m.start - person.end] + between[m.end - person.end :]
        return None if _names_somebody(between) else person

    def _named_before(self, position: int, known: Sequence[Mention]) -> Mention | None:
        """The person whom capitals alone name last as the first words of a sentence: "Ada Lund, who led ..."."""
        for match in reversed(
            list(FULL_NAME.finditer(self.text, max(0, position - 2 * PRONOUN_REACH), position))
        ):
            actor = find_name(match["name"])
            if (
                actor
                and SUBJECT_PLACE.search(self.text, max(0, match.start() - 3), match.start())
                and actor.kind == "person"
                and not any(m.start < match.end() and match.start() < m.end for m in known)
            ):
                return Mention(match.start("name"), match.end("name"), actor, "shape")
        return None

    def mentions_in(self, sentence: Sentence) -> list[Mention]:
        return [
            replace(m, start=m.start - sentence.start, end=m.end - sentence.start)
            for m in _within(self.mentions, sentence)
        ]


Found = TypeVar("Found", DateMention, Mention)


def _within(found: Sequence[Found], sentence: Sentence) -> Iterator[Found]:
    """Those of a list in text order that lie in the sentence."""
    first = bisect_left(found, sentence.start, key=attrgetter("start"))
    for mention in islice(found, first, None):
        if mention.start >= sentence.end:
            return
        if mention.end <= sentence.end:
            yield mention


MAIN_SHARE = 0.4  # of all mentions of states, from which on a text is about one


def _main_states(mentions: Sequence[Mention]) -> tuple[list[KnownActor], list[int]]:
    """The states that the text names, the most named first, and how often; a person counts for the state represented."""
    counts: Counter[str] = Counter()
    actors: dict[str, KnownActor] = {}
    for mention in mentions:
        actor = mention.actor
        name = actor.name if actor.kind == "state" else actor.represents
        if name:
            counts[name] += 1
            if actor.kind == "state":
                actors[name] = actor
    ranked = counts.most_common()
    return [actors.get(name, KnownActor(name, "state")) for name, _ in ranked], [n for _, n in ranked]


def _sentence_claims(article: _Article, sentence: Sentence, earlier: Sequence[Claim]) -> list[Claim]:
    if sentence.is_headline:
        return []
    dates = article.dates_in(sentence)
    has_date = bool(dates or DISTANCE.search(sentence.text))
    happenings = find_happenings(sentence.text, article.language, has_date=has_date)
    spans = [(d.start, d.end) for d in dates]
    is_lead = sentence.order == 0 and not earlier and article.published is not None
    clauses = find_clauses(sentence.text, spans) if article.language == "en" and (dates or is_lead) else []
    mentions = article.mentions_in(sentence)
    found: list[Claim] = []
    taken: list[DateMention] = []
    for happening, mention in zip(
        happenings, link_dates(sentence.text, happenings, dates, clauses), strict=True
    ):
        claim = _claim(article, sentence, happening, mention, mentions, happenings)
        if mention is not None and _is_too_late(sentence, happening, claim, article.published):
            mention, claim = None, replace(claim, edtf="", is_planned=False)
        if _is_somebody_elses(sentence, happening, clauses, mentions) or _is_better_told(
            happening, claim, clauses
        ):
            continue
        if mention is not None and _has_substance(claim):
            taken.append(mention)
        if happening.rule.kind == "anniversary":
            found.extend(
                anniversary_claims(claim, sentence.text, happening, article.published, article.states)
            )
        elif distance := find_distances(
            sentence.text, happening, chain(reversed(found), reversed(earlier)), article.published
        ):
            found.append(replace(claim, edtf=distance.edtf, date_words=distance.words, basis="derived"))
        elif happening.rule.kind == "period" and "/" not in claim.edtf:
            continue
        elif mention is not None:
            found.append(claim)
        elif article.published and _is_told_as_news(sentence, happening):
            found.append(
                replace(claim, edtf=article.published.isoformat(), basis="published", confidence=0.5)
            )
    found = [claim for claim in found if _has_substance(claim)]
    free = [
        d
        for d in dates
        if d.edtf not in {t.edtf for t in taken}
        and _names_a_day(sentence, d)
        and not article.is_quoted(sentence, d)
    ]
    if article.language == "en":
        told = find_told(sentence.text, free, clauses, spans)
        lead = find_lead(sentence.text, clauses) if is_lead and not dates and not found else None
    else:
        told = find_predicates(sentence.text, free, article.language, spans)
        undated = article.published is not None and not dates and not found
        lead = find_main_predicate(sentence.text, article.language) if undated else None
    told += [lead] if lead else []
    found.extend(_told_claims(article, sentence, told, mentions, earlier))
    return _without_repeats(found)


def _told_claims(
    article: _Article,
    sentence: Sentence,
    told: Sequence[Told],
    mentions: Sequence[Mention],
    earlier: Sequence[Claim],
) -> list[Claim]:
    """The claims of clauses that no rule of kinds reads."""
    found = []
    for one in told:
        rule = KindRule(f"clause-{one.kind}", one.kind, ANY_ACTION, NOTHING, "", "")
        happening = Happening(one.start, one.end, rule, one.is_planned, one.headline)
        nearby = [m for m in mentions if one.span[0] <= m.start < one.span[1]]
        claim = _claim(article, sentence, happening, one.mention, nearby, (happening,))
        subject_known = _with_subject(article, sentence, one, claim)
        if subject_known is None:
            continue
        claim = replace(subject_known, confidence=0.7)
        if not any(actor.kind == "state" for actor in claim.actors):
            claim = replace(claim, actors=(*claim.actors, *_by_default(article, sentence, mentions)))
        if one.mention is None:
            day = _day_of_story(article, sentence, claim, earlier)
            if day is None:
                continue
            claim = replace(claim, edtf=day, basis="published", confidence=0.4)
        has_who = claim.actors or article.language != "en" or NAMED.search(article.undated(sentence))
        if has_who and _is_timely(claim, article.published):
            found.append(claim)
    return found


NAMED = re.compile(r"(?<=[\w,] )[A-Z][a-z]")  # a name, and not just the first word of a sentence
NOTHING = re.compile(r"(?!)")
# A quotation up to its closing mark, or to the end of the paragraph where the next paragraph goes on with it.
QUOTED = re.compile(r"“[^”\n]{12,}(?:”|$)|(?<![\w\d])\"[^\"\n]{12,}(?:\"|$)", re.MULTILINE)
DAY_NAMED = re.compile(r"day\b|today|tomorrow|\d{4}|[A-Z][a-z]{2}|[日일날]|오늘")


def _names_a_day(sentence: Sentence, mention: DateMention) -> bool:
    """Whether the words say more than a time of day, whose day would be guessed."""
    return mention.timex_type != "TIME" or bool(DAY_NAMED.search(sentence.text, mention.start, mention.end))


def _day_of_story(
    article: _Article, sentence: Sentence, claim: Claim, earlier: Sequence[Claim]
) -> str | None:
    """The day of a sentence without a date: that of the day told right before it, else the article's for its own news."""
    if article.published is None:
        return None
    last = earlier[-1] if earlier else None
    if last is not None and sentence.start - last.end < STORY_REACH:
        when = parse_edtf(last.edtf)
        gap = (article.published - when.latest).days
        if when.precision == Precision.DAY and 0 <= gap <= (3 if claim.kind == "statement" else 3650):
            return when.text
    is_news = sentence.order <= 1 or claim.kind in ("statement", "announcement")
    return article.published.isoformat() if is_news else None


STORY_REACH = 120  # characters from a dated happening within which the next sentence goes on with its day


def _by_default(article: _Article, sentence: Sentence, mentions: Sequence[Mention]) -> tuple[ClaimActor, ...]:
    """The state in whose capital it happens, else one named beside it, else the one that the text names most."""
    for word in CAPITALIZED.findall(sentence.text):
        if state := article.gazetteer.capitals.get(word):
            return (ClaimActor(state.name, "state"),)
    beside = [m.actor for m in mentions if m.actor.kind == "state"] or article.main_states
    return tuple(ClaimActor(state.name, "state") for state in beside[:1])


def _with_subject(article: _Article, sentence: Sentence, told: Told, claim: Claim) -> Claim | None:
    """Add who does it where no gazetteer knows; None where it is a "he" of whom nothing tells who that is."""
    subject = sentence.text[slice(*told.subject)]
    if pronoun := HE_OR_SHE.match(subject):
        person = article.person_before(sentence.start + told.subject[0])
        if person is None:
            return None
        named = claim_actor(person, "participant")
        rest = HE_OR_SHE.sub("", claim.topic)
        joined = pronoun.end() == len(subject)
        topic = f"{short_name(named)} {rest[:1].lower() if joined else rest[:1]}{rest[1:]}"
        return replace(claim, topic=topic, actors=(named, *claim.actors))
    is_of_people = claim.kind in OF_PEOPLE or DIES.search(claim.topic)
    name = find_name(subject.partition(", ")[0]) if is_of_people else None
    if name is None or any(name.name == a.name or name.name in a.name for a in claim.actors):
        return claim
    return replace(claim, actors=(ClaimActor(name.name, name.kind, is_known=False), *claim.actors))


HE_OR_SHE = re.compile(r"^(?:he|she)\b\s?", re.IGNORECASE)
DIES = re.compile(r"\b(?:dies?|born|wins?|receives?)\b")
SUBJECT_PLACE = re.compile(r"(?:^|[.!?”\"]\s|\n)$")
PRONOUN_REACH = 250  # characters from a name to the "he" that means it
STORY_OF_ONE = 3000  # characters within which "he" reaches back to the only person named
SOMEBODY = re.compile(r"\b(?:Mr|Mrs|Ms|Dr)\b")


def _names_somebody(text: str) -> bool:
    """Whether a text names a person by a courtesy title or by the shape of the name."""
    if SOMEBODY.search(text):
        return True
    names = (find_name(match["name"]) for match in FULL_NAME.finditer(text))
    return any(name is not None and name.kind == "person" for name in names)


OF_PEOPLE = frozenset(("statement", "office", "visit", "election", "ruling", "summit"))
CAPITALIZED = re.compile(r"[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?")


def _is_better_told(happening: Happening, claim: Claim, clauses: Sequence[Clause]) -> bool:
    """Whether the clause says more than the rule: "convicted of contempt", of which the rule knows but that it is a ruling."""
    if happening.rule.kind not in ("ruling", "conflict", "sanction"):
        return False
    own = [c for c in clauses if c.start < happening.end and happening.start < c.end]
    return bool(own) and (not claim.topic or own[0].is_passive)


NAME_AFTER = re.compile(r"\b[A-Z][a-z]+")  # "United States car maker General Motors" is not the state


def _is_somebody_elses(
    sentence: Sentence, happening: Happening, clauses: Sequence[Clause], mentions: Sequence[Mention]
) -> bool:
    """Whether the verb has a subject that is none of the actors: then they are not who announced or visited."""
    if denies(sentence.text, happening.start):
        return True
    clause = next((c for c in clauses if c.start < happening.end and happening.start < c.end), None)
    if clause and sentence.text[slice(*clause.subject)].lower() in ("we", "i"):
        return True
    if happening.rule.kind not in ("announcement", "statement", "visit"):
        return False
    if clause is None or clause.is_passive or clause.subject[0] == clause.subject[1]:
        return False
    first, last = clause.subject
    inside = [m for m in mentions if first <= m.start < last]
    if not inside:
        return clause.lemma != "be"
    states_only = all(m.actor.kind == "state" for m in inside)
    return states_only and bool(NAME_AFTER.search(sentence.text, max(m.end for m in inside), last))


PAST_FORM = re.compile(r"(?:ed|met|held|won|left|took|became)$")


def _is_too_late(sentence: Sentence, happening: Happening, claim: Claim, published: date | None) -> bool:
    """Whether a happening in the past tense was linked to a day to come, which belongs to something else then."""
    if published is None or happening.is_planned or not claim.edtf:
        return False
    head = sentence.text[happening.start : happening.end].split()[0]
    return bool(PAST_FORM.search(head)) and parse_edtf(claim.edtf).earliest > published


def _is_timely(claim: Claim, published: date | None) -> bool:
    """Whether past and plan fit the day of publication: nothing that has happened lies wholly after it."""
    if published is None or claim.basis == "published":
        return True
    when = parse_edtf(claim.edtf)
    return when.earliest <= published or claim.is_planned


def _claim(
    article: _Article,
    sentence: Sentence,
    happening: Happening,
    mention: DateMention | None,
    mentions: Sequence[Mention],
    others: Sequence[Happening],
) -> Claim:
    rule = happening.rule
    edtf = _event_date(sentence, mention, rule.kind) if mention else ""
    return Claim(
        start=sentence.start,
        end=sentence.end,
        quote=sentence.text,
        kind=rule.kind,
        action=rule.action,
        edtf=edtf,
        date_words=sentence.text[mention.start : mention.end] if mention else "",
        basis="said",
        actors=_actors(article, sentence, happening, mentions, others),
        place=find_place(sentence.text, happening, mentions, article.gazetteer),
        topic=happening.topic
        or find_topic(article.undated(sentence), happening.start, happening.end, rule.kind, rule.action),
        is_planned=_is_planned(happening, edtf, article.published),
        rule=rule.name,
        confidence=0.9,
    )


NEEDS_ACTOR = frozenset(("announcement", "statement", "visit", "office"))


def _has_substance(claim: Claim) -> bool:
    """Whether a reader could be told what happened: someone who did it, or at least what or where."""
    return bool(claim.actors) or (claim.kind not in NEEDS_ACTOR and bool(claim.topic or claim.place))


def _actors(
    article: _Article,
    sentence: Sentence,
    happening: Happening,
    mentions: Sequence[Mention],
    others: Sequence[Happening],
) -> tuple[ClaimActor, ...]:
    actors = link_actors(sentence.text, happening, mentions, others)
    if (
        happening.rule.kind == "election"
        and article.states
        and not any(a.kind in ("state", "party") for a in actors)
    ):
        actors.append(
            ClaimActor(article.states[0].name, "state")
        )  # an election is somebody's: the text's main state
    return tuple(actors)


ABOUT = re.compile(r"\b(?:about|around|circa|approximately|roughly|ca?\.|some)|[頃경쯤]|ごろ", re.IGNORECASE)


def _event_date(sentence: Sentence, mention: DateMention, kind: str) -> str:
    """The EDTF of a happening: what happens at a point has no open end, and "early in 2016" is surely in 2016."""
    edtf = mention.edtf or ""
    if kind == "period":
        return edtf
    edtf = edtf.removesuffix("/..").removeprefix("../")
    is_about = ABOUT.search(sentence.text, max(0, mention.start - 12), mention.end)
    return edtf if is_about else edtf.replace("~", "")


def _is_planned(happening: Happening, edtf: str, published: date | None) -> bool:
    if not edtf or not published:
        return happening.is_planned
    when = parse_edtf(edtf)
    return when.earliest > published or (happening.is_planned and when.latest >= published)


def _is_told_as_news(sentence: Sentence, happening: Happening) -> bool:
    """Whether a sentence without a date tells its happening as the article's own news."""
    if not happening.rule.undated or happening.is_planned or BACKGROUND.search(sentence.text):
        return False
    head = sentence.text[happening.start : happening.end]
    if TOLD_AS_NEWS.match(head) or TOLD_AS_NEWS.search(head):
        return True
    around = sentence.text[max(0, happening.start - 24) : happening.end]
    return bool(OWN_MEETING.search(around))


def _without_repeats(claims: Sequence[Claim]) -> list[Claim]:
    """One claim for each happening that a sentence tells twice ("the talks ... their summit")."""
    kept: dict[tuple[str, str, str], Claim] = {}
    for claim in claims:
        key = (claim.kind, claim.action, claim.edtf)
        best = kept.get(key)
        if best is None or _weight(claim) > _weight(best):
            kept[key] = claim
    return [claim for claim in kept.values() if not _is_vaguer_twin(claim, list(kept.values()))]


def _weight(claim: Claim) -> tuple[int, int, int]:
    return len(claim.actors), bool(claim.topic), bool(claim.place)


def _is_vaguer_twin(claim: Claim, others: Sequence[Claim]) -> bool:
    """Whether a finer date of the same happening stands in the same sentence."""
    mine = parse_edtf(claim.edtf)
    return any(
        o is not claim
        and (o.kind, o.action) == (claim.kind, claim.action)
        and mine.precision != Precision.DAY
        and mine.covers(parse_edtf(o.edtf))
        and parse_edtf(o.edtf) != mine
        for o in others
    )
