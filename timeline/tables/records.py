"""What a record of each kind holds: made of a row of the database, and written to one.

Writing finds the row that is meant, changes what the record says otherwise, adds what is new, and takes nothing away; what
cannot be meant raises ValidationError with a message for each field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from timeline.dates import EdtfError
from timeline.exports import event_data, iso, ordered_citations
from timeline.models import Actor, Alias, Citation, Event, Participation, Source
from timeline.slugs import free_slug
from timeline.texts import fit
from timeline.typed_dates import read_typed

from .files import Numbered, Record


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "unchanged"
    WRONG = "wrong"


class Records:
    """The records of one kind. ``user`` decides what they may do; nobody may do everything."""

    name = ""  # in the plural, as files call them
    columns: tuple[str, ...] = ()

    def __init__(self, user=None):
        self.user = user

    def export(self, queryset) -> Iterator[Record]:
        """Flat records, a row of a spreadsheet each."""
        return map(self.record_of, queryset)

    def export_nested(self, queryset) -> Iterator[Record]:
        return self.export(queryset)

    def record_of(self, row) -> Record:
        raise NotImplementedError

    def gather(self, rows: Iterable[Numbered]) -> Iterator[Numbered]:
        """Records out of the rows of a spreadsheet."""
        return iter(rows)

    def write(self, record: Record) -> tuple[Outcome, models.Model]:
        raise NotImplementedError


class Fields:
    """Reads a record field by field and keeps all that is wrong with it."""

    def __init__(self, record: Record):
        self.record, self.errors = record, {}

    def wrong(self, name: str, words: str) -> None:
        self.errors.setdefault(name, []).append(words)

    def text(self, name: str, most: int = 0, needed: bool = False) -> str:
        value = self.record.get(name)
        if value is not None and not isinstance(value, str | int | float):
            self.wrong(name, "is to be a text")
            return ""
        text = "" if value is None else fit(str(value)).strip()
        if most and len(text) > most:
            self.wrong(name, f"is longer than {most} characters")
        if needed and not text:
            self.wrong(name, "is missing")
        return text

    def choice(self, name: str, choices, default: str) -> str:
        text = self.text(name)
        known = {str(key).lower(): key for value, label in choices for key in (value, label)}
        if not text:
            return default
        for value, label in choices:
            if text.lower() in (value.lower(), str(label).lower()):
                return value
        self.wrong(name, f"“{text}” is none of {', '.join(value for value, _ in choices)}")
        return default if known else ""

    def edtf(self, name: str, needed: bool = False) -> str:
        value = self.record.get(name)
        if isinstance(value, dict):
            self.record = {**self.record, name: value.get("edtf")}
        text = self.text(name, needed=needed)
        try:
            return read_typed(text) if text else ""
        except EdtfError as error:
            self.wrong(name, str(error))
            return ""

    def day(self, name: str) -> date | None:
        text = self.text(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.wrong(name, f"“{text}” is no day: write it as 2024-09-06")
            return None

    def flag(self, name: str) -> bool:
        value = self.record.get(name)
        if isinstance(value, bool):
            return value
        text = str(value or "").strip().lower()
        if text not in ("", "0", "no", "false", "1", "yes", "true", "x"):
            self.wrong(name, f"“{text[:40]}” is neither yes nor no")
        return text in ("1", "yes", "true", "x")

    def items(self, name: str) -> list[Record]:
        value = self.record.get(name) or []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.wrong(name, "is to be a list of {…}")
            return []
        return value

    def check(self) -> None:
        if self.errors:
            raise ValidationError(self.errors)


def apply(row: models.Model, values: dict[str, Any]) -> list[str]:
    """Set what differs and check it; gives the names of the fields that were changed. The caller saves."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return changed


def save_checked(row: models.Model) -> None:
    """Save a row; raises ValidationError where it is not valid. The database is asked whether it is unique by saving it."""
    own = [f.name for f in row._meta.concrete_fields if f.is_relation or not f.editable]
    row.clean_fields(exclude=own)
    row.clean()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        row.full_clean(exclude=own)  # which says what is wrong in words
        raise


