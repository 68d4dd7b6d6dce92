"""The code that a newsroom pastes into an article."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

# Links open pages outside the sandbox, because forms and downloads must work there.
SANDBOX = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox"
READING_WIDTH = 720  # CSS pixels: the text column of most newspapers
HEIGHTS = (
    (480, 420),
    (800, 520),
)  # height for a width below, both in CSS pixels; the style sheet has the same values
WIDE_HEIGHT = 680


def iframe(src: str, title: str, *, width: str | int = "100%", height: int) -> SafeString:
    """A complete iframe: with a title for screen readers, loaded when it comes near the viewport, height in CSS pixels."""
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" frameborder="0" sandbox="{}"></iframe>',
        src, title, width, height, SANDBOX,
    )  # fmt: skip


def fixed_height(width: float = READING_WIDTH) -> int:
    """The height of an embed for its width, both in CSS pixels. It is fixed, so that choosing an event does not move the page around."""
    return next((height for below, height in HEIGHTS if width < below), WIDE_HEIGHT)


def script(src: str) -> SafeString:
    """The script that fits the heights of all embeds on a page; needed once for each page, and optional."""
    return format_html('<script src="{}" async></script>', src)
