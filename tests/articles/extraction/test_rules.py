"""Every rule reads its own example and leaves its counter-example alone."""

from datetime import date

import pytest

from articles.extraction.actors import shipped_actors, shipped_gazetteer
from articles.extraction.dates import RULES, find_dates
from articles.extraction.kinds import find_happenings, kind_rules
from timeline.models import Event

DAY = date(2024, 9, 3)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_date_rule(rule):
    assert rule.name in {m.rule for m in find_dates(rule.example, reference_date=DAY)}
    assert rule.name not in {m.rule for m in find_dates(rule.counter_example, reference_date=DAY)}


@pytest.mark.parametrize("rule", kind_rules(), ids=lambda rule: rule.name)
def test_kind_rule(rule):
    assert rule.kind in Event.Kind.values
    assert rule.name in {h.rule.name for h in find_happenings(rule.example, rule.language)}
    assert rule.name not in {h.rule.name for h in find_happenings(rule.counter_example, rule.language)}


def test_names_of_rules_are_unique():
    for names in ([r.name for r in kind_rules()], [r.name for r in RULES]):
        assert len(names) == len(set(names))


def test_whoever_an_actor_represents_is_an_actor_too():
    known = shipped_gazetteer().by_name
    missing = {a.represents for a in shipped_actors() if a.represents} - set(known)
    assert not missing
