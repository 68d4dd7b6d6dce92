"""Errors sent to Sentry, where an address for them is set: what failed and where, and never what anybody wrote."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from .logs import request_id

# Of a report, these are sent.
KEPT = ("event_id", "timestamp", "platform", "level", "logger", "transaction", "release", "environment", "server_name", "sdk", "exception", "tags", "modules", "contexts")  # fmt: skip


def start_reporting(dsn: str, transport: Any = None) -> None:
    """Report what is logged as an error or not caught. Raises ImproperlyConfigured for an address that is none."""
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
        raise ImproperlyConfigured(f"SENTRY_DSN is no address of Sentry: {error}") from None
    ignore_logger("django.security.DisallowedHost")  # anybody can cause it


def scrub(event: dict[str, Any], hint: dict[str, Any]) -> dict[str, Any] | None:
    """What is sent of a report: types, places in the code and the request's name; texts of errors may quote articles.

    An answer such as 503 that nothing was raised for is no report: /readyz gives it every few seconds.
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
        kept["logentry"] = {"message": words["message"]}  # the sentence without what was put into it
    contexts = kept.get("contexts") or {}
    kept["contexts"] = {name: contexts[name] for name in ("runtime", "trace") if name in contexts}
    if name := request_id.get():
        kept["tags"] = {**kept.get("tags", {}), "request_id": name}
    return kept
