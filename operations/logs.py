"""Log lines: JSON for machines, text for people, each with its request or task."""

from __future__ import annotations

import logging
import sys
from contextvars import ContextVar
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")

# The extras of a record that are logged. Others may contain more than a log should hold, such as the whole request.
EXTRAS = ("method", "path", "status", "ms")


class Origin(logging.Filter):
    """Adds the id of the request, or of a worker's task, to each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        record.task_id = _task_id()
        record.origin = (
            f" [{record.request_id or record.task_id}]" if record.request_id or record.task_id else ""
        )
        return True


def _task_id() -> str:
    celery = sys.modules.get("celery")
    task = celery.current_task if celery else None
    return (task.request.id or "") if task else ""


def logging_config(form: str, level: str, *, requests: bool) -> dict[str, Any]:
    """A configuration for :func:`logging.config.dictConfig`: every line goes to standard error in the same form.

    With ``requests``, each request is logged, whatever the level.
    """
    handler = {"class": "logging.StreamHandler", "filters": ["origin"], "formatter": form}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"origin": {"()": "operations.logs.Origin"}},
        "formatters": {
            "text": {"format": "%(asctime)s %(levelname)s %(name)s%(origin)s: %(message)s"},
            "json": {"()": "operations.jsonlines.JsonLines"},
        },
        "handlers": {"console": handler},
        "root": {"handlers": ["console"], "level": level.upper()},
        "loggers": {
            "django": {"handlers": [], "level": level.upper()},
            "entente.requests": {"level": "INFO" if requests else "CRITICAL"},
        },
    }
