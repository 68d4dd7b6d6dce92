"""Answers in JSON Lines, as in the OpenAI Batch API, found by the name of the article or the hash of its text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from timeline.clean_text import fit

HASH = 12  # characters of a text's hash in a name, enough to be unique in one file
ENDPOINT = "/v1/chat/completions"


class ResultsError(Exception):
    """A file of answers cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Result:
    """A line of a file of answers: the completion, or why there is none."""

    body: dict[str, Any] | None
    fault: str = ""
    version: str = ""


class Results:
    """The answers of a file, read one by one because a file may be larger than the memory."""

    def __init__(self, path: Path):
        """Raises ResultsError if it is not a file of answers."""
        self.path = path
        self.offsets: dict[str, int] = {}
        try:
            self.file = path.open("rb")
            self._index()
        except OSError as error:
            raise ResultsError(f"{path} cannot be read: {error.strerror}") from None
        if not self.offsets:
            raise ResultsError(f"{path} holds no answers: each line is an object with custom_id and response")

    def _index(self) -> None:
        number = at = 0
        for line in self.file:
            number, start, at = number + 1, at, at + len(line)
            if not line.strip():
                continue
            try:
                name = json.loads(line)["custom_id"]
            except (ValueError, KeyError, TypeError, RecursionError):
                raise ResultsError(f"{self.path}, line {number}: no object with a custom_id") from None
            if not isinstance(name, str):
                raise ResultsError(f"{self.path}, line {number}: custom_id must be a string")
            self.offsets[name] = start  # the last one counts, as when a batch was sent again
            if "~" in name:
                self.offsets["~" + name.rpartition("~")[2][:HASH]] = start

    def find(self, name: str, text_hash: str) -> Result | None:
        """The answer about a text, by its hash, else by the name of its article; None without one."""
        for key in (f"~{text_hash[:HASH]}", name):
            if key in self.offsets:
                self.file.seek(self.offsets[key])
                return _result(json.loads(self.file.readline()))
        return None


def _result(row: dict[str, Any]) -> Result:
    response, error = row.get("response"), row.get("error")
    version = row.get("version") if isinstance(row.get("version"), str) else ""
    if error:
        said = error.get("message") or error.get("code") if isinstance(error, dict) else error
        return Result(None, f"the batch gave no answer: {fit(str(said))[:200]}")
    status = response.get("status_code", 200) if isinstance(response, dict) else None
    if status != 200:
        return Result(None, f"the batch gave the status {status}")
    body = response.get("body")
    return (
        Result(body, version=version) if isinstance(body, dict) else Result(None, "the batch gave no answer")
    )


def article_name(origin: str) -> str:
    """The name of an article in a batch: the name of its file, or the id of its line in a file."""
    return origin.rpartition("#")[2] if "#" in origin else Path(origin).stem


def request_line(name: str, body: dict[str, Any]) -> str:
    """A line of the input of a batch."""
    row = {"custom_id": name, "method": "POST", "url": ENDPOINT, "body": body}
    return json.dumps(row, ensure_ascii=False)


def result_line(name: str, body: dict[str, Any], version: str) -> str:
    """A stored answer as a line of the output of a batch, with the version of the request."""
    row = {
        "custom_id": name,
        "response": {"status_code": 200, "body": body},
        "error": None,
        "version": version,
    }
    return json.dumps(row, ensure_ascii=False)
