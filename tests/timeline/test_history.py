"""The history of a record: every change with its author, field by field, and a button to undo it."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from lxml import html

from tests.browsing import filled, sign_in
from tests.factories import make_actor, make_citation, make_event, make_source, make_timeline
from timeline.curation.disputes import disputed_events
from timeline.curation.merging import merge, withdraw
from timeline.models import Actor, Alias, Change, Citation, Event, Participation, Timeline
from timeline.record.history import acting

pytestmark = pytest.mark.django_db


def change(client, row, **changes):
    address = reverse(f"admin:timeline_{row._meta.model_name}_change", args=[row.pk])
    response = client.post(address, filled(client, address, f"{row._meta.model_name}_form", **changes))
    assert response.status_code == 302, response.context["errors"]
    row.refresh_from_db()


def history(client, row):
    response = client.get(reverse(f"admin:timeline_{row._meta.model_name}_history", args=[row.pk]))
    return html.fromstring(response.content.decode()).get_element_by_id("content")


def told(page):
    """Field, before and after of each line of a history."""
    lines = ([cell.text_content().strip() for cell in line.findall("td")] for line in page.iter("tr"))
    return [tuple(cells[1:4]) for cells in lines if len(cells) > 3]


def put_back(client, row, number=0):
    button = history(client, row).xpath("//button[@name='change']")[number]
    address = reverse(f"admin:timeline_{row._meta.model_name}_put_back", args=[row.pk])
    response = client.post(address, {"change": button.get("value")}, follow=True)
    row.refresh_from_db()
    return response.content.decode()


def test_a_change_is_told_field_by_field_with_its_author(client):
    event = make_event("Kishida visits Seoul", place="", status="proposed")
    sign_in(client, "Curator")
    change(client, event, title="Farewell visit", place="Seoul", edtf="6-7 September 2024")
    page = history(client, event)
    assert told(page) == [
        ("title", "Kishida visits Seoul", "Farewell visit"),
        ("date", "2024-09-06", "2024-09-06/2024-09-07"),
        ("place", "nothing", "Seoul"),
    ]
    assert "curator" in page.text_content()


def test_putting_back_restores_what_that_change_changed_and_no_more(client):
    event = make_event("Kishida visits Seoul", status="proposed")
    sign_in(client, "Curator")
    change(client, event, title="Farewell visit")
    change(client, event, place="Tokyo")
    assert "Undone." in put_back(client, event, number=1)
    assert (event.title, event.place) == ("Kishida visits Seoul", "Tokyo")
    assert "title" in event.curated_fields
    put_back(client, event)  # the putting back itself
    assert event.title == "Farewell visit"


def test_a_removed_citation_and_actor_come_back_as_they_were(client):
    event = make_event(actors=[make_actor()], status="proposed")
    citation = make_citation(event, quote="Kishida arrived.", start=3, end=19, rule="visit", confidence=0.5)
    sign_in(client, "Editor")
    change(client, event, **{"citations-0-DELETE": "on", "participations-0-DELETE": "on"})
    assert not Citation.objects.exists() and not Participation.objects.exists()
    while Citation.objects.count() + Participation.objects.count() < 2:
        page = history(client, event)
        number = next(
            n
            for n, b in enumerate(page.xpath("//button[@name='change']"))
            if "removed" in b.getparent().getparent().text_content()
            and not _is_back(Change.objects.get(pk=b.get("value")))
        )
        put_back(client, event, number)
    back = Citation.objects.get()
    assert (back.pk, back.quote, back.start, back.rule) == (citation.pk, "Kishida arrived.", 3, "visit")
    assert "It cannot be undone: it is already back." in put_back(client, event, number)


def _is_back(change):
    name, _, pk = change.record.partition("-")
    return {"citation": Citation, "participation": Participation}[name].objects.filter(pk=pk).exists()


def test_a_moved_citation_stands_in_both_histories(client, admin_user):
    one, two = make_event("One"), make_event("Two")
    make_citation(two)
    with acting(admin_user):
        merge(one, [two])
    client.force_login(admin_user)
    for event in (one, two):
        assert ("event", "Two", "One") in told(history(client, event))
    assert ("merged into", "nothing", "One") in told(history(client, two))


def test_aliases_chapters_and_lists_belong_to_their_record(client):
    sign_in(client, "Editor")
    kishida, yoon = make_actor(), make_actor(name="Yoon Suk Yeol")
    change(client, kishida, description="Prime minister", **{"aliases-0-name": "岸田文雄"})
    text = history(client, kishida).text_content()
    assert "alias added: 岸田文雄" in text and ("description", "nothing", "Prime minister") in told(
        history(client, kishida)
    )
    timeline = make_timeline(chapters=[("2023-01-01", "2023-12-31")])
    change(client, timeline, actors=[str(yoon.pk)], **{"chapters-0-title": "The summit"})
    lines = told(history(client, timeline))
    assert ("actors", "nothing", "Yoon Suk Yeol") in lines and ("title", "Part 1", "The summit") in lines
    put_back(client, timeline, [line[0] for line in lines].index("actors"))
    assert not timeline.actors.exists()


def test_the_reason_stands_beside_what_was_changed(client):
    event = make_event(status="proposed")
    sign_in(client, "Editor")
    client.post(
        reverse("admin:timeline_event_changelist"), {"action": "reject", "_selected_action": [event.pk]}
    )
    page = history(client, event)
    assert ("status", "Proposed", "Rejected") in told(page) and "Rejected." in page.text_content()


def test_only_who_publishes_puts_a_status_back(client):
    event = make_event(status="published")
    sign_in(client, "Editor")
    change(client, event, status="proposed")
    sign_in(client, "Curator")
    key = Change.objects.get().pk
    address = reverse("admin:timeline_event_put_back", args=[event.pk])
    assert client.post(address, {"change": key}).status_code == 403
    assert client.get(address).status_code == 405
    sign_in(client)
    assert client.post(address, {"change": key}).status_code == 403
    assert client.get(reverse("admin:timeline_event_history", args=[event.pk])).status_code == 403


def test_what_would_no_longer_be_valid_is_refused_with_the_reason(client):
    sign_in(client, "Editor")
    source = make_source(url="https://example.org/a")
    change(client, source, url="https://example.org/b")
    make_source(url="https://example.org/a")
    message = put_back(client, source)
    assert "It cannot be undone:" in message and source.url == "https://example.org/b"


def test_a_change_of_another_record_cannot_be_put_back_here(client):
    sign_in(client, "Editor")
    event, other = make_event("One"), make_event("Other", place="Seoul")
    change(client, other, place="Tokyo")
    address = reverse("admin:timeline_event_put_back", args=[event.pk])
    for key in (Change.objects.get().pk, "", "abc", "9" * 30):
        client.post(address, {"change": key})
    other.refresh_from_db()
    assert other.place == "Tokyo"


def test_what_an_ingestion_does_is_not_a_persons_change(tmp_path):
    (tmp_path / "a.md").write_text(
        "---\npublished: 2024-09-06\n---\nPrime Minister Fumio Kishida arrived in South Korea on Friday."
    )
    call_command("ingest", str(tmp_path), verbosity=0)
    assert Event.objects.exists() and not Change.objects.exists()


def test_a_deleted_account_keeps_its_name_in_the_history(client, admin_user):
    event = make_event()
    with acting(admin_user):
        event.title = "Farewell"
        event.save()
    admin_user.delete()
    sign_in(client, "Editor")
    assert "admin" in history(client, event).text_content()


def test_a_history_costs_the_same_however_long(client, admin_user, django_assert_max_num_queries):
    event = make_event(actors=[make_actor()])
    with acting(admin_user):
        for n in range(60):
            citation = make_citation(event)
            withdraw(citation)
            event.place = f"Place {n}"
            event.save()
            Alias.objects.create(actor=make_actor(), name=f"Name {n}")
    client.force_login(admin_user)
    with django_assert_max_num_queries(12):
        assert len(told(history(client, event))) >= 60


def test_a_deleted_event_comes_back_with_all_that_it_had(client):
    event = make_event(actors=[make_actor()], curated_fields=["title"])
    make_citation(event)
    sign_in(client, "Editor")
    client.post(reverse("admin:timeline_event_delete", args=[event.pk]), {"post": "yes"})
    assert not Event.objects.exists() and not Citation.objects.exists()
    change = Change.objects.get(record=f"event-{event.pk}")
    address = reverse("admin:timeline_change_put_back", args=[change.pk])
    page = client.get(reverse("admin:timeline_change_changelist")).content.decode()
    assert event.title in page
    assert address in client.get(reverse("admin:timeline_change_change", args=[change.pk])).content.decode()
    sign_in(client)
    assert client.post(address).status_code == 403
    sign_in(client, "Editor")
    assert "has been restored." in client.post(address, follow=True).content.decode()
    back = Event.objects.get(pk=event.pk)
    assert (back.slug, back.curated_fields, str(back.latest)) == (event.slug, ["title"], "2024-09-06")
    assert (back.citations.count(), back.participations.count()) == (1, 1)
    assert "It cannot be restored" in client.post(address, follow=True).content.decode()


def test_a_curator_puts_back_nothing_that_readers_would_see(client):
    event = make_event()
    citation = make_citation(event)
    sign_in(client, "Editor").post(reverse("admin:timeline_event_delete", args=[event.pk]), {"post": "yes"})
    gone = Change.objects.get(record=f"citation-{citation.pk}", verb="removed")
    address = reverse("admin:timeline_change_put_back", args=[gone.pk])
    assert sign_in(client, "Curator").post(address).status_code == 403 and not Event.objects.exists()
    assert sign_in(client, "Editor").post(address).status_code == 302 and Event.objects.exists()


def test_a_curator_moves_no_passage_out_of_a_published_event_by_putting_back(client, admin_user):
    one, two = make_event("One"), make_event("Two", status="proposed")
    citation = make_citation(two)
    with acting(admin_user):
        merge(one, [two])
    moved = Change.objects.get(record=f"citation-{citation.pk}")
    sign_in(client, "Curator")
    address = reverse("admin:timeline_event_put_back", args=[one.pk])
    assert client.post(address, {"change": moved.pk}).status_code == 403
    assert one.citations.get() == citation


def test_a_merge_is_undone_with_its_own_button_alone(client, admin_user):
    one, two = make_event("One"), make_event("Two")
    make_citation(two)
    with acting(admin_user):
        merge(one, [two])
    client.force_login(admin_user)
    assert "to undo a merge, use the button" in put_back(client, two)
    assert two.merged_into == one
    assert "its event has been merged: undo that first" in put_back(client, one)
    assert one.citations.count() == 1


def test_all_that_was_changed_in_one_go_is_put_back_together(client):
    event = make_event("Opened", place="Seoul", status="proposed", actors=[make_actor()])
    citation = make_citation(event, quote="It was so.", edtf="2024")
    sign_in(client, "Editor")
    change(client, event, title="Changed", **{"citations-0-edtf": "2025", "participations-0-role": "host"})
    (button,) = history(client, event).xpath("//button[@name='act']")
    address = reverse("admin:timeline_event_put_back", args=[event.pk])
    assert "Undone." in client.post(address, {"act": button.get("value")}, follow=True).content.decode()
    event.refresh_from_db(), citation.refresh_from_db()
    assert (event.title, citation.edtf, event.participations.get().role) == ("Opened", "2024", "participant")


def test_a_date_put_back_is_judged_anew_and_its_dispute_reopens(client):
    event = make_event(edtf="2024", is_disputed=True)
    make_citation(event, edtf="2024"), make_citation(event, edtf="2025", disputes=True)
    sign_in(client, "Editor")
    settle_page = reverse("admin:timeline_event_dispute", args=[event.pk])
    client.post(settle_page, {"choice": "2025", "note": "", "seen": event.updated_at.isoformat()})
    event.refresh_from_db()
    assert event.edtf == "2025" and not disputed_events().exists()
    changes = Change.objects.filter(record=f"event-{event.pk}", before__has_key="edtf")
    client.post(reverse("admin:timeline_event_put_back", args=[event.pk]), {"change": changes.get().pk})
    event.refresh_from_db()
    assert event.edtf == "2024" and event.citations.get(disputes=True).edtf == "2025"
    assert list(disputed_events()) == [event]


def test_a_deleted_timeline_comes_back_with_what_it_took(client):
    kishida = make_actor()
    timeline = make_timeline()
    timeline.actors.add(kishida)
    sign_in(client, "Editor").post(
        reverse("admin:timeline_timeline_delete", args=[timeline.pk]), {"post": "yes"}
    )
    gone = Change.objects.get(record=f"timeline-{timeline.pk}", verb="removed")
    client.post(reverse("admin:timeline_change_put_back", args=[gone.pk]))
    assert list(Timeline.objects.get(pk=timeline.pk).actors.all()) == [kishida]


def test_an_actor_by_whom_a_timeline_takes_events_is_not_deleted(client):
    kishida = make_actor()
    make_timeline().actors.add(kishida)
    sign_in(client, "Editor")
    page = client.post(
        reverse("admin:timeline_actor_delete", args=[kishida.pk]), {"post": "yes"}
    ).content.decode()
    assert "which filters events by its actors" in page and Actor.objects.exists()


def test_all_of_it_put_back_takes_out_what_was_added(client):
    event = make_event("Opened", status="proposed")
    sign_in(client, "Editor")
    source, actor = make_source(), make_actor()
    address = reverse("admin:timeline_event_change", args=[event.pk])
    added = {"citations-TOTAL_FORMS": "1", "participations-TOTAL_FORMS": "1", "participations-0-actor": str(actor.pk)}  # fmt: skip
    added |= {
        "participations-0-role": "host",
        "citations-0-source": str(source.pk),
        "citations-0-quote": "So.",
    }
    form = filled(client, address, "event_form", title="Changed", **added)
    assert client.post(address, form).status_code == 302
    assert (event.citations.count(), event.participations.count()) == (1, 1)
    (button,) = history(client, event).xpath("//button[@name='act']")
    back = reverse("admin:timeline_event_put_back", args=[event.pk])
    assert "Undone." in client.post(back, {"act": button.get("value")}, follow=True).content.decode()
    event.refresh_from_db()
    assert event.title == "Opened" and not event.citations.exists() and not event.participations.exists()
    client.post(back, {"act": button.get("value")})  # undoing it twice does no harm
    assert event.title == "Opened"


def test_an_alias_that_was_added_is_taken_out_by_itself_and_comes_back(client):
    actor = make_actor()
    sign_in(client, "Editor")
    change(client, actor, description="Prime minister", **{"aliases-0-name": "岸田文雄"})
    number = next(n for n, b in enumerate(history(client, actor).xpath("//button[@name='change']")) if b.text == "Remove")  # fmt: skip
    put_back(client, actor, number)
    assert not Alias.objects.exists() and actor.description == "Prime minister"
    put_back(client, actor, 0)
    assert Alias.objects.get().name == "岸田文雄"


def test_a_record_is_not_deleted_by_putting_back_how_it_was_made(client):
    sign_in(client, "Editor")
    address = reverse("admin:timeline_actor_add")
    form = filled(
        client, address, "actor_form", name="Yoon", slug="yoon", kind="person", **{"aliases-0-name": "윤석열"}
    )
    assert client.post(address, form).status_code == 302
    actor = Actor.objects.get()
    assert not history(client, actor).xpath("//button[@name='act']")
    act = str(Change.objects.first().act)
    page = client.post(reverse("admin:timeline_actor_put_back", args=[actor.pk]), {"act": act}, follow=True)
    assert "it was created in this action; delete it instead" in page.content.decode()
    assert actor.aliases.exists()


def test_an_added_passage_that_was_moved_since_is_not_taken_out_elsewhere(client, admin_user):
    one, two = make_event("One", status="proposed"), make_event("Two", status="proposed")
    with acting(admin_user):
        make_citation(two)
    added = Change.objects.get(record__startswith="citation")
    merge(one, [two])
    client.force_login(admin_user)
    page = client.post(
        reverse("admin:timeline_event_put_back", args=[two.pk]), {"change": added.pk}, follow=True
    )
    assert "has since been moved to “One”" in page.content.decode() and one.citations.count() == 1


def test_buttons_are_shown_to_those_who_may_press_them(client):
    event = make_event(status="published")
    sign_in(client, "Editor")
    change(client, event, status="proposed", place="Tokyo")
    client.post(reverse("admin:timeline_actor_delete", args=[make_actor().pk]), {"post": "yes"})
    gone = Change.objects.get(verb="removed")
    page = reverse("admin:timeline_change_change", args=[gone.pk])
    assert history(client, event).xpath("//button[@name='change']") and "Restore, with" in client.get(page).content.decode()  # fmt: skip
    sign_in(client, "Curator")
    shown = history(client, event)
    assert not shown.xpath("//button[@name='change']") and "editors only" in shown.text_content()
    assert "Restore, with" not in client.get(page).content.decode()


def test_a_refusal_says_why_and_who_may(client):
    event = make_event(status="published")
    sign_in(client, "Editor")
    change(client, event, status="proposed")
    sign_in(client, "Curator")
    for answer, why in (
        (client.post(reverse("admin:timeline_event_put_back", args=[event.pk]), {"change": Change.objects.get().pk}), "only an editor can undo this"),
        (client.get(reverse("admin:timeline_event_delete", args=[event.pk])), "Who may: "),
    ):  # fmt: skip
        page = answer.content.decode()
        assert answer.status_code == 403 and why in page and "signed in as curator (Curator)" in page
    sign_in(client)
    assert "belong to no group" in client.get(reverse("admin:timeline_event_changelist")).content.decode()
