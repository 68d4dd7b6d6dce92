"""Clusters of unknown names, proposals of whose names they are, one decision for all of them, and undoing it."""

import pytest
from django.urls import reverse
from lxml import html

from tests.browsing import posted_by, sign_in
from tests.factories import make_actor, make_citation, make_event, make_source, make_timeline
from timeline.curation.naming import NamingError, confirm, ignore, join, split, undo
from timeline.curation.unknown_names import actor_for, name_clusters, propose
from timeline.models import (
    Actor,
    Alias,
    Citation,
    FormerActor,
    IgnoredName,
    NameDecision,
    Participation,
    Timeline,
)

pytestmark = pytest.mark.django_db
UNKNOWN = "admin:timeline_actor_unknown"


def unknown(name, quote="", source=None, **fields):
    actor = make_actor(name, is_proposed=True, slug=f"unknown-{Actor.objects.count()}", **fields)
    event = make_event(f"Event of {name}", actors=[actor], status="proposed")
    reading = {"kind": "visit", "actors": [{"name": name, "kind": "person"}]}
    make_citation(event, source, quote=quote or f"{name} arrived.", reading=reading)
    return actor


def everything():
    tables = (Actor, Alias, Participation, IgnoredName, FormerActor, Timeline.actors.through)
    rows = {}
    for table in tables:
        columns = [f.attname for f in table._meta.concrete_fields if table is Actor or not f.primary_key]
        rows[table.__name__] = sorted(map(str, table.objects.values(*columns)))
    return rows | {"readings": sorted(map(str, Citation.objects.values_list("pk", "reading")))}


def proposals_of(name):
    cluster = next(c for c in name_clusters() if name in [n.name for n in c.names])
    propose([cluster])
    return cluster.proposals


def test_names_that_are_probably_one_stand_together():
    for name in ("Gil-dong Hong", "Hong Gil-dong", "홍길동", "G. Hong", "Taro Yamagawa"):
        unknown(name)
    found = sorted(sorted(name.name for name in cluster.names) for cluster in name_clusters())
    assert found == [["G. Hong", "Gil-dong Hong", "Hong Gil-dong", "홍길동"], ["Taro Yamagawa"]]


def test_whose_name_it_may_be_is_proposed_with_a_score_and_a_reason():
    hong = make_actor("Hong Gildong", slug="hong")
    unknown("Gil-dong Hong")
    best = proposals_of("Gil-dong Hong")[0]
    assert (best.value, best.words) == (str(hong.pk), "Hong Gildong") and best.score > 90
    assert best.why == "the same words in another order"


def test_a_name_in_brackets_is_a_proposal():
    kishida = make_actor("岸田文雄", slug="kishida")
    unknown("Fumyo Kishida", "Prime Minister Fumyo Kishida (岸田文雄) arrived.")
    unknown("首相某", "昨日 岸田文雄（首相某）が訪れた。")
    for name in ("Fumyo Kishida", "首相某"):
        best = proposals_of(name)[0]
        assert best.value == str(kishida.pk) and "in brackets" in best.why and "岸田文雄" in best.why


def test_an_actor_of_whom_the_same_source_speaks_is_likelier():
    one, other = make_actor("Taro Yamagawa", slug="taro"), make_actor("Jiro Yamagawa", slug="jiro")
    source = make_source()
    make_citation(make_event(actors=[one]), source)
    make_citation(make_event(actors=[other]))
    unknown("Yamagawa", source=source)
    first, second = proposals_of("Yamagawa")
    assert (first.value, second.value) == (str(one.pk), str(other.pk)) and first.score > second.score
    assert "the same source speaks of it" in first.why


def test_a_proposal_of_the_gazetteer_gets_its_row_with_its_names_when_chosen():
    unknown("Kishida Fumio")
    best = proposals_of("Kishida Fumio")[0]
    assert best.value == "new:Fumio Kishida" and not Actor.objects.filter(name="Fumio Kishida").exists()
    actor = actor_for(best.value)
    assert actor == Actor.objects.get(name="Fumio Kishida") == actor_for(best.value)
    assert actor.aliases.filter(language="ja", is_preferred=True).exists()
    assert actor_for("new:Nobody") is None and actor_for("999999") is None
    assert proposals_of("Kishida Fumio")[0].value == str(actor.pk)


