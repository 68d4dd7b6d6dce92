"""Write claims as citations, and what they resolve to as events, beside what is stored and what curators decided."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from django.db import connection
from django.db.models import Q
from django.utils.text import slugify

from timeline.dates import OPEN_END, OPEN_START, parse_edtf
from timeline.models import Actor, Alias, Citation, Event, IgnoredName, Participation, Withdrawal
from timeline.search import compose, paused, refresh

from .extraction import RULES_VERSION, Claim, ClaimActor
from .extraction.actors import KnownActor, shipped_actors
from .models import Article
from .resolution import DISPUTE_WINDOW, OFFICE_WINDOW, ResolvedEvent, SourcedClaim, Ties, resolve


@dataclass(slots=True)
class Written:
    created: int = 0
    cited: int = 0


@dataclass(slots=True)
class _Stored:
    """A claim with its citation row, unsaved for a new one."""

    sourced: SourcedClaim
    citation: Citation
    event: Event | None = None


def write_events(new: Sequence[tuple[Article, list[Claim]]], *, publish: bool) -> Written:
    """Replace the machine's claims of these articles by the new ones and bring the events up to date."""
    cited = Citation.objects.filter(source__in=[article.source_id for article, _ in new])
    _hold(cited.values("event"))
    with paused():
        stored, old_events = _replace_claims(new)
    if not stored and not old_events:
        return Written()
    created_rows = [s for s in stored if s.citation.pk is None]
    neighbours = _neighbourhood([s.sourced.claim for s in stored], old_events)
    claims = {s.sourced.key: s for s in [*neighbours, *stored]}
    resolved = resolve(s.sourced for s in claims.values())
    writer = _Writer(claims, publish)
    # What a curator merged into an event comes last, so that the event's own claims describe it.
    for event in sorted(resolved, key=lambda e: any(claims[c.key].citation.is_pinned for c in e.claims)):
        writer.assign(event)
    with paused():
        writer.save(old_events)
        _link_parts([event for event, _ in writer.pairs])
    refresh(old_events | writer.touched)
    return Written(writer.created, len(created_rows))


def _hold(events) -> None:
    """Keep curators from changing events that are about to be written; they wait, and see what was written."""
    if connection.features.has_select_for_update:
        held = Event.objects.select_for_update(no_key=True).filter(pk__in=events).order_by("pk")
        for _ in held.values_list("pk").iterator():
            pass


def _replace_claims(new: Sequence[tuple[Article, list[Claim]]]) -> tuple[list[_Stored], set[int]]:
    """Keep stored citations that are claimed again, drop the machine's others, and prepare the new ones."""
    stored: list[_Stored] = []
    old_events: set[int] = set()
    existing: dict[int, list[Citation]] = defaultdict(list)
    source_ids = [article.source_id for article, _ in new]
    for citation in Citation.objects.filter(source_id__in=source_ids).select_related("event"):
        existing[citation.source_id].append(citation)
    withdrawn = {
        (w.source_id, w.start, w.end, w.kind, w.action)
        for w in Withdrawal.objects.filter(source__in=source_ids)
    }
    for article, claims in new:
        before = {_citation_key(c): c for c in existing[article.source_id] if c.reading}
        pinned = {key[:4]: key for key, c in before.items() if c.is_pinned}
        for claim in claims:
            if (article.source_id, claim.start, claim.end, claim.kind, claim.action) in withdrawn:
                continue
            if key := pinned.get((claim.start, claim.end, claim.kind, claim.action)):
                before.pop(key, None)  # a curator settled what this passage says, perhaps with another date
                continue
            citation = before.pop((claim.start, claim.end, claim.kind, claim.action, claim.edtf), None)
            event = citation.event if citation else None
            citation = citation or Citation(source=article.source)
            _fill(citation, claim)
            stored.append(_Stored(SourcedClaim(article.source.origin, claim), citation, event))
        gone = [c for c in before.values() if not c.is_pinned]
        old_events.update(c.event_id for c in gone)
        Citation.objects.filter(pk__in=[c.pk for c in gone]).delete()
    return stored, old_events


def _citation_key(citation: Citation) -> tuple[int | None, int | None, str, str, str]:
    return citation.start, citation.end, citation.reading["kind"], citation.reading["action"], citation.edtf


def _fill(citation: Citation, claim: Claim) -> None:
    citation.quote, citation.start, citation.end = claim.quote, claim.start, claim.end
    citation.edtf, citation.date_words = claim.edtf, claim.date_words[:200]
    citation.is_derived = claim.basis == "derived"
    citation.reading, citation.rule, citation.confidence = claim.reading(), claim.rule, claim.confidence
    citation.rules_version = RULES_VERSION


