"""Events with their citations and actors."""

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from timeline.curation.deciding import CURATED
from timeline.curation.merging import withdraw
from timeline.curation.support import NEEDED, astray, astray_of, is_unsupported, locate
from timeline.dates import describe
from timeline.models import Change, Citation, Event, Participation
from timeline.record.history import RestoreError
from timeline.record.ranking import explain
from timeline.record.search import search

from .conflicts import OpenedForm, SharedMixin
from .desk import MOST_NUMBERS, keys_of
from .disputes import DisputesMixin
from .forms import CitationForm, CitationRows, EventForm, machine_reading, passage_in_article
from .history import HistoryMixin
from .merging import MergingMixin
from .picture_fields import PictureMixin
from .proposing import ProposingMixin
from .review import ReviewMixin
from .rows import SharedRows
from .schedule import OverdueMixin, ScheduleFilter, ScheduleMixin
from .tables import TablesMixin

AUTOMATIC = (
    "why_it_matters",
    "is_disputed",
    "is_derived",
    "merged_into",
    "curated_fields",
    "rules_version",
    "created_at",
    "updated_at",
)
MOST_SHOWN = 10
PICTURE = ("picture_now", "picture", "picture_alt", "picture_credit", "remove_picture")


class ParticipationForm(OpenedForm):
    same_by = ("actor",)


class ParticipationInline(admin.TabularInline):
    model = Participation
    form = ParticipationForm
    formset = SharedRows
    extra = 0
    autocomplete_fields = ("actor",)


class CitationInline(admin.StackedInline):
    model = Citation
    form = CitationForm
    formset = CitationRows
    extra = 0
    autocomplete_fields = ("source",)
    fields = ("source", "quote", ("edtf", "disputes"), "opened", "in_its_article", "machine_reading")
    readonly_fields = ("in_its_article", "machine_reading")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("source__article")

    @admin.display(description=gettext_lazy("in its article"), empty_value="not stored")
    def in_its_article(self, citation):
        return passage_in_article(citation) or astray(citation) or None

    @admin.display(description=gettext_lazy("read automatically"))
    def machine_reading(self, citation):
        if not citation.rule:
            where = f"characters {citation.start} to {citation.end}" if citation.start is not None else ""
            return f"entered by a curator; {where or 'typed by hand: it stands in no text that we keep'}"
        words = "“{}”: {}; characters {} to {}; rule {}, confidence {}"
        return format_html(
            words, citation.date_words, machine_reading(citation), citation.start, citation.end, citation.rule, citation.confidence
        )  # fmt: skip


class StatusFilter(admin.SimpleListFilter):
    """Filter by status; merged events have none of their own and are a choice of their own."""

    title = gettext_lazy("status")
    parameter_name = "status__exact"

    def lookups(self, request, model_admin):
        return [*Event._meta.get_field("status").choices, ("merged", _("Merged"))]

    def queryset(self, request, queryset):
        if self.value() == "merged":
            return queryset.exclude(merged_into=None)
        return queryset.filter(status=self.value(), merged_into=None) if self.value() else queryset


