"""WARC, the archives of crawlers (ISO 28500): the pages that they hold, gzipped or not, read record by record."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import BinaryIO

from .article import ArticleData, ReadError, ReadFailure, is_web_address
from .html import MAX_PAGE, page_article

MAX_UNPACKED = 100_000_000  # bytes
CHUNK = 65_536
PAGE_TYPES = ("text/html", "application/xhtml+xml")


def read_warc(stream: BinaryIO, origin: str) -> Iterator[ArticleData | ReadFailure]:
    """An article for each page that was answered well, or why there is none; raises ReadError for what is no WARC.

    When a crawler came by says nothing of the day of publication, so only the page itself gives one.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType  # only when there is an archive

    pages = 0
    records = iter(ArchiveIterator(stream, record_types=WarcRecordType.response, auto_decode="all"))
    while True:
        try:
            record = next(records, None)
        except Exception as error:  # a broken archive ends here; what came before it is kept
            if not pages:
                raise ReadError(f"the archive cannot be read: {error}") from None
            yield ReadFailure(origin, f"the archive breaks off after {pages} pages: {error}")
            return
        if record is None:
            break
        if not _is_page(record):
            continue
        pages += 1
        address = record.headers.get("WARC-Target-URI", "").strip("<>")
        try:
            raw = record.reader.read(MAX_PAGE + 1)
            _pass_over(record.reader)
            yield page_article(raw, address or f"{origin}#{record.record_id}", address)
        except ReadError as error:
            yield ReadFailure(f"{origin}#{address}", str(error))
        except Exception as error:
            yield ReadFailure(f"{origin}#{address}", f"the record cannot be read: {error}")
    if not pages:
        raise ReadError("the archive holds no web page that was answered with status 200")


def _pass_over(reader) -> None:
    """Unpack the rest of a record and let it go: the parser finds the next one only behind the end of what it has begun.

    It is unpacked as far as any page could mean it; where more is packed into it, the archive ends here.
    """
    for _ in range(MAX_UNPACKED // CHUNK):
        if not reader.read(CHUNK):
            return


def _is_page(record) -> bool:
    address = record.headers.get("WARC-Target-URI", "").strip("<>")
    if not is_web_address(address) or record.http_headers is None:
        return False
    with contextlib.suppress(ValueError, TypeError):
        return record.http_headers.status_code == 200 and (record.http_content_type or "") in PAGE_TYPES
    return False
