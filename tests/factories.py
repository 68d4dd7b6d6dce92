"""Rows for tests; each function fills in whatever a test does not care about."""

from datetime import date
from itertools import count

from django.utils.text import slugify

from timeline.models import Actor, Chapter, Citation, Event, Participation, Source, Timeline

numbers = count(1)


def make_actor(name="Fumio Kishida", kind="person", **fields):
    actor, _ = Actor.objects.get_or_create(
        name=name, defaults={"slug": slugify(name), "kind": kind, **fields}
    )
    return actor


def make_source(**fields):
    n = next(numbers)
    if fields.get("published"):
        fields.setdefault("published_basis", Source.Basis.STATED)
    return Source.objects.create(
        **{"title": f"Document {n}", "publisher": "The Paper", "origin": f"document-{n}.txt", **fields}
    )


def make_event(title="Kishida visits Seoul", edtf="2024-09-06", kind="visit", actors=(), **fields):
    slug = fields.pop("slug", f"{slugify(title)}-{next(numbers)}")
    event = Event.objects.create(
        **{"title": title, "edtf": edtf, "kind": kind, "slug": slug, "status": "published", **fields}
    )
    for actor in actors:
        Participation.objects.create(event=event, actor=actor)
    return event


def make_citation(event, source=None, **fields):
    quote = fields.pop("quote", "Kishida visited Seoul on 6 September 2024.")
    return Citation.objects.create(
        event=event, source=source or make_source(), quote=quote, **{"edtf": event.edtf, **fields}
    )


def make_timeline(title="Japan and Korea", chapters=(), **fields):
    timeline = Timeline.objects.create(**{"title": title, "slug": slugify(title), **fields})
    for number, (first, last) in enumerate(chapters, 1):
        Chapter.objects.create(
            timeline=timeline,
            title=f"Part {number}",
            slug=f"part-{number}",
            earliest=date.fromisoformat(first),
            latest=date.fromisoformat(last),
        )
    return timeline
