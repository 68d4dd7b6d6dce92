"""Logging and measuring each request under an id of its own: no address, no query, no user."""

from __future__ import annotations

import logging
import re
import time
from uuid import uuid4

from django.conf import settings
from django.core.signals import request_finished
from django.dispatch import receiver

from .logs import request_id

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9_.+/=-]{8,128}")
QUIET = ("/healthz", "/readyz", "/metrics")  # requested every few seconds by machines
logger = logging.getLogger("entente.requests")


class RequestLog:
    """Outermost middleware: takes the request id from a proxy or makes one, returns it, and logs the request."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.observe = None
        if settings.METRICS_TOKEN:
            from .measures import observe

            self.observe = observe

    def __call__(self, request):
        given = request.headers.get(HEADER, "")
        name = given if WELL_FORMED.fullmatch(given) else uuid4().hex
        request_id.set(name)
        began = time.perf_counter()
        response = self.get_response(request)
        self._note(request, response, time.perf_counter() - began)
        response[HEADER] = name
        return response

    def _note(self, request, response, seconds: float) -> None:
        if self.observe:
            self.observe(request, response, seconds)
        if logger.isEnabledFor(logging.INFO) and request.path not in QUIET:
            facts = {"method": request.method, "path": request.path, "status": response.status_code, "ms": round(seconds * 1000, 1)}  # fmt: skip
            logger.info("%(method)s %(path)s %(status)s %(ms)s ms", facts, extra=facts)


@receiver(request_finished, dispatch_uid="operations.requestlog")
def _forget(**kwargs) -> None:
    """Clear the id; Django still logs after the last middleware, and the next request on this thread has its own."""
    request_id.set("")
