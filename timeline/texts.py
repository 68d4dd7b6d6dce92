"""Text from elsewhere, made fit to be kept in a database and shown within a page."""

from __future__ import annotations

import re

# Control characters but tab, line and page breaks; halves of characters; what XML cannot hold (XML 1.0, section 2.2); and the
# signs that turn the direction of what stands round them (Unicode UAX #9, section 2), with which a text can be made to
# look like another. The marks U+200E and U+200F, which honest texts have, stay.
UNFIT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


def fit(text: str) -> str:
    """The text without the characters that no database, page or file can bear."""
    return UNFIT.sub("", text)
