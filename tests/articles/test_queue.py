"""Ingestion by workers: everything written and counted once, permanent failures, and what staff see."""

import io
import json

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.urls import reverse
from kombu.exceptions import OperationalError as BrokerError

from articles import tasks
from articles.ingestion import queue as queues
from articles.ingestion import reading, web
from articles.ingestion import run as runs
from articles.ingestion import write as writer
from articles.models import Article, IngestFailure, IngestRun, QueuedBatch, Upload
from articles.readers import ArticleData, ReadFailure
from config.celery import app
from timeline.models import Citation, Event

from .test_ingest import TEXTS, folder, picture  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db


def make_article(number, day="2024-09-06"):
    text = f"Prime Minister Fumio Kishida arrived in Oslo on {number % 28 + 1} May 2024. He met nobody else there."
    return ArticleData(f"wire-{number}", text, published=runs.date.fromisoformat(day))


@pytest.fixture
def sent(settings, monkeypatch):
    """The batches whose messages wait at the broker."""
    settings.CELERY_BROKER_URL = "memory://localhost/"
    monkeypatch.setattr(queues, "BATCH", 20)
    waiting = []
    monkeypatch.setattr(app, "send_task", lambda name, arguments: waiting.extend(arguments))
    return waiting


@pytest.fixture
def work(sent):
    def work():
        while sent:
            tasks.ingest_batch.run(sent.pop(0))

    return work


def queue(*paths, **options):
    out, err = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command("ingest", *map(str, paths), queue=True, stdout=out, stderr=err, **options)
    except SystemExit as stop:
        code = stop.code
    return code, out.getvalue().strip(), err.getvalue()


def test_the_command_waits_for_the_workers_and_ends_as_it_always_does(folder, sent, work, monkeypatch):  # noqa: F811
    monkeypatch.setattr("articles.management.commands.ingest.time.sleep", lambda seconds: work())
    code, line, err = queue(folder, publish=True)
    queued = picture()
    run = IngestRun.objects.get()
    assert (code, line, err) == (0, f"created {run.created}, cited 12, unchanged 0, failed 0", "")
    assert (run.state, run.inputs, run.inputs_read, run.articles_read) == ("done", 5, 5, 5)
    assert Event.objects.published().filter(kind="visit").exists() and not QueuedBatch.objects.exists()
    for model in (Event, Article, Citation):
        model.objects.all().delete()
    call_command("ingest", str(folder), publish=True, verbosity=0)
    assert picture() == queued


def test_without_waiting_it_names_the_run(folder, sent, work):  # noqa: F811
    (folder / "broken.jsonl").write_text('{"text": ""}\n')
    code, line, err = queue(folder, no_wait=True)
    run = IngestRun.objects.get()
    assert (code, line) == (1, f"run {run.pk}: queued 5, failed 1") and "broken.jsonl#1" in err
    assert (run.state, run.inputs_read) == ("reading", 0)
    work()
    run.refresh_from_db()
    assert (run.state, run.inputs_read, run.failed) == ("done", 5, 1)


def test_a_batch_delivered_twice_is_counted_once(sent):
    run = queues.queue_articles([make_article(n) for n in range(5)], publish=False)
    (pk,) = sent
    assert tasks.ingest_batch.run(pk) is True and tasks.ingest_batch.run(pk) is False
    run.refresh_from_db()
    assert (run.articles_read, run.created, run.cited, run.unchanged) == (5, 5, 5, 0)


def test_two_workers_at_one_batch_write_it_once(sent, monkeypatch):
    """The second takes the batch while the first is still reading it."""
    run = queues.queue_articles([make_article(n) for n in range(5)], publish=False)
    (pk,) = sent
    extract, begun = runs.read_text, []

    def interrupted(task):
        if not begun:
            begun.append(True)
            assert tasks.ingest_batch.run(pk) is True
        return extract(task)

    monkeypatch.setattr(runs, "read_text", interrupted)
    assert tasks.ingest_batch.run(pk) is False
    run.refresh_from_db()
    assert (run.state, run.articles_read, run.created, run.cited) == ("done", 5, 5, 5)
    assert Event.objects.count() == Article.objects.count() == 5


