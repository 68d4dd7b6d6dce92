"""Asking a server: what is sent, what comes back, and every way in which none does."""

import json
import socket

import pytest

from articles.extraction.model import build_request
from articles.ingestion.asking import endpoint as endpoints
from articles.ingestion.asking.endpoint import AskError, Endpoint, ask
from tests.model_server import FAULTS, completion, event, serving

BODY = build_request("Anna Berg visited Oslo on Tuesday.", None, "en")
GOOD = json.dumps({"events": [event("Anna Berg visited Oslo on Tuesday.", "on Tuesday", "Berg visits Oslo")]})
KEY = "sk-secret-0123456789abcdef"


def ask_of(server, body=BODY, **fields):
    waits = []
    endpoint = Endpoint(server.url, "stub", key=KEY, **{"timeout": 1.0, **fields})
    try:
        return ask(endpoint, body, sleep=waits.append), waits
    except AskError as error:
        return error, waits


def first_turns(fault, turns):
    return lambda body, turn: fault if turn <= turns else None


@pytest.mark.parametrize("is_stream", [False, True])
def test_an_answer_comes_back_with_its_tokens(is_stream):
    with serving(lambda body: GOOD) as server:
        reply, waits = ask_of(server, stream=is_stream)
    assert reply.body["choices"][0]["message"]["content"] == GOOD
    assert (reply.prompt_tokens, reply.answer_tokens, waits) == (1000, 100, [])
    assert server.bodies[0]["model"] == "stub"
    assert server.headers[0]["Authorization"] == f"Bearer {KEY}"


def test_tokens_are_estimated_where_the_server_counts_none():
    with serving(lambda body: {**completion(GOOD), "usage": None}) as server:
        reply, _ = ask_of(server)
    assert reply.prompt_tokens > 1000 and reply.answer_tokens > 30


def test_a_server_that_takes_no_schema_is_asked_without():
    with serving(lambda body: GOOD, refuses_schema=True) as server:
        reply, _ = ask_of(server)
    assert reply.body["choices"][0]["message"]["content"] == GOOD
    assert ["response_format" in body for body in server.bodies] == [True, False]


@pytest.mark.parametrize("fault", ["busy", "broken", "away", "break-off", "drop", "html"])
def test_what_may_go_better_is_tried_again_with_waits_that_grow(fault):
    with serving(lambda body: GOOD, first_turns(fault, 3)) as server:
        reply, waits = ask_of(server)
    assert reply.body["choices"][0]["message"]["content"] == GOOD
    assert len(waits) == 3 and waits == sorted(waits) and waits[2] >= 2 * endpoints.FIRST_WAIT


def test_a_server_says_how_long_to_wait():
    assert endpoints._after(_Headers("7")) == 7.0
    assert endpoints._after(_Headers("99999")) == endpoints.LONGEST_WAIT
    assert endpoints._after(_Headers("Wed, 21 Oct 2015 07:28:00 GMT")) == 0.0


class _Headers:
    def __init__(self, value):
        self.headers = {"Retry-After": value}


@pytest.mark.parametrize("fault", ["busy", "broken", "away", "break-off", "drop", "html", "hang", "drip"])
def test_it_ends_after_a_few_tries(fault):
    with serving(lambda body: GOOD, lambda body, turn: fault) as server:
        error, waits = ask_of(server, timeout=0.3)
        assert isinstance(error, AskError) and len(waits) == endpoints.TRIES - 1
        assert len(server.bodies) == endpoints.TRIES


@pytest.mark.parametrize(
    ("fault", "told"),
    [("key", "refuses our key (401)"), ("elsewhere", "MODEL_URL"), ("huge", "bytes"), ("wrong", "422")],
)
def test_what_cannot_go_better_is_not_tried_again(fault, told):
    with serving(lambda body: GOOD, lambda body, turn: fault) as server:
        error, waits = ask_of(server, {k: v for k, v in BODY.items() if k != "response_format"})
    assert told in str(error) and not waits and len(server.bodies) == 1


def test_a_stream_that_breaks_off_is_no_answer():
    with serving(lambda body: GOOD, lambda body, turn: "stream-cut") as server:
        error, _ = ask_of(server, stream=True)
    assert "broke off" in str(error)


def test_nobody_listening_is_told_as_such():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    endpoint = Endpoint(f"http://127.0.0.1:{port}/v1", "stub", key=KEY, timeout=0.5)
    with pytest.raises(AskError, match="cannot be reached") as told:
        ask(endpoint, BODY, sleep=lambda seconds: None)
    assert told.value.is_dead


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_no_key_stands_in_any_message_or_request(fault, caplog):
    """Not even where the server repeats it."""
    with caplog.at_level("DEBUG"), serving(lambda body: GOOD, lambda body, turn: fault) as server:
        told, _ = ask_of(server, timeout=0.2, stream=fault == "stream-cut")
    assert KEY not in repr(told) + str(told) + caplog.text + json.dumps(server.bodies)
    assert KEY not in repr(Endpoint(server.url, "stub", key=KEY))


def test_a_password_file_of_the_machine_is_not_used(tmp_path, monkeypatch):
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password hidden\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with serving(lambda body: GOOD) as server:
        ask(Endpoint(server.url, "stub"), BODY)
    assert "Authorization" not in server.headers[0]
