"""Read articles from files and folders: the only place that touches the file system for them."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

MAX_BYTES = 20_000_000  # the longest novel is a quarter of this; what is larger is no news article
MAX_FRONT_MATTER = 20_000
SUFFIXES = {".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown"}
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)\n---[ \t]*(?:\n\n?|\Z)", re.DOTALL)
KINDS = ("article", "statement", "treaty", "abstract")
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


class ReadError(Exception):
    """An input cannot be read; the message says what is wrong and what would help."""


@dataclass(frozen=True, slots=True)
class ArticleData:
    """An article as read, before anything is understood of it. ``published`` is what the input states, if it does."""

    origin: str
    text: str
    title: str = ""
    publisher: str = ""
    url: str = ""
    published: date | None = None
    kind: str = "article"
    language: str = "en"

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
        return hashlib.sha256("\x1f".join(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """An input that could not be read, kept beside the others so that they go on."""

    origin: str
    reason: str


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller says of all the inputs; it stands above what they say of themselves."""

    published: date | None = None
    publisher: str = ""
    url: str = ""
    language: str = ""


def read_articles(
    paths: Iterable[str], given: Given | None = None, *, root: Path | None = None
) -> Iterator[ArticleData | ReadFailure]:
    """Yield an article, or why there is none, for each file; a folder yields its articles in the order of their names.

    With ``root``, origins are written relative to it.
    """
    given = given or Given()
    for path in paths:
        for found in _expand(path):
            if isinstance(found, ReadFailure):
                yield found
                continue
            try:
                article = _with_given(_read(found), given)
            except ReadError as error:
                yield ReadFailure(found, str(error))
            else:
                yield replace(article, origin=Path(found).relative_to(root).as_posix()) if root else article


def _expand(path: str) -> Iterator[str | ReadFailure]:
    if path == "-" or not os.path.isdir(path):
        yield path
        return
    failures: list[ReadFailure] = []
    found = False
    for folder, subfolders, names in os.walk(path, onerror=lambda e: failures.append(_folder_failure(e))):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES:
                found = True
                yield str(Path(folder, name))
    yield from failures
    if not found and not failures:
        yield ReadFailure(
            path, f"the folder holds no article: none of its files ends in {', '.join(SUFFIXES)}"
        )


def _folder_failure(error: OSError) -> ReadFailure:
    return ReadFailure(str(error.filename), f"the folder cannot be read: {error.strerror}")


def _read(origin: str) -> ArticleData:
    raw = _read_bytes(origin)
    text = _decode(raw)
    if origin == "-":
        origin = f"stdin:{hashlib.sha256(raw).hexdigest()[:16]}"
    elif Path(origin).suffix.lower() not in SUFFIXES:
        known = ", ".join(SUFFIXES)
        raise ReadError(
            f"no reader for files that end in {Path(origin).suffix or 'nothing'}: use one of {known}"
        )
    fields, body = _front_matter(text)
    if not body.strip():
        raise ReadError("the file is empty" if not fields else "there is no text after the front matter")
    data = ArticleData(origin=origin, text=body, **{"language": detect_language(body), **_checked(fields)})
    if "title" not in fields:
        data = replace(data, title=find_title(body))
    return data


def _read_bytes(origin: str) -> bytes:
    try:
        if origin == "-":
            raw = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with open(origin, "rb") as file:
                raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ReadError("there is no such file or folder") from None
    except OSError as error:
        raise ReadError(f"the file cannot be read: {error.strerror}") from None
    if len(raw) > MAX_BYTES:
        raise ReadError(f"the file is larger than {MAX_BYTES // 1_000_000} MB: split it into articles")
    if not raw.strip():
        raise ReadError("the file is empty")
    return raw


def _decode(raw: bytes) -> str:
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\x00" in raw[:4096]:
            raise ReadError("this is a binary file, not text") from None
        raise ReadError(
            f"the text is not UTF-8 (byte {error.start} is 0x{raw[error.start]:02x}): save it as UTF-8 and try again"
        ) from None
    if CONTROL.search(text):
        raise ReadError("this is a binary file, not text: it holds control characters")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    match = FRONT_MATTER.match(text)
    if not match:
        if text.startswith("---\n"):
            raise ReadError("the front matter does not end: a second line of --- is missing")
        return {}, text
    if len(match["yaml"]) > MAX_FRONT_MATTER:
        raise ReadError("the front matter is longer than 20,000 characters")
    try:
        fields = yaml.safe_load(match["yaml"]) or {}
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 2}" if mark else ""
        raise ReadError(
            f"the front matter does not parse{where}: {getattr(error, 'problem', None) or error}"
        ) from None
    if not isinstance(fields, dict):
        raise ReadError("the front matter does not parse: it must hold lines such as 'title: ...'")
    return fields, text[match.end() :]


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of the front matter that are known, each checked."""
    checked: dict[str, Any] = {}
    for name in ("title", "publisher", "url"):
        value = fields.get(name)
        if value is not None and not isinstance(value, str | int | float):
            raise ReadError(f"front matter: {name} must be a line of text")
        checked[name] = " ".join(str(value).split()) if value is not None else ""
    if checked["url"] and not checked["url"].startswith(("http://", "https://")):
        raise ReadError(f"front matter: url {checked['url']!r} must start with http:// or https://")
    checked["published"] = _date_field(fields.get("published", fields.get("date")))
    checked["kind"] = str(fields.get("kind", "article"))
    if checked["kind"] not in KINDS:
        raise ReadError(f"front matter: kind {checked['kind']!r} is not one of {', '.join(KINDS)}")
    if fields.get("language") is not None:
        checked["language"] = language_code(str(fields["language"]))
    return {name: value for name, value in checked.items() if value not in (None, "")}


def _date_field(value: object) -> date | None:
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ReadError(
            f"front matter: published {str(value)!r} is no date: write it as 2024-09-06"
        ) from None


def language_code(text: str) -> str:
    """Check a BCP 47 code such as "en" or "pt-BR"; raises ReadError for anything else."""
    if not LANGUAGE_CODE.fullmatch(text) or len(text) > 10:
        raise ReadError(f"language {text!r} is no language code: write one such as en, ko or ja")
    return text


def _with_given(article: ArticleData, given: Given) -> ArticleData:
    said = {
        "published": given.published,
        "publisher": given.publisher,
        "url": given.url,
        "language": given.language,
    }
    return replace(article, **{name: value for name, value in said.items() if value})  # type: ignore[arg-type]


def detect_language(text: str) -> str:
    """Tell Korean and Japanese by their scripts; everything else counts as English."""
    sample = text[:5000]
    hangul = sum("\uac00" <= c <= "\ud7a3" for c in sample)
    kana = sum("\u3040" <= c <= "\u30ff" for c in sample)
    if max(hangul, kana) < len(sample) / 20:
        return "en"
    return "ko" if hangul > kana else "ja"


def find_title(text: str) -> str:
    """The headline of a plain text: a first line without a full stop; "" when the text starts with a sentence."""
    for line in text.splitlines()[:12]:
        line = line.strip()
        if (
            not line
            or line[0] in "•*#-–|»>"
            and len(line) < 3
            or line.endswith("»")
            or line.startswith(("•", "|"))
        ):
            continue
        line = line.lstrip("# ").strip()
        return line if 8 <= len(line) <= 200 and line[-1] not in ".!?。:" else ""
    return ""
