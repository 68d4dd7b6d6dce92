"""The JSON API: what it lists, how it pages, what it refuses, and what it never reveals."""

import json
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from jsonschema import Draft202012Validator

from config.settings import origin_pattern
from tests.browsing import sign_in
from tests.factories import make_actor, make_citation, make_event, make_source, make_timeline
from timeline.api.records import ACTOR_ALONE, EVENT, SOURCE_ALONE, TIMELINE
from timeline.models import Alias, Event

pytestmark = pytest.mark.django_db
API = "/api/v1"


def get(address, status=200, **headers):
    response = Client().get(address, headers=headers)
    assert response.status_code == status, (address, response.status_code, response.content)
    kind = "application/json" if status == 200 else "application/problem+json"
    assert response["Content-Type"] == kind
    return json.loads(response.content)


def titles(query=""):
    return [e["title"] for e in get(f"{API}/events{query}")["events"]]


def validate(schema, data):
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(data)


@pytest.fixture
def japan():
    return make_actor("Japan", "state")


@pytest.fixture
def kishida(japan):
    actor = make_actor("Fumio Kishida", represents=japan, description="Prime minister")
    Alias.objects.create(actor=actor, name="岸田文雄", language="ja")
    return actor


@pytest.fixture
def visit(kishida):
    event = make_event("Kishida visits Seoul", "2024-09-06/2024-09-07", "visit", [kishida], place="Seoul")
    source = make_source(published="2024-09-07", published_basis="stated", url="https://example.org/a")
    make_citation(event, source, start=0, end=42)
    return event


def test_the_start_leads_to_everything(visit):
    for address in get(f"{API}/").values():
        assert Client().get(address.removeprefix("http://testserver")).status_code == 200
    assert get(API) == get(f"{API}/")


def test_an_event_tells_what_its_page_tells(visit):
    whole = make_event("Shuttle diplomacy", "2023/2024", "period")
    visit.part_of = whole
    visit.save()
    data = get(f"{API}/events/{visit.slug}")
    validate(EVENT, data)
    assert data["page"] == f"http://testserver/events/{visit.slug}/" and data["part_of"] == whole.slug
    assert data["actors"][0] | {"slug": "fumio-kishida", "name": "Fumio Kishida"} == data["actors"][0]
    assert data["citations"][0]["source"]["url"] == "https://example.org/a"
    assert [e for e in get(f"{API}/events")["events"] if e["slug"] == visit.slug] == [data]


def test_an_abstract_is_marked_as_no_quotation(visit):
    make_citation(visit, make_source(kind="abstract", published="2024-09-08", published_basis="stated"))
    cited = get(f"{API}/events/{visit.slug}")["citations"]
    assert [c["paraphrase"] for c in cited] == [False, True]


def test_actors_sources_and_timelines_lead_to_their_events(visit, kishida, japan):
    timeline = make_timeline(chapters=[("2022-01-01", "2024-12-31")])
    for name, schema, count in (
        ("actors", ACTOR_ALONE, 2),
        ("sources", SOURCE_ALONE, 1),
        ("timelines", TIMELINE, 1),
    ):
        rows = get(f"{API}/{name}")[name]
        assert len(rows) == count
        for row in rows:
            validate(schema, row)
            key = row.get("slug") or row["id"]
            assert get(f"{API}/{name}/{key}") == row
            events = get(row["events"].removeprefix("http://testserver"))["events"]
            assert [e["slug"] for e in events] == [visit.slug]
    actor = get(f"{API}/actors/fumio-kishida")
    assert actor["represents"] == {"slug": "japan", "name": "Japan"}
    assert actor["aliases"] == [{"name": "岸田文雄", "language": "ja"}]
    exports = get(f"{API}/timelines/{timeline.slug}")["exports"]
    assert {"json", "csv", "ics", "atom", "timelinejs", "bibtex", "csljson"} == set(exports)
    for address in exports.values():
        assert Client().get(address.removeprefix("http://testserver")).status_code == 200


