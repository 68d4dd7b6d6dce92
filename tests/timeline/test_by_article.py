"""The review queue by article, and what the desk's first page says waits for whom."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from tests.browsing import filled, sign_in
from tests.factories import make_actor, make_citation, make_event, make_source, make_timeline
from timeline.curation.composing import title_for
from timeline.curation.presence import open_event
from timeline.curation.proposals import waiting
from timeline.curation.reviews import assign, comment, mark_ready
from timeline.models import Event, Review

pytestmark = pytest.mark.django_db
REVIEW = reverse("admin:timeline_event_review")


@pytest.fixture
def events():
    """Two sound events of one article, and one without a passage."""
    source = make_source(title="Long read")
    made = [make_event(f"Visit {n}", f"2024-09-0{n}", status="proposed") for n in (1, 2, 3)]
    for event in made[:2]:
        make_citation(event, source)
    return made


def page_of(client, query="?by=article"):
    return client.get(REVIEW + query).content.decode()


def decide(client, decision, query="?by=article", **changes):
    data = filled(client, REVIEW + query, **changes)
    return client.post(REVIEW + query, {**data, "decision": decision}, follow=True).content.decode()


def statuses():
    return list(Event.objects.order_by("pk").values_list("status", flat=True))


def test_a_curator_finds_ready_or_rejects_and_does_not_publish(client, events):
    sign_in(client, "Curator")
    assert "Approve ticked" not in page_of(client)
    data = filled(client, REVIEW + "?by=article")
    refused = client.post(REVIEW + "?by=article", {**data, "decision": "approve"})
    assert refused.status_code == 403 and statuses() == ["proposed"] * 3
    assert "Ready for the editor: 2 events." in decide(client, "ready")
    assert set(Review.objects.exclude(ready_at=None).values_list("event", flat=True)) == {e.pk for e in events[:2]}  # fmt: skip
    assert "Visit 3" in page_of(client), "the next one, without an article"
    page = decide(client, "undo")
    assert "Undone: 2 events." in page and not Review.objects.exclude(ready_at=None).exists()


def test_what_changed_meanwhile_stays_and_the_rest_is_decided(client, events):
    sign_in(client, "Editor")
    data = filled(client, REVIEW + "?by=article")
    events[1].save()
    page = client.post(REVIEW + "?by=article", {**data, "decision": "reject"}, follow=True).content.decode()
    assert "“Visit 2” was changed after you opened it" in page and "Rejected “Visit 1”." in page
    assert statuses() == ["rejected", "proposed", "proposed"]


def test_what_has_no_passage_is_not_ticked_and_not_published_together(client, events):
    sign_in(client, "Editor")
    query = f"?by=article&at={events[2].pk}"
    page = page_of(client, query)
    assert "Look at it alone: it has no passage." in page and " checked>" not in page.split("<kbd>1</kbd>")[0]
    assert "it has no passage: decide on it alone" in decide(client, "approve", query, event=str(events[2].pk))  # fmt: skip
    assert "Tick the events first" in decide(client, "approve", query)
    assert statuses() == ["proposed"] * 3


def test_what_colleagues_have_in_hand_is_not_ticked(client, events):
    other = User.objects.create_superuser("colleague")
    assign(events[0], other)
    open_event(events[1], other)
    sign_in(client, "Editor")
    page = page_of(client, f"?by=article&at={events[0].pk}")
    assert "it is assigned to colleague" in page and "colleague has it open" in page


def test_decisions_together_are_undone_by_nobody_once_one_has_changed(client, events):
    sign_in(client, "Editor")
    decide(client, "approve")
    admin = Client()
    admin.force_login(User.objects.create_superuser("boss"))
    address = reverse("admin:timeline_event_change", args=[events[0].pk])
    admin.post(address, filled(admin, address, "event_form", status="rejected"))
    assert "not undone" in decide(client, "undo")
    assert statuses() == ["rejected", "published", "proposed"]


def test_the_first_page_says_what_waits_and_for_whom(client, events):
    sign_in(client, "Curator")
    me = User.objects.get(username="curator")
    boss = User.objects.create_superuser("boss")
    comment(events[0], boss, "@curator is this the visit of May?")
    assign(events[1], me)
    mark_ready(events[2], boss)
    page = client.get(reverse("admin:index")).content.decode()
    order = ("Colleagues ask you", "is this the visit of May?", "Waiting for you", "Events assigned to you", "Waiting for any curator", "Events to review", "Waiting for an Editor", "Events found ready to publish")  # fmt: skip
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    comment(events[0], me, "It is.")
    assert "Colleagues ask you" not in client.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ([("2024-05-01", ["Ann", "Bo"]), ("2024-05-09", ["Ann"])], "Ann and Bo, May 2024"),
        ([("2024-05-01", ["Ann"]), ("2025-05", ["Ann"]), ("2025", ["Bo"])], "Ann, 2024–2025"),
        ([("2024-05-01", []), ("2024-07-01", [])], "2 events, May–July 2024"),
        ([("2024/..", [])], "1 event, since 2024"),
        ([], ""),
    ],
)
def test_a_timeline_starts_with_a_title(told, title):
    made = [make_event(edtf=edtf, actors=[make_actor(name) for name in names]) for edtf, names in told]
    assert title_for(made).replace(" – ", "–") == title


def test_the_form_of_a_new_timeline_names_it_and_gives_it_an_address(client, events):
    sign_in(client, "Editor")
    address = f"{reverse('admin:timeline_timeline_add')}?picked={events[0].pk},{events[1].pk}"
    data = filled(client, address, "timeline_form")
    assert (data["title"], data["slug"]) == (["2 events, September 2024"], ["2-events-september-2024"])


def test_the_title_tells_nothing_to_those_who_may_not_see_events(client, events):
    sign_in(client)
    User.objects.get(username="staff").user_permissions.add(Permission.objects.get(codename="add_timeline"))
    data = filled(client, f"{reverse('admin:timeline_timeline_add')}?picked={events[0].pk}", "timeline_form")
    assert not data.keys() & {"title", "slug"} and data["picks_only"]


def test_the_form_of_an_event_says_who_else_has_it_open(client, events):
    address = reverse("admin:timeline_event_change", args=[events[0].pk])
    assert "has this open too" not in sign_in(client, "Curator").get(address).content.decode()
    other = sign_in(Client(), "Editor")
    assert "curator has this open too" in other.get(address).content.decode()
    assert "editor has this open too" in client.get(REVIEW + f"?at={events[0].pk}").content.decode()


def test_steps_of_the_story_are_chosen_among_the_events(client, events):
    timeline = make_timeline(is_published=False)
    sign_in(client, "Editor")
    address = reverse("admin:timeline_timeline_events", args=[timeline.pk])
    chosen = [str(event.pk) for event in (events[1], events[0])]
    for _ in range(2):
        page = client.post(address, {"verb": "step", "event": chosen}, follow=True).content.decode()
    assert [step.event for step in timeline.story.all()] == events[:2] and page.count("in the story<") == 2
    timeline.story.update(position=5)
    client.post(address, {"verb": "step", "event": [str(events[2].pk)]})
    assert timeline.story.get(event=events[2]).position == 6, "at the end"
    client.post(address, {"verb": "unstep", "event": chosen})
    assert [step.event for step in timeline.story.all()] == [events[2]]


def test_a_curator_proposes_steps_of_a_published_story(client, events):
    timeline = make_timeline()
    sign_in(client, "Curator")
    address = reverse("admin:timeline_timeline_events", args=[timeline.pk])
    client.post(address, {"verb": "step", "event": [str(events[0].pk)]})
    assert not timeline.story.exists() and waiting().get().record == "step"


def test_accounts_are_for_superusers_and_the_refusal_says_so(client):
    answer = sign_in(client, "Editor").get(reverse("admin:auth_user_changelist"))
    assert answer.status_code == 403 and "Who may: superusers." in answer.content.decode()


@pytest.mark.parametrize(("language", "words"), [("ko", ("검토할 사건", "선택 항목 승인", "사건 2건", "공개함: ")), ("ja", ("確認する出来事", "選択を承認", "出来事2件", "公開しました: "))])  # fmt: skip
def test_the_first_page_and_the_queue_speak_the_language_of_the_curator(client, events, language, words):
    sign_in(client, "Editor")
    pages = [client.get(address, HTTP_ACCEPT_LANGUAGE=language).content.decode() for address in (reverse("admin:index"), REVIEW + "?by=article", REVIEW)]  # fmt: skip
    assert words[0] in pages[0] and all(text in pages[1] for text in words[1:3])
    assert "Approve" not in pages[1] + pages[2] and "Decide on one event" not in pages[2]
    data = filled(client, REVIEW + "?by=article")
    said = client.post(REVIEW + "?by=article", {**data, "decision": "approve"}, follow=True, HTTP_ACCEPT_LANGUAGE=language)  # fmt: skip
    assert words[3] in said.content.decode()
