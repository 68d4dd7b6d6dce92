"""What a model's answer is checked against, found once for the whole article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from articles.extraction.actors import Mention, find_mentions
from articles.extraction.claims import Claim
from articles.extraction.dates import DateMention, find_dates, join_spans
from articles.extraction.gazetteer import Gazetteer
from articles.extraction.sentences import Sentence, split_sentences

from .lists import pattern
from .passages import INVISIBLE, Printed, Span


def _without_orders(text: str) -> str:
    """The text without lines that give instructions to a model, which are no evidence; every other character in its place."""
    orders = pattern("orders", "any")
    lines = text.splitlines(keepends=True)
    kept = [blank(line) if orders and orders.search(INVISIBLE.sub("", line)) else line for line in lines]
    return "".join(kept)


def blank(line: str) -> str:
    """As many spaces, so that all positions stay the same; line ends are kept."""
    return "".join(sign if sign in "\r\n" else " " for sign in line)


class Material:
    """An article with its dates, sentences and mentions of actors, as the rules find them, and the claims of the rules.

    ``evidence`` is the text that counts, every character in its place; ``text`` is the text to quote.
    """

    def __init__(
        self,
        text: str,
        published: date | None,
        language: str,
        gazetteer: Gazetteer,
        witnesses: Sequence[Claim] = (),
        asked_on: date | None = None,
    ):
        self.text, self.published, self.language, self.gazetteer = text, published, language, gazetteer
        self.witnesses, self.asked_on = witnesses, asked_on
        self.evidence = _without_orders(text)
        self.printed = Printed(self.evidence)

    @cached_property
    def dates(self) -> list[DateMention]:
        return join_spans(find_dates(self.evidence, reference_date=self.published, language=self.language))

    @cached_property
    def mentions(self) -> list[Mention]:
        return find_mentions(self.evidence, self.gazetteer)

    @cached_property
    def main_states(self) -> frozenset[str]:
        """The states that the text names most, by name, adjective or capital; more than one if the counts are equal."""
        counts = Counter(m.actor.name for m in self.mentions if m.actor.kind == "state")
        most = max(counts.values(), default=0)
        return frozenset(name for name, count in counts.items() if count == most)

    @cached_property
    def sentences(self) -> list[Sentence]:
        return split_sentences(self.evidence)

    def words(self, spans: Iterable[Span]) -> str:
        return "\n".join(self.text[span.start : span.end] for span in spans)

    def dates_in(self, span: Span) -> list[DateMention]:
        return [m for m in self.dates if m.start < span.end and span.start < m.end]

    def mentions_in(self, spans: Sequence[Span]) -> list[Mention]:
        return [m for m in self.mentions if any(m.start < s.end and s.start < m.end for s in spans)]

    def sentence_of(self, span: Span) -> Span:
        """The sentence around a span, or the span itself if it is in none."""
        for sentence in self.sentences:
            if sentence.start < span.end and span.start < sentence.end:
                return Span(sentence.start, sentence.end)
        return span
