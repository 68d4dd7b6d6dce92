"""Full-text search in English, Korean and Japanese: any part of a word, on SQLite and on PostgreSQL.

Each event stores the text to be searched. SQLite searches it with an FTS5 table, PostgreSQL with a GIN index, both of
trigrams, so that neither needs to know where Korean and Japanese words end. Words of one or two characters are too
short for trigrams and are searched for in the text itself.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from django.db import DatabaseError, connections, transaction
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.signals import post_delete, post_migrate, post_save

from timeline.models import Actor, Alias, Citation, Event, Participation
from timeline.wording import titles_of

from .rows import update
from .upkeep import Upkeep

MAX_WORDS = 8  # in one search: each is a condition of the query
TRIGRAM = 3
CHUNK = 500  # events read and written at once

SQLITE = (
    """CREATE VIRTUAL TABLE IF NOT EXISTS timeline_event_search
       USING fts5(search_text, content='timeline_event', content_rowid='id', tokenize='trigram')""",
    """CREATE TRIGGER timeline_event_search_insert AFTER INSERT ON timeline_event BEGIN
       INSERT INTO timeline_event_search(rowid, search_text) VALUES (new.id, new.search_text); END""",
    """CREATE TRIGGER timeline_event_search_delete AFTER DELETE ON timeline_event BEGIN
       INSERT INTO timeline_event_search(timeline_event_search, rowid, search_text)
       VALUES ('delete', old.id, old.search_text); END""",
    """CREATE TRIGGER timeline_event_search_update AFTER UPDATE OF search_text ON timeline_event BEGIN
       INSERT INTO timeline_event_search(timeline_event_search, rowid, search_text)
       VALUES ('delete', old.id, old.search_text);
       INSERT INTO timeline_event_search(rowid, search_text) VALUES (new.id, new.search_text); END""",
    "INSERT INTO timeline_event_search(timeline_event_search) VALUES ('rebuild')",
)
POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    """CREATE INDEX IF NOT EXISTS timeline_event_search ON timeline_event
       USING gin (search_text gin_trgm_ops)""",
)


def make_index(using: str = "default", **kwargs) -> None:
    """Create what the search needs, after every migration: SQLite drops triggers when it rebuilds a table.

    Events from before there was a search get their text.
    """
    connection = connections[using]
    if Event._meta.db_table not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        columns = {
            c.name for c in connection.introspection.get_table_description(cursor, Event._meta.db_table)
        }
        if "search_text" not in columns:
            return  # migrated back to before there was a search
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'timeline_event_search_%'"
            )
            if cursor.fetchone()[0] < len(SQLITE) - 2:
                for statement in SQLITE:
                    cursor.execute(statement.replace("CREATE TRIGGER ", "CREATE TRIGGER IF NOT EXISTS "))
    if connection.vendor == "postgresql":
        try:
            with transaction.atomic(using=using), connection.cursor() as cursor:
                for statement in POSTGRESQL:
                    cursor.execute(statement)
        except DatabaseError:
            pass  # a role that may not create the extension searches without the index: slower, same results
    refresh(Event.objects.using(using).filter(search_text="").values_list("pk", flat=True))


upkeep = Upkeep("search")
paused = upkeep.paused


def connect(app) -> None:
    """Keep index and texts up to date with everything saved or deleted row by row."""
    post_migrate.connect(make_index, sender=app, dispatch_uid="timeline.record.search")
    for model in (Event, Citation, Participation, Actor, Alias):
        for signal in (post_save, post_delete):
            signal.connect(
                _on_change, sender=model, dispatch_uid=f"timeline.record.search.{model.__name__}.{id(signal)}"
            )


def _on_change(sender, instance, **kwargs) -> None:
    if not upkeep.is_due(kwargs):
        return
    if isinstance(instance, Event):
        refresh([instance.pk] if instance.pk else [])
    elif isinstance(instance, Citation | Participation):
        refresh([instance.event_id])
    else:
        actor = instance.actor_id if isinstance(instance, Alias) else instance.pk
        refresh(Participation.objects.filter(actor=actor).values_list("event", flat=True))


def fold(text: str) -> str:
    """Normalise spelling: full-width and half-width characters, capitals and spaces make no difference."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def refresh(ids: Iterable[int]) -> None:
    """Rewrite the search text of these events: titles in every language, places, actors with their aliases, quotes."""
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), CHUNK):
        events = list(
            Event.objects.filter(pk__in=wanted[start : start + CHUNK]).prefetch_related("actors__aliases")
        )
        # Of citations the words alone, each once: an event may have thousands.
        quotes: dict[int, list[str]] = defaultdict(list)
        cited = Citation.objects.filter(event__in=[event.pk for event in events]).order_by()
        for pk, quote in cited.values_list("event", "quote").distinct().iterator():
            quotes[pk].append(quote)
        changed = []
        for event in events:
            text = _text_of(event, quotes[event.pk])
            if text != event.search_text:
                event.search_text = text
                changed.append(event)
        update(changed, ["search_text"])


def _text_of(event: Event, quotes: Iterable[str]) -> str:
    names = [n for actor in event.actors.all() for n in (actor.name, *(a.name for a in actor.aliases.all()))]
    return compose(event, names, quotes)


def compose(event: Event, names: Iterable[str], quotes: Iterable[str]) -> str:
    """The search text of an event with these names and quotes; their order makes no difference."""
    parts = [
        event.title,
        *titles_of(event).values(),
        event.place,
        event.summary,
        *sorted(names),
        *sorted(quotes),
    ]
    return "\n".join(dict.fromkeys(fold(part) for part in parts if part))


def search(events: QuerySet[Event], words: str) -> QuerySet[Event]:
    """Events whose text contains every one of the words, anywhere in it."""
    found = events
    folded = fold(words).split()[:MAX_WORDS]
    if connections[events.db].vendor == "sqlite":
        long = [word for word in folded if len(word) >= TRIGRAM]
        folded = [word for word in folded if len(word) < TRIGRAM]
        if long:
            query = " AND ".join('"{}"'.format(word.replace('"', '""')) for word in long)
            matched = RawSQL(
                "SELECT rowid FROM timeline_event_search WHERE timeline_event_search MATCH %s", [query]
            )
            found = found.filter(pk__in=matched)
    for word in folded:
        found = found.filter(search_text__contains=word)
    return found
