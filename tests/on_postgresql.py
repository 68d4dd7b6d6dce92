"""Run the tests of queries and writing once more on PostgreSQL, or say why not."""

import os
import subprocess
import sys

import psycopg

URL = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REQUIRED = os.environ.get("CI", "").lower() in ("1", "true") or os.environ.get("REQUIRE_POSTGRES") == "1"
SKIPPED = [
    "--ignore=tests/e2e",
    "--ignore=tests/articles/extraction",
    "--ignore=tests/crash",
]  # the first two ask the database nothing new, the last starts one of its own


def main() -> int:
    try:
        psycopg.connect(URL, connect_timeout=3).close()
    except psycopg.Error as error:
        print(f"PostgreSQL does not answer at {URL} ({str(error).splitlines()[0]}); set TEST_POSTGRES_URL.")
        print("failed: PostgreSQL is required here" if REQUIRED else "skipped: the tests ran on SQLite alone")
        return 1 if REQUIRED else 0
    environment = {**os.environ, "DATABASE_URL": URL, "DATABASE_POOL": "0"}
    return subprocess.call([sys.executable, "-m", "pytest", *SKIPPED, *sys.argv[1:]], env=environment)


if __name__ == "__main__":
    sys.exit(main())
