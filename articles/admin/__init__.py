"""The admin of articles: submitting them, following runs, and lists of undated articles and failed inputs."""

from . import advice, failures, help, rights, runs, texts

__all__ = ["advice", "failures", "help", "rights", "runs", "texts"]
