"""Ingest articles: the only writer of what extraction finds.

A batch is one transaction, so a killed ingestion keeps what it reported and leaves nothing half-written. Claims are
kept as citations with the machine's reading; each batch resolves its claims together with those stored ones that could
tell the same happenings, so that the order of arrival does not matter.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from articles.extraction import RULES_VERSION
from articles.extraction.published import looks_ahead, news_marks
from articles.models import Article, ArticleVersion, IngestFailure, IngestRun
from articles.readers import ArticleData, ReadFailure
from timeline.models import Source
from timeline.record.locking import lock_events, patiently

from .asking.readers import Readers, note, wanted_again
from .asking.second import Wanted
from .batch import Input, batches, day_of, once_each, unread
from .dating import infer_day, note_articles
from .gazetteer import load_gazetteer
from .neighbourhood import tie_next
from .reading import Read, Reading, left_out, read_text, reason
from .results import BATCH, COUNTED, OF_MODEL, IngestResult, Options
from .sources import Sources, fill_source, propose_of_sources, shown, version
from .ties import any_untied
from .write import write_events

MOST_BATCH = 5000  # and at most, since a transaction asks for all of its articles at once
ASKING = 240  # seconds in which a worker may ask a model about a batch: articles/tasks.py kills it after 400
SOUGHT = 50  # undated articles a transaction
logger = logging.getLogger(__name__)


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no circles of objects meanwhile: a batch leaves hardly any, and looking again and again through all that it
    holds takes a fifth of its time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _DryRun(Exception):
    """Rolls a dry run's transaction back."""


Progress = Callable[[Input], None]
Settle = Callable[[IngestResult], None]


def ingest(
    inputs: Iterable[Input],
    options: Options | None = None,
    progress: Progress | None = None,
    run: IngestRun | None = None,
    result: IngestResult | None = None,
) -> IngestResult:
    """Write articles, their claims and the events that these add up to; failed inputs are recorded and passed over.

    With ``run``, that record is gone on with: events and citations counted in it before stay. ``result`` is counted in as
    batches are written, so that it tells what was done even when the database goes away.
    """
    options = options or Options()
    result = result or IngestResult()
    if not options.dry_run:
        record = _begin(run)
        _Ingestion(options, result, record, progress).run(inputs)
        IngestRun.objects.filter(pk=record.pk).update(finished_at=timezone.now())
        return result
    try:
        with transaction.atomic():
            _Ingestion(options, result, _begin(None), progress).run(inputs)
            raise _DryRun
    except _DryRun:
        return result


def ingest_part(inputs: Sequence[Input], run: IngestRun, *, publish: bool, settle: Settle) -> IngestResult:
    """Write a part of a run in one transaction, in which ``settle`` is called with what was done; if that raises,
    nothing is written."""
    result = IngestResult()
    options = Options(publish, batch=len(inputs), most_seconds=ASKING)
    _Ingestion(options, result, run, settle=settle).run(inputs)
    return result


def seek_days(run: IngestRun) -> None:
    """Infer the days that are still to be sought, for a run whose readers may have died before they did."""
    _Ingestion(Options(), IngestResult(), run).date_undated(None)


def read_again(articles: Sequence[Article]) -> IngestResult:
    """Extract anew from stored articles, with the day of publication, the names and the rules of now."""
    gazetteer = load_gazetteer()
    readings = [
        read_text((a.text, a.source.published, a.source.language, gazetteer, wanted))
        for a, wanted in zip(articles, wanted_again(articles), strict=True)
    ]
    read = [(a, reading) for a, reading in zip(articles, readings, strict=True) if not reading.failure]

    def write() -> IngestResult:
        with transaction.atomic():
            lock_events()
            for article, reading in read:
                article.rules_version = RULES_VERSION
                _take(article, reading)
                article.save()
            note([(article, reading.second) for article, reading in read], None)
            note_articles([article for article, _ in read])
            result = _result_of(articles, readings)
            result.count(write_events([(a, reading.claims) for a, reading in read], publish=False))
            return result

    result = patiently(write)
    _Ingestion(Options(), result, None).date_undated(None)  # of those that may borrow their day now
    return result


