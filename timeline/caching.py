"""Answers that are the same for everybody, kept whole until what they show changes.

A view marks them with :func:`shared`. They are kept as they leave the server, compressed and with their headers, under the
version of the content and of the program; a reader who has the same one already is told so in a few bytes.
"""

from __future__ import annotations

import functools
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.utils.cache import get_conditional_response

from .languages import language_of, reads_no_cookie
from .versions import content_version

KEPT_SECONDS = 3600
HTMX = ("HTTP_HX_REQUEST", "HTTP_HX_TARGET", "HTTP_HX_HISTORY_RESTORE_REQUEST")  # as WSGI names them
NEVER = (settings.STATIC_URL, "/admin/", "/healthz", "/readyz", "/metrics")
PROGRAM = ("timeline", "templates", "static", "locale", "config")


def shared(view):
    """Mark a view's answers as the same for everybody who asks in the same language and is not signed in."""

    @functools.wraps(view)
    def marked(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.is_shared = True
        return response

    return marked


def revalidated(view):
    """Mark a view's answers as the same for everybody, and too long or too many to be kept here.

    Whoever has the one of this version is told so before anything is read.
    """

    @functools.wraps(view)
    def marked(request, *args, **kwargs):
        tag = f'"{sha256(_name_of(request).encode()).hexdigest()[:32]}"'
        if request.method in ("GET", "HEAD") and tag in request.headers.get("If-None-Match", ""):
            response = HttpResponse(status=304)  # this tag was given with a whole answer of the same version
        else:
            response = view(request, *args, **kwargs)
        if response.status_code in (200, 304):
            response["ETag"] = f"W/{tag}"
            response.setdefault("Cache-Control", "no-cache")
        return response

    return marked


class SharedAnswers:
    """Middleware: gives kept answers, and keeps those of views that are marked. It stands outside all that changes them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not _may_be_kept(request):
            return self.get_response(request)
        name = _name_of(request)
        kept = cache.get(name)
        if kept is None:
            response = self.get_response(request)
            if request.method != "GET" or not _is_kept(response):
                return response
            response["ETag"] = f'W/"{sha256(response.content).hexdigest()[:32]}"'
            response.setdefault("Cache-Control", "no-cache")  # kept, and asked about each time
            cache.set(name, (response.content, dict(response.items())), KEPT_SECONDS)
        else:
            body, headers = kept
            response = HttpResponse(body, headers=headers)
        return get_conditional_response(request, etag=response["ETag"], response=response)


def _may_be_kept(request) -> bool:
    if request.method not in ("GET", "HEAD") or request.path.startswith(NEVER):
        return False
    # Who is signed in may be shown more, but not in data or inside other sites' pages, where no cookie is read.
    return reads_no_cookie(request) or settings.SESSION_COOKIE_NAME not in request.COOKIES


def _is_kept(response) -> bool:
    if response.status_code != 200 or response.streaming or not getattr(response, "is_shared", False):
        return False
    return not response.cookies and "no-store" not in response.get("Cache-Control", "")


def _name_of(request) -> str:
    """The name under which an answer is kept: all that it may depend on."""
    if settings.DEBUG:
        _program.cache_clear()  # who works on a template sees it at once
    # Not request.headers: that is made of all headers anew, a quarter of the time that a kept answer takes.
    packing = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    asked = [request.META.get(name, "") for name in HTMX]
    parts = (content_version(), _program(), request.scheme, request.get_host(), request.get_full_path(), language_of(request), packing, asked)  # fmt: skip
    return "shared:" + sha256(repr(parts).encode()).hexdigest()


@functools.cache
def _program() -> str:
    """The version of the program: when its files were last changed, and the settings that its answers depend on."""
    files = sorted(p for name in PROGRAM for p in (Path(settings.BASE_DIR) / name).rglob("*") if p.is_file())
    told = [(str(p), p.stat().st_mtime_ns) for p in files]
    return sha256(repr([told, settings.EMBED_ORIGINS]).encode()).hexdigest()
