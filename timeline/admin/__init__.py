"""The curators' desk: one module for each thing that is curated, and for each page beyond lists and forms."""

from django.contrib import admin

from timeline.disputes import disputed_events
from timeline.models import Event
from timeline.naming import unknown_names

from . import actors, events, history, sources, timelines
from .desk import add_waiting

__all__ = ["actors", "events", "history", "sources", "timelines"]

admin.site.site_header = admin.site.site_title = "Entente"
admin.site.index_title = "Curation"

add_waiting("Events to review", "admin:timeline_event_review", Event.objects.waiting, "timeline.change_event")
add_waiting("Disputed dates", "admin:timeline_event_disputes", disputed_events, "timeline.change_event")
add_waiting("Unknown names", "admin:timeline_actor_unknown", unknown_names, "timeline.change_actor")
add_waiting(
    "Sources without an address",
    "admin:timeline_source_without_address",
    sources.sources_without_address,
    "timeline.change_source",
)
