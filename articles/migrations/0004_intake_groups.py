"""Curators and editors hand articles in and settle what failed."""

from django.db import migrations

GRANTED = {"add_ingestrun": ("ingestrun", "Can add ingest run"), "change_ingestfailure": ("ingestfailure", "Can change ingest failure")}


def grant(apps, schema_editor):
    ContentType, Permission = apps.get_model("contenttypes", "ContentType"), apps.get_model("auth", "Permission")
    for codename, (model, name) in GRANTED.items():
        content_type, _ = ContentType.objects.get_or_create(app_label="articles", model=model)
        permission, _ = Permission.objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        for group in apps.get_model("auth", "Group").objects.filter(name__in=["Curator", "Editor"]):
            group.permissions.add(permission)


def withdraw(apps, schema_editor):
    granted = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="articles", codename__in=GRANTED
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=["Curator", "Editor"]):
        group.permissions.remove(*granted)


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_intake")]
    operations = [migrations.RunPython(grant, withdraw)]
