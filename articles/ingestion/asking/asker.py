"""Find the stored answers about articles, and ask a model about the others: several at once, within a budget."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from datetime import date
from time import monotonic
from typing import Any

from django.conf import settings

from articles.extraction.model import AnswerError, build_request, request_version
from articles.extraction.model.answer import events_of
from articles.extraction.model.parts import WindowTooSmall, estimate_tokens, room_for_answer, split_text
from articles.extraction.model.request import MOST_ANSWER

from .endpoint import AskError, Endpoint, Reply, ask
from .kept import Kept, find_kept, hash_of, keep, model_of, tokens_of
from .results import Results

USUAL_ANSWER = 1_500  # tokens, reserved for a request that is in progress
MOST_DEAD = 3  # consecutive requests that reach no server, after which no more are sent


@dataclass(frozen=True, slots=True)
class Text:
    """An article to ask about; ``name`` is its name in a file of answers."""

    name: str
    text: str
    published: date | None
    language: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The answers about a text, one for each part; or why there are none, so that it is read by rules."""

    answers: tuple[dict[str, Any], ...] = ()
    reader: str = ""
    asked_on: date | None = None
    fault: str = ""


@dataclass(slots=True)
class Tally:
    """The counts of requests and tokens so far."""

    answers: int = 0
    prompt_tokens: int = 0
    answer_tokens: int = 0
    kept: int = 0
    dropped: int = 0

    @property
    def tokens(self) -> int:
        return self.prompt_tokens + self.answer_tokens


@dataclass(slots=True)
class _Part:
    """A part of a text, with its answer once there is one."""

    text: Text
    text_hash: str
    kept: Kept | None = None
    fault: str = ""


