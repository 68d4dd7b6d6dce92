"""Sitemaps for search engines: timelines, events, actors and sources."""

from django.contrib.sitemaps import Sitemap

from timeline.models import Actor, Event, Source, Timeline


class TimelineSitemap(Sitemap):
    def items(self):
        return Timeline.objects.filter(is_published=True).order_by("pk")


class EventSitemap(Sitemap):
    limit = 5000

    def items(self):
        return Event.objects.published().order_by("pk")

    def lastmod(self, event):
        return event.updated_at


class ActorSitemap(Sitemap):
    limit = 5000

    def items(self):
        return Actor.objects.filter(events__in=Event.objects.published()).distinct().order_by("pk")


class SourceSitemap(Sitemap):
    limit = 5000

    def items(self):
        return Source.objects.filter(citations__event__in=Event.objects.published()).distinct().order_by("pk")


SITEMAPS = {
    "timelines": TimelineSitemap,
    "events": EventSitemap,
    "actors": ActorSitemap,
    "sources": SourceSitemap,
}
