"""The lines that a newsroom pastes into an article."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

SANDBOX = "allow-scripts allow-same-origin allow-popups"


def iframe(src: str, title: str, *, width: str | int = "100%", height: int) -> SafeString:
    """An iframe that stands by itself: a title for screen readers, loaded when it comes near, height in CSS pixels."""
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" frameborder="0" sandbox="{}"></iframe>',
        src, title, width, height, SANDBOX,
    )  # fmt: skip


def script(src: str) -> SafeString:
    """The script that fits the heights of all embeds on a page: once a page, and nothing breaks without it."""
    return format_html('<script src="{}" async></script>', src)