@admin.register(Event)
class EventAdmin(
    ProposingMixin,
    ScheduleMixin,
    OverdueMixin,
    SharedMixin,
    HistoryMixin,
    ReviewMixin,
    DisputesMixin,
    MergingMixin,
    TablesMixin,
    PictureMixin,
    admin.ModelAdmin,
):
    import_kind = "events"
    form = EventForm
    list_display = (
        "title",
        "date_in_words",
        "kind",
        "status_in_words",
        "is_disputed",
        "is_planned",
        "sources",
    )
    list_select_related = ("merged_into",)
    list_filter = (StatusFilter, ScheduleFilter, "kind", "is_disputed", "is_planned", "precision")
    search_fields = ("search_text",)
    search_help_text = gettext_lazy("Any part of a title, place, actor's name in any language, or passage.")
    autocomplete_fields = ("part_of",)
    prepopulated_fields = {"slug": ("title", "edtf")}
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "title",
                    ("title_ko", "title_ja"),
                    ("edtf", "kind"),
                    "place",
                    "summary",
                    "dispute_note",
                    "no_passage_reason",
                    ("status", "is_planned"),
                    ("publish_at", "withdraw_at"),
                    "part_of",
                    "slug",
                    "opened",
                )
            },
        ),
        (gettext_lazy("Picture"), {"fields": PICTURE, "classes": ("collapse",)}),
        (gettext_lazy("Set automatically"), {"fields": AUTOMATIC, "classes": ("collapse",)}),
    )
    readonly_fields = (*AUTOMATIC, "picture_now")
    inlines = (ParticipationInline, CitationInline)
    actions = ("approve", "reject", "merge_selected", "make_timeline")
    date_hierarchy = "earliest"
    ordering = ("-pk",)  # the newest first
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
        return {} if obj else self.prepopulated_fields  # an existing address does not change while typing

    @admin.display(description=gettext_lazy("date"), ordering="earliest")
    def date_in_words(self, event):
        return describe(event.edtf, get_language() or "en")

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def status_in_words(self, event):
        if event.merged_into:
            return _("merged into “%(event)s”") % {"event": event.merged_into}
        return event.get_status_display()

    @admin.display(description=gettext_lazy("sources"), ordering="source_count")
    def sources(self, event):
        return event.source_count

    guarded_fields = frozenset({"status", "merged_into", "publish_at", "withdraw_at"})

    def guarded(self, changes):
        # A passage that is moved back leaves one event and joins another.
        moves = [c for c in changes if c.record.startswith("citation-") and "event" in c.before]
        ends = {c.pk: {c.before["event"], c.after.get("event")} - {None} for c in moves}
        shown = Event.objects.filter(pk__in=set().union(*ends.values()), status=Event.Status.PUBLISHED)
        published = set(shown.values_list("pk", flat=True)) if moves else set()
        return super().guarded(changes) | {pk for pk, events in ends.items() if events & published}

    def after_put_back(self, row, restored, change):
        if isinstance(restored, Event):
            if "merged_into" in change.before:
                raise RestoreError("to undo a merge, use the button on the page of the merged event")
            restored.mark_curated(name for name in change.before if name in CURATED)
        elif isinstance(restored, Citation) and change.verb != Change.Verb.ADDED:
            if restored.event.merged_into_id:
                raise RestoreError("its event has been merged: undo that first")
            restored.is_pinned = True
            if "disputes" in change.before:
                restored.set_verdict(change.before["disputes"], restored.event.date)
                restored.is_settled = False  # it is listed among the disputes again
            restored.save()
        event = Event.objects.get(pk=row.pk)
        if isinstance(restored, Participation):
            event.mark_curated(["actors"])
        elif isinstance(restored, Event) and restored.pk == event.pk:
            event = restored
        event.judge(is_redated="edtf" in change.before and isinstance(restored, Event))
        event.save()

    def has_publish_permission(self, request):
        return request.user.has_perm("timeline.publish_event")

    @admin.display(description=gettext_lazy("significance"))
    def why_it_matters(self, event):
        return f"{event.significance:.1f}: {'; '.join(explain(event))}" if event.pk else "-"

    def get_readonly_fields(self, request, obj=None):
        # Without "published" among its choices, the form would take a published event off the site.
        if self.has_publish_permission(request):
            return self.readonly_fields
        is_locked = obj and obj.status == Event.Status.PUBLISHED
        locked = ("publish_at", "withdraw_at", *(("status",) if is_locked else ()))
        return (*self.readonly_fields, *locked)

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "status" and not self.has_publish_permission(request):
            kwargs["choices"] = [c for c in db_field.choices if c[0] != Event.Status.PUBLISHED]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    @admin.action(description=gettext_lazy("Approve: publish the selected events"), permissions=["publish"])
    def approve(self, request, queryset):
        chosen = Event.objects.filter(pk__in=queryset.order_by().values("pk"), merged_into=None)
        waiting = chosen.exclude(status=Event.Status.PUBLISHED)
        bare = waiting.filter(no_passage_reason="").exclude(pk__in=Citation.objects.values("event"))
        without = list(bare[:MOST_SHOWN])
        if without:
            names = ", ".join(f"“{event}”" for event in without)
            words = f"Not published, because they have no passage: {names}. Publish each in its own form and give the reason, which readers will see."
            self.message_user(request, words, messages.WARNING)
        ready = list(waiting.exclude(pk__in=bare.values("pk")).values_list("pk", flat=True))
        self._decide(request, Event.objects.filter(pk__in=ready), "approve", Event.Status.PUBLISHED)
        self.warn_about(request, Event.objects.filter(pk__in=ready))

    def warn_about(self, request, events):
        """Warn of quotations of published events that are not in their sources."""
        warnings = [words for e in events if e.status == Event.Status.PUBLISHED for words in astray_of(e)]
        for words in warnings[:MOST_SHOWN]:
            messages.warning(request, words)
        if len(warnings) > MOST_SHOWN:
            messages.warning(request, f"The same applies to {len(warnings) - MOST_SHOWN} more quotations.")

    def restore(self, row, changes):
        was_unsupported = is_unsupported(row)
        super().restore(row, changes)
        if not was_unsupported and is_unsupported(Event.objects.get(pk=row.pk)):
            raise RestoreError(f"it would be public, and {NEEDED}")

    @admin.action(description=gettext_lazy("Reject the selected events"), permissions=["change"])
    def reject(self, request, queryset):
        chosen = queryset.order_by()
        if not self.has_publish_permission(request):
            queryset = chosen.exclude(status=Event.Status.PUBLISHED)
            if kept := chosen.filter(status=Event.Status.PUBLISHED).count():
                words = ngettext("%d event is", "%d events are", kept) % kept
                self.message_user(
                    request,
                    f"Only an editor can reject published events: {words} unchanged.",
                    messages.WARNING,
                )
        self._decide(request, queryset, "reject", Event.Status.REJECTED)

    @admin.action(
        description=gettext_lazy("Make a timeline of the selected events…"), permissions=["make_timeline"]
    )
    def make_timeline(self, request, queryset):
        if (count := queryset.order_by().count()) > MOST_NUMBERS:
            words = f"A timeline can start with at most {MOST_NUMBERS} events, and you chose {count}: choose fewer, or include them with its filters."
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
        if change and "edtf" in form.changed_data:
            obj.judge(is_redated=True)

    def save_formset(self, request, form, formset, change):
        if formset.model is Citation:
            event = form.instance
            judged = {id(f.instance) for f in formset.forms if "disputes" in f.changed_data}
            for citation in formset.save(commit=False):
                citation.is_pinned = True
                if not citation.rule:
                    locate(citation)
                if id(citation) in judged:
                    citation.set_verdict(citation.disputes, event.date)
                elif "edtf" in form.changed_data:
                    citation.verdict = None  # it was about the previous date
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
        if changed or "edtf" in form.changed_data:
            event.judge()
            event.save()
        self.warn_about(request, [event])
