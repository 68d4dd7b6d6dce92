"""A timeline composed at the desk."""

import pytest
from django.urls import reverse

from tests.browsing import sign_in
from tests.factories import make_citation, make_event
from timeline.models import Pick, Timeline

pytestmark = pytest.mark.django_db
COMPOSE = reverse("admin:timeline_timeline_compose")


@pytest.fixture
def events():
    made = [make_event(f"Event {n}", f"20{n + 10}-01-01", status="proposed") for n in range(1, 8)]
    for number, event in enumerate(made, 1):
        for _ in range(number):
            make_citation(event)
    return made


def test_a_curator_composes_a_draft_and_settles_what_is_proposed_later(client, events):
    sign_in(client, "Curator")
    page = client.post(
        COMPOSE, {"title": "The years", "events": 3, "chapters": 0}, follow=True
    ).content.decode()
    timeline = Timeline.objects.get()
    assert "is a draft of 3 events" in page and not timeline.is_published
    assert [e.title for e in timeline.events(status=None)] == ["Event 5", "Event 6", "Event 7"]
    for _ in range(9):
        make_citation(events[0])
    page = client.post(COMPOSE, {"title": "The years", "events": 3}, follow=True).content.decode()
    assert "Event 1" in page and "reported by 10 sources" in page and "Event 5" in page
    settle = reverse("admin:timeline_timeline_composition", args=[timeline.pk])
    done = client.post(settle, {"add": [events[0].pk, "x", 10**20], "drop": []}, follow=True).content.decode()
    assert "1 change accepted" in done
    assert [e.title for e in timeline.events(status=None)] == ["Event 1", "Event 5", "Event 6", "Event 7"]
    assert not Pick.objects.get(event=events[4]).is_composed, "a curator has said that it stays"
    again = client.post(COMPOSE, {"title": "The years", "events": 3}, follow=True).content.decode()
    assert "already shows" in again


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"title": ""}, "required"),
        ({"events": "0"}, "greater than or equal to 1"),
        ({"first": "2024-02-02", "last": "2024-01-01"}, "ends before it starts"),
        ({"first": "1800-01-01", "last": "1800-02-01"}, "No events match"),
    ],
)
def test_what_cannot_be_composed_is_explained(client, events, asked, told):
    sign_in(client, "Curator")
    page = client.post(COMPOSE, {"title": "T", "events": 3, **asked}).content.decode()
    assert told in page and not Timeline.objects.exists()


def test_who_may_not_is_told_who_may(client, events):
    sign_in(client)
    assert client.get(COMPOSE).status_code in (302, 403)
