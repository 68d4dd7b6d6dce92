"""The metrics for Prometheus, which nobody else can read."""

import pytest
from django.http import HttpResponse
from prometheus_client.parser import text_string_to_metric_families

from articles.models import IngestRun
from operations import measures
from operations.requestlog import RequestLog
from tests.factories import make_citation, make_event, make_timeline

pytestmark = pytest.mark.django_db
TOKEN = {"Authorization": "Bearer letmein"}


@pytest.fixture
def token(settings):
    settings.METRICS_TOKEN = "letmein"


def measured(client):
    """The value of each sample, by its name and labels."""
    text = client.get("/metrics", headers=TOKEN).content.decode()
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_there_is_no_such_page_where_no_token_is_set(client, settings):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer wrong", "Basic letmein", "letmein", "Bearer 한국"])
def test_it_is_shut_to_who_brings_no_token(client, token, given):
    answer = client.get("/metrics", HTTP_AUTHORIZATION=given)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_it_tells_what_ingestion_did_and_what_waits(client, token):
    event = make_event(status="proposed")
    make_citation(event)
    make_event("Another")
    IngestRun.objects.create(rules_version="1", created=5, cited=7, unchanged=2, failed=1)
    IngestRun.objects.create(rules_version="1", created=1)
    told = measured(client)
    assert told["entente_events", "proposed"] == told["entente_events", "published"] == 1
    assert told["entente_events", "rejected"] == 0
    assert told[("entente_citations",)] == 1 and told[("entente_runs_unfinished",)] == 2
    ingested = {name[1]: value for name, value in told.items() if name[0] == "entente_ingested_total"}
    assert ingested == {"created": 6, "cited": 7, "unchanged": 2, "failed": 1, "lost": 0}
    waiting = {name[1]: value for name, value in told.items() if name[0] == "entente_waiting"}
    assert waiting["timeline_event_review"] == 1 and waiting["timeline_source_without_address"] == 1
    assert {"articles_article_undated", "articles_ingestfailure_changelist"} <= set(waiting)


def test_what_is_counted_in_the_database_is_kept_a_while(client, token, django_assert_num_queries):
    measured(client)
    with django_assert_num_queries(0):
        measured(client)


def test_requests_are_measured_by_page_and_no_visitor_makes_new_ones(client, token, rf):
    make_timeline()
    whole_site = _handler(client)
    before = measured(client)
    for address in ("/", "/", "/no-such-page/", "/another/"):
        whole_site(rf.get(address))
    whole_site(rf.generic("ODD", "/"))
    told = measured(client)

    def grown(*labels):
        name = ("entente_request_seconds_count", *labels)
        return told.get(name, 0) - before.get(name, 0)

    assert grown("GET", "timeline:home", "200") == 1
    assert grown("GET", "kept", "200") == 1
    assert grown("GET", "none", "404") == 2
    assert grown("other", "timeline:home", "403") == 1  # no token against forgery


def _handler(client):
    """The whole site with its middleware, set up after the token was."""
    client.handler.load_middleware()
    return client.handler.get_response


def test_nothing_is_measured_where_nobody_asks(settings):
    settings.METRICS_TOKEN = ""
    assert RequestLog(HttpResponse).observe is None
    settings.METRICS_TOKEN = "x"
    assert RequestLog(HttpResponse).observe is measures.observe
