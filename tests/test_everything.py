"""What make test runs: every part reports, whatever came of the others, and the exit code tells of any that failed."""

import re
from contextlib import nullcontext
from pathlib import Path
from unittest.mock import ANY

import pytest

from tests.everything import Part, Place, report

HERE = Path(__file__).parent
BARE = ("-c", "/dev/null", "-p", "no:django", "-p", "no:cacheprovider", "-q")


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch):
    for name in ("CI", "REQUIRE_BROWSER", "REQUIRE_POSTGRES"):
        monkeypatch.delenv(name, raising=False)


def nowhere():
    return nullcontext(Place({}, "no such program"))


@pytest.fixture
def part(tmp_path):
    """A part of one test, which holds or does not."""

    def make(name, holds, **more):
        test = tmp_path / f"test_{name}.py"
        test.write_text(f"def test_it(): assert {holds}")
        return Part(name, [*BARE, "--rootdir", str(tmp_path), str(test)], **more)

    return make


def outcomes(capsys):
    lines = capsys.readouterr().out.rpartition("== All tests\n")[2].splitlines()
    return [tuple(line.split()[:2]) for line in lines]


def test_what_comes_after_a_red_part_runs_and_is_reported(part, capsys):
    lacking = part("three", False, place=nowhere, required_as="BROWSER")
    assert report([part("one", False), part("two", True), lacking], []) == 1
    out = capsys.readouterr().out.rpartition("== All tests\n")[2]
    assert re.findall(r"(?m)^(\w+) +(\w+) +(.*)  \[\d+ s in all\]$", out) == [
        ("one", "FAILED", ANY),
        ("two", "passed", ANY),
        ("three", "skipped", "no such program"),
    ]


@pytest.mark.parametrize("name", ["CI", "REQUIRE_BROWSER"])
def test_what_cannot_run_here_fails_where_it_is_required_alone(part, capsys, monkeypatch, name):
    parts = [part("one", True, place=nowhere, required_as="BROWSER")]
    assert report(parts, []) == 0
    monkeypatch.setenv(name, "1")
    assert report(parts, []) == 1 and "one         FAILED   no such program" in capsys.readouterr().out


def test_green_parts_are_green_and_of_no_test_there_is_nothing_to_fail(part):
    assert report([part("one", True)], []) == 0
    assert report([part("one", True)], ["-k", "other"]) == 0
