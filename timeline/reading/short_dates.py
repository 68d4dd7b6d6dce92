"""Dates as short as a list can bear them."""

from __future__ import annotations

import re
from functools import lru_cache

from timeline.dates import describe

MONTHS = re.compile(
    r"\b(Jan)uary\b|\b(Feb)ruary\b|\b(Mar)ch\b|\b(Apr)il\b|\b(Jun)e\b|\b(Jul)y\b|\b(Aug)ust\b|\b(Sep)tember\b|\b(Oct)ober\b|\b(Nov)ember\b|\b(Dec)ember\b"
)


@lru_cache(maxsize=8192)
def in_short(edtf: str, language: str = "en") -> str:
    """An EDTF date in words, English months in three letters: "6–7 Sep 2024"."""
    if not edtf:
        return ""
    return MONTHS.sub(lambda m: next(filter(None, m.groups())), describe(edtf, language))
