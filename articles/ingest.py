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
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import F, Q
from django.utils import timezone

from timeline.models import Actor, Alias, Source

from .dating import infer_day, note_articles
from .eventwriter import write_events
from .extraction import RULES_VERSION, Claim, extract_claims
from .extraction.actors import Gazetteer, KnownActor, build_gazetteer, shipped_actors
from .extraction.published import find_dateline, looks_ahead, news_marks
from .locking import lock_events, patiently
from .models import Article, IngestFailure, IngestRun
from .readers import ArticleData, ReadFailure

BATCH = 200  # articles a transaction
SOUGHT = 50  # undated articles a transaction
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class IngestResult:
    """What an ingestion did: events created, citations added, articles unchanged, and the inputs that failed."""

    created: int = 0
    cited: int = 0
    unchanged: int = 0
    articles: int = 0
    failures: list[ReadFailure] = field(default_factory=list)

    @property
    def failed(self) -> int:
        return len(self.failures)

    def __str__(self) -> str:
        return f"created {self.created}, cited {self.cited}, unchanged {self.unchanged}, failed {self.failed}"

    def add(self, other: IngestResult) -> None:
        self.created += other.created
        self.cited += other.cited
        self.unchanged += other.unchanged
        self.articles += other.articles
        self.failures += other.failures


@dataclass(frozen=True, slots=True)
class Options:
    """How to ingest: publish new events at once, leave the database as it is, on how many processes, and how many
    articles a transaction."""

    publish: bool = False
    dry_run: bool = False
    jobs: int = 1
    batch: int = BATCH


class _DryRun(Exception):
    """Rolls a dry run's transaction back."""


Input = ArticleData | ReadFailure
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
    _Ingestion(Options(publish, batch=len(inputs)), result, run, settle=settle).run(inputs)
    return result


def seek_days(run: IngestRun) -> None:
    """Infer the days that are still to be sought, for a run whose readers may have died before they did."""
    _Ingestion(Options(), IngestResult(), run).date_undated(None)


