"""The history of a record: who changed what and when, and a button that puts it back."""

from itertools import groupby

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from timeline.history import RestoreError, entries_of, explain, model_of, publishes, put_back
from timeline.models import Change

from .desk import DeskMixin


class HistoryMixin(DeskMixin):
    """Shows changes field by field in place of Django's own list of saves."""

    desk_pages = {"<int:pk>/put-back/": ("put_back_view", "put_back")}
    guarded_fields: frozenset[str] = frozenset()  # to put these back takes the right to publish

    def history_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, object_id)
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied("only who may see it sees its history")
        acts = [list(group) for _, group in groupby(entries_of(row), key=lambda entry: entry.change.act)]
        context = {
            "title": f"History of “{row}”",
            "acts": acts,
            "object": row,
            "may_put_back": self.has_change_permission(request, row),
            "opts": self.opts,
            "back": reverse(f"admin:timeline_{self.opts.model_name}_put_back", args=[row.pk]),
            **(extra_context or {}),
        }
        shared = self.admin_site.each_context(request)
        return TemplateResponse(request, "admin/timeline/history.html", {**shared, **context})

    def put_back_view(self, request, pk):
        """Undo one change of this record or of its parts, or all that was changed in one go."""
        row = get_object_or_404(self.model, pk=pk)
        if not self.has_change_permission(request, row):
            raise PermissionDenied("only who may change it puts things back")
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        chosen = request.POST.getlist("change")[:1000]
        keys = [int(key) for key in chosen if key.isdecimal() and len(key) < 16]
        act = request.POST.get("act", "")
        changes = [e.change for e in entries_of(row) if e.change.pk in keys or str(e.change.act) == act]
        self._may_put_back(request, changes)
        try:
            put_back(changes, lambda restored, change: self.after_put_back(row, restored, change))
        except RestoreError as error:
            messages.error(request, f"It cannot be put back: {error}.")
        else:
            self.note(request, [row], "Put back.")
            messages.success(request, "Put back.")
        return redirect(f"admin:timeline_{self.opts.model_name}_history", pk)

    def _may_put_back(self, request, changes):
        if any(map(self.is_guarded, changes)) and not self.has_publish_permission(request):
            raise PermissionDenied("only an editor puts this back")

    def is_guarded(self, change) -> bool:
        """Whether putting a change back takes the right to publish."""
        return bool(self.guarded_fields & change.before.keys())

    def after_put_back(self, row, restored, change):
        """What else follows from a curator's having put a record back."""


@admin.register(Change)
class ChangeAdmin(DeskMixin, admin.ModelAdmin):
    """Everything that people changed, the last first; here a record that was deleted is put back."""

    desk_pages = {"<int:pk>/put-back/": ("put_back_view", "put_back")}
    change_form_template = "admin/timeline/change/change_form.html"

    list_display = ("at", "author_name", "verb", "record", "words", "reason")
    list_filter = ("verb", "author")
    search_fields = ("words", "reason", "author_name", "record")
    date_hierarchy = "at"
    show_full_result_count = False
    list_per_page = 50

    def put_back_view(self, request, pk):
        """Bring a deleted record back, with all that went with it."""
        change = get_object_or_404(Change, pk=pk, verb=Change.Verb.REMOVED)
        changes = list(Change.objects.filter(act=change.act, verb=Change.Verb.REMOVED))
        for model in {model_of(each) for each in changes}:
            if not request.user.has_perm(f"timeline.delete_{model._meta.model_name}"):
                raise PermissionDenied("only who may delete such records puts them back")
        may_publish = request.user.has_perms(["timeline.publish_event", "timeline.publish_timeline"])
        if publishes(changes) and not may_publish:
            raise PermissionDenied("only an editor puts back what readers see")
        if request.method != "POST":
            return redirect("admin:timeline_change_change", pk)
        try:
            put_back(changes, lambda row, change: None)
        except RestoreError as error:
            messages.error(request, f"It cannot be put back: {error}.")
        else:
            explain("Put back.")
            messages.success(request, f"“{change.words}” is back.")
        return redirect("admin:timeline_change_change", pk)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
