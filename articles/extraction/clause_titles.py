"""Titles of events that a clause reports in a language whose verb comes last: Korean and Japanese."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from .claims import Claim
from .kinds import Happening
from .reported import ReportedEvent
from .senses import Grammar
from .verb_final import spans_of_people
from .wording import EXTRACT, Wording

if TYPE_CHECKING:
    from .article import Passage

STATES_REACH = 250  # characters before a passage within which "the two countries" are named


def word(grammar: Grammar) -> Callable[[Passage, Happening, Claim], Wording]:
    """How this grammar makes a title: the clause as a headline (`headline.py` of the language), with "the two countries" by name."""

    def worded(passage: Passage, happening: Happening, claim: Claim) -> Wording:
        if happening.topic and happening.topic == passage.text[happening.start : happening.end]:
            title = grammar.named(passage, happening.topic)
            return Wording(title, EXTRACT, happening.topic, (("subject", happening.topic),))
        people = [passage.text[start:end] for start, end in spans_of_people(passage)]
        wording = grammar.headline(
            passage.text,
            happening.start,
            happening.end,
            passage.spans,
            is_planned=claim.is_planned,
            before=passage.article.before(passage.sentence, grammar.goes_back),
            names=people,
        )
        if (both := grammar.both.match(wording.title)) and (names := _two_states_before(grammar, passage)):
            wording = replace(wording, title=grammar.joint.join(names) + wording.title[both.end() :])
        return replace(wording, title=grammar.named(passage, wording.title))

    return worded


def _two_states_before(grammar: Grammar, passage: Passage) -> list[str]:
    """The two states, as written, that were last named side by side before the passage: "日本と韓国"; else those of the
    sentence before, if it names two and no third."""
    article, end = passage.article, passage.sentence.start
    named = [
        m
        for m in article.mentions_between(max(0, end - STATES_REACH), end)
        if m.actor.kind == "state" and m.form != "group"
    ]
    for one, two in zip(reversed(named[:-1]), reversed(named), strict=False):
        if grammar.beside.fullmatch(article.text, one.end, two.start) and one.actor != two.actor:
            return [article.text[m.start : m.end] for m in (one, two)]
    last = end - len(article.before(passage.sentence)) - 2
    near = {m.actor.name: article.text[m.start : m.end] for m in reversed(named) if m.start >= last}
    return [*reversed(near.values())] if len(near) == 2 else []


def complete(passage: Passage, reported: ReportedEvent, claim: Claim) -> Claim | None:
    """The claim with its title as its topic, which distinguishes events; None for what speakers say of themselves.

    ``reported`` is not looked at: all languages are asked in the same way.
    """
    if not claim.titles:
        return claim
    title = claim.titles[0][1]
    subject = dict(claim.parts).get("subject", "").split()[-1:]
    is_own = any(FIRST_PERSON.match(words) for words in (title, *subject))
    return None if is_own else replace(claim, topic=title)


# Speakers about themselves ("저는", "私は"): the article does not itself report what they say.
FIRST_PERSON = re.compile(r"(?:저|나|우리|제가|私|我々|われわれ|僕)(?:[은는들]|[,、\s]|たち|$)")