def claim_of(citation: Citation) -> Claim:
    """Take a citation's reading back into the claim that it was written from."""
    reading = dict(citation.reading)
    actors = tuple(ClaimActor(**actor) for actor in reading.pop("actors"))
    return Claim(
        start=citation.start or 0,
        end=citation.end or 0,
        quote=citation.quote,
        edtf=citation.edtf,
        date_words=citation.date_words,
        rule=citation.rule,
        confidence=citation.confidence or 0.0,
        actors=actors,
        **reading,
    )


def _neighbourhood(claims: Sequence[Claim], event_ids: Iterable[int]) -> list[_Stored]:
    """Stored claims that could tell the same happenings, and those that could with these, until none is left."""
    found = _load(Event.objects.filter(pk__in=list(event_ids)))
    frontier = [*claims, *(s.sourced.claim for stored in found.values() for s in stored)]
    apart: dict[int, list[_Stored]] = {}  # looked at, and not tied to any claim so far
    while frontier:
        for windows in _batched(_windows(frontier), WINDOWS):
            query = Q()
            for kind, first, last in windows:
                query |= Q(kind=kind, earliest__lte=last, latest__gte=first)
            ids = set(Event.objects.filter(query, merged_into=None).values_list("pk", flat=True))
            # What was merged into an event may be of another kind than it.
            first, last = min(w[1] for w in windows), max(w[2] for w in windows)
            into = Event.objects.filter(merged_into__isnull=False).values_list("merged_into", flat=True)
            ids.update(into.filter(merged_into__earliest__lte=last, merged_into__latest__gte=first))
            unseen = sorted(pk for pk in ids if pk not in found and pk not in apart)
            for some in _batched(unseen, ROWS):
                apart.update(_load(Event.objects.filter(pk__in=some)))
        ties = Ties(frontier)
        fresh = {
            pk: stored for pk, stored in apart.items() if any(ties.hold(s.sourced.claim) for s in stored)
        }
        for pk in fresh:
            del apart[pk]
        found.update(fresh)
        frontier = [s.sourced.claim for stored in fresh.values() for s in stored]
    if found and connection.features.has_select_for_update:
        _hold(list(found))
        found = _load(Event.objects.filter(pk__in=found))  # as they are now that nobody changes them
    return [s for stored in found.values() for s in stored]


WINDOWS = 100  # spans of time in one query: SQLite refuses expressions deeper than 1000
ROWS = 5000  # keys in one query: SQLite takes 250,000 variables, PostgreSQL 65,535
Item = TypeVar("Item")


