"""Management commands: if the database or the disk fails, one line with the remedy instead of a traceback."""

from __future__ import annotations

import errno
import os
import sys

from django.core.management import execute_from_command_line
from django.db import DatabaseError, InterfaceError, OperationalError, ProgrammingError

# Part of a database's error message, and the remedy; the first match counts.
REMEDIES = {
    "not a database": "the file is damaged: restore a backup (docs/running.md)",
    "malformed": "the file is damaged: restore a backup (docs/running.md)",
    "locked": "another program is using it: try again when it has finished",
    "no such table": "update it first: python manage.py migrate",
    "no such column": "update it first: python manage.py migrate",
    "does not exist": "check DATABASE_URL, and update the database: python manage.py migrate",
    "unable to open": "DATABASE_URL must name a file in an existing, writable folder",
    "readonly": "the file and its folder must be writable for the user running this",
    "is full": "free some disk space and try again",
    "disk i/o": "free some disk space or repair the disk, and try again",
    "password": "check the name and password in DATABASE_URL",
}
OTHERWISE = "check that DATABASE_URL is correct and that the database is running"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def describe(error: Exception) -> str | None:
    """One line on what is wrong with the database or the disk, and the remedy; None for any other error."""
    if isinstance(error, OSError):
        return f"{error.strerror}: free some disk space and try again" if error.errno in FULL else None
    words = " ".join(str(error).split()) or type(error).__name__
    is_away = isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError
    is_old = isinstance(error, ProgrammingError) and "does not exist" in words
    if not (is_away or is_old):
        return None
    remedy = next((remedy for mark, remedy in REMEDIES.items() if mark in words.lower()), OTHERWISE)
    return f"the database failed ({words.partition(' LINE 1:')[0].rstrip('.')}): {remedy}"


def run(argv: list[str]) -> None:
    """Run a management command; ``--traceback`` shows where an error came from."""
    try:
        execute_from_command_line(argv)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader of the pipe has stopped
        sys.exit(1)
    except (DatabaseError, InterfaceError, OSError) as error:
        words = describe(error)
        if words is None or "--traceback" in argv:
            raise
        if isinstance(error, OSError):
            os.dup2(
                os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
            )  # buffered output cannot be written
        print(f"{' '.join(argv[1:2])}: {words}", file=sys.stderr)
        sys.exit(1)
