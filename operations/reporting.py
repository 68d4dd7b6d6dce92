"""Reporting errors to Sentry, if configured: what failed and where, but never text written by anyone."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from .logs import request_id

# The parts of a report that are sent.
KEPT = ("event_id", "timestamp", "platform", "level", "logger", "transaction", "release", "environment", "server_name", "sdk", "exception", "tags", "modules", "contexts")  # fmt: skip


def start_reporting(dsn: str, transport: Any = None) -> None:
    """Report logged errors and uncaught exceptions. Raises ImproperlyConfigured for an invalid address."""
    import sentry_sdk
    from sentry_sdk.integrations.logging import ignore_logger
    from sentry_sdk.utils import BadDsn

    try:
        sentry_sdk.init(
            dsn,
            transport=transport,
            before_send=scrub,
            include_local_variables=False,
            include_source_context=False,
            max_request_body_size="never",
            max_breadcrumbs=0,
            traces_sample_rate=None,
            send_client_reports=False,
            auto_session_tracking=False,
        )
    except BadDsn as error:
        raise ImproperlyConfigured(f"SENTRY_DSN is not a Sentry address: {error}") from None
    ignore_logger("django.security.DisallowedHost")  # anyone can cause it


def scrub(event: dict[str, Any], hint: dict[str, Any]) -> dict[str, Any] | None:
    """Reduce a report to types, places in the code and the request id; error texts may quote articles.

    A response such as 503 without an exception is not reported: /readyz may return it every few seconds.
    """
    if event.get("logger") == "django.request" and "exception" not in event:
        return None
    kept = {name: event[name] for name in KEPT if name in event}
    for error in (kept.get("exception") or {}).get("values", []):
        error.pop("value", None)
        for frame in (error.get("stacktrace") or {}).get("frames", []):
            frame.pop("vars", None)
    words = event.get("logentry") or {}
    if words.get("message"):
        kept["logentry"] = {"message": words["message"]}  # the template without its arguments
    contexts = kept.get("contexts") or {}
    kept["contexts"] = {name: contexts[name] for name in ("runtime", "trace") if name in contexts}
    if name := request_id.get():
        kept["tags"] = {**kept.get("tags", {}), "request_id": name}
    return kept
