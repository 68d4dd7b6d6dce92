"""The admin under the strict policy: its own scripts run and the browser's console stays silent."""

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import NoReverseMatch, reverse

from articles.models import Article, IngestFailure, IngestRun
from tests.e2e.axe import violations, violations_by_scheme
from tests.factories import make_actor, make_citation, make_event, make_source, make_timeline
from timeline.models import Event, TableUpload
from timeline.record.history import acting

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_event_is_edited_without_a_breach_of_the_policy(live_server, client, page, context, complaints):
    event = make_event(status="proposed", actors=[make_actor()])
    make_citation(event, rule="visit", start=3, end=45, reading={"kind": "visit"}, confidence=0.9)
    client.force_login(User.objects.create_superuser("editor"))
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    for address in (
        reverse("admin:index"),
        reverse("admin:timeline_event_changelist"),
        reverse("admin:timeline_timeline_add"),
        reverse("admin:timeline_event_change", args=[event.pk]),
    ):
        page.goto(live_server.url + address)
    page.wait_for_selector("#id_participations-0-actor + .select2")  # the autocompletion took over
    page.fill("#id_title", "Farewell visit")
    page.locator(".submit-row").last.get_by_role(
        "button", name="Save and continue editing", exact=True
    ).click()
    page.wait_for_selector(".messagelist .success")
    event.refresh_from_db()
    assert event.title == "Farewell visit" and complaints == []


def test_the_queue_is_worked_off_by_keyboard(live_server, client, page, context, complaints, tmp_path):
    (tmp_path / "a.md").write_text(
        "---\npublished: 2024-09-06\n---\nPrime Minister Fumio Kishida arrived in South Korea on Friday. "
        "Kishida and Yoon Suk Yeol met in Seoul on Friday."
    )
    call_command("ingest", str(tmp_path / "a.md"), verbosity=0)
    client.force_login(User.objects.create_superuser("editor"))
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(live_server.url + reverse("admin:timeline_event_review"))
    first = page.locator(".proposal h2").inner_text()
    assert "2 to review" in page.inner_text("#content") and page.locator(".around mark").count() >= 1
    assert violations(page) == "[]"
    page.keyboard.press("j")
    page.wait_for_function("first => document.querySelector('.proposal h2').textContent !== first", arg=first)
    page.fill("#reason", "a reason with r and a in it")
    assert page.locator(".proposal h2").count() == 1  # letters in a field decide nothing
    page.locator("#reason").blur()
    page.keyboard.press("a")
    page.wait_for_selector(".messagelist .success")
    page.goto(live_server.url + reverse("admin:timeline_event_review"))
    page.keyboard.press("r")
    page.wait_for_selector(".messagelist .success")
    assert set(Event.objects.values_list("status", flat=True)) == {"published", "rejected"}
    assert complaints == []


PAGES = [
    "admin:index",
    "admin:timeline_event_changelist",
    "admin:timeline_event_change",
    "admin:timeline_event_history",
    "admin:timeline_event_disputes",
    "admin:timeline_event_dispute",
    "admin:timeline_event_split",
    "admin:timeline_event_import",
    "admin:timeline_event_check",
    "admin:timeline_actor_changelist",
    "admin:timeline_actor_change",
    "admin:timeline_actor_unknown",
    "admin:timeline_source_changelist",
    "admin:timeline_source_change",
    "admin:timeline_source_without_address",
    "admin:timeline_timeline_changelist",
    "admin:timeline_timeline_change",
    "admin:timeline_timeline_events",
    "admin:timeline_change_changelist",
    "admin:articles_article_changelist",
    "admin:articles_article_change",
    "admin:articles_article_undated",
    "admin:articles_ingestrun_changelist",
    "admin:articles_ingestrun_add",
    "admin:articles_ingestrun_change",
    "admin:articles_ingestfailure_changelist",
]


def test_axe_finds_nothing_on_the_desk(live_server, client, page, context):
    editor = User.objects.create_superuser("editor")
    kishida = make_actor(is_proposed=True)
    event = make_event(status="proposed", actors=[kishida], is_disputed=True)
    for disputes in (False, True):
        make_citation(event, disputes=disputes, edtf="2025" if disputes else event.edtf)
    with acting(editor):
        event.place = "Seoul"
        event.save()
    timeline = make_timeline(chapters=[("2024-01-01", "2024-12-31")])
    timeline.actors.add(kishida)
    run = IngestRun.objects.create(rules_version="1", asked_by=editor, inputs=2)
    IngestFailure.objects.create(run=run, origin="bad.txt", reason="empty")
    undated = make_source()
    article = Article.objects.create(
        source=undated, text="Text.", content_hash="0" * 64, rules_version="1", run=run
    )
    content = b"title,date\nVisit,2024-09-06\nWhat,soon\n"
    table = TableUpload.objects.create(user=editor, kind="events", name="old.csv", content=content)
    rows = {
        "article": article,
        "ingestrun": run,
        "event": event,
        "actor": kishida,
        "source": event.citations.first().source,
        "timeline": timeline,
    }
    client.force_login(editor)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    for name in PAGES:
        row = rows.get(name.split("_")[1]) if "_" in name else None
        try:
            address = reverse(name)
        except NoReverseMatch:
            address = reverse(name, args=[table.pk if name.endswith("check") else row.pk])
        page.goto(live_server.url + address)
        assert (name, violations_by_scheme(page)) == (name, {})
