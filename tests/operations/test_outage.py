"""Pages while the database is down, silent or locked: quick responses that say so, and the last cached pages."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from tests.ports import free_port

ROOT = Path(settings.BASE_DIR)
# Serves pages like a gunicorn process, one for each input line, and reports each response.
SERVER = """
import json, sys, time
from concurrent.futures import ThreadPoolExecutor
import config.wsgi
from django.core.cache import cache
from django.test import Client
def ask(path, **cookies):
    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    client.cookies.load(cookies)
    began = time.monotonic()
    answer = client.get(path, headers={"Accept-Encoding": "gzip"} if "gzip" in path else {})
    body = b"".join(answer).decode(errors="replace")
    headers = {name.lower(): value for name, value in answer.items()}
    return {"status": answer.status_code, "seconds": time.monotonic() - began, "body": body, "headers": headers}
for line in sys.stdin:
    asked = json.loads(line)
    if asked.get("forget"):
        cache.delete("content-version")
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda path: ask(path, **asked.get("cookies", {})), asked["paths"]))
    print(json.dumps(answers), flush=True)
"""
FILL = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("make_demo_events", "3", verbosity=0)
"""


def environment(url, **more):
    own = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings", "REDIS_URL": "", "DATABASE_POOL": "1", "DATABASE_CONNECT_TIMEOUT": "2", "DATABASE_STATEMENT_TIMEOUT": "2"}  # fmt: skip
    return {**os.environ, **own, **more}


class Pages:
    def __init__(self, url, **more):
        self.process = subprocess.Popen([sys.executable, "-c", SERVER], cwd=ROOT, env=environment(url, **more), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)  # fmt: skip

    def get(self, *paths, forget=True, **cookies):
        """The responses for these pages, requested at once; the content version is read from the database again."""
        print(json.dumps({"paths": paths, "forget": forget, "cookies": cookies}), file=self.process.stdin, flush=True)  # fmt: skip
        answers = json.loads(self.process.stdout.readline())
        return answers[0] if len(answers) == 1 else answers


@contextmanager
def serving(url, **more):
    pages = Pages(url, **more)
    try:
        yield pages
    finally:
        pages.process.kill()
        pages.process.wait()


def assert_away(answer, within=4.0):
    assert answer["status"] == 503 and answer["headers"]["retry-after"] and answer["seconds"] < within
    assert answer["headers"]["cache-control"] == "no-store"


def assert_needs_none(pages):
    for path in ("/robots.txt", "/healthz", "/embed.js"):
        answer = pages.get(path)
        assert answer["status"] == 200 and answer["seconds"] < 1, path


EVERYWHERE = ("/", "/events/x/", "/actors/", "/sources/1/", "/timelines/demo.json", "/timelines/demo/drawing.svg", "/embed/demo/", "/api/v1/events", "/oembed?url=http://localhost/", "/sitemap.xml", "/?q=word")  # fmt: skip


@pytest.fixture
def closed():
    """The address of a PostgreSQL that does not exist."""
    return f"postgres://u@127.0.0.1:{free_port()}/n"


@pytest.mark.parametrize("pool", ["1", "0"])
def test_without_its_database_every_page_says_so_at_once(closed, pool):
    with serving(closed, DATABASE_POOL=pool) as pages:
        for path in EVERYWHERE:
            answer = pages.get(path)
            assert_away(answer, within=2)
            is_api = path.startswith("/api/")
            assert answer["headers"]["content-type"].startswith("application/problem+json") == is_api
        assert_away(pages.get("/admin/", sessionid="x"))
        assert_away(pages.get("/events/x/", sessionid="x"))
        assert_needs_none(pages)
        assert pages.get("/method/")["status"] == 200  # it shows no data


def test_a_database_that_says_nothing_holds_a_page_once_and_nobody_afterwards():
    with socket.create_server(("127.0.0.1", 0), backlog=50) as deaf:
        url = f"postgres://u@127.0.0.1:{deaf.getsockname()[1]}/n"
        with serving(url) as pages:
            for answer in pages.get("/", "/actors/", "/sources/"):
                assert_away(answer, within=7)
            for answer in pages.get("/", "/actors/", "/sources/", "/api/v1/events"):
                assert_away(answer, within=1)
            assert_needs_none(pages)


class Stalling:
    """A proxy that can go silent: it keeps accepting bytes but no longer passes them on."""

    def __init__(self, host, port):
        self.target, self.is_open = (host, port), True
        self.server = socket.create_server(("127.0.0.1", 0), backlog=50)
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                near, _ = self.server.accept()
            except OSError:
                return
            far = socket.create_connection(self.target)
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one, other):
        try:
            while data := one.recv(65536):
                while not self.is_open:
                    time.sleep(0.05)
                other.sendall(data)
        except OSError:
            pass
        other.close()


