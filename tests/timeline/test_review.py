"""The review queue: most useful events first, decided one by one, nothing decided unseen."""

import re
from unittest.mock import patch

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.urls import reverse
from django.utils import timezone
from lxml import html

from tests.factories import make_actor, make_citation, make_event, make_source, make_timeline
from timeline.curation.presence import LASTS
from timeline.models import Event, Opened
from timeline.record.history import acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue():
    """Three proposed events: the second has the most sources, the third is disputed."""
    kishida = make_actor()
    events = [
        make_event(
            f"Proposed {n}", "2024-09-06", status=Event.Status.PROPOSED, actors=[kishida], is_disputed=n == 3
        )
        for n in (1, 2, 3)
    ]
    for event, count in zip(events, (1, 3, 1), strict=True):
        for _ in range(count):
            make_citation(
                event,
                make_source(),
                quote="Kishida arrived on Friday.",
                date_words="Friday",
                edtf="2024-09-06",
            )
    return events


def sign_in(client, group):
    user = User.objects.create_user(group, password="x", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)


def shown(client, query=""):
    page = client.get(reverse("admin:timeline_event_review") + query).content.decode()
    return page, title_of(page)


def title_of(page):
    title = re.search(r'aria-label="Proposal">.*?<h2>(.*?)</h2>', page, re.DOTALL)
    return title and title[1]


def decide(client, page, decision, **fields):
    form = html.fromstring(page).xpath("//form[contains(@class, 'review')]")[0]
    data = {name: value for name, value in form.form_values() if value is not None} | fields
    address = form.get("action") or reverse("admin:timeline_event_review")
    return client.post(address, {**data, "decision": decision}, follow=True).content.decode()


def link(page, key):
    found = html.fromstring(page).xpath(f"//a[@data-key='{key}']/@href")
    return found[0] if found else None


def test_what_the_machine_read_stands_beside_what_the_event_says(client):
    event = make_event(place="Seoul", status="proposed")
    reading = {"kind": "summit", "place": "Tokyo", "actors": [{"name": "Yoon Suk Yeol", "role": "host"}]}
    make_citation(event, rule="met", reading=reading, date_words="Friday")
    sign_in(client, "Curator")
    page, _ = shown(client)
    assert "from “Friday”: summit; Yoon Suk Yeol (host); Tokyo" in page and "1 source<" in page.replace(
        " ·", "<"
    )


def test_an_editor_decides_one_after_the_other(client, queue):
    sign_in(client, "Editor")
    page, title = shown(client)
    assert title == "Proposed 3" and "3 to review" in page and "<mark>Friday</mark>" in page
    assert "Possibly the same event" in page and "Merge…" in page
    decide(client, page, "approve")
    page, title = shown(client)
    assert title == "Proposed 2" and "2 to review" in page
    decide(client, page, "reject", reason="told  twice")
    page, title = shown(client)
    assert title == "Proposed 1"
    decide(client, page, "approve")
    assert "There is nothing to review." in shown(client)[0]
    assert list(Event.objects.order_by("title").values_list("status", flat=True)) == [
        "published",
        "rejected",
        "published",
    ]
    assert LogEntry.objects.filter(change_message="Rejected: told twice").count() == 1
    assert Event.objects.get(title="Proposed 1").curated_fields == ["status"]


def test_one_walks_on_and_back_and_round(client, queue):
    sign_in(client, "Editor")
    page, title = shown(client)
    assert title == "Proposed 3" and "1 of 3 to review" in page
    page = client.get(link(page, "j")).content.decode()
    assert title_of(page) == "Proposed 2" and "2 of 3 to review" in page
    assert title_of(client.get(link(page, "k")).content.decode()) == "Proposed 3"
    page = client.get(link(client.get(link(page, "j")).content.decode(), "j")).content.decode()
    assert title_of(page) == "Proposed 3"
    decided = decide(client, shown(client, f"?at={queue[1].pk}")[0], "approve")
    assert title_of(decided) == "Proposed 1", "the next one, not the first"
    assert shown(client, "?at=x,-1,99999999999999,99999999999999999999999")[1] == "Proposed 3"


