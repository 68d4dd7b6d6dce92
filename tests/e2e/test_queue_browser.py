"""A sitting at the review queue in a real browser: by keys alone, by buttons without script, on any screen."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from tests.e2e.axe import violations
from tests.factories import make_actor, make_citation, make_event, make_source
from timeline.models import Comment, Event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def queue():
    actor = make_actor()
    events = [
        make_event(f"Visit {n}", f"2024-09-0{n}", status="proposed", actors=[actor]) for n in range(1, 6)
    ]
    for event in events:
        make_citation(event)
    make_citation(events[3], make_source(), quote="Another happening on 4 September 2024.")
    return events


@pytest.fixture
def sign_in(live_server):
    def enter(context, group):
        client = Client()
        user, _ = User.objects.get_or_create(username=group.lower(), is_staff=True)
        user.groups.add(Group.objects.get_or_create(name=group)[0])
        client.force_login(user)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])  # fmt: skip

    return enter


@pytest.fixture(autouse=True)
def groups(grant):
    """The groups with their permissions, which emptying the tables takes away."""


@pytest.fixture
def grant(transactional_db):
    from django.contrib.auth.models import Permission

    for name, codenames in (("Curator", ["view_event", "change_event"]), ("Editor", ["view_event", "change_event", "publish_event", "add_timeline"])):  # fmt: skip
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*Permission.objects.filter(codename__in=codenames))


def test_a_sitting_never_leaves_the_keyboard(live_server, context, page, complaints, queue, sign_in):
    sign_in(context, "Editor")
    page.goto(live_server.url + reverse("admin:timeline_event_review"))
    keys = 0

    def press(key, words):
        nonlocal keys
        keys += 1
        with page.expect_navigation():
            page.keyboard.press(key)
        assert words in page.inner_text("#content, .messagelist >> nth=0") + page.inner_text("body"), (
            key,
            words,
        )

    title = lambda: page.inner_text(".proposal h2")  # noqa: E731
    assert title() == "Visit 4", "it has the most sources"
    press("a", "Published “Visit 4”.")
    press("u", "Undone: “Visit 4”.")
    press("j", "2 of 5")
    press("k", "1 of 5")
    press("e", "Edit “Visit 4”")
    page.keyboard.press("Control+a")
    page.keyboard.type("Visit of four")
    press("Control+Enter", "Saved “Visit of four”.")
    press("y", "Ready for the editor: “Visit of four”.")
    page.keyboard.press("Shift+R")
    page.keyboard.type("told elsewhere, r and a")
    page.keyboard.press("Enter")
    page.wait_for_timeout(150)
    page.keyboard.press("Escape")
    press("r", "Rejected “Visit 1”.")
    assert Event.objects.get(title="Visit 1").status == "rejected"
    page.keyboard.press("?")
    assert page.locator(".keys li").first.is_visible()
    print(f"keys of the sitting: {keys}")
    assert complaints == []


def test_merging_and_splitting_by_keys(live_server, context, page, complaints, queue, sign_in):
    other = make_event("Visit 4 again", "2024-09-04", status="proposed", actors=[make_actor()])
    make_citation(other)
    sign_in(context, "Curator")
    page.goto(live_server.url + reverse("admin:timeline_event_review") + f"?at={queue[3].pk}")

    def press(keys):
        with page.expect_navigation():
            page.keyboard.press(keys[0])
        page.keyboard.press(keys[1])
        with page.expect_navigation():
            page.keyboard.press(keys[2])

    press("m1m")
    page.get_by_text("Merged 2 events.").wait_for()
    assert page.inner_text(".proposal h2") == "Visit 4"
    press("s2s")
    page.get_by_text("Split off a new event").wait_for()
    assert Event.objects.filter(split_from=queue[3]).count() == 1
    for words in ("“Visit 4”", "“Visit 4 again”"):
        page.keyboard.press("u")
        page.get_by_text(f"Undone: {words}").wait_for()
    assert Event.objects.exclude(merged_into=None).count() == 1  # the split is merged back
    assert complaints == []


def test_comments_and_tags_are_sent_by_keys_and_an_empty_search_is_left_at_once(
    live_server, context, page, complaints, queue, sign_in
):
    bob = User.objects.create(username="bob", is_staff=True)
    bob.groups.add(Group.objects.get(name="Editor"))
    sign_in(context, "Curator")
    page.goto(live_server.url + reverse("admin:timeline_event_review"))
    page.keyboard.press("c")
    page.keyboard.type("Is this right, @bob?")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert Comment.objects.get().mentions.get() == bob
    page.locator("#tags").fill("check date, treaty")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_text("Tags: check date, treaty.").wait_for()
    with page.expect_navigation():
        page.locator("#id_title, #tags").blur()
        page.keyboard.press("u")
    page.get_by_text("Undone: the tags of “Visit").wait_for()
    assert Event.objects.filter(status="proposed").count() == 5
    with page.expect_navigation():
        page.keyboard.press("m")
    assert page.evaluate("document.activeElement.id") == "q", (
        "nothing is alike: another event is searched for"
    )
    with page.expect_navigation():
        page.keyboard.press("Escape")
    assert "/review/" in page.url
    assert complaints == []


def test_the_queue_works_by_buttons_without_script(live_server, new_context, queue, sign_in):
    context = new_context(java_script_enabled=False)
    sign_in(context, "Editor")
    page = context.new_page()
    page.goto(live_server.url + reverse("admin:timeline_event_review"))
    page.click("a:has-text('Edit (E)')")
    page.fill("[name=title]", "Retitled")
    page.click("button[value=save]")
    page.click("button[value=approve]")
    page.click("button[value=undo]")
    page.click("a:has-text('Next (J)')")
    page.click("button[value=reject]")
    page.click("summary:has-text('Filter')")
    page.select_option("#filter-kind", "visit")
    page.click("button:has-text('Show')")
    assert "of 4 to review · kind: Visit" in page.inner_text(".queue-head")
    assert set(Event.objects.values_list("status", flat=True)) == {"proposed", "rejected"}
    assert Event.objects.filter(title="Retitled").exists()


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (768, 1024)])
def test_proposal_passage_and_decisions_stand_in_the_first_screen(
    live_server, context, page, queue, sign_in, width, height
):
    long = make_event("Long", status="proposed", is_disputed=True)
    for n in range(12):
        make_citation(
            long, make_source(), quote=f"Kishida visited Seoul on 6 September 2024. {'More of it. ' * 20} {n}"
        )
    sign_in(context, "Editor")
    page.set_viewport_size({"width": width, "height": height})
    page.goto(live_server.url + reverse("admin:timeline_event_review"))
    for scrolled in (0, 600):
        page.mouse.wheel(0, scrolled)
        page.wait_for_timeout(200)
        bar = page.locator(".decisions").bounding_box()
        assert bar["y"] + bar["height"] <= height + 1, scrolled
        if not scrolled:
            passage = page.locator(".evidence").first.bounding_box()
            assert page.locator(".proposal h2").bounding_box()["y"] > 0
            assert passage["y"] + passage["height"] <= bar["y"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_queue(live_server, new_context, queue, sign_in, scheme):
    make_event("Visit 4 again", "2024-09-04", status="proposed", actors=[make_actor()])
    context = new_context(color_scheme=scheme)
    sign_in(context, "Editor")
    page = context.new_page()
    review = reverse("admin:timeline_event_review")
    both = f"{queue[3].pk},{queue[2].pk}"
    for width in (360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        for address in (
            f"{review}?at={queue[3].pk}",
            f"{review}?edit=1",
            f"{reverse('admin:timeline_event_merge')}?events={both}&queue=at=1",
            reverse("admin:timeline_event_split", args=[queue[3].pk]),
        ):
            page.goto(live_server.url + address)
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            page.wait_for_timeout(150)
            assert violations(page) == "[]", (width, address)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (width, address)
