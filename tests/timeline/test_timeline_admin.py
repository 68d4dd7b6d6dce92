"""Composing a timeline in the admin: filters, picks, order of chapters, preview and publishing."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.browsing import filled, sign_in
from tests.factories import make_actor, make_citation, make_event, make_timeline
from timeline.curation.proposals import waiting
from timeline.models import Chapter, Event, Pick, Timeline

pytestmark = pytest.mark.django_db


def edit(client, timeline, **changes):
    address = reverse("admin:timeline_timeline_change", args=[timeline.pk])
    response = client.post(address, filled(client, address, "timeline_form", **changes))
    if response.status_code == 302:
        timeline.refresh_from_db()
    return response


def choose(client, timeline, verb, *events, **params):
    address = reverse("admin:timeline_timeline_events", args=[timeline.pk])
    return client.post(
        address, {"verb": verb, "event": [e.pk for e in events]}, follow=True, query_params=params
    ).content.decode()


def listed(client, timeline, **params):
    address = reverse("admin:timeline_timeline_events", args=[timeline.pk])
    return [event.title for event, *_ in client.get(address, params).context["rows"]]


def test_kinds_narrow_what_it_takes(client):
    visit, summit = make_event("Visit", kind="visit"), make_event("Summit", kind="summit")
    timeline = make_timeline()
    assert edit(sign_in(client, "Editor"), timeline, kinds=["summit", "protest"]).status_code == 302
    assert list(timeline.events()) == [summit]
    Pick.objects.create(timeline=timeline, event=visit)
    assert set(timeline.events()) == {visit, summit}
    page = edit(client, timeline, kinds=["dragon"]).content.decode()
    assert "Select a valid choice" in page


def test_events_are_shown_and_left_out_by_hand(client):
    kishida = make_actor()
    inside, outside = make_event("Inside", actors=[kishida]), make_event("Outside")
    timeline = make_timeline()
    timeline.actors.add(kishida)
    sign_in(client, "Editor")
    page = choose(client, timeline, "show", outside)
    assert "Shown: 1 event." in page and "2 events on this timeline, 2 of them published" in page
    choose(client, timeline, "leave", inside)
    assert list(timeline.events()) == [outside]
    assert listed(client, timeline, shown="on") == ["Outside"]
    assert set(listed(client, timeline, shown="picked")) == {"Inside", "Outside"}
    choose(client, timeline, "filters", inside, outside)
    assert list(timeline.events()) == [inside] and not Pick.objects.exists()


def test_a_timeline_of_what_is_picked_alone_takes_nothing_else(client):
    one, _ = make_event("One"), make_event("Another")
    timeline = make_timeline()
    edit(sign_in(client, "Editor"), timeline, picks_only="on")
    assert not timeline.events().exists()
    Pick.objects.create(timeline=timeline, event=one)
    assert list(timeline.events()) == [one]


def test_a_timeline_is_begun_with_the_events_selected(client):
    events = [make_event(f"Event {n}", status="proposed") for n in range(3)]
    sign_in(client, "Curator")
    chosen = {"action": "make_timeline", "_selected_action": [e.pk for e in events[:2]]}
    address = client.post(reverse("admin:timeline_event_changelist"), chosen)["Location"]
    page = client.get(address).content.decode()
    assert "It starts with the 2 events you chose." in page
    form = filled(client, address, "timeline_form", title="Two events", slug="two-events")
    assert client.post(reverse("admin:timeline_timeline_add"), form).status_code == 302
    timeline = Timeline.objects.get(slug="two-events")
    assert set(timeline.events(status=None)) == set(events[:2]) and not timeline.is_published
    edit(client, timeline, title="Two", picked=f"{events[2].pk}")
    assert timeline.picks.count() == 2  # what it shows is chosen on its own page


def test_no_more_events_are_selected_than_an_address_takes(client, monkeypatch):
    monkeypatch.setattr("timeline.admin.events.MOST_NUMBERS", 2)
    chosen = {"action": "make_timeline", "_selected_action": [make_event(f"Event {n}").pk for n in range(3)]}
    page = (
        sign_in(client, "Curator")
        .post(reverse("admin:timeline_event_changelist"), chosen, follow=True)
        .content.decode()
    )
    assert "at most 2 events, and you chose 3" in page


@pytest.mark.parametrize("picked", ["", "x", "99999999", "1e9,-3,\0"])
def test_what_names_no_event_begins_an_empty_timeline(client, picked):
    sign_in(client, "Curator")
    address = reverse("admin:timeline_timeline_add")
    assert client.get(address, {"picked": picked}).status_code == 200
    form = filled(
        client, address, "timeline_form", title="None", slug="none", picked=picked.replace("\0", "")
    )
    assert client.post(address, form).status_code == 302
    assert not Pick.objects.exists()


def test_the_page_tells_why_an_event_is_there(client):
    kishida = make_actor()
    timeline = make_timeline()
    timeline.actors.add(kishida)
    taken, picked = make_event("Taken", actors=[kishida]), make_event("Picked")
    out, none = make_event("Out", actors=[kishida]), make_event("None")
    for event, is_included in ((picked, True), (out, False)):
        Pick.objects.create(timeline=timeline, event=event, is_included=is_included)
    sign_in(client, "Curator")
    rows = client.get(reverse("admin:timeline_timeline_events", args=[timeline.pk])).context["rows"]
    assert {event: (is_on, why) for event, is_on, why, _ in rows} == {
        taken: (True, "included by the filters"),
        picked: (True, "shown by hand"),
        out: (False, "left out by hand"),
        none: (False, "not included"),
    }


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, {"Kishida visits Seoul", "Summit at Camp David", "Old treaty"}),
        ({"q": "camp"}, {"Summit at Camp David"}),
        ({"kind": "summit"}, {"Summit at Camp David"}),
        ({"since": "2024", "until": "2024-12"}, {"Kishida visits Seoul"}),
        ({"until": "1910"}, {"Old treaty"}),
        ({"status": "proposed"}, {"Old treaty"}),
        ({"since": "no date", "kind": "dragon", "actor": "x"}, {"Kishida visits Seoul", "Summit at Camp David", "Old treaty"}),
    ],
)  # fmt: skip
def test_events_are_found_by_words_kind_period_and_status(client, params, expected):
    make_event("Kishida visits Seoul", "2024-09-06")
    make_event("Summit at Camp David", "2023-08-18", kind="summit")
    make_event("Old treaty", "1910-08-22", kind="agreement", status="proposed")
    make_event("Rejected", status="rejected")
    assert set(listed(sign_in(client, "Curator"), make_timeline(), **params)) == expected


def test_nothing_ticked_or_nonsense_changes_nothing(client):
    timeline, event = make_timeline(), make_event()
    sign_in(client, "Curator")
    assert "Select the events first." in choose(client, timeline, "show")
    assert "Select the events first." in choose(client, timeline, "burn", event)
    address = reverse("admin:timeline_timeline_events", args=[timeline.pk])
    client.post(address, {"verb": "show", "event": ["abc", "9" * 30]})
    assert not Pick.objects.exists()


def chapters_of(timeline):
    return [(c.title, c.position) for c in timeline.chapters.all()]


def test_chapters_keep_the_order_that_was_given(client):
    timeline = make_timeline(chapters=[("1910-01-01", "1945-12-31"), ("2022-01-01", "2024-12-31")])
    make_event(edtf="1910-08-22")
    make_event(edtf="2023-08-18")
    assert chapters_of(timeline) == [("Part 1", None), ("Part 2", None)]
    sign_in(client, "Editor")
    edit(client, timeline, **{"chapters-0-position": "2", "chapters-1-position": "1"})
    assert chapters_of(timeline) == [("Part 2", 1), ("Part 1", 2)]
    page = client.get(f"{timeline.get_absolute_url()}share/").content.decode()
    assert page.index(">Part 2</option>") < page.index(">Part 1</option>")
    new = {"title": "Between", "slug": "between", "earliest": "1950-01-01", "latest": "1960-01-01"}
    Chapter.objects.create(timeline=timeline, **new)
    edit(client, timeline, introduction="A story")
    assert [title for title, _ in chapters_of(timeline)] == ["Between", "Part 2", "Part 1"]


def test_a_chapter_or_timeline_that_ends_before_it_begins_is_refused(client):
    timeline = make_timeline(chapters=[("1910-01-01", "1945-12-31")])
    sign_in(client, "Curator")
    assert (
        "It ends before it starts."
        in edit(client, timeline, **{"chapters-0-latest": "1900-01-01"}).content.decode()
    )
    response = edit(client, timeline, earliest="2024-01-01", latest="2023-01-01")
    assert "It ends before it starts." in response.content.decode()


def test_an_unpublished_timeline_is_seen_by_staff_alone(client):
    make_event()
    timeline = make_timeline(is_published=False)
    addresses = [timeline.get_absolute_url()]
    addresses += [
        reverse("timeline:timeline-export", args=[timeline.slug, form]) for form in ("json", "atom")
    ]
    addresses += [
        reverse("timeline:embed", args=[timeline.slug]),
        reverse("timeline:timeline-picture", args=[timeline.slug]),
    ]
    assert [client.get(address).status_code for address in addresses] == [404] * 5
    assert sign_in(client).get(addresses[0]).status_code == 404
    answer = sign_in(client, "Curator").get(addresses[0])
    assert "Preview: this timeline is not published." in answer.content.decode()
    assert "noindex" in answer["X-Robots-Tag"] and "no-store" in answer["Cache-Control"]
    assert "Preview" not in client.get(make_timeline("Other").get_absolute_url()).content.decode()


def test_an_editor_publishes_and_withdraws_with_a_button(client):
    timeline = make_timeline(is_published=False)
    address = reverse("admin:timeline_timeline_publish", args=[timeline.pk])
    assert sign_in(client, "Curator").post(address, {"publish": "yes"}).status_code == 403
    sign_in(client, "Editor")
    assert client.get(address).status_code == 405
    assert (
        "Published “Japan and Korea”."
        in client.post(address, {"publish": "yes"}, follow=True).content.decode()
    )
    timeline.refresh_from_db()
    assert timeline.is_published
    timeline.is_default = True
    timeline.save()
    client.post(address, {"publish": "no"})
    timeline.refresh_from_db()
    assert (timeline.is_published, timeline.is_default) == (False, False)


def test_a_curators_new_timeline_waits_for_an_editor(client):
    sign_in(client, "Curator")
    address = reverse("admin:timeline_timeline_add")
    data = filled(
        client, address, "timeline_form", title="Talks", slug="talks", is_published="on", is_default="on"
    )
    assert client.post(address, data).status_code == 302
    assert not Timeline.objects.get(slug="talks").is_published
    published = make_timeline("Published")
    edit(client, published, introduction="Corrected", is_published=None)
    assert (published.introduction, published.is_published) == ("", True)
    assert waiting().get().after == "Corrected"


def test_a_new_default_takes_the_place_of_the_old_one(client):
    old, new = make_timeline("Old", is_default=True), make_timeline("New")
    sign_in(client, "Editor")
    r = edit(client, new, is_default="on")
    assert r.status_code == 302
    old.refresh_from_db()
    assert (old.is_default, new.is_default) == (False, True)
    page = edit(client, old, is_default="on", is_published=None).content.decode()
    assert "publish this one too" in page


def test_the_embed_code_is_at_hand_once_published(client):
    timeline = make_timeline('A "quoted" <title>', is_published=False)
    sign_in(client, "Editor")
    address = reverse("admin:timeline_timeline_change", args=[timeline.pk])
    assert "embed-code" not in client.get(address).content.decode()
    Timeline.objects.update(is_published=True)
    code = client.get(address).context["embed_code"]
    assert f'src="http://testserver/embed/{timeline.slug}/"' in code and "embed.js" in code
    assert "&quot;quoted&quot; &lt;title&gt;" in code and 'loading="lazy"' in code and "sandbox=" in code


def test_two_people_choosing_at_once_do_not_trip_over_each_other(client):
    timeline, event = make_timeline(), make_event()
    one, two = sign_in(Client(), "Curator"), sign_in(Client(), "Editor")
    choose(one, timeline, "show", event)
    choose(two, timeline, "leave", event)
    assert Pick.objects.get().is_included is False


def test_choosing_costs_the_same_however_many_events(client, django_assert_max_num_queries):
    timeline = make_timeline()
    timeline.actors.add(make_actor())
    for n in range(60):
        event = make_event(f"Event {n}", actors=[make_actor()])
        make_citation(event)
        Pick.objects.create(timeline=timeline, event=event)
    sign_in(client, "Curator")
    with django_assert_max_num_queries(21):
        assert len(listed(client, timeline)) == 50
    assert len(listed(client, timeline, page=2)) == 10
    assert Event.objects.count() == 60


def test_a_preview_shows_what_is_still_proposed_and_offers_nothing_that_does_not_answer(client):
    timeline = make_timeline(is_published=False)
    event = make_event(status="proposed")
    make_event("Gone", status="rejected")
    page = (
        sign_in(client, "Curator").get(timeline.get_absolute_url() + f"?event={event.slug}").content.decode()
    )
    assert event.title in page and "1 of its events is not published either." in page and "Gone" not in page
    assert "/share/" not in page and ".json" not in page
    timeline.is_published = True
    timeline.save()
    assert event.title not in client.get(timeline.get_absolute_url()).content.decode()
