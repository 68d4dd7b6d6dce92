"""Fetching addresses: only the open web, within limits, with a reason for each failure."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from articles.readers import ReadError, ReadFailure, read_articles, web
from articles.readers.web import read_address
from tests.articles.test_reader_forms import PAGE, RSS

PRIVATE = [
    "http://127.0.0.1/",
    "http://localhost:8000/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0.0.0.0/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://[fe80::1]/",
    "http://[fc00::1]/",
    "http://224.0.0.1/",
    "http://127.1/",
    "http://0177.0.0.1/",
    "http://255.255.255.255/",
    "http://100.100.100.200/",  # Alibaba's metadata
    "http://168.63.129.16/",  # Azure's
    "http://[fd00:ec2::254]/",  # Amazon's
    "http://[::127.0.0.1]/",
    "http://[::ffff:0:127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/",  # NAT64
    "http://[64:ff9b:1::127.0.0.1]/",
    "http://[2002:7f00:1::]/",  # 6to4
    "http://[2001:0:7f00:1::]/",  # Teredo
    "http://[fec0::1]/",
    "http://[ff02::1]/",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_no_private_address_is_fetched(address):
    (failure,) = read_articles([address])
    assert isinstance(failure, ReadFailure) and "not on the open web" in failure.reason


def test_a_name_that_leads_home_is_not_fetched(monkeypatch):
    home = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.168.0.7", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: home)
    (failure,) = read_articles(["http://press.example.org/"])
    assert "192.168.0.7, which is not on the open web" in failure.reason


@pytest.mark.parametrize(
    "address",
    [
        "http://",
        "https://[",
        "http://a b/",
        "http://x:99999/",
        "http://①②⑦.⓪.⓪.①/",
        "http://no-such-host.invalid/",
    ],
)
def test_an_address_that_is_none_says_so(address):
    (failure,) = read_articles([address])
    assert isinstance(failure, ReadFailure) and failure.reason


class Site(BaseHTTPRequestHandler):
    robots = "User-agent: *\nDisallow: /closed\n"

    def do_GET(self):
        path = self.path
        if path == "/robots.txt":
            self.answer("text/plain", self.robots.encode())
        elif path == "/inside":
            self.send_response(302)
            self.send_header("Location", "http://10.0.0.1/")
            self.end_headers()
        elif path == "/loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
            self.end_headers()
        elif path == "/feed":
            self.answer("application/rss+xml", RSS.encode())
        elif path == "/picture":
            self.answer("image/png", b"png")
        elif path == "/large":
            self.answer("text/html", b"<p>" * 3_000_000)
        elif path == "/gone":
            self.send_error(410)
        else:
            self.answer("text/html", PAGE.encode())

    def answer(self, kind, body):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.handle_error = lambda *args: None  # a client that has read enough hangs up
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def fetch(address):
    return list(read_address(address, allow_loopback=True))


def test_a_page_and_a_feed_are_read_from_their_address(site):
    (page,) = fetch(f"{site}/story")
    assert (page.title, page.url) == (
        "Leaders meet in Oslo",
        f"{site}/story",
    )  # not the address of another site
    assert fetch(f"{site}/feed")[0].title == "Leaders & fish"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("inside", "10.0.0.1, which is not on the open web"),
        ("loop", "redirects more than 5 times"),
        ("closed/a", "robots.txt disallows fetching"),
        ("picture", "leads to image/png"),
        ("large", "larger than 5 MB"),
        ("gone", "status 410"),
    ],
)
def test_what_cannot_be_fetched_is_explained(site, path, reason):
    with pytest.raises(ReadError, match=reason):
        fetch(f"{site}/{path}")


def test_a_slow_server_is_given_up(site, monkeypatch):
    monkeypatch.setattr(web, "ALL_SECONDS", -1.0)
    with pytest.raises(ReadError, match="took longer"):
        fetch(f"{site}/story")
