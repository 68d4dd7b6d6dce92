"""The review queue: the most useful first, decided one by one, nothing decided unseen."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.urls import reverse

from tests.factories import make_actor, make_citation, make_event, make_source
from timeline.models import Event

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
    title = re.search(r"<fieldset class=\"module\"><h2>(.*?)</h2>", page)
    return page, title and title[1]


def decide(client, page, decision, **fields):
    hidden = dict(re.findall(r'name="(event|seen|skip|published)" value="([^"]*)"', page))
    address = reverse("admin:timeline_event_review")
    return client.post(address, {**hidden, "decision": decision, **fields}, follow=True).content.decode()


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
    assert title == "Proposed 3" and "3 waiting" in page and "<mark>Friday</mark>" in page
    assert "Perhaps the same happening" in page and "Merge…" in page
    decide(client, page, "approve")
    page, title = shown(client)
    assert title == "Proposed 2" and "2 waiting" in page
    decide(client, page, "reject", reason="told  twice")
    page, title = shown(client)
    assert title == "Proposed 1"
    decide(client, page, "approve")
    assert "Nothing waits for review." in shown(client)[0]
    assert list(Event.objects.order_by("title").values_list("status", flat=True)) == [
        "published",
        "rejected",
        "published",
    ]
    assert LogEntry.objects.filter(change_message="Rejected: told twice").count() == 1
    assert Event.objects.get(title="Proposed 1").curated_fields == ["status"]


def test_what_is_skipped_comes_later(client, queue):
    sign_in(client, "Editor")
    page, _ = shown(client)
    skip = re.search(r'data-key="s" href="([^"]+)"', page)[1]
    page, title = shown(client, "?" + skip.partition("?")[2])
    assert title == "Proposed 2" and "1 of them skipped" in page
    everything = "?skip=" + ",".join(str(e.pk) for e in queue)
    assert "You have skipped all 3" in shown(client, everything)[0]
    assert shown(client, "?skip=x,-1,99999999999999,99999999999999999999999")[1] == "Proposed 3"


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
    assert "only an editor publishes" not in decide(client, page, "reject")
    hidden = dict(re.findall(r'name="(event|seen|skip|published)" value="([^"]*)"', shown(client)[0]))
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
    assert "Nothing waits" in page and "Make a timeline of the 2 that you published" in page
    address = re.search(r'href="([^"]*picked=[^"]*)"', page)[1]
    assert address.endswith(f"picked={queue[2].pk},{queue[0].pk}")
    assert "It begins with the 2 events" in client.get(address).content.decode()
