"""Actors with their aliases."""

from django.contrib import admin, messages

from timeline.models import Actor, Alias, IgnoredName, Timeline

from .conflicts import OpenedForm
from .history import HistoryMixin
from .naming import NamesMixin
from .tables import TablesMixin


class AliasInline(admin.TabularInline):
    model = Alias
    form = OpenedForm
    extra = 1


@admin.register(Actor)
class ActorAdmin(HistoryMixin, NamesMixin, TablesMixin, admin.ModelAdmin):
    import_kind = "actors"
    form = OpenedForm
    list_display = ("name", "kind", "represents", "is_proposed")
    list_filter = ("is_proposed", "kind")
    list_select_related = ("represents",)
    search_fields = ("name", "aliases__name")
    autocomplete_fields = ("represents",)
    prepopulated_fields = {"slug": ("name",)}
    inlines = (AliasInline,)
    actions = ("confirm",)

    def get_deleted_objects(self, objs, request):
        """Without an actor whom it takes by, a timeline would take everybody's events: that is refused."""
        gone, counts, needed, protected = super().get_deleted_objects(objs, request)
        used = Timeline.objects.filter(actors__in=objs).distinct()
        protected += [f"Timeline: {timeline}, which takes events by its actors" for timeline in used]
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
    """Names that are passed over; deleting one lets texts bring it up again."""

    search_fields = ("name",)

    def has_change_permission(self, request, obj=None):
        return False
