"""The options of commands that use a model."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from .endpoint import Endpoint
from .readers import default_reader
from .results import Results, ResultsError
from .second import READERS, RULES


class BadOptions(Exception):
    """Options that cannot be combined; the message says what to do."""


def add_reader_options(parser: ArgumentParser) -> None:
    parser.add_argument("--reader", choices=READERS, help="who reads: rules, model or both (default: READER)")
    add_answers(parser)
    parser.add_argument(
        "--ask-again",
        action="store_true",
        help="ask a model again where it answered an earlier version of the request",
    )
    parser.add_argument(
        "--most-tokens",
        type=int,
        metavar="N",
        help="ask a model no more once that would cost more tokens (default: MODEL_BUDGET)",
    )


def add_answers(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--answers",
        type=Path,
        metavar="FILE",
        help="take a model's answers from the results of a batch, and ask nothing more",
    )


def parse_answers(given: dict[str, Any]) -> Results | None:
    """The file of answers, if one is given; raises BadOptions."""
    try:
        return Results(given["answers"]) if given["answers"] else None
    except ResultsError as error:
        raise BadOptions(str(error)) from None


def parse_reader_options(given: dict[str, Any]) -> dict[str, Any]:
    """The fields of Options for the readers; raises BadOptions before any work is done."""
    answers = parse_answers(given)
    reader = given["reader"] or default_reader(answers)
    if given["queue"] and (given["answers"] or given["reader"] or given["most_tokens"] or given["ask_again"]):
        raise BadOptions(
            "--queue reads as the settings of the workers say: leave out --reader, --answers, --ask-again and --most-tokens"
        )
    if given["most_tokens"] is not None and given["most_tokens"] < 1:
        raise BadOptions(f"--most-tokens {given['most_tokens']} is too few: give 1 or more")
    if reader == RULES and answers:
        raise BadOptions("--answers come from a model: leave out --reader rules")
    if reader != RULES and not (answers or Endpoint.from_settings()):
        raise BadOptions(
            f"the reader {reader} needs a model: set MODEL_URL and MODEL_NAME, or give --answers (docs/models.md)"
        )
    return {
        "reader": given["reader"] or "",
        "answers": answers,
        "most_tokens": given["most_tokens"],
        "ask_again": given["ask_again"],
    }
