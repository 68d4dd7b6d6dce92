"""Curation in the admin: what each group may do, and what ingestion must leave alone."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from tests.factories import make_actor, make_citation, make_event
from timeline.models import Actor, Citation

pytestmark = pytest.mark.django_db


def sign_in(client, group=None):
    user = User.objects.create_user(f"user-{group}", password="x", is_staff=True)
    if group:
        user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    return client


def act(client, action, *events):
    return client.post(
        reverse("admin:timeline_event_changelist"),
        {"action": action, "_selected_action": [e.pk for e in events]},
        follow=True,
    )


def test_every_list_and_form_answers(admin_client):
    event = make_event(actors=[make_actor()])
    make_citation(
        event,
        reading={"kind": "visit", "actors": [{"name": "Kishida", "role": "visitor"}]},
        rule="visit",
        confidence=0.9,
    )
    for model in ("event", "actor", "source", "timeline"):
        assert admin_client.get(reverse(f"admin:timeline_{model}_changelist")).status_code == 200
        assert admin_client.get(reverse(f"admin:timeline_{model}_add")).status_code == 200
    for model in ("article", "ingestrun"):
        assert admin_client.get(reverse(f"admin:articles_{model}_changelist")).status_code == 200
    page = admin_client.get(reverse("admin:timeline_event_change", args=[event.pk])).content.decode()
    assert (
        "rule visit, confidence 0.9" in page
        and "unsafe" not in admin_client.get("/admin/")["Content-Security-Policy"]
    )


def test_an_editor_publishes_and_it_is_kept_as_decided(client):
    event = make_event(status="proposed")
    response = act(sign_in(client, "Editor"), "approve", event)
    event.refresh_from_db()
    assert event.status == "published" and event.curated_fields == ["status"]
    assert "Published 1 events." in response.content.decode()


def test_a_curator_rejects_but_does_not_publish(client):
    event = make_event(status="proposed")
    sign_in(client, "Curator")
    act(client, "approve", event)
    event.refresh_from_db()
    assert event.status == "proposed"
    act(client, "reject", event)
    event.refresh_from_db()
    assert event.status == "rejected"
    assert (
        'value="published"'
        not in client.get(
            reverse("admin:timeline_event_change", args=[make_event(status="proposed").pk])
        ).content.decode()
    )


def test_staff_without_a_group_see_nothing(client):
    sign_in(client)
    assert client.get(reverse("admin:timeline_event_changelist")).status_code == 403


def form_data(event, **changes):
    citations = list(event.citations.all())
    data = {
        "title": event.title, "edtf": event.edtf, "kind": event.kind, "place": event.place, "summary": "", "status": event.status, "slug": event.slug,
        "participations-TOTAL_FORMS": 0, "participations-INITIAL_FORMS": 0, "citations-TOTAL_FORMS": len(citations), "citations-INITIAL_FORMS": len(citations),
    }  # fmt: skip
    for n, citation in enumerate(citations):
        data |= {f"citations-{n}-id": citation.pk, f"citations-{n}-event": event.pk, f"citations-{n}-source": citation.source_id, f"citations-{n}-quote": citation.quote, f"citations-{n}-edtf": citation.edtf}  # fmt: skip
    return data | changes


def test_edited_fields_and_citations_are_remembered(admin_client):
    event = make_event(place="Seoul")
    make_citation(event)
    data = form_data(event, title="Farewell visit", edtf="2024-09-06/2024-09-07")
    data["citations-0-edtf"] = "2024-09-07"
    response = admin_client.post(reverse("admin:timeline_event_change", args=[event.pk]), data)
    assert response.status_code == 302, response.context["errors"]
    event.refresh_from_db()
    assert event.curated_fields == ["edtf", "title"] and str(event.latest) == "2024-09-07"
    assert Citation.objects.get().is_pinned


def test_a_date_that_is_none_is_explained(admin_client):
    event = make_event()
    response = admin_client.post(
        reverse("admin:timeline_event_change", args=[event.pk]), form_data(event, edtf="next week")
    )
    assert "is not an EDTF date" in response.content.decode()


def test_proposed_actors_can_be_confirmed(admin_client):
    actor = make_actor(is_proposed=True)
    admin_client.post(
        reverse("admin:timeline_actor_changelist"), {"action": "confirm", "_selected_action": [actor.pk]}
    )
    assert not Actor.objects.get().is_proposed
