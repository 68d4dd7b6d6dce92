"""Commands whose database or disk fails say what is wrong and what helps, in one line."""

import json
import os
import resource
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.db import DataError, IntegrityError, ProgrammingError

from operations.commands import describe

ROOT = Path(settings.BASE_DIR)
NOT_ASKED = {"evaluate", "model_requests"}  # they do without a database
ARGUMENTS = {"ingest": ["articles/samples"], "read_run": ["1"], "make_demo_events": ["2"], "backup": ["{folder}/copy"], "loaddata": ["x"], "createsuperuser": ["--noinput"], "compose_timeline": ["Title", "--events", "1"], "import_gazetteer": ["{folder}/names.csv"]}  # fmt: skip
OWN = [name for name, app in get_commands().items() if app in ("timeline", "articles", "operations")]
COMMANDS = sorted({*OWN, "migrate", "createsuperuser", "clearsessions", "axes_reset"} - NOT_ASKED)


def run(url, *command, **more):
    return start(url, "manage.py", *map(str, command), **more)


def start(url, *words, **more):
    environment = {**os.environ, "DATABASE_URL": url, "DATABASE_POOL": "0", "DJANGO_SUPERUSER_USERNAME": "x", "REDIS_URL": "", "DJANGO_SETTINGS_MODULE": "config.settings"}  # fmt: skip
    return subprocess.run([sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, **more)  # fmt: skip


def damaged(folder):
    (folder / "site.sqlite3").write_bytes(os.urandom(20_000))
    return f"sqlite:///{folder}/site.sqlite3"


PLACES = {
    "damaged": damaged,
    "nowhere": lambda folder: f"sqlite:///{folder}/none/site.sqlite3",
    "not running": lambda folder: "postgres://u@127.0.0.1:1/n",
}


# Runs commands as manage.py does, one after the other in one process; tells what each complained of.
EACH = """
import io, json, sys
from contextlib import redirect_stderr, redirect_stdout
from operations.commands import run
told = {}
for words in json.loads(sys.argv[1]):
    out = io.StringIO()
    try:
        with redirect_stderr(out), redirect_stdout(io.StringIO()):
            run(["manage.py", *words])
        code = 0
    except SystemExit as stop:
        code = stop.code
    told[words[0]] = [code, out.getvalue()]
print(json.dumps(told))
"""


@pytest.mark.parametrize(
    ("place", "names"),
    [
        ("damaged", COMMANDS),
        *((place, ["ingest", "backup", "migrate"]) for place in ("nowhere", "not running")),
    ],
)
def test_each_command_says_what_is_wrong_with_its_database(tmp_path, place, names):
    (tmp_path / "names.csv").write_text("name,kind\nJapan,state\n")
    commands = [[name, *(word.format(folder=tmp_path) for word in ARGUMENTS.get(name, []))] for name in names]
    done = start(PLACES[place](tmp_path), "-c", EACH, json.dumps(commands))
    assert done.returncode == 0, done.stderr[-800:]
    told = json.loads(done.stdout)
    assert told.keys() == set(names)
    for name, (code, complaint) in told.items():
        assert code and "Traceback" not in complaint and "database" in complaint, (name, complaint[-800:])
    assert not (tmp_path / "copy").exists() and not list(tmp_path.glob("copy.*"))


def test_a_command_in_a_process_of_its_own_says_so_too(tmp_path):
    done = run(damaged(tmp_path), "export_events")
    assert done.returncode == 1 and "Traceback" not in done.stderr and done.stderr.count("\n") == 1
    assert "the file is damaged" in done.stderr


def test_a_traceback_is_there_for_who_asks(tmp_path):
    assert "Traceback" in run(damaged(tmp_path), "export_events", "--traceback").stderr


def test_a_database_of_before_is_to_be_migrated(tmp_path):
    done = run(f"sqlite:///{tmp_path}/new.sqlite3", "export_events")
    assert done.returncode == 1 and done.stderr.count("\n") == 1 and "manage.py migrate" in done.stderr


def test_a_locked_database_is_told_as_such():
    from django.db import OperationalError

    assert "try again" in describe(OperationalError("database is locked"))


@pytest.mark.parametrize("error", [IntegrityError("x"), DataError("x"), ProgrammingError("syntax error"), OSError(2, "x"), ValueError()])  # fmt: skip
def test_an_error_of_ours_stays_one(error):
    assert describe(error) is None


@pytest.fixture
def filled(tmp_path, migrated):
    url = f"sqlite:///{migrated(tmp_path / 'site.sqlite3')}"
    assert run(url, "make_demo_events", "40").returncode == 0
    return url


def small_files():
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


def test_a_backup_without_room_leaves_nothing_and_says_so(filled, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    done = run(filled, "backup", folder / "copy", preexec_fn=small_files)
    assert done.returncode == 1 and "free some disk space" in done.stderr and done.stderr.count("\n") == 1
    assert list(folder.iterdir()) == []
    assert run(filled, "backup", folder / "copy").returncode == 0


def test_a_backup_of_a_damaged_database_says_so(filled, tmp_path):
    file = tmp_path / "site.sqlite3"
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(file.read_bytes())
    content[8192:120_000] = os.urandom(120_000 - 8192)
    file.write_bytes(content)
    done = run(filled, "backup", tmp_path / "copy")
    assert done.returncode == 1 and "backup" in done.stderr and "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1 and not list(tmp_path.glob("copy*"))


def test_what_cannot_be_written_is_told_and_what_nobody_reads_is_not(filled):
    with open("/dev/full", "w") as full:
        environment = {**os.environ, "DATABASE_URL": filled}
        done = subprocess.run([sys.executable, "manage.py", "export_events"], cwd=ROOT, env=environment, stdout=full, stderr=subprocess.PIPE, text=True)  # fmt: skip
    assert (
        done.returncode == 1
        and done.stderr == "export_events: No space left on device: free some disk space and try again\n"
    )
    piped = subprocess.run(f"{sys.executable} manage.py export_events --format json | head -c 1", shell=True, cwd=ROOT, env=environment, capture_output=True, text=True)  # fmt: skip
    assert piped.stderr == ""