def _batched(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    return (items[n : n + size] for n in range(0, len(items), size))


def _windows(claims: Sequence[Claim]) -> list[tuple[str, date, date]]:
    """The spans of each kind in which resolution may look, those that overlap joined."""
    spans: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for claim in claims:
        when = parse_edtf(claim.edtf)
        slack = OFFICE_WINDOW if claim.kind == "office" else max(DISPUTE_WINDOW, timedelta(days=3))
        first = when.earliest if when.earliest < OPEN_START + slack else when.earliest - slack
        last = when.latest if when.latest > OPEN_END - slack else when.latest + slack
        spans[claim.kind].append((first, last))
    joined: list[tuple[str, date, date]] = []
    for kind, pairs in spans.items():
        for first, last in sorted(pairs):
            if joined and joined[-1][0] == kind and first <= joined[-1][2]:
                joined[-1] = (kind, joined[-1][1], max(last, joined[-1][2]))
            else:
                joined.append((kind, first, last))
    return joined


def _load(events) -> dict[int, list[_Stored]]:
    """The machine's claims of the events, by event."""
    found: dict[int, list[_Stored]] = {}
    for event in events.prefetch_related("citations__source"):
        stored = [
            _Stored(SourcedClaim(c.source.origin, claim_of(c)), c, event)
            for c in event.citations.all()
            if c.reading
        ]
        if stored:
            found[event.pk] = stored
    return found


class _Writer:
    """Maps resolved events to rows: the row that already holds most of the claims, or a new one."""

    def __init__(self, claims: dict[tuple, _Stored], publish: bool):
        self.claims, self.publish = claims, publish
        self.taken: set[int] = set()
        self.pairs: list[tuple[Event, ResolvedEvent]] = []
        self.touched: set[int] = set()  # events that were there before
        self.joining: list[tuple[Event, ResolvedEvent]] = []
        self.created = 0
        self.disputed_by_hand: set[int] = set()
        self.actors = _ActorBook()

    def assign(self, resolved: ResolvedEvent) -> None:
        rows = [self.claims[c.key] for c in (*resolved.claims, *resolved.disputing)]
        if all(row.citation.is_pinned for row in rows):
            return  # all of it was settled by a curator
        held = Counter(
            r.event.pk for r in rows if r.event and r.citation.is_pinned and r.event.pk in self.taken
        )
        votes = Counter(r.event.pk for r in rows if r.event and r.event.pk not in self.taken)
        by_id = {r.event.pk: r.event for r in rows if r.event}
        best = min(votes, key=lambda pk: (not by_id[pk].curated_fields, -votes[pk], pk), default=None)
        if held and best is None:
            # A curator merged it into an event that other claims describe: there its new citations go too.
            self.joining.append((by_id[min(held, key=lambda pk: (-held[pk], pk))], resolved))
            return
        event = (
            by_id[best]
            if best is not None
            else Event(status=Event.Status.PUBLISHED if self.publish else Event.Status.PROPOSED)
        )
        if event.pk:
            self.taken.add(event.pk)
        self.pairs.append((event, resolved))

    def save(self, old_events: set[int]) -> None:
        before = old_events | {s.event.pk for s in self.claims.values() if s.event}
        by_hand = Citation.objects.filter(event_id__in=before, is_pinned=True, disputes=True)
        self.disputed_by_hand = set(by_hand.values_list("event_id", flat=True))
        new = [(event, resolved) for event, resolved in self.pairs if event.pk is None]
        self.touched = {event.pk for event, _ in (*self.pairs, *self.joining) if event.pk}
        slugs = _SlugBook((resolved.title[:200], resolved.edtf) for _, resolved in new)
        for event, resolved in self.pairs:
            self._save_event(event, resolved, slugs)
        self.created = len(new)
        for event, resolved in new:
            names = [name for actor in self.actors.wanted(resolved) for name in self.actors.names(actor)]
            told = [c.claim.quote for c in (*resolved.claims, *resolved.disputing)]
            event.search_text = compose(event, names, told)
        Event.objects.bulk_create([event for event, _ in new])
        self._save_citations()
        self._save_actors()
        left = Event.objects.filter(
            pk__in=before - {event.pk for event, _ in (*self.pairs, *self.joining)},
            curated_fields=[],
            citations=None,
        )
        left.filter(merged=None).delete()

    def _save_event(self, event: Event, resolved: ResolvedEvent, slugs: _SlugBook) -> None:
        machine = {
            "title": resolved.title[:200],
            "kind": resolved.kind,
            "edtf": resolved.edtf,
            "place": resolved.place[:200],
            "is_planned": resolved.is_planned,
            "is_derived": resolved.is_derived,
        }
        changed = event.pk is None
        for name, value in machine.items():
            if name not in event.curated_fields and getattr(event, name) != value:
                setattr(event, name, value)
                changed = True
        disputed = event.pk in self.disputed_by_hand or any(d for _, d in self._told(event, resolved))
        if changed or event.is_disputed != disputed or event.rules_version != RULES_VERSION:
            event.is_disputed, event.rules_version = disputed, RULES_VERSION
            if not event.slug:
                event.slug = slugs.free_slug(event.title, event.edtf)
            if event.pk:
                event.save()
            else:
                event.derive_bounds()

    def _told(self, event: Event, resolved: ResolvedEvent) -> Iterator[tuple[Citation, bool]]:
        """The citations that ingestion may place, and whether each disputes the date; a curator's date is the measure."""
        is_settled = "edtf" in event.curated_fields
        for sourced, disputes in [(c, False) for c in resolved.claims] + [
            (c, True) for c in resolved.disputing
        ]:
            citation, claim = self.claims[sourced.key].citation, sourced.claim
            if is_settled:
                disputes = claim.basis != "published" and not parse_edtf(claim.edtf).overlaps(event.date)
            if not citation.is_pinned:
                yield citation, disputes

    def _save_citations(self) -> None:
        new: list[Citation] = []
        for event, resolved in (*self.pairs, *self.joining):
            for citation, disputes in self._told(event, resolved):
                if citation.pk is None:
                    citation.event, citation.disputes = event, disputes
                    new.append(citation)
                elif citation.event_id != event.pk or citation.disputes != disputes:
                    citation.event, citation.disputes = event, disputes
                    citation.save()
        Citation.objects.bulk_create(new)

    def _save_actors(self) -> None:
        have: dict[int, dict[int, str]] = defaultdict(dict)
        rows = Participation.objects.filter(event__in=[event.pk for event, _ in self.pairs])
        for event_id, actor_id, role in rows.values_list("event_id", "actor_id", "role"):
            have[event_id][actor_id] = role
        changed: list[Participation] = []
        for event, resolved in self.pairs:
            if "actors" in event.curated_fields:
                continue
            wanted = {self.actors.get(actor).pk: actor.role for actor in self.actors.wanted(resolved)}
            if wanted == have[event.pk]:
                continue
            if have[event.pk].keys() - wanted.keys():
                Participation.objects.filter(event=event).exclude(actor_id__in=wanted).delete()
            changed += [Participation(event=event, actor_id=pk, role=role) for pk, role in wanted.items()]
        Participation.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["event", "actor"], update_fields=["role"]
        )


