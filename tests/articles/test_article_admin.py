"""Articles and ingestion runs in the admin: shown, never changed."""

import importlib

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.urls import reverse

from articles.models import Article, IngestFailure, IngestRun
from tests.factories import make_source

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def article():
    run = IngestRun.objects.create(rules_version="1", failed=1)
    IngestFailure.objects.create(run=run, origin="bad.txt", reason="not UTF-8")
    return Article.objects.create(
        source=make_source(), text="The whole text.", content_hash="0" * 64, rules_version="1", run=run
    )


@pytest.fixture
def curator(client):
    user = User.objects.create_user("curator", is_staff=True)
    user.groups.add(Group.objects.get(name="Curator"))
    client.force_login(user)
    return client


def test_a_curator_reads_articles_and_cannot_change_them(curator, article):
    address = reverse("admin:articles_article_change", args=[article.pk])
    page = curator.get(address).content.decode()
    assert "The whole text." in page and 'name="text"' not in page
    assert reverse("admin:timeline_source_change", args=[article.source_id]) in page
    assert article.source.title in curator.get(reverse("admin:articles_article_changelist")).content.decode()
    assert curator.post(address, {"text": "Another text."}).status_code == 403
    assert curator.get(reverse("admin:articles_article_add")).status_code == 403


def test_a_run_names_its_failures(curator, article):
    page = curator.get(reverse("admin:articles_ingestrun_change", args=[article.run_id])).content.decode()
    assert "bad.txt" in page and "not UTF-8" in page and 'name="created"' not in page
    assert curator.get(reverse("admin:articles_ingestrun_changelist") + "?q=UTF-8").status_code == 200


def test_the_groups_migration_can_be_undone():
    migration = importlib.import_module("articles.migrations.0002_groups_view")
    viewing = Group.objects.get(name="Curator").permissions.filter(codename="view_article")
    migration.withdraw_view(apps, None)
    assert not viewing.exists()
    migration.grant_view(apps, None)
    assert viewing.exists()
