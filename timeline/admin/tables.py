"""Events, actors and sources out of the admin and into it as tables; and whole timelines of TimelineJS."""

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

from timeline.dates import parse_edtf
from timeline.models import Chapter, Event, Pick, TableUpload, Timeline
from timeline.slugs import free_slug
from timeline.tables.files import (
    MOST_BYTES,
    MOST_ROWS,
    Numbered,
    read_json,
    read_rows,
    write_json,
    write_rows,
)
from timeline.tables.importing import Report, Row, write_records
from timeline.tables.records import KINDS, EventRecords, Outcome, Records
from timeline.tables.timelinejs import OldTimeline, read_timelinejs

from .desk import DeskMixin

KEPT = timedelta(days=1)
ROWS_SHOWN = 200


class UploadForm(forms.Form):
    """A table to be looked at before anything is written."""

    file = forms.FileField(label="File", help_text=f"Up to {MOST_ROWS:,} rows and {MOST_BYTES // 10**6} MB.")

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(f"The file is larger than {MOST_BYTES // 10**6} MB: split it.")
        return file


class ImportMixin(DeskMixin):
    """Adds the page that takes a table, and the one that shows what it would do and does it."""

    import_kind = ""
    import_template = "admin/timeline/import.html"

    desk_pages = {"import/": ("import_view", "import"), "import/<int:pk>/": ("check_view", "check")}

    def import_view(self, request):
        self._may_import(request)
        form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
        if form.is_valid():
            TableUpload.objects.filter(made_at__lt=timezone.now() - KEPT).delete()
            file = form.cleaned_data["file"]
            upload = TableUpload.objects.create(
                user=request.user, kind=self.import_kind, name=file.name[:200], content=file.read()
            )
            try:
                upload.report = _shown(self._look(request, upload))
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
        if verb in ("all", "right"):
            return self._import(request, upload, only_right=verb == "right")
        context = {"title": f"Import “{upload}”", "upload": upload, **upload.report}
        return self._page(request, context)

    def _import(self, request, upload, *, only_right):
        refused = None
        with transaction.atomic():
            # Two confirmations of one table: the second finds it gone.
            upload = TableUpload.objects.select_for_update().filter(pk=upload.pk).first()
            if upload is None:
                raise Http404("this table was imported or dropped meanwhile")
            report = self.write(request, upload, only_right=only_right)
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
        left = f", {len(report.wrong)} left out" if report.wrong else ""
        messages.success(request, f"Imported “{upload}”: {words}{left}.")
        changed = {row.pk: row for row in report.written}
        if changed:
            self.note(request, list(changed.values()), f"Imported from “{upload}”.")
        return self.after_import(request, report)

    def _look(self, request, upload) -> Report:
        """What importing would do; it is done and taken back."""
        with transaction.atomic():
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
            raise PermissionDenied("only who may add and change them imports them")

    def import_context(self) -> dict[str, object]:
        return {}

    def write(self, request, upload, *, only_right: bool) -> Report:
        raise NotImplementedError

    def after_import(self, request, report: Report):
        return redirect(f"admin:timeline_{self.opts.model_name}_changelist")


