"""Finds date expressions in running text and resolves them against the day of publication.

Values follow the TIMEX3 guidelines of TimeML (DATE, TIME, DURATION, SET); ``edtf`` is ISO 8601-2 level 1. Nothing here
reads a clock: with no reference date, what depends on one keeps an underspecified value and no EDTF.

The text is walked once. Each word is looked up among those that can start an expression; only there are the rules that
start with it tried, and the longest reading wins. No pattern repeats without bound, so time grows with the text alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import Any

from .timex.absolute import ABSOLUTE_RULES
from .timex.cjk import CJK_RULES
from .timex.clock import CLOCK_RULES
from .timex.context import Context, DateRule, Found, find_story
from .timex.relative import RELATIVE_RULES, SETS, VAGUE_VALUES
from .timex.vocabulary import DAYS, DECADES, MONTHS, PARTS, SEASONS, UNITS


@dataclass(frozen=True, slots=True)
class DateMention:
    """An expression in the text: code points start..end (exclusive), TIMEX3 type and value, and EDTF if it names a date."""

    start: int
    end: int
    timex_type: str
    timex_value: str
    edtf: str | None
    rule: str = ""


RULES: tuple[DateRule, ...] = (*CLOCK_RULES, *ABSOLUTE_RULES, *RELATIVE_RULES, *CJK_RULES)
CJK_SIGN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def _rules_by_start() -> dict[str, tuple[DateRule, ...]]:
    table: dict[str, list[DateRule]] = defaultdict(list)
    for rule in (*CLOCK_RULES, *ABSOLUTE_RULES, *RELATIVE_RULES):
        for word in rule.starts:
            table[word].append(rule)
    return {word: tuple(rules) for word, rules in table.items()}


STARTS = _rules_by_start()
SHORT_FIGURES, LONG_FIGURES = STARTS["#1"], STARTS["#4"]
WORD = re.compile(r"[a-z]+|\d+")
# Words without which nothing around them is a date: only near one of these are rules tried.
CORE = frozenset(
    {
        *MONTHS,
        *DAYS,
        *(f"{d}s" for d in DAYS),
        *SEASONS,
        *PARTS,
        *SETS,
        *UNITS,
        *(f"{u}s" for u in UNITS),
        *DECADES,
    }
    | {w for words in VAGUE_VALUES for w in words.split()}
    - {"the", "at", "this", "these", "time", "upon", "once", "a", "in", "right", "being"}
    | set(
        "centuries today yesterday tomorrow tonight overnight midnight fiscal financial fy christmas halloween every each per half ago time".split()
    )
) - {"second", "may"}
REACH = 6  # words from the first of an expression to the word that makes it one
WINDOW = 70  # characters that so many words take at most


def _trie_pattern(words: Iterable[str]) -> str:
    """One pattern for many words that reads each sign of the text once, however many words there are."""
    trie: dict[str, Any] = {}
    for word in words:
        node = trie
        for sign in word:
            node = node.setdefault(sign, {})
        node[""] = {}

    def write(node: dict[str, Any]) -> str:
        branches = [re.escape(sign) + write(below) for sign, below in sorted(node.items()) if sign]
        if not branches:
            return ""
        return f"(?:{'|'.join(branches)})" + ("?" if "" in node else "")

    return write(trie)


CORE_WORD = re.compile(rf"(?<![a-z]){_trie_pattern(CORE | {'may'})}(?![a-z])|\d+")


def find_dates(text: str, *, reference_date: date | None) -> list[DateMention]:
    """Find every date expression of the text, in text order and none overlapping. Never raises.

    ``reference_date`` is the day against which "last month" is read, as a rule the day of publication. A span written
    out ("6 to 8 September") gives two mentions, of which the first has the EDTF of the whole; "September 6-7" is one.
    """
    is_story, start = find_story(text, reference_date)
    context = Context(text, reference_date, is_story, start, "Y" if start else "")
    if CJK_SIGN.search(text, 0, 4000):
        return _walk_cjk(context)
    return _walk(context)


def join_spans(mentions: list[DateMention]) -> list[DateMention]:
    """Put the two mentions of a written-out span back into one, for those who want what happened rather than words."""
    joined: list[DateMention] = []
    whole = 0  # how many of the joined are already put together
    for mention in mentions:
        before = joined[-1] if len(joined) > whole else None
        if (
            before
            and mention.edtf
            and before.edtf
            and before.rule == mention.rule
            and before.edtf.endswith("/" + mention.edtf)
        ):
            joined[-1] = replace(before, end=mention.end)
            whole = len(joined)
        else:
            joined.append(mention)
    return joined


def _lowered(text: str) -> str:
    """The text in lower case with every sign in its place."""
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
        if core_word == "may" and text[first] != "M":
            continue
        for word in (*[*WORD.finditer(lower, max(tried, position, first - WINDOW), first)][-REACH:], core):
            start = word.start()
            if start < position or (rules := _rules_for(word.group(), core_word)) is None:
                continue
            if start and text[start - 1].isalnum():
                continue
            best = _longest(rules, context, start)
            if best is not None:
                position = _keep(best, context, found)
        tried = last
    return found


def _rules_for(token: str, core: str) -> tuple[DateRule, ...] | None:
    """The rules of those expressions that start with a word, or a figure of that length, and hold a core word."""
    if token[0] <= "9":
        length = len(token)
        token = "#1" if length < 3 else "#3" if length == 3 else "#4"
    elif token not in STARTS:
        return None
    if core[0] <= "9":
        core = "#"
    rules = TRIED.get((token, core))
    if rules is None:
        rules = TRIED[token, core] = _that_hold(STARTS[token], core)
    return rules or None


def _that_hold(rules: tuple[DateRule, ...], core: str) -> tuple[DateRule, ...]:
    """Those rules whose pattern names a word; patterns spell out every word that they read, in any form."""
    stem = r"\d" if core == "#" else core.removesuffix("s")
    return tuple(rule for rule in rules if stem in rule.pattern.pattern.lower())


TRIED: dict[
    tuple[str, str], tuple[DateRule, ...]
] = {}  # filled as pairs of words are met: no more than there are rules


def _keep(best: tuple[DateMention, Found], context: Context, found: list[DateMention]) -> int:
    """Add a reading to what was found, a written-out span as two; gives where to go on."""
    mention, reading = best
    context.note(reading, mention.start)
    if reading.anchor is not None:
        context.told_at = mention.end
    if reading.second is None:
        found.append(mention)
        return mention.end
    second = reading.second
    found.append(replace(mention, end=reading.first_end))
    found.append(DateMention(reading.cut, mention.end, second.kind, second.value, second.edtf, mention.rule))
    return mention.end


def _longest(rules: tuple[DateRule, ...], context: Context, start: int) -> tuple[DateMention, Found] | None:
    """The longest reading at a place; of equals the rule that stands first."""
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


CJK_START = re.compile(
    r"[0-9０-９]+|[A-Za-z]+|[令平昭大明지작올금내재같그이전昨去今本来一同翌前再先다오어모당当こそ새未早正정낮昼深朝아저夕밤夜현現최最과過앞향将장い매毎長約약수몇数한두세네五六七八九十二三四半午]"
)


def _walk_cjk(context: Context) -> list[DateMention]:
    """The same walk where words have no gaps between them: each sign that can start an expression is tried."""
    text, position = context.text, 0
    found: list[DateMention] = []
    for sign in CJK_START.finditer(text):
        start = sign.start()
        if start < position:
            continue
        token = sign.group()
        if token[0].isdigit():
            rules = _rules_of_figure(len(token), text[sign.end() : sign.end() + 2].lstrip()[:1])
        elif token.isascii():
            rules = STARTS.get(token.lower(), ())
        else:
            rules = _rules_of_sign(token)
        if rules and (best := _longest(rules, context, start)) is not None:
            position = _keep(best, context, found)
    return _with_spans(text, found)


FROM_TO = re.compile(r"\s?(?:から|부터|에서|~|〜|～|―|-)\s?")


def _with_spans(text: str, found: list[DateMention]) -> list[DateMention]:
    """Give the first of two dates that "から" or "부터" joins the EDTF of the whole, as in other languages."""
    for n, (first, second) in enumerate(pairwise(found)):
        if (
            first.edtf
            and second.edtf
            and first.edtf < second.edtf
            and FROM_TO.fullmatch(text, first.end, second.start)
        ):
            if "/" in first.edtf + second.edtf or len(first.edtf) != len(second.edtf):
                continue
            found[n] = replace(first, edtf=f"{first.edtf}/{second.edtf}", rule=second.rule)
    return found


@lru_cache(maxsize=1024)
def _rules_of_sign(sign: str) -> tuple[DateRule, ...]:
    return tuple(rule for rule in CJK_RULES if sign in rule.pattern.pattern)


@lru_cache(maxsize=4096)
def _rules_of_figure(length: int, follows: str) -> tuple[DateRule, ...]:
    """The rules that a figure with this sign after it can start; in Korean and Japanese the sign is the unit."""
    own = tuple(
        rule for rule in CJK_RULES if "０-９" in rule.pattern.pattern and follows in rule.pattern.pattern
    )
    return own if follows >= "\u3040" else (*own, *(SHORT_FIGURES if length < 4 else LONG_FIGURES))
