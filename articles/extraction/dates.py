"""Finds date expressions in running text and resolves them against the day of publication.

Values follow the TIMEX3 guidelines of TimeML (DATE, TIME, DURATION, SET); ``edtf`` is ISO 8601-2 level 1. Nothing here
reads the clock: without a reference date, expressions that depend on one have an underspecified value and no EDTF.

The text is read once. Rules are tried only at words that can start an expression, and the longest match wins. No pattern
repeats without a bound, so time is linear in the length of the text.
"""

from __future__ import annotations

import re
import string
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any

from .language import detect_language
from .languages.en.dates.amounts import SETS, SOLID
from .languages.en.dates.book.absolute import ABSOLUTE_RULES
from .languages.en.dates.book.amounts import AMOUNT_RULES
from .languages.en.dates.book.clock import CLOCK_RULES
from .languages.en.dates.book.holidays import HOLIDAY_RULES
from .languages.en.dates.book.periods import PERIOD_RULES
from .languages.en.dates.book.quarters import QUARTER_RULES
from .languages.en.dates.book.relative import RELATIVE_RULES
from .languages.en.dates.holidays import CORE_WORDS as HOLIDAY_WORDS
from .languages.en.dates.tense import EnglishContext
from .languages.en.dates.vague import VAGUE_WORDS
from .languages.en.dates.vocabulary import DAYS, DECADES, MONTHS, PARTS, SEASONS, UNITS
from .languages.ko_ja.book.amounts import CJK_AMOUNT_RULES
from .languages.ko_ja.book.dates import CJK_DATE_RULES
from .languages.ko_ja.book.periods import CJK_PERIOD_RULES
from .languages.ko_ja.words import FIGURE, KANJI_FIGURE
from .timex import worldwide
from .timex.context import Context, DateRule, Found
from .timex.lexicon import base_code, language_table
from .timex.mentions import DateMention, join_spans, join_years, with_offsets, with_spans
from .timex.story import find_story

__all__ = ["DateMention", "find_dates", "join_spans", "join_years", "resolve_date_words"]

ENGLISH_RULES: tuple[DateRule, ...] = (
    *CLOCK_RULES,
    *ABSOLUTE_RULES,
    *PERIOD_RULES,
    *QUARTER_RULES,
    *HOLIDAY_RULES,
    *RELATIVE_RULES,
    *AMOUNT_RULES,
)
CJK_RULES: tuple[DateRule, ...] = (*CJK_AMOUNT_RULES, *CJK_DATE_RULES, *CJK_PERIOD_RULES)
RULES: tuple[DateRule, ...] = (*ENGLISH_RULES, *CJK_RULES)
CJK_SIGN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def _rules_by_start() -> dict[str, tuple[DateRule, ...]]:
    table: dict[str, list[DateRule]] = defaultdict(list)
    for rule in ENGLISH_RULES:
        for word in rule.starts:
            table[word].append(rule)
    return {word: tuple(rules) for word, rules in table.items()}


STARTS = _rules_by_start()
SHORT_FIGURES, LONG_FIGURES = STARTS["#1"], STARTS["#4"]
WORD = re.compile(r"[a-z]+|\d+")
# Every date has one of these words: rules are tried only near one of them.
CORE = frozenset(
    {
        *MONTHS,
        *DAYS,
        *(f"{d}s" for d in DAYS if d.endswith("day")),
        *SEASONS,
        *PARTS,
        *SETS,
        *SOLID,
        *UNITS,
        *(f"{u}s" for u in UNITS),
        *DECADES,
        *HOLIDAY_WORDS,
        *VAGUE_WORDS,
        *"centuries today yesterday tomorrow tonight overnight midnight fiscal financial fy earlier seventeen eighteen nineteen twenty thousand midday clock every each per half ago time period".split(),
    }
) - {"second", "may"}
REACH = 6  # words from the first of an expression to its core word
WINDOW = 70  # most characters in so many words


def _trie_branches(words: Iterable[str]) -> list[str]:
    """The alternatives of one pattern for many words, whose time does not depend on their number.

    Each begins with a literal character: with these at its top, re skips all other characters at once."""
    trie: dict[str, Any] = {}
    for word in words:
        node = trie
        for sign in word:
            node = node.setdefault(sign, {})
        node[""] = {}

    def branches(node: dict[str, Any]) -> list[str]:
        return [re.escape(sign) + write(below) for sign, below in sorted(node.items()) if sign]

    def write(node: dict[str, Any]) -> str:
        below = branches(node)
        return f"(?:{'|'.join(below)})" + ("?" if "" in node else "") if below else ""

    return branches(trie)


