"""How pages cope with many events: each page with 1,000 events and with more, on SQLite and PostgreSQL.

    python bench/scale.py                 1,000 and 100,000 events
    python bench/scale.py --full          1,000,000 as well
    python bench/scale.py 1000 200000     so many
    python bench/scale.py --only sqlite   on one of the two

SQLite in a scratch file; PostgreSQL in a temporary database if TEST_POSTGRES_URL names a server. A page is requested when nothing is
cached (new), after something was written (written), when only its counts are cached (counted), and when the whole page is (kept).
The API counts nothing and keeps no answer to a search or of a later part: it is always new. Times are ratios to the same page with
the fewest events within one run; the first column gives those in milliseconds of processor time, on PostgreSQL of both processes. Bytes are those of the
response before it is compressed.
"""

from __future__ import annotations

import argparse
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
    "search, nothing": "/timelines/demo/?q=zanzibar",
    "search, nothing, filtered": "/timelines/demo/?q=zanzibar&kind=ruling&actor=hav",
    "a source": "/timelines/demo/?source=1",
    "disputed": "/timelines/demo/?disputed=on",
    "three filters": "/timelines/demo/?actor=hav&kind=ruling&from=1980&to=1999",
    "lanes by actor": "/timelines/demo/?lanes=actor",
    "lanes by actor, one year": "/timelines/demo/?lanes=actor&from=1990&to=1990",
    "chart": "/timelines/demo/?view=chart",
    "all, part 5": "/timelines/demo/?list=all&page=5",
    "list, part 5": "/timelines/demo/?page=5",
    "event": "/events/demo-1-500/",
    "actor": "/actors/hav/",
    "actors": "/actors/",
    "sources": "/sources/",
    "sources, searched": "/sources/?q=courier",
    "sources, nothing": "/sources/?q=zanzibar",
    "source": "/sources/1/",
    "embed, one year": "/embed/demo/?from=1990&to=1990",
    "embed, story": "/embed/demo/?layout=story",
    "API: events": "/api/v1/events",
    "API: an actor": "/api/v1/events?actor=hav&limit=50",
    "API: search": "/api/v1/events?q=copper",
    "API: search, nothing": "/api/v1/events?q=zanzibar",
    "API: one year": "/api/v1/events?from=1990&to=1990",
    "API: three filters": "/api/v1/events?actor=hav&kind=ruling&from=1980&to=1999",
    "API: a later part": "/api/v1/events?cursor=730000-730000-1",
    "API: sources": "/api/v1/sources",
    "API: actors": "/api/v1/actors",
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
        LOG_REQUESTS="0",
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


def processor_seconds() -> float:
    """What this process has used so far, and on PostgreSQL the one that answers it, whatever else the machine does."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return time.process_time()
    connection.ensure_connection()
    used = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0]
    return time.process_time() + int(used) / 1e9


def milliseconds(work: Callable[[], object], runs: int) -> float:
    """The median processor time of some work; by the clock where the server runs on another machine or system."""
    try:
        processor_seconds()
        clock = processor_seconds
    except OSError:
        clock = time.perf_counter
    times = []
    for _ in range(runs):
        started = clock()
        work()
        times.append(clock() - started)
    return median(times) * 1000


def measure() -> dict[str, dict[str, float]]:
    from django.test import Client

    Client().get(PAGES["timeline"])  # loads templates and words
    return {name: measure_page(name, address) for name, address in PAGES.items()}


def measure_page(name: str, address: str) -> dict[str, float]:
    """Milliseconds by state, and the bytes of the response."""
    from django.conf import settings
    from django.core.cache import caches
    from django.test import Client

    from timeline.models import Timeline

    anybody, somebody = Client(), Client()
    somebody.cookies[settings.SESSION_COOKIE_NAME] = "x"  # requests with a session get no cached page
    join = "&" if "?" in address else "?"
    looks = (
        f"{address}{join}accent=10000{number}" for number in range(9)
    )  # each a state of its own, of the same counts

    def ask(client: Client, address: str = address) -> int:
        response = client.get(address)
        assert response.status_code == 200, address
        return len(response.content)

    def forget() -> None:
        for store in settings.CACHES:
            caches[store].clear()

    def ask_anew() -> None:
        forget()
        ask(anybody)

    if address.startswith("/api/"):
        ask_anew()
        return {"new": milliseconds(ask_anew, 5), "bytes": ask(anybody)}
    found = {"new": milliseconds(ask_anew, 1), "kept": milliseconds(lambda: ask(anybody), 15)}
    Timeline.objects.filter(slug="demo").update(is_published=True)
    found["written"] = milliseconds(lambda: ask(anybody), 1)
    if address.startswith("/embed/"):  # which reads no cookie
        found["counted"] = milliseconds(lambda: ask(anybody, next(looks)), 7)
    else:
        found["counted"] = milliseconds(lambda: ask(somebody), 7)
    return found | {"bytes": ask(anybody)}


def measured_apart(database: str, count: int) -> dict[str, dict[str, float]]:
    """Run in a separate process, with another database and empty caches."""
    environment = {**os.environ, "DATABASE_URL": database, "DATABASE_POOL": "0", "REDIS_URL": ""}
    environment["PGOPTIONS"] = (
        "-c max_parallel_workers_per_gather=0"  # so that one process does all of the work
    )
    command = [sys.executable, __file__, "--child", str(count)]
    return json.loads(subprocess.run(command, env=environment, check=True, capture_output=True).stdout)


def show(title: str, found: dict[int, dict[str, dict[str, float]]]) -> None:
    first, *others = found
    print(f"\n{title}: milliseconds at {first:,} events, and times as long at more\n")
    print("| page | state | " + " | ".join(f"{size:,}" for size in found) + " | bytes |")
    print("|---|---|" + "---|" * len(found) + "---|")
    for name in PAGES:
        sizes = ", ".join(f"{found[size][name]['bytes']:,}" for size in found)
        for state in (state for state in STATES if state in found[first][name]):
            base = found[first][name][state]
            ratios = [f"{found[size][name][state] / base:.1f}x" for size in others]
            print(f"| {name} | {state} | {base:.1f} ms | " + " | ".join(ratios) + f" | {sizes} |", flush=True)


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
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", nargs="*", type=int)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    options = parser.parse_args()
    sizes = options.sizes or (FULL if options.full else SIZES)
    if options.only != "postgresql":
        found = {}
        for size in sizes:
            with tempfile.TemporaryDirectory() as folder:
                found[size] = measured_apart(f"sqlite:///{folder}/bench.sqlite3", size)
        show("SQLite", found)
    if options.only == "sqlite":
        return
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
