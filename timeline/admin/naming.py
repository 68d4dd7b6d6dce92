"""The desk for unknown names: each with where it stands, to be made an actor, an alias, or passed over."""

from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect

from timeline.models import Actor, Alias, Citation, Event
from timeline.naming import NamingError, confirm, ignore, take_for, unknown_names

from .desk import Autocomplete, DeskMixin

PAGE = 20
DECISIONS = [("actor", "an actor"), ("alias", "another name of"), ("ignore", "no actor: pass it over")]


class NameForm(forms.Form):
    """What to do with one name."""

    decision = forms.ChoiceField(choices=DECISIONS)
    kind = forms.ChoiceField(choices=Actor.Kind.choices, required=False)
    actor = forms.ModelChoiceField(
        Actor.objects.all(),
        required=False,
        widget=Autocomplete(Alias._meta.get_field("actor")),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == "alias" and not cleaned.get("actor") and "actor" not in self.errors:
            self.add_error("actor", "Choose the actor whose name it is.")
        if cleaned.get("decision") == "actor" and not cleaned.get("kind"):
            self.add_error("kind", "Choose what kind of actor it is.")
        return cleaned

    def decide(self, name: Actor) -> str:
        """Do it, and say so; raises NamingError."""
        decision, actor = self.cleaned_data["decision"], self.cleaned_data["actor"]
        if decision == "alias":
            take_for(name, actor)
            return f"“{name}” is another name of {actor} now."
        if decision == "ignore":
            ignore(name)
            return f"“{name}” is passed over from now on."
        confirm(name, self.cleaned_data["kind"])
        return f"“{name}” is an actor now."


class NamesMixin(DeskMixin):
    """Adds to the admin of actors the list of unknown names."""

    desk_pages = {"unknown/": ("unknown_view", "unknown")}

    def unknown_view(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied("only who may change actors decides on names")
        page = Paginator(unknown_names(), PAGE).get_page(request.GET.get("page"))
        asked, bound = request.POST.get("name", ""), None
        if request.method == "POST":
            name = Actor.objects.filter(
                is_proposed=True, pk=asked if asked.isdecimal() and len(asked) < 16 else 0
            ).first()
            bound = NameForm(request.POST, prefix=f"name-{asked}")
            if name is None:
                messages.warning(request, "Somebody else has decided on that name.")
                return redirect(request.get_full_path())
            if bound.is_valid() and self._decide_name(request, name, bound):
                return redirect(request.get_full_path())
        quotes = _quotes(page.object_list)
        rows = [(name, self._form_for(name, asked, bound), quotes.get(name.pk)) for name in page]
        return self.desk_page(
            request,
            "unknown",
            {"title": "Unknown names", "page": page, "rows": rows, "media": NameForm().media},
        )

    def _form_for(self, name, asked, bound):
        if bound is not None and asked == str(name.pk):
            return bound
        return NameForm(prefix=f"name-{name.pk}", initial={"decision": "actor", "kind": name.kind})

    def _decide_name(self, request, name, form) -> bool:
        words = str(name)
        try:
            done = form.decide(name)
        except NamingError as error:
            form.add_error("actor", f"{error}.")
            return False
        if Actor.objects.filter(pk=name.pk).exists():
            self.note(request, [name], done)
        elif actor := form.cleaned_data["actor"]:
            self.note(request, [actor], f"Took over “{words}”.")
        messages.success(request, done)
        return True


def _quotes(names: Sequence[Actor]) -> dict[int, Citation]:
    """For each name a passage of one of its events, one that has it if there is such."""
    events = Event.objects.prefetch_related("citations__source").in_bulk(
        {n.an_event for n in names if n.an_event}
    )
    found: dict[int, Citation] = {}
    for name in names:
        citations = list(events[name.an_event].citations.all()) if name.an_event in events else []
        if citations:
            found[name.pk] = next((c for c in citations if name.name in c.quote), citations[0])
    return found
