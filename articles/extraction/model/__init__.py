"""A language model as a second reader: the request, and the check of its answer against the article. No network here."""

from .answer import Answered, AnswerError, Dropped, read_answer
from .request import build_request, request_version

__all__ = ["AnswerError", "Answered", "Dropped", "build_request", "read_answer", "request_version"]
