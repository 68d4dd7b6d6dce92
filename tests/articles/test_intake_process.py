"""Submitted articles are read by a separate process, which may be killed at any moment."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SUBMIT = """
import django; django.setup()
from articles.ingestion.web import submit
texts = [f"---\\npublished: 2024-09-06\\n---\\nPrime Minister Fumio Kishida arrived in {place} on {day} May 2024." for place in ("Oslo", "Bern", "Lima") for day in range(1, 29)]
print(submit(None, [(f"{n}.md", text.encode()) for n, text in enumerate(texts)]).pk)
"""
TELL = """
import django; django.setup()
from articles.models import Article, IngestRun, Upload
from timeline.models import Event
run = IngestRun.objects.get()
print(run.state, run.created, Event.objects.count(), Article.objects.count(), Upload.objects.count(), sep=",")
"""
KILL = "import django; django.setup(); from articles.ingestion.web import resume; from articles.models import IngestRun; print(resume(IngestRun.objects.get()))"


@pytest.fixture
def run_python(tmp_path, migrated):
    migrated(tmp_path / "site.sqlite3")
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "REDIS_URL": "",
        "CELERY_BROKER_URL": "",
        "PYTHONPATH": str(ROOT),
    }

    def run(*arguments):
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run


def readers(database):
    """The processes reading for this database."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes()
            if b"read_run" in words and str(database).encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def wait_for(run_python, *, state, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        told = run_python("-c", TELL)
        if told.startswith(state):
            return told
        time.sleep(0.2)
    pytest.fail(f"not {state} within {seconds} seconds: {told}")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds processes by /proc")
def test_a_killed_reader_loses_nothing(run_python, tmp_path):
    run_python("-c", SUBMIT)
    deadline = time.monotonic() + 60
    while not run_python("-c", TELL).startswith(("reading", "done")) and time.monotonic() < deadline:
        pass
    for process in readers(tmp_path):
        os.kill(process, signal.SIGKILL)
    state, created, events, articles, uploads = run_python("-c", TELL).split(",")
    assert created == events and (int(articles) < 84 or state == "done") and int(uploads) in (0, 84)
    run_python(
        "-c",
        "import django; django.setup(); from articles.models import IngestRun; IngestRun.objects.filter(finished_at=None).update(stopped_because='killed')",
    )
    run_python("-c", KILL)
    assert wait_for(run_python, state="done") == "done,84,84,84,0"
