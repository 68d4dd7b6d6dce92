"""The review queue: one proposed event at a time, decided by a key."""

from collections import defaultdict
from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from timeline.models import Event, Participation
from timeline.typed_dates import reading_of

from .desk import MOST_NUMBERS, DeskMixin, numbers
from .forms import machine_reading, passage_in_article


class ReviewMixin(DeskMixin):
    """Adds the review queue: one proposed event at a time with all that it rests on, decided by a key."""

    change_list_template = "admin/timeline/event/change_list.html"

    desk_pages = {"review/": ("review_view", "review"), "read-date/": ("read_date_view", "read_date")}

    def read_date_view(self, request):
        """How a date that is being typed would be read."""
        return JsonResponse(reading_of(request.GET.get("text", "")[:200]))

    def review_view(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied("only who may change events reviews them")
        if request.method == "POST":
            return self._decide_one(request)
        skipped, published = numbers(request.GET.get("skip", "")), numbers(request.GET.get("published", ""))
        scope = request.GET.get("of", "")
        queue, scope_words = waiting_of(scope)
        event = most_useful(queue.exclude(pk__in=skipped))
        context = {
            "title": "Review queue",
            "event": event,
            "left": queue.count(),
            "skipped": len(skipped),
            "skip": _listed(skipped),
            "published": _listed(published),
            "published_count": len(published),
            "skip_link": _onward([*skipped, event.pk], published, scope) if event else "",
            "scope": scope if scope_words else "",
            "scope_words": scope_words,
            "passages": [(c, passage_in_article(c), machine_reading(c)) for c in event.citations.all()]
            if event
            else [],
            "alike": likely_repeats(event) if event else [],
            "may_publish": self.has_publish_permission(request),
        }
        return self.desk_page(request, "review", context)

    @transaction.atomic
    def _decide_one(self, request):
        # The lock makes a second editor wait, and then see that the first has decided.
        waiting = Event.objects.select_for_update()
        event = get_object_or_404(waiting, pk__in=numbers(request.POST.get("event", ""))[:1])
        skipped, published = (numbers(request.POST.get(name, "")) for name in ("skip", "published"))
        scope = request.POST.get("of", "")
        here = _onward(skipped, published, scope)
        verbs = {"approve": Event.Status.PUBLISHED, "reject": Event.Status.REJECTED}
        status = verbs.get(request.POST.get("decision", ""))
        if status is None:
            messages.error(request, "Choose to approve or to reject.")
            return redirect(here)
        if status == Event.Status.PUBLISHED and not self.has_publish_permission(request):
            raise PermissionDenied("only an editor publishes")
        if request.POST.get("seen") != event.updated_at.isoformat() or event.status != Event.Status.PROPOSED:
            messages.warning(request, f"“{event}” was changed after you opened it: look at it again.")
            return redirect(here)
        chosen = Event.objects.filter(pk=event.pk)
        chosen.approve() if status == Event.Status.PUBLISHED else chosen.reject()
        reason = " ".join(request.POST.get("reason", "").split())[:300]
        note = f"{status.label}: {reason}" if reason else f"{status.label}."
        self.note(request, [event], note)
        messages.success(request, f"{status.label} “{event}”.")
        return redirect(
            _onward(skipped, [*published, event.pk], scope) if verbs["approve"] == status else here
        )


Scope = Callable[[int], tuple[Q, str] | None]
_scopes: dict[str, Scope] = {}


def add_scope(name: str, scope: Scope) -> None:
    """Let the queue be limited by the address's "of=NAME-KEY": the scope gives for a key what its events fulfil and what
    they are called, or None."""
    _scopes[name] = scope


def waiting_of(asked: str):
    """The events that wait, those of one scope if it is known; and what they are called then."""
    name, _, key = asked.partition("-")
    found = _scopes[name](int(key)) if name in _scopes and numbers(key) else None
    if found is None:
        return Event.objects.waiting(), ""
    condition, words = found
    return Event.objects.waiting().filter(pk__in=Event.objects.filter(condition).values("pk")), words


def _onward(skipped: list[int], published: list[int], scope: str) -> str:
    """The queue's address with what was passed over and what was published in this sitting."""
    query = {"of": scope[:40], "skip": _listed(skipped), "published": _listed(published)}
    return f"{reverse('admin:timeline_event_review')}?{urlencode({k: v for k, v in query.items() if v}, safe=',')}"


def _listed(keys: list[int]) -> str:
    return ",".join(map(str, keys[-MOST_NUMBERS:]))


RANKED = 1000  # of the oldest that wait are compared: a queue of any length is answered at once


def most_useful(waiting) -> Event | None:
    """The event to decide on next: a disputed one, else one that seems told twice, else the one with most sources."""
    oldest = list(waiting.with_counts().order_by("-is_disputed", "pk")[:RANKED])
    if not oldest:
        return None
    twins = _told_twice(oldest)
    best = min(oldest, key=lambda e: (not e.is_disputed, e.pk not in twins, -e.source_count, e.pk))
    with_all = Event.objects.with_counts().prefetch_related(
        "participations__actor", "citations__source__article"
    )
    return with_all.filter(pk=best.pk).first()


def _told_twice(events) -> set[int]:
    """The events of which another has the kind, the first day and an actor."""
    days = {event.earliest for event in events}
    rows = Participation.objects.filter(event__earliest__in=days, event__merged_into=None)
    told: dict[tuple, set[int]] = defaultdict(set)
    for pk, kind, day, actor in rows.values_list("event", "event__kind", "event__earliest", "actor"):
        told[kind, day, actor].add(pk)
    return {pk for twins in told.values() if len(twins) > 1 for pk in twins}


def likely_repeats(event: Event) -> list[Event]:
    """Events of the same kind and time that share an actor: perhaps the same happening told otherwise."""
    actors = [p.actor for p in event.participations.all()]
    near = Event.objects.standing().filter(kind=event.kind).between(event.earliest, event.latest)
    if actors:
        near = near.involving(actors)
    return list(near.exclude(pk=event.pk).with_counts().order_by("earliest", "pk")[:5])
