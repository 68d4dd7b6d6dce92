"""What some tests need of the machine. Without it they are skipped, with a line that says so; where it is required they fail."""

import os
import shutil
from pathlib import Path

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def is_required(what: str) -> bool:
    """Whether nothing may be skipped for want of it: in CI, and where REQUIRE_BROWSER or REQUIRE_POSTGRES is 1."""
    return any(os.environ.get(name, "").lower() in ("1", "true") for name in ("CI", f"REQUIRE_{what}"))


def need(lacks: str, what: str = "POSTGRES") -> None:
    """Skip the test at hand, or fail it, for want of what is named; go on if nothing is."""
    if lacks:
        (pytest.fail if is_required(what) else pytest.skip)(lacks)


def program(name: str) -> str | None:
    """The path of a program, those of PostgreSQL's server as well, which Debian keeps out of the way."""
    servers = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    found = sorted(servers, key=lambda path: int(path.parts[4].partition(".")[0]))
    return shutil.which(name) or (str(found[-1]) if found else None)


def no_programs(*names: str) -> str:
    """Which of some programs are not installed; nothing if all are."""
    lacks = [name for name in names if not program(name)]
    return f"no {' and no '.join(lacks)}: apt-get install postgresql redis-server make" if lacks else ""
