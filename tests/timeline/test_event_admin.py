"""Curation in the admin: what each group may do, and what ingestion must leave alone."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.urls import reverse

from tests.factories import make_actor, make_citation, make_event, make_source
from timeline.admin.history import HistoryMixin
from timeline.admin.tables import TablesMixin
from timeline.curation.proposals import waiting
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
    make_citation(event)
    response = act(sign_in(client, "Editor"), "approve", event)
    event.refresh_from_db()
    assert event.status == "published" and event.curated_fields == ["status"]
    assert "Published 1 event." in response.content.decode()


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
    assert "cannot be read as a date" in response.content.decode()


def test_proposed_actors_can_be_confirmed(admin_client):
    actor = make_actor(is_proposed=True)
    admin_client.post(
        reverse("admin:timeline_actor_changelist"), {"action": "confirm", "_selected_action": [actor.pk]}
    )
    assert not Actor.objects.get().is_proposed


def change(client, event, **changes):
    response = client.post(
        reverse("admin:timeline_event_change", args=[event.pk]), form_data(event, **changes)
    )
    assert response.status_code == 302, response.context["errors"]
    event.refresh_from_db()


def test_a_curators_correction_leaves_a_published_event_published(client):
    event = make_event()
    change(sign_in(client, "Curator"), event, title="Farewell visit", status="proposed")
    assert (event.title, event.status, event.curated_fields) == ("Kishida visits Seoul", "published", [])
    assert [(c.field, c.after) for c in waiting()] == [("title", "Farewell visit")]


def test_a_curator_cannot_post_what_the_form_does_not_offer(client):
    event = make_event(status="proposed")
    response = sign_in(client, "Curator").post(
        reverse("admin:timeline_event_change", args=[event.pk]), form_data(event, status="published")
    )
    event.refresh_from_db()
    assert response.status_code == 200 and event.status == "proposed"


def test_what_is_published_is_for_an_editor_to_reject(client):
    proposed, published = make_event(status="proposed"), make_event()
    page = act(sign_in(client, "Curator"), "reject", proposed, published).content.decode()
    assert (
        "Rejected 1 event." in page
        and "Only an editor can reject published events: 1 event is unchanged." in page
    )
    act(sign_in(client, "Editor"), "reject", published)
    for event in (proposed, published):
        event.refresh_from_db()
        assert event.status == "rejected"


def test_decisions_in_bulk_name_who_took_them(client):
    new, old = make_event(status="proposed"), make_event()
    make_citation(new)
    act(sign_in(client, "Editor"), "approve", new, old)
    entry = LogEntry.objects.get()
    assert (entry.object_id, entry.user.username) == (str(new.pk), "user-Editor")
    assert "Published" in client.get(reverse("admin:timeline_event_history", args=[new.pk])).content.decode()


def test_a_rules_quote_stays_as_it_was_read(admin_client):
    event = make_event()
    citation = make_citation(event, rule="visit", start=3, end=45, confidence=0.9, reading={"kind": "visit"})
    data = {"citations-0-quote": "Something else", "citations-0-source": make_source().pk}
    change(admin_client, event, **data, **{"citations-0-disputes": "on"})
    kept = Citation.objects.get()
    assert (kept.quote, kept.source, kept.is_pinned) == (citation.quote, citation.source, True)
    assert event.is_disputed
    change(admin_client, event)
    assert not event.is_disputed


def test_a_changed_actor_is_remembered(admin_client):
    event = make_event()
    data = {
        "participations-TOTAL_FORMS": 1,
        "participations-0-event": event.pk,
        "participations-0-actor": make_actor().pk,
        "participations-0-role": "host",
    }
    change(admin_client, event, **data)
    assert event.curated_fields == ["actors"]


def test_the_list_holds_open_ends(admin_client):
    make_event("Occupation", "../1945")
    make_event("Rapprochement", "2022/..")
    page = admin_client.get(reverse("admin:timeline_event_changelist")).content.decode()
    assert "until 1945" in page and "since 2022" in page


def test_a_day_that_a_curator_sets_is_stated(admin_client):
    source = make_source(published="2024-09-03", published_basis="inferred")
    data = {"title": source.title, "publisher": "", "url": "", "published": "2024-09-04", "kind": "article", "language": "en"}  # fmt: skip
    admin_client.post(reverse("admin:timeline_source_change", args=[source.pk]), data)
    source.refresh_from_db()
    assert (str(source.published), source.published_basis) == ("2024-09-04", "stated")


def test_options_are_spelt_as_django_spells_them():
    known = (
        set(dir(HistoryMixin))
        | set(dir(TablesMixin))
        | set(dir(admin.ModelAdmin))
        | set(dir(admin.TabularInline))
        | set(dir(admin.StackedInline))
    )
    for model, registered in admin.site._registry.items():
        if model._meta.app_label in ("timeline", "articles"):
            for option in [registered, *registered.inlines]:
                named = {name for name in vars(getattr(option, "__class__", option)) if name[0] != "_"}
                plain = {name for name in named if not callable(getattr(type(registered), name, None))}
                assert plain <= known | {"media"}, (model, plain - known)
