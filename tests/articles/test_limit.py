"""The time that one article may take: it fails by name with the remedy, and the others go on."""

import signal
import threading
from dataclasses import replace

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from articles import extraction, tasks
from articles.ingestion import queue as queues
from articles.ingestion import reading
from articles.ingestion.limit import OutOfTime, limited
from articles.models import Article, IngestFailure, IngestRun
from timeline.models import Citation

from .test_ingest import TEXTS, folder, ingest  # noqa: F401 (a fixture)
from .test_queue import make_article, sent, work  # noqa: F401 (fixtures)

pytestmark = pytest.mark.once

SLOW = "This one is read for ever."


def for_ever():
    while True:
        sum(range(1000))


@pytest.fixture
def endless(monkeypatch, settings):
    """A reader that never ends with one sentence, and little time for it."""
    settings.ARTICLE_SECONDS = 5  # what a busy machine needs for an article of two sentences, and more
    # Loads the lexicons, in no article's time.
    extraction.extract_claims("Kishida met Yoon on 6 September 2024.", published=None)
    read = extraction.sentence_claims

    def hang(article, sentence, earlier):
        if sentence.text == SLOW:
            for_ever()
        return read(article, sentence, earlier)

    monkeypatch.setattr(extraction, "sentence_claims", hang)


def said_of_slow(err):
    return "slow.txt" in err and "longer to read than the 5 seconds" in err and "ARTICLE_SECONDS" in err


@pytest.mark.django_db
@pytest.mark.parametrize("jobs", [1, 2])
def test_an_article_out_of_time_fails_by_name_and_the_others_go_on(folder, endless, jobs):  # noqa: F811
    (folder / "slow.txt").write_text(f"Kishida met Yoon on 6 September 2024. {SLOW}", encoding="utf-8")
    code, line, err = ingest(folder, jobs=jobs)
    assert code == 1 and line.endswith("failed 1") and said_of_slow(err)
    failure = IngestRun.objects.get().failures.get()
    assert said_of_slow(f"{failure.origin} {failure.reason}") and not failure.is_settled
    assert Article.objects.count() == len(TEXTS) and not Citation.objects.filter(
        source__origin=failure.origin
    )


@pytest.mark.django_db
def test_workers_give_up_that_article_alone(sent, work, endless):  # noqa: F811
    slow = replace(make_article(9), origin="slow.txt", text=SLOW)
    run = queues.queue_articles([make_article(1), slow, make_article(2)], publish=False)
    work()
    run.refresh_from_db()
    assert (run.state, run.articles_read, run.failed, run.created) == ("done", 3, 1, 2)
    failure = IngestFailure.objects.get()
    assert said_of_slow(f"{failure.origin} {failure.reason}")


@pytest.mark.django_db
def test_a_batch_that_takes_too_long_is_taken_apart_and_each_of_its_articles_read(sent, work, monkeypatch):  # noqa: F811
    run = queues.queue_articles([make_article(n) for n in range(3)], publish=False)
    with monkeypatch.context() as patch:
        patch.setattr(reading, "extract", lambda *_, **__: (_ for _ in ()).throw(SoftTimeLimitExceeded()))
        tasks.ingest_batch.run(sent.pop(0))
        assert len(sent) == 3 and not Article.objects.exists() and not IngestFailure.objects.exists()
        tasks.ingest_batch.run(sent.pop(0))
    work()
    run.refresh_from_db()
    assert (run.state, run.articles_read, run.failed, run.created) == ("done", 3, 1, 2)
    assert "longer to read than a worker may take" in IngestFailure.objects.get().reason


def test_the_alarm_is_switched_off_and_one_set_before_goes_on():
    before = signal.setitimer(signal.ITIMER_REAL, 500)
    try:
        with pytest.raises(OutOfTime), limited(0.05):
            for_ever()
        with limited(100):
            pass
        left, _ = signal.getitimer(signal.ITIMER_REAL)
        assert 400 < left <= 500
    finally:
        signal.setitimer(signal.ITIMER_REAL, *before)


def test_without_a_limit_there_is_no_alarm():
    with limited(0) as check:
        assert signal.getitimer(signal.ITIMER_REAL)[0] == 0
        check()


def test_in_another_thread_the_time_is_looked_at_between_sentences():
    raised = []

    def read():
        try:
            with limited(0.01) as check:
                extraction.extract("Kishida met Yoon. " * 20_000, published=None, before_each=check)
        except OutOfTime:
            raised.append(True)

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert raised
