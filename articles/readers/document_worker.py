"""The process that opens PDF and Word files: bytes on standard input, JSON on standard output, within limits.

It imports neither Django nor anything else of this project, so that it starts quickly and holds nothing worth taking.
"""

from __future__ import annotations

import io
import json
import logging
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

MOST_MEMORY = 1_500_000_000  # bytes
MOST_SECONDS = 50  # of computing
MOST_PAGES = 500
MOST_TEXT = 3_000_000  # characters; the longest report of a commission has two million
MOST_UNPACKED = 200_000_000  # bytes of all parts of a Word document
MOST_PARTS = 5000
WIDE = 0.75  # of the longest line: a shorter one that ends a sentence ends a paragraph
EDGE = 2  # lines at the top and bottom of a page that may be its header and footer


class Unreadable(Exception):
    """Why a document cannot be read, and what to do."""


def main() -> None:
    """Read the document on standard input, of the kind that the first argument names."""
    logging.disable(logging.CRITICAL)
    try:
        found = READERS[sys.argv[1]](_limited())
    except Unreadable as error:
        found = {"error": str(error)}
    except MemoryError:
        found = {"error": "the document takes more memory to open than it may: submit its text instead"}
    except RecursionError:
        found = {"error": "the document is nested too deeply: submit its text instead"}
    except Exception as error:  # the libraries have hundreds of their own
        found = {"error": f"the document is damaged ({type(error).__name__}): export it again, or submit its text"}  # fmt: skip
    sys.stdout.write(json.dumps(found))


def _limited() -> bytes:
    raw = sys.stdin.buffer.read()
    try:
        import resource
    except ImportError:  # there are no such limits on Windows
        return raw
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    return raw


def read_pdf(raw: bytes) -> dict[str, Any]:
    import pypdf
    from pypdf.errors import PdfReadError

    try:
        document = pypdf.PdfReader(io.BytesIO(raw))
        is_locked = document.is_encrypted and not document.decrypt("")
    except (pypdf.errors.DependencyError, NotImplementedError):
        is_locked = True
    except PdfReadError as error:
        raise Unreadable("the PDF is damaged: export it again, or submit its text") from error
    if is_locked:
        raise Unreadable("the PDF is encrypted: save a copy without a password")
    if len(document.pages) > MOST_PAGES:
        raise Unreadable(f"the PDF has {len(document.pages)} pages: submit the article in it, at most {MOST_PAGES} pages")  # fmt: skip
    pages: list[list[str]] = []
    size = 0
    for page in document.pages:
        text = page.extract_text() or ""
        size += len(text)
        if size > MOST_TEXT:
            raise Unreadable(f"the PDF has more than {MOST_TEXT:,} characters: split it")
        pages.append([" ".join(line.split()) for line in text.splitlines()])
    title = document.metadata.title if document.metadata else ""
    return {"pages": [unwrapped(lines) for lines in without_edges(pages)], "title": str(title or "")}


def without_edges(pages: list[list[str]]) -> list[list[str]]:
    """The pages without lines that stand at the top or bottom of most of them, and without page numbers."""
    told = [[line for line in page if line] for page in pages]
    edges: Counter[str] = Counter()
    for page in told:
        edges.update({_same(line) for line in (*page[:EDGE], *page[-EDGE:])})
    often = {line for line, count in edges.items() if count >= max(3, len(told) * 0.5) and len(line) < 120}

    def is_edge(line: str) -> bool:
        return _same(line) in often or bool(re.fullmatch(r"[-–— ]*(?:\d{1,4}|[ivxl]{1,6})(?:\s*/\s*\d{1,4})?[-–— ]*", line))  # fmt: skip

    kept = []
    for page, whole in zip(told, pages, strict=True):
        top = [n for n, line in enumerate(whole) if line][:EDGE]
        bottom = [n for n, line in enumerate(whole) if line][-EDGE:]
        kept.append([line for n, line in enumerate(whole) if not (n in (*top, *bottom) and page and is_edge(line))])  # fmt: skip
    return kept


def _same(line: str) -> str:
    return re.sub(r"\d+", "0", line)


def unwrapped(lines: list[str]) -> str:
    """Lines of fixed length as paragraphs: hyphens at line ends go, and a short line that ends a sentence ends a paragraph."""
    longest = max((len(line) for line in lines), default=0)
    text = ""
    for before, line in zip(["", *lines], lines, strict=False):
        if not line:
            text = text.rstrip() + ("\n\n" if text else "")
        elif not text or text.endswith("\n\n"):
            text += line
        elif len(before) < longest * WIDE and before[-1:] in '。.!?！？”」』"':
            text += "\n\n" + line
        elif re.search(r"[a-z]-$", text[-2:]) and line[0].islower():
            text = text[:-1] + line
        elif ord(text[-1]) > 0x2E7F and ord(line[0]) > 0x2E7F and not "\uac00" <= text[-1] <= "\ud7a3":
            text += line  # Japanese and Chinese put no space where a line ends
        else:
            text += " " + line
    return text.strip()


def read_docx(raw: bytes) -> dict[str, Any]:
    try:
        parts = zipfile.ZipFile(io.BytesIO(raw)).infolist()
    except zipfile.BadZipFile as error:
        raise Unreadable("the document is damaged: save it as .docx again") from error
    if sum(part.file_size for part in parts) > MOST_UNPACKED or len(parts) > MOST_PARTS:
        raise Unreadable(f"the document unpacks to more than {MOST_UNPACKED // 10**6} MB or {MOST_PARTS} parts: submit its text instead")  # fmt: skip
    if not any(part.filename == "word/document.xml" for part in parts):
        raise Unreadable("this is not a Word document: save it as .docx again")
    import docx

    document = docx.Document(io.BytesIO(raw))
    pages = [""]
    size = 0
    for pieces in _paragraphs(document):
        for n, piece in enumerate(pieces):
            if n:
                pages.append("")
            pages[-1] += piece
        pages[-1] += "\n\n"
        size += sum(map(len, pieces)) + 2
        if size > MOST_TEXT:
            raise Unreadable(f"the document has more than {MOST_TEXT:,} characters: split it")
    return {"pages": pages, "title": document.core_properties.title or ""}


def _paragraphs(document: Any) -> Iterator[list[str]]:
    """The text of each paragraph and table row in order, in pieces wherever a new page begins."""
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                cells = dict.fromkeys(cell.text.strip() for cell in row.cells)
                yield [" ".join(filter(None, cells))]
        else:
            yield _pieces(block)


NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _pieces(paragraph: Any) -> list[str]:
    pieces, is_shown = [""], False
    for part in paragraph._p.iter():
        name = str(part.tag).removeprefix(NAMESPACE)
        if name == "t":
            pieces[-1] += part.text or ""
            is_shown = True
        elif name in ("tab", "br", "cr") and part.get(f"{NAMESPACE}type") != "page":
            pieces[-1] += " " if is_shown else ""
        elif name in ("lastRenderedPageBreak", "br") and (pieces[-1] or len(pieces) == 1):
            pieces.append("")
    return pieces


READERS = {"pdf": read_pdf, "docx": read_docx}

if __name__ == "__main__":
    main()
