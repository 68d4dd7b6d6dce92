"""What all addresses of the API share: methods, parameters, errors (RFC 9457) and caching."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from timeline.reading.caching import revalidated
from timeline.reading.filters import ApiQuery

ALLOWED = "GET, HEAD, OPTIONS"
REMEDIES = {
    404: "/api/v1/ lists the existing addresses and /api/v1/openapi.json describes them; none ends in a slash.",
    405: f"Nothing can be changed here: use {ALLOWED}.",
}


def answer(data: dict[str, Any], *, links: dict[str, str] | None = None) -> HttpResponse:
    """A JSON response in UTF-8 with related links (RFC 8288)."""
    response = HttpResponse(json.dumps(data, ensure_ascii=False), content_type="application/json")
    described = {"service-desc": reverse("timeline:api:openapi")}
    response["Link"] = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in ((links or {}) | described).items())
    return response


def problem(status: int, detail: str, invalid: dict[str, str] | None = None) -> HttpResponse:
    """A response that says what went wrong and what to do about it; ``invalid`` says so for each parameter."""
    data: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if invalid:
        data["invalid"] = [{"parameter": name, "detail": words} for name, words in sorted(invalid.items())]
    body = json.dumps(data, ensure_ascii=False)
    return HttpResponse(body, status=status, content_type="application/problem+json")


def reads(
    query: type[ApiQuery] = ApiQuery,
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Make a view from a function that takes the request and its parsed parameters."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @csrf_exempt  # so that a POST gets 405 and not a request for a token
        @revalidated
        @functools.wraps(view)
        def answered(request, **names):
            with override("en"):  # one language for programs, so that everyone gets the same response
                response = _answer(request, view, query, names)
            # Responses requested once, such as by a program reading everything, would push popular ones out of the cache.
            response.is_shared = not (request.GET.keys() & {"cursor", "q"})
            return response

        answered.kept_by = None  # it refuses unknown parameters
        return answered

    return decorate


def _answer(request, view, query, names) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": ALLOWED})
    if request.method not in ("GET", "HEAD"):
        response = problem(405, REMEDIES[405])
        response["Allow"] = ALLOWED
        return response
    parsed = query(request.GET)
    if wrong := parsed.problems():
        detail = " ".join(f"{name}: {words}" for name, words in sorted(wrong.items()))
        return problem(404 if parsed.is_absent() else 400, detail, wrong)
    try:
        return view(request, parsed, **names)
    except Http404 as error:
        return problem(404, f"{error} {REMEDIES[404]}" if error.args else REMEDIES[404])
