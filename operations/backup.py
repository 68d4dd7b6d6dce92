"""A copy of the whole database, as it was at one moment, made while others go on writing."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection


class BackupError(Exception):
    """A copy that could not be made, and why."""


def backup(target: Path) -> int:
    """Write the copy to a file that must not exist yet; gives its size in bytes. Raises BackupError, and leaves nothing.

    SQLite gives a database, PostgreSQL an archive for pg_restore.
    """
    if target.exists():
        raise BackupError(f"{target} exists: name a new file")
    if not target.parent.is_dir():
        raise BackupError(f"{target.parent} is no folder")
    unfinished = target.with_name(target.name + ".unfinished")
    try:
        # Nobody else may read it: passwords are in it, if not in clear text.
        os.close(os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
        (_copy_sqlite if connection.vendor == "sqlite" else _dump_postgresql)(unfinished)
        os.replace(unfinished, target)
    except OSError as error:
        raise BackupError(f"{target}: {error.strerror}") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return target.stat().st_size


def _copy_sqlite(target: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        # In one step: it reads one state of the database, however much is written meanwhile.
        connection.connection.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, with no other beside it
        found = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise BackupError(f"the copy is damaged: {found}")


def _dump_postgresql(target: Path) -> None:
    from psycopg.conninfo import make_conninfo
    from psycopg.pq import Conninfo

    known = {option.keyword.decode() for option in Conninfo.get_defaults()}
    given = {name: value for name, value in connection.get_connection_params().items() if name in known}
    # The password is not for the command line, which every user of the machine can read.
    secret = {"PGPASSWORD": given.pop("password")} if "password" in given else {}
    command = [
        find_program("pg_dump"),
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        f"--file={target}",
    ]
    command.append(f"--dbname={make_conninfo(**given)}")
    done = subprocess.run(command, env={**os.environ, **secret}, capture_output=True, text=True)
    if done.returncode:
        raise BackupError(f"pg_dump failed: {done.stderr.strip()}")


def find_program(name: str) -> str:
    """One of PostgreSQL's own programs, the newest where there are several. Raises BackupError with the remedy."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4])
    )
    found = str(versions[-1]) if versions else shutil.which(name)
    if not found:
        raise BackupError(
            f"{name} is not installed: install PostgreSQL's client programs, "
            "or run it where the database is (docs/running.md)"
        )
    return found
