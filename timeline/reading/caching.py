"""Cached responses that are the same for everyone, kept until something they show changes.

A view marks its responses with :func:`shared` and names the parameters it reads. They are cached as they leave the server,
compressed and with headers, together with the content version; a client that already has the same one gets a short 304.
While the database is down, the last cached response is sent, marked as such.
"""

from __future__ import annotations

import functools
import gzip
import re
import time
from collections.abc import Callable
from contextlib import nullcontext
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlencode
from weakref import WeakValueDictionary

from django.conf import settings
from django.core.cache import caches
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import Resolver404, resolve
from django.utils.cache import get_conditional_response
from django.utils.html import escape
from django.utils.translation import gettext, override

from timeline.record.content_version import content_version

from .filters import USUAL, canonical
from .languages import language_of, reads_no_cookie

FRESH_SECONDS = 3600  # after which a response is made again even if nothing was written
CACHE_SECONDS = 86_400  # after which it is not used even while the database is down
MAKING_SECONDS = 10  # how long requests for the same response wait for the first of them
HTMX_PARTS = ("results", "columns", "evidence", "story", "figure", "share")
PROGRAM = ("timeline", "templates", "static", "locale", "config")


def shared(view=None, *, reads: tuple[str, ...] | None = None, is_form: bool = False):
    """Mark a view's responses as the same for everyone who is not signed in and uses the same language.

    ``reads`` names the parameters that it knows: no other reaches it, and none makes an answer of its own. Without, all
    reach it as they are. An answer of which the view says ``is_shared = False`` is not kept. ``is_form``: the page has a
    form that a browser sends with all its fields; the address is cleared of those that say nothing.
    """
    if view is None:
        return functools.partial(shared, reads=reads, is_form=is_form)

    @functools.wraps(view)
    def marked(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.is_shared = getattr(response, "is_shared", True)
        return response

    marked.kept_by, marked.is_form = reads, is_form
    return marked


def revalidated(view):
    """Mark a view's responses as the same for everyone, but too long or too many to be cached here.

    A client that has the response of this version gets a 304 before anything is read.
    """

    @functools.wraps(view)
    def marked(request, *args, **kwargs):
        asked = f"{content_version()} {_name_of(request)}"
        tag = f'"{sha256(asked.encode()).hexdigest()[:32]}"'
        if request.method in ("GET", "HEAD") and tag in request.headers.get("If-None-Match", ""):
            response = HttpResponse(status=304)  # this tag came with a whole response of the same version
        else:
            response = view(request, *args, **kwargs)
        if response.status_code in (200, 304):
            response["ETag"] = f"W/{tag}"
            response.setdefault("Cache-Control", "no-cache")
        return response

    return marked


class SharedAnswers:
    """Middleware: sends cached responses, and caches those of marked views. It wraps everything that changes them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        view = _view_at(request.path_info)
        if getattr(view, "is_form", False) and (clean := _clean_address(request)):
            return HttpResponseRedirect(clean)
        if not hasattr(view, "kept_by") or not _may_be_kept(request):
            return self.get_response(request)
        if view.kept_by is not None:
            _fit(request, view.kept_by)
        is_state = bool(request.GET.keys() - {"lang"})
        store, name = caches["states" if is_state else "default"], _name_of(request)
        kept, version = store.get(name), _version()
        # Requests for a popular page wait for the first of them; there are too many states to wait for.
        turn = nullcontext() if is_state or _is_fresh(kept, version) else _Turn(name)
        with turn:
            if not _is_fresh(kept, version) and not is_state:
                kept = store.get(name)
            if not _is_fresh(kept, version) and not (version is None and kept):
                response = self.get_response(request)
                if response.status_code != 503 or not kept:
                    return self._keep(request, response, store, name, version)
        if _is_fresh(kept, version):
            response = HttpResponse(kept["body"], headers=kept["headers"])
            response.cookies = kept["cookies"]
            return _conditional(request, response)
        return _as_kept(request, kept)

    def _keep(self, request, response, store, name: str, version: str | None):
        if request.method != "GET" or not _is_kept(response):
            return response
        response["ETag"] = f'W/"{sha256(response.content).hexdigest()[:32]}"'
        response.setdefault("Cache-Control", "no-cache")  # stored by browsers, and revalidated each time
        if version is not None:
            kept = {"version": version, "at": time.time(), "body": response.content, "headers": dict(response.items()), "cookies": response.cookies}  # fmt: skip
            store.set(name, kept, CACHE_SECONDS)
        return _conditional(request, response)


class _Turn:
    """Lets threads of this process make the same response one after another, so that the first one caches it."""

    _locks: WeakValueDictionary[str, Any] = WeakValueDictionary()
    _guard = Lock()

    def __init__(self, name: str):
        with self._guard:
            self.lock = self._locks.setdefault(name, Lock())

    def __enter__(self) -> None:
        self.is_mine = self.lock.acquire(timeout=MAKING_SECONDS)

    def __exit__(self, *error: object) -> None:
        if self.is_mine:
            self.lock.release()


def _conditional(request, response):
    return get_conditional_response(request, etag=response["ETag"], response=response)


@functools.lru_cache(4096)
def _view_at(path: str) -> Callable[..., HttpResponse] | None:
    try:
        return resolve(path).func
    except Resolver404:
        return None


def _clean_address(request) -> str:
    """The address without its empty parameters and the usual detail; "" where it has neither, or where a script asks, which
    sends none."""
    if request.method != "GET" or "HTTP_HX_REQUEST" in request.META:
        return ""
    given = [(name, value) for name, values in request.GET.lists() for value in values]
    said = [pair for pair in given if pair[1].strip() and pair != ("detail", str(USUAL))]
    return "" if said == given else request.path + (f"?{urlencode(said)}" if said else "")


def _fit(request, names: tuple[str, ...]) -> None:
    """Reduce the query to what the view reads, in one order and spelling, so that nothing else makes a difference."""
    if request.META.get("QUERY_STRING"):
        query = canonical(request.GET, names)
        request.META["QUERY_STRING"] = query
        request.GET = QueryDict(query)


def _version() -> str | None:
    """The content version; None while the database cannot be reached."""
    try:
        return content_version()
    except (OperationalError, InterfaceError):
        return None


def _is_fresh(kept: dict[str, Any] | None, version: str | None) -> bool:
    return bool(kept and kept["version"] == version and time.time() - kept["at"] < FRESH_SECONDS)


def _as_kept(request, kept: dict[str, Any]) -> HttpResponse:
    """The last cached response, if no new one can be made; it says how old it is (RFC 9111)."""
    headers = {
        name: value for name, value in kept["headers"].items() if name not in ("Content-Length", "ETag")
    }
    headers |= {"Cache-Control": "no-store", "Age": str(max(0, int(time.time() - kept["at"])))}
    headers["Warning"] = '110 - "Response is Stale"'
    body = kept["body"]
    if headers.get("Content-Type", "").startswith("text/html"):
        if headers.pop("Content-Encoding", "") == "gzip":
            body = gzip.decompress(body)
        when = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(kept["at"]))
        with override(language_of(request)):
            words = gettext("This is a copy from %(when)s. The page cannot be updated at the moment.") % {"when": when}  # fmt: skip
        line = f'<p class="error kept" role="status">{escape(words)}</p>'
        body = re.sub(rb"(<main\b[^>]*>)", lambda m: m[1] + line.encode(), body, count=1)
    return HttpResponse(body, headers=headers)


def _may_be_kept(request) -> bool:
    if request.method not in ("GET", "HEAD"):
        return False
    # Signed-in users may see more, but not in data or embeds, where no cookie is read.
    return reads_no_cookie(request) or settings.SESSION_COOKIE_NAME not in request.COOKIES


def _is_kept(response) -> bool:
    if response.status_code != 200 or response.streaming or not getattr(response, "is_shared", False):
        return False
    # The choice of a language is part of the address, and so the same for everyone.
    is_personal = response.cookies.keys() - {settings.LANGUAGE_COOKIE_NAME}
    return not is_personal and "no-store" not in response.get("Cache-Control", "")


def _name_of(request) -> str:
    """The cache key of a response: everything it may depend on except the content."""
    if settings.DEBUG:
        _program.cache_clear()  # so that changes to templates show at once
    # Not request.headers, which is built from all headers each time: a quarter of the time of a cached response.
    packing = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    parts = (_program(), request.scheme, request.get_host().lower(), request.get_full_path(), language_of(request), packing, _part_of(request))  # fmt: skip
    return "shared:" + sha256(repr(parts).encode()).hexdigest()


def _part_of(request) -> tuple[bool, ...]:
    """Which part of a page htmx requests, in the same way as the views decide it."""
    told = request.META.get
    if told("HTTP_HX_REQUEST") != "true":
        return ()
    target = told("HTTP_HX_TARGET", "")
    return (told("HTTP_HX_HISTORY_RESTORE_REQUEST") == "true", *(target == part for part in HTMX_PARTS))


@functools.cache
def _program() -> str:
    """The program version: when its files last changed, and the settings that responses depend on."""
    files = sorted(p for name in PROGRAM for p in (Path(settings.BASE_DIR) / name).rglob("*") if p.is_file())
    told = [(str(p), p.stat().st_mtime_ns) for p in files]
    return sha256(repr([told, settings.EMBED_ORIGINS]).encode()).hexdigest()
