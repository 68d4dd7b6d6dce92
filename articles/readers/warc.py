"""The pages in web archives: WARC and ARC, gzipped or not; a broken one does not stop the others."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from .article import ArticleData, ReadError, ReadFailure, is_web_address
from .bytes import HEAD
from .html import MAX_PAGE, page_article
from .markup import PAGE_TYPES, begins_as_page, charset_of, media_type
from .packing import join_chunks, unpack
from .records import END_OF_HEAD, MAX_HEAD, Record, first, parse_fields, read_records
from .text import read_text

DAMAGED = "a part of the archive is damaged: its content is lost"
NO_PAGE = "the archive contains no web page with status 200"
NO_ARCHIVE = "this is not an archive: it contains no WARC or ARC records"
STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})\b")


@dataclass(frozen=True, slots=True)
class _Document:
    """The content of a record, as it was served."""

    body: bytes
    stated: str  # its Content-Type
    encodings: tuple[str, ...] = ()


def read_warc(stream: BinaryIO, origin: str) -> Iterator[ArticleData | ReadFailure]:
    """Yield an article for each page with status 200 or stored without a response, or the reason for having none. Raises
    ReadError if there is no page.

    The date of crawling says nothing about the publication date, so only the page itself can give one.
    """
    records = pages = 0
    is_damaged = False
    read: set[str] = set()
    try:
        for record in read_records(stream):
            if record.kind == "damaged":
                is_damaged = True
                continue
            if is_damaged:
                yield ReadFailure(origin, DAMAGED)
                is_damaged = False
            records += 1
            if first(record.fields, "warc-refers-to") in read:
                continue  # the same page in another form
            found = _read(record, origin)
            if found is not None:
                pages += 1
                yield found
            if isinstance(found, ArticleData):
                read.add(first(record.fields, "warc-record-id") or found.origin)
    except OSError as error:
        raise ReadError(f"the file cannot be read: {error.strerror}") from None
    if is_damaged and records:
        yield ReadFailure(origin, DAMAGED)
    if not pages:
        raise ReadError(NO_PAGE if records or not is_damaged else NO_ARCHIVE)


def _read(record: Record, origin: str) -> ArticleData | ReadFailure | None:
    """The article of a record; None if it is not expected to have one."""
    document = _document(record)
    if document is None:
        return None
    place = f"{origin}#{record.address or first(record.fields, 'warc-record-id')}"
    try:
        if record.fault:
            raise ReadError(f"the record cannot be read: {record.fault}")
        return _article(document, record, place)
    except ReadError as error:
        return ReadFailure(place, str(error))
    except Exception as error:
        return ReadFailure(place, f"the record cannot be read: {error}")


def _document(record: Record) -> _Document | None:
    if not STATUS.match(record.block):
        is_meant = record.kind in ("resource", "conversion") or _is_of_arc(record)
        found = _Document(record.block, first(record.fields, "content-type")) if is_meant else None
    else:
        found = _answer(record)
    return found if found and _is_meant(found, record.kind) else None


def _is_of_arc(record: Record) -> bool:
    return record.kind == "arc" and is_web_address(record.address)


def _answer(record: Record) -> _Document | None:
    """The body of a response with status 200."""
    status = STATUS.match(record.block)
    end = END_OF_HEAD.search(record.block, 0, MAX_HEAD)
    if not status or status[1] != b"200" or end is None or not is_web_address(record.address):
        return None
    fields = parse_fields(record.block[: end.start()])
    body = record.block[end.end() :]
    if "chunked" in first(fields, "transfer-encoding").lower():
        body = join_chunks(body)
    encodings = tuple(name for value in fields.get("content-encoding", []) for name in value.split(","))
    return _Document(body, first(fields, "content-type"), encodings)


def _is_meant(document: _Document, kind: str) -> bool:
    """Whether a document is a page: by its type or, without one, by its beginning."""
    if stated := media_type(document.stated):
        return stated in PAGE_TYPES or (kind == "conversion" and stated == "text/plain")
    try:
        return begins_as_page(unpack(document.body, document.encodings, HEAD))
    except ReadError:
        return False


def _article(document: _Document, record: Record, place: str) -> ArticleData:
    body = unpack(document.body, document.encodings, MAX_PAGE + 1)
    address = record.address if is_web_address(record.address) else ""
    if media_type(document.stated) == "text/plain":
        return next(read_text(io.BytesIO(body), address or place))
    return page_article(body, address or place, address, charset_of(document.stated))
