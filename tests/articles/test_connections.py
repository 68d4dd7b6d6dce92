"""Hostile servers: only public ones are reached, and none can hold us up, fill the memory or mislead us."""

import gzip
import socket
import threading
import time
import tracemalloc
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import brotli
import pytest

from articles.readers import ReadError, ReadFailure, read_articles, web
from articles.readers.connections import is_public
from articles.readers.web import read_address
from tests.articles.test_reader_forms import PAGE

NOTHING = bytes(100_000_000)
PACKED = gzip.compress(NOTHING)
BOMBS = {
    "gzip": PACKED,
    "deflate": zlib.compress(NOTHING),
    "br": brotli.compress(NOTHING, quality=5),
    "gzip, gzip": gzip.compress(PACKED),
}
REDIRECTS = {
    "/to-file": "file:///etc/passwd",
    "/to-ftp": "ftp://example.org/x",
    "/to-password": "http://user:secret@127.0.0.1/",
    "/to-metadata": "http://169.254.169.254/latest/meta-data/",
    "/to-nowhere": "http://[",
    "/to-long": "/" + "x" * 2000,
}


class Hostile(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    robots = (200, b"")
    elsewhere = ""

    def do_GET(self):
        if self.path == "/robots.txt":
            self.answer(*self.robots)
        elif self.path in REDIRECTS:
            self.answer(302, b"", Location=REDIRECTS[self.path])
        elif self.path == "/elsewhere":
            self.answer(302, b"", Location=self.elsewhere)
        elif self.path.startswith("/bomb-"):
            packing = self.path.removeprefix("/bomb-").replace("+", ", ")
            self.answer(200, BOMBS[packing], Content_Encoding=packing)
        elif self.path == "/redirect-bomb":
            self.answer(302, PACKED, Content_Encoding="gzip", Location="/story")
        elif self.path == "/broken":
            self.answer(200, PACKED[:200] + b"broken", Content_Encoding="gzip")
        elif self.path == "/drip":
            self.head(200, Content_Length="100000")
            self.drip(b"x")
        elif self.path == "/drip-without-end":
            self.head(200, Connection="close")
            self.drip(b"x")
        elif self.path == "/drip-head":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            self.drip(b"X-Slow: 1\r\n")
        elif self.path == "/drip-on":
            self.drip(b"HTTP/1.1 100 Continue\r\n\r\n")
        else:
            self.answer(200, PAGE.encode())

    def drip(self, piece):
        for _ in range(300):
            self.wfile.write(piece)
            self.wfile.flush()
            time.sleep(0.02)

    def head(self, status, **headers):
        self.send_response(status)
        for name, value in {"Content_Type": "text/html", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def answer(self, status, body, **headers):
        self.head(status, Content_Length=str(len(body)), **headers)
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def serve():
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Here", (Hostile,), {}))
    server.handle_error = lambda *args: None  # a client that has read enough hangs up
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}"


@pytest.fixture(scope="module")
def site():
    server, address = serve()
    yield address
    server.shutdown()


@pytest.fixture
def other():
    server, address = serve()
    yield server.RequestHandlerClass, address
    server.shutdown()


def fetch(address):
    return list(read_address(address, allow_loopback=True))


@pytest.mark.parametrize("packing", BOMBS)
def test_what_is_packed_small_is_not_unpacked_whole(site, packing):
    tracemalloc.start()
    with pytest.raises(ReadError, match="larger than 5 MB"):
        fetch(f"{site}/bomb-{packing.replace(', ', '+')}")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30_000_000


def test_the_body_of_a_redirect_is_not_read(site):
    tracemalloc.start()
    (page,) = fetch(f"{site}/redirect-bomb")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert page.url == f"{site}/story" and peak < 30_000_000


@pytest.mark.parametrize("path", ["drip", "drip-without-end", "drip-head", "drip-on"])
def test_a_server_that_trickles_is_given_up(site, path, monkeypatch):
    monkeypatch.setattr(web, "ALL_SECONDS", 0.3)
    with pytest.raises(ReadError, match="took longer than 0.3 seconds"):
        fetch(f"{site}/{path}")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("to-file", "leads to file:, not to a page"),
        ("to-ftp", "leads to ftp:"),
        ("to-password", "user name or password"),
        ("to-metadata", "169.254.169.254, which is not on the open web"),
        ("to-nowhere", "no web address|cannot be fetched"),
        ("to-long", "longer than 1000 characters"),
        ("broken", "cannot be fetched"),
    ],
)
def test_a_redirect_leads_nowhere_else(site, path, reason):
    with pytest.raises(ReadError, match=reason):
        fetch(f"{site}/{path}")


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://user:secret@example.org/", "user name or password"),
        ("http://example.org:25/", "port 25 is not used"),
        ("https://example.org:22/", "port 22 is not used"),
        (f"https://example.org/{'x' * 2000}", "longer than 1000 characters"),
    ],
)
def test_an_address_that_no_page_has_is_not_fetched(address, reason):
    (failure,) = read_articles([address])
    assert isinstance(failure, ReadFailure) and reason in failure.reason


@pytest.mark.parametrize(
    ("status", "robots", "reason"),
    [
        (503, b"", r"robots.txt is unavailable \(status 503\)"),
        (200, b"User-agent: entente\nDisallow: /", "disallows fetching"),
        (200, "\ufeffUser-agent: *\nDisallow: /".encode(), "disallows fetching"),
        (200, "User-agent: *\nCrawl-delay: ²\nDisallow: //[\nDisallow: /".encode(), "disallows fetching"),
        (200, b"User-agent: *\nDisallow: /\n" + b"#" * 1_000_000, "disallows fetching"),
    ],
)
def test_robots_txt_is_obeyed_however_it_is_written(other, status, robots, reason):
    handler, address = other
    handler.robots = status, robots
    with pytest.raises(ReadError, match=reason):
        fetch(f"{address}/story")


@pytest.mark.parametrize("robots", [(404, b""), (403, b""), (200, b""), (200, b"\xff\xfe\x00nonsense")])
def test_a_site_that_asks_nothing_lets_us_in(other, robots):
    handler, address = other
    handler.robots = robots
    assert fetch(f"{address}/story")[0].title


def test_the_site_that_a_redirect_leads_to_is_asked_too(site, other):
    handler, address = other
    handler.elsewhere = f"{site}/story"
    assert fetch(f"{address}/elsewhere")[0].url == f"{site}/story"
    handler.robots = 200, b"User-agent: *\nDisallow: /story"
    handler.elsewhere = f"{address}/story"
    with pytest.raises(ReadError, match="disallows fetching"):
        fetch(f"{address}/elsewhere")


def test_a_name_is_looked_up_once_and_the_connection_goes_there(monkeypatch):
    asked, gone = [], []
    answers = iter(["93.184.215.14", "127.0.0.1", "127.0.0.1"])

    def look_up(host, port, *args, **kwargs):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(address, *args, **kwargs):
        gone.append(address[0])
        raise OSError("no network here")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr("urllib3.util.connection.create_connection", connect)
    (failure,) = read_articles(["http://press.example.org/"])
    assert "cannot be fetched" in failure.reason
    assert (asked, gone) == (["press.example.org"], ["93.184.215.14"])


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("198.18.0.1", False),
        ("203.0.113.1", False),
        ("240.0.0.1", False),
        ("2001:db8::1", False),
        ("100::1", False),
        ("5f00::1", False),
        ("4000::1", False),
    ],
)
def test_what_is_public(address, public):
    assert is_public(ip_address(address)) is public