def test_what_changed_meanwhile_is_shown_again(client, queue):
    sign_in(client, "Editor")
    page, _ = shown(client)
    queue[2].save()
    assert "was changed after you opened it" in decide(client, page, "approve")
    assert not Event.objects.filter(status=Event.Status.PUBLISHED).exists()
    assert "Choose to approve or to reject." in decide(client, page, "burn")
    for nonsense in ("", "abc", "99999999999999999999999"):
        assert client.post(reverse("admin:timeline_event_review"), {"event": nonsense}).status_code == 404


def test_a_curator_rejects_but_does_not_publish(client, queue):
    sign_in(client, "Curator")
    page, _ = shown(client)
    assert "Approve (A)" not in page
    assert "only an editor can publish" not in decide(client, page, "reject")
    hidden = dict(re.findall(r'name="(event|seen)" value="([^"]*)"', shown(client)[0]))
    address = reverse("admin:timeline_event_review")
    assert client.post(address, {**hidden, "decision": "approve"}).status_code == 403


def test_nobody_else_sees_the_queue(client, queue):
    address = reverse("admin:timeline_event_review")
    assert "/admin/login/" in client.get(address)["Location"]
    client.force_login(User.objects.create_user("reader", password="x", is_staff=True))
    assert client.get(address).status_code == 403


def test_what_seems_told_twice_comes_before_what_stands_alone(client):
    kishida, yoon = make_actor(), make_actor("Yoon Suk Yeol")
    waiting = {"status": Event.Status.PROPOSED}
    make_event("Alone", "2024-09-06", actors=[make_actor("Joe Biden")], **waiting)
    make_event("Another kind", "2024-09-06", kind="summit", actors=[kishida], **waiting)
    make_event("Told twice", "2024-09-06", actors=[kishida, yoon], **waiting)
    make_event("Published already", "2024-09-06/2024-09-07", actors=[kishida])
    sign_in(client, "Editor")
    page, title = shown(client)
    assert title == "Told twice" and "Published already" in page
    make_citation(Event.objects.get(title="Another kind"), make_source())
    assert shown(client)[1] == "Told twice"
    make_event("Disputed", "1910", is_disputed=True, **waiting)
    assert shown(client)[1] == "Disputed"


def test_what_was_published_in_a_sitting_makes_a_timeline(client, queue):
    sign_in(client, "Editor")
    page, _ = shown(client)
    for decision in ("approve", "reject", "approve"):
        page = decide(client, page, decision)
    assert "nothing to review" in page and "Make a timeline of the 2 you published" in page
    address = re.search(r'href="([^"]*picked=[^"]*)"', page)[1]
    assert address.endswith(f"picked={queue[2].pk},{queue[0].pk}")
    assert "It starts with the 2 events" in client.get(address).content.decode()


def test_the_key_that_merges_says_whether_the_merge_waits(client):
    actor = make_actor()
    make_event("Told once", actors=[actor])
    make_citation(make_event("Told again", status="proposed", actors=[actor]))
    for group, waits in (("Curator", True), ("Editor", False)):
        sign_in(client, group)
        page = shown(client)[0]
        assert link(page, "m") and ("(waits for an Editor)" in page) == waits


def test_what_a_curator_finds_ready_leaves_the_queue_and_comes_first_for_the_editor(client, queue):
    sign_in(client, "Curator")
    page, _ = shown(client, f"?at={queue[0].pk}")
    page = decide(client, page, "ready")
    assert "Ready for the editor: “Proposed 1”." in page and "2 to review" in page
    page, title = shown(client, "?ready=yes")
    assert title == "Proposed 1" and "ready for the editor, says Curator" in page
    shown(client)  # the curator goes on to another one
    sign_in(client, "Editor")
    page, title = shown(client)
    assert title == "Proposed 1" and "3 to review" in page
    assert "Not ready after all" in decide(client, page, "ready")
    assert shown(client)[1] == "Proposed 2", "the curator has the third one open"


