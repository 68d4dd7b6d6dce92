"""What the words of a language mean whose verb closes its clause: its grammar, its lexicon, and which word of a clause decides.

The lexicons are words.toml in the folders of Korean and Japanese, made by hand: each sense has an example and a
counter-example, which tests hold. Positions are characters of the sentence.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from .wording import Wording

if TYPE_CHECKING:
    from .article import Passage


@dataclass(frozen=True, slots=True)
class Word:
    """A sense of the lexicon: the kind of event that it reports, and its meaning in one English word ("verdict")."""

    kind: str
    gloss: str


KATAKANA = "[ァ-ヴー]"


def alone(entry: str, but: Sequence[str] = ()) -> str:
    """The source of a regular expression for a word of a list: ``^`` before it lets it begin a word only, one of katakana is no part of a longer one,
    and ``but`` are longer words in which it is none. What is asked of its surroundings stands behind it, so that the
    words of a list are still looked up by their first sign.
    """
    word = entry.removeprefix("^")
    found = re.escape(word)
    if entry != word:
        found += f"(?<![가-힣]{found})"
    if re.match(KATAKANA, word):
        found += f"(?<!{KATAKANA}{re.escape(word)})"
    if re.search(f"{KATAKANA}$", word):
        found += f"(?!{KATAKANA})"
    for longer in but:
        before, _, after = longer.partition(word)
        behind, ahead = re.escape(before + word), re.escape(after)
        found += f"(?!(?<={behind}){ahead})"
    return found


def any_of(entries: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """One pattern for the words of a list, each as :func:`alone` finds it, with the longer words in which it is none.

    The longest decides. Words with the same first sign stand together, so that few are tried at each sign of a text. No entry
    may be empty (IndexError).
    """
    by_first: dict[str, list[str]] = {}
    for entry in sorted(entries, key=lambda entry: (-len(entry.removeprefix("^")), entry)):
        by_first.setdefault(entry.removeprefix("^")[0], []).append(alone(entry, entries[entry]))
    return re.compile(
        "|".join(f"{first}(?:{'|'.join(word[1:] for word in words)})" for first, words in by_first.items())
    )


LIGHT = frozenset(("opening", "launch", "statement", "announcement"))
# What only carries the noun right before it: "制裁の延長を決定" is a sanction, "사의를 표명" a resignation.
CARRIERS = LIGHT | {
    *("declaration", "decision", "approval", "adoption", "submission", "introduction"),
    *("suspension", "extension", "resumption", "attendance", "convening", "expression"),
} - {"statement"}
ORDERS = frozenset(("order", "appeal", "proposal"))  # what somebody says, though its kind is another
CONTESTS = frozenset(("victory", "defeat"))  # of an election, where one is named
GRAVE = frozenset(("escape", "accident", "disaster", "rescue"))  # of no kind, and news by themselves
HARM = frozenset(("death", "injury"))  # of what came about before it: "충돌해 20명이 사망"


@dataclass(frozen=True)
class Grammar:
    """What is of one language. All patterns are searched in a sentence whose quotations are masked.

    The grammars of Korean and Japanese are `grammar.py` in the folder of each.
    """

    lexicon: Path  # words.toml: kind, gloss, and the nouns or stems that verbs are made of
    speech: re.Pattern[str]  # a quotation
    verb: re.Pattern[str]  # an ending that closes or chains a clause, or describes the noun behind it
    event_noun: re.Pattern[
        str
    ]  # behind a date: "noun" of what came about then, reported within another clause
    describes: re.Pattern[str]  # where a verb's end shows that it only describes the noun behind it
    topic: re.Pattern[str]  # a noun marked as the topic, which is never within a clause that describes
    apart: re.Pattern[str]  # what parts a date from a clause that describes
    after_date: re.Pattern[str]  # what follows a date that tells when, and is no part of a noun
    plan: re.Pattern[str]
    unreal: re.Pattern[str]
    past: re.Pattern[str]
    ahead: re.Pattern[str]  # the end of a verb in the present tense, which tells what is to come
    not_when: re.Pattern[str]  # behind a date that only bounds
    past_close: re.Pattern[str]  # the end of a sentence in the past tense
    on_record: re.Pattern[str]  # the end of one that tells no news: a habit, a belief
    media_says: re.Pattern[str]
    adverbial: re.Pattern[str]  # forms of verbs that only lead to another: "위하여", "を記念して"
    vehicle: re.Pattern[str]  # what collides by accident
    toll: re.Pattern[
        str
    ]  # the beginning of a sentence that tells what came of the event before: "이 지진으로"
    content: re.Pattern[
        str
    ]  # behind a verb: what was said, of which another verb tells: "-したとの報道を否定", "-했다는 보도를 부인"
    media: re.Pattern[str]  # who only passes on what was said
    quotes: re.Pattern[str]  # between what is announced and the verb, where a clause tells it
    noun_end: re.Pattern[str]  # behind a noun that closes its sentence without a verb
    before_date: re.Pattern[str]  # what marks the object or the topic of a clause right before a date
    coordinates: tuple[str, ...]  # how a verb ends that another follows in the same mood
    leads_on: tuple[str, ...]  # how a verb ends that tells what another agrees on or decides
    apart_by_verb: re.Pattern[str]  # a verb that chains on, between a date and a clause that describes
    place_mark: re.Pattern[str]  # behind a noun that tells where or by what
    comes: re.Pattern[str]  # behind a noun of the lexicon that is itself the subject of the last verb
    nominative: re.Pattern[str]  # what marks a noun as the subject and not as the topic
    marked: re.Pattern[str]  # what marks a noun as the subject, the topic or the object
    part_of_noun: re.Pattern[str]  # what makes a word of the lexicon a part of another noun
    both: re.Pattern[str]  # at the beginning of a title: "the two countries"
    beside: re.Pattern[str]  # between two states named side by side
    joint: str  # between the names of two states
    headline: Callable[..., Wording]
    # Behind an event beside a date, what shows that the date is of the clause around, not of one that describes a noun.
    of_noun: re.Pattern[str] = re.compile(
        r"(?!)"
    )  # what makes a day that of the noun behind it: "18日の発射を巡り"
    event_place: re.Pattern[str] = re.compile(r"(?!)")
    topic_before_day: re.Pattern[str] = re.compile(r"(?!)")  # the mark of a topic right before a day
    goes_back: int = 1  # sentences before a clause without a subject in which it is looked for
    named: Callable[[Passage, str], str] = lambda passage, title: (
        title
    )  # the title with "the same party" by name
    punctuated: Callable[[str], str] = lambda text: text  # as long as before, with the marks that it expects
    hearsay: re.Pattern[str] = re.compile(
        r"(?!)"
    )  # the end of a sentence that tells which medium passed it on

    @cached_property
    def senses(self) -> dict[Word, dict[str, str]]:
        """The lexicon: of each sense its words, an example and a counter-example. OSError or TOMLDecodeError if the file is
        missing or broken."""
        kinds = tomllib.loads(self.lexicon.read_text(encoding="utf-8"))
        return {Word(kind, gloss): row for kind, rows in kinds.items() for gloss, row in rows.items()}

    @cached_property
    def words(self) -> dict[str, Word]:
        """The sense of each word of the lexicon, without the mark ``^``."""
        return {
            word.removeprefix("^"): sense
            for sense, row in self.senses.items()
            for word in row["words"].split()
        }

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds the words of the lexicon; each match is a key of :attr:`words`."""
        return any_of(
            {
                word: [one for one in row.get("but", "").split() if word.removeprefix("^") in one]
                for row in self.senses.values()
                for word in row["words"].split()
            }
        )

    def masked(self, sentence: str, names: Sequence[tuple[int, int]] = ()) -> str:
        """The sentence with its quotations, names and hearsay blanked out, each sign in its place."""
        text = self.speech.sub(lambda m: "〇" * len(m.group()), self.punctuated(sentence))
        text = self.hearsay.sub(lambda m: " " * len(m.group()), text)
        for start, end in names:
            text = text[:start] + "〇" * (end - start) + text[end:]
        return text

    def names_news(self, text: str, start: int, verb: re.Match[str]) -> bool:
        """Whether the verb, or the noun that it is made of, is in the lexicon."""
        return bool(self.pattern.search(text, max(start, verb.start() - 6), verb.end()))

    def leads_to_another(self, text: str, start: int, verb: re.Match[str]) -> bool:
        """Whether the clause is told by a verb further on, to which this one only leads."""
        is_adverbial = self.adverbial.search(text, max(start, verb.start() - 3), verb.end() + 1)
        return bool(is_adverbial or self.content.match(text, verb.end()))

    def is_of_argument(self, text: str, dates: Sequence[tuple[int, int]], start: int, end: int) -> bool:
        """Whether the date at start..end is that of a noun alone, and another right before tells when: "21日、18日の発射を巡り
        会合を開く"."""
        if not self.of_noun.match(text, end):
            return False
        before = [behind for _, behind in dates if behind < start and self.apart.match(text, behind)]
        return bool(before) and self.verb.search(text, before[-1], start) is None

    def is_describing(self, text: str, end: int) -> bool:
        """Whether the verb that ends there only describes the noun behind it."""
        return self.describes.search(text, max(0, end - 3), end + 2) is not None

    def is_past(self, text: str, end: int) -> bool:
        """Whether the verb that ends there is in the past tense."""
        return self.past.search(text, max(0, end - 3), end + 2) is not None

    def is_unreal(self, text: str, verb: re.Match[str]) -> bool:
        """Whether what the verb tells is denied, demanded or only possible."""
        return self.unreal.search(text, max(0, verb.start() - 4), verb.end() + 6) is not None


