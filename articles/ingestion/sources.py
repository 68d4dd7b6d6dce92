"""The rows of sources and articles, each version of a text kept beside the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from articles.extraction import RULES_VERSION
from articles.models import Article, ArticleVersion
from articles.readers import ArticleData
from timeline.curation.proposals import Wanted, keep, waiting
from timeline.models import ProposedChange, Source

from .reading import Read


class Sources:
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


def fill_source(source: Source, read: Read, shown: set[int]) -> Source:
    """Write what an article says of itself; what readers see of it already stays, and is proposed."""
    if source.pk in shown:
        return source
    for name, value in _said(read).items():
        if name not in source.curated_fields:
            setattr(source, name, value)
    source.url = source.url if "url" in source.curated_fields else read.data.url
    source.origin, source.published, source.published_basis = read.data.origin, read.day, read.basis
    return source


def _said(read: Read) -> dict[str, str]:
    """What an article says of itself beside its address and its day."""
    data = read.data
    return {
        "title": data.title[:500],
        "publisher": data.publisher[:300],
        "kind": data.kind,
        "language": data.language,
        "links_to": data.links_to,
    }


def shown(known: Sources) -> set[int]:
    """The stored sources of a batch that a published event cites."""
    keys = {s.pk for s in (*known.by_url.values(), *known.by_origin.values()) if s.pk}
    return set(Source.objects.shown().filter(pk__in=keys).values_list("pk", flat=True))


def propose_of_sources(read: Sequence[tuple[Source, Read]]) -> int:
    """Propose what a new version of an article says otherwise of itself than readers see; gives how much."""
    wanted: list[Wanted] = []
    for source, r in read:
        said = {**_said(r), "url": r.data.url}
        differing = {
            name: (getattr(source, name), v)
            for name, v in said.items()
            if v not in ("", getattr(source, name))
        }
        mine, theirs = _day_said(source.published, source.published_basis), _day_said(r.day, r.basis)
        if r.day and mine != theirs:
            differing["published"] = (mine, theirs)
        wanted += [
            Wanted(ProposedChange.What.FIELD, after, before, source=source, field=name)
            for name, (before, after) in differing.items()
            if name not in source.curated_fields
        ]
    stale = waiting().filter(event=None, source__in=[source.pk for source, _ in read])
    return len(keep(wanted, stale.values_list("pk", flat=True), rules_version=RULES_VERSION))


def _day_said(day: date | None, basis: str) -> list[str]:
    return [day.isoformat() if day else "", basis]


def version(article: Article) -> ArticleVersion:
    """An article as it is, to be kept beside what takes its place."""
    return ArticleVersion(
        article=article,
        edition=article.edition,
        text=article.text,
        content_hash=article.content_hash,
        origin=article.source.origin,
        ingested_at=article.ingested_at,
    )
