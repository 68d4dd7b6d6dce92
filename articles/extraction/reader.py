"""From a sentence to its claims: events read by rules or found in clauses, with their dates, actors and titles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from timeline.dates import Edtf, Precision, parse_edtf

from .article import NEAR, Article, Passage, passage_of
from .claims import Claim, ClaimActor
from .derived import DISTANCE, anniversary_claims, find_distances
from .kinds import Happening, KindRule, find_happenings
from .linking import find_place, link_actors, link_dates
from .repeats import without_repeats
from .reported import ANY_ACTION, FOLLOWING, ReportedEvent
from .sentences import Sentence
from .timex.mentions import DateMention, as_happened
from .wording import EXTRACT, HEADLINE, RULE, says_the_same

FIRST = 3  # the last sentence (from 0) in which an undated event is news
STORY_REACH = 120  # characters after a dated claim within which an undated event has its day
YEAR = 366  # days
STORY_CLAIMS = 24  # claims among which the last day told so far is looked for
MEANWHILE = re.compile(
    r"한편|이런\s가운데|이와\s별도로|一方|このほか|Meanwhile|In another development|Elsewhere|Separately"
)
FOLLOWING_REACH = 600  # the same, where its first words point back
SAME_DAY = re.compile(r"この日|同日|当日|이\s?날|같은\s?날|당일|[Tt]he same day|[Tt]hat day")
DAY_NAMED = re.compile(r"day\b|today|tomorrow|\d{4}|[A-Z][a-z]{2}|[日일날]|오늘")
MONTH_ALONE = re.compile(
    r"\d{1,2}\s?[월月]|(?:(?:early|mid|late)[\s-])?(?:January|February|March|April|May|June|July|August|September|October|November|December)$"
)
# Senses of verbs by which somebody speaks, though their kind is another.
SAID = frozenset(("order", "appeal", "announcement", "rejection", "proposal"))
CAPITALIZED = re.compile(r"[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?")
PAST_FORM = re.compile(r"(?:ed|met|held|won|left|took|became)$")
NEEDS_ACTOR = frozenset(("announcement", "statement", "visit", "office"))
NOTHING = re.compile(r"(?!)")


def sentence_claims(article: Article, sentence: Sentence, earlier: Sequence[Claim]) -> list[Claim]:
    """The claims of the sentence; ``earlier`` are those of the sentences before it."""
    if sentence.is_headline:
        return []
    passage = passage_of(article, sentence)
    found, taken, read = _read_by_rules(passage, earlier)
    used = set() if passage.language.is_verb_final else {t.edtf for t in taken}
    free = [
        d
        for d in passage.dates
        if d.edtf not in used and _names_a_day(passage, d) and not article.is_quoted(sentence, d)
    ]
    reported = passage.language.dated_events(passage, free)
    if passage.language.is_verb_final:  # a clause behind one that a rule has read has its day
        reported = [one for one in reported if not any(_is_one_predicate(one, *by_rule) for by_rule in read)]
    has_day = any(_names_a_day(passage, d) for d in passage.dates)
    if article.published is not None and not has_day and not found and not article.is_history:
        reported += passage.language.undated_events(passage)
    found.extend(_claims_of_clauses(passage, reported, earlier))
    return without_repeats(found, passage.language.verb_ending)


BESIDE = 10  # characters from the noun that a rule reads to the verb that is made of it


def _is_one_predicate(one: ReportedEvent, by_rule: Happening, mention: DateMention) -> bool:
    is_beside = one.start - BESIDE <= by_rule.end and by_rule.start < one.end
    return is_beside and one.mention is not None and one.mention.edtf == mention.edtf


def _read_by_rules(
    passage: Passage, earlier: Sequence[Claim]
) -> tuple[list[Claim], list[DateMention], list[tuple[Happening, DateMention]]]:
    """The claims read by the rules of happenings.toml, the dates that they use, and what they read on a date."""
    article, language = passage.article, passage.language
    has_date = bool(passage.dates or DISTANCE.search(passage.text))
    happenings = find_happenings(passage.text, language, has_date=has_date)
    if not happenings:
        return [], [], []
    found: list[Claim] = []
    taken: list[DateMention] = []
    read: list[tuple[Happening, DateMention]] = []
    links = _links(passage, happenings)
    counts = DISTANCE.search(passage.text) is not None
    for happening, mention in zip(happenings, links, strict=True):
        is_news = article.published is not None and language.is_news(passage, happening)
        if mention is None and not (counts or is_news or happening.rule.kind == "anniversary"):
            continue
        claim = _claim(passage, happening, mention, happenings)
        if mention is not None and _is_too_late(passage, happening, claim):
            mention, claim = None, replace(claim, edtf="", is_planned=False)
        if language.refuses(passage, happening, claim):
            continue
        claim = _worded(passage, happening, claim)
        if language.says_too_little(claim):
            continue
        if mention is not None and _has_substance(claim):
            taken.append(mention)
            read.append((happening, mention))
        if happening.rule.kind == "anniversary":
            found.extend(
                anniversary_claims(claim, passage.text, happening, article.published, article.states)
            )
        elif distance := find_distances(
            passage.text, happening, chain(reversed(found), reversed(earlier)), article.published
        ):
            found.append(replace(claim, edtf=distance.edtf, date_words=distance.words, basis="derived"))
        elif happening.rule.kind == "period" and "/" not in claim.edtf:
            continue
        elif mention is not None:
            found.append(claim)
        elif is_news and article.published:
            day = _day_of_story(passage, claim, earlier) or article.published.isoformat()
            found.append(replace(claim, edtf=day, basis="published", confidence=0.5))
    return [claim for claim in found if _has_substance(claim)], taken, read


def _links(passage: Passage, happenings: Sequence[Happening]) -> list[DateMention | None]:
    """The date of each happening. Where dates come first, one within a quotation is not that of a happening outside."""
    article, sentence, is_verb_final = passage.article, passage.sentence, passage.language.is_verb_final
    clauses = passage.clauses if passage.dates else ()
    links = link_dates(passage.text, happenings, passage.dates, clauses, dates_first=is_verb_final)
    free = [d for d in passage.dates if not article.is_quoted(sentence, d)]
    if not is_verb_final or len(free) == len(passage.dates):
        return links
    outside = link_dates(passage.text, happenings, free, clauses, dates_first=True)
    is_inside = [article.is_within_quotation(sentence, happening.start) for happening in happenings]
    return [one if inside else other for one, other, inside in zip(links, outside, is_inside, strict=True)]


def _claims_of_clauses(
    passage: Passage, reported: Sequence[ReportedEvent], earlier: Sequence[Claim]
) -> list[Claim]:
    """The claims of clauses that no rule has read."""
    found = []
    for one in reported:
        claim = _claim_of_clause(passage, one)
        claim = claim and _dated(passage, one, claim, earlier)
        if claim is not None and _is_timely(claim, passage.article.published):
            found.append(claim)
    return found


def _claim_of_clause(passage: Passage, one: ReportedEvent) -> Claim | None:
    rule = KindRule(f"clause-{one.kind}", one.kind, ANY_ACTION, NOTHING, "", "")
    happening = Happening(one.start, one.end, rule, one.is_planned, one.headline)
    nearby = [m for m in passage.mentions if one.span[0] <= m.start < one.span[1]]
    near = replace(passage, mentions=nearby)
    claim = _claim(near, happening, one.mention, (happening,))
    if (one.is_past or one.is_planned) and (day := _in_year_of_tense(one, claim, passage.article.published)):
        claim = replace(claim, edtf=day, is_planned=one.is_planned)
    claim = _worded(near, happening, claim)
    completed = passage.language.complete(passage, one, claim)
    if completed is None:
        return None
    claim = replace(completed, confidence=0.7)
    if not any(actor.kind == "state" for actor in claim.actors):
        claim = replace(claim, actors=(*claim.actors, *_by_default(passage)))
    return claim if claim.actors or passage.language.names_somebody(passage) else None


def _dated(passage: Passage, one: ReportedEvent, claim: Claim, earlier: Sequence[Claim]) -> Claim | None:
    """The claim with a day if the clause gives none, or one that its past tense contradicts; None if there is no day."""
    published = passage.article.published
    if one.is_ahead and published and parse_edtf(claim.edtf).latest < published:
        return None
    if one.mention is None:
        is_said = claim.kind == "statement" or one.headline in SAID
        day = _day_of_story(passage, claim, earlier, is_said=is_said)
        return replace(claim, edtf=day, basis="published", confidence=0.4) if day else None
    if one.is_past and published and parse_edtf(claim.edtf).earliest > published:
        if one.is_content and not SAME_DAY.search(
            claim.date_words
        ):  # what is said is to come, and was said already
            day = _day_of_story(passage, claim, earlier, is_said=True)
            return replace(claim, edtf=day, basis="published", is_planned=False) if day else None
        if not SAME_DAY.search(claim.date_words):
            return None
        return replace(claim, edtf=_day_of_lead(passage.article, earlier), is_planned=False)
    return claim


def _in_year_of_tense(one: ReportedEvent, claim: Claim, published: date | None) -> str | None:
    """The day whose year the tense tells, where the words name none: in June "8월 3일" was a year ago if it is past, and
    "12月31日" lies ahead in February if it is planned. None if the year is right, or the words name one."""
    if published is None or not MONTH_ALONE.match(claim.date_words):
        return None
    when = parse_edtf(claim.edtf)
    year, rest = int(claim.edtf[:4]), claim.edtf[4:]
    if when.precision not in (Precision.DAY, Precision.MONTH) or rest == "-02-29":
        return None
    if one.is_past and when.earliest > published:
        return f"{year - 1:04d}{rest}"
    if when.precision == Precision.MONTH:
        return None
    is_long_ago = when.latest < published and (published - when.latest).days < YEAR
    return f"{year + 1:04d}{rest}" if one.is_planned and is_long_ago else None


def _names_a_day(passage: Passage, mention: DateMention) -> bool:
    """Whether the words are more than a time of day, whose day would be a guess."""
    return mention.timex_type != "TIME" or bool(DAY_NAMED.search(passage.text, mention.start, mention.end))


NEWS_BACK = 3  # claims among which the last that tells of no plan is looked for


def _day_of_story(
    passage: Passage, claim: Claim, earlier: Sequence[Claim], *, is_said: bool = False
) -> str | None:
    """The day of an undated sentence: the day reported just before it, else the article's own for its news.

    What somebody says of what came before (``is_said``) is said on the last day that the article tells of.
    """
    article = passage.article
    if article.published is None:
        return None
    last = next((c for c in reversed(earlier[-NEWS_BACK:]) if not c.is_planned), None)
    if MEANWHILE.match(passage.text):
        return _day_of_lead(article, earlier)  # another story, of the article's own day
    reach = FOLLOWING_REACH if FOLLOWING.match(passage.text) else STORY_REACH
    if last is not None and passage.sentence.start - last.end < reach:
        when = parse_edtf(last.edtf)
        is_anew = passage.language.is_verb_final and "\n" in article.text[last.end : passage.sentence.start]
        if is_said or is_anew:  # a new paragraph goes on with the news
            when = max([when, *_days_of_news(earlier, article.published)], key=lambda day: day.latest)
        gap = (article.published - when.latest).days
        if when.precision == Precision.DAY and 0 <= gap <= (3 if claim.kind == "statement" else 3650):
            return when.text
    is_news = passage.order <= FIRST or claim.kind in ("statement", "announcement")
    return _day_of_lead(article, earlier) if is_news else None


def _days_of_news(earlier: Sequence[Claim], published: date) -> Iterator[Edtf]:
    """The days, up to that of publication, that are told so far."""
    for claim in earlier[-STORY_CLAIMS:]:
        when = parse_edtf(claim.edtf)
        if when.precision == Precision.DAY and when.latest <= published and not claim.is_planned:
            yield when


def _day_of_lead(article: Article, earlier: Sequence[Claim]) -> str:
    """The day of the first sentence, if it is the day of publication or one of the two before; else the day of publication."""
    assert article.published is not None
    if earlier and earlier[0].start <= article.lead_end:
        when = parse_edtf(earlier[0].edtf)
        if when.precision == Precision.DAY and 0 <= (article.published - when.latest).days <= 2:
            return when.text
    return article.published.isoformat()


def _by_default(passage: Passage) -> tuple[ClaimActor, ...]:
    """The state in whose capital it happens, else one named in the passage, else the one that the text names most."""
    for word in CAPITALIZED.findall(passage.text):
        if state := passage.article.gazetteer.capitals.get(word):
            return (ClaimActor(state.name, "state"),)
    article = passage.article
    beside = [m.actor for m in passage.mentions if m.actor.kind == "state"] or article.main_states
    if not beside and not article.states:
        beside = article.home
    return tuple(ClaimActor(state.name, "state") for state in beside[:1])


def _is_too_late(passage: Passage, happening: Happening, claim: Claim) -> bool:
    """Whether a happening in the past tense was linked to a future day, which must then belong to something else."""
    published = passage.article.published
    if published is None or happening.is_planned or not claim.edtf:
        return False
    head = passage.text[happening.start : happening.end].split()[0]
    return bool(PAST_FORM.search(head)) and parse_edtf(claim.edtf).earliest > published


def _is_timely(claim: Claim, published: date | None) -> bool:
    """Whether the claim is possible on the day of publication: only a plan may lie wholly after it."""
    if published is None or claim.basis == "published":
        return True
    when = parse_edtf(claim.edtf)
    return when.earliest <= published or claim.is_planned


def _claim(
    passage: Passage, happening: Happening, mention: DateMention | None, others: Sequence[Happening]
) -> Claim:
    rule = happening.rule
    edtf = as_happened(passage.text, mention, rule.kind) if mention else ""
    planned = _is_planned(happening, edtf, passage.article.published)
    return Claim(
        start=passage.sentence.start,
        end=passage.sentence.end,
        quote=passage.text,
        kind=rule.kind,
        action=rule.action,
        edtf=edtf,
        date_words=passage.text[mention.start : mention.end] if mention else "",
        basis="said",
        actors=_actors(passage, happening, others),
        place=find_place(passage.text, happening, passage.mentions, passage.article.gazetteer),
        topic=happening.topic or passage.language.topic(passage, happening),
        is_planned=planned,
        rule=rule.name,
        confidence=0.9,
    )


def _worded(passage: Passage, happening: Happening, claim: Claim) -> Claim:
    """The claim with its title; the main news takes the headline of the article if that says the same."""
    wording = passage.language.word(passage, happening, claim)
    title, basis = wording.title, wording.basis
    is_main = basis == EXTRACT and not passage.order and not _is_long_ago(claim, passage.article.published)
    if is_main and says_the_same(passage.article.headline, wording):
        title, basis = passage.article.headline, HEADLINE
    return replace(
        claim,
        title_basis=basis or RULE,
        titles=((passage.language.code, title),) if title else (),
        clause=wording.clause,
        parts=wording.parts,
    )


def _is_long_ago(claim: Claim, published: date | None) -> bool:
    """Whether it happened months before the article, of which it is not the news."""
    if published is None or not claim.edtf:
        return False
    when = parse_edtf(claim.edtf)
    is_year = when.precision not in (Precision.DAY, Precision.MONTH)
    return (published - when.latest).days > (0 if is_year else NEAR)


def _has_substance(claim: Claim) -> bool:
    """Whether the claim says enough for readers: who did it, or at least what or where."""
    return bool(claim.actors) or (claim.kind not in NEEDS_ACTOR and bool(claim.topic or claim.place))


def _actors(passage: Passage, happening: Happening, others: Sequence[Happening]) -> tuple[ClaimActor, ...]:
    actors = link_actors(passage.text, happening, passage.mentions, others)
    if (
        happening.rule.kind == "election"
        and passage.article.states
        and not any(a.kind in ("state", "party") for a in actors)
    ):
        actors.append(
            ClaimActor(passage.article.states[0].name, "state")
        )  # an election without a state or party is that of the main state
    return tuple(actors)


def _is_planned(happening: Happening, edtf: str, published: date | None) -> bool:
    if not edtf or not published:
        return happening.is_planned
    when = parse_edtf(edtf)
    return when.earliest > published or (happening.is_planned and when.latest >= published)