@pytest.fixture
def postgres(django_db_blocker):
    """The address of a separate, filled database."""
    if connection.vendor != "postgresql":
        pytest.skip("asks a PostgreSQL")
    import psycopg

    base, _, rest = os.environ["DATABASE_URL"].rpartition("/")
    name = f"{rest.partition('?')[0]}_outage_{uuid4().hex[:8]}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        subprocess.run([sys.executable, "-c", FILL], cwd=ROOT, env=environment(f"{base}/{name}"), check=True)
        yield f"{base}/{name}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.database
@pytest.mark.parametrize("pool", ["1", "0"])
def test_a_database_that_falls_silent_is_given_up_and_taken_up_again(postgres, pool):
    parts = urlsplit(postgres)
    way = Stalling(parts.hostname, parts.port or 5432)
    url = parts._replace(netloc=f"{parts.netloc.rpartition('@')[0]}@127.0.0.1:{way.port}").geturl()
    with serving(url, DATABASE_POOL=pool) as pages:
        assert pages.get("/")["status"] == 200
        way.is_open = False
        for answer in pages.get("/", "/actors/", "/sources/"):
            assert answer["seconds"] < 9
        kept, away = pages.get("/", "/actors/")
        assert kept["status"] == 200 and "This is a copy from" in kept["body"] and kept["seconds"] < 1
        assert_away(away, within=1)
        way.is_open = True
        deadline = time.monotonic() + 20
        while pages.get("/actors/")["status"] != 200 and time.monotonic() < deadline:
            time.sleep(0.5)
        answer = pages.get("/")
        assert answer["status"] == 200 and "warning" not in answer["headers"]


@pytest.mark.database
def test_a_page_that_takes_too_long_is_stopped_and_a_command_is_not(postgres):
    slow = "from django.db import connection\nwith connection.cursor() as c: c.execute('SELECT pg_sleep(3)'); print('done')"
    for begin, ends_well in (("import django; django.setup()", True), ("import config.wsgi", False)):
        done = subprocess.run([sys.executable, "-c", f"{begin}\n{slow}"], cwd=ROOT, env=environment(postgres), capture_output=True, text=True)  # fmt: skip
        assert ("done" in done.stdout, "statement timeout" in done.stderr) == (ends_well, not ends_well)


@pytest.fixture
def sqlite(tmp_path, migrated):
    file = migrated(tmp_path / "site.sqlite3")
    subprocess.run([sys.executable, "-c", FILL], cwd=ROOT, env=environment(f"sqlite:///{file}"), check=True)
    return file


def test_the_last_page_that_was_kept_is_given_marked_as_such(sqlite):
    with serving(f"sqlite:///{sqlite}") as pages:
        for path in ("/", "/?axis=scale", "/timelines/demo/drawing.svg", "/api/v1/events"):
            assert pages.get(path)["status"] == 200
        plain = pages.get("/")
        sqlite.rename(sqlite.with_name("away"))
        sqlite.with_name(sqlite.name + "-wal").unlink(missing_ok=True)
        for path in ("/", "/?axis=scale", "/timelines/demo/drawing.svg", "/api/v1/events"):
            answer = pages.get(path)
            assert answer["status"] == 200 and answer["headers"]["warning"].startswith("110 "), path
            assert int(answer["headers"]["age"]) >= 0 and answer["headers"]["cache-control"] == "no-store"
        page = pages.get("/")
        assert "This is a copy from" in page["body"] and len(page["body"]) > len(plain["body"])
        for path in ("/actors/", "/?axis=scale&lanes=actor", "/timelines/demo.json"):
            assert_away(pages.get(path))
        sqlite.unlink(missing_ok=True)
        sqlite.with_name("away").rename(sqlite)
        time.sleep(2.5)
        assert "warning" not in pages.get("/")["headers"]


def test_a_locked_file_holds_no_reader_for_long(sqlite):
    with (
        closing(sqlite3.connect(sqlite, isolation_level=None)) as other,
        serving(f"sqlite:///{sqlite}") as pages,
    ):
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        for answer in pages.get("/", "/actors/", "/sources/"):
            assert_away(answer, within=6)
        assert_away(pages.get("/actors/"), within=1)
        assert_needs_none(pages)
        other.execute("ROLLBACK")
        other.close()
        time.sleep(2.5)
        assert pages.get("/")["status"] == 200


@pytest.mark.parametrize("place", ["/nowhere/site.sqlite3", "{folder}/none.sqlite3"])
def test_a_file_that_is_not_there_is_no_page_either(tmp_path, place):
    with serving(f"sqlite:///{place.format(folder=tmp_path)}") as pages:
        for path in EVERYWHERE:
            assert_away(pages.get(path))
        assert_needs_none(pages)
