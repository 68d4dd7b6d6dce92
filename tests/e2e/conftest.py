"""A real Chromium for the journeys."""

import os
import threading
import time

import pytest
from django.core.signals import request_finished, request_started
from django.db import connection
from playwright.sync_api import Error

from tests.needs import CHROMIUM, need

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip

os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
)  # the synchronous browser runs an event loop of its own


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """A SQLite in a file, where each thread of the server has a connection of its own.

    They would share their one connection to a SQLite in memory, and a statement that failed within the transaction of
    another thread would break it for all that come after.
    """
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def browser_type_launch_args():
    need("" if CHROMIUM else "no Chromium: install Debian's chromium or set CHROMIUM", "BROWSER")
    return {"executable_path": CHROMIUM, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """A locator that fits two elements is an error, whatever is asked of it: nobody takes the first by chance."""
    return {**browser_context_args, "strict_selectors": True}


@pytest.fixture
def complaints(context):
    """What the browser's console said: errors, and breaches of the content security policy."""
    found = []
    context.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: found.append(str(error.error)))
    return found


@pytest.fixture(autouse=True)
def requests_end(transactional_db):
    """No request of one test still asks the database when its tables are emptied for the next."""
    under_way, lock = set(), threading.Lock()

    def begin(**kwargs):
        with lock:
            under_way.add(threading.get_ident())

    def end(**kwargs):
        with lock:
            under_way.discard(threading.get_ident())

    request_started.connect(begin)
    request_finished.connect(end)
    yield
    limit = time.monotonic() + 15
    while under_way and time.monotonic() < limit:
        time.sleep(0.02)
    request_started.disconnect(begin)
    request_finished.disconnect(end)


def wait_until(page, holds, seconds=15):
    """Wait until something holds that the page has no sign for."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come to hold"
        page.wait_for_timeout(50)


def until(page, expression, tries=100):
    """Wait until an expression holds on the page, whose policy refuses playwright's own way of asking."""
    for _ in range(tries):
        try:
            if page.evaluate(expression):
                return
        except Error:  # the page is being left
            pass
        page.wait_for_timeout(50)
    pytest.fail(f"never true: {expression} at {page.url}")
