"""Web addresses that are stored and shown as links."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any
from urllib.parse import quote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

MAX_LINK = 1000  # characters, what Source.url holds
# A passage of so many characters is named whole, a longer one by its beginning and end: what a page sets between does not matter.
WHOLE = 120
EDGE_WORDS, EDGE_SIGNS = 6, 14  # words at each end, or signs where a script sets no spaces
_validate = URLValidator(schemes=("http", "https"))


def is_web_link(text: str) -> bool:
    """Whether a text is a web address that a source can store and a reader can follow: http or https only."""
    try:
        _validate(text)
    except ValidationError:
        return False
    return len(text) <= MAX_LINK


def site_of(address: str) -> str:
    """The site that an address belongs to: the registered part of its host name, such as "example.co.uk".

    Uses the public suffix list that ``tld`` ships; if that has no suffix for it, the whole host name.
    """
    from tld import get_fld  # reads its list on first use

    host = (urlsplit(address).hostname or "").removeprefix("www.")
    return get_fld(address, fail_silently=True, fix_protocol=True, search_private=True) or host


def words_in_source(passage: Any) -> str:
    """The address of a passage's source that leads a browser to the passage's own words, by a text fragment
    (https://wicg.github.io/scroll-to-text-fragment/); without one where they are not surely there word for word.

    They surely are where the passage was found in the text as it was read: an abstract of our own, or what a curator typed,
    has no offsets there or is no quotation.
    """
    source = passage.source
    if source.is_paraphrased or passage.start is None or not source.url.startswith(("http://", "https://")):
        return str(source.url)
    address, _, fragment = source.url.partition("#")
    return f"{address}#{fragment.partition(':~:')[0]}:~:text={text_directive(passage.quote)}"


def text_directive(words: str) -> str:
    """A passage as the value of ``text=``: whole if it is short and in one line, else from its first words to its last."""
    text = " ".join(words.split())
    if len(text) <= WHOLE and "\n" not in words.strip():
        return _encoded(text)
    parts = text.split()
    if edge := min(EDGE_WORDS, len(parts) // 2):
        return f"{_encoded(' '.join(parts[:edge]))},{_encoded(' '.join(parts[-edge:]))}"
    return f"{_encoded(text[:EDGE_SIGNS])},{_encoded(text[-EDGE_SIGNS:])}"


def _encoded(text: str) -> str:
    """Percent-encoded, with the dash, which would mean that something else stands beside the words."""
    return quote(unicodedata.normalize("NFC", text), safe="").replace("-", "%2D")


MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
# A day as a part of its own in a path: 2024/09/06, 2024/sep/06, 2024-09-06 or 20240906. Sites put the day of publication there.
DAY_IN_PATH = re.compile(
    r"(?<![0-9A-Za-z])((?:19|20)\d\d)(?:/(\d{1,2}|[a-z]{3})/(\d{1,2})(?=/|$)|-(\d\d)-(\d\d)(?![0-9-])|(\d\d)(\d\d)(?=/|$))", re.IGNORECASE
)  # fmt: skip


def day_in_address(address: str) -> date | None:
    """The day of publication that an address names; None unless its path names exactly one whole day."""
    days = set()
    for year, month, day, *others in DAY_IN_PATH.findall(urlsplit(address).path):
        month, day = next(pair for pair in ((month, day), others[:2], others[2:]) if pair[0])
        number = MONTHS.get(month.lower(), 0) if month.isalpha() else int(month)
        try:
            days.add(date(int(year), number, int(day)))
        except ValueError:
            continue
    return days.pop() if len(days) == 1 else None


def archive_search(address: str, day: date | None) -> str:
    """Where the Internet Archive looks for its copy of an address, the nearest to a day; it need not have one.

    The form is that of https://archive.org/help/wayback_api.php: /web/ with a time, which it corrects to the nearest.
    """
    return (
        f"https://web.archive.org/web/{day:%Y%m%d}/{address}"
        if day
        else f"https://web.archive.org/web/{address}"
    )
