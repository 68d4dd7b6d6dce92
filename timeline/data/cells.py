"""Escape CSV cells so that no spreadsheet runs them as formulas, however it splits them, and unescape them. No Django."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")  # East Asian spreadsheets accept full-width characters too
SIGNS = "=+\\-@＝＋－＠"
# A program set to another delimiter splits a quoted cell at ";", tabs and line ends, so that a new cell starts after
# each. Leading spaces and quotation marks may be dropped.
WITHIN = re.compile(rf"(?:[;\t\r\n]|\A[\s\"])[\s\";]*+(?P<quotes>'*+)(?P<sign>[{SIGNS}])?")


def write_row(cells: Iterable[Any]) -> str:
    """A CSV row with every cell in quotation marks."""
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerow([escape("" if c is None else str(c)) for c in cells])
    return out.getvalue()


def escape(cell: str) -> str:
    """Put an apostrophe before anything that would start a formula.

    >>> escape("=1+1"), escape("Talks; =1+1"), escape("Talks; 1+1")
    ("'=1+1", "Talks; '=1+1", 'Talks; 1+1')
    """
    cell = WITHIN.sub(lambda found: _put(found, "'" + found["quotes"]), cell)
    return f"'{cell}" if cell.startswith((*FORMULA_STARTS, "'")) else cell


def unescape(cell: str) -> str:
    """Undo ``escape``."""
    if cell[:1] == "'" and cell[1:].startswith((*FORMULA_STARTS, "'")):
        cell = cell[1:]
    return WITHIN.sub(lambda found: _put(found, found["quotes"][1:]), cell)


def _put(found: re.Match[str], quotes: str) -> str:
    """The match with different apostrophes before its formula character; unchanged if there is none."""
    if not found["sign"]:
        return found[0]
    return found[0][: found.start("quotes") - found.start()] + quotes + found["sign"]
