"""The groups Curator and Editor; only editors publish."""

from django.db import migrations

CURATOR = ["view", "add", "change"]
MODELS = ["event", "participation", "citation", "actor", "alias", "source", "timeline", "chapter", "pick"]


def make_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")

    def permission(model, codename, name):
        content_type, _ = ContentType.objects.get_or_create(app_label="timeline", model=model)
        return Permission.objects.get_or_create(content_type=content_type, codename=codename, defaults={"name": name})[0]

    curator, _ = Group.objects.get_or_create(name="Curator")
    editor, _ = Group.objects.get_or_create(name="Editor")
    for model in MODELS:
        for action in [*CURATOR, "delete"]:
            granted = permission(model, f"{action}_{model}", f"Can {action} {model}")
            editor.permissions.add(granted)
            if action in CURATOR or model in ("participation", "alias", "citation"):
                curator.permissions.add(granted)
    editor.permissions.add(permission("event", "publish_event", "Can publish events"))


def drop_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=["Curator", "Editor"]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("timeline", "0001_timeline"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_groups, drop_groups)]
