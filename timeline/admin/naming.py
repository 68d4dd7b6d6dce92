"""Merging actors that are one, splitting one that is two, and undoing either or any decision on names."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from timeline.curation.asking import propose_joining, propose_parting, propose_undoing_names
from timeline.curation.naming import NamingError, join, split, undo
from timeline.models import Actor, Citation, Event, NameDecision

from .desk import DeskMixin, keys_of, numbers
from .proposing import by_of, tell_kept

MOST_MERGED = 50
MOST_EVENTS = 200  # offered when an actor is split, the latest


class ActorMergingMixin(DeskMixin):
    """Adds to the admin of actors the action "merge", a page to split an actor, and a button to undo decisions."""

    change_form_template = "admin/timeline/actor/change_form.html"
    desk_pages = {
        "merge/": ("merge_view", "merge"),
        "<int:pk>/split/": ("split_view", "split"),
        "undo/<int:pk>/": ("undo_view", "undo"),
    }

    @admin.action(description=gettext_lazy("Merge the selected actors…"), permissions=["change"])
    def merge_selected(self, request, queryset):
        return redirect(f"{reverse('admin:timeline_actor_merge')}?actors={keys_of(queryset, MOST_MERGED)}")

    def merge_view(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied("only users who may change actors can merge them")
        keys = numbers((request.POST or request.GET).get("actors", ""))[:MOST_MERGED]
        actors = list(Actor.objects.filter(pk__in=keys).prefetch_related("aliases", "events").order_by("is_proposed", "pk"))  # fmt: skip
        if len(actors) < 2:
            messages.warning(request, _("Choose at least two actors to merge."))
            return redirect("admin:timeline_actor_changelist")
        waits = _waits(request, actors)
        if request.method == "POST":
            kept = next((actor for actor in actors if str(actor.pk) == request.POST.get("kept")), None)
            if kept is None:
                messages.error(request, _("Choose the actor to keep."))
            else:
                others = [actor for actor in actors if actor.pk != kept.pk]
                work = (lambda: propose_joining(kept, others, by_of(request))) if waits else (lambda: join(kept, others, request.user))  # fmt: skip
                if self._tried(request, work, kept):
                    return redirect("admin:timeline_actor_change", kept.pk)
        context = {
            "title": _("Merge actors"),
            "waits": waits,
            "actors": actors,
            "likely": max(actors, key=lambda a: (not a.is_proposed, len(a.events.all()), -a.pk)),
            "keys": ",".join(str(actor.pk) for actor in actors),
        }
        return self.desk_page(request, "merge", context)

    def split_view(self, request, pk):
        if not self.has_change_permission(request):
            raise PermissionDenied("only users who may change actors can split them")
        if not request.user.has_perm("timeline.view_event"):
            raise PermissionDenied("only users who may see events can share them out")
        actor = get_object_or_404(Actor, pk=pk)
        events = list(actor.events.with_citations().order_by("-latest", "-pk")[:MOST_EVENTS])
        aliases, waits = list(actor.aliases.all()), _waits(request, [actor])
        if request.method == "POST":
            chosen = [alias for alias in aliases if str(alias.pk) in request.POST.getlist("alias")]
            ticked = [event.pk for event in events if str(event.pk) in request.POST.getlist("event")]
            if request.POST.get("by_name"):
                ticked += _that_name(actor, [alias.name for alias in chosen], [actor.name, *(a.name for a in aliases if a not in chosen)])  # fmt: skip
            name = request.POST.get("name", "") or (chosen[0].name if chosen else "")
            wanted = (actor, name, [alias.pk for alias in chosen], ticked)
            work = (lambda: propose_parting(*wanted, by_of(request))) if waits else (lambda: split(*wanted, request.user)[::-1])  # fmt: skip
            if new := self._tried(request, work, actor):
                return redirect("admin:timeline_actor_change", new.pk)
        names = [actor.name, *(alias.name for alias in aliases)]
        context = {
            "title": _("Split “%(thing)s”") % {"thing": actor},
            "actor": actor,
            "waits": waits,
            "aliases": aliases,
            "events": [(event, _named_in(event, names)) for event in events],
            "ticked_aliases": numbers(",".join(request.POST.getlist("alias"))),
            "ticked_events": numbers(",".join(request.POST.getlist("event"))),
            "is_by_name": request.method != "POST" or "by_name" in request.POST,
            "name": request.POST.get("name", ""),
        }
        return self.desk_page(request, "split", context)

    def undo_view(self, request, pk):
        if not self.has_change_permission(request):
            raise PermissionDenied("only users who may change actors can undo decisions on them")
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        decision = get_object_or_404(NameDecision, pk=pk)
        there = list(Actor.objects.filter(pk__in=decision.before["keys"]))
        try:
            if there and _undoing_waits(request, decision, there):
                about = next((a for a in there if a.pk == decision.before.get("into")), there[0])
                tell_kept(request, len(propose_undoing_names(decision, about, by_of(request))))
                return redirect("admin:timeline_actor_change", about.pk)
            undo(decision)
        except NamingError as error:
            messages.error(request, f"It cannot be undone: {error}.")
        else:
            self.note(request, there, f"Undone: {decision.words}")
            messages.success(request, f"Undone: {decision.words}")
        if request.POST.get("next") == "unknown" or not there:
            return redirect("admin:timeline_actor_unknown")
        return redirect("admin:timeline_actor_change", there[0].pk)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The form, with the decisions on this actor that can be undone."""
        found = []
        if str(object_id).isdecimal():
            key = int(object_id)
            lately = NameDecision.objects.filter(undone_at=None)[:MOST_EVENTS]
            decided = [decision for decision in lately if key in decision.before["keys"]]
            keys = {pk for decision in decided for pk in decision.before["keys"]}
            there = Actor.objects.in_bulk(keys)
            found = [(d, _undoing_waits(request, d, [there[pk] for pk in d.before["keys"] if pk in there])) for d in decided]  # fmt: skip
        return super().change_view(request, object_id, form_url, {"decided": found, **(extra_context or {})})

    def _tried(self, request, work, actor):
        """Do it and note it, or keep it for an Editor; return the actor that came of it, or None after saying why not."""
        try:
            done = work()
        except NamingError as error:
            messages.error(request, f"{str(error)[0].upper()}{str(error)[1:]}.")
            return None
        if isinstance(done, list):
            tell_kept(request, len(done))
            return actor
        decision, made = done if isinstance(done, tuple) else (done, actor)
        self.note(request, {actor.pk: actor, made.pk: made}.values(), decision.words)
        messages.success(request, decision.words)
        return made