def _begin(run: IngestRun | None) -> IngestRun:
    if run is None:
        return IngestRun.objects.create(rules_version=RULES_VERSION, beat_at=timezone.now())
    with transaction.atomic():  # all of it is read again now
        run.failures.all().delete()
        IngestRun.objects.filter(pk=run.pk).update(unchanged=0, failed=0, lost=0, articles_read=0)
    return run


class _Ingestion:
    """Inputs written batch by batch, counted in a run that others may be counting in too."""

    def __init__(
        self,
        options: Options,
        result: IngestResult,
        run: IngestRun | None,
        progress: Progress | None = None,
        settle: Settle | None = None,
    ):
        self.options, self.result, self.progress, self.settle = options, result, progress, settle
        self.run_record = run
        self.gazetteer = load_gazetteer()
        self.readers = Readers(options, run)

    def run(self, inputs: Iterable[Input]) -> None:
        # Forked within a batch, the processes live through all of them: they look for circles of objects themselves.
        jobs = self.options.jobs
        pool = ProcessPoolExecutor(jobs, initializer=gc.enable) if jobs > 1 else None
        is_frozen = False
        try:
            _note_older()
            for number, batch in enumerate(batches(inputs, self.options.batch)):
                # The first batch loaded the lexicons, which stay: no collection need look through them again.
                if number == 1 and self.settle is None:
                    gc.collect()
                    gc.freeze()
                    is_frozen = True
                with uncollected():
                    self.ingest_batch(batch, pool)
            self.date_undated(pool)
        finally:
            if is_frozen:
                gc.unfreeze()
            if pool:
                pool.shutdown()

    def ingest_batch(self, batch: Sequence[Input], pool: ProcessPoolExecutor | None) -> None:
        articles = [item for item in batch if isinstance(item, ArticleData)]
        failures = [item for item in batch if isinstance(item, ReadFailure)]
        fresh = unread(articles, self.readers)
        known = Sources(fresh)
        days = [day_of(article, known) for article in fresh]
        texts = [(data.text, day, data.language) for data, (day, _) in zip(fresh, days, strict=True)]
        wanted = self.readers.wanted([(a.origin, *text) for a, text in zip(fresh, texts, strict=True)])
        readings = self.extract(texts, wanted, pool)
        read = [Read(data, *day, got) for data, day, got in zip(fresh, days, readings, strict=True)]
        tokens = self.readers.tokens()
        result = patiently(lambda: self.commit(articles, read, failures, tokens))
        self.result.add(result)
        bad = {failure.origin: failure for failure in result.failures}
        for item in batch:
            if self.progress:
                self.progress(bad.get(item.origin, item))

    def commit(
        self,
        articles: Sequence[ArticleData],
        read: Sequence[Read],
        failures: Sequence[ReadFailure],
        tokens: int,
    ) -> IngestResult:
        """Write a batch in one transaction, and count what was done, and what was asked for it, in the same."""
        result = IngestResult(articles=len(articles), failures=list(failures))
        with transaction.atomic():
            lock_events()
            # Asked again, now that nobody else writes: another may have been given the same articles.
            new = {data.content_hash for data in unread([r.data for r in read], self.readers)}
            fresh = [r for r in read if r.data.content_hash in new]
            result.unchanged = len(articles) - len(fresh)
            result.failures += [
                ReadFailure(r.data.origin, r.reading.failure) for r in fresh if r.reading.failure
            ]
            readable = [r for r in fresh if not r.reading.failure]
            result.left_out += [one for r in readable for one in left_out(r.data.origin, r.reading)]
            result.count_second([(r.data.origin, r.reading.second) for r in readable])
            result.tokens = tokens
            self.write(readable, result)
            if self.settle:
                self.settle(result)
            _count(self.run_record, result)
        return result

    def write(self, read: Sequence[Read], result: IngestResult, *, is_again: bool = False) -> None:
        """Write articles and their events; where one cannot be written, the others are, and its failure says why."""
        if not read:
            return
        first, again = once_each(read)
        if again:  # versions of one article, each of which takes the place of the one before
            self.write(first, result, is_again=is_again)
            self.write(again, result, is_again=is_again)
            return
        try:
            with transaction.atomic():
                stored = IngestResult()
                new = list(zip(self.store(read, stored), [r.reading.claims for r in read], strict=True))
                note_articles([article for article, _ in new])
                stored.count(write_events(new, publish=self.options.publish))
        except (OperationalError, InterfaceError):
            raise  # the database itself: nothing to do with what is written
        except Exception as error:
            if len(read) > 1:
                middle = len(read) // 2
                self.write(read[:middle], result)
                self.write(read[middle:], result)
                return
            if isinstance(error, IntegrityError) and not is_again:  # a curator has just made the same row
                self.write(read, result, is_again=True)
                return
            logger.warning("%s cannot be written", read[0].data.origin, exc_info=error)
            result.failures.append(ReadFailure(read[0].data.origin, reason(error)))
            return
        result.add(stored)

    def extract(
        self,
        texts: Sequence[tuple[str, date | None, str]],
        wanted: Sequence[Wanted | None],
        pool: ProcessPoolExecutor | None,
    ) -> list[Reading]:
        tasks = [(*text, self.gazetteer, also) for text, also in zip(texts, wanted, strict=True)]
        if pool is None:
            return [read_text(task) for task in tasks]
        return list(pool.map(read_text, tasks, chunksize=4))

    def store(self, read: Sequence[Read], result: IngestResult) -> list[Article]:
        """Write the sources and articles of a batch, in its order; an article's text is kept beside the one that it had."""
        known = Sources([r.data for r in read], for_update=True)
        held = set() if self.options.publish else shown(known)
        sources = [fill_source(known.find(r.data), r, held) for r in read]
        Source.objects.bulk_create([source for source in sources if source.pk is None])
        for source in known.old:
            source.save()
        result.withheld += propose_of_sources(
            [(s, r) for s, r in zip(sources, read, strict=True) if s.pk in held]
        )
        articles = {a.source_id: a for a in Article.objects.filter(source__in=[s.pk for s in known.old])}
        versions: list[ArticleVersion] = []
        stored: list[Article] = []
        new: list[Article] = []
        for r, source in zip(read, sources, strict=True):
            article = articles.get(source.pk)
            if article is None:
                article = articles[source.pk] = Article(source=source)
                new.append(article)
            elif article.pk and article.content_hash != r.data.content_hash:
                versions.append(version(article))
                article.edition += 1
            article.text, article.content_hash = r.data.text, r.data.content_hash
            article.pages = list(r.data.pages)
            _take(article, r.reading)
            article.rules_version, article.run, article.source = RULES_VERSION, self.run_record, source
            stored.append(article)
        Article.objects.bulk_create(new)
        ArticleVersion.objects.bulk_create(versions)
        begun = {id(article) for article in new}
        for article in stored:
            if id(article) not in begun:
                article.save()
        note([(a, r.reading.second) for a, r in zip(stored, read, strict=True)], self.run_record)
        return stored

    def date_undated(self, pool: ProcessPoolExecutor | None) -> None:
        """Infer the day of articles that state none, where news of the same kind has come, and read them again with it."""
        while Article.objects.filter(day_sought=True).exists():
            self.result.add(patiently(lambda: self.date_some(pool)))

    def date_some(self, pool: ProcessPoolExecutor | None) -> IngestResult:
        with transaction.atomic():
            lock_events()
            rows = Article.objects.filter(day_sought=True).select_related("source").order_by("pk")
            sought = list(rows.select_for_update()[:SOUGHT])
            changed: list[Article] = []
            for article in sought:
                day = infer_day(article)
                if article.source.published_basis != Source.Basis.STATED and day != article.source.published:
                    article.source.published = day
                    article.source.published_basis = Source.Basis.INFERRED if day else Source.Basis.UNKNOWN
                    article.source.save()
                    changed.append(article)
            texts = [(a.text, a.source.published, a.source.language) for a in changed]
            readings = self.extract(texts, wanted_again(changed), pool)
            note(
                [(a, got.second) for a, got in zip(changed, readings, strict=True) if not got.failure],
                self.run_record,
            )
            read = [(a, got.claims) for a, got in zip(changed, readings, strict=True) if not got.failure]
            written = write_events(read, publish=self.options.publish)
            Article.objects.filter(pk__in=[a.pk for a in sought]).update(day_sought=False)
            result = _result_of(changed, readings)
            result.articles = 0  # they were counted when they came
            result.left_out = self.unsaid(result.left_out)
            result.count(written)
            _count(self.run_record, result)
        return result

    def unsaid(self, left_out: Sequence[ReadFailure]) -> list[ReadFailure]:
        """Of the sentences left out in a second reading those that were read in the first."""
        if not left_out or self.run_record is None:
            return list(left_out)
        origins = {one.origin[:1000] for one in left_out}
        said = set(self.run_record.failures.filter(origin__in=origins).values_list("origin", "reason"))
        return [one for one in left_out if (one.origin[:1000], one.reason[:1000]) not in said]


