"""The Makefile, the CI script and the container files, as far as they can be tested without running a container."""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from config.probe import probe, probe_host
from tests.needs import need, no_programs

ROOT = Path(settings.BASE_DIR)


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_compose_has_the_services_and_each_long_lived_one_a_health_check(compose):
    services = compose["services"]
    assert set(services) == {"web", "migrate", "worker", "db", "redis", "model", "beat"}
    assert services["model"]["profiles"] == ["model"] and all(
        "profiles" not in services[n] for n in services if n != "model"
    )
    assert all("healthcheck" in services[name] for name in ("worker", "beat", "db", "redis", "model"))
    assert "HEALTHCHECK" in (ROOT / "Dockerfile").read_text()  # web's own
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert services["migrate"]["restart"] == "no"
    assert {mount.partition(":")[0] for name in ("db", "redis", "model") for mount in services[name]["volumes"]} == set(compose["volumes"])  # fmt: skip
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
    assert "maxmemory-policy volatile-lru" in compose["services"]["redis"]["command"][-1]


def test_every_service_is_confined(compose):
    for name, service in compose["services"].items():
        assert service["read_only"] is True and "/tmp" in service["tmpfs"], name
        assert service["cap_drop"] == ["ALL"] and "cap_add" not in service, name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["mem_limit"] and service["pids_limit"], name
        assert not service.keys() & {"privileged", "network_mode", "pid", "ipc", "devices", "cap_add"}, name
        assert service.get("user") in ({"db": "postgres", "redis": "redis"}.get(name), None), name
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in compose["services"]["web"]["ports"])
    # Nobody is root: the image of the application ends as a user of its own.
    assert re.findall(r"(?m)^USER (.+)", (ROOT / "Dockerfile").read_text())[-1] == "entente"
    assert compose["services"]["db"]["user"] and compose["services"]["redis"]["user"]


def test_redis_wants_a_password_which_the_addresses_bring_and_no_command_line_shows(compose):
    environment, redis = compose["services"]["web"]["environment"], compose["services"]["redis"]
    assert all("//:${REDIS_PASSWORD:?" in environment[name] for name in ("REDIS_URL", "CELERY_BROKER_URL"))
    shell, _, given = redis["command"][-1].partition("<<EOF\n")
    assert "PASSWORD" not in shell and "AUTH" not in shell
    assert "requirepass $$REDISCLI_AUTH\n" in given and "REDISCLI_AUTH" in redis["environment"]


def test_redis_as_composed_answers_with_its_password_alone(compose, tmp_path):
    need(no_programs("redis-server"))
    redis = compose["services"]["redis"]
    command = [part.replace("$$", "$") for part in redis["command"]]
    command[-1] = command[-1].replace("requirepass", f"port 0\nunixsocket {tmp_path}/redis.sock\nrequirepass")
    environment = {"PATH": os.environ["PATH"], "REDISCLI_AUTH": "secret"}
    server = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL)
    try:
        ask = [
            redis["healthcheck"]["test"][1],
            "-s",
            f"{tmp_path}/redis.sock",
            *redis["healthcheck"]["test"][2:],
        ]
        deadline = time.monotonic() + 20
        while subprocess.run(ask, env=environment, capture_output=True).returncode:
            assert time.monotonic() < deadline and server.poll() is None
            time.sleep(0.05)
        assert subprocess.run(
            ask, env={**environment, "REDISCLI_AUTH": "wrong"}, capture_output=True
        ).returncode
    finally:
        server.terminate()
        assert server.wait(20) == 0  # it is the server itself that is told to stop, no shell before it


IMAGES = r"(?m)^(?:FROM|\s+image:) +(\S+)"


def test_images_are_named_at_one_version(compose):
    images = [
        name
        for file in ("Dockerfile", "docker-compose.yml")
        for name in re.findall(IMAGES, (ROOT / file).read_text())
    ]
    assert len(images) == 5
    assert all(
        re.fullmatch(r"[\w/]+:\d+\.\d+(\.\d+)?(-slim)?(@sha256:[0-9a-f]{64})?", name) for name in images
    )