def test_one_decision_settles_a_whole_cluster_and_one_undo_takes_it_back(client):
    sign_in(client, "Curator")
    names = [unknown(name) for name in ("Gil-dong Hong", "Hong Gil-dong", "홍길동")]
    before = everything()
    page = client.get(reverse(UNKNOWN)).content.decode()
    key = name_clusters()[0].key
    data = posted_by(page, f"name-{key}") | {f"name-{key}-decision": "actor", f"name-{key}-main": names[1].pk}
    done = client.post(reverse(UNKNOWN), data, follow=True).content.decode()
    hong = Actor.objects.get()
    assert (hong.name, hong.is_proposed, hong.events.count()) == ("Hong Gil-dong", False, 3)
    assert {(a.name, a.language) for a in hong.aliases.all()} == {("Gil-dong Hong", "en"), ("홍길동", "ko")}
    assert "Decided lately" in done and not name_clusters()
    address = reverse("admin:timeline_actor_undo", args=[NameDecision.objects.get().pk])
    assert "Undone" in client.post(address, {"next": "unknown"}, follow=True).content.decode()
    assert everything() == before


def test_names_that_are_not_ticked_keep_waiting(client):
    sign_in(client, "Curator")
    hong = make_actor("Another Hong", slug="another")
    names = [unknown("Gil-dong Hong"), unknown("Hong Gil-dong")]
    key = name_clusters()[0].key
    other = next(name for name in names if name.pk != key)
    data = {"name": key, f"name-{key}-names": [other.pk], f"name-{key}-decision": "alias", f"name-{key}-actor": hong.pk}  # fmt: skip
    client.post(reverse(UNKNOWN), data)
    assert list(hong.aliases.values_list("name", flat=True)) == [other.name]
    assert Actor.objects.get(is_proposed=True).pk == key
    data = {"name": key, f"name-{key}-names": [other.pk], f"name-{key}-decision": "ignore"}
    assert "already decided" in client.post(reverse(UNKNOWN), data, follow=True).content.decode()


def test_a_proposal_is_chosen_on_the_page(client):
    sign_in(client, "Curator")
    hong, name = make_actor("Hong Gildong", slug="hong"), unknown("Gil-dong Hong")
    page = client.get(reverse(UNKNOWN)).content.decode()
    assert "Hong Gildong (92: the same words in another order)" in page
    client.post(reverse(UNKNOWN), posted_by(page, f"name-{name.pk}"))
    assert hong.aliases.get().name == "Gil-dong Hong" and not Actor.objects.filter(pk=name.pk).exists()


def a_full_actor():
    """An actor with everything that merging must carry, and one that it shares an event with."""
    kept, other = (
        make_actor("Hong Gil-dong", slug="hong"),
        make_actor("Hong Senior", slug="senior", wikidata="Q1"),
    )
    both = make_event("Both", actors=[kept, other])
    alone = make_event("Alone", actors=[other])
    make_citation(alone, reading={"kind": "visit", "actors": [{"name": "Hong Senior", "kind": "person"}]})
    make_citation(both, reading={"actors": [{"name": "Hong Senior", "kind": "x"}, {"name": "Hong Gil-dong", "kind": "person"}]})  # fmt: skip
    Alias.objects.create(actor=other, name="노홍", language="ko", is_preferred=True)
    Alias.objects.create(actor=kept, name="홍길동", language="ko", is_preferred=True)
    make_timeline().actors.add(other)
    make_actor("Envoy", slug="envoy", represents=other)
    return kept, other