def _take(article: Article, reading: Reading) -> None:
    """Give an article what its reading says of it as a whole; the caller saves."""
    article.marks, article.looks_ahead = list(reading.marks), reading.looks_ahead
    article.read_by, article.reader = reading.second.read_by, reading.second.reader


def _result_of(articles: Sequence[Article], readings: Sequence[Reading]) -> IngestResult:
    """What stored articles that are read again lost and failed in; a text that cannot be read keeps what was found in it."""
    result = IngestResult(articles=len(articles))
    for article, reading in zip(articles, readings, strict=True):
        if reading.failure:
            result.failures.append(ReadFailure(article.source.origin, reading.failure))
        result.left_out += left_out(article.source.origin, reading)
    return result


def _count(run: IngestRun | None, result: IngestResult) -> None:
    """Add to what the run has counted so far; other processes may be adding to the same."""
    if run is None:
        return
    IngestFailure.objects.bulk_create(
        IngestFailure(run=run, origin=f.origin[:1000], reason=f.reason[:1000], is_settled=is_settled)
        # Of an article that is kept there is nothing to try again.
        for found, is_settled in ((result.failures, False), (result.left_out, True))
        for f in found
    )
    IngestRun.objects.filter(pk=run.pk).update(
        **{name: F(name) + getattr(result, name) for name in (*COUNTED, *OF_MODEL)},
        unchanged=F("unchanged") + result.unchanged,
        failed=F("failed") + result.failed,
        lost=F("lost") + result.lost,
        articles_read=F("articles_read") + result.articles,
        beat_at=timezone.now(),
    )


def _note_older() -> None:
    """Note the marks of articles that were stored before marks were noted, and the keys of events that have none, in steps."""
    while any_untied():
        with transaction.atomic():
            lock_events()
            tie_next()
    while Article.objects.filter(noted="").exists():
        with transaction.atomic():
            lock_events()
            older = list(Article.objects.filter(noted="").select_related("source").order_by("pk")[:BATCH])
            for article in older:
                article.marks = sorted(news_marks(article.text))
                article.looks_ahead = bool(article.marks) and looks_ahead(article.text)
            Article.objects.bulk_update(older, ["marks", "looks_ahead"])
            note_articles(older)
