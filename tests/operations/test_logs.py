"""The log: one JSON object per line, each with its request, and without anyone's text or address."""

import io
import json
import logging
import logging.config
import re

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path

from operations.logs import logging_config, request_id

pytestmark = [pytest.mark.django_db, pytest.mark.once]
VIEWS = logging.getLogger("timeline.reading.views")


def crash(request):
    raise RuntimeError("words of an article")


def note(request):
    VIEWS.warning("noted %s", "something")
    return HttpResponse("noted")


urlpatterns = [path("crash/", crash), path("note/", note)]


@pytest.fixture
def lines():
    """Log as in production; returns the lines written so far."""
    stream = io.StringIO()
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    configuration = logging_config("json", "WARNING", requests=True)
    configuration["handlers"]["console"]["stream"] = stream
    logging.config.dictConfig(configuration)
    yield lambda: [json.loads(line) for line in stream.getvalue().split("\n") if line]
    logging.config.dictConfig(logging_config("text", "WARNING", requests=False))
    root.handlers, root.level = before, level


@override_settings(ROOT_URLCONF="tests.operations.test_logs")
def test_every_line_of_a_request_has_its_name_and_the_answer_too(client, lines):
    client.raise_request_exception = False
    answer = client.get("/note/?q=secret+words", REMOTE_ADDR="203.0.113.9")
    name = answer["X-Request-ID"]
    assert re.fullmatch("[0-9a-f]{32}", name)
    noted, asked = lines()
    assert (noted["message"], noted["level"], noted["logger"]) == (
        "noted something",
        "WARNING",
        "timeline.reading.views",
    )
    assert asked["message"].startswith("GET /note/ 200 ") and asked["ms"] >= 0
    assert (asked["method"], asked["path"], asked["status"]) == ("GET", "/note/", 200)
    assert noted["request_id"] == asked["request_id"] == name
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+\+00:00", asked["time"])
    crashed = client.get("/crash/?q=secret")
    found = lines()[2:]
    assert crashed.status_code == 500 and {line["request_id"] for line in found} == {crashed["X-Request-ID"]}
    assert any("RuntimeError" in line.get("exc_info", "") for line in found)
    assert not re.search("secret|203.0.113", json.dumps(lines()))


@override_settings(ROOT_URLCONF="tests.operations.test_logs")
def test_a_name_that_a_proxy_gave_is_kept_and_a_strange_one_is_not(client, lines):
    given = "4bf92f35-77b3-4da6-a3ce-929d0e0e4736"
    assert client.get("/note/", headers={"X-Request-ID": given})["X-Request-ID"] == given
    assert lines()[0]["request_id"] == given
    for strange in ("short", "a b c d e f g h", "x" * 129, 'quote"quote"', "요청요청요청요청"):
        assert client.get("/note/", headers={"X-Request-ID": strange})["X-Request-ID"] != strange


@override_settings(ROOT_URLCONF="tests.operations.test_logs")
def test_a_name_ends_with_its_request(client, lines):
    client.get("/note/")
    assert request_id.get() == ""
    VIEWS.warning("later")
    assert "request_id" not in lines()[-1]


def test_a_line_stays_one_line_whatever_it_says(lines):
    VIEWS.error("one\ntwo\u2028three %s", "한국어\r\n{}")
    assert lines()[0]["message"] == "one\ntwo\u2028three 한국어\r\n{}"


def test_probes_are_not_noted(client, lines):
    client.get("/healthz")
    assert lines() == []


def test_a_workers_lines_have_their_task(lines):
    from config.celery import app

    @app.task(name="tests.note")
    def task():
        VIEWS.warning("from a task")

    task.apply(task_id="task-7")
    assert lines()[0]["task_id"] == "task-7"


def test_people_get_plain_lines(capsys):
    logging.config.dictConfig(logging_config("text", "WARNING", requests=False))
    token = request_id.set("abc")
    VIEWS.warning("something")
    request_id.reset(token)
    assert re.search(
        r"^[\d-]+ [\d:,]+ WARNING timeline.reading.views \[abc\]: something$", capsys.readouterr().err, re.M
    )
