"""The lines that a newsroom pastes into an article."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from .charts import WIDTH
from .pages import TimelinePage

# Links out open whole pages, on which forms and downloads have to work: hence the escape.
SANDBOX = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox"
READING_WIDTH = 720.0  # CSS pixels: the text column of most newspapers
NARROW = 704  # below it the list stands alone; 44rem in the style sheet
# CSS pixels, as measured in a browser: what stands around, the chapters with their summary, the list beside a drawing and alone.
AROUND, TABS, SUMMARY, STRIP, LIST, LIST_ALONE = 80, 54, 70, 60, 218, 416


def iframe(src: str, title: str, *, width: str | int = "100%", height: int) -> SafeString:
    """An iframe that stands by itself: a title for screen readers, loaded when it comes near, height in CSS pixels."""
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" frameborder="0" sandbox="{}"></iframe>',
        src, title, width, height, SANDBOX,
    )  # fmt: skip


def fallback_height(page: TimelinePage, width: float = READING_WIDTH) -> int:
    """About how high an embed is, in CSS pixels: what it has until its content says so, and where no script runs."""
    around = AROUND + STRIP + (TABS if page.chapters else 0)
    if page.selection.chapter and page.selection.chapter.summary:
        around += SUMMARY
    if width < NARROW:
        return around + LIST_ALONE
    return round(around + LIST + page.layout.height * (width - 32) / WIDTH)


def script(src: str) -> SafeString:
    """The script that fits the heights of all embeds on a page: once a page, and nothing breaks without it."""
    return format_html('<script src="{}" async></script>', src)
