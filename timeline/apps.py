"""The app that readers see and curators edit."""

from django.apps import AppConfig


class TimelineConfig(AppConfig):
    name = "timeline"
