"""Records of events, with their actors and citations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models

from timeline.curation.drafts import save_or_propose
from timeline.curation.proposals import Proposer
from timeline.curation.support import NEEDED
from timeline.data.exports import event_data, ordered_citations
from timeline.models import Actor, Citation, Event, Participation, ProposedChange, Source
from timeline.slugs import event_stem, free_slug, stem_of

from .actors import find_actor
from .files import BEYOND, LEFT_OUT, Numbered, Record
from .forms import CitationForm, CitedSourceForm, EventForm, PartForm
from .records import Outcome, Records, apply, is_filled, save_checked
from .sources import find_source, save_source

OF_SOURCE = ("url", "title", "publisher", "published", "kind", "origin", "archive_url", "reliability")
CITED = (*(f"source_{name}" for name in OF_SOURCE), "quote", "quote_date", "disputes", "page")
TOLD = ("title_ko", "title_ja", "picture_alt", "picture_credit")  # texts that change nothing else
# What is read of a record's own parts; cells beyond the header are an error elsewhere.
PARTS = (
    ("citations", ("source", "quote", "date", "disputes", "page", BEYOND)),
    ("actors", ("name", "kind", "role")),
)
CURATED = ("title", "kind", "edtf", "place", "status", "summary")


class EventRecords(Records):
    """Events with their actors and citations. In a spreadsheet each further citation has its own row, in which the
    event's cells are empty or repeated."""

    name = "events"
    columns = (
        "slug",
        "title",
        "date",
        "kind",
        "status",
        "place",
        "summary",
        "no_passage_reason",
        *TOLD,
        "actors",
        *CITED,
    )

    def rows(self, queryset):
        return queryset.filter(
            merged_into=None
        ).with_evidence()  # a merged event is represented by the one it was merged into

    def export(self, queryset) -> Iterator[Record]:
        for event in queryset:
            record = self.record_of(event)
            citations = record.pop("citations")
            actors = "; ".join(f"{a['name']} ({a['role']})" for a in record["actors"])
            flat = {**record, "actors": actors}
            for number, citation in enumerate(citations or [{}]):
                source = citation.pop("source", {})
                cited = {f"source_{name}": source.get(name) for name in OF_SOURCE}
                cited |= {"quote": citation.get("quote"), "quote_date": citation.get("date"), "disputes": citation.get("disputes"), "page": citation.get("page")}  # fmt: skip
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
        told = {name: getattr(row, name) for name in ("summary", "no_passage_reason", *TOLD)}
        return {**kept, "date": row.edtf, **told}

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
                    actor_of(words) for words in row.get("actors", "").split(";") if words.strip()
                ]
                record["citations"] = []
                events.append((number, record))
            elif others := {
                n: c for n, c in row.items() if n not in (*self.columns, BEYOND) and is_filled(c)
            }:
                events[-1][1][LEFT_OUT] = others | events[-1][1].get(LEFT_OUT, {})
            if any(row.get(name, "").strip() for name in CITED) or (goes_on and BEYOND in row):
                source = {name: row[f"source_{name}"] for name in OF_SOURCE if f"source_{name}" in row}
                names = {"quote": "quote", "quote_date": "date", "disputes": "disputes", "page": "page"}
                cited = {name: row[column] for column, name in names.items() if column in row}
                if goes_on and BEYOND in row:
                    cited[BEYOND] = row[BEYOND]
                events[-1][1]["citations"].append({"source": source, **cited})
        return iter(events)

    def dates_of(self, record):
        yield "date", record.get("date")
        for citation in _dicts(record.get("citations")):
            yield "quote_date", citation.get("date")
            if isinstance(source := citation.get("source"), dict):
                yield "source_published", source.get("published")

    def is_exported(self, record):
        return isinstance(record.get("date"), dict) or {"slug", "no_passage_reason"} <= record.keys()

    def unread(self, record):
        yield from (name for name in super().unread(record) if name != "citations")
        for part, known in PARTS:
            for item in _dicts(record.get(part)):
                yield from (f"{part}: {name}" for name in item if name not in known and is_filled(item[name]))

    def left_out(self, record):
        found = {name: value for name, value in super().left_out(record).items() if name != "citations"}
        for part, known in PARTS:
            for item in _dicts(record.get(part)):
                for name in item:
                    if name not in known and is_filled(item[name]):
                        found.setdefault(f"{part}: {name}", item[name])
        return found

    def write(self, record: Record) -> tuple[Outcome, Event]:
        """Write a record; what somebody who may not publish would change of a published event waits for an Editor."""
        if self._may("timeline.publish_event"):
            return self._write(record)
        by = Proposer(self.user, origin=ProposedChange.Origin.IMPORT)
        (outcome, event), kept = save_or_propose(lambda: self._write(record), by)
        return Outcome.WAITS if kept else outcome, event

    def _write(self, record: Record) -> tuple[Outcome, Event]:
        form = EventForm(record, self.dates)
        parts = [_read_part(form, item) for item in form.cleaned_data.get("actors", ())]
        cited = [
            self._read_citation(form, item, number)
            for number, item in enumerate(form.cleaned_data.get("citations", ()), 1)
        ]
        if "title" not in form.cleaned_data or "date" not in form.cleaned_data:
            form.check()
        event = _find(**{name: form.cleaned_data.get(name, "") for name in ("slug", "title", "date")})
        values = _values(form, event)
        self._check_status(form, event, values, has_citations=bool(cited))
        form.check()
        is_new = event.pk is None
        is_changed = _change(event, values)
        home = event.merged_into or event  # a merged event has no content of its own
        new_actors = [_add_part(home, part, is_own=home == event) for part in parts]
        new_citations = [_add_citation(event, *given) for given in cited]
        if any(new_actors + new_citations):
            home.mark_curated(["actors"] if any(new_actors) else [])
            home.judge()
            home.save()
        is_other = is_changed or any(new_actors + new_citations)
        return Outcome.NEW if is_new else Outcome.CHANGED if is_other else Outcome.SAME, event

    def _check_status(
        self, form: EventForm, event: Event, values: dict[str, Any], *, has_citations: bool
    ) -> None:
        """Only Editors publish and withdraw, and nothing is published without a passage or a reason."""
        before, after = event.status if event.pk else "", values["status"]
        is_public = Event.Status.PUBLISHED in (after, event.status)
        if is_public and after != before and not self._may("timeline.publish_event"):
            form.wrong("status", "only an editor can publish or withdraw events")
        has_reason = values.get("no_passage_reason", event.no_passage_reason)
        is_supported = has_citations or has_reason or (event.pk and event.citations.exists())
        if Event.Status.PUBLISHED == after != before and not is_supported:
            form.wrong("status", f"to be published, {NEEDED} (no_passage_reason)")

    def _may(self, permission: str) -> bool:
        return self.user is None or self.user.has_perm(permission)

    def _read_citation(
        self, form: EventForm, item: Record, number: int
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """The source of a citation, and its own fields."""
        own, given = CitationForm(item, self.dates), item.get("source")
        source = CitedSourceForm(given if isinstance(given, dict) else {}, self.dates)
        if not source.is_known_by_something():
            source.wrong("source", "has neither address nor title")
        for name, words in {**own.problems(), **source.problems()}.items():
            form.wrong(f"citation {number}", f"{name} {'; '.join(words)}")
        values = own.stated("quote", "date", "disputes", "page")
        if "date" in values:
            values["edtf"] = values.pop("date")
        return {name: value for name, value in source.values().items() if value}, values


def _find(slug: str, title: str, date: str) -> Event:
    """The matching event, by slug or by title and date; or a new one."""
    if slug:
        known = Event.objects.filter(slug=slug).select_related("merged_into").first()
    else:
        known = Event.objects.filter(merged_into=None, title=title, edtf=date).first()
    return known or Event(slug=slug or free_slug(Event, event_stem(title, date)))


def _values(form: EventForm, event: Event) -> dict[str, Any]:
    """The values for the event's own fields."""
    given = form.cleaned_data
    return {
        "title": given["title"],
        "edtf": given["date"],
        "kind": given.get("kind") or event.kind or Event.Kind.OTHER,
        "status": given.get("status") or event.status or Event.Status.PROPOSED,
        **form.stated("place", "summary", "no_passage_reason", *TOLD),
    }


def _change(event: Event, values: dict[str, Any]) -> bool:
    """Save an event's own fields; return whether it changed. A merged event is left unchanged."""
    is_new = event.pk is None
    changed = [] if event.merged_into_id else apply(event, values)
    if is_new or changed:
        event.mark_curated(CURATED if is_new else changed)
        event.derive_bounds()
        save_checked(event)
    if "edtf" in changed and not is_new:
        event.judge(is_redated=True)
        event.save()
    return bool(changed)


def _read_part(form: EventForm, item: Record) -> dict[str, str]:
    """An actor's name, kind and role."""
    own = PartForm(item)
    for name, words in own.problems().items():
        form.wrong("actors", f"{own.cleaned_data.get('name', '')}: {name} {'; '.join(words)}")
    return own.cleaned_data


def _add_part(home: Event, given: dict[str, str], *, is_own: bool) -> bool:
    """Add an actor with a role to an event; return whether that is new. For a merged event (``is_own`` is False), the role
    of an existing actor does not change."""
    actor = find_actor(given["name"])
    if actor is None:
        slug = free_slug(Actor, stem_of(given["name"], "actor"))
        kind = given["kind"] or Actor.Kind.PERSON
        actor = Actor(name=given["name"], slug=slug, kind=kind, is_proposed=True)
        save_checked(actor)
    role = given["role"] or Participation.Role.PARTICIPANT
    part = Participation.objects.filter(event=home, actor=actor).first()
    if part and (part.role == role or not is_own):
        return False
    part = part or Participation(event=home, actor=actor)
    part.role = role
    part.save()
    return True


def _add_citation(event: Event, of_source: dict[str, Any], values: dict[str, Any]) -> bool:
    """Add a citation to an event, or change the one with the same quote; return whether anything changed."""
    source = find_source(of_source)
    if source is None:
        _, source = save_source(Source(origin=of_source.get("origin", "")), of_source)
    existing = Citation.objects.filter(source=source, quote=values["quote"])
    same = list(existing.filter(event=event)) or list(existing.filter(event__in=_kin(event)))
    same.sort(key=lambda c: sum(getattr(c, name) != value for name, value in values.items()))
    citation = next((c for c in same if c.edtf == values.get("edtf")), same[0] if same else None)
    is_new = citation is None
    citation = citation or Citation(event=event.merged_into or event, source=source, is_pinned=True)
    changed = apply(citation, values)
    if is_new or changed:
        citation.is_pinned = True
        if "disputes" in values:
            citation.set_verdict(values["disputes"], event.date)
        save_checked(citation)
    return is_new or bool(changed)


def _kin(event: Event) -> models.QuerySet[Event]:
    """Where an event's citations may stand since it was merged or split: with what it became, and what was split off it."""
    ends = [event.pk, event.merged_into_id or event.pk]
    split_off = models.Q(split_from__in=ends) | models.Q(merged__split_from__in=ends)
    return Event.objects.filter(split_off | models.Q(pk__in=ends))


def actor_of(words: str) -> Record:
    """ "Fumio Kishida (visitor)" as an actor with a role."""
    words = words.strip()
    name, has_role, role = words.rpartition(" (")
    known = {value for value, _ in Participation.Role.choices}
    if has_role and role.endswith(")") and role[:-1].lower() in known:
        return {"name": name.strip(), "role": role[:-1].lower()}
    return {"name": words}


def _dicts(value: Any) -> list[Record]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
