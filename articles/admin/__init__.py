"""The admin of articles: submitting them, following runs, and lists of undated articles and failed inputs."""

from . import advice, failures, rights, runs, texts

__all__ = ["advice", "failures", "rights", "runs", "texts"]
