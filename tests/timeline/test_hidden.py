"""What no published event shows is answered like what does not exist: on every page, with every parameter, to everybody
who may not see it.

Everything hidden bears a marker in each of its fields, so that a field that is new is looked for too.
"""

import re
from datetime import date
from itertools import product
from urllib.parse import quote

import pytest
from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.test import Client
from django.urls import reverse

from tests.browsing import sign_in
from tests.factories import make_actor, make_citation, make_event, make_source, make_timeline
from tests.test_access import PUBLIC, addresses
from timeline.models import Actor, Alias, Chapter, Citation, Event, Pick, Source, Timeline

pytestmark = pytest.mark.django_db
MARK, NAMED = (
    "zqhidden",
    "zqnamed",
)  # in the texts of what is hidden, which no request gives; in its addresses
SPECIAL = {
    "slug",
    "url",
    "edtf",
    "date_words",
    "embed_origins",
    "language",
    "rules_version",
    "status",
    "kind",
}


@pytest.fixture(autouse=True)
def no_limits(settings):
    settings.RATE_LIMITS = {}


def mark(row):
    """Write the marker into every text field of a row without choices or a fixed form."""
    values = {}
    for field in row._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField)
        if is_text and not field.choices and field.name not in {*SPECIAL, "wikidata"}:
            values[field.name] = f"{MARK}-{row._meta.model_name}-{field.name}-{row.pk}"[: field.max_length]
    type(row).objects.filter(pk=row.pk).update(**values)
    row.refresh_from_db()
    return row


class Site:
    """A published timeline of one event; beside it a draft, and events that are proposed, rejected and merged away."""

    def __init__(self):
        self.state = make_actor("Japan", "state")
        self.person = make_actor("Fumio Kishida", represents=self.state)
        self.shown = make_event(
            "Kishida visits Seoul", "2024-09-06", actors=[self.person], slug="visit-shown"
        )
        self.source = make_source(url="https://paper.example/1")
        make_citation(self.shown, self.source)
        self.timeline = make_timeline(
            chapters=[("2024-01-01", "2024-12-31")], is_default=True, is_published=True
        )
        self.hidden = [
            self._event(status, n) for n, status in enumerate(("proposed", "rejected", "proposed"))
        ]
        proposed = self.hidden[0]
        self.hidden += [
            self._event("published", 3, merged_into=proposed),
            self._event("proposed", 4, merged_into=self.shown),
        ]
        Event.objects.filter(pk=self.shown.pk).update(part_of=proposed)
        Event.objects.filter(pk=proposed.pk).update(part_of=self.shown)
        # Shown because somebody acts for it; for whom it acts itself nobody tells.
        Actor.objects.filter(pk=self.state.pk).update(represents=proposed.actors.get())
        Pick.objects.create(timeline=self.timeline, event=proposed)
        self.draft = mark(make_timeline("Draft", slug="draft-zqnamed", is_published=False))
        mark(Chapter.objects.create(timeline=self.draft, slug="chapter-zqnamed", title="x", earliest=date(2024, 1, 1), latest=date(2024, 12, 31)))  # fmt: skip

    def _event(self, status, number, **fields):
        actor = mark(make_actor(f"Actor {number}", slug=f"actor-zqnamed-{number}"))
        mark(Alias.objects.create(actor=actor, name=f"Alias {number}"))
        source = mark(make_source(pk=7700 + number, url=f"https://hidden.example/{MARK}/{number}"))
        event = make_event(edtf="2024-09-07", status=status, slug=f"event-zqnamed-{number}", actors=[actor], **fields)  # fmt: skip
        mark(make_citation(event, source))
        return mark(event)


@pytest.fixture
def site():
    return Site()


def of(site):
    """For each kind of name: names of what is hidden, and one of the same length that nothing bears."""
    sources = Source.objects.exclude(pk=site.source.pk).values_list("pk", flat=True)
    names = {
        "event": [e.slug for e in site.hidden],
        "actor": [f"actor-zqnamed-{n}" for n in range(len(site.hidden))],
        "timeline": ["draft-zqnamed"],
        "chapter": ["chapter-zqnamed"],
        "source": [str(pk) for pk in sources],
    }
    return {
        kind: [(name, name.replace(NAMED, "zqabsen").replace("7700", "8800")) for name in found]
        for kind, found in names.items()
    }


