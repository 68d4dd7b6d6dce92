"""Quarters, halves and financial years in English."""

from __future__ import annotations

from articles.extraction.languages.en.dates.absolute import LONG, SHORT, rule
from articles.extraction.languages.en.dates.quarters import (
    FISCAL,
    LATEST,
    ORDINAL,
    QUARTER_START,
    YEAR_AFTER,
    YEAR_AGO,
    YEAR_BEFORE,
    read_fiscal,
    read_full_year,
    read_month_quarter,
    read_period,
    read_quarter,
    read_quarter_code,
    read_same_unit,
    read_spoken_of,
    read_the_year,
    read_year_before,
    read_year_end,
)
from articles.extraction.languages.en.dates.vocabulary import (
    COMMA,
    DAY_ENDINGS,
    EARLY,
    EARLY_WORDS,
    MONTH,
    MONTHS,
    YEAR,
    S,
    said,
)

QUARTER_RULES = (
    rule(
        "quarter",
        QUARTER_START | SHORT | LONG,
        rf"(?:{YEAR_BEFORE}|(?:the{S})?(?:{EARLY})?{FISCAL}?){ORDINAL}[\s-]{FISCAL}?(?:quarter|(?P<half>half))"
        rf"(?!s|-){YEAR_AFTER}?\b"
        rf"(?!{S}of{S}the{S}(?:match|game|century))",
        read_quarter,
        "the third quarter of 2009",
        "2009-Q3",
        "a quarter of the voters",
        words=said(
            EARLY_WORDS,
            DAY_ENDINGS,
            "# a ago before calendar century earlier final financial first fiscal following fourth game half last",
            "latter match next of previous prior quarter second that this third year",
        ),
    ),
    rule(
        "quarter-code",
        frozenset(("q", "h")),
        rf"(?-i:Q(?P<figure>[1-4])|(?P<half>H)(?P<ordinal>[12]))(?:{COMMA}|{S}of{S}|[-/'’]|{S})(?:FY\s?)?"
        rf"(?P<year>{YEAR}|\d\d)\b",
        read_quarter,
        "Q3 2024",
        "2024-Q3",
        "Q5 2024",
        words=said("# fy h of q"),
    ),
    rule(
        "quarter-code-alone",
        frozenset(("q",)),
        rf"(?-i:Q(?P<figure>[1-4]))(?![\w&/]|[-'’]\w|,?{S}(?:of{S})?(?:FY{S}?)?(?:{YEAR}|\d\d)\b)",
        read_quarter_code,
        "Its Q2 results beat forecasts.",
        "2024-Q2",
        "The Q2 tram stops here.",
        words=said("# fy of q"),
    ),
    rule(
        "year-quarter-code",
        LONG,
        rf"(?P<year>{YEAR})(?:{S}|[-/])?(?-i:(?:Q|q)(?P<figure>[1-4])|(?P<half>H)(?P<ordinal>[12]))\b",
        read_quarter,
        "2019 Q3",
        "2019-Q3",
        "2019 Q5",
        words=said("# h q"),
    ),
    rule(
        "quarter-spoken-of",
        frozenset(("the",)),
        rf"the{S}(?:{LATEST}{S}(?:(?:fiscal|reported){S})?(?:quarter|period)|(?:fiscal{S})?quarter)\b(?!-"
        rf"|['’]?s\b|{S}(?:of|century|finals?)\b)",
        read_spoken_of,
        "Profit was $3 million in the quarter.",
        "2024-Q2",
        "They lived in the quarter.",
        words=said(
            "century completed ended final fiscal just latest most of period quarter recent reported the"
        ),
    ),
    rule(
        "period-spoken-of",
        frozenset(("the",)),
        rf"the{S}period\b"
        rf"(?!-|['’]s\b|{S}(?:of|from|to|between|before|after|when|that|which|in|under|covered)\b)",
        read_period,
        "Profit was $3 million in the second quarter. Sales rose 4% in the period.",
        "2024-Q2",
        "Sales rose 4% in the period.",
        words=said(
            "after before between covered ended ending from in of period that the to under when which"
        ),
    ),
    rule(
        "same-unit",
        frozenset(("the",)),
        rf"the{S}(?:(?:same|corresponding|comparable|equivalent){S}(?P<unit>month|period|quarter){S}(?:(?:of|in){S})?"
        rf"(?:a{S}year{S}(?:ago|earlier|before)|(?:the{S})?(?:last|previous|prior){S}year|(?P<year>{YEAR}))"
        rf"|(?P<year2>{YEAR}){S}(?P<unit2>period|quarter))\b",
        read_same_unit,
        "Sales in February fell from the same month a year ago.",
        "2023-02",
        "the same month",
        words=said(
            "# a ago before comparable corresponding earlier equivalent in last month of period previous prior",
            "quarter same the year",
        ),
    ),
    rule(
        "year-ago-quarter",
        frozenset(("the", "year", "prior", "previous", "last")),
        rf"(?:the{S})?{YEAR_AGO}{S}(?P<unit>quarter|period|month)\b|(?:year-ago|year-earlier)\b"
        rf"(?P<unit2>)",
        read_year_before,
        "Profit fell from $4 million in the year-ago quarter.",
        "2023-Q2",
        "a year ago",
        words=said("ago earlier last month period previous prior quarter the year"),
    ),
    rule(
        "fiscal",
        frozenset(("fiscal", "fy", "the", "financial", "calendar")),
        rf"(?:the{S})?(?:(?:fiscal|financial|calendar)(?:{S}years?)?{S}|FY\s?[-'’]?)(?P<year>{YEAR}|\d\d(?=\b))"
        rf"(?:[-/]\d\d)?\b",
        read_fiscal,
        "FY2024",
        "2024",
        "fiscal policy",
        words=said("# calendar financial fiscal fy the year"),
    ),
    rule(
        "year-fiscal",
        frozenset(("the",)) | LONG,
        rf"(?:the{S})?(?P<year>{YEAR}){S}(?:fiscal|financial|budget|tax|calendar){S}year\b",
        read_fiscal,
        "the 1997 fiscal year",
        "1997",
        "the 1997 fiscal plan",
        words=said("# budget calendar financial fiscal tax the year"),
    ),
    rule(
        "month-quarter",
        frozenset(("the",)),
        rf"the{S}(?P<month>{MONTH}){S}(?:(?P<year>{YEAR}){S})?quarter\b(?!{S}finals?)",
        read_month_quarter,
        "Profit rose in the June quarter.",
        "2024-Q2",
        "the June quarterfinal",
        words=said(MONTHS, "the # quarter finals"),
    ),
    rule(
        "full-year",
        frozenset(("the",)),
        rf"the{S}(?:full|whole|entire){S}year\b(?!{S}(?:of|to|and|ended|ending)\b)",
        read_full_year,
        "They expect sales of $3 million in the full year.",
        "2024",
        "a full year",
        words=said("and ended ending entire full of the to whole year"),
    ),
    rule(
        "for-the-year",
        frozenset(("the",)),
        rf"the{S}year\b(?!-|['’]|{S}(?:of|to|ended|ending|ago|before|after|that|when|in|earlier|later)\b)",
        read_the_year,
        "They expect sales of $3 million for the year.",
        "2024",
        "They expect him for the year of the fair.",
        words=said("after ago before earlier ended ending has in later of that the to was when year"),
    ),
    rule(
        "year-end",
        frozenset(("year", "month", "the", "mid")),
        rf"(?:the{S})?(?:(?<!-)\byear(?:['’]s)?[-\s]end|mid-year|month['’]s{S}(?P<month>end))(?:{S}(?P<year>{YEAR}))?\b"
        rf"(?!-|{S}(?:bonus|party|review|results?|report|list))",
        read_year_end,
        "by year-end",
        "2024",
        "a year-end party",
        words=said("# bonus end list mid month party report result review the year"),
    ),
)
