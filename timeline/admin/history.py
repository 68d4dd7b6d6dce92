"""The history of a record: who changed what and when, with buttons to undo it."""

from dataclasses import dataclass
from itertools import groupby

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from timeline.curation.support import NEEDED, is_unsupported
from timeline.models import Change, Citation, Event, Pick, ProposedChange
from timeline.record.history import (
    Entry,
    RestoreError,
    entries_of,
    explain,
    key_of,
    model_of,
    publishes,
    put_back,
)

from .desk import DeskMixin


@dataclass(frozen=True, slots=True)
class _Act:
    """The changes of one action for display, each with whether this user may undo it."""

    row: Model
    changes: list[tuple[Entry, bool]]

    @property
    def first(self) -> Change:
        return self.changes[0][0].change

    @property
    def entries(self) -> list[tuple[Entry, bool]]:
        return [(entry, may and entry.can_put_back) for entry, may in self.changes]

    @property
    def can_put_all_back(self) -> bool:
        made = any(_makes(self.row, entry.change) for entry, _ in self.changes)
        return len(self.changes) > 1 and not made and all(may for _, may in self.changes)


def _makes(row: Model, change: Change) -> bool:
    return change.verb == Change.Verb.ADDED and change.record == key_of(row)


class HistoryMixin(DeskMixin):
    """Shows changes field by field instead of Django's list of saves."""

    desk_pages = {"<int:pk>/put-back/": ("put_back_view", "put_back")}
    guarded_fields: frozenset[str] = frozenset()  # undoing changes of these requires permission to publish

    def history_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, object_id)
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied("only users who may view it can view its history")
        entries = entries_of(row)
        may = self.has_change_permission(request, row)
        undoable = self._undoable(request, [e.change for e in entries]) if may else set()
        groups = groupby(entries, key=lambda entry: entry.change.act)
        acts = [_Act(row, [(e, e.change.pk in undoable) for e in group]) for _, group in groups]
        context = {
            "title": f"History of “{row}”",
            "acts": acts,
            "object": row,
            "may_put_back": may,
            "opts": self.opts,
            "back": reverse(f"admin:timeline_{self.opts.model_name}_put_back", args=[row.pk]),
            **(extra_context or {}),
        }
        shared = self.admin_site.each_context(request)
        return TemplateResponse(request, "admin/timeline/history.html", {**shared, **context})

    def get_deleted_objects(self, objs, request):
        """Require permission to delete rows without a page of their own too, for which Django requires none."""
        gone, counts, needed, protected = super().get_deleted_objects(objs, request)
        for model in (Citation, Pick):
            may_delete = request.user.has_perm(f"timeline.delete_{model._meta.model_name}")
            if model._meta.verbose_name_plural in counts and not may_delete:
                needed.add(model._meta.verbose_name)
        # Nobody deletes a proposed change alone: it goes with what it is about.
        needed.discard(ProposedChange._meta.verbose_name)
        return gone, counts, needed, protected

    def put_back_view(self, request, pk):
        """Undo one change of this record or its parts, or all changes of one action."""
        row = get_object_or_404(self.model, pk=pk)
        if not self.has_change_permission(request, row):
            raise PermissionDenied("only users who may change it can undo changes")
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        chosen = request.POST.getlist("change")[:1000]
        keys = [int(key) for key in chosen if key.isdecimal() and len(key) < 16]
        act = request.POST.get("act", "")
        changes = [e.change for e in entries_of(row) if e.change.pk in keys or str(e.change.act) == act]
        if len(self._undoable(request, changes)) < len(changes):
            raise PermissionDenied("only an editor can undo this")
        try:
            if any(_makes(row, change) for change in changes):
                raise RestoreError("it was created in this action; delete it instead")
            with transaction.atomic():
                self.restore(row, changes)
        except RestoreError as error:
            messages.error(request, f"It cannot be undone: {error}.")
        else:
            self.note(request, [row], "Undone.")
            messages.success(request, "Undone.")
            self.warn_about(request, self.model.objects.filter(pk=row.pk))
        return redirect(f"admin:timeline_{self.opts.model_name}_history", pk)

    def restore(self, row, changes):
        """Undo the changes; raises RestoreError if that is not possible."""
        put_back(changes, lambda restored, change: self.after_put_back(row, restored, change))

    def warn_about(self, request, rows):
        """Warn of anything to check in rows that were saved."""

    def _undoable(self, request, changes) -> set[int]:
        """The keys of the changes that this user may undo."""
        guarded = self.guarded(changes)
        may_publish = bool(guarded) and self.has_publish_permission(request)
        return {change.pk for change in changes} - (set() if may_publish else guarded)

    def guarded(self, changes) -> set[int]:
        """The keys of the changes that only users who may publish can undo."""
        return {change.pk for change in changes if self.guarded_fields & change.before.keys()}

    def after_put_back(self, row, restored, change):
        """Whatever else follows when a curator undoes a change."""


@admin.register(Change)
class ChangeAdmin(DeskMixin, admin.ModelAdmin):
    """Everything that people changed, newest first; deleted records can be restored here."""

    desk_pages = {"<int:pk>/put-back/": ("put_back_view", "put_back")}
    change_form_template = "admin/timeline/change/change_form.html"

    list_display = ("at", "author_name", "verb", "record", "words", "reason")
    list_filter = ("verb", "author")
    search_fields = ("words", "reason", "author_name", "record")
    date_hierarchy = "at"
    show_full_result_count = False
    list_per_page = 50

    def put_back_view(self, request, pk):
        """Restore a deleted record with everything deleted with it."""
        change = get_object_or_404(Change, pk=pk, verb=Change.Verb.REMOVED)
        changes = _removed_with(change)
        if why_not := _why_not_back(request.user, changes):
            raise PermissionDenied(why_not)
        if request.method != "POST":
            return redirect("admin:timeline_change_change", pk)
        try:
            put_back(changes, lambda row, change: None)
        except RestoreError as error:
            messages.error(request, f"It cannot be restored: {error}.")
        else:
            self._hold_back(request, changes)
            explain("Restored.")
            messages.success(request, f"“{change.words}” has been restored.")
        return redirect("admin:timeline_change_change", pk)

    def _hold_back(self, request, changes):
        """Restore an event as proposed if it would be public without a passage or a reason."""
        keys = [each.record.partition("-")[2] for each in changes if model_of(each) is Event]
        for event in Event.objects.filter(pk__in=keys):
            if is_unsupported(event):
                event.status = Event.Status.PROPOSED
                event.save()
                messages.warning(
                    request, f"“{event}” has been restored as proposed; it is not published because {NEEDED}."
                )

    def change_view(self, request, object_id, form_url="", extra_context=None):
        change = self.get_object(request, object_id)
        is_gone = change is not None and change.verb == Change.Verb.REMOVED
        may = is_gone and not _why_not_back(request.user, _removed_with(change))
        return super().change_view(
            request, object_id, form_url, {"may_put_back": may, **(extra_context or {})}
        )

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def _removed_with(change: Change) -> list[Change]:
    return list(Change.objects.filter(act=change.act, verb=Change.Verb.REMOVED))


def _why_not_back(user, changes: list[Change]) -> str:
    """Why this user may not restore deleted records; "" if they may."""
    for model in {model_of(each) for each in changes}:
        if not user.has_perm(f"timeline.delete_{model._meta.model_name}"):
            return "only users who may delete such records can restore them"
    may_publish = user.has_perms(["timeline.publish_event", "timeline.publish_timeline"])
    return "" if may_publish or not publishes(changes) else "only an editor can restore published records"
