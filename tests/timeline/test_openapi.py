"""The API keeps to its own description, whatever it is asked."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
import schemathesis
from django.conf import settings as site
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from django.urls import get_resolver
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.factories import make_actor, make_citation, make_event, make_source, make_timeline
from timeline.api.openapi import describe_api
from timeline.data.formats import FORMATS

pytestmark = pytest.mark.django_db
DESCRIPTION = "/api/v1/openapi.json"
QUICK = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def filled(db):
    japan = make_actor("Japan", "state")
    kishida = make_actor("Fumio Kishida", represents=japan)
    for number, edtf in enumerate(("2024-09-06", "1910/1945", "2022/..", "1907~", "2024-07")):
        event = make_event(f"방문 {number}", edtf, "visit", [kishida], slug=f"event-{number}")
        make_citation(event, make_source(published="2024-09-07", published_basis="stated"))
    make_timeline(chapters=[("2022-01-01", "2024-12-31")])
    for signal in (request_started, request_finished):  # would take the connection from under the test
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


years = st.integers(1, 9999).map("{:04}".format)
moments = st.one_of(
    years,
    st.dates().map(str),
    st.builds("{}-{:02}".format, years, st.integers(1, 12)),
    years.map("{}/..".format),
    years.map("../{}".format),
    st.builds("{}{}".format, years, st.sampled_from("?~%")),
    st.builds("{}/{}".format, st.dates(max_value=date(1950, 1, 1)), st.dates(min_value=date(1950, 1, 1))),
)
schemathesis.openapi.format("edtf", moments)
description = describe_api("http://testserver/api/v1")
for kind, name in {"events": "event-0", "actors": "japan", "timelines": "japan-and-korea"}.items():
    description["paths"][f"/{kind}/{{slug}}"]["get"]["parameters"][0]["example"] = name  # one that is there
schema = schemathesis.openapi.from_dict(description)
schema.app = get_wsgi_application()  # that of config.wsgi sets limits of time for the whole process


@schema.parametrize()
@QUICK
def test_every_answer_is_as_described(filled, case):
    case.call_and_validate(headers={"Accept-Encoding": "identity"})  # its WSGI client unpacks nothing


def test_the_description_is_valid_openapi():
    description = json.loads(Client().get(DESCRIPTION).content)
    OpenAPIV31SpecValidator(description).validate()
    assert description["servers"] == [{"url": "http://testserver/api/v1"}]


def test_every_address_is_described():
    described = set(json.loads(Client().get(DESCRIPTION).content)["paths"])
    patterns = get_resolver("timeline.api.urls").url_patterns
    served = {re.sub(r"<\w+:(\w+)>", r"{\1}", str(p.pattern))[2:].replace("{pk}", "{id}") for p in patterns}
    assert described == {path for path in served if path.startswith("/")}


def test_the_page_for_people_names_every_address_and_parameter():
    page = (Path(site.BASE_DIR) / "docs" / "api.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([^`]+)`", page))
    for path, methods in describe_api("")["paths"].items():
        assert path in named or f"/api/v1{path}" in named
        assert {p["name"] for p in methods["get"].get("parameters", [])} - {"slug", "id"} <= named
    for chosen in FORMATS.values():
        assert {f".{chosen.suffix}", f"/timelines/SLUG.{chosen.suffix}"} & named
    (example,) = re.findall(r"curl 'https://HOST([^']+)'", page)
    make_actor("Japan", "state")
    make_event(actors=[make_actor("Japan", "state")])
    assert Client().get(example).status_code == 200
