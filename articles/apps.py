"""The app that reads articles and finds events in them."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self):
        from timeline.typed_dates import register_reader

        from .extraction.written import read_written_date

        register_reader(read_written_date)
