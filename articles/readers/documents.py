"""PDF and Word documents: their text, with where each page starts, so that citations can name pages.

Such files are programs of a kind, and hostile ones exist: they are opened in a process of its own, with limits of time and
memory, so that the worst one ends with an error that names it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from timeline.clean_text import fit

from .article import ArticleData, ReadError, choose_language
from .bytes import MAX_BYTES, read_all
from .text import find_title

SECONDS = 60  # for one document; 500 pages of a newspaper take 20
OLD_WORD = b"\xd0\xcf\x11\xe0"  # Compound File Binary: an old .doc, or a document with a password
WORKER = Path(__file__).with_name("document_worker.py")
SPOKEN_FOR = (".pdf", ".doc", ".docx", ".indd", ".qxd", ".rtf")


def read_pdf(stream: BinaryIO, origin: str) -> Iterator[ArticleData]:
    """Yield the article of a PDF file; raises ReadError."""
    raw = read_all(stream, MAX_BYTES)
    if b"%PDF-" not in raw[:1024]:
        raise ReadError("this is not a PDF file: check its name, or export it as PDF again")
    yield _article(_opened("pdf", raw), origin)


def read_docx(stream: BinaryIO, origin: str) -> Iterator[ArticleData]:
    """Yield the article of a Word document (.docx); raises ReadError."""
    raw = read_all(stream, MAX_BYTES)
    if raw.startswith(OLD_WORD):
        raise ReadError("the document has a password or is in Word's old format: save it as .docx without a password")  # fmt: skip
    if not raw.startswith(b"PK"):
        raise ReadError("this is not a Word document: save it as .docx again")
    yield _article(_opened("docx", raw), origin)


def _opened(kind: str, raw: bytes) -> dict[str, Any]:
    """What the other process found: pages, or an error. Raises ReadError."""
    command = [sys.executable, "-I", str(WORKER), kind]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise ReadError(f"the document takes longer than {SECONDS} seconds to open: submit its text instead") from None  # fmt: skip
    try:
        found: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise ReadError("the document takes more memory or time to open than it may: submit its text instead") from None  # fmt: skip
    if "error" in found:
        raise ReadError(found["error"])
    return found


def _article(found: dict[str, Any], origin: str) -> ArticleData:
    pages = [fit(page).strip() for page in found["pages"]]
    text, starts = join_pages(pages)
    if not any(c.isalpha() for c in text):
        raise ReadError("the document contains no text, only pictures of it: run text recognition (OCR) on it, or submit its text")  # fmt: skip
    stated = " ".join(str(found.get("title", "")).split())
    if not stated or stated.lower().endswith(SPOKEN_FOR) or stated.lower().startswith("microsoft word"):
        stated = ""  # the name of a file
    title = fit(stated)[:500] or find_title(text)
    return ArticleData(origin=origin, text=text, title=title, language=choose_language(text), pages=starts)


def join_pages(pages: list[str]) -> tuple[str, tuple[int, ...]]:
    """The pages as one text, and the offset at which each starts; a sentence that runs on over a page break stays whole."""
    text, starts = "", []
    for page in pages:
        if text and page:
            is_broken = text[-1].isalnum() or text[-1] in ",;、-"
            if is_broken and text.endswith("-") and page[:1].islower():
                text = text[:-1]
            elif is_broken and text[-1].isascii():
                text += " "
            elif not is_broken:
                text += "\n\n"
        starts.append(len(text))
        text += page
    return text, tuple(starts) if len(starts) > 1 else ()
