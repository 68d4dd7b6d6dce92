"""The project as a whole: addresses, migrations, documents, and text that no file may contain."""

import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from tests.factories import make_actor, make_citation, make_event, make_timeline

ROOT = Path(settings.BASE_DIR)


@pytest.mark.django_db
def test_every_page_answers_with_one_heading_and_a_strict_policy(client):
    event = make_event(actors=[make_actor()])
    citation = make_citation(event)
    timeline = make_timeline(chapters=[("2022-01-01", "2024-12-31")])
    pages = [
        "/",
        "/actors/",
        "/sources/",
        "/method/",
        event.get_absolute_url(),
        timeline.get_absolute_url(),
        "/actors/fumio-kishida/",
        citation.source.get_absolute_url(),
        f"/embed/{timeline.slug}/",
    ]
    for address in pages:
        response = client.get(address)
        body = response.content.decode()
        assert response.status_code == 200 and len(re.findall(r"<h1[ >]", body)) == 1, address
        assert " style=" not in body and "unsafe" not in response["Content-Security-Policy"], address
        assert not re.search(r'(?:src|href)="(?:https?:)?//(?!testserver|example\.org)', body), address
        assert client.head(address).status_code == 200
        assert client.post(address).status_code == 405


@pytest.mark.django_db
def test_a_wrong_address_gets_a_page_of_its_own(client):
    for address in ("/events/none/", "/actors/none/", "/sources/999999/", "/timelines/none/", "/embed/none/"):
        assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_articles_import_timeline_and_never_the_reverse():
    for path in (ROOT / "timeline").rglob("*.py"):
        assert not re.search(r"^\s*(?:from|import) articles\b", path.read_text(), re.MULTILINE), path
    for path in (ROOT / "articles" / "extraction").rglob("*.py"):
        assert not re.search(
            r"^\s*(?:from|import) django\b|date\.today\(|datetime\.now\(", path.read_text(), re.MULTILINE
        ), path


def test_every_variable_and_option_is_documented():
    readme = (ROOT / "README.md").read_text()
    running = (ROOT / "docs" / "running.md").read_text()
    text = "".join(path.read_text() for path in ROOT.glob("config/*.py"))
    variables = set(re.findall(r'(?:environ\.get|env[a-z]+)\("([A-Z_]+)"', text))
    described = {name for row in re.findall(r"^\|([^|]*)\|", running, re.MULTILINE) for name in re.findall(r"`([A-Z_]+)`", row)}  # fmt: skip
    inner = {"PROMETHEUS_MULTIPROC_DIR"}  # set by the server itself
    assert len(variables) > 20 and variables - inner <= described
    for path in ROOT.glob("*/management/commands/[a-z]*.py"):
        usage = re.search(rf"manage\.py {path.stem}\b.*(?:\n {{20,}}.*)*", readme)
        assert usage, f"README does not show {path.stem}"
        options = set(re.findall(r'"(--[\w-]+)"', path.read_text()))
        assert options <= set(re.findall(r"--[\w-]+", usage[0])), path.stem


def test_the_readme_is_short_and_its_links_lead_somewhere():
    for name in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text()
        assert text.count("\n") < 150
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
            assert (ROOT / target).exists(), f"{name}: {target}"


def test_the_projects_own_checks_find_nothing():
    call_command("check", fail_level="WARNING", verbosity=0)


def test_production_settings_pass_djangos_checks():
    # The browser tests' own variable would be a fault in production.
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    environment = {
        **inherited,
        "DEBUG": "0",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "example.org",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    del environment["SECRET_KEY"]
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert "SECRET_KEY is not set" in done.stderr


def test_no_file_names_a_registry_or_holds_a_lock_of_one():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("git does not list the files of this folder")
    files = listed.stdout.split("\0")[:-1]
    assert len(files) > 100
    hosts = re.compile(r"(?:pypi|pythonhosted|npmjs|registry\.npm|debian)\." + "(?:org|com)")
    for name in files:
        path = ROOT / name
        if path.is_file() and path.suffix not in (".png",):
            assert not hosts.search(path.read_text(encoding="utf-8", errors="ignore")), name
