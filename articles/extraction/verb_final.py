"""Clauses in languages whose verb comes last: a date belongs to the first verb after it that reports an event.

A ``Grammar`` holds what differs between the languages: verbs, moods, words and headlines. Positions and lengths are
characters of the sentence; the lengths were set by hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from timeline.dates import Precision, parse_edtf

from .reported import DATED_LONG, ReportedEvent
from .senses import BESIDE, CARRIERS, GRAVE, LIGHT, ORDERS, Grammar, Word, sense_of
from .timex.mentions import DateMention

if TYPE_CHECKING:
    from .article import Passage

LONGEST = 90  # characters from a date to its predicate
SAME = 3  # characters between the day and the hour of one date
NOT_WHEN = 14  # characters behind a date in which it shows that it only bounds
SHORTEST = 4  # characters that hold a predicate
MOST_VERBS = 5  # of a clause, among which one is looked for by which somebody says the others
CHAIN = 120  # characters after a dated predicate within which the next clauses have its day
LAST_CHAIN = 240  # the same for the last predicate of the sentence
TAIL = 40  # characters at the end of a sentence that have its main predicate


def dated_events(grammar: Grammar) -> Callable[[Passage, Sequence[DateMention]], list[ReportedEvent]]:
    """How this grammar finds the events of a passage on its dates: a function of the passage and of its dates."""

    def found(passage: Passage, dates: Sequence[DateMention]) -> list[ReportedEvent]:
        people = spans_of_people(passage)
        events = find_predicates(grammar, passage.text, dates, passage.spans, people)
        has_all = len(dates) == len(passage.dates) and passage.article.published is not None
        text = grammar.masked(passage.text, people) if has_all and events else ""
        if text and all(grammar.is_describing(text, event.end) for event in events):
            taken = [event.end for event in events]
            main = find_main_predicates(grammar, passage.text, people)
            events += [event for event in main if event.start >= max(taken)]  # the dates only identify a noun
        return events

    return found


def undated_events(grammar: Grammar) -> Callable[[Passage], list[ReportedEvent]]:
    """How this grammar finds the events of a passage without dates."""
    return lambda passage: find_main_predicates(grammar, passage.text, spans_of_people(passage))


def spans_of_people(passage: Passage) -> list[tuple[int, int]]:
    """The spans (start, end) of people's names in the passage, in which no verb is looked for."""
    return [(m.start, m.end) for m in passage.mentions if m.actor.kind == "person"]


def find_predicates(
    grammar: Grammar,
    sentence: str,
    dates: Sequence[DateMention],
    spans: Sequence[tuple[int, int]],
    names: Sequence[tuple[int, int]],
) -> list[ReportedEvent]:
    """The events of the sentence on these dates: for each date the first predicate after it, in its clause."""
    text = grammar.masked(sentence, names)
    found: list[ReportedEvent] = []
    far: list[ReportedEvent] = []  # behind another date, which has the better right to them
    again = _given_again(text, spans)
    dates = [d for d in dates if (d.start, d.end) not in again]
    spans = [s for s in spans if s not in again]
    for mention in dates:
        when = parse_edtf(mention.edtf or "")
        if (
            when.precision in DATED_LONG
            or (when.latest - when.earliest).days > 1100
            or text[mention.start] == "〇"
        ):
            continue
        if "/" not in (mention.edtf or "") and grammar.not_when.match(
            sentence[mention.end : mention.end + NOT_WHEN]
        ):
            continue
        if noun := grammar.event_noun.match(text, mention.end):
            is_ahead = bool(noun.groupdict().get("ahead"))
            found.append(_named(grammar, sentence, mention, *noun.span("noun"), is_ahead=is_ahead))
            continue
        others = [s for s, _ in spans if s > mention.end + SAME]
        end = min([*others[:1], mention.end + LONGEST, len(text)])
        is_beside = end - mention.end < SHORTEST  # "24일 다음 달로 예정됐던 회담을 취소했다"
        reported = None if is_beside else _predicate(grammar, text, sentence, mention, mention.end, end)
        if reported is not None:
            found.append(reported)
        elif others:
            beyond = min(len(text), mention.end + LONGEST)
            reported = _predicate(grammar, text, sentence, mention, mention.end, beyond, is_far=True)
            far += [reported] if reported is not None else []
    for one in far:
        near = next((event for event in found if event.start == one.start), None)
        if near is not None and _is_finer(one.mention, near.mention):
            found.remove(near)  # "28일 만나 연내 철수에 합의했다"
        if near is None or near not in found:
            found.append(one)
    found += _chained(grammar, text, sentence, found, spans)
    return list({(t.start, t.headline): t for t in reversed(found)}.values())[
        ::-1
    ]  # one event for each predicate


