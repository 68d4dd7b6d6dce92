"""The model's server: any with OpenAI's chat completions, as set by an operator.

Its address may be a private one, unlike those of articles, because only an operator can set it. The key is sent to this
server alone, and is in none of our messages.
"""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import requests
from django.conf import settings
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError, ReadTimeoutError

from articles.extraction.model.parts import estimate_tokens

MOST_BYTES = 4_000_000  # of an answer
PIECE = 65_536  # bytes read at once
TRIES = 4
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0  # seconds; each wait is up to twice as long as the one before
BUSY = frozenset((408, 409, 425, 429, 500, 502, 503, 504, 529))  # statuses after which a request is repeated
CONNECT = 10.0  # seconds
DONE = "[DONE]"
KEY_LIKE = re.compile(r"\b(?:sk|pk|key|gsk|xai|hf)[-_][\w*.-]{6,}|Bearer\s+\S+", re.IGNORECASE)
SHOWN = 200  # characters of a server's message


class AskError(Exception):
    """There is no answer; the message says why and can be shown on a page. ``is_dead`` if the server cannot be reached."""

    def __init__(self, message: str, *, is_dead: bool = False):
        super().__init__(message)
        self.is_dead = is_dead


@dataclass(frozen=True, slots=True)
class Reply:
    """A chat completion as the server sent it, with its token counts; these are our estimates if the server gives none."""

    body: dict[str, Any]
    prompt_tokens: int
    answer_tokens: int


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The server and model to ask; times are in seconds, the window is in tokens."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    timeout: float = 180.0
    window: int = 16_000
    concurrency: int = 4
    schema: bool = True
    stream: bool = False

    @classmethod
    def from_settings(cls) -> Endpoint | None:
        """The endpoint in the settings; None without one."""
        if not (settings.MODEL_URL and settings.MODEL_NAME):
            return None
        return cls(
            url=settings.MODEL_URL,
            model=settings.MODEL_NAME,
            key=settings.MODEL_KEY,
            timeout=float(settings.MODEL_TIMEOUT),
            window=settings.MODEL_WINDOW,
            concurrency=settings.MODEL_CONCURRENCY,
            schema=settings.MODEL_SCHEMA,
            stream=settings.MODEL_STREAM,
        )

    @property
    def completions(self) -> str:
        base = self.url.rstrip("/")
        return base if base.endswith("/chat/completions") else f"{base}/chat/completions"


class Bearer(AuthBase):
    """Sends the key, and keeps requests from looking for another one in a .netrc file."""

    def __init__(self, key: str):
        self.key = key

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self.key:
            request.headers["Authorization"] = f"Bearer {self.key}"
        return request


