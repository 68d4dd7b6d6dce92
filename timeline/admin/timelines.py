"""Timelines: what they take, their chapters in order, and their way to readers."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from timeline.embed_code import fallback_height, iframe, script
from timeline.models import Chapter, Event, Pick, Timeline
from timeline.pages import timeline_page

from .choosing import ChoosingMixin, choose_link
from .conflicts import OpenedForm
from .desk import numbers
from .history import HistoryMixin
from .tables import TimelineJSMixin


class TimelineForm(OpenedForm):
    """A timeline; the default one gives way to a new default."""

    kinds = forms.MultipleChoiceField(
        choices=Event.Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Kinds of event",
        help_text="Takes these alone; with none, every kind.",
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
            self.add_error("is_default", "The site's first page shows a published timeline: publish it too.")
        return cleaned

    def _get_validation_exclusions(self):
        # Another default timeline is no mistake: it gives way when this one is saved.
        return {*super()._get_validation_exclusions(), "is_default"}


class ChapterInline(admin.TabularInline):
    model = Chapter
    form = OpenedForm
    extra = 0
    prepopulated_fields = {"slug": ("title",)}
    fields = ("position", "title", "slug", "earliest", "latest", "summary", "opened")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "summary":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 3, "cols": 30})
        if db_field.name == "position":
            kwargs["widget"] = forms.NumberInput(attrs={"class": "position", "min": 1, "size": 3})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Timeline)
class TimelineAdmin(HistoryMixin, ChoosingMixin, TimelineJSMixin, admin.ModelAdmin):
    form = TimelineForm
    change_form_template = "admin/timeline/timeline/change_form.html"
    list_display = ("title", "is_published", "is_default", "choose")
    list_filter = ("is_published",)
    search_fields = ("title", "introduction")
    autocomplete_fields = ("actors",)
    prepopulated_fields = {"slug": ("title",)}
    fieldsets = (
        (
            None,
            {"fields": ("title", "slug", "introduction", ("is_published", "is_default"), "opened", "picked")},
        ),
        ("What it takes", {"fields": ("picks_only", "actors", "kinds", ("earliest", "latest"))}),
        ("Where it may be embedded", {"fields": ("embed_origins",), "classes": ("collapse",)}),
    )
    inlines = (ChapterInline,)
    desk_pages = {"<int:pk>/publish/": ("publish_view", "publish")}
    guarded_fields = frozenset({"is_published", "is_default"})

    @admin.display(description="events")
    def choose(self, timeline):
        return choose_link(timeline)

    def has_publish_permission(self, request):
        return request.user.has_perm("timeline.publish_timeline")

    def get_readonly_fields(self, request, obj=None):
        return () if self.has_publish_permission(request) else ("is_published", "is_default")

    def get_changeform_initial_data(self, request):
        """A new timeline begins with the events that were chosen elsewhere, if any were."""
        initial = super().get_changeform_initial_data(request)
        return initial | ({"picks_only": True} if numbers(initial.get("picked", "")) else {})

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields  # an address that exists is not rewritten while typing

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
        form.instance.save()  # what it shows has changed, and so has its age

    def change_view(self, request, object_id, form_url="", extra_context=None):
        timeline = self.get_object(request, object_id)
        shown = {"may_publish": self.has_publish_permission(request)}
        if timeline and timeline.is_published:
            source = request.build_absolute_uri(reverse("timeline:embed", args=[timeline.slug]))
            line = iframe(source, timeline.title, height=fallback_height(timeline_page(timeline)))
            shown["embed_code"] = (
                f"{line}\n{script(request.build_absolute_uri(reverse('timeline:embed-js')))}"
            )
        return super().change_view(request, object_id, form_url, {**shown, **(extra_context or {})})

    def publish_view(self, request, pk):
        """Show the timeline to readers, or take it from them."""
        timeline = get_object_or_404(Timeline, pk=pk)
        if not self.has_publish_permission(request):
            raise PermissionDenied("only an editor publishes timelines")
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        timeline.is_published = request.POST.get("publish") == "yes"
        timeline.is_default = timeline.is_default and timeline.is_published
        timeline.save()
        words = "Published." if timeline.is_published else "Withdrawn."
        self.note(request, [timeline], words)
        messages.success(request, f"{words[:-1]} “{timeline}”.")
        return redirect("admin:timeline_timeline_change", pk)


def make_way(timeline: Timeline) -> None:
    """Let the timeline be the default in the place of the one that was."""
    if timeline.is_default:
        for other in Timeline.objects.filter(is_default=True).exclude(pk=timeline.pk):
            other.is_default = False
            other.save()


def number_chapters(timeline: Timeline) -> None:
    """Number the chapters in their order; one without a number goes before the first that begins later."""
    order = sorted(
        (c for c in timeline.chapters.all() if c.position is not None), key=lambda c: (c.position, c.earliest)
    )
    if not order:
        return  # they stand by their dates
    for chapter in timeline.chapters.filter(position=None).order_by("earliest", "pk"):
        place = next((n for n, c in enumerate(order) if c.earliest > chapter.earliest), len(order))
        order.insert(place, chapter)
    for number, chapter in enumerate(order, 1):
        if chapter.position != number:
            chapter.position = number
            chapter.save()
