"""Read articles from files, folders, archives, feeds and addresses: one reader per format, each with its own limits."""

from __future__ import annotations

import hashlib
import io
import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from .article import (
    ArticleData,
    Given,
    ReadError,
    ReadFailure,
    choose_language,
    is_web_address,
    language_code,
    origin_of,
)
from .documents import read_docx, read_pdf
from .feeds import is_feed, read_feed
from .html import read_html
from .jsonlines import holds_articles, read_jsonlines
from .text import find_title, read_text
from .warc import read_warc
from .web import read_address

__all__ = [
    "ArticleData",
    "Given",
    "ReadError",
    "ReadFailure",
    "choose_language",
    "find_title",
    "language_code",
    "is_web_address",
    "read_articles",
    "read_upload",
    "upload_origin",
]

logger = logging.getLogger(__name__)
Reader = Callable[[BinaryIO, str], Iterator[ArticleData | ReadFailure]]
READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_text,
    ".markdown": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".jsonl": read_jsonlines,
    ".ndjson": read_jsonlines,
    ".rss": read_feed,
    ".atom": read_feed,
    ".xml": read_feed,
    ".warc": read_warc,
    ".warc.gz": read_warc,
    ".arc": read_warc,
    ".arc.gz": read_warc,
    ".pdf": read_pdf,
    ".docx": read_docx,
}
HEAD = 2000  # bytes used to recognise the format of standard input


def read_articles(
    paths: Iterable[str], given: Given | None = None, *, root: Path | None = None
) -> Iterator[ArticleData | ReadFailure]:
    """Yield the articles of each path in turn, or the reason why there are none.

    A path is a file, a folder (read in the order of file names), a web address, or "-" for standard input. With
    ``root``, the origins of files are relative to it.
    """
    given = given or Given()
    for path in paths:
        for found in _expand(path):
            for item in [found] if isinstance(found, ReadFailure) else _read(found):
                if root and not is_web_address(item.origin):
                    item = replace(item, origin=Path(item.origin).relative_to(root).as_posix())
                yield given.upon(item) if isinstance(item, ArticleData) else item


def _expand(path: str) -> Iterator[str | ReadFailure]:
    if path == "-" or is_web_address(path) or not os.path.isdir(path):
        yield path
        return
    failures: list[ReadFailure] = []
    found = False
    for folder, subfolders, names in os.walk(path, onerror=lambda e: failures.append(_folder_failure(e))):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and _is_article_file(Path(folder, name)):
                found = True
                yield str(Path(folder, name))
    yield from failures
    if not found and not failures:
        yield ReadFailure(path, f"the folder contains no articles: no file name ends in {', '.join(READERS)}")


def _is_article_file(path: Path) -> bool:
    """Whether a file in a folder is to be read: JSON Lines and XML files may also contain other data."""
    suffix = _suffix(path.name)
    if suffix not in (".jsonl", ".ndjson", ".xml"):
        return suffix in READERS
    try:
        with path.open("rb") as file:
            return is_feed(file.read(HEAD)) if suffix == ".xml" else holds_articles(file.readline(1_000_000))
    except OSError:
        return True  # the reader will give the reason


def _folder_failure(error: OSError) -> ReadFailure:
    return ReadFailure(str(error.filename), f"the folder cannot be read: {error.strerror}")


def _suffix(name: str) -> str:
    name = name.lower()
    return next(
        (known for known in READERS if known.endswith(".gz") and name.endswith(known)),
        os.path.splitext(name)[1],
    )


def _read(origin: str) -> Iterator[ArticleData | ReadFailure]:
    """Read one file, address or standard input; failures are yielded, never raised."""
    try:
        if is_web_address(origin):
            yield from read_address(origin)
        elif origin == "-":
            yield from _read_stdin(sys.stdin.buffer)
        else:
            reader = READERS.get(_suffix(origin))
            with _open(origin) as file:
                if reader is None:
                    known, ending = ", ".join(READERS), _suffix(origin) or "nothing"
                    raise ReadError(f"cannot read files that end in {ending}: use one of {known}")
                yield from reader(file, origin)
    except Exception as error:
        yield _failure(origin, error)


def _failure(origin: str, error: Exception) -> ReadFailure:
    """Why an input was not read; if it is a bug of ours, log it and continue with the other inputs."""
    if isinstance(error, ReadError):
        return ReadFailure(origin, str(error))
    logger.error("%s cannot be read", origin_of(origin), exc_info=error)
    return ReadFailure(
        origin, f"an internal error ({type(error).__name__}): please report it together with the input"
    )


def _open(path: str) -> BinaryIO:
    try:
        return open(path, "rb")
    except (FileNotFoundError, ValueError):  # a name with a NUL in it is a ValueError
        raise ReadError("there is no such file or folder") from None
    except OSError as error:
        raise ReadError(f"the file cannot be read: {error.strerror}") from None


def read_upload(content: bytes, name: str, given: Given) -> Iterator[ArticleData | ReadFailure]:
    """Read a submitted file, or pasted text, which has no name. Its origin is its name and a hash of its content, so that
    another file of the same name is a different document."""
    origin = upload_origin(content, name)
    reader = READERS.get(_suffix(name)) if name else _reader_of(content[:HEAD])
    try:
        if reader is None:
            known, ending = ", ".join(READERS), _suffix(name) or "nothing"
            raise ReadError(f"cannot read files that end in {ending}: use one of {known}")
        for item in reader(io.BytesIO(content), origin):
            yield given.upon(item) if isinstance(item, ArticleData) else item
    except Exception as error:
        yield _failure(origin, error)


def upload_origin(content: bytes, name: str) -> str:
    return f"upload:{hashlib.sha256(content).hexdigest()[:16]}:{name or 'pasted text'}"


def _reader_of(head: bytes) -> Reader:
    """The reader for input without a name, chosen by how it starts."""
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")  # in UTF-16 too
    if start.startswith((b"WARC/", b"filedesc:", b"\x1f\x8b")):
        return read_warc
    if start.startswith(b"%PDF-"):
        return read_pdf
    if start.startswith(b"PK"):
        return read_docx
    if start.startswith(b"{"):
        return read_jsonlines
    if start.startswith(b"<"):
        return read_feed if is_feed(head) else read_html
    return read_text


def _read_stdin(stream: BinaryIO) -> Iterator[ArticleData | ReadFailure]:
    """Read standard input in whatever format it starts with; origins are a hash of the text."""
    buffered = io.BufferedReader(stream, HEAD * 2) if isinstance(stream, io.RawIOBase) else stream
    head = buffered.peek(HEAD)[:HEAD] if isinstance(buffered, io.BufferedReader) else b""
    for item in _reader_of(head)(buffered, "stdin"):
        if isinstance(item, ArticleData):
            item = replace(item, origin=f"stdin:{hashlib.sha256(item.text.encode()).hexdigest()[:16]}")
        yield item