@pytest.mark.parametrize("faulty", ["", "redis"])
def test_images_are_pinned_to_what_their_registry_says_or_nothing_is_changed(tmp_path, faulty):
    (tmp_path / ".ci").mkdir()
    for name in (".ci/pin-images", "Dockerfile", "docker-compose.yml"):
        shutil.copy(ROOT / name, tmp_path / name)
    docker = tmp_path / "docker"
    answer = f'case "$4" in "{faulty}":*) echo unreachable >&2; exit 1;; *) echo sha256:$(printf %s "$4" | sha256sum | cut -c1-64);; esac'
    docker.write_text(f"#!/bin/sh\n{answer}\n")
    docker.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    pin = [sys.executable, tmp_path / ".ci" / "pin-images"]
    for _ in range(2):  # again, over digests that are there
        done = subprocess.run(pin, env=environment, capture_output=True, text=True)
        assert bool(done.returncode) == bool(faulty), done.stderr
    for file in ("Dockerfile", "docker-compose.yml"):
        before, after = (ROOT / file).read_text(), (tmp_path / file).read_text()
        if faulty:
            assert after == before and "no digest for redis:" in done.stderr
        else:
            pinned = re.findall(IMAGES, after)
            assert all(re.search(r":[^@]+@sha256:[0-9a-f]{64}$", name) for name in pinned)
            assert re.sub(r"@sha256:\w+", "", after) == re.sub(r"@sha256:\w+", "", before)


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
    """The value that compose gets when .env has only the required variables."""
    needed = {
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "example.org",
        "POSTGRES_PASSWORD": "x",
        "REDIS_PASSWORD": "y",
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
    for secret in ("SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD"):
        assert set(re.findall(rf"\$\{{{secret}(..)", text)) == {":?"}
    for secret in ("DJANGO_SUPERUSER_PASSWORD", "METRICS_TOKEN", "SENTRY_DSN", "MODEL_KEY"):
        assert set(re.findall(rf"\$\{{{secret}(...)", text)) == {":-}"}
    example = dict(
        line.split("=", 1)
        for line in (ROOT / ".env.example").read_text().splitlines()
        if line and line[0] != "#"
    )
    assert set(re.findall(r"\$\{(\w+)", text)) == set(example)
    assert not any(value for name, value in example.items() if re.search("KEY|PASSWORD|TOKEN|DSN", name))


def test_whatever_the_documentation_lets_one_set_reaches_the_containers(compose):
    table = (ROOT / "docs" / "running.md").read_text().split("## Environment variables")[1]
    names = {
        name for row in re.findall(r"^\| (`.*?) \|", table, re.M) for name in re.findall(r"`([A-Z_]+)`", row)
    }
    services = compose["services"]
    given = services["web"]["environment"].keys() | services["migrate"]["environment"].keys()
    assert len(names) > 40 and names - given == {"WEB_HOST", "PORT"}  # fixed within a container


def _listed(name: str) -> dict[str, str]:
    """The packages in one of our lists and the list it includes, each at one version."""
    lines = (ROOT / name).read_text().split("\n")
    included = [_listed(line[3:]) for line in lines if line.startswith("-r ")]
    wanted = [Requirement(line) for line in lines if line and line[0] not in "#-"]
    return {canonicalize_name(one.name): str(one.specifier) for one in wanted} | dict(*included)


def _locked(name: str) -> list[tuple[Requirement, list[str]]]:
    """Each package of a lock, with the hashes of its files."""
    entries = re.split(r"\n(?=\S)", re.sub(r"(?m)^ *#.*\n?", "", (ROOT / name).read_text()).strip())
    return [
        (Requirement(entry.partition(" \\\n")[0]), re.findall(r"--hash=(\S+)", entry)) for entry in entries
    ]


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_a_lock_holds_each_package_of_its_list_at_its_version_with_hashes_and_names_no_host(name):
    assert all(re.fullmatch(r"==[\w.]+", pin) for pin in _listed(f"{name}.txt").values())
    locked = _locked(f"{name}.lock")
    pins = {(canonicalize_name(one.name), str(one.specifier)) for one, _ in locked}
    assert _listed(f"{name}.txt").items() <= pins, "make lock"
    for package, hashes in locked:
        assert re.fullmatch(r"==[\w.]+", str(package.specifier)) and package.url is None
        assert hashes and all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes), package
    text = (ROOT / f"{name}.lock").read_text()
    assert "//" not in text and not re.search(r"(?m)^\s*--(?!hash=)", text)


def test_the_lock_of_the_browser_s_packages_holds_their_list_with_hashes_and_names_no_host():
    listed = json.loads((ROOT / "package.json").read_text())
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for kind in ("dependencies", "devDependencies"):
        assert locked[""][kind] == listed[kind]
        for name, version in listed[kind].items():
            assert locked[f"node_modules/{name}"]["version"] == version
    for path, package in locked.items():
        assert not path or (package["integrity"].startswith("sha512-") and "resolved" not in package), path
    for name in ("Dockerfile", ".ci/run"):
        assert re.findall(r"\bnpm (\w+)", (ROOT / name).read_text()) == ["ci"], name


def test_tests_run_on_the_packages_that_are_served():
    tested, served = (
        {(one.name, str(one.specifier), *hashes) for one, hashes in _locked(name)}
        for name in ("requirements-dev.lock", "requirements.lock")
    )
    assert served <= tested


def test_what_installs_does_so_from_a_lock_by_hashes():
    for name in ("Makefile", "Dockerfile", "docs/running.md"):
        lines = re.findall(r".*\bpip install\b.* -r .*", (ROOT / name).read_text())
        assert lines and all(re.search(r"--require-hashes -r \S+\.lock\b", line) for line in lines)
    assert not re.findall(r"\bpip install\b.* -r (?!\S+\.lock)", (ROOT / ".ci" / "run").read_text())


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
    """A folder with only the Makefile, and a Python that claims to be too old."""
    need(no_programs("make"))
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "requirements.lock").touch()
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


def test_make_names_an_old_python_and_the_remedy(project):
    done = make(project, "run", f"PYTHON={project / 'oldpython'}")
    assert done.returncode and "Python 3.11 or newer; found: Python 3.8.2" in done.stderr
    assert "make run PYTHON=" in done.stderr and not (project / ".venv").exists()


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
