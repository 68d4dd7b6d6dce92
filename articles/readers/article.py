"""What every reader gives: an article, or why there is none; and the checks of what inputs say of themselves."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from timeline.links import is_web_link
from timeline.texts import fit

KINDS = ("article", "statement", "treaty", "abstract")
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
MAX_URL = 1000
MAX_ORIGIN = 1000  # what Source.origin holds
SHOWN = 100  # characters of a wrong value in an error


class ReadError(Exception):
    """An input cannot be read; the message says what is wrong and what would help."""


@dataclass(frozen=True, slots=True)
class ArticleData:
    """An article as read, before anything is understood of it. ``published`` is what the input states, if it does.

    Its words are made fit to be kept; raises ReadError where none is left.
    """

    origin: str
    text: str
    title: str = ""
    publisher: str = ""
    url: str = ""
    published: date | None = None
    kind: str = "article"
    language: str = "en"

    def __post_init__(self) -> None:
        for name in ("text", "title", "publisher"):
            object.__setattr__(self, name, fit(getattr(self, name)))
        object.__setattr__(self, "origin", origin_of(self.origin))
        if not self.text.strip():
            raise ReadError("the text holds no character that can be shown")

    @property
    def content_hash(self) -> str:
        said = (
            self.text,
            self.title,
            self.publisher,
            self.url,
            str(self.published or ""),
            self.kind,
            self.language,
        )
        # Half a surrogate pair, as broken JSON has it, must not keep the others of a batch from being read.
        return hashlib.sha256("\x1f".join(said).encode(errors="surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """An input that could not be read, kept beside the others so that they go on."""

    origin: str
    reason: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "origin", origin_of(self.origin))
        object.__setattr__(self, "reason", fit(self.reason))


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller says of all the inputs; it stands above what they say of themselves."""

    published: date | None = None
    publisher: str = ""
    url: str = ""
    language: str = ""

    def upon(self, article: ArticleData) -> ArticleData:
        said = {name: value for name in Given.__slots__ if (value := getattr(self, name))}
        return replace(article, **said)


def checked_fields(fields: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Those fields that an article knows, each checked; ``where`` names the place in errors.

    Raises ReadError for a value that cannot be meant: a url that is no web address, a day that is no date.
    """
    checked: dict[str, Any] = {name: _line(fields, name, where) for name in ("title", "publisher", "url")}
    if checked["url"] and not is_web_link(checked["url"]):
        raise ReadError(
            f"{where}: url {checked['url'][:SHOWN]!r} must start with http:// or https://, name a host "
            f"and have at most {MAX_URL} characters"
        )
    checked["published"] = _day(fields, where)
    checked["kind"] = _line(fields, "kind", where) or "article"
    if checked["kind"] not in KINDS:
        raise ReadError(f"{where}: kind {checked['kind'][:SHOWN]!r} is not one of {', '.join(KINDS)}")
    if language := _line(fields, "language", where):
        checked["language"] = language_code(language)
    return {name: value for name, value in checked.items() if value not in (None, "")}


def _line(fields: Mapping[str, Any], name: str, where: str) -> str:
    """A field as one line of text, "" where there is none."""
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str | int | float):
        raise ReadError(f"{where}: {name} must be a line of text")
    try:
        return fit(" ".join(str(value).split()))
    except ValueError:  # Python writes out no number of more than 4300 digits
        raise ReadError(f"{where}: {name} is too long a number") from None


def origin_of(path: str) -> str:
    """A path or address as it is kept: what is too long ends in a hash, and bytes that are no UTF-8 are written out."""
    origin = fit(path.encode("utf-8", "backslashreplace").decode())
    if len(origin) <= MAX_ORIGIN:
        return origin
    return f"{origin[: MAX_ORIGIN - 17]}#{hashlib.sha256(origin.encode()).hexdigest()[:16]}"


def is_web_address(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def _day(fields: Mapping[str, Any], where: str) -> date | None:
    """A day as YAML gives it or as ISO 8601 writes it, alone or with a time, whose own zone decides the day."""
    value = fields.get("published", fields.get("date"))
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = _line({"published": value}, "published", where)
    try:
        return datetime.fromisoformat(text).date() if text else None
    except ValueError:
        raise ReadError(f"{where}: published {text[:SHOWN]!r} is no date: write it as 2024-09-06") from None


def language_code(text: str) -> str:
    """Check a BCP 47 code such as "en" or "pt-BR"; raises ReadError for anything else."""
    if not LANGUAGE_CODE.fullmatch(text) or len(text) > 10:
        raise ReadError(f"language {text[:SHOWN]!r} is no language code: write one such as en, ko or ja")
    return text


def detect_language(text: str) -> str:
    """Tell Korean and Japanese by their scripts; everything else counts as English."""
    sample = text[:5000]
    hangul = sum("\uac00" <= c <= "\ud7a3" for c in sample)
    kana = sum("\u3040" <= c <= "\u30ff" for c in sample)
    if max(hangul, kana) < len(sample) / 20:
        return "en"
    return "ko" if hangul > kana else "ja"