def test_one_article_in_two_batches_at_once_is_unchanged_in_the_second(sent, monkeypatch):
    first, second = (queues.queue_articles([make_article(1)], publish=False) for _ in range(2))
    extract, begun = runs.read_text, []

    def interrupted(task):
        if not begun:
            begun.append(True)
            tasks.ingest_batch.run(sent[0])
        return extract(task)

    monkeypatch.setattr(runs, "read_text", interrupted)
    tasks.ingest_batch.run(sent[1])
    for run, unchanged in ((first, 0), (second, 1)):
        run.refresh_from_db()
        assert (run.articles_read, run.unchanged, run.created) == (1, unchanged, 1 - unchanged)


def test_a_poisoned_article_fails_alone_and_is_tried_again_by_staff(sent, work, monkeypatch, client):
    poison = make_article(3).text
    extract = reading.extract

    def choke(text, **said):
        if text == poison:
            raise RecursionError("too deep")
        return extract(text, **said)

    with monkeypatch.context() as patch:
        patch.setattr(reading, "extract", choke)
        run = queues.queue_articles([make_article(n) for n in range(6)], publish=False)
        work()
    run.refresh_from_db()
    failure = IngestFailure.objects.get()
    assert (run.state, run.articles_read, run.failed, run.created) == ("done", 6, 1, 5)
    assert failure.origin == "wire-3" and "RecursionError: too deep" in failure.reason
    user = get_user_model().objects.create_superuser("desk")
    client.force_login(user)
    page = client.get(reverse("admin:articles_ingestfailure_changelist")).content.decode()
    assert "wire-3" in page and "RecursionError" in page
    monkeypatch.setattr(app, "send_task", lambda name, arguments: web.read_run(*arguments))
    (retried,), lost = web.retry(user, IngestFailure.objects.all())
    web.read_run(retried.pk)
    assert not lost and Event.objects.count() == 6
    assert Article.objects.get(source__origin="wire-3") and not Upload.objects.filter(run=retried).exists()


def test_what_the_database_refuses_fails_alone(sent, work, monkeypatch):
    write = writer.write_events

    def refuse(new, **options):
        if any(article.source.origin == "wire-2" for article, _ in new):
            raise ValueError("no such day")
        return write(new, **options)

    monkeypatch.setattr(runs, "write_events", refuse)
    run = queues.queue_articles([make_article(n) for n in range(7)], publish=False)
    work()
    run.refresh_from_db()
    assert (run.state, run.articles_read, run.failed, run.created) == ("done", 7, 1, 6)
    assert not Article.objects.filter(source__origin="wire-2").exists()
    assert IngestFailure.objects.get().reason == "it cannot be read: ValueError: no such day"


def test_what_kills_its_workers_is_taken_apart_and_then_given_up(sent, monkeypatch):
    """A worker that is killed says nothing: it has only begun. Here 1 kills, and 0 is well."""

    class Killed(BaseException):
        pass

    def kill(data, run, **options):
        if any(article.origin == "wire-1" for article in data):
            raise Killed
        return part(data, run, **options)

    part = queues.ingest_part
    monkeypatch.setattr(queues, "ingest_part", kill)
    run = queues.queue_articles([make_article(n) for n in range(2)], publish=False)
    deaths = 0
    while sent:
        pk = sent.pop(0)
        try:
            tasks.ingest_batch.run(pk)
        except Killed:
            deaths += 1
            sent.append(pk)  # delivered again
    run.refresh_from_db()
    assert deaths == 2 * queues.MOST_TRIES and run.state == "done"
    assert (run.articles_read, run.inputs_read, run.created, run.failed) == (2, 2, 1, 1)
    assert "died" in IngestFailure.objects.get(origin="wire-1").reason
    assert json.loads(bytes(Upload.objects.get().content))["origin"] == "wire-1"


