"""Records of actors, with their aliases."""

from __future__ import annotations

from timeline.models import Actor, Alias
from timeline.models.people import WIKIDATA
from timeline.slugs import free_slug, stem_of
from timeline.wording import TRANSLATED, language_of_name

from .files import Record
from .forms import ActorForm
from .records import Outcome, Records, apply, save_checked

IN_LANGUAGES = tuple(f"name_{code}" for code in TRANSLATED)


class ActorRecords(Records):
    name = "actors"
    columns = ("slug", "name", "kind", "description", "represents", "wikidata", "aliases", *IN_LANGUAGES)

    def record_of(self, row: Actor) -> Record:
        return {
            "slug": row.slug,
            "name": row.name,
            "kind": row.kind,
            "description": row.description,
            "represents": row.represents.name if row.represents else "",
            "wikidata": row.wikidata,
            "aliases": "; ".join(alias.name for alias in row.aliases.all()),
            **{f"name_{code}": _preferred(row, code) for code in TRANSLATED},
        }

    def rows(self, queryset):
        return queryset.select_related("represents").prefetch_related("aliases")

    def write(self, record: Record) -> tuple[Outcome, Actor]:
        form = ActorForm(record)
        actor, is_by_slug = _find(form)
        values = {"kind": form.cleaned_data.get("kind") or actor.kind, **form.stated("description")}
        if not actor.pk or is_by_slug or actor.name == form.cleaned_data.get("name"):
            values["name"] = form.cleaned_data.get("name")  # otherwise it was found by an alias
        if given := form.cleaned_data.get("wikidata"):
            _check_identity(form, actor, given)
            values["wikidata"] = given
        if "represents" in record:
            represented = form.cleaned_data.get("represents", "")
            values["represents"] = find_actor(represented)
            if represented and not values["represents"]:
                form.wrong(
                    "represents", f"“{represented}” is not a known actor: add a row for it above this one"
                )
        form.check()
        is_new = actor.pk is None
        changed = apply(actor, values)
        if changed or is_new:
            save_checked(actor)
        added = _add_aliases(actor, form.cleaned_data.get("aliases") or [])
        for code in TRANSLATED:
            added += _add_preferred(actor, form.cleaned_data.get(f"name_{code}") or "", code)
        return Outcome.NEW if is_new else Outcome.CHANGED if changed or added else Outcome.SAME, actor


def _find(form: ActorForm) -> tuple[Actor, bool]:
    """The matching actor, or a new one, and whether it was found by its slug or its Wikidata id."""
    name, slug, wikidata = (form.cleaned_data.get(field, "") for field in ("name", "slug", "wikidata"))
    if wikidata and (known := Actor.objects.filter(wikidata=wikidata).first()):
        return known, known.name == name or find_actor(name) is None
    if slug and (known := Actor.objects.filter(slug=slug).first()):
        return known, True
    known = find_actor(name)
    return known or Actor(
        slug=slug or free_slug(Actor, stem_of(name, "actor")), kind=Actor.Kind.PERSON
    ), False


def _add_aliases(actor: Actor, names: list[str]) -> list[str]:
    """Add aliases that an actor does not have yet; return those added."""
    have = {name.lower() for name in actor.aliases.values_list("name", flat=True)}
    added = [name for name in names if name.lower() not in have]
    for name in added:
        save_checked(Alias(actor=actor, name=name, language=language_of_name(name)))
    return added


def _preferred(actor: Actor, language: str) -> str:
    """The name that readers of a language see, where there is one of that language."""
    names = [alias for alias in actor.aliases.all() if alias.language == language]
    return next((alias.name for alias in names if alias.is_preferred), "")


def _add_preferred(actor: Actor, name: str, language: str) -> list[str]:
    """Make a name the preferred alias of a language; the name in a list if that changed anything."""
    if not name:
        return []
    alias = actor.aliases.filter(name__iexact=name).first() or Alias(actor=actor, name=name)
    if alias.pk and alias.is_preferred and alias.language == language:
        return []
    for other in actor.aliases.filter(language=language, is_preferred=True).exclude(pk=alias.pk):
        other.is_preferred = False
        other.save()
    alias.language, alias.is_preferred = language, True
    save_checked(alias)
    return [name]


def _check_identity(form: ActorForm, actor: Actor, wikidata: str) -> None:
    """Refuse a row whose name and Wikidata id belong to different actors."""
    if not WIKIDATA.regex.match(wikidata):
        form.wrong(
            "wikidata", f"“{wikidata}” is not a Wikidata id: write it as Q and a number, such as Q57405"
        )
    elif actor.wikidata and actor.wikidata != wikidata:
        form.wrong("wikidata", f"“{actor}” has the Wikidata id {actor.wikidata}, not {wikidata}: give this row another name, or correct the id")  # fmt: skip


def find_actor(name: str) -> Actor | None:
    """The actor with this name or alias."""
    if not name:
        return None
    return Actor.objects.filter(name=name).first() or Actor.objects.filter(aliases__name__iexact=name).first()
