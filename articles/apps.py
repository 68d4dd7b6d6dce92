"""The app that reads articles and finds events in them."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
