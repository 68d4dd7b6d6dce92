"""The work of workers and the storage in PostgreSQL, measured on a PostgreSQL and a Redis started by this script.

    python bench/workers.py [ARTICLES]       1,000 articles of 500 words by default

Prints articles per second for one process, one worker and two, rows written per second, bytes per article by table, and the cost of a
batch when ten times as many articles are stored. All within one run on one machine.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

import psycopg  # noqa: E402

from tests.crash.servers import Postgres, Redis, descendants, kill, missing  # noqa: E402


def write_articles(file: Path, count: int, seed: int) -> None:
    from ingestion import make_articles

    with file.open("w") as out:
        for article in make_articles(str(ROOT / "articles" / "samples"), count, seed):
            out.write(
                json.dumps({"id": article.origin, "text": article.text, "published": str(article.published)})
                + "\n"
            )


class Bench:
    def __init__(self, folder: Path):
        folder.chmod(0o755)
        for name in ("postgres", "redis"):
            (folder / name).mkdir()
        self.folder, self.postgres, self.redis = (
            folder,
            Postgres(folder / "postgres"),
            Redis(folder / "redis"),
        )
        self.postgres.start()
        self.redis.start()
        with psycopg.connect(self.postgres.url("postgres"), autocommit=True) as talk:
            talk.execute("CREATE DATABASE bench")
        environment = {
            "DATABASE_URL": self.postgres.url("bench"),
            "REDIS_URL": "",
            "CELERY_BROKER_URL": self.redis.url,
            "LOG_LEVEL": "ERROR",
        }
        self.site = {**os.environ, **environment}
        self.run("manage.py", "migrate", "-v0")

    def processor_seconds(self, *words: str) -> float:
        """The processor time of the process itself, without the database's own work."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.run(*words)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def run(self, *words: str) -> float:
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=self.site, check=True, stdout=subprocess.DEVNULL
        )
        return time.perf_counter() - started

    def sql(self, words: str):
        with psycopg.connect(self.postgres.url("bench"), autocommit=True) as talk:
            found = talk.execute(words)
            return found.fetchall() if found.description else []

    def clear(self) -> None:
        tables = self.sql("SELECT tablename FROM pg_tables WHERE tablename ~ '^(articles|timeline)_'")
        self.sql(f"TRUNCATE {', '.join(name for (name,) in tables)} CASCADE")

    def tables(self) -> list[tuple[str, int, int]]:
        """Table, rows, and bytes with indexes and long texts."""
        self.sql("VACUUM ANALYZE")
        names = self.sql(
            "SELECT tablename FROM pg_tables WHERE tablename ~ '^(articles|timeline)_' ORDER BY 1"
        )
        found = [
            (name, self.sql(f"SELECT count(*), pg_total_relation_size('{name}') FROM {name}")[0])
            for (name,) in names
        ]
        return [(name, rows, size) for name, (rows, size) in found if rows]

    def by_workers(self, news: Path, processes: int) -> float:
        self.clear()
        words = f"-m celery -A config.celery worker --concurrency {processes} --without-gossip --without-mingle -l ERROR"
        worker = subprocess.Popen(
            [sys.executable, *words.split()],
            cwd=ROOT,
            env=self.site,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            time.sleep(8)  # until it listens
            return self.run("manage.py", "ingest", str(news), "--queue", "-v0")
        finally:
            kill([worker.pid, *descendants(worker.pid)])
            worker.wait()

    def close(self) -> None:
        self.redis.kill()
        self.postgres.kill()


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    if lacks := missing():
        print(f"skipped: {lacks}")
        return
    with tempfile.TemporaryDirectory(prefix="entente-bench-") as name:
        folder = Path(name)
        news, more = folder / "news.jsonl", folder / "more.jsonl"
        write_articles(news, count, seed=2)
        write_articles(more, count // 10, seed=3)
        bench = Bench(folder)
        try:
            measure(bench, news, more, count)
        finally:
            bench.close()


def measure(bench: Bench, news: Path, more: Path, count: int) -> None:
    bench.run("manage.py", "ingest", str(more), "-v0")  # the first reading makes the actors
    empty = bench.run(
        "manage.py", "ingest", str(more), "-v0"
    )  # all of it known: what a process costs by itself
    known = bench.processor_seconds("manage.py", "ingest", str(more), "-v0")
    bench.clear()
    small = bench.processor_seconds("manage.py", "ingest", str(more), "-v0") - known
    bench.clear()
    alone = bench.run("manage.py", "ingest", str(news), "-v0") - empty
    tables = bench.tables()
    large = bench.processor_seconds("manage.py", "ingest", str(more), "-v0") - known
    rows = sum(rows for _, rows, _ in tables)
    print(f"one process: {count / alone:.0f} articles a second, {rows / alone:,.0f} rows a second")
    print(
        f"{count // 10} articles beside {count} cost {large / small:.2f} times what they cost in an empty database"
    )
    for processes in (1, 2):
        seconds = bench.by_workers(news, processes) - empty
        print(
            f"{processes} worker{'s' * (processes > 1)}: {count / seconds:.0f} articles a second, {alone / seconds:.2f} times one process"
        )
    print(f"{'table':<28} {'rows':>9} {'bytes a row':>12} {'bytes an article':>17}")
    for name, held, size in sorted(tables, key=lambda t: -t[2])[:9]:
        print(f"{name:<28} {held:>9,} {size / held:>12,.0f} {size / count:>17,.0f}")
    size = sum(size for *_, size in tables)
    events = next((rows for name, rows, _ in tables if name == "timeline_event"), 0)
    print(f"together {size / count:,.0f} bytes an article; {events / count:.1f} events an article")


if __name__ == "__main__":
    main()
