"""Decoding transfer and content encodings within limits: chunks, gzip, deflate, Brotli and Zstandard."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Iterable

from .article import ReadError

GZIP = b"\x1f\x8b\x08"
MAX_LAYERS = 4  # nested encodings; no server uses more than two
CHUNK_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")


def unpack(raw: bytes, encodings: Iterable[str], most: int) -> bytes:
    """The first ``most`` bytes of a document, decompressed as its Content-Encoding says, last encoding first.

    Names of no compression ("none", "identity", "utf-8") are ignored, and so is a header on a document that is plainly not
    compressed: crawlers decompress and keep the header. Raises ReadError for broken compressed data.
    """
    for name in [*encodings][: -MAX_LAYERS - 1 : -1]:
        undo = PACKINGS.get(name.strip().lower().removeprefix("x-"))
        if undo and raw and not _is_plain(raw):
            raw = _undone(undo, raw, most, name)
    layers = 0
    while (
        raw.startswith(GZIP) and layers < MAX_LAYERS
    ):  # compressed without a header, or more often than stated
        raw, layers = _undone(_unzip, raw, most, "gzip"), layers + 1
    return raw


def join_chunks(raw: bytes) -> bytes:
    """Join a chunked body (RFC 9112, section 7.1), as far as it arrived; unchanged if it is not chunked."""
    parts, at = [], 0
    while head := CHUNK_SIZE.match(raw, at):
        size = int(head[1], 16)
        if not size:
            return b"".join(parts)
        parts.append(raw[head.end() : head.end() + size])
        at = head.end() + size
        at += 2 if raw.startswith(b"\r\n", at) else raw.startswith(b"\n", at)
    return b"".join(parts) or raw


def _is_plain(raw: bytes) -> bool:
    return raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _undone(undo: Callable[[bytes, int], bytes], raw: bytes, most: int, name: str) -> bytes:
    try:
        return undo(raw, most)
    except ReadError:
        raise
    except Exception as error:  # each library has its own errors
        raise ReadError(f"its {name.strip()} data cannot be decompressed ({type(error).__name__})") from None


def _unzip(raw: bytes, most: int) -> bytes:
    return _inflate(raw, most, zlib.MAX_WBITS | 16)


def _deflate(raw: bytes, most: int) -> bytes:
    try:
        return _inflate(raw, most, zlib.MAX_WBITS)
    except zlib.error:
        return _inflate(raw, most, -zlib.MAX_WBITS)  # without the header that the standard requires


def _inflate(raw: bytes, most: int, bits: int) -> bytes:
    unpacker = zlib.decompressobj(bits)
    text = unpacker.decompress(raw, most)
    if not unpacker.eof and len(text) < most:
        raise ReadError("its compressed data is incomplete")
    return text


def _unbrotli(raw: bytes, most: int) -> bytes:
    import brotli

    unpacker = brotli.Decompressor()
    text: bytes = unpacker.process(raw, output_buffer_limit=most)
    if not unpacker.is_finished() and len(text) < most:
        raise ReadError("its compressed data is incomplete")
    return text[:most]


def _unzstd(raw: bytes, most: int) -> bytes:
    from fastwarc.stream_io import ZstdReader

    reader, parts, size = ZstdReader(io.BytesIO(raw)), [], 0
    while size < most and (part := reader.read(most - size)):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


PACKINGS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _unzip,
    "deflate": _deflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
