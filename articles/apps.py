"""The app that reads articles and finds events in them."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self):
        from timeline.curation.typed_dates import register_reader
        from timeline.curation.unknown_names import add_gazetteer
        from timeline.curation.worklists import add_worklists

        from . import checks  # noqa: F401  registers itself
        from .extraction.written import read_written_date
        from .ingestion import worklists
        from .ingestion.gazetteer import known_actors

        add_gazetteer(known_actors)
        register_reader(read_written_date)
        add_worklists(worklists.OWN)
