"""The records of WARC (ISO 28500) and of its predecessor ARC, one by one, even if some are broken.

A record states its length. If that is wrong, or part of the archive is damaged, reading continues at the next line that
can only be the header of a record. FastWARC stops at the first such fault, and does not read ARC.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from .packing import GZIP

MAX_BLOCK = 6_000_000  # bytes of a record that are returned; pages may have 5 MB, compressed or not
WINDOW = 20_000_000  # bytes in which the end of a record with a wrong length is searched for
MAX_HEAD = 65_536
CHUNK = 65_536
# Limits for decompressing one gzip member: videos are large, but only malicious data compresses this well.
MAX_UNPACKED, MAX_RATIO = 100_000_000, 100
MAX_DAMAGES = 1000

WARC_HEAD = rb"WARC/\d\.\d{1,2}[ \t]*\r?\n(?=[A-Za-z][\w-]*[ \t]*:)"
ARC_HEAD = rb"[a-z][a-z0-9+.-]{1,20}:[^\s]{1,3000} [0-9A-Fa-f.:]{1,45} \d{8,14} [^\s]{1,200} (?:[^\r\n]{0,1000} )?\d{1,15}\r?\n"
AT_ONCE = rb"(?:" + WARC_HEAD + b"|" + ARC_HEAD + b")"
HEAD = re.compile(AT_ONCE)
NEXT = re.compile(WARC_HEAD + b"|(?<=[\r\n])" + ARC_HEAD)
BORDER = re.compile(rb"[\r\n\0]*(?:" + AT_ONCE + rb"|\Z)")
BLANK = re.compile(rb"[\r\n\0]*")
END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
OVERLAP = 8192  # bytes that the first line of a header may have
KEPT = ("response", "resource", "conversion", "arc")

Fields = dict[str, list[str]]


@dataclass(slots=True)
class Record:
    """A record: its ``kind`` in WARC's terms ("arc" for those of ARC), its header fields, and at most MAX_BLOCK bytes of its
    content, for kinds that can contain a page."""

    kind: str
    address: str = ""
    fields: Fields = field(default_factory=dict)
    block: bytes = b""
    fault: str = ""  # why its content is not usable


def read_records(stream: BinaryIO) -> Iterator[Record]:
    """Yield the records of an archive; one of kind "damaged" marks a place where records may have been lost."""
    damages: list[int] = []
    window = _Window(_unpacked(stream, damages), damages)
    while True:
        is_found = window.seek_head()
        if _take_until(window.at, damages):
            yield Record("damaged")
        if not is_found:
            return
        record = _record(window)
        if _take_until(window.at, damages):
            record.fault = "it is in a damaged part of the archive"
        yield record


def _take_until(place: int, damages: list[int]) -> bool:
    """Whether there is unreported damage up to a place; it counts as reported from now on."""
    there = sum(damage <= place for damage in damages)
    del damages[:there]
    return there > 0


def _record(window: _Window) -> Record:
    line = window.take_line()
    if not line.startswith(b"WARC/"):
        address, *_, media, length = _arc_parts(line.decode("latin-1").split())
        record = Record("arc", address, {"content-type": [media]})
    else:
        record = Record("", fields=parse_fields(window.take_head()))
        record.kind = first(record.fields, "warc-type").lower()
        record.address = first(record.fields, "warc-target-uri").strip("<>")
        length = first(record.fields, "content-length")
    size = int(length) if re.fullmatch(r"\d{1,15}", length, re.ASCII) else None
    record.block, record.fault = window.take_block(size, MAX_BLOCK if record.kind in KEPT else 0)
    return record


def _arc_parts(words: list[str]) -> tuple[str, str, str]:
    return words[0], words[3], words[-1]


def first(fields: Fields, name: str) -> str:
    return fields.get(name, [""])[0]


def parse_fields(head: bytes) -> Fields:
    """The lines ``Name: value`` of a header, by name in lower case; other lines are ignored."""
    fields: Fields = {}
    for line in head.split(b"\n"):
        name, colon, value = line.partition(b":")
        if colon:
            fields.setdefault(name.strip().lower().decode("latin-1"), []).append(_text(value.strip()))
    return fields


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


class _Window:
    """A part of an archive in memory, as much as is needed to find the end of a record."""

    def __init__(self, pieces: Iterator[bytes], damages: list[int]):
        self.pieces, self.damages = pieces, damages
        self.held, self.start, self.passed, self.has_ended = bytearray(), 0, 0, False

    @property
    def at(self) -> int:
        """The position in the whole decompressed archive."""
        return self.passed + self.start

    def load(self, size: int) -> int:
        """Load at least so many bytes from here on, if there are as many; return how many are loaded."""
        while len(self.held) - self.start < size and not self.has_ended:
            piece = next(self.pieces, None)
            if piece is None:
                self.has_ended = True
            else:
                self.held += piece
        return len(self.held) - self.start

    def skip(self, size: int) -> None:
        while size > (there := len(self.held) - self.start):
            size -= there
            self.passed += len(self.held)
            self.start = 0
            self.held.clear()
            if not self.load(1) or self.passed in self.damages:  # lost data does not count as skipped
                return
        self.start += size
        if self.start > CHUNK * 16:
            del self.held[: self.start]
            self.passed += self.start
            self.start = 0

    def seek_head(self) -> bool:
        """Go to the next header of a record; return whether there is one."""
        self.load(OVERLAP)
        while self.load(1):
            self.skip(self.ahead(BLANK, whole=True))
            self.load(OVERLAP)
            if self.ahead(HEAD) == 0:
                return True
            found = self.ahead(NEXT, anywhere=True)
            if self.load(1):
                self.damages.append(self.at)
            if found >= 0:
                self.skip(found)
                return True
            there = self.load(0)
            self.skip(there if self.has_ended else max(1, there - OVERLAP))
            self.load(OVERLAP + CHUNK)
        return False

    def ahead(self, pattern: re.Pattern[bytes], *, whole: bool = False, anywhere: bool = False) -> int:
        """The distance to where a pattern starts, or with ``whole`` ends; -1 if it is not here, or not ``anywhere``."""
        found = (pattern.search if anywhere else pattern.match)(self.held, self.start)
        if found is None:
            return -1
        return (found.end() if whole else found.start()) - self.start

    def take(self, size: int) -> bytes:
        taken = bytes(self.held[self.start : self.start + size])
        self.skip(size)
        return taken

    def take_line(self) -> bytes:
        self.load(OVERLAP)
        return self.take(self.held.index(b"\n", self.start) + 1 - self.start)

    def take_head(self) -> bytes:
        """The lines up to the next blank one; none if that is too far."""
        self.load(MAX_HEAD)
        end = self.ahead(END_OF_HEAD, whole=True, anywhere=True)
        return self.take(end) if 0 <= end <= MAX_HEAD else b""

    def take_block(self, length: int | None, most: int) -> tuple[bytes, str]:
        """The content of a record of the stated length, up to ``most`` bytes, and what is wrong with it."""
        there = self.load((WINDOW if length is None else min(length, WINDOW)) + OVERLAP)
        fault = ""
        if length is not None and length <= there and BORDER.match(self.held, self.start + length):
            size = length
        elif (found := self.ahead(NEXT, anywhere=True)) >= 0:
            size = found  # the length is wrong
        elif length is not None and (length <= there or not self.has_ended):
            size = length  # what follows is no record, or too far to be seen
        else:
            size = there
            if not self.held.endswith(b"\r\n\r\n"):
                fault = "the archive breaks off in it"
        block = bytes(self.held[self.start : self.start + min(size, most)])
        self.skip(size)
        return block, fault


def _unpacked(stream: BinaryIO, damages: list[int]) -> Iterator[bytes]:
    """An archive in pieces, unpacked where it is packed; the places where a part of it is lost are added to ``damages``."""
    raw = stream.read(CHUNK)
    if not raw.startswith(GZIP):
        while raw:
            yield raw
            raw = stream.read(CHUNK)
        return
    place, number = 0, 0
    while raw:
        begin = raw.find(GZIP)
        if begin < 0:  # the signature of a member may be split between two pieces
            if raw[:-2].strip(b"\0"):
                damages.append(place)
            piece = stream.read(CHUNK)
            raw = raw[-2:] + piece if piece else b""
            continue
        if raw[:begin].strip(b"\0"):
            damages.append(place)
        member = _Member(stream, raw[begin:])
        for piece in member:
            place += len(piece)
            yield piece
        raw = member.rest
        if member.is_damaged:
            damages.append(place)
            number += 1
            if number == MAX_DAMAGES:
                return


class _Member:
    """One gzip member, decompressed piece by piece; afterwards ``rest`` is what was read beyond it."""

    def __init__(self, stream: BinaryIO, raw: bytes):
        self.stream, self.rest, self.is_damaged = stream, raw, False

    def __iter__(self) -> Iterator[bytes]:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        packed, size, raw = len(self.rest), 0, self.rest
        while not unpacker.eof:
            try:
                piece = unpacker.decompress(raw, CHUNK * 4)
            except zlib.error:
                self.is_damaged, self.rest = True, raw[len(GZIP) :]
                return
            yield piece
            size += len(piece)
            raw = unpacker.unconsumed_tail
            if size > MAX_UNPACKED and size > MAX_RATIO * packed:
                self.is_damaged, self.rest = True, raw
                return
            if not raw and not unpacker.eof:
                raw = self.stream.read(CHUNK)
                packed += len(raw)
                if not raw and not piece:
                    self.is_damaged, self.rest = True, b""
                    return
        self.rest = unpacker.unused_data
