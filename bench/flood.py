"""How much eight connections with expensive requests slow down a reader of a cached page.

    python bench/flood.py [OTHER_CHECKOUT]      measures another checkout of this project too, turn by turn

One gunicorn as in bench/serving.py, with the default limits. A reader requests the cached first page over and over: alone, and while
eight connections request drawings or pages with varying parameters. "By many" means that each request has a new address, so
that limits on a single client do not help. The figures are the reader's time under the flood as a multiple of the time alone.
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
from itertools import count
from pathlib import Path
from statistics import median, quantiles

from serving import ROOT, serving

CONNECTIONS, SECONDS, PAUSE = 8, 6.0, 0.01
FLOODS = {
    "drawings, unknown parameter": ("/timelines/{slug}/drawing.png?x={n}", False),
    "drawings, random period": ("/timelines/{slug}/drawing.png?from=1{n:03d}&to=2024", False),
    "drawings, random period, by many": ("/timelines/{slug}/drawing.png?from=1{n:03d}&to=2024", True),
    "pages, unknown parameter": ("/?x={n}", False),
    "pages, random period, by many": ("/?from=1{n:03d}", True),
}
SITE = 'import os\nos.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"\nfrom django.conf import settings\nsettings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"\nfrom config.wsgi import application\n'


def ask(port: int, address: str, client: str) -> int:
    """Send one request, read the whole response and return its status."""
    with socket.create_connection(("127.0.0.1", port), 60) as connection:
        head = f"GET {address} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {client}\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode())
        got = b""
        while piece := connection.recv(1 << 18):
            got = got or piece
    return int(got.split(b" ", 2)[1])


def reader_times(port: int) -> list[float]:
    times, end = [], time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        began = time.perf_counter()
        assert ask(port, "/", "192.0.2.1") == 200
        times.append(time.perf_counter() - began)
        time.sleep(PAUSE)
    return times


def flooded(port: int, address: str, by_many: bool, numbers: count) -> tuple[list[float], dict[int, int]]:
    stopped, seen = threading.Event(), {}

    def flood() -> None:
        while not stopped.is_set():
            n = next(numbers)
            client = f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}" if by_many else "192.0.2.9"
            with contextlib.suppress(OSError, IndexError):
                status = ask(
                    port, address.format(n=n % 900, slug=SLUG) + f"&n={n}" * ("x=" in address), client
                )
                seen[status] = seen.get(status, 0) + 1

    threads = [threading.Thread(target=flood, daemon=True) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    times = reader_times(port)
    stopped.set()
    for thread in threads:
        thread.join(60)
    return times, seen


SLUG = "demo"


def prepare(tree: Path, folder: str) -> dict[str, str]:
    environment = {**os.environ, "DEBUG": "0", "SECRET_KEY": secrets.token_urlsafe(64), "ALLOWED_HOSTS": "*", "SECURE_SSL_REDIRECT": "0", "BEHIND_PROXY": "1", "REDIS_URL": "", "LOG_LEVEL": "CRITICAL", "LOG_REQUESTS": "0", "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3", "PYTHONPATH": str(tree)}  # fmt: skip
    for command in (["migrate"], ["make_demo_events", "60"]):
        subprocess.run([sys.executable, "-W", "ignore", "manage.py", *command, "-v0"], cwd=tree, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    Path(folder, "bench_flood.py").write_text(f"import sys\nsys.path.insert(0, {str(tree)!r})\n{SITE}")
    return environment


def main() -> None:
    trees = [ROOT, *(Path(path).resolve() for path in sys.argv[1:])]
    print(
        "| tree | flood | reader alone, median | under it, median | 95th percentile | answers to the flood |"
    )
    print("|---|---|---|---|---|---|")
    for name, (address, by_many) in FLOODS.items():
        for tree in trees:
            with tempfile.TemporaryDirectory() as folder:
                environment = prepare(tree, folder)
                with serving("bench_flood", folder, environment, tree) as (port, _):
                    ask(port, "/", "192.0.2.1")
                    alone = median(reader_times(port))
                    times, seen = flooded(port, address, by_many, count(1))
            answers = ", ".join(f"{number} × {status}" for status, number in sorted(seen.items()))
            shares = f"{median(times) / alone:.1f} | {quantiles(times, n=20)[-1] / alone:.1f}"
            print(f"| {tree.name} | {name} | {alone * 1000:.1f} ms | {shares} | {answers} |", flush=True)


if __name__ == "__main__":
    main()
