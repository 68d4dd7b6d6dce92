"""Settling disputes: a date is chosen, or both are kept with a note for readers."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.browsing import filled, sign_in
from tests.factories import make_citation, make_event, make_source
from timeline.curation.disputes import disputed_events, settle, versions
from timeline.curation.merging import merge, split
from timeline.data.tables.events import EventRecords
from timeline.models import Citation, Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    """Two sources say 2024, one says 2025."""
    event = make_event("LDP leadership vote", "2024-09-27", status="proposed", is_disputed=True)
    for edtf, disputes in (("2024-09-27", False), ("2024-09-27", False), ("2025-09-27", True)):
        make_citation(event, make_source(), edtf=edtf, disputes=disputes, date_words="27 September")
    return event


def settle_by_form(client, event, **fields):
    address = reverse("admin:timeline_event_dispute", args=[event.pk])
    response = client.post(address, filled(client, address, **fields), follow=True)
    event.refresh_from_db()
    return response.content.decode()


def test_the_list_tells_what_each_side_says(client, event):
    sign_in(client, "Curator")
    page = client.get(reverse("admin:timeline_event_disputes")).content.decode()
    assert "27 September 2024" in page and "27 September 2025" in page
    assert "Disputed dates" in client.get(reverse("admin:index")).content.decode()
    told = versions(event, list(event.citations.all()))
    assert [(v.edtf, len(v.citations), v.is_current) for v in told] == [
        ("2024-09-27", 2, True),
        ("2025-09-27", 1, False),
    ]


def test_choosing_the_other_date_turns_the_dispute_round(client, event):
    sign_in(client, "Curator")
    page = settle_by_form(client, event, choice="2025-09-27", note="The party's own record says 2025.")
    assert (
        "Settled “LDP leadership vote”: 27 September 2025." in page and "There are no open disputes." in page
    )
    assert (event.edtf, event.curated_fields, event.is_disputed) == ("2025-09-27", ["edtf"], True)
    assert list(event.citations.order_by("pk").values_list("disputes", "is_settled", "is_pinned")) == [
        (True, True, True),
        (True, True, True),
        (False, True, True),
    ]


def test_readers_see_the_note_while_sources_disagree(client, event):
    settle(event, "2024-09-27", "We follow the party's record.")
    event.refresh_from_db()
    event.status = Event.Status.PUBLISHED
    event.save()
    assert "We follow the party&#x27;s record." in client.get(event.get_absolute_url()).content.decode()


def test_a_third_date_that_all_can_live_with_ends_the_dispute(client, event):
    sign_in(client, "Curator")
    settle_by_form(client, event, choice="other", other="2024 to 2025")
    assert (event.edtf, event.is_disputed) == ("2024/2025", False)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"choice": "stand", "note": ""}, "Explain to readers why both dates are kept."),
        ({"choice": "other", "other": ""}, "Enter the date."),
        ({"choice": "other", "other": "next week"}, "cannot be read as a date"),
        ({"choice": "1066"}, "Choose one of the dates"),
        ({}, "This field is required."),
        ({"choice": "2025-09-27", "seen": "earlier"}, "was changed after you opened this page"),
    ],
)
def test_what_cannot_be_decided_is_explained(client, event, fields, message):
    sign_in(client, "Curator")
    assert message in settle_by_form(client, event, **fields)
    assert event.edtf == "2024-09-27" and list(disputed_events()) == [event]


def test_both_may_stand_and_the_desk_is_clear(client, event):
    sign_in(client, "Curator")
    settle_by_form(client, event, choice="stand", note="One report has the wrong year.")
    assert event.is_disputed and event.dispute_note and not disputed_events().exists()
    make_citation(event, make_source(), edtf="2023-09-27", disputes=True)
    assert list(disputed_events()) == [event]  # a new voice opens it again


def write_article(folder, name, published, day):
    (folder / name).write_text(
        f"---\npublished: {published}\n---\nPrime Minister Fumio Kishida and President Yoon Suk Yeol held a summit "
        f"in Seoul on {day}."
    )


def test_a_later_ingestion_keeps_to_the_date_that_was_chosen(tmp_path):
    write_article(tmp_path, "a.md", "2024-09-10", "September 6, 2024")
    write_article(tmp_path, "b.md", "2024-09-11", "September 6, 2024")
    call_command("ingest", str(tmp_path), verbosity=0)
    event = Event.objects.get(kind="summit")
    settle(event, "2024-09-07", "The ministry corrected the date.")
    write_article(tmp_path, "c.md", "2024-09-12", "September 7, 2024")
    write_article(tmp_path, "d.md", "2024-09-13", "September 6, 2024")
    call_command("ingest", str(tmp_path), verbosity=0)
    event.refresh_from_db()
    assert event.edtf == "2024-09-07" and event.is_disputed
    for citation in Citation.objects.filter(event=event):
        assert citation.disputes == (citation.edtf == "2024-09-06"), citation.source


def test_a_later_ingestion_that_moves_the_date_judges_the_earlier_passages_anew(tmp_path):
    def write(name, day):
        (tmp_path / name).write_text(
            f"---\npublished: 2024-03-26\n---\nOlaf Scholz resigned on {day} March 2024, a spokesman said in Berlin. "
            f"This is {name}."
        )

    write("a.md", 24)
    write("b.md", 25)
    call_command("ingest", str(tmp_path), verbosity=0)
    before = Event.objects.get().edtf
    voices = set(Citation.objects.values_list("edtf", "disputes"))
    assert voices == {(day, day != before) for day in ("2024-03-24", "2024-03-25")}
    other = 25 if before == "2024-03-24" else 24
    write("c.md", other)
    write("d.md", other)
    call_command("ingest", str(tmp_path), verbosity=0)
    after = Event.objects.get()
    assert after.edtf == f"2024-03-{other}" != before and after.is_disputed
    voices = list(Citation.objects.values_list("edtf", "disputes"))
    assert len(voices) == 4 and all(disputes == (day != after.edtf) for day, disputes in voices)


def test_who_may_not_change_events_settles_nothing(client, event):
    for name, args in (("disputes", []), ("dispute", [event.pk])):
        address = reverse(f"admin:timeline_event_{name}", args=args)
        assert client.get(address).status_code == 302
        assert sign_in(client).get(address).status_code == 403
        client.logout()
    assert (
        sign_in(client, "Editor").get(reverse("admin:timeline_event_dispute", args=[10**9])).status_code
        == 404
    )


def test_who_was_overtaken_looks_again_and_saves_without_typing_anew(client, event):
    sign_in(client, "Curator")
    address = reverse("admin:timeline_event_dispute", args=[event.pk])
    data = {"choice": "2025-09-27", "note": "A long note.", "seen": event.updated_at.isoformat()}
    event.save()
    page = client.post(address, data)
    assert "A long note." in page.content.decode() and list(disputed_events()) == [event]
    form = page.context["form"]
    again = {name: form[name].value() for name in ("choice", "note", "seen")}
    assert client.post(address, again).status_code == 302
    event.refresh_from_db()
    assert event.edtf == "2025-09-27"


def redate(client, event, edtf, **fields):
    address = reverse("admin:timeline_event_change", args=[event.pk])
    client.post(address, filled(client, address, edtf=edtf, **fields))
    event.refresh_from_db()


def test_dating_an_event_anew_in_its_form_judges_anew(client, event):
    sign_in(client, "Curator")
    redate(client, event, "2025-09-27")
    assert (event.edtf, event.is_disputed) == ("2025-09-27", True)
    assert list(event.citations.order_by("pk").values_list("disputes", flat=True)) == [True, True, False]
    redate(client, event, "2024/2025")
    assert not event.is_disputed and not event.citations.filter(disputes=True).exists()


@pytest.mark.parametrize("way", ["form", "settle", "merge", "split", "table"])
def test_a_passage_that_states_no_date_disputes_none(client, event, way):
    """Its date is that of its article: readers were told that it says another."""
    sign_in(client, "Editor")
    silent = make_citation(event, edtf="2024-09-27", reading={"basis": "published", "kind": "election", "action": "elect", "actors": []})  # fmt: skip
    if way == "form":
        redate(client, event, "2024-09-01")
    elif way == "settle":
        settle(event, "2024-09-01", "")
    elif way == "merge":
        other = make_event("LDP vote", "2024-09-01", status="proposed")
        make_citation(other, edtf="2024-09-01")
        merge(other, [event])
    elif way == "split":
        event.edtf = "2024-09-01"
        event.save()
        split(event, list(event.citations.order_by("pk")[:1]))
    else:
        EventRecords().write(
            {
                "slug": event.slug,
                "title": event.title,
                "kind": event.kind,
                "status": event.status,
                "date": "2024-09-01",
            }
        )
    silent.refresh_from_db()
    assert silent.event.edtf == "2024-09-01" and not silent.disputes
    others = silent.event.citations.exclude(pk=silent.pk).exclude(edtf=silent.event.edtf)
    assert others and all(citation.disputes for citation in others)


def test_what_a_curator_says_of_a_passage_stands_until_the_date_changes(client, event):
    sign_in(client, "Curator")
    late = event.citations.get(edtf="2025-09-27")
    late.set_verdict(False, event.date)
    late.save()
    event.judge()
    assert not event.is_disputed
    redate(client, event, "2024-09-28")
    late.refresh_from_db()
    assert late.disputes and event.is_disputed
