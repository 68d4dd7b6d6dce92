"""Short articles invented for the tests, what a careful reader finds in them, and how well they are read.

tests/articles/short/ko.toml says what its fields mean. `python -m tests.articles.short_articles` prints every fault.
"""

from __future__ import annotations

import sys
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from articles.evaluation import Proposal, propose
from articles.extraction.gazetteer import shipped_gazetteer
from articles.readers import ArticleData

FOLDER = Path(__file__).parent / "short"
SETS = ("en", "en-registers", "ja", "ko")  # files of the folder, named for their language


@dataclass
class Found:
    """Counts of one language, and each fault in words."""

    needed: int = 0
    recalled: int = 0
    proposed: int = 0
    right: int = 0
    titled: int = 0
    told: int = 0
    kinds: int = 0
    faults: list[str] = field(default_factory=list)

    def rates(self) -> dict[str, float]:
        """In hundredths, as docs/evaluation.md defines them."""
        return {
            "recall": 100 * self.recalled / self.needed,
            "precision": 100 * self.right / self.proposed,
            "titles": 100 * self.titled / self.right,
            "told": 100 * self.told / self.needed,
            "true": 100 * self.titled / self.proposed,
            "kinds": 100 * self.kinds / self.right,
        }


@cache
def articles_of(name: str) -> tuple[dict[str, Any], ...]:
    rows = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))["article"]
    return tuple({**row, "text": row["text"].strip()} for row in rows)


@cache
def read(name: str) -> Found:
    """Read the articles of a file each by itself, and hold what is proposed against what is expected."""
    found = Found()
    for row in articles_of(name):
        hold(found, row, name[:2])
    return found


def hold(found: Found, row: dict[str, Any], language: str) -> None:
    """Read one article and add what is proposed to the counts."""
    data = ArticleData(
        text=row["text"], published=row["published"], language=language, title="", origin=row["name"]
    )
    _hold(found, row, propose({row["name"]: data}, shipped_gazetteer()))


def _hold(found: Found, row: dict[str, Any], proposals: list[Proposal]) -> None:
    free = list(row["events"])
    found.proposed += len(proposals)
    name = row["name"]
    for proposal in sorted(proposals, key=lambda p: p.spans):
        event = proposal.event
        title = _title(proposal)
        near = [e for e in free if event.edtf in e["edtf"] and _touches(row["text"], e["at"], proposal.spans)]
        near.sort(key=lambda e: (not says(title, e), event.kind not in e["kind"], not e.get("need", True)))
        if not near:
            found.faults.append(f"WRONG {name} {event.edtf} {event.kind}: {title}")
            continue
        best = near[0]
        free.remove(best)
        found.right += 1
        found.kinds += event.kind in best["kind"]
        if event.kind not in best["kind"]:
            found.faults.append(f"KIND {name} {event.kind}, not {best['kind'][0]}: {title}")
        if says(title, best):
            found.titled += 1
            found.told += best.get("need", True)
        else:
            found.faults.append(f"TITLE {name} {title!r}, without {best['says']}")
    missed = [e for e in free if e.get("need", True)]
    needed = sum(e.get("need", True) for e in row["events"])
    found.needed += needed
    found.recalled += needed - len(missed)
    found.faults += [f"MISSED {name} {e['edtf'][0]} {e['kind'][0]}: {e['at']}" for e in missed]


def _title(proposal: Proposal) -> str:
    return proposal.event.title


def _touches(text: str, words: str, spans: tuple[tuple[int, int], ...]) -> bool:
    at = text.index(words)
    return any(start < at + len(words) and at < end for start, end in spans)


def says(title: str, event: dict[str, Any]) -> bool:
    """Whether a title holds each of the stems expected of it ("|" parts alternatives), and none that makes it false."""
    low = f" {unicodedata.normalize('NFKC', title).casefold()} "
    return all(
        any(stem in low for stem in stems.casefold().split("|")) for stems in event["says"]
    ) and not any(stem in low for stem in event.get("never", ()))


if __name__ == "__main__":
    for code in sys.argv[1:] or SETS:
        result = read(code)
        print(
            code,
            {name: round(rate, 1) for name, rate in result.rates().items()},
            result.proposed,
            result.needed,
        )
        print("\n".join(result.faults))
