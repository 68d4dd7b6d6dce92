"""A server of our own that speaks OpenAI's chat completions, and does what a test asks of it."""

import json
import re
import threading
import time
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ARTICLE = re.compile(r"----- article \w+ -----\n(.*)\n----- end of article \w+ -----", re.DOTALL)


def article_in(body):
    """The article that a request asks about."""
    return ARTICLE.search(body["messages"][-1]["content"])[1]


def completion(content, finish="stop", **message):
    """A chat completion with these words."""
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "model": "stub",
        "choices": [
            {
                "index": 0,
                "finish_reason": finish,
                "message": {"role": "assistant", "content": content, **message},
            }
        ],
        "usage": {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100},
    }


def event(passage, date_words, title, **fields):
    """A happening as a model lists it, with what a test does not care about filled in."""
    return {
        "passages": [passage] if isinstance(passage, str) else passage,
        "date_words": date_words,
        "edtf": None,
        "kind": "visit",
        "actors": [],
        "place": None,
        "title": {"en": title} if isinstance(title, str) else title,
        "planned": False,
        "weight": 2,
        **fields,
    }


class ModelServer(ThreadingHTTPServer):
    """Answers each request with what ``answer(body)`` gives: the words of an answer or a whole completion.

    ``faults`` are ways to fail by name (see ``FAULTS``): ``fault(body, turn)`` names one, or nothing; turn counts the
    requests about the same article. All bodies, headers and what was under way at once are kept.
    """

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, answer, fault=lambda body, turn: None, *, refuses_schema=False, delay=0.0):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer, self.fault = answer, fault
        self.refuses_schema, self.delay = refuses_schema, delay
        self.bodies, self.headers, self.turns = [], [], Counter()
        self.under_way = self.most_at_once = 0
        self.lock = threading.Lock()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, request, client_address):
        """Connections that a test breaks off are no news."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def do_POST(self):
        server = self.server
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with server.lock:
            server.bodies.append(body)
            server.headers.append(dict(self.headers))
            server.turns[article_in(body)] += 1
            turn = server.turns[article_in(body)]
            server.under_way += 1
            server.most_at_once = max(server.most_at_once, server.under_way)
        try:
            time.sleep(server.delay)
            self.reply(body, turn)
        finally:
            with server.lock:
                server.under_way -= 1

    def reply(self, body, turn):
        if self.path != "/v1/chat/completions":
            return self.send(404, {"error": {"message": "no such page"}})
        if self.server.refuses_schema and "response_format" in body:
            return self.send(400, {"error": {"message": "response_format is not supported"}})
        if fault := self.server.fault(body, turn):
            return FAULTS[fault](self, body)
        answer = self.server.answer(body)
        whole = completion(answer) if isinstance(answer, str) else answer
        return self.stream(whole) if body.get("stream") else self.send(200, whole)

    def send(self, status, data, headers=(), kind="application/json"):
        content = data if isinstance(data, bytes) else json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def stream(self, whole, *, stops_after=None):
        """The same answer in server-sent events, a few letters each."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        choice = whole["choices"][0]
        words = choice["message"]["content"] or ""
        pieces = [words[n : n + 40] for n in range(0, len(words), 40)]
        for piece in pieces[:stops_after]:
            self.event({"choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]})
        if stops_after is None:
            self.event({"choices": [{"index": 0, "delta": {}, "finish_reason": choice["finish_reason"]}]})
            self.event({"choices": [], "usage": whole["usage"]})
            self.wfile.write(b"data: [DONE]\n\n")
        self.close_connection = True

    def event(self, data):
        self.wfile.write(f": comment\ndata: {json.dumps(data)}\n\n".encode())

    def drip(self):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.05)

    def break_off(self):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "5000")
        self.end_headers()
        self.wfile.write(b'{"choices": [{"message": {"content": "{\\"eve')
        self.wfile.flush()
        self.close_connection = True

    def hang(self):
        time.sleep(3)
        self.close_connection = True

    def drop(self):
        self.close_connection = True


FAULTS = {
    "busy": lambda h, body: h.send(429, {"error": {"message": "slow down"}}, [("Retry-After", "0")]),
    "broken": lambda h, body: h.send(500, {"error": {"message": "oops"}}),
    "away": lambda h, body: h.send(503, b"<html>Service Unavailable</html>", kind="text/html"),
    "key": lambda h, body: h.send(401, {"error": {"message": f"Incorrect key {h.headers['Authorization']}"}}),
    "wrong": lambda h, body: h.send(
        422, {"error": {"message": f"no such model, key {h.headers['Authorization']}"}}
    ),
    "elsewhere": lambda h, body: h.send(302, b"", [("Location", "http://127.0.0.1:9/v1")]),
    "cut": lambda h, body: h.send(200, completion('{"events": [{"passages": ["Ann', finish="length")),
    "no-json": lambda h, body: h.send(200, completion("I would be glad to help with that article!")),
    "shape": lambda h, body: h.send(200, completion('{"happenings": {"first": 1}}')),
    "refusal": lambda h, body: h.send(200, completion(None, refusal="I cannot help with that.")),
    "filter": lambda h, body: h.send(200, completion("", finish="content_filter")),
    "empty": lambda h, body: h.send(200, completion("")),
    "no-completion": lambda h, body: h.send(200, {"object": "list", "data": []}),
    "html": lambda h, body: h.send(200, b"<html>welcome</html>", kind="text/html"),
    "huge": lambda h, body: h.send(200, completion("x" * 5_000_000)),
    "break-off": lambda h, body: h.break_off(),
    "drop": lambda h, body: h.drop(),
    "hang": lambda h, body: h.hang(),
    "drip": lambda h, body: h.drip(),
    "stream-cut": lambda h, body: h.stream(completion("{" + " " * 300), stops_after=3),
}


@contextmanager
def serving(answer, *args, **options):
    """A server in a thread of its own."""
    server = ModelServer(answer, *args, **options)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
