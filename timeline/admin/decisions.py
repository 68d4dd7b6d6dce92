"""What is decided about an event in the review queue, and how each decision is undone."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from timeline.curation.drafts import save_or_propose
from timeline.curation.merging import MergeError
from timeline.curation.reviews import (
    ReviewError,
    assign,
    check_undoable,
    colleagues,
    comment,
    mark_ready,
    set_tags,
)
from timeline.curation.support import NEEDED, lacks_support
from timeline.models import Change, Event, Review
from timeline.record.history import RestoreError, current_act, publishes

from .desk import DeskMixin, numbers
from .in_place import InPlaceForm
from .merging import UNDOING as REGROUPINGS
from .proposing import by_of, tell_kept
from .sitting import forget_last, last_done, listed, remember

PUBLISHED, REJECTED, PROPOSED = Event.Status.PUBLISHED, Event.Status.REJECTED, Event.Status.PROPOSED
DECIDED = {PUBLISHED: gettext_lazy("Published %(what)s."), REJECTED: gettext_lazy("Rejected %(what)s.")}
READY, UNREADY = (
    gettext_lazy("Ready for the editor: %(what)s."),
    gettext_lazy("Not ready after all: %(what)s."),
)


class DecisionsMixin(DeskMixin):
    """Decides on one event of the queue: by the name of the button that was pressed."""

    @transaction.atomic
    def decide_one(self, request, sitting):
        decision = request.POST.get("decision", "")
        if decision == "undo":
            return self._undo_last(request, sitting)
        # The lock makes a second editor wait, and then see that the first has decided.
        waiting = Event.objects.select_for_update()
        event = get_object_or_404(waiting, pk__in=numbers(request.POST.get("event", ""))[:1])
        decide = DECISIONS.get(decision)
        if decide is None:
            messages.error(request, _("Choose to approve or to reject."))
            return redirect(sitting.address(at=str(event.pk)))
        return decide(self, request, sitting, event)

    def _is_as_seen(self, request, event, field="seen"):
        """Whether the event still waits and is as this person saw it, by that field of the form; otherwise say so."""
        if request.POST.get(field) == event.updated_at.isoformat() and event.status == PROPOSED:
            return True
        messages.warning(
            request,
            _("“%(event)s” was changed after you opened it: please check it again.") % {"event": event},
        )
        return False

    def _approve(self, request, sitting, event):
        if not self.has_publish_permission(request):
            raise PermissionDenied("only an editor can publish")
        return self._settle(request, sitting, event, PUBLISHED)

    def _reject(self, request, sitting, event):
        return self._settle(request, sitting, event, REJECTED)

    def _settle(self, request, sitting, event, status):
        stay = redirect(sitting.address(at=str(event.pk)))
        if not self._is_as_seen(request, event):
            return stay
        onward = sitting.past([event.pk])
        reason = " ".join(request.POST.get("reason", "").split())[:300]
        if status == PUBLISHED and lacks_support(event):
            if not reason:
                words = _("“%(event)s” was not published: %(why)s.")
                messages.error(request, words % {"event": event, "why": _(NEEDED)})
                return stay
            event.no_passage_reason = reason
            event.save()
        chosen = Event.objects.filter(pk=event.pk)
        chosen.approve() if status == PUBLISHED else chosen.reject()
        self._done(request, event, f"{status.label}: {reason}" if reason else f"{status.label}.")
        messages.success(request, DECIDED[status] % {"what": f"“{event}”"})
        self.warn_about(request, chosen)
        if status == PUBLISHED:
            onward |= {"published": listed([*sitting.published, event.pk])}
        return redirect(sitting.address(**onward))

    def _ready(self, request, sitting, event):
        """Found ready, or not ready after all."""
        stay, onward = sitting.address(at=str(event.pk)), sitting.address(**sitting.past([event.pk]))
        if not self._is_as_seen(request, event):
            return redirect(stay)
        was_ready = Review.objects.filter(event=event).exclude(ready_at=None).exists()
        mark_ready(event, None if was_ready else request.user)
        words = "Not ready after all" if was_ready else "Ready for the editor"
        self._done(request, event, f"{words}.")
        messages.success(request, (UNREADY if was_ready else READY) % {"what": f"“{event}”"})
        return redirect(stay if was_ready else onward)

    def _save(self, request, sitting, event):
        """The fields edited in place; errors are shown there."""
        if event.status != PROPOSED or event.merged_into_id:
            messages.warning(
                request, _("“%(event)s” no longer waits: your changes were not saved.") % {"event": event}
            )
            return redirect(sitting.address(at=str(event.pk)))
        form = InPlaceForm(request.POST, instance=event)
        if not form.is_valid():
            return self.queue_page(request, sitting, event.pk, form=form)
        changed = form.save_in_place()
        for words in form.happened:
            messages.info(request, words)
        if changed:
            self._done(request, event, "Edited in the review queue.")
            messages.success(request, _("Saved “%(event)s”.") % {"event": event})
        return redirect(sitting.address(at=str(event.pk)))

    def _assign(self, request, sitting, event):
        chosen = request.POST.get("assigned", "")
        who = colleagues().filter(pk__in=numbers(chosen)[:1]).first() if chosen else None
        if chosen and who is None:
            messages.error(request, _("Choose one of those who may review events."))
            return redirect(sitting.address(at=str(event.pk)))
        assign(event, who)
        words = f"Assigned to {who}." if who else "Assigned to nobody."
        self._done(request, event, words, _("who has “%(event)s”") % {"event": event})
        said = _("Assigned to %(who)s.") % {"who": who} if who else _("Assigned to nobody.")
        messages.success(request, said)
        return redirect(sitting.address(at=str(event.pk)))

    def _tag(self, request, sitting, event):
        try:
            names = set_tags(event, request.POST.get("tags", "").split(","))
        except ReviewError as error:
            messages.error(request, f"{capfirst(str(error))}.")
        else:
            joined = ", ".join(names)
            self._done(
                request, event, f"Tags: {joined or 'none'}.", _("the tags of “%(event)s”") % {"event": event}
            )
            messages.success(request, _("Tags: %(tags)s.") % {"tags": joined or _("none")})
        return redirect(sitting.address(at=str(event.pk)))

    def _comment(self, request, sitting, event):
        try:
            _made, strangers = comment(event, request.user, request.POST.get("comment", ""))
        except ReviewError as error:
            messages.error(request, f"{capfirst(str(error))}.")
        else:
            for name in strangers:
                words = _("Nobody who reviews events is called @%(name)s: nobody was told by that name.")
                messages.warning(request, words % {"name": name})
            self.note(request, [event], "Commented on.")
        return redirect(sitting.address(at=str(event.pk)))

    def _done(self, request, event, words, what=""):
        """Record what was done, so that it can be looked back on and undone; ``what`` says of what, if not of the event."""
        self.note(request, [event], words)
        if act := current_act():
            remember(request, "act", act, event, what)

    def _undo_last(self, request, sitting):
        """Undo what this person did last in the queue, unless somebody has changed it since."""
        done = last_done(request)
        if done is None:
            messages.info(request, _("There is nothing to undo."))
            return redirect(sitting.address())
        what, key, event_key, title = done
        event = Event.objects.select_for_update().filter(pk=event_key).first()
        try:
            if event is None:
                raise RestoreError("it has been deleted")
            with transaction.atomic():
                shown, kept = UNDOING[what](self, request, event, key)
        except (RestoreError, MergeError) as error:
            messages.error(request, _("%(what)s not undone: %(why)s.") % {"what": title, "why": error})
            shown = event
        except PermissionDenied:
            forget_last(request)  # or it would stand in the way of all that was done before it
            raise
        else:
            if kept:
                tell_kept(request, kept)
            else:
                self.note(request, [event], "Undone in the review queue.")
                messages.success(request, _("Undone: %(what)s.") % {"what": title})
        forget_last(request)
        public = set(Event.objects.filter(pk__in=sitting.published, status=PUBLISHED).values_list("pk", flat=True))  # fmt: skip
        published = [pk for pk in sitting.published if pk in public]
        at = {"at": str(shown.pk)} if shown else {}
        return redirect(sitting.address(published=listed(published), **at))

    # Each returns the event to show next, and how many changes wait for an Editor: 0 if it is undone.

    def _undo_act(self, request, event, key):
        changes = list(Change.objects.filter(act=key))
        return event, self._undo_changes(request, changes, {event.pk: event}, {event.pk: changes})

    def _undo_acts(self, request, event, key):
        """Undo what was decided of several events together: of all, or of none."""
        changes = list(Change.objects.filter(act=key))
        by_event: dict[int, list[Change]] = {}
        for change in changes:
            by_event.setdefault(int(change.place.partition("-")[2]), []).append(change)
        rows = Event.objects.select_for_update().in_bulk(by_event)
        if by_event.keys() - rows.keys():
            raise RestoreError("one of them has been deleted")
        return event, self._undo_changes(request, changes, rows, by_event)

    def _undo_changes(self, request, changes, rows, by_event) -> int:
        """Undo changes of events; what readers would see of that waits for an Editor, unless this user may publish."""

        def restore():
            for pk, of_one in by_event.items():
                self.restore(rows[pk], of_one)

        withdraws = self.guarded(changes) and any(row.status == PUBLISHED for row in rows.values())
        if (publishes(changes) or withdraws) and not self.has_publish_permission(request):
            raise PermissionDenied("only an editor can undo what publishes or withdraws an event")
        check_undoable(changes)
        if self.has_publish_permission(request):
            restore()
            return 0
        return len(save_or_propose(restore, by_of(request))[1])

    def _undo_merge(self, request, event, key):
        return self._undo_regrouping(request, event, "merge")

    def _undo_split(self, request, event, key):
        return self._undo_regrouping(request, event, "split")

    def _undo_regrouping(self, request, event, what):
        work, propose = REGROUPINGS[what]
        if self.undoing_waits(request, event):
            return event, len(propose(event, by_of(request)))
        return work(event), 0


DECISIONS = {
    "approve": DecisionsMixin._approve,
    "reject": DecisionsMixin._reject,
    "ready": DecisionsMixin._ready,
    "save": DecisionsMixin._save,
    "assign": DecisionsMixin._assign,
    "tag": DecisionsMixin._tag,
    "comment": DecisionsMixin._comment,
}
UNDOING = {
    "act": DecisionsMixin._undo_act,
    "acts": DecisionsMixin._undo_acts,
    "merge": DecisionsMixin._undo_merge,
    "split": DecisionsMixin._undo_split,
}
