"""The admin under the strict policy: its own scripts run and the browser's console stays silent."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from tests.factories import make_actor, make_citation, make_event

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
