"""A backup made while others write is complete and can be restored, on both databases."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from operations.backup import BackupError, backup, find_program

ROOT = Path(settings.BASE_DIR)
# Another writer: an event and its two citations in one transaction, again and again.
WRITER = """
import itertools, time
import django; django.setup()
from django.db import transaction
from tests.factories import make_citation, make_event
for number in itertools.count():
    with transaction.atomic():
        event = make_event(f"Written meanwhile {number}")
        for _ in range(2):
            make_citation(event)
    print(number, flush=True)
    time.sleep(0.02)
"""
# The content of a database: its export, the number of rows in each table, and missing migrations.
FACTS = """
import io, json
import django; django.setup()
from django.apps import apps
from django.core.management import call_command
def told(*command, **options):
    out = io.StringIO()
    call_command(*command, stdout=out, **options)
    return out.getvalue()
def facts():
    counts = {model._meta.db_table: model.objects.count() for model in apps.get_models()}
    exported = json.loads(told("export_events", format="json", status="all"))["events"]
    return {"events": exported, "counts": counts, "plan": told("migrate", plan=True)}
"""
FILL = """
call_command("migrate", verbosity=0)
told("make_demo_events", "40")
print(json.dumps(facts()))
"""
READ = "print(json.dumps(facts()))"
GO_ON = """
before = facts()
make = apps.get_model("timeline.Event").objects.create
make(title="Next", slug="next", edtf="2024", kind="visit")
print(json.dumps(before))
"""


def begin(url, *arguments):
    environment = {**os.environ, "DATABASE_URL": url, "DATABASE_POOL": "0", "DJANGO_SETTINGS_MODULE": "config.settings"}  # fmt: skip
    return subprocess.Popen([sys.executable, *map(str, arguments)], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # fmt: skip


def run(url, *arguments):
    process = begin(url, *arguments)
    out, complaint = process.communicate(timeout=300)
    assert process.returncode == 0, complaint
    return out


def facts_after(work, url):
    return json.loads(run(url, "-c", FACTS + work))


@pytest.fixture
def place(tmp_path, django_db_blocker):
    """A function that returns the address of a new, empty database."""
    made = []

    def new() -> str:
        if connection.vendor == "sqlite":
            return f"sqlite:///{tmp_path}/{uuid4().hex}.sqlite3"
        name = f"{_name_of(os.environ['DATABASE_URL'])}_backup_{uuid4().hex[:8]}"
        _on_server(f"CREATE DATABASE {name}")
        made.append(name)
        return os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"

    yield new
    for name in made:
        _on_server(f"DROP DATABASE {name} WITH (FORCE)")


def _name_of(url):
    return url.rpartition("/")[2].partition("?")[0]


def _on_server(statement):
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(statement)


def restore(copy, url):
    """As docs/running.md says."""
    if url.startswith("sqlite"):
        Path(url.removeprefix("sqlite:///")).write_bytes(copy.read_bytes())
        return
    subprocess.run(
        [find_program("pg_restore"), "--exit-on-error", "--no-owner", f"--dbname={url}", copy], check=True
    )


@pytest.mark.database
def test_what_is_copied_amid_writing_comes_back_whole(place, tmp_path):
    original, copy, other = place(), tmp_path / "copy", place()
    before = facts_after(FILL, original)["events"]
    writer = begin(original, "-c", WRITER)
    try:
        first = int(next(writer.stdout))
        assert " bytes" in run(original, "manage.py", "backup", copy)
        assert writer.poll() is None
    finally:
        writer.kill()
    last = [first, *map(int, writer.communicate()[0].split())][-1]
    assert last > first  # it wrote while the copy was made
    restore(copy, other)
    after = facts_after(GO_ON, other)  # what is new gets a key of its own
    assert "No planned migration operations" in after["plan"]
    written = [event for event in after["events"] if event["title"].startswith("Written meanwhile")]
    assert [event for event in after["events"] if event not in written] == before and len(before) == 40
    assert first < len(written) <= last + 2 and all(len(event["citations"]) == 2 for event in written)
    assert after["counts"]["timeline_event"] == len(after["events"])


@pytest.mark.database
def test_what_is_copied_at_rest_comes_back_the_same(place, tmp_path):
    original, copy, other = place(), tmp_path / "copy", place()
    before = facts_after(FILL, original)
    run(original, "manage.py", "backup", copy)
    restore(copy, other)
    assert facts_after(READ, other) == before and before["counts"]["timeline_event"] == 40


@pytest.mark.django_db
def test_a_copy_takes_the_place_of_nothing_and_leaves_nothing_half_made(tmp_path, monkeypatch):
    there = tmp_path / "there"
    there.write_text("precious")
    with pytest.raises(BackupError, match="exists"):
        backup(there)
    assert there.read_text() == "precious"
    with pytest.raises(BackupError, match="not a folder"):
        backup(tmp_path / "nowhere" / "copy")
    monkeypatch.setattr("operations.backup._copy_sqlite", fail)
    monkeypatch.setattr("operations.backup._dump_postgresql", fail)
    with pytest.raises(BackupError, match="No space left"):
        backup(tmp_path / "copy")
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


def fail(target):
    target.write_text("half")
    raise OSError(28, "No space left on device")


@pytest.mark.database
def test_nobody_else_may_read_a_copy_and_it_is_one_file(place, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's programs write one file anyhow")
    url = place()
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE t (x)")
        database.execute("INSERT INTO t VALUES (1)")
        database.commit()
        run(url, "manage.py", "backup", tmp_path / "copy")
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob("copy-*"))
    with closing(sqlite3.connect(tmp_path / "copy")) as copy:
        assert copy.execute("SELECT x FROM t").fetchall() == [(1,)]


def test_a_missing_program_is_named_with_the_remedy(monkeypatch):
    monkeypatch.setattr("operations.backup.shutil.which", lambda name: None)
    with pytest.raises(
        BackupError, match="pg_nothing is not installed: install PostgreSQL's client programs"
    ):
        find_program("pg_nothing")
