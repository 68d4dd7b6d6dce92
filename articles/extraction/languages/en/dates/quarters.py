"""Quarters, halves and financial years in English, and how company reports speak of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from articles.extraction.timex.context import (
    BREAK,
    REPORT,
    Context,
    Found,
    Match,
    add_months,
    full_year,
    month_found,
    near_year,
    year_found,
)

from .vocabulary import MONTH, ORDINALS, YEAR, S, month_number

STEPS = {"last": -1, "previous": -1, "prior": -1, "next": 1, "following": 1}


def _relative_year(match: Match, context: Context) -> int | None:
    """The year named by "of 2009", "of this year", "last year's" or nothing."""
    groups = match.groupdict()
    if year := groups.get("year") or groups.get("year_before") or groups.get("year_behind"):
        return full_year(year)
    now = context.now
    if now is None:
        return None
    word = "last" if groups.get("rel_ago") else (groups.get("rel") or groups.get("rel_before") or "").lower()
    return now.year + STEPS.get(word, 0)


def quarter_found(day: date, *, is_anchor: bool = True) -> Found:
    """The quarter in which a day lies; ``is_anchor`` if later expressions depend on it."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    value = f"{day.year:04d}-Q{(first.month + 2) // 3}"
    edtf = f"{first:%Y-%m}/{day.year:04d}-{first.month + 2:02d}"
    return Found("DATE", value, edtf, first if is_anchor else None, "M" if is_anchor else "")


THE_HYPHENED = re.compile(r"the\s\w+-(?:quarter|half)$", re.IGNORECASE)
NOUN_AFTER = re.compile(r"\s(?!(?:of|was|were|is|had|ended|ending|and|in|from|to|for|when)\b)[a-z]")


def read_quarter(match: Match, context: Context) -> Found | None:
    groups = match.groupdict()
    word = (groups.get("ordinal") or groups.get("figure") or "").lower()
    number = (
        ORDINALS.get(word)
        or ({"final": 4, "last": 4, "latter": 2}.get(word))
        or int(re.sub(r"\D", "", word) or 0)
    )
    length = 6 if groups.get("half") else 3
    if THE_HYPHENED.match(match.group()) and NOUN_AFTER.match(context.text, match.end()):
        return None  # in "the third-quarter loss" the article belongs to the loss
    if not 1 <= number <= 12 // length:
        return None
    year = _relative_year(match, context)
    if year is None:
        return Found("DATE", f"XXXX-{'H' if length == 6 else 'Q'}{number}")
    is_bare = not any(
        groups.get(name) for name in ("year", "year_before", "year_behind", "rel", "rel_before", "rel_ago")
    )
    if is_bare and context.reference and not context.is_narrative:
        begins = (number - 1) * length + 1
        way = context.direction(match.start(), match.end())
        if way <= 0 and begins > context.reference.month:
            if length == 3 and "fiscal" in match.group().lower():  # of a year that no calendar tells
                return replace(quarter_found(date(year, begins, 1)), edtf=None)
            year -= 1  # "in the fourth quarter", written in spring: last year's
    first = date(year, (number - 1) * length + 1, 1)
    if groups.get("rel_ago") and context.reference and first.month > context.reference.month:
        first = first.replace(year=year - 1)  # a year before the last such quarter
    if length == 3:
        return quarter_found(first)
    return Found(
        "DATE",
        f"{first.year:04d}-H{number}",
        f"{first:%Y-%m}/{first.year:04d}-{first.month + 5:02d}",
        first,
        "M",
    )


def read_fiscal(match: Match, context: Context) -> Found | None:
    return year_found(full_year(match["year"]))


MONEY = re.compile(
    r"[$€£¥₩]\s?\d|\d\s?%|\b(?:percent|per\scent|million|billion|trillion|cents|profits?|earnings|earned|revenues?|sales|forecasts?|guidance)\b"
)
NEAR = 160  # characters within which an amount shows that a quarter is a company's
ENDED = re.compile(rf"{S}(?:that{S})?end(?:ed|ing|s)?{S}(?:on{S})?(?:in{S})?(?P<month>{MONTH})")


def read_spoken_of(match: Match, context: Context) -> Found | None:
    """ "the quarter", "the latest quarter": the one named last, else the last to end; only near amounts of money."""
    start, end = match.span()
    if context.reference is None or context.is_narrative:
        return None
    if not MONEY.search(context.text, max(0, start - NEAR), end + NEAR):
        return None
    if ended := ENDED.match(context.text, end):
        month = month_number(ended["month"])
        year = near_year(month, None, context, start, end)
        # Three months that end in January are mostly in the quarter before.
        middle = add_months(date(year, month, 1), -1) if year else None
        return quarter_found(middle) if middle else None
    base = context.quarter or add_months(context.reference, -3)
    return quarter_found(base) if base else None


def read_period(match: Match, context: Context) -> Found | None:
    """ "revenue of $3 million in the period": the quarter that the report is about."""
    if context.quarter is None or match.start() - context.quarter_at > FAR:
        return None
    return read_spoken_of(match, context)


def read_quarter_code(match: Match, context: Context) -> Found | None:
    """ "its Q3 results": read like "third-quarter", near amounts of money or what companies report."""
    start, end = match.span()
    is_told = REPORTED.match(context.text, end) or LEADS.search(context.text, max(0, start - 8), start)
    if not is_told and not MONEY.search(context.text, max(0, start - NEAR), end + NEAR):
        return None
    return read_quarter(match, context)


LEADS = re.compile(r"\b(?:in|for|during|since)\s$", re.IGNORECASE)
REPORTED = re.compile(rf"{S}(?:results?|figures|report|numbers|guidance|deliveries|earnings|call)\b")


def read_month_quarter(match: Match, context: Context) -> Found | None:
    """ "the March quarter": the one that ends in that month."""
    month = month_number(match["month"])
    year = (
        int(match["year"]) if match["year"] else near_year(month, None, context, match.start(), match.end())
    )
    return quarter_found(date(year, month, 1)) if year else Found("DATE", f"XXXX-Q{(month + 2) // 3}")


def read_year_before(match: Match, context: Context) -> Found | None:
    """ "the year-ago quarter", "year-earlier": the quarter or month that the text is about, a year before."""
    if context.reference is None or context.is_narrative:
        return None
    unit = (match["unit"] or "").lower()
    is_month = unit == "month" or (unit != "quarter" and context.quarter is None and context.grain == "M")
    base = (context.focus if is_month else context.quarter) or add_months(context.reference, -3)
    moved = add_months(base, -12) if base else None
    if moved is None:
        return None
    return month_found(moved.year, moved.month) if is_month else quarter_found(moved, is_anchor=False)


AMOUNT = re.compile(
    r"(?:[$€£¥₩]\s?\d[\d.,]*|\d[\d.,]*\s?(?:%|percent|per\scent|cents|c\b|pence|million|billion|trillion))"
    r"(?:\s(?:million|billion|trillion))?[^.;\d]{0,45}$"
)
COMPARED = re.compile(r"\b(?:compared|comparison|from|against|versus|than|over|vs|below|above)\b")
JUST_COMPARED = re.compile(r"\b(?:from|than|with|to|below|above)\s$")
OTHER_SPAN = re.compile(
    r"\b(?:for|in|during|over)\s(?:the\s(?:full|whole|fiscal)?\s?year|all\sof|fiscal)\b|(?<!\bthree\s)(?<!\b3\s)\bmonths\b|(?<!\bthree)-month\b",
    re.IGNORECASE,
)
# "A year ago, it lost $3 million".
AMOUNT_AFTER = re.compile(
    rf",?{S}[^.;:\d]{{0,40}}\b(?:lost|earned|made|reported|posted|had|was|were|recorded){S}[^.;:\d]{{0,25}}[$€£¥₩]\s?\d"
)
FAR = REPORT


def compared_quarter(years: float, context: Context, start: int, end: int) -> Found | None:
    """The quarter meant by "a year earlier" where amounts of quarters are compared; None elsewhere."""
    quarter, since = context.quarter, context.quarter_at
    if quarter is None:
        quarter, since = quarter_ahead(context, start), 0
    if quarter is None or start - since > FAR:
        return None
    clause = BREAK.split(context.text[max(0, start - 200) : start])[-1]
    if _names_month(context, start - len(clause)) and JUST_COMPARED.search(clause) and context.focus:
        return month_found(context.focus.year - round(years), context.focus.month)
    is_first = clause.strip() == "" and AMOUNT_AFTER.match(context.text, end)
    is_here = start - since < len(clause) and JUST_COMPARED.search(clause)  # its own clause names the quarter
    is_compared = AMOUNT.search(clause) and COMPARED.search(clause) and not OTHER_SPAN.search(clause)
    if not (is_first or is_here or is_compared):
        return None
    moved = add_months(quarter, round(-12 * years))
    return quarter_found(moved, is_anchor=False) if moved else None


def _names_month(context: Context, start: int) -> bool:
    """Whether the date named last is a month, in the clause that begins at ``start``."""
    return context.grain == "M" and context.focus != context.quarter and context.last_end >= start


QUARTER_AHEAD = re.compile(
    r"\b(?P<ordinal>first|second|third|fourth)[\s-](?:fiscal\s)?quarter\b", re.IGNORECASE
)
AHEAD = 500  # characters in which a report that begins with its amounts names its quarter


def quarter_ahead(context: Context, start: int) -> date | None:
    """The first day of the quarter that a report names only after its first amounts: the last such quarter to begin."""
    named = QUARTER_AHEAD.search(context.text, start, start + AHEAD)
    if named is None or context.reference is None or context.is_narrative:
        return None
    month = 3 * ORDINALS[named["ordinal"].lower()] - 2
    return date(context.reference.year - (month > context.reference.month), month, 1)


def read_the_year(match: Match, context: Context) -> Found | None:
    """ "for the year": the one named last in a report, else the one it is about."""
    start = match.start()
    if not FOR.search(context.text, max(0, start - 5), start):
        return None
    if context.grain == "Y" and context.focus and start - context.last_end < NEAR:
        near_money = MONEY.search(context.text, max(0, start - NEAR), match.end() + NEAR)
        return year_found(context.focus.year) if near_money and not context.is_narrative else None
    return read_full_year(match, context)


FOR = re.compile(r"\bfor\s$", re.IGNORECASE)
FORESEEN = re.compile(r"\b(?:forecasts?|outlook|guidance|targets?|expects|expect|sees)\b[^.;]*$")


def read_same_unit(match: Match, context: Context) -> Found | None:
    """ "in the same month a year ago", "the comparable period of 1990": the quarter or month that the text is about, in
    another year."""
    base, unit = context.focus or context.reference, (match["unit"] or match["unit2"]).lower()
    given = match["year"] or match["year2"]
    quarter = context.quarter if match.start() - context.quarter_at <= FAR else None
    if unit == "period" and context.quarter is None:
        quarter = quarter_ahead(context, match.end())
    if quarter and unit != "month":
        moved = quarter.replace(year=int(given)) if given else add_months(quarter, -12)
        return quarter_found(moved, is_anchor=False) if moved else None
    if given:
        return None
    moved = add_months(base, -12) if base and context.grain in ("D", "M") else None
    if moved is None:
        return None
    return quarter_found(moved) if unit == "quarter" else month_found(moved.year, moved.month)


EARLY_MONTHS = 4  # in which companies report on the year before


def read_full_year(match: Match, context: Context) -> Found | None:
    """ "for the full year": the one that a report is about, early in a year the one before; only near amounts of money."""
    start, end = match.span()
    if context.reference is None or context.is_narrative:
        return None
    if not MONEY.search(context.text, max(0, start - NEAR), end + NEAR):
        return None
    if context.quarter and start - context.quarter_at < FAR:
        return year_found(context.quarter.year)
    is_over = context.reference.month <= EARLY_MONTHS and context.direction(start, end) < 0
    if FORESEEN.search(context.text, max(0, start - 50), start):
        is_over = False
    return year_found(context.reference.year - is_over)


def read_year_end(match: Match, context: Context) -> Found | None:
    """ "by year-end", "by mid-year": the end or middle of this year, or of the last one."""
    if match["month"]:  # "by month's end"
        return (
            month_found(context.now.year, context.now.month, "~") if context.now else Found("DATE", "XXXX-XX")
        )
    year = int(match["year"]) if match["year"] else context.now.year if context.now else None
    return year_found(year, "~") if year else Found("DATE", "XXXX")


FISCAL = r"(?:(?:fiscal|calendar|financial)\s)"
YEAR_BEFORE = (
    rf"(?:(?P<rel_before>last|this|next|(?:the{S})?(?:previous|prior)){S}year['’]s{S}"
    rf"|(?:the{S})?{FISCAL}?(?P<year_before>{YEAR})(?:['’]s)?{S})"
)
ORDINAL = r"(?P<ordinal>last(?=[\s-]quarter\sof\s(?:1|2|this|last|next))|latter(?=[\s-]half)|first|second|third|fourth|final|\d(?:st|nd|rd|th))"
YEAR_AFTER = (
    rf"(?:,{S}(?P<year_behind>{YEAR})(?=,)|{S}(?:of{S})?{FISCAL}?(?:(?P<year>{YEAR})|(?:the{S})?(?P<rel>this|last|next|that|previous|following){S}year|the{S}year)"
    rf"|,?{S}(?P<rel_ago>a{S}year{S}(?:ago|earlier|before)))"
)
QUARTER_START = frozenset(
    (
        *ORDINALS,
        "the",
        "latter",
        "final",
        "last",
        "early",
        "late",
        "this",
        "next",
        "previous",
        "prior",
        "fiscal",
    )
)
YEAR_AGO = r"(?:year-ago|year-earlier|prior-year|previous-year|last-year)"
LATEST = r"(?:latest|most\srecent|just-ended|just-completed)"
