"""Whether the server runs and is ready, as an orchestrator asks."""

import socket
from threading import Event
from unittest import mock

import pytest
from django.db import InterfaceError, OperationalError
from django.db.migrations.recorder import MigrationRecorder

from operations import health


@pytest.fixture(autouse=True)
def no_other_services(settings):
    settings.REDIS_URL = settings.CELERY_BROKER_URL = ""


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(health, "PATIENCE", 0.2)


@pytest.fixture
def deaf_server():
    """The address of a server that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


def test_it_lives_without_asking_the_database(client):
    # No django_db mark: a query would fail this test.
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db(transaction=True)
def test_it_is_ready_when_migrated(client):
    assert client.get("/readyz").status_code == 200
    last = MigrationRecorder.Migration.objects.filter(app="articles").latest("name")
    MigrationRecorder.Migration.objects.filter(pk=last.pk).delete()
    try:
        response = client.get("/readyz")
    finally:
        last.save(force_insert=True)
    assert (response.status_code, response.content) == (503, b"migrations missing: 1")


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_it_is_not_ready_without_its_database(client, error):
    with mock.patch("operations.health.MigrationExecutor", side_effect=error("gone")):
        response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"the database does not answer")


def test_it_is_not_ready_without_the_cache_and_broker_it_was_given(client, settings, deaf_server, impatient):
    settings.REDIS_URL, settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0", deaf_server
    with mock.patch("operations.health._database", return_value=""):
        response = client.get("/readyz")
    assert response.status_code == 503
    assert response.content == b"the cache does not answer\nthe broker does not answer"


def test_what_hangs_is_told_in_time_and_asked_once_until_it_comes_back(impatient):
    released, asked = Event(), []

    def hang():
        asked.append(1)
        released.wait(10)
        return ""

    checks = {"slow thing": hang, "good thing": lambda: ""}
    assert health.find_faults(checks) == ["the slow thing does not answer"]
    assert health.find_faults(checks) == ["the slow thing does not answer"]
    assert len(asked) == 1
    released.set()
    health._under_way["slow thing"].result(timeout=10)
    assert health.find_faults(checks) == []
    assert len(asked) == 2


def test_probes_are_not_sent_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200
    assert client.get("/method/").status_code == 301
