"""Holidays in English."""

from __future__ import annotations

from articles.extraction.languages.en.dates.absolute import rule
from articles.extraction.languages.en.dates.holidays import NAMES, STARTS, read_holiday
from articles.extraction.languages.en.dates.vocabulary import (
    COMMA,
    DAYS,
    OF_YEAR,
    OF_YEAR_WORDS,
    PART,
    PART_WORDS,
    YEAR,
    S,
    said,
)

HOLIDAY_RULES = (
    rule(
        "holiday",
        STARTS,
        rf"(?:(?P<which>last|next|this{S}past|this{S}coming|this){S})?(?-i:(?P<holiday>{NAMES}))"
        rf"(?:{S}(?P<part>{PART}))?(?:(?:{COMMA}|{S}of{S})(?P<year>{YEAR})|{OF_YEAR})?(?![\w-])"
        rf"(?!{S}(?:Islands?|Rising|Carol|eggs?|Agreement|Parade|Sale)\b)",
        read_holiday,
        "Christmas Eve",
        "2024-12-24",
        "a christmas tree",
        words=said(
            DAYS,
            PART_WORDS,
            OF_YEAR_WORDS,
            "# agreement all anzac april armistice ascension ash australia bastille black bonfire",
            "boxing canada carol christi christmas columbus coming corpus cyber day earth easter egg",
            "election eve father fool fourth good gras halloween holy international island july",
            "juneteenth king labor luther mardi martin maundy may memorial mlk new night palm parade",
            "past patrick pentecost president remembrance rising saint sale shrove st thanksgiving",
            "valentine veteran weekend whit women",
        ),
    ),
)
