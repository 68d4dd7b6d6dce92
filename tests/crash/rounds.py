"""Kill processes at random moments, over and over, and check that nothing is lost, doubled or half-written.

    python -m tests.crash.rounds [ROUNDS] [--seed N]        all four kinds in turn; make kill does 60 rounds

Each round ingests the same news while the ingesting process, a worker, PostgreSQL or Redis is killed with SIGKILL, looks at
what is left, lets the work be finished, and compares the timeline with that of an ingestion that nobody disturbed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import psycopg

from tests.needs import no_programs

from .news import write_news
from .servers import PATIENCE, Postgres, Redis, descendants, kill

ROOT = Path(__file__).parents[2]
SERVERS = ("initdb", "redis-server")  # that have to be installed
ARTICLES = 96
BATCH = 8  # articles a transaction, so that a kill falls between many
Facts = dict[str, Any]


class Lost(AssertionError):
    """Something that must be true is not."""


class Rounds:
    """The news, what an undisturbed ingestion makes of it (unless nothing is compared with that), and the servers."""

    def __init__(
        self, seed: int, articles: int = ARTICLES, *, is_compared: bool = True, empty: Path | None = None
    ):
        self.pick = random.Random(seed)
        self.folder = Path(tempfile.mkdtemp(prefix="entente-kill-"))
        self.folder.chmod(0o755)
        self.count = articles
        (self.folder / "news").mkdir()
        write_news(self.folder / "news", articles, seed)
        self.news = str(self.folder / "news" / "news.jsonl")
        self.postgres: Postgres | None = None
        self.redis: Redis | None = None
        self.worker: subprocess.Popen[bytes] | None = None
        self.tally: Counter[str] = Counter()
        self.empty = self.folder / "empty.sqlite3"
        if empty:  # a database with every table, made already
            shutil.copy(empty, self.empty)
        else:
            self.run_python(self.sqlite(self.empty), "manage.py", "migrate", "-v0")
        if is_compared:
            self.whole = self.undisturbed()
            self.apart = self.alone()

    # What is compared with

    def undisturbed(self) -> Facts:
        site = self.fresh_sqlite("whole")
        started = time.monotonic()
        self.run_python(site, "manage.py", "ingest", self.news, "--batch", str(BATCH))
        self.seconds = time.monotonic() - started
        return self.facts(site)

    def alone(self) -> dict[str, Any]:
        """What articles without a day claim before theirs is inferred."""
        lines = [line for line in Path(self.news).read_text().splitlines() if '"published"' not in line]
        lone = self.folder / "alone" / "news.jsonl"
        lone.parent.mkdir()
        lone.write_text("\n".join(lines))
        site = self.fresh_sqlite("alone")
        self.run_python(site, "manage.py", "ingest", str(lone))
        return {
            self.news + origin.removeprefix(str(lone)): claims
            for origin, claims in self.facts(site)["claims"].items()
        }

    # Processes

    def sqlite(self, file: Path) -> dict[str, str]:
        return self.site(f"sqlite:///{file}", "")

    def site(self, database: str, broker: str) -> dict[str, str]:
        said = {
            "DATABASE_URL": database,
            "REDIS_URL": "",
            "CELERY_BROKER_URL": broker,
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "LOG_LEVEL": "CRITICAL",
        }
        return {**os.environ, **said}

    def fresh_sqlite(self, name: str, *, like: str = "empty") -> dict[str, str]:
        file = self.folder / f"{name}.sqlite3"
        for ending in ("", "-wal", "-shm"):
            Path(f"{file}{ending}").unlink(missing_ok=True)
        shutil.copy(self.folder / f"{like}.sqlite3", file)
        return self.sqlite(file)

    def begin(self, site: dict[str, str], *words: str) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        return subprocess.Popen(
            [sys.executable, *words], cwd=ROOT, env=site, stdout=quiet, stderr=quiet, start_new_session=True
        )

    def run_python(self, site: dict[str, str], *words: str, code: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=site, capture_output=True, text=True, timeout=300
        )
        if done.returncode != code:
            raise Lost(
                f"{' '.join(words)} ended with {done.returncode}: {done.stdout[-300:]} {done.stderr[-1500:]}"
            )
        return done.stdout.strip()

    def facts(self, site: dict[str, str]) -> Facts:
        return dict(json.loads(self.run_python(site, "-m", "tests.crash.facts")))

    # What must hold

    def check_kept(self, facts: Facts) -> None:
        """Whatever happened, everything counted is stored completely and once."""
        counted = sum(run["articles_read"] - run["unchanged"] - run["failed"] for run in facts["runs"])
        self.must(
            counted == facts["articles"], f"{counted} articles were counted, {facts['articles']} are there"
        )
        self.must(not any(facts["half"].values()), f"half-written: {facts['half']}")
        for origin, claims in facts["claims"].items():
            whole, apart = self.whole["claims"][origin], self.apart.get(origin)
            # Until all is read, the day of an article that states none may be inferred from another than in the end.
            holds = (
                claims == whole if apart is None else _undated(claims) in (_undated(whole), _undated(apart))
            )
            self.must(holds, f"{origin} lacks claims, or has too many: {claims}")
        queued = [run for run in facts["runs"] if run["inputs"]]
        for run in queued:
            left = run["inputs"] - run["inputs_read"]
            self.must(
                left == facts["queued"], f"{left} articles are to be read, {facts['queued']} are queued"
            )

    def check_whole(self, facts: Facts) -> None:
        """In the end, exactly the result of an undisturbed ingestion."""
        self.check_kept(facts)
        self.must(not facts["failures"], f"failures: {facts['failures'][:3]}")
        self.must(
            facts["claims"] == self.whole["claims"], "the claims are not those of an undisturbed ingestion"
        )
        differing = [
            json.dumps(event)
            for one, other in ((facts, self.whole), (self.whole, facts))
            for event in one["picture"]
            if event not in other["picture"]
        ]
        self.must(
            facts["picture"] == self.whole["picture"],
            "the events are not those of an undisturbed ingestion, such as:\n" + "\n".join(differing[:4]),
        )

    def must(self, holds: bool, words: str) -> None:
        if not holds:
            raise Lost(words)

    # The kinds of rounds

    def round_of_ingestion(self) -> str:
        """Kill the ingesting process, on SQLite, once or several times over; the last one may end."""
        site = self.fresh_sqlite("killed")
        moments = []
        for _ in range(self.pick.choice((1, 1, 2))):
            readers = [
                self.begin(site, "manage.py", "ingest", self.news, "--batch", str(BATCH))
                for _ in range(self.pick.choice((1, 1, 2)))
            ]
            moment = self.pick.uniform(0.5, 1.05) * self.seconds
            time.sleep(moment)
            for reader in readers:
                kill([reader.pid, *descendants(reader.pid)])
                reader.wait()
            facts = self.facts(site)
            self.check_kept(facts)
            moments.append(f"{moment:.2f}s: {facts['articles']}")
        line = self.run_python(site, "manage.py", "ingest", self.news, "--batch", str(BATCH)).splitlines()[-1]
        self.must(line.startswith("created ") and line.endswith("failed 0"), line)
        self.check_whole(self.facts(site))
        return "articles kept at " + ", ".join(moments)

    def round_of_worker(self) -> str:
        """Kill a worker whole, or its parent, or one of its children; another one goes on."""
        run = self.queue()
        moment = self.wait_a_while(run)
        assert self.worker
        family = descendants(self.worker.pid)
        what = self.pick.choice(("all", "all", "parent", "child"))
        victims = {
            "all": [self.worker.pid, *family],
            "parent": [self.worker.pid],
            "child": self.pick.sample(family, min(1, len(family))),
        }
        kill(victims[what])
        if what != "child":
            self.worker.wait()
            kept = self.look()
            self.start_worker()
            self.run_python(self.pg_site, "-c", SEND_AGAIN.format(run=run))
        else:
            kept = self.look()
        self.finish(run)
        return f"{what} killed after {moment:.2f}s with {kept} articles kept"

    def round_of_postgres(self) -> str:
        """Kill every process of PostgreSQL under the workers, or under a process that ingests by itself."""
        assert self.postgres
        alone = self.pick.random() < 0.4
        if alone:
            self.clear()
            reader = self.begin(self.pg_site, "manage.py", "ingest", self.news, "--batch", str(BATCH))
            moment = self.pick.uniform(0.4, 1.2) * self.seconds
            time.sleep(moment)
        else:
            run = self.queue()
            moment = self.wait_a_while(run)
        self.postgres.kill()
        time.sleep(self.pick.uniform(0, 0.5))
        self.postgres.start()
        kept = self.look()
        if alone:
            reader.wait(timeout=PATIENCE)
            self.run_python(self.pg_site, "manage.py", "ingest", self.news, "--batch", str(BATCH))
            self.check_whole(self.facts(self.pg_site))
        else:
            self.finish(run)
        return f"{'a process' if alone else 'workers'} cut off after {moment:.2f}s with {kept} articles kept"

    def round_of_redis(self) -> str:
        """Kill Redis while articles are being queued or read."""
        assert self.redis
        sender = self.pick.random() < 0.3
        if sender:
            self.clear()
            process = self.begin(
                self.pg_site, "manage.py", "ingest", self.news, "--queue", "--no-wait", "--batch", str(BATCH)
            )
            moment = self.pick.uniform(0.4, 1.0) * self.seconds
            time.sleep(moment)
        else:
            run = self.queue()
            moment = self.wait_a_while(run)
        self.redis.kill()
        kept = self.look()
        time.sleep(self.pick.uniform(0, 0.5))
        self.redis.start()
        if sender:
            process.wait(timeout=PATIENCE)
            self.run_python(self.pg_site, "-c", SEND_AGAIN_ALL)
            run = self.run_number(
                self.run_python(
                    self.pg_site,
                    "manage.py",
                    "ingest",
                    self.news,
                    "--queue",
                    "--no-wait",
                    "--batch",
                    str(BATCH),
                )
            )
        self.finish(run)
        return (
            f"{'while queueing' if sender else 'under workers'} after {moment:.2f}s with {kept} articles kept"
        )

    # PostgreSQL, Redis and a worker

    def start_servers(self) -> None:
        """Start PostgreSQL, with every table, and Redis; workers are started apart."""
        for name in ("postgres", "redis"):
            (self.folder / name).mkdir()
        self.postgres, self.redis = Postgres(self.folder / "postgres"), Redis(self.folder / "redis")
        self.postgres.start()
        self.redis.start()
        with psycopg.connect(self.postgres.url("postgres"), autocommit=True) as talk:
            talk.execute("CREATE DATABASE entente")
        self.pg_site = self.site(self.postgres.url("entente"), self.redis.url)
        self.run_python(self.pg_site, "manage.py", "migrate", "-v0")

    def start_worker(self) -> None:
        # Without their greeting workers begin sooner; they miss nothing that these tests look at.
        words = "-m celery -A config.celery worker --concurrency 2 --without-gossip --without-mingle -l INFO"
        self.worker = self.begin(self.pg_site, *words.split(), "-f", str(self.folder / "worker.log"))

    def sql(self, words: str) -> list[tuple[Any, ...]]:
        assert self.postgres
        with psycopg.connect(self.postgres.url("entente"), autocommit=True) as talk:
            found = talk.execute(words)  # type: ignore[arg-type]
            return found.fetchall() if found.description else []

    def clear(self) -> None:
        """An empty database. What workers still hold of the round before names batches that are gone."""
        tables = self.sql("SELECT tablename FROM pg_tables WHERE tablename ~ '^(articles|timeline)_'")
        self.sql(f"TRUNCATE {', '.join(name for (name,) in tables)} CASCADE")

    def queue(self) -> int:
        self.clear()
        return self.run_number(
            self.run_python(
                self.pg_site, "manage.py", "ingest", self.news, "--queue", "--no-wait", "--batch", str(BATCH)
            )
        )

    def run_number(self, line: str) -> int:
        self.must(line.endswith(f"queued {self.count}, failed 0"), f"not all was queued: {line}")
        return int(line.split()[1].rstrip(":"))

    def wait_a_while(self, run: int) -> float:
        """Wait until the workers are at it, and then for as long as chance will have it."""
        deadline = time.monotonic() + PATIENCE
        while not self.read(run) and self.pick.random() < 0.97 and time.monotonic() < deadline:
            time.sleep(0.1)
        moment = self.pick.uniform(0, 0.8) * self.seconds
        time.sleep(moment)
        return moment

    def read(self, run: int) -> int:
        return int(self.sql(f"SELECT inputs_read FROM articles_ingestrun WHERE id = {run}")[0][0])

    def look(self) -> int:
        facts = self.facts(self.pg_site)
        self.check_kept(facts)
        return int(facts["articles"])

    def finish(self, run: int) -> None:
        """Wait for the workers; what they do not get to hear of is sent again, as the waiting command does."""
        moved, before, deadline = time.monotonic(), -1, time.monotonic() + 3 * PATIENCE
        silent = 0
        done = f"SELECT finished_at IS NOT NULL FROM articles_ingestrun WHERE id = {run}"
        while not self.sql(done)[0][0]:
            self.must(
                time.monotonic() < deadline,
                f"run {run} does not end: {self.read(run)} of {self.count} articles are read",
            )
            if (now := self.read(run)) != before:
                moved, before, silent = time.monotonic(), now, 0
            elif time.monotonic() - moved > 6:
                silent += 1
                if silent > 3:  # a worker that lives and takes nothing: whoever keeps it would start it anew
                    self.tally["worker that took nothing, started anew"] += 1
                    print(f"the worker takes nothing:\n{self.told_by_worker()[-1500:]}", flush=True)
                    self.stop_worker()
                    self.start_worker()
                    silent = 0
                self.tally["sent again for lost messages"] += 1
                self.run_python(self.pg_site, "-c", SEND_AGAIN.format(run=run))
                moved = time.monotonic()
            time.sleep(0.1)
        facts = self.facts(self.pg_site)
        self.must(all(facts["done"][-1:]), "the run is not done")
        self.check_whole(facts)

    # All of it

    def play(self, number: int) -> None:
        kinds = (self.round_of_ingestion, self.round_of_worker, self.round_of_postgres, self.round_of_redis)
        kind = kinds[number % len(kinds)]
        if kind is not self.round_of_ingestion and self.postgres is None:
            self.start_servers()
            self.start_worker()
        name = kind.__name__.removeprefix("round_of_")
        started = time.monotonic()
        words = kind()
        self.tally[name] += 1
        print(
            f"round {number + 1}: {name}, {words}; whole again ({time.monotonic() - started:.1f}s)",
            flush=True,
        )

    def told_by_worker(self) -> str:
        log = self.folder / "worker.log"
        return log.read_text()[-6000:] if log.exists() else ""

    def stop_worker(self) -> None:
        if self.worker:
            kill([self.worker.pid, *descendants(self.worker.pid)])
            self.worker.wait()

    def close(self) -> None:
        self.stop_worker()
        for server in (self.postgres, self.redis):
            if server:
                server.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def _undated(claims: list[list[Any]]) -> list[list[Any]]:
    return sorted([start, end, kind, action] for start, end, _, kind, action in claims)


SEND_AGAIN = (
    "import django; django.setup(); from articles.ingestion.queue import send_again; send_again({run})"
)
SEND_AGAIN_ALL = (
    "import django; django.setup(); from articles.ingestion.queue import send_again; from articles.models import IngestRun; "
    "[send_again(run.pk) for run in IngestRun.objects.filter(finished_at=None)]"
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("rounds", nargs="?", type=int, default=60)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    said = parser.parse_args()
    if lacks := no_programs(*SERVERS):
        print(lacks, file=sys.stderr)
        return 2
    print(f"{said.rounds} rounds, seed {said.seed}", flush=True)
    rounds = Rounds(said.seed)
    print(
        f"undisturbed: {rounds.whole['articles']} articles, {len(rounds.whole['picture'])} events in {rounds.seconds:.1f}s",
        flush=True,
    )
    try:
        for number in range(said.rounds):
            rounds.play(number)
    except Lost as lost:
        print(f"LOST in round {number + 1}, seed {said.seed}: {lost}")
        print(rounds.told_by_worker())
        return 1
    finally:
        rounds.close()
    print(
        f"{said.rounds} rounds, nothing lost, doubled or half-written: "
        + ", ".join(f"{n} {what}" for what, n in rounds.tally.items())
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
