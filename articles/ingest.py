"""Ingest articles: the only writer of what extraction finds.

A batch is one transaction, so a killed ingestion keeps what it reported and leaves nothing half-written. Claims are
kept as citations with the machine's reading; each batch resolves its claims together with those stored ones that could
tell the same happenings, so that the order of arrival does not matter.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from timeline.models import Actor, Alias, Source

from .eventwriter import write_events
from .extraction import RULES_VERSION, Claim, extract_claims
from .extraction.actors import Gazetteer, KnownActor, build_gazetteer, shipped_actors
from .extraction.published import DatedNews, find_dateline, infer_published, looks_ahead, news_marks
from .models import Article, IngestFailure, IngestRun
from .readers import ArticleData, ReadFailure

BATCH = 200  # articles a transaction
LOCK = 0x456E7465  # PostgreSQL advisory lock: one batch writes events at a time


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


Progress = Callable[[ArticleData | ReadFailure], None]


def ingest(
    inputs: Iterable[ArticleData | ReadFailure],
    options: Options | None = None,
    progress: Progress | None = None,
    run: IngestRun | None = None,
) -> IngestResult:
    """Write articles, their claims and the events that these add up to; failed inputs are recorded and passed over.

    With ``run``, that record is gone on with: what was counted in it before stays.
    """
    options = options or Options()
    result = IngestResult()
    if not options.dry_run:
        _Ingestion(options, result, progress, run).run(inputs)
        return result
    try:
        with transaction.atomic():
            _Ingestion(options, result, progress).run(inputs)
            raise _DryRun
    except _DryRun:
        return result


def read_again(articles: Sequence[Article]) -> IngestResult:
    """Extract anew from stored articles, with the day of publication, the names and the rules of now."""
    result = IngestResult(articles=len(articles))
    gazetteer = load_gazetteer()
    texts = [(a.text, a.source.published, a.source.language) for a in articles]
    claims = [_extract((*text, gazetteer)) for text in texts]
    with transaction.atomic():
        lock_events()
        for article in articles:
            article.rules_version = RULES_VERSION
            article.save()
        written = write_events(list(zip(articles, claims, strict=True)), publish=False)
    result.created, result.cited = written.created, written.cited
    return result


class _Ingestion:
    """One run over the inputs, batch by batch."""

    def __init__(
        self, options: Options, result: IngestResult, progress: Progress | None, run: IngestRun | None = None
    ):
        self.options, self.result, self.progress = options, result, progress
        if run:
            run.failures.all().delete()  # of what is read again now
        self.run_record = run or IngestRun.objects.create(rules_version=RULES_VERSION, beat_at=timezone.now())
        self.before = (self.run_record.created, self.run_record.cited)
        self.gazetteer = load_gazetteer()
        self.saw_dated = False

    def run(self, inputs: Iterable[ArticleData | ReadFailure]) -> None:
        pool = ProcessPoolExecutor(self.options.jobs) if self.options.jobs > 1 else None
        try:
            for number, batch in enumerate(_batches(inputs, self.options.batch)):
                self.ingest_batch(batch, pool)
                if (
                    not number
                ):  # the lexicons are loaded now, and stay: no collection need look through them again
                    gc.collect()
                    gc.freeze()
            self.date_undated(pool)
        finally:
            gc.unfreeze()
            if pool:
                pool.shutdown()
        self.record_failures([])
        self.run_record.finished_at = timezone.now()
        self.run_record.save(update_fields=["finished_at"])

    def ingest_batch(
        self, batch: Sequence[ArticleData | ReadFailure], pool: ProcessPoolExecutor | None
    ) -> None:
        articles = [item for item in batch if isinstance(item, ArticleData)]
        fresh = _unread(articles)
        known = _Sources(fresh)
        dated = [(article, *_day_of(article, known)) for article in fresh]
        claims = self.extract([(article.text, day, article.language) for article, day, _ in dated], pool)
        with transaction.atomic():
            lock_events()
            known = _Sources(fresh)  # again, now that nobody else writes
            new = list(zip(self.store(dated, known), claims, strict=True))
            self.saw_dated = self.saw_dated or any(basis == Source.Basis.STATED for *_, basis in dated)
            self.write(new)
            self.result.articles += len(articles)
            self.result.unchanged += len(articles) - len(fresh)
            self.record_failures([item for item in batch if isinstance(item, ReadFailure)])
        for item in batch:
            if self.progress:
                self.progress(item)

    def write(self, new: Sequence[tuple[Article, list[Claim]]]) -> None:
        written = write_events(new, publish=self.options.publish)
        self.result.created += written.created
        self.result.cited += written.cited

    def extract(
        self, texts: Sequence[tuple[str, date | None, str]], pool: ProcessPoolExecutor | None
    ) -> list[list[Claim]]:
        if pool is None:
            return [_extract((*text, self.gazetteer)) for text in texts]
        return list(pool.map(_extract, [(*text, self.gazetteer) for text in texts], chunksize=4))

    def store(self, dated: Sequence[tuple[ArticleData, date | None, str]], known: _Sources) -> list[Article]:
        """Write the sources and articles of a batch, in its order."""
        sources = [_fill_source(known.find(data), data, day, basis) for data, day, basis in dated]
        Source.objects.bulk_create([source for source in sources if source.pk is None])
        for source in known.old:
            source.save()
        articles = {a.source_id: a for a in Article.objects.filter(source__in=[s.pk for s in known.old])}
        stored: list[Article] = []
        new: list[Article] = []
        for (data, _, _), source in zip(dated, sources, strict=True):
            article = articles.get(source.pk)
            if article is None:
                article = articles[source.pk] = Article(source=source)
                new.append(article)
            article.text, article.content_hash = data.text, data.content_hash
            article.rules_version, article.run, article.source = RULES_VERSION, self.run_record, source
            stored.append(article)
        Article.objects.bulk_create(new)
        for article in stored:
            if article not in new:
                article.save()
        return stored

    def date_undated(self, pool: ProcessPoolExecutor | None) -> None:
        """Infer the day of articles that state none from those that do, and read them again with it."""
        waiting = list(
            Article.objects.exclude(source__published_basis=Source.Basis.STATED)
            .select_related("source")
            .order_by("source__origin")
        )
        if not waiting or not (self.saw_dated or any(a.run_id == self.run_record.pk for a in waiting)):
            return
        dated = _dated_news()
        changed: list[Article] = []
        for article in waiting:
            day = infer_published(article.text, dated)
            if day != article.source.published:
                article.source.published = day
                article.source.published_basis = Source.Basis.INFERRED if day else Source.Basis.UNKNOWN
                changed.append(article)
        texts = [(a.text, a.source.published, a.source.language) for a in changed]
        claims = self.extract(texts, pool)
        with transaction.atomic():
            lock_events()
            for article in changed:
                article.source.save()
            self.write(list(zip(changed, claims, strict=True)))

    def record_failures(self, failures: Sequence[ReadFailure]) -> None:
        self.result.failures.extend(failures)
        IngestFailure.objects.bulk_create(
            IngestFailure(run=self.run_record, origin=f.origin[:1000], reason=f.reason[:1000])
            for f in failures
        )
        record, result = self.run_record, self.result
        created, cited = self.before
        record.created, record.cited = created + result.created, cited + result.cited
        record.unchanged, record.failed = result.unchanged, result.failed
        record.articles_read, record.beat_at = result.articles, timezone.now()
        record.save(update_fields=["created", "cited", "unchanged", "failed", "articles_read", "beat_at"])


def _extract(task: tuple[str, date | None, str, Gazetteer]) -> list[Claim]:
    text, published, language, gazetteer = task
    return extract_claims(text, published=published, language=language, gazetteer=gazetteer)


def _batches(
    inputs: Iterable[ArticleData | ReadFailure], size: int
) -> Iterator[list[ArticleData | ReadFailure]]:
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

    def __init__(self, articles: Sequence[ArticleData]):
        urls = {a.url for a in articles if a.url}
        origins = {a.origin for a in articles}
        self.by_url: dict[str, Source] = {}
        self.by_origin: dict[str, Source] = {}
        self.old: list[Source] = []
        for source in Source.objects.filter(Q(url__in=urls) | Q(origin__in=origins)).order_by("-id"):
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


def _dated_news() -> list[DatedNews]:
    rows = Article.objects.filter(source__published_basis=Source.Basis.STATED).values_list(
        "source__origin", "source__published", "text"
    )
    return [
        DatedNews(origin, published, news_marks(text), looks_ahead(text))
        for origin, published, text in rows.iterator()
    ]


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


def lock_events() -> None:
    """Let one transaction at a time write events; SQLite's own write lock already does."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
