"""Write claims as citations, and what they resolve to as events, beside what is stored and what curators decided."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from articles.extraction import RULES_VERSION, Claim
from articles.models import Article
from articles.resolution import ResolvedEvent, resolve
from timeline.batches import batched
from timeline.curation.proposals import WITHDRAWN, Wanted, actors_of, keep, waiting
from timeline.curation.reviews import keep_written_about
from timeline.models import Citation, Event, FormerSlug, Participation, ProposedChange
from timeline.record import ranking
from timeline.record.history import acting
from timeline.record.search import compose, paused, refresh
from timeline.slugs import FreeSlugs, event_stem

from .actors import ActorBook
from .citations import Stored, keep_dropped, proposed_of, replace_claims
from .crowds import follow, unseen_dispute
from .neighbourhood import PASSAGE, hold, neighbourhood
from .parts import parts
from .ties import tie

What = ProposedChange.What
HAND = "ingestion, publishing"  # the author of what it changes of stored events when it acts for an Editor


@dataclass(slots=True)
class Written:
    """Counts: events made, passages cited, events read otherwise, changes that wait, passages claimed no longer."""

    created: int = 0
    cited: int = 0
    changed: int = 0
    withheld: int = 0
    withdrawn: int = 0


def write_events(new: Sequence[tuple[Article, list[Claim]]], *, publish: bool) -> Written:
    """Replace the machine's claims of these articles by the new ones and bring the events up to date.

    What this would change of published events waits for an Editor, unless ``publish`` says that one is at work: then their
    history tells of it.
    """
    with acting(None, HAND) if publish else nullcontext():
        return _write_events(new, publish=publish)


def _write_events(new: Sequence[tuple[Article, list[Claim]]], *, publish: bool) -> Written:
    sources = [article.source_id for article, _ in new]
    cited = Citation.objects.filter(source__in=sources)
    hold(set(cited.values_list("event", flat=True)))
    with paused(), ranking.paused():
        replaced = replace_claims(new, publish=publish)
    stored, old_events = replaced.stored, replaced.old_events
    withheld = keep_dropped(replaced.dropped, sources)
    if not stored and not old_events:
        keep([], proposed_of(sources))
        return Written(withheld=withheld, withdrawn=replaced.withdrawn)
    # The events whose claims are read anew, perhaps with other keys; so are proposals that wait with their sources.
    anew = {s.citation.pk for s in stored}
    neighbours = [
        s
        for s in neighbourhood([s.sourced.claim for s in stored], old_events)
        if (s.citation.pk not in anew if s.citation.pk else s.citation.source_id not in sources)
    ]
    claims = {s.sourced.key: s for s in [*neighbours, *stored]}
    resolved = resolve(s.sourced for s in claims.values())
    writer = _Writer(claims, publish)
    # What a curator merged into an event comes last, so that the event's own claims describe it.
    for event in sorted(resolved, key=lambda e: any(claims[c.key].citation.is_pinned for c in e.claims)):
        writer.assign(event)
    with paused(), ranking.paused():
        writer.save(old_events)
        writer.link_parts()
        withheld += writer.keep_proposals(proposed_of(sources))
    refresh(old_events | writer.touched)
    ranking.refresh(old_events | {event.pk for event, _ in (*writer.pairs, *writer.joining)})
    return Written(writer.created, writer.cited, writer.changed, withheld, replaced.withdrawn)


class _Writer:
    """Maps resolved events to rows: the row that already holds most of the claims, or a new one.

    Without an Editor's hand (``publish``) nothing that readers see changes: what would is gathered in ``wanted``.
    """

    def __init__(self, claims: dict[tuple, Stored], publish: bool):
        self.claims, self.publish = claims, publish
        self.taken: set[int] = set()
        self.pairs: list[tuple[Event, ResolvedEvent]] = []
        self.touched: set[int] = set()  # events that were there before
        self.joining: list[tuple[Event, ResolvedEvent]] = []
        self.created = self.cited = self.changed = 0
        self.before: set[int] = set()
        self.pinned: dict[int, list[Citation]] = defaultdict(list)
        self.wanted: list[Wanted] = []
        self.actors = ActorBook()
        # Of which only some passages were looked at, with the dates that they had.
        sampled = [s.event for s in claims.values() if getattr(s.event, "is_sampled", False)]
        self.crowds = {event.pk: (event, event.edtf) for event in sampled}

    def is_held(self, event: Event | None) -> bool:
        """Whether readers see the event and no Editor is at work: then it stays as it is."""
        return (
            event is not None
            and event.status == Event.Status.PUBLISHED
            and not self.publish
            and bool(event.pk)
        )

    def assign(self, resolved: ResolvedEvent) -> None:
        rows = self._rows(resolved)
        if all(row.citation.is_pinned for row in rows):
            return  # all of it was settled by a curator
        held = Counter(
            r.event.pk for r in rows if r.event and r.citation.is_pinned and r.event.pk in self.taken
        )
        votes = Counter(r.event.pk for r in rows if r.event and r.event.pk not in self.taken)
        by_id = {r.event.pk: r.event for r in rows if r.event}
        best = min(
            votes,
            key=lambda pk: (not _is_shown(by_id[pk]), not by_id[pk].curated_fields, -votes[pk], pk),
            default=None,
        )
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

    def _rows(self, resolved: ResolvedEvent) -> list[Stored]:
        return [self.claims[c.key] for c in (*resolved.claims, *resolved.disputing)]

    def _is_stuck(self, row: Stored, event: Event) -> bool:
        """Whether a citation stays with the event that has it, since one of the two is published."""
        elsewhere = row.citation.pk is not None and row.event is not None and row.event.pk != event.pk
        return elsewhere and (self.is_held(row.event) or self.is_held(event))

    def save(self, old_events: set[int]) -> None:
        self.before = old_events | {s.event.pk for s in self.claims.values() if s.event}
        for ids in batched(sorted(self.before)):
            for citation in Citation.objects.filter(event_id__in=ids, is_pinned=True):
                self.pinned[citation.event_id].append(citation)
        self._leave_out_split_ones()
        new = [(event, resolved) for event, resolved in self.pairs if event.pk is None]
        self.touched = {event.pk for event, _ in (*self.pairs, *self.joining) if event.pk}
        slugs = FreeSlugs(Event, (event_stem(resolved.title[:200], resolved.edtf) for _, resolved in new))
        for event, resolved in self.pairs:
            self._save_event(event, resolved, slugs)
        self.created = len(new)
        for event, resolved in new:
            names = [name for actor in self.actors.wanted(resolved) for name in self.actors.names(actor)]
            quotes = [row.citation.quote for row in self._rows(resolved) if not self._is_stuck(row, event)]
            event.search_text = compose(event, names, quotes)
        Event.objects.bulk_create([event for event, _ in new])
        self._save_citations()
        tie(self._newly_told())
        for event, _ in self.joining:
            if not self.is_held(event):
                event.judge()
                event.save()
        self._save_actors()
        self._propose_moves()
        self._clear_emptied()

    def _newly_told(self) -> Iterator[tuple[int, Claim]]:
        """What events tell now that they did not before, or that is to be added to them."""
        for event, resolved in (*self.pairs, *self.joining):
            for row in self._rows(resolved):
                holder = row.citation.event_id or event.pk
                if row.is_read_anew or row.event is None or row.event.pk != holder:
                    yield holder, row.sourced.claim

    def _leave_out_split_ones(self) -> None:
        """Make no event of passages that stay with published ones: that they tell another is proposed."""
        standing = []
        for event, resolved in self.pairs:
            rows = self._rows(resolved)
            if event.pk is None and all(row.citation.is_pinned or self._is_stuck(row, event) for row in rows):
                fields = _machine_fields(resolved)
                for holder, stuck in self._stuck_by_event(event, resolved):
                    before = {"citations": [row.citation.pk for row in stuck]}
                    self.wanted.append(Wanted(What.MOVE, {"event": fields}, before, event=holder))
            else:
                standing.append((event, resolved))
        self.pairs = standing

    def _stuck_by_event(self, event: Event, resolved: ResolvedEvent) -> list[tuple[Event, list[Stored]]]:
        found: dict[int, list[Stored]] = defaultdict(list)
        for row in self._rows(resolved):
            if not row.citation.is_pinned and self._is_stuck(row, event):
                found[row.event.pk].append(row)
        return [(rows[0].event, rows) for _, rows in sorted(found.items())]

    def _propose_moves(self) -> None:
        """Propose to bring passages of published events to those that they tell, or the whole events together."""
        held_by: Counter[int] = Counter(s.event.pk for s in self.claims.values() if s.event and s.citation.pk)
        for event, resolved in (*self.pairs, *self.joining):
            for holder, stuck in self._stuck_by_event(event, resolved):
                if holder.pk not in self.taken and len(stuck) == held_by[holder.pk]:
                    change = Wanted(What.MERGE, None, event=holder, into=event)
                else:
                    before = {"citations": [row.citation.pk for row in stuck]}
                    change = Wanted(What.MOVE, None, before, event=holder, into=event)
                self.wanted.append(change)

    def _clear_emptied(self) -> None:
        """Delete events that nothing tells any longer; where readers knew one, its address leads on or says so."""
        assigned = {event.pk for event, _ in (*self.pairs, *self.joining)}
        for ids in batched(sorted(self.before - assigned)):
            for event, _ in (self.crowds[pk] for pk in ids if pk in self.crowds):
                heir = self._heir(event.pk)
                if heir and heir.pk != event.pk and not (self.is_held(event) or self.is_held(heir)):
                    follow(event, heir)
            left = Event.objects.filter(pk__in=ids, curated_fields=[], citations=None, merged=None)
            left = left.exclude(pk__in=keep_written_about(left, self._heir))
            known = dict(left.filter(published_at__isnull=False).values_list("pk", "slug"))
            left.delete()
            for pk, slug in known.items():
                FormerSlug.keep(slug, heir := self._heir(pk), "" if heir else WITHDRAWN)

    def _heir(self, pk: int) -> Event | None:
        """The event in which most passages of another are now."""
        heirs = Counter(s.citation.event for s in self.claims.values() if s.event and s.event.pk == pk)
        return heirs.most_common(1)[0][0] if heirs else None

    def _save_event(self, event: Event, resolved: ResolvedEvent, slugs: FreeSlugs) -> None:
        machine = _machine_fields(resolved)
        differing = {
            name: value
            for name, value in machine.items()
            if name not in event.curated_fields and getattr(event, name) != value
        }
        described = _described(resolved) if "title" not in event.curated_fields else {}
        if self.is_held(event):
            self.wanted += [
                Wanted(What.FIELD, value, getattr(event, name), event=event, field=name)
                for name, value in differing.items()
            ]
            if "title" not in differing:
                self._describe_held(event, described)
            return
        differing |= {name: value for name, value in described.items() if getattr(event, name) != value}
        for name, value in differing.items():
            setattr(event, name, value)
        disputed = self._judge(event, resolved)
        if differing or event.is_disputed != disputed or event.rules_version != RULES_VERSION:
            event.is_disputed, event.rules_version = disputed, RULES_VERSION
            if not event.slug:
                event.slug = slugs.take(event_stem(event.title, event.edtf))
            if event.pk:
                self.changed += bool(differing)
                event.save()
            else:
                event.derive()

    def _describe_held(self, event: Event, described: dict[str, Any]) -> None:
        """Say who has read a published event; the titles in other languages that readers see stay as they are."""
        changes = {name: described[name] for name in ("title_basis", "read_by") if name in described}
        if any(getattr(event, name) != value for name, value in changes.items()):
            Event.objects.filter(pk=event.pk).update(**changes)

    def _judge(self, event: Event, resolved: ResolvedEvent) -> bool:
        """Whether any of the citations that the event will have disputes its date."""
        for citation in self.pinned[event.pk] if event.pk else ():
            if citation.judge(event.date):
                citation.save()
        placed = self._placed(event, resolved)
        for row in placed:
            row.is_judged_anew |= row.citation.judge(event.date)
        voices = [*(row.citation for row in placed), *(self.pinned[event.pk] if event.pk else ())]
        is_disputed = any(citation.disputes for citation in voices)
        if event.pk in self.crowds:
            seen = {citation.pk for citation in voices}
            is_disputed |= unseen_dispute(event, seen, is_moved=event.edtf != self.crowds[event.pk][1])
        return is_disputed

    def _placed(self, event: Event, resolved: ResolvedEvent) -> list[Stored]:
        """The citations that ingestion may bring to the event, or leave there."""
        return [r for r in self._rows(resolved) if not r.citation.is_pinned and not self._is_stuck(r, event)]

    def _save_citations(self) -> None:
        new: list[Citation] = []
        moved: list[Citation] = []
        spare: list[Citation] = []
        for event, resolved in (*self.pairs, *self.joining):
            cited = {_passage(c) for c in self.pinned[event.pk]}
            for row in self._placed(event, resolved):
                citation = row.citation
                if citation.pk is None and self.is_held(event):
                    self._propose_passage(event, citation)
                    continue
                if _passage(citation) in cited:  # the same words twice, read as two kinds
                    spare += [citation] if citation.pk else []
                    continue
                cited.add(_passage(citation))
                if not self.is_held(event):
                    row.is_judged_anew |= citation.judge(event.date)
                is_new, has_moved = citation.pk is None, citation.event_id not in (None, event.pk)
                citation.event = event
                if is_new:
                    new.append(citation)
                elif has_moved or row.is_judged_anew or row.is_read_anew:
                    moved.append(citation)
        for some in batched([c.pk for c in spare]):
            Citation.objects.filter(pk__in=some).delete()
        # Of two that change places neither may stand in the other's way.
        for some in batched([c.pk for c in moved]):
            Citation.objects.filter(pk__in=some).update(start=None, end=None)
        for citation in moved:
            citation.save()
        Citation.objects.bulk_create(new)
        self.cited = len(new)

    def _propose_passage(self, event: Event, citation: Citation) -> None:
        passage = {name: getattr(citation, name) for name in PASSAGE}
        self.wanted.append(Wanted(What.CITE, passage, event=event, source=citation.source))

    def _save_actors(self) -> None:
        have: dict[int, dict[int, str]] = defaultdict(dict)
        for pairs in batched(self.pairs):
            rows = Participation.objects.filter(event__in=[event.pk for event, _ in pairs])
            for event_id, actor_id, role in rows.values_list("event_id", "actor_id", "role"):
                have[event_id][actor_id] = role
        changed: list[Participation] = []
        for event, resolved in self.pairs:
            if "actors" in event.curated_fields:
                continue
            wanted = {self.actors.get(actor).pk: actor.role for actor in self.actors.wanted(resolved)}
            if wanted == have[event.pk]:
                continue
            if self.is_held(event):
                before, after = actors_of(have[event.pk].items()), actors_of(wanted.items())
                self.wanted.append(Wanted(What.FIELD, after, before, event=event, field="actors"))
                continue
            if have[event.pk].keys() - wanted.keys():
                Participation.objects.filter(event=event).exclude(actor_id__in=wanted).delete()
            changed += [Participation(event=event, actor_id=pk, role=role) for pk, role in wanted.items()]
        Participation.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["event", "actor"], update_fields=["role"]
        )

    def link_parts(self) -> None:
        """Make a summit or a signing that falls within a visit, between the same people, a part of that visit."""
        for event, visit in parts([event for event, _ in self.pairs]):
            if not self.is_held(event):
                event.part_of = visit
                event.save(update_fields=["part_of"])
            elif _is_shown(visit):
                change = Wanted(What.FIELD, visit.pk, event.part_of_id, event=event, field="part_of")
                self.wanted.append(change)

    def keep_proposals(self, stale: list[int]) -> int:
        """Keep what would change published events, in the place of what was proposed of them before."""
        events = self.before | {event.pk for event, _ in self.pairs}
        for ids in batched(sorted(events)):
            stale += waiting().filter(event__in=ids).exclude(what=What.DROP).values_list("pk", flat=True)
        return len(keep(self.wanted, stale, rules_version=RULES_VERSION))


def _is_shown(event: Event) -> bool:
    return event.status == Event.Status.PUBLISHED and event.merged_into_id is None


def _passage(citation: Citation) -> tuple[int, int | None, int | None, str]:
    return citation.source_id, citation.start, citation.end, citation.edtf


def _machine_fields(resolved: ResolvedEvent) -> dict[str, Any]:
    return {
        "title": resolved.title[:200],
        "kind": resolved.kind,
        "edtf": resolved.edtf,
        "place": resolved.place[:200],
        "is_planned": resolved.is_planned,
        "is_derived": resolved.is_derived,
    }


def _described(resolved: ResolvedEvent) -> dict[str, Any]:
    """What the title rests on, how it is in other languages, and who has read the event."""
    titles = {language: title[:200] for language, title in resolved.titles}
    return {"title_basis": resolved.title_basis, "titles": titles, "read_by": resolved.read_by}