def ask(
    endpoint: Endpoint,
    body: dict[str, Any],
    *,
    until: float | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Reply:
    """Send a request until there is an answer, with growing waits. Raises AskError.

    ``until`` is the time of ``time.monotonic`` after which it is not repeated. A server that refuses the schema gets the
    request once more without it.
    """
    body = {**body, "model": endpoint.model}
    if endpoint.stream:
        body |= {"stream": True, "stream_options": {"include_usage": True}}
    wait = FIRST_WAIT
    for turn in range(1, TRIES + 1):
        try:
            return _ask_once(endpoint, body, until)
        except _Refused as error:
            if error.status in (400, 404, 422, 501) and "response_format" in body:
                body = {name: value for name, value in body.items() if name != "response_format"}
                continue
            raise AskError(error.message) from None
        except _Busy as error:
            pause = error.after or wait * random.uniform(0.5, 1.0)
            if turn == TRIES or (until and time.monotonic() + pause > until):
                raise AskError(f"{error.message}, {turn} times", is_dead=error.is_dead) from None
            sleep(pause)
            wait = min(2 * wait, LONGEST_WAIT)
    raise AskError("the server refuses the request in every form")


class _Busy(Exception):
    def __init__(self, message: str, after: float = 0.0, *, is_dead: bool = False):
        self.message, self.after, self.is_dead = message, after, is_dead


class _Refused(Exception):
    def __init__(self, message: str, status: int):
        self.message, self.status = message, status


def _ask_once(endpoint: Endpoint, body: dict[str, Any], until: float | None) -> Reply:
    seconds = endpoint.timeout if until is None else max(1.0, min(endpoint.timeout, until - time.monotonic()))
    until = time.monotonic() + seconds
    try:
        with requests.post(
            endpoint.completions,
            json=body,
            auth=Bearer(endpoint.key),
            timeout=(min(CONNECT, seconds), seconds),
            stream=True,
            allow_redirects=False,
        ) as response:
            if response.status_code != 200:
                _judge(response, endpoint, until)
            content = b"".join(_pieces(response, until))
            is_stream = response.headers.get("Content-Type", "").startswith("text/event-stream")
    except (requests.Timeout, ReadTimeoutError):
        raise _Busy("the server took too long", is_dead=False) from None
    except requests.ConnectionError:
        raise _Busy("the server cannot be reached", is_dead=True) from None
    except (requests.RequestException, HTTPError) as error:
        raise _Busy(f"the connection failed ({type(error).__name__})") from None
    return _reply(_completion(content, is_stream=is_stream), body)


def _pieces(response: requests.Response, until: float) -> Iterator[bytes]:
    """The answer as it arrives, within limits of size and time, also for a server that sends a little at a time."""
    size = 0
    while piece := response.raw.read1(
        PIECE, decode_content=True
    ):  # yields what has arrived, without waiting for a full piece
        size += len(piece)
        if size > MOST_BYTES:
            raise AskError(f"the answer has more than {MOST_BYTES:,} bytes")
        if time.monotonic() > until:
            raise requests.Timeout
        yield piece


def _judge(response: requests.Response, endpoint: Endpoint, until: float) -> None:
    """Raise the error for a status other than 200."""
    status = response.status_code
    message = f"the server answers {status}"
    if status in BUSY:
        raise _Busy(message, _after(response))
    said = _said(b"".join(_pieces(response, until)), endpoint.key)
    if 300 <= status < 400:
        message = "the server redirects the request: MODEL_URL is not its own address"
    elif status in (401, 403):
        message = f"the server refuses our key ({status})"
    elif said:
        message = f"{message}: {said}"
    raise _Refused(message, status)


def _after(response: requests.Response) -> float:
    """The seconds that a server asks us to wait (Retry-After, RFC 9110), at most LONGEST_WAIT."""
    value = response.headers.get("Retry-After", "")
    return min(float(value), LONGEST_WAIT) if re.fullmatch(r"\d{1,6}(?:\.\d+)?", value) else 0.0


def _said(content: bytes, key: str) -> str:
    """A server's message about an error, in one line, without anything like a key; "" if it may contain ours."""
    try:
        error = json.loads(content).get("error", "")
        words = error.get("message", "") if isinstance(error, dict) else error
    except (ValueError, AttributeError):
        return ""
    line = KEY_LIKE.sub("…", " ".join(str(words).split()))[:SHOWN]
    parts = {key[n : n + 6] for n in range(len(key) - 5)} if len(key) >= 6 else {key} - {""}
    return "" if any(part in line for part in parts) else line


def _completion(content: bytes, *, is_stream: bool) -> dict[str, Any]:
    """The chat completion in an answer, joined if it was streamed. Raises AskError."""
    if is_stream:
        return _put_together(content.decode("utf-8", "replace"))
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        raise _Busy("the server's answer is not JSON") from None
    if not isinstance(body, dict):
        raise AskError("the server's answer is not a chat completion")
    return body


def _put_together(stream: str) -> dict[str, Any]:
    """A completion from its server-sent events (the data lines of the HTML standard, section 9.2)."""
    words: list[str] = []
    refusal: list[str] = []
    finished, usage, is_done = None, None, False
    for line in stream.splitlines():
        if not line.startswith("data:"):
            continue
        data = line[5:].strip()
        if data == DONE:
            is_done = True
            break
        try:
            event = json.loads(data)
            usage = event.get("usage") or usage
            for choice in event.get("choices") or ():
                delta = choice.get("delta") or {}
                words.append(delta.get("content") or "")
                refusal.append(delta.get("refusal") or "")
                finished = choice.get("finish_reason") or finished
        except (ValueError, AttributeError, TypeError):
            raise AskError("the server's answer is not a chat completion") from None
    if not is_done and not finished:
        raise _Busy("the answer broke off")
    message = {"role": "assistant", "content": "".join(words), "refusal": "".join(refusal) or None}
    return {"choices": [{"index": 0, "message": message, "finish_reason": finished}], "usage": usage}


def _reply(completion: dict[str, Any], body: dict[str, Any]) -> Reply:
    usage = completion.get("usage")
    usage = usage if isinstance(usage, dict) else {}
    asked = sum(estimate_tokens(message["content"]) for message in body["messages"])
    answered = estimate_tokens(json.dumps(completion.get("choices"), ensure_ascii=False))
    return Reply(
        completion,
        _count(usage.get("prompt_tokens"), asked),
        _count(usage.get("completion_tokens"), answered),
    )


def _count(value: Any, otherwise: int) -> int:
    return value if isinstance(value, int) and 0 <= value < 10**9 else otherwise
