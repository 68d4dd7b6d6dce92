"""Whether a text tells history rather than news.

The figures were set by hand; bench/dates.py measures them on sets of news (MEANTIME) and of history (WikiWars).
"""

from __future__ import annotations

import re
from datetime import date

# The look back stands behind the figures, so that the search can skip from figure to figure.
YEAR_SAID = re.compile(r"(?:1[0-9]{3}|20[0-4]\d)(?<![\d.,$€£#-]....)(?![\d,]|\.\d|\s?%)")
NARRATIVE_YEARS = 5  # this many years long before the reference day make a text history rather than news
# A weekday beside its date tells nothing of when the text was written.
NEWS_WORDS = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b(?!,? (?:the )?\d|,? [A-Z][a-z]+\.? \d)|\b(?:today|yesterday|tonight)\b"
)
BEFORE_CHRIST = re.compile(r"\d\s?B\.?C\b")


def find_story(text: str, reference: date | None) -> tuple[bool, date | None]:
    """Whether the text tells history rather than news, and in which year it begins where that is known.

    History names many years, nearly all of them well before the reference day, and hardly speaks of weekdays or of
    anybody's today. A long text that does so even less counts as history with fewer years too. ``reference`` is the day of
    publication; without it nothing is history. The year is given as its 1 January, and is None before Christ. Only the first
    60,000 characters count.
    """
    if reference is None:
        return False, None
    head = text[:60000]
    if ("BC" in head or "B.C" in head) and len(BEFORE_CHRIST.findall(head)) >= NARRATIVE_YEARS:
        return True, None
    years = [int(y) for y in YEAR_SAID.findall(head)]
    far = [y for y in years if y < reference.year - 1]
    near = len(years) - len(far)
    news = len(NEWS_WORDS.findall(head))
    is_history = len(far) >= NARRATIVE_YEARS and len(far) > 2 * near and news <= len(head) / 2000
    quiet = len(far) >= 2 and not near and len(head) > 5000 and news < len(head) / 8000
    if not is_history and not quiet:
        return False, None
    usual = sorted(far)[len(far) // 2]
    return True, date(next(y for y in far if abs(y - usual) <= 10), 1, 1)
