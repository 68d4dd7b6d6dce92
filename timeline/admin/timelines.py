"""Timelines: the events they include, the order of their chapters, and publishing."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from timeline.curation.composing import title_for
from timeline.models import Chapter, Event, Pick, Step, Timeline
from timeline.sharing.embed_code import fixed_height, iframe, script
from timeline.slugs import free_slug, stem_of

from .composing import ComposingMixin, has_proposals
from .conflicts import OpenedForm, SharedMixin
from .desk import numbers
from .draft_exports import DraftExportMixin
from .history import HistoryMixin
from .previews import PreviewMixin
from .proposing import ProposingMixin
from .rows import SharedRows
from .schedule import ScheduleFilter, ScheduleMixin
from .tables import TimelineJSMixin
from .timeline_events import ChoosingMixin, choose_link
from .translations import TranslationsMixin

GUARDED = ("is_published", "is_default", "publish_at", "withdraw_at")


class TimelineForm(OpenedForm):
    """A timeline; a new default replaces the old one."""

    kinds = forms.MultipleChoiceField(
        choices=Event.Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Kinds of event"),
        help_text=gettext_lazy("Includes only these; if empty, every kind."),
    )

    picked = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def picked_count(self) -> int:
        return len(numbers(self["picked"].value() or ""))

    def clean_picked(self) -> list[int]:
        return numbers(self.cleaned_data["picked"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_default") and not cleaned.get("is_published", self.instance.is_published):
            self.add_error("is_default", "The home page needs a published timeline: publish this one too.")
        return cleaned

    def _get_validation_exclusions(self):
        # Another default timeline is not an error: it is replaced when this one is saved.
        return {*super()._get_validation_exclusions(), "is_default"}


class ChapterForm(OpenedForm):
    same_by = ("slug",)


class ChapterInline(admin.TabularInline):
    model = Chapter
    form = ChapterForm
    formset = SharedRows
    extra = 0
    prepopulated_fields = {"slug": ("title",)}
    fields = (
        "position",
        "title",
        "slug",
        "earliest",
        "latest",
        "colour",
        "summary",
        "title_ko",
        "summary_ko",
        "title_ja",
        "summary_ja",
        "opened",
    )

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name.startswith("summary"):
            kwargs["widget"] = forms.Textarea(attrs={"rows": 3, "cols": 30})
        if db_field.name == "position":
            kwargs["widget"] = forms.NumberInput(attrs={"class": "position", "min": 1, "size": 3})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class StepForm(OpenedForm):
    same_by = ("event",)


class StepInline(admin.TabularInline):
    model = Step
    form = StepForm
    formset = SharedRows
    extra = 0
    verbose_name_plural = gettext_lazy("The story, step by step")
    autocomplete_fields = ("event",)
    fields = ("position", "event", "sentence", "sentence_ko", "sentence_ja", "opened")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name.startswith("sentence"):
            kwargs["widget"] = forms.Textarea(attrs={"rows": 2, "cols": 50})
        if db_field.name == "position":
            kwargs["widget"] = forms.NumberInput(attrs={"class": "position", "min": 1, "size": 3})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Timeline)
class TimelineAdmin(
    ProposingMixin,
    ScheduleMixin,
    PreviewMixin,
    SharedMixin,
    HistoryMixin,
    ComposingMixin,
    ChoosingMixin,
    TranslationsMixin,
    DraftExportMixin,
    TimelineJSMixin,
    admin.ModelAdmin,
):
    form = TimelineForm
    change_form_template = "admin/timeline/timeline/change_form.html"
    list_display = ("title", "is_published", "is_default", "publish_at", "withdraw_at", "choose")
    list_filter = ("is_published", ScheduleFilter)
    search_fields = ("title", "introduction")
    ordering = ("-pk",)  # the newest first
    autocomplete_fields = ("actors", "lead")
    prepopulated_fields = {"slug": ("title",)}
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "title",
                    "slug",
                    "introduction",
                    "lead",
                    ("is_published", "is_default"),
                    ("publish_at", "withdraw_at"),
                    "opened",
                    "picked",
                )
            },
        ),
        (
            gettext_lazy("Which events it includes"),
            {"fields": ("picks_only", "actors", "kinds", ("earliest", "latest"))},
        ),
        (
            gettext_lazy("In other languages"),
            {
                "fields": ("title_ko", "introduction_ko", "title_ja", "introduction_ja"),
                "classes": ("collapse",),
            },
        ),
        (gettext_lazy("Where it may be embedded"), {"fields": ("embed_origins",), "classes": ("collapse",)}),
    )
    inlines = (ChapterInline, StepInline)
    desk_pages = {"<int:pk>/publish/": ("publish_view", "publish")}
    guarded_fields = frozenset(GUARDED)

    def events_view(self, request, pk):
        return self.proposing(request, lambda: super(TimelineAdmin, self).events_view(request, pk))

    def composition_view(self, request, pk):
        return self.proposing(request, lambda: super(TimelineAdmin, self).composition_view(request, pk))

    @admin.display(description=gettext_lazy("events"))
    def choose(self, timeline):
        return choose_link(timeline)

    def has_publish_permission(self, request):
        return request.user.has_perm("timeline.publish_timeline")

    def get_readonly_fields(self, request, obj=None):
        return () if self.has_publish_permission(request) else GUARDED

    def get_changeform_initial_data(self, request):
        """Start a new timeline with the events chosen elsewhere, if any, and with a title and an address for them."""
        initial = super().get_changeform_initial_data(request)
        picked = list(Event.objects.filter(pk__in=numbers(initial.get("picked", ""))))
        if not picked:
            return initial
        named = {}
        if request.user.has_perm("timeline.view_event"):  # the title tells who takes part and when
            title = title_for(picked)
            named = {"title": title, "slug": free_slug(Timeline, stem_of(title, "timeline"))}
        return {**named, "picks_only": True} | initial

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields  # an existing address does not change while typing

    def save_model(self, request, obj, form, change):
        if not change and not self.has_publish_permission(request):
            obj.is_published = obj.is_default = False
        make_way(obj)
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not change:
            for event in Event.objects.filter(pk__in=form.cleaned_data["picked"]):
                Pick.objects.create(timeline=form.instance, event=event)
        number_chapters(form.instance)
        form.instance.save()  # its content has changed, and so does updated_at

    def change_view(self, request, object_id, form_url="", extra_context=None):
        timeline = self.get_object(request, object_id)
        shown = {"may_publish": self.has_publish_permission(request)}
        shown["has_proposals"] = bool(timeline and has_proposals(timeline))
        if timeline and timeline.is_published:
            source = request.build_absolute_uri(reverse("timeline:embed", args=[timeline.slug]))
            line = iframe(source, timeline.title, height=fixed_height())
            shown["embed_code"] = (
                f"{line}\n{script(request.build_absolute_uri(reverse('timeline:embed-js')))}"
            )
        return super().change_view(request, object_id, form_url, {**shown, **(extra_context or {})})

    @transaction.atomic
    def publish_view(self, request, pk):
        """Publish or withdraw the timeline."""
        timeline = get_object_or_404(Timeline, pk=pk)
        if not self.has_publish_permission(request):
            raise PermissionDenied("only an editor can publish timelines")
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        timeline = Timeline.objects.select_for_update().get(pk=pk)  # its present state
        timeline.is_published = request.POST.get("publish") == "yes"
        timeline.is_default = timeline.is_default and timeline.is_published
        timeline.save()
        words = "Published." if timeline.is_published else "Withdrawn."
        self.note(request, [timeline], words)
        messages.success(request, f"{words[:-1]} “{timeline}”.")
        return redirect("admin:timeline_timeline_change", pk)


def make_way(timeline: Timeline) -> None:
    """Make the timeline the default instead of the previous one."""
    if timeline.is_default:
        for other in Timeline.objects.filter(is_default=True).exclude(pk=timeline.pk):
            other.is_default = False
            other.save()


def number_chapters(timeline: Timeline) -> None:
    """Number the chapters in order; one without a number goes before the first that starts later."""
    order = sorted(
        (c for c in timeline.chapters.all() if c.position is not None), key=lambda c: (c.position, c.earliest)
    )
    if not order:
        return  # they are in order of date
    for chapter in timeline.chapters.filter(position=None).order_by("earliest", "pk"):
        place = next((n for n, c in enumerate(order) if c.earliest > chapter.earliest), len(order))
        order.insert(place, chapter)
    for number, chapter in enumerate(order, 1):
        if chapter.position != number:
            chapter.position = number
            chapter.save()
