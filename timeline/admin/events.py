"""Events with their citations and actors."""

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import ngettext

from timeline.dates import describe
from timeline.disputes import judge
from timeline.history import RestoreError
from timeline.merging import withdraw
from timeline.models import Citation, Event, Participation
from timeline.search import search

from .conflicts import OpenedForm
from .desk import MOST_NUMBERS, keys_of
from .disputes import DisputesMixin
from .forms import CitationForm, EventForm, machine_reading, passage_in_article
from .history import HistoryMixin
from .merging import MergingMixin
from .review import ReviewMixin
from .tables import TablesMixin

CURATED = ("title", "kind", "edtf", "place", "status", "summary", "part_of", "is_planned")


class ParticipationInline(admin.TabularInline):
    model = Participation
    form = OpenedForm
    extra = 0
    autocomplete_fields = ("actor",)


class CitationInline(admin.StackedInline):
    model = Citation
    form = CitationForm
    extra = 0
    autocomplete_fields = ("source",)
    fields = ("source", "quote", ("edtf", "disputes"), "opened", "in_its_article", "machine_reading")
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
        words = "“{}”: {}; characters {} to {}; rule {}, confidence {}"
        return format_html(
            words, citation.date_words, machine_reading(citation), citation.start, citation.end, citation.rule, citation.confidence
        )  # fmt: skip


@admin.register(Event)
class EventAdmin(HistoryMixin, ReviewMixin, DisputesMixin, MergingMixin, TablesMixin, admin.ModelAdmin):
    import_kind = "events"
    form = EventForm
    list_display = ("title", "date_in_words", "kind", "status", "is_disputed", "is_planned", "sources")
    list_filter = ("status", "kind", "is_disputed", "is_planned", "precision")
    search_fields = ("search_text",)
    search_help_text = "Any part of a title, place, actor's name in any language, or passage."
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
                    "dispute_note",
                    ("status", "is_planned"),
                    "part_of",
                    "slug",
                    "opened",
                )
            },
        ),
        ("Kept by the machine", {"fields": readonly_fields, "classes": ("collapse",)}),
    )
    inlines = (ParticipationInline, CitationInline)
    actions = ("approve", "reject", "merge_selected", "make_timeline")
    date_hierarchy = "earliest"
    list_per_page = 50
    show_full_result_count = False
    save_on_top = True

    class Media:
        js = ("js/dates.js",)

    def get_queryset(self, request):
        return super().get_queryset(request).with_counts()

    def get_search_results(self, request, queryset, search_term):
        return search(queryset, search_term), False

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields  # an address that exists is not rewritten while typing

    @admin.display(description="date", ordering="earliest")
    def date_in_words(self, event):
        return describe(event.edtf)

    @admin.display(description="sources", ordering="source_count")
    def sources(self, event):
        return event.source_count

    guarded_fields = frozenset({"status", "merged_into"})

    def is_guarded(self, change):
        if super().is_guarded(change):
            return True
        # A passage that goes back to where it was leaves one event and joins another.
        ends = {values.get("event") for values in (change.before, change.after)} - {None}
        moves = change.record.startswith("citation-") and "event" in change.before
        return moves and Event.objects.filter(pk__in=ends, status=Event.Status.PUBLISHED).exists()

    def after_put_back(self, row, restored, change):
        if isinstance(restored, Event):
            if "merged_into" in change.before:
                raise RestoreError(
                    "a merge is undone with its own button, on the page of the event that was merged"
                )
            restored.mark_curated(name for name in change.before if name in CURATED)
        elif isinstance(restored, Citation):
            if restored.event.merged_into_id:
                raise RestoreError("its event was merged: undo that first")
            restored.is_pinned = True
            if "disputes" in change.before:
                restored.is_settled = False  # the desk for disputes asks about it anew
            restored.save()
        event = Event.objects.get(pk=row.pk)
        if isinstance(restored, Participation):
            event.mark_curated(["actors"])
        elif isinstance(restored, Event) and restored.pk == event.pk:
            event = restored
            if "edtf" in change.before:
                judge(event)
        event.is_disputed = event.citations.filter(disputes=True).exists()
        event.save()

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

    @admin.action(description="Make a timeline of the selected events…", permissions=["make_timeline"])
    def make_timeline(self, request, queryset):
        if (count := queryset.order_by().count()) > MOST_NUMBERS:
            words = f"A timeline is begun with {MOST_NUMBERS} events at most, and you chose {count}: choose fewer, or let its filters take them."
            self.message_user(request, words, messages.ERROR)
            return None
        return redirect(f"{reverse('admin:timeline_timeline_add')}?picked={keys_of(queryset)}")

    def has_make_timeline_permission(self, request):
        return request.user.has_perm("timeline.add_timeline")

    def _decide(self, request, queryset, verb, status):
        changing = list(Event.objects.filter(pk__in=queryset.order_by().values("pk")).exclude(status=status))
        count = getattr(queryset.order_by(), verb)()
        if changing:
            self.note(request, changing, f"{status.label}.")
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
