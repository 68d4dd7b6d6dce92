"""Addresses: fetch a page or a feed from the open web, and from nowhere else.

Every connection, after each redirect too, goes to an address that was looked up once and found public, so that no page
can lead to the machines of the house (server-side request forgery).
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from .article import ArticleData, ReadError, ReadFailure
from .feeds import is_feed, read_feed
from .html import MAX_PAGE, page_article

AGENT = "Entente/1.0 (newsroom timeline; reads single pages on request)"
CONNECT_SECONDS, READ_SECONDS, ALL_SECONDS = 5.0, 10.0, 30.0
MAX_REDIRECTS = 5
MAX_ROBOTS = 500_000  # bytes; RFC 9309, section 2.5, asks for at least so many
PAGES = ("text/html", "application/xhtml+xml", "text/plain")
FEEDS = ("application/rss+xml", "application/atom+xml", "application/xml", "text/xml", "application/rdf+xml")


def read_address(address: str, *, allow_loopback: bool = False) -> Iterator[ArticleData | ReadFailure]:
    """The article, or the articles of a feed, at a web address; raises ReadError. ``allow_loopback`` is for tests."""
    try:
        has_host = bool(urlsplit(address).hostname)
    except ValueError:
        has_host = False
    if not has_host:
        raise ReadError("this is no web address: write one such as https://example.org/story")
    with _session(allow_loopback) as session:
        if not _is_welcome(session, address):
            raise ReadError(
                "the site's robots.txt asks not to fetch this page: save it as a file and ingest that with --url"
            )
        raw, kind, final = _fetch(session, address, MAX_PAGE)
    if kind in FEEDS or (kind not in PAGES and is_feed(raw[:2000])):
        yield from read_feed(io.BytesIO(raw), address)
    elif kind in PAGES:
        yield page_article(raw, address, final)
    else:
        raise ReadError(f"the address leads to {kind or 'something without a type'}, not to a page or a feed")


def _session(allow_loopback: bool) -> Any:
    from requests_hardened import Config, HTTPSession

    session = HTTPSession(
        Config(
            ip_filter_enable=True,
            ip_filter_allow_loopback_ips=allow_loopback,
            never_redirect=False,
            default_timeout=(CONNECT_SECONDS, READ_SECONDS),
            user_agent_override=AGENT,
        )
    )
    session.trust_env = False  # no proxy, which would look names up itself, and no passwords from .netrc
    session.max_redirects = MAX_REDIRECTS
    return session


def _is_welcome(session: Any, address: str) -> bool:
    """Whether robots.txt lets us in; a site without one, or whose robots.txt cannot be had, does."""
    parts = urlsplit(address)
    try:
        raw, _, _ = _fetch(session, f"{parts.scheme}://{parts.netloc}/robots.txt", MAX_ROBOTS)
    except _NotThere:
        return True
    rules = RobotFileParser()
    rules.parse(raw.decode("utf-8", "replace").splitlines())
    return rules.can_fetch(AGENT, address)


class _NotThere(ReadError):
    """The server answered, but not with what was asked for."""


def _fetch(session: Any, address: str, most: int) -> tuple[bytes, str, str]:
    """Body, media type and final address, in bounds of size and time; raises ReadError."""
    import requests
    from requests_hardened.ip_filter import InvalidIPAddress

    deadline = time.monotonic() + ALL_SECONDS
    try:
        with session.get(address, stream=True, headers={"Accept": ", ".join((*PAGES, *FEEDS))}) as answer:
            if answer.status_code != 200:
                raise _NotThere(f"the server answered with status {answer.status_code}")
            body = bytearray()
            for chunk in answer.iter_content(65_536):
                body += chunk
                if len(body) > most:
                    raise ReadError(f"the page is larger than {most / 1_000_000:g} MB")
                if time.monotonic() > deadline:
                    raise ReadError(f"the server took longer than {ALL_SECONDS:.0f} seconds")
            kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            return bytes(body), kind, answer.url
    except InvalidIPAddress as error:
        raise ReadError(
            f"the address leads to {error}, which is not on the open web: only public addresses are fetched"
        ) from None
    except requests.exceptions.TooManyRedirects:
        raise ReadError(f"the address redirects more than {MAX_REDIRECTS} times") from None
    except requests.exceptions.Timeout:
        raise ReadError("the server did not answer in time: try again later") from None
    except requests.exceptions.SSLError:
        raise ReadError("the server's certificate does not hold") from None
    except (requests.RequestException, ValueError, OSError, UnicodeError) as error:
        raise ReadError(f"the address cannot be fetched: {_cause(error)}") from None


def _cause(error: BaseException) -> str:
    """The innermost reason, without the addresses of objects that libraries put around it."""
    inner = getattr(error.args[0] if error.args else error, "reason", None) or error
    text = str(inner)
    return text.rpartition(">: ")[2] or type(error).__name__
