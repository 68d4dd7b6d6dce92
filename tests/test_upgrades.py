"""A database of any earlier state is brought to the same tables, groups and rights as a new one, with all its rows."""

import os
import shutil
from contextlib import contextmanager
from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connections, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from timeline.models import Citation, Event
from timeline.record import content_version

FIRST = [("timeline", "0002_groups"), ("articles", "0001_articles")]
HALFWAY = [("timeline", "0010_stamps"), ("articles", "0004_intake_groups")]
LAST_BEFORE_SQUASHING = [("timeline", "0018_no_passage_reason"), ("articles", "0006_article_versions")]

OWN = "the tests' own"


@contextmanager
def in_place(connection):
    """Another database in place of the one of the tests."""
    usual = connections["default"]
    connections["default"] = connection
    ContentType.objects.clear_cache()
    try:
        yield connection
    finally:
        connections["default"] = usual
        ContentType.objects.clear_cache()
        connection.close()


@pytest.fixture
def database(migrated, tmp_path, django_db_blocker, db, monkeypatch):
    """Opens a database by its name; one that is not there yet is made, empty or like another.

    PostgreSQL copies no database that is in use, so that one like the tests' own is empty there.
    """
    monkeypatch.setattr(content_version, "_paused", set())
    usual = connections["default"]
    is_file, made = usual.vendor == "sqlite", {}

    def place(name):
        return str(tmp_path / name) if is_file else f"upgrades_{name}_{os.getpid()}"

    def opened(name, like=None):
        if name not in made:
            made[name] = place(name)
            if is_file and like == OWN:
                migrated(made[name])
            elif is_file and like:
                shutil.copy(made[like], made[name])
            elif not is_file:
                with usual._nodb_cursor() as cursor:
                    template = f' TEMPLATE "{made[like]}"' if like in made else ""
                    cursor.execute(f'CREATE DATABASE "{made[name]}"{template}')
        return in_place(type(usual)({**usual.settings_dict, "NAME": made[name]}, alias="default"))

    with django_db_blocker.unblock():
        yield opened
        if not is_file:
            with usual._nodb_cursor() as cursor:
                for name in made.values():
                    cursor.execute(f'DROP DATABASE "{name}"')


def migrate_to(connection, targets):
    """Apply the migrations one by one up to these, as before they were squashed."""
    executor = MigrationExecutor(connection)
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    return executor.migrate(targets).apps


def fill_as_first_released(connection):
    """Rows as of the first release; its databases kept passages apart without their dates."""
    content_version._pause("default")  # what wrote them knew of no versions
    apps = migrate_to(connection, FIRST)
    Citation = apps.get_model("timeline", "Citation")
    fields = ("event", "source", "start", "end")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Citation, next(c for c in Citation._meta.constraints if c.name == "citation_passage_unique"))  # fmt: skip
        editor.add_constraint(
            Citation, models.UniqueConstraint(fields=fields, name="citation_passage_unique")
        )
    source = apps.get_model("timeline", "Source").objects.create(
        title="The Daily", url="https://example.org/1"
    )
    for number in range(3):
        day = date(2023, 8, 18 + number)
        event = apps.get_model("timeline", "Event").objects.create(title="Summit at Camp David", slug=f"summit-{number}", kind="summit", status="published", edtf=day.isoformat(), earliest=day, latest=day, precision="day", is_disputed=True)  # fmt: skip
        Citation.objects.create(event=event, source=source, quote="The leaders met.", start=number * 20, end=number * 20 + 16, edtf=day.isoformat(), disputes=True, reading={"basis": "published"})  # fmt: skip
    apps.get_model("articles", "Article").objects.create(source=source, text="The leaders met.", content_hash="0" * 64, rules_version="1")  # fmt: skip


def parts(statement):
    """A table's columns and constraints in any order: what is between the commas of CREATE TABLE."""
    depth, found, opened = 0, [""], False
    for sign in statement:
        depth += (sign == "(") - (sign == ")")
        opened = opened or depth > 0
        if sign == "," and depth == 1:
            found.append("")
        elif opened and depth:
            found[-1] += sign
    return sorted(part.removeprefix("(").strip() for part in found)


def sqlite_schema(cursor):
    cursor.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {
        name: parts(sql) if kind == "table" and "VIRTUAL" not in sql else sql
        for kind, name, sql in cursor.fetchall()
    }


def postgresql_schema(cursor):
    asked = {
        "columns": """SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default,
                      is_identity, collation_name FROM information_schema.columns WHERE table_schema = 'public'""",
        "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "constraints": """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
                          WHERE connamespace = 'public'::regnamespace""",
    }
    found = {}
    for name, query in asked.items():
        cursor.execute(query)
        found[name] = sorted(cursor.fetchall(), key=repr)
    return found


def state(connection):
    """Schema, and what the groups may do."""
    with connection.cursor() as cursor:
        schema = (sqlite_schema if connection.vendor == "sqlite" else postgresql_schema)(cursor)
    rights = Group.objects.values_list(
        "name", "permissions__content_type__app_label", "permissions__codename"
    )
    return schema, sorted(rights)


def test_a_database_of_any_earlier_state_becomes_as_a_new_one_and_keeps_its_rows(database):
    new = state(connections["default"])  # the tests' own, which is migrated at once
    with database("old") as connection:
        fill_as_first_released(connection)
    for stop in (FIRST, HALFWAY, LAST_BEFORE_SQUASHING):
        with database("old") as connection:
            migrate_to(connection, stop)
        with database(f"upgraded_{stop[0][1]}", like="old") as connection:
            call_command("migrate", verbosity=0)
            schema, rights = state(connection)
            events = Event.objects.filter(status="published", published_at__isnull=False, is_disputed=False)
            assert events.filter(search_text__contains="camp david").count() == 3, stop
            kept = Citation.objects.filter(disputes=False, source__article__text__startswith="The")
            assert kept.count() == 3, stop
        assert rights == new[1] and rights, stop
        assert schema == new[0] and schema, stop


def test_migrations_go_back_to_nothing(database):
    with database("back", like=OWN) as connection:
        call_command("migrate", verbosity=0)
        for app in ("articles", "timeline"):
            call_command("migrate", app, "zero", verbosity=0)
        assert not Group.objects.exists()
        tables = connection.introspection.table_names()
        assert not [table for table in tables if table.startswith(("timeline_", "articles_")) and "search" not in table]  # fmt: skip