def _waits(request, actors) -> bool:
    """Whether it waits for an Editor if this user merges or splits those: readers see a page of theirs."""
    if request.user.has_perm("timeline.publish_event"):
        return False
    return Event.objects.published().filter(actors__in=[a.pk for a in actors if not a.is_proposed]).exists()


def _undoing_waits(request, decision: NameDecision, actors: list[Actor]) -> bool:
    """Whether it waits for an Editor if this user undoes the decision, which those came of."""
    joined = any(not row["is_proposed"] for row in decision.before.get("joined", ()))
    return bool(joined or decision.before.get("split")) and _waits(request, actors)


def _named_in(event: Event, names: list[str]) -> list[str]:
    """Which of the names the passages of an event contain."""
    quotes = "\n".join(citation.quote for citation in event.citations.all())
    return [name for name in names if name in quotes]


def _that_name(actor: Actor, ours: list[str], others: list[str]) -> list[int]:
    """The events of an actor, also those that are not listed, whose passages contain one of our names and none of the others."""
    passages: dict[int, list[str]] = {}
    for event, quote in Citation.objects.filter(event__participations__actor=actor).order_by().values_list("event", "quote"):  # fmt: skip
        passages.setdefault(event, []).append(quote)
    told = {event: "\n".join(quotes) for event, quotes in passages.items()}
    return [event for event, text in told.items() if any(n in text for n in ours) and not any(n in text for n in others)]  # fmt: skip
