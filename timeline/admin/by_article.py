"""The review queue by article: all the events that one article proposes on one page, decided together."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from timeline.curation.presence import open_event, opened_by_others
from timeline.curation.queue import likely_twins
from timeline.curation.reviews import mark_ready
from timeline.curation.support import astray, lacks_support
from timeline.models import Citation, Event, Review, Source
from timeline.record.history import current_act

from .decisions import DECIDED, PUBLISHED, READY, REJECTED, DecisionsMixin
from .desk import numbers
from .forms import passage_in_article
from .sitting import Sitting, listed, remember

MOST_TOGETHER = 40  # events on a page; those of a longer article come in turns


@dataclass(frozen=True, slots=True)
class Row:
    """One proposed event on the page, and why it should be decided alone; "" if nothing speaks for that."""

    event: Event
    passages: list[tuple[Citation, str]]
    alone: str
    edit: str  # the address of the form to edit it in place


class ByArticleMixin(DecisionsMixin):
    """Adds to the review queue the page on which the events of one article are decided together."""

    def article_page(self, request, sitting, key):
        """All waiting events that cite the first document of an event; those that need a closer look are not ticked."""
        source, events = events_of(sitting, key)
        shown = [event.pk for event in events]
        open_event(events[0], request.user)
        before, after = sitting.around(shown)
        context = {
            **self.queue_head(request, sitting),
            "rows": rows_of(sitting, events, source),
            "source": source,
            "shown": listed(shown),
            "stay": sitting.address(at=str(key)),
            "single": sitting.address(at=str(key), by=""),
            "before": sitting.address(at=str(before)) if before else "",
            "after": sitting.address(at=str(after)) if after else "",
        }
        return self.desk_page(request, "by_article", context)

    @transaction.atomic
    def decide_together(self, request, sitting):
        """Approve, reject or find ready all ticked events that are as they were seen; say which were left, and why."""
        verb = request.POST.get("decision", "")
        if verb == "approve" and not self.has_publish_permission(request):
            raise PermissionDenied("only an editor can publish")
        shown = numbers(request.POST.get("shown", ""))
        stay = sitting.address(at=listed(shown[:1]))
        keys = numbers(",".join(request.POST.getlist("event")))
        events = list(Event.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
        if verb not in DONE or not events:
            messages.error(request, _("Tick the events first, then approve, reject or mark them."))
            return redirect(stay)
        onward = sitting.past(shown)
        fit = [event for event in events if self._fits(request, event, verb)]
        if not fit:
            return redirect(stay)
        reason = " ".join(request.POST.get("reason", "").split())[:300]
        self._settle_all(request, fit, verb, reason)
        if verb == "approve":
            onward |= {"published": listed([*sitting.published, *(event.pk for event in fit)])}
        return redirect(sitting.address(**onward))

    def _fits(self, request, event, verb) -> bool:
        if not self._is_as_seen(request, event, f"seen-{event.pk}"):
            return False
        if verb == "approve" and lacks_support(event):
            messages.warning(request, _("“%(event)s” was not published, because it has no passage: decide on it alone.") % {"event": event})  # fmt: skip
            return False
        return True

    def _settle_all(self, request, events, verb, reason):
        chosen = Event.objects.filter(pk__in=[event.pk for event in events])
        if verb == "ready":
            for event in events:
                mark_ready(event, request.user)
        elif verb == "approve":
            chosen.approve()
        else:
            chosen.reject()
        self.note(request, events, f"{DONE[verb]}: {reason}" if reason else f"{DONE[verb]}.")
        words = ngettext("%(n)s event", "%(n)s events", len(events)) % {"n": len(events)}
        if act := current_act():
            remember(request, "acts", act, events[0], words if len(events) > 1 else "")
        named = f"“{events[0]}”" if len(events) == 1 else words
        messages.success(request, TOLD[verb] % {"what": named})
        self.warn_about(request, chosen)


TOLD = {"approve": DECIDED[PUBLISHED], "reject": DECIDED[REJECTED], "ready": READY}
DONE = {"approve": PUBLISHED.label, "reject": REJECTED.label, "ready": "Ready for the editor"}


def events_of(sitting: Sitting, key: int) -> tuple[Source | None, list[Event]]:
    """The first document that an event cites, and the waiting events that cite it, in the order of the queue."""
    first = Citation.objects.filter(event=key).select_related("source").order_by("pk").first()
    source = first.source if first else None
    keys = {key}
    if source is not None:
        keys |= set(Citation.objects.filter(source=source).values_list("event", flat=True))
    chosen = [pk for pk in sitting.order if pk in keys or pk == key][:MOST_TOGETHER]
    found = Event.objects.with_counts().with_evidence("source__article").in_bulk([*chosen, key])
    return source, [found[pk] for pk in chosen or [key]]


def rows_of(sitting: Sitting, events: list[Event], source: Source | None) -> list[Row]:
    """The events with their passages, those from this document first, and why any should be decided alone."""
    user = sitting.user
    twins, opened = likely_twins(events), opened_by_others(user, [event.pk for event in events])
    assigned = {
        review.event_id: review.assigned_to
        for review in Review.objects.filter(event__in=events)
        .exclude(assigned_to=None)
        .select_related("assigned_to")
    }
    rows = []
    for event in events:
        citations = sorted(event.citations.all(), key=lambda c: c.source_id != (source and source.pk))
        who = assigned.get(event.pk)
        reasons = (
            event.is_disputed and _("its date is disputed"),
            not citations and _("it has no passage"),
            event.pk in twins and _("it may be the same as another event"),
            any(astray(citation) for citation in citations)
            and _("a quotation does not appear in our copy of its source"),
            who is not None and who != user and _("it is assigned to %(who)s") % {"who": who},
            event.pk in opened and _("%(who)s has it open") % {"who": opened.get(event.pk)},
        )
        passages = [
            (c, passage_in_article(c) if source and c.source_id == source.pk else "") for c in citations
        ]
        alone = "; ".join(str(reason) for reason in reasons if reason)
        rows.append(Row(event, passages, alone, f"{sitting.address(at=str(event.pk))}&edit=1"))
    return rows
