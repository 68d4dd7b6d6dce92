"""Articles submitted by staff: stored until read, read once; failed and undated ones are listed for staff."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.admin.runs import MOST_INPUTS
from articles.ingestion import web
from articles.ingestion.run import ingest
from articles.ingestion.worklists import open_failures
from articles.models import Article, IngestFailure, IngestRun, Upload
from articles.readers import Given, read_articles, read_upload
from tests.browsing import sign_in
from timeline.models import Change, Event, Source

pytestmark = pytest.mark.django_db
ADD = "admin:articles_ingestrun_add"
NEWS = "Prime Minister Fumio Kishida arrived in Oslo on Friday for talks."
DATED = f"---\npublished: 2024-09-06\ntitle: Oslo\n---\n{NEWS}\n"


@pytest.fixture(autouse=True)
def started(monkeypatch):
    """The runs that would be read in the background; the test reads them itself."""
    keys = []
    monkeypatch.setattr(web, "start", keys.append)
    return keys


@pytest.fixture
def curator(client):
    return sign_in(client, "Curator")


def file(name, text):
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())


def submit(client, read=True, **fields):
    """Submit the form and, by default, read what was submitted; returns the run."""
    known = set(IngestRun.objects.values_list("pk", flat=True))
    response = client.post(reverse(ADD), fields)
    assert response.status_code == 302, response.context["form"].errors
    run = IngestRun.objects.exclude(pk__in=known).get()
    assert response["Location"] == reverse("admin:articles_ingestrun_change", args=[run.pk])
    if read:
        assert web.read_run(run.pk)
        run.refresh_from_db()
    return run


def page_of(client, run):
    return client.get(reverse("admin:articles_ingestrun_change", args=[run.pk])).content.decode()


def test_files_and_a_pasted_text_become_events(curator, django_capture_on_commit_callbacks, started):
    with django_capture_on_commit_callbacks(execute=True):
        run = submit(
            curator,
            read=False,
            files=[file("oslo.md", DATED), file("more.jsonl", json.dumps({"text": NEWS.replace("Oslo", "Bern"), "published": "2024-09-06"}))],
            text=NEWS.replace("Oslo", "Lima"),
            published="6 Sept 2024",
            publisher="The Paper",
        )  # fmt: skip
    assert started == [run.pk] and run.asked_by.username == "curator" and run.state == "waiting"
    assert "Waiting to be read" in page_of(curator, run)
    assert web.read_run(run.pk) and not web.read_run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.created, run.articles_read, run.inputs_read, run.failed) == ("done", 3, 3, 3, 0)
    assert set(Event.objects.values_list("edtf", "status")) == {("2024-09-06", "proposed")}
    assert set(Source.objects.values_list("publisher", flat=True)) == {"The Paper"}
    assert not Upload.objects.exists()
    page = page_of(curator, run)
    assert "Done: 3 articles read, 3 events created" in page and "Review 3 events" in page


def test_the_same_again_changes_nothing(curator):
    submit(curator, files=[file("oslo.md", DATED)])
    run = submit(curator, files=[file("oslo.md", DATED)])
    assert (run.created, run.unchanged) == (0, 1) and Event.objects.count() == 1


def test_another_file_of_the_same_name_is_another_document(curator):
    submit(curator, files=[file("a.md", DATED)])
    submit(curator, files=[file("a.md", DATED.replace("Oslo", "Bern"))])
    assert Article.objects.count() == 2 and Event.objects.count() == 2


def test_the_queue_is_limited_to_what_came_of_a_run(client):
    editor = sign_in(client, "Editor")
    submit(editor, text=NEWS, published="2024-09-06")
    run = submit(editor, text=NEWS.replace("Oslo", "Bern"), published="2024-09-06")
    review = reverse("admin:timeline_event_review")
    page = editor.get(review, {"of": f"run-{run.pk}"})
    assert (
        "1 to review from the ingestion of" in page.content.decode() and page.context["event"].place == "Bern"
    )
    seen = {"event": page.context["event"].pk, "seen": page.context["event"].updated_at.isoformat()}
    after = editor.post(f"{review}?of=run-{run.pk}", {**seen, "decision": "approve"}, follow=True)
    assert "There is nothing from the ingestion of" in after.content.decode()
    for nonsense in ("run-", "run-x", "run-999999", "x-1", "\0", "run-99999999999999999999"):
        assert "1 to review</p>" in editor.get(review, {"of": nonsense}).content.decode()


WRONG = {
    "nothing": ({}, "Choose a file, enter an address, or paste text"),
    "no address": ({"addresses": "example.org/story"}, "“example.org/story” is not a web address"),
    "a month": ({"text": NEWS, "published": "September 2024"}, "is not one day"),
    "nonsense": ({"text": NEWS, "published": "soonish"}, "cannot be read as a date"),
    "one address for two": ({"text": NEWS, "addresses": "https://a.org/", "url": "https://b.org/"}, "is for a single article"),
    "a script": ({"text": NEWS, "url": "javascript:alert(1)"}, "Enter a valid URL"),
    "too long": ({"text": "a" * 500_001}, "at most 500000 characters"),
    "too many": ({"addresses": "\n".join(f"https://a.org/{n}" for n in range(MOST_INPUTS + 1))}, "are too many"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_meant_is_refused_and_nothing_is_kept(curator, name):
    fields, words = WRONG[name]
    page = curator.post(reverse(ADD), fields).content.decode()
    assert words in page and not IngestRun.objects.exists() and not Upload.objects.exists()


def test_a_file_that_is_too_large_is_refused(curator, monkeypatch):
    monkeypatch.setattr("articles.admin.runs.MOST_BYTES", 100)
    page = curator.post(reverse(ADD), {"files": [file("big.txt", "a" * 101)]}).content.decode()
    assert "“big.txt” is larger than" in page and not Upload.objects.exists()


HOSTILE = {
    "empty.txt": b"",
    "binary.txt": b"\x00\x01\x02" * 100,
    "story.odt": b"PK\x03\x04",
    "latin.txt": "Café".encode("latin-1"),
    "noext": b"text",
    "broken.warc.gz": b"\x1f\x8b\x08\x00broken",
    "lines.jsonl": b'{"text": 1}\n',
    "../../etc/passwd": b"x",
}


def test_what_cannot_be_read_says_why_and_the_others_go_on(curator):
    files = [file(name, content) for name, content in HOSTILE.items()]
    run = submit(curator, files=[*files, file("oslo.md", DATED)])
    assert run.created == 1 and run.failed == len(HOSTILE)
    reasons = dict(run.failures.values_list("origin", "reason"))
    assert all(reason for reason in reasons.values()) and not any("/etc/" in origin for origin in reasons)
    assert "cannot read files that end in .odt" in str(reasons)
    assert Upload.objects.count() == run.failed  # kept, to be tried again


def test_a_reader_that_dies_is_followed_by_another(curator, monkeypatch):
    run = submit(curator, read=False, files=[file(f"{n}.md", DATED.replace("Oslo", n)) for n in ("Oslo", "Bern", "Lima")])  # fmt: skip
    monkeypatch.setattr(web, "BATCH", 1)
    whole = web._read

    def dies(upload, given):
        if upload.name == "Lima.md":
            raise MemoryError("no more")
        return whole(upload, given)

    monkeypatch.setattr(web, "_read", dies)
    assert not web.read_run(run.pk)
    run.refresh_from_db()
    assert run.state == "stopped" and run.created == 2 and "no more" in page_of(curator, run)
    monkeypatch.setattr(web, "_read", whole)
    address = reverse("admin:articles_ingestrun_resume", args=[run.pk])
    assert curator.get(address).status_code == 405
    curator.post(address)
    assert web.read_run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.created, Event.objects.count(), Article.objects.count()) == ("done", 3, 3, 3)
    assert "in progress or done" in curator.post(address, follow=True).content.decode()


def test_two_readers_do_not_read_the_same(curator):
    run = submit(curator, read=False, text=NEWS)
    assert web._claim(run.pk) and not web._claim(run.pk) and not web.read_run(run.pk)
    run.refresh_from_db()
    assert run.state == "reading" and not web.resume(run)
    IngestRun.objects.update(beat_at=timezone.now() - timedelta(minutes=3))
    run.refresh_from_db()
    assert run.state == "stopped" and "ended unexpectedly" in page_of(curator, run)
    assert web.read_run(run.pk)


def test_progress_asks_again_while_it_moves_and_then_loads_the_page(curator):
    run = submit(curator, read=False, text=NEWS)
    address = reverse("admin:articles_ingestrun_progress", args=[run.pk])
    moving = curator.get(address)
    assert "every 2s" in moving.content.decode() and "HX-Refresh" not in moving
    web.read_run(run.pk)
    done = curator.get(address)
    assert done["HX-Refresh"] == "true" and "every 2s" not in done.content.decode()


def test_addresses_are_fetched_as_ever_from_the_open_web_alone(curator):
    run = submit(curator, addresses="http://127.0.0.1/\nhttp://169.254.169.254/latest/")
    assert run.failed == 2 and all("not on the open web" in f.reason for f in run.failures.all())


def act(client, action, *failures):
    address = reverse("admin:articles_ingestfailure_changelist")
    data = {"action": action, "_selected_action": [f.pk for f in failures]}
    return client.post(address, data, follow=True).content.decode()


def test_what_failed_is_tried_again(curator):
    run = submit(curator, files=[file("bad.txt", b"\xff")])
    failure = run.failures.get()
    act(curator, "retry", failure)
    again = IngestRun.objects.latest("pk")
    assert again.pk != run.pk and again.uploads.get().name == "bad.txt"
    failure.refresh_from_db()
    assert failure.is_settled and "Somebody else has already settled" in act(curator, "retry", failure)
    web.read_run(again.pk)
    assert list(open_failures()) == [again.failures.get()]


def test_files_of_one_name_are_all_tried_again_with_what_was_said_of_them(curator):
    for n, publisher in enumerate(("Yonhap", "Yonhap", "Kyodo")):
        submit(curator, files=[file("story.txt", b"\xff%d" % n)], publisher=publisher, published="2024-09-06")
    act(curator, "retry", *open_failures())
    again = IngestRun.objects.order_by("-pk")[:2]
    assert {run.given["publisher"]: run.uploads.count() for run in again} == {"Yonhap": 2, "Kyodo": 1}
    first = IngestRun.objects.filter(given__publisher="Yonhap").order_by("pk")
    assert [run.given["published"] for run in first] == ["2024-09-06"] * 3


def test_a_retry_that_succeeds_leaves_the_list(curator, tmp_path):
    path = tmp_path / "late.md"
    ingest(read_articles([str(path)]))
    failure = open_failures().get()
    page = curator.get(reverse("admin:index")).content.decode()
    assert "Failed inputs" in page
    assert "is no longer stored" in act(curator, "retry", failure)
    path.write_text(DATED)
    act(curator, "retry", failure)
    web.read_run(IngestRun.objects.latest("pk").pk)
    assert Event.objects.count() == 1 and not open_failures().exists()


def test_what_failed_is_dismissed(curator):
    run = IngestRun.objects.create(rules_version="1")
    failures = [IngestFailure.objects.create(run=run, origin=f"{n}.txt", reason="empty") for n in range(2)]
    assert "Dismissed: 1 input." in act(curator, "dismiss", failures[0])
    address = reverse("admin:articles_ingestfailure_changelist")
    shown = [
        curator.get(address, {"settled": s} if s else {}).context["cl"].result_count
        for s in ("", "yes", "all")
    ]
    assert shown == [1, 1, 2]


def test_a_day_given_by_hand_is_read_at_once_and_stays(curator):
    submit(curator, text=NEWS)
    article = Article.objects.get()
    assert not Event.objects.exists()
    address = reverse("admin:articles_article_undated")
    page = curator.get(address).content.decode()
    assert NEWS in page and "Undated articles" in curator.get(reverse("admin:index")).content.decode()
    field = f"article-{article.pk}-published"
    assert "is not one day" in curator.post(address, {field: "2024"}).content.decode()
    page = curator.post(address, {field: "7 September 2024"}, follow=True).content.decode()
    assert (
        "Dated and read again: 1 article; 1 new event" in page
        and "Every article has a publication date" in page
    )
    assert Event.objects.get().edtf == "2024-09-06"
    change = Change.objects.filter(record=f"source-{article.source_id}").latest("pk")
    assert change.author_name == "curator" and "published" in change.after
    Article.objects.update(rules_version="older")
    ingest(read_upload(NEWS.encode(), "", Given()))
    assert (
        Source.objects.get().published.isoformat() == "2024-09-07"
        and Event.objects.get().edtf == "2024-09-06"
    )


def test_an_article_is_read_again_by_a_button(curator):
    submit(curator, text=NEWS, published="2024-09-06")
    article = Article.objects.get()
    Event.objects.all().delete()
    address = reverse("admin:articles_article_read_again", args=[article.pk])
    assert curator.get(address).status_code == 405
    assert "Read again: 1 new event" in curator.post(address, follow=True).content.decode()
    assert Event.objects.count() == 1
    assert Client().post(address).status_code == 302 and Event.objects.count() == 1


def test_what_a_curator_says_of_a_source_outlasts_another_reading(curator):
    submit(curator, files=[file("oslo.md", DATED)])
    source = Source.objects.get()
    address = reverse("admin:timeline_source_without_address")
    curator.post(address, {f"source-{source.pk}-url": "https://example.org/oslo"})
    Article.objects.update(rules_version="older")
    ingest(read_upload(DATED.encode(), "oslo.md", Given()))
    source.refresh_from_db()
    assert source.url == "https://example.org/oslo" and source.curated_fields == ["url"]
