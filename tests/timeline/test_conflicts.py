"""Two people editing one record: nothing is lost, and differences are shown."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.browsing import filled, posted_by, sign_in
from tests.factories import make_actor, make_citation, make_event, make_source, make_timeline
from timeline.curation.merging import merge
from timeline.models import Actor, Alias, Change, Event

pytestmark = pytest.mark.django_db


def editors():
    return sign_in(Client(), "Editor"), sign_in(Client(), "Curator")


def forms_of(row, **changes):
    """The same form as two people have it open, each with changes of their own."""
    address = reverse(f"admin:timeline_{row._meta.model_name}_change", args=[row.pk])
    form = f"{row._meta.model_name}_form"
    one, two = editors()
    first, second = ({n: v[k] for n, v in changes.items() if v[k] is not None} for k in (0, 1))
    return address, (one, filled(one, address, form, **first)), (two, filled(two, address, form, **second))


def test_the_second_is_shown_the_difference_and_may_then_insist():
    event = make_event("Opened", place="Seoul", status="proposed")
    address, (one, first), (two, second) = forms_of(event, title=("Theirs", "Mine"))
    assert one.post(address, first).status_code == 302
    response = two.post(address, second)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Saved by editor in the meantime: “Theirs”; it was “Opened”" in page
    assert 'value="Mine"' in page
    event.refresh_from_db()
    assert event.title == "Theirs"
    again = {**second, "opened": response.context["adminform"].form["opened"].value()}
    assert two.post(address, again).status_code == 302
    event.refresh_from_db()
    assert event.title == "Mine"


def test_fields_that_only_one_of_them_touched_are_both_kept():
    event = make_event("Opened", place="Seoul", status="proposed", kind="visit")
    address, (one, first), (two, second) = forms_of(
        event, title=("Theirs", None), kind=("summit", None), place=(None, "Tokyo")
    )
    assert one.post(address, first).status_code == 302
    assert two.post(address, second).status_code == 302
    event.refresh_from_db()
    assert (event.title, event.kind, event.place) == ("Theirs", "summit", "Tokyo")
    assert event.curated_fields == ["kind", "place", "title"]


def test_both_saving_the_same_is_no_conflict():
    event = make_event("Opened", status="proposed")
    address, (one, first), (two, second) = forms_of(event, title=("Same", "Same"))
    assert one.post(address, first).status_code == two.post(address, second).status_code == 302


def test_what_an_ingestion_changed_meanwhile_is_named_as_such():
    event = make_event("Opened", edtf="2024-09", status="proposed")
    address, _, (two, second) = forms_of(event, edtf=(None, "7 September 2024"))
    Event.objects.filter(pk=event.pk).update(edtf="2024-09-06")
    page = two.post(address, second).content.decode()
    assert "Saved by an ingestion in the meantime: “2024-09-06”; it was “2024-09”" in page


def test_yes_and_no_lists_and_rows_are_told_in_words():
    whole = make_event("State visit", status="proposed")
    event = make_event("Opened", is_planned=False, status="proposed", kind="visit")
    address, (one, first), (two, second) = forms_of(
        event, part_of=(str(whole.pk), None), kind=("summit", "protest"), is_planned=("on", None)
    )
    assert one.post(address, first).status_code == 302
    page = two.post(address, second).content.decode()
    assert "“Summit”; it was “Visit”" in page
    two.post(address, {**second, "kind": "summit"})
    event.refresh_from_db()
    assert (event.kind, event.part_of, event.is_planned) == ("summit", whole, True)


def test_a_citation_within_the_form_is_watched_as_well():
    event = make_event(status="proposed")
    citation = make_citation(event, edtf="2024-09-06")
    address, (one, first), (two, second) = forms_of(
        event, **{"citations-0-edtf": ("2024-09-07", "2024-09-08")}
    )
    assert one.post(address, first).status_code == 302
    assert "“2024-09-07”; it was “2024-09-06”" in two.post(address, second).content.decode()
    citation.refresh_from_db()
    assert citation.edtf == "2024-09-07"


@pytest.mark.parametrize(("make", "field"), [(make_actor, "description"), (make_source, "publisher")])
def test_what_was_written_into_a_record_that_is_gone_is_shown(make, field):
    row = make()
    address, _, (two, second) = forms_of(row, **{field: (None, "Mine & <all>")})
    row.delete()
    page = two.post(address, second, follow=True).content.decode()
    assert "It was not saved." in page and "“Mine &amp; &lt;all&gt;”" in page


@pytest.mark.parametrize(("make", "field"), [(make_actor, "description"), (make_source, "publisher")])
def test_other_records_are_watched_too(make, field):
    row = make()
    address, (one, first), (two, second) = forms_of(row, **{field: ("Theirs", "Mine")})
    assert one.post(address, first).status_code == 302
    assert "Saved by editor in the meantime: “Theirs”" in two.post(address, second).content.decode()
    row.refresh_from_db()
    assert getattr(row, field) == "Theirs"


def test_a_part_that_was_removed_meanwhile_is_an_error_and_no_crash():
    actor = make_actor()
    alias = Alias.objects.create(actor=actor, name="岸田文雄")
    address, _, (two, second) = forms_of(actor, description=(None, "Mine"))
    alias.delete()
    assert two.post(address, second).status_code in (200, 302)
    assert not Alias.objects.exists()


@pytest.mark.parametrize("opened", ["", "[]", "{", '{"title": 3, "nothing": null}', '"x"'])
def test_a_form_whose_memory_is_nonsense_is_no_crash(admin_client, opened):
    event = make_event("Opened")
    address = reverse("admin:timeline_event_change", args=[event.pk])
    response = admin_client.post(
        address, filled(admin_client, address, "event_form", title="Mine", opened=opened)
    )
    assert response.status_code in (200, 302)


def test_a_form_that_was_open_while_somebody_merged_leaves_the_merge_whole(client):
    target, event = make_event("Whole"), make_event("Part", place="Seoul")
    make_citation(event)
    address = reverse("admin:timeline_event_change", args=[event.pk])
    form = filled(sign_in(client, "Editor"), address, "event_form", place="Tokyo", **{"citations-TOTAL_FORMS": "0", "citations-INITIAL_FORMS": "0"})  # fmt: skip
    merge(target, [event])
    assert client.post(address, form).status_code == 302
    event.refresh_from_db()
    assert event.place == "Tokyo" and event.merged_into == target and event.before_merge["citations"]
    assert "merged_into" in event.curated_fields


def rows_of(event, **extra):
    """The form of an event as two people have it open."""
    address = reverse("admin:timeline_event_change", args=[event.pk])
    one, two = editors()
    return address, (one, filled(one, address, "event_form")), (two, filled(two, address, "event_form"))


def again(response, form="event_form"):
    """What the form that was shown again would send."""
    return posted_by(response.content.decode(), form)


def added(form, row, number, **values):
    return {**form, f"{row}-TOTAL_FORMS": str(number + 1)} | {
        f"{row}-{number}-{k}": v for k, v in values.items()
    }


def test_saving_again_after_a_clash_wipes_nothing_that_was_left_alone():
    event = make_event("Opened", place="Seoul", status="proposed", is_planned=False)
    whole = make_event("State visit")
    address, (one, first), (two, second) = forms_of(
        event,
        title=("Theirs", "Mine"),
        place=("Tokyo", None),
        summary=("Told by them", None),
        is_planned=("on", None),
        part_of=(str(whole.pk), None),
    )
    assert one.post(address, first).status_code == 302
    response = two.post(address, second)
    assert response.status_code == 200 and "Tokyo" in response.content.decode()
    assert two.post(address, again(response)).status_code == 302
    event.refresh_from_db()
    assert (event.title, event.place, event.summary) == ("Mine", "Tokyo", "Told by them")
    assert event.is_planned and event.part_of == whole


def test_the_second_is_told_what_of_the_others_was_kept():
    event = make_event("Opened", place="Seoul", status="proposed")
    address, (one, first), (two, second) = forms_of(event, place=("Tokyo", None), title=(None, "Mine"))
    one.post(address, first)
    page = two.post(address, second, follow=True).content.decode()
    assert "Changed by editor in the meantime, and kept: place “Tokyo”." in page


def test_a_list_that_was_left_alone_takes_over_what_another_chose():
    timeline, actor = make_timeline(is_published=False), make_actor()
    address, (one, first), (two, second) = forms_of(timeline, actors=([str(actor.pk)], None), introduction=(None, "Mine"))  # fmt: skip
    assert one.post(address, first).status_code == 302
    assert two.post(address, second).status_code == 302
    timeline.refresh_from_db()
    assert timeline.introduction == "Mine" and list(timeline.actors.all()) == [actor]


@pytest.mark.parametrize("role", ["participant", "host"])
def test_the_same_actor_added_in_two_windows_is_one_row(role):
    event, actor = make_event(status="proposed"), make_actor()
    address, (one, first), (two, second) = rows_of(event)
    row = {"actor": str(actor.pk), "role": role}
    assert one.post(address, added(first, "participations", 0, **row)).status_code == 302
    response = two.post(address, {**added(second, "participations", 0, **row), "place": "Tokyo"})
    assert response.status_code == 302
    event.refresh_from_db()
    assert event.place == "Tokyo" and [p.role for p in event.participations.all()] == [role]


def test_the_same_actor_added_in_two_parts_asks_which():
    event, actor = make_event(status="proposed"), make_actor()
    address, (one, first), (two, second) = rows_of(event)
    one.post(address, added(first, "participations", 0, actor=str(actor.pk), role="host"))
    response = two.post(address, {**added(second, "participations", 0, actor=str(actor.pk), role="visitor"), "place": "Tokyo"})  # fmt: skip
    page = response.content.decode()
    assert (
        response.status_code == 200
        and "Saved by editor in the meantime: “Host”" in page
        and 'value="Tokyo"' in page
    )
    assert two.post(address, again(response)).status_code == 302
    event.refresh_from_db()
    assert event.place == "Tokyo" and event.participations.get().role == "visitor"


def test_rows_that_another_added_are_shown_with_a_clash_and_stay():
    event = make_event("Opened", status="proposed")
    address, (one, first), (two, second) = rows_of(event)
    row = {"source": str(make_source().pk), "quote": "He said so.", "edtf": "2024-09-06"}
    one.post(address, {**added(first, "citations", 0, **row), "title": "Theirs"})
    response = two.post(address, {**second, "title": "Mine"})
    assert response.status_code == 200 and "He said so." in response.content.decode()
    assert two.post(address, again(response)).status_code == 302
    event.refresh_from_db()
    assert event.title == "Mine" and event.citations.get().quote == "He said so."
    assert Change.objects.filter(record__startswith="citation").count() == 1


def test_a_citation_that_another_removed_and_one_left_alone_is_gone_and_said_so():
    event = make_event("Opened", status="proposed")
    for n in (1, 2):
        make_citation(event, quote=f"Passage {n}.")
    address, (one, first), (two, second) = rows_of(event)
    assert one.post(address, {**first, "citations-0-DELETE": "on"}).status_code == 302
    left = event.citations.get()
    response = two.post(address, {**second, "title": "Mine", "citations-1-edtf": "2024-09-08"}, follow=True)
    assert "has been removed by editor" in response.content.decode()
    event.refresh_from_db()
    assert (
        event.title == "Mine" and event.citations.get() == left and event.citations.get().edtf == "2024-09-08"
    )


@pytest.mark.parametrize("rule", ["", "visit"])
def test_a_citation_that_another_removed_while_one_edited_it_asks(rule):
    event = make_event("Opened", status="proposed")
    read = {"rule": rule, "reading": {"kind": "visit", "action": "visit"}, "confidence": 0.9} if rule else {}
    make_citation(event, quote="Passage one.", **read)
    address, (one, first), (two, second) = rows_of(event)
    assert one.post(address, {**first, "citations-0-DELETE": "on"}).status_code == 302
    response = two.post(address, {**second, "title": "Mine", "citations-0-edtf": "2024-09-08"})
    page = response.content.decode()
    assert response.status_code == 200 and "has been removed by editor" in page
    assert 'value="2024-09-08"' in page and 'value="Mine"' in page
    assert two.post(address, again(response)).status_code == 302
    event.refresh_from_db()
    assert event.title == "Mine"
    assert [(c.quote, c.edtf) for c in event.citations.all()] == [("Passage one.", "2024-09-08")]


def test_a_row_that_another_changed_is_not_removed_unseen():
    event = make_event("Opened", status="proposed")
    make_citation(event, edtf="2024-09-06")
    address, (one, first), (two, second) = rows_of(event)
    one.post(address, {**first, "citations-0-edtf": "2024-09-07"})
    response = two.post(address, {**second, "citations-0-DELETE": "on"})
    page = response.content.decode()
    assert (
        response.status_code == 200 and "Changed by editor in the meantime" in page and "2024-09-07" in page
    )
    assert two.post(address, {**again(response), "citations-0-DELETE": "on"}).status_code == 302
    assert not event.citations.exists()


def test_a_citation_that_was_merged_away_meanwhile_is_said_to_be_elsewhere():
    event, whole = make_event("Part", status="proposed"), make_event("Whole")
    make_citation(event)
    address, _, (two, second) = rows_of(event)
    merge(whole, [event])
    response = two.post(address, {**second, "place": "Tokyo"}, follow=True)
    assert "is now part of “Whole”" in response.content.decode()
    assert whole.citations.count() == 1


def test_aliases_and_chapters_of_two_people_are_merged():
    actor = make_actor()
    address, (one, first), (two, second) = forms_of(actor, **{"aliases-0-name": ("岸田文雄", "岸田文雄")})
    assert one.post(address, first).status_code == two.post(address, second).status_code == 302
    assert actor.aliases.count() == 1
    timeline = make_timeline(
        is_published=False, chapters=[("2023-01-01", "2023-12-31"), ("2024-01-01", "2024-12-31")]
    )
    address, (one, first), (two, second) = forms_of(timeline, **{"chapters-0-title": ("Theirs", None), "chapters-1-title": (None, "Mine")})  # fmt: skip
    assert one.post(address, {**first, "chapters-1-DELETE": "on"}).status_code == 302
    response = two.post(address, second)
    assert response.status_code == 200 and "has been removed by editor" in response.content.decode()
    assert two.post(address, again(response, "timeline_form")).status_code == 302
    assert {c.title for c in timeline.chapters.all()} == {"Theirs", "Mine"}


def test_a_pick_that_another_made_is_not_overruled_unseen():
    timeline, event = make_timeline(is_published=False), make_event("Summit")
    other = make_event("Visit")
    address = reverse("admin:timeline_timeline_events", args=[timeline.pk])
    one, two = editors()
    first, second = filled(one, address), filled(two, address)
    one.post(address, {**first, "event": [str(event.pk)], "verb": "leave"})
    page = two.post(address, {**second, "event": [str(event.pk), str(other.pk)], "verb": "show"}, follow=True)
    assert "In the meantime “Summit” was left out by hand by editor" in page.content.decode()
    assert dict(timeline.pick_set.values_list("event__title", "is_included")) == {
        "Summit": False,
        "Visit": True,
    }
    form = posted_by(page.content.decode())
    assert form["event"] == [str(event.pk)]
    two.post(address, {**form, "verb": "show"})
    assert timeline.pick_set.get(event=event).is_included


def test_an_address_that_another_gave_is_not_lost_and_said():
    source = make_source(title="A story")
    address = reverse("admin:timeline_source_without_address")
    one, two = editors()
    forms = [
        filled(c, address, **{f"source-{source.pk}-url": f"https://example.org/{c is two}"})
        for c in (one, two)
    ]
    one.post(address, forms[0])
    page = two.post(address, forms[1], follow=True).content.decode()
    assert (
        "“A story” was given an address by editor in the meantime" in page
        and "https://example.org/True" in page
    )
    source.refresh_from_db()
    assert source.url == "https://example.org/False"


def test_two_who_add_the_same_at_the_same_moment_are_told(client, monkeypatch):
    """What the check did not see yet the database refuses; asked again, the form says what is wrong."""
    sign_in(client, "Editor")
    address = reverse("admin:timeline_actor_add")
    form = filled(client, address, "actor_form", name="Yoon Suk Yeol", slug="yoon", kind="person")
    seen = []
    check = Actor.validate_unique

    def blind_at_first(self, exclude=None):
        seen.append(1)
        make_actor("Yoon Suk Yeol", slug="yoon")
        if len(seen) > 1:
            check(self, exclude)

    monkeypatch.setattr(Actor, "validate_unique", blind_at_first)
    response = client.post(address, form)
    assert response.status_code == 200 and "already exists" in response.content.decode()
