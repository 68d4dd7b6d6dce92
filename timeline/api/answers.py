"""How every address of the API answers: methods, parameters, errors as RFC 9457 has them, and what may be kept."""

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

from timeline.caching import revalidated
from timeline.filters import ApiQuery

ALLOWED = "GET, HEAD, OPTIONS"
REMEDIES = {
    404: "The addresses that exist are listed at /api/v1/ and described in /api/v1/openapi.json; none ends in a slash.",
    405: f"Nothing can be changed here: use {ALLOWED}.",
}


def answer(data: dict[str, Any], *, links: dict[str, str] | None = None) -> HttpResponse:
    """JSON in UTF-8, with links to what goes with it (RFC 8288)."""
    response = HttpResponse(json.dumps(data, ensure_ascii=False), content_type="application/json")
    described = {"service-desc": reverse("timeline:api:openapi")}
    response["Link"] = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in ((links or {}) | described).items())
    return response


def problem(status: int, detail: str, invalid: dict[str, str] | None = None) -> HttpResponse:
    """What went wrong and what to do about it; ``invalid`` says so for each parameter."""
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
    """Make a view of a function that takes the request and its understood parameters."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @csrf_exempt  # so that a POST is told that there is none, and not to bring a token
        @revalidated
        @functools.wraps(view)
        def answered(request, **names):
            with override("en"):  # one language for programs: the answer is the same for all who ask
                response = _answer(request, view, query, names)
            # What is asked for once, such as the pages of somebody who reads all, would drive out what is asked for often.
            response.is_shared = not (request.GET.keys() & {"cursor", "q"})
            return response

        return answered

    return decorate


def _answer(request, view, query, names) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": ALLOWED})
    if request.method not in ("GET", "HEAD"):
        response = problem(405, REMEDIES[405])
        response["Allow"] = ALLOWED
        return response
    asked = query(request.GET)
    if wrong := asked.problems():
        detail = " ".join(f"{name}: {words}" for name, words in sorted(wrong.items()))
        return problem(404 if asked.is_absent() else 400, detail, wrong)
    try:
        return view(request, asked, **names)
    except Http404 as error:
        return problem(404, f"{error} {REMEDIES[404]}" if error.args else REMEDIES[404])
