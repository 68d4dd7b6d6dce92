"""A day at the desk by two people, from five articles to a published timeline and a change of it; keys and clicks are counted."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from articles.ingestion import web
from tests.e2e.axe import violations_by_scheme
from tests.e2e.hand import Hand
from tests.factories import make_actor, make_citation, make_event, make_source
from timeline.models import Event, ProposedChange, Review, Timeline

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 30  # keys and clicks from the sign-in page to the published timeline, for both together
ARTICLES = [
    ["Oslo", "Bern", "Lima"],
    ["Cairo", "Delhi", "Hanoi"],
    ["Quito", "Rabat", "Riga"],
    ["Sofia", "Tunis", "Vienna"],
    ["Warsaw", "Manila"],
]


@pytest.fixture
def articles(tmp_path):
    day = 0
    for number, places in enumerate(ARTICLES, 1):
        told = []
        for place in places:
            day += 1
            told.append(f"Prime Minister Fumio Kishida arrived in {place} on {day} May 2024 for talks.")
        (tmp_path / f"{number}.md").write_text(f"---\npublished: 2024-05-20\ntitle: News {number}\n---\n" + "\n\n".join(told) + "\n")  # fmt: skip
    return sorted(tmp_path.iterdir())


@pytest.fixture
def enter(live_server, new_context):
    """Sign in on the page for it; the browser fills in name and password, as it does for people."""

    def sign_in(group):
        user = User.objects.create_user(group.lower(), password="correct horse", is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        page = new_context().new_page()
        page.goto(live_server.url + reverse("admin:index"))
        page.fill("#id_username", group.lower())
        page.fill("#id_password", "correct horse")
        hand = Hand(page)
        hand.go("Enter")
        return page, hand

    return sign_in


def read(page, live_server, event):
    """The title that readers see."""
    page.goto(live_server.url + event.get_absolute_url())
    return page.inner_text("h1")


def test_a_day_at_the_desk(live_server, enter, page, articles, monkeypatch):
    monkeypatch.setattr(web, "start", web.read_run)  # the database of tests is open to this process alone
    desk, curator = enter("Curator")
    curator.go("s")
    curator.click(desk.get_by_label("Files", exact=True), instead=lambda field: field.set_input_files(articles))  # fmt: skip
    curator.go("Control+Enter")
    desk.get_by_text("14 events created").wait_for()
    curator.go("w")
    assert desk.locator("section.one").count() == 3 and desk.get_by_text("14 to review").count()
    curator.go("e")
    curator.press("Home")
    curator.type("PM ")
    curator.go("Control+Enter")
    desk.get_by_text("Saved “PM ").wait_for()
    for _ in ARTICLES:
        curator.go("y")
    desk.get_by_text("There is nothing").wait_for()
    assert Review.objects.exclude(ready_at=None).count() == 14

    other, editor = enter("Editor")
    other.get_by_text("Events found ready to publish").wait_for()
    editor.go("1")
    for _ in ARTICLES:
        editor.go("a")
    editor.go("t")
    editor.go("Control+Enter")
    timeline = Timeline.objects.get()
    assert timeline.is_published and timeline.events().count() == 14
    assert timeline.title == "Fumio Kishida, May 2024"
    page.goto(live_server.url + timeline.get_absolute_url())
    assert page.locator("li[data-event-id]").count() == 14
    published = curator.count + editor.count
    print(f"keys and clicks until it is published: {published} (curator {curator.count}, editor {editor.count})")  # fmt: skip
    assert published <= MOST

    event = Event.objects.get(title__startswith="PM ")
    old = event.title
    curator.follow(desk.get_by_role("link", name="‹ Events"))
    curator.follow(desk.get_by_role("link", name=old, exact=True))
    curator.click(desk.locator("#id_title"))
    curator.press("End")
    curator.type(" again")
    curator.go("Control+Enter")
    assert read(page, live_server, event) == old, "it waits"
    editor.follow(other.get_by_role("link", name="Home", exact=True))
    editor.go("1")
    editor.follow(other.locator("#result_list tbody th a"))
    editor.follow(other.locator("button[value=accept]"))
    assert read(page, live_server, event) == f"{old} again"
    other.goto(live_server.url + reverse("admin:timeline_event_history", args=[event.pk]))
    editor.follow(other.get_by_role("button", name="Undo").first)
    assert read(page, live_server, event) == old
    assert ProposedChange.objects.get().state == "accepted"
    print(f"keys and clicks of the whole day: {curator.count + editor.count}")


@pytest.fixture
def queue():
    """Two articles: one with two sound events and a disputed one, one with a single event."""
    long, short = make_source(title="Long read"), make_source(title="Short read")
    events = [
        make_event(f"Visit {n}", f"2024-09-0{n}", status="proposed", actors=[make_actor()])
        for n in (1, 2, 3, 4)
    ]
    for event, source in zip(events, (long, long, long, short), strict=True):
        make_citation(event, source, quote=f"Kishida visited Seoul on {event.edtf}.")
    Event.objects.filter(pk=events[2].pk).update(is_disputed=True)
    return events


def test_what_is_ticked_is_decided_and_undone_together(live_server, enter, queue):
    page, editor = enter("Editor")
    page.goto(live_server.url + reverse("admin:timeline_event_review"))
    editor.go("w")
    assert "Look at it alone: its date is disputed." in page.inner_text("section.one >> nth=0")
    ticked = "e => [...document.querySelectorAll('input[name=event]:checked')].length"
    assert page.evaluate(ticked) == 2, "what is disputed comes first and is not ticked"
    editor.go("a")
    status = lambda: list(Event.objects.order_by("pk").values_list("status", flat=True))  # noqa: E731
    assert status() == ["published", "published", "proposed", "proposed"]
    page.get_by_text("Published 2 events.").wait_for()
    assert "Short read" in page.inner_text(".proposal h2")
    editor.go("u")
    page.get_by_text("Undone: 2 events.").wait_for()
    assert status() == ["proposed"] * 4
    editor.press("2")
    editor.press("Space")
    editor.go("e")
    assert page.input_value("#id_title") == "Visit 1", "the event that has the focus"
    editor.press("Escape")
    editor.go("Escape")
    assert page.locator("section.one").count() == 3, "back at the article"


def test_axe_finds_nothing_by_article(live_server, context, page, client, queue):
    client.force_login(User.objects.create_superuser("editor"))
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])  # fmt: skip
    for address in (reverse("admin:timeline_event_review") + "?by=article", reverse("admin:index")):
        page.goto(live_server.url + address)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        for width in (360, 768, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            page.wait_for_timeout(50)
            assert violations_by_scheme(page) == {}, (width, address)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (width, address)
