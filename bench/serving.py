"""How fast pages are served: each against a bare Django view on the same server, and how much memory that takes.

    python bench/serving.py [SECONDS]      how long each page is requested in one round, 1 by default

Three servers take turns for each page, so that other work on the machine affects all alike: gunicorn with one gthread worker of four
threads, serving

- bare: a Django project without middleware, apps or database, whose only view returns as many bytes as the page;
- bare view here: the same view behind this site's middleware;
- the page: as readers request it (signed out, gzip), once cached; the shipped timeline in SQLite, production settings.

The client runs in this process over four keep-alive connections.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
CONNECTIONS, ROUNDS = 4, 5
GUNICORN = ["-m", "gunicorn", "--worker-class", "gthread", "--workers", "1", "--threads", "4", "--keep-alive", "30", "--log-level", "error"]  # fmt: skip
BARE = """
from django.conf import settings
settings.configure(SECRET_KEY="bench", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[], DEBUG=False)
import django
django.setup()
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
urlpatterns = [path("bare/<int:size>/", lambda request, size: HttpResponse(b"x" * size, headers={"Content-Length": size}))]
application = get_wsgi_application()
"""
SITE = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
from django.conf import settings
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
from config.wsgi import application
from django.http import HttpResponse
from django.urls import path
from config import urls
urls.urlpatterns.insert(0, path("bare/<int:size>/", lambda request, size: HttpResponse(b"x" * size, headers={"Content-Length": size})))
"""


@contextlib.contextmanager
def serving(
    module: str, folder: str, environment: dict[str, str], root: Path = ROOT
) -> Iterator[tuple[int, subprocess.Popen]]:
    """A server on a free port, and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    paths = os.pathsep.join([folder, str(root)])
    command = [
        sys.executable,
        "-W",
        "ignore",
        *GUNICORN,
        "--bind",
        f"127.0.0.1:{port}",
        f"{module}:application",
    ]
    process = subprocess.Popen(command, env={**environment, "PYTHONPATH": paths}, cwd=folder)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield port, process
    finally:
        process.terminate()
        process.wait()


class Asker:
    """A keep-alive connection."""

    def __init__(self, port: int):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.rest = b""

    def ask(self, address: str) -> int:
        """Request a page and return its size in bytes."""
        request = f"GET {address} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n"
        self.socket.sendall(request.encode())
        head, _, body = self._until(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        size = int(
            next(
                line.split(b":")[1]
                for line in head.split(b"\r\n")
                if line.lower().startswith(b"content-length")
            )
        )
        while len(body) < size:
            body += self.socket.recv(1 << 18)
        self.rest = body[size:]
        return size

    def _until(self, mark: bytes) -> tuple[bytes, bytes, bytes]:
        got = self.rest
        while mark not in got:
            more = self.socket.recv(1 << 18)
            assert more, "the server hung up"
            got += more
        return got.partition(mark)


def per_second(port: int, address: str, seconds: float) -> float:
    counts = [0] * CONNECTIONS
    end = time.perf_counter() + seconds

    def work(number: int) -> None:
        asker = Asker(port)
        while time.perf_counter() < end:
            asker.ask(address)
            counts[number] += 1
        asker.socket.close()

    threads = [threading.Thread(target=work, args=[n]) for n in range(CONNECTIONS)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - started)


def most_memory(process: subprocess.Popen) -> str:
    """The peak memory of a worker in MB, if the system reports it."""
    try:
        pids = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        status = "".join(Path(f"/proc/{pid}/status").read_text() for pid in pids)
    except OSError:
        return "unknown"
    return (
        f"{max(int(line.split()[1]) for line in status.splitlines() if line.startswith('VmHWM')) // 1024} MB"
    )


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as servers:
        environment = {
            **os.environ,
            "DEBUG": "0",
            "SECRET_KEY": secrets.token_urlsafe(64),
            "RATE_LIMITS": "",
            "LOG_REQUESTS": "0",  # the bare view writes none
            "ALLOWED_HOSTS": "*",
            "SECURE_SSL_REDIRECT": "0",
        }
        environment |= {"DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3", "REDIS_URL": ""}
        for name in ("migrate", "load_samples"):
            subprocess.run(
                [sys.executable, "-W", "ignore", "manage.py", name, "-v0"],
                cwd=ROOT,
                env=environment,
                check=True,
            )
        Path(folder, "bench_bare.py").write_text(BARE)
        Path(folder, "bench_site.py").write_text(SITE)
        bare, _ = servers.enter_context(serving("bench_bare", folder, environment))
        site, process = servers.enter_context(serving("bench_site", folder, environment))
        slugs = "from timeline.models import *; print(Timeline.objects.first().slug, Event.objects.filter(status='published').first().slug)"
        found = subprocess.run([sys.executable, "-W", "ignore", "manage.py", "shell", "-v0", "-c", slugs], cwd=ROOT, env=environment, check=True, capture_output=True, text=True)  # fmt: skip
        timeline, event = found.stdout.split()[-2:]
        print("\nRequests a second, as shares of the bare view's, median of rounds\n")
        print("| page | bytes | a bare view | among our middleware | the page, kept |")
        print("|---|---|---|---|---|")
        for address in ("/", f"/timelines/{timeline}/", f"/embed/{timeline}/", f"/events/{event}/"):
            size = Asker(site).ask(address)  # and is kept from now on
            asked = [(bare, f"/bare/{size}/"), (site, f"/bare/{size}/"), (site, address)]
            rounds = [[per_second(port, path, seconds) for port, path in asked] for _ in range(ROUNDS)]
            base = median(r[0] for r in rounds)
            shares = [f"{median(r[n] / r[0] for r in rounds):.2f}" for n in (1, 2)]
            print(f"| {address} | {size:,} | 1 ({base:.0f}/s) | {shares[0]} | {shares[1]} |", flush=True)
        print(f"\nThe worker that served these held at most {most_memory(process)}.")


if __name__ == "__main__":
    main()
