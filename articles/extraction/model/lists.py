"""The word lists of words.toml, read once."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

WORDS_FILE = Path(__file__).parent / "words.toml"


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    return tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def pattern(name: str, language: str, key: str = "pattern") -> re.Pattern[str] | None:
    """The pattern for a list in a language; None if the language has no such list."""
    row = words()[name].get(language)
    flags = 0 if name == "pronoun" else re.IGNORECASE | re.MULTILINE
    return re.compile(row[key], flags) if row else None


@lru_cache(maxsize=16)
def listed(name: str, language: str) -> frozenset[str]:
    row = words()[name].get(language)
    return frozenset(row["words"].split()) if row else frozenset()
