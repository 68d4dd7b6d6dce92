"""Holidays in English."""

from __future__ import annotations

from articles.extraction.languages.en.dates.absolute import rule
from articles.extraction.languages.en.dates.holidays import NAMES, STARTS, read_holiday
from articles.extraction.languages.en.dates.vocabulary import COMMA, OF_YEAR, YEAR, S

HOLIDAY_RULES = (
    rule(
        "holiday",
        STARTS,
        rf"(?:(?P<which>last|next|this{S}past|this{S}coming|this){S})?(?-i:(?P<holiday>{NAMES}))"
        rf"(?:(?:{COMMA}|{S}of{S})(?P<year>{YEAR})|{OF_YEAR})?(?![\w-])"
        rf"(?!{S}(?:Islands?|Rising|Carol|eggs?|Agreement|Parade|Sale)\b)",
        read_holiday,
        "Christmas Eve",
        "2024-12-24",
        "a christmas tree",
    ),
)
