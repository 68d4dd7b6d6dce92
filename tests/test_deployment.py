"""The Makefile, the CI script and the container files: what can be known of them without running a container."""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
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
    for name in ("web", "worker"):
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert services["migrate"]["restart"] == "no"
    assert {mount.partition(":")[0] for name in ("db", "redis") for mount in services[name]["volumes"]} == set(compose["volumes"])  # fmt: skip
    for service in services.values():
        assert set(service.get("depends_on", {})) <= set(services)
        for mount in service.get("volumes", []):
            assert mount.partition(":")[0] in compose["volumes"]


def test_migrate_makes_the_first_superuser_whose_password_no_other_service_is_told(compose):
    services = compose["services"]
    command = services["migrate"]["command"][-1]
    assert command.index("manage.py migrate") < command.index("&&") < command.index("ensure_superuser")
    told = [name for name, service in services.items() if "DJANGO_SUPERUSER_PASSWORD" in service.get("environment", {})]  # fmt: skip
    assert told == ["migrate"]
    # Merged, not replaced: it needs the database's address as the others do.
    assert (
        services["migrate"]["environment"]["DATABASE_URL"] == services["web"]["environment"]["DATABASE_URL"]
    )


def test_the_cache_and_the_queue_are_apart(compose):
    environment = compose["services"]["web"]["environment"]
    assert environment["REDIS_URL"] != environment["CELERY_BROKER_URL"]
    assert "volatile-lru" in compose["services"]["redis"]["command"]


def test_the_settings_start_with_what_compose_gives_them(compose):
    given = {name: _filled(value) for name, value in compose["services"]["web"]["environment"].items()}
    read = "DEBUG PROXIES STAFF_MFA RATE_LIMITS LOG_FORMAT METRICS_TOKEN SENTRY_DSN CELERY_BROKER_URL".split()
    code = f"import json; from config import settings as s; print(json.dumps({{n: getattr(s, n) for n in {read}}}))"
    environment = {"PATH": os.environ["PATH"], **given}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, done.stderr
    loaded = json.loads(done.stdout)
    assert (loaded["DEBUG"], loaded["PROXIES"], loaded["LOG_FORMAT"]) == (False, 1, "json")
    assert loaded["RATE_LIMITS"]["search"] == [120, 60] and loaded["STAFF_MFA"] == "optional"


def _filled(value: str) -> str:
    """What compose makes of a value where .env has the needed variables alone."""
    needed = {
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "example.org",
        "POSTGRES_PASSWORD": "x",
    }
    return re.sub(
        r"\$\{(\w+)(?::?([-?])([^}]*))?\}", lambda m: needed.get(m[1], m[3] if m[2] == "-" else ""), value
    )


def test_the_image_starts_gunicorn_by_its_own_configuration():
    from config import gunicorn

    last = (ROOT / "Dockerfile").read_text().strip().splitlines()[-1]
    assert last.startswith("CMD") and "python:config.gunicorn" in last and "config.wsgi:application" in last
    assert (
        gunicorn.worker_class == "gthread" and gunicorn.bind == "0.0.0.0:8000" and gunicorn.max_requests > 0
    )


def test_the_audit_is_there_and_no_part_of_ci():
    assert "\naudit:" in (ROOT / "Makefile").read_text()
    assert "audit" not in (ROOT / ".ci" / "run").read_text().replace("--no-audit", "")


def test_compose_gives_no_secret_a_default_and_only_known_variables():
    text = (ROOT / "docker-compose.yml").read_text()
    for secret in ("SECRET_KEY", "POSTGRES_PASSWORD"):
        assert set(re.findall(rf"\$\{{{secret}(..)", text)) == {":?"}
    for secret in ("DJANGO_SUPERUSER_PASSWORD", "METRICS_TOKEN", "SENTRY_DSN"):
        assert set(re.findall(rf"\$\{{{secret}(...)", text)) == {":-}"}
    example = dict(
        line.split("=", 1)
        for line in (ROOT / ".env.example").read_text().splitlines()
        if line and line[0] != "#"
    )
    assert set(re.findall(r"\$\{(\w+)", text)) == set(example)
    assert not any(value for name, value in example.items() if re.search("KEY|PASSWORD|TOKEN|DSN", name))


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
