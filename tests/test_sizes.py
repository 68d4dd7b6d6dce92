"""Functions and modules stay short, and CONTRIBUTING says how long the longest are."""

import re

import pytest

from scripts.sizes import BEGIN, END, PAGE, functions, modules, table

LONGEST_FUNCTION, LONGEST_MODULE = 50, 400  # lines
SLACK = 0.2  # by how much the table may lag behind


def numbers(text):
    """The lines of the longest module and function, by package."""
    rows = re.findall(r"^\| `([\w/]+)` \| `[^|]+` \| (\d+) \| `[^|]+` \| (\d+) \|$", text, re.MULTILINE)
    return {package: (int(module), int(function)) for package, module, function in rows}


def test_no_function_is_long():
    assert not [f for f in functions() if f.lines > LONGEST_FUNCTION]


def test_no_module_is_long():
    assert not [m for m in modules() if m.lines > LONGEST_MODULE]


def test_contributing_has_the_table_of_sizes():
    shown = PAGE.read_text().partition(BEGIN)[2].partition(END)[0]
    now = numbers(table())
    assert len(now) > 10 and numbers(shown).keys() == now.keys(), "run python -m scripts.sizes --write"
    for package, lines in numbers(shown).items():
        assert lines == pytest.approx(now[package], rel=SLACK, abs=10), package
