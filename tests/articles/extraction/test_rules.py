"""Every rule reads its own example and leaves its counter-example alone."""

from datetime import date
from pathlib import Path
from re import findall, sub

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.extraction import languages
from articles.extraction.dates import ENGLISH_RULES, RULES, find_dates
from articles.extraction.gazetteer import shipped_actors, shipped_gazetteer
from articles.extraction.kinds import find_happenings, kind_rules
from articles.extraction.languages import language_of
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


ASCII = st.characters(codec="ascii")
CUT = frozenset(("ce",))  # of "B.CE", nor this
BY_ITSELF = [rule for rule in ENGLISH_RULES if rule.name not in ("short-year", "weekday-short")]


@pytest.mark.parametrize("rule", BY_ITSELF, ids=lambda rule: rule.name)
def test_a_rule_names_every_word_that_its_pattern_can_hold(rule):
    @settings(
        max_examples=15,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.from_regex(rule.pattern, fullmatch=True, alphabet=ASCII))
    def holds(text):
        text = sub(r"(?i)(?<=century)b\.?\s?c?\.?\s?e?", " ", text)  # "centuryBC", which nobody writes
        words = {"#" if w[0] <= "9" else w.removesuffix("s") for w in findall(r"[a-z]+|\d+", text.lower())}
        spaced = {w for w in words if f" {w}" in f" {' '.join(text.lower().split())}"}
        assert words & spaced - CUT - {""} <= rule.words

    holds()


def test_a_time_with_am_or_pm_is_seen_however_it_is_written():
    for half in ("am", "a.m.", "AM", "a. m."):
        (found,) = find_dates(f"They met at 10 {half} in Oslo.", reference_date=DAY)
        assert found.timex_value == "2024-09-03T10:00"


def test_rules_of_dates_are_written_in_short_lines():
    books = sorted(Path(languages.__path__[0]).glob("**/book/*.py"))
    lines = [line for path in books for line in path.read_text().splitlines()]
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
