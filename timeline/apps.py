"""The app that readers see and curators edit."""

from django.apps import AppConfig


class TimelineConfig(AppConfig):
    name = "timeline"

    def ready(self):
        from . import history, search, versions

        search.connect(self)
        history.connect()
        versions.connect()
