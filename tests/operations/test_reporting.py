"""Reports to Sentry: where something failed, and never anyone's text or identity."""

import json
import logging

import pytest
import sentry_sdk
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path
from sentry_sdk.transport import Transport

from operations.reporting import start_reporting

pytestmark = pytest.mark.once

SECRET = "김건희 여사 private words"


def crash(request):
    words = request.GET.get("q")  # a local variable that a report would show
    request.session["seen"] = words
    raise ValueError(f"cannot read {words!r}")


def complain(request):
    logging.getLogger("articles.ingestion.run").error("article %s failed", SECRET)
    return HttpResponse("noted", status=503)


urlpatterns = [path("crash/", crash), path("complain/", complain)]


class Kept(Transport):
    """Keeps what would be sent."""

    def __init__(self, options=None):
        super().__init__(options)
        self.sent = []

    def capture_envelope(self, envelope):
        self.sent += [item.payload.json for item in envelope.items]


@pytest.fixture
def sent():
    kept = Kept()
    start_reporting("https://key@sentry.example.org/1", transport=kept)
    yield kept.sent
    sentry_sdk.init()  # reports nothing from here on


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.operations.test_reporting")
def test_a_report_says_where_and_not_what(client, sent, django_user_model):
    client.force_login(django_user_model.objects.create_user("a-reader", email="reader@example.org"))
    client.raise_request_exception = False
    answer = client.get("/crash/", {"q": SECRET}, REMOTE_ADDR="203.0.113.9")
    assert answer.status_code == 500
    [report] = sent
    [error] = report["exception"]["values"]
    assert error["type"] == "ValueError" and error["stacktrace"]["frames"][-1]["function"] == "crash"
    assert report["tags"]["request_id"] == answer["X-Request-ID"]
    text = json.dumps(report, ensure_ascii=False)
    for secret in (
        SECRET,
        "private",
        "203.0.113.9",
        "a-reader",
        "reader@example.org",
        "sessionid",
        "cookies",
    ):
        assert secret not in text, secret


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.operations.test_reporting")
def test_a_logged_error_is_reported_by_its_sentence_alone(client, sent):
    client.get("/complain/")
    [report] = sent  # and none for the answer 503 itself
    assert report["logentry"] == {"message": "article %s failed"}
    assert "private" not in json.dumps(report, ensure_ascii=False)
