"""A real Chromium for the journeys; skipped with a clear line where there is none, unless REQUIRE_BROWSER=1."""

import os
import shutil

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip

os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
)  # the synchronous browser runs an event loop of its own


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    # What commits comes last: its clean-up empties every table, of the rows that migrations wrote as well.
    # pytest groups tests by their shared fixtures after pytest-django has sorted them, so they are sorted again.
    items.sort(
        key=lambda item: any(mark.kwargs.get("transaction") for mark in item.iter_markers("django_db"))
    )
    if CHROMIUM or os.environ.get("REQUIRE_BROWSER") == "1":
        return
    for item in items:
        if "/e2e/" in str(item.path):
            item.add_marker(pytest.mark.skip(reason="no Chromium: install Debian's chromium or set CHROMIUM"))


@pytest.fixture(scope="session")
def browser_type_launch_args():
    if not CHROMIUM:
        pytest.fail("REQUIRE_BROWSER=1 but there is no Chromium: install Debian's chromium or set CHROMIUM")
    return {"executable_path": CHROMIUM, "args": ARGUMENTS}


@pytest.fixture
def complaints(context):
    """What the browser's console said: errors, and breaches of the content security policy."""
    found = []
    context.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: found.append(str(error.error)))
    return found
