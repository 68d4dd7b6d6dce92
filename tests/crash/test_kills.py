"""The short form of the kill rounds; `make kill` plays the long one."""

import os
import random

import pytest

from tests.needs import need, no_programs

from .rounds import SERVERS, Lost, Rounds

SEED = int(os.environ.get("KILL_SEED") or random.SystemRandom().randrange(10**6))

# For the tables of the tests' own database, which the rounds begin with.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(scope="module")
def rounds(migrated, tmp_path_factory):
    empty = migrated(tmp_path_factory.mktemp("kills") / "empty.sqlite3")
    rounds = Rounds(SEED, articles=48, empty=empty)
    yield rounds
    rounds.close()


@pytest.mark.parametrize("number", range(4))
def test_what_is_killed_loses_doubles_and_halves_nothing(rounds, number):
    if number:
        need(no_programs(*SERVERS))
    print(f"seed {SEED}: to repeat, set KILL_SEED={SEED}")
    rounds.play(number)


def test_the_rounds_see_what_is_lost(rounds):
    """Each check fails on what it is there to find."""
    rounds.check_whole(rounds.whole)
    for spoil, words in (
        (
            "Event.objects.annotate(n=Count('citations')).filter(n__gt=1).first().citations.first().delete()",
            "lacks claims",
        ),
        ("Event.objects.create(slug='twice', title='Twice', kind='visit', edtf='2024')", "half-written"),
        ("Article.objects.first().delete()", "were counted"),
    ):
        site = rounds.fresh_sqlite("spoilt", like="whole")
        models = (
            "from django.db.models import Count; from articles.models import *; from timeline.models import *"
        )
        rounds.run_python(site, "-c", f"import django; django.setup(); {models}; {spoil}")
        with pytest.raises(Lost, match=words):
            rounds.check_kept(rounds.facts(site))
