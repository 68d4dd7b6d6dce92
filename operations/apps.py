"""The app for running the site safely."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "operations"
