"""When what is stored beside rows (search texts, scores, keys) follows a change of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from timeline.models import Event


class Upkeep:
    """One thing that is updated with every row saved or deleted, unless it is paused for this thread or task."""

    def __init__(self, name: str) -> None:
        self._is_paused: ContextVar[bool] = ContextVar(f"{name}_paused", default=False)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Update nothing inside: code that writes many rows refreshes all of them afterwards."""
        token = self._is_paused.set(True)
        try:
            yield
        finally:
            self._is_paused.reset(token)

    def is_due(self, signal: dict[str, Any]) -> bool:
        """Whether to follow a ``post_save`` or ``post_delete`` with these arguments.

        Not where rows are loaded as they were (fixtures), nor where a row goes because its event does.
        """
        origin = signal.get("origin")  # of a deletion: the row or the rows that were asked to go
        goes_with_event = Event in (getattr(origin, "model", None), type(origin))
        return not (self._is_paused.get() or signal.get("raw") or goes_with_event)