ACCIDENT = Word("other", "accident")
IN_SIGHT = 30  # signs before a collision in which a vehicle is named
BESIDE = 10  # signs between what is carried and its carrier
RIGHT_BESIDE = 2
CARRIED = 60  # characters before a death in which its cause is reported


def sense_of(grammar: Grammar, text: str, start: int, end: int) -> Word | None:
    """The sense of the last word of the lexicon from ``start`` to ``end``, or of what it only carries or came of; None without one."""
    word = _sense_of(grammar, text, start, end)
    if word is not None and word.gloss in ("clash", "death", "injury"):
        clash = next(
            (
                m
                for m in grammar.pattern.finditer(text, start, end)
                if grammar.words[m.group()].gloss == "clash"
            ),
            None,
        )
        if clash and grammar.vehicle.search(text, max(0, clash.start() - IN_SIGHT), clash.start()):
            return ACCIDENT
    return word


def _sense_of(grammar: Grammar, text: str, start: int, end: int) -> Word | None:
    found = [*grammar.pattern.finditer(text, start, end)]
    if not found:
        return None
    last, word = found[-1], grammar.words[found[-1].group()]
    for before in reversed(found[:-1]):
        sense = grammar.words[before.group()]
        gap = last.start() - before.end()
        is_full = sense.gloss not in CARRIERS and sense.kind != "other"
        is_near = word.gloss in CARRIERS and is_full and gap <= BESIDE
        if is_near and _is_carried(grammar, text, before, last, word):
            return sense
        if word.gloss in HARM and gap <= CARRIED and sense.kind == "conflict":
            return sense
        if word.gloss in CONTESTS and sense.kind == "election":
            return sense
    if word.gloss in LIGHT and word.kind == "other":
        senses = (grammar.words[m.group()] for m in reversed(found))
        return next((sense for sense in senses if sense.kind != "other"), word)
    return word


