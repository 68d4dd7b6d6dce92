"""Composing a timeline in a real browser: choosing events, ordering chapters by drag and by key, publishing."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from tests.e2e.conftest import until
from tests.factories import make_event, make_timeline
from timeline.models import Step, Timeline

pytestmark = pytest.mark.django_db(transaction=True)
DECADES = [("1910-01-01", "1945-12-31"), ("1965-01-01", "1998-12-31"), ("2022-01-01", "2024-12-31")]


@pytest.fixture
def desk(live_server, client, context):
    client.force_login(User.objects.create_superuser("editor"))
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return live_server.url


def save(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue editing", exact=True).click()
    page.wait_for_selector(".messagelist .success")
    page.wait_for_load_state("networkidle")  # the scripts that come last put in their fields and handles


def titles(timeline):
    return list(timeline.chapters.values_list("title", flat=True))


def test_events_are_ticked_onto_the_timeline(desk, page, complaints):
    timeline = make_timeline(is_published=False, kinds=["period"])
    for n in range(3):
        make_event(f"Event {n}", f"202{n}")
    page.goto(desk + reverse("admin:timeline_timeline_events", args=[timeline.pk]))
    page.get_by_label("Select all on this page", exact=True).check()
    page.get_by_label("Event 1").uncheck()
    page.get_by_role("button", name="Show selected", exact=True).click()
    page.wait_for_selector(".messagelist .success")
    assert {e.title for e in timeline.events()} == {"Event 0", "Event 2"}
    page.goto(desk + reverse("admin:timeline_timeline_change", args=[timeline.pk]))
    page.get_by_role("link", name="Preview", exact=True).click()
    framed = page.frame_locator("iframe").first
    framed.get_by_text("Preview: this timeline is not published.").wait_for()
    page.go_back()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.wait_for_selector("#embed-code")
    page.get_by_role("button", name="Copy", exact=True).click()
    until(page, "getSelection().toString() || document.activeElement.id")
    timeline.refresh_from_db()
    assert timeline.is_published and complaints == []


def test_chapters_are_put_in_order_by_key_and_by_drag(desk, page, complaints):
    timeline = make_timeline(chapters=DECADES)
    address = desk + reverse("admin:timeline_timeline_change", args=[timeline.pk])
    page.set_viewport_size({"width": 1440, "height": 1400})
    page.goto(address)
    handles = page.locator("#chapters-group .handle:visible")
    assert handles.count() == 3
    handles.nth(2).focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    save(page)
    assert titles(timeline) == ["Part 3", "Part 1", "Part 2"]
    handles.nth(0).hover()  # which waits until the row stands still
    page.mouse.down()
    last = handles.nth(2).bounding_box()
    page.mouse.move(last["x"] + 5, last["y"] + 10, steps=12)
    page.mouse.up()
    save(page)
    assert titles(timeline) == ["Part 1", "Part 2", "Part 3"]
    assert Timeline.objects.get().chapters.first().position == 1 and complaints == []


def test_steps_of_the_story_are_put_in_order_by_key(desk, page, complaints):
    timeline = make_timeline()
    for position in (1, 2, 3):
        Step.objects.create(timeline=timeline, event=make_event(f"Event {position}"), position=position)
    page.goto(desk + reverse("admin:timeline_timeline_change", args=[timeline.pk]))
    handle = page.locator("#story-group .handle:visible").nth(2)
    handle.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    save(page)
    told = [step.event.title for step in timeline.story.all()]
    assert told == ["Event 3", "Event 1", "Event 2"] and complaints == []


def test_without_javascript_the_number_orders_and_buttons_choose(desk, new_context, context):
    timeline = make_timeline(chapters=DECADES[:2])
    event = make_event("Event")
    plain = new_context(java_script_enabled=False, storage_state=context.storage_state()).new_page()
    plain.goto(desk + reverse("admin:timeline_timeline_change", args=[timeline.pk]))
    plain.fill("#id_chapters-0-position", "2")
    plain.fill("#id_chapters-1-position", "1")
    with plain.expect_navigation():
        plain.get_by_role("button", name="Save and continue editing", exact=True).click()
    assert titles(timeline) == ["Part 2", "Part 1"]
    plain.goto(desk + reverse("admin:timeline_timeline_events", args=[timeline.pk]))
    plain.check(f"#event-{event.pk}")
    plain.get_by_role("button", name="Leave out selected", exact=True).click()
    plain.get_by_text("Left out: 1 event.").wait_for()
    assert not timeline.events().exists()
