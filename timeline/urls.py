"""The addresses of the site."""

from django.contrib.sitemaps.views import index, sitemap
from django.urls import include, path
from django.views.decorators.cache import cache_control

from .data import schemas
from .data.views import event_export, source_export, timeline_export
from .reading import views
from .reading.caching import revalidated, shared
from .reading.event_pictures import event_picture_file
from .reading.sitemaps import SITEMAPS
from .sharing import embeds, oembed, panel, pictures

hourly = cache_control(public=True, max_age=3600)

app_name = "timeline"
urlpatterns = [
    path("", views.home, name="home"),
    path("timelines/<slug:slug>/", views.timeline_detail, name="timeline-detail"),
    path("timelines/<slug:slug>/share/", panel.share, name="share"),
    path("timelines/<slug:slug>/drawing.<str:format>", pictures.timeline_drawing, name="timeline-drawing"),
    path("timelines/<slug:slug>.png", pictures.timeline_picture, name="timeline-picture"),
    path("timelines/<slug:slug>.<str:suffix>", revalidated(timeline_export), name="timeline-export"),
    path("events/<slug:slug>/<str:size>-<str:digest>.jpg", event_picture_file, name="picture"),
    path("events/<slug:slug>.png", pictures.event_picture, name="event-picture"),
    path("events/<slug:slug>.<str:suffix>", revalidated(event_export), name="event-export"),
    path("events/<slug:slug>/", views.event_detail, name="event-detail"),
    path("actors/", views.actor_list, name="actor-list"),
    path("actors/<slug:slug>/", views.actor_detail, name="actor-detail"),
    path("sources/", views.source_list, name="source-list"),
    path("sources/<int:pk>.<str:suffix>", revalidated(source_export), name="source-export"),
    path("schemas/events.json", shared(reads=())(schemas.events_schema), name="schema"),
    path("sources/<int:pk>/", views.source_detail, name="source-detail"),
    path("api/", include("timeline.api.urls")),
    path("method/", views.method, name="method"),
    path("embed/<slug:slug>/", embeds.embed, name="embed"),
    path("embed/events/<slug:slug>/", embeds.embed_event, name="embed-event"),
    path("embed/actors/<slug:slug>/", embeds.embed_actor, name="embed-actor"),
    path("embed.js", oembed.embed_js, name="embed-js"),
    path("oembed", oembed.oembed, name="oembed"),
    path("robots.txt", views.robots, name="robots"),
    path(
        "sitemap.xml",
        hourly(index),
        {"sitemaps": SITEMAPS, "sitemap_url_name": "timeline:sitemap"},
        name="sitemap-index",
    ),
    path("sitemap-<section>.xml", hourly(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
]
