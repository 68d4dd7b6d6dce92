"""Compose a draft timeline of the events that matter most."""

from __future__ import annotations

from datetime import date

from django.core.management.base import BaseCommand, CommandError

from articles.ingestion.results import Options, summary
from articles.ingestion.run import ingest
from articles.readers import ArticleData, read_articles
from timeline.curation.composing import EVENTS, MOST_EVENTS, NothingToChoose, Scope, compose
from timeline.dates import EdtfError, describe, parse_edtf
from timeline.models import Actor, Source


class Command(BaseCommand):
    help = (
        "Compose a draft timeline of the events that matter most, spread over time and cut into chapters. "
        "Composed again under the same title, it proposes changes and leaves what a curator decided."
    )

    def add_arguments(self, parser):
        parser.add_argument("title")
        parser.add_argument(
            "--articles",
            nargs="+",
            metavar="PATH",
            help="ingest these first, and choose from the events they report",
        )
        parser.add_argument(
            "--from", dest="first", metavar="DATE", help="leave out events before this day, month or year"
        )
        parser.add_argument(
            "--to", dest="last", metavar="DATE", help="leave out events after this day, month or year"
        )
        parser.add_argument(
            "--actors", nargs="+", metavar="NAME", default=[], help="only events with any of these"
        )
        parser.add_argument(
            "--events", type=int, default=EVENTS, metavar="N", help=f"how many events (default: {EVENTS})"
        )
        parser.add_argument(
            "--chapters", type=int, metavar="N", help="the maximum number of chapters; 0 for none"
        )

    def handle(self, *args, **options):
        if not 1 <= options["events"] <= MOST_EVENTS:
            raise CommandError(f"--events {options['events']} is out of range: give 1 to {MOST_EVENTS}")
        if options["chapters"] is not None and options["chapters"] < 0:
            raise CommandError(f"--chapters {options['chapters']} is too few: give 0 or more")
        scope = Scope(
            _days(options["first"], "--from")[0],
            _days(options["last"], "--to")[1],
            tuple(_actor(name) for name in options["actors"]),
            self.sources(options["articles"]) if options["articles"] else None,
        )
        try:
            made = compose(options["title"], scope, events=options["events"], chapters=options["chapters"])
        except NothingToChoose as error:
            raise CommandError(str(error)) from None
        for event in made.events:
            self.stdout.write(f"{describe(event.edtf)}: {event.title}")
        if made.is_new:
            self.stdout.write(
                f"composed “{made.timeline}” of {len(made.events)} events as a draft ({made.timeline.slug})"
            )
            return
        self.stdout.write(
            f"“{made.timeline}” was composed before: {len(made.added)} events proposed to be added, "
            f"{len(made.dropped)} to be left out; decide in the admin"
        )

    def sources(self, paths: list[str]) -> frozenset[int]:
        """Ingest the articles at some paths; return their sources."""
        origins: set[str] = set()

        def note(item):
            if isinstance(item, ArticleData):
                origins.add(item.origin)

        result = ingest(read_articles(paths), Options(), note)
        self.stderr.write(summary(result))
        return frozenset(Source.objects.filter(origin__in=origins).values_list("pk", flat=True))


def _days(text: str | None, option: str) -> tuple[date | None, date | None]:
    """The first and the last day of a year, month or day."""
    try:
        found = parse_edtf(text) if text else None
    except EdtfError:
        raise CommandError(
            f"{option} {text!r} is not a date: write it as 2024, 2024-09 or 2024-09-27"
        ) from None
    return (found.earliest, found.latest) if found else (None, None)


def _actor(name: str) -> Actor:
    found = Actor.objects.filter(name=name).first() or Actor.objects.filter(aliases__name=name).first()
    if found is None:
        raise CommandError(f"there is no actor named {name!r}; /admin/timeline/actor/ lists existing ones")
    return found
