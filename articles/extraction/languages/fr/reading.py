"""Which French dates say when something happened, and when the first sentence is news."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.extraction.kinds import Happening

if TYPE_CHECKING:
    from articles.extraction.article import Passage

BOUNDS = re.compile(r"\b(?:depuis|jusqu['’](?:au|en|à)|avant|après|dès)\s(?:le\s|la\s)?$", re.IGNORECASE)
LEAD = re.compile(r"(?:,\s)?(?:\b(?:le|en|au|du|de|dans|ce|cette|fin|début)\s){1,2}$", re.IGNORECASE)


def counts_from(text: str, start: int) -> bool:
    """Whether a date is only a bound: "depuis mai", "jusqu'au 5 juin"."""
    return bool(BOUNDS.search(text, max(0, start - 20), start))


def lead_of_date(sentence: str, start: int) -> int:
    """Where a date begins, with the words that lead in to it."""
    lead = LEAD.search(sentence, max(0, start - 14), start)
    return lead.start() if lead else start


def is_news(passage: Passage, happening: Happening) -> bool:
    """Whether the happening is in the first sentence, as the news of the day."""
    return passage.order == 0 and happening.rule.undated and not happening.is_planned


def topic(passage: Passage, happening: Happening) -> str:
    """The words after the verb, which distinguish one happening from another."""
    return " ".join(passage.undated[happening.end :].strip(" .,").split()[:8])
