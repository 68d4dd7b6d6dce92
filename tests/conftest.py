"""What every test begins with, and which of them are run on every database."""

import shutil
import sqlite3
from contextlib import closing
from copy import copy
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.core.management.color import no_style
from django.db import connection, transaction

from operations import databases

# What lends the database in another way, as to a process, is marked by hand.
OF_DATABASE = {"db", "transactional_db", "live_server"}
COMMITTING = {"transactional_db", "live_server"}
PUT_BACK = pytest.StashKey()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if item.get_closest_marker("django_db") or OF_DATABASE & set(item.fixturenames):
            item.add_marker(pytest.mark.database)
        if "browser" in item.fixturenames:
            if "e2e" not in item.path.parts:
                raise pytest.UsageError(f"{item.nodeid} wants a browser: its place is tests/e2e")
            item.add_marker(pytest.mark.browser)


def pytest_collection_finish(session):
    if databases.serves_pages:
        raise pytest.UsageError(
            "a test imports config.wsgi: its limits of time hold for every test of the process"
        )


@pytest.fixture(autouse=True)
def empty_cache():
    """Each test has its own database, so the caches are cleared."""
    for cache in caches.all():
        cache.clear()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Of several processes, each has SQLite in its own memory: pytest-django knows Django's own backend alone."""
    for database in settings.DATABASES.values():
        if database["ENGINE"].endswith("sqlite3"):
            database["TEST"]["NAME"] = ":memory:"


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_setup, django_db_blocker):
    """The database, and how to put back the groups that migrations wrote after all tables were emptied."""
    from django.contrib.auth.models import Group, Permission

    with django_db_blocker.unblock():
        kept = {
            group.name: [permission.natural_key() for permission in group.permissions.all()]
            for group in Group.objects.all()
        }

    def put_back():
        with django_db_blocker.unblock(), transaction.atomic():
            known = {permission.natural_key(): permission for permission in Permission.objects.all()}
            for name, permissions in kept.items():
                group, _ = Group.objects.get_or_create(name=name)
                group.permissions.set(known[key] for key in permissions)

    request.config.stash[PUT_BACK] = put_back
    yield
    del request.config.stash[PUT_BACK]


@pytest.fixture(scope="session")
def migrated(django_db_setup, django_db_blocker, tmp_path_factory):
    """Writes a file for SQLite with every table and no events, and gives its path: a copy of the tests' own database."""
    empty = tmp_path_factory.mktemp("migrated") / "empty.sqlite3"
    with django_db_blocker.unblock(), closing(sqlite3.connect(empty)) as file:
        connection.ensure_connection()
        connection.connection.backup(file)
    return lambda path: Path(shutil.copy(empty, path))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item):
    """What commits empties every table at its end, of the groups as well: the next test finds them again."""
    yield
    marker = item.get_closest_marker("django_db")
    commits = (marker and marker.kwargs.get("transaction")) or COMMITTING & set(item.fixturenames)
    if commits and (put_back := item.config.stash.get(PUT_BACK, None)):
        put_back()


@pytest.fixture(scope="session")
def sample_rows(django_db_setup, django_db_blocker):
    """All rows that the shipped samples make, ingested once for the tests of a process."""
    from articles.shipped import load_samples
    from timeline.models import Stamp  # writes leave them by themselves

    with django_db_blocker.unblock(), transaction.atomic():
        load_samples()
        models = [m for app in ("timeline", "articles") for m in apps.get_app_config(app).get_models(True)]
        rows = [(model, list(model._base_manager.all())) for model in models if model is not Stamp]
        transaction.set_rollback(True)
    return rows


@pytest.fixture
def samples(db, sample_rows):
    """A database that holds what ``load_samples`` makes."""
    with transaction.atomic():  # what a row names may come after it
        for model, rows in sample_rows:
            model._base_manager.bulk_create(map(copy, rows))
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(
                no_style(), [model for model, _ in sample_rows]
            ):
                cursor.execute(statement)
