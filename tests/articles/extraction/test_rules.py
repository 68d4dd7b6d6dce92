"""Every rule reads its own example and leaves its counter-example alone."""

from datetime import date
from pathlib import Path

import pytest

from articles.extraction.dates import RULES, find_dates
from articles.extraction.gazetteer import shipped_actors, shipped_gazetteer
from articles.extraction.kinds import find_happenings, kind_rules
from articles.extraction.languages import language_of
from articles.extraction.timex import book
from timeline.models import Event

DAY = date(2024, 9, 3)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_date_rule(rule):
    read = [m.timex_value for m in find_dates(rule.example, reference_date=DAY) if m.rule == rule.name]
    assert " ".join(read) == rule.value != ""
    assert rule.name not in {m.rule for m in find_dates(rule.counter_example, reference_date=DAY)}


@pytest.mark.parametrize("rule", kind_rules(), ids=lambda rule: rule.name)
def test_kind_rule(rule):
    assert rule.kind in Event.Kind.values
    assert rule.name in {h.rule.name for h in find_happenings(rule.example, language_of(rule.language))}
    assert rule.name not in {
        h.rule.name for h in find_happenings(rule.counter_example, language_of(rule.language))
    }


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "首相は3日、欧州を歴訪中だ。"),
        ("ja", "大統領は3日、再訪日の計画を語った。"),
        ("ko", "국군이 3일 마을을 해방한 뒤였다."),
        ("ko", "정부가 3일 국경을 개방한 일이다."),
    ],
)
def test_a_visit_within_another_word_is_none(language, text):
    assert not any(h.rule.kind == "visit" for h in find_happenings(text, language_of(language)))


def test_rules_of_dates_are_written_in_short_lines():
    lines = [
        line for path in sorted(Path(book.__path__[0]).glob("*.py")) for line in path.read_text().splitlines()
    ]
    assert len(lines) > 1000 and max(map(len, lines)) <= 120


def test_rules_that_begin_with_a_number_name_what_follows_it():
    starts = [start for rule in RULES for start in rule.starts if start.startswith("#")]
    assert "#年" in starts and all(len(start) == 2 for start in starts)


def test_names_of_rules_are_unique():
    for names in ([r.name for r in kind_rules()], [r.name for r in RULES]):
        assert len(names) == len(set(names))


def test_whoever_an_actor_represents_is_an_actor_too():
    known = shipped_gazetteer().by_name
    missing = {a.represents for a in shipped_actors() if a.represents} - set(known)
    assert not missing
