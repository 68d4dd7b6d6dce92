"""The work that ingestion leaves to curators: undated articles and failed inputs."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from articles.models import Article, IngestFailure
from timeline.curation.worklists import Worklist
from timeline.models import Source

NEWS = (Source.Kind.ARTICLE, Source.Kind.STATEMENT)


def undated_articles() -> QuerySet[Article]:
    """News and statements without a publication date; treaties and abstracts give complete dates."""
    return Article.objects.filter(source__published=None, source__kind__in=NEWS)


def open_failures() -> QuerySet[IngestFailure]:
    """Failed inputs that nobody has retried or dismissed yet."""
    return IngestFailure.objects.filter(is_settled=False)


OWN = (
    Worklist("articles_article_undated", _("Undated articles"), undated_articles, "timeline.change_source"),
    Worklist("articles_ingestfailure_changelist", _("Failed inputs"), open_failures, "articles.change_ingestfailure"),
)  # fmt: skip