def test_an_absent_database_is_no_fault_of_the_batch(sent, monkeypatch):
    queues.queue_articles([make_article(1)], publish=False)
    with monkeypatch.context() as patch:
        patch.setattr(queues.connection, "close", lambda: None)
        patch.setattr(queues, "ingest_part", lambda *a, **k: (_ for _ in ()).throw(OperationalError("gone")))
        for _ in range(2 * queues.MOST_TRIES):
            with pytest.raises(OperationalError):
                queues.read_batch(sent[0])
    assert QueuedBatch.objects.get().tries == 0
    assert queues.read_batch(sent[0]) and Event.objects.count() == 1


def test_transient_errors_are_retried_with_growing_waits():
    task = tasks.ingest_batch
    assert OperationalError in task.autoretry_for and task.retry_backoff and task.retry_jitter
    assert task.acks_late and task.reject_on_worker_lost
    longest = task.retry_backoff_max + task.time_limit
    assert longest < task.app.conf.broker_transport_options["visibility_timeout"]
    assert task.app.conf.worker_prefetch_multiplier == 1


def test_a_batch_that_fails_for_good_is_shown_and_ends_its_run(sent):
    run = queues.queue_articles([make_article(n) for n in range(3)], publish=False)
    tasks.ingest_batch.on_failure(OperationalError("disk full"), "", [sent[0]], {}, None)
    run.refresh_from_db()
    assert (run.state, run.failed, run.inputs_read) == ("done", 3, 3)
    reasons = set(IngestFailure.objects.values_list("reason", flat=True))
    assert reasons == {f"given up after {tasks.RETRIES} tries: OperationalError: disk full"}


def test_a_run_whose_messages_are_lost_is_begun_again(sent, work, django_capture_on_commit_callbacks):
    run = queues.queue_articles([make_article(n) for n in range(45)], publish=False)
    tasks.ingest_batch.run(sent[1])
    sent.clear()  # the broker forgot the others
    IngestRun.objects.update(stopped_because="the broker was lost")
    run.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        assert web.resume(run)
    assert len(sent) == 2
    work()
    run.refresh_from_db()
    assert (run.state, run.articles_read, run.inputs_read) == ("done", 45, 45)


def test_a_run_is_read_without_a_broker(sent):
    run = queues.queue_articles([make_article(n) for n in range(25)], publish=False)
    call_command("read_run", str(run.pk), stdout=io.StringIO())
    run.refresh_from_db()
    assert (run.state, run.articles_read, Article.objects.count()) == ("done", 25, 25)


def test_a_sender_that_died_leaves_a_run_that_can_be_ended(sent, work):
    def inputs():
        yield from (make_article(n) for n in range(20))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        queues.queue_articles(inputs(), publish=False)
    work()
    run = IngestRun.objects.get()
    assert run.finished_at is None and run.articles_read == 20
    assert queues.send_again(run.pk) == 0
    run.refresh_from_db()
    assert run.state == "done"


def test_an_absent_broker_loses_nothing(folder, settings, monkeypatch):  # noqa: F811
    settings.CELERY_BROKER_URL = "memory://localhost/"
    monkeypatch.setattr(
        app, "send_task", lambda name, arguments: (_ for _ in ()).throw(BrokerError("refused"))
    )
    with pytest.raises(CommandError, match="the broker does not answer .* queued articles are kept"):
        queue(folder)
    assert len(json.loads(QueuedBatch.objects.get().articles)) == len(TEXTS)


def test_the_page_of_a_queued_run_shows_how_far_it_is(sent, client):
    client.force_login(get_user_model().objects.create_superuser("desk"))
    inputs = [*(make_article(n) for n in range(40)), ReadFailure("torn.html", "it ends within a word")]
    run = queues.queue_articles(inputs, publish=False)
    tasks.ingest_batch.run(sent[0])
    page = client.get(reverse("admin:articles_ingestrun_change", args=[run.pk])).content.decode()
    assert "20 of 40 inputs done" in page and "torn.html" in page


def test_texts_that_postgresql_refuses_in_json_travel(sent, work):
    odd = ArticleData("odd", "Kishida arrived in Oslo on 3 May 2024. \U0001f600 한국", published=None)
    queues.queue_articles([odd, ArticleData("nul", "A\x00B \ud800 C")], publish=False)
    work()
    assert Article.objects.get(source__origin="odd").text == odd.text
    assert IngestRun.objects.get().inputs_read == 2
