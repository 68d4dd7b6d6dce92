"""Merging, splitting and undoing: no citation is lost, addresses redirect, only authorised users may."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_actor, make_citation, make_event, make_source, make_timeline
from timeline.curation.deciding import ProposalError, accept, refuse
from timeline.curation.merging import (
    MergeError,
    likely_target,
    merge,
    split,
    undo_merge,
    undo_split,
    withdraw,
)
from timeline.curation.proposals import waiting
from timeline.curation.versions import in_words
from timeline.models import Citation, Event, Pick, Withdrawal

pytestmark = pytest.mark.django_db


def make_pair():
    kishida, yoon = make_actor(), make_actor(name="Yoon Suk Yeol")
    one = make_event("Kishida visits Seoul", actors=[kishida])
    two = make_event("Kishida in Korea", "2024-09", actors=[kishida, yoon])
    for event in (one, two):
        make_citation(event, make_source(), edtf=event.edtf)
    return one, two


def test_a_merged_event_brings_its_citations_and_actors_and_leads_on(client):
    one, two = make_pair()
    merge(one, [two])
    two.refresh_from_db()
    assert one.citations.count() == 2 and two.citations.count() == 0
    assert {a.name for a in one.actors.all()} == {"Fumio Kishida", "Yoon Suk Yeol"}
    response = client.get(two.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, one.get_absolute_url())
    undo_merge(two)
    two.refresh_from_db()
    assert (one.citations.count(), two.citations.count(), two.merged_into) == (1, 1, None)
    assert {a.name for a in one.actors.all()} == {"Fumio Kishida"}
    assert not any(c.is_pinned for c in Citation.objects.all())
    assert client.get(two.get_absolute_url()).status_code == 200


def test_the_address_of_a_merged_event_says_that_the_one_it_leads_to_was_withdrawn(client):
    one, two = make_pair()
    merge(one, [two])
    assert client.get(two.get_absolute_url()).status_code == 301
    Event.objects.filter(pk=one.pk).reject()
    assert [client.get(e.get_absolute_url()).status_code for e in (one, two)] == [410, 410]
    Event.objects.filter(pk=one.pk).approve()
    assert client.get(two.get_absolute_url()).status_code == 301


def test_a_chain_of_merges_leads_to_the_one_that_stands():
    one, two = make_pair()
    three = make_event("Visit", "2024")
    merge(two, [one])
    merge(three, [two])
    assert set(Event.objects.filter(merged_into=three)) == {one, two}
    with pytest.raises(MergeError, match="already been merged"):
        merge(make_event("Other"), [one])


def test_a_split_event_takes_its_citations_date_and_people():
    one, two = make_pair()
    merge(one, [two])
    taken = Citation.objects.filter(edtf="2024-09")
    new = split(one, list(taken))
    assert (new.edtf, new.citations.count(), one.citations.count()) == ("2024-09", 1, 1)
    assert new.slug != one.slug and new.status == one.status
    for chosen, reason in (
        (Citation.objects.none(), "at least one"),
        (one.citations.all(), "leave at least one"),
    ):
        with pytest.raises(MergeError, match=reason):
            split(one, list(chosen))


moves = st.lists(
    st.tuples(st.sampled_from(["merge", "undo", "split", "unsplit"]), st.integers(0, 9), st.integers(0, 9)),
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves)
def test_whatever_is_merged_split_and_undone_no_citation_is_lost(moves):
    Event.objects.all().delete()
    for number in range(4):
        event = make_event(f"Event {number}", f"2024-0{number + 1}")
        for _ in range(2):
            make_citation(event, make_source(), edtf=event.edtf)
    before = set(Citation.objects.values_list("pk", flat=True))
    for move, a, b in moves:
        events = list(Event.objects.order_by("pk"))
        one, two = events[a % len(events)], events[b % len(events)]
        try:
            if move == "merge":
                merge(one, [two])
            elif move == "undo":
                undo_merge(one)
            elif move == "unsplit":
                undo_split(one)
            else:
                split(one, list(one.citations.all()[:1]))
        except MergeError as error:
            assert str(error)
    assert set(Citation.objects.values_list("pk", flat=True)) == before
    assert not Citation.objects.filter(event__merged_into__isnull=False).exists()
    assert not Event.objects.filter(merged_into__merged_into__isnull=False).exists()
    for event in Event.objects.filter(merged_into=None):
        assert event.is_disputed == event.citations.filter(disputes=True).exists()


def test_a_chain_of_merges_is_undone_in_any_order():
    for order in ((1, 0), (0, 1)):
        events = [make_event(f"Event {n}") for n in range(3)]
        for event in events:
            make_citation(event)
        merge(events[1], [events[0]])
        merge(events[2], [events[1]])
        for n in order:
            undo_merge(events[n])
        assert [event.citations.count() for event in events] == [1, 1, 1], order


def test_an_actor_or_a_pick_that_two_merged_events_share_stays_while_one_is_left():
    target, one, two = (
        make_event("Whole"),
        *(make_event(f"Part {n}", actors=[make_actor()]) for n in range(2)),
    )
    timeline = make_timeline(picks_only=True)
    for event in (one, two):
        Pick.objects.create(timeline=timeline, event=event)
    merge(target, [one, two])
    assert list(timeline.events()) == [target]
    undo_merge(one)
    assert target.actors.count() == 1 and set(timeline.events()) == {target, one}
    undo_merge(two)
    assert not target.actors.exists() and set(timeline.events()) == {one, two}


def test_two_readings_of_one_passage_are_merged_and_set_apart():
    source = make_source()
    one, two = make_event("Visit"), make_event("Summit", kind="summit")
    for event in (one, two):
        make_citation(event, source, start=0, end=10)
    merge(one, [two])
    assert one.citations.count() == 1 and Citation.objects.count() == 2
    undo_merge(two)
    assert [event.citations.count() for event in (one, two)] == [1, 1]


def test_an_event_is_merged_with_what_it_is_part_of():
    whole = make_event("Visit")
    part, other = make_event("Dinner", part_of=whole), make_event("Lunch", part_of=whole)
    merge(part, [whole])
    part.refresh_from_db(), other.refresh_from_db()
    assert part.part_of is None and other.part_of == part
    undo_merge(whole)
    part.refresh_from_db(), other.refresh_from_db()
    assert part.part_of == other.part_of == whole


def test_what_others_were_merged_into_is_not_deleted(client):
    one, two = make_pair()
    merge(one, [two])
    sign_in(client, "Editor")
    page = client.post(
        reverse("admin:timeline_event_delete", args=[one.pk]), {"post": "yes"}
    ).content.decode()
    assert "would require deleting the following protected related objects" in page
    assert Event.objects.filter(pk=one.pk).exists()


def test_an_undone_split_brings_all_back_and_its_address_leads_on(client):
    one, two = make_pair()
    merge(one, [two])
    before = set(one.citations.values_list("pk", flat=True))
    part = split(one, [one.citations.order_by("pk").last()])
    assert undo_split(part) == one and set(one.citations.values_list("pk", flat=True)) == before
    assert client.get(part.get_absolute_url())["Location"] == one.get_absolute_url()
    for event in (one, part):
        event.refresh_from_db()
        with pytest.raises(MergeError, match="was not split from another event"):
            undo_split(event)


def test_the_best_supported_published_event_stands_first(django_assert_num_queries):
    one, two = make_pair()
    make_citation(two, make_source())
    assert likely_target([one, two]) == two
    Event.objects.filter(pk=two.pk).update(status=Event.Status.PROPOSED)
    two.refresh_from_db()
    assert likely_target([one, two]) == one
    fetched = list(Event.objects.with_evidence())
    with django_assert_num_queries(0):
        assert likely_target(fetched) == one


def test_what_is_withdrawn_is_noted_once():
    citation = make_citation(
        make_event(), rule="visit", start=0, end=9, reading={"kind": "visit", "action": "visit", "actors": []}
    )
    withdraw(citation)
    assert Withdrawal.objects.count() == 1 and not Citation.objects.exists()
    withdraw(make_citation(make_event("Other")))  # a curator's own needs no note
    assert Withdrawal.objects.count() == 1


def sign_in(client, group):
    user = User.objects.create_user(group, password="x", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)


def test_an_editor_merges_splits_and_undoes_in_the_admin(client):
    sign_in(client, "Editor")
    one, two = make_pair()
    chosen = {"action": "merge_selected", "_selected_action": [one.pk, two.pk]}
    page = client.post(reverse("admin:timeline_event_changelist"), chosen, follow=True)
    assert "Which event should be kept?" in page.content.decode()
    address = reverse("admin:timeline_event_merge")
    asked = f"{one.pk},{two.pk}"
    assert "Choose the event to keep" in client.post(address, {"events": asked}, follow=True).content.decode()
    done = client.post(address, {"events": asked, "target": one.pk}, follow=True).content.decode()
    assert "Merged 2 events." in done and "Split…" in done
    merged = client.get(reverse("admin:timeline_event_change", args=[two.pk])).content.decode()
    assert "Undo the merge into" in merged
    split_page = reverse("admin:timeline_event_split", args=[one.pk])
    assert "Which citations report a different event?" in client.get(split_page).content.decode()
    moved = Citation.objects.get(edtf="2024-09").pk
    assert (
        "Split off a new event"
        in client.post(split_page, {"citation": [moved]}, follow=True).content.decode()
    )
    assert Event.objects.count() == 3
    part = Event.objects.get(split_from=one)
    assert (
        "Undo the split from"
        in client.get(reverse("admin:timeline_event_change", args=[part.pk])).content.decode()
    )
    unsplit = reverse("admin:timeline_event_unsplit", args=[part.pk])
    assert "The split has been undone." in client.post(unsplit, follow=True).content.decode()
    undo = client.post(reverse("admin:timeline_event_unmerge", args=[two.pk]), follow=True).content.decode()
    assert "The merge has been undone." in undo
    again = client.post(reverse("admin:timeline_event_unmerge", args=[two.pk]), follow=True).content.decode()
    assert "was not merged" in again


@pytest.mark.parametrize(
    ("group", "status", "is_done"),
    [("Curator", "published", False), ("Curator", "proposed", True), ("Editor", "published", True)],
)
def test_who_may_not_publish_proposes_to_merge_what_is_published(client, group, status, is_done):
    sign_in(client, group)
    one, two = make_pair()
    Event.objects.update(status=status)
    address, merged = reverse("admin:timeline_event_merge"), {"events": f"{one.pk},{two.pk}", "target": one.pk, "remark": "The same visit"}  # fmt: skip
    page = client.get(address, {"events": merged["events"]}).content.decode()
    assert ("your merge waits for an Editor" in page) != is_done
    page = client.post(address, merged, follow=True).content.decode()
    assert Event.objects.filter(merged_into=one).exists() == is_done
    if is_done:
        return
    assert "1 change waits for an Editor" in page
    change = waiting().get()
    assert (change.what, change.event, change.into, change.remark) == ("merge", two, one, "The same visit")
    assert "merged into “Kishida visits Seoul”" in in_words(change)[2]
    accept(change, User.objects.create_superuser("boss"))
    two.refresh_from_db()
    assert two.merged_into == one and one.citations.count() == 2


def test_a_split_of_a_published_event_is_proposed_and_accepted_or_refused(client):
    sign_in(client, "Curator")
    boss = User.objects.create_superuser("boss")
    event = make_event("Two visits")
    make_citation(event)
    other = make_citation(event, edtf="2024-10-01", quote="Kishida was there again on 1 October 2024.")
    address = reverse("admin:timeline_event_split", args=[event.pk])
    assert "your split waits for an Editor" in client.get(address).content.decode()
    for verb in (refuse, accept):
        page = client.post(address, {"citation": [other.pk]}, follow=True).content.decode()
        assert "1 change waits for an Editor" in page and event.citations.count() == 2
        change = waiting().get()
        assert "in “Two visits”" in in_words(change)[2] and not Event.objects.exclude(pk=event.pk).exists()
        verb(change, boss)
    new = Event.objects.exclude(pk=event.pk).get()
    assert (new.edtf, new.status, list(new.citations.all())) == ("2024-10-01", "proposed", [other])


def test_what_cannot_be_merged_or_split_is_not_proposed_either(client):
    sign_in(client, "Curator")
    one, two = make_pair()
    Event.objects.filter(pk=two.pk).update(status="proposed")
    both = {"events": f"{one.pk},{two.pk}", "target": two.pk}
    page = client.post(reverse("admin:timeline_event_merge"), both, follow=True).content.decode()
    assert "keep a published event, so that its address still works" in page
    split_it = reverse("admin:timeline_event_split", args=[one.pk])
    assert "at least one citation" in client.post(split_it, {}, follow=True).content.decode()
    assert not waiting().exists()


def test_a_proposed_split_of_what_is_left_of_an_event_is_no_crash(client):
    sign_in(client, "Curator")
    event = make_event()
    left, other = make_citation(event), make_citation(event, edtf="2024-10-01")
    client.post(reverse("admin:timeline_event_split", args=[event.pk]), {"citation": [other.pk]})
    left.delete()
    with pytest.raises(ProposalError, match="nothing would be left"):
        accept(waiting().get(), User.objects.create_superuser("boss"))


def test_a_visitor_is_sent_to_sign_in(client):
    event = make_event()
    for name, args in (("merge", []), ("split", [event.pk]), ("unmerge", [event.pk])):
        assert "/admin/login/" in client.get(reverse(f"admin:timeline_event_{name}", args=args))["Location"]


def test_a_published_event_is_not_led_to_one_that_readers_do_not_see():
    shown, hidden = make_event(), make_event("Hidden", status=Event.Status.PROPOSED)
    with pytest.raises(MergeError, match="is not published"):
        merge(hidden, [shown])
    assert merge(shown, [hidden]) == shown


def test_the_event_that_stands_lists_what_was_merged_into_it_and_undoes_it(client):
    target, other = make_pair()
    merge(target, [other])
    sign_in(client, "Editor")
    page = client.get(reverse("admin:timeline_event_change", args=[target.pk])).content.decode()
    undo = reverse("admin:timeline_event_unmerge", args=[other.pk])
    assert f"{other}</a>” was merged into this event" in page and undo in page
    sign_in(client, "Curator")
    page = client.get(reverse("admin:timeline_event_change", args=[target.pk])).content.decode()
    assert "was merged into this event" in page and "Propose to undo that merge" in page
    client.force_login(User.objects.get(username="Editor"))
    client.post(undo)
    other.refresh_from_db()
    assert other.merged_into is None


def test_what_was_split_off_is_listed_with_the_event_that_it_came_from(client):
    event = make_event()
    chosen = make_citation(event)
    make_citation(event)
    new = split(event, [chosen])
    sign_in(client, "Editor")
    page = client.get(reverse("admin:timeline_event_change", args=[event.pk])).content.decode()
    assert (
        "was split off this event" in page and reverse("admin:timeline_event_unsplit", args=[new.pk]) in page
    )


def test_a_merged_event_is_told_as_such_in_the_list_and_on_its_page(client):
    target, other = make_event("Whole", status="proposed"), make_event("Part", status="proposed")
    merge(target, [other])
    sign_in(client, "Editor")
    rows = reverse("admin:timeline_event_changelist")
    assert "merged into “Whole”" in client.get(rows).content.decode()
    for status, titles in (("proposed", ["Whole"]), ("merged", ["Part"])):
        found = client.get(rows, {"status__exact": status}).context["cl"].result_list
        assert [event.title for event in found] == titles
    page = client.get(reverse("admin:timeline_event_change", args=[other.pk])).content.decode()
    assert "Merged into <a" in page


def test_a_curator_comes_from_the_list_to_the_merge_that_waits(client):
    events = [make_event("One"), make_event("Two", status="proposed")]
    sign_in(client, "Curator")
    chosen = {"action": "merge_selected", "_selected_action": [e.pk for e in events]}
    page = client.post(reverse("admin:timeline_event_changelist"), chosen, follow=True)
    assert page.status_code == 200 and "Propose the merge" in page.content.decode()


def test_from_the_queue_what_stands_beside_an_event_is_offered_to_merge_it_with(client):
    kishida, yoon = make_actor(), make_actor("Yoon Suk Yeol")
    event = make_event("Talks", "2024-09", status="proposed", actors=[kishida])
    offered = make_event("Kishida visits Seoul", "2024-09-06", actors=[kishida])
    make_event("Yoon speaks", "2024-09-06", actors=[yoon])
    make_event("Kishida in Washington", "2024-04-10", actors=[kishida])
    make_event("Turned down", "2024-09-06", actors=[kishida], status="rejected")
    sign_in(client, "Editor")
    page = client.get(reverse("admin:timeline_event_merge"), {"events": event.pk, "queue": f"at={event.pk}"})
    assert [row[0] for row in page.context["found"]] == [offered]
    assert "Of the same time and people" in page.content.decode()
