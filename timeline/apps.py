"""The app with everything that readers see and curators edit."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class TimelineConfig(AppConfig):
    name = "timeline"
    verbose_name = gettext_lazy("Curation")

    def ready(self):
        from .curation import worklists
        from .field_names import translate_names
        from .record import content_version, history, ranking, search

        translate_names(self)
        search.connect(self)
        history.connect()
        content_version.connect()
        ranking.connect()
        worklists.add_worklists(worklists.OWN)
