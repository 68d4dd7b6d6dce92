"""gunicorn as in production: with its configuration, several processes, and one page of metrics for all."""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.conf import settings

from tests.ports import free_port

ROOT = Path(settings.BASE_DIR)


@pytest.fixture
def server(tmp_path):
    """A running server; returns functions to send it requests, and to stop it and read its log."""
    port = free_port()
    environment = {n: v for n, v in os.environ.items() if n in ("PATH", "HOME", "LANG")} | {
        "DEBUG": "0", "SECRET_KEY": secrets.token_urlsafe(64), "ALLOWED_HOSTS": "localhost", "SECURE_SSL_REDIRECT": "0",
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3", "WEB_HOST": "127.0.0.1", "PORT": str(port),
        "METRICS_TOKEN": "letmein", "TMPDIR": str(tmp_path), "WEB_CONCURRENCY": "2",
    }  # fmt: skip
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "python:config.gunicorn",
        "config.wsgi:application",
    ]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)

    def ask(path, **headers):
        asking = HTTPConnection("127.0.0.1", port, timeout=10)
        asking.request("GET", path, headers={"Host": "localhost", **headers})
        answer = asking.getresponse()
        return answer.status, answer.read().decode(), answer.headers

    def stop():
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
        return [json.loads(line) for line in (tmp_path / "log").read_text().split("\n") if line]

    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            ask("/healthz")
            break
        except OSError:
            time.sleep(0.1)
    yield ask, stop
    process.kill()
    process.wait()


def test_the_server_logs_measures_and_stops_as_it_should(server, tmp_path):
    ask, stop = server
    status, body, _ = ask("/readyz")
    assert status == 503 and "migrations missing" in body
    named = {"X-Request-ID": "named-by-a-proxy"}
    for _ in range(6):
        status, _, headers = ask("/admin/", **named)
        assert status == 302 and headers["X-Request-ID"] == "named-by-a-proxy"
    assert ask("/metrics")[0] == 401
    # Each process answers with what all of them measured.
    for _ in range(4):
        status, body, _ = ask("/metrics", Authorization="Bearer letmein")
        assert "entente_database_up 0.0" in body  # it has no tables
        assert 'entente_request_seconds_count{method="GET",page="admin:index",status="302"} 6.0' in body
    assert list(tmp_path.glob("entente-metrics-*"))
    lines = stop()
    asked = [line for line in lines if line.get("path") == "/admin/"]
    assert len(asked) == 6 and {line["request_id"] for line in asked} == {"named-by-a-proxy"}
    assert any(line["logger"] == "gunicorn.error" for line in lines)
    assert not list(tmp_path.glob("entente-metrics-*"))
