"""Names in Latin letters were never Japanese."""

import re

from django.db import migrations


def mend_languages(apps, schema_editor):
    signs = re.compile("[぀-ヿ一-鿿]")
    aliases = apps.get_model("timeline", "Alias").objects.filter(language="ja")
    wrong = [pk for pk, name in aliases.values_list("pk", "name").iterator() if not signs.search(name)]
    for start in range(0, len(wrong), 500):
        aliases.filter(pk__in=wrong[start : start + 500]).update(language="fr")


class Migration(migrations.Migration):
    dependencies = [("timeline", "0025_preferred_names")]
    operations = [migrations.RunPython(mend_languages, migrations.RunPython.noop)]
