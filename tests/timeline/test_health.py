"""Whether the server lives and can serve, as an orchestrator asks it."""

from unittest import mock

import pytest
from django.db import InterfaceError, OperationalError
from django.db.migrations.recorder import MigrationRecorder


def test_it_lives_without_asking_the_database(client):
    # No django_db mark: a query would fail this test.
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_it_is_ready_when_migrated(client):
    assert client.get("/readyz").status_code == 200
    MigrationRecorder.Migration.objects.filter(app="articles").latest("name").delete()
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"migrations missing: 1")


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_it_is_not_ready_without_its_database(client, error):
    with mock.patch("timeline.health.MigrationExecutor", side_effect=error("gone")):
        response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"the database does not answer")


def test_probes_are_not_sent_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200
    assert client.get("/method/").status_code == 301
