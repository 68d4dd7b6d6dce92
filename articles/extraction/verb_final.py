"""Clauses in languages whose verb comes last: a date belongs to the first verb after it that reports an event.

A ``Grammar`` holds what differs between the languages: verbs, moods, words and headlines. Positions and lengths are
characters of the sentence; the lengths were set by hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from timeline.dates import Precision, parse_edtf

from .main_predicates import find_main_predicates, is_within_speech
from .reported import DATED_LONG, ReportedEvent
from .senses import BESIDE, CARRIERS, Grammar, Word, is_speech, named_by, sense_of
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


def dated_events(grammar: Grammar) -> Callable[[Passage, Sequence[DateMention]], list[ReportedEvent]]:
    """How this grammar finds the events of a passage on its dates: a function of the passage and of its dates."""

    def found(passage: Passage, dates: Sequence[DateMention]) -> list[ReportedEvent]:
        if not dates:
            return []
        people = spans_of_people(passage)
        events = find_predicates(grammar, passage.text, dates, passage.spans, people)
        has_all = len(dates) == len(passage.dates) and passage.article.published is not None
        text = grammar.masked(passage.text, people) if has_all else ""
        if text and not events and all(text[one.start] == " " for one in dates):
            main = find_main_predicates(grammar, passage.text, people)
            return [replace(event, mention=dates[-1]) for event in main]  # of the day of the report
        of_nouns = events or all(_is_of_a_noun(grammar, text, one) for one in dates)
        if text and of_nouns and all(grammar.is_describing(text, event.end) for event in events):
            taken = max((event.end for event in events), default=0)
            main = find_main_predicates(grammar, passage.text, people)
            events += [event for event in main if event.start >= taken]  # the dates only identify a noun
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
    spans = [s for s in spans if s not in again and text[s[0]] != "〇"]
    for mention in dates:
        when = parse_edtf(mention.edtf or "")
        if (
            when.precision in DATED_LONG
            or (when.latest - when.earliest).days > 1100
            or text[mention.start] in "〇 "
            or grammar.is_of_argument(text, spans, mention.start, mention.end)
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
        end = min([*others[:1], _reach(text, mention.end)])
        is_beside = end - mention.end < SHORTEST  # "24일 다음 달로 예정됐던 회담을 취소했다"
        reported = None if is_beside else _predicate(grammar, text, sentence, mention, mention.end, end)
        if reported is not None:
            found.append(reported)
        elif others:
            beyond = _reach(text, mention.end)
            reported = _predicate(grammar, text, sentence, mention, mention.end, beyond, is_far=True)
            far += [reported] if reported is not None else []
    for one in far:
        near = next((event for event in found if event.start == one.start), None)
        if near is not None and _is_finer(grammar, sentence, one.mention, near.mention):
            found.remove(near)  # "28일 만나 연내 철수에 합의했다"
        if near is None or near not in found:
            found.append(one)
    found += _chained(grammar, text, sentence, found, spans)
    of_each = {(t.start, t.headline): t for t in reversed(found)}
    return [*of_each.values()][::-1]  # one event for each predicate


# A day counted from another, which stands with its own noun: "11일 전날 총선의 패배를 인정했다".
RELATIVE = re.compile(r"전날|다음\s?날|이튿날|前日|翌日")


def _is_finer(grammar: Grammar, sentence: str, one: DateMention | None, two: DateMention | None) -> bool:
    """Whether the first of two dates before a predicate is a day, and the second is none or counted from it."""
    first, second = (parse_edtf(d.edtf or "").precision if d else Precision.YEAR for d in (one, two))
    is_relative = two is not None and RELATIVE.match(sentence, two.start)
    if one and two and grammar.media_says.search(sentence, one.end, two.start):
        return False  # that of the report: "10일 통신에 따르면 ... 전날"
    return first == Precision.DAY and (second != Precision.DAY or bool(is_relative))


def _reach(text: str, start: int) -> int:
    """The end of what may hold the predicate of a date; what is masked does not count."""
    end = start + LONGEST
    while (longer := start + LONGEST + text.count("〇", start, end)) > end:
        end = longer
    return min(end, len(text))


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
COUNTED = re.compile(r"인\s(?:지난\s|오는\s)?")


def _given_again(text: str, spans: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """The dates that a bracket gives for one right before it, "29日夕（日本時間30日朝）", and those counted from something
    that stand before the same date: "선거 사흘 전인 6일"."""
    pairs = [*pairwise(spans)]
    behind = {two for one, two in pairs if AGAIN.fullmatch(text, one[1], two[0])}
    return behind | {one for one, two in pairs if COUNTED.fullmatch(text, one[1], two[0])}


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
        is_anew = grammar.topic.search(text, last.end, verb.start()) is not None  # who says something
        names = named_by(grammar, text, last.end, verb, or_says=is_anew)
        if names is None or grammar.is_unreal(text, verb):
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
                    is_past=not planned and grammar.is_past(text, verb.end()),
                )
            )
    return found


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
    if _is_of_a_noun(grammar, text, mention):
        verb = grammar.verb.search(text, mention.end, end + 2)
        noun = grammar.pattern.search(text, verb.end(), verb.end() + BESIDE) if verb else None
        if not verb or not noun or grammar.place_mark.search(text, verb.end(), noun.start()):
            return None
        is_leading = grammar.leads_to_another(text, start, verb)
        return None if is_leading else _built(grammar, text, sentence, mention, *verb.span(), start)
    every = [*grammar.verb.finditer(text, start, end + 2)]
    verbs = [
        verb
        for verb, behind in zip_longest(every, every[1:])
        if not grammar.leads_to_another(text, start, verb)
        and not (behind and _is_coordinate(grammar, verb) and grammar.content.match(text, behind.end()))
        and not (
            grammar.media_says.search(text[max(start, verb.end() - 8) : verb.end()]) and verb.end() < end
        )
        and not _only_describes(grammar, text, mention, verb)
        and not (is_far and grammar.is_unreal(text, verb))
    ]
    if len(verbs) > 1 and grammar.quotes.search(text, verbs[0].end(), verbs[-1].start()):
        said = _said_of_it(grammar, text, verbs[1:MOST_VERBS])
        if said and is_within_speech(grammar, text, start, verbs[0], said.start()):
            verbs = [said]
    if not verbs:
        noun = _closing_noun(grammar, text, start, end)
        return noun and _built(grammar, text, sentence, mention, noun.start(), noun.end(), start)
    leads_on = verbs[0].group().endswith(grammar.leads_on)  # "-하기로 합의했다"
    verb = (
        verbs[1] if leads_on and len(verbs) > 1 and verbs[1].start() - verbs[0].end() < BESIDE else verbs[0]
    )
    if grammar.is_unreal(text, verb):
        said = _said_of_it(grammar, text, verbs[:2])
        if said is None:
            return None
        verb = said
    return _built(grammar, text, sentence, mention, verb.start(), verb.end(), start)


def _is_coordinate(grammar: Grammar, verb: re.Match[str]) -> bool:
    """Whether the verb shares its mood with the next one: "선언하고 비핵화한다는 목표"."""
    return verb.group().endswith(grammar.coordinates)


def _said_of_it(grammar: Grammar, text: str, verbs: Sequence[re.Match[str]]) -> re.Match[str] | None:
    """The verb by which somebody says what is unreal: "辞任する考えはないと述べた"."""
    for verb in verbs:
        for found in grammar.pattern.finditer(text, max(0, verb.start() - BESIDE), verb.end()):
            word = grammar.words[found.group()]
            is_said = word.kind == "statement" or word.gloss == "announcement"
            if is_said and grammar.quotes.search(text, max(0, found.start() - BESIDE), found.start()):
                return verb
    return None


def _only_describes(grammar: Grammar, text: str, mention: DateMention, verb: re.Match[str]) -> bool:
    """Whether the verb only modifies a noun, while the date belongs to the clause around it.

    This is so if a comma follows the date, or if the verb is not one that reports news.
    """
    start = mention.end
    tail = grammar.describes.search(text, max(verb.start(), verb.end() - 3), verb.end() + 2)
    if tail is None:
        return False
    if _is_of_an_event(grammar, text, verb):
        return True
    is_apart = grammar.apart.match(text, start) is not None
    # A topic is never the subject of a modifying clause; it opens the clause around that.
    is_apart = is_apart or grammar.topic.search(text, start, verb.start()) is not None
    is_apart = is_apart or grammar.apart_by_verb.search(text, start, verb.start()) is not None
    event = grammar.pattern.search(text, start, start + BESIDE)  # "지난해 11월 회담에서 ..."
    is_apart = is_apart or (event is not None and grammar.event_place.match(text, event.end()) is not None)
    is_apart = is_apart or _is_of_the_topic(grammar, text, mention, verb)
    return is_apart or not grammar.names_news(text, start, verb)


def _is_of_the_topic(grammar: Grammar, text: str, mention: DateMention, verb: re.Match[str]) -> bool:
    """Whether a day is that of the clause which the topic or the only subject right before it opens: "법원은 3일 뇌물 혐의로 기소된 시장을 풀어줬다".

    A verb right behind the day, with a subject of its own or of what was said has that day itself: "3일 발표한",
    "3일 북한이 발사한", "3일 회원국 이름으로 발표한 성명에서".
    """
    if parse_edtf(mention.edtf or "").precision != Precision.DAY:
        return False
    before = (text, max(0, mention.start - BESIDE), mention.start)
    subjects = [*grammar.topic.finditer(text), *grammar.nominative.finditer(text)]
    is_alone = len(subjects) == 1 and subjects[0].end() == mention.start
    is_behind = is_alone or grammar.topic_before_day.search(*before)
    between = text[mention.end : max(mention.end, text.rfind(" ", 0, verb.end() - 1))].strip()
    described = text.find(" ", verb.end()) + 1
    is_own = grammar.nominative.search(text, mention.end, verb.start())
    is_own = is_own or grammar.place_mark.search(text, verb.end(), described)
    return bool(is_behind and between and not is_own)


def _is_of_a_noun(grammar: Grammar, text: str, mention: DateMention) -> bool:
    """Whether a year or a month is that of the clause which describes a noun: "지난해 협상을 방해한 혐의로 선고받았다".

    A day is also that of the clause around it: "3일 파리에서 만난 장관들은 합의했다".
    """
    if parse_edtf(mention.edtf or "").precision == Precision.DAY or grammar.apart.match(text, mention.end):
        return False
    verb = grammar.verb.search(text, mention.end, _reach(text, mention.end))
    if (
        verb is None
        or not grammar.is_describing(text, verb.end())
        or grammar.names_news(text, mention.end, verb)
    ):
        return False
    if grammar.place_mark.search(text, mention.end, min(verb.start(), mention.end + BESIDE)):
        return False  # "지난해 11월 회담에서 ..."
    is_outer = grammar.topic.search(text, mention.end, verb.start())
    return is_outer is None and grammar.apart_by_verb.search(text, mention.end, verb.start()) is None


def _is_of_an_event(grammar: Grammar, text: str, verb: re.Match[str]) -> bool:
    """Whether the verb tells what is said at an event or in a paper: "퇴진을 요구하는 집회가 열렸다"."""
    said = [*grammar.pattern.finditer(text, max(0, verb.start() - 6), verb.end())][-1:]
    if not said or not is_speech(grammar.words[said[0].group()]):
        return False
    noun = grammar.pattern.search(text, verb.end(), verb.end() + BESIDE)
    return noun is not None and grammar.marked.match(text, noun.end()) is not None


def _closing_noun(grammar: Grammar, text: str, start: int, end: int) -> re.Match[str] | None:
    """A verbal noun that ends the sentence without a verb, as in headlines: "平和賞を受賞。"."""
    found = [*grammar.pattern.finditer(text, start, end)]
    last = found[-1] if found else None
    return last if last and grammar.noun_end.match(text, last.end()) else None


def _built(
    grammar: Grammar, text: str, sentence: str, mention: DateMention, first: int, last: int, start: int
) -> ReportedEvent | None:
    word = _sense_at(grammar, text, mention, last + 2 * (text[last - 1] not in "、。., "))
    planned = bool(grammar.plan.search(text, first, last + 8))
    headline = word.gloss if word else _phrase(sentence[start : min(len(sentence), last)])
    if not headline:
        return None
    # what was decided on may lie ahead: "第2回公判は11月28日に決まった"
    direct = [*grammar.pattern.finditer(text, start, last)][-1:]
    is_decision = bool(direct) and grammar.words[direct[0].group()].gloss == "decision"
    past = grammar.is_past(text, last) and not (planned or is_decision)
    return ReportedEvent(
        first,
        last,
        word.kind if word else "other",
        mention,
        headline,
        planned,
        (0, len(sentence)),
        is_past=past,
        is_content=grammar.quotes.search(text, mention.end, first) is not None,
        is_ahead=bool(grammar.ahead.search(text, first, last)),
    )


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
