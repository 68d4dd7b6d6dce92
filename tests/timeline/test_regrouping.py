"""What Curators would merge, split or undo of what readers see, events and actors alike: it waits for an Editor."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from tests.browsing import sign_in
from tests.factories import make_actor, make_citation, make_event
from timeline.curation.deciding import ProposalError, accept, accept_all, is_overtaken, refuse
from timeline.curation.merging import merge, split, undo_merge
from timeline.curation.naming import join, undo
from timeline.curation.proposals import waiting
from timeline.curation.versions import versions
from timeline.models import Actor, Alias, Event, NameDecision, ProposedChange

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"admin:timeline_{name}", args=args)


@pytest.fixture
def boss():
    return User.objects.create_superuser("boss")


@pytest.fixture
def merged():
    """An event with a passage of its own and one of an event merged into it; both are published."""
    one, two = make_event("Kishida visits Seoul"), make_event("Kishida in Seoul")
    make_citation(one)
    make_citation(two, quote="Kishida was in Seoul on 6 September 2024.")
    merge(one, [two])
    return one, Event.objects.get(pk=two.pk)


@pytest.fixture
def actors():
    """Two actors with a public page: each takes part in a published event."""
    kept, other = make_actor("Han Duck-soo"), make_actor("Han Duk-su")
    Alias.objects.create(actor=other, name="H. Duk-su")
    make_event("Han speaks", actors=[kept])
    make_event("Han travels", actors=[other])
    return kept, other


def test_undoing_a_merge_is_proposed_shown_on_the_desk_and_accepted(client, merged, boss):
    one, two = merged
    sign_in(client, "Curator")
    page = client.get(at("event_change", one.pk)).content.decode()
    assert "Propose to undo that merge" in page and "Undo that merge" not in page
    page = client.post(at("event_unmerge", two.pk), follow=True).content.decode()
    assert "1 change waits for an Editor" in page and "a merge undone" in page.lower()
    two.refresh_from_db()
    assert two.merged_into == one and one.citations.count() == 2
    change = waiting().get()
    shown = versions(change)
    assert (change.what, change.event, change.into) == ("unmerge", two, one)
    assert shown.now == "“Kishida in Seoul” is merged into “Kishida visits Seoul”"
    assert "is an event of its own again" in shown.proposed
    editor = sign_in(client, "Editor")
    for about in (one, two):  # whoever opens either event sees it
        assert "is an event of its own again" in editor.get(at("proposedchange_of", "event", about.pk)).content.decode()  # fmt: skip
    seen = {f"seen-{change.pk}": shown.mark, "change": change.pk, "decision": "accept"}
    editor.post(at("proposedchange_of", "event", two.pk), {**seen, "note": "Right."})
    two.refresh_from_db()
    assert two.merged_into is None and two.citations.count() == 1 == one.citations.count()
    change.refresh_from_db()
    assert (change.state, change.note, change.decided_by.username) == ("accepted", "Right.", "editor")
    page = sign_in(client, "Curator").get(reverse("admin:index")).content.decode()
    assert "Right." in page


def test_undoing_a_split_is_proposed_and_accepted(client, boss):
    event = make_event("Two visits")
    make_citation(event)
    other = make_citation(event, edtf="2024-10-01", quote="Kishida came again on 1 October 2024.")
    new = split(event, [other])
    sign_in(client, "Curator")
    assert "Propose to undo the split from" in client.get(at("event_change", new.pk)).content.decode()
    client.post(at("event_unsplit", new.pk))
    change = waiting().get()
    assert event.citations.count() == 1 and change.what == "unsplit"
    assert "goes back into “Two visits”" in versions(change).proposed
    accept(change, boss)
    new.refresh_from_db()
    assert new.merged_into == event and event.citations.count() == 2


def test_the_same_proposal_waits_once_and_a_refused_one_changes_nothing(client, merged, boss):
    one, two = merged
    sign_in(client, "Curator")
    for _ in range(2):
        client.post(at("event_unmerge", two.pk))
    refuse(waiting().get(), boss, "They are the same visit.")
    two.refresh_from_db()
    assert two.merged_into == one and ProposedChange.objects.get().note == "They are the same visit."


def test_what_has_been_undone_meanwhile_cannot_be_accepted(client, merged, boss):
    _, two = merged
    sign_in(client, "Curator").post(at("event_unmerge", two.pk))
    change = waiting().get()
    undo_merge(two)
    assert is_overtaken(change)
    assert versions(change).now == "“Kishida in Seoul” stands apart"
    assert versions(change).then == "“Kishida in Seoul” is merged into “Kishida visits Seoul”"
    for seen in (None, versions(change).mark):
        with pytest.raises(ProposalError):
            accept(ProposedChange.objects.get(), boss, seen=seen)
    assert waiting().exists()


def test_what_cannot_be_done_is_said_at_once(client, merged):
    one, _ = merged
    page = sign_in(client, "Curator").post(at("event_unmerge", one.pk), follow=True).content.decode()
    assert "was not merged" in page and not waiting().exists()


def test_an_editor_and_who_undoes_what_nobody_sees_wait_for_nobody(client, merged):
    one, two = merged
    Event.objects.update(status="proposed")
    sign_in(client, "Curator").post(at("event_unmerge", two.pk))
    two.refresh_from_db()
    assert two.merged_into is None
    merge(one, [two])
    Event.objects.update(status="published")
    sign_in(client, "Editor").post(at("event_unmerge", two.pk))
    two.refresh_from_db()
    assert two.merged_into is None and not waiting().exists()


def test_u_in_the_queue_proposes_to_undo_a_merge_that_readers_see_by_now(client):
    one, two = make_event("One", status="proposed"), make_event("Two", status="proposed")
    for event in (one, two):
        make_citation(event)
    sign_in(client, "Curator")
    client.post(at("event_merge"), {"events": f"{one.pk},{two.pk}", "target": one.pk, "queue": "at="})
    Event.objects.update(status="published")
    page = client.post(at("event_review"), {"decision": "undo"}, follow=True).content.decode()
    two.refresh_from_db()
    assert "1 change waits for an Editor" in page and two.merged_into == one
    assert waiting().get().what == "unmerge"


def test_u_in_the_queue_proposes_to_undo_an_edit_that_readers_see_by_now(client, boss):
    event = make_event("One", status="proposed", place="Seoul")
    make_citation(event)
    sign_in(client, "Curator")
    typed = {"event": event.pk, "decision": "save", "title": "One", "edtf": event.edtf, "kind": "visit", "place": "Busan"}  # fmt: skip
    client.post(at("event_review"), typed)
    assert Event.objects.get().place == "Busan"
    Event.objects.update(status="published")
    page = client.post(at("event_review"), {"decision": "undo"}, follow=True).content.decode()
    assert "for an Editor" in page and Event.objects.get().place == "Busan"
    accepted, failed = accept_all(waiting(), boss)
    assert accepted and not failed and Event.objects.get().place == "Seoul"


def test_merging_actors_with_a_public_page_is_proposed_and_accepted(client, actors, boss):
    kept, other = actors
    sign_in(client, "Curator")
    keys = f"{kept.pk},{other.pk}"
    page = client.get(at("actor_merge"), {"actors": keys}).content.decode()
    assert "Propose the merge" in page and "waits for an Editor" in page
    asked = {"actors": keys, "kept": kept.pk, "remark": "Two spellings"}
    page = client.post(at("actor_merge"), asked, follow=True).content.decode()
    assert "1 change waits for an Editor" in page and "part of “Han Duck-soo”" in page
    assert Actor.objects.filter(pk=other.pk).exists() and not NameDecision.objects.exists()
    change = waiting().get()
    assert (change.thing, change.remark) == (kept, "Two spellings")
    assert versions(change).now == "“Han Duk-su”"
    page = sign_in(client, "Editor").get(at("proposedchange_of", "actor", kept.pk)).content.decode()
    assert "Han Duk-su" in page and "Two spellings" in page
    accept(change, boss)
    assert kept.events.count() == 2 and not Actor.objects.filter(pk=other.pk).exists()
    assert NameDecision.objects.get().by.username == "curator"
    change.refresh_from_db()
    assert versions(change).now == "“Han Duk-su”"  # what was decided can still be read


def test_splitting_an_actor_with_a_public_page_is_proposed_and_accepted(client, boss):
    actor = make_actor("Abe")
    alias = Alias.objects.create(actor=actor, name="Abe Kōbō")
    make_event("Abe speaks", actors=[actor])
    novel = make_event("Abe publishes a novel", actors=[actor])
    sign_in(client, "Curator")
    client.post(at("actor_split", actor.pk), {"alias": [alias.pk], "event": [novel.pk], "name": ""})
    assert actor.aliases.count() == 1 and actor.events.count() == 2
    change = waiting().get()
    assert versions(change).now == "of “Abe”: Abe Kōbō; Abe publishes a novel"
    assert versions(change).proposed == "of “Abe Kōbō”, a new actor"
    accept(change, boss)
    assert list(Actor.objects.get(name="Abe Kōbō").events.all()) == [novel]
    assert actor.events.get().title == "Abe speaks"


def test_undoing_a_merge_of_actors_is_proposed_and_accepted(client, actors, boss):
    kept, other = actors
    decision = join(kept, [other])
    sign_in(client, "Curator")
    assert "Propose to undo" in client.get(at("actor_change", kept.pk)).content.decode()
    page = client.post(at("actor_undo", decision.pk), follow=True).content.decode()
    assert "1 change waits for an Editor" in page
    assert kept.events.count() == 2
    change = waiting().get()
    assert versions(change).now == decision.words
    accept(change, boss)
    assert Actor.objects.get(name="Han Duk-su").events.get().title == "Han travels"
    assert kept.events.count() == 1


def test_what_waits_about_an_actor_goes_with_it_when_it_is_merged(client, actors):
    kept, other = actors
    third = make_actor("Han D. S.")
    make_event("Han leaves", actors=[third])
    sign_in(client, "Curator")
    client.post(at("actor_merge"), {"actors": f"{other.pk},{third.pk}", "kept": other.pk})
    join(kept, [other])
    change = waiting().get()
    assert change.actor == kept and not is_overtaken(change)


def test_a_person_takes_back_what_was_proposed_about_an_actor(client, actors):
    kept, other = actors
    sign_in(client, "Curator")
    client.post(at("actor_merge"), {"actors": f"{kept.pk},{other.pk}", "kept": kept.pk})
    change = waiting().get()
    page = client.get(at("proposedchange_change", change.pk)).content.decode()
    assert "Take it back" in page
    client.post(at("proposedchange_take_back", change.pk))
    assert not waiting().exists()


def test_what_waits_or_was_decided_is_no_bar_to_deleting(client, actors, merged):
    kept, other = actors
    sign_in(client, "Curator")
    client.post(at("actor_merge"), {"actors": f"{kept.pk},{other.pk}", "kept": kept.pk})
    client.post(at("event_unmerge", merged[1].pk))
    kept.participations.all().delete()  # nobody deletes who takes part in an event
    sign_in(client, "Editor")
    for name, row in (("actor", kept), ("event", merged[1])):
        client.post(at(f"{name}_delete", row.pk), {"post": "yes"})
        assert not type(row).objects.filter(pk=row.pk).exists(), name


@pytest.mark.parametrize(("group", "words"), [("Curator", "See the differences<"), ("Editor", "and decide<")])
def test_only_who_may_decide_is_asked_to(client, actors, group, words):
    kept, other = actors
    sign_in(client, "Curator").post(at("actor_merge"), {"actors": f"{kept.pk},{other.pk}", "kept": kept.pk})
    assert waiting().count() == 1
    page = sign_in(client, group).get(at("actor_change", kept.pk)).content.decode()
    assert words in page


def test_what_was_proposed_of_an_actor_goes_back_to_it_when_a_merge_is_undone(client, actors, boss):
    kept, other = actors
    (alias,) = other.aliases.values_list("pk", flat=True)
    sign_in(client, "Curator").post(at("actor_split", other.pk), {"alias": [alias]})
    decision = join(kept, [other], boss)
    assert waiting().get().actor == kept
    undo(decision)
    change = waiting().get()
    assert change.actor.name == "Han Duk-su" and not is_overtaken(change)
    accept(change, boss)
    assert Actor.objects.filter(name="H. Duk-su").exists()
