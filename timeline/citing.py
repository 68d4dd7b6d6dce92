"""How to cite a page of this site: APA (7th edition), MLA (9th), Chicago (17th, notes) and BibTeX."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .references import tex

SITE = "Entente"
MONTHS = "January February March April May June July August September October November December".split()
MLA_MONTHS = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()


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
        d = self.changed
        return (
            f"@misc{{{self.key},\n  author = {{{{{SITE}}}}},\n  title = {{{{{tex(self.title)}}}}},\n"
            f"  year = {{{d.year}}},\n  month = {{{d.month}}},\n  url = {{{self.url}}}\n}}"
        )
