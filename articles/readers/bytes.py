"""Bytes from files, in bounds, and the text that they hold."""

from __future__ import annotations

import re
from typing import BinaryIO

from .article import ReadError

MAX_BYTES = 20_000_000  # the longest novel is a quarter of this; what is larger is no news article
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def read_all(stream: BinaryIO, most: int) -> bytes:
    """All that a stream holds; raises ReadError where that is nothing or more than ``most`` bytes."""
    try:
        raw = stream.read(most + 1)
    except OSError as error:
        raise ReadError(f"the file cannot be read: {error.strerror}") from None
    if len(raw) > most:
        raise ReadError(f"the file is larger than {most // 1_000_000} MB: split it into articles")
    if not raw.strip():
        raise ReadError("the file is empty")
    return raw


def decode(raw: bytes) -> str:
    """UTF-8, or UTF-16 that says so, with line feeds alone; raises ReadError for other bytes."""
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
