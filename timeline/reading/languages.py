"""The language of a page: ``lang`` in the address, then an earlier choice, then the browser's language."""

from __future__ import annotations

import re

from django.conf import settings
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request

CODES = [code for code, _ in settings.LANGUAGES]
YEAR = 365 * 86_400


def language_of(request) -> str:
    """The language in which a request is answered."""
    if reads_no_cookie(request):
        request.COOKIES.pop(settings.LANGUAGE_COOKIE_NAME, None)
    wanted = request.GET.get("lang", "")
    return wanted if wanted in CODES else get_language_from_request(request)


def reads_no_cookie(request) -> bool:
    """Whether it is for embeds or programs, where only the address and headers count."""
    return request.path.startswith("/embed/") or bool(re.match(settings.DATA_PATHS, request.path))


class LanguageMiddleware:
    """Passes the chosen language to LocaleMiddleware, which it precedes.

    The choice is stored in a cookie; data and embeds neither set nor read one.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        wanted = request.GET.get("lang", "")
        request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = language_of(request)
        response = self.get_response(request)
        if not reads_no_cookie(request):
            patch_vary_headers(response, ("Cookie",))
            if wanted in CODES:
                response.set_cookie(
                    settings.LANGUAGE_COOKIE_NAME,
                    wanted,
                    max_age=YEAR,
                    samesite="Lax",
                    secure=request.is_secure(),
                )
        return response


def languages(request) -> dict[str, object]:
    """The languages that a reader can choose from, for templates."""
    return {"languages": settings.LANGUAGES}
