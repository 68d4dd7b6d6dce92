"""Cleaning text from outside so that it can be stored in a database and shown on a page."""

from __future__ import annotations

import re

# Control characters except tab, line and page breaks; unpaired surrogates; what XML does not allow (XML 1.0, section
# 2.2); and characters that change the direction of the text around them (Unicode UAX #9, section 2), with which a text
# can be made to look like another. The marks U+200E and U+200F, which honest texts contain, stay.
UNFIT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


def fit(text: str) -> str:
    """The text without characters that a database, page or file cannot hold."""
    return UNFIT.sub("", text)