class TablesMixin(ImportMixin):
    """Adds to the admin of a model its export as CSV and JSON, and its import."""

    desk_pages = {
        "export.<str:format>": ("export_view", "export"),
        "template.csv": ("template_view", "template"),
    }

    def records(self, user=None) -> Records:
        return KINDS[self.import_kind](user)

    def export_view(self, request, format):
        if not self.has_view_permission(request):
            raise PermissionDenied("only who may view them exports them")
        if format not in ("csv", "json"):
            raise Http404("they are exported as csv or json")
        records = self.records()
        try:
            listed = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            raise Http404("the list is not filtered in such a way") from None
        chosen = self.model.objects.filter(pk__in=listed.order_by().values("pk")).order_by("pk")
        rows = records.rows(chosen).iterator(chunk_size=500)
        if format == "csv":
            # The mark at its head tells spreadsheets that it is UTF-8.
            pieces = ("\ufeff" + piece if n == 0 else piece for n, piece in enumerate(write_rows(records.columns, records.export(rows))))  # fmt: skip
        else:
            pieces = write_json(records.name, records.export_nested(rows))
        kind = {"csv": "text/csv; charset=utf-8", "json": "application/json"}[format]
        response = StreamingHttpResponse(pieces, content_type=kind)
        response["Content-Disposition"] = f'attachment; filename="{records.name}.{format}"'
        return response

    def template_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied("only who may view them is given their columns")
        response = StreamingHttpResponse(write_rows(self.records().columns, []), content_type="text/csv; charset=utf-8")  # fmt: skip
        response["Content-Disposition"] = f'attachment; filename="{self.import_kind}-template.csv"'
        return response

    def import_context(self):
        return {
            "columns": self.records().columns,
            "template": reverse(f"admin:timeline_{self.opts.model_name}_template"),
        }

    def write(self, request, upload, *, only_right):
        records = self.records(request.user)
        return write_records(records, _numbered(records, upload), only_right=only_right)


def _numbered(records: Records, upload: TableUpload) -> list[Numbered]:
    content = bytes(upload.content)
    if content.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t\0")[:1] in (b"{", b"["):
        return read_json(content, records.name)
    rows = read_rows(content)
    if rows and not set(rows[0][1]) & set(records.columns):
        raise ValidationError(f"No column is known here. Known are: {', '.join(records.columns)}.")
    return list(records.gather(rows))


class TimelineJSMixin(ImportMixin):
    """Adds to the admin of timelines the import of one made for TimelineJS: its slides, eras and title."""

    import_kind = "timelinejs"

    def write(self, request, upload, *, only_right):
        old = read_timelinejs(bytes(upload.content))
        report = write_records(EventRecords(request.user), old.events, only_right=only_right)
        wrong = [Row(number, words, Outcome.WRONG, [error]) for number, words, error in old.errors]
        report.rows = sorted([*report.rows, *wrong], key=lambda row: row.number)
        if report.written and (only_right or not report.wrong):
            title = old.title or upload.name.rpartition(".")[0] or upload.name
            report.made = self._compose(
                title[:200], old, [row for row in report.written if isinstance(row, Event)]
            )
        return report

    def _compose(self, title: str, old: OldTimeline, events: list[Event]) -> Timeline:
        """A draft that shows these events; the same draft again if it was imported before."""
        drafts = Timeline.objects.filter(title=title, picks_only=True, is_published=False, picks__in=events)
        timeline = drafts.first()
        if timeline is None:
            timeline = Timeline(title=title, slug=free_slug(Timeline, title), introduction=old.introduction, picks_only=True, is_published=False)  # fmt: skip
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
                slug = free_slug(Chapter, era["title"])
                Chapter.objects.create(timeline=timeline, title=era["title"], slug=slug, earliest=span.earliest, latest=span.latest)  # fmt: skip
        return timeline

    def after_import(self, request, report):
        if report.made is None:
            return redirect("admin:timeline_timeline_changelist")
        return redirect("admin:timeline_timeline_change", report.made.pk)


def _shown(report: Report) -> dict[str, object]:
    """What is shown of a report: how many rows become what, and the first of them."""

    def listed(rows: list[Row]) -> list[dict[str, object]]:
        return [{"number": r.number, "words": r.words, "outcome": r.outcome.value, "errors": r.errors} for r in rows[:ROWS_SHOWN]]  # fmt: skip

    return {
        "counts": [(outcome.value, report.counts[outcome.value]) for outcome in Outcome],
        "wrong": listed(report.wrong),
        "wrong_count": len(report.wrong),
        "right_count": len(report.rows) - len(report.wrong),
        "rows": listed([row for row in report.rows if row.outcome != Outcome.WRONG]),
    }
