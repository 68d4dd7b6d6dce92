"""Fetch a page or a feed from the open web, within limits of size and time, if its robots.txt allows it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from .article import MAX_URL, ArticleData, ReadError, ReadFailure
from .documents import read_pdf
from .feeds import is_feed, read_feed
from .html import MAX_PAGE, page_article
from .markup import PAGE_TYPES, begins_as_page, charset_of, media_type

AGENT = "Entente/1.0 (newsroom timeline; reads single pages on request)"
CONNECT_SECONDS, READ_SECONDS = 5.0, 10.0
ALL_SECONDS = 30.0  # for robots.txt, every redirect and the page together
MAX_REDIRECTS = 5
MAX_ROBOTS = 500_000  # bytes; the minimum required by RFC 9309, section 2.5
CHUNK = 65_536  # bytes decompressed at a time, so that a small file cannot fill the memory
PAGES = (*PAGE_TYPES, "text/plain")
DOCUMENTS = ("application/pdf",)
FEEDS = ("application/rss+xml", "application/atom+xml", "application/xml", "text/xml", "application/rdf+xml")
REDIRECTS = (301, 302, 303, 307, 308)
OBEYED = ("user-agent", "allow", "disallow")  # the lines of robots.txt that matter here


class _Answer(NamedTuple):
    status: int
    body: bytes
    stated: str  # its Content-Type
    address: str

    @property
    def kind(self) -> str:
        """The stated media type or, without one, that of a page if it looks like one."""
        return media_type(self.stated) or ("text/html" if begins_as_page(self.body) else "")


def read_address(address: str, *, allow_loopback: bool = False) -> Iterator[ArticleData | ReadFailure]:
    """Yield the article, or the articles of a feed, at a web address; raises ReadError. ``allow_loopback`` is for tests."""
    from .connections import Deadline  # only when something is fetched

    with Deadline(ALL_SECONDS) as deadline:
        found = _Visit(deadline, allow_loopback).fetch(address)
    if found.kind in FEEDS or (found.kind not in PAGES and is_feed(found.body[:2000])):
        yield from read_feed(io.BytesIO(found.body), address, charset_of(found.stated))
    elif found.kind in DOCUMENTS:
        yield from (replace(read, url=found.address) for read in read_pdf(io.BytesIO(found.body), address))
    elif found.kind in PAGES:
        yield page_article(found.body, address, found.address, charset_of(found.stated))
    else:
        raise ReadError(
            f"the address leads to {found.kind or 'something without a media type'}, not to a page or a feed"
        )


class _Visit:
    """One fetch: the page, its redirects, and the robots.txt of each site on the way."""

    def __init__(self, deadline: Any, allow_loopback: bool):
        from .connections import open_session

        self.deadline, self.allow_loopback = deadline, allow_loopback
        self.rules: dict[tuple[str, str], RobotFileParser] = {}
        timeout = (CONNECT_SECONDS, READ_SECONDS)
        self.session = open_session(deadline, agent=AGENT, timeout=timeout, allow_loopback=allow_loopback)

    def fetch(self, address: str) -> _Answer:
        """The page at the end of an address's redirects; raises ReadError."""
        with self.session:
            found = self._follow(address, MAX_PAGE, self._ask_robots)
        if found.status != 200:
            raise ReadError(f"the server answered with status {found.status}")
        if len(found.body) > MAX_PAGE:
            raise ReadError(f"the page is larger than {MAX_PAGE / 1_000_000:g} MB")
        return found

    def _ask_robots(self, address: str) -> None:
        """Raise ReadError if the site's robots.txt disallows fetching this."""
        parts = urlsplit(address)
        site = parts.scheme, parts.netloc
        if site not in self.rules:
            found = self._follow(f"{parts.scheme}://{parts.netloc}/robots.txt", MAX_ROBOTS)
            if found.status >= 500:  # RFC 9309, section 2.3.1.4: then all is disallowed
                raise ReadError(
                    f"the site's robots.txt is unavailable (status {found.status}): try again later"
                )
            self.rules[site] = _rules(found.body if found.status == 200 else b"")
        if not self.rules[site].can_fetch(AGENT, address):
            raise ReadError(
                "the site's robots.txt disallows fetching this page: save it as a file and ingest that with --url"
            )

    def _follow(self, address: str, most: int, before: Any = None) -> _Answer:
        """Follow an address to its end, reading at most one byte more than ``most``; ``before`` may refuse each step."""
        for _ in range(MAX_REDIRECTS + 1):
            self._check(address)
            if before:
                before(address)
            found, target = self._get(address, most)
            if target is None:
                return found
            address = target
        raise ReadError(f"the address redirects more than {MAX_REDIRECTS} times")

    def _check(self, address: str) -> None:
        try:
            parts = urlsplit(address)
            host, port, scheme = parts.hostname, parts.port, parts.scheme
        except ValueError:
            host, port, scheme = None, None, "http"
        if scheme not in ("http", "https"):
            raise ReadError(f"the address leads to {scheme}:, not to a page on the web")
        if not host:
            raise ReadError("this is not a web address: write one such as https://example.org/story")
        if len(address) > MAX_URL:
            raise ReadError(f"the address is longer than {MAX_URL} characters")
        if "@" in parts.netloc:
            raise ReadError("the address contains a user name or password: leave it out")
        if _is_of_another_service(parts) and not self.allow_loopback:
            raise ReadError(f"port {port} is not used for web pages")

    def _get(self, address: str, most: int) -> tuple[_Answer, str | None]:
        """One response, and the target if it redirects; raises ReadError."""
        import requests

        from .connections import InvalidIPAddress

        try:
            with self.session.get(
                address, stream=True, headers={"Accept": ", ".join((*PAGES, *DOCUMENTS, *FEEDS))}
            ) as answer:
                location = answer.headers.get("Location")
                if answer.status_code in REDIRECTS and location:
                    return _Answer(0, b"", "", address), urljoin(address, location)
                body = bytearray()
                if answer.status_code == 200:
                    for chunk in answer.iter_content(CHUNK):
                        body += chunk
                        if len(body) > most:
                            break
                stated = answer.headers.get("Content-Type", "")
                if not self.deadline.is_over:  # otherwise the body was cut off
                    return _Answer(answer.status_code, bytes(body[: most + 1]), stated, address), None
        except InvalidIPAddress as error:
            raise ReadError(
                f"the address leads to {error}, which is not on the open web: only public addresses are fetched"
            ) from None
        except (requests.RequestException, ValueError, OSError, UnicodeError) as error:
            if not self.deadline.is_over:
                raise ReadError(_reason(error)) from None
        raise ReadError(f"the server took longer than {ALL_SECONDS:g} seconds")