def test_the_queue_is_filtered_with_counts(client, queue):
    yoon = make_actor("Yoon Suk Yeol")
    summit = make_event(
        "Summit", "2024-09-07", kind="summit", status="proposed", actors=[yoon], read_by="model"
    )
    source = make_source(title="The article")
    make_citation(summit, source, rule="met", confidence=0.9)
    make_citation(queue[0], source, rule="met", confidence=0.5)
    timeline = make_timeline(kinds=["summit"])
    sign_in(client, "Editor")
    page = html.fromstring(shown(client)[0])
    choices = {s.get("name"): {o.text for o in s.xpath("option")} for s in page.xpath("//select[starts-with(@id, 'filter-')]")}  # fmt: skip
    assert {"Any", "Summit (1)", "Visit (3)"} == choices["kind"]
    assert "The article (2)" in choices["source"] and "Fumio Kishida (3)" in choices["actor"]
    assert {"0.8 and more (1)", "below 0.6 (1)", "entered by hand (2)"} < choices["confidence"]
    assert {"A model (1)", "Nobody: entered by hand (3)"} < choices["reader"]
    assert choices["timeline"] == {"Any", str(timeline)}, "not counted"
    for name, value, expected in (
        ("kind", "summit", 1), ("kind", "visit", 3), ("source", source.pk, 2), ("actor", yoon.pk, 1), ("reader", "model", 1), ("reader", "nobody", 3),
        ("confidence", "high", 1), ("confidence", "low", 1), ("confidence", "none", 2), ("timeline", timeline.pk, 1), ("assigned", "nobody", 4), ("ready", "no", 4),
        ("kind", "nonsense", 4), ("source", "x", 4), ("actor", "99999999999999999999", 4), ("confidence", "", 4),
    ):  # fmt: skip
        assert f"{expected} to review" in shown(client, f"?{name}={value}")[0], (name, value)
    with patch("timeline.admin.facets.MOST_CHOICES", 0):
        page = html.fromstring(shown(client, f"?timeline={timeline.pk}")[0])
    assert page.xpath("//select[@id='filter-timeline']/option[@selected]/text()") == [str(timeline)]
    page, _ = shown(client, "?kind=summit&actor=" + str(queue[0].actors.get().pk))
    assert "nothing with these filters to review" in page and "See the whole queue" in page


def test_a_filter_stays_from_decision_to_decision(client, queue):
    make_event("Summit", "2024-09-07", kind="summit", status="proposed")
    sign_in(client, "Editor")
    page = decide(client, shown(client, "?kind=visit")[0], "approve")
    page = decide(client, page, "reject")
    assert "1 of 1 to review" in page and title_of(page) == "Proposed 1"


def test_reviews_are_assigned_tagged_and_talked_about(client, queue):
    event = queue[2]
    sign_in(client, "Editor")
    ann = User.objects.create_user("ann", is_staff=True)
    ann.groups.add(Group.objects.get(name="Curator"))
    User.objects.create_user("zoe", is_staff=True)  # may not review
    page = decide(client, shown(client)[0], "assign", assigned=str(ann.pk))
    assert "Assigned to ann." in page and "assigned to ann" in page
    assert "Choose one of those" in decide(client, page, "assign", assigned="99999")
    page = decide(client, page, "tag", tags="Seoul,  follow   up, seoul")
    assert sorted(t.name for t in event.review.tags.all()) == ["Seoul", "follow up"]
    page = decide(client, page, "comment", comment="Is it so, @Ann? @zoe. No <b>proof</b>.")
    assert "Nobody who reviews events is called @zoe" in page and "&lt;b&gt;proof" in page
    assert "write something" in decide(client, page, "comment", comment=" ").lower()
    for query, expected in (("assigned=me", 0), (f"assigned={ann.pk}", 1), ("assigned=nobody", 2), ("comments=me", 0), ("comments=any", 1), (f"tag={event.review.tags.first().pk}", 1)):  # fmt: skip
        assert f"{expected} to review" in shown(client, f"?{query}")[0], query
    client.force_login(ann)
    assert "1 of 1 to review" in shown(client, "?comments=me")[0]
    assert "1 of 1 to review" in shown(client, "?assigned=me")[0]


def test_what_a_colleague_has_open_is_marked_and_comes_later(client, queue):
    sign_in(client, "Editor")
    assert shown(client)[1] == "Proposed 3"
    sign_in(client, "Curator")
    assert shown(client)[1] == "Proposed 2"
    page, title = shown(client, f"?at={queue[2].pk}")
    assert title == "Proposed 3" and "Editor has this open too." in page
    Opened.objects.filter(user__username="Editor").update(at=timezone.now() - LASTS)
    assert "has this open too" not in shown(client, f"?at={queue[2].pk}")[0]
    address = reverse("admin:timeline_event_open", args=[queue[2].pk])
    assert (client.get(address).status_code, client.post(address).status_code) == (405, 204)


