"""Log records as JSON, one object per line."""

from __future__ import annotations

import logging
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from .logs import EXTRAS

NAMES = {"levelname": "level", "name": "logger"}
FIELDS = ("levelname", "name", "message", "request_id", "task_id", *EXTRAS)


class JsonLines(JsonFormatter):
    """Time (UTC), level, logger and message, then details of the request or task; empty fields are left out."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(FIELDS, rename_fields=NAMES, rename_fields_keep_missing=True, timestamp="time", json_ensure_ascii=False, **kwargs)  # fmt: skip

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        super().add_fields(log_data, record, message_dict)
        wanted = {
            "time",
            "level",
            "logger",
            "message",
            "request_id",
            "task_id",
            "exc_info",
            "stack_info",
            *EXTRAS,
        }
        for name in list(log_data):
            if name not in wanted or log_data[name] in ("", None):
                del log_data[name]
