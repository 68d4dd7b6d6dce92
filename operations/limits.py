"""How often one client may ask for what is dear to answer: searches, the API, tries to sign in.

Counts are shared through the cache, so by all processes and machines where that is Redis. Answers that are kept by
timeline.caching are given before anything is counted.
"""

from __future__ import annotations

import time

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from .addresses import client_network

API = "/api/"


class RateLimits:
    """Middleware: answers 429 to who asks too often, and says when to come back."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        name = _name_of(request)
        if name in settings.RATE_LIMITS and (wait := seconds_to_wait(name, client_network(request))):
            return too_many(request, wait)
        return self.get_response(request)


def _name_of(request) -> str:
    """The limit that a request falls under, or ""."""
    if request.path.startswith(API):
        return "api"
    if request.path.startswith("/admin/"):
        return "sign-in" if request.method == "POST" and request.path == reverse("admin:login") else ""
    return "search" if request.GET.get("q", "").strip() else ""


def seconds_to_wait(name: str, client: str) -> int:
    """Count one more request under a limit of ``settings.RATE_LIMITS``; 0 if it may be answered, else the seconds until
    it may."""
    most, period = settings.RATE_LIMITS[name]
    window, passed = divmod(int(time.time()), period)
    # The address itself is not kept.
    key = salted_hmac("operations.limits", f"{name} {client} {window}", algorithm="sha256").hexdigest()
    counts = caches["limits"]
    if counts.add(key, 1, period + 1):
        count = 1
    else:
        try:
            count = counts.incr(key)
        except ValueError:  # forgotten between the two
            count = 1
    return period - passed if count > most else 0


def too_many(request, wait: int) -> HttpResponse:
    """The answer to one request too many; problem details (RFC 9457) for the API."""
    words = _("Too many requests. Please try again in %(wait)s seconds.") % {"wait": wait}
    if request.path.startswith(API):
        problem = {"type": "about:blank", "title": "Too Many Requests", "status": 429, "detail": words}
        response = JsonResponse(problem, status=429, content_type="application/problem+json")
    else:
        response = HttpResponse(words + "\n", status=429, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(wait)
    response["Cache-Control"] = "no-store"
    return response