def _is_of_another_service(parts: SplitResult) -> bool:
    """Whether a port is reserved for another service, such as mail or files (RFC 6335, system ports)."""
    return parts.port is not None and parts.port < 1024 and parts.port not in (80, 443)


def _rules(robots: bytes) -> RobotFileParser:
    """The rules of a robots.txt; lines that Python's parser cannot read are skipped."""
    rules = RobotFileParser()
    lines = []
    for line in robots[:MAX_ROBOTS].decode("utf-8-sig", "replace").splitlines():
        name, _, value = line.partition(":")
        try:
            urlsplit(value.strip())
        except ValueError:
            continue
        if not line.strip() or name.strip().lower() in OBEYED:
            lines.append(line)
    rules.parse(lines)
    return rules


def _reason(error: BaseException) -> str:
    import requests

    if isinstance(error, requests.exceptions.Timeout | TimeoutError):
        return "the server did not answer in time: try again later"
    if isinstance(error, requests.exceptions.SSLError):
        return "the server's certificate is not valid"
    return f"the address cannot be fetched: {_cause(error)}"


def _cause(error: BaseException) -> str:
    """The innermost reason, without the object addresses that libraries add."""
    inner = getattr(error.args[0] if error.args else error, "reason", None) or error
    text = str(inner)
    return text.rpartition(">: ")[2] or type(error).__name__
