from django.db import migrations


def name_reader(apps, schema_editor):
    """What ingestion made so far was read by rules."""
    events = apps.get_model("timeline", "Event").objects
    events.filter(read_by="").exclude(rules_version="").update(read_by="rules")


class Migration(migrations.Migration):
    dependencies = [("timeline", "0022_titles_and_readers")]
    operations = [migrations.RunPython(name_reader, migrations.RunPython.noop)]
