"""The app that keeps the site running and safe."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "operations"
