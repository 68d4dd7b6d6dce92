"""Reading bytes within limits, and decoding them to text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from .article import ReadError

MAX_BYTES = 20_000_000  # the longest novel is a quarter of this; nothing larger is a news article
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")

MARKS = {  # longer ones first
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
HEAD = 8192  # bytes of a page in which it may state its encoding
MAX_STATED = 4  # each costs a pass over the whole page
STATED = re.compile(
    rb"<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]+)|<meta\b[^>]{0,500}?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)",
    re.IGNORECASE,
)
# Pages that name a standard use its vendor extensions: https://encoding.spec.whatwg.org/#names-and-labels
WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "iso2022_jp": "iso2022_jp_ext",
}
NO_PAGE = (
    "utf-7",
    "utf-8",
    "utf-16",
    "utf-32",
    "idna",
    "punycode",
    "unicode",
    "raw-unicode",
)  # prefixes of names
SHIFTING = (
    "iso2022_jp",
    "iso2022_kr",
    "hz",
)  # in these all bytes are ASCII, and escape sequences give them other meanings
WESTERN = (
    "cp1252",
    "iso8859-15",
    "mac-roman",
)  # the usual default of servers; any bytes are valid in these
HALF_WIDTH = re.compile("[\uff61-\uff9f]")  # the result of reading other Japanese encodings as Shift_JIS


def read_all(stream: BinaryIO, most: int) -> bytes:
    """Everything in a stream; raises ReadError if that is nothing or more than ``most`` bytes."""
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
    """Decode UTF-8, or UTF-16 with a byte order mark, and normalise line ends; raises ReadError for other bytes."""
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
        raise ReadError("this is a binary file, not text: it contains control characters")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def decode_markup(raw: bytes, charset: str = "") -> str:
    """Decode a page or a feed, which may be in any encoding and may state a wrong one; ``charset`` is what the server
    stated. A stated encoding is used if the bytes fit it; valid UTF-8 needs no statement."""
    for mark, name in MARKS.items():
        if raw.startswith(mark):
            return raw.decode(name, "replace")
    stated = _stated(raw, charset)
    for text in _readings(raw, stated):
        if text is not None:
            return text
    return raw.decode("utf-8", "replace")


def _stated(raw: bytes, charset: str) -> list[str]:
    """The encodings stated for a page, most likely first."""
    labels = [charset, *((one or other).decode() for one, other in STATED.findall(raw[:HEAD]))]
    names = []
    for label in labels[:MAX_STATED]:
        try:
            name = codecs.lookup(label.lower().removeprefix("x-")).name
        except (LookupError, ValueError):
            continue
        if not name.replace("_", "-").startswith(NO_PAGE):
            names.append(WIDER.get(name, name))
    return list(dict.fromkeys(names))


def _readings(raw: bytes, stated: list[str]) -> Iterator[str | None]:
    """The possible texts, most likely first; None for an encoding that does not fit."""
    yield from (_nearly(raw, name) for name in _without_marks(raw, stated))
    yield _strictly(raw, "utf-8")
    likely = [name for name in stated if not _is_doubtful(raw, name)]
    yield from (_strictly(raw, name) for name in likely)
    yield from (_nearly(raw, name) for name in ("utf-8", *likely))
    from trafilatura.utils import detect_encoding  # takes half a second to load, so only if nothing else fits

    yield from (_strictly(raw, name) for name in (*detect_encoding(raw), *stated))


def _without_marks(raw: bytes, stated: list[str]) -> list[str]:
    """Encodings that look like ASCII, or like ASCII with zeros: UTF-16 and 32, ISO 2022, HZ."""
    start = raw[:HEAD]
    if start.count(0) > len(start) * 3 // 5:
        return ["utf-32-be" if start.startswith(b"\0") else "utf-32-le"]
    if start.count(0) > len(start) // 5:
        return ["utf-16-be" if start[::2].count(0) > start[1::2].count(0) else "utf-16-le"]
    if not raw.isascii():
        return []
    if b"\x1b$)C" in raw:
        return ["iso2022_kr"]
    return ["iso2022_jp_ext"] if b"\x1b$" in raw else [name for name in stated if name.startswith(SHIFTING)]


def _strictly(raw: bytes, name: str) -> str | None:
    try:
        return raw.decode(name)
    except (LookupError, ValueError):
        return None


def _nearly(raw: bytes, name: str) -> str | None:
    """The text if only few characters are broken, as when a page was cut off within one."""
    try:
        text = raw.decode(name, "replace")
    except (LookupError, ValueError):
        return None
    foreign = sum(not c.isascii() for c in text)
    most = foreign // 4 if name == "utf-8" else foreign // 20  # other encodings hardly ever fit UTF-8
    return text if text.count("\ufffd") <= most else None


def _is_doubtful(raw: bytes, name: str) -> bool:
    """Whether any bytes would fit the stated encoding, and these do not look like it."""
    if name in WESTERN:  # where accented letters stand alone, not one beside the other
        high = re.findall(rb"[\x80-\xff]+", raw)
        return sum(len(run) for run in high if len(run) > 1) * 2 > sum(map(len, high))
    if name == "cp932":
        text = raw.decode(name, "replace")
        return len(HALF_WIDTH.findall(text)) * 3 > sum(not c.isascii() for c in text)
    return False
