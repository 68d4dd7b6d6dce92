"""Where articles come from, for staff: handing them in, what became of it, and what waits for a hand."""

from articles.intake import open_failures
from timeline.admin.desk import add_waiting

from . import failures, runs, texts

__all__ = ["failures", "runs", "texts"]

add_waiting(
    "Undated articles", "admin:articles_article_undated", texts.undated_articles, "timeline.change_source"
)
add_waiting(
    "Failed inputs", "admin:articles_ingestfailure_changelist", open_failures, "articles.change_ingestfailure"
)