def test_the_filters_are_those_of_the_page(visit, japan):
    make_event("Camp David", "2023-08-18", "summit", is_disputed=True)
    make_event("Colonial rule", "1910/1945", "period", [japan])
    make_timeline("Old", latest=date(1950, 1, 1))
    both = ["Colonial rule", "Kishida visits Seoul"]
    source = visit.citations.get().source_id
    for query, found in {
        "": ["Colonial rule", "Camp David", "Kishida visits Seoul"],
        "?kind=summit&kind=visit": ["Camp David", "Kishida visits Seoul"],
        "?actor=japan": both,
        "?actor=japan&actor=fumio-kishida": ["Kishida visits Seoul"],
        f"?source={source}": ["Kishida visits Seoul"],
        "?disputed=true": ["Camp David"],
        "?disputed=false": both,
        "?from=2023&to=2023-12": ["Camp David"],
        "?to=1945-01": ["Colonial rule"],
        "?q=seoul+kishida": ["Kishida visits Seoul"],
        "?q=%E5%B2%B8%E7%94%B0": ["Kishida visits Seoul"],
        "?timeline=old": ["Colonial rule"],
        "?q=": ["Colonial rule", "Camp David", "Kishida visits Seoul"],
        "?q=nothing": [],
    }.items():
        assert titles(query) == found, query


@pytest.mark.parametrize(
    ("query", "name", "says"),
    [
        ("?from=yesterday", "from", "2024-09-06"),
        ("?kind=party", "kind", "summit"),
        ("?limit=0", "limit", "1 to 200"),
        ("?limit=201", "limit", "1 to 200"),
        ("?limit=many", "limit", "1 to 200"),
        ("?cursor=5", "cursor", "next"),
        ("?cursor=0-0-" + "9" * 40, "cursor", "next"),
        ("?disputed=on", "disputed", "true"),
        ("?source=1.5", "source", "number"),
        ("?actor=a%00b", "actor", "addresses"),
        ("?actor=" + "&actor=".join("abcdefghijk"), "actor", "10"),
        ("?q=a&q=b", "q", "once"),
        ("?q=" + "a" * 201, "q", "200"),
        ("?q=%00", "q", "ull"),
        ("?acter=japan", "acter", "timeline"),
        ("?page=2", "page", "cursor"),
        ("?from=", "from", "empty"),
        ("?kind=visit&kind=", "kind", "empty"),
        ("?from=%D9%A2%D9%A0%D9%A2%D9%A4", "from", "2024-09-06"),
    ],
)
def test_what_is_wrong_is_named_with_its_remedy(query, name, says):
    data = get(f"{API}/events{query}", 400)
    assert data["status"] == 400 and data["title"] == "Bad Request" and data["type"] == "about:blank"
    (wrong,) = data["invalid"]
    assert wrong["parameter"] == name and says in wrong["detail"] and name in data["detail"]


def test_errors_are_told_in_one_language(visit):
    assert get(f"{API}/events?kind=party", 400, **{"accept-language": "ko"}) == get(
        f"{API}/events?kind=party", 400
    )


@pytest.mark.parametrize(
    "address",
    [
        "/events?actor=nobody",
        "/events?timeline=none",
        "/events?source=999999",
        "/events/none",
        "/events/none/",
        "/actors/none",
        "/sources/0",
        "/sources/" + "9" * 30,
        "/timelines/none",
        "/nowhere",
    ],
)
def test_what_is_not_there_is_said_so(address):
    data = get(API + address, 404)
    assert data["status"] == 404 and "/api/v1/" in data["detail"]


def test_a_detail_has_no_parameters(visit):
    assert get(f"{API}/events/{visit.slug}?q=a", 400)["invalid"][0]["parameter"] == "q"


def walk(query, name="events", change=None):
    """All parts of a list, following next; ``change`` is called between them."""
    address, rows, parts = f"{API}/{name}?{query}", [], 0
    while address:
        response = Client().get(address)
        data = json.loads(response.content)
        rows += data[name]
        address = data["next"]
        assert (f'<{address}>; rel="next"' in response["Link"]) is bool(address)
        parts += 1
        if change:
            change(parts)
    return rows, parts