def _is_finer(one: DateMention | None, two: DateMention | None) -> bool:
    first, second = (parse_edtf(d.edtf or "").precision if d else Precision.YEAR for d in (one, two))
    return first == Precision.DAY != second


def _named(
    grammar: Grammar, sentence: str, mention: DateMention, start: int, end: int, *, is_ahead: bool
) -> ReportedEvent:
    """An event that is called by its noun: "1983年に起きたラングーン事件", "5月に行われる選挙"."""
    word = sense_of(grammar, sentence, start, end)
    return ReportedEvent(
        start,
        end,
        word.kind if word else "other",
        mention,
        sentence[start:end],
        is_ahead,
        (mention.start, end),
        is_past=not is_ahead,
    )


AGAIN = re.compile(
    r"[夕夜朝昼頃경쯤께]?[、\s]?[(（](?:日本|現地|韓国|한국|현지|일본|UTC|GMT)?(?:時間|時刻|시간|시각)?[、\s]?"
)


def _given_again(text: str, spans: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """The dates that a bracket gives for one right before it: "29日夕（日本時間30日朝）"."""
    return {spans[n] for n in range(1, len(spans)) if AGAIN.fullmatch(text, spans[n - 1][1], spans[n][0])}


def _chained(
    grammar: Grammar,
    text: str,
    sentence: str,
    dated: Sequence[ReportedEvent],
    spans: Sequence[tuple[int, int]],
) -> list[ReportedEvent]:
    """The events in the clauses after a dated one, on the same day, if they are in the lexicon: "met on Friday, and signed"."""
    main = [t for t in dated if t.mention and not grammar.is_describing(text, t.end)]
    found: list[ReportedEvent] = []
    first = min((t.end for t in main), default=len(text))
    for verb in grammar.verb.finditer(text, max(0, first - 2)):
        before = [t for t in main if t.start < verb.start() and t.mention and t.mention.end <= verb.start()]
        if not before or any(t.start < verb.end() and verb.start() < t.end for t in dated):
            continue
        last = max(before, key=lambda t: t.mention.end if t.mention else 0)
        if any(last.end <= s and e <= verb.start() and grammar.after_date.match(text, e) for s, e in spans):
            continue  # it has a date of its own
        reach = CHAIN if text[verb.end() :].strip(" 。.다") else LAST_CHAIN
        if verb.start() - last.end > reach or grammar.is_describing(text, verb.end()):
            continue
        if grammar.leads_to_another(text, last.end, verb):
            continue
        names = _named_by(grammar, text, last.end, verb)
        if names is None or _is_unreal(grammar, text, verb):
            continue
        planned = bool(grammar.plan.search(text, verb.start(), verb.end() + 8))
        if not planned or last.is_planned:
            found.append(
                ReportedEvent(
                    verb.start(),
                    verb.end(),
                    names.kind,
                    last.mention,
                    names.gloss,
                    planned,
                    (0, len(sentence)),
                )
            )
    return found


def _named_by(grammar: Grammar, text: str, start: int, verb: re.Match[str]) -> Word | None:
    """The verb, or the noun just before it, as a word of the lexicon; None for one that says little."""
    found = [*grammar.pattern.finditer(text, max(start, verb.start() - 6), verb.end())]
    word = grammar.words[found[-1].group()] if found else None
    if word is None or word.gloss in LIGHT or _is_speech(word):
        return None
    return word if word.kind != "other" or word.gloss in GRAVE else None


def find_main_predicates(
    grammar: Grammar, sentence: str, names: Sequence[tuple[int, int]]
) -> list[ReportedEvent]:
    """The events of an undated sentence in the past tense: its last clause, and the clauses linked before it that are in
    the lexicon."""
    text = grammar.masked(sentence, names)
    tail = text[-TAIL:]
    if grammar.toll.match(text):
        return []
    if grammar.unreal.search(tail) or not grammar.past_close.search(tail) or grammar.on_record.search(tail):
        return []
    named = [
        m
        for m in grammar.pattern.finditer(text, max(0, len(text) - TAIL))
        if not grammar.part_of_noun.match(text, m.end())
    ]
    if not named:
        return []
    main, span = named[-1], (0, len(text))
    rest = text[main.end() :]
    if len(rest) > CLOSE or grammar.topic.search(rest) or grammar.place_mark.match(rest):
        return []  # something else is done, which the lexicon does not name
    if grammar.words[main.group()].kind == "statement" and grammar.media.search(text, 0, main.start()):
        return []
    word = sense_of(grammar, text, 0, main.end()) or grammar.words[main.group()]
    chained = []
    for verb in grammar.verb.finditer(text, 0, max(0, main.start() - 4)):
        known = None if grammar.is_describing(text, verb.end()) else _named_by(grammar, text, 0, verb)
        is_real = not grammar.leads_to_another(text, 0, verb) and not grammar.unreal.search(
            text, max(0, verb.start() - 4), verb.end() + 6
        )
        is_said = word.kind == "statement" and _is_within_speech(grammar, text, 0, verb, main.start())
        if known and is_real and not is_said and not grammar.plan.search(text, verb.start(), verb.end() + 8):
            chained.append(
                ReportedEvent(verb.start(), verb.end(), known.kind, None, known.gloss, False, span)
            )
    chained = [event for event in chained if event.headline != word.gloss]  # "총격을 가했고 16명이 사망"
    last = grammar.verb.search(text, main.end()) if grammar.comes.match(text, main.end()) else None
    end = last.end() if last else main.end()  # "성명이 이어졌다" needs its verb
    return [*chained, ReportedEvent(main.start(), end, word.kind, None, word.gloss, False, span)]


def _is_within_speech(grammar: Grammar, text: str, start: int, verb: re.Match[str], end: int) -> bool:
    """Whether the verb is part of what is said: from ``start`` on it has a subject of its own, behind the speaker."""
    speaker = grammar.topic.search(text, 0, verb.start())
    first = max(start, speaker.end()) if speaker else start
    has_subject = grammar.nominative.search(text, first, verb.start())
    return bool(has_subject and grammar.quotes.search(text, verb.end(), end))


def _predicate(
    grammar: Grammar,
    text: str,
    sentence: str,
    mention: DateMention,
    start: int,
    end: int,
    *,
    is_far: bool = False,
) -> ReportedEvent | None:
    """The event on a date: the first verb after it that does more than modify a noun.

    Behind another date (``is_far``) a verb that only tells what was to come has that date, and is passed over.
    """
    every = [*grammar.verb.finditer(text, start, end + 2)]
    verbs = [
        verb
        for verb, behind in zip_longest(every, every[1:])
        if not grammar.leads_to_another(text, start, verb)
        and not (behind and _is_coordinate(grammar, verb) and grammar.content.match(text, behind.end()))
        and not (
            grammar.media_says.search(text[max(start, verb.end() - 8) : verb.end()]) and verb.end() < end
        )
        and not _only_describes(grammar, text, start, verb)
        and not (is_far and _is_unreal(grammar, text, verb))
    ]
    if len(verbs) > 1 and grammar.quotes.search(text, verbs[0].end(), verbs[-1].start()):
        said = _said_of_it(grammar, text, verbs[1:MOST_VERBS])
        if said and _is_within_speech(grammar, text, start, verbs[0], said.start()):
            verbs = [said]
    if not verbs:
        noun = _closing_noun(grammar, text, start, end)
        return noun and _built(grammar, text, sentence, mention, noun.start(), noun.end(), start)
    leads_on = verbs[0].group().endswith(grammar.leads_on)  # "-하기로 합의했다"
    verb = (
        verbs[1] if leads_on and len(verbs) > 1 and verbs[1].start() - verbs[0].end() < BESIDE else verbs[0]
    )
    if _is_unreal(grammar, text, verb):
        said = _said_of_it(grammar, text, verbs[:2])
        if said is None:
            return None
        verb = said
    return _built(grammar, text, sentence, mention, verb.start(), verb.end(), start)


def _is_coordinate(grammar: Grammar, verb: re.Match[str]) -> bool:
    """Whether the verb shares its mood with the next one: "선언하고 비핵화한다는 목표"."""
    return verb.group().endswith(grammar.coordinates)


def _is_unreal(grammar: Grammar, text: str, verb: re.Match[str]) -> bool:
    return grammar.unreal.search(text, max(0, verb.start() - 4), verb.end() + 6) is not None


def _said_of_it(grammar: Grammar, text: str, verbs: Sequence[re.Match[str]]) -> re.Match[str] | None:
    """The verb by which somebody says what is unreal: "辞任する考えはないと述べた"."""
    for verb in verbs:
        for found in grammar.pattern.finditer(text, max(0, verb.start() - BESIDE), verb.end()):
            word = grammar.words[found.group()]
            is_said = word.kind == "statement" or word.gloss == "announcement"
            if is_said and grammar.quotes.search(text, max(0, found.start() - BESIDE), found.start()):
                return verb
    return None


def _only_describes(grammar: Grammar, text: str, start: int, verb: re.Match[str]) -> bool:
    """Whether the verb only modifies a noun, while the date belongs to the clause around it.

    This is so if a comma follows the date, or if the verb is not one that reports news.
    """
    tail = grammar.describes.search(text, max(verb.start(), verb.end() - 3), verb.end() + 2)
    if tail is None:
        return False
    if _is_of_an_event(grammar, text, verb):
        return True
    is_apart = grammar.apart.match(text, start) is not None
    # A topic is never the subject of a modifying clause; it opens the clause around that.
    is_apart = is_apart or grammar.topic.search(text, start, verb.start()) is not None
    is_apart = is_apart or grammar.apart_by_verb.search(text, start, verb.start()) is not None
    return is_apart or not grammar.names_news(text, start, verb)


def _is_of_an_event(grammar: Grammar, text: str, verb: re.Match[str]) -> bool:
    """Whether the verb tells what is said at an event or in a paper: "퇴진을 요구하는 집회가 열렸다"."""
    said = [*grammar.pattern.finditer(text, max(0, verb.start() - 6), verb.end())][-1:]
    if not said or not _is_speech(grammar.words[said[0].group()]):
        return False
    noun = grammar.pattern.search(text, verb.end(), verb.end() + BESIDE)
    return noun is not None and grammar.marked.match(text, noun.end()) is not None


def _is_speech(word: Word) -> bool:
    return word.kind == "statement" or word.gloss in ORDERS


def _closing_noun(grammar: Grammar, text: str, start: int, end: int) -> re.Match[str] | None:
    """A verbal noun that ends the sentence without a verb, as in headlines: "平和賞を受賞。"."""
    found = [*grammar.pattern.finditer(text, start, end)]
    last = found[-1] if found else None
    return last if last and grammar.noun_end.match(text, last.end()) else None


def _built(
    grammar: Grammar, text: str, sentence: str, mention: DateMention, first: int, last: int, start: int
) -> ReportedEvent | None:
    is_closed = text[last - 1] in "、。., "
    word = _sense_at(grammar, text, mention, last if is_closed else min(len(text), last + 2))
    planned = bool(grammar.plan.search(text, first, last + 8))
    headline = word.gloss if word else _phrase(sentence[start : min(len(sentence), last)])
    if not headline:
        return None
    # what was decided on may lie ahead: "第2回公判は11月28日に決まった"
    direct = [*grammar.pattern.finditer(text, start, last)][-1:]
    is_decision = bool(direct) and grammar.words[direct[0].group()].gloss == "decision"
    past = bool(grammar.past.search(text, max(0, last - 3), last + 2)) and not (planned or is_decision)
    return ReportedEvent(
        first,
        last,
        word.kind if word else "other",
        mention,
        headline,
        planned,
        (0, len(sentence)),
        is_past=past,
        is_ahead=bool(grammar.ahead.search(text, first, last)),
    )


CLOSE = 14  # characters from the noun of the last verb to the full stop


def _sense_at(grammar: Grammar, text: str, mention: DateMention, end: int) -> Word | None:
    """The event after a date, or if that says little, the one directly before it: "総選挙を31日に実施"."""
    word = sense_of(grammar, text, mention.end, end)
    if word is not None and word.gloss not in CARRIERS:
        return word
    lead = grammar.before_date.search(text, max(0, mention.start - BESIDE), mention.start)
    ahead = lead and sense_of(grammar, text, max(0, mention.start - BESIDE - 6), lead.start())
    return ahead if ahead and ahead.kind not in ("other", "statement", "summit") else word


def _phrase(clause: str) -> str:
    """The end of a clause in its own words, for events that are not in the lexicon."""
    piece = re.split(r"[、,。]", clause.strip(" 、,はにのでが은는이가에。"))[-1].strip()
    return piece[-28:]
