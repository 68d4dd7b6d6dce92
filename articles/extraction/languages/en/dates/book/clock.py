"""Times of day in English."""

from __future__ import annotations

from articles.extraction.languages.en.dates.absolute import LONG, SHORT, rule
from articles.extraction.languages.en.dates.clock import BESIDE, HALF, IN_ZONE, read_clock
from articles.extraction.languages.en.dates.vocabulary import (
    DAY_ENDINGS,
    DAYS,
    GAP,
    MONTHS,
    PART_WORDS,
    ZONE,
    ZONE_WORDS,
    S,
    said,
)

CLOCK_RULES = (
    rule(
        "clock",
        SHORT,
        rf"(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d))?{GAP}{HALF}{IN_ZONE}{BESIDE}",
        read_clock,
        "5:34 a.m. on Friday",
        "2024-08-30T05:34",
        "5 amps",
        words=said(MONTHS, ZONE_WORDS, DAYS, DAY_ENDINGS, "# a p m am pm of on today tomorrow yesterday"),
    ),
    rule(
        "clock-in-words",
        SHORT,
        rf"(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d))?(?:{S}o['’]clock)?{S}(?:(?:in|on){S}the{S}"
        rf"(?P<half>morning|afternoon|evening)|at{S}(?P<night>night))\b{BESIDE}",
        read_clock,
        "at 11 in the evening",
        "2024-09-03T23:00",
        "11 in the club",
        words=said(
            MONTHS, DAYS, PART_WORDS, DAY_ENDINGS, "# at clock in o of on the today tomorrow yesterday"
        ),
    ),
    rule(
        "o-clock",
        SHORT,
        rf"(?P<hour>1[0-2]|0?[1-9]){S}o['’]clock\b{IN_ZONE}{BESIDE}",
        read_clock,
        "at 8 o'clock",
        "2024-09-03T08:00",
        "8 clocks",
        words=said(MONTHS, ZONE_WORDS, DAYS, DAY_ENDINGS, "# clock o of on today tomorrow yesterday"),
    ),
    rule(
        "clock-24",
        SHORT,
        rf"(?P<hour24>[01]?\d|2[0-4]):(?P<minute24>[0-5]\d)(?::(?P<seconds>[0-5]\d))?(?![\d:])(?:{GAP}"
        rf"(?:hrs|hours|h)\b)?{IN_ZONE}{BESIDE}",
        read_clock,
        "16:08 UTC",
        "2024-09-03T16:08Z",
        "16:99",
        words=said(MONTHS, ZONE_WORDS, DAYS, DAY_ENDINGS, "# h hour hr of on today tomorrow yesterday"),
    ),
    rule(
        "military",
        LONG,
        rf"(?P<military>[01]\d|2[0-3])(?P<minutes>[0-5]\d)"
        rf"{GAP}(?:(?:hours|hrs)\b{IN_ZONE}|(?P<zone2>{ZONE})\b){BESIDE}",
        read_clock,
        "0800 UTC",
        "2024-09-03T08:00Z",
        "1500 pages",
        words=said(MONTHS, ZONE_WORDS, DAYS, DAY_ENDINGS, "# hour hr of on today tomorrow yesterday"),
    ),
    rule(
        "noon",
        frozenset(("noon", "midday", "midnight")),
        rf"(?P<word>noon|midday|midnight)\b{IN_ZONE}{BESIDE}",
        read_clock,
        "at noon",
        "2024-09-03T12:00",
        "afternoon",
        words=said(
            MONTHS, ZONE_WORDS, DAYS, DAY_ENDINGS, "# midday midnight noon of on today tomorrow yesterday"
        ),
    ),
)
