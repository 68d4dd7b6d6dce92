"""Days, months and years in English."""

from __future__ import annotations

from articles.extraction.languages.en.dates.absolute import (
    ANY,
    DASH,
    DAY_LEAD,
    DAY_START,
    DAYS_IN_WORDS,
    DIGIT,
    DOW,
    LONG,
    MONTH_START,
    ONE_TO_NINE,
    PART_OF,
    PREFIX_START,
    SHORT,
    SPOKEN_CENTURIES,
    TENS_WORDS,
    read_day_of_month,
    read_full,
    read_iso,
    read_month,
    read_month_range,
    read_numeric,
    read_range,
    read_short_year,
    read_spoken_year,
    read_week_of_day,
    read_week_of_month,
    read_year,
    read_year_range,
    rule,
)
from articles.extraction.languages.en.dates.eras import read_anno_domini, read_bc_year, read_story_bc_year
from articles.extraction.languages.en.dates.vocabulary import (
    COMMA,
    DATED_MONTH,
    DAY,
    DAY_ENDINGS,
    DAYS,
    EARLY,
    EARLY_WORDS,
    EDGE,
    EDGE_WORDS,
    ERA,
    ERA_WORDS,
    GAP,
    MONTH,
    MONTHS,
    OF_YEAR,
    OF_YEAR_WORDS,
    PART_WORDS,
    WORD_NUMBER,
    YEAR,
    S,
    said,
)

