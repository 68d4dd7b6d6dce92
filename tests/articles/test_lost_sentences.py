"""A rule that fails costs one sentence: the run, the command and the admin say which, and why."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from articles import extraction
from articles.ingestion import queue, reading, run, web
from articles.ingestion.worklists import open_failures
from articles.models import Article, IngestFailure, IngestRun
from articles.readers import ArticleData
from tests.articles.test_ingest import ingest
from timeline.models import Citation, Event

pytestmark = [pytest.mark.django_db, pytest.mark.once]

GOOD = "Prime Minister Fumio Kishida met President Yoon Suk Yeol in Seoul on 6 September 2024."
BAD = "Joe Biden visited Tokyo on 3 September 2024."
LAST = "Japan and South Korea signed an agreement on 9 September 2024."


@pytest.fixture
def broken(monkeypatch):
    """A reader whose rules fail on one sentence."""
    read = extraction.sentence_claims

    def fail(article, sentence, earlier):
        if sentence.text == BAD:
            raise IndexError("list index out of range")
        return read(article, sentence, earlier)

    monkeypatch.setattr(extraction, "sentence_claims", fail)


@pytest.fixture
def wire(tmp_path):
    path = tmp_path / "wire.md"
    path.write_text(f"---\npublished: 2024-09-10\n---\n{GOOD} {BAD} {LAST}", encoding="utf-8")
    return path


def test_the_others_are_read_and_the_loss_is_given_back(broken):
    text = f"{GOOD} {BAD} {LAST}"
    found = extraction.extract(text, published=None)
    assert [claim.quote for claim in found.claims] == [GOOD, LAST]
    (lost,) = found.lost
    assert (lost.quote, lost.error) == (BAD, "IndexError: list index out of range")
    assert text[lost.start : lost.end] == BAD


def test_what_is_no_fault_of_a_rule_goes_on_up(monkeypatch):
    class OutOfTime(Exception):
        pass

    def stop(*_):
        raise OutOfTime

    monkeypatch.setattr(extraction, "sentence_claims", stop)
    with pytest.raises(OutOfTime):
        extraction.extract(GOOD, published=None)


def test_the_command_and_the_record_name_article_sentence_and_error(broken, wire):
    code, line, err = ingest(wire)
    assert code == 0 and line.endswith("failed 0")
    for words in (str(wire), BAD, "IndexError: list index out of range"):
        assert words in err
    record = IngestRun.objects.get()
    failure = record.failures.get()
    assert (record.lost, record.failed) == (1, 0)
    assert failure.origin == str(wire) and BAD in failure.reason and "IndexError" in failure.reason
    assert {c.quote for c in Citation.objects.all()} == {GOOD, LAST}
    assert not open_failures().exists()  # the article is kept: there is nothing to try again


def test_the_page_of_the_run_tells_of_it(broken, wire, client):
    ingest(wire)
    client.force_login(get_user_model().objects.create_superuser("desk"))
    page = client.get(
        reverse("admin:articles_ingestrun_change", args=[IngestRun.objects.get().pk])
    ).content.decode()
    assert "1 sentence skipped" in page and BAD in page and "IndexError" in page


def test_workers_say_the_same_and_what_was_submitted_in_is_not_kept(broken, monkeypatch):
    monkeypatch.setattr(queue, "send_task", lambda *_: None)
    record = queue.queue_articles([ArticleData("wire", f"{GOOD} {BAD} {LAST}")], publish=False)
    queue.read_here(record.pk)
    record.refresh_from_db()
    assert (record.state, record.lost, record.failed, record.created) == ("done", 1, 0, 2)
    assert not record.uploads.exists() and IngestFailure.objects.get().is_settled
    monkeypatch.setattr(web, "start", lambda pk: web.read_run(pk))
    submitted = web.submit(None, [("other.txt", f"{GOOD} {BAD}".encode())])
    web.read_run(submitted.pk)
    submitted.refresh_from_db()
    assert submitted.lost == 1 and not submitted.uploads.exists()


def test_what_cannot_be_read_again_keeps_what_was_found_in_it(wire, monkeypatch):
    ingest(wire)
    before = set(Event.objects.values_list("slug", "title"))

    def fail(*_, **__):
        raise ValueError("no more")

    monkeypatch.setattr(reading, "extract", fail)
    told = run.read_again(list(Article.objects.select_related("source")))
    assert (told.failed, told.withdrawn) == (1, 0) and "no more" in told.failures[0].reason
    assert set(Event.objects.values_list("slug", "title")) == before and len(before) == 3
