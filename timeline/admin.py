"""The curators' desk: events with their citations, actors with their aliases, sources and timelines."""

from django.contrib import admin, messages
from django.db.models import Count
from django.utils.html import format_html

from .dates import describe
from .models import Actor, Alias, Chapter, Citation, Event, Participation, Pick, Source, Timeline

admin.site.site_header = admin.site.site_title = "Entente"
admin.site.index_title = "Curation"

CURATED = ("title", "kind", "edtf", "place", "status", "summary", "part_of", "is_planned")


class ParticipationInline(admin.TabularInline):
    model = Participation
    extra = 0
    autocomplete_fields = ("actor",)


class CitationInline(admin.StackedInline):
    model = Citation
    extra = 0
    autocomplete_fields = ("source",)
    fields = ("source", "quote", ("edtf", "disputes"), "machine_reading")
    readonly_fields = ("machine_reading",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("source")

    @admin.display(description="read by machine")
    def machine_reading(self, citation):
        if not citation.reading:
            return "entered by a curator"
        who = ", ".join(f"{a['name']} ({a['role']})" for a in citation.reading.get("actors", []))
        return format_html(
            "{} “{}”: {}; {}; rule {}, confidence {}",
            citation.reading.get("kind", ""),
            citation.date_words,
            who or "nobody named",
            citation.reading.get("place") or "no place",
            citation.rule,
            citation.confidence,
        )


@admin.register(Event)
class EventAdmin(admin.ModelAdmin):
    list_display = ("title", "date_in_words", "kind", "status", "is_disputed", "is_planned", "sources")
    list_filter = ("status", "kind", "is_disputed", "is_planned", "precision")
    search_fields = ("title", "place", "participations__actor__name")
    autocomplete_fields = ("part_of",)
    prepopulated_fields = {"slug": ("title", "edtf")}
    readonly_fields = (
        "is_disputed",
        "is_derived",
        "merged_into",
        "curated_fields",
        "rules_version",
        "created_at",
        "updated_at",
    )
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "title",
                    ("edtf", "kind"),
                    "place",
                    "summary",
                    ("status", "is_planned"),
                    "part_of",
                    "slug",
                )
            },
        ),
        ("Kept by the machine", {"fields": readonly_fields, "classes": ("collapse",)}),
    )
    inlines = (ParticipationInline, CitationInline)
    actions = ("approve", "reject")
    date_hierarchy = "earliest"
    list_per_page = 50
    show_full_result_count = False
    save_on_top = True

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(sources_=Count("citations__source", distinct=True))

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields  # an address that exists is not rewritten while typing

    @admin.display(description="date", ordering="earliest")
    def date_in_words(self, event):
        return describe(event.edtf)

    @admin.display(description="sources", ordering="sources_")
    def sources(self, event):
        return event.sources_

    def has_publish_permission(self, request):
        return request.user.has_perm("timeline.publish_event")

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "status" and not self.has_publish_permission(request):
            kwargs["choices"] = [c for c in Event.Status.choices if c[0] != Event.Status.PUBLISHED]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    @admin.action(description="Approve: publish the selected events", permissions=["publish"])
    def approve(self, request, queryset):
        count = queryset.order_by().approve()
        self.message_user(request, f"Published {count} events.", messages.SUCCESS)

    @admin.action(description="Reject the selected events", permissions=["change"])
    def reject(self, request, queryset):
        count = queryset.order_by().reject()
        self.message_user(request, f"Rejected {count} events.", messages.SUCCESS)

    def save_model(self, request, obj, form, change):
        if change:
            obj.mark_curated(name for name in form.changed_data if name in CURATED)
        else:
            obj.mark_curated(CURATED)
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        if formset.model is Citation:
            for citation in formset.save(commit=False):
                citation.is_pinned = True
                citation.save()
            for citation in formset.deleted_objects:
                citation.delete()
            formset.save_m2m()
            return
        super().save_formset(request, form, formset, change)
        if formset.model is Participation and formset.has_changed():
            form.instance.mark_curated(["actors"])
            form.instance.save()


class AliasInline(admin.TabularInline):
    model = Alias
    extra = 1


@admin.register(Actor)
class ActorAdmin(admin.ModelAdmin):
    list_display = ("name", "kind", "represents", "is_proposed")
    list_filter = ("is_proposed", "kind")
    list_select_related = ("represents",)
    search_fields = ("name", "aliases__name")
    autocomplete_fields = ("represents",)
    prepopulated_fields = {"slug": ("name",)}
    inlines = (AliasInline,)
    actions = ("confirm",)

    @admin.action(description="Confirm the selected actors", permissions=["change"])
    def confirm(self, request, queryset):
        count = queryset.update(is_proposed=False)
        self.message_user(request, f"Confirmed {count} actors.", messages.SUCCESS)


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    list_display = ("display_title", "publisher", "published", "published_basis", "kind", "language")
    list_filter = ("kind", "published_basis", "language")
    search_fields = ("title", "publisher", "url", "origin")
    readonly_fields = ("origin", "published_basis")
    date_hierarchy = "published"
    show_full_result_count = False

    def save_model(self, request, obj, form, change):
        if not change or "published" in form.changed_data:
            obj.published_basis = Source.Basis.STATED if obj.published else Source.Basis.UNKNOWN
        super().save_model(request, obj, form, change)


class ChapterInline(admin.TabularInline):
    model = Chapter
    extra = 0
    prepopulated_fields = {"slug": ("title",)}


class PickInline(admin.TabularInline):
    model = Pick
    extra = 0
    autocomplete_fields = ("event",)


@admin.register(Timeline)
class TimelineAdmin(admin.ModelAdmin):
    list_display = ("title", "is_published", "is_default")
    search_fields = ("title",)
    autocomplete_fields = ("actors",)
    prepopulated_fields = {"slug": ("title",)}
    inlines = (ChapterInline, PickInline)
