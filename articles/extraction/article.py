"""What is found once for a whole article, and the part of it that lies in one sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import islice
from operator import attrgetter, itemgetter
from typing import TypeVar

from timeline.dates import parse_edtf

from . import quotations
from .actors import FULL_NAME, Mention, find_mentions, find_name
from .clause import Clause
from .dates import DateMention, find_dates, join_spans, join_years
from .gazetteer import Gazetteer, KnownActor
from .languages import Language, language_of
from .sentences import Sentence, split_sentences

# Most dates and mentions that are read in one sentence. News has at most five and nine; a sentence with more is a list, and
# the work grows with the product of the two.
MAX_DATES = 16
MAX_MENTIONS = 32
FEW_DATES = 3
NEAR = 62  # days from the day of publication within which a date is that of news
MAIN_SHARE = 0.4  # the share of all mentions of states that makes one the subject of a text
PRONOUN_REACH = 250  # characters from a name to the "he" or "she" that means it
STORY_OF_ONE = 3000  # the same, if only one person is named there
SUBJECT_PLACE = re.compile(r"(?:^|[.!?”\"]\s|\n)$")
# Capitals that name a place: "St Paul's Cathedral", "in New Orleans".
PLACE_WORDS = re.compile(
    r"\b(?:Cathedral|Church|Square|Palace|Street|Avenue|Road|Bridge|River|Islands?|Bay|Sea|Ocean|Channel|Mountains?|Airport|Station|Stadium|Hospital|Hotel|Park|House|Hall|Castle|Temple|Mosque|City|County|Province|Valley|St)\b"
)
AT_A_PLACE = re.compile(r"\b(?:in|at|near|outside|across)\s(?:the\s)?$")
SOMEBODY = re.compile(r"\b(?:Mr|Mrs|Ms|Dr)\b")
# Four digits that are not a year: "1846 persons were", "and 1720 had".
COUNT = re.compile(
    r"(?:.{0,8}?(?<!\bin)(?<!\bof)(?<!since)(?<!from)(?<!by)(?<!to)(?<!until)(?<![Tt]he)[\s,])?\d{4}\s(?:[a-z]+s\s(?:were|was|are|is|had|have|who)|had|have|were|of (?:them|whom|the))\b"
)


CAPITAL = re.compile(r"[A-Z][A-Za-z]+(?:\s[A-Z][A-Za-z]+)?")
OPENING = 200  # characters in which a dateline stands


class Article:
    """The sentences, dates and mentions of actors of a text."""

    def __init__(self, text: str, published: date | None, gazetteer: Gazetteer, language: str):
        self.text, self.published, self.gazetteer = text, published, gazetteer
        self.language = language_of(language)
        self.sentences = split_sentences(text)
        self.dates = [
            m
            for m in join_years(
                text, join_spans(find_dates(text, reference_date=published, language=language))
            )
            if m.edtf
        ]
        self.quotes = [m.span() for m in quotations.IN_ARTICLE.finditer(text)]
        self.clauses: dict[int, Sequence[Clause]] = {}  # of the sentence being read, by its start
        self.named: dict[
            str, set[str]
        ] = {}  # the states to which a definite noun belongs, filled when needed
        self.mentions = find_mentions(text, gazetteer)
        self.states, counts = _main_states(self.mentions)
        self.main_states = self.states[:1] if counts and max(counts) >= MAIN_SHARE * sum(counts) else []

    @cached_property
    def headline(self) -> str:
        """The article's own headline: the last line without a full stop that stands before its first sentence."""
        first = next((n for n, s in enumerate(self.sentences) if not s.is_headline), 0)
        return self.sentences[0].text if first == 1 else ""

    @cached_property
    def is_history(self) -> bool:
        """Whether it dates three events or more, and none of them near the day of publication: it has no news."""
        if self.published is None or len(self.dates) < FEW_DATES:
            return False
        spans = [parse_edtf(m.edtf) for m in self.dates if m.edtf]
        return all(abs((self.published - when.latest).days) > NEAR for when in spans)

    @cached_property
    def lead_end(self) -> int:
        """Where the first sentence that is no headline ends."""
        return next((s.end for s in self.sentences if not s.order), 0)

    @cached_property
    def home(self) -> list[KnownActor]:
        """The state whose capital opens a text that names no state: "QUITO, June 27 — Police fired tear gas"."""
        words = (m.group().title() for m in CAPITAL.finditer(self.text, 0, OPENING))
        return [s for s in (self.gazetteer.capitals.get(word) for word in words) if s][:1]

    def before(self, sentence: Sentence, count: int = 1) -> str:
        """As many sentences before this one, without headlines; "" without any."""
        at = bisect_left(self.sentences, sentence.start, key=attrgetter("start"))
        return "\n".join(s.text for s in self.sentences[max(0, at - count) : at] if not s.is_headline)

    def dates_in(self, sentence: Sentence) -> list[DateMention]:
        """The dates on which something can have happened: no dateline, and no date that is only a bound."""
        return [
            replace(m, start=m.start - sentence.start, end=m.end - sentence.start)
            for m in islice(_within(self.dates, sentence), MAX_DATES)
            if not self._is_dateline(m, sentence)
            and not self.language.counts_from(self.text, m.start, m.end)
            and not (m.end - m.start == 4 and COUNT.match(self.text, max(0, m.start - 9)))
        ]

    def _is_dateline(self, mention: DateMention, sentence: Sentence) -> bool:
        """Whether the sentence begins with the full day of publication, without a preposition."""
        if self.published is None or mention.start - sentence.start > 2 or not mention.edtf:
            return False
        words = self.text[mention.start : mention.end]
        return mention.edtf == self.published.isoformat() and str(self.published.year) in words

    def is_quoted(self, sentence: Sentence, mention: DateMention) -> bool:
        """Whether a date is part of a quotation: the article does not itself report what somebody says."""
        return self.is_within_quotation(sentence, mention.start)

    def is_within_quotation(self, sentence: Sentence, position: int) -> bool:
        """Whether a character of the sentence stands within a quotation."""
        at = sentence.start + position
        first = bisect_left(self.quotes, at, key=itemgetter(1))
        return first < len(self.quotes) and self.quotes[first][0] <= at

    def person_before(self, position: int, fits: Callable[[str], bool] = lambda name: True) -> Mention | None:
        """Whom "he" or "she" means: the person named last whose name fits, unless somebody unknown was named after that."""
        first, last = (
            bisect_left(self.mentions, at, key=attrgetter("start"))
            for at in (position - STORY_OF_ONE, position)
        )
        near = [m for m in self.mentions[first:last] if m.actor.kind != "person" or fits(m.actor.name)]
        if len({m.actor.name for m in near if m.actor.kind == "person"}) != 1:
            near = [m for m in near if position - PRONOUN_REACH <= m.start]
        person = next((m for m in reversed(near) if m.actor.kind == "person"), None)
        if person is None:
            return self._named_before(position, self.mentions[first:last], fits)
        if person.form == "shape" and SUBJECT_PLACE.search(self.text, max(0, person.start - 3), person.start):
            return person
        between = self.text[person.end : position]
        for m in reversed(self.mentions[first:last]):
            if m.start >= person.end:
                between = between[: m.start - person.end] + between[m.end - person.end :]
        if not _names_somebody(between, self.gazetteer):
            return person
        is_far = position - person.start > PRONOUN_REACH
        return self._named_before(position, self.mentions[first:last], fits) if is_far else None

    def _named_before(
        self, position: int, known: Sequence[Mention], fits: Callable[[str], bool]
    ) -> Mention | None:
        """The last unknown person, recognised by capitals, who is named at the start of a sentence: "Ada Lund, who led ..."."""
        for match in reversed(
            list(FULL_NAME.finditer(self.text, max(0, position - 2 * PRONOUN_REACH), position))
        ):
            actor = find_name(match["name"])
            if (
                actor
                and SUBJECT_PLACE.search(self.text, max(0, match.start() - 3), match.start())
                and actor.kind == "person"
                and fits(actor.name)
                and not any(m.start < match.end() and match.start() < m.end for m in known)
            ):
                return Mention(match.start("name"), match.end("name"), actor, "shape")
        return None

    def mentions_between(self, start: int, end: int) -> Sequence[Mention]:
        """The mentions that begin in start..end, in the order of the text."""
        first, last = (bisect_left(self.mentions, at, key=attrgetter("start")) for at in (start, end))
        return self.mentions[first:last]

    @cached_property
    def states_by_start(self) -> dict[int, str]:
        """The names of states by the position of their mention; groups of states are left out."""
        return {m.start: m.actor.name for m in self.mentions if m.actor.kind == "state" and m.form != "group"}

    @cached_property
    def states_by_end(self) -> dict[int, str]:
        return {m.end: m.actor.name for m in self.mentions if m.actor.kind == "state" and m.form != "group"}

    def mentions_in(self, sentence: Sentence) -> list[Mention]:
        return [
            replace(m, start=m.start - sentence.start, end=m.end - sentence.start)
            for m in islice(_within(self.mentions, sentence), MAX_MENTIONS)
        ]


