"""The list of unknown names, each with a passage, to be made an actor, an alias, or ignored."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect

from timeline.curation.naming import NamingError, confirm, ignore, join
from timeline.curation.unknown_names import Cluster, actor_for, name_clusters, propose
from timeline.models import Actor, Alias, Citation, Event, NameDecision

from .desk import Autocomplete, DeskMixin

PAGE = 20
LATELY = 8  # decisions that can be undone from the page
LIKELY = 75  # the score from which a proposal is chosen from the start; nothing is decided by it
DECISIONS = [("actor", "an actor"), ("alias", "an alias of"), ("ignore", "not an actor: ignore it")]


@dataclass(frozen=True, slots=True)
class Advice:
    """What somebody proposes of a name, with words that say who: a kind, and a known actor whose name it is too."""

    words: str
    kind: str = ""
    same_as: str = ""


@dataclass(frozen=True, slots=True)
class Adviser:
    """Whom the desk can ask about a name and a passage that has it, where there is anybody to ask."""

    is_there: Callable[[], bool]
    advise: Callable[[Actor, Citation], Advice]


_advisers: list[Adviser] = []


def add_adviser(adviser: Adviser) -> None:
    """Let the desk ask somebody about names: whoever reads articles may know more."""
    _advisers.append(adviser)


class NameForm(forms.Form):
    """What to do with the names of a cluster that are ticked."""

    names = forms.TypedMultipleChoiceField(coerce=int, widget=forms.CheckboxSelectMultiple, required=False)
    decision = forms.ChoiceField(choices=DECISIONS)
    main = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)
    kind = forms.ChoiceField(choices=Actor.Kind.choices, required=False)
    proposal = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    actor = forms.ModelChoiceField(
        Actor.objects.all(),
        required=False,
        widget=Autocomplete(Alias._meta.get_field("actor")),
    )

    def __init__(self, *args, cluster: Cluster, **kwargs):
        super().__init__(*args, prefix=f"name-{cluster.key}", **kwargs)
        self.cluster = cluster
        self.rows = {name.pk: name for name in cluster.names}
        choices = [(name.pk, name.name) for name in cluster.names]
        self.fields["names"].choices = self.fields["main"].choices = choices
        self.fields["proposal"].choices = [
            *((one.value, f"{one.words} ({one.score}: {one.why})") for one in cluster.proposals),
            ("other", "another, chosen here:"),
        ]

    @property
    def ticked(self) -> set[int]:
        """The keys of the names that are ticked on the page."""
        return {int(key) for key in self["names"].value() or () if str(key).isdecimal()}

    def clean(self):
        cleaned = super().clean()
        decision, ticked = cleaned.get("decision"), cleaned.get("names") or []
        if len(self.rows) == 1:
            ticked = cleaned["names"] = list(self.rows)
        if not ticked and "names" not in self.errors:
            self.add_error("names", "Tick at least one name.")
        is_proposal = cleaned.get("proposal", "other") not in ("", "other")
        if decision == "alias" and not self.errors.keys() & {"actor", "proposal"}:
            if is_proposal and not self.errors:  # it may make a row for the actor
                cleaned["actor"] = actor_for(cleaned["proposal"])
            if not cleaned.get("actor") and (not is_proposal or not self.errors):
                self.add_error("actor", "Choose the actor it is an alias of.")
        if decision == "actor" and not cleaned.get("kind"):
            self.add_error("kind", "Choose what kind of actor it is.")
        if decision == "actor" and ticked and (cleaned.get("main") or ticked[0]) not in ticked:
            self.add_error("main", "Tick the name that it is to be called by, too.")
        return cleaned

    def decide(self, user) -> tuple[NameDecision, Actor | None]:
        """Carry out the decision; return it with the actor that remains. Raises NamingError."""
        ticked = [self.rows[key] for key in self.cleaned_data["names"]]
        decision, actor = self.cleaned_data["decision"], self.cleaned_data["actor"]
        if decision == "alias":
            return join(actor, ticked, user), actor
        if decision == "ignore":
            return ignore(ticked, user), None
        kept = self.rows[self.cleaned_data.get("main") or ticked[0].pk]
        others = [name for name in ticked if name.pk != kept.pk]
        return confirm(others, kept, self.cleaned_data["kind"], user), kept


class NamesMixin(DeskMixin):
    """Adds to the admin of actors the list of unknown names."""

    desk_pages = {"unknown/": ("unknown_view", "unknown")}

    def unknown_view(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied("only users who may change actors can decide on names")
        found = name_clusters()
        page = Paginator(found, PAGE).get_page(request.GET.get("page"))
        may_read = request.user.has_perms(["timeline.view_event", "timeline.view_citation"])
        posted, bound = request.POST.get("name", ""), None
        advisers = [one for one in _advisers if may_read and one.is_there()]
        if request.method == "POST" and "ask" in request.POST and advisers:
            propose(page.object_list, with_passages=may_read)
            bound = self._ask(request, advisers[0], page, posted)
        elif request.method == "POST":
            cluster = next((one for one in found if str(one.key) == posted), None)
            if cluster is None or _lacks_some(request, cluster):
                messages.warning(request, "Somebody else has already decided on that name.")
                return redirect(request.get_full_path())
            propose([cluster], with_passages=may_read)
            bound = NameForm(request.POST, cluster=cluster)
            if bound.is_valid() and self._decide_name(request, bound):
                return redirect(request.get_full_path())
        propose(page.object_list, with_passages=may_read)
        shown = [name for cluster in page for name in cluster.names]
        quotes = _quotes(shown) if may_read else {}
        rows = [
            (cluster, self._form_for(cluster, posted, bound), _shown(cluster, quotes)) for cluster in page
        ]
        context = {
            "title": "Unknown names",
            "page": page,
            "rows": rows,
            "count": sum(len(cluster.names) for cluster in found),
            "lately": NameDecision.objects.filter(undone_at=None)[:LATELY],
            "media": Autocomplete(Alias._meta.get_field("actor")).media,
            "may_ask": bool(advisers),
        }
        return self.desk_page(request, "unknown", context)

    def _ask(self, request, adviser: Adviser, page, posted: str):
        """The form of a name filled with what is proposed of it, marked as such; nothing is decided."""
        cluster = next((one for one in page if str(one.key) == posted), None)
        name = cluster.names[0] if cluster else None
        citation = _quotes([name]).get(name.pk) if name else None
        if citation is None:
            messages.info(request, "No passage has that name: there is nothing to ask about.")
            return None
        advice = adviser.advise(name, citation)
        same = (
            Actor.objects.filter(name=advice.same_as, is_proposed=False).first() if advice.same_as else None
        )
        form = NameForm(
            cluster=cluster,
            initial={
                "names": [row.pk for row in cluster.names],
                "decision": "alias" if same else "actor",
                "kind": advice.kind or name.kind,
                "actor": same,
                "proposal": "other",
            },
        )
        form.advice = advice.words
        return form

    def _form_for(self, cluster, posted, bound):
        if bound is not None and posted == str(cluster.key):
            return bound
        best = cluster.proposals[0] if cluster.proposals else None
        is_likely = best is not None and best.score >= LIKELY
        initial = {
            "names": [name.pk for name in cluster.names],
            "decision": "alias" if is_likely else "actor",
            "kind": cluster.names[0].kind,
            "proposal": best.value if is_likely else "other",
        }
        return NameForm(cluster=cluster, initial=initial)

    def _decide_name(self, request, form) -> bool:
        try:
            done, actor = form.decide(request.user)
        except NamingError as error:
            form.add_error("actor", f"{error}.")
            return False
        if actor:
            self.note(request, [actor], done.words)
        messages.success(request, done.words)
        return True


def _lacks_some(request, cluster: Cluster) -> bool:
    """Whether a name that was ticked no longer belongs to the cluster."""
    ticked = request.POST.getlist(f"name-{cluster.key}-names")
    return not set(ticked) <= {str(name.pk) for name in cluster.names}


def _shown(cluster: Cluster, quotes: dict[int, Citation]) -> list[tuple[Actor, Citation | None]]:
    return [(name, quotes.get(name.pk)) for name in cluster.names]


def _quotes(names: Sequence[Actor]) -> dict[int, Citation]:
    """For each name, a passage from one of its events, preferably one that contains it."""
    events = Event.objects.with_citations().in_bulk({n.an_event for n in names if n.an_event})
    found: dict[int, Citation] = {}
    for name in names:
        citations = list(events[name.an_event].citations.all()) if name.an_event in events else []
        if citations:
            found[name.pk] = next((c for c in citations if name.name in c.quote), citations[0])
    return found
