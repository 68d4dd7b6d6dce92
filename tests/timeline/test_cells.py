"""CSV cells: no formula in them runs, and all are read back unchanged."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.data.cells import escape, unescape, write_row

CELLS = {
    "=1+1": "'=1+1",
    "Talks; =1+1": "Talks; '=1+1",
    "Talks;\t@SUM(A1)": "Talks;\t'@SUM(A1)",
    "Talks\n-1 year": "Talks\n'-1 year",
    'Talks;"=1+1"': 'Talks;"\'=1+1"',
    " =1+1": " '=1+1",
    "회담;＝1": "회담;'＝1",
    "'=1": "''=1",
    "Talks; 1 - 2, a-b": "Talks; 1 - 2, a-b",
    "Seoul, -5 degrees": "Seoul, -5 degrees",
}


@pytest.mark.parametrize(("cell", "written"), CELLS.items())
def test_what_would_begin_a_formula_has_an_apostrophe(cell, written):
    assert escape(cell) == written and unescape(written) == cell


ANY = st.text(
    st.one_of(st.sampled_from("=+-@＝;\t\r\n\"', a"), st.characters(exclude_categories=["Cs"])), max_size=12
)


@given(ANY)
def test_any_cell_comes_back(cell):
    assert unescape(escape(cell)) == cell


@given(ANY, ANY)
def test_no_program_finds_a_formula_however_it_splits_the_row(one, two):
    row = write_row(["x", one, two])
    for delimiter in ",;\t":
        for cells in csv.reader(io.StringIO(row, newline=""), delimiter=delimiter):
            assert not [cell for cell in cells if cell[:1] and cell[:1] in "=+-@＝＋－＠"]
    for piece in re.split(r"[;\t\r\n]", row.removeprefix('"').replace('","', "\n")):
        assert piece.lstrip(' "')[:1] not in ("=", "+", "-", "@", "＝")


def test_a_long_cell_takes_no_long_time():
    for cell in ("\n" * 100_000, ";'" * 50_000, "\n=" * 50_000):
        assert unescape(escape(cell)) == cell
