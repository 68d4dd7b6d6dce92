"""Tables as CSV and JSON files: read into records with their row numbers, and written."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from charset_normalizer import from_bytes
from django.core.exceptions import ValidationError

from timeline.data.cells import unescape, write_row

MOST_BYTES = 10_000_000
MOST_ROWS = 1000  # in one transaction, during which SQLite lets nobody else write
MOST_PARTS = 5000  # rows with their citations and actors, in JSON
MOST_CELL = 100_000  # characters
EASTERN = ["cp949", "cp932"]  # the default encodings of Korean and Japanese spreadsheets
WESTERN = "cp1252"
MOST_ABOVE = 10  # rows searched for a header
DELIMITERS = ",;\t|"
STATED_DELIMITER = re.compile(
    r'\s*"?sep=(?P<delimiter>[^\r\n"])"?[ \t,;]*(?:\r\n|\r|\n)', re.IGNORECASE
)  # Excel's way
EXCEL_TEXT = re.compile(r'="((?:[^"]|"")*)"')  # ="0123" keeps its leading zero
BEYOND = ""  # the name for cells beyond the header
LEFT_OUT = (
    "\0left out"  # the name for what a reader found and could not place, by name; no column can be called so
)
END = "(the end of the table)"
Record = dict[str, Any]
Numbered = tuple[int, Record]


def read_rows(
    content: bytes, known: Collection[str] = (), left: Counter[str] | None = None
) -> list[Numbered]:
    """The rows of a CSV file, numbered as in a spreadsheet; ``left`` counts the rows above its header.

    The header is the row that contains most of the ``known`` column names, or else the first that is not empty. Known names
    are spelled as in ``known``, others in lower case. Cells beyond the header are stored under BEYOND.
    """
    text = decode(content)
    stated = STATED_DELIMITER.match(text)
    text = text[stated.end() :] if stated else text
    delimiter, header = _header(text, stated["delimiter"] if stated else DELIMITERS, known)
    csv.field_size_limit(MOST_CELL)
    rows: list[Numbered] = []
    names: list[str] = []
    for number, cells in _cells(text, delimiter):
        if number == header:
            names = _names(cells, known)
        elif names and any(cell.strip() for cell in cells):
            rows.append((number, _record(names, cells)))
        elif left is not None and any(cell.strip() for cell in cells):
            left["rows above the header"] += 1
        if len(rows) > MOST_ROWS:
            raise ValidationError(f"The file has more than {MOST_ROWS:,} rows: split it.")
    return rows


def _cells(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    lines = csv.reader(io.StringIO(f"{text}\r\n{END}", newline=""), delimiter=delimiter)
    number = 0
    try:
        for number, cells in enumerate(lines, 1):
            if cells == [END]:
                return
            yield number, cells
    except csv.Error as error:
        words = f"a cell is longer than {MOST_CELL:,} characters" if "limit" in str(error) else str(error)
        raise ValidationError(f"Row {number + 1}: {words}.") from None
    raise ValidationError(f"Row {number}: a quotation mark is opened there and never closed.")


def _header(text: str, delimiters: str, known: Collection[str]) -> tuple[str, int]:
    """The delimiter and row number that give the best header: most known names, then most cells."""
    keys = {name_key(name) for name in known}
    csv.field_size_limit(len(text) + len(END) + 2)  # with a different delimiter, one cell may be long
    best, found = (-1, -1), (delimiters[0], 0)
    for delimiter in delimiters:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        filled = ((n, cells) for n, cells in enumerate(lines, 1) if any(cell.strip() for cell in cells))
        hits = [
            (len(keys.intersection(map(name_key, cells))), n, cells)
            for n, cells in islice(filled, MOST_ABOVE)
        ]
        if not hits:
            continue
        count, number, cells = max(hits, key=lambda hit: hit[0])
        if (count, len(cells)) > best:
            best, found = (count, len(cells)), (delimiter, number)
    return found


def name_key(name: str) -> str:
    """The name of a column regardless of spelling: "Source_URL " becomes "source url"."""
    return re.sub(r"[\s_-]+", " ", unicodedata.normalize("NFKC", name)).strip().casefold()


def _names(cells: Sequence[str], known: Collection[str]) -> list[str]:
    """The names of the columns; unknown ones that repeat a name are numbered."""
    named = {name_key(name): name for name in known}
    names: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = named.get(name_key(cell)) or cell.strip().lower() or f"column {number}, which has no name"
        names.append(f"{name} (column {number})" if name in names and known and name not in known else name)
    return names


def _record(names: Sequence[str], cells: Sequence[str]) -> Record:
    record: Record = {}
    for name, cell in zip(names, map(_value, cells), strict=False):
        if record.get(name, "").strip() and cell.strip() and cell != record[name]:
            raise ValidationError(
                f"Two columns have the same name, “{name}”, with different values: keep one."
            )
        if not record.get(name, "").strip():
            record[name] = cell
    beyond = [cell for cell in cells[len(names) :] if cell.strip()]
    return record | ({BEYOND: "; ".join(beyond)} if beyond else {})


def _value(cell: str) -> str:
    if as_text := EXCEL_TEXT.fullmatch(cell):
        return as_text[1].replace('""', '"')
    return unescape(cell)


def read_json(content: bytes, name: str) -> list[Numbered]:
    """The records of a JSON file, numbered from 1: a list, or an object with the list under its name."""
    data = load_json(content)
    found = data.get(name) if isinstance(data, dict) else data
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise ValidationError(
            f'The file contains no list of {name}: it should be [{{…}}, …] or {{"{name}": [{{…}}, …]}}.'
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
            f"This is not JSON: {error.msg} in line {error.lineno}, column {error.colno}."
        ) from None
    except RecursionError:
        raise ValidationError("This is not a table: its lists are nested too deeply.") from None
    except ValueError:  # Python refuses numbers of more than 4300 digits
        raise ValidationError("This is not a table: it contains a number that is too long.") from None


def decode(content: bytes) -> str:
    """Decode UTF-8, UTF-16, or the default encodings of spreadsheets; raises ValidationError."""
    if len(content) > MOST_BYTES:
        raise ValidationError(f"The file is larger than {MOST_BYTES // 10**6} MB: split it.")
    if content[:4] in (b"PK\3\4", b"\xd0\xcf\x11\xe0"):
        raise ValidationError("This is a workbook, not a table: save its sheet as CSV in UTF-8.")
    try:
        text = content.decode(_encoding(content))
    except UnicodeDecodeError:
        text = _guessed(content)
    if "\0" in text:
        raise ValidationError("The text cannot be read: save it as CSV or JSON in UTF-8.")
    return text


def _guessed(content: bytes) -> str:
    """Decode by guessing. Accented Western letters stand alone among plain ones; Eastern characters stand together."""
    together = sum(map(len, re.findall(rb"[\x80-\xff]{2,}", content)))
    is_eastern = 2 * together >= sum(byte > 0x7F for byte in content)
    for names in (EASTERN, [*EASTERN, WESTERN]) if is_eastern else ([*EASTERN, WESTERN],):
        if found := from_bytes(content, cp_isolation=names).best():
            return str(found)
    return "\0"


def _encoding(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if content[1:2] == b"\0":
        return "utf-16-le"
    return "utf-16-be" if content[:1] == b"\0" else "utf-8-sig"


def write_rows(columns: Sequence[str], records: Iterable[Record]) -> Iterator[str]:
    """Yield CSV row by row, with nothing that a spreadsheet would run as a formula."""
    yield write_row(columns)
    for record in records:
        yield write_row([_cell(record.get(name)) for name in columns])


def write_json(name: str, records: Iterable[Record]) -> Iterator[str]:
    yield f'{{"{name}": ['
    for number, record in enumerate(records):
        yield (",\n" if number else "\n") + json.dumps(record, ensure_ascii=False)
    yield "\n]}\n"


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else str(value)
