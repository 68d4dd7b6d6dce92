"""Names that contain a word for a time: people (April Glaspie, Jan Novak), marches, newspapers (the Sunday Post)."""

from __future__ import annotations

import re

S = r"[\s\u00a0]{1,3}"
SHORT_MONTHS = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())
NAME_MONTHS = frozenset(
    "jan january april may june august march".split()
)  # months that are also names, or marches
# After these a word is a month, even if a name follows.
PREPOSITIONS = "in|since|by|until|till|from|to|of|for|during|before|after|through|between|on|late|early|mid|last|next|this|that"
LEADS_MONTH = re.compile(
    rf"\b(?:{PREPOSITIONS}|previous|following|the|a|an|its|their|his|her|our|every|each|’s|'s)[\s\u00a0-]{{1,3}}$",
    re.IGNORECASE,
)
LEADS_SHORT_MONTH = re.compile(rf"\b(?:{PREPOSITIONS})[\s\u00a0-]{{1,3}}$", re.IGNORECASE)
NAME_BEFORE = re.compile(r"(?:\b[A-Z][a-z]{2,}|\b(?:Mrs?|Ms|Dr|St)\.?|\b[A-Z]\.)[ \u00a0]$")
NO_NAME_BEFORE = re.compile(
    r"\b(?:In|Since|By|Until|Till|From|During|Before|After|Through|Between|On|Late|Early|Last|Next|This|That|Previous|"
    r"Following|And|Or|The|But|About|Around|Every|Each|Its|Their|Our|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)[ \u00a0]$"
)
CAUSE_AFTER = re.compile(rf"{S}(?:for|against|on|of{S}the|of){S}(?:the{S})?[A-Z][a-z]")
NAME_AFTER = re.compile(r"[ \u00a0](?:(?:de|van|von|al)[ -])?[A-Z][\w’'-]+")
SPEAKS_AFTER = re.compile(
    rf"(?:['’]s)?{S}(?:said|says|told|tells|added|met|meets|argued|insisted|resigned|wants|faces|faced|replied)\b"
)
MODAL_AFTER = re.compile(rf"{S}(?:I|we|you|he|she|they|it|God|the{S}(?:best|force|Lord|gods))\b")
PAPER_AFTER = re.compile(
    rf"{S}(?:Post|Times|Telegraph|Mail|Mirror|Express|Herald|Star|Tribune|Independent|People|Mercury|Record|World|Sun|Age|"
    rf"Business|Nation|Monitor|Review|Standard|Night{S}(?:Football|Live)|Mass)\b"
)
A_CAPITAL_AFTER = re.compile(r"[ \u00a0][A-Z]")
SENTENCE_START = re.compile(r"(?:^|[.!?:\n“\"]\s*)$")


def is_named_like_month(text: str, start: int, end: int) -> bool:
    """Whether the month word at start..end, with no day or year next to it, is a name or a verb instead.

    An abbreviation without its full stop needs a preposition before it. For a person, another name comes before or after
    the word, or a verb such as "said"; a march is for, against or of something.
    """
    word = text[start:end].lower()
    before = text[max(0, start - 16) : start]
    if word in SHORT_MONTHS and word != "may" and not LEADS_SHORT_MONTH.search(before):
        return True
    leads = bool(LEADS_MONTH.search(before))
    if word not in NAME_MONTHS:
        return False
    if (
        word == "march"
        and CAUSE_AFTER.match(text, end)
        and not re.search(r"\b(?:in|since|by|until|last|next)\s$", before, re.I)
    ):
        return True
    if leads:
        return False
    if NAME_AFTER.match(text, end) or SPEAKS_AFTER.match(text, end):
        return True
    if word == "may" and MODAL_AFTER.match(text, end):
        return True
    return bool(NAME_BEFORE.search(before)) and not NO_NAME_BEFORE.search(before)


def is_paper(text: str, start: int, end: int) -> bool:
    """Whether a weekday is the first word of the name of a newspaper or programme, without "on" before it."""
    return bool(PAPER_AFTER.match(text, end)) and not text[max(0, start - 3) : start].lower().startswith("on")


def is_periodical(text: str, start: int, end: int) -> bool:
    """Whether "daily" or "weekly" is part of a name, or a noun for a newspaper."""
    if A_CAPITAL_AFTER.match(text, end):
        return True
    return text[start].isupper() and not SENTENCE_START.search(text, max(0, start - 4), start)