@dataclass(frozen=True)
class Passage:
    """A sentence of an article with its dates and mentions, whose offsets are within the sentence."""

    article: Article
    sentence: Sentence
    dates: Sequence[DateMention]
    mentions: Sequence[Mention]

    @property
    def text(self) -> str:
        return self.sentence.text

    @property
    def language(self) -> Language:
        return self.article.language

    @property
    def order(self) -> int:
        return self.sentence.order

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        return [(d.start, d.end) for d in self.dates]

    @property
    def clauses(self) -> Sequence[Clause]:
        """The clauses, found once for each sentence."""
        kept = self.article.clauses
        if self.sentence.start not in kept:
            kept.clear()  # sentences are read one by one
            kept[self.sentence.start] = self.language.clauses(self.text, self.spans)
        return kept[self.sentence.start]

    @cached_property
    def undated(self) -> str:
        """The text with its dates, and the words that lead in to them, replaced by blanks."""
        text = self.text
        for m in self.dates:
            start = self.language.lead_of_date(text, m.start)
            text = text[:start] + " " * (m.end - start) + text[m.end :]
        return text


def passage_of(article: Article, sentence: Sentence) -> Passage:
    return Passage(article, sentence, article.dates_in(sentence), article.mentions_in(sentence))


Found = TypeVar("Found", DateMention, Mention)


def _within(found: Sequence[Found], sentence: Sentence) -> Iterator[Found]:
    """The items of a list in text order that lie in the sentence."""
    first = bisect_left(found, sentence.start, key=attrgetter("start"))
    for mention in islice(found, first, None):
        if mention.start >= sentence.end:
            return
        if mention.end <= sentence.end:
            yield mention


def _main_states(mentions: Sequence[Mention]) -> tuple[list[KnownActor], list[int]]:
    """The states in the text, most often named first, with their counts; a person counts for the state represented."""
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


def _names_somebody(text: str, gazetteer: Gazetteer) -> bool:
    """Whether a text names a person, by a courtesy title or by capitals."""
    if SOMEBODY.search(text):
        return True
    for match in FULL_NAME.finditer(text):
        if any(word in gazetteer.people for word in match["name"].split()):
            continue  # "the East African nation"
        is_place = PLACE_WORDS.search(match["name"]) or AT_A_PLACE.search(text, 0, match.start())
        name = None if is_place else find_name(match["name"])
        if name is not None and name.kind == "person":
            return True
    return False
