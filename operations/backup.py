"""A copy of the whole database at one moment, made while it is in use."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection


class BackupError(Exception):
    """A backup failed; the message says why."""


DAMAGED = "the database itself seems to be damaged: restore an older backup (docs/running.md)"


def backup(target: Path) -> int:
    """Write the copy to a file that must not exist yet; return its size in bytes. Raises BackupError, and leaves no file.

    The file is a database for SQLite, and an archive for pg_restore for PostgreSQL.
    """
    if target.exists():
        raise BackupError(f"{target} already exists: give a new file name")
    if not target.parent.is_dir():
        raise BackupError(f"{target.parent} is not a folder")
    unfinished = target.with_name(target.name + ".unfinished")
    try:
        # Only the owner may read it: it contains passwords, if only as hashes.
        os.close(os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
        (_copy_sqlite if connection.vendor == "sqlite" else _dump_postgresql)(unfinished)
        os.replace(unfinished, target)
    except OSError as error:
        raise BackupError(f"{target}: {error.strerror}") from error
    finally:
        for ending in ("", "-journal", "-wal", "-shm"):  # SQLite leaves these next to an unfinished copy
            unfinished.with_name(unfinished.name + ending).unlink(missing_ok=True)
    return target.stat().st_size


def _copy_sqlite(target: Path) -> None:
    connection.ensure_connection()
    try:
        with closing(sqlite3.connect(target)) as copy:
            # In one step, so that it reads one state of the database however much is being written.
            connection.connection.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode=DELETE")  # a single file
            found = copy.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.Error as error:
        is_full = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
        remedy = "free some disk space, or use another folder" if is_full else DAMAGED
        raise BackupError(f"the backup failed ({error}): {remedy}") from error
    if found != "ok":
        raise BackupError(f"the copy is damaged ({' '.join(found.split())[:200]}): {DAMAGED}")


def _dump_postgresql(target: Path) -> None:
    from psycopg.conninfo import make_conninfo
    from psycopg.pq import Conninfo

    known = {option.keyword.decode() for option in Conninfo.get_defaults()}
    given = {name: value for name, value in connection.get_connection_params().items() if name in known}
    # Not on the command line, which every user of the machine can read.
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
        reason = " ".join(done.stderr.split()) or f"exit code {done.returncode}"
        raise BackupError(
            f"pg_dump failed ({reason}): check that the database is running and that there is enough disk space"
        )


def find_program(name: str) -> str:
    """The path of a PostgreSQL client program, the newest if there are several. Raises BackupError with the remedy."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4])
    )
    found = str(versions[-1]) if versions else shutil.which(name)
    if not found:
        raise BackupError(
            f"{name} is not installed: install PostgreSQL's client programs, "
            "or run this on the database server (docs/running.md)"
        )
    return found
