"""Lines of the log: JSON for machines, text for people, each with the request or task that it belongs to."""

from __future__ import annotations

import logging
import sys
from contextvars import ContextVar
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")

# Of a line's extras, these are written. Others may carry more than a log should keep, such as the whole request.
EXTRAS = ("method", "path", "status", "ms")


class Origin(logging.Filter):
    """Adds to each line which request it was written for, or which task of a worker."""

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
    """A configuration for :func:`logging.config.dictConfig`: every line goes to standard error in one form.

    ``requests`` has a line written for each request, whatever the level.
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
