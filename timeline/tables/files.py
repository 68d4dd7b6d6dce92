"""Tables as files: CSV and JSON, read into records with the number of their row, and written."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from charset_normalizer import from_bytes
from django.core.exceptions import ValidationError

from timeline.exports import FORMULA_STARTS

MOST_BYTES = 10_000_000
MOST_ROWS = 1000  # written in one transaction, while which SQLite lets nobody else write
MOST_PARTS = 5000  # rows with their citations and actors, in JSON
MOST_CELL = 100_000  # characters
SPREADSHEETS = [
    "cp949",
    "cp932",
    "cp1252",
]  # what Korean, Japanese and Western ones save as where not told otherwise
Record = dict[str, Any]
Numbered = tuple[int, Record]


def read_rows(content: bytes) -> list[Numbered]:
    """The rows of a CSV file with its header's names in lower case, numbered as a spreadsheet numbers them."""
    text = decode(content)
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    csv.field_size_limit(MOST_CELL)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[Numbered] = []
    try:
        names = [name.strip().lower() for name in next(lines, [])]
        for number, cells in enumerate(lines, 2):
            record = {n: unescape(c) for n, c in zip(names, cells, strict=False) if n}
            if any(cell.strip() for cell in record.values()):
                rows.append((number, record))
            if len(rows) > MOST_ROWS:
                raise ValidationError(f"The file has more than {MOST_ROWS:,} rows: split it.")
    except csv.Error as error:
        words = f"a cell is longer than {MOST_CELL:,} characters" if "limit" in str(error) else str(error)
        raise ValidationError(f"Row {lines.line_num}: {words}.") from None
    if len(set(names)) < len(names):
        raise ValidationError("Two columns have the same name.")
    return rows


def read_json(content: bytes, name: str) -> list[Numbered]:
    """The records of a JSON file, numbered from 1: a list, or a list under the name of what it holds."""
    data = load_json(content)
    found = data.get(name) if isinstance(data, dict) else data
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise ValidationError(
            f'The file holds no list of {name}: it is to be [{{…}}, …] or {{"{name}": [{{…}}, …]}}.'
        )
    parts = sum(len(value) for item in found for value in item.values() if isinstance(value, list))
    if len(found) + parts > MOST_PARTS or len(found) > MOST_ROWS:
        raise ValidationError(
            f"The file has more than {MOST_ROWS:,} {name}, or {MOST_PARTS:,} with their parts: split it."
        )
    return list(enumerate(found, 1))


def load_json(content: bytes) -> Any:
    try:
        return json.loads(decode(content))
    except json.JSONDecodeError as error:
        raise ValidationError(
            f"This is no JSON: {error.msg} in line {error.lineno}, column {error.colno}."
        ) from None
    except RecursionError:
        raise ValidationError("This is no table: its lists are nested too deeply.") from None
    except ValueError:  # Python reads no number of more than 4300 digits
        raise ValidationError("This is no table: it holds a number that is too long.") from None


def decode(content: bytes) -> str:
    """UTF-8 or UTF-16, or what Korean and Japanese spreadsheets save as; raises ValidationError."""
    if len(content) > MOST_BYTES:
        raise ValidationError(f"The file is larger than {MOST_BYTES // 10**6} MB: split it.")
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        found = from_bytes(content, cp_isolation=SPREADSHEETS).best()
        text = str(found) if found else "\0"
    if "\0" in text:
        raise ValidationError("This is no text that can be read: save it as CSV or JSON in UTF-8.")
    return text


def write_rows(columns: Sequence[str], records: Iterable[Record]) -> Iterator[str]:
    """CSV, row by row. A cell that a spreadsheet would run as a formula is written with a quote before it."""
    yield _row(columns)
    for record in records:
        yield _row([_escape(_cell(record.get(name))) for name in columns])


def write_json(name: str, records: Iterable[Record]) -> Iterator[str]:
    yield f'{{"{name}": ['
    for number, record in enumerate(records):
        yield (",\n" if number else "\n") + json.dumps(record, ensure_ascii=False)
    yield "\n]}\n"


def _row(cells: Sequence[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else str(value)


def _escape(cell: str) -> str:
    return f"'{cell}" if cell.startswith((*FORMULA_STARTS, "'")) else cell


def unescape(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith((*FORMULA_STARTS, "'")) else cell