def test_parts_hold_everything_once(japan):
    days = [date(2024, 1, 1) + timedelta(days=n // 4) for n in range(23)]
    for number, day in enumerate(days):
        make_event(f"Event {number}", day.isoformat() if number % 3 else f"{day}/2024-12-31", actors=[japan])
    for edtf in ("../1910", "2022/.."):
        make_event("Open", edtf)
    rows, parts = walk("limit=4")
    assert parts == 7
    assert [r["id"] for r in rows] == list(Event.objects.values_list("pk", flat=True))
    rows, _ = walk("limit=5&actor=japan&kind=visit")
    assert len(rows) == 23 == len({r["id"] for r in rows})


def test_what_is_added_meanwhile_moves_nothing():
    old = {make_event(f"Event {n}", f"2024-01-{n:02}").pk for n in range(1, 21)}

    def add(part):
        for day in ("2023-12-31", "2024-01-05", "2024-01-31"):
            if part < 4:
                make_event("Added", day)

    rows, _ = walk("limit=5", change=add)
    found = [r["id"] for r in rows]
    assert len(found) == len(set(found)) and old <= set(found)


@pytest.mark.parametrize("name", ["actors", "sources", "timelines"])
def test_every_list_comes_in_parts(name):
    for number in range(5):
        event = make_event(actors=[make_actor(f"Actor {number}")])
        make_citation(event)
        make_timeline(f"Timeline {number}")
    rows, parts = walk("limit=2", name)
    assert len(rows) == 5 and parts == 3 and len({json.dumps(r) for r in rows}) == 5


def test_a_part_after_the_end_is_empty(visit):
    for cursor in (
        "9999999999-0-1",
        "3652059-3652059-9",
        "999999999999999999-999999999999999999-999999999999999999",
    ):
        assert get(f"{API}/events?cursor={cursor}") == {"events": [], "next": None}
    assert len(get(f"{API}/events?cursor=0-0-0")["events"]) == 1


@pytest.mark.parametrize("name", ["events", "actors", "sources", "timelines"])
def test_more_rows_take_no_more_queries(name, django_assert_max_num_queries, japan):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _ in range(2):
        for _ in range(10):
            number = Event.objects.count()
            actor = make_actor(f"Actor {number}", represents=japan)
            Alias.objects.create(actor=actor, name=f"Alias {number}")
            event = make_event(actors=[actor], part_of=Event.objects.first())
            make_citation(event)
            make_citation(event)
            make_timeline(f"Timeline {number}", chapters=[("2022-01-01", "2024-12-31")])
        cache.clear()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(get(f"{API}/{name}")[name]) >= 10
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 7


def secrets():
    """Everything that no reader may be shown, each thing with a word of its own."""
    proposed = make_event(
        "Hidden proposal", actors=[make_actor("Hidden Person")], status="proposed", place="Secret"
    )
    make_citation(proposed, make_source(title="Hidden document"), quote="Hidden words")
    make_citation(make_event("Hidden rejection", status="rejected"), make_source(title="Hidden paper"))
    shown = make_event("Shown", "2024-01-01", part_of=proposed)
    make_citation(shown, make_source(title="Open document"))
    merged = make_event("Hidden merger", "2024-01-01", merged_into=shown)
    make_citation(merged, make_source(title="Hidden letter"))
    lost = make_event("Hidden loss", merged_into=proposed)
    draft = make_timeline("Hidden timeline", is_published=False)
    make_timeline("Open timeline")
    return [proposed, lost], merged, draft


def test_nothing_unpublished_leaks():
    gone, merged, draft = secrets()
    addresses = [f"{API}/{name}" for name in ("events", "actors", "sources", "timelines")]
    addresses += [f"{API}/events?q=hidden"]
    addresses += [
        f"/timelines/open-timeline.{s}"
        for s in ("json", "csv", "ics", "atom", "timelinejs", "bib", "csl.json")
    ]
    shown = Event.objects.get(title="Shown")
    addresses += [f"/events/{shown.slug}.{suffix}" for suffix in ("json", "ics", "bib", "csl.json")]
    for client in (Client(), sign_in(Client(), "Editor")):
        for address in addresses:
            body = b"".join(client.get(address)).decode().lower()
            assert "hidden" not in body and "secret" not in body, address
    for event in gone:
        get(f"{API}/events/{event.slug}", 404)
        assert Client().get(f"/events/{event.slug}.json").status_code == 404
        for source in event.citations.values_list("source", flat=True):
            get(f"{API}/sources/{source}", 404)
            get(f"{API}/events?source={source}", 404)
            assert Client().get(f"/sources/{source}.bib").status_code == 404
    get(f"{API}/actors/hidden-person", 404)
    get(f"{API}/events?actor=hidden-person", 404)
    get(f"{API}/timelines/{draft.slug}", 404)
    get(f"{API}/events?timeline={draft.slug}", 404)
    assert get(f"{API}/events/{shown.slug}")["part_of"] is None


def test_a_merged_event_leads_to_what_it_became(visit):
    between = make_event("Visit to Korea", merged_into=visit)
    merged = make_event("Visit to Seoul", merged_into=between)
    for address, target in (
        (f"{API}/events/{merged.slug}", f"{API}/events/{visit.slug}"),
        (f"/events/{merged.slug}.json", f"/events/{visit.slug}.json"),
    ):
        response = Client().get(address)
        assert (response.status_code, response["Location"]) == (301, target)


def test_the_text_of_an_article_stays_here(visit):
    from articles.models import Article

    source = visit.citations.get().source
    Article.objects.create(
        source=source, text="Kishida visited Seoul on 6 September 2024. The rest of the article."
    )
    for address in (
        f"{API}/events",
        f"{API}/sources",
        f"{API}/sources/{source.pk}",
        f"/events/{visit.slug}.json",
    ):
        assert "The rest" not in b"".join(Client().get(address)).decode()


@pytest.mark.parametrize(
    "address", ["/events", "/events?limit=1&cursor=0-0-0", "/events?q=kishida", "/", "/openapi.json"]
)
def test_who_has_an_answer_is_told_so_and_no_longer_after_a_change(address, visit, django_assert_num_queries):
    first = Client().get(API + address)
    tag = {"If-None-Match": first["ETag"]}
    with django_assert_num_queries(0):
        again = Client().get(API + address, headers=tag)
    assert again.status_code == 304 and not again.content and again["ETag"] == first["ETag"]
    assert first["Cache-Control"] == again["Cache-Control"] == "no-cache"
    visit.title = "Kishida in Seoul"
    visit.save()
    fresh = Client().get(API + address, headers=tag)
    assert fresh.status_code == (200 if "events" in address else 304)


@pytest.mark.parametrize("suffix", ["json", "csv", "ics", "atom", "timelinejs", "bib", "csl.json"])
def test_an_export_is_revalidated_without_a_query(suffix, visit, django_assert_num_queries):
    timeline = make_timeline()
    address = f"/timelines/{timeline.slug}.{suffix}"
    first = Client().get(address)
    b"".join(first)
    with django_assert_num_queries(0):
        again = Client().get(address, headers={"If-None-Match": f'"other", {first["ETag"]}'})
    assert again.status_code == 304 and again["ETag"] == first["ETag"]
    make_citation(visit)
    assert Client().get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert Client().get("/timelines/none.json", headers={"If-None-Match": first["ETag"]}).status_code == 404
    head = Client().head(address)
    assert head.status_code == 200 and head["Content-Type"] == first["Content-Type"] and "ETag" in head


def test_only_what_is_asked_for_often_is_kept(visit, django_assert_num_queries):
    Client().get(f"{API}/events")
    with django_assert_num_queries(0):
        Client().get(f"{API}/events")
    for query in ("?cursor=0-0-0", "?q=kishida"):
        Client().get(f"{API}/events{query}")
        with pytest.raises(pytest.fail.Exception), django_assert_num_queries(0):
            Client().get(f"{API}/events{query}")


def test_methods(visit):
    client = Client(enforce_csrf_checks=True)
    for address in (f"{API}/events", f"{API}/events/{visit.slug}", f"{API}/nowhere"):
        for method in ("post", "put", "patch", "delete", "trace"):
            response = getattr(client, method)(address)
            assert response.status_code == 405 and response["Allow"] == "GET, HEAD, OPTIONS"
            assert json.loads(response.content)["status"] == 405
        options = client.options(address)
        assert options.status_code == 204 and options["Allow"] == "GET, HEAD, OPTIONS"
    head = client.head(f"{API}/events")
    assert head.status_code == 200 and not head.content and head["ETag"]


def test_scripts_of_other_sites_may_read_it(visit):
    timeline = make_timeline()
    for address in (
        f"{API}/events",
        f"{API}/nowhere",
        "/schemas/events.json",
        f"/timelines/{timeline.slug}.timelinejs",
    ):
        Client().get(address)  # kept without an origin
        for origin in ("https://news.example", "null"):
            response = Client().get(address, headers={"Origin": origin})
            assert response["Access-Control-Allow-Origin"] == "*"
            assert "Access-Control-Allow-Credentials" not in response
            assert "ETag" in response["Access-Control-Expose-Headers"]
    preflight = Client().options(
        f"{API}/events",
        headers={"Origin": "https://news.example", "Access-Control-Request-Method": "GET"},
    )
    assert preflight.status_code == 200 and "if-none-match" in preflight["Access-Control-Allow-Headers"]
    for address in ("/", "/admin/login/", f"/events/{visit.slug}/"):
        assert "Access-Control-Allow-Origin" not in Client().get(
            address, headers={"Origin": "https://a.example"}
        )


def test_only_the_named_origins_if_some_are_named(visit, settings):
    settings.CORS_ALLOW_ALL_ORIGINS = False
    settings.CORS_ALLOWED_ORIGIN_REGEXES = [
        origin_pattern(o) for o in ("https://news.example", "https://*.paper.example")
    ]
    for origin, is_allowed in {
        "https://news.example": True,
        "https://www.paper.example": True,
        "https://paper.example": False,
        "https://news.example.evil.example": False,
        "https://evilnews.example": False,
        "http://news.example": False,
        "https://evil.example/.paper.example": False,
    }.items():
        response = Client().get(
            f"{API}/events", headers={"Origin": origin}
        )  # one kept answer for all of them
        assert response.get("Access-Control-Allow-Origin") == (origin if is_allowed else None), origin
        assert "origin" in response["Vary"].lower()


def test_no_cookie_is_set_or_read(visit):
    client = sign_in(Client(), "Editor")
    client.cookies["language"] = "ja"
    for address in (
        f"{API}/events",
        f"{API}/events?kind=party",
        f"{API}/events?lang=ko",
        "/schemas/events.json",
    ):
        response = client.get(address)
        assert not response.cookies and "Cookie" not in response["Vary"]
    assert client.get(f"{API}/events").content == Client().get(f"{API}/events").content


def test_data_of_every_kind_stands_at_addresses_that_other_sites_may_read():
    import re

    for address in (
        "/api/v1/events",
        "/schemas/events.json",
        "/timelines/a.csl.json",
        "/events/a.ics",
        "/sources/1.bib",
    ):
        assert re.match(settings.DATA_PATHS, address)
    for address in (
        "/",
        "/timelines/a/",
        "/timelines/a.png",
        "/events/a.svg",
        "/admin/",
        "/events/a/b.json/",
    ):
        assert not re.match(settings.DATA_PATHS, address)


def test_pages_name_their_data(client, visit):
    import re

    timeline = make_timeline()
    source = visit.citations.get().source
    for address, count in (
        (timeline.get_absolute_url(), 7),
        (visit.get_absolute_url(), 4),
        (source.get_absolute_url(), 2),
    ):
        page = client.get(address).content.decode()
        links = re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="(/[^"]+)"', page)
        assert len(links) == count
        for kind, target in links:
            assert client.get(target)["Content-Type"].startswith(kind) and f'<a href="{target}"' in page
    hidden = make_event(status="proposed")
    assert ".json" not in sign_in(client, "Editor").get(hidden.get_absolute_url()).content.decode()
