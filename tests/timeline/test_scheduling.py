"""Publishing and withdrawing by the clock, in the site's time zone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from config.celery import app
from config.environment import envzone
from tests.browsing import filled, sign_in
from tests.factories import make_citation, make_event, make_timeline
from timeline.curation.scheduling import carry_out
from timeline.models import Change, Event

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 3, 9, 30, tzinfo=UTC)
BEFORE, AFTER = NOW - timedelta(minutes=1), NOW + timedelta(minutes=1)


def run(now=NOW):
    return {(done.row.title, done.verb) for done in carry_out(now)}


def test_an_event_is_published_and_withdrawn_when_its_time_has_come(client):
    event = make_event("Visit", status="proposed", publish_at=BEFORE, withdraw_at=AFTER)
    make_citation(event)
    assert run(BEFORE - timedelta(seconds=1)) == set()
    assert run() == {("Visit", "published")} and run() == set()
    event.refresh_from_db()
    assert (event.status, event.publish_at, event.withdraw_at) == ("published", None, AFTER)
    assert "status" in event.curated_fields and client.get(event.get_absolute_url()).status_code == 200
    assert run(AFTER) == {("Visit", "withdrawn")}
    event.refresh_from_db()
    answer = client.get(event.get_absolute_url())
    assert (
        answer.status_code == 410
        and "It was to be shown until 3 May 2026, 09:31 (UTC)." in answer.content.decode()
    )
    changes = Change.objects.filter(record=f"event-{event.pk}").order_by("pk")
    assert [(c.author_name, c.reason) for c in changes] == [
        ("the schedule", "Published as scheduled for 3 May 2026, 09:29 (UTC)."),
        ("the schedule", "Withdrawn as scheduled for 3 May 2026, 09:31 (UTC)."),
    ]


def test_a_timeline_is_published_and_withdrawn_when_its_time_has_come():
    timeline = make_timeline(is_published=False, publish_at=BEFORE)
    assert run() == {(timeline.title, "published")}
    timeline.refresh_from_db()
    assert timeline.is_published and timeline.published_at and timeline.publish_at is None
    timeline.is_default, timeline.withdraw_at = True, NOW
    timeline.save()
    assert run() == {(timeline.title, "withdrawn")}
    timeline.refresh_from_db()
    assert (timeline.is_published, timeline.is_default, timeline.published_at) == (False, False, None)


def test_what_was_never_run_in_time_is_not_published_for_a_moment():
    make_event("Late", status="proposed", publish_at=BEFORE - timedelta(days=2), withdraw_at=BEFORE)
    assert run() == {("Late", "withdrawn")}


def test_what_was_turned_down_is_not_published_by_the_clock():
    by_decision, by_form, later = (make_event(title, status="proposed", publish_at=BEFORE) for title in ("One", "Two", "Three"))  # fmt: skip
    for event in (by_decision, by_form, later):
        make_citation(event)
    Event.objects.filter(pk=by_decision.pk).reject()
    for event in (by_form, later):
        event.status = "rejected"
        event.save()
    assert run() == set() and not Event.objects.exclude(status="rejected", publish_at=None).exists()
    later = Event.objects.get(pk=later.pk)
    later.publish_at = BEFORE  # an Editor who thinks otherwise may still set a time
    later.save()
    assert run() == {("Three", "published")}


def test_an_event_without_a_passage_waits_for_one_and_is_listed(client, capsys):
    event = make_event("Bare", status="proposed", publish_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")
    told = capsys.readouterr()
    assert (
        told.out.strip() == "published 0, withdrawn 0, left 1"
        and "“Bare” was not published: it has no passage" in told.err
    )
    index = sign_in(client, "Editor").get(reverse("admin:index")).content.decode()
    assert "Overdue" in index
    listed = client.get(reverse("admin:timeline_event_overdue"), follow=True).content.decode()
    assert "Bare" in listed
    make_citation(event)
    call_command("publish_scheduled")
    event.refresh_from_db()
    assert event.status == "published"


def test_times_are_typed_and_shown_in_the_sites_time_zone(client, settings):
    settings.TIME_ZONE = "Asia/Seoul"
    event = make_event(status="proposed")
    make_citation(event)
    address = reverse("admin:timeline_event_change", args=[event.pk])
    sign_in(client, "Editor")
    client.post(address, filled(client, address, "event_form", publish_at="2026-05-03T18:30"))
    event.refresh_from_db()
    assert event.publish_at == NOW
    assert "Time zone: Asia/Seoul." in client.get(address).content.decode()
    assert filled(client, address, "event_form")["publish_at"] == ["2026-05-03T18:30"]
    assert run() == {(event.title, "published")}
    assert "3 May 2026, 18:30 (KST)" in Change.objects.filter(reason__contains="scheduled").first().reason


def test_only_editors_schedule(client):
    event, timeline = make_event(status="proposed"), make_timeline(is_published=False)
    make_citation(event)
    for row, name in ((event, "event"), (timeline, "timeline")):
        address = reverse(f"admin:timeline_{name}_change", args=[row.pk])
        sign_in(client, "Curator")
        data = filled(client, address, f"{name}_form")
        assert "publish_at" not in data
        client.post(address, {**data, "publish_at": "2026-05-03T18:30"})
        row.refresh_from_db()
        assert row.publish_at is None


def test_it_is_not_withdrawn_before_it_is_published(client):
    timeline = make_timeline(is_published=False)
    address = reverse("admin:timeline_timeline_change", args=[timeline.pk])
    sign_in(client, "Editor")
    times = {"publish_at": "2026-05-03T18:30", "withdraw_at": "2026-05-03T18:30"}
    page = client.post(address, filled(client, address, "timeline_form", **times)).content.decode()
    assert "It would be withdrawn before it is published." in page


def test_the_clock_sends_the_task():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_a_time_zone_that_does_not_exist_is_refused_by_name(monkeypatch):
    from django.core.exceptions import ImproperlyConfigured

    monkeypatch.setenv("TIME_ZONE", "Asia/Soul")
    with pytest.raises(ImproperlyConfigured, match="Asia/Soul"):
        envzone("TIME_ZONE", "UTC")
    monkeypatch.setenv("TIME_ZONE", "")
    assert envzone("TIME_ZONE", "UTC") == "UTC"
