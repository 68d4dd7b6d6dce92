"""Looking at a timeline at the desk: in three widths, with what waits, what has changed since, and a copy of it."""

import pytest
from django.contrib.auth.models import Permission, User
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.browsing import sign_in
from tests.factories import make_actor, make_citation, make_event, make_timeline
from tests.timeline.test_proposing import save
from timeline.models import Event, Pick, Step, Timeline
from timeline.reading.counts import summarize
from timeline.record.content_version import NAME, apart, content_version, is_apart

pytestmark = pytest.mark.django_db


def at(page, timeline):
    return reverse(f"admin:timeline_timeline_{page}", args=[timeline.pk])


def test_the_page_is_framed_by_the_desk_alone_in_three_widths(client):
    timeline = make_timeline()
    make_citation(make_event())
    sign_in(client, "Curator")
    page = client.get(at("preview", timeline)).content.decode()
    assert [f'width="{width}"' in page for width in (360, 768, 1440)] == [True] * 3
    answer = client.get(at("preview_page", timeline))
    assert (
        answer["X-Frame-Options"] == "SAMEORIGIN"
        and "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    )
    assert "Kishida visits Seoul" in answer.content.decode()
    assert client.get(timeline.get_absolute_url())["X-Frame-Options"] == "DENY"


def test_what_waits_is_tried_on_and_nothing_is_stored(client):
    timeline = make_timeline()
    sign_in(client, "Curator")
    save(client, timeline, introduction="So it *went*.")
    assert "<em>went</em>" in client.get(at("preview_page", timeline) + "?version=proposed").content.decode()
    assert "went" not in client.get(at("preview_page", timeline) + "?version=live").content.decode()
    assert "went" not in Client().get(timeline.get_absolute_url()).content.decode()
    assert "1 proposed change" in client.get(at("preview", timeline)).content.decode()


def test_what_is_tried_on_is_counted_for_nobody_else(client, monkeypatch):
    monkeypatch.setattr("timeline.reading.counts.MANY", 0)
    monkeypatch.setattr("timeline.reading.counts.VERY_MANY", 1)
    timeline, event = make_timeline(), make_event()
    make_citation(event)
    sign_in(client, "Curator")
    save(client, timeline, kinds=["summit"])
    cache.clear()
    version = content_version()
    page = client.get(at("preview_page", timeline) + "?version=proposed").content.decode()
    assert event.title not in page and cache.get(NAME) == version
    assert summarize(timeline.events(), (timeline.pk, timeline.updated_at, False)).total == 1
    with apart(), transaction.atomic():
        make_event("Another")
        assert is_apart() and content_version() not in (version, content_version.__name__)
        assert summarize(Event.objects.published(), ("all",)).total == 2
        transaction.set_rollback(True)
    assert not is_apart() and content_version() == version == cache.get(NAME)
    assert summarize(Event.objects.published(), ("all",)).kinds == {"visit": 1}


def test_what_has_changed_since_it_was_published(client):
    timeline, event = make_timeline(), make_event()
    make_citation(event)
    sign_in(client, "Editor")
    save(client, timeline, introduction="So it went.")
    save(client, event, place="Busan")
    make_event("Later")
    page = client.get(at("since", timeline)).content.decode()
    assert "So it went." in page and "Busan" in page and "Later" in page
    user = sign_in(Client())
    User.objects.get(username="staff").user_permissions.add(Permission.objects.get(codename="view_timeline"))
    page = user.get(at("since", timeline)).content.decode()
    assert "So it went." in page and "Busan" not in page and "Later" not in page
    timeline.is_published = False
    timeline.save()
    assert "It is not published." in client.get(at("since", timeline)).content.decode()


def test_a_copy_is_a_draft_with_all_its_parts(client):
    timeline = make_timeline(
        chapters=[("2023-01-01", "2023-12-31")], is_default=True, introduction="So it went."
    )
    event, actor = make_event(), make_actor()
    timeline.actors.add(actor)
    Pick.objects.create(timeline=timeline, event=event, is_included=False)
    Step.objects.create(timeline=timeline, event=event, sentence="First,")
    sign_in(client, "Curator")
    assert client.get(at("duplicate", timeline)).status_code == 405
    client.post(at("duplicate", timeline))
    copy = Timeline.objects.exclude(pk=timeline.pk).get()
    assert (copy.title, copy.introduction) == ("Copy of Japan and Korea", "So it went.")
    assert not (copy.is_published or copy.is_default or copy.published_at) and copy.slug != timeline.slug
    assert [c.title for c in copy.chapters.all()] == ["Part 1"] and list(copy.actors.all()) == [actor]
    assert copy.story.get().sentence == "First," and not copy.pick_set.get().is_included
    assert timeline.chapters.count() == timeline.story.count() == 1
