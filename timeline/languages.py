"""The language of a page: the address's ``lang``, else what was chosen before, else what the browser asks for."""

from __future__ import annotations

from django.conf import settings
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request

CODES = [code for code, _ in settings.LANGUAGES]
YEAR = 365 * 86_400


def language_of(request) -> str:
    """The language in which a request is answered."""
    if is_embed(request):
        request.COOKIES.pop(settings.LANGUAGE_COOKIE_NAME, None)
    wanted = request.GET.get("lang", "")
    return wanted if wanted in CODES else get_language_from_request(request)


def is_embed(request) -> bool:
    return request.path.startswith("/embed/")


class LanguageMiddleware:
    """Stands before LocaleMiddleware and tells it what was chosen.

    A choice is kept in a cookie; pages inside other sites' pages neither set nor read one.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        wanted = request.GET.get("lang", "")
        request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = language_of(request)
        response = self.get_response(request)
        if not is_embed(request):
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
    """For templates: the languages that a reader may choose from."""
    return {"languages": settings.LANGUAGES}
