"""The admin under the strict policy: its own scripts run and the browser's console stays silent."""

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import reverse

from tests.e2e.axe import violations
from tests.factories import make_actor, make_citation, make_event
from timeline.models import Event

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
        page.wait_for_load_state("networkidle")
    page.wait_for_selector(".select2-selection")  # the autocompletion took over
    page.fill("#id_title", "Farewell visit")
    page.click("text=Save and continue editing")
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
    first = page.locator(".review h2").inner_text()
    assert "2 waiting" in page.inner_text("#content") and page.locator(".around mark").count() >= 1
    assert violations(page) == "[]"
    page.keyboard.press("s")
    page.wait_for_function("first => document.querySelector('.review h2').textContent !== first", arg=first)
    page.fill("#reason", "a reason with r and a in it")
    assert page.locator(".review h2").count() == 1  # letters in a field decide nothing
    page.locator("body").click(position={"x": 5, "y": 5})
    page.keyboard.press("a")
    page.wait_for_selector(".messagelist .success")
    page.goto(live_server.url + reverse("admin:timeline_event_review"))
    page.keyboard.press("r")
    page.wait_for_selector(".messagelist .success")
    assert set(Event.objects.values_list("status", flat=True)) == {"published", "rejected"}
    assert complaints == []
