"""Curators and editors read the articles and the record of each ingestion."""

from django.db import migrations

MODELS = {"article": "article", "ingestrun": "ingest run", "ingestfailure": "ingest failure"}


def grant_view(apps, schema_editor):
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    for model, words in MODELS.items():
        content_type, _ = ContentType.objects.get_or_create(app_label="articles", model=model)
        permission, _ = Permission.objects.get_or_create(
            content_type=content_type, codename=f"view_{model}", defaults={"name": f"Can view {words}"}
        )
        for group in apps.get_model("auth", "Group").objects.filter(name__in=["Curator", "Editor"]):
            group.permissions.add(permission)


def withdraw_view(apps, schema_editor):
    codenames = [f"view_{model}" for model in MODELS]
    granted = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="articles", codename__in=codenames
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=["Curator", "Editor"]):
        group.permissions.remove(*granted)


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_articles"), ("timeline", "0002_groups")]
    operations = [migrations.RunPython(grant_view, withdraw_view)]
