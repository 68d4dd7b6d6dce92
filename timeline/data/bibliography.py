"""Sources, and pages of this site, as references for bibliographies.

Sources as BibTeX, which BibLaTeX reads too, and CSL-JSON (Zotero, Pandoc, citeproc); pages in APA (7th edition), MLA (9th),
Chicago (17th, notes) and BibTeX.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from timeline.models import Source

SITE = "Entente"
MONTHS = "January February March April May June July August September October November December".split()
MLA_MONTHS = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()
BIBTEX_MONTHS = (
    "jan feb mar apr may jun jul aug sep oct nov dec".split()
)  # macros that every BibTeX style defines
TEX = {c: f"\\{c}" for c in "%&$#_"} | {
    "{": r"{$\lbrace$}",  # BibTeX counts braces, even after a backslash
    "}": r"{$\rbrace$}",
    "<": "{$<$}",  # LaTeX's original font encoding has other characters in these places
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
SAFE_IN_URLS = "!#$&'()*+,/:;=?@[]~%"  # reserved characters, and the percent sign of encoded ones


def in_one_line(text: str) -> str:
    """The text without control characters and line ends."""
    return " ".join(UNPRINTABLE.sub(" ", text).split())


def tex(text: str) -> str:
    """Text escaped for LaTeX; letters of any script stay as they are."""
    return "".join(TEX.get(character, character) for character in in_one_line(text))


def key_of(source: Source) -> str:
    """The key under which a paper cites the source. It never changes, even if the source is corrected."""
    return f"entente-{source.pk}"


def write_bibtex(sources: Iterable[Source]) -> Iterable[str]:
    """Yield one entry per source, in UTF-8; nothing without sources."""
    for number, source in enumerate(sources):
        yield ("\n" if number else "") + bibtex_entry(source)


def bibtex_entry(source: Source) -> str:
    """A source's entry."""
    fields = {"title": f"{{{tex(source.display_title)}}}"}  # braced twice, so that styles keep its capitals
    if source.publisher:
        fields["howpublished"] = tex(source.publisher)
    fields |= _dated(source.published) | _addressed(source.url)
    if source.language[:2] in LANGUAGES:
        fields["langid"] = LANGUAGES[source.language[:2]]
    if source.is_paraphrased:
        fields["note"] = ABSTRACT
    return _misc(key_of(source), fields, source.published)


def _dated(day: date | None) -> dict[str, str]:
    return {"year": f"{day.year:04}", "date": day.isoformat()} if day else {}


def _addressed(url: str) -> dict[str, str]:
    return {"url": quote(in_one_line(url), safe=SAFE_IN_URLS)} if url else {}


def _misc(key: str, fields: dict[str, str], day: date | None) -> str:
    """A @misc, for BibTeX's styles demand of no other kind less than what is known here."""
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items()]
    if day:
        lines.append(f"  month = {BIBTEX_MONTHS[day.month - 1]}")
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}\n"


def write_csljson(sources: Iterable[Source]) -> Iterable[str]:
    """Yield a JSON list with one item per source, piece by piece."""
    yield "["
    for number, source in enumerate(sources):
        yield (",\n" if number else "\n") + json.dumps(csl_item(source), ensure_ascii=False)
    yield "\n]\n"


def csl_item(source: Source) -> dict[str, Any]:
    """A source in the terms of citation styles; unknown values are left out."""
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


@dataclass(frozen=True, slots=True)
class Reference:
    """A page as something to cite: its title, address, the day of its last change, and a key for BibTeX."""

    title: str
    url: str
    changed: date
    key: str

    @property
    def styles(self) -> list[tuple[str, str]]:
        return [("APA", self.apa), ("MLA", self.mla), ("Chicago", self.chicago), ("BibTeX", self.bibtex)]

    @property
    def apa(self) -> str:
        d = self.changed
        return f"{SITE}. ({d.year}, {MONTHS[d.month - 1]} {d.day}). {self.title}. {self.url}"

    @property
    def mla(self) -> str:
        d = self.changed
        return f"“{self.title}.” {SITE}, {d.day} {MLA_MONTHS[d.month - 1]} {d.year}, {self.url.partition('://')[2]}."

    @property
    def chicago(self) -> str:
        d = self.changed
        return f"{SITE}, “{self.title},” last modified {MONTHS[d.month - 1]} {d.day}, {d.year}, {self.url}."

    @property
    def bibtex(self) -> str:
        fields = {"author": f"{{{SITE}}}", "title": f"{{{tex(self.title)}}}"}
        fields |= _dated(self.changed) | _addressed(self.url)
        return _misc(self.key, fields, self.changed).rstrip()
