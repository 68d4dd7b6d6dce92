"""Inputs that could not be read: retry or dismiss them."""

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.ingestion.web import dismiss, retry
from articles.models import IngestFailure

from .readonly import ReadOnly


class OpenFilter(admin.SimpleListFilter):
    """Show waiting inputs by default; settled ones can be looked up."""

    title = _("state")
    parameter_name = "settled"

    def lookups(self, request, model_admin):
        return [("yes", "Settled"), ("all", "All")]

    def choices(self, changelist):
        chosen = self.value()
        yield {"selected": chosen is None, "query_string": changelist.get_query_string(remove=["settled"]), "display": "Waiting"}  # fmt: skip
        for value, words in self.lookup_choices:
            yield {"selected": chosen == value, "query_string": changelist.get_query_string({"settled": value}), "display": words}  # fmt: skip

    def queryset(self, request, queryset):
        if self.value() == "all":
            return queryset
        return queryset.filter(is_settled=self.value() == "yes")


@admin.register(IngestFailure)
class IngestFailureAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("origin", "reason", "run")
    list_select_related = ("run",)
    list_filter = (OpenFilter,)
    search_fields = ("origin", "reason")
    ordering = ("-pk",)  # the newest first
    list_display_links = None
    actions = ("retry", "dismiss")
    show_full_result_count = False

    def has_settle_permission(self, request):
        return request.user.has_perm("articles.change_ingestfailure")

    @admin.action(description="Try the selected inputs again", permissions=["settle"])
    def retry(self, request, queryset):
        runs, lost = retry(request.user, queryset)
        for failure in lost[:20]:
            words = f"“{failure.origin}” is no longer stored: submit it again, then dismiss this entry."
            messages.warning(request, words)
        if not runs:
            if not lost:
                messages.info(request, "Somebody else has already settled these.")
            return None
        if len(runs) > 1:
            messages.info(
                request,
                f"They are read in {len(runs)} runs, because they were submitted with different details.",
            )
            return redirect("admin:articles_ingestrun_changelist")
        return redirect("admin:articles_ingestrun_change", runs[0].pk)

    @admin.action(description="Dismiss the selected inputs", permissions=["settle"])
    def dismiss(self, request, queryset):
        count = dismiss(queryset)
        words = ngettext("%d input", "%d inputs", count) % count
        messages.success(request, f"Dismissed: {words}.")