def test_merging_carries_everything_and_undoing_gives_it_back(client):
    kept, other = a_full_actor()
    before = everything()
    join(kept, [other])
    kept.refresh_from_db()
    assert kept.events.count() == 2 and kept.wikidata == "Q1" and kept.representatives.count() == 1
    assert set(kept.aliases.values_list("name", flat=True)) == {"노홍", "홍길동", "Hong Senior"}
    assert kept.aliases.filter(is_preferred=True, language="ko").get().name == "홍길동"
    assert kept.timelines.count() == 1
    names = [a["name"] for c in Citation.objects.all() for a in c.reading["actors"]]
    assert set(names) == {"Hong Gil-dong"}
    answer = client.get("/actors/senior/")
    assert answer.status_code == 302 and answer["Location"] == "/actors/hong/"
    undo(NameDecision.objects.get())
    assert everything() == before
    assert client.get("/actors/senior/").status_code == 200


def test_what_happened_since_stays_when_a_merge_is_undone():
    kept, other = a_full_actor()
    join(kept, [other])
    Participation.objects.filter(event__title="Alone").delete()
    later = make_event("Later", actors=[kept])
    Alias.objects.filter(name="노홍").delete()
    undo(NameDecision.objects.get())
    other = Actor.objects.get(name="Hong Senior")
    assert set(other.events.values_list("title", flat=True)) == {"Both", "Alone"}
    assert list(later.actors.all()) == [kept] and not other.aliases.exists()


def test_decisions_are_undone_in_their_order():
    kept, other, third = make_actor("A One", slug="a"), make_actor("B Two", slug="b"), make_actor("C Three", slug="c")  # fmt: skip
    before = everything()
    first, second = join(kept, [other]), join(kept, [third])
    with pytest.raises(NamingError, match="undo first what was decided later: “C Three” is now an alias"):
        undo(first)
    undo(second)
    undo(first)
    with pytest.raises(NamingError, match="already been undone"):
        undo(first)
    assert everything() == before


def test_undoing_stops_where_a_name_was_given_away_since():
    kept, other = make_actor("A One", slug="a"), make_actor("B Two", slug="b")
    done = join(kept, [other])
    Alias.objects.filter(name="B Two").delete()
    third = make_actor("C Three", slug="c")
    Alias.objects.create(actor=third, name="b two")
    with pytest.raises(NamingError, match="“B Two” is now a name of C Three"):
        undo(done)
    assert NameDecision.objects.get().undone_at is None and not Actor.objects.filter(name="B Two").exists()


def test_ignoring_is_undone():
    names = [unknown("Gil-dong Hong"), unknown("Taro Yamagawa")]
    IgnoredName.objects.create(name="Taro Yamagawa")
    before = everything()
    undo(ignore(names))
    assert everything() == before


def test_splitting_and_undoing_it():
    actor = make_actor("Kim", slug="kim")
    alias = Alias.objects.create(actor=actor, name="Kim Minister", language="en")
    mine, theirs = make_event("Mine", actors=[actor]), make_event("Theirs", actors=[actor])
    make_citation(theirs, reading={"actors": [{"name": "Kim", "kind": "person"}]})
    before = everything()
    new, done = split(actor, "Kim Minister", [alias.pk], [theirs.pk])
    assert list(theirs.actors.all()) == [new] and list(mine.actors.all()) == [actor]
    assert (new.name, new.is_proposed, actor.aliases.count()) == ("Kim Minister", False, 0)
    assert Citation.objects.get().reading["actors"][0]["name"] == "Kim Minister"
    undo(done)
    assert everything() == before
    for name, keys, words in (("", [], "type the name"), ("X", [], "choose an alias or an event"), ("kim minister", [], "is already a name of Kim")):  # fmt: skip
        with pytest.raises(NamingError, match=words):
            split(actor, name, keys, [mine.pk] if words.startswith("is") else [])


def test_a_split_that_has_grown_is_not_undone():
    actor = make_actor("Kim", slug="kim")
    event = make_event(actors=[actor])
    new, done = split(actor, "Kim Two", [], [event.pk])
    make_event("Later", actors=[new])
    with pytest.raises(NamingError, match="has got events"):
        undo(done)


