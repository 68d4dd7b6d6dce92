"""Words for times in Korean and Japanese, and what they stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from articles.extraction.languages.ja import dates as ja
from articles.extraction.languages.ko import dates as ko
from articles.extraction.timex.context import Context, DateRule, Found, Match

ERAS = ja.ERAS
FIGURES = str.maketrans("０１２３４５６７８９", "0123456789")
YEAR_STEPS = {**ko.YEAR_STEPS, **ja.YEAR_STEPS}
MONTH_STEPS = {**ko.MONTH_STEPS, **ja.MONTH_STEPS}
WEEK_STEPS = {**ko.WEEK_STEPS, **ja.WEEK_STEPS}
DAY_STEPS = {**ko.DAY_STEPS, **ja.DAY_STEPS}
NEAR_DAYS = {**ko.NEAR_DAYS, **ja.NEAR_DAYS}
STORY_WORDS = frozenset((*ko.STORY_WORDS, *ja.STORY_WORDS))
WEEKDAYS = {**ko.WEEKDAYS, **ja.WEEKDAYS}
PARTS = {**ko.PARTS, **ja.PARTS}
VAGUE_GROUPS = {value: f"{words} {ja.VAGUE_GROUPS[value]}" for value, words in ko.VAGUE_GROUPS.items()}
VAGUE = {word: value for value, words in VAGUE_GROUPS.items() for word in words.split()}
SEASONS = {**ko.SEASONS, **ja.SEASONS}
SEASON_CODES = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}
UNITS = {**ko.UNITS, **ja.UNITS}
NUMERALS: dict[str, float | None] = {**ko.NUMERALS, **ja.NUMERALS}

DAY_COUNTS = ko.DAY_COUNTS

N = r"[0-9０-９]"
SP = r"[ \u3000]?"


def one_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


MODIFIER = (
    r"(?P<edge>초순?|중순|하순|말|초|上旬|中旬|下旬|末|初め|初旬|年頭|초반|후반|중반|半ば|末日|연초|연말)"
)
CLOCK = rf"(?:(?:の|의\s)?{SP}(?P<part>{one_of(PARTS)}))?(?:の?{SP}(?P<hour>{N}{{1,2}})(?:시|時|:)(?!間|간|事|代|期)(?:{SP}(?P<minute>{N}{{1,2}})(?:분|分)?)?(?:{SP}(?P<second>{N}{{1,2}})(?:초|秒))?(?P<thirty>{SP}반(?=[\s에부까경께쯤이,.]|$)|半)?)?(?:경|께|ごろ|頃|쯤)?"
FIGURE = "#"  # among the words that rules start with, "#年" is a number before 年
KANJI_FIGURE = "一"  # and this a number in kanji
WEEKDAY = r"(?:\s?[(（](?P<weekday>[월화수목금토일月火水木金土日])(?:요일|曜日|曜)?[)）])?"


def whole(text: str | None) -> int | None:
    return int(text.translate(FIGURES)) if text else None


KANJI = {sign: n for n, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
KANJI_UNITS = {"十": 10, "百": 100, "千": 1000}


def kanji_number(signs: str) -> int:
    """1965 for 一九六五 and 千九百六十五, 22 for 二十二."""
    if not set(signs) & set(KANJI_UNITS):
        return int("".join(str(KANJI[sign]) for sign in signs))
    total, digit = 0, 0
    for sign in signs:
        if sign in KANJI_UNITS:
            total += (digit or 1) * KANJI_UNITS[sign]
            digit = 0
        else:
            digit = KANJI[sign]
    return total + digit


def figure_before(signs: Iterable[str]) -> tuple[str, ...]:
    """The starts of a rule that begins with a number: one for each character that can follow it."""
    return tuple(FIGURE + sign for sign in signs)


def cjk_rule(
    name: str,
    starts: Iterable[str],
    pattern: str,
    resolve: Callable[[Match, Context], Found | None],
    example: str,
    value: str,
    counter: str,
) -> DateRule:
    return DateRule(
        name, frozenset(starts), re.compile(pattern, re.VERBOSE), resolve, example, value, counter
    )