class ActorRecords(Records):
    name = "actors"
    columns = ("slug", "name", "kind", "description", "represents", "aliases")

    def record_of(self, row: Actor) -> Record:
        return {
            "slug": row.slug,
            "name": row.name,
            "kind": row.kind,
            "description": row.description,
            "represents": row.represents.name if row.represents else "",
            "aliases": "; ".join(alias.name for alias in row.aliases.all()),
        }

    def rows(self, queryset):
        return queryset.select_related("represents").prefetch_related("aliases")

    def write(self, record: Record) -> tuple[Outcome, Actor]:
        fields = Fields(record)
        name = fields.text("name", 200, needed=True)
        slug = fields.text("slug", 200)
        known = Actor.objects.filter(slug=slug).first() if slug else None
        actor = (
            known or find_actor(name) or Actor(slug=slug or free_slug(Actor, name), kind=Actor.Kind.PERSON)
        )
        values: dict[str, Any] = {"name": name, "kind": fields.choice("kind", Actor.Kind.choices, actor.kind)}
        if "description" in record:
            values["description"] = fields.text("description", 300)
        if "represents" in record:
            represented = fields.text("represents", 200)
            values["represents"] = find_actor(represented) if represented else None
            if represented and not values["represents"]:
                fields.wrong("represents", f"“{represented}” is no actor here: give it a row above this one")
        if actor.pk and actor.name != name and not known:
            values.pop("name")  # it was found by another of its names
        aliases = _names(record.get("aliases"))
        fields.check()
        is_new = actor.pk is None
        changed = apply(actor, values) if not is_new else (apply(actor, values) or ["name"])
        if changed:
            save_checked(actor)
        have = {name.lower() for name in actor.aliases.values_list("name", flat=True)}
        added = [name for name in aliases if name.lower() not in have]
        for alias in added:
            row = Alias(actor=actor, name=alias)
            save_checked(row)
        return Outcome.NEW if is_new else Outcome.CHANGED if changed or added else Outcome.SAME, actor


def find_actor(name: str) -> Actor | None:
    """The actor with this name, or whose alias it is."""
    if not name:
        return None
    return Actor.objects.filter(name=name).first() or Actor.objects.filter(aliases__name__iexact=name).first()


def _names(value: Any) -> list[str]:
    parts = value if isinstance(value, list) else str(value or "").split(";")
    return list(dict.fromkeys(part.strip()[:200] for part in parts if isinstance(part, str) and part.strip()))


class SourceRecords(Records):
    name = "sources"
    columns = ("title", "publisher", "url", "published", "kind", "language", "origin")

    def record_of(self, row: Source) -> Record:
        return {**{name: getattr(row, name) for name in self.columns}, "published": iso(row.published) or ""}

    def rows(self, queryset):
        return queryset

    def write(self, record: Record) -> tuple[Outcome, Source]:
        fields = Fields(record)
        values = self.read(fields)
        if not (values["title"] or values["url"] or values["origin"]):
            fields.wrong("title", "is missing, and so is its address: a source has one at least")
        fields.check()
        source = find_source(values) or Source(origin=values["origin"])
        return save_source(source, _said(values, record))

    def read(self, fields: Fields) -> dict[str, Any]:
        return {
            "title": fields.text("title", 500),
            "publisher": fields.text("publisher", 300),
            "url": fields.text("url", 1000),
            "published": fields.day("published"),
            "kind": fields.choice("kind", Source.Kind.choices, ""),
            "language": fields.text("language", 10),
            "origin": fields.text("origin", 1000),
        }


def _said(values: dict[str, Any], record: Record) -> dict[str, Any]:
    """What a record says of a source: a column that is missing says nothing, nor does an empty kind or language."""
    return {
        name: value
        for name, value in values.items()
        if name in record and (value or name not in ("kind", "language"))
    }


def find_source(values: dict[str, Any]) -> Source | None:
    """The source with this address, else from this origin, else with this title of this publisher."""
    if values.get("url") and (found := Source.objects.filter(url=values["url"]).first()):
        return found
    if values.get("origin") and (found := Source.objects.filter(origin=values["origin"]).first()):
        return found
    if not values.get("title"):
        return None
    same = Source.objects.filter(title=values["title"], publisher=values.get("publisher", ""))
    return same.filter(url="").first() if values.get("url") else same.first()


