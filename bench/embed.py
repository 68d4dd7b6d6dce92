"""How an embed behaves on a slow phone: bytes, time to the first event, layout shift. Needs Chromium.

    python bench/embed.py [--runs 5] [--url http://127.0.0.1:8000 --slug japan-korea-1910-2024]

Without --url it serves the shipped samples with gunicorn and production settings. A page of another origin contains one iframe and the
script; Chromium is slowed four times on DevTools' "Fast 3G" (1.44 Mbit/s, 562.5 ms). The host page itself, empty except for an image of
one pixel, is measured too, to show what the network costs in any case: times are also given as ratios to that.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip
FAST_3G = {"offline": False, "latency": 562.5, "downloadThroughput": 1.6 * 1024 * 1024 / 8 * 0.9, "uploadThroughput": 750 * 1024 / 8 * 0.9}  # fmt: skip
WATCH = """
window.shifts = []; window.fitted = null;
new PerformanceObserver(list => list.getEntries().forEach(e => shifts.push([e.startTime, e.value]))).observe({type: "layout-shift", buffered: true});
const look = () => {
  const event = [...document.querySelectorAll("[data-event-id]")].find(e => e.getBoundingClientRect().width > 0);
  if (event) window.seen = performance.timeOrigin + performance.now(); else requestAnimationFrame(look);
};
requestAnimationFrame(look);
addEventListener("message", e => { if (e.data?.type === "embed-size" && window.fitted === null) window.fitted = performance.now(); });
"""


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def serve(folder: str) -> tuple[subprocess.Popen, str]:
    """The shipped samples behind gunicorn, as in production."""
    port = free_port()
    environment = {
        **os.environ, "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3", "DEBUG": "0", "SECURE_SSL_REDIRECT": "0",
        "SECRET_KEY": secrets.token_urlsafe(64), "ALLOWED_HOSTS": "127.0.0.1",
    }  # fmt: skip
    for command in ("migrate", "load_samples"):
        subprocess.run([sys.executable, "manage.py", command, "-v0"], cwd=ROOT, env=environment, check=True)
    # Hashed names need collectstatic, which takes half a minute; plain names transfer the same bytes.
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"],
        cwd=ROOT,
        env=environment,
        check=True,
    )
    command = [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "4"]  # fmt: skip
    server = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1)
            break
        except OSError:
            time.sleep(0.1)
    return server, f"http://127.0.0.1:{port}"


class Host(BaseHTTPRequestHandler):
    """The newsroom's page, with or without the embed."""

    line = ""

    def do_GET(self):
        body = self.line if self.path == "/embed" else "<p>Nothing."
        content = (
            f"<!doctype html><meta name=viewport content='width=device-width'><h1>News</h1>{body}".encode()
        )
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        pass


def visit(play, address: str, with_embed: bool) -> dict[str, float]:
    browser = play.chromium.launch(
        executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"), args=ARGUMENTS
    )
    page = browser.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True
    ).new_page()
    page.add_init_script(WATCH)
    session = page.context.new_cdp_session(page)
    sizes: list[float] = []
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", FAST_3G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    session.on("Network.loadingFinished", lambda e: sizes.append(e["encodedDataLength"]))
    page.goto(address, wait_until="commit")
    found = {}
    if with_embed:
        page.frame_locator("iframe").locator("[data-event-id] >> visible=true").first.wait_for()
    page.wait_for_load_state("networkidle")
    if with_embed:
        found["event"] = page.frames[1].evaluate("seen") - page.evaluate("performance.timeOrigin")
        found |= {"kB": sum(sizes) / 1000, "fitted": page.evaluate("fitted")}
        found["shift after fitting"] = page.evaluate(
            "shifts.filter(([at]) => at > fitted + 100).reduce((sum, [, v]) => sum + v, 0)"
        )
    else:
        found["paint"] = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    browser.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--url")
    parser.add_argument("--slug", default="japan-korea-1910-2024")
    options = parser.parse_args()
    if not (os.environ.get("CHROMIUM") or shutil.which("chromium")):
        print("skipped: there is no Chromium; install it or set CHROMIUM")
        return
    with tempfile.TemporaryDirectory() as folder:
        server, site = (None, options.url) if options.url else serve(folder)
        host = ThreadingHTTPServer(("127.0.0.1", 0), Host)
        threading.Thread(target=host.serve_forever, daemon=True).start()
        Host.line = f'<iframe src="{site}/embed/{options.slug}/" title="x" width="100%" height="590" sandbox="allow-scripts allow-same-origin allow-popups"></iframe><script src="{site}/embed.js" async></script>'  # fmt: skip
        try:
            with sync_playwright() as play:
                runs = [
                    (visit(play, f"http://127.0.0.1:{host.server_port}/bare", False), visit(play, f"http://127.0.0.1:{host.server_port}/embed", True))
                    for _ in range(options.runs)
                ]  # fmt: skip
        finally:
            host.shutdown()
            if server:
                server.terminate()
    middle = {name: statistics.median(embed[name] for _, embed in runs) for name in runs[0][1]}
    bare = statistics.median(empty["paint"] for empty, _ in runs)
    print(f"bare page of the other site, first paint      {bare:8.0f} ms")
    print(
        f"first event of the embed visible              {middle['event']:8.0f} ms   {middle['event'] / bare:.2f} x bare"
    )
    print(
        f"height fitted                                 {middle['fitted']:8.0f} ms   {middle['fitted'] / bare:.2f} x bare"
    )
    print(f"bytes before the first touch                  {middle['kB']:8.1f} kB")
    print(f"layout shift of the host page after fitting   {middle['shift after fitting']:8.3f}")
    print(
        json.dumps(
            {"runs": options.runs, **{k: round(v, 3) for k, v in middle.items()}, "bare": round(bare)}
        ),
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()