def test_curators_merge_and_split_on_pages_and_propose_it_of_actors_with_a_public_page(client):
    kept, other = make_actor("A One", slug="a"), make_actor("B Two", slug="b")
    merge = reverse("admin:timeline_actor_merge")
    sign_in(client, "Curator")
    assert "at least two" in client.get(f"{merge}?actors={kept.pk}", follow=True).content.decode()
    assert (
        "Which actor should be kept?" in client.get(f"{merge}?actors={kept.pk},{other.pk}").content.decode()
    )
    client.post(merge, {"actors": f"{kept.pk},{other.pk}", "kept": kept.pk})
    alias = Alias.objects.get(actor=kept, name="B Two")
    page = client.get(reverse("admin:timeline_actor_change", args=[kept.pk])).content.decode()
    assert "Decisions that can be undone" in page and "“B Two” is now an alias of A One." in page
    event = make_event("Told", actors=[kept], status="proposed")
    make_citation(event, quote="B Two came.")
    address = reverse("admin:timeline_actor_split", args=[kept.pk])
    assert "named there: B Two" in client.get(address).content.decode()
    client.post(address, {"alias": alias.pk, "by_name": "1"})
    assert event.actors.get().name == "B Two" and not kept.aliases.exists()
    make_event("Public", actors=[kept])
    for where in (address, f"{merge}?actors={kept.pk},{event.actors.get().pk}"):
        for group in ("Curator", "Editor"):
            sign_in(client, group)
            assert ("waits for an Editor" in client.get(where).content.decode()) == (group == "Curator")


def test_a_split_that_fails_keeps_what_was_ticked(client, monkeypatch):
    actor, event, other = make_actor("A One", slug="a"), make_event("Told"), make_event("Else", "2020")
    make_actor("B Two", slug="b")
    for one in (event, other):
        one.participations.create(actor=actor)
        make_citation(one, quote="C Three came.")
    alias = Alias.objects.create(actor=actor, name="C Three")
    address = reverse("admin:timeline_actor_split", args=[actor.pk])
    sign_in(client, "Editor")
    assert len(html.fromstring(client.get(address).content).xpath("//input[@checked]")) == 1
    posted = {"alias": alias.pk, "event": event.pk, "name": "B Two"}
    page = client.post(address, posted).content.decode()
    ticked = {(box.get("name"), box.get("value")) for box in html.fromstring(page).xpath("//input[@checked]")}
    assert "is already a name of B Two" in page
    assert ticked == {("alias", str(alias.pk)), ("event", str(event.pk))}
    monkeypatch.setattr("timeline.admin.naming.MOST_EVENTS", 1)
    assert "Else" not in client.get(address).content.decode()
    client.post(address, {"alias": alias.pk, "by_name": "1"})
    assert set(Actor.objects.get(name="C Three").events.all()) == {event, other}, "also those not listed"


def test_a_proposal_makes_no_row_while_the_form_has_errors(client):
    one, other = unknown("Kishida Fumio"), unknown("Kishida, Fumio")
    sign_in(client, "Curator")
    page = client.get(reverse(UNKNOWN)).content.decode()
    key = next(k for k in (one.pk, other.pk) if f'id="name-{k}"' in page)
    prefix = f"name-{key}"
    data = {"name": key, f"{prefix}-decision": "alias", f"{prefix}-proposal": "new:Fumio Kishida"}
    answer = client.post(reverse(UNKNOWN), data).content.decode()
    assert "Tick at least one name." in answer and "Choose the actor" not in answer
    assert not Actor.objects.filter(name="Fumio Kishida").exists()
    client.post(reverse(UNKNOWN), {**data, f"{prefix}-names": [one.pk, other.pk]})
    assert Actor.objects.filter(name="Fumio Kishida").exists()


def test_a_confirmed_name_gone_meanwhile_is_named():
    name, other = unknown("Gil-dong Hong"), unknown("Hong Gil-dong")
    ignore([other])
    with pytest.raises(NamingError, match="“Hong Gil-dong” is no longer there"):
        confirm([other], name, "person")
    assert Actor.objects.get(pk=name.pk).is_proposed