def save_source(source: Source, values: dict[str, Any]) -> tuple[Outcome, Source]:
    is_new = source.pk is None
    changed = [name for name in apply(source, values) if name != "origin" or is_new]
    if "published" in changed:
        source.set_published(source.published)
    if changed or is_new:
        source.mark_curated(name for name in changed if name != "origin")
        save_checked(source)
    return Outcome.NEW if is_new else Outcome.CHANGED if changed else Outcome.SAME, source


OF_SOURCE = ("url", "title", "publisher", "published", "kind", "origin")
CITED = (*(f"source_{name}" for name in OF_SOURCE), "quote", "quote_date", "disputes")
CURATED = ("title", "kind", "edtf", "place", "status", "summary")


class EventRecords(Records):
    """Events with their actors and citations. In a spreadsheet a further citation has a row of its own, in which the
    event's cells are empty or the same."""

    name = "events"
    columns = ("slug", "title", "date", "kind", "status", "place", "summary", "actors", *CITED)

    def rows(self, queryset):
        return queryset.with_evidence()

    def export(self, queryset) -> Iterator[Record]:
        for event in queryset:
            record = self.record_of(event)
            citations = record.pop("citations")
            actors = "; ".join(f"{a['name']} ({a['role']})" for a in record["actors"])
            flat = {**record, "actors": actors}
            for number, citation in enumerate(citations or [{}]):
                source = citation.pop("source", {})
                cited = {f"source_{name}": source.get(name) for name in OF_SOURCE}
                cited |= {"quote": citation.get("quote"), "quote_date": citation.get("date"), "disputes": citation.get("disputes")}  # fmt: skip
                yield ({"slug": event.slug} if number else flat) | cited

    def export_nested(self, queryset) -> Iterator[Record]:
        return map(self.record_of, queryset)

    def record_of(self, row: Event) -> Record:
        data = event_data(row)
        kept = {
            name: data[name] for name in ("slug", "title", "kind", "status", "place", "actors", "citations")
        }
        for cited, citation in zip(kept["citations"], ordered_citations(row), strict=True):
            cited["source"] |= {"kind": citation.source.kind}
        return {**kept, "date": row.edtf, "summary": row.summary}

    def gather(self, rows: Iterable[Numbered]) -> Iterator[Numbered]:
        events: list[Numbered] = []
        for number, row in rows:
            slug = row.get("slug", "").strip()
            last = events[-1][1] if events else None
            is_blank = not any(row.get(name, "").strip() for name in self.columns if name not in CITED)
            is_same = slug and last is not None and slug == last.get("slug", "").strip()
            goes_on = last is not None and (is_blank or is_same)
            if not goes_on:
                record = {name: cell for name, cell in row.items() if name not in CITED}
                record["actors"] = [
                    _actor_of(words) for words in row.get("actors", "").split(";") if words.strip()
                ]
                record["citations"] = []
                events.append((number, record))
            if any(row.get(name, "").strip() for name in CITED):
                source = {name: row[f"source_{name}"] for name in OF_SOURCE if f"source_{name}" in row}
                names = {"quote": "quote", "quote_date": "date", "disputes": "disputes"}
                cited = {name: row[column] for column, name in names.items() if column in row}
                events[-1][1]["citations"].append({"source": source, **cited})
        return iter(events)

    def write(self, record: Record) -> tuple[Outcome, Event]:
        fields = Fields(record)
        title, slug = fields.text("title", 200, needed=True), fields.text("slug", 220)
        edtf = fields.edtf("date", needed=True)
        fields.check()
        event = self._find(slug, title, edtf) or Event(slug=slug or free_slug(Event, f"{title} {edtf}"))
        is_new = event.pk is None
        values = {
            "title": title,
            "edtf": edtf,
            "kind": fields.choice("kind", Event.Kind.choices, event.kind or Event.Kind.OTHER),
            "status": fields.choice("status", Event.Status.choices, event.status or Event.Status.PROPOSED),
        }
        values |= {
            name: fields.text(name, most)
            for name, most in (("place", 200), ("summary", 20_000))
            if name in record
        }
        if (
            Event.Status.PUBLISHED in (values["status"], event.status)
            and values["status"] != (event.status if event.pk else "")
            and not self._may("timeline.publish_event")
        ):
            fields.wrong("status", "only an editor publishes, or takes back what is published")
        actors = [self._read_actor(fields, item) for item in fields.items("actors")]
        citations = [
            self._read_citation(fields, item, n) for n, item in enumerate(fields.items("citations"), 1)
        ]
        fields.check()
        changed = apply(event, values)
        if is_new or changed:
            event.mark_curated(CURATED if is_new else changed)
            event.derive_bounds()
            save_checked(event)
        added = [add() for add in [*(self._actor(event, *a) for a in actors), *(self._citation(event, *c) for c in citations)]]  # fmt: skip
        if any(added):
            event.mark_curated(["actors"] if any(added[: len(actors)]) else [])
            event.is_disputed = event.citations.filter(disputes=True).exists()
            event.save()
        return Outcome.NEW if is_new else Outcome.CHANGED if changed or any(added) else Outcome.SAME, event

    def _may(self, permission: str) -> bool:
        return self.user is None or self.user.has_perm(permission)

    def _find(self, slug: str, title: str, edtf: str) -> Event | None:
        events = Event.objects.filter(merged_into=None)
        return events.filter(slug=slug).first() if slug else events.filter(title=title, edtf=edtf).first()

    def _read_actor(self, fields: Fields, item: Record) -> tuple[str, str, str]:
        own = Fields(item)
        name = own.text("name", 200, needed=True)
        kind = own.choice("kind", Actor.Kind.choices, Actor.Kind.PERSON)
        role = own.choice("role", Participation.Role.choices, Participation.Role.PARTICIPANT)
        for field, words in own.errors.items():
            fields.wrong("actors", f"{name}: {field} {'; '.join(words)}")
        return name, kind, role

    def _actor(self, event: Event, name: str, kind: str, role: str) -> Callable[[], bool]:
        def write() -> bool:
            actor = find_actor(name)
            if actor is None:
                actor = Actor(name=name, slug=free_slug(Actor, name), kind=kind, is_proposed=True)
                save_checked(actor)
            part = Participation.objects.filter(event=event, actor=actor).first()
            if part and part.role == role:
                return False
            part = part or Participation(event=event, actor=actor)
            part.role = role
            part.save()
            return True

        return write

    def _read_citation(
        self, fields: Fields, item: Record, number: int
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        own = Fields(item)
        quote = own.text("quote", 20_000, needed=True)
        values: dict[str, Any] = {"quote": quote}
        if "date" in item:
            values["edtf"] = own.edtf("date")
        if "disputes" in item:
            values["disputes"] = own.flag("disputes")
        said = item.get("source")
        of_source = Fields(said if isinstance(said, dict) else {})
        source = SourceRecords().read(of_source)
        if not (source["url"] or source["title"] or source["origin"]):
            of_source.wrong("source", "has neither address nor title")
        for field, words in {**own.errors, **of_source.errors}.items():
            fields.wrong(f"citation {number}", f"{field} {'; '.join(words)}")
        said_of_source = {name: value for name, value in _said(source, of_source.record).items() if value}
        return said_of_source, values

    def _citation(self, event: Event, said: dict[str, Any], values: dict[str, Any]) -> Callable[[], bool]:
        def write() -> bool:
            source = find_source(said)
            if source is None:
                _, source = save_source(Source(origin=said.get("origin", "")), said)
            same = list(Citation.objects.filter(event=event, source=source, quote=values["quote"]))
            citation = next((c for c in same if c.edtf == values.get("edtf")), same[0] if same else None)
            is_new = citation is None
            citation = citation or Citation(event=event, source=source, is_pinned=True)
            changed = apply(citation, values)
            if is_new or changed:
                citation.is_pinned = True
                save_checked(citation)
            return is_new or bool(changed)

        return write


def _actor_of(words: str) -> Record:
    """ "Fumio Kishida (visitor)" as an actor with a role."""
    words = words.strip()
    name, has_role, role = words.rpartition(" (")
    known = {value for value, _ in Participation.Role.choices}
    if has_role and role.endswith(")") and role[:-1].lower() in known:
        return {"name": name.strip(), "role": role[:-1].lower()}
    return {"name": words}


KINDS: dict[str, type[Records]] = {kind.name: kind for kind in (EventRecords, ActorRecords, SourceRecords)}
