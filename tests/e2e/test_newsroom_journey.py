"""From articles to a published timeline as an editor would do it, counting every click and key."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from articles.ingestion import web
from articles.models import IngestRun
from tests.e2e.hand import Hand
from timeline.models import Timeline

pytestmark = pytest.mark.django_db(transaction=True)
EVENTS = 14
MOST = 25  # clicks and keys in all


@pytest.fixture
def articles(tmp_path):
    """Our own news, until it tells as many happenings as are wanted."""
    places = ["Oslo", "Bern", "Lima", "Cairo", "Delhi", "Hanoi", "Quito", "Rabat", "Riga", "Sofia", "Tunis", "Vienna", "Warsaw", "Manila"]  # fmt: skip
    for day, place in enumerate(places, 1):
        text = f"Prime Minister Fumio Kishida arrived in {place} on {day} May 2024 for talks."
        (tmp_path / f"{place}.md").write_text(f"---\npublished: 2024-05-20\ntitle: {place}\n---\n{text}\n")
    return tmp_path


def test_fourteen_events_become_a_published_timeline(
    live_server, client, page, context, complaints, articles, monkeypatch
):
    monkeypatch.setattr(web, "start", web.read_run)  # the database of tests is open to this process alone
    client.force_login(User.objects.create_superuser("editor"))
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(live_server.url + reverse("admin:index"))
    hand = Hand(page)
    hand.click(page.get_by_role("link", name="Submit articles (S)", exact=True))
    hand.click(
        page.get_by_label("Files", exact=True),
        instead=lambda field: field.set_input_files(sorted(articles.iterdir())),
    )
    with page.expect_navigation():
        hand.click(page.get_by_role("button", name="Submit", exact=True))
    page.get_by_text(f"{EVENTS} events created").wait_for()
    with page.expect_navigation():
        hand.press("r")
    for left in range(EVENTS, 0, -1):
        page.get_by_text(f"{left} to review").wait_for()
        with page.expect_navigation():
            hand.press("a")
    with page.expect_navigation():
        hand.press("t")
    with page.expect_navigation():
        hand.click(page.get_by_role("button", name="Save", exact=True))
    timeline = Timeline.objects.get()
    assert timeline.is_published and timeline.events().count() == EVENTS
    page.goto(live_server.url + timeline.get_absolute_url())
    drawn = "e => new Set([...document.querySelectorAll(e + ' [data-event-id]')].map(e => e.dataset.eventId)).size"
    assert page.evaluate(drawn, "#timeline-chart") == EVENTS
    assert page.locator("li[data-event-id]").count() == EVENTS
    assert hand.count < MOST and complaints == []


def test_whoever_waits_sees_the_articles_come_in(live_server, client, page, context, complaints, monkeypatch):
    monkeypatch.setattr(web, "start", lambda pk: None)
    client.force_login(User.objects.create_superuser("editor"))
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(live_server.url + reverse("admin:articles_ingestrun_add"))
    page.get_by_label("Or paste an article", exact=True).fill(
        "Fumio Kishida arrived in Seoul on 6 September 2024."
    )
    page.get_by_role("button", name="Submit", exact=True).click()
    page.get_by_text("Waiting to be read.", exact=True).wait_for()
    web.read_run(IngestRun.objects.get().pk)
    page.get_by_role("link", name="Review 1 event").wait_for()  # the page has seen it by itself
    assert complaints == []
