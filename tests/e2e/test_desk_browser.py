"""The admin in a real browser: what Enter does, and two people editing one event."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.factories import make_actor, make_citation, make_event
from timeline.models import Event

LAST_ROW = ".submit-row >> nth=-1"  # there is one above the form as well
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def signed_in(live_server):
    """Signs a new superuser of that name into a browser's context."""

    def sign_in(context, name):
        client = Client()
        client.force_login(User.objects.create_superuser(name))
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])  # fmt: skip

    return sign_in


@pytest.mark.parametrize("has_script", [True, False])
def test_enter_decides_nothing_and_buttons_do(live_server, new_context, signed_in, has_script):
    event, other = (make_event(f"Visit {n}", status="proposed", actors=[make_actor()]) for n in (1, 2))
    for each in (event, other):
        make_citation(each)
    context = new_context(java_script_enabled=has_script)
    signed_in(context, "editor")
    page = context.new_page()

    def enter(address, selector):
        page.goto(live_server.url + address)
        page.focus(selector)
        page.keyboard.press("Enter")
        page.wait_for_timeout(200)
        assert page.url == live_server.url + address

    enter(reverse("admin:timeline_event_review"), "#reason")
    enter(
        f"{reverse('admin:timeline_event_merge')}?events={event.pk},{other.pk}",
        f"[name=target][value='{event.pk}']",
    )
    enter(reverse("admin:timeline_event_change", args=[event.pk]), "#id_title")
    enter(reverse("admin:timeline_event_dispute", args=[event.pk]), "[name=other]")
    assert not Event.objects.exclude(status="proposed").exists()
    page.goto(live_server.url + reverse("admin:timeline_event_review"))
    page.click("button[value=approve]")
    page.wait_for_selector(".messagelist .success")
    assert Event.objects.filter(status="published").count() == 1


def test_two_people_at_one_event_lose_nothing(live_server, new_context, signed_in):
    event = make_event("Opened", status="proposed", place="Seoul")
    make_citation(event)
    address = live_server.url + reverse("admin:timeline_event_change", args=[event.pk])
    contexts = new_context(), new_context()
    one, two = (context.new_page() for context in contexts)
    for context, page, name in zip(contexts, (one, two), ("ann", "bob"), strict=True):
        signed_in(context, name)
        page.goto(address)
    one.fill("#id_title", "Hers")
    one.fill("#id_place", "Tokyo")
    one.check("#id_citations-0-DELETE")
    one.click(f"{LAST_ROW} >> [name=_save]")
    one.wait_for_selector(".messagelist .success")
    two.fill("#id_title", "His")
    two.fill("#id_citations-0-edtf", "8 September 2024")
    with two.expect_navigation():
        two.click(f"{LAST_ROW} >> [name=_save]")
    two.wait_for_selector(".errornote")
    text = two.inner_text("#content")
    assert "Saved by ann in the meantime: “Hers”" in text and "has been removed by ann" in text
    assert two.input_value("#id_place") == "Tokyo" and two.input_value("#id_title") == "His"
    assert "Changed by ann in the meantime, and kept: place “Tokyo”." in two.inner_text("body")
    assert two.input_value("#id_citations-0-edtf") == "8 September 2024"
    two.click(f"{LAST_ROW} >> [name=_save]")
    two.wait_for_selector(".messagelist .success")
    event.refresh_from_db()
    assert (event.title, event.place, event.citations.get().edtf) == ("His", "Tokyo", "2024-09-08")