def told(response, *names):
    """The whole answer, the names that it was asked with aside."""
    body = b"".join(response).decode(errors="replace")
    headers = {
        name: value for name, value in response.items() if name not in ("X-Request-ID", "Content-Length")
    }
    text = f"{response.status_code} {headers} {body}"
    for name in names:
        text = text.replace(name, "NAME")
    return re.sub(r"object at 0x[0-9a-f]+|\b[0-9a-f]{32}\b", "", text)


ENDINGS = ("/", ".json", ".csv", ".ics", ".atom", ".bib", ".csl.json", ".png")
PLACES = {
    "event": [f"/events/{{}}{end}" for end in ENDINGS] + ["/embed/events/{}/", "/api/v1/events/{}"],
    "actor": ["/actors/{}/", "/embed/actors/{}/", "/api/v1/actors/{}"],
    "source": ["/sources/{}/", "/sources/{}.bib", "/sources/{}.csl.json", "/api/v1/sources/{}"],
    "timeline": [f"/timelines/{{}}{end}" for end in ENDINGS]
    + ["/timelines/{}/share/", "/timelines/{}/drawing.svg", "/timelines/{}/drawing.png", "/embed/{}/", "/api/v1/timelines/{}"],
    "chapter": [],
}  # fmt: skip
STATES = ["/", "/timelines/japan-and-korea/", "/embed/japan-and-korea/", "/embed/actors/fumio-kishida/", "/timelines/japan-and-korea/share/", "/timelines/japan-and-korea/drawing.svg", "/timelines/japan-and-korea.png", "/api/v1/events"]  # fmt: skip


@pytest.mark.once
@pytest.mark.parametrize("debug", [False, True])
def test_a_hidden_name_is_answered_like_one_that_nothing_bears(site, settings, debug):
    settings.DEBUG = debug
    client = Client(raise_request_exception=False)
    for kind, pairs in of(site).items():
        asked = list(PLACES[kind])
        asked += [f"/oembed?url={quote('http://testserver' + place, safe='{}')}" for place in PLACES[kind]]
        asked += [f"{place}?{kind}={{}}" for place in STATES]
        asked += [f"/oembed?url={quote('http://testserver' + STATES[0] + '?' + kind + '=', safe='')}{{}}"]
        absent = pairs[0][1]
        for place in asked:
            expected = told(client.get(place.format(absent)), absent)
            for hidden, _ in pairs[:1] if debug else pairs:
                assert told(client.get(place.format(hidden)), hidden) == expected, place.format(hidden)


def public_addresses(site):
    """Every public address by itself and about what is shown."""
    found = [address for name, address in addresses() if name in PUBLIC]
    shown = {"event": site.shown.slug, "actor": site.person.slug, "source": site.source.pk, "timeline": site.timeline.slug}  # fmt: skip
    for kind, name in shown.items():
        found += [place.format(name) for place in PLACES[kind]]
        found += [f"/oembed?format={f}&url=http://testserver{place.format(name)}" for place in PLACES[kind] for f in ("json", "xml")]  # fmt: skip
    found += [f"/actors/{site.state.slug}/", f"/embed/actors/{site.state.slug}/", f"/api/v1/actors/{site.state.slug}"]  # fmt: skip
    found += [f"/sitemap-{section}.xml" for section in ("timelines", "events", "actors", "sources")]
    states = ["list=all", "lanes=actor", "q=hidden", f"q={MARK}", "from=2024", "disputed=on", "kind=visit", "event=visit-shown", "lang=ko", "page=2"]  # fmt: skip
    return found + [f"{place}?{state}" for place in STATES for state in states]


def assert_nothing_hidden(client, address, **headers):
    response = client.get(address, headers=headers)
    text = f"{dict(response.items())} {b''.join(response).decode(errors='replace')}"
    for asked in (f"q={MARK}", quote(f"q={MARK}"), f'value="{MARK}"', f"“{MARK}”"):
        text = text.replace(asked, "")
    assert MARK not in text and NAMED not in text, address


def test_no_public_address_tells_what_is_hidden(site):
    for address in public_addresses(site):
        assert_nothing_hidden(Client(), address)
    for target, state in product(
        ("results", "columns", "evidence", "figure", "share"), ("", "?event=visit-shown", f"?q={MARK}")
    ):
        for place in STATES[:5]:
            assert_nothing_hidden(Client(), place + state, HX_Request="true", HX_Target=target)


