"""Actors with their aliases."""

from django.contrib import admin, messages

from timeline.models import Actor, Alias, IgnoredName, Timeline

from .conflicts import OpenedForm, SharedMixin
from .history import HistoryMixin
from .naming import ActorMergingMixin
from .proposing import WaitingMixin
from .rows import SharedRows
from .tables import TablesMixin
from .unknown_names import NamesMixin


class AliasForm(OpenedForm):
    same_by = ("name",)


class AliasInline(admin.TabularInline):
    model = Alias
    form = AliasForm
    formset = SharedRows
    extra = 1


@admin.register(Actor)
class ActorAdmin(
    WaitingMixin, SharedMixin, HistoryMixin, NamesMixin, ActorMergingMixin, TablesMixin, admin.ModelAdmin
):
    import_kind = "actors"
    form = OpenedForm
    list_display = ("name", "kind", "represents", "is_proposed")
    list_filter = ("is_proposed", "kind")
    list_select_related = ("represents",)
    search_fields = ("name", "aliases__name", "=wikidata")
    autocomplete_fields = ("represents",)
    prepopulated_fields = {"slug": ("name",)}
    inlines = (AliasInline,)
    actions = ("confirm", "merge_selected")

    def get_deleted_objects(self, objs, request):
        """Refuse to delete an actor that a timeline filters by: without it, the timeline would include everyone's events."""
        gone, counts, needed, protected = super().get_deleted_objects(objs, request)
        used = Timeline.objects.filter(actors__in=objs).distinct()
        protected += [f"Timeline: {timeline}, which filters events by its actors" for timeline in used]
        return gone, counts, needed, protected

    @admin.action(description="Confirm the selected actors", permissions=["change"])
    def confirm(self, request, queryset):
        proposed = list(queryset.filter(is_proposed=True))
        for actor in proposed:
            actor.is_proposed = False
            actor.save()
        self.note(request, proposed, "Confirmed.")
        self.message_user(request, f"Confirmed {len(proposed)} actors.", messages.SUCCESS)


@admin.register(IgnoredName)
class IgnoredNameAdmin(admin.ModelAdmin):
    """Ignored names; after one is deleted, articles may propose it again."""

    search_fields = ("name",)
    ordering = ("-pk",)  # the newest first

    def has_change_permission(self, request, obj=None):
        return False
