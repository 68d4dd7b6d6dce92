"""Every list of the admin costs the same number of queries however long it is."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from articles.models import Article, IngestFailure, IngestRun
from tests.browsing import sign_in
from tests.factories import make_actor, make_citation, make_event, make_source, make_timeline
from timeline.models import Alias, Event, IgnoredName
from timeline.record.history import acting

pytestmark = pytest.mark.django_db
DESKS = [
    "admin:index",
    "admin:timeline_event_review",
    "admin:timeline_event_disputes",
    "admin:timeline_actor_unknown",
    "admin:timeline_source_without_address",
    "admin:articles_article_undated",
]
LISTS = [
    f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    for model in admin.site._registry
    if model._meta.app_label in ("timeline", "articles")
]


def add_rows(author, count):
    with acting(author):
        for _ in range(count):
            n = Event.objects.count()
            state = make_actor(f"State {n}", "state")
            actor = make_actor(f"Actor {n}", is_proposed=True, represents=state)
            event = make_event(f"Event {n}", status="proposed", actors=[actor], is_disputed=True)
            make_citation(event, make_source(), disputes=True, edtf="2025")
            Alias.objects.create(actor=actor, name=f"Alias {n}")
            IgnoredName.objects.create(name=f"Name {n}")
            make_timeline(f"Timeline {n}").actors.add(actor)
            run = IngestRun.objects.create(rules_version="1", asked_by=author)
            IngestFailure.objects.create(run=run, origin=f"bad-{n}.txt", reason="empty")
            undated = make_source()
            Article.objects.create(
                source=undated, text="x", content_hash=f"{n:064}", rules_version="1", run=run
            )


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


def test_each_list_costs_the_same_number_of_queries_with_ten_times_the_rows(admin_client, admin_user):
    names = [*DESKS, *LISTS]
    add_rows(admin_user, 3)
    for name in names:
        admin_client.get(reverse(name))
    few = {name: queries(admin_client, reverse(name)) for name in names}
    add_rows(admin_user, 27)
    many = {name: queries(admin_client, reverse(name)) for name in names}
    dearer = {name: many[name] for name in names if len(many[name]) > len(few[name])}
    assert not dearer


def test_the_search_finds_what_readers_find(admin_client):
    event = make_event("Kishida visits Seoul", actors=[make_actor("Yoon Suk Yeol")])
    Alias.objects.create(actor=event.actors.get(), name="윤석열", language="ko")
    make_event("Something else")
    for words in ("윤석열", "visits seo", "yoon kishida"):
        page = admin_client.get(reverse("admin:timeline_event_changelist"), {"q": words}).content.decode()
        assert "Kishida visits Seoul" in page and "Something else" not in page, words
    answer = admin_client.get(
        reverse("admin:autocomplete"),
        {"app_label": "timeline", "model_name": "pick", "field_name": "event", "term": "seoul"},
    ).json()
    assert [row["text"] for row in answer["results"]] == ["Kishida visits Seoul"]


@pytest.mark.parametrize(
    ("model", "pages"),
    [("event", ["review", "disputes"]), ("actor", ["unknown"]), ("source", ["without_address"])],
)
def test_the_desks_are_led_to_from_above_each_list(client, model, pages):
    sign_in(client, "Curator")
    page = client.get(reverse(f"admin:timeline_{model}_changelist")).content.decode()
    tools = html.fromstring(page).find_class("object-tools")[0]
    addresses = [link.get("href") for link in tools.iter("a")]
    assert {reverse(f"admin:timeline_{model}_{name}") for name in pages} <= set(addresses)