CORE_WORD = re.compile(rf"(?<![a-z])(?:{'|'.join(_trie_branches(CORE | {'may'}))})(?![a-z])|\d+")


MOST_WORDS = 200  # characters; anything longer is not a single date
OWN_RULES = frozenset(("en", "ko", "ja"))  # languages with rules of their own


def find_dates(text: str, *, reference_date: date | None, language: str | None = None) -> list[DateMention]:
    """Find every date expression of the text, in text order and none overlapping. Never raises.

    ``reference_date`` is the day from which "last month" is counted, normally the day of publication. A span in words
    ("6 to 8 September") gives two mentions, the first with the EDTF of the whole span; "September 6-7" is one mention.
    ``language`` is a BCP 47 code, detected if it is not given; a text in no known language is read as English, Korean or
    Japanese.
    """
    language = base_code(language or detect_language(text) or "en")
    if language not in OWN_RULES:
        return [
            DateMention(e.start, e.end, e.found.kind, e.found.value, e.found.edtf, e.rule)
            for e in worldwide.find(text, reference_date, language)
        ]
    is_story, start = find_story(text, reference_date)
    context = EnglishContext(text, reference_date, is_story, start, "Y" if start else "")
    if CJK_SIGN.search(text, 0, 4000):
        return _walk_cjk(context)
    return _walk(context)


def resolve_date_words(
    words: str, *, reference_date: date | None, language: str | None = None
) -> DateMention | None:
    """Read words that are known to be one date, with the result as from ``find_dates``; None if they are no date, or
    two. Never raises.

    Without ``language``, a BCP 47 code, the words are read in every language with a table: the longest reading wins, and
    if two languages read equally much, they must agree.
    """
    words_said = words.strip()
    if not words_said or len(words) > MOST_WORDS:
        return None
    if language:
        return _resolve(words, reference_date, base_code(language))
    own = _resolve(words, reference_date, "en")
    if own and own.end - own.start == len(words_said):
        return own
    readings = [m for code in language_table() if (m := _resolve(words, reference_date, code))]
    readings += [own] if own else []
    most = max((m.end - m.start for m in readings), default=0)
    longest = [m for m in readings if m.end - m.start == most]
    return longest[0] if len({(m.timex_value, m.edtf) for m in longest}) == 1 else None


def _resolve(words: str, reference_date: date | None, language: str) -> DateMention | None:
    found = join_spans(find_dates(words, reference_date=reference_date, language=language))
    if len(found) == 1:
        return found[0]
    if found or language in OWN_RULES:
        return None
    reading = worldwide.read_words(words, reference_date, language)
    if reading is None:
        return None
    return DateMention(0, len(words), reading.kind, reading.value, reading.edtf, "words")