def test_editing_in_place_shows_errors_in_place(client, queue):
    make_actor("Yoon Suk Yeol")
    sign_in(client, "Curator")
    page = client.get(link(shown(client)[0], "e")).content.decode()
    assert 'name="title"' in page and 'value="Fumio Kishida"' in page
    wrong = decide(client, page, "save", title="", edtf="someday", people="Yoon Suk Yeol (host); Suk Yeol")
    for words in ("This field is required", "cannot be read as a date", "“Suk Yeol” is not a known actor. Did you mean Yoon Suk Yeol?"):  # fmt: skip
        assert words in wrong, words
    assert Event.objects.get(pk=queue[2].pk).title == "Proposed 3"
    people = "Yoon Suk Yeol (host); Kim Keon-hee"
    page = decide(client, wrong, "save", title="Yoon in Tokyo", edtf="7 Sept 2024", place="Tokyo", people=people, adds_unknown="on")  # fmt: skip
    event = Event.objects.get(pk=queue[2].pk)
    assert title_of(page) == "Yoon in Tokyo" and (event.edtf, event.place) == ("2024-09-07", "Tokyo")
    assert {(p.actor.name, p.role, p.actor.is_proposed) for p in event.participations.all()} == {("Yoon Suk Yeol", "host", False), ("Kim Keon-hee", "participant", True)}  # fmt: skip
    assert event.curated_fields == ["actors", "edtf", "place", "title"]
    assert event.is_disputed, "its passage still says the day before"


def test_two_people_editing_in_place_lose_nothing(client, queue):
    make_actor("Yoon Suk Yeol")
    sign_in(client, "Curator")
    mine = client.get(link(shown(client, f"?at={queue[0].pk}")[0], "e")).content.decode()
    sign_in(client, "Editor")
    theirs = client.get(link(shown(client, f"?at={queue[0].pk}")[0], "e")).content.decode()
    decide(client, theirs, "save", title="Theirs", people="Yoon Suk Yeol")
    client.force_login(User.objects.get(username="Curator"))
    page = decide(client, mine, "save", title="Mine", place="Seoul")
    assert "Saved by Editor in the meantime: “Theirs”" in page
    assert "Changed by Editor in the meantime, and kept: actors “Yoon Suk Yeol”." in html.fromstring(page).text_content() or 'value="Yoon Suk Yeol"' in page  # fmt: skip
    page = decide(client, page, "save")
    event = Event.objects.get(pk=queue[0].pk)
    assert (event.title, event.place, [a.name for a in event.actors.all()]) == (
        "Mine",
        "Seoul",
        ["Yoon Suk Yeol"],
    )


def test_each_decision_is_undone_in_turn(client, queue):
    sign_in(client, "Editor")
    page = decide(client, shown(client)[0], "approve")
    page = decide(client, page, "reject")
    page = decide(client, client.get(link(page, "e")).content.decode(), "save", title="Retitled")
    assert title_of(page) == "Retitled"
    page = decide(client, page, "undo")
    assert title_of(page) == "Proposed 1"
    page = decide(client, page, "undo")
    assert title_of(page) == "Proposed 2" and Event.objects.get(title="Proposed 2").status == "proposed"
    page = decide(client, page, "undo")
    assert title_of(page) == "Proposed 3" and not Event.objects.exclude(status="proposed").exists()
    assert "There is nothing to undo." in decide(client, page, "undo")


def test_what_somebody_else_changed_since_is_not_undone(client, queue):
    sign_in(client, "Curator")
    page = client.get(link(shown(client)[0], "e")).content.decode()
    decide(client, page, "save", title="Mine")
    with acting(None, "Bob"):
        Event.objects.get(title="Mine").save()  # something else is no hindrance
        event = Event.objects.get(title="Mine")
        event.title = "Theirs"
        event.save()
    assert "has been changed since by Bob" in decide(client, shown(client)[0], "undo")
    assert Event.objects.filter(title="Theirs").exists()


