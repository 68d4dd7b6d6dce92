"""How many expensive requests a client may make: searches, pages with parameters, pictures and exports, the API, attempts
to sign in; and how many responses are made at once.

Counts are shared through the cache: by all processes and machines if it is Redis. Responses cached by
timeline.reading.caching are sent before anything is counted.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from threading import BoundedSemaphore

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from .addresses import client_network

API = "/api/"


FILES = re.compile(r"/(?:timelines|events|sources)/[^/]+(?:/drawing)?\.[^/]+")
EXPENSIVE = ("search", "states", "files", "api")
BUSY_SECONDS = 2.0  # how long an expensive request waits for its turn


class Turns:
    """Limits the expensive responses made at once in this process: half of its threads make them and a few more wait, so
    that a thread is always free for cached pages."""

    def __init__(self, threads: int):
        self.making = BoundedSemaphore(max(1, threads // 2))
        self.room = BoundedSemaphore(max(1, threads - 1))

    def take(self) -> bool:
        if not self.room.acquire(blocking=False):
            return False
        if self.making.acquire(timeout=BUSY_SECONDS):
            return True
        self.room.release()
        return False

    def give_back(self) -> None:
        self.making.release()
        self.room.release()

    def hold(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Pieces of a streamed response, which takes a turn too; once started it is not refused."""
        took = self.making.acquire(timeout=BUSY_SECONDS)
        try:
            yield from pieces
        finally:
            if took:
                self.making.release()


class RateLimits:
    """Middleware: 429 for too many requests by one client, 503 while too many are being worked on, with Retry-After."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.turns = Turns(settings.WEB_THREADS)

    def __call__(self, request):
        name = _name_of(request)
        if name in settings.RATE_LIMITS and (wait := seconds_to_wait(name, client_network(request))):
            return too_many(request, wait)
        if name not in EXPENSIVE:
            return self.get_response(request)
        if not self.turns.take():
            return refuse(request, 503, 2, _("The server is busy. Please try again in %(wait)s seconds."))
        try:
            response = self.get_response(request)
        finally:
            self.turns.give_back()
        if response.streaming:
            response.streaming_content = self.turns.hold(response.streaming_content)
        return response


def _name_of(request) -> str:
    """The name of the limit that applies to a request, or ""."""
    if request.path.startswith(API):
        return "api"
    if request.path.startswith("/admin/"):
        return "sign-in" if request.method == "POST" and request.path == reverse("admin:login") else ""
    if request.GET.get("q", "").strip():
        return "search"
    if FILES.fullmatch(request.path):
        return "files"
    return "states" if request.GET.keys() - {"lang"} else ""


def seconds_to_wait(name: str, client: str) -> int:
    """Count one more request under a limit of ``settings.RATE_LIMITS``; 0 if it is allowed, otherwise the seconds until it
    will be."""
    most, period = settings.RATE_LIMITS[name]
    window, passed = divmod(int(time.time()), period)
    # The address itself is not stored.
    key = salted_hmac("operations.limits", f"{name} {client} {window}", algorithm="sha256").hexdigest()
    counts = caches["limits"]
    if counts.add(key, 1, period + 1):
        count = 1
    else:
        try:
            count = counts.incr(key)
        except ValueError:  # expired between the two calls
            count = 1
    return period - passed if count > most else 0


def too_many(request, wait: int) -> HttpResponse:
    """The response to a request over the limit."""
    return refuse(request, 429, wait, _("Too many requests. Please try again in %(wait)s seconds."))


def refuse(request, status: int, wait: int, words: str) -> HttpResponse:
    """A refusal: plain text for people, problem details (RFC 9457) for the API."""
    words = words % {"wait": wait}
    if request.path.startswith(API):
        problem = {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": words,
        }
        response: HttpResponse = JsonResponse(problem, status=status, content_type="application/problem+json")
    else:
        response = HttpResponse(words + "\n", status=status, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(wait)
    response["Cache-Control"] = "no-store"
    return response