def _lowered(text: str) -> str:
    """The text in lower case, with every character in its place."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text.translate(LOWER)


LOWER = {n: n + 32 for n in range(ord("A"), ord("Z") + 1)}


def _walk(context: Context) -> list[DateMention]:
    text, lower = context.text, _lowered(context.text)
    found: list[DateMention] = []
    position = tried = 0
    for core in CORE_WORD.finditer(lower):
        first, last = core.span()
        core_word = core.group()
        if core_word == "may" and text[first] != "M" and not FIGURE_BESIDE.search(text, first - 5, last + 6):
            continue
        for word in (*[*WORD.finditer(lower, max(tried, position, first - WINDOW), first)][-REACH:], core):
            start = word.start()
            token = word.group()
            if start < position or (token[0] > "9" and token not in STARTS):
                continue
            rules = _rules_for(token, core_word, _next_word(lower, word))
            if not rules or (start and (text[start - 1].isalnum() or _is_decimal(text, start))):
                continue
            best = _longest(rules, context, start)
            if best is not None:
                position = _keep(best, context, found)
        tried = last
    return with_offsets(text, with_spans(text, found), context.reference)


FIGURE_BESIDE = re.compile(r"\d")


def _is_decimal(text: str, start: int) -> bool:
    """Whether digits follow a decimal point: 48.1850 has no year."""
    return start > 1 and text[start - 1] == "." and text[start].isdigit() and text[start - 2].isdigit()


READ_A_FIGURE_ALONE = frozenset(("year", "short-year", "story-bc-year"))
NEXT_WORD = re.compile(r"[ \u00a0]([a-z]+)[^a-z]")
AFTER_FIGURE = re.compile(r"(?:,\d{3})?(?:[ \u00a0]([a-z]+)[^a-z]|[.;:)][\s\u00a0])")


def _next_word(lower: str, word: re.Match[str]) -> str:
    """The word after one that is not a date by itself; "" if there is none, or if the word can be a date alone."""
    token = word.group()
    if token in CORE or token == "may":
        return ""
    follows = (AFTER_FIGURE if token[0] <= "9" else NEXT_WORD).match(lower, word.end())
    return (
        follows[1] or "\n" if follows else ""
    )  # a new line stands for the end of a clause: no rule spells one


def figure_start(token: str) -> str:
    """The key of rules that start with a number of so many digits, among the words that rules start with."""
    if token[0] > "9":
        return token
    return "#1" if len(token) < 3 else "#3" if len(token) == 3 else "#4"


@lru_cache(maxsize=1 << 16)
def _rules_for(token: str, core: str, follows: str) -> tuple[DateRule, ...]:
    """The rules for expressions that start with this word or number, have the core word, and continue with the next word.

    This is possible because each rule names every word that its pattern can hold.
    """
    held, after = "#" if core[0] <= "9" else core.removesuffix("s"), follows.removesuffix("s")
    return tuple(
        rule
        for rule in STARTS[figure_start(token)]
        if held in rule.words and (not after or after in rule.words or rule.name in READ_A_FIGURE_ALONE)
    )


def _keep(best: tuple[DateMention, Found], context: Context, found: list[DateMention]) -> int:
    """Add a match to what was found, a span in words as two mentions; return where to continue."""
    mention, reading = best
    context.note(reading, mention.start)
    if reading.anchor is not None:
        context.last_end = mention.end
    if reading.second is None:
        found.append(mention)
        return mention.end
    second = reading.second
    found.append(replace(mention, end=reading.first_end))
    found.append(DateMention(reading.cut, mention.end, second.kind, second.value, second.edtf, mention.rule))
    return mention.end


def _longest(rules: tuple[DateRule, ...], context: Context, start: int) -> tuple[DateMention, Found] | None:
    """The longest match at a position; of equal ones that of the first rule."""
    text = context.text
    matches = [(-m.end(), n, m) for n, rule in enumerate(rules) if (m := rule.pattern.match(text, start))]
    if not matches:
        return None
    for end, n, match in sorted(matches, key=itemgetter(0, 1)):
        reading = rules[n].resolve(match, context)
        if reading is not None:
            whole = match.group()
            end = -end - (len(whole) - len(whole.rstrip(" ,.-\n\u00a0")))
            return DateMention(start, end, reading.kind, reading.value, reading.edtf, rules[n].name), reading
    return None


def _cjk_rules_by_start() -> dict[str, tuple[DateRule, ...]]:
    """For each word that rules start with, the rules that start with it or with a part of its beginning."""
    table = {}
    for word in {word for rule in CJK_RULES for word in rule.starts}:
        beginnings = {word[:length] for length in range(len(word) + 1)}
        table[word] = tuple(rule for rule in CJK_RULES if not beginnings.isdisjoint(rule.starts))
    return table


CJK_STARTS = _cjk_rules_by_start()
DIGITS, LETTERS, KANJI_DIGITS = (
    "0123456789０１２３４５６７８９",
    string.ascii_letters,
    "〇一二三四五六七八九十百千",
)
CJK_START = re.compile(
    "|".join(
        (
            *(f"{digit}[{DIGITS}]*" for digit in DIGITS),
            *(f"{letter}[{LETTERS}]*" for letter in LETTERS),
            *_trie_branches(word for word in CJK_STARTS if word[0] != FIGURE),
            *(f"{digit}[{KANJI_DIGITS}]{{0,6}}(?=[年月])" for digit in KANJI_DIGITS),
        )
    )
)


def _walk_cjk(context: Context) -> list[DateMention]:
    """Read a text without spaces between words: rules are tried at each character that can start an expression."""
    text, position = context.text, 0
    found: list[DateMention] = []
    for sign in CJK_START.finditer(text):
        start = sign.start()
        if start < position:
            continue
        token = sign.group()
        if token[0].isdigit():
            rules = _rules_of_figure(len(token), text[sign.end() : sign.end() + 2].lstrip()[:1])
        elif token.isascii() and token.isalpha():
            rules = STARTS.get(token.lower(), ())
        else:
            rules = CJK_STARTS.get(token) or CJK_STARTS[KANJI_FIGURE]
        if rules and (best := _longest(rules, context, start)) is not None:
            position = _keep(best, context, found)
    return with_spans(text, found)


@lru_cache(maxsize=4096)
def _rules_of_figure(length: int, follows: str) -> tuple[DateRule, ...]:
    """The rules for a number with this character after it, which in Korean and Japanese is the unit."""
    own = CJK_STARTS.get(FIGURE + follows, ())
    return own if follows >= "\u3040" else (*own, *(SHORT_FIGURES if length < 4 else LONG_FIGURES))
