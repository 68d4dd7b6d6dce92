"""Sources as references for bibliographies: BibTeX, which BibLaTeX reads too, and CSL-JSON (Zotero, Pandoc, citeproc)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from .models import Source

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # macros that every BibTeX style defines
TEX = {c: f"\\{c}" for c in "%&$#_"} | {
    "{": r"{$\lbrace$}",  # BibTeX counts braces, and one after a backslash too
    "}": r"{$\rbrace$}",
    "<": "{$<$}",  # LaTeX's first encoding of fonts has other signs at these places
    ">": "{$>$}",
    "|": "{$|$}",
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
LANGUAGES = {"en": "english", "ko": "korean", "ja": "japanese"}  # as Babel and BibLaTeX name them
CSL_TYPES = {
    Source.Kind.ARTICLE: "article-newspaper",
    Source.Kind.STATEMENT: "document",
    Source.Kind.TREATY: "treaty",
    Source.Kind.ABSTRACT: "article",
}
ABSTRACT = "Quoted here from an abstract"
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]+")
SAFE_IN_URLS = "!#$&'()*+,/:;=?@[]~%"  # reserved signs, and the percent sign of what is encoded already


def in_one_line(text: str) -> str:
    """The text without control characters and line ends."""
    return " ".join(UNPRINTABLE.sub(" ", text).split())


def tex(text: str) -> str:
    """Text as LaTeX sets it, sign by sign; letters of any script stay as they are."""
    return "".join(TEX.get(sign, sign) for sign in in_one_line(text))


def key_of(source: Source) -> str:
    """The name under which a paper cites the source. It never changes, whatever is corrected in the source."""
    return f"entente-{source.pk}"


def write_bibtex(sources: Iterable[Source]) -> Iterable[str]:
    """An entry a source, in UTF-8. Nothing comes of no sources."""
    for number, source in enumerate(sources):
        yield ("\n" if number else "") + bibtex_entry(source)


def bibtex_entry(source: Source) -> str:
    """A @misc, for BibTeX's styles demand of no other kind less than what is known here."""
    fields = {"title": f"{{{tex(source.display_title)}}}"}  # braced twice: no style may lower its capitals
    if source.publisher:
        fields["howpublished"] = tex(source.publisher)
    if day := source.published:
        fields["year"] = f"{day.year:04}"
        fields["date"] = day.isoformat()
    if source.url:
        fields["url"] = quote(in_one_line(source.url), safe=SAFE_IN_URLS)
    if source.language[:2] in LANGUAGES:
        fields["langid"] = LANGUAGES[source.language[:2]]
    if source.is_paraphrased:
        fields["note"] = ABSTRACT
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items()]
    if source.published:
        lines.append(f"  month = {MONTHS[source.published.month - 1]}")
    return f"@misc{{{key_of(source)},\n" + ",\n".join(lines) + "\n}\n"


def write_csljson(sources: Iterable[Source]) -> Iterable[str]:
    """A JSON list with an item a source, written piece by piece."""
    yield "["
    for number, source in enumerate(sources):
        yield (",\n" if number else "\n") + json.dumps(csl_item(source), ensure_ascii=False)
    yield "\n]\n"


def csl_item(source: Source) -> dict[str, Any]:
    """What citation styles know of a source; what is unknown is left out."""
    kind = CSL_TYPES[Source.Kind(source.kind)]
    day = source.published
    item = {
        "id": key_of(source),
        "type": kind,
        "title": in_one_line(source.display_title),
        "container-title" if kind == "article-newspaper" else "publisher": in_one_line(source.publisher),
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "URL": source.url,
        "language": source.language,
        "note": ABSTRACT if source.is_paraphrased else "",
    }
    return {name: value for name, value in item.items() if value}
