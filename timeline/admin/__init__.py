"""The admin for curators: a module for each kind of record, and for each page beyond lists and forms."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from . import actors, events, history, proposals, sources, timelines

__all__ = ["actors", "events", "history", "proposals", "sources", "timelines"]

admin.site.site_header = admin.site.site_title = "Entente"
admin.site.index_title = gettext_lazy("Curation")
