"""Lengths of time and times that recur, in English."""

from __future__ import annotations

from articles.extraction.languages.en.dates.absolute import DAY_START, rule
from articles.extraction.languages.en.dates.amounts import (
    ADJECTIVE,
    APPROX_START,
    NUMBER_START,
    SETS,
    SOLID,
    THE_AMOUNT,
    TIMES,
    VAGUE_START,
    read_amount_range,
    read_duration,
    read_every,
    read_fraction,
    read_half_unit,
    read_past_units,
    read_quarter_rate,
    read_set_word,
    read_two_units,
    read_units_of,
)
from articles.extraction.languages.en.dates.vocabulary import (
    APPROX,
    COMMA,
    DAYS,
    MONTH,
    MONTHS,
    NUMBER,
    NUMBER_WORDS,
    PART,
    PART_WORDS,
    UNIT,
    UNITS,
    VAGUE_NUMBER,
    WEEKDAY,
    YEAR,
    S,
    said,
)

AMOUNT_RULES = (
    rule(
        "past-units",
        frozenset(
            "the these past last next coming previous following preceding".split()
            + "first final latest recent remaining intervening".split()
        ),
        rf"(?:the{S}|these{S})?(?:past|last|latest|next|coming|previous|following|preceding|first|final|recent"
        rf"|remaining|intervening){S}(?:(?P<number>{NUMBER})|(?P<vague>{VAGUE_NUMBER}))[\s-]{{1,2}}"
        rf"(?:or{S}so{S})?(?:{ADJECTIVE}{S})?(?P<unit>{UNIT})\b",
        read_past_units,
        "the past two years",
        "P2Y",
        "the past",
        words=said(
            NUMBER_WORDS,
            UNITS,
            "additional bloody business calendar coming consecutive countless couple dozen few final",
            "first following full further intervening last latest long many more next number of or past",
            "preceding previous recent remaining several short so some straight successive the these",
            "trading whole working",
        ),
    ),
    rule(
        "units-of",
        frozenset(("the", "first", "last", "final")),
        rf"(?:the{S})?(?P<which>first|last|final){S}(?P<number>{NUMBER}){S}(?P<unit>days|weeks|months|quarters){S}of{S}"
        rf"(?:(?P<month>{MONTH})(?:{COMMA}(?P<year>{YEAR}))?|(?P<year2>{YEAR})|(?P<rel>the|this|last){S}year)\b",
        read_units_of,
        "the first ten months of 2023",
        "P10M",
        "the first ten months of the war",
        words=said(NUMBER_WORDS, MONTHS, "the this first last final days weeks months quarters of year"),
    ),
    rule(
        "recent-units",
        frozenset(("recent", "the", "past", "coming", "last")),
        rf"(?:the{S})?(?:recent|past|coming|last|following|intervening){S}(?P<unit>days|weeks|months|years"
        rf"|decades)\b",
        read_past_units,
        "recent years",
        "PXY",
        "recent events",
        words=said("coming day decade following intervening last month past recent the week year"),
    ),
    rule(
        "duration",
        NUMBER_START | VAGUE_START | APPROX_START | frozenset(("half", "the")),
        rf"(?<!/)(?:{APPROX}|the{S}(?={THE_AMOUNT})|another{S}(?={NUMBER}{S}))?"
        rf"(?:(?P<number>half{S}an?|{NUMBER}|an?(?={S}(?!seconds?\b|quarters?\b|{UNIT}-long))|another)(?:{S}"
        rf"(?P<half>and{S}a{S}half))?|(?P<vague>{VAGUE_NUMBER}))(?:{S}(?:{ADJECTIVE}{S})?|[\u2010\u2011-])"
        rf"(?P<unit>{UNIT})(?:{S}and{S}a{S}(?P<half2>half))?(?:-long)?(?![\w]|['’]\w{{2}})",
        read_duration,
        "three-year term",
        "P3Y",
        "three terms",
        words=said(
            NUMBER_WORDS,
            UNITS,
            "about additional almost an and another approximately around at bloody business calendar",
            "consecutive countless couple dozen few full further half just least less little long many",
            "more most much nearly no number of over roughly several short some straight successive",
            "than the to trading under up whole working z",
        ),
    ),
    rule(
        "half-unit",
        frozenset(("a", "half", "the")),
        rf"(?:an?{S}|the{S})?half[\s-](?P<unit>hour|century|decade|year)\b"
        rf"(?!-|{S}(?:ago|earlier|later|against|off|from)\b)",
        read_half_unit,
        "a half-hour delay",
        "PT30M",
        "half hours",
        words=said("a against ago an century decade earlier from half hour later off the year"),
    ),
    rule(
        "quarter-rate",
        frozenset(("a",)),
        rf"(?P<number>a){S}(?P<unit>quarter)\b(?!{S}(?:of|to|past|century|mile|point|share|percentage)\b)",
        read_quarter_rate,
        "It pays 35 cents a quarter.",
        "P1Q",
        "It lost a quarter.",
        words=said("a century mile of past percentage point quarter share to"),
    ),
    rule(
        "fraction",
        frozenset(("#1", *APPROX_START)),
        rf"(?:{APPROX})?(?<![\d/.])(?:(?P<whole>\d{{1,2}})(?:[\s-](?=\d/)|(?=[½¼¾])))?(?P<fraction>1/2|1/4|3/4"
        rf"|[½¼¾])[\s-](?P<unit>{UNIT})\b(?!{S}ago)",
        read_fraction,
        "3 1/2 years",
        "P3Y6M",
        "11/2 years",
        words=said(
            UNITS,
            "# a about ago almost approximately around at just least less little more most much nearly",
            "no over roughly some than to under up",
        ),
    ),
    rule(
        "two-units",
        NUMBER_START | APPROX_START,
        rf"(?:{APPROX})?(?P<number>{NUMBER}|an?){S}(?P<unit>{UNIT})(?:,?{S}and|,)?{S}(?P<number2>{NUMBER}"
        rf"|an?){S}(?P<unit2>{UNIT})\b(?!{S}(?:ago|later|earlier|old))",
        read_two_units,
        "two hours and 15 minutes",
        "PT2H15M",
        "two months and years",
        words=said(
            NUMBER_WORDS,
            UNITS,
            "about ago almost an and approximately around at earlier just later least less little more",
            "most much nearly no old over roughly some than to under up",
        ),
    ),
    rule(
        "amount-range",
        NUMBER_START | APPROX_START,
        rf"(?<!/)(?:{APPROX})?(?P<number>{NUMBER}|an?)(?:[\s-](?:to|or)[\s-]|\s?[-–—]\s?)(?P<last>{NUMBER}"
        rf"|a{S}few)[\s-](?:{ADJECTIVE}{S})?(?P<unit>{UNIT})\b(?!{S}(?:ago|later|earlier)\b)",
        read_amount_range,
        "four to six weeks",
        "P4W",
        "six to four weeks",
        words=said(
            NUMBER_WORDS,
            UNITS,
            "about additional ago almost an approximately around at bloody business calendar consecutive",
            "earlier few full further just later least less little long more most much nearly no or over",
            "roughly short some straight successive than to trading under up whole working",
        ),
    ),
    rule(
        "unit-or-two",
        frozenset(("a", "an")),
        rf"(?P<number>an?){S}(?P<unit>hour|minute|day|week|month|year|decade|century){S}or{S}(?:two|so|more)\b",
        read_amount_range,
        "a week or two",
        "P1W",
        "a week or the other",
        words=said("a an century day decade hour minute month more or so two week year"),
    ),
    rule(
        "units-bare",
        frozenset(
            ("seconds", "minutes", "hours", "days", "weeks", "months", "years", "decades", "centuries")
        ),
        r"(?P<unit>minutes|hours|days|weeks|months|years|decades|centuries)(?:-long)?\b(?!['’])",
        read_duration,
        "It took years.",
        "PXY",
        "yearscape",
        words=said("centuries day decade hour long minute month week year"),
    ),
    rule(
        "unit-long",
        frozenset(("day", "week", "month", "year", "decade", "hour", "century", *SOLID)),
        r"(?P<unit>day|week|month|year|decade|hour|century)-?long\b",
        read_duration,
        "the month-long siege",
        "P1M",
        "a long month",
        words=said("century day decade hour long month week year", SOLID),
    ),
    rule(
        "set-word",
        frozenset(SETS),
        rf"(?P<word>{'|'.join(sorted(SETS, key=len, reverse=True))})\b",
        read_set_word,
        "held annually",
        "P1Y",
        "an annulled vote",
        words=said(SETS),
    ),
    rule(
        "every",
        frozenset(("every", "each", "per", "once", "twice", *NUMBER_START, "several", "many", "few")),
        rf"(?:{TIMES}{S})?(?:every|each|per)"
        rf"(?:{S}(?:(?P<other>other)|(?P<few>few|several)|(?P<number>{NUMBER})))?{S}(?:"
        rf"(?P<unit>{UNIT})|(?P<weekday>{WEEKDAY})(?:{S}(?P<part>{PART}))?|(?P<part2>{PART})|(?P<month>{MONTH})"
        rf"(?!{S}\d)|(?P<season>spring|summer|autumn|winter))\b",
        read_every,
        "every two years",
        "P2Y",
        "every one",
        words=said(
            NUMBER_WORDS,
            MONTHS,
            DAYS,
            UNITS,
            PART_WORDS,
            "autumn each every few many once other per several spring summer time twice winter",
        ),
    ),
    rule(
        "times-a-unit",
        frozenset(("once", "twice", *NUMBER_START, "several", "many", "a")),
        rf"{TIMES}{S}an?{S}(?P<unit>day|week|weekend|month|year|hour|minute|decade|century|fortnight)\b",
        read_every,
        "twice a month",
        "P1M",
        "two times a charm",
        words=said(
            NUMBER_WORDS,
            "an century day decade few fortnight hour many minute month once several time twice week",
            "weekend year",
        ),
    ),
    rule(
        "weekdays",
        DAY_START | frozenset(f"{d}s" for d in DAY_START),
        rf"(?:(?P<weekday>{WEEKDAY}s)|(?P<weekday2>{WEEKDAY}){S}(?P<parts>{PART}s))\b",
        read_every,
        "on Sundays",
        "XXXX-WXX-7",
        "on Sunday",
        words=said(DAYS, PART_WORDS),
    ),
    rule(
        "weekends",
        frozenset(("weekends",)),
        r"(?P<unit>weekends)\b",
        read_every,
        "on weekends",
        "XXXX-WXX-WE",
        "two weekends",
        words=said("weekend"),
    ),
)
