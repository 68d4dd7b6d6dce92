"""The Makefile, the CI script and the container files: what can be known of them without running a container."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from config.probe import probe, probe_host

ROOT = Path(settings.BASE_DIR)


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_compose_has_the_services_and_each_long_lived_one_a_health_check(compose):
    services = compose["services"]
    assert set(services) == {"web", "migrate", "worker", "db", "redis"}
    assert all("healthcheck" in services[name] for name in ("worker", "db", "redis"))
    assert "HEALTHCHECK" in (ROOT / "Dockerfile").read_text()  # web's own
    assert services["web"]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    for service in services.values():
        assert set(service.get("depends_on", {})) <= set(services)
        for mount in service.get("volumes", []):
            assert mount.partition(":")[0] in compose["volumes"]


def test_compose_gives_no_secret_a_default_and_only_known_variables():
    text = (ROOT / "docker-compose.yml").read_text()
    for secret in ("SECRET_KEY", "POSTGRES_PASSWORD"):
        assert set(re.findall(rf"\$\{{{secret}(..)", text)) == {":?"}
    example = dict(
        line.split("=", 1)
        for line in (ROOT / ".env.example").read_text().splitlines()
        if line and line[0] != "#"
    )
    assert set(re.findall(r"\$\{(\w+)", text)) == set(example)
    assert example["SECRET_KEY"] == example["POSTGRES_PASSWORD"] == ""


def test_the_image_is_told_to_leave_out_what_is_private_or_built():
    ignored = set((ROOT / ".dockerignore").read_text().split())
    assert {".git", ".env", ".venv", "node_modules", "db.sqlite3*"} <= ignored


@pytest.mark.parametrize(
    ("allowed", "host"),
    [
        ("example.org, other.org", "example.org"),
        (".example.org", "example.org"),
        ("*", "localhost"),
        ("", "localhost"),
    ],
)
def test_the_probe_asks_as_a_host_that_is_allowed(allowed, host):
    assert probe_host(allowed) == host


@pytest.mark.django_db(transaction=True)
def test_the_probe_tells_a_live_server_from_a_dead_one(live_server, settings):
    settings.ALLOWED_HOSTS = ["example.org"]
    port = live_server.url.rpartition(":")[2]
    assert probe(port, "example.org") and not probe(port, "elsewhere.org")
    assert not probe("1", "example.org")


@pytest.fixture
def project(tmp_path):
    """A folder with the Makefile alone, and a Python that says it is too old."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "requirements.txt").touch()
    old = tmp_path / "oldpython"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.8.2" && exit\nexit 1\n')
    old.chmod(0o755)
    return tmp_path


def make(folder, *arguments, **environment):
    return subprocess.run(
        ["make", "-C", folder, *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.skipif(not shutil.which("make"), reason="no make")
def test_make_names_an_old_python_and_the_remedy(project):
    done = make(project, "run", f"PYTHON={project / 'oldpython'}")
    assert done.returncode and "Python 3.11 or newer; found: Python 3.8.2" in done.stderr
    assert "make run PYTHON=" in done.stderr and not (project / ".venv").exists()


@pytest.mark.skipif(not shutil.which("make"), reason="no make")
def test_make_throws_a_broken_environment_away(project):
    (project / ".venv" / "bin").mkdir(parents=True)
    (project / ".venv" / "bin" / "python").symlink_to("/nowhere/python3")
    (project / ".venv" / "run.stamp").touch()
    done = make(project, "run", f"PYTHON={project / 'oldpython'}")
    assert "is broken: making a new one" in done.stdout and not (project / ".venv").exists()


def test_the_ci_script_is_sound_and_skips_nothing():
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", script], check=True)
    text = script.read_text()
    for step in ("set -euo pipefail", "CI=true", "REQUIRE_BROWSER=1", "make lint", "make test", "--deploy"):
        assert step in text