ABSOLUTE_RULES = (
    rule(
        "week-of-day",
        frozenset(("the", "week")),
        rf"(?:the{S})?week{S}(?:of|beginning|starting|commencing|ending|ended){S}(?:the{S})?(?:{DOW})?(?:"
        rf"(?P<month>{DATED_MONTH}){S}(?P<day>{DAY})|(?P<day2>{DAY}){S}(?:of{S})?(?P<month2>{DATED_MONTH}))"
        rf"(?:{COMMA}(?P<year>{YEAR}))?(?!\w)",
        read_week_of_day,
        "the week of September 30th",
        "2024-W40",
        "the week of the 30",
        words=said(
            MONTHS, DAYS, DAY_ENDINGS, "# beginning commencing ended ending of sat starting sun the week"
        ),
    ),
    rule(
        "month-day-range",
        MONTH_START,
        rf"(?P<month>{DATED_MONTH}){S}(?P<day>{DAY}){DASH}(?:(?P<month2>{DATED_MONTH}){S})?(?P<last>{DAY})"
        rf"(?:{COMMA}(?P<year>{YEAR}))?\b",
        read_range,
        "September 6-7, 2024",
        "2024-09-06",
        "September 6",
        words=said(MONTHS, DAY_ENDINGS, "# and or the through to until"),
    ),
    rule(
        "day-month-range",
        SHORT | frozenset(("the",)),
        rf"(?:the{S})?"
        rf"(?P<day>{DAY}){DASH}(?P<last>{DAY})(?:{S}of)?{S}(?P<month>{DATED_MONTH})(?:{COMMA}(?P<year>{YEAR})\b)?",
        read_range,
        "6 to 8 September 1984",
        "1984-09-06 1984-09-08",
        "6 September",
        words=said(MONTHS, DAY_ENDINGS, "# and of or the through to until"),
    ),
    rule(
        "two-month-range",
        SHORT,
        rf"(?P<day>{DAY}){S}(?P<month>{DATED_MONTH}){DASH}(?P<last>{DAY}){S}(?P<month2>{DATED_MONTH})(?:{COMMA}"
        rf"(?P<year>{YEAR})\b)?",
        read_range,
        "31 May to 30 June 2002",
        "2002-05-31 2002-06-30",
        "31 May 2002",
        words=said(MONTHS, DAY_ENDINGS, "# and or the through to until"),
    ),
    rule(
        "month-day",
        MONTH_START | DAY_START | DAY_LEAD,
        rf"(?:{PART_OF}|(?:very{S})?(?:early|late){S}on{S})?(?:(?P<which>last|this|next){S})?{DOW}?"
        rf"(?P<month>{DATED_MONTH}){S}(?:the{S})?(?P<day>{DAY})(?!\s?(?:%|people\b))(?:(?:{COMMA}|{S}of{S})"
        rf"(?P<year>\d{{3,4}}(?=\s?B\.?C)|{YEAR})(?!,\d)(?P<era>{ERA})?|{OF_YEAR})?(?!\w)",
        read_full,
        "Sept. 3, 2019",
        "2019-09-03",
        "March First Movement",
        words=said(
            MONTHS,
            DAYS,
            OF_YEAR_WORDS,
            ERA_WORDS,
            PART_WORDS,
            DAY_ENDINGS,
            "# early hour late on people sat sun very",
        ),
    ),
    rule(
        "month-day-in-words",
        MONTH_START | DAY_START,
        rf"{DOW}?(?P<month>{DATED_MONTH}){S}(?:the{S})?"
        rf"(?P<day>(?i:{'|'.join(sorted(DAYS_IN_WORDS, key=len, reverse=True)).replace('-', '[- ]')}))\b"
        rf"(?:{COMMA}(?P<year>{YEAR})\b|(?={GAP}[.,;:)]|$|\n|{S}(?:and|or|at|in|when|after|before|to|that|was|is)\b))",
        read_full,
        "on June the fifth, they met.",
        "2024-06-05",
        "March First Movement",
        words=said(
            MONTHS, DAYS, DAYS_IN_WORDS, "# after and at before in is or sat sun that the to was when"
        ),
    ),
    rule(
        "day-month",
        SHORT | DAY_START | DAY_LEAD,
        rf"(?:{PART_OF})?(?:(?P<which>last|this|next){S})?{DOW}?(?:the{S})?(?P<day>{DAY}){GAP}(?:{S}of{S}"
        rf"|[-\s])(?P<month>{DATED_MONTH})(?:(?:{COMMA}|-|{S}of{S})(?P<year>\d{{3,4}}(?=\s?B\.?C)|{YEAR})"
        rf"(?P<era>{ERA})?|{OF_YEAR})?(?!\w)",
        read_full,
        "the 22nd of June 1965",
        "1965-06-22",
        "22 cars",
        words=said(
            MONTHS, DAYS, OF_YEAR_WORDS, ERA_WORDS, PART_WORDS, DAY_ENDINGS, "# early hour late on sat sun"
        ),
    ),
    rule(
        "month-range",
        MONTH_START,
        rf"(?P<month>{MONTH})(?:\s?[-–—]\s?|{S}(?:to|through|and){S})(?P<month2>{MONTH})(?:{COMMA}|{S}of{S})"
        rf"(?P<year>{YEAR})\b",
        read_month_range,
        "July to September 2024",
        "2024-07 2024-09",
        "July 2024",
        words=said(MONTHS, "# and of through to"),
    ),
    rule(
        "month",
        ANY | frozenset(("last", "next", "this", "that", "previous", "following")),
        rf"(?P<edge>{EDGE})?(?P<early>{EARLY})?"
        rf"(?:(?:the{S})?(?P<which>last|next|this|that|previous|following){S})?(?P<month>{DATED_MONTH})(?:"
        rf"(?:{COMMA}|{S}of{S})(?P<year>\d{{3,4}}(?=\s?B\.?C)|{YEAR})(?P<era>{ERA})?"
        rf"|(?:{S}of)?{S}[’'](?P<short>\d\d)|{OF_YEAR})?(?!\w)(?!-"
        rf"(?-i:[a-z]))(?!{S}[A-Z][a-z]+{S}(?:Movement|Agreement|Uprising|Massacre|Coup|Revolution))",
        read_month,
        "early March 2023",
        "2023-03",
        "They may march on.",
        words=said(
            MONTHS,
            EDGE_WORDS,
            OF_YEAR_WORDS,
            EARLY_WORDS,
            ERA_WORDS,
            "# a agreement coup massacre movement previous revolution uprising z",
        ),
    ),
    rule(
        "week-of-month",
        frozenset(("the",)),
        rf"the{S}(?P<ordinal>first|second|third|fourth|last|final){S}week{S}(?:of|in){S}(?P<month>{MONTH})(?:"
        rf"(?:{COMMA}|{S}of{S})(?P<year>{YEAR}))?\b",
        read_week_of_month,
        "the last week of March 2009",
        "2009-W13",
        "the last week of the talks",
        words=said(MONTHS, "# final first fourth in last of second the third week"),
    ),
    rule(
        "day-of-month",
        frozenset(("the",)),
        rf"the{S}(?P<day>(?:[12]?\d|3[01])(?:st|nd|rd|th))(?:{S}of{S}(?:that|the{S}same|the){S}month\b|"
        rf"(?=[\s]?[.,;)]|{S}and{S}the{S}\d)|"
        rf"(?P<loose>(?={S}(?:in|at|to|from|for|and|when|with|by|after|before|only|if|but|because|unless)\b)))",
        read_day_of_month,
        "In May 1951 they attacked, on the 20th.",
        "1951-05-20",
        "the 20th century",
        words=said(
            DAY_ENDINGS,
            "# after and at because before but by for from if in month of only same that the to unless when with",
        ),
    ),
    rule(
        "iso",
        LONG,
        r"(?P<y>(?:1[5-9]|20)\d\d)(?P<sep>[-/.])(?P<m>\d\d?)(?P=sep)(?P<d>\d\d?)(?!\d|[-/.]\d|\s?%)",
        read_iso,
        "2024-09-06",
        "2024-09-06",
        "2024-99-99",
        words=said("#"),
    ),
    rule(
        "numeric",
        SHORT,
        r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<y>(?:1[5-9]|20)\d\d|\d\d)(?![\d/-]|\.\d)",
        read_numeric,
        "06-09-2024",
        "2024-09-06",
        "1.2.3",
        words=said("#"),
    ),
    rule(
        "bc-year",
        DIGIT | frozenset(("ca", "circa", "c", "around", "about")),
        rf"(?:(?:ca\.?|circa|c\.){S})?(?P<year>\d{{1,4}}){ERA}",
        read_bc_year,
        "493 BC",
        "BC0493",
        "493 BCG vaccines",
        words=said(ERA_WORDS, "# ca circa"),
    ),
    rule(
        "anno-domini",
        DIGIT | frozenset(("a", "ad")),
        r"(?-i:A\.\s?D\.|AD)\s?(?P<year>[1-9]\d{0,3})\b(?![,.:]\d|\s?%)"
        r"|(?P<year_first>[1-9]\d{0,3})\s?(?-i:A\.\s?D\.|AD\b|C\.\s?E\.|CE\b)(?!\w)",
        read_anno_domini,
        "A.D. 79",
        "0079",
        "an ad 79 seconds long",
        words=said("# a ad c ce d e"),
    ),
    rule(
        "year-range",
        LONG,
        rf"(?P<year>{YEAR})(?:\s?[-–—/]\s?|{S}(?:to|and|until){S}(?={YEAR}))(?P<last>{YEAR}|\d\d)"
        rf"(?![\d-]|\.\d|:\d|\s?%|{S}"
        rf"(?i:{MONTH}))",
        read_year_range,
        "1910-1945",
        "1910 1945",
        "1910-19455",
        words=said(MONTHS, "# and to until"),
    ),
    rule(
        "year",
        LONG | PREFIX_START,
        rf"(?P<edge>{EDGE})?(?P<early>{EARLY})?(?P<noun>(?:the{S})?years?{S}(?:of{S})?)?(?P<year>{YEAR}"
        rf"|\d{{3,4}}(?=\s?B\.?C))(?P<era>{ERA})?(?![\w/]|[-–]\w|,\d|\.\d|:\d)",
        read_year,
        "in 2022",
        "2022",
        "2312 views",
        words=said(EDGE_WORDS, EARLY_WORDS, ERA_WORDS, "# year"),
    ),
    rule(
        "story-bc-year",
        frozenset(("#3",)),
        r"(?P<year>[1-9]\d\d)(?![\w%]|[,.]\d|\s(?:men|ships|people|soldiers|talents|stades))",
        read_story_bc_year,
        "In 490 BC, in 485 BC, in 481 BC, in 480 BC and in 479 BC they fought; in 478 they rested.",
        "BC0478",
        "in 478 they rested",
        words=said("# men people ship soldier stade talent"),
    ),
    rule(
        "year-noun",
        frozenset(("year", "years", "full")),
        rf"(?P<noun>(?:full-)?years?){S}(?P<year>{YEAR})\b",
        read_year,
        "years 1955",
        "1955",
        "a year of 365 days",
        words=said("# full year"),
    ),
    rule(
        "spoken-year",
        frozenset((*SPOKEN_CENTURIES, "two")),
        rf"(?:(?P<century>seventeen|eighteen|nineteen|twenty)[\s-](?P<rest>hundred|(?:oh|o)[\s-]"
        rf"(?:{ONE_TO_NINE})|(?:{TENS_WORDS})(?:[\s-](?:{ONE_TO_NINE}))?|ten|eleven|twelve|thirteen|fourteen"
        rf"|fifteen|sixteen|seventeen|eighteen|nineteen)|(?P<thousand>two\sthousand)(?:\sand)?\s"
        rf"(?P<rest2>{WORD_NUMBER}))(?![\w-])(?!\s(?:thousand|hundred|million|and\sa\shalf))",
        read_spoken_year,
        "in nineteen eighty-seven",
        "1987",
        "nineteen people",
        words=said(
            "a and eight eighteen eighty eleven fifteen fifty five forty four fourteen half hundred",
            "million nine nineteen ninety o oh one seven seventeen seventy single six sixteen sixty ten",
            "thirteen thirty thousand three twelve twenty two",
        ),
    ),
    rule(
        "short-year",
        SHORT,
        r"(?<=['’‘`])(?P<year>\d\d)(?![\d'’]|s\b)",
        read_short_year,
        "back in '82",
        "1982",
        "'82s",
        words=said("#"),
    ),
)