def read_again(articles: Sequence[Article]) -> IngestResult:
    """Extract anew from stored articles, with the day of publication, the names and the rules of now."""
    gazetteer = load_gazetteer()
    texts = [(a.text, a.source.published, a.source.language) for a in articles]
    readings = [_extract((*text, gazetteer)) for text in texts]

    def write() -> IngestResult:
        with transaction.atomic():
            lock_events()
            for article, reading in zip(articles, readings, strict=True):
                article.rules_version = RULES_VERSION
                article.marks, article.looks_ahead = list(reading.marks), reading.looks_ahead
                article.save()
            note_articles(articles)
            pairs = [(a, reading.claims) for a, reading in zip(articles, readings, strict=True)]
            written = write_events(pairs, publish=False)
            return IngestResult(written.created, written.cited, articles=len(articles))

    result = patiently(write)
    _Ingestion(Options(), result, None).date_undated(None)  # of those that may borrow their day now
    return result


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is in a text: its claims and its marks; or why it cannot be read."""

    claims: list[Claim]
    marks: tuple[str, ...] = ()
    looks_ahead: bool = False
    failure: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    """An article with its day of publication, the basis of that, and what is in it."""

    data: ArticleData
    day: date | None
    basis: str
    reading: _Reading


def _begin(run: IngestRun | None) -> IngestRun:
    if run is None:
        return IngestRun.objects.create(rules_version=RULES_VERSION, beat_at=timezone.now())
    with transaction.atomic():  # all of it is read again now
        run.failures.all().delete()
        IngestRun.objects.filter(pk=run.pk).update(unchanged=0, failed=0, articles_read=0)
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

    def run(self, inputs: Iterable[Input]) -> None:
        pool = ProcessPoolExecutor(self.options.jobs) if self.options.jobs > 1 else None
        try:
            _note_older()
            for number, batch in enumerate(_batches(inputs, self.options.batch)):
                self.ingest_batch(batch, pool)
                # The lexicons are loaded now, and stay: no collection need look through them again.
                if not number and self.settle is None:
                    gc.collect()
                    gc.freeze()
            self.date_undated(pool)
        finally:
            gc.unfreeze()
            if pool:
                pool.shutdown()

    def ingest_batch(self, batch: Sequence[Input], pool: ProcessPoolExecutor | None) -> None:
        articles = [item for item in batch if isinstance(item, ArticleData)]
        failures = [item for item in batch if isinstance(item, ReadFailure)]
        fresh = _unread(articles)
        known = _Sources(fresh)
        days = [_day_of(article, known) for article in fresh]
        texts = [(data.text, day, data.language) for data, (day, _) in zip(fresh, days, strict=True)]
        readings = self.extract(texts, pool)
        read = [_Read(data, *day, got) for data, day, got in zip(fresh, days, readings, strict=True)]
        told = patiently(lambda: self.commit(articles, read, failures))
        self.result.add(told)
        bad = {failure.origin: failure for failure in told.failures}
        for item in batch:
            if self.progress:
                self.progress(bad.get(item.origin, item))

    def commit(
        self, articles: Sequence[ArticleData], read: Sequence[_Read], failures: Sequence[ReadFailure]
    ) -> IngestResult:
        """Write a batch in one transaction, and count what was done in the same."""
        told = IngestResult(articles=len(articles), failures=list(failures))
        with transaction.atomic():
            lock_events()
            # Asked again, now that nobody else writes: another may have been given the same articles.
            unread = {data.content_hash for data in _unread([r.data for r in read])}
            fresh = [r for r in read if r.data.content_hash in unread]
            told.unchanged = len(articles) - len(fresh)
            told.failures += [
                ReadFailure(r.data.origin, r.reading.failure) for r in fresh if r.reading.failure
            ]
            self.write([r for r in fresh if not r.reading.failure], told)
            if self.settle:
                self.settle(told)
            _count(self.run_record, told)
        return told

    def write(self, read: Sequence[_Read], told: IngestResult, *, is_again: bool = False) -> None:
        """Write articles and their events; where one cannot be written, the others are, and it is told why."""
        if not read:
            return
        try:
            with transaction.atomic():
                new = list(zip(self.store(read), [r.reading.claims for r in read], strict=True))
                note_articles([article for article, _ in new])
                written = write_events(new, publish=self.options.publish)
        except (OperationalError, InterfaceError):
            raise  # the database itself: nothing to do with what is written
        except Exception as error:
            if len(read) > 1:
                middle = len(read) // 2
                self.write(read[:middle], told)
                self.write(read[middle:], told)
                return
            if isinstance(error, IntegrityError) and not is_again:  # a curator has just made the same row
                self.write(read, told, is_again=True)
                return
            logger.warning("%s cannot be written", read[0].data.origin, exc_info=error)
            told.failures.append(ReadFailure(read[0].data.origin, _reason(error)))
            return
        told.created += written.created
        told.cited += written.cited

    def extract(
        self, texts: Sequence[tuple[str, date | None, str]], pool: ProcessPoolExecutor | None
    ) -> list[_Reading]:
        if pool is None:
            return [_extract((*text, self.gazetteer)) for text in texts]
        return list(pool.map(_extract, [(*text, self.gazetteer) for text in texts], chunksize=4))

    def store(self, read: Sequence[_Read]) -> list[Article]:
        """Write the sources and articles of a batch, in its order."""
        known = _Sources([r.data for r in read], for_update=True)
        sources = [_fill_source(known.find(r.data), r.data, r.day, r.basis) for r in read]
        Source.objects.bulk_create([source for source in sources if source.pk is None])
        for source in known.old:
            source.save()
        articles = {a.source_id: a for a in Article.objects.filter(source__in=[s.pk for s in known.old])}
        stored: list[Article] = []
        new: list[Article] = []
        for r, source in zip(read, sources, strict=True):
            article = articles.get(source.pk)
            if article is None:
                article = articles[source.pk] = Article(source=source)
                new.append(article)
            article.text, article.content_hash = r.data.text, r.data.content_hash
            article.marks, article.looks_ahead = list(r.reading.marks), r.reading.looks_ahead
            article.rules_version, article.run, article.source = RULES_VERSION, self.run_record, source
            stored.append(article)
        Article.objects.bulk_create(new)
        for article in stored:
            if article not in new:
                article.save()
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
            claims = [reading.claims for reading in self.extract(texts, pool)]
            written = write_events(list(zip(changed, claims, strict=True)), publish=self.options.publish)
            Article.objects.filter(pk__in=[a.pk for a in sought]).update(day_sought=False)
            told = IngestResult(written.created, written.cited)
            _count(self.run_record, told)
        return told


def _count(run: IngestRun | None, told: IngestResult) -> None:
    """Add to what the run has counted so far; other processes may be adding to the same."""
    if run is None:
        return
    IngestFailure.objects.bulk_create(
        IngestFailure(run=run, origin=f.origin[:1000], reason=f.reason[:1000]) for f in told.failures
    )
    IngestRun.objects.filter(pk=run.pk).update(
        created=F("created") + told.created,
        cited=F("cited") + told.cited,
        unchanged=F("unchanged") + told.unchanged,
        failed=F("failed") + told.failed,
        articles_read=F("articles_read") + told.articles,
        beat_at=timezone.now(),
    )


def _extract(task: tuple[str, date | None, str, Gazetteer]) -> _Reading:
    """Read one text; what cannot be read must not take the others with it."""
    text, published, language, gazetteer = task
    try:
        claims = extract_claims(text, published=published, language=language, gazetteer=gazetteer)
        marks = tuple(sorted(news_marks(text)))
        return _Reading(claims, marks, bool(marks) and looks_ahead(text))
    except Exception as error:
        logger.warning("a text cannot be read", exc_info=error)
        return _Reading([], failure=_reason(error))


def _reason(error: Exception) -> str:
    return f"it cannot be read: {type(error).__name__}: {error}"[:1000]


def _note_older() -> None:
    """Note the marks of articles that were stored before marks were noted."""
    while Article.objects.filter(noted="").exists():
        with transaction.atomic():
            lock_events()
            older = list(Article.objects.filter(noted="").select_related("source").order_by("pk")[:BATCH])
            for article in older:
                article.marks = sorted(news_marks(article.text))
                article.looks_ahead = bool(article.marks) and looks_ahead(article.text)
            Article.objects.bulk_update(older, ["marks", "looks_ahead"])
            note_articles(older)


def _batches(inputs: Iterable[Input], size: int) -> Iterator[list[Input]]:
    iterator = iter(inputs)
    while batch := list(islice(iterator, size)):
        yield batch


def _unread(articles: Sequence[ArticleData]) -> list[ArticleData]:
    """Those whose text and particulars were not read before by these rules; a repeat within the batch counts once."""
    hashes = {article.content_hash for article in articles}
    known = set(
        Article.objects.filter(content_hash__in=hashes, rules_version=RULES_VERSION).values_list(
            "content_hash", flat=True
        )
    )
    fresh: dict[str, ArticleData] = {}
    for article in articles:
        if article.content_hash not in known:
            fresh.setdefault(article.content_hash, article)
    return list(fresh.values())


class _Sources:
    """The stored sources of a batch, found by address or else by origin."""

    def __init__(self, articles: Sequence[ArticleData], *, for_update: bool = False):
        urls = {a.url for a in articles if a.url}
        origins = {a.origin for a in articles}
        self.by_url: dict[str, Source] = {}
        self.by_origin: dict[str, Source] = {}
        self.old: list[Source] = []
        stored = Source.objects.filter(Q(url__in=urls) | Q(origin__in=origins)).order_by("-id")
        for source in stored.select_for_update() if for_update else stored:
            self.by_origin[source.origin] = source
            if source.url:
                self.by_url[source.url] = source

    def get(self, data: ArticleData) -> Source | None:
        return (self.by_url.get(data.url) if data.url else None) or self.by_origin.get(data.origin)

    def find(self, data: ArticleData) -> Source:
        """The source to write an article to: a stored one, that of an earlier article of the batch, or a new one."""
        source = self.get(data)
        if source is None:
            source = Source()
            self.by_origin[data.origin] = source
            if data.url:
                self.by_url[data.url] = source
        elif source.pk and source not in self.old:
            self.old.append(source)
        return source


def _fill_source(source: Source, data: ArticleData, day: date | None, basis: str) -> Source:
    said = {"title": data.title[:500], "publisher": data.publisher[:300], "url": data.url, "kind": data.kind, "language": data.language}  # fmt: skip
    for name, value in said.items():
        if name not in source.curated_fields:
            setattr(source, name, value)
    source.origin, source.published, source.published_basis = data.origin, day, basis
    return source


def _day_of(data: ArticleData, sources: _Sources) -> tuple[date | None, str]:
    """The day that a curator gave or the article states; else the one inferred when it was read before, until that is
    worked out anew."""
    known = sources.get(data)
    if known and "published" in known.curated_fields and known.published:
        return known.published, Source.Basis.STATED
    if day := data.published or find_dateline(data.text):
        return day, Source.Basis.STATED
    if known and known.published_basis == Source.Basis.INFERRED:
        return known.published, Source.Basis.INFERRED
    return None, Source.Basis.UNKNOWN


def load_gazetteer() -> Gazetteer:
    """The shipped actors together with what curators added: their names and aliases come first."""
    aliases: dict[int, list[str]] = {}
    for actor_id, name in Alias.objects.values_list("actor_id", "name"):
        aliases.setdefault(actor_id, []).append(name)
    shipped = {actor.name: actor for actor in shipped_actors()}
    curated: list[KnownActor] = []
    for actor in Actor.objects.filter(is_proposed=False).select_related("represents"):
        base = shipped.pop(actor.name, KnownActor(actor.name, actor.kind))
        names = tuple(dict.fromkeys((*base.names, *aliases.get(actor.pk, []))))
        represents = actor.represents.name if actor.represents else base.represents
        curated.append(replace(base, kind=actor.kind, names=names, represents=represents))
    return build_gazetteer([*curated, *shipped.values()])
