"""The language of a page: the address's ``lang``, else what was chosen before, else what the browser asks for."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation

CODES = [code for code, _ in settings.LANGUAGES]
YEAR = 365 * 86_400


class LanguageMiddleware:
    """Stands behind LocaleMiddleware. A choice is kept in a cookie, but never one from inside another site's page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        wanted = request.GET.get("lang", "")
        if wanted not in CODES:
            return self.get_response(request)
        translation.activate(wanted)
        request.LANGUAGE_CODE = wanted
        response = self.get_response(request)
        response.headers["Content-Language"] = wanted
        if not request.path.startswith("/embed/"):
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