class _SlugBook:
    """Free slugs for new events: title and date, and a number where another event has them."""

    def __init__(self, new: Iterable[tuple[str, str]]):
        bases = {self._base(title, edtf) for title, edtf in new}
        met = Event.objects.filter(slug__in=bases).values_list("slug", flat=True)
        self.taken = set(met)
        self.last: Counter[str] = Counter(dict.fromkeys(bases, 1))  # the number given last, by base
        for base in sorted(self.taken):
            self.taken.update(
                Event.objects.filter(slug__startswith=f"{base}-").values_list("slug", flat=True)
            )

    def free_slug(self, title: str, edtf: str) -> str:
        base = slug = self._base(title, edtf)
        while slug in self.taken:
            self.last[base] += 1
            slug = f"{base}-{self.last[base]}"
        self.taken.add(slug)
        return slug

    @staticmethod
    def _base(title: str, edtf: str) -> str:
        start = edtf.partition("/")[0].strip(".?~%") or edtf.rpartition("/")[2].strip(".?~%")
        return f"{slugify(title)[:180] or 'event'}-{slugify(start)}"


class _ActorBook:
    """Rows of actors by name or alias, made when first needed; names that curators pass over are no actors."""

    def __init__(self) -> None:
        self.rows = {actor.name: actor for actor in Actor.objects.all()}
        self.ignored = set(IgnoredName.objects.values_list("name", flat=True))
        self.aliases: dict[int, list[str]] = defaultdict(list)
        by_key = {actor.pk: actor for actor in self.rows.values()}
        for pk, name in Alias.objects.values_list("actor", "name"):
            self.aliases[pk].append(name)
            self.rows.setdefault(name, by_key[pk])
        self.shipped: dict[str, KnownActor] = {actor.name: actor for actor in shipped_actors()}

    def get(self, claimed: ClaimActor) -> Actor:
        if claimed.name not in self.rows:
            self.rows[claimed.name] = self._make(claimed)
        return self.rows[claimed.name]

    def wanted(self, resolved: ResolvedEvent) -> list[ClaimActor]:
        return [actor for actor in resolved.actors if actor.name not in self.ignored]

    def names(self, claimed: ClaimActor) -> list[str]:
        """What an actor is called, in every language."""
        return [claimed.name, *self.aliases[self.get(claimed).pk]]

    def _make(self, claimed: ClaimActor) -> Actor:
        represents = None
        if claimed.represents and claimed.represents != claimed.name:
            known = self.shipped.get(claimed.represents)
            represents = self.get(ClaimActor(claimed.represents, known.kind if known else "state"))
        slug = slugify(claimed.name) or "actor"
        taken = set(Actor.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
        slug = next(s for s in (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))) if s not in taken)
        actor = Actor.objects.create(
            name=claimed.name,
            slug=slug,
            kind=claimed.kind,
            represents=represents,
            is_proposed=not claimed.is_known,
        )
        known = self.shipped.get(claimed.name)
        if known:
            self.aliases[actor.pk] = [name for name in dict.fromkeys(known.names) if name != actor.name]
            Alias.objects.bulk_create(
                [
                    Alias(actor=actor, name=name, language=_script(name))
                    for name in dict.fromkeys(known.names)
                    if name != actor.name
                ],
                ignore_conflicts=True,
            )
        return actor


def _script(name: str) -> str:
    if any("\uac00" <= c <= "\ud7a3" for c in name):
        return "ko"
    return "en" if name.isascii() else "ja"


def _link_parts(events: Sequence[Event]) -> None:
    """Make a summit or a signing that falls within a visit, between the same people, a part of that visit."""
    inner = [
        e
        for e in events
        if e.kind in (Event.Kind.SUMMIT, Event.Kind.AGREEMENT) and "part_of" not in e.curated_fields
    ]
    if not inner:
        return
    visits = list(
        Event.objects.filter(
            kind=Event.Kind.VISIT,
            earliest__lte=max(e.earliest for e in inner),
            latest__gte=min(e.latest for e in inner),
            merged_into=None,
        )
        .exclude(status=Event.Status.REJECTED)
        .order_by("earliest", "id")
    )
    who: dict[int, set[int]] = defaultdict(set)
    ids = {e.pk for e in (*visits, *inner)} if visits else set()
    people = Participation.objects.filter(event__in=ids, actor__kind=Actor.Kind.PERSON)
    for event_id, actor_id in people.values_list("event_id", "actor_id"):
        who[event_id].add(actor_id)
    for event in inner:
        visit = next(
            (
                v
                for v in visits
                if v.earliest <= event.earliest
                and v.latest >= event.latest
                and len(who[v.pk] & who[event.pk]) >= 2
            ),
            None,
        )
        if visit and event.part_of_id != visit.pk:
            event.part_of = visit
            event.save(update_fields=["part_of"])
