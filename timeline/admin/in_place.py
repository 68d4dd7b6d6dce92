"""Editing a proposed event without leaving the review queue."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from timeline.curation.typed_dates import TypedDateField
from timeline.data.tables.actors import find_actor
from timeline.data.tables.events import actor_of
from timeline.models import Actor, Event, Participation
from timeline.slugs import free_slug, stem_of

from .conflicts import OpenedForm, author_of

Part = tuple[str, Actor | None, str]  # a name, whom it names, and the role


class InPlaceForm(OpenedForm):
    """Title, date, kind, place and actors of an event; actors are written in one line, as in tables."""

    edtf = TypedDateField(help_text="")
    people = forms.CharField(
        label=gettext_lazy("Actors taking part"),
        required=False,
        max_length=4000,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy(
            "Separated by semicolons, with a role in brackets if you know it: Fumio Kishida (visitor); Yoon Suk Yeol."
        ),
    )
    adds_unknown = forms.BooleanField(label=gettext_lazy("Add unknown names as new actors"), required=False)

    class Meta:
        model = Event
        fields = ["title", "edtf", "kind", "place"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.known_names: frozenset[str] = frozenset()  # beside those stored
        if self.instance.pk:
            self.initial["people"] = people_of(self.instance)
        self.fields["title"].widget.attrs |= {"autofocus": True, "class": "vTextField"}
        self.fields["place"].widget.attrs["class"] = "vTextField"

    def shown(self) -> dict[str, object]:
        return super().shown() | {"people": people_of(self.instance)}

    def _lock(self):
        super()._lock()
        self.initial["people"] = people_of(self.instance)

    def _take_over(self, name: str, now: object) -> None:
        if name != "people":
            super()._take_over(name, now)
            return
        self._errors.pop(name, None)
        self.cleaned_data.pop(name, None)
        self._post(name, now)
        self.taken_over.append(name)
        part = self.instance.participations.order_by("-pk").first()
        who = author_of(part, {"actor", "role"}) if part else "somebody else"
        self.happened.append(f"Changed by {who} in the meantime, and kept: actors “{now}”.")

    def clean_people(self) -> list[Part]:
        given = [actor_of(words) for words in self.cleaned_data["people"].split(";") if words.strip()]
        parts = [(item["name"], find_actor(item["name"]), item.get("role", "")) for item in given]
        unknown = [name for name, actor, _ in parts if actor is None and name not in self.known_names]
        if unknown and not self.data.get("adds_unknown"):
            raise ValidationError([_unknown(name) for name in unknown])
        if long := next((name for name in unknown if len(name) > 200), ""):
            raise ValidationError(f"“{long[:40]}…” is too long for a name: separate names with semicolons.")
        return parts

    def save_in_place(self) -> list[str]:
        """Save what was changed as a curator's decision; return the names of the changed fields."""
        event, changed = self.instance, [n for n in self.changed_data if n != "adds_unknown"]
        event.mark_curated("actors" if name == "people" else name for name in changed)
        event.save()
        if "people" in changed:
            set_people(event, self.cleaned_data["people"])
        if "edtf" in changed:
            event.judge(is_redated=True)
            event.save()
        return changed


def people_of(event: Event) -> str:
    """The actors of an event in one line."""
    if not event.pk:
        return ""
    parts = Participation.objects.filter(event=event).select_related("actor")
    plain = Participation.Role.PARTICIPANT
    return "; ".join(p.actor.name if p.role == plain else f"{p.actor.name} ({p.role})" for p in parts)


def set_people(event: Event, parts: list[Part]) -> None:
    """Give an event these actors and no others; an unknown name becomes a new actor that waits for confirmation."""
    wanted = {(actor or _new_actor(name)).pk: role for name, actor, role in parts}
    have = {part.actor_id: part for part in event.participations.all()}
    for key, part in have.items():
        if key not in wanted:
            part.delete()
    for key, role in wanted.items():
        part = have.get(key) or Participation(event=event, actor_id=key)
        role = role or Participation.Role.PARTICIPANT
        if part.pk is None or part.role != role:
            part.role = role
            part.save()


def _new_actor(name: str) -> Actor:
    known = find_actor(name)  # the same name may stand twice in one line
    if known is not None:
        return known
    slug = free_slug(Actor, stem_of(name, "actor"))
    return Actor.objects.create(name=name, slug=slug, kind=Actor.Kind.PERSON, is_proposed=True)


def _unknown(name: str) -> str:
    """Say that nobody is known by a name, and who may be meant."""
    words: list[Any] = name.split()
    near = Actor.objects.filter(name__icontains=words[-1]).order_by("name")[:3] if words else []
    hint = f" Did you mean {' or '.join(actor.name for actor in near)}?" if near else ""
    return f"“{name}” is not a known actor.{hint} Correct the name, or tick the box to add it."