def test_a_curator_undoes_only_what_is_not_public(client, queue):
    sign_in(client, "Curator")
    page = decide(client, shown(client)[0], "reject")
    assert title_of(decide(client, page, "undo")) == "Proposed 3"
    decide(client, shown(client, f"?at={queue[0].pk}")[0], "reject")
    Event.objects.filter(title="Proposed 1").update(status="published")
    address = reverse("admin:timeline_event_review")
    assert client.post(address, {"decision": "undo"}).status_code == 403
    assert Event.objects.get(title="Proposed 1").status == "published"


def test_what_one_may_no_longer_undo_does_not_stand_in_the_way(client, queue):
    sign_in(client, "Curator")
    for n in (1, 0):
        decide(client, shown(client, f"?at={queue[n].pk}")[0], "reject")
    Event.objects.filter(title="Proposed 1").update(status="published")
    address = reverse("admin:timeline_event_review")
    assert client.post(address, {"decision": "undo"}).status_code == 403
    assert "Undone: “Proposed 2”" in client.post(address, {"decision": "undo"}, follow=True).content.decode()
    assert Event.objects.get(title="Proposed 2").status == "proposed"


def test_merging_from_the_queue_shows_both_and_comes_back(client, queue):
    make_citation(queue[1], quote="Another says so.")
    sign_in(client, "Curator")
    page, _ = shown(client)
    merging = client.get(link(page, "m")).content.decode()
    assert "Proposed 3" in merging and "Proposed" in merging and merging.count('class="around"') >= 2
    page = decide(client, merging, "", target=str(queue[2].pk))
    assert title_of(page) == "Proposed 3" and "Merged 2 events." in page
    assert Event.objects.filter(merged_into=queue[2]).count() == 1
    page = decide(client, page, "undo")
    assert not Event.objects.exclude(merged_into=None).exists() and "Undone" in page


def test_another_event_to_merge_with_is_found_by_words(client):
    make_event("Alone", status="proposed")
    other = make_event("Elsewhere told", "1910", kind="summit", status="proposed")
    public = make_event("Elsewhere public", "1911", kind="summit")
    sign_in(client, "Curator")
    page, title = shown(client)
    assert title == "Alone"
    found = html.fromstring(client.get(link(page, "m") + "&q=elsewhere").content.decode())
    assert [a.text for a in found.xpath("//li/a[contains(@href, 'queue=')]")] == [other.title, public.title]
    assert found.text_content().count("the merge would wait for an Editor") == 1
    query = found.xpath("//li/a[contains(@href, 'queue=')]/@href")[1]
    merging = client.get(reverse("admin:timeline_event_merge") + query).content.decode()
    page = decide(client, merging, "", target=str(public.pk))
    assert title_of(page) == "Alone" and "Waits for an Editor:" in page and "asked by Curator" in page


def test_splitting_from_the_queue_comes_back_and_is_undone(client, queue):
    sign_in(client, "Curator")
    page, _ = shown(client, f"?at={queue[1].pk}")
    splitting = client.get(link(page, "s")).content.decode()
    page = decide(client, splitting, "", citation=[str(queue[1].citations.first().pk)])
    assert "Split off a new event" in page and queue[1].split_off.count() == 1
    assert queue[1].citations.count() == 2
    page = decide(client, page, "undo")
    assert queue[1].citations.count() == 3


def test_no_address_of_the_queue_leads_elsewhere(client, queue):
    sign_in(client, "Curator")
    address = reverse("admin:timeline_event_split", args=[queue[1].pk])
    answer = client.post(address, {"queue": "at=1&of=//evil.example/&x=https://evil.example", "citation": [queue[1].citations.first().pk]})  # fmt: skip
    assert (
        answer["Location"].startswith(reverse("admin:timeline_event_review"))
        and "x=" not in answer["Location"]
    )


def test_the_filters_of_a_long_queue_are_counted_when_they_are_asked_for(client, queue, monkeypatch):
    monkeypatch.setattr("timeline.admin.review.MOST_COUNTED", 2)
    sign_in(client, "Editor")
    page, _ = shown(client)
    assert 'id="filter-kind"' not in page
    page = client.get(reverse("admin:timeline_event_review") + link(page, "f")).content.decode()
    assert 'id="filter-kind"' in page and 'class="queue-filters" open' in page and "of 3 to review" in page
    assert "kind: Visit" in shown(client, "?kind=visit")[0]
