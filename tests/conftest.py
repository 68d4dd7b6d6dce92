"""What every test begins with, and which of them are run on every database."""

import gc
import shutil
import sqlite3
from contextlib import closing
from copy import copy
from pathlib import Path

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import translation

from operations import databases

# A million rounds of hashing are for real passwords: they took a third of a second for each user of a test.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# An example that takes long on a busy machine is no fault.
hypothesis.settings.register_profile("entente", deadline=None)
hypothesis.settings.load_profile("entente")
# What lends the database in another way, as to a process, is marked by hand.
OF_DATABASE = {"db", "transactional_db", "live_server"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        uses_database = item.get_closest_marker("django_db") or OF_DATABASE & set(item.fixturenames)
        if uses_database and not item.get_closest_marker("once"):
            item.add_marker(pytest.mark.database)
        if "browser" in item.fixturenames:
            if "e2e" not in item.path.parts:
                raise pytest.UsageError(f"{item.nodeid} wants a browser: its place is tests/e2e")
            item.add_marker(pytest.mark.browser)


def pytest_collection_finish(session):
    # Modules and lexicons stay for all tests: looking through them again and again took a tenth of the time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    if databases.serves_pages:
        raise pytest.UsageError(
            "a test imports config.wsgi: its limits of time hold for every test of the process"
        )


@pytest.fixture(autouse=True)
def empty_cache():
    """Each test has its own database, so the caches are cleared."""
    for cache in caches.all():
        cache.clear()


@pytest.fixture(autouse=True)
def own_language():
    """A request leaves its language with the thread that served it, here with the tests that follow."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Of several processes, each has SQLite in its own memory: pytest-django knows Django's own backend alone."""
    for database in settings.DATABASES.values():
        if database["ENGINE"].endswith("sqlite3"):
            database["TEST"]["NAME"] = ":memory:"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The database, which is put back as it is now after each test that commits."""
    with django_db_blocker.unblock():
        put_back = restoring(snapshot()) if connection.vendor == "sqlite" else emptying(groups())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", put_back)
        yield


def snapshot():
    """A copy in memory of the tests' own SQLite database."""
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    connection.ensure_connection()
    connection.connection.backup(kept)
    return kept


def restore(kept):
    connection.ensure_connection()
    kept.backup(connection.connection)


def restoring(kept):
    """Copying the file back takes milliseconds; Django would empty sixty tables and write permissions and groups anew."""
    return lambda test_case: restore(kept)


def groups():
    """The permissions of each group that migrations made."""
    from django.contrib.auth.models import Group

    return {
        group.name: [permission.natural_key() for permission in group.permissions.all()]
        for group in Group.objects.all()
    }


def emptying(kept):
    """Empty every table, as Django does, and write again the groups, which migrations alone would."""
    from django.contrib.auth.models import Group, Permission

    empty = TransactionTestCase._fixture_teardown

    def put_back(test_case):
        empty(test_case)
        with transaction.atomic():
            known = {permission.natural_key(): permission for permission in Permission.objects.all()}
            for name, permissions in kept.items():
                group, _ = Group.objects.get_or_create(name=name)
                group.permissions.set(known[key] for key in permissions)

    return put_back


@pytest.fixture(scope="session")
def migrated(django_db_setup, django_db_blocker, tmp_path_factory):
    """Writes a file for SQLite with every table and no events, and gives its path: a copy of the tests' own database.

    Only of one in SQLite, and before a test begins: a copy waits until no transaction is open.
    """
    empty = tmp_path_factory.mktemp("migrated") / "empty.sqlite3"
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock(), closing(sqlite3.connect(empty)) as file:
            connection.ensure_connection()
            connection.connection.backup(file)
    return lambda path: Path(shutil.copy(empty, path))


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


@pytest.fixture(scope="session")
def copies_with_samples():
    """Holds a copy of the SQLite database with the samples, once a test has written them."""
    return []


@pytest.fixture
def samples(db, sample_rows, copies_with_samples):
    """A database that holds what ``load_samples`` makes."""
    is_whole = not connection.in_atomic_block and connection.vendor == "sqlite" and is_untouched()
    if is_whole and copies_with_samples:
        restore(copies_with_samples[0])
        return
    write(sample_rows)
    if is_whole:
        copies_with_samples.append(snapshot())


def is_untouched():
    """Whether the test has written nothing yet that a copy would undo."""
    from django.contrib.auth.models import User

    from timeline.models import Event, Source, Timeline

    return not any(model.objects.exists() for model in (User, Event, Source, Timeline))


def write(rows_of_models):
    with transaction.atomic():  # what a row names may come after it
        for model, rows in rows_of_models:
            model._base_manager.bulk_create(map(copy, rows))
        models = [model for model, _ in rows_of_models]
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)
