"""Export and import of events, actors and sources as tables, and import of TimelineJS timelines."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from timeline.data.tables.dates import Dates, Order
from timeline.data.tables.events import EventRecords
from timeline.data.tables.files import (
    MOST_BYTES,
    MOST_ROWS,
    write_json,
    write_rows,
)
from timeline.data.tables.importing import Report, Row, read_table, write_records
from timeline.data.tables.kinds import KINDS
from timeline.data.tables.records import Outcome, Records
from timeline.data.tables.timelinejs import OldTimeline, read_timelinejs
from timeline.dates import describe, parse_edtf
from timeline.models import Chapter, Event, Pick, TableUpload, Timeline
from timeline.record.content_version import apart
from timeline.slugs import free_slug, stem_of

from .desk import DeskMixin

KEEP_UPLOADS = timedelta(days=1)
WARNINGS_SHOWN = 20  # above the list, after an import


class UploadForm(forms.Form):
    """A table, previewed before anything is written."""

    file = forms.FileField(label="File", help_text=f"Up to {MOST_ROWS:,} rows and {MOST_BYTES // 10**6} MB.")

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(f"The file is larger than {MOST_BYTES // 10**6} MB: split it.")
        return file


class ImportMixin(DeskMixin):
    """Adds the page to submit a table, and the page to preview and confirm its import."""

    import_kind = ""
    import_template = "admin/timeline/import.html"

    desk_pages = {"import/": ("import_view", "import"), "import/<int:pk>/": ("check_view", "check")}

    def import_view(self, request):
        self._may_import(request)
        form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
        if form.is_valid():
            TableUpload.objects.filter(made_at__lt=timezone.now() - KEEP_UPLOADS).delete()
            file = form.cleaned_data["file"]
            upload = TableUpload.objects.create(
                user=request.user, kind=self.import_kind, name=file.name[:200], content=file.read()
            )
            try:
                upload.report = _shown(self._preview(request, upload))
            except ValidationError as error:
                upload.delete()
                form.add_error("file", error)
            else:
                upload.save()
                return redirect(f"admin:timeline_{self.opts.model_name}_check", upload.pk)
        context = {"title": f"Import {self.opts.verbose_name_plural}", "form": form, **self.import_context()}
        return self._page(request, context)

    def check_view(self, request, pk):
        self._may_import(request)
        mine = TableUpload.objects.filter(user=request.user, kind=self.import_kind)
        upload = get_object_or_404(mine, pk=pk)
        verb = request.POST.get("verb", "")
        if verb == "cancel":
            upload.delete()
            messages.info(request, f"“{upload}” was not imported.")
            return redirect(f"admin:timeline_{self.opts.model_name}_import")
        if verb == "look":
            self._preview_again(request, upload)
            return redirect(request.path)
        if verb in ("all", "right"):
            return self._import(request, upload, only_right=verb == "right")
        context = {"title": f"Import “{upload}”", "upload": upload, **upload.report}
        return self._page(request, context)

    def _preview_again(self, request, upload) -> None:
        """Preview with the chosen order of day and month, which is stored with the table until it is imported."""
        if request.POST.get("order") in list(Order):
            upload.report["order"] = request.POST["order"]
            upload.report = _shown(self._preview(request, upload))
            upload.save()

    def _import(self, request, upload, *, only_right):
        refused = None
        with transaction.atomic():
            # If a table is confirmed twice, the second finds it gone.
            upload = TableUpload.objects.select_for_update().filter(pk=upload.pk).first()
            if upload is None:
                raise Http404("this table has already been imported or cancelled")
            keep_as = upload.name if "keep" in request.POST else ""
            report = self.write(request, upload, only_right=only_right, keep_as=keep_as)
            if report.wrong and not only_right:
                transaction.set_rollback(True)
                messages.error(request, "Nothing was imported: some rows are wrong.")
                refused = _shown(report)
            else:
                upload.delete()
        if refused is not None:
            TableUpload.objects.filter(pk=upload.pk).update(report=refused)
            return redirect(f"admin:timeline_{self.opts.model_name}_check", upload.pk)
        counts = report.counts
        words = f"{counts['new']} new, {counts['changed']} changed, {counts['unchanged']} unchanged"
        words += f", {n} waiting for an Editor" if (n := counts[Outcome.WAITS.value]) else ""
        left = f", {len(report.wrong)} left out" if report.wrong else ""
        kept = f"; what was left out is kept as a comment on {report.kept} of them" if report.kept else ""
        messages.success(request, f"Imported “{upload}”: {words}{left}{kept}.")
        for words in [words for row in report.rows for words in row.warnings][:WARNINGS_SHOWN]:
            messages.warning(request, words)
        changed = {row.pk: row for row in report.written}
        if changed:
            self.note(request, list(changed.values()), f"Imported from “{upload}”.")
        return self.after_import(request, report)

    def _preview(self, request, upload) -> Report:
        """What the import would do: it is run and rolled back."""
        with apart(), transaction.atomic():
            report = self.write(request, upload, only_right=True)
            transaction.set_rollback(True)
        return report

    def _page(self, request, context):
        context = {"kind": self.import_kind, **context}
        response = self.desk_page(request, "import", context)
        response.template_name = self.import_template
        return response

    def _may_import(self, request) -> None:
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied("only users who may add and change them can import them")

    def import_context(self) -> dict[str, object]:
        return {}

    def write(self, request, upload, *, only_right: bool, keep_as: str = "") -> Report:
        raise NotImplementedError

    def after_import(self, request, report: Report):
        return redirect(f"admin:timeline_{self.opts.model_name}_changelist")


class TablesMixin(ImportMixin):
    """Adds export as CSV and JSON, and import, to the admin of a model."""

    desk_pages = {
        "export.<str:format>": ("export_view", "export"),
        "template.csv": ("template_view", "template"),
    }

    def records(self, user=None, dates: Dates | None = None) -> Records:
        return KINDS[self.import_kind](user, dates)

    def export_view(self, request, format):
        if not self.has_view_permission(request):
            raise PermissionDenied("only users who may view them can export them")
        if format not in ("csv", "json"):
            raise Http404("available formats: csv, json")
        records = self.records()
        try:
            listed = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            raise Http404("the list has no such filter") from None
        chosen = self.model.objects.filter(pk__in=listed.order_by().values("pk")).order_by("pk")
        rows = records.rows(chosen).iterator(chunk_size=500)
        if format == "csv":
            # The byte order mark tells spreadsheets that it is UTF-8.
            pieces = ("\ufeff" + piece if n == 0 else piece for n, piece in enumerate(write_rows(records.columns, records.export(rows))))  # fmt: skip
        else:
            pieces = write_json(records.name, records.export_nested(rows))
        kind = {"csv": "text/csv; charset=utf-8", "json": "application/json"}[format]
        response = StreamingHttpResponse(pieces, content_type=kind)
        response["Content-Disposition"] = f'attachment; filename="{records.name}.{format}"'
        return response

    def template_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied("only users who may view them can get their columns")
        response = StreamingHttpResponse(write_rows(self.records().columns, []), content_type="text/csv; charset=utf-8")  # fmt: skip
        response["Content-Disposition"] = f'attachment; filename="{self.import_kind}-template.csv"'
        return response

    def import_context(self):
        return {
            "columns": self.records().columns,
            "template": reverse(f"admin:timeline_{self.opts.model_name}_template"),
        }

    def write(self, request, upload, *, only_right, keep_as=""):
        records = self.records(request.user, _dates(upload))
        rows, left = read_table(bytes(upload.content), records)
        report = write_records(records, rows, only_right=only_right, keep_as=keep_as)
        report.left = left
        return report


def _dates(upload: TableUpload) -> Dates:
    order = upload.report.get("order")
    return Dates(Order(order) if order else None)


class TimelineJSMixin(ImportMixin):
    """Adds the import of TimelineJS timelines to the admin of timelines: slides, eras and title."""

    import_kind = "timelinejs"

    def write(self, request, upload, *, only_right, keep_as=""):
        dates = _dates(upload)
        old = read_timelinejs(bytes(upload.content), dates)
        records = EventRecords(request.user, dates)
        report = write_records(records, old.events, only_right=only_right, keep_as=keep_as)
        report.left = old.left
        report.notes = [f"Chapter “{era['title']}”: {describe(era['date'])}." for era in old.eras]
        wrong = [Row(number, words, Outcome.WRONG, [error]) for number, words, error in old.errors]
        report.rows = sorted([*report.rows, *wrong], key=lambda row: row.number)
        if report.written and (only_right or not report.wrong):
            title = old.title or upload.name.rpartition(".")[0] or upload.name
            report.made = self._compose(
                title[:200], old, [row for row in report.written if isinstance(row, Event)]
            )
        return report

    def _compose(self, title: str, old: OldTimeline, events: list[Event]) -> Timeline:
        """A draft timeline with these events; the same draft if it was imported before."""
        drafts = Timeline.objects.filter(title=title, picks_only=True, is_published=False, picks__in=events)
        timeline = drafts.first()
        if timeline is None:
            timeline = Timeline(title=title, slug=free_slug(Timeline, stem_of(title, "timeline")), introduction=old.introduction, picks_only=True, is_published=False)  # fmt: skip
            timeline.full_clean()
            timeline.save()
        have = set(timeline.picks.values_list("pk", flat=True))
        for event in {event.pk: event for event in events}.values():
            if event.pk not in have:
                Pick.objects.create(timeline=timeline, event=event)
        names = set(timeline.chapters.values_list("title", flat=True))
        for era in old.eras:
            if era["title"] not in names:
                span = parse_edtf(era["date"])
                slug = free_slug(Chapter, stem_of(era["title"], "chapter"))
                Chapter.objects.create(timeline=timeline, title=era["title"], slug=slug, earliest=span.earliest, latest=span.latest)  # fmt: skip
        return timeline

    def after_import(self, request, report):
        if report.made is None:
            return redirect("admin:timeline_timeline_changelist")
        return redirect("admin:timeline_timeline_change", report.made.pk)


def _shown(report: Report) -> dict[str, object]:
    """A report for display: the result for each row, how its dates were read, and what is not imported."""

    def listed(rows: list[Row]) -> list[dict[str, object]]:
        return [{"number": r.number, "words": r.words, "outcome": r.outcome.value, "errors": r.errors, "dates": r.dates, "warnings": r.warnings} for r in rows]  # fmt: skip

    return {
        "counts": [
            (outcome.value, report.counts[outcome.value])
            for outcome in Outcome
            if outcome != Outcome.WAITS or report.counts[outcome.value]
        ],
        "wrong": listed(report.wrong),
        "right_count": len(report.rows) - len(report.wrong),
        "wrong_count": len(report.wrong),
        "rows": listed([row for row in report.rows if row.outcome != Outcome.WRONG]),
        "has_dates": any(row.dates for row in report.rows),
        "left": sorted(report.left.items()),
        "notes": [*report.dates.explanations(), *report.notes],
        "is_asked": report.dates.is_asked,
        "order": report.dates.chosen,
    }
