"""The addresses of the site."""

from django.urls import path

from . import embeds, feeds, health, oembed, views

app_name = "timeline"
urlpatterns = [
    path("", views.home, name="home"),
    path("timelines/<slug:slug>/", views.timeline_detail, name="timeline-detail"),
    path("timelines/<slug:slug>.<str:format>", feeds.timeline_export, name="timeline-export"),
    path("events/<slug:slug>/", views.event_detail, name="event-detail"),
    path("actors/", views.actor_list, name="actor-list"),
    path("actors/<slug:slug>/", views.actor_detail, name="actor-detail"),
    path("sources/", views.source_list, name="source-list"),
    path("sources/<int:pk>/", views.source_detail, name="source-detail"),
    path("method/", views.method, name="method"),
    path("embed/<slug:slug>/", embeds.embed, name="embed"),
    path("embed.js", oembed.embed_js, name="embed-js"),
    path("oembed", oembed.oembed, name="oembed"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
