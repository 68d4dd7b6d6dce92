"""Long lists of keys in slices: a batch or a neighbourhood may name more than one query can take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

# Keys in one query. SQLite usually allows 32,766 variables, PostgreSQL 65,535.
MOST_KEYS = 5000
Item = TypeVar("Item")


def batched(items: Sequence[Item], size: int = MOST_KEYS) -> Iterator[Sequence[Item]]:
    return (items[n : n + size] for n in range(0, len(items), size))
