"""The addresses of the API; any other address under /api/ gets an error in the API's form."""

from django.urls import path, re_path

from . import views

app_name = "api"
urlpatterns = [
    path("v1/", views.index, name="index"),
    path("v1", views.index),
    path("v1/openapi.json", views.openapi, name="openapi"),
    path("v1/events", views.events, name="events"),
    path("v1/events/<slug:slug>", views.event, name="event"),
    path("v1/actors", views.actors, name="actors"),
    path("v1/actors/<slug:slug>", views.actor, name="actor"),
    path("v1/sources", views.sources, name="sources"),
    path("v1/sources/<int:pk>", views.source, name="source"),
    path("v1/timelines", views.timelines, name="timelines"),
    path("v1/timelines/<slug:slug>", views.timeline, name="timeline"),
    re_path("^(?P<rest>.*)$", views.nowhere, name="nowhere"),
]