@pytest.mark.once
def test_readers_and_staff_without_a_group_are_told_no_more(site):
    reader = Client()
    reader.force_login(User.objects.create_user("reader"))
    staff = sign_in(Client())
    for kind, pairs in of(site).items():
        absent = pairs[0][1]
        for client, place in product((reader, staff), PLACES[kind]):
            expected = told(client.get(place.format(absent)), absent)
            for hidden, _ in pairs:
                assert told(client.get(place.format(hidden)), hidden) == expected, place.format(hidden)
    for address in public_addresses(site):
        assert_nothing_hidden(staff, address)


def desk_addresses(site):
    """Every page of the desk, and those of each hidden row."""
    rows = [
        row
        for model in (Event, Actor, Alias, Source, Citation, Timeline, Chapter)
        for row in model.objects.all()
    ]
    found = [address for _, address in addresses() if address.startswith("/admin/")]
    for row in rows:
        kind = ContentType.objects.get_for_model(row)
        found.append(f"/admin/r/{kind.pk}/{row.pk}/")
        found += [a.replace("/x/", f"/{row.pk}/").replace("/1/", f"/{row.pk}/") for a in found if f"/{row._meta.model_name}/" in a]  # fmt: skip
    return sorted({address for address in found if "logout" not in address})


@pytest.mark.once
def test_staff_without_a_group_see_nothing_of_it_on_the_desk(site):
    client = sign_in(Client())
    for address in desk_addresses(site):
        assert_nothing_hidden(client, address)


EVENT_FIELDS = re.compile(rf"{MARK}-(?:event|citation)-")


@pytest.mark.once
def test_staff_who_may_not_see_events_see_none_on_any_page(site):
    client = archivist()
    draft = client.get("/timelines/draft-zqnamed/")
    assert draft.status_code == 200 and f"{MARK}-timeline-title" in draft.content.decode()
    for address in ["/timelines/draft-zqnamed/", "/timelines/draft-zqnamed/?q=hidden", *desk_addresses(site)]:
        text = b"".join(client.get(address)).decode(errors="replace")
        assert not EVENT_FIELDS.search(text), address


def archivist():
    """Somebody who may do anything on the desk but with events."""
    user = User.objects.create_user("archivist", is_staff=True)
    shut = ("event", "citation", "participation", "pick", "change", "article")
    user.user_permissions.set(Permission.objects.exclude(content_type__model__in=shut))
    client = Client()
    client.force_login(user)
    return client


def test_names_to_decide_on_show_passages_only_to_who_may_see_events():
    make_actor("Ministry of Trade", "organisation")
    name = make_actor("MOTZ", "organisation", is_proposed=True)
    make_citation(make_event("Event", actors=[name]), quote=f"{MARK}: the Ministry of Trade (MOTZ) said so.")
    client, address = archivist(), reverse("admin:timeline_actor_unknown")
    posted = client.post(address, {"name": name.pk, f"name-{name.pk}-decision": "alias"})
    for page in (client.get(address), posted):
        text = page.content.decode()
        assert "MOTZ" in text and MARK not in text and "beside it in brackets" not in text
    seen = sign_in(Client(), "Curator").get(address).content.decode()
    assert MARK in seen and "beside it in brackets" in seen
    user = User.objects.get(username="archivist")
    user.user_permissions.add(Permission.objects.get(codename="view_citation"))
    assert MARK not in client.get(address).content.decode()


@pytest.mark.parametrize("group", ["Curator", "Editor"])
def test_who_decides_on_it_sees_it(site, group):
    client = sign_in(Client(), group)
    proposed = site.hidden[0]
    page = client.get(proposed.get_absolute_url())
    assert page.status_code == 200 and proposed.title in page.content.decode()
    assert "no-store" in page["Cache-Control"] and page["X-Robots-Tag"] == "noindex"
    draft = client.get("/timelines/draft-zqnamed/", {"actor": "actor-zqnamed-0"}).content.decode()
    assert proposed.title in draft and "actor-zqnamed-0" in draft
    merged = client.get("/events/event-zqnamed-4/")
    assert (merged.status_code, merged["Location"]) == (301, "/events/visit-shown/")
    kind = ContentType.objects.get_for_model(Event)
    assert client.get(reverse("admin:view_on_site", args=[kind.pk, proposed.pk])).status_code == 302


def test_the_documents_of_very_many_events_are_counted_without_hidden_ones(site, monkeypatch):
    monkeypatch.setattr("timeline.reading.counts.VERY_MANY", 1)
    assert "1 source<" in re.sub(r"\s+", " ", Client().get("/").content.decode()).replace(
        "1 source ", "1 source<"
    )
