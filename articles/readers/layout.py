"""Text that the extraction of main text misses: chronologies in tables or lists, and standfirsts outside the body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from .markup import UNFIT

FULL_STOPS = ".!?。！？"
SENTENCE_END = re.compile(rf"[{FULL_STOPS}][\"'”’»」』)\]]*$")
WORD = re.compile(r"[^\W\d_]+")
EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
MIN_WORDS = 3  # in the description of an event, in a line of a chronology
MAX_LABEL = 40  # characters of its date
MAX_COLUMNS = 12
BETWEEN = ":：–—- |,"
ANY_DAY = date(2000, 1, 1)  # only the positions of dates matter here
MIN_STANDFIRST = 30  # characters; CJK text needs half as many
BLOCKS = frozenset(
    "p div section article table ul ol dl blockquote h1 h2 h3 h4 h5 h6 pre figure form header".split()
)
HEADINGS = ("h1", "h2", "h3", "h4")
ASIDES = frozenset(
    "nav aside footer form figure figcaption button a menu select script style noscript template".split()
)
STANDFIRST = re.compile(
    r"stand-?first|sub-?(?:title|head|heading|headline)|summary|(?:^|[\s_-])(?:lead|lede|dek|deck|intro|chapeau|excerpt|abstract|description)(?:$|[\s_-])",
    re.IGNORECASE,
)
OTHERS = re.compile(
    r"by-?line|author|caption|credit|share|social|related|newsletter|promo|cookie|consent|breadcrumb|copyright|comment|"
    r"advert|sponsor|teaser-list|recommend|sidebar|popular|menu|navigation|subscribe",
    re.IGNORECASE,
)


def write_out_chronologies(root: Any) -> None:
    """Turn table rows and list items that form a chronology into paragraphs: "1910: Japan annexed Korea." Tables for page
    layout, figures or navigation are left alone."""
    for element in list(root.iter("table", "dl", "ul", "ol")):
        if element.getparent() is None or _is_layout(element) or _is_within(element, ASIDES - {"figure"}):
            continue
        rows = [row for row in (_rows(element) if element.tag == "table" else _items(element)) if row]
        lines = [_line(row) for row in rows]
        if rows and sum(map(bool, lines)) * 2 >= len(rows) and not _is_navigation(element):
            _replace(element, [line or " – ".join(row) for line, row in zip(lines, rows, strict=True)])


def _rows(table: Any) -> Iterator[list[str]]:
    """The text of each row's cells; a cell that spans rows is repeated in each. Rows with only headings are left out."""
    spanning: dict[int, tuple[str, int]] = {}
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        texts: list[str] = []
        waiting = iter(cells)
        for column in range(min(len(cells) + len(spanning), MAX_COLUMNS)):
            text, left = spanning.pop(column, ("", 0))
            if not left:
                cell = next(waiting, None)
                text, left = ("", 0) if cell is None else (words_of(cell), _span(cell))
            if left > 1:
                spanning[column] = text, left - 1
            texts.append(text)
        if any(cell.tag == "td" for cell in cells):
            yield [text for text in texts if text]


def _span(cell: Any) -> int:
    text = cell.get("rowspan", "")
    return min(int(text), 100) if re.fullmatch(r"[0-9]{1,4}", text) else 1


def _items(items: Any) -> Iterator[list[str]]:
    """The label and text of each item in a definition list, or in a list whose items start with a date."""
    label = ""
    for part in items.iter("dt", "dd", "li"):
        text = words_of(part)
        if part.tag == "dt":
            label = text
            continue
        if part.tag == "li":
            label = words_of(part[0]) if len(part) and not (part.text or "").strip() else ""
            text = text.removeprefix(label).strip() if _is_date(label) else text
            label = label if _is_date(label) else ""
        yield [words for words in (label, text) if words]


def _line(row: list[str]) -> str:
    """A row as a line of a chronology: a date and what happened; "" if it is not one."""
    if len(row) == 1:
        return row[0] if SENTENCE_END.search(row[0]) and _says(row[0]) and _begins_with_date(row[0]) else ""
    label = next((text for text in (row[0], row[-1]) if _is_date(text)), "")
    rest = [text for text in row if text is not label]
    if not label or not any(_says(text) for text in rest):
        return ""
    return f"{label.rstrip(BETWEEN)}: {' – '.join(rest).lstrip(BETWEEN)}"


def _is_date(text: str) -> bool:
    """Whether a label is a date and nothing else."""
    if len(text) > MAX_LABEL:
        return False
    others = text
    for start, end in reversed(_dates(text)):
        others = others[:start] + others[end:]
    return others != text and not WORD.search(others)


