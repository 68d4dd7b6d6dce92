"""Web addresses that are kept and shown as links."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

MAX_LINK = 1000  # characters, what Source.url holds
_validate = URLValidator(schemes=("http", "https"))


def is_web_link(text: str) -> bool:
    """Whether a text is an address on the web that a source can keep and a reader can follow: http or https, nothing else."""
    try:
        _validate(text)
    except ValidationError:
        return False
    return len(text) <= MAX_LINK
