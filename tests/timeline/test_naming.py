"""Unknown names: made an actor, an alias, or ignored; and how articles are read afterwards."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.browsing import sign_in
from tests.factories import make_actor, make_citation, make_event, make_timeline
from timeline.curation.naming import NamingError, ignore, join
from timeline.models import Actor, Alias, Event, IgnoredName
from timeline.record.search import search

pytestmark = pytest.mark.django_db


def propose(name="Gil-dong Hong", **fields):
    return make_actor(name, is_proposed=True, **fields)


def decide(client, name, decision, **fields):
    prefix = f"name-{name.pk}"
    data = {"name": name.pk, f"{prefix}-decision": decision}
    data |= {f"{prefix}-{field}": value for field, value in fields.items()}
    return client.post(reverse("admin:timeline_actor_unknown"), data, follow=True).content.decode()


def test_the_list_shows_each_name_where_it_stands(client):
    name = propose()
    event = make_event(actors=[name])
    make_citation(event, quote="The envoy arrived.")
    make_citation(event, quote="Gil-dong Hong arrived <b>on</b> Friday.")
    page = sign_in(client, "Curator").get(reverse("admin:timeline_actor_unknown")).content.decode()
    assert "Gil-dong Hong · 1 event" in page and "arrived &lt;b&gt;on&lt;/b&gt; Friday" in page


def test_a_name_becomes_an_actor(client):
    name = propose()
    assert "is now an actor" in decide(sign_in(client, "Curator"), name, "actor", kind="organisation")
    name.refresh_from_db()
    assert (name.kind, name.is_proposed) == ("organisation", False)


def test_a_name_becomes_an_alias_and_its_events_follow(client):
    hong, name = make_actor("Hong Gil-dong"), propose()
    alone, both = make_event("Alone", actors=[name]), make_event("Both", actors=[name, hong])
    citation = make_citation(
        alone, reading={"kind": "visit", "actors": [{"name": "Gil-dong Hong", "kind": "person"}]}
    )
    timeline = make_timeline()
    timeline.actors.add(name)
    assert "is now an alias of Hong Gil-dong" in decide(
        sign_in(client, "Curator"), name, "alias", actor=hong.pk
    )
    assert not Actor.objects.filter(pk=name.pk).exists()
    assert Alias.objects.get().name == "Gil-dong Hong"
    assert [list(e.actors.all()) for e in (alone, both)] == [[hong], [hong]]
    citation.refresh_from_db()
    assert citation.reading["actors"] == [{"name": "Hong Gil-dong", "kind": "person"}]
    assert list(timeline.actors.all()) == [hong]
    assert set(search(Event.objects.all(), "gil-dong hong")) == {alone, both}


def test_a_name_is_passed_over_and_comes_back_when_that_is_taken_back(client):
    name = propose()
    event = make_event(actors=[name])
    assert "will be ignored" in decide(sign_in(client, "Curator"), name, "ignore")
    assert not event.actors.exists() and IgnoredName.objects.get().name == "Gil-dong Hong"
    address = reverse("admin:timeline_ignoredname_delete", args=[IgnoredName.objects.get().pk])
    client.post(address, {"post": "yes"})
    assert not IgnoredName.objects.exists()


@pytest.mark.parametrize(
    ("decision", "fields", "message"),
    [
        ("alias", {}, "Choose the actor it is an alias of."),
        ("alias", {"actor": "999999"}, "Select a valid choice"),
        ("alias", {"actor": "nobody"}, "Select a valid choice"),
        ("actor", {"kind": "dragon"}, "Select a valid choice"),
        ("actor", {}, "Choose what kind of actor it is."),
        ("burn", {}, "Select a valid choice"),
    ],
)
def test_a_decision_that_is_none_is_explained(client, decision, fields, message):
    name = propose()
    assert message in decide(sign_in(client, "Curator"), name, decision, **fields)
    name.refresh_from_db()
    assert name.is_proposed


def test_what_stands_in_the_way_is_named(client):
    name, hong, other = propose(), make_actor("Hong Gil-dong"), make_actor("Another Hong")
    Alias.objects.create(actor=other, name="gil-dong hong")
    assert "is already an alias of Another Hong" in decide(
        sign_in(client, "Curator"), name, "alias", actor=hong.pk
    )
    assert Actor.objects.filter(pk=name.pk).exists() and not hong.aliases.exists()
    with pytest.raises(NamingError, match="cannot be an alias of itself"):
        join(name, [name])
    make_timeline().actors.add(name)
    with pytest.raises(NamingError, match="used by a timeline"):
        ignore([name])


def test_a_name_that_somebody_else_decided_on_is_said(client):
    name = make_actor()
    for asked in (name, type("Gone", (), {"pk": 10**6}), type("Odd", (), {"pk": "abc"})):
        assert "Somebody else has already decided on that name." in decide(
            sign_in(client, "Curator"), asked, "ignore"
        )


def ingest(folder, number, sentence):
    (folder / f"{number}.md").write_text(f"---\npublished: 2024-09-{number:02}\n---\n{sentence}")
    call_command("ingest", str(folder), verbosity=0)


def test_ingestion_keeps_to_what_was_decided(tmp_path, client):
    sentence = "Foreign Minister Taro Yamagawa visited Seoul on September {}, 2024."
    ingest(tmp_path, 4, sentence.format(3))
    name = Actor.objects.get(name="Taro Yamagawa")
    assert name.is_proposed
    yamagawa = make_actor("Yamagawa Taro")
    join(yamagawa, [name])
    ingest(tmp_path, 12, sentence.format(11))
    assert not Actor.objects.filter(name="Taro Yamagawa").exists()
    assert yamagawa.events.count() == 2
    ingest(tmp_path, 14, "Foreign Minister Jiro Kawayama visited Seoul on September 13, 2024.")
    ignore([Actor.objects.get(name="Jiro Kawayama")])
    ingest(tmp_path, 22, "Foreign Minister Jiro Kawayama visited Seoul on September 21, 2024.")
    assert not Actor.objects.filter(name="Jiro Kawayama").exists()


def test_who_may_not_change_actors_decides_nothing(client):
    address = reverse("admin:timeline_actor_unknown")
    assert client.get(address).status_code == 302
    assert sign_in(client).get(address).status_code == 403


def test_a_page_of_names_costs_the_same_however_many(client, django_assert_max_num_queries):
    for n in range(20):
        event = make_event(actors=[propose(f"Name {n}")])
        make_citation(event)
    sign_in(client, "Curator")
    with django_assert_max_num_queries(18):
        assert client.get(reverse("admin:timeline_actor_unknown")).status_code == 200


def test_a_name_is_taken_for_an_actor_who_stood_for_it():
    name = make_actor("Cabinet of Japan", "organisation", is_proposed=True)
    actor = make_actor("Government of Japan", "organisation", represents=name)
    join(actor, [name])
    actor.refresh_from_db()
    assert actor.represents is None and actor.aliases.get().name == "Cabinet of Japan"
