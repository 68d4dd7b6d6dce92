"""What an import leaves out is said and kept; drafts are exported by staff alone."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.browsing import sign_in
from tests.factories import make_citation, make_event, make_timeline
from timeline.models import Citation, Comment, Event

pytestmark = pytest.mark.django_db
TABLE = (
    "title,date,quote,source_title,editor,mood\n"
    "Kishida visits Seoul,2024-09-06,He came.,A paper,Ann,glad\n"
    ",,He left.,A paper,Bob,\n"
    "Summit,2024-09-07,They met.,A paper,,\n"
)
SLIDES = {
    "events": [
        {
            "start_date": {"year": "2024", "month": "9", "day": "6"},
            "text": {"headline": "Kishida visits Seoul", "text": "He came."},
            "media": {"url": "https://example.org/picture.jpg", "credit": "A photographer"},
            "group": "Visits",
        }
    ]
}


def look(client, model, name, content):
    file = SimpleUploadedFile(name, content.encode())
    return client.post(reverse(f"admin:timeline_{model}_import"), {"file": file}, follow=True)


def confirm(client, looked, **fields):
    return client.post(looked.redirect_chain[-1][0], {"verb": "all", **fields}, follow=True).content.decode()


def test_what_a_table_leaves_out_is_said_and_kept_as_comments(client):
    sign_in(client, "Curator")
    looked = look(client, "event", "old.csv", TABLE)
    page = looked.content.decode()
    assert (
        "Not imported" in page
        and "editor (2)" in page
        and "mood (1)" in page
        and 'name="keep" checked' in page
    )
    assert "kept as a comment on 1 of them" in confirm(client, looked, keep="on")
    comment = Comment.objects.get()
    assert comment.event.title == "Kishida visits Seoul" and str(comment.author) == "curator"
    assert comment.text.splitlines() == [
        "Left out of the import of “old.csv”:",
        "editor: Ann; Bob",
        "mood: glad",
    ]
    assert (
        "glad"
        in client.get(reverse("admin:timeline_event_review") + f"?at={comment.event.pk}").content.decode()
    )
    confirm(client, look(client, "event", "old.csv", TABLE), keep="on")
    assert Comment.objects.count() == 1, "imported again, it is not kept twice"


def test_nothing_is_kept_unless_it_is_wanted(client):
    sign_in(client, "Curator")
    assert "kept as a comment" not in confirm(client, look(client, "event", "old.csv", TABLE))
    assert Event.objects.count() == 2 and not Comment.objects.exists()
    whole = look(client, "event", "new.csv", "title,date\nAnother,2024\n").content.decode()
    assert 'name="keep"' not in whole, "there is nothing to keep"


def test_what_the_parts_of_a_record_hold_besides_is_kept_too(client):
    sign_in(client, "Curator")
    event = {"title": "Met", "date": "2024", "actors": [{"name": "Yoon Suk Yeol", "age": 63}], "citations": [{"quote": "They met.", "source": {"title": "A paper"}, "page": 7, "column": 2}]}  # fmt: skip
    looked = look(client, "event", "old.json", json.dumps({"events": [event | {"note": "x"}]}))
    confirm(client, looked, keep="on")
    assert set(Comment.objects.get().text.splitlines()[1:]) == {
        "note: x",
        "citations: column: 2",
        "actors: age: 63",
    }
    assert Citation.objects.get().page == 7


def test_pictures_and_groups_of_an_old_timeline_are_kept(client):
    sign_in(client, "Curator")
    looked = look(client, "timeline", "old.json", json.dumps(SLIDES))
    assert 'name="keep" checked' in looked.content.decode()
    confirm(client, looked, keep="on")
    text = Comment.objects.get().text
    assert "media: https://example.org/picture.jpg" in text and "group: Visits" in text


@pytest.fixture
def draft():
    timeline = make_timeline("A draft", is_published=False, picks_only=True)
    for status in ("proposed", "published", "rejected"):
        event = make_event(f"Event {status}", status=status)
        make_citation(event)
        timeline.picks.add(event)
    return timeline


def test_staff_export_a_draft_with_what_waits(client, draft):
    address = reverse("admin:timeline_timeline_export_draft", args=[draft.pk, "csv"])
    sign_in(client, "Curator")
    assert address in client.get(reverse("admin:timeline_timeline_change", args=[draft.pk])).content.decode()
    answer = client.get(address)
    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert {row["title"] for row in rows} == {"Event proposed", "Event published"}
    assert 'filename="a-draft-draft.csv"' in answer["Content-Disposition"]
    for format in ("json", "ics", "atom", "timelinejs", "bibtex", "csljson"):
        answer = client.get(reverse("admin:timeline_timeline_export_draft", args=[draft.pk, format]))
        assert answer.status_code == 200 and b"".join(answer), format
    assert (
        client.get(reverse("admin:timeline_timeline_export_draft", args=[draft.pk, "exe"])).status_code == 404
    )
    client.logout()
    assert client.get(f"/timelines/{draft.slug}.csv").status_code == 404
