"""The events of an undated sentence in languages whose verb comes last: those of its last clause, and of clauses before it.

Positions and lengths are characters of the sentence; the lengths were set by hand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .reported import ReportedEvent
from .senses import Grammar, is_speech, named_by, sense_of

TAIL = 40  # characters at the end of a sentence that have its main predicate
CLOSE = 14  # characters from the noun of the last verb to the full stop


def find_main_predicates(
    grammar: Grammar, sentence: str, names: Sequence[tuple[int, int]]
) -> list[ReportedEvent]:
    """The events of an undated sentence in the past tense: its last clause, and the clauses linked before it that are in
    the lexicon."""
    text = grammar.masked(sentence, names).rstrip()
    main, span = _main_word(grammar, text), (0, len(text))
    if main is None:
        return []
    word = sense_of(grammar, text, 0, main.end()) or grammar.words[main.group()]
    chained = []
    for verb in grammar.verb.finditer(text, 0, max(0, main.start() - 4)):
        is_apart = grammar.topic.search(text, verb.end(), main.start()) is not None
        is_describing = grammar.is_describing(text, verb.end())
        known = None if is_describing else named_by(grammar, text, 0, verb, or_says=is_apart)
        is_real = not grammar.leads_to_another(text, 0, verb) and not grammar.is_unreal(text, verb)
        is_content = word.kind == "statement" and is_within_speech(grammar, text, 0, verb, main.start())
        if (
            known
            and is_real
            and not is_content
            and not grammar.plan.search(text, verb.start(), verb.end() + 8)
        ):
            chained.append(
                ReportedEvent(verb.start(), verb.end(), known.kind, None, known.gloss, False, span)
            )
    chained = [event for event in chained if event.headline != word.gloss]  # "총격을 가했고 16명이 사망"
    last = grammar.verb.search(text, main.end()) if grammar.comes.match(text, main.end()) else None
    end = last.end() if last else main.end()  # "성명이 이어졌다" needs its verb
    return [*chained, ReportedEvent(main.start(), end, word.kind, None, word.gloss, False, span)]


def _main_word(grammar: Grammar, text: str) -> re.Match[str] | None:
    """The word of the lexicon that the last verb of a sentence in the past tense is made of; None if it tells no news."""
    tail = text[-TAIL:]
    if grammar.toll.match(text) or not grammar.past_close.search(tail) or grammar.on_record.search(tail):
        return None
    named = [
        m
        for m in grammar.pattern.finditer(text, max(0, len(text) - TAIL))
        if not grammar.part_of_noun.match(text, m.end())
    ]
    if not named:
        return None
    main, word = named[-1], grammar.words[named[-1].group()]
    mood = main.start() - 4 if is_speech(word) else len(text) - TAIL  # also that something is not so is said
    rest = text[main.end() :]
    is_of_another = len(rest) > CLOSE or grammar.topic.search(rest) or grammar.place_mark.match(rest)
    if is_of_another or grammar.unreal.search(text, max(0, mood)):
        return None  # something else is done, which the lexicon does not name
    if grammar.nominative.search(rest[1:]) and not grammar.verb.match(text, main.end()):
        return None  # of something else: "쿠데타 움직임이 포착됐다"
    is_passed_on = word.kind == "statement" and grammar.media.search(text, 0, main.start())
    return None if is_passed_on else main


def is_within_speech(grammar: Grammar, text: str, start: int, verb: re.Match[str], end: int) -> bool:
    """Whether the verb is part of what is said: from ``start`` on it has a subject of its own, behind the speaker."""
    speaker = grammar.topic.search(text, 0, verb.start())
    first = max(start, speaker.end()) if speaker else start
    has_subject = grammar.nominative.search(text, first, verb.start())
    return bool(has_subject and grammar.quotes.search(text, verb.end(), end))
