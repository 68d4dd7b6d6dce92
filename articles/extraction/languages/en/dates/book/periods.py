"""Seasons, decades and centuries in English."""

from __future__ import annotations

from articles.extraction.languages.en.dates.absolute import LONG, PREFIX_START, SHORT, rule
from articles.extraction.languages.en.dates.periods import CENTURIES, read_century, read_decade, read_season
from articles.extraction.languages.en.dates.vocabulary import (
    DAY_ENDINGS,
    DECADES,
    EARLY,
    EARLY_WORDS,
    EDGE,
    EDGE_WORDS,
    ERA,
    ERA_WORDS,
    OF_YEAR,
    OF_YEAR_WORDS,
    SEASON,
    SEASONS,
    YEAR,
    S,
    said,
)

PERIOD_RULES = (
    rule(
        "decade",
        SHORT | LONG | PREFIX_START,
        rf"(?P<edge>{EDGE})?(?P<early>{EARLY})?(?:the{S})?(?P<early2>{EARLY})?"
        rf"(?:(?P<decade>(?:1[4-9]|20)\d)0['’]?s|['’]?(?P<short>[2-9]0)['’]?s)\b",
        read_decade,
        "the late 1990s",
        "199",
        "the 1990 vote",
        words=said(EDGE_WORDS, EARLY_WORDS, "#"),
    ),
    rule(
        "decade-name",
        PREFIX_START,
        rf"the{S}(?P<early>{EARLY})?(?:nineteen[\s-])?(?P<name>{'|'.join(DECADES)})\b",
        read_decade,
        "the early sixties",
        "196",
        "sixty of them",
        words=said(DECADES, EARLY_WORDS, "nineteen"),
    ),
    rule(
        "century",
        SHORT | PREFIX_START | frozenset(CENTURIES) | frozenset(("twenty",)),
        rf"(?P<edge>{EDGE})?(?:the{S})?(?P<early>{EARLY})?(?P<number>\d{{1,2}}(?:st|nd|rd|th)"
        rf"|{'|'.join(reversed(CENTURIES))})[\s-]century(?P<era>{ERA})?\b",
        read_century,
        "the early 20th century",
        "19",
        "a century",
        words=said(CENTURIES, EDGE_WORDS, EARLY_WORDS, ERA_WORDS, DAY_ENDINGS, "# century"),
    ),
    rule(
        "year-season",
        LONG,
        rf"(?P<year>{YEAR}){S}(?P<season>(?-i:spring|summer|autumn|winter))\b",
        read_season,
        "their 1982 summer offensive",
        "1982-SU",
        "the 1982 Winter Games",
        words=said(SEASONS, "#"),
    ),
    rule(
        "season",
        frozenset((*SEASONS, "the", "early", "late", "mid", "last", "next", "this", "that", "previous")),
        rf"(?P<edge>{EDGE})?(?P<early>{EARLY})?"
        rf"(?:(?P<article>the){S}(?:(?:early|late){S})?)?"
        rf"(?:(?P<which>last|next|this|that|previous|following|coming){S})?(?P<season>{SEASON})(?:"
        rf"(?:{S}of|{S}in|,)?{S}(?:(?P<year>\d{{3,4}}(?=\s?B\.?C)|{YEAR})(?P<era>{ERA})?|[’'](?P<short>\d\d))"
        rf"|{OF_YEAR}|(?!{S}"
        rf"(?:of|in|from|to|apart|back|behind|short|asleep|ill|semester|water|fields?|camp)\b))(?!\w)",
        read_season,
        "the spring of 2023",
        "2023-SP",
        "the fall of the wall",
        words=said(
            EDGE_WORDS,
            OF_YEAR_WORDS,
            EARLY_WORDS,
            SEASONS,
            ERA_WORDS,
            "# apart asleep back behind camp coming field from ill previous semester short to water",
        ),
    ),
)