@dataclass(slots=True)
class Asker:
    """Answers about texts: from a file, from the stored ones, else from the endpoint.

    ``most_tokens`` limits requests and answers together (0: no limit). With ``again``, answers to an earlier version of the
    request do not count. ``watch`` is called after each answer.
    """

    endpoint: Endpoint | None = None
    results: Results | None = None
    most_tokens: int = 0
    again: bool = False
    is_quiet: bool = False  # sends no requests and stores nothing
    most_seconds: float = 0.0  # from the first request on; 0 for no limit
    spent: int = 0  # tokens that the run has used before
    watch: Callable[[Tally], None] = lambda tally: None
    tally: Tally = field(default_factory=Tally)
    _dead: int = 0
    _until: float = 0.0

    def answers(self, texts: Sequence[Text]) -> list[Asked]:
        """The answers about each text, in order. Never raises because of a server or a file."""
        whole = [self._parts(text) for text in texts]
        parts = [part for some in whole for part in some if not part.fault]
        self._from_file(parts)
        self._from_kept(parts)
        self._from_endpoint([part for part in parts if part.kept is None and not part.fault])
        return [self._together(some) for some in whole]

    def _parts(self, text: Text) -> list[_Part]:
        if self.results and self.results.find(text.name, hash_of(text.text, text.language)):
            return [_Part(text, hash_of(text.text, text.language))]
        window = self.endpoint.window if self.endpoint else settings.MODEL_WINDOW
        try:
            spans = split_text(text.text, window, MOST_ANSWER)
        except WindowTooSmall as error:
            return [_Part(text, "", fault=str(error))]
        texts = [replace(text, text=text.text[span.start : span.end]) for span in spans]
        return [_Part(part, hash_of(part.text, part.language)) for part in texts]

    def _from_file(self, parts: Sequence[_Part]) -> None:
        for part in parts if self.results else ():
            result = self.results.find(part.text.name, part.text_hash)
            if result is None:
                continue
            if result.body is None:
                part.fault = result.fault
                continue
            version = result.version or request_version()
            part.kept = Kept(result.body, model_of(result.body), version, part.text.published)
            part.fault = _fault_of(result.body)
            if not part.fault and not self.is_quiet:
                keep(part.text_hash, part.kept, *tokens_of(result.body))

    def _from_kept(self, parts: Sequence[_Part]) -> None:
        wanted = [part for part in parts if part.kept is None and not part.fault]
        model = self.endpoint.model if self.endpoint else ""
        version = request_version() if self.again else ""
        known = find_kept([part.text_hash for part in wanted], model, only_version=version)
        for part in wanted:
            part.kept = known.get(part.text_hash)

    def _from_endpoint(self, parts: Sequence[_Part]) -> None:
        if self.endpoint is None or self.results is not None or self.is_quiet:
            fault = "the file has no answer about it" if self.results else "no answer about it is stored"
            for part in parts:
                part.fault = fault
            return
        if self.most_seconds and not self._until:
            self._until = monotonic() + self.most_seconds
        by_hash: dict[str, list[_Part]] = {}
        for part in parts:
            by_hash.setdefault(part.text_hash, []).append(part)
        waiting = iter([some[0] for some in by_hash.values()])
        self._drive(ThreadPoolExecutor(self.endpoint.concurrency), waiting)
        for first, *others in by_hash.values():
            for part in others:
                part.kept, part.fault = first.kept, first.fault

    def _drive(self, pool: ThreadPoolExecutor, waiting: Iterator[_Part]) -> None:
        """Keep several requests in progress until all are answered or given up; answers are stored by this thread."""
        assert self.endpoint is not None
        running: dict[Future[Reply], tuple[_Part, int]] = {}
        try:
            while True:
                while len(running) < self.endpoint.concurrency and (part := next(waiting, None)):
                    self._send(pool, part, running)
                if not running:
                    return
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    part, _ = running.pop(future)
                    self._take(part, future)
        finally:  # when stopped from outside, requests that have not started are dropped
            pool.shutdown(wait=False, cancel_futures=True)

    def _send(
        self, pool: ThreadPoolExecutor, part: _Part, running: dict[Future[Reply], tuple[_Part, int]]
    ) -> None:
        assert self.endpoint is not None
        body = request_of(part.text, self.endpoint)
        need = sum(estimate_tokens(message["content"]) for message in body["messages"]) + USUAL_ANSWER
        reserved = sum(tokens for _, tokens in running.values())
        if self.most_tokens and self.spent + self.tally.tokens + reserved + need > self.most_tokens:
            part.fault = f"the budget of {self.most_tokens:,} tokens is spent"
        elif self._dead >= MOST_DEAD:
            part.fault = "the server cannot be reached"
        elif self._until and monotonic() > self._until:
            part.fault = "there is no time left to ask"
        else:
            running[pool.submit(ask, self.endpoint, body, until=self._until or None)] = (part, need)

    def _take(self, part: _Part, future: Future[Reply]) -> None:
        assert self.endpoint is not None
        try:
            reply = future.result()
        except AskError as error:
            part.fault = str(error)
            self._dead = self._dead + 1 if error.is_dead else 0
            return
        self._dead = 0
        self.tally.answers += 1
        self.tally.prompt_tokens += reply.prompt_tokens
        self.tally.answer_tokens += reply.answer_tokens
        self.watch(self.tally)
        part.fault = _fault_of(reply.body)
        if not part.fault:
            part.kept = Kept(reply.body, self.endpoint.model, request_version(), part.text.published)
            keep(part.text_hash, part.kept, reply.prompt_tokens, reply.answer_tokens)

    def _together(self, parts: Sequence[_Part]) -> Asked:
        """The answers about all parts of a text; none if one part has none."""
        if fault := next((part.fault for part in parts if part.fault), ""):
            return Asked(fault=fault)
        kept = [part.kept for part in parts if part.kept]
        if len(kept) < len(parts):
            return Asked(fault="no answer about it is stored")
        return Asked(tuple(k.body for k in kept), kept[0].reader, kept[0].published)


def request_of(text: Text, endpoint: Endpoint | None) -> dict[str, Any]:
    """The request about a text that fits into the model's window."""
    window = endpoint.window if endpoint else settings.MODEL_WINDOW
    return build_request(
        text.text,
        text.published,
        text.language,
        model=endpoint.model if endpoint else settings.MODEL_NAME,
        titles=settings.MODEL_TITLES,
        schema=endpoint.schema if endpoint else True,
        most_answer=room_for_answer(window, MOST_ANSWER),
    )


def _fault_of(body: dict[str, Any]) -> str:
    """Why an answer cannot be used, "" if it can; a useless one is not stored, so that the request can be repeated."""
    try:
        events_of(body)
    except AnswerError as error:
        return str(error)
    return ""
