"""Ingestion runs: submit articles, follow their progress, and see the results."""

from babel import Locale
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from articles.extraction.timex.lexicon import language_table
from articles.ingestion.web import resume, submit
from articles.ingestion.worklists import undated_articles
from articles.models import IngestRun
from articles.readers import Given, is_web_address
from articles.shipped import first_samples
from timeline.admin.desk import DeskMixin
from timeline.curation.queue import add_scope, waiting_of

from .texts import DayField

MOST_INPUTS = 100
MOST_BYTES = 20_000_000  # of one file, the limit of the readers
MOST_IN_ALL = 60_000_000
MOST_TEXT = 500_000
FAILURES_SHOWN = 100
NOTES_SHOWN = 100


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A field for any number of files."""

    widget = ManyFiles

    def clean(self, data, initial=None):
        return [super(FilesField, self).clean(file, initial) for file in data or []]


def _languages() -> list[tuple[str, str]]:
    """The languages of the site, then others whose dates can be read."""
    others = sorted((str(Locale(code).english_name), code) for code in language_table())
    return [*settings.LANGUAGES, *((code, name) for name, code in others)]


class SubmissionForm(forms.Form):
    """Files, addresses and pasted text, with metadata that applies to all of them."""

    files = FilesField(
        required=False,
        allow_empty_file=True,  # the reader reports empty files by name
        label="Files",
        help_text="Text, Markdown, HTML, PDF, Word (.docx), JSON Lines, RSS, Atom or WARC; several at once.",
    )
    addresses = forms.CharField(
        required=False,
        max_length=MOST_INPUTS * 1000,
        label="Web addresses",
        help_text="One per line: pages or feeds.",
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
        help_text="Overrides the date they state themselves.",
    )
    publisher = forms.CharField(
        required=False, max_length=300, widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    url = forms.URLField(
        required=False,
        max_length=1000,
        assume_scheme="https",
        label="Address of the article",
        help_text="Where it was published, if you submit a single file or text.",
        widget=forms.URLInput(attrs={"class": "vURLField"}),
    )
    language = forms.ChoiceField(
        required=False, choices=[("", "Detect automatically"), *_languages()], label="Language"
    )

    def clean_files(self):
        files = self.cleaned_data["files"]
        for file in files:
            if file.size > MOST_BYTES:
                self.add_error("files", f"“{file.name}” is larger than {MOST_BYTES // 10**6} MB: split it.")
        if sum(file.size for file in files) > MOST_IN_ALL:
            self.add_error(
                "files", f"Together they are larger than {MOST_IN_ALL // 10**6} MB: submit fewer at once."
            )
        return files

    def clean_addresses(self):
        lines = [line.strip() for line in self.cleaned_data["addresses"].splitlines() if line.strip()]
        for line in lines:
            if not is_web_address(line) or len(line) > 1000:
                self.add_error(
                    "addresses",
                    f"“{line[:100]}” is not a web address: write one such as https://example.org/story.",
                )
        return list(dict.fromkeys(lines))

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        count = len(self.inputs())
        if not count:
            raise forms.ValidationError("Choose a file, enter an address, or paste text.")
        if count > MOST_INPUTS:
            raise forms.ValidationError(f"{count} inputs are too many: submit at most {MOST_INPUTS} at once.")
        if cleaned["url"] and (count > 1 or cleaned["addresses"]):
            self.add_error("url", "This address is for a single article: submit only that file or text.")
        return cleaned

    def inputs(self) -> list[tuple[str, bytes]]:
        cleaned = self.cleaned_data
        files = [(file.name, _content(file)) for file in cleaned["files"]]
        text = [("", cleaned["text"].encode())] if cleaned["text"].strip() else []
        return [*files, *((line, b"") for line in cleaned["addresses"]), *text]

    def given(self) -> Given:
        cleaned = self.cleaned_data
        return Given(cleaned["published"], cleaned["publisher"], cleaned["url"], cleaned["language"])


def _content(file) -> bytes:
    file.seek(0)
    return file.read() or b" "  # without content it would be an address; the reader reports it as empty


class SubmissionMixin(DeskMixin):
    """Adds to the admin of runs the page to submit articles, the progress of a run, and a button to resume it."""

    desk_pages = {
        "<int:pk>/progress/": ("progress_view", "progress"),
        "<int:pk>/resume/": ("resume_view", "resume"),
        "samples/": ("samples_view", "samples"),
    }

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied("only users who may add ingest runs can submit articles")
        form = SubmissionForm(request.POST, request.FILES) if request.method == "POST" else SubmissionForm()
        if form.is_valid():
            run = submit(request.user, form.inputs(), form.given())
            return redirect("admin:articles_ingestrun_change", run.pk)
        media = self.media + form.media + forms.Media(js=["js/dates.js"])
        return self.desk_page(request, "add", {"title": "Submit articles", "form": form, "media": media})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        run = self.get_object(request, object_id)
        return super().change_view(
            request,
            object_id,
            form_url,
            {**(_progress(request, run) if run else {}), **(extra_context or {})},
        )

    def progress_view(self, request, pk):
        """The progress of a run; once it has ended, the page is reloaded."""
        if not self.has_view_permission(request):
            raise PermissionDenied("only users who may view ingest runs can see their progress")
        run = get_object_or_404(IngestRun, pk=pk)
        response = render(request, "admin/articles/ingestrun/_progress.html", _progress(request, run))
        if run.state not in MOVING:
            response["HX-Refresh"] = "true"
        return response

    def samples_view(self, request):
        """Hand in a few of the shipped samples, to be reviewed like any articles."""
        if not self.has_add_permission(request):
            raise PermissionDenied("only users who may add ingest runs can submit articles")
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        run = submit(request.user, first_samples())
        return redirect("admin:articles_ingestrun_change", run.pk)

    def resume_view(self, request, pk):
        run = get_object_or_404(IngestRun, pk=pk)
        if not self.has_add_permission(request):
            raise PermissionDenied("only users who may add ingest runs can resume one")
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not resume(run):
            messages.info(request, "It is in progress or done.")
        return redirect("admin:articles_ingestrun_change", pk)


MOVING = (IngestRun.State.WAITING, IngestRun.State.READING)


def _progress(request, run: IngestRun) -> dict[str, object]:
    waiting, _ = waiting_of(f"run-{run.pk}")
    return {
        "run": run,
        "is_moving": run.state in MOVING,
        "may_resume": run.state == run.State.STOPPED
        and run.inputs
        and request.user.has_perm("articles.add_ingestrun"),
        "to_review": waiting.count() if request.user.has_perm("timeline.change_event") else 0,
        "failures": run.failures.all()[:FAILURES_SHOWN],
        "failures_in_all": run.failed + run.lost,
        "notes": run.notes.select_related("article__source")[:NOTES_SHOWN],
        "notes_in_all": run.notes.count(),
        "undated": undated_articles().filter(run=run).count(),
    }


def _of_run(pk: int):
    run = IngestRun.objects.filter(pk=pk).first()
    return (Q(citations__source__article__run=run), f"from the ingestion of {run.started_at:%Y-%m-%d %H:%M}") if run else None  # fmt: skip


add_scope("run", _of_run)

COUNTS = ("created", "cited", "changed", "withheld", "withdrawn", "unchanged", "failed", "lost")


@admin.register(IngestRun)
class IngestRunAdmin(SubmissionMixin, admin.ModelAdmin):
    change_form_template = "admin/articles/ingestrun/change_form.html"
    list_display = (
        "started_at",
        "state_words",
        "asked_by",
        *COUNTS,
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
        *COUNTS,
        "read_by_model",
        "claims_kept",
        "claims_dropped",
        "tokens",
    )

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description=_("state"))
    def state_words(self, run):
        return run.state.label
