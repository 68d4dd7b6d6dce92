"""Years with their era in English: "493 BC", "A.D. 79"."""

from __future__ import annotations

from articles.extraction.timex.context import Context, Found, Match, year_found

from .absolute import PREPOSED, bc_found


def read_anno_domini(match: Match, context: Context) -> Found | None:
    return year_found(int(match["year"] or match["year_first"]))


def read_bc_year(match: Match, context: Context) -> Found | None:
    return bc_found(f"{int(match['year']):04d}")


def read_story_bc_year(match: Match, context: Context) -> Found | None:
    """ "in 499" in a text about years before Christ."""
    before = context.text[max(0, match.start() - 10) : match.start()]
    is_old = context.is_narrative and context.focus is None
    return bc_found(f"{int(match['year']):04d}") if is_old and PREPOSED.search(before) else None
