"""Reading the environment for the settings and the server; odd values are refused with their name."""

import os
import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ImproperlyConfigured

PERIODS = {"s": 1, "m": 60, "h": 3600}


def envbool(name: str, default: bool) -> bool:
    """Read a yes/no variable; anything but the usual words is refused."""
    words = {"": default, "1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    word = os.environ.get(name, "").lower()
    if word not in words:
        raise ImproperlyConfigured(f"{name}={word!r} is neither true nor false: use 1 or 0")
    return words[word]


def envlist(name: str, default: str = "") -> list[str]:
    """Read a list separated by commas or spaces."""
    return os.environ.get(name, default).replace(",", " ").split()


def envint(name: str, default: int) -> int:
    """Read a non-negative whole number; yes and no mean 1 and 0."""
    word = os.environ.get(name, "").lower()
    word = {"": str(default), "true": "1", "yes": "1", "false": "0", "no": "0"}.get(word, word)
    if not (word.isascii() and word.isdecimal() and len(word) < 10):
        raise ImproperlyConfigured(f"{name}={word!r} is not a whole number")
    return int(word)


def envchoice(name: str, choices: tuple[str, ...], default: str) -> str:
    """Read one of a few words."""
    word = os.environ.get(name, "").lower() or default
    if word not in choices:
        raise ImproperlyConfigured(f"{name}={word!r} is unknown: use {' or '.join(choices)}")
    return word


def envzone(name: str, default: str) -> str:
    """Read the name of a time zone, such as Asia/Seoul."""
    word = os.environ.get(name, "").strip() or default
    try:
        ZoneInfo(word)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ImproperlyConfigured(
            f"{name}={word!r} is not a time zone: use a name such as Asia/Seoul"
        ) from None
    return word


def envrates(name: str, default: str) -> dict[str, tuple[int, int]]:
    """Read rates such as "search=60/m api=5/s": for each name the number, and the period in seconds."""
    rates = {}
    for word in envlist(name, default):
        found = re.fullmatch(r"([a-z-]+)=([0-9]{1,6})/([smh])", word)
        known = {part.partition("=")[0] for part in default.split()}
        if not found or found[1] not in known:
            raise ImproperlyConfigured(f"{name}: {word!r} is not a rate; for example: {default!r}")
        rates[found[1]] = (int(found[2]), PERIODS[found[3]])
    return rates


def origin_pattern(origin: str) -> str:
    """A pattern that a browser's Origin header must match, for an origin in a policy such as https://*.example.org."""
    scheme, separator, host = origin.lower().rstrip("/").rpartition("://")
    host = re.escape(host).replace(r"\*", r"[a-z0-9.-]+")
    return f"{re.escape(scheme) if separator else 'https?'}://{host}\\Z"
