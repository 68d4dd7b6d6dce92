"""How pages cope with many events: each page with 1,000 events and with more, on SQLite and PostgreSQL.

    python bench/scale.py             1,000 and 100,000 events
    python bench/scale.py --full      1,000,000 as well

SQLite in a scratch file; PostgreSQL in a temporary database if TEST_POSTGRES_URL names a server. A page is requested when nothing is
cached (new), after something was written (written), when only its counts are cached (counted), and when the whole page is (kept). Times are ratios to the same page with 1,000
events within one run; the first column gives those in milliseconds, on SQLite of processor time.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
SIZES = (1_000, 100_000)
FULL = (1_000, 100_000, 1_000_000)
BASE = 10_000  # events made one by one; the rest are copies made by the database
PAGES = {
    "timeline": "/timelines/demo/",
    "embed": "/embed/demo/",
    "one year": "/timelines/demo/?from=1990&to=1990",
    "an actor": "/timelines/demo/?actor=hav",
    "a kind": "/timelines/demo/?kind=ruling",
    "search": "/timelines/demo/?q=copper",
    "search, two words": "/timelines/demo/?q=hav+copper",
    "search, Korean, nothing": "/timelines/demo/?q=%ED%95%9C%EA%B5%AD",
    "list, part 5": "/timelines/demo/?page=5",
    "event": "/events/demo-1-500/",
    "actor": "/actors/hav/",
    "actors": "/actors/",
    "sources": "/sources/",
}
STATES = ("new", "written", "counted", "kept")


def start_django() -> None:
    """Production settings, except for the names of static files, which do not matter here."""
    os.environ.update(
        DEBUG="0",
        SECRET_KEY=secrets.token_urlsafe(64),
        ALLOWED_HOSTS="*",
        SECURE_SSL_REDIRECT="0",
        RATE_LIMITS="",
    )
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    sys.path.insert(0, str(ROOT))
    import django
    from django.conf import settings

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    django.setup()


def fill(count: int) -> None:
    """Create the events of ``make_demo_events``, and copies of them up to ``count``."""
    from django.core.management import call_command
    from django.db import connection, transaction

    from timeline.models import Citation, Event, Participation, Source

    base = min(count, BASE)
    call_command("migrate", verbosity=0)
    call_command("make_demo_events", base, stdout=StringIO(), stderr=StringIO())
    step = 2 * base  # participations: the most rows of any table
    for number in range(1, count // base):
        with transaction.atomic(), connection.cursor() as cursor:
            for model in (Source, Event, Citation, Participation):
                cursor.execute(copying(model, number * step, number, step))
    if connection.vendor == "postgresql":  # as autovacuum does within minutes
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def copying(model, by: int, number: int, last: int) -> str:
    """SQL that copies the first rows of a table with higher keys and different names."""
    table, columns = model._meta.db_table, [f.column for f in model._meta.concrete_fields]
    moved = {"id": f"id + {by}", "slug": f"slug || '-{number}'", "origin": f"origin || '-{number}'"}
    moved |= {name: f"{name} + {by}" for name in ("event_id", "source_id")}
    values = ", ".join(moved.get(column, f'"{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE id <= {last}"


def milliseconds(work: Callable[[], object], runs: int) -> float:
    """The median time of some work: on SQLite that of the processor, as it runs in this process, whatever else the machine does."""
    from django.db import connection

    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    times = []
    for _ in range(runs):
        started = clock()
        work()
        times.append(clock() - started)
    return median(times) * 1000


def measure() -> dict[str, dict[str, float]]:
    from django.conf import settings
    from django.core.cache import cache
    from django.test import Client

    from timeline.models import Timeline

    anybody, somebody = Client(), Client()
    somebody.cookies[settings.SESSION_COOKIE_NAME] = "x"  # requests with a session get no cached page
    found = {}
    anybody.get(PAGES["timeline"])  # loads templates and words
    for name, address in PAGES.items():

        def ask(client, address=address):
            assert client.get(address).status_code == 200, address

        cache.clear()
        new = milliseconds(lambda ask=ask: ask(anybody), 1)
        found[name] = {"new": new, "kept": milliseconds(lambda ask=ask: ask(anybody), 15)}
        Timeline.objects.filter(slug="demo").update(is_published=True)
        found[name]["written"] = milliseconds(lambda ask=ask: ask(anybody), 1)
        if name != "embed":  # which reads no cookie
            found[name]["counted"] = milliseconds(lambda ask=ask: ask(somebody), 7)
    return found


def measured_apart(database: str, count: int) -> dict[str, dict[str, float]]:
    """Run in a separate process, with another database and empty caches."""
    environment = {**os.environ, "DATABASE_URL": database, "DATABASE_POOL": "0", "REDIS_URL": ""}
    command = [sys.executable, __file__, "--child", str(count)]
    return json.loads(subprocess.run(command, env=environment, check=True, capture_output=True).stdout)


def show(title: str, found: dict[int, dict[str, dict[str, float]]]) -> None:
    first, *others = found
    print(f"\n{title}: milliseconds at {first:,} events, and times as long at more\n")
    print("| page | state | " + " | ".join(f"{size:,}" for size in found) + " |")
    print("|---|---|" + "---|" * len(found))
    for name in PAGES:
        for state in (state for state in STATES if state in found[first][name]):
            base = found[first][name][state]
            ratios = [f"{found[size][name][state] / base:.1f}x" for size in others]
            print(f"| {name} | {state} | {base:.1f} ms | " + " | ".join(ratios) + " |")


def on_postgresql(work: Callable[[str], object]) -> None:
    """The address of a temporary database, dropped afterwards."""
    import psycopg

    given = os.environ["TEST_POSTGRES_URL"]
    name = given.rsplit("/", 1)[1] + "_bench"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            work(given.rsplit("/", 1)[0] + f"/{name}")
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def main() -> None:
    sizes = FULL if "--full" in sys.argv else SIZES
    found = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            found[size] = measured_apart(f"sqlite:///{folder}/bench.sqlite3", size)
    show("SQLite", found)
    if not os.environ.get("TEST_POSTGRES_URL"):
        print("\nPostgreSQL: not measured, TEST_POSTGRES_URL names no server")
        return
    found = {}
    for size in sizes:
        on_postgresql(lambda database, size=size: found.update({size: measured_apart(database, size)}))
    show("PostgreSQL", found)


if __name__ == "__main__":
    if "--child" in sys.argv:
        start_django()
        fill(int(sys.argv[-1]))
        print(json.dumps(measure()))
    else:
        main()