def _is_carried(grammar: Grammar, text: str, before: re.Match[str], last: re.Match[str], word: Word) -> bool:
    """Whether a noun is what the last word of its clause is about: no other verb stands between, but one that is announced."""
    gap = last.start() - before.end()
    if word.kind == "statement":
        carried = grammar.words[before.group()]
        return gap <= RIGHT_BESIDE and carried.kind != "conflict" and carried.gloss != "verdict"
    if grammar.topic.search(text, before.end() - 1, last.start()):
        return False
    if grammar.quotes.search(text, before.end(), last.start()):
        return True
    return word.gloss != "announcement" and not grammar.verb.search(text, before.end(), last.start())


def named_by(
    grammar: Grammar, text: str, start: int, verb: re.Match[str], *, or_says: bool = False
) -> Word | None:
    """The verb, or the noun just before it, as a word of the lexicon; None for one that says little, or of
    speech unless ``or_says``."""
    found = [*grammar.pattern.finditer(text, max(start, verb.start() - 6), verb.end())]
    word = grammar.words[found[-1].group()] if found else None
    if word is None or word.gloss in LIGHT or (is_speech(word) and not or_says):
        return None
    return word if word.kind != "other" or word.gloss in GRAVE else None


def is_speech(word: Word) -> bool:
    return word.kind == "statement" or word.gloss in ORDERS
