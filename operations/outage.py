"""The response while the database is down, locked or too slow: 503, immediately after the first failure."""

from __future__ import annotations

import logging
import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.defaults import server_error as other_error

from .databases import in_a_hurry
from .limits import API, refuse

RETRY = 10  # seconds
AWAY = (OperationalError, InterfaceError)
logger = logging.getLogger(__name__)


class Outage:
    """Middleware: turns database failures into a response that says so. It wraps everything that uses the database."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        is_signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        hurry = in_a_hurry.set(request.method in ("GET", "HEAD") and not is_signed_in)
        try:
            if is_signed_in and request.path.startswith("/admin/"):
                connection.ensure_connection()  # inner middleware would otherwise fail before any view
            return self.get_response(request)
        except AWAY as error:
            return unavailable(request, error)
        finally:
            in_a_hurry.reset(hurry)

    def process_exception(self, request, exception):
        return unavailable(request, exception) if isinstance(exception, AWAY) else None


def server_error(request):
    """The site's response to an error that nothing else handled."""
    error = sys.exc_info()[1]
    return unavailable(request, error) if isinstance(error, AWAY) else other_error(request)


def unavailable(request, error: Exception) -> HttpResponse:
    """A 503 response with Retry-After."""
    logger.warning("the database failed: %s", (str(error).splitlines() or [type(error).__name__])[0])
    words = gettext("The site cannot reach its data at the moment. Please try again in a minute.")
    is_page = request.path.endswith("/") and not request.path.startswith(API)
    response = (
        render(request, "503.html", {"words": words}, status=503)
        if is_page
        else refuse(request, 503, RETRY, words)
    )
    response["Retry-After"] = str(RETRY)
    response["Cache-Control"] = "no-store"
    return response
