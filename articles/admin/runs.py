"""Ingestions: hand articles in, watch them being read, and look at what came of it."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render

from articles.intake import begin_again, hand_in
from articles.models import IngestRun
from articles.readers import Given, is_web_address
from timeline.admin.desk import DeskMixin
from timeline.admin.review import add_scope, waiting_of

from .texts import DayField, undated_articles

MOST_INPUTS = 100
MOST_BYTES = 20_000_000  # of one file, as the readers take it
MOST_IN_ALL = 60_000_000
MOST_TEXT = 500_000
FAILURES_SHOWN = 100


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Takes any number of files."""

    widget = ManyFiles

    def clean(self, data, initial=None):
        return [super(FilesField, self).clean(file, initial) for file in data or []]


class HandInForm(forms.Form):
    """Files, addresses and a pasted text, and what is to be said of them all."""

    files = FilesField(
        required=False,
        allow_empty_file=True,  # the reader says which one is
        label="Files",
        help_text="Text, Markdown, HTML, JSON Lines, RSS, Atom or WARC; several at once.",
    )
    addresses = forms.CharField(
        required=False,
        max_length=MOST_INPUTS * 1000,
        label="Web addresses",
        help_text="One a line: pages or feeds.",
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )
    text = forms.CharField(
        required=False,
        max_length=MOST_TEXT,
        strip=False,
        label="Or paste an article",
        widget=forms.Textarea(attrs={"rows": 8, "class": "vLargeTextField"}),
    )
    published = DayField(
        required=False,
        label="Published on",
        help_text="Stands above what they say themselves.",
    )
    publisher = forms.CharField(
        required=False, max_length=300, widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    url = forms.URLField(
        required=False,
        max_length=1000,
        assume_scheme="https",
        label="Its address",
        help_text="Where the one file or text can be read.",
        widget=forms.URLInput(attrs={"class": "vURLField"}),
    )
    language = forms.ChoiceField(
        required=False, choices=[("", "As its script tells"), *settings.LANGUAGES], label="Language"
    )

    def clean_files(self):
        files = self.cleaned_data["files"]
        for file in files:
            if file.size > MOST_BYTES:
                self.add_error("files", f"“{file.name}” is larger than {MOST_BYTES // 10**6} MB: split it.")
        if sum(file.size for file in files) > MOST_IN_ALL:
            self.add_error(
                "files", f"Together they are larger than {MOST_IN_ALL // 10**6} MB: hand in fewer at once."
            )
        return files

    def clean_addresses(self):
        lines = [line.strip() for line in self.cleaned_data["addresses"].splitlines() if line.strip()]
        for line in lines:
            if not is_web_address(line) or len(line) > 1000:
                self.add_error(
                    "addresses",
                    f"“{line[:100]}” is no web address: write one such as https://example.org/story.",
                )
        return list(dict.fromkeys(lines))

    def clean(self):
        said = super().clean()
        if self.errors:
            return said
        count = len(self.inputs())
        if not count:
            raise forms.ValidationError("Choose a file, give an address, or paste a text.")
        if count > MOST_INPUTS:
            raise forms.ValidationError(f"{count} at once are too many: hand in {MOST_INPUTS} at most.")
        if said["url"] and (count > 1 or said["addresses"]):
            self.add_error("url", "This names one article: hand in that one file or text alone.")
        return said

    def inputs(self) -> list[tuple[str, bytes]]:
        said = self.cleaned_data
        files = [(file.name, _content(file)) for file in said["files"]]
        text = [("", said["text"].encode())] if said["text"].strip() else []
        return [*files, *((line, b"") for line in said["addresses"]), *text]

    def given(self) -> Given:
        said = self.cleaned_data
        return Given(said["published"], said["publisher"], said["url"], said["language"])


def _content(file) -> bytes:
    file.seek(0)
    return file.read() or b" "  # an empty file is one, and the reader says so


class HandInMixin(DeskMixin):
    """Adds to the admin of runs the page on which one is begun, its progress, and beginning again."""

    desk_pages = {
        "<int:pk>/progress/": ("progress_view", "progress"),
        "<int:pk>/begin-again/": ("begin_again_view", "begin_again"),
    }

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied("only who may add ingest runs hands articles in")
        form = HandInForm(request.POST, request.FILES) if request.method == "POST" else HandInForm()
        if form.is_valid():
            run = hand_in(request.user, form.inputs(), form.given())
            return redirect("admin:articles_ingestrun_change", run.pk)
        media = self.media + form.media + forms.Media(js=["js/dates.js"])
        return self.desk_page(request, "add", {"title": "Hand in articles", "form": form, "media": media})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        run = self.get_object(request, object_id)
        return super().change_view(
            request,
            object_id,
            form_url,
            {**(_progress(request, run) if run else {}), **(extra_context or {})},
        )

    def progress_view(self, request, pk):
        """How far a run is; once it has ended, the page is to be loaded anew."""
        if not self.has_view_permission(request):
            raise PermissionDenied("only who may view ingest runs watches one")
        run = get_object_or_404(IngestRun, pk=pk)
        response = render(request, "admin/articles/ingestrun/_progress.html", _progress(request, run))
        if run.state not in MOVING:
            response["HX-Refresh"] = "true"
        return response

    def begin_again_view(self, request, pk):
        run = get_object_or_404(IngestRun, pk=pk)
        if not self.has_add_permission(request):
            raise PermissionDenied("only who may add ingest runs begins one again")
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not begin_again(run):
            messages.info(request, "It is under way or done.")
        return redirect("admin:articles_ingestrun_change", pk)


MOVING = (IngestRun.State.WAITING, IngestRun.State.READING)


def _progress(request, run: IngestRun) -> dict[str, object]:
    waiting, _ = waiting_of(f"run-{run.pk}")
    return {
        "run": run,
        "is_moving": run.state in MOVING,
        "may_begin_again": run.state == run.State.STOPPED
        and run.inputs
        and request.user.has_perm("articles.add_ingestrun"),
        "to_review": waiting.count() if request.user.has_perm("timeline.change_event") else 0,
        "failures": run.failures.all()[:FAILURES_SHOWN],
        "undated": undated_articles().filter(run=run).count(),
    }


def _of_run(pk: int):
    run = IngestRun.objects.filter(pk=pk).first()
    return (Q(citations__source__article__run=run), f"from the ingestion of {run.started_at:%Y-%m-%d %H:%M}") if run else None  # fmt: skip


add_scope("run", _of_run)


@admin.register(IngestRun)
class IngestRunAdmin(HandInMixin, admin.ModelAdmin):
    change_form_template = "admin/articles/ingestrun/change_form.html"
    list_display = (
        "started_at",
        "state_words",
        "asked_by",
        "created",
        "cited",
        "unchanged",
        "failed",
        "rules_version",
    )
    list_select_related = ("asked_by",)
    list_filter = ("rules_version",)
    search_fields = ("failures__origin", "failures__reason")
    date_hierarchy = "started_at"
    fields = (
        "started_at",
        "finished_at",
        "asked_by",
        "rules_version",
        "created",
        "cited",
        "unchanged",
        "failed",
    )

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description="state")
    def state_words(self, run):
        return run.state.label
