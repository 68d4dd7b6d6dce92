"""Two ingestions, a curator and readers at once: no deadlock, no "database is locked", no duplicate event, no lost edit."""

import json
import subprocess
import sys

import pytest

from tests.needs import need, no_programs

from .rounds import ROOT, SERVERS, Rounds

USER = "import django; django.setup(); from django.contrib.auth import get_user_model; get_user_model().objects.create_superuser('curator')"
TITLES = "import django; django.setup(); import json; from timeline.models import Event; print(json.dumps({str(e.pk): e.title for e in Event.objects.all()}))"

# For the tables of the tests' own database, which the rounds begin with.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(scope="module")
def rounds(migrated, tmp_path_factory):
    empty = migrated(tmp_path_factory.mktemp("together") / "empty.sqlite3")
    rounds = Rounds(7, articles=96, is_compared=False, empty=empty)
    yield rounds
    rounds.close()


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def site(rounds, request):
    if request.param == "SQLite":
        return rounds.fresh_sqlite("together")
    need(no_programs(*SERVERS))
    rounds.start_servers()
    return {**rounds.pg_site, "CELERY_BROKER_URL": ""}


def test_all_at_once(rounds, site, tmp_path):
    end = tmp_path / "the articles are read"
    rounds.run_python(site, "-c", USER)
    # Some of it is there, so that the curator has something to do from the first moment.
    command = ["manage.py", "ingest", rounds.news, "--batch", "8"]
    processes = {
        name: subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            env=site,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name, words in {
            "ingestion": command,
            "another": command,
            "curator": ["-m", "tests.crash.together", "curate", str(end), "1"],
            "reader": ["-m", "tests.crash.together", "read", str(end), "2"],
        }.items()
    }
    told = {}
    for name, process in processes.items():  # those that ingest come first: at their end the others stop
        told[name] = process.communicate(timeout=240)
        if name == "another":
            end.touch()
    for name, process in processes.items():
        assert process.returncode == 0, f"{name}: {told[name][1][-3000:]}"
    curator, reader = (json.loads(told[name][0]) for name in ("curator", "reader"))
    assert not curator["wrong"] and not reader["wrong"], (curator["wrong"], reader["wrong"])
    assert curator["done"]["saved"] and reader["done"]["read"]
    # What the curator said last of an event stands; a merge of it into another keeps its own row.
    titles = json.loads(rounds.run_python(site, "-c", TITLES))
    undone = {pk: title for pk, title in curator["done"]["titles"].items() if titles.get(pk) != title}
    assert not undone
    facts = rounds.facts(site)
    counted = sum(run["articles_read"] - run["unchanged"] for run in facts["runs"])
    assert counted == facts["articles"] == 96 and all(facts["done"])
    rounds.run_python(site, *command)
    assert rounds.facts(site)["picture"] == facts["picture"]
