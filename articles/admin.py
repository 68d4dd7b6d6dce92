"""Articles as ingested, and the record of each ingestion, for staff to read."""

from django.contrib import admin

from .models import Article, IngestFailure, IngestRun


class ReadOnly:
    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Article)
class ArticleAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("source", "published", "rules_version", "ingested_at")
    list_select_related = ("source",)
    list_filter = ("rules_version",)
    search_fields = ("source__title", "source__publisher", "source__origin")
    date_hierarchy = "ingested_at"
    fields = ("source", "published", "text", "run", "rules_version", "content_hash", "ingested_at")
    show_full_result_count = False

    @admin.display(description="published", ordering="source__published")
    def published(self, article):
        return article.source.published


class FailureInline(ReadOnly, admin.TabularInline):
    model = IngestFailure
    extra = 0
    can_delete = False


@admin.register(IngestRun)
class IngestRunAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("started_at", "finished_at", "created", "cited", "unchanged", "failed", "rules_version")
    list_filter = ("rules_version",)
    search_fields = ("failures__origin", "failures__reason")
    date_hierarchy = "started_at"
    inlines = (FailureInline,)
