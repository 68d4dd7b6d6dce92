"""Fill a database with made-up events, to see and measure how the site copes with many of them."""

import random
from datetime import date, timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.text import slugify
from rich.console import Console
from rich.progress import track

from timeline.models import Actor, Citation, Event, Participation, Source, Timeline
from timeline.record.search import compose

BATCH = 5000
FIRST, LAST = date(1910, 1, 1), date(2030, 12, 31)
STATES = "Arland Borduria Cascara Dravonia Elbonia Freedonia Graustark Hav Illyria Jotland Kravonia Lutha Marshovia Nambia Orsinia Pottsylvania Qumar Ruritania Sylvania Turgistan Uqbar Vulgaria Westphalonia Xanth Ymir Zubrowka".split()
TITLES = {
    Event.Kind.SUMMIT: "{a} and {b} meet in {c}",
    Event.Kind.VISIT: "The premier of {a} visits {b}",
    Event.Kind.AGREEMENT: "{a} and {b} sign a treaty on {t}",
    Event.Kind.ANNOUNCEMENT: "{a} announces new rules on {t}",
    Event.Kind.STATEMENT: "{a} protests to {b} over {t}",
    Event.Kind.ELECTION: "{a} votes on {t}",
    Event.Kind.OFFICE: "A new premier takes office in {a}",
    Event.Kind.SANCTION: "{a} lifts its sanctions on {b}",
    Event.Kind.RULING: "A court in {a} rules on {t}",
    Event.Kind.CONFLICT: "Border guards of {a} and {b} clash",
}
TOPICS = "fish trade railways rivers copper telegraphs grain visas borders ports islands debts dams patents mail".split()


class Command(BaseCommand):
    help = (
        "Make N published events of imaginary states, each with a citation, on the timeline “demo”. "
        "Meant for an empty database; the same N and seed give the same events."
    )

    def add_arguments(self, parser):
        parser.add_argument("count", type=int, metavar="N", help="how many events")
        parser.add_argument("--seed", type=int, default=1, help="another seed gives other events")

    def handle(self, *args, **options):
        count = options["count"]
        if count < 1:
            raise CommandError(f"{count} events are too few: give 1 or more", returncode=2)
        if Source.objects.filter(origin__startswith=f"demo:{options['seed']}:").exists():
            raise CommandError(f"the events of seed {options['seed']} already exist: give another --seed")
        if not settings.DEBUG:
            self.stderr.write("Note: this is a production database; made-up events will be published in it.")
        pick = random.Random(options["seed"])
        actors = self.make_actors()
        console = Console(stderr=True)
        starts = range(0, count, BATCH)
        for start in track(
            starts, "events", console=console, disable=not console.is_terminal, transient=True
        ):
            self.make_batch(range(start, min(start + BATCH, count)), options["seed"], actors, pick)
        is_first = not Timeline.objects.exists()
        Timeline.objects.get_or_create(
            slug="demo",
            defaults={
                "title": "A demonstration with made-up events",
                "introduction": "None of this happened. It shows how a timeline copes with many events.",
                "is_default": is_first,
            },
        )
        self.stdout.write(f"made {count} events, on /timelines/demo/")

    def make_actors(self) -> list[Actor]:
        rows = [Actor(name=name, slug=slugify(name), kind=Actor.Kind.STATE) for name in STATES]
        Actor.objects.bulk_create(rows, ignore_conflicts=True)
        return list(Actor.objects.filter(name__in=STATES).order_by("name"))

    @transaction.atomic
    def make_batch(self, numbers, seed: int, actors: list[Actor], pick: random.Random) -> None:
        """Events with a citation and two participants each; a source reports ten of them."""
        days = (LAST - FIRST).days
        events, sources = [], []
        for number in numbers:
            a, b, c = pick.sample(actors, 3)
            kind = pick.choice(list(TITLES))
            # Most news is recent: squaring a uniform random number puts half of all events into the last third.
            day = LAST - timedelta(days=int(days * pick.random() ** 2))
            title = TITLES[kind].format(a=a.name, b=b.name, c=c.name, t=pick.choice(TOPICS))
            event = Event(
                title=title,
                slug=f"demo-{seed}-{number}",
                kind=kind,
                status=Event.Status.PUBLISHED,
                edtf=day.isoformat() if pick.random() < 0.9 else day.isoformat()[:7],
                place=c.name,
                is_disputed=pick.random() < 0.01,
            )
            event.derive_bounds()
            event.search_text = compose(event, [a.name, b.name], [f"{title}."])
            events.append((event, a, b))
            if number % 10 == 0:
                sources.append(
                    Source(
                        title=f"Report {number // 10 + 1}",
                        publisher=f"The {a.name} Courier",
                        origin=f"demo:{seed}:{number // 10}",
                        published=day,
                        published_basis=Source.Basis.STATED,
                    )
                )
        Event.objects.bulk_create([event for event, _, _ in events])
        Source.objects.bulk_create(sources)
        Citation.objects.bulk_create(
            Citation(event=event, source=sources[n // 10], quote=f"{event.title}.", edtf=event.edtf)
            for n, (event, _, _) in enumerate(events)
        )
        Participation.objects.bulk_create(
            Participation(event=event, actor=actor) for event, a, b in events for actor in (a, b)
        )
