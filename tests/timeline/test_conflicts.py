"""Two people at one form: nothing is lost, and what differs is shown."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.browsing import filled, sign_in
from tests.factories import make_actor, make_citation, make_event, make_source
from timeline.merging import merge
from timeline.models import Alias, Event

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
    assert "Saved meanwhile by editor: “Theirs”, where you had opened “Opened”" in page
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
    assert "Saved meanwhile by an ingestion: “2024-09-06”, where you had opened “2024-09”" in page


def test_yes_and_no_lists_and_rows_are_told_in_words():
    whole = make_event("State visit", status="proposed")
    event = make_event("Opened", is_planned=False, status="proposed", kind="visit")
    address, (one, first), (two, second) = forms_of(
        event, part_of=(str(whole.pk), None), kind=("summit", "protest"), is_planned=("on", None)
    )
    assert one.post(address, first).status_code == 302
    page = two.post(address, second).content.decode()
    assert "“Summit”, where you had opened “Visit”" in page
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
    assert "“2024-09-07”, where you had opened “2024-09-06”" in two.post(address, second).content.decode()
    citation.refresh_from_db()
    assert citation.edtf == "2024-09-07"


@pytest.mark.parametrize(("make", "field"), [(make_actor, "description"), (make_source, "publisher")])
def test_other_records_are_watched_too(make, field):
    row = make()
    address, (one, first), (two, second) = forms_of(row, **{field: ("Theirs", "Mine")})
    assert one.post(address, first).status_code == 302
    assert "Saved meanwhile by editor: “Theirs”" in two.post(address, second).content.decode()
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
