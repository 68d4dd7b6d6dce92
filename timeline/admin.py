"""The curators' desk: events with their citations, actors with their aliases, sources and timelines."""

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import models
from django.db.models import Count
from django.utils.html import format_html
from django.utils.translation import ngettext

from .curation import CitationForm, EventForm, passage_in_article
from .dates import describe
from .desk import MergingMixin, ReviewMixin
from .merging import withdraw
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
    form = CitationForm
    extra = 0
    autocomplete_fields = ("source",)
    fields = ("source", "quote", ("edtf", "disputes"), "in_its_article", "machine_reading")
    readonly_fields = ("in_its_article", "machine_reading")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("source__article")

    @admin.display(description="in its article", empty_value="not kept")
    def in_its_article(self, citation):
        return passage_in_article(citation) or None

    @admin.display(description="read by machine")
    def machine_reading(self, citation):
        if not citation.rule:
            return "entered by a curator"
        who = ", ".join(f"{a['name']} ({a['role']})" for a in citation.reading.get("actors", []))
        return format_html(
            "{} “{}”: {}; {}; characters {} to {}; rule {}, confidence {}",
            citation.reading.get("kind", ""),
            citation.date_words,
            who or "nobody named",
            citation.reading.get("place") or "no place",
            citation.start,
            citation.end,
            citation.rule,
            citation.confidence,
        )


@admin.register(Event)
class EventAdmin(ReviewMixin, MergingMixin, admin.ModelAdmin):
    form = EventForm
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
                    "seen",
                )
            },
        ),
        ("Kept by the machine", {"fields": readonly_fields, "classes": ("collapse",)}),
    )
    inlines = (ParticipationInline, CitationInline)
    actions = ("approve", "reject", "merge_selected")
    date_hierarchy = "earliest"
    list_per_page = 50
    show_full_result_count = False
    save_on_top = True

    class Media:
        js = ("js/dates.js",)

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

    def get_readonly_fields(self, request, obj=None):
        # Without "published" among its choices the form would take a published event off the site.
        is_locked = obj and obj.status == Event.Status.PUBLISHED and not self.has_publish_permission(request)
        return (*self.readonly_fields, "status") if is_locked else self.readonly_fields

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "status" and not self.has_publish_permission(request):
            kwargs["choices"] = [c for c in Event.Status.choices if c[0] != Event.Status.PUBLISHED]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    @admin.action(description="Approve: publish the selected events", permissions=["publish"])
    def approve(self, request, queryset):
        self._decide(request, queryset, "approve", Event.Status.PUBLISHED)

    @admin.action(description="Reject the selected events", permissions=["change"])
    def reject(self, request, queryset):
        chosen = queryset.order_by()
        if not self.has_publish_permission(request):
            queryset = chosen.exclude(status=Event.Status.PUBLISHED)
            if kept := chosen.filter(status=Event.Status.PUBLISHED).count():
                words = ngettext("%d published event is", "%d published events are", kept) % kept
                self.message_user(request, f"{words} for an editor to reject.", messages.WARNING)
        self._decide(request, queryset, "reject", Event.Status.REJECTED)

    def _decide(self, request, queryset, verb, status):
        changing = list(Event.objects.filter(pk__in=queryset.order_by().values("pk")).exclude(status=status))
        count = getattr(queryset.order_by(), verb)()
        if changing:
            LogEntry.objects.log_actions(request.user.pk, changing, CHANGE, f"{status.label}.")
        words = ngettext("%d event", "%d events", count) % count
        self.message_user(request, f"{status.label} {words}.", messages.SUCCESS)

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
                withdraw(citation)
            return
        super().save_formset(request, form, formset, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        event, changed = form.instance, {f.model for f in formsets if f.has_changed()}
        if Participation in changed:
            event.mark_curated(["actors"])
        if Citation in changed:
            event.is_disputed = event.citations.filter(disputes=True).exists()
        if changed:
            event.save()


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
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
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
    list_filter = ("is_published",)
    search_fields = ("title", "introduction")
    autocomplete_fields = ("actors",)
    prepopulated_fields = {"slug": ("title",)}
    inlines = (ChapterInline, PickInline)
