"""Run the whole suite: all of it on SQLite, the journeys in a browser, and what asks a database once more on PostgreSQL.

    python -m tests.everything [ARGUMENTS OF PYTEST]

Every part runs and is reported, whatever came of those before it; the exit code is 1 if any failed. What is not installed
here is skipped with a line that says so, but fails in CI (tests/needs.py). PostgreSQL is the one at TEST_POSTGRES_URL; without
that, one of our own is started for the while.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.crash.servers import Postgres
from tests.needs import CHROMIUM, is_required, no_programs

ROOT = Path(__file__).parents[1]
# What this machine's own site may run with: the tests have settings and servers of their own.
OWN = ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "RATE_LIMITS", "STAFF_MFA", "DEBUG", "LOG_LEVEL")
NOTHING_CHOSEN = 5  # pytest's exit code where its arguments leave no test
# Of a PostgreSQL that nothing is kept in and nobody kills; compiling their small queries takes longer than answering them.
CARELESS = ("synchronous_commit=off", "full_page_writes=off", "jit=off")
# A process for each core, with a database of its own; who is done takes over from the others.
SIDE_BY_SIDE = ("-n", "auto", "--maxprocesses", "8", "--dist", "worksteal")


@dataclass(frozen=True)
class Place:
    """Where tests run: what they find in their environment, or what is lacking for them."""

    environment: dict[str, str]
    lacks: str = ""


@dataclass(frozen=True)
class Part:
    """Some of the suite: how pytest runs it, and where."""

    name: str
    arguments: Sequence[str]
    place: Callable[[], AbstractContextManager[Place]] = lambda: nullcontext(Place({}))
    required_as: str = ""


def browser() -> AbstractContextManager[Place]:
    lacks = "" if CHROMIUM else "no Chromium: install Debian's chromium or set CHROMIUM"
    return nullcontext(Place({}, lacks))


@contextmanager
def postgresql() -> Iterator[Place]:
    """The PostgreSQL at TEST_POSTGRES_URL, or one that lives as long as the tests."""
    if url := os.environ.get("TEST_POSTGRES_URL", ""):
        yield Place(_on(url), _silence(url))
    elif lacks := no_programs("initdb", "postgres"):
        yield Place({}, f"{lacks}, or set TEST_POSTGRES_URL")
    else:
        folder = Path(tempfile.mkdtemp(prefix="entente-postgresql-"))
        folder.chmod(0o755)
        server = Postgres(folder, *CARELESS)
        try:
            server.start()
            yield Place(_on(server.url("postgres")))
        finally:
            server.kill()
            shutil.rmtree(folder, ignore_errors=True)


def _on(url: str) -> dict[str, str]:
    return {"DATABASE_URL": url, "DATABASE_POOL": "0"}


def _silence(url: str) -> str:
    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.Error as error:
        reason = str(error).splitlines()[0]
        return f"TEST_POSTGRES_URL names a PostgreSQL that does not answer: {reason}"
    return ""


SQLITE = Part("SQLite", ["-m", "not browser"])
BROWSER = Part("browser", ["-m", "browser", "--override-ini=testpaths=tests/e2e"], browser, "BROWSER")
POSTGRESQL = Part("PostgreSQL", ["-m", "database and not browser"], postgresql, "POSTGRES")


def run(part: Part, arguments: Sequence[str]) -> tuple[str, str]:
    """Run a part; gives what came of it (passed, skipped or FAILED) and pytest's last line, or why it did not run."""
    try:
        with part.place() as place:
            if place.lacks:
                return ("FAILED" if is_required(part.required_as) else "skipped"), place.lacks
            kept = {name: value for name, value in os.environ.items() if name not in OWN}
            code, last = _pytest([*part.arguments, *arguments], kept | place.environment)
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:  # its server does not start
        return "FAILED", str(error)
    return {0: "passed", NOTHING_CHOSEN: "skipped"}.get(code, "FAILED"), last


def _pytest(arguments: Sequence[str], environment: dict[str, str]) -> tuple[int, str]:
    """Run pytest and show what it says; gives its exit code and last line."""
    command = [sys.executable, "-m", "pytest", *arguments]
    last = ""
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            print(line, end="", flush=True)
            last = line.strip(" =\n") or last
    return process.returncode, last


def report(parts: Sequence[Part], arguments: Sequence[str]) -> int:
    """Run the parts, print a line for each at the end, and give the exit code."""
    lines, outcomes = [], []
    for part in parts:
        print(f"== Tests: {part.name}", flush=True)
        started = time.monotonic()
        outcome, words = run(part, arguments)
        outcomes.append(outcome)
        lines.append(f"{part.name:<10}  {outcome:<7}  {words}  [{time.monotonic() - started:.0f} s in all]")
    print("== All tests", *lines, sep="\n", flush=True)
    return int("FAILED" in outcomes)


if __name__ == "__main__":
    sys.exit(report([SQLITE, BROWSER, POSTGRESQL], [*SIDE_BY_SIDE, *sys.argv[1:]]))
