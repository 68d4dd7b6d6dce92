"""What every reader returns, an article or the reason for having none, and checks of the metadata in inputs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from articles.extraction.language import base_code, can_detect, detect_language
from timeline.clean_text import fit
from timeline.links import is_web_link

KINDS = ("article", "statement", "treaty", "abstract")
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
MAX_URL = 1000
MAX_ORIGIN = 1000  # the length of Source.origin
SHOWN = 100  # characters of a wrong value in an error


class ReadError(Exception):
    """An input cannot be read; the message says what is wrong and how to fix it."""


@dataclass(frozen=True, slots=True)
class ArticleData:
    """An article as read, before extraction. ``published`` is the date stated by the input, if any.

    Its text is cleaned for storage; raises ReadError if nothing is left.
    """

    origin: str
    text: str
    title: str = ""
    publisher: str = ""
    url: str = ""
    published: date | None = None
    kind: str = "article"
    language: str = "en"
    links_to: str = ""  # an address on another site, which the input cannot speak for
    pages: tuple[int, ...] = ()  # where each page of a document starts, in characters

    def __post_init__(self) -> None:
        for name in ("text", "title", "publisher"):
            object.__setattr__(self, name, fit(getattr(self, name)))
        object.__setattr__(self, "origin", origin_of(self.origin))
        object.__setattr__(self, "pages", tuple(self.pages))
        if not self.text.strip():
            raise ReadError("the text contains no printable characters")

    @property
    def content_hash(self) -> str:
        stated = (
            self.text,
            self.title,
            self.publisher,
            self.url,
            str(self.published or ""),
            self.kind,
            self.language,
        )
        # An unpaired surrogate, as in broken JSON, must not stop the other articles of a batch.
        return hashlib.sha256("\x1f".join(stated).encode(errors="surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """An input that could not be read; the others are read all the same."""

    origin: str
    reason: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "origin", origin_of(self.origin))
        object.__setattr__(self, "reason", fit(self.reason))


@dataclass(frozen=True, slots=True)
class Given:
    """Metadata given by the caller for all inputs; it overrides what the inputs state."""

    published: date | None = None
    publisher: str = ""
    url: str = ""
    language: str = ""

    def upon(self, article: ArticleData) -> ArticleData:
        given = {name: value for name in Given.__slots__ if (value := getattr(self, name))}
        return replace(article, **given)


def checked_fields(fields: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The fields that an article has, each checked; ``where`` names the place in errors.

    Raises ReadError for an invalid value, such as a url that is not a web address or a day that is not a date.
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
    """A field as one line of text; "" if it is missing."""
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str | int | float):
        raise ReadError(f"{where}: {name} must be a line of text")
    try:
        return fit(" ".join(str(value).split()))
    except ValueError:  # Python does not convert numbers of more than 4300 digits
        raise ReadError(f"{where}: {name} is a number that is too long") from None


def origin_of(path: str) -> str:
    """A path or address for storage: one that is too long ends in a hash, and bytes that are not UTF-8 are escaped."""
    origin = fit(path.encode("utf-8", "backslashreplace").decode())
    if len(origin) <= MAX_ORIGIN:
        return origin
    return f"{origin[: MAX_ORIGIN - 17]}#{hashlib.sha256(origin.encode()).hexdigest()[:16]}"


def is_web_address(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def _day(fields: Mapping[str, Any], where: str) -> date | None:
    """A date from YAML or in ISO 8601, with or without a time; the time zone given there decides the day."""
    value = fields.get("published", fields.get("date"))
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = _line({"published": value}, "published", where)
    try:
        return datetime.fromisoformat(text).date() if text else None
    except ValueError:
        raise ReadError(
            f"{where}: published {text[:SHOWN]!r} is not a date: write it as 2024-09-06"
        ) from None


def language_code(text: str) -> str:
    """Check a BCP 47 code such as "en" or "pt-BR"; raises ReadError for anything else."""
    if not LANGUAGE_CODE.fullmatch(text) or len(text) > 10:
        raise ReadError(f"language {text[:SHOWN]!r} is not a language code: use one such as en, ko or fr")
    return text


def choose_language(text: str, stated: str = "") -> str:
    """The language that a text tells, else the one that its page or feed states, else English.

    What is stated is often a template's; it is believed at once where it is a language that no text can tell here.
    """
    stated = base_code(stated.strip())
    stated = stated if LANGUAGE_CODE.fullmatch(stated) else ""
    if stated and not can_detect(stated):
        return stated
    return detect_language(text) or stated or "en"
