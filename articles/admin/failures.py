"""Inputs that could not be read: try them again, or set them aside."""

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.utils.translation import ngettext

from articles.intake import retry, set_aside
from articles.models import IngestFailure

from .readonly import ReadOnly


class OpenFilter(admin.SimpleListFilter):
    """What waits is shown first; what was settled stays to be looked up."""

    title = "state"
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
    list_display_links = None
    actions = ("retry", "set_aside")
    show_full_result_count = False

    def has_settle_permission(self, request):
        return request.user.has_perm("articles.change_ingestfailure")

    @admin.action(description="Try the selected inputs again", permissions=["settle"])
    def retry(self, request, queryset):
        runs, lost = retry(request.user, queryset)
        for failure in lost[:20]:
            words = f"Nothing of “{failure.origin}” is kept here: hand it in anew, then set this aside."
            messages.warning(request, words)
        if not runs:
            if not lost:
                messages.info(request, "Somebody else has settled these meanwhile.")
            return None
        if len(runs) > 1:
            messages.info(
                request, f"They are read in {len(runs)} runs, as different things were said of them."
            )
            return redirect("admin:articles_ingestrun_changelist")
        return redirect("admin:articles_ingestrun_change", runs[0].pk)

    @admin.action(description="Set the selected inputs aside", permissions=["settle"])
    def set_aside(self, request, queryset):
        count = set_aside(queryset)
        words = ngettext("%d input", "%d inputs", count) % count
        messages.success(request, f"Set aside: {words}.")
