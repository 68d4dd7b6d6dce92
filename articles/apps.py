"""The app that reads articles and finds events in them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = gettext_lazy("Articles")

    def ready(self):
        from django.db.models.signals import post_delete, post_save

        from timeline.curation.naming import readings_changed
        from timeline.curation.typed_dates import register_reader
        from timeline.curation.unknown_names import add_gazetteer
        from timeline.curation.worklists import add_worklists
        from timeline.field_names import translate_names
        from timeline.models import Citation

        from . import checks  # noqa: F401  registers itself
        from .extraction.written import read_written_date
        from .ingestion import ties, worklists
        from .ingestion.gazetteer import known_actors

        translate_names(self)
        add_gazetteer(known_actors)
        register_reader(read_written_date)
        add_worklists(worklists.OWN)
        for name, signal in (("save", post_save), ("delete", post_delete)):
            signal.connect(ties.on_change, sender=Citation, dispatch_uid=f"articles.ingestion.ties.{name}")
        readings_changed.connect(ties.on_readings_changed, dispatch_uid="articles.ingestion.ties.readings")