def _begins_with_date(text: str) -> bool:
    dates = _dates(text[: 2 * MAX_LABEL])
    return bool(dates) and dates[0][0] < MAX_LABEL // 2


def _dates(text: str) -> list[tuple[int, int]]:
    from articles.extraction.dates import find_dates

    return [(found.start, found.end) for found in find_dates(text, reference_date=ANY_DAY)]


def _says(text: str) -> bool:
    return len(WORD.findall(text)) >= MIN_WORDS or len(EAST_ASIAN.findall(text)) >= 2 * MIN_WORDS


def _is_layout(element: Any) -> bool:
    """Whether a table or list is used for page layout, with several blocks in one cell."""
    if any(
        inner is not element for inner in element.iter("table", "ul", "ol", "dl", "form", "iframe", *HEADINGS)
    ):
        return True
    cells = element.iter("td", "dd", "li")
    return any(len(cell.findall(".//p")) > 1 or len(cell.findall(".//br")) > 2 for cell in cells)


def _is_navigation(element: Any) -> bool:
    linked = sum(len(words_of(link)) for link in element.iter("a"))
    return linked * 2 > len(words_of(element))


def _replace(element: Any, lines: list[str]) -> None:
    from lxml.html import builder

    tail = element.tail
    attributes = dict(element.attrib)
    element.clear()
    element.tag, element.tail = "div", tail
    element.attrib.update(attributes)
    element.extend(builder.P(line) for line in lines)
    for figure in element.iterancestors("figure"):
        figure.tag = "div"


def add_standfirst(root: Any, text: str, title: str, description: str) -> str:
    """The main text preceded by the page's standfirst, if the page has one and the text lacks it.

    A standfirst stands between headline and body, is marked by its class, or repeats the metadata.
    """
    lines = text.split("\n")
    has_headline = _plain(lines[0]) == _plain(title)
    head, body = lines[:has_headline], lines[has_headline:]
    standfirst: list[str] = []
    for element, is_after_headline in _before(root, _plain(body[0])[:60] if body else "", title):
        words = words_of(element)
        if not _is_standfirst(element, words, is_after_headline, description):
            continue
        lower = [line for line in body if _plain(line) != _plain(words)]
        if len(lower) < len(body) or _plain(words) not in _plain("".join([*standfirst, *body])):
            standfirst.append(words)
            body = lower
    return "\n".join([*head, *standfirst, *body])


def _before(root: Any, begin: str, title: str) -> list[tuple[Any, bool]]:
    """The blocks before the body that starts with ``begin``, each with whether the headline precedes it; none if not found."""
    before: list[Any] = []
    after: list[Any] = []
    for element in root.iter("p", "div", *HEADINGS):
        is_block = not any(inner.tag in BLOCKS for inner in element.iterdescendants())
        words = _plain(words_of(element) if is_block else element.text or "")
        if begin and words.startswith(begin):
            return [*((block, False) for block in before), *((block, True) for block in after)]
        if element.tag == "h1" or (words and words == _plain(title)):
            before, after = before + after, []  # the last headline counts; earlier ones belong to the site
        elif words and is_block and not _is_within(element, ASIDES):
            after.append(element)
    return []


def _is_standfirst(element: Any, words: str, is_after_headline: bool, description: str) -> bool:
    names = _names(element)
    if len(words) + len(EAST_ASIAN.findall(words)) < MIN_STANDFIRST or OTHERS.search(names):
        return False
    if _is_navigation(element):
        return False
    if description and _plain(words) == _plain(description):
        return True
    if not is_after_headline:
        return False
    return bool(STANDFIRST.search(names)) or (
        element.tag in ("p", "div", "h2") and bool(SENTENCE_END.search(words))
    )


def _names(element: Any) -> str:
    """The class, id and itemprop of an element and of its parent."""
    return " ".join(
        part.get(name, "")
        for part in (element, element.getparent())
        if part is not None
        for name in ("class", "id", "itemprop")
    )


def _is_within(element: Any, tags: frozenset[str]) -> bool:
    return next(element.iterancestors(*tags), None) is not None


def words_of(element: Any) -> str:
    """The text of an element, with its blocks separated and without scripts."""
    parts: list[str] = []
    for inner in element.iter():
        if isinstance(inner.tag, str) and inner.tag not in ("script", "style"):
            if inner.tag in BLOCKS or inner.tag in ("br", "time"):
                parts.append(" ")
            parts.append(inner.text or "")
        if inner is not element:
            if inner.tag in BLOCKS or inner.tag == "time":
                parts.append(" ")
            parts.append(inner.tail or "")
    return " ".join(UNFIT.sub("", "".join(parts)).split())  # unfit characters may come from &#1;


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()
